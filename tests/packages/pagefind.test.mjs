// Sites that were built for Pagefind: the same pages with all its documented attributes, indexed by Pagefind and by us, asked
// the same things through the same API in one browser. What is not the same stands here with a reason, and in MIGRATING.md.

import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { HERE, LINKED, PROJECT, install, run, serve, visit } from './project.mjs';

const SITE = join(PROJECT, 'migrated');
const MERGED = join(PROJECT, 'merged');
const MANY = join(PROJECT, 'many');

/** What a site asks of the API: by name, what a function in the page gives, with the module and helpers for it. */
const ASKED = {
  'a search finds pages by their text': ({ found }) => found('bottlebank'),
  'a page without a body attribute is not there if others have one': ({ found }) => found('marmalade'),
  'navigation is left out': ({ found }) => found('quokka'),
  'what is ignored is not found': ({ found }) => found('walrus'),
  'attributes that are named are read': ({ found }) => found('pelican'),
  'a prefix of a word finds it': ({ found }) => found('bottlebk'.slice(0, 6)),
  'another form of a word finds it': ({ found }) => found('bottle'),
  'letters in upper case find it too': ({ found }) => found('BOTTLEBANK'),
  'a quoted query is a phrase': async ({ found }) => [await found('"blue bottlebank"'), await found('"bottlebank blue"')],
  'a hyphen before a word excludes nothing': ({ found }) => found('-bottlebank'),
  'nothing is found for nothing': async ({ found }) => [await found(''), await found('   ')],
  'null browses all pages of the language': ({ found }) => found(null),
  'an unknown word finds nothing': ({ found }) => found('xyzzyqwerty'),
  'a word with a letter wrong': ({ found }) => found('peesl'),
  'a word of which only the beginning is there': ({ found }) => found('turnstile'),
  'all words are wanted': ({ found }) => found('bottlebank peels'),

  'filters: one value': ({ found }) => found(null, { filters: { color: 'Red' } }),
  'filters: several are all wanted': ({ found }) => found(null, { filters: { color: 'Red', author: 'Ann' } }),
  'filters: a list is all of it': ({ found }) => found(null, { filters: { color: ['Red', 'Blue'] } }),
  'filters: any of a list': ({ found }) => found(null, { filters: { color: { any: ['Red', 'Blue'] } } }),
  'filters: any of several filters': ({ found }) => found(null, { filters: { any: [{ color: 'Blue' }, { author: 'Ann' }] } }),
  'filters: all of several filters': ({ found }) => found(null, { filters: { all: [{ color: 'Blue' }, { author: 'Ann' }] } }),
  'filters: not': ({ found }) => found(null, { filters: { not: { color: 'Blue' } } }),
  'filters: none of a list': ({ found }) => found(null, { filters: { color: { none: ['Red', 'Green'] } } }),
  'filters: none of several filters': ({ found }) => found(null, { filters: { none: [{ color: 'Green' }, { author: 'Bob' }] } }),
  'filters: not, of several': ({ found }) => found(null, { filters: { not: { color: 'Red', author: 'Ann' } } }),
  'filters: nested': ({ found }) => found(null, { filters: { any: [{ color: ['Red', 'Blue'] }, { not: { author: 'Bob' } }] } }),
  'filters: with words': ({ found }) => found('paper', { filters: { author: 'Ann' } }),
  'filters: a value that is not there': ({ found }) => found(null, { filters: { color: 'White' } }),
  'filters: a filter that is not there': ({ found }) => found(null, { filters: { shape: 'Round' } }),
  'filters(): all values with their counts': ({ pagefind }) => pagefind.filters(),
  'counts of a search': async ({ pagefind }) => {
    await pagefind.filters();
    const { filters, totalFilters, unfilteredResultCount } = await pagefind.search('paper');
    return { filters, totalFilters, unfilteredResultCount };
  },
  'counts of a search with a filter': async ({ pagefind }) => {
    await pagefind.filters();
    const { filters, totalFilters, unfilteredResultCount } = await pagefind.search('paper', { filters: { author: 'Ann' } });
    return { filters, totalFilters, unfilteredResultCount };
  },

  'counts of another value of a filter that is chosen': async ({ pagefind }) => {
    await pagefind.filters();
    return (await pagefind.search(null, { filters: { color: 'Red' } })).filters.color;
  },

  'sort: ascending': ({ ordered }) => ordered(null, { sort: { date: 'asc' } }),
  'sort: descending': ({ ordered }) => ordered(null, { sort: { date: 'desc' } }),
  'sort: a key that is not there': ({ found }) => found(null, { sort: { nope: 'asc' } }),

  'data: address': async ({ first }) => [(await first('bottlebank')).url, (await first('peels')).url],
  'data: filters': async ({ first }) => (await first('guides')).filters,
  'data: title': async ({ first }) => (await first('peels')).meta.title,
  'data: meta that was given': async ({ first }) => {
    const { kind, image, image_alt } = (await first('bottlebank')).meta;
    const other = (await first('guides')).meta;
    return [kind, image, image_alt, other.image, other.image_alt];
  },
  'data: names of meta': async ({ first }) => Object.keys((await first('bottlebank')).meta).sort(),
  'data: the excerpt marks the word and escapes the rest': async ({ first }) => {
    const { excerpt } = await first('bold');
    return [/<mark>bold\.?<\/mark>/.test(excerpt), excerpt.includes('&lt;b&gt;'), excerpt.includes('<b>')];
  },
  'data: a plain excerpt has no marks': async ({ first }) => (await first('peels')).plain_excerpt.includes('<'),
  'data: kinds of what is in it': async ({ first }) => Object.fromEntries(Object.entries(await first('bottlebank'))
    .map(([key, value]) => [key, Array.isArray(value) ? 'array' : typeof value]).sort()),
  'data: sub-results lead to headings': async ({ first }) => (await first('bottlebank')).sub_results.map(({ url }) => url).at(-1),
  'data: the title of a sub-result': async ({ first }) => (await first('bottlebank')).sub_results.at(-1).title,
  'data: the anchor of a sub-result': async ({ first }) => (await first('bottlebank')).sub_results.at(-1).anchor.id,
  'data: all of the content': async ({ first }) => (await first('bottlebank')).content.replace(/\.$/, ''),
  'data: the full stop of what has none': async ({ first }) => (await first('bottlebank')).content.slice(-4),
  'data: images in the content': async ({ first }) => (await first('peels')).content.includes('Leaves'),
  'data: the content as HTML': async ({ first }) => (await first('bold')).raw_content.includes('&lt;b&gt;'),
  'data: the number of words': async ({ first }) => (await first('bottlebank')).word_count,
  'data: where the words stand': async ({ first }) => [(await first('peels')).locations, (await first('bottlebank')).locations],
  'data: the headings of a page': async ({ first }) => (await first('bottlebank')).anchors,
  'data: the excerpts of sub-results': async ({ first }) => (await first('bottlebank')).sub_results
    .map(({ title, url, excerpt, plain_excerpt, locations }) => [title, url, ...[excerpt, plain_excerpt].map((text) => text.replace(/\.$/, '')), locations]),
  'data: sub-results of a page with the word before and under a heading': async ({ first }) => (await first('home glass')).sub_results
    .map(({ title, url }) => [title, url]),
  'data: the first image of a page': async ({ first }) => (await first('peels')).meta.image ?? null,
  'results: those far down have their data too': async ({ pagefind, many }) => {
    const { results } = await pagefind.createInstance({ basePath: many, baseUrl: '/' }).search('lantern');
    return (await Promise.all(results.map(async (one) => (await one.data()).url))).sort();
  },
  'results: kinds of what is in one': async ({ pagefind }) => {
    const { results } = await pagefind.search('bottlebank');
    return Object.fromEntries(Object.entries(results[0]).map(([key, value]) => [key, Array.isArray(value) ? 'array' : typeof value]).sort());
  },
  'results: kinds of what is beside them': async ({ pagefind }) => {
    const { timings, ...rest } = await pagefind.search('bottlebank');
    return [Array.isArray(timings), Object.keys(timings[0]).sort(), Object.keys(rest).sort()];
  },

  'debouncedSearch: only the last is answered': async ({ pagefind }) => {
    const asked = ['b', 'bo', 'bottlebank'].map((term) => pagefind.debouncedSearch(term, {}, 100));
    return (await Promise.all(asked)).map((answer) => answer && answer.results.length);
  },
  'preload can come before': async ({ pagefind, found }) => {
    await pagefind.preload('bottlebank');
    return found('bottlebank');
  },
  'init can be called before': async ({ pagefind, found }) => [(await pagefind.init()) === undefined, await found('bottlebank')],
  'options: baseUrl stands before addresses': async ({ pagefind, first }) => {
    await pagefind.options({ baseUrl: '/docs/' });
    return (await first('peels')).url;
  },
  'options: highlightParam stands in addresses': async ({ pagefind, first }) => {
    await pagefind.options({ highlightParam: 'mark' });
    return (await first('peels leaves')).url;
  },
  'options: excerptLength in words, and excerptEllipsis': async ({ pagefind }) => {
    const own = pagefind.createInstance({ excerptLength: 5, excerptEllipsis: '…' });
    const { results } = await own.search('bones');
    const { excerpt, plain_excerpt } = await results[0].data();
    return [plain_excerpt.split(' ').length, /^… .*<mark>bones,<\/mark>.* …$/.test(excerpt)];
  },
  'destroy lets it begin anew': async ({ pagefind, first }) => {
    await pagefind.options({ baseUrl: '/docs/' });
    await pagefind.search('peels');
    await pagefind.destroy();
    return (await first('peels')).url;
  },
  'createInstance has options of its own': async ({ pagefind, first }) => {
    const own = pagefind.createInstance({ baseUrl: '/own/' });
    const { results } = await own.search('peels');
    return [(await results[0].data()).url, (await first('peels')).url];
  },
  'mergeIndex searches a second index too': async ({ pagefind, merged, found }) => {
    await pagefind.mergeIndex(merged, { baseUrl: '/other/' });
    return found('compost');
  },
  'mergeIndex: a filter for all pages of an index': async ({ pagefind, merged, found }) => {
    await pagefind.mergeIndex(merged, { baseUrl: '/other/', mergeFilter: { site: 'other' } });
    return [await found('compost', { filters: { site: 'other' } }), (await pagefind.filters()).site];
  },
  'mergeIndex: the weight of an index': async ({ pagefind, merged, ordered }) => {
    await pagefind.mergeIndex(merged, { baseUrl: '/other/', indexWeight: 100 });
    return (await ordered('compost'))[0].startsWith('/other/');
  },
};

/** What is different, and why. */
const DIFFERENT = {
  'all words are wanted': {
    theirs: [], ours: ['/', '/gidsen/compost.html'],
    why: 'Pages with all words come first, pages with some of them after.',
  },
  'a word with a letter wrong': {
    theirs: [], ours: ['/gidsen/compost.html'],
    why: 'A word that stands nowhere is corrected.',
  },
  'a word of which only the beginning is there': {
    theirs: ['/gidsen/compost.html'], ours: [],
    why: 'A word is not shortened until something has its beginning.',
  },
  'counts of another value of a filter that is chosen': {
    theirs: { Blue: 1, Green: 0, Red: 2 }, ours: { Blue: 0, Green: 0, Red: 2 },
    why: 'Of a filter by which you choose, `filters` counts the chosen values, and 0 for the others.',
  },
  'data: filters': {
    theirs: { author: ['Bob'], color: ['Red', 'Blue'] }, ours: { author: ['Bob'], color: ['Blue', 'Red'] },
    why: 'The values of a filter of a page are in alphabetical order.',
  },
  'data: the full stop of what has none': { theirs: 'Ann.', ours: ' Ann', why: 'In `content` only headings get a full stop.' },
  'data: images in the content': { theirs: false, ours: true, why: 'The alternative text of an image is part of the text.' },
  'data: names of meta': {
    theirs: ['image', 'kind', 'title'], ours: ['date', 'image', 'kind', 'title'],
    why: '`meta.date` is there where a page has a date, from `data-pagefind-sort` too.',
  },
  'data: the first image of a page': {
    theirs: '/leaves.png', ours: null,
    why: '`meta.image` is there only where `data-pagefind-meta` gives it.',
  },
};

let page;
before(async () => {
  await install();
  for (const folder of [SITE, MERGED]) cpSync(join(HERE, 'pagefind'), folder, { recursive: true });
  mkdirSync(MANY, { recursive: true });
  for (let at = 0; at < 25; at += 1) {
    writeFileSync(join(MANY, `${at}.html`), `<html lang="en"><title>Page ${at}</title><main><h1>Page ${at}</h1><p>A lantern.</p></main></html>`);
  }
  for (const folder of [SITE, MERGED, MANY]) {
    await run(join(HERE, 'node_modules/.bin/pagefind'), ['--site', folder, '--quiet'], { cwd: PROJECT });
    // As the command of Pagefind is replaced; no configuration.
    await run(LINKED, ['index', folder, '--headless', '--quiet']);
  }
  writeFileSync(join(SITE, 'ui.html'), `<!doctype html><html lang="en"><title>UI</title><link rel="icon" href="data:,">
    <link rel="stylesheet" href="pagefind/pagefind-ui.css"><script src="pagefind/pagefind-ui.js"></script><div id="search"></div>`);
  const address = await serve(PROJECT, (path) => (path === '/' ? '<!doctype html><html lang="en"><title>Leeg</title><link rel="icon" href="data:,">' : path === '/default.png' ? '' : undefined));
  ({ page } = await visit(`${address}/`));
});

/** Asks one of the two, anew. */
async function ask(folder, name) {
  return page.evaluate(async ([folder, source]) => {
    const pagefind = await import(`/migrated/${folder}/pagefind.js`);
    await pagefind.destroy();
    await pagefind.options({ baseUrl: '/' });
    const results = async (term, options) => (await pagefind.search(term, options)).results;
    const ordered = async (term, options) => Promise.all((await results(term, options)).map(async (one) => (await one.data()).url));
    const found = async (term, options) => (await ordered(term, options)).sort();
    const first = async (term) => (await results(term))[0].data();
    try {
      return await (0, eval)(`(${source})`)({ pagefind, results, ordered, found, first, merged: `/merged/${folder}/`, many: `/many/${folder}/` });
    } catch (error) {
      return `${error}`;
    }
  }, [folder, ASKED[name].toString()]);
}

for (const name of Object.keys(ASKED)) {
  test(`as Pagefind does: ${name}`, async () => {
    const [theirs, ours] = [await ask('pagefind', name), await ask('zoeklicht', name)];
    const known = DIFFERENT[name];
    if (!known) assert.deepEqual(ours, theirs);
    else assert.deepEqual({ theirs, ours }, { theirs: known.theirs, ours: known.ours }, known.why);
  });
}

// Its interface, which asks for whatever a script of a site may ask for.
for (const [name, folder] of [['of Pagefind', 'pagefind'], ['of ours', 'zoeklicht']]) {
  test(`the Default UI of Pagefind searches the index ${name}`, async () => {
    const { page: own, complaints } = await visit(new URL('/migrated/ui.html', page.url()).href);
    await own.evaluate((folder) => {
      new PagefindUI({ element: '#search', bundlePath: `/migrated/${folder}/`, baseUrl: '/', showSubResults: true, openFilters: ['color'] });
    }, folder);
    await own.locator('.pagefind-ui__search-input').fill('bottlebank');
    await own.locator('.pagefind-ui__result').first().waitFor();
    await own.locator('.pagefind-ui__result-nested').first().waitFor();
    const shown = await own.evaluate(() => {
      const texts = (selector) => [...document.querySelectorAll(selector)].map((one) => one.textContent.trim());
      const [image] = document.querySelectorAll('.pagefind-ui__result img');
      return {
        said: texts('.pagefind-ui__message'),
        titles: texts('.pagefind-ui__result-title'),
        links: [...document.querySelectorAll('.pagefind-ui__result-link')].map((link) => link.getAttribute('href')),
        image: image?.getAttribute('src'),
        nested: texts('.pagefind-ui__result-nested .pagefind-ui__result-excerpt').map((text) => text.replace(/\.$/, '')),
        marks: texts('.pagefind-ui__result-nested mark'),
        filters: texts('.pagefind-ui__filter-label').sort(),
      };
    });
    assert.deepEqual(shown, {
      said: ['1 result for bottlebank'],
      titles: ['Recycling at home', 'Glass bottles'],
      links: ['/', '/#glass'],
      image: '/default.png',
      nested: ['Glass bottles. Bottles go into the blue bottlebank. Ann'],
      marks: ['bottlebank.'],
      filters: ['Ann (1)', 'Blue (1)', 'Bob (0)', 'Green (1)', 'Red (0)'],
    });
    assert.deepEqual(complaints, []);
  });
}

test('what is different stands in MIGRATING.md', () => {
  const guide = readFileSync(join(HERE, '../../www/package/MIGRATING.md'), 'utf8').replace(/\s+/g, ' ');
  for (const [name, { why }] of Object.entries(DIFFERENT)) assert.ok(guide.includes(why), `${name}: ${why}`);
});
