//! A page of a site of ours: Markdown with front matter, as HTML, in a template.
//!
//! Invariants
//! - A heading's id is the one that the indexer gives it, so that a hit leads to its section.
//! - What is put into a template is never read as a place of it.
//!
//! Not here: which pages there are (see `site` and `docs`).

use std::collections::HashSet;

use anyhow::Context as _;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, html};
use serde::de::DeserializeOwned;

/// What stands between the two lines `---` at the top of a file, and what comes after them.
pub(crate) fn read_markdown<T: DeserializeOwned>(text: &str) -> anyhow::Result<(T, &str)> {
    let (yaml, body) = text
        .strip_prefix("---\n")
        .and_then(|text| text.split_once("\n---\n"))
        .context("it does not start with a block between two lines `---`")?;
    Ok((serde_norway::from_str(yaml)?, body))
}

/// Markdown as HTML, with ids on its headings and with its links as `link` says. The extensions are the indexer's.
pub(crate) fn content(markdown: &str, link: impl Fn(&str) -> String) -> String {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST;
    let mut events: Vec<Event<'_>> = Parser::new_ext(markdown, options).collect();
    let mut ids = Ids::default();
    for at in 0..events.len() {
        if matches!(events[at], Event::Start(Tag::Heading { id: None, .. })) {
            let inside = events[at + 1..].iter().take_while(|event| !matches!(event, Event::End(TagEnd::Heading(_))));
            let text: String = inside
                .filter_map(|event| match event {
                    Event::Text(text) | Event::Code(text) => Some(&**text),
                    Event::SoftBreak | Event::HardBreak => Some(" "),
                    _ => None,
                })
                .collect();
            if let Event::Start(Tag::Heading { id, .. }) = &mut events[at] {
                *id = Some(ids.next(&text).into());
            }
        } else if let Event::Start(Tag::Link { dest_url, .. }) = &mut events[at] {
            *dest_url = link(dest_url).into();
        }
    }
    let mut out = String::new();
    html::push_html(&mut out, events.into_iter());
    out
}

/// The ids given on one page.
#[derive(Default)]
struct Ids(HashSet<String>);

impl Ids {
    fn next(&mut self, heading: &str) -> String {
        let first = slug(heading);
        let mut id = first.clone();
        for repeat in 1.. {
            if self.0.insert(id.clone()) {
                break;
            }
            id = format!("{first}-{repeat}");
        }
        id
    }
}

/// The indexer's rule too: lower case, and `-` for every run of what is neither letter nor digit, but not at the ends.
fn slug(heading: &str) -> String {
    let lower = heading.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join("-")
}

/// A link between documents, as a link between their pages.
pub(crate) fn page_link(link: &str) -> String {
    let (path, fragment) = link.find('#').map_or((link, ""), |at| link.split_at(at));
    match path.strip_suffix(".md") {
        Some(document) if !path.contains("://") => format!("{document}.html{fragment}"),
        _ => link.into(),
    }
}

/// Text as HTML, in an element or between `"`.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Puts values in the places `{{name}}`, in one pass: what a value holds is never read as a place.
pub(crate) fn fill(template: &str, values: &[(&str, &str)]) -> anyhow::Result<String> {
    fill_by(template, |name| {
        let value = values.iter().find(|(known, _)| *known == name);
        let (_, value) = value.with_context(|| format!("the template asks for `{name}`, which no page has"))?;
        Ok((*value).into())
    })
}

/// The same with values that are made when a place asks for them.
pub(crate) fn fill_by(template: &str, value: impl Fn(&str) -> anyhow::Result<String>) -> anyhow::Result<String> {
    let mut parts = template.split("{{");
    let mut out = String::from(parts.next().unwrap_or_default());
    for part in parts {
        let (name, rest) = part.split_once("}}").context("the template has `{{` without `}}`")?;
        out += &value(name.trim())?;
        out += rest;
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_keeps_letters_and_digits_of_any_script() {
        for (heading, expected) in [
            ("Wat wil de regering bereiken?", "wat-wil-de-regering-bereiken"),
            ("Oekraïne & één jaar – later", "oekraïne-één-jaar-later"),
            ("  NT2: niveau A2.1  ", "nt2-niveau-a2-1"),
            ("'s Ochtends", "s-ochtends"),
            ("Über ΑΒΓ", "über-αβγ"),
            ("???", ""),
        ] {
            assert_eq!(slug(heading), expected);
        }
    }

    #[test]
    fn a_repeated_id_is_numbered_and_stays_unique() {
        let mut ids = Ids::default();
        let given = ["Stap", "Stap", "Stap", "Stap 1", "Doel"].map(|heading| ids.next(heading));
        assert_eq!(given, ["stap", "stap-1", "stap-2", "stap-1-1", "doel"]);
    }

    #[test]
    fn markdown_gets_ids_links_and_tables() {
        let html = content(
            "## De *`eerste`* stap\n\nZie [hier](x.md).\n\n## De eerste stap\n\n| a |\n|---|\n| b |\n\n# Zelf {#eigen}\n",
            page_link,
        );
        assert!(html.starts_with("<h2 id=\"de-eerste-stap\">De <em><code>eerste</code></em> stap</h2>"), "{html}");
        assert!(html.contains("<a href=\"x.html\">hier</a>"), "{html}");
        assert!(html.contains("<h2 id=\"de-eerste-stap-1\">"), "{html}");
        assert!(html.contains("<td>b</td>"), "{html}");
        assert!(html.contains("<h1 id=\"eigen\">Zelf</h1>"), "{html}");
    }

    #[test]
    fn a_place_that_no_page_has_is_an_error() {
        assert!(fill("{{titel}}", &[("title", "x")]).is_err());
        assert!(fill("{{title", &[("title", "x")]).is_err());
    }
}
