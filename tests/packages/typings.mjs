// What editors and frameworks know of the element: writes custom-elements.json and all that is made from it into
// www/package, or into another folder.
//
//   node typings.mjs [FOLDER]
//
// Nothing is described here. Members and events come from zoeklicht.d.ts, attributes from the comment at the top of
// zoeklicht.js, custom properties from the table in README.md; the type of an attribute is that of the code that reads it.

import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { create, ts } from '@custom-elements-manifest/analyzer/index.js';
import { getWebTypesData } from 'custom-element-jet-brains-integration';
import { getVsCodeCssCustomData, getVsCodeHtmlCustomData } from 'custom-element-vs-code-integration';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PACKAGE = join(ROOT, 'www/package');
const TAG = 'zoeklicht-search';

const read = (name) => readFileSync(join(PACKAGE, name), 'utf8');

/** The rows of a list in the comment at the top of zoeklicht.js: [name, text]. */
function listed(heading, source = read('zoeklicht.js')) {
  const after = source.slice(source.indexOf(`\n// ${heading}`)).split('\n').slice(2);
  const rows = [];
  for (const line of after) {
    const [, name, text] = /^\/\/ {3}([a-z][\w:, -]*?) {2,}(.+)$/.exec(line) ?? [];
    const [, more] = /^\/\/ {4,}(.+)$/.exec(line) ?? [];
    if (name) rows.push([name, text]);
    else if (more) rows.at(-1)[1] += ` ${more}`;
    else return rows;
  }
  return rows;
}

/** The code that reads attributes. */
function readers() {
  const widget = join(ROOT, 'crates/widget/src');
  return [read('zoeklicht.js'), ...readdirSync(widget).map((file) => readFileSync(join(widget, file), 'utf8'))].join('\n');
}

/** Whether an attribute is there or not, a number, one of the values that its description quotes, or any text. */
function typeOf(name, text, code) {
  const isRead = (pattern) => new RegExp(pattern.replace('NAME', name)).test(code);
  if (isRead('number\\("NAME"')) return 'number';
  if (!isRead('(get_?attribute|text)\\(["\']NAME["\']') && isRead('has_?attribute\\(["\']NAME["\']')) return 'boolean';
  // In braces stands an example.
  const quoted = [...text.replace(/such as .*|\{.*\}/, '').matchAll(/"(\w+)"/g)].map(([, value]) => value);
  const is = quoted.filter((value) => code.includes(`"${value}"`) || code.includes(`'${value}'`));
  return is.length > 0 && name !== 'sort' ? [...new Set(is)].map((value) => `'${value}'`).join(' | ') : 'string';
}

/** The attributes of the element, as the manifest has them. */
function attributes() {
  const code = readers().replace(/([gs]et|has)(_a|A)ttribute/gi, (match) => match.toLowerCase().replace('_', ''));
  return listed('Attributes').map(([name, description]) => {
    const [, value] = /\(default:? "?(\w+)"?\)/.exec(description) ?? /"(\w+)" \(default/.exec(description) ?? [];
    return { name, type: { text: typeOf(name, description, code) }, description, ...(value && { default: value }) };
  });
}

/** The events of the element, with the types of zoeklicht.d.ts. */
function events() {
  const types = new Map([...read('zoeklicht.d.ts').matchAll(/'(zoeklicht:\w+)': (.+);/g)].map(([, name, type]) => [name, type]));
  return listed('Events').flatMap(([names, description]) =>
    names.split(', ').map((name) => ({ name, type: { text: types.get(name) }, description })));
}

/** The custom properties of the style sheet. */
function cssProperties() {
  const rows = read('README.md').matchAll(/^\| `([\w-]+)` \| ([^|]+) \| `([^`]+)` \| .*\|$/gm);
  return [...rows].map(([, name, description, value]) => ({ name: `--zoeklicht-${name}`, description, default: value }));
}

/** The parts of the element. */
function cssParts() {
  const [, section] = read('README.md').split('\n### Parts\n');
  const rows = section.slice(0, section.indexOf('\n#')).matchAll(/^\| `(\w+)` \| ([^|]+) \|$/gm);
  return [...rows].map(([, name, description]) => ({ name, description: description.trim() }));
}

/** Completes what the analyzer finds in zoeklicht.d.ts. */
const describe = {
  name: 'describe',
  packageLinkPhase({ customElementsManifest }) {
    const [module] = customElementsManifest.modules;
    const element = module.declarations.find(({ name }) => name === 'ZoeklichtSearch');
    module.path = 'element.js';
    Object.assign(element, {
      customElement: true,
      tagName: TAG,
      attributes: attributes(),
      events: events(),
      cssProperties: cssProperties(),
      cssParts: cssParts(),
      slots: [{ name: '', description: 'the form of the page; without one the element draws it' }],
    });
    module.declarations = [element];
    const declaration = { name: 'ZoeklichtSearch', module: module.path };
    module.exports = [
      { kind: 'js', name: 'ZoeklichtSearch', declaration },
      { kind: 'custom-element-definition', name: TAG, declaration },
    ];
  },
};

/** Writes all files into a folder. */
export function write(folder) {
  mkdirSync(folder, { recursive: true });
  const source = ts.createSourceFile('zoeklicht.d.ts', read('zoeklicht.d.ts'), ts.ScriptTarget.ES2022, true);
  const manifest = create({ modules: [source], plugins: [describe], context: { dev: false } });
  manifest.schemaVersion = '2.1.0';
  // What the manifest says in fields of its own need not stand in the description too.
  const brief = { hideCssPropertiesDocs: true, hideEventDocs: true, hideSlotDocs: true, hideMethodDocs: true };
  const { name, version } = JSON.parse(read('package.json'));
  const files = {
    'custom-elements.json': manifest,
    'vscode.html.json': JSON.parse(getVsCodeHtmlCustomData(manifest, brief)),
    'vscode.css.json': JSON.parse(getVsCodeCssCustomData(manifest, brief)),
    // The generator takes name and version from the folder it runs in.
    'web-types.json': { ...JSON.parse(getWebTypesData(manifest, brief)), name, version },
  };
  for (const [file, content] of Object.entries(files)) {
    writeFileSync(join(folder, file), `${JSON.stringify(content, null, 2)}\n`);
  }
  writeFileSync(join(folder, 'attributes.d.ts'), types(attributes()));
}

/** The attributes for TypeScript: the typings of React, Vue and Svelte take them from here. */
function types(attributes) {
  const lines = attributes.flatMap(({ name, type: { text }, description }) => {
    // In markup a number is text, and an attribute without a value is the empty one.
    const type = { number: 'number | `${number}`', boolean: "boolean | ''" }[text] ?? text;
    return [`  /** ${description} */`, `  ${/^\w+$/.test(name) ? name : `'${name}'`}?: ${type};`];
  });
  return ['// Written by tests/packages/typings.mjs.', '', '/** The attributes of `<zoeklicht-search>`. */',
    'export interface ZoeklichtAttributes {', ...lines, '}', ''].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) write(process.argv[2] ?? PACKAGE);
