// Several indexes as one: how answers are put together, and that the browser does.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { mergeAnswers, mergeInfo, mergeSuggestions } from '../../www/package/merged.js';
import { serve } from './host.mjs';

const hit = (id, score, meta = {}) => ({ id, score, meta });
const answer = (hits, more = {}) => ({
  query: 'stad', total: hits.length, corrected: null, also: [], took_us: 1, facets: {}, hits, ...more,
});
const ids = ({ hits }) => hits.map(({ id }) => id).join(' ');

test('hits come by score times weight, of equals those of the first index first', () => {
  const answers = [answer([hit('a', 9), hit('b', 2)]), answer([hit('c', 6), hit('d', 4)])];
  assert.equal(ids(mergeAnswers(answers, [1, 1])), 'a c d b');
  assert.equal(ids(mergeAnswers(answers, [1, 2])), 'c a d b');
  assert.equal(ids(mergeAnswers(answers, [1, 0.5])), 'a c b d');
  assert.equal(ids(mergeAnswers(answers, [1, 1], { offset: 1, limit: 2 })), 'c d');
  assert.equal(mergeAnswers(answers, [1, 1]).total, 4);
});

test('an index that lacks the word does not answer with another while one has it', () => {
  const corrected = answer([hit('a', 9)], { corrected: 'stal', also: ['stallen'] });
  const asAsked = answer([hit('b', 1)], { also: ['steden'] });
  const merged = mergeAnswers([corrected, asAsked], [1, 1]);
  assert.deepEqual([ids(merged), merged.corrected, merged.also, merged.total], ['b', null, ['steden'], 1]);
  const nobody = mergeAnswers([corrected, answer([])], [1, 1]);
  assert.deepEqual([ids(nobody), nobody.corrected], ['a', 'stal']);
  assert.deepEqual(ids(mergeAnswers([answer([]), answer([])], [1, 1])), '');
});

test('facets are added up, and a sort key is taken from the metadata', () => {
  const one = answer([hit('a', 1, { date: '2021-01-01' }), hit('b', 1)], { facets: { soort: { gids: 2 } } });
  const two = answer([hit('c', 1, { date: '2023-01-01' })], { facets: { soort: { gids: 1, nota: 1 }, jaar: { 2023: 1 } } });
  const merged = (sort) => mergeAnswers([one, two], [1, 1], { sort });
  assert.deepEqual(merged().facets, { soort: { gids: 3, nota: 1 }, jaar: { 2023: 1 } });
  assert.equal(ids(merged('date:desc')), 'c a b');
  assert.equal(ids(merged('date')), 'a c b');
  const numbers = answer([hit('a', 1, { pagina: '10' }), hit('b', 1, { pagina: '9' })]);
  assert.equal(ids(mergeAnswers([numbers], [1], { sort: 'pagina' })), 'b a');
});

test('suggestions come in turn, words before pages, each once', () => {
  const [word, page] = [(text) => ({ text }), (text) => ({ text, url: `/${text}` })];
  const lists = [[word('stad'), word('stap'), page('Stad')], [word('stad'), word('staf'), page('Staf')]];
  const texts = (limit) => mergeSuggestions(lists, limit).map(({ text }) => text).join(' ');
  assert.equal(texts(8), 'stad stap staf Stad Staf');
  assert.equal(texts(3), 'stad stap Stad');
});

test('what is known of all is added up', () => {
  const info = (documents, more) => ({ generator: 'x', documents, languages: { nl: documents }, filters: {}, sorts: ['date'], dates: {}, ...more });
  const days = (first, last) => ({ first, last });
  const one = info(2, { dates: { date: days('2020-03-01', '2021-01-01') } });
  const other = info(3, {
    filters: { soort: { gids: 3 } }, sorts: ['date', 'titel'],
    dates: { date: days('2020-02-01', '2020-12-31'), ingang: days('2019-01-01', '2019-01-01') },
  });
  const merged = mergeInfo([one, other]);
  const expected = {
    documents: 5, languages: { nl: 5 }, filters: { soort: { gids: 3 } }, sorts: ['date', 'titel'],
    dates: { date: days('2020-02-01', '2021-01-01'), ingang: days('2019-01-01', '2019-01-01') },
  };
  assert.deepEqual(merged, { generator: 'x', ...expected });
});

test('a browser opens several indexes as one', async () => {
  const host = await serve();
  after(() => host.close());
  const visit = await host.visit();
  const found = await visit.page.evaluate(async () => {
    const one = await zoeklicht.open('/zoeklicht/', { prefetch: 'none' });
    const both = await zoeklicht.open(['/zoeklicht/', { url: '/zoeklicht/', weight: 0.5 }], { prefetch: 'none' });
    const options = { limit: 4, offset: 2 };
    const [alone, all, first] = [await one.search('inburgering'), await both.search('inburgering', options), await both.search('inburgering', { limit: 6 })];
    const suggested = [await one.suggest('inbur'), await both.suggest('inbur')];
    const documents = [(await one.info()).documents, (await both.info()).documents];
    both.close();
    const codes = [];
    for (const wrong of [['/zoeklicht/', 'http://127.0.0.1:1/'], [{ url: '/zoeklicht/', weight: 0 }]]) {
      codes.push(await zoeklicht.open(wrong).then(() => 'opened', ({ code }) => code));
    }
    codes.push(await both.search('stad').then(() => 'answered', ({ code }) => code));
    return { alone, all, first, suggested, documents, codes };
  });
  const { alone, all, first, suggested, documents, codes } = found;
  assert.ok(alone.total > 5);
  assert.deepEqual([all.total, documents[1]], [2 * alone.total, 2 * documents[0]]);
  assert.deepEqual(all.hits, first.hits.slice(2));
  assert.ok(first.hits.every(({ score }, at) => at === 0 || score <= first.hits[at - 1].score));
  assert.equal(first.hits[0].id, alone.hits[0].id);
  assert.deepEqual(suggested[1], suggested[0]);
  assert.deepEqual(codes, ['network', 'usage', 'usage']);
});
