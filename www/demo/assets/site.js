// Registers the worker of the site. Under Trusted Types a policy says which address a worker may have: ours knows one.

const WORKER = '/worker.js';

const policy = globalThis.trustedTypes?.createPolicy('website', { createScriptURL: () => WORKER });
try {
  await navigator.serviceWorker?.register(policy?.createScriptURL(WORKER) ?? WORKER);
} catch (error) {
  // In a frame without an origin, for instance. The site works as before.
  console.warn(`The worker was not registered: ${error.message}`);
}
