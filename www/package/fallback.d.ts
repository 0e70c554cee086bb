/** What `renderFallback` puts into the form. All of it is text: nothing in it becomes markup. */
export interface FallbackOptions {
  /** Where the form leads without scripts; this page if not given. */
  action?: string;
  /** Language of the texts: nl, fr, de or en; en if not given or another. */
  lang?: string;
  /** Name of the field, and of the parameter in the address; `q` if not given. */
  name?: string;
  /** Id of the field, different for each form on a page; `zoeklicht-q` if not given. */
  id?: string;
  /** What stands in the field already. */
  value?: string;
  /** Name of the landmark, the label and the button; those of the language if not given. */
  landmark?: string;
  label?: string;
  submit?: string;
}

/**
 * The HTML of the form for inside `<zoeklicht-search>`, for a server that renders pages. The element takes it over in the
 * browser; without scripts it is an ordinary form.
 */
export function renderFallback(options?: FallbackOptions): string;
