// The element in React 19. It is loaded once the page is hydrated: before that what it adds would be in the way.
import { useEffect, useRef, useState } from 'react';

export function App() {
  const [heard, setHeard] = useState('');
  const [state, setState] = useState(undefined);
  const [size, setSize] = useState(1);
  const [heardByProp, setHeardByProp] = useState('');
  const element = useRef(null);
  useEffect(() => {
    // React gives a custom element that it hydrates no listeners: one of a prop is there from the next change on.
    const hear = ({ detail }) => setHeard(`${detail.total} found`);
    element.current.addEventListener('zoeklicht:results', hear);
    import('zoeklicht/react');
    return () => element.current?.removeEventListener('zoeklicht:results', hear);
  }, []);
  return (
    <main>
      <zoeklicht-search
        src="/zoeklicht/" url-state="none" heading-level={4} page-size={size} suggest={false} update-title={true} state={state}
        ref={element} onzoeklicht:results={({ detail }) => setHeardByProp(`${detail.total} heard`)}
      >
        <form role="search" action="/zoeken/" method="get">
          <label htmlFor="q">Wat zoekt u?</label>
          <input id="q" name="q" type="search" />
          <button type="submit">Zoeken</button>
        </form>
      </zoeklicht-search>
      <output>{heard}</output>
      <p id="prop">{heardByProp}</p>
      <button id="set" onClick={() => setState({ query: 'glasbol' })}>Glas</button>
      <button id="size" onClick={() => setSize(2)}>Twee</button>
    </main>
  );
}
