// The pages of a built site as title and text, for MiniSearch, which reads no HTML, and to derive queries from.
//
// The text is that of `main`, `[role=main]` or `article` where there is one, else of `body`; scripts, styles,
// navigation, headers and footers are left out. Neither Zoeklicht nor Pagefind is given this text.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Parser } from 'htmlparser2';

/** Elements that hold no content. */
export const LEFT_OUT = new Set(['script', 'style', 'noscript', 'template', 'svg', 'nav', 'header', 'footer']);
/** Between the text of these and what comes before there is no space. */
export const INLINE = new Set('a b i em strong code tt span sub sup small kbd samp var wbr'.split(' '));

/** Every `.html` file below a folder: `{ url, lang, title, text }`, by path. */
export function* pages(folder) {
  for (const file of files(folder)) yield { url: `/${file}`, ...parse(readFileSync(join(folder, file), 'utf8')) };
}

/** The paths of the `.html` files below a folder, in order. */
export function files(folder) {
  return readdirSync(folder, { recursive: true }).filter((file) => file.endsWith('.html')).sort();
}

function parse(html) {
  const open = [];
  let [lang, title, body, main] = ['', '', '', ''];
  let [leftOut, mains, isTitle] = [0, 0, false];
  const parser = new Parser({
    onopentag(name, attributes) {
      const isMain = name === 'main' || name === 'article' || attributes.role === 'main';
      if (name === 'html') lang = attributes.lang ?? attributes['xml:lang'] ?? '';
      // The first only: an SVG may have one too.
      isTitle = name === 'title' && title === '';
      open.push(isMain);
      mains += isMain;
      leftOut += LEFT_OUT.has(name);
      if (!INLINE.has(name)) text(' ');
    },
    ontext: text,
    onclosetag(name) {
      mains -= open.pop() ?? 0;
      leftOut -= LEFT_OUT.has(name);
      isTitle = false;
      if (!INLINE.has(name)) text(' ');
    },
  });
  function text(text) {
    if (isTitle) title += text;
    else if (leftOut === 0 && mains > 0) main += text;
    else if (leftOut === 0) body += text;
  }
  parser.end(html);
  const trim = (text) => text.replace(/\s+/g, ' ').trim();
  return { lang, title: trim(title), text: trim(main) || trim(body) };
}
