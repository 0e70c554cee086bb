// The same where the bundler says where it has put the engines.
import { configure as configureElement } from 'zoeklicht/element';
import { configure, open } from 'zoeklicht/engine';
import headless from 'zoeklicht/headless_bg.wasm';
import widget from 'zoeklicht/widget_bg.wasm';

configureElement({ wasmUrl: new URL(widget, import.meta.url), widget: () => import('zoeklicht/widget') });
configure({ wasmUrl: new URL(headless, import.meta.url) });

globalThis.answer = open('/zoeklicht/').then((index) => index.search('glasbol'));
