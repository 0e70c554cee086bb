import { App, providers } from './angular.js';
import { bootstrapApplication } from '@angular/platform-browser';
import { provideServerRendering, renderApplication } from '@angular/platform-server';

/** What is in the body, with the state that the browser starts from. */
export async function render() {
  const start = (context) => bootstrapApplication(App, { providers: [...providers, provideServerRendering()] }, context);
  const page = await renderApplication(start, { document: '<html><body><app-root></app-root></body></html>', url: '/' });
  return /<body[^>]*>([^]*)<\/body>/.exec(page)[1];
}
