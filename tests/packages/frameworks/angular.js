// The element in Angular 20. It is loaded once the page is hydrated: before that what it adds would be in the way.
//
// Compiled where it runs, so that the compiler of its command line, of 100 MB, is not needed here.
import '@angular/compiler';
import { CUSTOM_ELEMENTS_SCHEMA, Component, afterNextRender, provideZonelessChangeDetection, signal } from '@angular/core';
import { provideClientHydration } from '@angular/platform-browser';

export const providers = [provideZonelessChangeDetection(), provideClientHydration()];

export const App = Component({
  selector: 'app-root',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `<main>
    <zoeklicht-search src="/zoeklicht/" url-state="none" heading-level="4" [attr.page-size]="size()" [attr.suggest]="null"
        [attr.update-title]="''" [state]="state()">
      <form role="search" action="/zoeken/" method="get">
        <label for="q">Wat zoekt u?</label>
        <input id="q" name="q" type="search">
        <button type="submit">Zoeken</button>
      </form>
    </zoeklicht-search>
    <output>{{ heard() }}</output>
    <button id="set" (click)="state.set({ query: 'glasbol' })">Glas</button>
    <button id="size" (click)="size.set(2)">Twee</button>
  </main>`,
})(class {
  heard = signal('');
  state = signal(undefined);
  size = signal(1);

  constructor() {
    afterNextRender(() => {
      // A template takes what stands before a colon in the name of an event for the window or the document.
      const search = document.querySelector('zoeklicht-search');
      search.addEventListener('zoeklicht:results', ({ detail }) => this.heard.set(`${detail.total} found`));
      import('zoeklicht/element');
    });
  }
});
