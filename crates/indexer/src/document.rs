//! A document, whatever it was read from.

use std::collections::BTreeMap;
use std::ops::Range;

use zoeklicht_text::Lang;

use crate::code::Code;
use crate::date;
use crate::message;
use crate::report::Problem;

/// What is searched and shown of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Document {
    /// The site owner's name for it: the path of a file, or the id of a record.
    pub id: String,
    /// Where the page is.
    pub url: String,
    /// Its title.
    pub title: String,
    /// What it is called elsewhere, such as the `<title>` of a page that shows a heading instead; empty if nothing. It is
    /// searched as the title is, but for the words that other documents have there too, such as the name of the site.
    pub other_title: String,
    /// The author's own summary.
    pub description: String,
    /// Its language, if it is known.
    pub lang: Option<Lang>,
    /// The parts of its text that are in another language, in order, in bytes.
    pub langs: Vec<(Range<usize>, Lang)>,
    /// The parts of its text that count more or less than once, in order, in bytes; each in tenths of the rest.
    pub weights: Vec<(Range<usize>, u8)>,
    /// Its text, paragraphs on lines of their own, without title and headings.
    pub text: String,
    /// Its headings, in order.
    pub headings: Vec<Heading>,
    /// Values to filter by.
    pub filters: BTreeMap<String, Vec<String>>,
    /// Keys to sort by: numbers if all of one name are, else text; dates as ISO 8601.
    pub sort: BTreeMap<String, String>,
    /// Anything a result may show.
    pub meta: BTreeMap<String, String>,
}

/// A heading, or the beginning of a page of a PDF.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Heading {
    /// 1 to 6; 0 for the beginning of a page, whose text is not searched.
    pub level: u8,
    /// Its text.
    pub text: String,
    /// What follows `#` in the address of its place; empty if there is none.
    pub anchor: String,
    /// Where the text under it starts, in bytes of the document's text.
    pub start: usize,
    /// How much it counts, in tenths: 10 for most.
    pub weight: u8,
}

/// What most text counts, in tenths.
pub(crate) const WEIGHT: u8 = 10;

impl Document {
    /// Adds a value to filter by, once.
    pub fn add_filter(&mut self, name: &str, value: &str) {
        let value = value.trim();
        let values = self.filters.entry(name.trim().into()).or_default();
        if !value.is_empty() && !values.iter().any(|known| known == value) {
            values.push(value.into());
        }
    }

    /// Sets the date of the document: it can be sorted by and is shown. ISO 8601.
    pub fn set_date(&mut self, date: &str) {
        self.sort.entry(date::KEY.into()).or_insert_with(|| date.into());
        self.meta.entry("date".into()).or_insert_with(|| date.into());
    }

    /// What any document may lack, whatever it was read from; `place` is what it was read from.
    pub(crate) fn problems(&self, place: &str) -> impl Iterator<Item = Problem> {
        let no_title = || {
            let help = message!(
                "give it one; its name is shown instead",
                "geef het een titel; nu staat de naam van het bestand er"
            );
            Problem::new(Code::NoTitle, place, message!("has no title", "heeft geen titel"), help)
        };
        let bad_date = |date: &&String| date::day(date).is_none();
        let bad_date = self.sort.get(date::KEY).filter(bad_date).map(|date| {
            let help = message!(
                "write it as ISO 8601, such as `2026-03-31`",
                "schrijf de datum zoals ISO 8601, bijvoorbeeld `2026-03-31`"
            );
            let reason =
                message!("has a date that cannot be read: `{date}`", "heeft een datum die niet te lezen is: `{date}`");
            Problem::new(Code::BadDate, place, reason, help)
        });
        self.title.is_empty().then(no_title).into_iter().chain(bad_date)
    }

    /// What its record and its terms are made of, as bytes: all but its own language and what filters and sorts are made of.
    pub(crate) fn to_bytes(&self) -> std::io::Result<Vec<u8>> {
        let heading = |heading: &Heading| {
            (heading.level, heading.text.clone(), heading.anchor.clone(), heading.start, heading.weight)
        };
        let headings: Vec<_> = self.headings.iter().map(heading).collect();
        let Document { id, url, title, other_title, description, text, langs, weights, meta, .. } = self;
        let names = (id, url, title, other_title, description);
        let bytes = postcard::to_stdvec(&(names, text, langs, weights, meta, headings));
        bytes.map_err(std::io::Error::other)
    }

    /// The document of which these are the bytes, as far as they go.
    pub(crate) fn from_bytes(bytes: &[u8]) -> std::io::Result<Document> {
        let (names, text, langs, weights, meta, headings) =
            postcard::from_bytes(bytes).map_err(std::io::Error::other)?;
        let (id, url, title, other_title, description) = names;
        let headings: Vec<(u8, String, String, usize, u8)> = headings;
        let heading = |(level, text, anchor, start, weight)| Heading { level, text, anchor, start, weight };
        let headings = headings.into_iter().map(heading).collect();
        let named = Document { id, url, title, other_title, description, ..Document::default() };
        Ok(Document { text, langs, weights, meta, headings, ..named })
    }
}

/// Text with white space as readers see it: one space within a line, no empty lines.
#[derive(Debug, Default)]
pub(crate) struct Flow {
    pub(crate) text: String,
}

impl Flow {
    pub(crate) fn add(&mut self, text: &str) {
        for (at, word) in text.split(char::is_whitespace).enumerate() {
            if at > 0 && !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
                self.text.push(' ');
            }
            self.text.push_str(word);
        }
    }

    pub(crate) fn new_line(&mut self) {
        self.text.truncate(self.text.trim_end_matches(' ').len());
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    pub(crate) fn finish(mut self) -> String {
        self.text.truncate(self.text.trim_end().len());
        self.text
    }
}
