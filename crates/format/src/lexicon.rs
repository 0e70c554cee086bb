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
}

/// The bytes of the lexicon's file. `entries` ascend by term.
pub fn write_lexicon(entries: &[LexEntry<'_>]) -> Vec<u8> {
    let mut w = Writer::default();
    let forms: Vec<&str> = entries.iter().map(|entry| entry.term).collect();
    write_forms(&mut w, &forms);
    entries.iter().for_each(|entry| w.u32(entry.df));
    deflate(&w.0, &[])
}

/// The lexicon in memory: a finite-state transducer from term to document frequency.
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
        let dfs = (0..forms.len()).map(|_| r.u64()).collect::<Result<Vec<_>, _>>()?;
        r.end()?;
        let fst = fst::Map::from_iter(forms.iter().zip(dfs));
        // The terms strictly ascend, which is all the builder asks.
        fst.map(|fst| Lexicon { fst }).map_err(|_| FormatError::malformed(SECTION, "terms strictly ascend"))
    }

    /// The transducer, for exact lookup, prefix streams and automata.
    pub fn fst(&self) -> &fst::Map<Vec<u8>> {
        &self.fst
    }

    /// In how many documents a term stands; `None` if in none.
    pub fn df(&self, term: &str) -> Option<u64> {
        self.fst.get(term)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Hash;

    #[test]
    fn a_lexicon_survives() {
        let entries = [("aan", 3), ("inburgering", 200), ("oekraine", 1)].map(|(term, df)| LexEntry { term, df });
        let file = write_lexicon(&entries);
        let lexicon = Lexicon::read(Verified::new(&file, Hash::of(&file), "lexicon").expect("whole")).expect("valid");
        assert_eq!(lexicon.df("inburgering"), Some(200));
        assert_eq!(lexicon.df("inburg"), None);
        assert_eq!(lexicon.fst().len(), 3);
    }
}
