//! Classes: which words of a language are forms of one word. Build time only: the index carries the outcome.
//!
//! Snowball alone joins too much (`overheid` and `over`, `woning` and `wonen`) and too little (`stad` and `steden`). So
//! words with one stem are joined only if a rule of inflection links them or if they are about as frequent, and lists
//! of ours (`data/*.classes`) and of the caller go before all that.
//!
//! Invariants
//! - Stop words and words with digits are alone.
//! - The outcome depends on the set of words and their frequencies, not on a hash or a thread.

use std::collections::{BTreeMap, HashMap};

use crate::inflection::{self, bases, sure_bases};
use crate::stem::Stemmer;
use crate::{Lang, is_stop_word};

/// A word of the vocabulary.
#[derive(Clone, Copy, Debug)]
pub struct Word<'a> {
    /// Folded: what is looked up. Each term stands in the vocabulary once.
    pub term: &'a str,
    /// Lower case, with its diacritics: Snowball expects them.
    pub spelling: &'a str,
    /// In how many documents it stands.
    pub df: u32,
}

/// A class may be this many times as frequent as what joins it by its stem alone.
const FREQUENCY_RATIO_MAX: u64 = 4;

/// The class of every word, as a number from 0 in the order of their first words. Words with one number are forms of one
/// word.
///
/// `exceptions` come before everything but stop words and digits: the words of one row are a class, joined with each
/// other and with nothing else; a row of one word stays alone. The first row that has a word counts.
pub fn classes(lang: Lang, words: &[Word<'_>], exceptions: &[Vec<String>]) -> Vec<u32> {
    let rows = Rows::new(lang, exceptions);
    let known: HashMap<&str, &str> = words.iter().map(|word| (word.term, word.spelling)).collect();
    let stemmer = Stemmer::new(lang);
    let mut groups: BTreeMap<Key, Vec<usize>> = BTreeMap::new();
    let mut canonical: Vec<Option<String>> = vec![None; words.len()];
    for (number, word) in words.iter().enumerate() {
        let key = if is_stop_word(lang, word.term) || word.term.bytes().any(|byte| byte.is_ascii_digit()) {
            Key::Alone(number)
        } else if let Some(row) = rows.find(word.term) {
            Key::Row(row)
        } else {
            let other = home(lang, word.term, &rows, &known);
            let (term, spelling) =
                other.as_deref().and_then(|term| known.get_key_value(term)).unwrap_or((&word.term, &word.spelling));
            let key = rows.find(term).map_or_else(|| Key::Stem(stemmer.stem(spelling)), Key::Row);
            canonical[number] = other;
            key
        };
        groups.entry(key).or_default().push(number);
    }
    let mut classes: Vec<Vec<usize>> = Vec::new();
    for (key, group) in groups {
        match key {
            Key::Stem(stem) if group.len() > 1 && inflection::is_known(lang) => {
                // `overheid` stems to `over`: such a stem is no reason to join.
                let ratio_max = if is_stop_word(lang, &stem) { 0 } else { FREQUENCY_RATIO_MAX };
                let parts = linked(lang, words, &canonical, &group);
                classes.extend(joined(words, parts, ratio_max));
            }
            _ => classes.push(group),
        }
    }
    numbered(words.len(), classes)
}

/// The known word whose class a word is in for sure: `hoofdsteden` goes where `hoofdstad` goes, `adviezen` where `advies`
/// goes; `None` if that is its own.
fn home(lang: Lang, term: &str, rows: &Rows<'_>, known: &HashMap<&str, &str>) -> Option<String> {
    // `vlaamsen` is of `vlaamse`, that of `vlaams`; no word has more steps to go.
    const STEPS_MAX: usize = 3;
    let is_known = |term: &String| known.contains_key(term.as_str()) && !is_stop_word(lang, term);
    let next = |term: &str| {
        let listed =
            if rows.find(term).is_some() { Some(None) } else { rows.canonical(term).filter(is_known).map(Some) };
        listed.unwrap_or_else(|| sure_bases(lang, term).into_iter().find(is_known))
    };
    std::iter::successors(next(term), |term| next(term)).take(STEPS_MAX).last()
}

/// Why words come together.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Alone(usize),
    Row(usize),
    Stem(String),
}

/// The exceptions: ours and the caller's.
struct Rows<'a> {
    /// The first word of each row.
    first: Vec<&'a str>,
    /// The row of each word.
    row: HashMap<&'a str, usize>,
}

impl<'a> Rows<'a> {
    fn new(lang: Lang, exceptions: &'a [Vec<String>]) -> Rows<'a> {
        let mut rows = Rows { first: Vec::new(), row: HashMap::new() };
        exceptions.iter().for_each(|row| rows.add(row.iter().map(String::as_str)));
        rows_of(lang).for_each(|row| rows.add(row));
        rows
    }

    fn add(&mut self, mut words: impl Iterator<Item = &'a str>) {
        let Some(first) = words.next() else { return };
        for word in std::iter::once(first).chain(words) {
            self.row.entry(word).or_insert(self.first.len());
        }
        self.first.push(first);
    }

    fn find(&self, term: &str) -> Option<usize> {
        self.row.get(term).copied()
    }

    /// The term with the first word of a row in place of another at its end: `hoofdstad` for `hoofdsteden`. Shorter
    /// beginnings than two letters and shorter ends than three make no compound.
    fn canonical(&self, term: &str) -> Option<String> {
        let cuts = term.char_indices().map(|(at, _)| at).skip(2).take_while(|at| at + 3 <= term.len());
        let ends = cuts.filter_map(|at| Some((at, *self.row.get(&term[at..])?)));
        ends.map(|(at, row)| format!("{}{}", &term[..at], self.first[row])).next().filter(|other| other != term)
    }
}

/// Our rows of words of one class.
fn rows_of(lang: Lang) -> impl Iterator<Item = std::str::SplitAsciiWhitespace<'static>> {
    let list = match lang.as_str() {
        "nl" => include_str!("../data/nl.classes"),
        "fr" => include_str!("../data/fr.classes"),
        "de" => include_str!("../data/de.classes"),
        "en" => include_str!("../data/en.classes"),
        _ => "",
    };
    list.lines().filter(|line| !line.starts_with('#')).map(str::split_ascii_whitespace)
}

/// The words of a group in parts, in which each is linked to another by a rule of inflection. Words need not be linked
/// directly: `woont` and `wonen` are both forms of `woon`, which may not stand anywhere.
fn linked(lang: Lang, words: &[Word<'_>], canonical: &[Option<String>], group: &[usize]) -> Vec<Vec<usize>> {
    let mut numbers: HashMap<String, usize> = HashMap::new();
    let mut parents: Vec<usize> = Vec::new();
    for &word in group {
        let term = words[word].term;
        let mut forms = vec![term.to_owned()];
        forms.extend(bases(lang, term));
        forms.extend(canonical[word].clone());
        let mut first = None;
        for form in forms {
            let node = *numbers.entry(form).or_insert(parents.len());
            if node == parents.len() {
                parents.push(node);
            }
            let node = root(&mut parents, node);
            let first = *first.get_or_insert(node);
            let first = root(&mut parents, first);
            parents[node] = first;
        }
    }
    let mut parts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for &word in group {
        if let Some(&node) = numbers.get(words[word].term) {
            parts.entry(root(&mut parents, node)).or_default().push(word);
        }
    }
    parts.into_values().collect()
}

/// The root of a node, with the way to it halved so that the next walk is short (union-find).
fn root(parents: &mut [usize], mut node: usize) -> usize {
    while parents[node] != node {
        parents[node] = parents[parents[node]];
        node = parents[node];
    }
    node
}

/// Joins the parts that are about as frequent, the most frequent first.
fn joined(words: &[Word<'_>], parts: Vec<Vec<usize>>, ratio_max: u64) -> Vec<Vec<usize>> {
    let df = |part: &[usize]| part.iter().map(|word| u64::from(words[*word].df)).sum::<u64>();
    let mut by_df: Vec<(u64, Vec<usize>)> = parts.into_iter().map(|part| (df(&part), part)).collect();
    by_df.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| words[a.1[0]].term.cmp(words[b.1[0]].term)));
    let mut classes: Vec<(u64, Vec<usize>)> = Vec::new();
    for (df, part) in by_df {
        if let Some(class) = classes.iter_mut().find(|class| class.0 <= ratio_max * df) {
            class.0 += df;
            class.1.extend(part);
        } else {
            classes.push((df, part));
        }
    }
    classes.into_iter().map(|(_, class)| class).collect()
}

/// The number of the class of each word.
fn numbered(count: usize, mut classes: Vec<Vec<usize>>) -> Vec<u32> {
    classes.sort_by_key(|class| class.iter().min().copied());
    let mut numbers = vec![0; count];
    for (number, class) in (0..).zip(&classes) {
        class.iter().for_each(|word| numbers[*word] = number);
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words with how often they stand, and their classes as words.
    #[track_caller]
    fn check(lang: &str, words: &str, exceptions: &[&str], expected: &[&str]) {
        let lang = Lang::parse(lang).unwrap_or(Lang::UND);
        let spellings: Vec<(&str, u32)> = words
            .split(' ')
            .filter_map(|word| {
                let (spelling, df) = word.split_once(':').unwrap_or((word, "1"));
                Some((spelling, df.parse().ok()?))
            })
            .collect();
        let terms: Vec<String> = spellings.iter().map(|(spelling, _)| crate::fold(spelling)).collect();
        let words: Vec<Word<'_>> =
            terms.iter().zip(&spellings).map(|(term, (spelling, df))| Word { term, spelling, df: *df }).collect();
        let rows: Vec<Vec<String>> = exceptions.iter().map(|row| row.split(' ').map(Into::into).collect()).collect();
        let mut found: Vec<Vec<&str>> = Vec::new();
        for (word, class) in words.iter().zip(classes(lang, &words, &rows)) {
            let class = usize::try_from(class).unwrap_or(usize::MAX);
            found.resize_with(found.len().max(class + 1), Vec::new);
            found[class].push(word.spelling);
        }
        let found: Vec<String> = found.iter().map(|class| class.join(" ")).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_stem_joins_words_that_are_about_as_frequent() {
        check("nl", "werk:90 werkbaar:30", &[], &["werk werkbaar"]);
        check("nl", "werk:90 werkbaar:3", &[], &["werk", "werkbaar"]);
    }

    #[test]
    fn inflection_joins_words_however_rare_they_are() {
        check("nl", "decreet:900 decreten", &[], &["decreet decreten"]);
        check("nl", "wijzigt:900 wijzigen", &[], &["wijzigt wijzigen"]);
        check("de", "haus:900 häusern", &[], &["haus häusern"]);
        check("es", "escuela:900 escuelas", &[], &["escuela escuelas"]);
    }

    #[test]
    fn stop_words_and_words_with_digits_stay_alone() {
        check("nl", "over overheid overheden overen", &[], &["over", "overheid overheden", "overen"]);
        check("nl", "nt2 nt2s", &[], &["nt2", "nt2s"]);
    }

    #[test]
    fn a_listed_plural_is_found_at_the_end_of_a_compound() {
        check("nl", "stad steden hoofdsteden hoofdstad", &[], &["stad steden", "hoofdsteden hoofdstad"]);
        check("nl", "besteden stad", &[], &["besteden", "stad"]);
    }

    #[test]
    fn the_callers_exceptions_come_first() {
        check("nl", "vzw vereniging verenigingen", &["vzw vereniging"], &["vzw vereniging", "verenigingen"]);
        check("nl", "besluit besluiten", &["besluiten"], &["besluit", "besluiten"]);
        check("und", "a ab b", &["a b"], &["a b", "ab"]);
    }

    #[test]
    fn the_lists_are_folded_and_hold_each_word_once() {
        for lang in ["nl", "fr", "de", "en"] {
            let lang = Lang::parse(lang).unwrap_or(Lang::UND);
            let mut words: Vec<&str> = rows_of(lang).flatten().collect();
            words.sort_unstable();
            assert!(words.iter().all(|word| crate::fold(word) == **word), "{lang}");
            let twice: Vec<_> = words.windows(2).filter(|pair| pair[0] == pair[1]).collect();
            assert!(twice.is_empty(), "{lang}: {twice:?}");
        }
    }
}
