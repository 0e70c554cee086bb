//! A result as the page wants it: a copy of the page's own `<template data-part="result">`, filled with what was found.
//!
//! Invariants
//! - The markup is the page's; from the index come text and the values of a few attributes, never markup.
//! - An address is filled in only if it is harmless (see `link`), and only where following it is up to a person, or in an image.
//!
//! Not here: the item of the list in which the copy stands (see `hit`).

use wasm_bindgen::JsCast as _;
use web_sys::{Document, DocumentFragment, Element, HtmlTemplateElement, Node};
use zoeklicht_client::Hit;

use crate::hit::Links;
use crate::keys::LINK;
use crate::link;

/// Says in the template what goes where: `data-field="title href:url"` is the title as text and the address as `href`.
const FIELD: &str = "data-field";
/// The attributes that may be filled besides `href` of a link and `src` of an image: none of them can run or load anything.
const ATTRIBUTES: [&str; 6] = ["alt", "aria-label", "datetime", "hreflang", "lang", "title"];

/// What the page wants a result to look like.
#[derive(Clone, Debug, PartialEq)]
pub struct Template(DocumentFragment);

impl Template {
    /// The template in an element; none if it has none, or one without a link to the result.
    pub(crate) fn within(element: &Element) -> Option<Template> {
        let found = element.query_selector("template[data-part=result]").ok()??;
        let content = found.dyn_into::<HtmlTemplateElement>().ok()?.content();
        let has_link = content.query_selector(&format!("a[{FIELD}~='href:url']")).is_ok_and(|link| link.is_some());
        if !has_link {
            let message =
                "zoeklicht: the template for results has no link `<a data-field=\"href:url\">`, and is left out";
            web_sys::console::warn_1(&message.into());
        }
        has_link.then_some(Template(content))
    }

    /// A copy for a result that is to be found at `url`. An element is left out whose field the result does not have.
    pub(crate) fn filled(&self, document: &Document, hit: &Hit, url: &str, links: &Links) -> Vec<Node> {
        let Ok(copy) = document.import_node_with_deep(&self.0, true) else { return Vec::new() };
        let Ok(copy) = copy.dyn_into::<DocumentFragment>() else { return Vec::new() };
        let mut is_linked = false;
        for element in selected(&copy, &format!("[{FIELD}]")) {
            let fields = element.get_attribute(FIELD).unwrap_or_default();
            for field in fields.split_whitespace() {
                let done = match field.split_once(':') {
                    Some(("href", "url")) if is(&element, "a") => {
                        lead(&element, url, hit, links, !is_linked);
                        is_linked = true;
                        Some(())
                    }
                    Some((attribute, name)) => value(hit, name).map(|value| set(&element, attribute, &value)),
                    None if field == "excerpt" => (!hit.excerpt.is_empty()).then(|| quote(document, &element, hit)),
                    None => value(hit, field).map(|value| element.set_text_content(Some(&value))),
                };
                if done.is_none() {
                    element.remove();
                }
            }
        }
        let children = copy.child_nodes();
        (0..children.length()).filter_map(|at| children.get(at)).collect()
    }
}

/// A field of a result as text; none if it has no such field, or an empty one.
fn value(hit: &Hit, name: &str) -> Option<String> {
    let value = match name.split_once('.') {
        Some(("meta", key)) => hit.meta.iter().find(|(of, _)| of == key).map(|(_, value)| value.clone()),
        Some(("filter", key)) => hit.filters.iter().find(|(of, _)| of == key).map(|(_, values)| values.join(", ")),
        Some(_) => None,
        None => match name {
            "title" => Some(hit.title.clone()),
            "url" => Some(hit.url.clone()),
            "lang" => Some(hit.lang.clone()),
            _ => None,
        },
    };
    value.filter(|value| !value.is_empty())
}

/// Makes a link lead to the result. The first of a copy is the one that the keyboard reaches from the field.
fn lead(anchor: &Element, url: &str, hit: &Hit, links: &Links, is_first: bool) {
    let Some(url) = link::safe(url) else {
        drop(anchor.remove_attribute("href"));
        return;
    };
    put(anchor, "href", url);
    put(anchor, "referrerpolicy", "strict-origin");
    if !hit.lang.is_empty() {
        put(anchor, "hreflang", &hit.lang);
    }
    if let Some(target) = &links.target {
        put(anchor, "target", target);
        put(anchor, "rel", "noopener");
    }
    if is_first {
        drop(anchor.class_list().add_1(LINK));
    }
}

/// Fills in an attribute, if it is one that can be.
fn set(element: &Element, attribute: &str, value: &str) {
    let is_address = attribute == "href" && is(element, "a") || attribute == "src" && is(element, "img");
    if ATTRIBUTES.contains(&attribute) || is_address && link::safe(value).is_some() {
        put(element, attribute, value);
    }
}

fn put(element: &Element, attribute: &str, value: &str) {
    // It fails for names that are none, and these are ours.
    drop(element.set_attribute(attribute, value));
}

/// Puts the excerpt into an element, with what was found in `mark` elements.
fn quote(document: &Document, element: &Element, hit: &Hit) {
    element.set_text_content(None);
    for span in &hit.excerpt {
        let node: Option<Node> = if span.mark {
            let mark = document.create_element("mark").ok();
            mark.map(|mark| {
                mark.set_text_content(Some(&span.text));
                mark.into()
            })
        } else {
            Some(document.create_text_node(&span.text).into())
        };
        if let Some(node) = node {
            drop(element.append_child(&node));
        }
    }
}

fn selected(fragment: &DocumentFragment, selector: &str) -> Vec<Element> {
    let Ok(found) = fragment.query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|at| found.get(at)?.dyn_into().ok()).collect()
}

/// Whether an element is of that kind of HTML.
fn is(element: &Element, name: &str) -> bool {
    element.local_name() == name
}
