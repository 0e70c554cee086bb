// What Docusaurus shows in the navigation bar: a button that opens the search.

import useBaseUrl from '@docusaurus/useBaseUrl';
import { createElement, useEffect } from 'react';

export default function SearchBar() {
  const src = useBaseUrl('/zoeklicht/');
  useEffect(() => {
    import('zoeklicht/element');
  }, []);
  return createElement('zoeklicht-search', { src, mode: 'modal' });
}
