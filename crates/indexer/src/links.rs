//! Where a web page links to, for whoever fetches pages before they are indexed.

use crate::charset;
use crate::tree::Tree;

/// What the links of a page are relative to, if not to its own address, and its links as it writes them, in order.
pub fn links(page: &[u8]) -> (Option<String>, Vec<String>) {
    let (html, _) = charset::decode_html(page, "");
    let tree = Tree::parse(&html);
    let (mut base, mut links) = (None, Vec::new());
    for element in tree.root().descendants() {
        let href = element.attribute("href").map(str::to_owned);
        match element.name() {
            // The first one holds (HTML standard, "the base element").
            "base" => base = base.or(href),
            "a" | "area" => links.extend(href),
            _ => {}
        }
    }
    (base, links)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_those_of_anchors_and_areas() {
        let page = b"<base><base href=/x/><base href=/y/><link href=a.css><a href=b.pdf><a name=c><area href='d e'>";
        assert_eq!(links(page), (Some("/x/".into()), vec!["b.pdf".into(), "d e".into()]));
        assert_eq!(links(b""), (None, vec![]));
    }
}
