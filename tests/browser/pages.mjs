// What has to hold for every page of a whole site, the demo or the documentation.

import { createRequire } from 'node:module';
import { HtmlValidate, StaticConfigLoader } from 'html-validate';
import { doubts } from './doubts.mjs';

const axeSource = createRequire(import.meta.url)('axe-core').source;

/** What axe finds on a page: by all its rules, best practice, experimental and AAA too, if it is not told which. */
export async function findings(page, rules) {
  await page.evaluate(axeSource);
  const { violations, incomplete } = await page.evaluate((names) => {
    const rules = Object.fromEntries((names ?? axe.getRules().map(({ ruleId }) => ruleId)).map((name) => [name, { enabled: true }]));
    return axe.run(document, { rules, ...(names && { runOnly: names }), resultTypes: ['violations', 'incomplete'] });
  }, rules);
  return [...violations, ...doubts(incomplete)].flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`));
}

/** What html-validate has to say of the pages at `paths`, whose text `html` gives; `rules` are other than its own. */
export async function faults(paths, html, rules = {}) {
  const validator = new HtmlValidate(new StaticConfigLoader({
    extends: ['html-validate:recommended'],
    // Ids of headings are those that the indexer gives, in which any letter and digit may stand first.
    rules: { 'valid-id': ['error', { relaxed: true }], ...rules },
    elements: ['html5', { 'zoeklicht-search': { flow: true, phrasing: false, permittedContent: ['@flow'] } }],
  }));
  const said = [];
  for (const path of paths) {
    const { results } = await validator.validateString(html(path), path);
    said.push(...results.flatMap(({ messages }) => messages.map(({ line, ruleId, message }) => `${path}:${line}: ${ruleId}: ${message}`)));
  }
  return said;
}
