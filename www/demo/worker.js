// The worker of the site. Pages that were visited open without a network, and any other address gives a page that says so.
//
// The search asks two lines of it, the first two; everything else is as a site may have it that never heard of Zoeklicht.
//
// - It answers for GET and its own origin only. Of pages it asks the network first; of /assets/ it gives the copy at once, and
//   fetches a newer one for the next time.
// - No address with a query in it is kept. /zoeken/?q=… is answered with the copy of /zoeken/.
// - It has one cache of its own. A worker with another number in the name removes that one, and never the caches of others.

importScripts('/zoeklicht/sw-helper.js');
serveZoeklicht('/zoeklicht/');

const OWN = 'website-';
const CACHE = `${OWN}1`;
const LAST_RESORT = '/offline/';
/** What is kept before anybody asks for it. */
const ALWAYS = ['/', '/zoeken/', LAST_RESORT, '/assets/site.css', '/assets/site.js', '/assets/favicon.svg'];
/** How much is kept besides; what was fetched longest ago goes first. */
const KEPT_MAX = 60;
/** Sites of their own that are served beside this one. */
const OTHERS = /^\/(docs|-)\//;

self.addEventListener('install', (event) => {
  self.skipWaiting();
  event.waitUntil(begin());
});

self.addEventListener('activate', (event) => event.waitUntil(tidy()));

self.addEventListener('fetch', (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname, search } = new URL(url);
  if (method !== 'GET' || origin !== self.location.origin || OTHERS.test(pathname)) return;
  if (mode === 'navigate') event.respondWith(page(event, pathname, search));
  else if (pathname.startsWith('/assets/') && !search) event.respondWith(asset(event, pathname));
});

/** Keeps what has to be there, and the pages that were opened before there was a worker. */
async function begin() {
  const cache = await caches.open(CACHE);
  await cache.addAll(ALWAYS.map((path) => new Request(path, { cache: 'no-cache' })));
  const open = await self.clients.matchAll({ includeUncontrolled: true, type: 'window' });
  const visited = open.map(({ url }) => new URL(url).pathname).filter((path) => !ALWAYS.includes(path) && !OTHERS.test(path));
  await Promise.allSettled(visited.map(async (path) => keep(path, await fetch(path))));
}

async function tidy() {
  const old = (await caches.keys()).filter((name) => name.startsWith(OWN) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
}

async function page(event, path, search) {
  try {
    const answer = await fetch(event.request);
    // What answers a query may have the query in it.
    if (!search) event.waitUntil(keep(path, answer.clone()));
    return answer;
  } catch {
    const cache = await caches.open(CACHE);
    return (await cache.match(path)) ?? cache.match(LAST_RESORT);
  }
}

async function asset(event, path) {
  const copy = await (await caches.open(CACHE)).match(path);
  const coming = fetch(event.request);
  event.waitUntil(coming.then((answer) => keep(path, answer.clone())).catch(() => {}));
  return copy ?? coming;
}

/** Keeps an answer, if it is whole and of this address, and lets go what is too much. */
async function keep(path, answer) {
  if (answer.status !== 200 || answer.redirected) return;
  const cache = await caches.open(CACHE);
  await cache.put(path, answer);
  const others = (await cache.keys()).filter(({ url }) => !ALWAYS.includes(new URL(url).pathname));
  await Promise.all(others.slice(0, -KEPT_MAX).map((request) => cache.delete(request)));
}
