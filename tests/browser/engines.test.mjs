// What has to hold in every browser engine: keys, announcements, addresses, accessibility, and a form that always works.

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { doubts } from './doubts.mjs';
import { ENGINES, open, quit } from './engines.mjs';
import { DEMO_INDEX, SEARCH_PAGES, SETTLED_MS } from './environment.mjs';
import { watched } from './watched.mjs';

/** The addresses of all chunks of the demo's index. */
const INDEX_FILES = readdirSync(DEMO_INDEX, { recursive: true }).filter((path) => /^[rltdx]\/.*\./.test(path)).map((path) => `/zoeklicht/${path}`);
const axeSource = createRequire(import.meta.url)('axe-core').source;

const demo = await watched();
const sites = {
  'the policy of the page forbids WebAssembly': {
    reason: 'csp-wasm',
    expected: /script-src|Content.Security.Policy/,
    site: await watched({
      change(html) {
        assert.ok(html.includes(" 'wasm-unsafe-eval'"), 'the page has the policy that this takes away');
        return html.replaceAll(" 'wasm-unsafe-eval'", '');
      },
    }),
  },
  'the browser has no WebAssembly': {
    reason: 'unsupported',
    site: await watched({ first: () => delete globalThis.WebAssembly }),
  },
};
after(() => [demo, ...Object.values(sites).map(({ site }) => site)].forEach((site) => site.close()));

const scenarios = [];

/**
 * What has to hold on each of `paths`: `run(visit)`, where `visit(query, options)` leaves the last page for a new one.
 * `skip` and `todo` give the reason by engine: what cannot be tried in it, and what is a fault of ours that is known.
 */
function scenario(criterion, claim, run, { paths = SEARCH_PAGES, skip = {}, todo = {} } = {}) {
  for (const path of paths) scenarios.push({ criterion, claim: `${path} ${claim}`, path, run, skip, todo });
}

const STATES = {
  idle: ['', /^$/],
  results: ['?q=inburgeringstraject', /resultaten voor/],
  filtered: ['?q=inburgering&f.jaar=2022', /resultaten voor/],
  typo: ['?q=inburgeringstrajcet', /U ziet resultaten voor/],
  zero: ['?q=sdafadsfasdf', /^Geen resultaten/],
};

scenario('AC-002', 'has results that are links in headings in a list, under one landmark', async (visit) => {
  const page = await visit('?q=inburgering');
  await page.says(/resultaten voor/);
  assert.equal(await page.count('zoeklicht-search ol > li'), 10);
  assert.equal(await page.count('zoeklicht-search ol > li h3 > a[href]'), 10);
  assert.equal(await page.count('zoeklicht-search :is([role=listbox], [role=option], [role=menu], [role=grid])'), 0);
  assert.equal(await page.count('search, [role=search]'), 1);
  const heading = await page.evaluate(() => document.querySelector('zoeklicht-search h2[tabindex="-1"]').textContent);
  assert.equal(heading, 'Zoekresultaten');
});

scenario('AC-005, AC-006, AC-007', 'says nothing while someone types, one message after, and one for each thing done', async (visit) => {
  const word = 'inburgerin';
  const { page, before } = await typedSteadily(visit, word);
  assert.equal((await page.heard())[0].text, '', 'the live region is there, empty, before anything is said');
  const heard = async () => (await page.heard()).slice(before).map(({ text }) => text.replaceAll('\u200b', ''));
  const messages = (count) => page.until((count) => globalThis.heard.length >= count, before + count);
  assert.deepEqual(await heard(), [], 'no message while typing');
  await messages(1);
  await page.until(() => globalThis.late_ms !== undefined);
  const { wait_ms, late_ms } = await page.evaluate(() => (
    { wait_ms: globalThis.heard.at(-1).at - globalThis.lastKey, late_ms: globalThis.late_ms }
  ));
  assert.ok(wait_ms >= 1_000 && wait_ms <= 1_500 + late_ms, `after ${wait_ms} ms, where a second takes ${late_ms} ms more`);
  await sleep(SETTLED_MS);
  const [message, ...more] = await heard();
  assert.match(message, /^\d+ resultaten voor ‘inburgerin’/);
  assert.deepEqual(more, []);

  // A submit speaks at once, and again when repeated; so do a filter and more results.
  await page.press('Enter');
  await messages(2);
  await page.press('Enter');
  await messages(3);
  await page.choose('2022');
  await messages(4);
  await page.choose('2022');
  await messages(5);
  await page.focus('.zoeklicht-more');
  await page.press('Enter');
  await messages(6);
  await sleep(SETTLED_MS);
  const [filtered, unfiltered, added, ...last] = (await heard()).slice(3);
  assert.deepEqual((await heard()).slice(1, 3), [message, message]);
  assert.match(filtered, /^Filter toegepast\. \d+ resultaten\.$/);
  assert.equal(unfiltered, message);
  assert.match(added, /^10 resultaten toegevoegd\. U ziet nu 20 van \d+\.$/);
  assert.deepEqual(last, [], 'what was said stands');
});

// A page in which a word was typed without a pause as long as that before a message, after `before` messages. A busy
// machine may take longer between two letters, and then a message is right.
async function typedSteadily(visit, word) {
  for (let attempts = 10; ; attempts -= 1) {
    const page = await visit();
    // The engine is there and warm, so that what is measured is the waiting and not the loading.
    await page.search('nt2');
    await page.says(/‘nt2’/);
    await page.press('Control+a');
    const before = (await page.heard()).length;
    await page.evaluate(() => {
      globalThis.longestPause = 0;
      document.querySelector('#q').addEventListener('keydown', () => {
        const now = performance.now();
        globalThis.longestPause = Math.max(globalThis.longestPause, now - (globalThis.lastKey ?? now));
        globalThis.lastKey = now;
        // How late the machine is with a second that it was asked to wait.
        clearTimeout(globalThis.second);
        globalThis.second = setTimeout(() => (globalThis.late_ms = performance.now() - now - 1_000), 1_000);
      });
    });
    await page.search(word, 90);
    if ((await page.evaluate(() => globalThis.longestPause)) < 800 || attempts === 1) return { page, before };
  }
}

// From where, by which key, to where: the field is `q`, results are numbers.
const KEYS = [
  ['q', 'ArrowDown', 0],
  ['q', 'ArrowUp', 'q'],
  [0, 'ArrowDown', 1],
  [8, 'ArrowDown', 9],
  [9, 'ArrowDown', 9],
  [9, 'ArrowUp', 8],
  [1, 'ArrowUp', 0],
  [0, 'ArrowUp', 'q'],
  [9, 'Home', 0],
  [4, 'End', 9],
  [0, 'Escape', 'q'],
  [9, 'Escape', 'q'],
  [3, 'ArrowRight', 3],
  [3, 's', 3],
  [3, '/', 3],
  [3, 'Shift+ArrowDown', 3],
  [3, 'Control+End', 3],
];

scenario('AC-020', 'is led by the keys from the field through the results and back', async (visit) => {
  const page = await visit();
  await page.search('inburgering');
  await page.says(/resultaten voor/);
  for (const [from, key, to] of KEYS) {
    await page.evaluate((from) => {
      const links = document.querySelectorAll('zoeklicht-search ol h3 a');
      (links[from] ?? document.getElementById(from)).focus();
    }, from);
    await page.press(key);
    assert.equal(await page.focused(), to, `${key} on ${from}`);
    assert.equal(await page.value(), 'inburgering', `${key} on ${from}`);
  }

  await page.focus('#q');
  await page.press('Home');
  await page.press('ArrowRight');
  await page.press('ArrowDown');
  await page.press('ArrowUp');
  assert.deepEqual(await page.caret(), [1, 1], 'the caret is kept');

  await page.focus('zoeklicht-search ol h3 a');
  const address = await page.evaluate(() => document.activeElement.pathname);
  await page.press('Enter');
  await page.until((address) => location.pathname === address && document.readyState === 'complete', address);
});

scenario('AC-020', 'leads Tab from the field by button, skip link, filters and order to the results, and back', async (visit) => {
  const page = await visit('?q=inburgering');
  await page.says(/resultaten voor/);
  const place = () => page.evaluate(() => {
    const { activeElement } = document;
    const kinds = { field: '#q', submit: '[type=submit]', skip: '.zoeklicht-skip', filter: 'details *', sort: 'select', result: 'ol h3 a' };
    return Object.keys(kinds).find((kind) => activeElement.matches(kinds[kind])) ?? activeElement.outerHTML;
  });
  await page.focus('#q');
  const places = [];
  for (let presses = 0; presses < 60 && places.at(-1) !== 'result'; presses += 1) {
    const now = await place();
    if (now !== places.at(-1)) places.push(now);
    await page.press('Tab');
  }
  assert.deepEqual(places, ['field', 'submit', 'skip', 'filter', 'sort', 'result']);

  // The skip link leads past the filters.
  await page.focus('.zoeklicht-skip');
  await page.press('Enter');
  await page.until(() => document.activeElement.textContent === 'Zoekresultaten');
  await page.press('Tab');
  await page.press('Tab');
  assert.equal(await page.focused(), 0, 'after the order');
  await page.focus('.zoeklicht-skip');
  await page.press('Shift+Tab');
  await page.press('Shift+Tab');
  assert.equal(await page.focused(), 'q');
});

scenario('AC-021', 'leaves the keys of text to the field while results are shown', async (visit) => {
  const page = await visit();
  await page.search('inburgering');
  await page.says(/resultaten voor/);
  for (const [key, value, caret] of [
    ['Home', 'inburgering', [0, 0]],
    ['ArrowRight', 'inburgering', [1, 1]],
    ['End', 'inburgering', [11, 11]],
    ['ArrowLeft', 'inburgering', [10, 10]],
    ['Backspace', 'inburgerig', [9, 9]],
    ['n', 'inburgering', [10, 10]],
    ['Shift+Home', 'inburgering', [0, 10]],
    ['Control+a', 'inburgering', [0, 11]],
    ['ArrowLeft', 'inburgering', [0, 0]],
    ['Delete', 'nburgering', [0, 0]],
  ]) {
    await page.press(key);
    assert.deepEqual([await page.value(), await page.caret()], [value, caret], key);
  }
  assert.equal(await page.focused(), 'q');
});

scenario('AC-021', 'leaves Ctrl+Z to the field while results are shown', async (visit) => {
  const page = await visit();
  await page.search('inburgering');
  await page.says(/resultaten voor/);
  await page.press('Backspace');
  assert.equal(await page.value(), 'inburgerin');
  await page.press('Control+z');
  assert.equal(await page.value(), 'inburgering');
}, { skip: { webkit: 'its driver undoes nothing in a plain field either' } });

scenario('AC-022', 'keeps the focus when Escape is pressed, wherever', async (visit) => {
  const page = await visit('?q=inburgering&f.jaar=2022');
  await page.says(/resultaten voor/);
  // One of each kind of thing that can have the focus.
  const kinds = await page.evaluate(() => {
    const all = [...document.querySelectorAll('zoeklicht-search :is(a, button, input, summary)')];
    const name = (element) => [element.localName, ...element.classList].join('.');
    return [...new Set(all.filter((element) => element.checkVisibility() && element.id !== 'q').map(name))];
  });
  assert.ok(kinds.length >= 5, kinds.join());
  for (const kind of kinds) {
    await page.focus(`zoeklicht-search ${kind}:not(#q)`);
    await page.press('Escape');
    assert.ok(await page.evaluate(() => document.activeElement.closest('zoeklicht-search') !== null), `Escape on ${kind}`);
    assert.equal(await page.value(), 'inburgering', `Escape on ${kind}`);
  }
  await page.focus('#q');
  for (const time of ['first', 'second', 'third']) {
    await page.press('Escape');
    assert.deepEqual([await page.value(), await page.focused()], ['', 'q'], `the ${time} Escape in the field`);
  }
});

scenario('AC-023', 'searches on Enter for what was typed, and never follows the first result', async (visit) => {
  const page = await visit();
  await page.evaluate(() => (globalThis.isSame = true));
  await page.search('inburgering');
  await page.says(/resultaten voor/);
  const before = (await page.heard()).length;
  await page.press('Enter');
  await page.until((before) => globalThis.heard.length > before, before);
  assert.match(await page.address(), /\/\?q=inburgering$/);
  assert.equal(await page.focused(), 'q');
  assert.equal(await page.evaluate(() => globalThis.isSame), true, 'without loading the page again');
});

scenario('AC-030', 'goes on with the first new result when more are shown', async (visit) => {
  const page = await visit('?q=inburgering');
  await page.says(/resultaten voor/);
  await page.focus('.zoeklicht-more');
  await page.press('Enter');
  await page.says(/^10 resultaten toegevoegd/);
  await page.until(() => document.activeElement.closest('li:nth-child(11)') !== null);
  assert.equal(await page.focused(), 10);
  await page.press('Shift+Tab');
  assert.ok(await page.evaluate(() => document.activeElement.closest('li:nth-child(10)') !== null));
});

scenario('AC-064', 'forgives a typo and says so', async (visit) => {
  const right = await visit('?q=inburgeringstraject');
  await right.says(/resultaten voor/);
  const titles = await right.titles();
  const wrong = await visit('?q=inburgeringstrajcet');
  await wrong.says(
    /^Geen resultaten voor ‘inburgeringstrajcet’\. U ziet resultaten voor ‘inburgeringstraject’\. \d+ resultaten\.$/,
  );
  assert.deepEqual(await wrong.titles(), titles);
  assert.equal(await wrong.value(), 'inburgeringstrajcet', 'the field keeps what was typed');
});

scenario('AC-066', 'finds nothing for nonsense, and helps', async (visit) => {
  const page = await visit();
  await page.search('sdafadsfasdf');
  await page.says(/^Geen resultaten voor ‘sdafadsfasdf’$/);
  assert.equal(await page.count('zoeklicht-search ol'), 0);
  assert.equal(await page.evaluate(() => document.querySelector('.zoeklicht-zero h2').textContent), 'Wat kunt u doen?');
  assert.equal(await page.count('.zoeklicht-zero li'), 3);
  assert.equal(await page.value(), 'sdafadsfasdf');
});

scenario('AC-093', 'restores each search on the way back and forward, without loading the page again', async (visit) => {
  const page = await visit();
  const [path, length] = await page.evaluate(() => [location.pathname, history.length]);
  const entries = async () => (await page.evaluate(() => history.length)) - length;
  const is2022 = async () => (await page.count('.zoeklicht-chip')) === 1;
  await page.evaluate(() => (globalThis.isSame = true));
  await page.search('inburgeringstraject');
  await page.says(/‘inburgeringstraject’/);
  assert.equal(await page.address(), `${path}?q=inburgeringstraject`);
  assert.ok((await entries()) <= 1, 'twenty letters are one entry at most');
  await page.press('Enter');
  assert.ok((await entries()) <= 1, 'and so are they with Enter');
  await page.press('Control+a');
  await page.search('NT2');
  await page.press('Enter');
  await page.says(/‘NT2’/);
  await page.choose('2022');
  await page.says(/^Filter toegepast/);
  assert.equal(await page.address(), `${path}?q=NT2&f.jaar=2022`);
  const filtered = await page.titles();

  await page.back();
  await page.says(/‘NT2’/);
  assert.equal(await is2022(), false);
  const unfiltered = await page.status();
  await page.back();
  await page.says(/‘inburgeringstraject’/);
  assert.equal(await page.value(), 'inburgeringstraject');
  await page.forward();
  await page.says(/‘NT2’/);
  await page.forward();
  await page.until((text) => document.querySelector('zoeklicht-search [role=status]').textContent !== text, unfiltered);
  assert.equal(await is2022(), true);
  assert.deepEqual(await page.titles(), filtered);
  assert.equal(await page.evaluate(() => globalThis.isSame), true);
});

scenario('AC-092', 'is on the way back from a result as it was left', async (visit) => {
  const page = await visit();
  const path = await page.evaluate(() => location.pathname);
  await page.search('NT2');
  await page.says(/‘NT2’/);
  await page.press('Enter');
  await page.choose('2022');
  await page.says(/^Filter toegepast/);
  const filtered = await page.titles();
  await page.focus('zoeklicht-search ol h3 a');
  await page.press('Enter');
  await page.until((path) => location.pathname !== path && document.readyState === 'complete', path);
  await page.back();
  await page.until((path) => location.pathname === path && document.querySelector('zoeklicht-search ol h3 a') !== null, path);
  assert.deepEqual(await page.titles(), filtered);
  // A browser that keeps pages shows this one before it says so.
  await page.until((query) => document.querySelector('#q').value === query, 'NT2');
});

for (const [circumstance, { reason, ...options }] of Object.entries(sites)) {
  scenario('AC-117', `stays a form where ${circumstance}`, async (visit) => {
    const page = await visit('', options);
    await page.search('nt2');
    await page.until(() => globalThis.reasons.length > 0);
    assert.deepEqual(await page.evaluate(() => globalThis.reasons), [reason]);
    assert.equal(await page.count('zoeklicht-search ol'), 0);
    assert.equal(await page.status(), '');
    const fetched = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
    assert.deepEqual(fetched.filter((name) => /wasm/.test(name)), [], 'nothing is fetched in vain');
    await page.press('Enter');
    await page.until(() => /\/\?q=nt2$/.test(location.href) && document.readyState === 'complete');
  });
}

scenario('AC-040', 'scrolls nothing sideways at 320 px, nor with letters twice as large', async (visit) => {
  for (const [width, size] of [[320, '100%'], [640, '200%'], [320, '200%']]) {
    const page = await visit('?q=inburgering', { width, height: 640 });
    await page.says(/resultaten voor/);
    await page.evaluate((size) => {
      document.documentElement.style.setProperty('font-size', size);
      for (const folded of document.querySelectorAll('zoeklicht-search details')) folded.open = true;
    }, size);
    const [inner, needs, has] = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return [innerWidth, scrollWidth, clientWidth];
    });
    assert.equal(inner, width, 'the page is as narrow as it should be');
    assert.ok(needs <= has, `${needs} px of content in ${has} px at ${size}`);
  }
}, { paths: ['/zoeken/'] });

scenario('AC-045', 'moves nothing where no motion is wanted', async (visit) => {
  const page = await visit('?q=inburgering', { isStill: true });
  await page.says(/resultaten voor/);
  assert.equal(await page.evaluate(() => matchMedia('(prefers-reduced-motion: reduce)').matches), true);
  await page.search('straject');
  assert.equal(await page.evaluate(() => document.getAnimations().length), 0);
}, { paths: ['/zoeken/'] });

scenario('AC-130, AC-131', 'searches all of the index without a server after one visit, and opens again', async (visit) => {
  const site = await watched();
  try {
    // Once the server is gone, a browser says so.
    const page = await visit('?q=nt2', { site, expected: /./ });
    await page.says(/resultaten voor/);
    await page.until(async (files) => {
      const kept = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()));
      const paths = kept.flat().map(({ url }) => new URL(url).pathname);
      const { active } = (await navigator.serviceWorker.getRegistration()) ?? {};
      return active?.state === 'activated' && files.every((path) => paths.includes(path));
    }, INDEX_FILES);
    site.close();
    await page.search(' inburgering');
    await page.says(/resultaten voor ‘?nt2 inburgering/);
    await page.evaluate(() => { location.search = '?q=samenwerkingsakkoord'; });
    await page.until(() => /\d+ resultaten voor ‘?samenwerkingsakkoord/.test(document.querySelector('zoeklicht-search [role=status]')?.textContent));
    assert.ok((await page.titles()).length > 0);
    // The script that writes complaints down was on the server.
    await page.evaluate(() => { globalThis.complaints = []; });
  } finally {
    site.close();
  }
}, { paths: ['/zoeken/'] });

for (const [state, [query, status]] of Object.entries(STATES)) {
  for (const isDark of [false, true]) {
    scenario('AC-001', `has nothing that axe finds: ${state}, ${isDark ? 'dark' : 'light'}`, async (visit) => {
      const page = await visit(query, { isDark });
      await page.says(status);
      assert.equal(await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches), isDark);
      await page.evaluate(() => document.querySelectorAll('zoeklicht-search details').forEach((folded) => (folded.open = true)));
      await page.evaluate(axeSource);
      const { violations, incomplete } = await page.evaluate(() => {
        // All rules: best practice, experimental and AAA too.
        const rules = Object.fromEntries(axe.getRules().map(({ ruleId }) => [ruleId, { enabled: true }]));
        return axe.run(document, { rules, resultTypes: ['violations', 'incomplete'] });
      });
      const tell = ({ id, nodes }) => nodes.map((node) => `${id}: ${node.target} ${node.failureSummary}`);
      assert.deepEqual(violations.flatMap(tell), []);
      assert.deepEqual(doubts(incomplete).flatMap(tell), []);
    }, { paths: ['/zoeken/'] });
  }
}

for (const engine of ENGINES) {
  describe(engine, () => {
    after(() => quit(engine));
    for (const { criterion, claim, path, run, ...except } of scenarios) {
      // Both kinds of index in one engine are enough: they differ in the network only.
      if (engine !== ENGINES[0] && path !== SEARCH_PAGES[0]) continue;
      const [skip, todo] = [except.skip[engine], except.todo[engine]];
      const name = `${criterion} in ${engine}: ${claim}${skip ? ` (not tried: ${skip})` : ''}`;
      test(name, { skip, todo, timeout: 120_000 }, async () => {
        // One page at a time, as the engines want it.
        let page;
        const leave = async () => {
          const left = page;
          page = undefined;
          await left?.isQuiet().finally(left.close);
        };
        try {
          await run(async (query = '', options) => {
            await leave();
            return (page = await visit(engine, path + query, options));
          });
          await leave();
        } finally {
          await page?.close();
        }
      });
    }
  });
}

/** A search page with what the scenarios ask of it. */
async function visit(engine, path, { site = demo, expected = /^$/, ...options } = {}) {
  const page = await open(engine, site.address + path, options);
  const { evaluate, until } = page;
  return {
    ...page,
    value: () => evaluate(() => document.querySelector('#q').value),
    caret: () => evaluate(() => [document.querySelector('#q').selectionStart, document.querySelector('#q').selectionEnd]),
    status: () => evaluate(() => document.querySelector('zoeklicht-search [role=status]').textContent),
    address: () => evaluate(() => decodeURIComponent(location.pathname + location.search)),
    heard: () => evaluate(() => globalThis.heard),
    count: (selector) => evaluate((selector) => document.querySelectorAll(selector).length, selector),
    focus: (selector) => evaluate((selector) => document.querySelector(selector).focus(), selector),

    /** The titles of the results, in order. */
    titles: () => evaluate(() => [...document.querySelectorAll('zoeklicht-search ol h3 a')].map((a) => a.textContent)),

    /** The number of the result that has the focus, or else what has it. */
    focused: () => evaluate(() => {
      const links = [...document.querySelectorAll('zoeklicht-search ol h3 a')];
      const at = links.indexOf(document.activeElement);
      return at >= 0 ? at : document.activeElement.id || document.activeElement.localName;
    }),

    /** Waits until the status says this. */
    says: (pattern) => until(
      (source) => new RegExp(source).test(document.querySelector('zoeklicht-search [role=status]')?.textContent),
      pattern.source,
    ),

    /** Types into the field, letter by letter. */
    async search(text, delay) {
      await this.focus('#q');
      await page.type(text, delay);
    },

    /** Chooses a value of a filter with the keyboard, or no longer. */
    async choose(value) {
      await evaluate((value) => {
        const choices = [...document.querySelectorAll('.zoeklicht-choice')];
        const choice = choices.find((choice) => choice.querySelector('.zoeklicht-value').textContent === value);
        choice.closest('.zoeklicht-filters').open = true;
        choice.querySelector('input').focus();
      }, value);
      await page.press(' ');
    },

    async isQuiet() {
      const complaints = [...page.complaints, ...(await evaluate(() => globalThis.complaints))];
      assert.deepEqual(complaints.filter((text) => !expected.test(text)), [], 'the console is quiet');
      const elsewhere = await evaluate(() => performance.getEntriesByType('resource')
        .map(({ name }) => name).filter((name) => new URL(name).origin !== location.origin));
      assert.deepEqual(elsewhere, [], 'no request leaves the site');
    },
  };
}
