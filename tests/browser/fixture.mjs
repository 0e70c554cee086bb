// A site for the tests of what a search shows: several languages, a page with many headings, dates, a PDF, synonyms and
// chosen results.

import { article, searchPage, site } from './site.mjs';

const CONFIG = `
[[synonyms]]
words = ["fiets", "rijwiel"]

[[pinned]]
query = "afval"
documents = ["ophaling.html"]
`;

const date = (day) => `<span data-zoeklicht-sort="date" data-zoeklicht-meta="updated">${day}</span>`;
const filler = 'De gemeente geeft hier uitleg in gewone taal, zodat iedereen weet wat er moet gebeuren. ';

/** Pages about waste, numbered, for lists that are longer than a page. */
const numbered = Object.fromEntries(Array.from({ length: 45 }, (_, at) => {
  const number = String(at + 1).padStart(2, '0');
  const body = `<p>Bericht ${number} over de buurtwerking. ${filler.repeat(15)}</p><p data-zoeklicht-filter="jaar">${2020 + (at % 3)}</p>${date(`20${10 + (at % 15)}-03-${String((at % 27) + 1).padStart(2, '0')}`)}`;
  return [`berichten/${number}.html`, article({ title: `Buurtwerking bericht ${number}`, body })];
}));

const many = Array.from({ length: 7 }, (_, at) => `<h2 id="deel-${at}">Subsidie voor stap ${at + 1}</h2><p>${filler}</p>`).join('');

export const ARTICLES = {
  ...numbered,
  'ophaling.html': article({ title: 'Ophaling aan huis', body: `<p>Wanneer wij afval ophalen. ${filler}</p>` }),
  'afval.html': article({ title: 'Afval', body: `<p>Afval, afval en nog eens afval sorteren. ${filler}</p>` }),
  'subsidie.html': article({ title: 'Aanvraag', body: many }),
  'rijwiel.html': article({ title: 'Rijwielstalling', body: `<p>Zet uw rijwiel in de stalling. ${filler}</p>` }),
  'fietsen.html': article({ title: 'Een fiets lenen', body: `<p>U kunt een fiets lenen. ${filler}</p>` }),
  'kinderopvang.html': article({ title: 'Kinderopvangtoeslag', body: `<p>De kinderopvangtoeslag aanvragen. ${filler}</p>` }),
  'opvang.html': article({ title: 'Opvang', body: `<p>Opvang na school. ${filler}</p>` }),
  'besluit.html': article({ title: 'Besluit over de omgeving', body: `<p>Besluit 2022/181 van de raad. ${filler}</p>` }),
  'ander-besluit.html': article({ title: 'Ander besluit', body: `<p>In 2022 kwamen 181 mensen. ${filler}</p>` }),
  'lang.html': article({
    title: 'Meervoudigepersoonlijkheidsstoornisbehandelingscentrum',
    body: `<p>Zie https://voorbeeld.be/${'heel-lang-pad/'.repeat(12)} voor de behandeling. ${filler}</p>`,
  }),
  'fr/velo.html': article({
    lang: 'fr', title: 'Louer un vélo à Bruxelles',
    body: '<p>Vous pouvez louer un vélo dans chaque quartier de la ville, avec une carte de la commune. Le vélo est gratuit.</p>',
  }),
  'fr/ecole.html': article({
    lang: 'fr', title: 'Inscrire votre enfant à l’école',
    body: '<p>Vous inscrivez votre enfant dans une école de la commune avant la rentrée. Le festival est gratuit.</p>',
  }),
  'de/fahrrad.html': article({
    lang: 'de', title: 'Ein Fahrrad leihen',
    body: '<p>Sie können in jedem Viertel der Stadt ein Fahrrad leihen, mit einer Karte der Gemeinde. Das Festival ist kostenlos.</p>',
  }),
  'festival.html': article({ title: 'Buurtfeest', body: `<p>Het festival in de buurt. ${filler}</p>` }),
};

/** Serves it with search pages: from name to the options of `searchPage`. */
export function fixture(pages = {}) {
  const made = Object.entries({ zoeken: {}, ...pages }).map(([name, options]) => [`${name}.html`, searchPage(options)]);
  return site(ARTICLES, { pages: Object.fromEntries(made), config: CONFIG });
}
