//! What a search answers. Its serialised form is the JSON of the command and of the JavaScript API.

use crate::Kind;
use serde::ser::{Serialize, SerializeMap as _, Serializer};

/// With fewer documents than this, another spelling may be proposed.
pub(crate) const FEW: usize = 3;

/// The answer to a query.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Answer {
    /// The query as it was asked.
    pub query: String,
    /// How many documents match, not only those in `hits`.
    pub total: usize,
    /// The query that was answered instead, because words of the one asked stand nowhere.
    pub corrected: Option<String>,
    /// A query with more to find, if this one finds almost nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub did_you_mean: Option<String>,
    /// What was searched for besides the words asked.
    pub also: Vec<String>,
    /// How long the answer took, in microseconds, measured by the host; 0 until it does.
    pub took_us: u64,
    /// The best documents, or those the options ask for.
    pub hits: Vec<Hit>,
    /// How many documents have which filter value.
    #[serde(serialize_with = "facets_as_map")]
    #[cfg_attr(
        feature = "schema",
        schemars(with = "std::collections::BTreeMap<String, std::collections::BTreeMap<String, usize>>")
    )]
    pub facets: Vec<Facet>,
    /// If only documents in one language were asked: how many there are in each that has any.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "as_map")]
    #[cfg_attr(feature = "schema", schemars(with = "std::collections::BTreeMap<String, usize>"))]
    pub langs: Vec<(String, usize)>,
}

impl Answer {
    /// Whether so few documents match that another spelling may find more.
    pub fn finds_little(&self) -> bool {
        self.total < FEW
    }
}

/// A document that matches.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Hit {
    /// The site owner's name for the document.
    pub id: String,
    /// Where the page is.
    pub url: String,
    /// Its title.
    pub title: String,
    /// Its language, a BCP 47 primary subtag.
    pub lang: String,
    /// How well it matches; comparable within one answer only.
    pub score: f32,
    /// A piece of its text around the best match.
    pub excerpt: Vec<Span>,
    /// Headings under which the query stands, at most three: the best.
    pub sections: Vec<Section>,
    /// The other headings under which it stands, as far as the text was read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub more_sections: Vec<Section>,
    /// Why it comes before documents that match better.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
    /// Its filter values by name.
    #[serde(serialize_with = "as_map")]
    #[cfg_attr(feature = "schema", schemars(with = "std::collections::BTreeMap<String, Vec<String>>"))]
    pub filters: Vec<(String, Vec<String>)>,
    /// Its metadata by name.
    #[serde(serialize_with = "as_map")]
    #[cfg_attr(feature = "schema", schemars(with = "std::collections::BTreeMap<String, String>"))]
    pub meta: Vec<(String, String)>,
    /// The whole text of its page, if that was asked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub text: Vec<Passage>,
    /// Why it has its score, if that was asked: the scores of the reasons add up to it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
}

/// Why a hit comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Label {
    /// The site owner chose it for the query.
    Pinned,
    /// It has the identifier that the query is.
    Identifier,
}

/// A part of a score.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reason {
    /// The rule: `words`, `title`, `headings`, `proximity`, or `together` for what having all words adds, less what several
    /// words count twice.
    pub rule: &'static str,
    /// What it adds.
    pub score: f32,
    /// The rarity of the word, 0 for other rules.
    pub idf: f32,
    /// The terms that matched.
    pub matched: Vec<Matched>,
}

impl Reason {
    pub(crate) fn bonus(rule: &'static str, score: f32) -> Reason {
        Reason { rule, score, idf: 0.0, matched: Vec::new() }
    }
}

/// A term of the index that stands for a word of the query.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Matched {
    /// The term.
    pub term: String,
    /// In which form it stands for the word.
    pub kind: Kind,
    /// How much an occurrence counts.
    pub weight: f32,
    /// How often it stands in title, headings and body, as far as the index says.
    pub occurrences: [u8; 3],
}

/// A piece of an excerpt.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Span {
    /// Plain text.
    pub text: String,
    /// Whether it is a form of a word of the query.
    pub mark: bool,
}

/// What stands on a page under its title or under a heading.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Passage {
    /// The level of the heading, 1 to 6; 0 for the title, which comes first, and for a page of a PDF.
    pub level: u8,
    /// The title or heading, in which words of the query are marked too.
    pub title: Vec<Span>,
    /// The address of its place.
    pub url: String,
    /// The text, up to the next heading.
    pub text: Vec<Span>,
}

/// A heading of a hit.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Section {
    /// The heading's text.
    pub title: String,
    /// The address of its place.
    pub url: String,
}

/// A filter and how many matching documents have each of its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facet {
    /// The filter, such as `jaar`.
    pub name: String,
    /// Its values with their number of documents, in the order of the values.
    pub values: Vec<(String, usize)>,
}

fn as_map<V: Serialize, S: Serializer>(pairs: &[(String, V)], serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(pairs.len()))?;
    for (name, value) in pairs {
        map.serialize_entry(name, value)?;
    }
    map.end()
}

fn facets_as_map<S: Serializer>(facets: &[Facet], serializer: S) -> Result<S::Ok, S::Error> {
    struct Counts<'a>(&'a [(String, usize)]);
    impl Serialize for Counts<'_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            as_map(self.0, serializer)
        }
    }
    let mut map = serializer.serialize_map(Some(facets.len()))?;
    for facet in facets {
        map.serialize_entry(&facet.name, &Counts(&facet.values))?;
    }
    map.end()
}
