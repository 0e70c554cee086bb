//! Markdown: front matter and CommonMark with tables. Rendered to HTML and read as that, so that HTML within Markdown
//! and attributes for the search mean the same in both.

use pulldown_cmark::{CowStr, Event, MetadataBlockKind, Options, Parser, Tag, TagEnd, html};
use serde_json::Value;
use zoeklicht_text::Lang;

use crate::code::Code;
use crate::document::Document;
use crate::jsonl::{plain, values};
use crate::message;
use crate::report::Problem;
use crate::selectors::Selectors;
use crate::slug::Slugs;
use crate::source::One;

pub(crate) fn read(text: &str, place: &str, selectors: &Selectors) -> One {
    let options = Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS
        | Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST;
    let mut events: Vec<Event<'_>> = Vec::new();
    let mut front_matter: Option<(MetadataBlockKind, String)> = None;
    let mut is_within = false;
    for event in Parser::new_ext(text, options) {
        match event {
            Event::Start(Tag::MetadataBlock(kind)) => (front_matter, is_within) = (Some((kind, String::new())), true),
            Event::End(TagEnd::MetadataBlock(_)) => is_within = false,
            // It comes in one piece, or in one for each line if lines end as on Windows.
            Event::Text(text) if is_within => front_matter.iter_mut().for_each(|(_, fields)| fields.push_str(&text)),
            event => events.push(event),
        }
    }
    let has_front_matter = front_matter.is_some();
    add_anchors(&mut events);
    let mut page = String::from("<main>");
    html::push_html(&mut page, events.into_iter());
    let (mut document, mut problems) = match crate::html::read(&page, place, selectors) {
        Ok(read) => read,
        // A page may be all front matter.
        Err(_) if has_front_matter => (Document::default(), Vec::new()),
        Err(problem) => return Err(problem),
    };
    if let Some((kind, text)) = front_matter {
        match parse(kind, &text) {
            Ok(fields) => {
                if fields.get("draft") == Some(&Value::Bool(true)) || fields.get("noindex") == Some(&Value::Bool(true))
                {
                    return Err(Problem::excluded(place, &message!("`draft` or `noindex`", "`draft` of `noindex`")));
                }
                problems.extend(apply(&mut document, &fields, place));
            }
            Err((error, line)) => {
                let reason = message!(
                    "has front matter that cannot be read: {error}",
                    "heeft gegevens bovenaan die niet te lezen zijn: {error}"
                );
                let help = message!(
                    "its text is searched; correct the front matter",
                    "de tekst wordt doorzocht; verbeter de gegevens"
                );
                let problem = Problem::new(Code::BadFrontMatter, place, reason, help);
                // The first line of the file is the one above the front matter.
                problems.push(problem.at(line + 1));
            }
        }
    }
    if !has_front_matter && opens_front_matter(text) {
        let help = message!(
            "it is searched as text; close it with the line that it opens with",
            "ze worden als tekst doorzocht; sluit ze met de lijn waarmee ze beginnen"
        );
        let reason = message!("has front matter without an end", "heeft gegevens bovenaan zonder einde");
        problems.push(Problem::new(Code::BadFrontMatter, place, reason, help).at(1));
    }
    if document.text.is_empty() && document.title.is_empty() && document.headings.is_empty() {
        return Err(Problem::no_text(place));
    }
    Ok((document, problems))
}

/// Whether a file begins with a fence and a name with a value, not with a line that divides text.
fn opens_front_matter(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim_end);
    let sign = match lines.next() {
        Some("---") => ':',
        Some("+++") => '=',
        _ => return false,
    };
    let name = lines.next().and_then(|line| line.split_once(sign)).map(|(name, _)| name.trim_end());
    name.is_some_and(|name| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-')))
}

/// Gives headings without an id the one that renderers give them.
fn add_anchors(events: &mut [Event<'_>]) {
    let mut slugs = Slugs::default();
    for at in 0..events.len() {
        if !matches!(&events[at], Event::Start(Tag::Heading { id: None, .. })) {
            continue;
        }
        let inside = events[at + 1..].iter().take_while(|event| !matches!(event, Event::End(TagEnd::Heading(_))));
        let text: String = inside
            .filter_map(|event| match event {
                Event::Text(text) | Event::Code(text) => Some(&**text),
                Event::SoftBreak | Event::HardBreak => Some(" "),
                _ => None,
            })
            .collect();
        if let Event::Start(Tag::Heading { id, .. }) = &mut events[at] {
            *id = Some(CowStr::from(slugs.next(&text)));
        }
    }
}

/// The fields; or what is wrong with them, with its line from 1.
fn parse(kind: MetadataBlockKind, text: &str) -> Result<serde_json::Map<String, Value>, (String, usize)> {
    let value = match kind {
        MetadataBlockKind::PlusesStyle => from_toml(text.parse().map_err(|error: toml::de::Error| {
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            (error.message().to_owned(), 1 + before.matches('\n').count())
        })?),
        MetadataBlockKind::YamlStyle => serde_norway::from_str(text)
            .map_err(|error| (error.to_string(), error.location().map_or(1, |location| location.line())))?,
    };
    match value {
        Value::Object(fields) => Ok(fields),
        Value::Null => Ok(serde_json::Map::new()),
        _ => Err(("it is not a table of names and values".into(), 1)),
    }
}

fn from_toml(table: toml::Table) -> Value {
    fn json(value: toml::Value) -> Value {
        match value {
            toml::Value::String(text) => Value::String(text),
            toml::Value::Integer(n) => n.into(),
            toml::Value::Float(n) => n.into(),
            toml::Value::Boolean(yes) => Value::Bool(yes),
            toml::Value::Datetime(date) => Value::String(date.to_string()),
            toml::Value::Array(list) => Value::Array(list.into_iter().map(json).collect()),
            toml::Value::Table(table) => from_toml(table),
        }
    }
    Value::Object(table.into_iter().map(|(name, value)| (name, json(value))).collect())
}

fn apply(document: &mut Document, fields: &serde_json::Map<String, Value>, place: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (name, value) in fields {
        match (name.as_str(), value) {
            ("title", _) => document.other_title = std::mem::replace(&mut document.title, plain(value)),
            ("description", _) => document.description = plain(value),
            ("url", _) => document.url = plain(value),
            ("lang", _) => document.lang = Lang::parse(&plain(value)).or(document.lang),
            ("date", _) => document.set_date(&plain(value)),
            ("filters", Value::Object(filters)) => {
                for (name, value) in filters {
                    values(value).iter().for_each(|value| document.add_filter(name, value));
                }
            }
            ("sort", Value::Object(keys)) => {
                document.sort.extend(keys.iter().map(|(key, value)| (key.clone(), plain(value))));
            }
            ("meta", Value::Object(meta)) => {
                document.meta.extend(meta.iter().map(|(key, value)| (key.clone(), plain(value))));
            }
            ("filters" | "sort" | "meta", _) => problems.push(Problem::new(
                Code::BadFrontMatter,
                place,
                message!(
                    "has front matter in which `{name}` is not a table",
                    "heeft gegevens bovenaan waarin `{name}` geen tabel is"
                ),
                message!(
                    "write `{name}:` and under it a line `name: value` for each",
                    "schrijf `{name}:` met daaronder voor elk een regel `naam: waarde`"
                ),
            )),
            // Site generators keep their own fields there.
            _ => {}
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, place: &str) -> One {
        super::read(text, place, &Selectors::default())
    }

    #[test]
    fn front_matter_and_headings_are_read() {
        let yaml = "---\ntitle: \"Eén: twee\"\ndate: 2021-05-07\nlang: nl\nfilters:\n  jaar: [2021]\n  soort: Nota\n---\n\nInleiding.\n\n## Wat is **NT2**?\n\n- een\n- twee\n\n<p hidden>weg</p>\n";
        let (document, problems) = read(yaml, "x.md").expect("text");
        assert_eq!(problems, []);
        assert_eq!(document.title, "Eén: twee");
        assert_eq!(document.text, "Inleiding.\neen\ntwee");
        assert_eq!(document.sort["date"], "2021-05-07");
        assert_eq!(document.filters["jaar"], ["2021"]);
        assert_eq!(document.filters["soort"], ["Nota"]);
        let heading = &document.headings[0];
        assert_eq!((heading.text.as_str(), heading.anchor.as_str(), heading.start), ("Wat is NT2?", "wat-is-nt2", 11));
    }

    #[test]
    fn lines_may_end_as_on_windows() {
        for text in [
            "---\ntitle: Een\nlang: nl\n---\n\n## Kop\n\nTekst.\n",
            "+++\ntitle = 'Een'\nlang = 'nl'\n+++\n## Kop\n\nTekst.\n",
        ] {
            let [unix, windows] =
                [text.to_owned(), text.replace('\n', "\r\n")].map(|text| read(&text, "x.md").expect("text"));
            assert_eq!(unix, windows);
            assert_eq!((unix.0.title.as_str(), unix.0.text.as_str()), ("Een", "Tekst."));
            assert_eq!(unix.0.lang, Lang::parse("nl"));
        }
    }

    #[test]
    fn toml_front_matter_and_a_first_heading_as_title() {
        let (document, _) =
            read("+++\ndate = 2021-05-07\n[meta]\nbron = \"x\"\n+++\n# Titel\n\nTekst.", "x.md").expect("text");
        assert_eq!((document.title.as_str(), document.text.as_str()), ("Titel", "Tekst."));
        assert_eq!((document.sort["date"].as_str(), document.meta["bron"].as_str()), ("2021-05-07", "x"));
    }

    #[test]
    fn bad_front_matter_is_said_and_the_text_kept() {
        let (document, problems) = read("---\ntitle: [\n---\nTekst.", "x.md").expect("text");
        assert_eq!(document.text, "Tekst.");
        assert_eq!(problems.iter().map(|problem| problem.line).collect::<Vec<_>>(), [Some(3)]);
        let (_, problems) = read("+++\na = 1\nb = \n+++\nTekst.", "x.md").expect("text");
        assert_eq!(problems.iter().map(|problem| problem.line).collect::<Vec<_>>(), [Some(3)]);
        for unclosed in ["---\ntitle: x\n\nTekst.", "+++\r\ntitle = 'x'\r\n\r\nTekst.\r\n"] {
            let (document, problems) = read(unclosed, "x.md").expect("text");
            assert!(document.text.ends_with("Tekst."));
            assert_eq!(problems.iter().map(|problem| problem.line).collect::<Vec<_>>(), [Some(1)]);
        }
        let (document, problems) = read("---\n---\nTekst.", "x.md").expect("text");
        assert_eq!((document.text.as_str(), problems), ("Tekst.", Vec::new()));
        let (_, problems) = read("---\n\nTekst: tekst.\n\n---\nZie ook: niets.", "x.md").expect("text");
        assert_eq!(problems, []);
        assert!(read("---\ndraft: true\n---\nTekst.", "x.md").is_err());
        assert!(read("\n\n", "x.md").is_err());
        assert_eq!(read("## Kop", "x.md").expect("a heading").0.headings[0].text, "Kop");
    }
}
