// The page to try search on: writes the element anew when something is chosen, as a page of yours would have it.

const controls = document.querySelector('.controls');
const trial = document.querySelector('.trial');
const form = document.querySelector('#trial-form').content;
const markup = document.querySelector('#trial-markup');
const theme = document.createElement('link');
theme.rel = 'stylesheet';
// What the page has chosen for itself, and no other page need say.
const HERE = { src: '../zoeklicht/', load: 'idle', 'url-state': 'none' };

function show() {
  const selects = [...controls.querySelectorAll('select')];
  const { theme: name, ...chosen } = Object.fromEntries(selects.map((select) => [select.name, select.value]));
  if (name) {
    theme.href = `../assets/themes/${name}.css`;
    document.head.append(theme);
  } else {
    theme.remove();
  }
  const attributes = Object.entries(chosen).filter(([, value]) => value !== '');
  const element = document.createElement('zoeklicht-search');
  for (const [attribute, value] of Object.entries({ ...HERE, ...Object.fromEntries(attributes) })) element.setAttribute(attribute, value);
  element.append(form.cloneNode(true));
  trial.replaceChildren(element);
  const written = [['src', '/zoeklicht/'], ...attributes].map(([attribute, value]) => ` ${attribute}="${value}"`).join('');
  const link = name ? `<link rel="stylesheet" href="/themes/${name}.css">\n` : '';
  markup.textContent = `${link}<zoeklicht-search${written}>\n  <form role="search" …>\n</zoeklicht-search>`;
}

controls.addEventListener('change', show);
show();
