// A collection of navigational queries from a built site: what its own pages call another page when they link to it.
//
//   node links.mjs SITE OUT
//
// Writes corpus.jsonl, queries.jsonl and qrels.tsv into OUT, in the form of BEIR. A query is a link text; relevant are the
// pages it points to. The corpus holds `_id`, the path of the page, with title, headings and text, so that every engine
// searches the same words.
//
// - Links count in the content only: in `main` or the like where there is one, outside navigation, headers and footers
//   (elements, roles and classes), tables of contents and indexes (classes).
// - A text has 2 to 8 words, parameters of a function not counted, and two of them have two letters in a row.
// - It is not the title or the first heading of a page it points to, with or without number: such queries are the known
//   items of queries.mjs. References with a number ("Paragraaf 1.2, “Taal”") were written by a program.
// - A text that points to more than two pages names none of them ("see also", "the documentation").
// - The titles of the corpus are without their number and what half of the site has around its titles.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Parser } from 'htmlparser2';
import { generator } from '../generator.mjs';
import { INLINE, LEFT_OUT, files } from './pages.mjs';
import { names, shuffle } from './queries.mjs';

const QUERIES_MAX = 500;
const WORDS_MAX = 8;
const TARGETS_MAX = 2;
// Classes and roles, by their parts between hyphens: "t-navbar", "navheader", "printfooter". Not ids: sections have them.
const IS_NAVIGATION = /^(nav.*|breadcrumbs?|sidebar|sphinxsidebar|.*footer|related|catlinks|editsection|headerlink)$/;
// What these hold is content, but their links are lists of titles.
const IS_LIST = /^(toc|toctree|contents|localtoc|index|indextable|modindextable|header)$/;
const IS_HEADING = /^h[1-6]$/;
const IS_REFERENCE = /^\p{L}+ \p{N}+(\.\p{N}+)*, /u;

/** The collection of a site: `{ corpus, queries, qrels }`; `qrels` has pairs of the two kinds of `_id`. */
export function collect(folder) {
  const pages = files(folder).map((path) => ({ path, ...parse(readFileSync(join(folder, path), 'utf8'), path) }));
  for (const [i, title] of names(pages.map((page) => page.title)).entries()) pages[i].title = title || pages[i].title;
  const corpus = pages.map(({ path, lang, title, headings, text }) => ({ _id: path, lang, title, headings, text }));
  const found = [...texts(pages).values()].filter(({ targets }) => targets.size <= TARGETS_MAX);
  shuffle(found, generator(42));
  const chosen = found.slice(0, QUERIES_MAX).map(({ text, targets }, i) => ({ _id: `${i + 1}`, text, targets }));
  return {
    corpus,
    queries: chosen.map(({ _id, text }) => ({ _id, text })),
    qrels: chosen.flatMap(({ _id, targets }) => [...targets].sort().map((target) => [_id, target])),
  };
}

/** Writes a collection, for engines that are not in this process. */
export function write({ corpus, queries, qrels }, out) {
  const lines = (rows) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  const judged = qrels.map(([query, page]) => `${query}\t${page}\t1\n`);
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, 'corpus.jsonl'), lines(corpus));
  writeFileSync(join(out, 'queries.jsonl'), lines(queries));
  writeFileSync(join(out, 'qrels.tsv'), `query-id\tcorpus-id\tscore\n${judged.join('')}`);
}

// Link texts and the pages they point to, by the words of the text.
function texts(pages) {
  const byPath = new Map(pages.map((page) => [page.path, page]));
  const texts = new Map();
  for (const page of pages) {
    for (const { text, target } of page.links) {
      const to = byPath.get(target);
      if (!to || to === page || !isName(text)) continue;
      const key = words(text);
      const entry = texts.get(key) ?? { text, targets: new Set(), isTitle: false };
      entry.targets.add(target);
      entry.isTitle ||= [to.title, to.headings[0] ?? ''].some((title) => [words(title), unnumbered(title)].includes(key));
      texts.set(key, entry);
    }
  }
  for (const [key, { isTitle }] of texts) if (isTitle) texts.delete(key);
  return texts;
}

function isName(text) {
  const all = text.replace(/(?<=\S)\([^)]*\)?/g, '').split(' ');
  const isShort = all.length >= 2 && all.length <= WORDS_MAX;
  return isShort && all.filter((word) => /\p{L}{2}/u.test(word)).length >= 2 && !IS_REFERENCE.test(text);
}

function words(text) {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu)?.join(' ') ?? '';
}

// The words of a title without "8.5", "F.35", "Chapter 65" or "Appendix F" in front.
function unnumbered(title) {
  return words(title).replace(/^(\p{L}+ )?((\p{N}+|\p{L}) )+/u, '');
}

function parse(html, path) {
  const page = { lang: undefined, title: '', headings: [], links: [] };
  const open = [];
  let [body, main] = ['', ''];
  let [mains, leftOut, lists] = [0, 0, 0];
  // The text that is being collected, and from where.
  let [isTitle, heading, link] = [false, undefined, undefined];
  let base = `https://site/folder/${path}`;

  const parser = new Parser({
    onopentag(name, attributes) {
      const names = `${attributes.class ?? ''} ${attributes.role ?? ''}`.toLowerCase().split(/[\s_-]+/);
      const isPage = name === 'html' || name === 'body';
      const element = {
        isMain: name === 'main' || name === 'article' || attributes.role === 'main',
        isLeftOut: LEFT_OUT.has(name) || (!isPage && names.some((part) => IS_NAVIGATION.test(part))),
        isList: !isPage && names.some((part) => IS_LIST.test(part)),
      };
      open.push(element);
      mains += element.isMain;
      leftOut += element.isLeftOut;
      lists += element.isList;
      if (name === 'html') page.lang = (attributes.lang ?? attributes['xml:lang']) || undefined;
      if (name === 'base' && URL.canParse(attributes.href ?? '', base)) base = new URL(attributes.href, base).href;
      if (!INLINE.has(name)) add(' ');
      // The first only: an SVG may have one too.
      isTitle = name === 'title' && page.title === '';
      if (IS_HEADING.test(name) && leftOut === 0) heading = { text: '', isMain: mains > 0 };
      if (name === 'a' && leftOut === 0 && lists === 0) link = { text: '', href: attributes.href, isMain: mains > 0 };
    },
    ontext: add,
    onclosetag(name) {
      const element = open.pop();
      if (name === 'a' && link) {
        page.links.push({ text: trim(link.text), target: resolve(link.href, base), isMain: link.isMain });
        link = undefined;
      }
      if (IS_HEADING.test(name) && heading) {
        page.headings.push({ text: trim(heading.text), isMain: heading.isMain });
        heading = undefined;
      }
      mains -= element?.isMain ?? 0;
      leftOut -= element?.isLeftOut ?? 0;
      lists -= element?.isList ?? 0;
      isTitle = false;
      if (!INLINE.has(name)) add(' ');
    },
  });
  function add(text) {
    if (isTitle) page.title += text;
    if (isTitle || leftOut > 0) return;
    if (link) link.text += text;
    if (heading) heading.text += text;
    else if (mains > 0) main += text;
    else body += text;
  }
  parser.end(html);
  // Without a `main` all of the body is content.
  const hasMain = trim(main) !== '';
  const content = (list) => list.filter(({ isMain, text }) => text && isMain === hasMain);
  const headings = content(page.headings).map(({ text }) => text);
  return { ...page, title: trim(page.title), headings, links: content(page.links), text: trim(hasMain ? main : body) };
}

// The path in the site of what a link points to. The site stands in a folder, whose name only some sites know.
function resolve(href, base) {
  if (href === undefined || !URL.canParse(href, base)) return undefined;
  const url = new URL(href, base);
  const [, , ...parts] = url.pathname.split('/');
  if (url.host !== 'site' || parts.length === 0) return undefined;
  const path = parts.join('/').replace(/(^|\/)$/, '$1index.html');
  try {
    return decodeURIComponent(path);
  } catch {
    // A `%` that stands for itself.
    return path;
  }
}

function trim(text) {
  return text.replace(/\s+/g, ' ').trim();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [site, out] = process.argv.slice(2);
  write(collect(site), out);
}
