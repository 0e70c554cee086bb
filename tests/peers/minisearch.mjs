// Indexes a site with MiniSearch as its README does: fields title and text, everything else at its default.
//
//   node minisearch.mjs SITE OUT
//
// Address and title are stored to show a hit; the text is not, so there are no excerpts and the index is smaller.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import MiniSearch from 'minisearch';
import { pages } from './pages.mjs';

const [site, out] = process.argv.slice(2);
const index = new MiniSearch({ idField: 'url', fields: ['title', 'text'], storeFields: ['title'] });
for (const page of pages(site)) index.add(page);
mkdirSync(out, { recursive: true });
writeFileSync(join(out, 'index.json'), JSON.stringify(index));
