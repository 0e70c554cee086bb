// The demo, served once more with a script before all others, that writes down what a visitor would hear and a console show.

import { createServer } from 'node:http';
import { BASE } from './environment.mjs';

/** Serves the demo. `change` may change the HTML of its pages, and `first` runs in each before anything of its own. `/frame` is an empty page without a policy. */
export async function watched({ change = (html) => html, first = () => {} } = {}) {
  const server = createServer(async (request, response) => {
    if (request.url === '/watch.js') {
      response.writeHead(200, { 'content-type': 'text/javascript' });
      response.end(`(${watch})(); (${first})();`);
      return;
    }
    if (request.url === '/frame') {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<!doctype html><title>For a frame</title>');
      return;
    }
    const answer = await fetch(BASE + request.url);
    const type = answer.headers.get('content-type') ?? '';
    let body = Buffer.from(await answer.arrayBuffer());
    if (type.startsWith('text/html')) body = change(String(body)).replace('<title>', '<script src="/watch.js"></script>$&');
    response.writeHead(answer.status, { 'content-type': type });
    response.end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    /** Without a slash at the end. */
    address: `http://127.0.0.1:${server.address().port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function watch() {
  /** What a console would show in red or yellow, as far as a page can see it. */
  globalThis.complaints = [];
  /** Why the engine was not loaded. */
  globalThis.reasons = [];
  /** Each text of the live region, from the first, empty one on, and when it came. */
  globalThis.heard = [];
  const complain = (...words) => globalThis.complaints.push(words.join(' '));
  for (const level of ['error', 'warn']) {
    const say = console[level];
    console[level] = (...words) => {
      complain(...words);
      say.apply(console, words);
    };
  }
  // While it is captured: a script or an image that fails to load tells only itself.
  addEventListener('error', ({ message, target }) => complain(message ?? `${target.src ?? target.href} did not load`), true);
  addEventListener('unhandledrejection', ({ reason }) => complain(reason));
  addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => complain(violatedDirective, blockedURI));
  addEventListener('zoeklicht:error', ({ detail }) => globalThis.reasons.push(detail.reason));
  new MutationObserver(() => {
    const text = document.querySelector('[role=status]')?.textContent;
    if (text === undefined || text === globalThis.heard.at(-1)?.text) return;
    globalThis.heard.push({ text, at: performance.now() });
  }).observe(document, { childList: true, subtree: true, characterData: true });
}
