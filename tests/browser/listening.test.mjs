// What a screen reader says: AC-009, with the virtual screen reader of Guidepup, which follows ARIA and speaks the
// changes of live regions as the page makes them. It is none that people use: those are listened to by hand.

import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { after, test } from 'node:test';
import { fixture } from './fixture.mjs';
import { open } from './page.mjs';

const READER = fileURLToPath(new URL('node_modules/@guidepup/virtual-screen-reader/lib/esm/index.browser.js', import.meta.url));
const host = await fixture({ plain: { attributes: 'url-state="query"' } });
after(host.close);

/** Starts to listen to a search page; `heard()` is all that was said so far. */
async function listen() {
  const search = await open('/plain.html', {
    base: host.address,
    before: (page) => page.route('**/reader.js', (route) => route.fulfill({ path: READER, contentType: 'text/javascript' })),
  });
  await search.page.evaluate(async () => {
    const { virtual } = await import('/reader.js');
    await virtual.start({ container: document.body });
    globalThis.reader = virtual;
  });
  const heard = () => search.page.evaluate(() => globalThis.reader.spokenPhraseLog());
  return { search, heard };
}

test('AC-009: the field is introduced with its name, and the number of results is said after typing, politely and not before', async () => {
  const { search, heard } = await listen();
  await search.page.evaluate(async () => {
    while (!/searchbox/.test(await globalThis.reader.lastSpokenPhrase())) await globalThis.reader.next();
  });
  assert.match((await heard()).at(-1), /^searchbox, Wat zoekt u\?/);
  await search.field.focus();
  await search.type('bericht');
  await search.says(/^45 resultaten/);
  await search.page.waitForFunction(async () => (await globalThis.reader.spokenPhraseLog()).some((said) => /45 resultaten/.test(said)));
  // It repeats a phrase for each node of one change; those that people use wait for the end of it.
  const said = new Set((await heard()).filter((phrase) => /resultaten/.test(phrase)));
  assert.deepEqual([...said], ['polite: 45 resultaten voor ‘bericht’. U ziet 1 tot 10.']);
  await search.close();
});

test('AC-009: read on from the field, the results are a heading, then links in headings with their texts', async () => {
  const { search, heard } = await listen();
  await search.type('bericht');
  await search.says(/^45 resultaten/);
  const from = (await heard()).length;
  await search.page.evaluate(async () => {
    // Far enough for the filters that stand before the results; it begins anew at the end.
    for (let step = 0; step < 300; step += 1) await globalThis.reader.next();
  });
  const read = (await heard()).slice(from);
  // From the heading on, each after the one before.
  let at = -1;
  for (const next of [/^heading, Zoekresultaten, level 2/, /^list$/, /^listitem, level 1, position 1, set size 10/, /^heading, .*, level 3/, /^link, ./, /^listitem, level 1, position 2/]) {
    at = read.findIndex((phrase, place) => place > at && next.test(phrase));
    assert.ok(at >= 0, `${next} is not read in its place:\n${read.join('\n')}`);
  }
  await search.close();
});
