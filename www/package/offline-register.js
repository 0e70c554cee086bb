// Registers offline-worker.js, so that a search page opens without a network: for sites that have no service worker.
//
//   import { registerOfflineWorker } from '/zoeklicht/offline-register.js';
//   await registerOfflineWorker({ scope: '/zoeken/', worker: '/zoeken/worker.js' });
//
// A worker may answer for the folder that it is in, so the site puts a file of one line there:
//
//   importScripts('/zoeklicht/offline-worker.js');
//
// Where the page wants Trusted Types, its content security policy has to allow `trusted-types zoeklicht`.

const PAGES = 'zoeklicht-pages';
/** What a page shows and runs. What its scripts fetch is theirs to keep. */
const PARTS = ['script', 'link', 'css', 'img'];

/**
 * Registers the worker for `scope` and keeps this page with what it shows; gives the registration, or nothing where there are
 * no service workers. Both addresses are relative to the page; `worker` is offline-worker.js itself unless given.
 *
 * Refuses, with an exception, where another worker controls the scope: it would take that one's place.
 */
export async function registerOfflineWorker({ scope = './', worker = new URL('offline-worker.js', import.meta.url) } = {}) {
  const workers = navigator.serviceWorker;
  if (!workers) return undefined;
  const [wanted, script] = [scope, worker].map((address) => new URL(address, document.baseURI).href);
  const there = await workers.getRegistration(wanted);
  const others = [there?.active, there?.waiting, there?.installing].filter((other) => other && other.scriptURL !== script);
  if (others.length > 0) {
    throw new Error(`\`${others[0].scriptURL}\` already controls \`${wanted}\`\nhint: let it use sw-helper.js instead`);
  }
  const registration = await workers.register(trusted(script), { scope: wanted });
  await keepPage().catch(() => {});
  return registration;
}

let policy;

/** The address as a Trusted Type, where there are any. */
function trusted(script) {
  policy ??= globalThis.trustedTypes?.createPolicy('zoeklicht', { createScriptURL: (url) => url });
  return policy?.createScriptURL(script) ?? script;
}

/** Keeps this page, without what its address asks, and what it shows from this site. */
async function keepPage() {
  if (document.readyState !== 'complete') await new Promise((resolve) => addEventListener('load', resolve, { once: true }));
  const shown = performance.getEntriesByType('resource').filter(({ initiatorType }) => PARTS.includes(initiatorType));
  const parts = shown.map(({ name }) => name).filter((name) => new URL(name).origin === location.origin);
  const cache = await caches.open(PAGES);
  const keep = async (url, mode) => {
    const answer = await fetch(url, { cache: mode });
    if (answer.ok && !answer.redirected) await cache.put(url, answer);
  };
  // The browser has just loaded the parts, but perhaps the page only with a query.
  await Promise.allSettled([
    keep(location.origin + location.pathname, 'default'),
    ...[...new Set(parts)].map((url) => keep(url, 'force-cache')),
  ]);
}
