//! CSS selectors in a configuration: for sites that cannot add attributes to their pages.
//!
//! A selector says of the elements it matches what an attribute says of its own: `body` is `data-zoeklicht-body`, and so on.
//! The crate `scraper` matches them, over a copy of the tree that is only made if there are selectors.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use html5ever::tree_builder::{ElementFlags, NodeOrText, TreeSink as _};
use scraper::html::HtmlTreeSink;
use scraper::{ElementRef, Html};
use serde::{Deserialize, Serialize};

use crate::tree::{At, Edge, Tree};

/// A CSS selector, or several with commas between.
#[derive(Clone, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(with = "String"))]
pub struct Selector {
    text: String,
    parsed: scraper::Selector,
}

/// Which elements of a page say what, where its attributes do not.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Selectors {
    /// What holds the main content, as `data-zoeklicht-body`.
    pub body: Option<Selector>,
    /// What is left out of it, as `data-zoeklicht-ignore`.
    pub ignore: Vec<Selector>,
    /// What the page is called: the first element that matches.
    pub title: Option<Selector>,
    /// By the name of a filter, the elements with its values.
    pub filters: BTreeMap<String, Selector>,
    /// By the name of a sort key, the first element with its value.
    pub sort: BTreeMap<String, Selector>,
    /// By the name of what results show, the first element with its value.
    pub meta: BTreeMap<String, Selector>,
}

/// What an element is, as a selector says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark<'s> {
    Body,
    Ignored,
    Title,
    Filter(&'s str),
    Sort(&'s str),
    Meta(&'s str),
}

/// The elements of a page that selectors match, by their number.
#[derive(Default)]
pub(crate) struct Marks<'s>(HashMap<u32, Vec<Mark<'s>>>);

impl<'s> Marks<'s> {
    pub(crate) fn of(&self, at: At<'_>) -> &[Mark<'s>] {
        self.0.get(&at.number()).map_or(&[], Vec::as_slice)
    }
}

impl TryFrom<String> for Selector {
    type Error = String;

    fn try_from(text: String) -> Result<Selector, String> {
        match scraper::Selector::parse(&text) {
            Ok(parsed) => Ok(Selector { text, parsed }),
            // What the crate says of it is for developers.
            Err(_) => Err(format!("`{text}` is not a CSS selector, expected one such as `.content` or `main > p`")),
        }
    }
}

impl From<Selector> for String {
    fn from(selector: Selector) -> String {
        selector.text
    }
}

impl fmt::Debug for Selector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text.fmt(f)
    }
}

impl Selectors {
    /// Each selector with what it says.
    fn all(&self) -> Vec<(Mark<'_>, &Selector)> {
        let Selectors { body, ignore, title, filters, sort, meta } = self;
        let body = body.iter().map(|selector| (Mark::Body, selector));
        let ignored = ignore.iter().map(|selector| (Mark::Ignored, selector));
        let title = title.iter().map(|selector| (Mark::Title, selector));
        let filters = filters.iter().map(|(name, selector)| (Mark::Filter(name), selector));
        let sort = sort.iter().map(|(name, selector)| (Mark::Sort(name), selector));
        let meta = meta.iter().map(|(name, selector)| (Mark::Meta(name), selector));
        body.chain(ignored).chain(title).chain(filters).chain(sort).chain(meta).collect()
    }

    /// What they say of the elements of a page.
    pub(crate) fn mark(&self, tree: &Tree) -> Marks<'_> {
        let all = self.all();
        let mut marks = Marks::default();
        if all.is_empty() {
            return marks;
        }
        let page = HtmlTreeSink::new(Html::new_document());
        let (mut parents, mut elements) = (vec![page.get_document()], Vec::new());
        // What is in a template is not in the page.
        let mut template = None;
        for edge in tree.root().walk() {
            match edge {
                Edge::Close(at) if template == Some(at) => template = None,
                _ if template.is_some() => {}
                Edge::Open(at) => {
                    let Some(parent) = parents.last() else { continue };
                    if let Some((name, attributes)) = at.element() {
                        let element = page.create_element(name.clone(), attributes.to_vec(), ElementFlags::default());
                        page.append(parent, NodeOrText::AppendNode(element));
                        elements.push((at.number(), element));
                        match at.name() {
                            "template" => template = Some(at),
                            _ => parents.push(element),
                        }
                    } else if let Some(text) = at.text() {
                        page.append(parent, NodeOrText::AppendText(text.into()));
                    }
                }
                Edge::Close(at) if at.element().is_some() => drop(parents.pop()),
                Edge::Close(_) => {}
            }
        }
        let page = page.finish();
        for (number, element) in elements {
            let Some(element) = page.tree.get(element).and_then(ElementRef::wrap) else { continue };
            let matching = all.iter().filter(|(_, selector)| selector.parsed.matches(&element));
            let found: Vec<Mark<'_>> = matching.map(|(mark, _)| *mark).collect();
            if !found.is_empty() {
                marks.0.insert(number, found);
            }
        }
        marks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selectors_match_as_they_do_in_a_browser() {
        let page = "<div class='a b' id=x><p>een<p>twee</div><p data-x=1>drie<template><p>vier</template><b></b>";
        let check = |selector: &str, expected: &[&str]| {
            let tree = Tree::parse(page);
            let body = Some(Selector::try_from(selector.to_owned()).expect("a selector"));
            let selectors = Selectors { body, ..Selectors::default() };
            let marks = selectors.mark(&tree);
            let found = tree.root().descendants().filter(|at| marks.of(*at) == [Mark::Body]);
            let texts = found.map(|at| at.descendants().filter_map(At::text).collect::<String>());
            assert_eq!(texts.collect::<Vec<_>>(), expected, "{selector}");
        };
        check(".a.b > p", &["een", "twee"]);
        check("#x p:nth-child(2), [data-x='1']", &["twee", "drievier"]);
        check("div:has(p) + p", &["drievier"]);
        check("b:empty", &[""]);
        check("template p", &[]);
        for wrong in ["", "p[", "p::before", ".a >"] {
            assert!(Selector::try_from(wrong.to_owned()).is_err(), "{wrong}");
        }
    }
}
