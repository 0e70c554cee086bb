// What axe cannot decide by itself, and why it is fine. Any other doubt fails a test.

const EXPLAINED = [
  // Only printed; AC-048 reads it there.
  { rule: /^hidden-content$/, target: /zoeklicht-print/ },
  // The buttons of the documentation's menu, on a large screen, and the menu on a small one: docs.test.mjs looks at both.
  { rule: /^hidden-content$/, target: /menu-button|popovertarget|^#menu$/ },
  // The footer of a test's own page, over which panel and suggestions lie.
  { rule: /^color-contrast/, target: /^footer/ },
  // axe fails to find its place within the dialog ("midpoint exceeds the grid bounds"); it is a link on a panel for AC-043.
  { rule: /^color-contrast/, target: /^\.zoeklicht-close$/ },
];

/** The results that axe calls incomplete, without what is explained. */
export function doubts(incomplete) {
  const isExplained = (id, { target }) => EXPLAINED.some((known) => known.rule.test(id) && known.target.test(target));
  return incomplete.map(({ id, nodes }) => ({ id, nodes: nodes.filter((node) => !isExplained(id, node)) }));
}
