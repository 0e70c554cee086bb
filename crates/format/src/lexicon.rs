//! The lexicon: every term of the index with its document frequency, an FST in memory.
//!
//! It travels front-coded and becomes an FST on arrival: the FST of the same keys is twice as large after compression.

use std::ops::ControlFlow;

use crate::bytes::{Reader, Writer};
use crate::compress::{deflate, inflate};
use crate::forms::{Forms, write_forms};
use crate::num::to_usize;
use crate::transducer::{Automaton, Transducer};
use crate::{FormatError, Verified};

const SECTION: &str = "the lexicon";

/// A term as the writer takes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LexEntry<'a> {
    /// The folded form.
    pub term: &'a str,
    /// In how many documents it stands.
    pub df: u32,
    /// How much more it names documents than the others: what its titles and headings add to its weight as a suggestion.
    pub naming: u32,
}

/// The bytes of the lexicon's file. `entries` ascend by term.
pub fn write_lexicon(entries: &[LexEntry<'_>]) -> Vec<u8> {
    let mut w = Writer::default();
    let forms: Vec<&str> = entries.iter().map(|entry| entry.term).collect();
    write_forms(&mut w, &forms);
    entries.iter().for_each(|entry| w.u32(entry.df));
    entries.iter().for_each(|entry| w.u32(entry.naming));
    deflate(&w.0, &[])
}

/// What the lexicon says of a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// In how many documents it stands.
    pub df: u32,
    /// What its titles and headings add to its weight as a suggestion.
    pub naming: u32,
}

/// The lexicon in memory: a finite-state transducer from a term to its number, and the entries by number.
#[derive(Debug)]
pub struct Lexicon {
    terms: Transducer,
    entries: Vec<Entry>,
}

impl Lexicon {
    /// Reads the file.
    ///
    /// # Errors
    /// [`FormatError::Malformed`].
    pub fn read(file: Verified<'_>) -> Result<Lexicon, FormatError> {
        let raw = inflate(file, &[], SECTION)?;
        let mut r = Reader::new(&raw, SECTION);
        let forms = Forms::read(&mut r);
        r.check(forms.iter().next() != Some(""), "no term is empty");
        let mut entries = vec![Entry { df: 0, naming: 0 }; forms.len()];
        for entry in &mut entries {
            entry.df = r.u32();
        }
        for entry in &mut entries {
            entry.naming = r.u32();
        }
        r.end()?;
        Ok(Lexicon { terms: Transducer::of(forms.iter()), entries })
    }

    /// How many terms it has.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// What it says of a term.
    pub fn get(&self, term: &str) -> Option<Entry> {
        self.entries.get(to_usize(self.terms.get(term)?)).copied()
    }

    /// In how many documents a term stands; `None` if in none.
    pub fn df(&self, term: &str) -> Option<u32> {
        self.get(term).map(|entry| entry.df)
    }

    /// Calls `found` with each term that starts with `prefix`, the prefix itself among them, in order, until it breaks.
    pub fn starting_with(&self, prefix: &str, found: impl FnMut(&str, Entry) -> ControlFlow<()>) {
        self.terms.starting_with(prefix, self.entries_of(found));
    }

    /// Calls `found` with each term that an automaton wants, in order, until it breaks.
    pub fn matching(&self, automaton: &impl Automaton, found: impl FnMut(&str, Entry) -> ControlFlow<()>) {
        self.terms.matching(automaton, self.entries_of(found));
    }

    fn entries_of(
        &self,
        mut found: impl FnMut(&str, Entry) -> ControlFlow<()>,
    ) -> impl FnMut(&[u8], u32) -> ControlFlow<()> {
        move |term, number| match (std::str::from_utf8(term), self.entries.get(to_usize(number))) {
            (Ok(term), Some(entry)) => found(term, *entry),
            // Never: the terms were text, and as many.
            _ => ControlFlow::Continue(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Hash;

    #[test]
    fn a_lexicon_survives() {
        let entries =
            [("aan", 3), ("inburgering", 200), ("oekraine", 1)].map(|(term, df)| LexEntry { term, df, naming: 2 * df });
        let file = write_lexicon(&entries);
        let lexicon = Lexicon::read(Verified::new(&file, Hash::of(&file), "lexicon").expect("whole")).expect("valid");
        assert_eq!(lexicon.df("inburgering"), Some(200));
        assert_eq!(lexicon.df("inburg"), None);
        assert_eq!(lexicon.get("aan"), Some(Entry { df: 3, naming: 6 }));
        assert_eq!(lexicon.len(), 3);
    }
}
