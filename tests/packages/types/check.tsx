// What TypeScript lets pass and what not, where a line says so: compiled, never run.
import { type Answer, open, renderFallback, ZoeklichtError } from 'zoeklicht';
import { configure, type ZoeklichtAttributes, type ZoeklichtSearch } from 'zoeklicht/element';
import { configure as configureEngine } from 'zoeklicht/engine';
import * as pagefind from 'zoeklicht/pagefind';
import 'zoeklicht/react';
import 'zoeklicht/svelte';
import 'zoeklicht/vue';
import type { GlobalComponents } from 'vue';
import type { SvelteHTMLElements } from 'svelte/elements';
import type { Plugin } from 'vite';
import eleventy from 'zoeklicht/eleventy';
import vite from 'zoeklicht/vite';
import 'zoeklicht/themes/neutral.css';
import 'zoeklicht/zoeklicht.css';
import wasmUrl from 'zoeklicht/widget_bg.wasm';

export const plugin: Plugin = vite({ args: ['--strict'] });
eleventy({ on: () => undefined }, { args: [] });
configure({ wasmUrl, widget: () => import('zoeklicht/widget') });
configureEngine({ wasmUrl: new URL(wasmUrl, 'https://example.com') });
// @ts-expect-error: an action is text
renderFallback({ action: 1 });

export async function search(): Promise<Answer> {
  const index = await open('/zoeklicht/', { prefetch: 'none' });
  // @ts-expect-error: values of a filter are a list
  await index.search('x', { filters: { jaar: '2023' } });
  const found = await pagefind.search('x', { filters: { any: [{ jaar: '2023' }, { jaar: { not: '2022' } }] }, sort: { date: 'asc' } });
  const { excerpt }: { excerpt: string } = await found.results[0]!.data();
  const error = new Error(excerpt);
  if (error instanceof ZoeklichtError && error.code === 'too-old') throw error;
  return index.search('x', { signal: new AbortController().signal });
}

export function listen(element: ZoeklichtSearch) {
  element.addEventListener('zoeklicht:error', ({ detail: { reason } }) => reason === 'csp-wasm');
  element.state = { query: 'x' };
  const found: ZoeklichtSearch | null = document.querySelector('zoeklicht-search');
  return found;
}

export const inReact = (
  <>
    <zoeklicht-search
      src="/zoeklicht/" mode="panel" page-size={5} heading-level="2" browse id="zoek" className="breed" state={{ query: 'x' }}
      ref={(element: ZoeklichtSearch | null) => void element?.ready}
      onzoeklicht:results={({ detail: { total } }) => total.toFixed()}
    />
    {/* @ts-expect-error: there is no such mode */}
    <zoeklicht-search mode="popup" />
    {/* @ts-expect-error: nor such an attribute */}
    <zoeklicht-search source="/zoeklicht/" />
  </>
);

export const attributes: ZoeklichtAttributes = { 'url-state': 'hash', unstyled: '' };
export const inSvelte: SvelteHTMLElements['zoeklicht-search'] = { mode: 'modal', 'onzoeklicht:zero': ({ detail }) => detail.length };
export type InVue = InstanceType<GlobalComponents['zoeklicht-search']>['$props'];
export const inVue: InVue = { mode: 'modal', 'onZoeklicht:zero': ({ detail }) => detail.length };
