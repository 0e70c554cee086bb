import { render as toHtml } from 'svelte/server';
import App from './Svelte.svelte';

export const render = () => toHtml(App).body;
