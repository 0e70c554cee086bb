// This page opens without a network too. What it searches in, the attribute `offline` keeps.

import { registerOfflineWorker } from '/zoeklicht/offline-register.js';

await registerOfflineWorker({ scope: '/zoeken/', worker: '/zoeken/worker.js' });
