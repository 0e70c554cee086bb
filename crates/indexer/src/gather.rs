//! What all documents together need, while they come in: small things in memory, texts in a temporary file.

use std::collections::BTreeMap;
use std::ops::Range;

use zoeklicht_format::{to_u32, to_usize};
use zoeklicht_text::Lang;

use crate::IndexError;
use crate::document::Document;
use crate::report::Problem;
use crate::spool::Spool;
use crate::vocabulary::Terms;
use crate::work::{Done, Prepared};

/// All documents so far. Their numbers are those of their arrival; the numbers of the index follow from [`Gathered::order`].
pub(crate) struct Gathered {
    pub(crate) documents: Vec<Known>,
    pub(crate) terms: Terms,
    /// Documents by name and value.
    pub(crate) filters: BTreeMap<String, BTreeMap<String, Vec<u32>>>,
    /// Documents with their keys, by name.
    pub(crate) sorts: BTreeMap<String, Vec<(u32, String)>>,
    pub(crate) problems: Vec<Problem>,
    texts: Spool,
}

/// A document that has come in.
pub(crate) struct Known {
    pub(crate) url: String,
    pub(crate) id: String,
    pub(crate) lang: Lang,
    /// Words in title, headings and body.
    pub(crate) lengths: [u32; 3],
    pub(crate) text_bytes: usize,
    stored: Range<u64>,
}

impl Gathered {
    pub(crate) fn new(problems: Vec<Problem>) -> Result<Gathered, IndexError> {
        Ok(Gathered {
            documents: Vec::new(),
            terms: Terms::default(),
            filters: BTreeMap::new(),
            sorts: BTreeMap::new(),
            problems,
            texts: Spool::new()?,
        })
    }

    pub(crate) fn add(&mut self, done: Done) -> Result<(), IndexError> {
        self.problems.extend(done.problems);
        for Prepared { url, id, lang, text_bytes, filters, sort, analysis, bytes } in done.documents {
            let number = to_u32(self.documents.len());
            let stored = self.texts.push(&bytes)?;
            self.documents.push(Known { url, id, lang, lengths: analysis.lengths, text_bytes, stored });
            self.terms.add(number, lang, analysis);
            for (name, values) in filters {
                let by_value = self.filters.entry(name).or_default();
                values.into_iter().for_each(|value| by_value.entry(value).or_default().push(number));
            }
            for (name, key) in sort {
                self.sorts.entry(name).or_default().push((number, key));
            }
        }
        Ok(())
    }

    /// The documents in the order of the index: by URL, because neighbours are alike and compress better together.
    pub(crate) fn order(&self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..to_u32(self.documents.len())).collect();
        let key = |number: &u32| {
            let Known { url, id, .. } = &self.documents[to_usize(*number)];
            (url, id)
        };
        order.sort_by(|a, b| key(a).cmp(&key(b)));
        order
    }

    /// A document with what its record is made of.
    pub(crate) fn document(&self, number: u32) -> Result<Document, IndexError> {
        let known = &self.documents[to_usize(number)];
        let bytes = self.texts.read(known.stored.clone())?;
        Document::from_bytes(&bytes).map_err(IndexError::io(known.id.as_ref(), "read back"))
    }
}
