//! Many different words, each with a number: all in one string, because an allocation for each word of each document
//! was a tenth of a build.

use std::hash::BuildHasher as _;

use hashbrown::{DefaultHashBuilder, HashTable};
use serde::{Deserialize, Serialize};
use zoeklicht_format::{to_u32, to_usize};

/// Words, numbered from 0 in the order in which they came.
#[derive(Default, Serialize, Deserialize)]
#[serde(from = "Kept")]
pub(crate) struct Words {
    text: String,
    ends: Vec<usize>,
    #[serde(skip)]
    numbers: HashTable<u32>,
    #[serde(skip)]
    hasher: DefaultHashBuilder,
}

/// What is kept of words: how they hash differs from run to run.
#[derive(Deserialize)]
struct Kept {
    text: String,
    ends: Vec<usize>,
}

impl From<Kept> for Words {
    fn from(Kept { text, ends }: Kept) -> Words {
        let mut words = Words::default();
        let mut start = 0;
        for end in ends {
            words.add(text.get(start..end).unwrap_or_default());
            start = end;
        }
        words
    }
}

impl Words {
    pub(crate) fn len(&self) -> u32 {
        to_u32(self.ends.len())
    }

    pub(crate) fn get(&self, number: u32) -> &str {
        word(&self.text, &self.ends, number)
    }

    /// The number of a word that is there.
    pub(crate) fn find(&self, wanted: &str) -> Option<u32> {
        let is_it = |number: &u32| self.get(*number) == wanted;
        self.numbers.find(self.hasher.hash_one(wanted), is_it).copied()
    }

    /// The number of a word, which is added if it is not there.
    pub(crate) fn add(&mut self, new: &str) -> u32 {
        if let Some(number) = self.find(new) {
            return number;
        }
        let number = self.len();
        self.text.push_str(new);
        self.ends.push(self.text.len());
        let Words { text, ends, numbers, hasher } = self;
        let hash = |number: &u32| hasher.hash_one(word(text, ends, *number));
        numbers.insert_unique(hasher.hash_one(new), number, hash);
        number
    }
}

fn word<'t>(text: &'t str, ends: &[usize], number: u32) -> &'t str {
    let at = to_usize(number);
    let start = at.checked_sub(1).map_or(0, |before| ends[before]);
    &text[start..ends[at]]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_keeps_its_number() {
        let mut words = Words::default();
        let numbers: Vec<u32> = ["de", "het", "", "de", "een"].map(|word| words.add(word)).into();
        assert_eq!(numbers, [0, 1, 2, 0, 3]);
        (0..10_000).for_each(|n: u32| assert_eq!(words.add(&n.to_string()), n + 4));
        assert_eq!((words.find("9999"), words.find("de"), words.find("x")), (Some(10_003), Some(0), None));
        assert_eq!((words.get(1), words.get(2), words.len()), ("het", "", 10_004));
    }
}
