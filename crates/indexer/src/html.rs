//! HTML, by the tree a browser would build (crate `scraper`, html5ever).
//!
//! Found are the title, the headings with their anchors and the main content; left out is what is not content:
//! scripts, navigation, page headers and footers, forms, what is hidden. `data-zoeklicht-*` attributes, and the same
//! with `data-pagefind-*`, say otherwise.

use ego_tree::NodeRef;
use ego_tree::iter::Edge;
use scraper::{ElementRef, Html, Node, Selector};
use zoeklicht_text::Lang;

use crate::document::{Document, Flow, Heading};
use crate::report::Problem;
use crate::source::One;

pub(crate) fn read(text: &str, place: &str) -> One {
    let page = Html::parse_document(text);
    let (mut description, mut robots) = (None, None);
    for meta in select(&page, "meta[name]") {
        let content = meta.attr("content");
        match meta.attr("name").unwrap_or_default().to_ascii_lowercase().as_str() {
            "description" => description = description.or(content),
            "robots" => robots = robots.or(content),
            _ => {}
        }
    }
    if robots.is_some_and(|content| content.to_ascii_lowercase().contains("noindex")) {
        return Err(Problem::excluded(place, "`noindex`"));
    }
    let mut document = Document {
        description: description.unwrap_or_default().trim().into(),
        lang: page.root_element().attr("lang").and_then(Lang::parse),
        ..Document::default()
    };
    // Each look through the tree costs as much as reading it; most pages have no attributes for us.
    let has_attributes = text.contains("data-zoeklicht-") || text.contains("data-pagefind-");
    let mut reader = Reader::default();
    for root in content_roots(&page, has_attributes) {
        reader.whole_body = root.value().name() == "body";
        reader.flow.new_line();
        reader.inside(*root);
    }
    let title = select(&page, "title").next().map(|title| one_line(title.text()));
    document.title = reader.h1.or(title).unwrap_or_default();
    document.text = reader.flow.finish();
    document.headings = reader.headings;
    if has_attributes {
        attributes(&page, &mut document);
    }
    if document.text.is_empty() && document.headings.is_empty() {
        let hint = "if it does have content, mark that with `<main>` or `data-zoeklicht-body`";
        return Err(Problem::skipped(place, "has no text in its main content", hint));
    }
    Ok((document, Vec::new()))
}

fn select<'a>(page: &'a Html, selector: &str) -> impl Iterator<Item = ElementRef<'a>> {
    // Ours, and tested; an invalid one selects nothing.
    let selector = Selector::parse(selector).ok();
    let all: Vec<_> = selector.iter().flat_map(|selector| page.select(selector).collect::<Vec<_>>()).collect();
    all.into_iter()
}

/// The elements that hold the content: what the author marked, else `main`, else an article, else the body.
fn content_roots(page: &Html, has_attributes: bool) -> Vec<ElementRef<'_>> {
    let choices = ["[data-zoeklicht-body], [data-pagefind-body]", "main, [role=main]", "article", "body"];
    let choices = &choices[usize::from(!has_attributes)..];
    let outermost = |found: Vec<ElementRef<'_>>| -> Vec<_> {
        let inside = |e: &ElementRef<'_>| e.ancestors().any(|up| found.iter().any(|other| other.id() == up.id()));
        found.iter().filter(|e| !inside(e)).map(|e| e.id()).collect()
    };
    let ids = choices.iter().map(|choice| outermost(select(page, choice).collect())).find(|ids| !ids.is_empty());
    ids.unwrap_or_default().into_iter().filter_map(|id| page.tree.get(id).and_then(ElementRef::wrap)).collect()
}

#[derive(Default)]
struct Reader {
    flow: Flow,
    headings: Vec<Heading>,
    h1: Option<String>,
    /// Whether the content is the whole body, so that its header and footer are the page's own.
    whole_body: bool,
    /// Whether it reads the inside of a heading, where a heading is only text.
    in_heading: bool,
}

impl Reader {
    /// Reads what is inside a node. Without recursion: pages may nest as deep as they like.
    fn inside(&mut self, root: NodeRef<'_, Node>) {
        let mut left_out = None;
        for edge in root.traverse() {
            match edge {
                Edge::Open(node) if left_out.is_none() && node.id() != root.id() => match node.value() {
                    Node::Text(text) => self.flow.add(text),
                    Node::Element(_) => {
                        let goes_in = ElementRef::wrap(node).is_some_and(|element| self.open(element));
                        left_out = (!goes_in).then_some(node.id());
                    }
                    _ => {}
                },
                Edge::Close(node) if left_out == Some(node.id()) => left_out = None,
                Edge::Close(node) if left_out.is_none() && node.id() != root.id() => {
                    if let Node::Element(element) = node.value() {
                        self.space(element.name());
                    }
                }
                _ => {}
            }
        }
    }

    /// Starts an element; whether to read what is in it.
    fn open(&mut self, element: ElementRef<'_>) -> bool {
        let name = element.value().name();
        if self.is_left_out(element) {
            return false;
        }
        if let Some(level) = heading_level(name).filter(|_| !self.in_heading) {
            self.heading(element, level);
            return false;
        }
        self.space(name);
        // The alternative text is what an image says.
        if let Some(alt) = element.attr("alt").filter(|_| name == "img") {
            self.flow.add(alt);
        }
        true
    }

    /// What the beginning or the end of an element puts between the words around it.
    fn space(&mut self, name: &str) {
        match name {
            "td" | "th" | "img" => self.flow.add(" "),
            _ if is_block(name) => self.flow.new_line(),
            _ => {}
        }
    }

    fn is_left_out(&self, element: ElementRef<'_>) -> bool {
        let has = |name| element.attr(name).is_some();
        let role = element.attr("role").unwrap_or_default();
        let page_frame = || self.whole_body && !element.ancestors().any(|up| is_article(up.value()));
        match element.value().name() {
            "script" | "style" | "template" | "noscript" | "nav" | "form" | "button" | "select" | "textarea"
            | "svg" | "iframe" | "object" | "video" | "audio" | "canvas" | "dialog" | "datalist" => return true,
            "header" | "footer" if page_frame() => return true,
            _ => {}
        }
        has("hidden")
            || has("data-zoeklicht-ignore")
            || has("data-pagefind-ignore")
            || element.attr("aria-hidden") == Some("true")
            || matches!(role, "navigation" | "search" | "banner" | "contentinfo")
    }

    fn heading(&mut self, element: ElementRef<'_>, level: u8) {
        // A reader of its own, so that hidden parts (such as a link sign) stay out of headings too.
        let mut inside = Reader { in_heading: true, ..Reader::default() };
        inside.inside(*element);
        let text = inside.flow.finish().replace('\n', " ");
        self.flow.new_line();
        if text.is_empty() {
            return;
        }
        if level == 1 && self.h1.is_none() {
            self.h1 = Some(text);
            return;
        }
        let own = element.attr("id");
        let within = || element.descendants().skip(1).find_map(|node| node.value().as_element()?.attr("id"));
        // Documentation generators put the anchor on the section around a heading that opens it.
        let around = || {
            let parent = element.parent().and_then(ElementRef::wrap)?;
            let blank = |node: NodeRef<'_, Node>| node.value().as_text().is_some_and(|text| text.trim().is_empty());
            let opens = element.prev_siblings().all(blank);
            parent.attr("id").filter(|_| opens)
        };
        let anchor = own.or_else(within).or_else(around).unwrap_or_default();
        self.headings.push(Heading { level, text, anchor: anchor.into(), start: self.flow.text.len() });
    }
}

fn is_article(node: &Node) -> bool {
    node.as_element().is_some_and(|element| matches!(element.name(), "article" | "main" | "section"))
}

fn heading_level(name: &str) -> Option<u8> {
    match name {
        "h1" => Some(1),
        "h2" => Some(2),
        "h3" => Some(3),
        "h4" => Some(4),
        "h5" => Some(5),
        "h6" => Some(6),
        _ => None,
    }
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "br"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "legend"
            | "li"
            | "main"
            | "menu"
            | "ol"
            | "option"
            | "p"
            | "pre"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "tfoot"
            | "thead"
            | "tr"
            | "ul"
    )
}

fn one_line<'a>(parts: impl Iterator<Item = &'a str>) -> String {
    let mut flow = Flow::default();
    parts.for_each(|part| flow.add(part));
    flow.finish()
}

/// `data-zoeklicht-filter="jaar:2021"`, `="jaar[content]"` for the value of an attribute, or `="jaar"` for the text of
/// the element; several with commas between. The same for `-sort` and `-meta`.
fn attributes(page: &Html, document: &mut Document) {
    for (zoeklicht, pagefind) in [
        ("data-zoeklicht-filter", "data-pagefind-filter"),
        ("data-zoeklicht-sort", "data-pagefind-sort"),
        ("data-zoeklicht-meta", "data-pagefind-meta"),
    ] {
        for element in select(page, &format!("[{zoeklicht}], [{pagefind}]")) {
            let Some(given) = element.attr(zoeklicht).or_else(|| element.attr(pagefind)) else { continue };
            for (name, value) in pairs(given, element) {
                match zoeklicht {
                    "data-zoeklicht-filter" => document.add_filter(&name, &value),
                    "data-zoeklicht-sort" if name == "date" => document.set_date(&value),
                    "data-zoeklicht-sort" => drop(document.sort.insert(name, value)),
                    _ if name == "title" => document.title = value,
                    _ => drop(document.meta.insert(name, value)),
                }
            }
        }
    }
}

fn pairs(given: &str, element: ElementRef<'_>) -> Vec<(String, String)> {
    // A value after a colon may hold commas itself, and then is the only one.
    if let Some((name, value)) = given.split_once(':').filter(|(name, _)| !name.contains([',', '['])) {
        return vec![(name.trim().into(), value.trim().into())];
    }
    let one = |part: &str| {
        let part = part.trim();
        let (name, value) = match part.split_once('[') {
            Some((name, attribute)) => (name, element.attr(attribute.trim_end_matches(']'))?.trim().to_owned()),
            None => (part, one_line(element.text())),
        };
        (!name.is_empty() && !value.is_empty()).then(|| (name.trim().to_owned(), value))
    };
    given.split(',').filter_map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(page: &str) -> Document {
        read(page, "x.html").expect("text").0
    }

    #[test]
    fn content_is_found_and_the_rest_left_out() {
        let page = document(
            "<!doctype html><html lang=nl-BE><head><title>Titel – Site</title><meta name=Description content=' Kort. '>\
             <style>p{}</style></head><body><header>Kop</header><nav>Menu</nav><main><h1>Titel</h1><p>Een<b>twee</b></p>\
             <p>drie<br>vier<script>weg()</script></p><div hidden>weg</div><h2 id=wie>Wie <span aria-hidden=true>#</span>\
             </h2><ul><li>a<li>b</ul><table><tr><td>c<td>d</table></main><footer>Voet</footer>",
        );
        assert_eq!(page.title, "Titel");
        assert_eq!(page.description, "Kort.");
        assert_eq!(page.lang.map(|lang| lang.to_string()).as_deref(), Some("nl"));
        assert_eq!(page.text, "Eentwee\ndrie\nvier\na\nb\nc d");
        assert_eq!(page.headings, [Heading { level: 2, text: "Wie".into(), anchor: "wie".into(), start: 18 }]);
        assert_eq!(&page.text[18..], "a\nb\nc d");
    }

    #[test]
    fn minified_pages_do_not_glue_words() {
        let page = document(
            "<title>T</title><p>een</p><p>twee</p><div>drie</div>vier<img alt=vijf src=x>zes<dl><dt>a<dd>b</dl>",
        );
        assert_eq!(page.text, "een\ntwee\ndrie\nvier vijf zes\na\nb");
        assert_eq!(page.title, "T");
    }

    #[test]
    fn a_header_within_an_article_is_content() {
        let page =
            document("<body><header>weg</header><article><header><h1>Kop</h1>intro</header><p>tekst</p></article>");
        assert_eq!((page.title.as_str(), page.text.as_str()), ("Kop", "intro\ntekst"));
    }

    #[test]
    fn anchors_are_found_on_the_heading_in_it_and_around_it() {
        let page = document(
            "<main><h2 id=a>A</h2><h2><a id=b></a>B</h2><section id=c><h2>C</h2>x</section><section id=d>x<h2>D</h2></section>",
        );
        let anchors: Vec<_> = page.headings.iter().map(|heading| heading.anchor.as_str()).collect();
        assert_eq!(anchors, ["a", "b", "c", ""]);
    }

    #[test]
    fn attributes_give_filters_sort_keys_and_metadata() {
        let page = document(
            "<meta data-zoeklicht-filter='jaar[content]' content=2021><meta data-pagefind-sort='date[content]' content=2021-05-07>\
             <main><p data-zoeklicht-filter='soort:Nota, kort'>x</p><i data-pagefind-filter=thema>NT2</i>\
             <img data-pagefind-meta='image[src], image_alt[alt]' src=/a.png alt=Foto><p data-pagefind-ignore>weg</p>",
        );
        assert_eq!(page.filters["jaar"], ["2021"]);
        assert_eq!(page.filters["soort"], ["Nota, kort"]);
        assert_eq!(page.filters["thema"], ["NT2"]);
        assert_eq!(page.sort["date"], "2021-05-07");
        assert_eq!((page.meta["image"].as_str(), page.meta["image_alt"].as_str()), ("/a.png", "Foto"));
        assert!(!page.text.contains("weg"));
    }

    #[test]
    fn depth_costs_nothing() {
        let page = document(&format!("<main>{}tekst", "<div><h2>x".repeat(2_000)));
        assert!(page.text.ends_with("tekst") || page.headings.iter().any(|heading| heading.text.ends_with("tekst")));
    }

    #[test]
    fn an_author_can_mark_the_body_and_refuse_the_index() {
        let page = document(
            "<main>weg<div data-zoeklicht-body>een<div data-pagefind-body>twee</div></div></main><p data-pagefind-body>drie",
        );
        assert_eq!(page.text, "een\ntwee\ndrie");
        assert!(read("<meta name=robots content='NOINDEX, follow'><p>x", "x").is_err());
        assert!(read("<main></main>", "x").is_err());
    }
}
