//! The root: what every query needs of every document, in columns, and what the site says of certain queries.
//!
//! Invariants
//! - Each column has one entry a document.
//! - Filter names, their values, sort names, synonyms and pinned queries strictly ascend, so that equal input gives equal
//!   bytes.
//! - A sort key of dates has a day for each rank, in order; any other has none.

use crate::bytes::{Reader, Writer};
use crate::compress::{deflate, inflate};
use crate::num::to_usize;
use crate::{Day, FormatError, Verified};

const SECTION: &str = "the root";

/// Per-document columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Root {
    /// Field lengths.
    pub lengths: LengthCodes,
    /// Language of each document, as its place in the manifest's list.
    pub langs: Vec<u8>,
    /// Filters by name.
    pub filters: Vec<FilterTable>,
    /// Sort keys by name.
    pub sorts: Vec<SortTable>,
    /// What else to search for.
    pub synonyms: Vec<Synonym>,
    /// Documents that come first for a query.
    pub pins: Vec<Pin>,
}

/// What is searched for besides a word or several.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Synonym {
    /// One word or several, as people write them.
    pub from: String,
    /// What stands for it too.
    pub to: String,
    /// Whether `from` also stands for `to`.
    pub both_ways: bool,
    /// The language it is for; empty for every language.
    pub lang: String,
}

/// Documents that someone chose for a query.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pin {
    /// The query, as people write it.
    pub query: String,
    /// The documents, the first first.
    pub docs: Vec<u32>,
}

/// Field lengths of each document as [`crate::length_code`]s, in the order of [`crate::Field::ALL`].
pub type LengthCodes = [Vec<u8>; 3];

/// A filter and which documents have which value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterTable {
    /// Such as `jaar`.
    pub name: String,
    /// Its values in order.
    pub values: Vec<FilterValue>,
}

/// One value of a filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterValue {
    /// Such as `2021`.
    pub value: String,
    /// The documents that have it, ascending.
    pub docs: Vec<u32>,
}

/// A sort key and where each document stands by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SortTable {
    /// Such as `date`.
    pub name: String,
    /// For each document 0 if it has no such key, else its rank from 1; equal keys share a rank.
    pub ranks: Vec<u32>,
    /// If the keys are dates: the day of each rank, from the first. They do not descend: of two times of one day each has
    /// a rank.
    pub days: Vec<Day>,
}

impl SortTable {
    /// Whether there is a day for each rank, or none.
    fn has_days_or_none(&self) -> bool {
        let ranks = self.ranks.iter().copied().max().unwrap_or_default();
        self.days.is_empty() || self.days.len() == to_usize(ranks)
    }
}

impl Root {
    /// The bytes of the file.
    pub fn write(&self) -> Vec<u8> {
        let docs = self.langs.len();
        let mut w = Writer::default();
        w.len(docs);
        for column in self.lengths.iter().chain([&self.langs]) {
            assert_eq!(column.len(), docs, "each column has one entry a document");
            w.raw(column);
        }
        assert!(self.filters.is_sorted_by(|a, b| a.name < b.name), "filters must ascend");
        w.len(self.filters.len());
        for filter in &self.filters {
            assert!(filter.values.is_sorted_by(|a, b| a.value < b.value), "values must ascend");
            w.str(&filter.name);
            w.len(filter.values.len());
            for value in &filter.values {
                w.str(&value.value);
                w.len(value.docs.len());
                w.gaps(value.docs.iter().copied());
            }
        }
        assert!(self.sorts.is_sorted_by(|a, b| a.name < b.name), "sorts must ascend");
        w.len(self.sorts.len());
        for sort in &self.sorts {
            assert_eq!(sort.ranks.len(), docs, "each column has one entry a document");
            w.str(&sort.name);
            sort.ranks.iter().for_each(|&rank| w.u32(rank));
            assert!(sort.has_days_or_none() && sort.days.is_sorted(), "each rank has its day, or none has");
            w.len(sort.days.len());
            let mut last = 0;
            for day in &sort.days {
                w.u32(day.number() - last);
                last = day.number();
            }
        }
        assert!(self.synonyms.is_sorted_by(|a, b| a < b), "synonyms must ascend");
        w.len(self.synonyms.len());
        for Synonym { from, to, both_ways, lang } in &self.synonyms {
            w.str(from);
            w.str(to);
            w.raw(&[u8::from(*both_ways)]);
            w.str(lang);
        }
        assert!(self.pins.is_sorted_by(|a, b| a.query < b.query), "pinned queries must ascend");
        w.len(self.pins.len());
        for Pin { query, docs } in &self.pins {
            w.str(query);
            w.len(docs.len());
            docs.iter().for_each(|&doc| w.u32(doc));
        }
        deflate(&w.0, &[])
    }

    /// Reads the file; `docs` and `langs` are the counts of the manifest.
    ///
    /// # Errors
    /// [`FormatError::Malformed`].
    pub fn read(file: Verified<'_>, docs: u32, langs: usize) -> Result<Root, FormatError> {
        let raw = inflate(file, &[], SECTION)?;
        let mut r = Reader::new(&raw, SECTION);
        let count = r.count();
        r.check(u32::try_from(count) == Ok(docs), "it has as many documents as the manifest");
        let mut column = || r.raw(count).to_vec();
        let lengths = [column(), column(), column()];
        let lang_column = column();
        r.check(lang_column.iter().all(|&lang| usize::from(lang) < langs), "languages are in the manifest");
        let filters = r.list(|r| {
            let name = r.string();
            let values = r.list(|r| {
                let value = r.string();
                let len = r.count();
                let mut ids = Vec::with_capacity(len);
                r.gaps(len, docs, &mut ids);
                FilterValue { value, docs: ids }
            });
            r.check(values.is_sorted_by(|a, b| a.value < b.value), "values ascend");
            FilterTable { name, values }
        });
        r.check(filters.is_sorted_by(|a, b| a.name < b.name), "filters ascend");
        let sorts = r.list(|r| {
            let name = r.string();
            let ranks = (0..count).map(|_| r.u32()).collect();
            let mut last = 0;
            let days = r.list(|r| {
                last = r.u32().saturating_add(last);
                let day = Day::of_number(last);
                r.check(day.is_some(), "the calendar has each day");
                day
            });
            let sort = SortTable { name, ranks, days: days.into_iter().flatten().collect() };
            r.check(sort.has_days_or_none(), "there is a day for each rank, or none");
            sort
        });
        r.check(sorts.is_sorted_by(|a, b| a.name < b.name), "sorts ascend");
        let synonyms = r.list(|r| {
            let (from, to) = (r.string(), r.string());
            Synonym { from, to, both_ways: r.byte() != 0, lang: r.string() }
        });
        r.check(synonyms.is_sorted_by(|a, b| a < b), "synonyms ascend");
        let pins = r.list(|r| {
            let query = r.string();
            let pinned = r.list(Reader::u32);
            r.check(pinned.iter().all(|&doc| doc < docs), "a pinned document is in the index");
            Pin { query, docs: pinned }
        });
        r.check(pins.is_sorted_by(|a, b| a.query < b.query), "pinned queries ascend");
        r.end()?;
        Ok(Root { lengths, langs: lang_column, filters, sorts, synonyms, pins })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Hash;

    #[test]
    fn a_root_survives() {
        let value = |value: &str, docs: &[u32]| FilterValue { value: value.into(), docs: docs.into() };
        let root = Root {
            lengths: [vec![1, 2, 3], vec![4, 5, 6], vec![7, 8, 9]],
            langs: vec![0, 1, 0],
            filters: vec![FilterTable {
                name: "jaar".into(),
                values: vec![value("2021", &[0, 2]), value("2022", &[1])],
            }],
            sorts: vec![
                SortTable {
                    name: "date".into(),
                    ranks: vec![2, 0, 1],
                    days: ["2020-02-29", "2020-02-29"].iter().filter_map(|day| Day::parse(day)).collect(),
                },
                SortTable { name: "prijs".into(), ranks: vec![2, 0, 1], days: vec![] },
            ],
            synonyms: vec![Synonym {
                from: "NT2".into(),
                to: "Nederlands als tweede taal".into(),
                both_ways: true,
                lang: "nl".into(),
            }],
            pins: vec![Pin { query: "nt2".into(), docs: vec![2, 0] }],
        };
        let file = root.write();
        let read = |docs, langs| Root::read(Verified::new(&file, Hash::of(&file), "root").expect("whole"), docs, langs);
        assert_eq!(read(3, 2), Ok(root));
        assert!(read(4, 2).is_err());
        assert!(read(3, 1).is_err());
    }
}
