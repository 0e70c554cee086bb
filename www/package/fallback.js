// The form inside the element, for a server that renders pages: it works before scripts do, and without them.

// As the element draws it where a page has no form of its own (crates/widget/src/strings.rs).
const WORDS = {
  nl: { landmark: 'Deze website doorzoeken', label: 'Wat zoekt u?', submit: 'Zoeken' },
  fr: { landmark: 'Rechercher sur ce site', label: 'Que cherchez-vous\u202f?', submit: 'Rechercher' },
  de: { landmark: 'Diese Website durchsuchen', label: 'Was suchen Sie?', submit: 'Suchen' },
  en: { landmark: 'Search this website', label: 'What are you looking for?', submit: 'Search' },
};

/** The HTML of the form. Whatever the options hold stands in it as text. */
export function renderFallback(options = {}) {
  const { action = '', name = 'q', id = 'zoeklicht-q', lang = 'en', value = '' } = options;
  const words = WORDS[lang.slice(0, 2).toLowerCase()] ?? WORDS.en;
  const { landmark = words.landmark, label = words.label, submit = words.submit } = options;
  const field = attributes({
    id, name, type: 'search', enterkeyhint: 'search', autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false', value,
  });
  return `<form${attributes({ class: 'zoeklicht-form', role: 'search', 'aria-label': landmark, action, method: 'get' })}>`
    + `<label${attributes({ for: id })}>${escaped(label)}</label>`
    + `<input${field}>`
    + `<button type="submit">${escaped(submit)}</button></form>`;
}

/** Those that are empty are left out. */
function attributes(values) {
  const given = Object.entries(values).filter(([, value]) => value !== '');
  return given.map(([name, value]) => ` ${name}="${escaped(value)}"`).join('');
}

const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escaped(text) {
  return String(text).replace(/[&<>"']/g, (character) => ENTITIES[character]);
}
