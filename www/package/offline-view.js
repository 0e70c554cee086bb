// What an element with `offline` says: that it searches in a copy, and how far it is with keeping the whole index.
//
// In plain nodes beside those of the widget, so that pages without `offline` load nothing of it. Texts can be replaced by the
// attribute `strings`, as those of the widget: {"offline": "…", "offline.saving": "…", "offline.saved": "…", "offline.partly": "…"}.

// What takes less than this is not worth a word.
const SLOW_MS = 500;

const STRINGS = {
  nl: {
    offline: 'U bent offline. U zoekt in de versie van {date}.',
    'offline.saving': 'We bewaren de zoekfunctie op dit toestel.',
    'offline.saved': 'U kunt hier nu ook zoeken zonder internet.',
    'offline.partly': 'We bewaren een deel. Zonder internet vindt u niet alles.',
  },
  fr: {
    offline: 'Vous êtes hors ligne. Vous cherchez dans la version du {date}.',
    'offline.saving': 'Nous enregistrons la recherche sur cet appareil.',
    'offline.saved': 'Vous pouvez maintenant aussi chercher ici sans internet.',
    'offline.partly': 'Nous en enregistrons une partie. Sans internet, vous ne trouverez pas tout.',
  },
  de: {
    offline: 'Sie sind offline. Sie durchsuchen die Version vom {date}.',
    'offline.saving': 'Wir speichern die Suche auf diesem Gerät.',
    'offline.saved': 'Sie können hier jetzt auch ohne Internet suchen.',
    'offline.partly': 'Wir speichern einen Teil. Ohne Internet finden Sie nicht alles.',
  },
  en: {
    offline: 'You are offline. You are searching the version of {date}.',
    'offline.saving': 'We are saving search on this device.',
    'offline.saved': 'You can now search here without internet too.',
    'offline.partly': 'We are saving a part of it. Without internet you will not find everything.',
  },
};

/** Shows in `element` what there is to say of `kept` (see offline.js), until `signal` is aborted. */
export function show(element, kept, lang, signal) {
  const known = lang in STRINGS ? lang : 'en';
  const strings = { ...STRINGS[known], ...replaced(element) };
  const region = () => (element.shadowRoot ?? element).querySelector('[role=status]');
  const notice = document.createElement('span');
  notice.className = 'zoeklicht-offline';
  notice.lang = known;
  let hasFailed = false;
  // Nothing moves half a second after a key: it waits for the room that there is for the status once something is asked.
  const hasRoom = () => region()?.matches('.zoeklicht-asked, :has(+ div .zoeklicht-layout)');
  const showOffline = () => {
    // Whoever is told that there is no answer is told why.
    if (!kept.published || !(kept.isOffline || !navigator.onLine) || hasFailed) {
      notice.remove();
      return;
    }
    if (notice.isConnected || !hasRoom()) return;
    const date = new Intl.DateTimeFormat(known, { dateStyle: 'long' }).format(kept.published);
    notice.textContent = strings.offline.replace('{date}', date);
    region().prepend(notice);
  };
  const failed = (isSo) => () => {
    hasFailed = isSo;
    showOffline();
  };
  for (const name of ['zoeklicht:results', 'zoeklicht:zero']) element.addEventListener(name, failed(false), { signal });
  element.addEventListener('zoeklicht:error', failed(true), { signal });
  for (const name of ['input', 'zoeklicht:search']) element.addEventListener(name, showOffline, { signal });
  addEventListener('online', () => kept.setOffline(false), { signal });
  for (const name of ['online', 'offline']) addEventListener(name, showOffline, { signal });
  kept.addEventListener('change', showOffline, { signal });
  showOffline();

  const saving = document.createElement('label');
  saving.className = 'zoeklicht-saving';
  saving.lang = known;
  const bar = document.createElement('progress');
  bar.className = 'zoeklicht-progress';
  const said = document.createTextNode('');
  saving.append(said);
  let isSlow = false;
  const showProgress = () => {
    if (!kept.progress || !isSlow) return;
    const { done, total, isPartial } = kept.progress;
    const isOver = isPartial || done === total;
    Object.assign(bar, { max: total, value: done });
    said.data = strings[`offline.${isPartial ? 'partly' : isOver ? 'saved' : 'saving'}`];
    if (isOver) bar.remove();
    else saving.append(bar);
  };
  // Under the results, and as soon as they are there: above them, or later, it would push something down.
  const place = () => {
    if (saving.isConnected || element.getAttribute('offline') !== 'all') return;
    (element.shadowRoot ?? element).querySelector('.zoeklicht')?.after(saving);
  };
  for (const name of ['zoeklicht:results', 'zoeklicht:zero']) element.addEventListener(name, place, { signal });
  const slow = setTimeout(() => {
    // Over already: nobody waited for it.
    if (kept.progress && kept.progress.done === kept.progress.total) return;
    isSlow = true;
    showProgress();
  }, SLOW_MS);
  kept.addEventListener('change', showProgress, { signal });
  signal.addEventListener('abort', () => {
    clearTimeout(slow);
    notice.remove();
    saving.remove();
  });
}

/** The texts that the page has in the place of ours. */
function replaced(element) {
  try {
    return JSON.parse(element.getAttribute('strings') ?? '{}');
  } catch {
    // The widget says so.
    return {};
  }
}
