// The element in Vue 3. It is loaded once the page is hydrated: before that what it adds would be in the way.
import { createSSRApp, onMounted, ref, shallowRef } from 'vue';

export function app() {
  const made = createSSRApp({
    setup() {
      const [heard, state, size] = [ref(''), shallowRef(undefined), ref(1)];
      onMounted(() => import('zoeklicht/vue'));
      return { heard, state, size };
    },
    template: `<main>
      <zoeklicht-search src="/zoeklicht/" url-state="none" :heading-level="4" :page-size="size" :suggest="undefined" update-title
          :state="state" @zoeklicht:results="heard = $event.detail.total + ' found'">
        <form role="search" action="/zoeken/" method="get">
          <label for="q">Wat zoekt u?</label>
          <input id="q" name="q" type="search">
          <button type="submit">Zoeken</button>
        </form>
      </zoeklicht-search>
      <output>{{ heard }}</output>
      <button id="set" @click="state = { query: 'glasbol' }">Glas</button>
      <button id="size" @click="size = 2">Twee</button>
    </main>`,
  });
  made.config.compilerOptions.isCustomElement = (tag) => tag === 'zoeklicht-search';
  return made;
}
