//! What a page says of search: the element, its script, and policies in `<meta>`.

use scraper::{ElementRef, Html, Selector};

/// The parts of a page that matter here.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Page {
    pub(super) elements: Vec<Element>,
    /// The `src` of scripts that are called `zoeklicht.js`.
    pub(super) scripts: Vec<String>,
    /// Content security policies of the page itself.
    pub(super) policies: Vec<String>,
}

/// A `<zoeklicht-search>`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Element {
    /// Where its index is; none if it is in the bundle.
    pub(super) src: Option<String>,
    pub(super) has_form: bool,
}

impl Page {
    pub(super) fn read(html: &str) -> Page {
        let document = Html::parse_document(html);
        let all = |selector: &str| -> Vec<ElementRef<'_>> {
            // Ours are valid; one that were not would find nothing.
            Selector::parse(selector).map(|selector| document.select(&selector).collect()).unwrap_or_default()
        };
        let attribute = |element: &ElementRef<'_>, name| element.attr(name).map(str::to_owned);
        let with_form = all("zoeklicht-search form");
        let element = |element: ElementRef<'_>| Element {
            src: attribute(&element, "src"),
            has_form: with_form.iter().any(|form| form.ancestors().any(|node| node.id() == element.id())),
        };
        let is_ours = |src: &String| src.split(['?', '#']).next().is_some_and(|path| path.ends_with("zoeklicht.js"));
        let policies = all("meta[http-equiv='content-security-policy' i][content]");
        Page {
            elements: all("zoeklicht-search").into_iter().map(element).collect(),
            scripts: all("script[src]").iter().filter_map(|script| attribute(script, "src")).filter(is_ours).collect(),
            policies: policies.iter().filter_map(|meta| attribute(meta, "content")).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_tells_its_elements_scripts_and_policies() {
        let page = Page::read(
            "<!doctype html><meta http-equiv=Content-Security-Policy content=\"default-src 'self'\">\
             <script src='/zoeklicht/zoeklicht.js?v=2'></script><script src=/site.js></script>\
             <zoeklicht-search src=/zoeklicht/><form><input></form></zoeklicht-search><zoeklicht-search></zoeklicht-search>",
        );
        let element = |src: Option<&str>, has_form| Element { src: src.map(Into::into), has_form };
        assert_eq!(page.elements, [element(Some("/zoeklicht/"), true), element(None, false)]);
        assert_eq!(page.scripts, ["/zoeklicht/zoeklicht.js?v=2"]);
        assert_eq!(page.policies, ["default-src 'self'"]);
        assert_eq!(Page::read("Geen pagina"), Page::default());
    }
}
