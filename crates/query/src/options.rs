//! What a caller can ask besides the query.

use zoeklicht_format::{Day, SortTable, to_usize};

use crate::{Rules, WholeText};

/// The options of a search.
#[derive(Clone, Debug)]
pub struct Options {
    /// How many hits to answer, at most [`crate::limits::HITS_MAX`].
    pub limit: usize,
    /// How many of the best to leave out, for a further page.
    pub offset: usize,
    /// Filters with the values wanted of each: a document needs one of the values of each name. A name or value that the index does not
    /// have matches nothing.
    pub filters: Vec<(String, Vec<String>)>,
    /// Ranges of dates, all of which a document must be in. Without a query they find all documents of those days.
    pub dates: Vec<DateRange>,
    /// The order; by relevance if none.
    pub sort: Option<Sort>,
    /// Only documents in this language (BCP 47 primary subtag).
    pub lang: Option<String>,
    /// Whether the last word may be unfinished, as while someone types.
    pub prefix: bool,
    /// Whether to propose another spelling when the words stand somewhere but find almost nothing. Off by default: it takes
    /// the lexicon, which is larger than all else that a search fetches.
    pub spelling: bool,
    /// Rules of the ranking to leave out, to see what they gain.
    pub without: Rules,
    /// Whether each hit says why it has its score.
    pub explain: bool,
    /// Whether each hit has the whole text of its page: of a long page it takes more chunks.
    pub text: Option<WholeText>,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            limit: 10,
            offset: 0,
            filters: Vec::new(),
            dates: Vec::new(),
            sort: None,
            lang: None,
            prefix: true,
            spelling: false,
            without: Rules::default(),
            explain: false,
            text: None,
        }
    }
}

/// The documents of some days, by a sort key of dates. A document without the key is of no day, and an index that does not
/// have the key, or not as dates, has no such documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateRange {
    /// The key, such as `date`.
    pub key: String,
    /// The first day; from the beginning if none.
    pub from: Option<Day>,
    /// The last day; to the end if none.
    pub to: Option<Day>,
}

impl DateRange {
    /// Which documents are in it.
    pub(crate) fn through(&self, table: &SortTable) -> Vec<bool> {
        let before = table.days.partition_point(|day| self.from.is_some_and(|from| *day < from));
        let until = table.days.partition_point(|day| self.to.is_none_or(|to| *day <= to));
        // Ranks count from 1; without days, or with the ends the wrong way round, there are none between.
        table.ranks.iter().map(|rank| before < to_usize(*rank) && to_usize(*rank) <= until).collect()
    }
}

/// An order by a sort key; documents without the key come last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sort {
    /// The key, such as `date`.
    pub key: String,
    /// Whether the largest comes first.
    pub descending: bool,
}

impl Sort {
    /// Reads `key`, `key:asc` or `key:desc`; `None` for anything else.
    pub fn parse(text: &str) -> Option<Sort> {
        let (key, descending) = match text.rsplit_once(':') {
            None => (text, false),
            Some((key, "asc")) => (key, false),
            Some((key, "desc")) => (key, true),
            Some(_) => return None,
        };
        (!key.is_empty()).then(|| Sort { key: key.into(), descending })
    }
}
