// How it looks, and how it adapts to a visitor: sizes, zoom, colours, contrast, direction of writing, paper.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import stylelint from 'stylelint';
import { extractText, getDocumentProxy } from 'unpdf';
import { browser, open, required } from './page.mjs';

const PACKAGE = fileURLToPath(new URL('../../www/package/', import.meta.url));
const CSS = readFileSync(join(PACKAGE, 'zoeklicht.css'), 'utf8');
const README = readFileSync(join(PACKAGE, 'README.md'), 'utf8');
const THEMES = readdirSync(join(PACKAGE, 'themes')).map((file) => file.replace('.css', ''));

/** From the name of each custom property to that of the one that carries its value or default. */
const CARRIERS = new Map(
  [...CSS.matchAll(/(--_[\w-]+): var\(--zoeklicht-([\w-]+), .*\);/g)].map(([, carrier, name]) => [name, carrier]),
);
/** The rows of the table in README.md. */
const ROWS = [...README.matchAll(/^\| `([\w-]+)` \| [^|]+ \| `[^`]+` \| (.*?) ?\|$/gm)]
  .map(([, name, pairs]) => ({ name, pairs }));
/** What README.md says must stand out from what: `{ of, on, least }`, names of colours. */
const PAIRS = ROWS.filter(({ pairs }) => pairs).flatMap(({ name, pairs }) => {
  const [others, least] = pairs.split(': ');
  return others.split(', ').map((other) => ({ of: name, on: `color-${other}`, least: Number(least) }));
});

const SCHEMES = ['light', 'dark'];
/** The visitor's colours, by what a test calls them. */
const COLOURS = {
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  'forced, light': { colorScheme: 'light', forcedColors: 'active' },
  'forced, dark': { colorScheme: 'dark', forcedColors: 'active' },
};

/** A page of results, with filters chosen. */
async function results(options, path = '/zoeken/?q=inburgering&f.jaar=2022') {
  const search = await open(path, options);
  await search.says(/resultaten voor/);
  return search;
}

/** A style sheet of the host, which its content security policy lets a script add. */
function dress(page, css) {
  return page.evaluate((css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets.push(sheet);
  }, css);
}

/** Takes away the host's own style, with the colours that it gives to the search. */
async function undress(page) {
  await page.locator('link[href="/assets/site.css"]').evaluate((link) => link.remove());
  await dress(page, ':root { color-scheme: light dark }');
}

/** Adds one of the themes to a page. */
function link(page, theme) {
  return page.evaluate((theme) => new Promise((resolve, reject) => {
    const link = document.createElement('link');
    Object.assign(link, { rel: 'stylesheet', href: `/zoeklicht/themes/${theme}.css` });
    link.onload = resolve;
    link.onerror = () => reject(new Error(`${link.href} is not there`));
    document.head.append(link);
  }), theme);
}

/** The computed value of a property of an element, or of its pseudo-element. */
function style(locator, name, pseudo) {
  return locator.evaluate((element, [name, pseudo]) => getComputedStyle(element, pseudo)[name], [name, pseudo]);
}

/** Colours by the names of README.md, as the browser computes them: [red, green, blue]. */
async function colours(page, names) {
  const carriers = names.map((name) => CARRIERS.get(name));
  const computed = await page.evaluate((carriers) => {
    const probe = document.createElement('span');
    document.querySelector('.zoeklicht').append(probe);
    const computed = carriers.map((carrier) => {
      probe.style.color = `var(${carrier})`;
      return getComputedStyle(probe).color;
    });
    probe.remove();
    return computed;
  }, carriers);
  return Object.fromEntries(names.map((name, at) => {
    assert.match(computed[at], /^rgb\(/, `${name} is a colour that covers`);
    return [name, computed[at].match(/\d+/g).map(Number)];
  }));
}

/** WCAG's contrast of two colours. */
function contrast(one, two) {
  const [light, dark] = [one, two].map(luminance).sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour) {
  const linear = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  const [red, green, blue] = colour.map((part) => linear(part / 255));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Which of `PAIRS` have too little contrast on a page. */
async function faint(page, pairs = PAIRS) {
  const palette = await colours(page, [...new Set(pairs.flatMap(({ of, on }) => [of, on]))]);
  return pairs
    .map(({ of, on, least }) => ({ of, on, least, ratio: contrast(palette[of], palette[on]) }))
    .filter(({ ratio, least }) => ratio < least)
    .map(({ of, on, least, ratio }) => `${of} on ${on}: ${ratio.toFixed(2)}, least ${least}`);
}

const canvas = await browser.newPage();

await canvas.addScriptTag({ content: `${contrast} ${luminance}` });

/** How many pixels of two screenshots of one place differ by a contrast of 3 at least. */
function visible(...screenshots) {
  return canvas.evaluate(async (screenshots) => {
    const [one, two] = await Promise.all(screenshots.map(async (base64) => {
      const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))]));
      const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
      context.drawImage(bitmap, 0, 0);
      return context.getImageData(0, 0, bitmap.width, bitmap.height).data;
    }));
    if (one.length !== two.length) throw new Error('two screenshots of one size, please');
    let count = 0;
    for (let at = 0; at < one.length; at += 4) {
      const [before, after] = [one, two].map((pixels) => [...pixels.subarray(at, at + 3)]);
      if (contrast(before, after) >= 3) count += 1;
    }
    return count;
  }, screenshots.map((png) => png.toString('base64')));
}

/** What does not fit: content that is wider or higher than its box, and what stands outside of the page. */
function misfits(page) {
  return page.evaluate(() => {
    const root = document.documentElement;
    const found = [];
    if (root.scrollWidth > root.clientWidth) found.push(`the page: ${root.scrollWidth} px in ${root.clientWidth}`);
    for (const element of document.querySelectorAll('zoeklicht-search *')) {
      if (!element.checkVisibility() || element.closest('.zoeklicht-heard, .zoeklicht-skip')) continue;
      const box = element.getBoundingClientRect();
      const name = `${element.tagName} ${element.className} ‘${element.textContent.slice(0, 30)}’`;
      if (box.left < -1 || box.right > root.clientWidth + 1) found.push(`${name} from ${box.left} to ${box.right}`);
      // A field scrolls by itself.
      if (element.matches('input') || getComputedStyle(element).display === 'inline') continue;
      const { scrollWidth, clientWidth, scrollHeight, clientHeight } = element;
      // Letters may reach a pixel or two over the line that they stand on.
      if (scrollWidth > clientWidth + 1 || scrollHeight > clientHeight + 3) {
        found.push(`${name}: ${scrollWidth} × ${scrollHeight} in ${clientWidth} × ${clientHeight}`);
      }
    }
    return found;
  });
}

test('AC-013: a found word is bold as well as coloured, and of the visitor’s own colours where those are forced', async () => {
  const search = await results();
  const mark = search.page.locator('.zoeklicht-excerpt mark').first();
  assert.ok(Number(await style(mark, 'fontWeight')) >= 700);
  assert.ok(Number(await style(search.page.locator('.zoeklicht-excerpt').first(), 'fontWeight')) < 600);
  // Text of a style sheet would be read aloud at every word.
  for (const pseudo of ['::before', '::after']) assert.equal(await style(mark, 'content', pseudo), 'none');
  const plain = await style(mark, 'backgroundColor');
  await search.page.emulateMedia({ forcedColors: 'active' });
  const [found, system] = await mark.evaluate((mark) => {
    const probe = document.createElement('span');
    probe.style.cssText = 'background: Mark; color: MarkText; forced-color-adjust: none';
    mark.after(probe);
    return [mark, probe].map((element) => [getComputedStyle(element).backgroundColor, getComputedStyle(element).color]);
  });
  assert.deepEqual(found, system);
  assert.notEqual(found[0], plain);
  await search.close();
});

test('AC-014: no ornament is read aloud', async () => {
  const search = await results();
  const ornaments = /[·✕✓×›»▶▼#]/;
  for (const [place, at] of [['.zoeklicht-chip', '::after'], ['.zoeklicht-facts li:last-child', '::before']]) {
    assert.match(await style(search.page.locator(place).first(), 'content', at), ornaments, `${place} has an ornament`);
  }
  const devtools = await search.context.newCDPSession(search.page);
  const { nodes } = await devtools.send('Accessibility.getFullAXTree');
  const names = nodes.filter(({ ignored }) => !ignored).map(({ name }) => name?.value ?? '');
  assert.ok(names.some((name) => name.includes('Zoekresultaten')));
  assert.deepEqual(names.filter((name) => ornaments.test(name)), []);
  await search.close();
});

for (const [name, options] of Object.entries(COLOURS)) {
  test(`AC-026: the focus is seen: ${name}`, async () => {
    const search = await results(options);
    await undress(search.page);
    const places = [
      '.zoeklicht-filters > summary', '.zoeklicht-choice input', '.zoeklicht-choices > summary', '.zoeklicht-chip',
      '.zoeklicht-clear', '.zoeklicht-link', '.zoeklicht-sections a', '.zoeklicht-more',
    ];
    for (const place of places) {
      const element = search.page.locator(place).first();
      await element.focus();
      const width = parseFloat(await style(element, 'outlineWidth'));
      assert.ok(width >= 2 && (await style(element, 'outlineStyle')) === 'solid', `${place}: an outline of ${width} px`);
      const box = await element.boundingBox();
      const clip = { x: box.x - 8, y: box.y - 8, width: box.width + 16, height: box.height + 16 };
      const focused = await search.page.screenshot({ clip, animations: 'disabled' });
      await element.blur();
      const blurred = await search.page.screenshot({ clip, animations: 'disabled' });
      // WCAG's measure: as many pixels as a line of 2 px around the element has. Corners are round, so a little less.
      const least = 0.9 * 2 * 2 * (box.width + box.height);
      const changed = await visible(blurred, focused);
      assert.ok(changed >= least, `${place}: ${changed} pixels, least ${least}`);
    }
    await search.close();
  });
}

for (const viewport of [{ width: 1280, height: 800 }, { width: 360, height: 640 }]) {
  test(`AC-027: between a header and a footer that stick, what has the focus is seen whole: ${viewport.width} px`, async () => {
    const search = await results({ viewport }, '/zoeken/?q=inburgering');
    await search.more.click();
    await search.hits.nth(19).waitFor();
    await dress(search.page, `
      .site-header { position: sticky; inset-block-start: 0; z-index: 5; block-size: 120px; overflow: hidden; background: Canvas }
      .site-footer { position: fixed; inset-inline: 0; inset-block-end: 0; z-index: 5; block-size: 120px; overflow: hidden }
    `);
    const hidden = async () => search.page.evaluate(() => {
      const { top, bottom } = document.activeElement.getBoundingClientRect();
      const ring = 5;
      const isHidden = top - ring < 120 || bottom + ring > innerHeight - 120;
      return isHidden ? [`${document.activeElement.textContent}: ${top} to ${bottom} in ${innerHeight}`] : [];
    });
    const at = () => search.page.evaluate(() => {
      return [...document.querySelectorAll('.zoeklicht-hit')].indexOf(document.activeElement.closest('.zoeklicht-hit'));
    });
    for (const [key, first, last] of [['Tab', 0, 19], ['Shift+Tab', 19, 0], ['ArrowDown', 0, 19], ['ArrowUp', 19, 0]]) {
      await search.links.nth(first).focus();
      const found = await hidden();
      // A hit has a title and up to three parts.
      for (let presses = 0; presses < 80 && (await at()) !== last; presses += 1) {
        await search.page.keyboard.press(key);
        found.push(...(await hidden()));
      }
      assert.equal(await at(), last, `${key} comes to the end`);
      assert.deepEqual(found, [], key);
    }
    await search.close();
  });
}

for (const path of ['?q=inburgering&f.jaar=2022', '?q=inburgeringstrajcet', '?q=sdafadsfasdf&f.jaar=2022']) {
  test(`AC-028: everything to press is large enough: ${path}`, async () => {
    const search = await open(`/zoeken/${path}`);
    await search.says(/resultaten voor/i);
    for (const summary of await search.page.locator('.zoeklicht-choices > summary').all()) await summary.click();
    const small = await search.page.evaluate(() => {
      const targets = document.querySelectorAll('zoeklicht-search :is(a, button, input, select, summary, .zoeklicht-choice)');
      const least = (element) => (element.matches('button, select, input:not([type=checkbox])') ? 44 : 24);
      return [...targets]
        .filter((element) => element.checkVisibility() && !element.matches('.zoeklicht-skip'))
        .map((element) => [element.textContent || element.name, least(element), element.getBoundingClientRect()])
        .filter(([, least, { width, height }]) => width < 24 || height < least)
        .map(([name, least, { width, height }]) => `${name}: ${width} × ${height}, least ${least}`);
    });
    assert.deepEqual(small, []);
    await search.close();
  });
}

test('AC-040: in 320 × 256 px, as at a zoom of 400 %, nothing scrolls sideways and everything works', async () => {
  const search = await open('/zoeken/', { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 });
  const fits = async (state) => assert.deepEqual(await misfits(search.page), [], state);
  await fits('idle');
  await search.type('inburgering');
  await search.says(/resultaten voor/);
  await fits('results');
  for (const name of ['first', 'last']) {
    await search.links[name]().focus();
    const { y, height } = await search.links[name]().boundingBox();
    assert.ok(y >= 0 && y + height <= 256, `the ${name} title from ${y} px, ${height} px high`);
  }
  await search.unfold();
  await search.choice('2022').check();
  await search.chips.first().waitFor();
  await search.says(/^Filter toegepast/);
  await fits('a filter chosen');
  await search.chips.first().click();
  await search.chips.first().waitFor({ state: 'detached' });
  await search.more.click();
  await search.hits.nth(10).waitFor();
  await fits('more results');
  await search.field.fill('sdafadsfasdf');
  await search.field.press('Enter');
  await search.says(/^Geen resultaten/);
  await fits('nothing found');
  await search.close();
});

for (const width of [320, 640, 1280]) {
  test(`AC-041: letters twice as large are not clipped: ${width} px`, async () => {
    const search = await results({ viewport: { width, height: 800 } });
    const before = parseFloat(await style(search.page.locator('.zoeklicht-title').first(), 'fontSize'));
    await dress(search.page, 'html { font-size: 32px !important }');
    await search.unfold();
    const title = parseFloat(await style(search.page.locator('.zoeklicht-title').first(), 'fontSize'));
    assert.equal(title, 2 * before, 'letters are twice as large');
    assert.ok((await search.field.boundingBox()).width >= 5 * 32, 'the field has room for a word');
    assert.deepEqual(await misfits(search.page), []);
    await search.close();
  });

  test(`AC-042: the spacing of text that a visitor wants is taken over, and nothing is clipped: ${width} px`, async () => {
    const search = await results({ viewport: { width, height: 800 } });
    await search.unfold();
    await dress(search.page, `
      * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
      p { margin-block-end: 2em !important }
    `);
    for (const part of ['excerpt', 'title', 'facts', 'value', 'chip', 'notice']) {
      const text = search.page.locator(`.zoeklicht-${part}`).first();
      const size = parseFloat(await style(text, 'fontSize'));
      for (const [name, share] of [['lineHeight', 1.5], ['letterSpacing', 0.12], ['wordSpacing', 0.16]]) {
        const value = parseFloat(await style(text, name));
        assert.ok(Math.abs(value - share * size) < 0.05, `${part}: ${name} ${value} at ${size} px`);
      }
    }
    const excerpt = search.page.locator('.zoeklicht-excerpt').first();
    assert.ok(parseFloat(await style(excerpt, 'marginBlockEnd')) > 20);
    assert.equal(await style(excerpt, 'webkitLineClamp'), 'none');
    assert.equal(await style(excerpt, 'maxHeight'), 'none');
    assert.deepEqual(await misfits(search.page), []);
    await search.close();
  });
}

/** Design tokens as these systems publish them, for pages that have them. */
const PUBLISHED = {
  vlaanderen: {
    '--vl-color--text': '#333332', '--vl-color--text-alt': '#687483', '--vl-color--action': '#0055cc',
    '--vl-color--action-hover': '#003bb0', '--vl-color--action-hover-background': '#e6eefa', '--vl-color--white': '#ffffff',
    '--vl-color--background': '#ffffff', '--vl-color--background-alt': '#f7f9fc', '--vl-color--border': '#cbd2da',
    '--vl-color--error': '#d2373c',
  },
  'nl-design-system': {
    '--utrecht-document-color': '#1c1c1c', '--utrecht-link-color': '#01689b', '--utrecht-textbox-border-color': '#696969',
    '--utrecht-button-primary-action-background-color': '#154273', '--utrecht-button-primary-action-color': '#ffffff',
  },
  eu: { '--ecl-color-primary': '#0046ff', '--ecl-color-grey': '#00002e', '--ecl-color-error': '#cb2029' },
};

for (const theme of [undefined, ...THEMES]) {
  for (const colorScheme of SCHEMES) {
    test(`AC-043: every pair of colours that the README names has its contrast: ${theme ?? 'no theme'}, ${colorScheme}`, async () => {
      assert.ok(PAIRS.length > 30, `${PAIRS.length} pairs`);
      const search = await results({ colorScheme });
      await undress(search.page);
      if (theme) await link(search.page, theme);
      assert.deepEqual(await faint(search.page), []);
      const tokens = PUBLISHED[theme];
      if (tokens && colorScheme === 'light') {
        await dress(search.page, `:root { ${Object.entries(tokens).map((token) => token.join(':')).join(';')} }`);
        assert.deepEqual(await faint(search.page), [], 'with the tokens of the page');
      }
      await search.close();
    });
  }
}

test('AC-044: where colours are forced, borders, choices and advice are still there', async () => {
  for (const colorScheme of SCHEMES) {
    const search = await results({ colorScheme, forcedColors: 'active' });
    const canvas = await style(search.page.locator('body'), 'backgroundColor');
    const bordered = async (place) => {
      const element = search.page.locator(place).first();
      const border = (name) => style(element, `borderBlockEnd${name}`);
      const [width, line, colour] = [await border('Width'), await border('Style'), await border('Color')];
      const isSeen = parseFloat(width) >= 1 && line === 'solid' && colour !== canvas;
      assert.ok(isSeen, `${place}: ${width} ${line} ${colour} on ${canvas}`);
    };
    for (const place of ['.zoeklicht-filters', '.zoeklicht-chip', '.zoeklicht-more', '.zoeklicht-hit']) await bordered(place);
    assert.notEqual(await style(search.page.locator('mark').first(), 'backgroundColor'), canvas);
    // The box is drawn by the browser, in the visitor's colours, and a checked one is seen to be checked.
    const [checked, open] = [search.choice('2022'), search.choice('2021')];
    for (const box of [checked, open]) assert.equal(await style(box, 'appearance'), 'auto');
    assert.ok((await visible(await checked.screenshot(), await open.screenshot())) > 50, 'checked and unchecked differ');
    await search.field.fill('sdafadsfasdf');
    await search.field.press('Enter');
    await search.says(/^Geen resultaten/);
    await bordered('.zoeklicht-zero');
    await search.close();
  }
});

test('AC-045: nothing moves for who wants no motion, and for others not longer than 0.2 s', async () => {
  const moving = (page) => page.evaluate(() => {
    const seconds = (list) => Math.max(...list.split(',').map(parseFloat));
    const moves = (element) => {
      const { transitionDuration, animationName, animationDuration } = getComputedStyle(element);
      return Math.max(seconds(transitionDuration), animationName === 'none' ? 0 : seconds(animationDuration));
    };
    const all = [...document.querySelectorAll('zoeklicht-search, zoeklicht-search *')];
    return { longest: Math.max(...all.map(moves)), running: document.getAnimations().length };
  });
  const still = await results({ reducedMotion: 'reduce' });
  for (const letter of 'straject') {
    await still.type(letter);
    assert.deepEqual(await moving(still.page), { longest: 0, running: 0 });
  }
  await still.close();
  const search = await results({ reducedMotion: 'no-preference' });
  const { longest } = await moving(search.page);
  assert.ok(longest > 0 && longest <= 0.2, `${longest} s`);
  await search.close();
});

test('AC-046: under dir=rtl all is mirrored, and a text that runs from left to right keeps its order', async () => {
  const search = await results({ viewport: { width: 1280, height: 900 } });
  const places = () => search.page.evaluate(() => {
    const box = (selector) => document.querySelector(selector).getBoundingClientRect();
    const middle = (selector) => (box(selector).left + box(selector).right) / 2;
    // From the start of each letter of a text that stands on the first line to the next: the least step.
    const steps = (selector, letters) => {
      const walker = document.createTreeWalker(document.querySelector(selector), NodeFilter.SHOW_TEXT);
      const lefts = [];
      for (let node; (node = walker.nextNode()) && lefts.length < letters; ) {
        for (let at = 0; at < node.length && lefts.length < letters; at += 1) {
          if (node.data[at].trim() === '') continue;
          const range = new Range();
          range.setStart(node, at);
          range.setEnd(node, at + 1);
          lefts.push(range.getBoundingClientRect().left);
        }
      }
      return Math.min(...lefts.slice(1).map((left, at) => left - lefts[at]));
    };
    return {
      filters: middle('.zoeklicht-filters') - middle('.zoeklicht-results'),
      box: middle('.zoeklicht-choice input') - middle('.zoeklicht-number'),
      chip: middle('.zoeklicht-chip') - middle('.zoeklicht-clear'),
      title: middle('.zoeklicht-link') - middle('.zoeklicht-hit'),
      arrow: getComputedStyle(document.querySelector('.zoeklicht-sections li'), '::before').borderRightWidth,
      fold: getComputedStyle(document.querySelector('.zoeklicht-filters > summary'), '::after').borderRightWidth,
      order: [steps('.zoeklicht-notice', 30) > 0, steps('.zoeklicht-excerpt', 30) > 0, steps('.zoeklicht-link', 15) > 0],
    };
  });
  const ltr = await places();
  await search.page.evaluate(() => (document.documentElement.dir = 'rtl'));
  const rtl = await places();
  for (const name of ['filters', 'box', 'chip', 'title']) {
    assert.ok(ltr[name] < 0 && rtl[name] > 0, `${name}: ${ltr[name]}, mirrored ${rtl[name]}`);
  }
  assert.deepEqual([ltr.arrow, rtl.arrow], ['0px', '2px'], 'the arrow before a section');
  assert.deepEqual([ltr.fold, rtl.fold], ['2px', '2px'], 'what unfolds points down');
  assert.deepEqual([ltr.order, rtl.order], [[true, true, true], [true, true, true]], 'letters stand from left to right');
  assert.deepEqual(await misfits(search.page), []);
  await search.close();
});

test('AC-046: no style of ours says left or right, and none takes the focus ring away', async () => {
  const config = {
    plugins: ['stylelint-use-logical'],
    rules: {
      'csstools/use-logical': 'always',
      'declaration-property-value-disallowed-list': {
        outline: ['/^(none|0)/'],
        // Four values go around the clock: logical only if the second and the fourth are the same.
        '/^(margin|padding|inset|border-radius|border-(width|style|color))$/': ['/^(\\S+) (\\S+) (\\S+) (?!\\2$)\\S+$/'],
      },
    },
  };
  const files = ['package/**/*.css', 'demo/**/*.css'].map((glob) => fileURLToPath(new URL('../../www/', import.meta.url)) + glob);
  const { results: linted } = await stylelint.lint({ files, config });
  assert.ok(linted.length >= 6, `${linted.length} files`);
  assert.deepEqual(linted.flatMap(({ source, warnings }) => warnings.map(({ line, text }) => `${source}:${line} ${text}`)), []);
});

for (const colorScheme of SCHEMES) {
  test(`AC-047: who asks for more contrast gets it: ${colorScheme}`, async () => {
    const search = await results({ colorScheme, contrast: 'more' });
    await undress(search.page);
    const names = ['color-text', 'color-muted', 'color-line', 'color-edge'];
    const [text, ...others] = Object.values(await colours(search.page, names));
    assert.deepEqual(others, [text, text, text]);
    const letters = PAIRS.filter(({ of, least }) => least === 4.5 && of !== 'color-accent-text');
    assert.deepEqual(await faint(search.page, letters.map((pair) => ({ ...pair, least: 7 }))), []);
    await search.links.first().focus();
    assert.equal(await style(search.links.first(), 'outlineWidth'), '4px');
    await search.close();
  });
}

test('AC-047: light or dark is as the visitor wants, where the host has both; else as the host is', async () => {
  const isDark = async (search) => luminance((await colours(search.page, ['color-field']))['color-field']) < 0.2;
  const search = await results({ colorScheme: 'dark' });
  assert.ok(await isDark(search));
  await dress(search.page, ':root { color-scheme: light }');
  assert.ok(!(await isDark(search)));
  await search.page.emulateMedia({ colorScheme: 'light' });
  await dress(search.page, ':root { color-scheme: light dark }');
  assert.ok(!(await isDark(search)));
  await dress(search.page, ':root { color-scheme: dark }');
  assert.ok(await isDark(search));
  await search.close();
});

/** The text of a page as printed, without spaces: lines are broken where there is room. */
async function printed(page) {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(await page.pdf())), { mergePages: true });
  return text.replaceAll(/\s/g, '');
}

test('AC-048: on paper stand results with their addresses, and nothing to press', async () => {
  const search = await results();
  const links = search.page.locator('.zoeklicht-hits a');
  const addresses = await links.evaluateAll((links) => links.map((link) => [link.textContent, link.href]));
  assert.ok(addresses.length > 10);
  const controls = await search.page.locator('zoeklicht-search :is(button, summary, label[for])').allTextContents();
  assert.ok(controls.length > 5);
  const text = await printed(search.page);
  for (const [title, address] of addresses) {
    assert.ok(text.includes(`${title}(${address})`.replaceAll(/\s/g, '')), `${title} (${address})`);
  }
  // The heading of the results says what was chosen, as the buttons do that let it go.
  const heading = (await search.page.locator('.zoeklicht-print').textContent()).replaceAll(/\s/g, '');
  const rest = text.replace(heading, '');
  // The heading of the page says ‘Zoeken’ as the button does.
  const printable = controls.filter((name) => name !== 'Zoeken' && rest.includes(name.replaceAll(/\s/g, '')));
  assert.deepEqual(printable, []);
  await search.close();
});

test('AC-048: on paper stands a heading with what was asked and when', async () => {
  const search = await results();
  const heading = search.page.locator('.zoeklicht-print');
  await heading.waitFor({ state: 'attached', timeout: 2_000 });
  assert.equal(await heading.isVisible(), false, 'not on the screen');
  const today = new Intl.DateTimeFormat('nl', { dateStyle: 'long' }).format();
  const expected = `Zoekresultaten voor ‘inburgering’, ${today} · Jaar: 2022`;
  assert.ok((await printed(search.page)).includes(expected.replaceAll(/\s/g, '')), expected);
  await search.close();
});

test('AC-049: a very long word and a very long address are broken into lines', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'zoeklicht-look-'));
  after(() => rmSync(folder, { recursive: true }));
  const word = 'meervoudigepersoonlijkheidsstoornis';
  const address = `https://www.voorbeeld.be/${'een-heel-lang-pad/'.repeat(12)}`.slice(0, 180);
  const long = `${word}${word}`;
  writeFileSync(join(folder, 'index.html'), `<!doctype html><html lang="nl"><title>${long} ${address}</title><main><h1>${long} ${address}</h1>
    <p>Over ${word} staat er meer op ${address}.</p><h2>${word}</h2><p>Nog eens ${word}.</p></main></html>`);
  const index = join(folder, 'index');
  execFileSync(required('ZOEKLICHT'), ['index', folder, '--lang', 'nl', '--out', index], { stdio: 'ignore' });
  const search = await open('/zoeken/', {
    viewport: { width: 320, height: 640 },
    // The page and the engine of the demo, over this index.
    before: (page) => page.route(/\/zoeklicht\/(manifest\.bin|\w\/.*)$/, (route) => {
      const file = join(index, new URL(route.request().url()).pathname.replace('/zoeklicht/', ''));
      return existsSync(file) ? route.fulfill({ path: file }) : route.continue();
    }),
  });
  await search.type(word, 10);
  await search.says(/^1 resultaat/);
  assert.ok((await search.links.first().textContent()).includes(address));
  assert.ok((await search.page.locator('.zoeklicht-excerpt').textContent()).includes(word));
  assert.deepEqual(await misfits(search.page), []);
  const { height } = await search.links.first().boundingBox();
  assert.ok(height > 100, `many lines: ${height} px`);
  const title = search.page.locator('.zoeklicht-title');
  assert.equal(await style(title, 'hyphens'), 'auto');
  assert.equal(await title.evaluate((title) => title.closest('[lang]').lang), 'nl');
  await search.close();
});

/** The names of the properties that a theme sets. */
function set(theme) {
  const css = readFileSync(join(PACKAGE, 'themes', `${theme}.css`), 'utf8');
  return [...css.matchAll(/^ *--zoeklicht-([\w-]+):/gm)].map(([, name]) => name);
}

test('AC-111: the README has every custom property of the style sheet, and each is of use', () => {
  assert.deepEqual(ROWS.map(({ name }) => name), [...CARRIERS.keys()]);
  assert.ok(CARRIERS.size >= 30);
  const unused = [...CARRIERS.values()].filter((carrier) => !CSS.includes(`var(${carrier})`) && !CSS.includes(`var(${carrier},`));
  assert.deepEqual(unused, []);
  for (const theme of THEMES) {
    const names = set(theme);
    assert.ok(names.length > 10);
    assert.deepEqual(names.filter((name) => !CARRIERS.has(name)), [], theme);
  }
});

test('AC-111: each part takes rules of the page in a shadow tree, and classes of the page anywhere', async () => {
  const { cssParts } = JSON.parse(readFileSync(join(PACKAGE, 'custom-elements.json'), 'utf8')).modules[0].declarations[0];
  const parts = cssParts.map(({ name }) => name);
  for (const isShadow of [true, false]) {
    const seen = new Set();
    for (const mode of ['inline', 'modal']) {
      const search = await open('/zoeken/');
      await dress(search.page, parts.map((part) => `::part(${part}), .own-${part} { outline: 3px solid rgb(1, 2, 3) }`).join(''));
      await search.page.evaluate(([mode, isShadow, parts]) => {
        const element = document.createElement('zoeklicht-search');
        const classes = JSON.stringify(Object.fromEntries(parts.map((part) => [part, `own-${part}`])));
        const attributes = { id: 'own', src: '/zoeklicht/', load: 'eager', mode, 'class-map': classes, ...(isShadow && { shadow: '' }) };
        for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
        document.querySelector('main').replaceChildren(element);
      }, [mode, isShadow, parts]);
      const own = search.page.locator('#own');
      const look = async () => {
        for (const part of parts) {
          const place = own.locator(isShadow ? `[part=${part}]` : `.own-${part}`).first();
          if ((await place.count()) > 0 && (await style(place, 'outline-color')) === 'rgb(1, 2, 3)') seen.add(part);
        }
      };
      if (mode === 'modal') await own.locator('.zoeklicht-open').click();
      await own.locator('input[name=q]').pressSequentially('inburgering');
      await own.locator('.zoeklicht-more').waitFor();
      await look();
      if (mode === 'inline') {
        await own.getByRole('checkbox').first().check();
        await own.locator('.zoeklicht-chip').waitFor();
        await look();
      }
      await search.close();
    }
    assert.deepEqual([...seen].sort(), [...parts].sort(), isShadow ? 'in a shadow tree' : 'on the page');
  }
});

test('AC-112: the neutral theme is what holds without one, and the others follow the tokens of the page', async () => {
  const search = await results();
  await undress(search.page);
  const values = () => search.page.evaluate((carriers) => {
    const style = getComputedStyle(document.querySelector('.zoeklicht'));
    return carriers.map((carrier) => style.getPropertyValue(carrier));
  }, [...CARRIERS.values()]);
  const before = await values();
  await link(search.page, 'neutral');
  assert.deepEqual(await values(), before);
  assert.deepEqual(set('neutral'), [...CARRIERS.keys()]);
  const tokens = { vlaanderen: '--vl-color--action', 'nl-design-system': '--utrecht-link-color', eu: '--ecl-color-primary' };
  for (const [theme, token] of Object.entries(tokens)) {
    await link(search.page, theme);
    const own = await style(search.links.first(), 'color');
    assert.notDeepEqual(await values(), before, theme);
    await dress(search.page, `:root { ${token}: rgb(1, 2, 3) }`);
    assert.equal(await style(search.links.first(), 'color'), 'rgb(1, 2, 3)', theme);
    await dress(search.page, `:root { ${token}: initial }`);
    assert.equal(await style(search.links.first(), 'color'), own, theme);
  }
  // A theme loses from the page, wherever the page says it.
  await dress(search.page, ':root { --zoeklicht-color-link: rgb(4, 5, 6) }');
  assert.equal(await style(search.links.first(), 'color'), 'rgb(4, 5, 6)');
  await search.close();
});
