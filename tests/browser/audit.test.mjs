// axe-core, with all its rules, in every state, language and appearance: AC-001.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { after, test } from 'node:test';
import { doubts } from './doubts.mjs';
import { fixture } from './fixture.mjs';
import { open as openPage } from './page.mjs';

const axeSource = createRequire(import.meta.url)('axe-core').source;

const LABELS = { nl: ['Wat zoekt u?', 'Zoeken'], fr: ['Que cherchez-vous ?', 'Rechercher'], de: ['Was suchen Sie?', 'Suchen'], en: ['What are you looking for?', 'Search'] };
const form = (lang) => `<form class="zoeklicht-form" role="search" aria-label="${LABELS[lang][1]}"><label for="q">${LABELS[lang][0]}</label>
  <input id="q" name="q" type="search" autocomplete="off"><button type="submit">${LABELS[lang][1]}</button></form>`;

const MODES = { inline: '', panel: 'mode="panel"', modal: 'mode="modal"', suggestions: 'mode="suggestions"' };
const attributes = (mode) => `${MODES[mode]} url-state="query" contact="/contact" recent="local"`;
const pages = Object.keys(LABELS).flatMap((lang) => Object.keys(MODES).map((mode) => {
  // So that the page itself gives axe nothing to find.
  const landmarks = { above: '<header><a href="/">Start</a></header>', below: '<footer><p>Voet</p></footer>' };
  return [`${mode}-${lang}`, { lang, attributes: attributes(mode), form: form(lang), ...landmarks }];
}));
const host = await fixture(Object.fromEntries(pages));
after(host.close);

const hits = (search) => search.links.first().waitFor();
const typed = (text, selector) => async (search) => {
  await search.field.first().focus();
  await search.page.keyboard.type(text, { delay: 20 });
  await search.page.locator(selector).first().waitFor();
};
/** Each with the page it is on, what the address asks, and how to get there. */
const STATES = {
  idle: { arrive: async () => {} },
  focus: { arrive: (search) => search.field.focus() },
  loading: {
    before: (page) => page.route('**/widget_bg.wasm', () => {}),
    arrive: async (search) => {
      await search.field.focus();
      await search.page.keyboard.type('f');
      await search.page.getByRole('progressbar').waitFor();
    },
  },
  results: { asked: '?q=festival&languages=all', arrive: hits },
  filters: {
    asked: '?q=bericht&languages=all&f.jaar=2021',
    arrive: async (search) => {
      await hits(search);
      await search.unfold();
    },
  },
  dates: {
    also: ', AC-078',
    asked: '?q=bericht&languages=all&from=2020-03-01&to=2022-12-31',
    arrive: async (search) => {
      await hits(search);
      await search.unfold();
    },
  },
  'dates the wrong way round': {
    also: ', AC-078',
    asked: '?q=bericht&languages=all&from=2020-03-01',
    arrive: async (search) => {
      await hits(search);
      await search.unfold();
      await search.page.locator('.zoeklicht-dates input').last().fill('2019-01-01');
      await search.alert.waitFor();
    },
  },
  sections: {
    asked: '?q=subsidie&languages=all',
    arrive: async (search) => {
      await hits(search);
      await search.page.locator('.zoeklicht-more-sections summary').click();
    },
  },
  zero: { asked: '?q=sdafadsfasdf', arrive: (search) => search.page.locator('.zoeklicht-zero').waitFor() },
  corrected: { asked: '?q=rijwielstaling&languages=all', arrive: hits },
  'searched besides': { asked: '?q=fiets&languages=all', arrive: hits },
  error: {
    before: (page) => page.route('**/zoeklicht/t/*', (route) => route.abort()),
    asked: '?q=fiets',
    arrive: (search) => search.alert.waitFor(),
  },
  offline: {
    arrive: async (search) => {
      await search.field.focus();
      await search.page.waitForFunction(() => performance.getEntriesByType('resource').some(({ name }) => /\/r\//.test(name)));
      await search.context.setOffline(true);
      await search.field.fill('fiets');
      await search.alert.waitFor();
    },
  },
  'recent searches': {
    before: (page) => page.addInitScript(() => localStorage.setItem('zoeklicht-recent', 'fiets\nafval')),
    arrive: async (search) => {
      await search.field.focus();
      await search.page.locator('.zoeklicht-recent').waitFor();
    },
  },
  panel: { mode: 'panel', arrive: typed('festival', '.zoeklicht-panel') },
  suggestions: { mode: 'suggestions', arrive: typed('buurt', '[role=option]') },
  modal: {
    mode: 'modal',
    arrive: async (search) => {
      await search.page.locator('.zoeklicht-open').click();
      await search.page.locator('dialog input').waitFor();
      await typed('festival', 'dialog [role=status], dialog h2')(search);
    },
  },
};
const APPEARANCES = {
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  'forced colours': { colorScheme: 'light', forcedColors: 'active' },
  '320 px': { colorScheme: 'light', width: 320 },
};

/** axe reads the colours that the page asked for, where the system forces others; AC-044 looks at the pixels. */
const UNREADABLE = { 'forced colours': ['color-contrast', 'color-contrast-enhanced'] };

for (const [state, { mode = 'inline', also = '', asked = '', before, arrive }] of Object.entries(STATES)) {
  for (const lang of Object.keys(LABELS)) {
    test(`AC-001, AC-033${also}: axe finds nothing: ${state}, ${lang}`, async () => {
      const search = await openPage(`/${mode}-${lang}.html${asked}`, { base: host.address, before });
      await arrive(search);
      // A message that is on its way would change the page between two looks.
      await search.page.waitForTimeout(100);
      await search.page.evaluate(axeSource);
      const found = [];
      for (const [appearance, { width = 1280, colorScheme, forcedColors = 'none' }] of Object.entries(APPEARANCES)) {
        await search.page.setViewportSize({ width, height: 800 });
        await search.page.emulateMedia({ colorScheme, forcedColors });
        // Laid out anew before axe looks.
        await search.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
        const { violations, incomplete } = await search.page.evaluate((unreadable) => {
          // All rules: best practice, experimental and AAA too.
          const rules = Object.fromEntries(axe.getRules().map(({ ruleId }) => [ruleId, { enabled: !unreadable.includes(ruleId) }]));
          return axe.run(document, { rules, resultTypes: ['violations', 'incomplete'] });
        }, UNREADABLE[appearance] ?? []);
        const tell = ({ id, nodes }) => nodes.map((node) => `${appearance}: ${id}: ${node.target} ${node.failureSummary}`);
        found.push(...[...violations, ...doubts(incomplete)].flatMap(tell));
      }
      assert.deepEqual(found, []);
      await search.context.close();
    });
  }
}
