// `import 'zoeklicht/vue'`: the element, and what TypeScript has to know of it in the templates of Vue 3.
import type { DefineComponent, HTMLAttributes } from 'vue';
import type { ZoeklichtAttributes } from './attributes.js';
import type { ZoeklichtEventMap, ZoeklichtState } from './zoeklicht.js';

export * from './element.js';

type Listeners = { [Name in keyof ZoeklichtEventMap as `on${Capitalize<Name>}`]?: (event: ZoeklichtEventMap[Name]) => void };

declare module 'vue' {
  interface GlobalComponents {
    'zoeklicht-search': DefineComponent<
      Omit<HTMLAttributes, keyof ZoeklichtAttributes> & ZoeklichtAttributes & Listeners & { state?: Partial<ZoeklichtState> }
    >;
  }
}
