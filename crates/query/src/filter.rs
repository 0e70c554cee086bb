//! Which documents the options leave in, and how many of the rest have which value.
//!
//! Values of one filter are alternatives; filters and ranges of dates narrow each other. The counts of a filter are taken with all other
//! filters applied but not its own, so that they say what choosing another of its values would give.

use zoeklicht_format::{DocId, FilterTable, Root};

use crate::{Facet, Options};

/// The filters of a search, ready to be asked about documents.
#[derive(Debug)]
pub(crate) struct Filters<'a> {
    root: &'a Root,
    langs: &'a [(String, u32)],
    /// For each chosen filter its place in the root's table and which documents it lets through; for ranges of dates, and
    /// filters that the index has not, no place.
    chosen: Vec<(Option<usize>, Vec<bool>)>,
    options: &'a Options,
    lang: Option<Option<u8>>,
}

impl<'a> Filters<'a> {
    pub(crate) fn new(root: &'a Root, langs: &'a [(String, u32)], options: &'a Options) -> Filters<'a> {
        let docs = root.langs.len();
        let chosen = options.filters.iter().filter(|(_, wanted)| !wanted.is_empty()).map(|(name, wanted)| {
            let place = root.filters.iter().position(|filter| filter.name == *name);
            let mut through = vec![false; docs];
            for value in place.into_iter().flat_map(|place| &root.filters[place].values) {
                if wanted.contains(&value.value) {
                    value.docs.iter().for_each(|&doc| through[DocId(doc).index()] = true);
                }
            }
            (place, through)
        });
        let dates = options.dates.iter().map(|range| {
            let table = root.sorts.iter().find(|sort| sort.name == range.key);
            (None, table.map_or_else(|| vec![false; docs], |table| range.through(table)))
        });
        let lang = options
            .lang
            .as_ref()
            .map(|lang| langs.iter().position(|(of, _)| of == lang).and_then(|at| u8::try_from(at).ok()));
        Filters { root, langs, chosen: chosen.chain(dates).collect(), options, lang }
    }

    /// Whether a document passes all filters.
    pub(crate) fn pass(&self, doc: DocId) -> bool {
        self.pass_except(doc, usize::MAX)
    }

    fn pass_except(&self, doc: DocId, filter: usize) -> bool {
        self.lang.is_none_or(|lang| Some(self.root.langs[doc.index()]) == lang) && self.pass_values(doc, filter)
    }

    fn pass_values(&self, doc: DocId, except: usize) -> bool {
        self.chosen.iter().all(|(place, through)| *place == Some(except) || through[doc.index()])
    }

    /// How many of the documents that pass all filters but that for the language are in which language.
    pub(crate) fn langs(&self, matched: &[bool]) -> Vec<(String, usize)> {
        let mut counts = vec![0; self.langs.len()];
        for (doc, _) in (0..).map(DocId).zip(matched).filter(|(_, matched)| **matched) {
            if let Some(count) =
                counts.get_mut(usize::from(self.root.langs[doc.index()])).filter(|_| self.pass_values(doc, usize::MAX))
            {
                *count += 1;
            }
        }
        let named = self.langs.iter().zip(counts).filter(|(_, count)| *count > 0);
        named.map(|((lang, _), count)| (lang.clone(), count)).collect()
    }

    /// How many of the documents have which value. Values without any are left out, unless they are chosen.
    pub(crate) fn facets(&self, matched: &[bool]) -> Vec<Facet> {
        self.root.filters.iter().enumerate().map(|(at, filter)| self.facet(at, filter, matched)).collect()
    }

    fn facet(&self, at: usize, filter: &FilterTable, matched: &[bool]) -> Facet {
        let wanted = self.options.filters.iter().find(|(name, _)| *name == filter.name);
        let counts = filter.values.iter().map(|value| {
            let ids = value.docs.iter().map(|&doc| DocId(doc));
            let count = ids.filter(|doc| matched[doc.index()] && self.pass_except(*doc, at)).count();
            (value.value.clone(), count)
        });
        let is_wanted = |value: &String| wanted.is_some_and(|(_, wanted)| wanted.contains(value));
        let values = counts.filter(|(value, count)| *count > 0 || is_wanted(value)).collect();
        Facet { name: filter.name.clone(), values }
    }
}
