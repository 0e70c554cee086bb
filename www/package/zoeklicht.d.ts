/** Why the search engine could not be loaded. The form inside the element keeps working as it is. */
export type ZoeklichtErrorReason =
  /** The browser has no WebAssembly. */
  | 'unsupported'
  /** The page's content security policy does not allow `'wasm-unsafe-eval'`. */
  | 'csp-wasm'
  /** A file could not be fetched; the next focus tries again. */
  | 'network'
  /** The element lacks something, such as `src`. */
  | 'usage';

/** The event `zoeklicht:error`. It bubbles and leaves shadow trees. */
export type ZoeklichtErrorEvent = CustomEvent<{ reason: ZoeklichtErrorReason; message: string }>;

/**
 * `<zoeklicht-search>`: search for the form inside it, in the visitor's browser.
 *
 * Attributes: `src`, `load`, `url-state`, `heading-level`, `page-size`, `filters`, `lang`, `unstyled` (see README.md).
 */
export class ZoeklichtSearch extends HTMLElement {}

declare global {
  interface HTMLElementTagNameMap {
    'zoeklicht-search': ZoeklichtSearch;
  }
  interface HTMLElementEventMap {
    'zoeklicht:error': ZoeklichtErrorEvent;
  }
}
