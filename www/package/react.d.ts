// `import 'zoeklicht/react'`: the element, and what TypeScript has to know of it in the JSX of React 19.
import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { ZoeklichtAttributes } from './attributes.js';
import type { ZoeklichtEventMap, ZoeklichtSearch, ZoeklichtState } from './zoeklicht.js';

export * from './element.js';

type Listeners = { [Name in keyof ZoeklichtEventMap as `on${Name}`]?: (event: ZoeklichtEventMap[Name]) => void };

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'zoeklicht-search': DetailedHTMLProps<Omit<HTMLAttributes<ZoeklichtSearch>, keyof ZoeklichtAttributes>, ZoeklichtSearch>
        & ZoeklichtAttributes & Listeners & { state?: Partial<ZoeklichtState> };
    }
  }
}
