// The playground: asks this server and shows the answer. All text of an index goes into text nodes.

const form = document.querySelector('form');
const { q: query, index, lang, limit } = form.elements;
const rules = document.querySelector('#rules');
const status = document.querySelector('#status');
const hits = document.querySelector('#hits');

/** An element with properties and children: elements or text. */
function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

async function ask(address, signal) {
  const response = await fetch(address, { signal });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer;
}

function say(text, failed = false) {
  status.textContent = text;
  status.toggleAttribute('data-failed', failed);
}

const figure = (number) => number.toFixed(3);

function span({ text, mark }) {
  return mark ? make('mark', {}, text) : text;
}

/** The cells of a term that matched. */
function termCells({ term, kind, weight, occurrences: [title, headings, body] }) {
  return [
    make('th', { scope: 'row', className: 'name' }, term),
    make('td', { className: 'name' }, kind),
    make('td', {}, weight.toFixed(2)),
    ...[title, headings, body].map((count) => make('td', {}, String(count))),
  ];
}

/** The rows of a reason: what it adds, then its terms one by one. */
function reasonRows({ rule, score, idf, matched }) {
  const rowSpan = Math.max(matched.length, 1);
  const first = make(
    'tr',
    {},
    make('th', { scope: 'rowgroup', className: 'name', rowSpan }, rule),
    make('td', { rowSpan }, figure(score)),
    make('td', { rowSpan }, matched.length > 0 ? figure(idf) : ''),
  );
  const [firstTerm, ...others] = matched;
  first.append(...(firstTerm ? termCells(firstTerm) : [make('td', { colSpan: 6 })]));
  return make('tbody', {}, first, ...others.map((term) => make('tr', {}, ...termCells(term))));
}

function reasonTable({ score, reasons }, id) {
  const head = ['Rule', 'Score', 'idf', 'Term', 'Form', 'Weight', 'Title', 'Headings', 'Body'];
  const names = ['Rule', 'Term', 'Form'];
  const cells = head.map((text) => make('th', { scope: 'col', className: names.includes(text) ? 'name' : '' }, text));
  const table = make(
    'table',
    {},
    make('caption', { id }, `Why it scores ${figure(score)}`),
    make('thead', {}, make('tr', {}, ...cells)),
    ...reasons.map(reasonRows),
  );
  const scrolled = make('div', { className: 'reasons', tabIndex: 0 }, table);
  scrolled.setAttribute('role', 'group');
  scrolled.setAttribute('aria-labelledby', id);
  return scrolled;
}

/** A hit. One that is pinned, or shown because nothing was asked, has no reasons. */
function item(hit, place) {
  return make(
    'li',
    {},
    make(
      'h3',
      {},
      make('span', {}, `${place + 1}. `, make('a', { href: hit.url, lang: hit.lang }, hit.title)),
      make('span', { className: 'score' }, figure(hit.score)),
    ),
    make('p', { className: 'url' }, hit.url),
    make('p', { lang: hit.lang }, ...hit.excerpt.map(span)),
    hit.reasons
      ? reasonTable(hit, `reasons-${place}`)
      : make('p', {}, make('small', {}, 'Nothing of the query scores here.')),
  );
}

function summary({ query, total, corrected, did_you_mean: meant, also, took_us: took }) {
  const parts = [`${total} ${total === 1 ? 'document' : 'documents'} in ${(took / 1000).toFixed(1)} ms.`];
  if (corrected) parts.unshift(`Nothing for “${query}”; showing results for “${corrected}”.`);
  if (also.length > 0) parts.push(`Also searched for ${also.map((word) => `“${word}”`).join(', ')}.`);
  if (meant) parts.push(`Did you mean “${meant}”?`);
  return parts.join(' ');
}

let newest = new AbortController();

/** The newest query wins: the answer to an older one is not waited for. */
async function search() {
  newest.abort();
  newest = new AbortController();
  const { signal } = newest;
  const without = [...rules.querySelectorAll(':checked')].map((box) => box.value).join();
  const asked = { index: index.value, q: query.value, without, lang: lang.value, limit: limit.value };
  const parameters = new URLSearchParams(Object.entries(asked).filter(([name, value]) => name === 'q' || value));
  history.replaceState(null, '', `?${parameters}`);
  if (!form.checkValidity()) return;
  try {
    const answer = await ask(`search?${parameters}`, signal);
    hits.replaceChildren(...answer.hits.map(item));
    say(summary(answer));
  } catch (error) {
    if (signal.aborted) return;
    hits.replaceChildren();
    say(error.message, true);
  }
}

const look = document.querySelector('#look');

/** Shows the search box of the chosen index in the chosen theme, colours and policy. */
function showLook() {
  const { theme, scheme, policy } = look.elements;
  const chosen = { index: index.value, theme: theme.value, scheme: scheme.value, policy: policy.value };
  const address = `look?${new URLSearchParams(chosen)}`;
  document.querySelector('#preview').src = address;
  document.querySelector('#alone').href = address;
}

function showLanguages(languages) {
  const chosen = lang.value;
  lang.replaceChildren(new Option('All', ''), ...languages.map((tag) => new Option(tag)));
  lang.value = languages.includes(chosen) ? chosen : '';
}

async function start() {
  const choices = await ask('indexes');
  const label = ({ path, documents }) => `${path || '(the folder itself)'}: ${documents} documents`;
  index.append(...choices.indexes.map((found) => new Option(label(found), found.path)));
  rules.append(...choices.rules.map((rule) => make('label', {}, make('input', { type: 'checkbox', value: rule }), rule)));
  if (choices.indexes.length === 0) {
    say('There is no index in this folder: build one with `zoeklicht index`, and load this page again.', true);
    return;
  }
  const languages = () => choices.indexes[Math.max(index.selectedIndex, 0)].languages;
  // What was asked before the page was loaded again, or sent to a colleague.
  const asked = new URLSearchParams(location.search);
  const left = (asked.get('without') ?? '').split(',');
  rules.querySelectorAll('input').forEach((box) => (box.checked = left.includes(box.value)));
  query.value = asked.get('q') ?? '';
  limit.value = asked.get('limit') ?? limit.value;
  if (choices.indexes.some(({ path }) => path === asked.get('index'))) index.value = asked.get('index');
  showLanguages(languages());
  if (languages().includes(asked.get('lang'))) lang.value = asked.get('lang');
  look.elements.theme.append(...choices.themes.map((name) => new Option(name)));
  look.addEventListener('input', showLook);
  showLook();
  index.addEventListener('input', () => {
    showLanguages(languages());
    showLook();
  });
  form.addEventListener('input', search);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    search();
  });
  if (query.value) search();
}

start().catch((error) => say(error.message, true));
