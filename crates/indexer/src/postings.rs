//! The postings of a term while documents come in: about four bytes each, because all of them are in memory at once.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use zoeklicht_format::{DocId, Posting};

/// Postings by ascending document, as gaps.
#[derive(Default, Hash, Serialize, Deserialize)]
pub(crate) struct Postings {
    #[serde(with = "serde_bytes")]
    bytes: Vec<u8>,
    last_doc: u32,
    len: u32,
}

impl Postings {
    /// Adds the posting of a document that has none yet.
    pub(crate) fn add(&mut self, posting: Posting) {
        if self.len == 0 || posting.doc.0 > self.last_doc {
            return self.push(posting);
        }
        let (before, after): (Vec<Posting>, _) = self.iter().partition(|other| other.doc < posting.doc);
        *self = Postings::default();
        before.into_iter().chain([posting]).chain(after).for_each(|posting| self.push(posting));
    }

    /// Removes the posting of a document.
    pub(crate) fn remove(&mut self, doc: DocId) {
        let all: Vec<Posting> = self.iter().filter(|posting| posting.doc != doc).collect();
        *self = Postings::default();
        all.into_iter().for_each(|posting| self.push(posting));
    }

    /// Adds the posting of a document after all others.
    pub(crate) fn push(&mut self, posting: Posting) {
        let [title, headings, body] = posting.tf;
        push_number(&mut self.bytes, posting.doc.0 - self.last_doc);
        // As the format packs them: a posting says at most 3, 3 and 15.
        self.bytes.push(title << 6 | headings << 4 | body);
        push_number(&mut self.bytes, posting.segment);
        self.last_doc = posting.doc.0;
        self.len += 1;
    }

    /// The same, but for what they say of the titles of some documents.
    pub(crate) fn without_title(&self, documents: &BTreeSet<u32>) -> Postings {
        let mut rest = Postings::default();
        for mut posting in self.iter() {
            if documents.contains(&posting.doc.0) {
                posting.tf[0] = 0;
            }
            if posting.tf != [0; 3] {
                rest.push(posting);
            }
        }
        rest
    }

    /// In how many documents the term stands.
    pub(crate) fn len(&self) -> u32 {
        self.len
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = Posting> {
        let mut bytes = self.bytes.iter();
        let mut doc = 0;
        std::iter::from_fn(move || {
            doc += next_number(&mut bytes)?;
            let tf = *bytes.next()?;
            let segment = next_number(&mut bytes)?;
            Some(Posting { doc: DocId(doc), tf: [tf >> 6, tf >> 4 & 3, tf & 15], segment })
        })
    }
}

/// Seven bits a byte, the lowest first (LEB128).
fn push_number(bytes: &mut Vec<u8>, mut number: u32) {
    while number > 0x7F {
        bytes.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    bytes.push(number.to_le_bytes()[0]);
}

fn next_number(bytes: &mut std::slice::Iter<'_, u8>) -> Option<u32> {
    let (mut number, mut shift) = (0, 0);
    loop {
        let byte = *bytes.next()?;
        number |= u32::from(byte & 0x7F) << shift;
        if byte < 0x80 {
            return Some(number);
        }
        shift += 7;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn postings_come_back_as_they_went_in() {
        let docs = [0, 1, 128, 129, 16_512, u32::MAX];
        let given: Vec<Posting> =
            docs.iter().map(|doc| Posting::new(DocId(*doc), [doc % 5, 1, doc % 40], *doc)).collect();
        let mut postings = Postings::default();
        given.iter().for_each(|posting| postings.push(*posting));
        assert_eq!(postings.iter().collect::<Vec<_>>(), given);
        assert_eq!(postings.len(), 6);
        for gone in &given {
            postings.remove(gone.doc);
            assert_eq!(postings.len(), 5);
            postings.add(*gone);
            assert_eq!(postings.iter().collect::<Vec<_>>(), given);
        }
    }
}
