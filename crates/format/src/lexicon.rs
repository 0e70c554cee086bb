//! The lexicon: every term of the index with its document frequency, an FST in memory.
//!
//! It travels front-coded and becomes an FST on arrival: the FST of the same keys is twice as large after compression,
//! and its bytes differ between a 32-bit and a 64-bit builder (the crate `fst` hashes modulo `usize`).

use crate::bytes::{Reader, Writer};
use crate::compress::{deflate, inflate};
use crate::forms::{Forms, write_forms};
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

impl Entry {
    /// The entry that a value of the transducer stands for.
    pub fn of_value(value: u64) -> Entry {
        let [a, b, c, d, e, f, g, h] = value.to_le_bytes();
        Entry { df: u32::from_le_bytes([a, b, c, d]), naming: u32::from_le_bytes([e, f, g, h]) }
    }

    fn value(self) -> u64 {
        u64::from(self.naming) << 32 | u64::from(self.df)
    }
}

/// The lexicon in memory: a finite-state transducer from a term to the value of its [`Entry`].
#[derive(Debug)]
pub struct Lexicon {
    fst: fst::Map<Vec<u8>>,
}

impl Lexicon {
    /// Reads the file.
    ///
    /// # Errors
    /// [`FormatError::Malformed`].
    pub fn read(file: Verified<'_>) -> Result<Lexicon, FormatError> {
        let raw = inflate(file, &[], SECTION)?;
        let mut r = Reader::new(&raw, SECTION);
        let forms = Forms::read(&mut r)?;
        let mut column = || (0..forms.len()).map(|_| r.u32()).collect::<Result<Vec<_>, _>>();
        let (dfs, namings) = (column()?, column()?);
        r.end()?;
        let values = dfs.into_iter().zip(namings).map(|(df, naming)| Entry { df, naming }.value());
        let fst = fst::Map::from_iter(forms.iter().zip(values));
        // The terms strictly ascend, which is all the builder asks.
        fst.map(|fst| Lexicon { fst }).map_err(|_| FormatError::malformed(SECTION, "terms strictly ascend"))
    }

    /// The transducer, for exact lookup, prefix streams and automata.
    pub fn fst(&self) -> &fst::Map<Vec<u8>> {
        &self.fst
    }

    /// In how many documents a term stands; `None` if in none.
    pub fn df(&self, term: &str) -> Option<u32> {
        self.fst.get(term).map(|value| Entry::of_value(value).df)
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
        assert_eq!(lexicon.fst().get("aan").map(Entry::of_value), Some(Entry { df: 3, naming: 6 }));
        assert_eq!(lexicon.fst().len(), 3);
    }
}
