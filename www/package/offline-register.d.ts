/**
 * Registers offline-worker.js for `scope`, so that a search page opens without a network, and keeps this page with what it
 * shows. Gives the registration, or nothing where there are no service workers.
 *
 * Rejects where another worker controls the scope: let that one use sw-helper.js.
 */
export function registerOfflineWorker(options?: {
  /** The folder of the search page; that of this page unless given. */
  scope?: string | URL;
  /** Where the worker is: offline-worker.js itself unless given, which may answer for its own folder only. */
  worker?: string | URL;
}): Promise<ServiceWorkerRegistration | undefined>;
