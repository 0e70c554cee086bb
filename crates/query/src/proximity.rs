//! Words that stand beside each other in a text as they do in the query.
//!
//! Positions in the index would cost three times all the rest of it; the texts of the first hits are read for their
//! excerpts anyway, and looking at neighbours there gains as much.

use crate::excerpt::Reading;

/// What a pair adds: this times the mean idf of its words.
const PAIR: f32 = 0.2;

/// The neighbours in a query.
#[derive(Debug, Default)]
pub(crate) struct Pairs {
    /// Places of two words, how far apart they are, and what a document gains that has them so.
    all: Vec<Pair>,
}

#[derive(Debug)]
struct Pair {
    first: usize,
    second: usize,
    distance: usize,
    gain: f32,
}

impl Pairs {
    /// The pairs of the words that score; `idfs` by place, none for words that do not.
    pub(crate) fn new(idfs: &[Option<f32>]) -> Pairs {
        let scored: Vec<(usize, f32)> = idfs.iter().enumerate().filter_map(|(at, idf)| Some((at, (*idf)?))).collect();
        let pair = |pair: &[(usize, f32)]| {
            let [(first, a), (second, b)] = [pair[0], pair[1]];
            Pair { first, second, distance: second - first, gain: PAIR * (a + b) / 2.0 }
        };
        Pairs { all: scored.windows(2).map(pair).collect() }
    }

    pub(crate) fn are_any(&self) -> bool {
        !self.all.is_empty()
    }

    /// What the pairs in a title and a text add to the score of their document.
    pub(crate) fn bonus(&self, title_and_text: [&Reading<'_>; 2]) -> f32 {
        let mut found = vec![false; self.all.len()];
        for reading in title_and_text {
            let matches: Vec<_> = reading.matches().collect();
            for two in matches.windows(2) {
                let [a, b] = [two[0], two[1]];
                for (found, pair) in found.iter_mut().zip(&self.all) {
                    let is_pair = a.word == pair.first && b.word == pair.second;
                    *found |= is_pair && b.position - a.position <= pair.distance;
                }
            }
        }
        self.all.iter().zip(found).filter(|(_, found)| *found).map(|(pair, _)| pair.gain).sum()
    }
}
