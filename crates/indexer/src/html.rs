//! HTML, by the tree a browser would build (see `tree`).
//!
//! Found are the title, the headings with their anchors and the main content; left out is what is not content:
//! scripts, navigation, page headers and footers, forms, what is hidden. `data-zoeklicht-*` attributes, and the same
//! with `data-pagefind-*`, say otherwise.

use std::ops::Range;

use zoeklicht_text::Lang;

use crate::code::Code;
use crate::document::{Document, Flow, Heading, WEIGHT};
use crate::message;
use crate::report::Problem;
use crate::selectors::{Mark, Marks, Selectors};
use crate::source::One;
use crate::tree::{At, Edge, Tree};

pub(crate) fn read(text: &str, place: &str, selectors: &Selectors) -> One {
    let tree = Tree::parse(text);
    let marks = selectors.mark(&tree);
    let page = Page::of(&tree, &marks);
    let says = |rule: &&str| ["noindex", "none"].iter().any(|no| rule.trim().eq_ignore_ascii_case(no));
    if let Some(rule) = page.robots.and_then(|content| content.split(',').find(says)) {
        return Err(Problem::excluded(place, &message!("`{0}`", "`{0}`", rule.trim())));
    }
    let mut document = Document {
        description: page.description.or(page.social_description).unwrap_or_default().trim().into(),
        // As the page writes it: what it is relative to, only the caller knows.
        url: page.canonical.unwrap_or_default().trim().into(),
        ..Document::default()
    };
    let mut reader = Reader { marks: Some(&marks), title: page.selected_title, weight: WEIGHT, ..Reader::default() };
    let mut problems = Vec::new();
    let is_marked = page.roots[..BODY].iter().any(|roots| !roots.is_empty());
    if !is_marked {
        let help = message!("put the content in `<main>`", "zet de inhoud in `<main>`");
        let reason = message!("does not mark its main content", "duidt de inhoud niet aan");
        problems.push(Problem::new(Code::NoMain, place, reason, help));
    }
    for root in page.roots.into_iter().find(|roots| !roots.is_empty()).unwrap_or_default() {
        let lang = lang_of(root).or_else(|| root.ancestors().find_map(lang_of));
        document.lang = document.lang.or(lang);
        reader.whole_body = root.name() == "body";
        reader.flow.new_line();
        reader.speak(lang);
        reader.weigh(weight_of(root).or_else(|| root.ancestors().find_map(weight_of)).unwrap_or(WEIGHT));
        reader.inside(root);
    }
    reader.speak(None);
    reader.weigh(WEIGHT);
    (document.langs, document.weights) = (reader.langs, reader.weights);
    // The first heading, too, is something to search.
    let has_headings = reader.h1.is_some() || !reader.headings.is_empty();
    let social_title = || page.social_title.unwrap_or_default().trim().to_owned();
    let title = page.title.map(text_of).filter(|title| !title.is_empty()).unwrap_or_else(social_title);
    let selected_title = || page.selected_title.map(value_of).filter(|title| !title.is_empty());
    match reader.h1.or_else(selected_title) {
        Some(h1) => (document.title, document.other_title) = (h1, title),
        None => document.title = title,
    }
    document.text = reader.flow.finish();
    document.headings = reader.headings;
    page.marked.into_iter().for_each(|element| attributes(element, &mut document));
    page.selected.into_iter().for_each(|(mark, element)| selected(mark, element, &mut document));
    if document.text.is_empty() && !has_headings {
        let help = message!(
            "if it does have content, mark that with `<main>` or `data-zoeklicht-body`",
            "is er wel inhoud, duid ze dan aan met `<main>` of `data-zoeklicht-body`"
        );
        let reason = message!("has no text in its main content", "heeft geen tekst in de inhoud");
        return Err(Problem::new(Code::NoText, place, reason, help));
    }
    if tree.is_cut {
        let help = message!(
            "close its elements; what comes after is not searched",
            "sluit de elementen; wat erna komt, wordt niet doorzocht"
        );
        let reason = message!("nests its elements too deeply", "heeft te veel elementen in elkaar");
        problems.push(Problem::new(Code::NestedTooDeeply, place, reason, help));
    }
    Ok((document, problems))
}

/// The greatest weight, in tenths.
const WEIGHT_MAX: u8 = 100;

/// Whether a page says for Pagefind which part of it is its content.
pub(crate) fn names_body_for_pagefind(text: &str) -> bool {
    let names = |edge| matches!(edge, Edge::Open(at) if at.attribute(PAGEFIND_BODY).is_some());
    Tree::parse(text).root().walk().any(names)
}

/// What marks the content of a page for Pagefind.
pub(crate) const PAGEFIND_BODY: &str = "data-pagefind-body";
/// The same for us alone.
pub(crate) const OWN_BODY: &str = "data-zoeklicht-body";

/// Where in [`Page::roots`] the body is.
const BODY: usize = 3;

/// What one look through a page finds.
#[derive(Default)]
struct Page<'t> {
    title: Option<At<'t>>,
    description: Option<&'t str>,
    /// What it is called where people share it (the Open Graph protocol).
    social_title: Option<&'t str>,
    social_description: Option<&'t str>,
    canonical: Option<&'t str>,
    robots: Option<&'t str>,
    /// The elements that hold the content, none within another of its kind: what the author marked, else `main`, else
    /// an article, else the body.
    roots: [Vec<At<'t>>; 4],
    /// Elements with filters, sort keys or metadata.
    marked: Vec<At<'t>>,
    /// What selectors say: the title, and elements with filters, sort keys or metadata.
    selected_title: Option<At<'t>>,
    selected: Vec<(Mark<'t>, At<'t>)>,
}

impl<'t> Page<'t> {
    fn of(tree: &'t Tree, marks: &Marks<'t>) -> Page<'t> {
        let mut page = Page::default();
        // The element of each kind of root that the walk is in.
        let mut within: [Option<At<'t>>; 4] = [None; 4];
        let mut unread = None;
        for edge in tree.root().walk() {
            match edge {
                Edge::Close(at) if unread == Some(at) => unread = None,
                _ if unread.is_some() => {}
                Edge::Open(at) if is_ignored_whole(at) => unread = Some(at),
                Edge::Open(at) if !at.name().is_empty() => {
                    for kind in page.look_at(at, marks) {
                        if within[kind].is_none() {
                            within[kind] = Some(at);
                            page.roots[kind].push(at);
                        }
                    }
                }
                Edge::Open(_) => {}
                Edge::Close(at) => {
                    within.iter_mut().filter(|root| **root == Some(at)).for_each(|root| *root = None);
                }
            }
        }
        page
    }

    /// Notes what an element says; which kinds of root it is.
    fn look_at(&mut self, at: At<'t>, marks: &Marks<'t>) -> impl Iterator<Item = usize> + use<'t> {
        let name = at.name();
        let mut is = [false, name == "main", name == "article", name == "body"];
        for mark in marks.of(at) {
            match mark {
                Mark::Body => is[0] = true,
                Mark::Title => self.selected_title = self.selected_title.or(Some(at)),
                // The reader asks itself.
                Mark::Ignored => {}
                Mark::Filter(_) | Mark::Sort(_) | Mark::Meta(_) => self.selected.push((*mark, at)),
            }
        }
        let mut is_marked = false;
        for (attribute, value) in at.attributes() {
            match attribute {
                OWN_BODY | PAGEFIND_BODY => is[0] = true,
                "role" if value == "main" => is[1] = true,
                "name" | "property" if name == "meta" => self.look_at_meta(value, at.attribute("content")),
                _ => is_marked |= ATTRIBUTES.iter().any(|names| names.contains(&attribute)),
            }
        }
        if is_marked {
            self.marked.push(at);
        }
        let in_head = || at.parent().is_some_and(|parent| parent.name() == "head");
        match name {
            // Drawings have titles too.
            "title" if !at.ancestors().any(|up| up.name() == "svg") => self.title = self.title.or(Some(at)),
            "link" if in_head() && is_canonical(at) => self.canonical = self.canonical.or(at.attribute("href")),
            _ => {}
        }
        (0..is.len()).filter(move |kind| is[*kind])
    }

    fn look_at_meta(&mut self, name: &str, content: Option<&'t str>) {
        if name.eq_ignore_ascii_case("description") {
            self.description = self.description.or(content);
        } else if name.eq_ignore_ascii_case("robots") {
            self.robots = self.robots.or(content);
        } else if name.eq_ignore_ascii_case("og:title") {
            self.social_title = self.social_title.or(content);
        } else if name.eq_ignore_ascii_case("og:description") {
            self.social_description = self.social_description.or(content);
        }
    }
}

#[derive(Default)]
struct Reader<'t> {
    flow: Flow,
    headings: Vec<Heading>,
    /// The heading that is the title of the page.
    h1: Option<String>,
    /// The element that a selector says is the title; else it is the first `h1`.
    title: Option<At<'t>>,
    marks: Option<&'t Marks<'t>>,
    /// Whether the content is the whole body, so that its header and footer are the page's own.
    whole_body: bool,
    /// Whether it reads the inside of a heading, where a heading is only text.
    in_heading: bool,
    /// The language of what it reads, if that is known, and where in the text that began.
    lang: Option<Lang>,
    lang_start: usize,
    /// What it has read of each language.
    langs: Vec<(Range<usize>, Lang)>,
    /// How much counts what it reads, in tenths, and where in the text that began.
    weight: u8,
    weight_start: usize,
    /// What it has read of each weight but that of most text.
    weights: Vec<(Range<usize>, u8)>,
}

impl<'t> Reader<'t> {
    fn inside(&mut self, root: At<'t>) {
        let mut left_out = None;
        // The elements around that say their language, with the language around each; and so of weights.
        let (mut spoken, mut weighed) = (Vec::new(), Vec::new());
        for edge in root.walk() {
            match edge {
                Edge::Open(at) if left_out.is_none() => match at.text() {
                    Some(text) => self.flow.add(text),
                    None if at.name().is_empty() => {}
                    None if !self.open(at) => left_out = Some(at),
                    None => {
                        if let Some(lang) = lang_of(at) {
                            spoken.push((at, self.lang));
                            self.speak(Some(lang));
                        }
                        if let Some(weight) = weight_of(at) {
                            weighed.push((at, self.weight));
                            self.weigh(weight);
                        }
                    }
                },
                Edge::Close(at) if left_out == Some(at) => left_out = None,
                Edge::Close(at) if left_out.is_none() => {
                    self.space(at.name());
                    if let Some((_, around)) = spoken.pop_if(|(element, _)| *element == at) {
                        self.speak(around);
                    }
                    if let Some((_, around)) = weighed.pop_if(|(element, _)| *element == at) {
                        self.weigh(around);
                    }
                }
                _ => {}
            }
        }
    }

    /// What comes from here on is in this language.
    fn speak(&mut self, lang: Option<Lang>) {
        let here = self.flow.text.len();
        if let Some(lang) = self.lang.filter(|_| self.lang_start < here) {
            self.langs.push((self.lang_start..here, lang));
        }
        (self.lang, self.lang_start) = (lang, here);
    }

    /// What comes from here on counts as much.
    fn weigh(&mut self, weight: u8) {
        let here = self.flow.text.len();
        if self.weight != WEIGHT && self.weight_start < here {
            self.weights.push((self.weight_start..here, self.weight));
        }
        (self.weight, self.weight_start) = (weight, here);
    }

    /// Starts an element; whether to read what is in it.
    fn open(&mut self, element: At<'t>) -> bool {
        let name = element.name();
        if self.is_left_out(element) {
            // What is not read still stands between the words around it.
            self.space(name);
            return false;
        }
        self.attributes(element);
        if name == "svg" {
            // Its title is what a drawing says, as the alternative text is of an image.
            let title = element.children().find(|at| at.name() == "title").map(text_of);
            title.iter().for_each(|title| self.flow.add(&format!(" {title} ")));
            return false;
        }
        if let Some(level) = heading_level(name).filter(|_| !self.in_heading) {
            self.heading(element, level);
            return false;
        }
        self.space(name);
        // The alternative text is what an image says.
        if let Some(alt) = element.attribute("alt").filter(|_| name == "img") {
            self.flow.add(alt);
        }
        true
    }

    /// The attributes whose values are content, as the author says.
    fn attributes(&mut self, element: At<'_>) {
        let given = ["data-zoeklicht-index-attrs", "data-pagefind-index-attrs"];
        let names = given.iter().find_map(|name| element.attribute(name)).unwrap_or_default().split(',').map(str::trim);
        // The alternative text of an image is content anyway.
        for name in names.filter(|name| !(*name == "alt" && element.name() == "img")) {
            if let Some(value) = element.attribute(name) {
                self.flow.add(&format!(" {value} "));
            }
        }
    }

    /// What the beginning or the end of an element puts between the words around it.
    fn space(&mut self, name: &str) {
        match name {
            "td" | "th" | "img" | "button" | "select" | "textarea" | "iframe" | "object" | "video" | "audio"
            | "canvas" => self.flow.add(" "),
            _ if is_block(name) => self.flow.new_line(),
            _ => {}
        }
    }

    fn is_left_out(&self, element: At<'_>) -> bool {
        if self.marks.is_some_and(|marks| marks.of(element).contains(&Mark::Ignored)) {
            return true;
        }
        let page_frame = || {
            let is_article = |up: At<'_>| matches!(up.name(), "article" | "main" | "section");
            self.whole_body && !element.ancestors().any(is_article)
        };
        match element.name() {
            "script" | "style" | "template" | "noscript" | "nav" | "form" | "button" | "select" | "textarea"
            | "iframe" | "object" | "video" | "audio" | "canvas" | "datalist" => return true,
            "dialog" if element.attribute("open").is_none() => return true,
            "header" | "footer" if page_frame() => return true,
            "a" if is_link_sign(element) => return true,
            _ => {}
        }
        element.attributes().any(|(name, value)| match name {
            // What a search in the page reveals is content (HTML standard, "the hidden attribute").
            "hidden" => !value.eq_ignore_ascii_case("until-found"),
            "data-zoeklicht-ignore" | "data-pagefind-ignore" => true,
            "aria-hidden" => value == "true",
            "role" => matches!(value, "navigation" | "search" | "banner" | "contentinfo"),
            _ => false,
        })
    }

    fn heading(&mut self, element: At<'t>, level: u8) {
        // A reader of its own, so that hidden parts (such as a link sign) stay out of headings too.
        let mut inside = Reader { in_heading: true, marks: self.marks, ..Reader::default() };
        inside.inside(element);
        let text = inside.flow.finish().replace('\n', " ");
        self.flow.new_line();
        if text.is_empty() {
            return;
        }
        if self.title.map_or(level == 1 && self.h1.is_none(), |title| title == element) {
            self.h1 = Some(text);
            return;
        }
        let own = element.attribute("id");
        let of_link = |at: At<'t>| at.attribute("name").filter(|_| at.name() == "a");
        let within = || element.descendants().find_map(|at| at.attribute("id").or_else(|| of_link(at)));
        // Documentation generators put the anchor on the section around a heading that opens it.
        let around = || {
            let blank = |at: At<'_>| at.text().is_some_and(|text| text.trim().is_empty());
            let opens = element.previous_siblings().all(blank);
            element.parent()?.attribute("id").filter(|_| opens)
        };
        let anchor = own.or_else(within).or_else(around).unwrap_or_default();
        let (start, weight) = (self.flow.text.len(), weight_of(element).unwrap_or(self.weight));
        self.headings.push(Heading { level, text, anchor: anchor.into(), start, weight });
    }
}

/// Whether nothing in it is to be read, not even filters and metadata.
fn is_ignored_whole(element: At<'_>) -> bool {
    let is_all = |name: &str| element.attribute(name).is_some_and(|value| value.trim().eq_ignore_ascii_case("all"));
    is_all("data-zoeklicht-ignore") || is_all("data-pagefind-ignore")
}

/// Whether it is the sign beside a heading or a term that links to that itself, as documentation generators write it.
fn is_link_sign(link: At<'_>) -> bool {
    // The last is the chain of Font Awesome, in the private part of Unicode.
    const SIGNS: [&str; 6] = ["#", "¶", "§", "⚓", "🔗", "\u{F0C1}"];
    link.attribute("href").is_some_and(|href| href.starts_with('#')) && SIGNS.contains(&text_of(link).trim())
}

/// Whether a link names the canonical address of its page.
fn is_canonical(link: At<'_>) -> bool {
    let rel = link.attribute("rel").unwrap_or_default();
    rel.split_ascii_whitespace().any(|kind| kind.eq_ignore_ascii_case("canonical"))
}

/// The language that an element itself says.
fn lang_of(element: At<'_>) -> Option<Lang> {
    element.attribute("lang").and_then(Lang::parse)
}

/// How much what is in an element counts, as `data-zoeklicht-weight` says: a number from 0 to 10, here in tenths. What is
/// none says nothing.
fn weight_of(element: At<'_>) -> Option<u8> {
    let given = ["data-zoeklicht-weight", "data-pagefind-weight"].iter().find_map(|name| element.attribute(name))?;
    let (whole, part) = given.trim().split_once('.').unwrap_or((given.trim(), ""));
    let is_number = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    if (whole.is_empty() && part.is_empty()) || !is_number(whole) || !is_number(part) {
        return None;
    }
    let tenths = format!("{whole}{}", part.get(..1).unwrap_or("0"));
    Some(tenths.parse().unwrap_or(WEIGHT_MAX).min(WEIGHT_MAX))
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
            | "dialog"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
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
            | "nav"
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

/// All text in an element, on one line.
fn text_of(element: At<'_>) -> String {
    let mut flow = Flow::default();
    element.descendants().filter_map(At::text).for_each(|part| flow.add(part));
    flow.finish()
}

/// `data-zoeklicht-filter="jaar:2021"`, `="jaar[content]"` for the value of an attribute, or `="jaar"` for the text of
/// the element; several with commas between. The same for `-sort`, `-meta`, and `-default-meta` for what no `-meta` says.
const ATTRIBUTES: [[&str; 2]; 4] = [
    ["data-zoeklicht-filter", "data-pagefind-filter"],
    ["data-zoeklicht-sort", "data-pagefind-sort"],
    ["data-zoeklicht-meta", "data-pagefind-meta"],
    ["data-zoeklicht-default-meta", "data-pagefind-default-meta"],
];

/// The value of an element that a selector matches.
fn value_of(element: At<'_>) -> String {
    let attribute = match element.name() {
        "meta" => element.attribute("content"),
        "time" => element.attribute("datetime"),
        "img" => element.attribute("src"),
        _ => None,
    };
    attribute.map_or_else(|| text_of(element), |value| value.trim().to_owned())
}

/// What a selector says of an element, where no attribute has said it.
fn selected(mark: Mark<'_>, element: At<'_>, document: &mut Document) {
    let value = value_of(element);
    match mark {
        _ if value.is_empty() => {}
        Mark::Filter(name) => document.add_filter(name, &value),
        Mark::Sort("date") => document.set_date(&value),
        Mark::Sort(name) => drop(document.sort.entry(name.into()).or_insert(value)),
        Mark::Meta(name) => drop(document.meta.entry(name.into()).or_insert(value)),
        Mark::Body | Mark::Ignored | Mark::Title => {}
    }
}

fn attributes(element: At<'_>, document: &mut Document) {
    for [zoeklicht, pagefind] in ATTRIBUTES {
        let Some(given) = element.attribute(zoeklicht).or_else(|| element.attribute(pagefind)) else { continue };
        for (name, value) in pairs(given, element) {
            match zoeklicht {
                "data-zoeklicht-filter" => document.add_filter(&name, &value),
                "data-zoeklicht-sort" if name == "date" => document.set_date(&value),
                "data-zoeklicht-sort" => drop(document.sort.insert(name, value)),
                "data-zoeklicht-meta" if name == "title" => document.title = value,
                "data-zoeklicht-meta" => drop(document.meta.insert(name, value)),
                _ if name == "title" && document.title.is_empty() => document.title = value,
                _ if name == "title" => {}
                _ => drop(document.meta.entry(name).or_insert(value)),
            }
        }
    }
}

fn pairs(given: &str, element: At<'_>) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    let mut rest = Some(given);
    while let Some(given) = rest {
        let (part, after) = given.split_once(',').map_or((given, None), |(part, after)| (part, Some(after)));
        // A value after a colon may hold commas itself, and so is the last one.
        let inline = given.split_once(':').filter(|(name, _)| !name.contains([',', '[']));
        let (name, value) = match (inline, part.split_once('[')) {
            (Some((name, value)), _) => (name, value.to_owned()),
            (None, Some((name, attribute))) => {
                let value = element.attribute(attribute.trim_end().trim_end_matches(']').trim());
                (name, value.unwrap_or_default().to_owned())
            }
            (None, None) => (part, text_of(element)),
        };
        let [name, value] = [name, &value].map(|text| text.trim().to_owned());
        if !name.is_empty() && !value.is_empty() {
            pairs.push((name, value));
        }
        rest = after.filter(|_| inline.is_none());
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(page: &str, place: &str) -> One {
        super::read(page, place, &Selectors::default())
    }

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
        assert_eq!(
            page.headings,
            [Heading { level: 2, text: "Wie".into(), anchor: "wie".into(), start: 18, weight: 10 }]
        );
        assert_eq!(&page.text[18..], "a\nb\nc d");
    }

    #[test]
    fn a_part_has_its_own_weight() {
        let page = document(
            "<body data-pagefind-weight=0.5>een<main><h2 data-zoeklicht-weight=7>A</h2><p data-pagefind-weight=2.25>twee \
             <b data-zoeklicht-weight='1'>drie</b> vier<h2>B</h2>vijf</main>",
        );
        let parts: Vec<_> =
            page.weights.iter().map(|(range, weight)| (page.text[range.clone()].trim(), *weight)).collect();
        assert_eq!(parts, [("twee", 22), ("vier", 22), ("vijf", 5)]);
        assert_eq!(page.headings.iter().map(|heading| heading.weight).collect::<Vec<_>>(), [70, 5]);
        for (given, expected) in [
            ("10", Some(100)),
            ("11", Some(100)),
            ("300000", Some(100)),
            ("0", Some(0)),
            (".5", Some(5)),
            ("3.", Some(30)),
            (" 1.0 ", Some(10)),
            ("", None),
            (".", None),
            ("-1", None),
            ("1e1", None),
            ("1.é", None),
        ] {
            let tree = Tree::parse(&format!("<p data-pagefind-weight='{given}'>"));
            let element = tree.root().descendants().find(|at| at.name() == "p").expect("it is there");
            assert_eq!(weight_of(element), expected, "{given}");
        }
    }

    /// The document of a page that is read with these selectors.
    fn with_selectors(selectors: serde_json::Value, page: &str) -> Document {
        let selectors = serde_json::from_value(selectors).expect("selectors");
        super::read(page, "x.html", &selectors).expect("text").0
    }

    #[test]
    fn selectors_say_what_is_content_and_what_is_not() {
        let page = "<title>T</title><main>weg<div class=content>een<p class=kruimels>weg</p>\
                    <h2>Kop <span class=kruimels>weg</span></h2>twee</div></main><div class=content>drie</div>";
        let both = serde_json::json!({ "body": ".content", "ignore": [".kruimels", "#geen"] });
        let read = with_selectors(both, page);
        assert_eq!((read.text.as_str(), read.headings[0].text.as_str()), ("een\ntwee\ndrie", "Kop"));
        let elsewhere = with_selectors(serde_json::json!({ "body": ".geen" }), page);
        assert_eq!(elsewhere.text, "weg\neen\nweg\ntwee");
    }

    #[test]
    fn a_selector_says_the_title() {
        let check = |selector: &str, page: &str, title: &str, headings: &[&str]| {
            let page = with_selectors(serde_json::json!({ "title": selector }), page);
            let found: Vec<_> = page.headings.iter().map(|heading| heading.text.as_str()).collect();
            assert_eq!((page.title.as_str(), found), (title, headings.to_vec()), "{selector}");
            assert_eq!(page.other_title, if title == "Site" { "" } else { "Site" });
        };
        let page = "<title>Site</title><main><h1>Naam van de site</h1><h1 class=titel>Een</h1><h2 class=titel>Twee</h2>\
                    <div id=drie>Drie <b>vier</b></div>";
        check(".titel", page, "Een", &["Naam van de site", "Twee"]);
        check("h2", page, "Twee", &["Naam van de site", "Een"]);
        check("#drie", page, "Drie vier", &["Naam van de site", "Een", "Twee"]);
        check(".geen", page, "Naam van de site", &["Een", "Twee"]);
        check("[property='og:title']", "<title>Site</title><meta property=og:title content=Een><main>x", "Een", &[]);
        check(".titel", "<title>Site</title><main>x<p data-zoeklicht-meta=title:Eigen class=titel>y", "Eigen", &[]);
    }

    #[test]
    fn selectors_give_filters_sort_keys_and_metadata() {
        let page = with_selectors(
            serde_json::json!({
                "filters": { "soort": ".doc-type", "jaar": "meta[name=jaar]" },
                "sort": { "date": "time, .datum", "prijs": ".prijs" },
                "meta": { "image": "img.groot", "bron": ".bron", "auteur": ".auteur" },
            }),
            "<meta name=jaar content=' 2021 '><main data-pagefind-meta='bron:eigen'><p class=doc-type>Nota<p class=doc-type> Brief </p>\
             <time datetime=2021-05-07>7 mei</time><b class=datum>8 mei</b><b class=prijs></b><b class=prijs>12</b><img class=groot src=/a.png>\
             <p class=bron>Archief<p class=auteur>Jan<p class=auteur>Piet<div data-zoeklicht-ignore=all><i class=doc-type>weg</i></div>",
        );
        assert_eq!(page.filters["soort"], ["Nota", "Brief"]);
        assert_eq!(page.filters["jaar"], ["2021"]);
        assert_eq!((page.sort["date"].as_str(), page.sort["prijs"].as_str()), ("2021-05-07", "12"));
        let meta: Vec<_> = page.meta.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(meta, [("auteur", "Jan"), ("bron", "eigen"), ("date", "2021-05-07"), ("image", "/a.png")]);
    }

    #[test]
    fn a_part_has_its_own_language() {
        let check = |page: &str, lang: &str, expected: &[(&str, &str)]| {
            let page = document(page);
            assert_eq!(page.lang.unwrap_or(Lang::UND).as_str(), lang);
            let parts = page.langs.iter().filter(|(_, part)| Some(*part) != page.lang);
            let parts: Vec<_> = parts.map(|(range, lang)| (page.text[range.clone()].trim(), lang.as_str())).collect();
            assert_eq!(parts, expected);
        };
        check(
            "<html lang=nl><p>een <i lang=fr>deux <b lang=en>three</b> quatre</i> vijf<blockquote lang=fr-BE><p>six</p>\
             <nav lang=de>weg</nav><p lang=nl>zeven<p>huit</blockquote>negen",
            "nl",
            &[("deux", "fr"), ("three", "en"), ("quatre", "fr"), ("six", "fr"), ("huit", "fr")],
        );
        check("<html lang=nl><nav>menu</nav><main lang=fr><p>texte</main><article lang=de>x", "fr", &[]);
        check("<html lang=nl><p data-pagefind-body>een<p data-pagefind-body lang=fr>deux", "nl", &[("deux", "fr")]);
        check("<p>one <i lang=fr>deux</i><i lang=''>three", "und", &[("deux", "fr")]);
    }

    #[test]
    fn a_title_that_the_page_does_not_show_is_kept() {
        let check = |page: &str, title: &str, other: &str| {
            let page = document(page);
            assert_eq!((page.title.as_str(), page.other_title.as_str()), (title, other));
        };
        check("<title>Functie ABS | Hulp</title><h1>ABS</h1>x", "ABS", "Functie ABS | Hulp");
        check("<title>ABS | Hulp</title>x", "ABS | Hulp", "");
        check("<h1>ABS</h1>x", "ABS", "");
    }

    #[test]
    fn minified_pages_do_not_glue_words() {
        let page = document(
            "<title>T</title><p>een</p><p>twee</p><div>drie</div>vier<img alt=vijf src=x>zes<dl><dt>a<dd>b</dl>",
        );
        assert_eq!(page.text, "een\ntwee\ndrie\nvier vijf zes\na\nb");
        assert_eq!(page.title, "T");
        let page = document(
            "<main>een<nav>weg</nav>twee<form>weg</form>drie<button>weg</button>vier<p hidden>weg</p>vijf<script>weg</script>en",
        );
        assert_eq!(page.text, "een\ntwee\ndrie vier\nvijfen");
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
    fn the_sign_that_links_to_a_heading_is_no_part_of_it() {
        let page = document(
            "<main><h1>Taal<a class=headerlink href=#taal title=Permalink>¶</a></h1><h2 id=c>C<a href='#c'> # </a></h2>\
             <dl><dt>open()<a href=#open>\u{F0C1}</a><dd>Zie <a href=#c>C</a>, <a href=/c>#</a> en <a href=#n1>[1]</a>.</dl>",
        );
        assert_eq!((page.title.as_str(), page.headings[0].text.as_str()), ("Taal", "C"));
        assert_eq!(page.text, "open()\nZie C, # en [1].");
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
    fn the_last_of_a_list_may_have_its_value_in_it() {
        let check = |given: &str, expected: &[(&str, &str)]| {
            let tree = Tree::parse(&format!("<p a=1 b:c=2 data-x=\"{given}\">tekst</p>"));
            let element = tree.root().descendants().find(|at| at.name() == "p").expect("it is there");
            let pairs = pairs(element.attribute("data-x").unwrap_or_default(), element);
            let pairs: Vec<_> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            assert_eq!(pairs, expected, "{given}");
        };
        check("kop, tag[a], auteur:Jan", &[("kop", "tekst"), ("tag", "1"), ("auteur", "Jan")]);
        check("kop, auteur: Jan, en Piet: samen ", &[("kop", "tekst"), ("auteur", "Jan, en Piet: samen")]);
        check("auteur:Jan, kop", &[("auteur", "Jan, kop")]);
        check("x[b:c], y [ a ] ,", &[("x", "2"), ("y", "1")]);
        check("x[weg], :y", &[]);
        check("x:", &[]);
    }

    #[test]
    fn what_no_metadata_says_has_a_default() {
        let page = document(
            "<meta data-pagefind-default-meta='image[content], title:Anders' content=/a.png><title>Titel</title>\
             <main><p data-zoeklicht-default-meta='soort:gids'>x<i data-pagefind-meta='soort:folder'></i></main>",
        );
        assert_eq!((page.meta["image"].as_str(), page.meta["soort"].as_str()), ("/a.png", "folder"));
        assert_eq!(page.title, "Titel");
        assert_eq!(document("<main><p data-pagefind-default-meta=title:Anders>x").title, "Anders");
    }

    #[test]
    fn what_is_ignored_whole_gives_no_filters_either() {
        let page = document(
            "<main>een<div data-pagefind-ignore=all>weg<i data-pagefind-filter=a:1 data-pagefind-meta=b:1></i></div>\
             <p data-zoeklicht-ignore=All data-zoeklicht-sort=c:1>weg</p><p data-pagefind-ignore>weg\
             <i data-pagefind-filter=d:1></i></p>twee",
        );
        assert_eq!(page.text, "een\ntwee");
        assert_eq!(page.filters.keys().collect::<Vec<_>>(), ["d"]);
        assert!(page.sort.is_empty() && page.meta.is_empty());
    }

    #[test]
    fn attributes_can_be_content() {
        let page = document(
            "<main><h1 data-pagefind-index-attrs=data-ook data-ook=synoniem>Kop</h1>een<a title=twee data-zoeklicht-index-attrs\
             ='title, geen'>drie</a><img alt=vier title=vijf src=x data-pagefind-index-attrs='title,alt'>\
             <p hidden title=weg data-pagefind-index-attrs=title>weg</p>",
        );
        assert_eq!((page.title.as_str(), page.text.as_str()), ("Kop", "synoniem\neen twee drie vijf vier"));
    }

    #[test]
    fn what_only_pages_at_large_have_is_read() {
        let page = document(
            "<svg><title>weg</title></svg><main><dialog>weg</dialog><dialog open>een</dialog><h2><a name=b></a>Kop</h2>\
             twee<svg><title>drie</title><path/></svg>vier<p hidden=until-found>vijf</p>",
        );
        assert_eq!((page.title.as_str(), page.text.as_str()), ("", "een\ntwee drie vier\nvijf"));
        assert_eq!(page.headings[0].anchor, "b");
        let page =
            document("<meta property=og:title content=' Titel '><meta property=og:description content=Kort><main>x");
        assert_eq!((page.title.as_str(), page.description.as_str()), ("Titel", "Kort"));
    }

    #[test]
    fn a_page_of_headings_alone_can_be_searched() {
        let page = document("<title>Site</title><main><h1>Kop</h1>");
        assert_eq!((page.title.as_str(), page.text.as_str()), ("Kop", ""));
        assert_eq!(document("<main><h2 id=a>Kop</h2>").headings[0].text, "Kop");
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
        assert!(read("<meta name=robots content='nofollow, None'><p>x", "x").is_err());
        assert!(read("<meta name=robots content='noimageindex, max-snippet:none'><p>x", "x").is_ok());
        assert!(read("<title>x</title><main></main>", "x").is_err());
    }
}
