// The queries of the benchmark, derived from the site itself by a seeded script, so that nobody chose them.
//
// A word is a run of letters in lower case, with no digit or underscore at its ends, where engines cut differently; df is
// the number of pages that hold it.

import { generator } from '../generator.mjs';
import { pages } from './pages.mjs';

/** `{ lang, pages, first, typing, warm, known }` for a site; `count` queries of each warm kind and `count` known items. */
export function derive(folder, count) {
  const random = generator(42);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const distinct = (page) => [...new Set(words(`${page.title} ${page.text}`))];
  const site = Array.from(pages(folder), (page) => ({ ...page, words: distinct(page) }));
  const df = new Map();
  for (const page of site) for (const word of page.words) df.set(word, (df.get(word) ?? 0) + 1);
  const all = site.length;

  const isMiddling = (word) => word.length >= 4 && df.get(word) >= Math.max(3, all / 100) && df.get(word) <= all / 10;
  const vocabulary = [...df.keys()].sort();
  const nearest = vocabulary.filter((word) => word.length >= 4);
  nearest.sort((a, b) => Math.abs(df.get(a) - all / 5) - Math.abs(df.get(b) - all / 5));
  const rare = vocabulary.filter((word) => word.length >= 5 && df.get(word) >= 2 && df.get(word) <= 5);
  const typed = vocabulary.filter((word) => word.length >= 8 && word.length <= 12 && isMiddling(word));
  const article = ['the', 'de'].reduce((best, word) => ((df.get(word) ?? 0) > (df.get(best) ?? 0) ? word : best));

  // A word of a random page, so that words of many pages are asked for more often.
  const word = (is) => {
    for (;;) {
      const found = pick(site).words.filter(is);
      if (found.length > 0) return pick(found);
    }
  };
  const pair = () => {
    for (;;) {
      const found = pick(site).words.filter(isMiddling);
      const [a, b] = [pick(found), pick(found)];
      if (found.length > 1 && a !== b) return `${a} ${b}`;
    }
  };
  const misspelt = () => {
    for (;;) {
      const wrong = mistype(word((word) => word.length >= 6 && df.get(word) > 1), random);
      if (!df.has(wrong)) return wrong;
    }
  };
  const prefix = () => {
    const whole = word((word) => word.length >= 6);
    return whole.slice(0, 3 + Math.floor(random() * (whole.length - 4)));
  };
  const some = (number, make) => Array.from({ length: number }, make);
  return {
    // Pagefind chooses its index by the language of the page that searches.
    lang: commonest(site.map((page) => page.lang)),
    pages: all,
    first: { common: nearest.slice(0, 3), 'two terms': some(3, pair), rare: some(3, () => pick(rare)) },
    typing: some(3, () => pick(typed)),
    warm: {
      words: some(count, (_, i) => (i % 2 ? pair() : word((word) => word.length >= 4))),
      prefix: some(count, prefix),
      typo: some(count, misspelt),
      article: some(Math.ceil(count / 10), () => article),
    },
    known: known(site, count, random),
  };
}

// Pages with a title of their own.
function known(site, count, random) {
  const titles = names(site.map((page) => page.title));
  const named = site.map((page, i) => ({ url: page.url, title: titles[i], length: page.text.length }));
  const times = new Map();
  for (const { title } of named) times.set(title, (times.get(title) ?? 0) + 1);
  // Below that a page is a redirect or a frame.
  const isOnly = ({ title, length }) => times.get(title) === 1 && /\p{L}{5}/u.test(title) && length >= 200;
  const candidates = named.filter(isOnly);
  shuffle(candidates, random);
  return candidates.slice(0, count).map(({ url, title }) => {
    const long = title.match(/\p{L}{5,}/gu);
    const word = long[Math.floor(random() * long.length)];
    return { url, exact: title, typo: title.replace(word, mistype(word, random)) };
  });
}

/**
 * Titles without their number ("6.7. Sparkle") and without what half of the site has around its titles ("… — Python 3.11
 * documentation").
 */
export function names(titles) {
  const all = titles.map((title) => title.split(' ').filter(Boolean));
  const [before, after] = [shared(all, (title, i) => title[i]), shared(all, (title, i) => title.at(-1 - i))];
  return all.map((title) => title.slice(before, title.length - after).join(' ').replace(/^[A-Z]?[\d.]+\.\s+/, ''));
}

// How many words most titles have in common, counted from one end.
function shared(titles, at) {
  for (let i = 0; ; i++) {
    const words = titles.map((title) => at(title, i));
    const most = commonest(words);
    if (most === undefined || words.filter((word) => word === most).length <= titles.length / 2) return i;
  }
}

// One letter left out, doubled, replaced or changed with its neighbour; never the first, which people get right.
function mistype(word, random) {
  const at = 1 + Math.floor(random() * (word.length - 2));
  const letter = String.fromCharCode(97 + Math.floor(random() * 26));
  const [before, here, next, after] = [word.slice(0, at), word[at], word[at + 1], word.slice(at + 2)];
  const edits = [
    before + next + after,
    before + here + here + next + after,
    before + letter + next + after,
    before + next + here + after,
  ];
  const wrong = edits[Math.floor(random() * edits.length)];
  return wrong === word ? mistype(word, random) : wrong;
}

function words(text) {
  return (text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? []).filter((run) => /^\p{L}+$/u.test(run));
}

/** What is most often in a list. */
export function commonest(list) {
  const times = new Map();
  for (const item of list) times.set(item, (times.get(item) ?? 0) + 1);
  return [...times].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [undefined, 0])[0];
}

/** Puts a list in a random order. */
export function shuffle(list, random) {
  for (let i = list.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [list[i], list[j]] = [list[j], list[i]];
  }
}
