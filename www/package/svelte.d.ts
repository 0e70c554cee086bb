// `import 'zoeklicht/svelte'`: the element, and what TypeScript has to know of it in the markup of Svelte 5.
import type { HTMLAttributes } from 'svelte/elements';
import type { ZoeklichtAttributes } from './attributes.js';
import type { ZoeklichtEventMap, ZoeklichtSearch, ZoeklichtState } from './zoeklicht.js';

export * from './element.js';

type Listeners = { [Name in keyof ZoeklichtEventMap as `on${Name}`]?: (event: ZoeklichtEventMap[Name]) => void };

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'zoeklicht-search': Omit<HTMLAttributes<ZoeklichtSearch>, keyof ZoeklichtAttributes>
      & ZoeklichtAttributes & Listeners & { state?: Partial<ZoeklichtState> };
  }
}
