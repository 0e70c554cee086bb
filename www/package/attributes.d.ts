// Written by tests/packages/typings.mjs.

/** The attributes of `<zoeklicht-search>`. */
export interface ZoeklichtAttributes {
  /** folder of the index; the bundle, with its index inside, needs none */
  src?: string;
  /** "inline" (default): results under the form; "panel": in a panel that unfolds there; "modal": form and results in a dialog that a button opens; "suggestions": suggested queries only, and the form leads on */
  mode?: 'inline' | 'panel' | 'modal' | 'suggestions';
  /** what of the index to fetch before a search asks for it: "auto" (default: the list of all words, after an answer), "all" (so that no request hints at what is searched for) or "none" */
  prefetch?: 'auto' | 'all' | 'none';
  /** when to load the engine: "focus" (default: at the first focus or pointer), "idle" or "eager" */
  load?: 'focus' | 'idle' | 'eager';
  /** "query": keep searches in the address of the page; "hash": in its fragment; "none": do not. Default: "query" on the page that the form leads to, "none" elsewhere */
  'url-state'?: 'query' | 'hash' | 'none';
  /** say in the title of the page what was searched for */
  'update-title'?: boolean | '';
  /** of the titles of results, 3 to 6 (default 3) */
  'heading-level'?: number | `${number}`;
  /** how many results at first, and at each "show more" (default 10) */
  'page-size'?: number | `${number}`;
  /** names of the filters to offer, in order, separated by spaces, and of the sort key with the date, to offer a first and a last day (default: all) */
  filters?: string;
  /** offer the filters before anything is typed */
  browse?: boolean | '';
  /** sort key for "newest first" and for days (default: date, datum or updated, whichever the index has) */
  sort?: string;
  /** suggest queries while typing, in the other modes too */
  suggest?: boolean | '';
  /** keep on the device what searches used, so that they are answered without a network; "all": the whole index */
  offline?: 'all';
  /** how many megabytes of the index to keep (default 20) */
  'offline-max-mb'?: string;
  /** "session" or "local": offer the last searches again, kept on the device for so long (default: not kept) */
  recent?: 'session' | 'local';
  /** address where people can ask for help when nothing is found */
  contact?: string;
  /** "fragment": links show what was found on the page that they lead to */
  highlight?: 'fragment';
  /** target of the links of results, such as "_top" */
  'link-target'?: string;
  /** key combination that leads to the field or opens the dialog, such as "mod+k" (default: none) */
  shortcut?: string;
  /** language of the messages: nl, fr, de or en (default: that of the page) */
  lang?: string;
  /** other texts than ours, as JSON: {"submit": "Zoek"} */
  strings?: string;
  /** classes of the page for our parts, as JSON: {"button": "btn btn-primary"}; see README.md for the parts */
  'class-map'?: string;
  /** "true": events tell the query itself */
  'event-query'?: 'true';
  /** draw in a shadow tree */
  shadow?: boolean | '';
  /** do not load zoeklicht.css */
  unstyled?: boolean | '';
}
