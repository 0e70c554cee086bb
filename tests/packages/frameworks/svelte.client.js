import { hydrate } from 'svelte';
import App from './Svelte.svelte';

hydrate(App, { target: document.querySelector('#app') });
