//! What terms have to do with each other: which are forms of one word, which stand within others, which stand for others.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use hashbrown::HashMap;
use rayon::prelude::*;
use zoeklicht_format::{DocId, PART_MARK, Posting, Synonym, to_usize};
use zoeklicht_text::{Lang, Splitter, Word, classes, is_stop_word};

use crate::postings::Postings;
use crate::synonyms::as_terms;
use crate::vocabulary::{Gathered, Truncated};

/// Acronyms that are kept, those of most documents: every visitor fetches them all.
const ACRONYMS_MAX: usize = 300;
/// Long forms of one acronym that are kept.
const LONG_FORMS_MAX: usize = 2;

/// A term of the index.
pub(crate) struct Term {
    pub(crate) text: String,
    /// Terms with the same number are forms of one word.
    pub(crate) class: u32,
    pub(crate) stop: bool,
    /// The parts of a compound, in bytes.
    pub(crate) parts: Vec<Range<u8>>,
    /// By the documents' numbers of arrival.
    pub(crate) postings: Postings,
}

/// A word and what is known of it.
struct Known {
    lang: Lang,
    /// Its most frequent spelling, in lower case.
    spelling: String,
    parts: Vec<Range<usize>>,
    postings: Postings,
}

/// All terms in their order. `langs` are the languages of the documents by arrival; `exceptions` are words that are forms of
/// one word, or of none other, whatever the rules say.
pub(crate) fn forms(
    terms: Vec<(String, Gathered)>,
    truncated: &BTreeMap<u32, Vec<Truncated>>,
    langs: &[Lang],
    exceptions: &BTreeMap<Lang, Vec<Vec<String>>>,
) -> Vec<Term> {
    let (mut parts, words): (Vec<_>, Vec<_>) = terms.into_par_iter().partition(|(term, _)| term.ends_with(PART_MARK));
    parts.iter_mut().for_each(|(term, _)| term.truncate(term.len() - PART_MARK.len_utf8()));
    let known = words.into_par_iter().map(|(term, gathered)| (term, Known::new(gathered, langs)));
    let mut words: BTreeMap<String, Known> = known.collect::<Vec<_>>().into_iter().collect();
    let splitters = splitters(&words);
    add_truncated(&mut words, truncated, langs, &splitters);
    words.par_iter_mut().for_each(|(term, known)| {
        let splitter = splitters.get(&known.lang);
        known.parts = splitter.and_then(|splitter| splitter.split(term)).unwrap_or_default();
    });
    let parts = parts.into_iter().map(|(term, gathered)| (term, Known::new(gathered, langs))).collect();
    let parts = postings_of_parts(&words, parts);
    number(words, parts, exceptions)
}

impl Known {
    fn new(gathered: Gathered, langs: &[Lang]) -> Known {
        let Gathered { postings, spellings, votes } = gathered;
        let mut documents = by_lang(postings.iter(), langs);
        for (lang, more) in votes.into_iter().flat_map(|votes| votes.0) {
            let count = documents.entry(lang).or_default();
            *count = count.saturating_add_signed(more);
        }
        let lang = most(&documents).copied().unwrap_or(Lang::UND);
        Known { lang, spelling: most(&spellings).cloned().unwrap_or_default(), parts: Vec::new(), postings }
    }
}

/// In how many documents of each language something stands.
fn by_lang(postings: impl Iterator<Item = Posting>, langs: &[Lang]) -> BTreeMap<Lang, u32> {
    let mut documents = BTreeMap::new();
    postings.for_each(|posting| *documents.entry(langs[posting.doc.index()]).or_default() += 1);
    documents
}

/// The key with the highest count, the first of equals.
fn most<K: Ord>(counts: &BTreeMap<K, u32>) -> Option<&K> {
    counts.iter().rev().max_by_key(|(_, count)| **count).map(|(key, _)| key)
}

/// For each language that writes compounds as one word.
fn splitters(words: &BTreeMap<String, Known>) -> BTreeMap<Lang, Splitter> {
    let langs: BTreeSet<Lang> = words.values().map(|known| known.lang).collect();
    let splitter = |lang: Lang| {
        let of_lang = words.iter().filter(|(_, known)| known.lang == lang);
        (lang, Splitter::new(lang, of_lang.map(|(term, known)| (term.as_str(), known.postings.len()))))
    };
    langs.into_iter().filter(|lang| Splitter::knows(*lang)).map(splitter).collect()
}

/// `integratie- en inburgeringsbeleid` speaks of `integratiebeleid` too.
fn add_truncated(
    words: &mut BTreeMap<String, Known>,
    truncated: &BTreeMap<u32, Vec<Truncated>>,
    langs: &[Lang],
    splitters: &BTreeMap<Lang, Splitter>,
) {
    let mut found: BTreeMap<String, Vec<Posting>> = BTreeMap::new();
    for (doc, of_doc) in truncated {
        let Some(splitter) = splitters.get(&langs[to_usize(*doc)]) else { continue };
        for Truncated { first, second, tf, segment } in of_doc {
            if let Some(whole) = splitter.truncated(first, second) {
                found.entry(whole).or_default().push(Posting::new(DocId(*doc), *tf, *segment));
            }
        }
    }
    for (term, postings) in found {
        let lang = most(&by_lang(postings.iter().copied(), langs)).copied().unwrap_or(Lang::UND);
        let new = || Known { lang, spelling: String::new(), parts: Vec::new(), postings: Postings::default() };
        let known = words.entry(term).or_insert_with(new);
        known.postings = merged(known.postings.iter().chain(postings));
    }
}

/// Where each word stands as a part of longer ones. `parts` are those that the words themselves show, as
/// `getElementById` does.
fn postings_of_parts(words: &BTreeMap<String, Known>, parts: BTreeMap<String, Known>) -> BTreeMap<String, Known> {
    let mut wholes: BTreeMap<&str, Vec<&Known>> = BTreeMap::new();
    for (term, known) in words {
        let different: BTreeSet<&str> = known.parts.iter().map(|part| &term[part.clone()]).collect();
        different.into_iter().for_each(|part| wholes.entry(part).or_default().push(known));
    }
    for (part, known) in &parts {
        wholes.entry(part).or_default().push(known);
    }
    let merged = wholes.into_par_iter().map(|(part, wholes)| {
        let postings = merged(wholes.iter().flat_map(|known| known.postings.iter()));
        let lang = wholes[0].lang;
        (part.to_owned(), Known { lang, spelling: String::new(), parts: Vec::new(), postings })
    });
    merged.collect::<Vec<_>>().into_iter().collect()
}

/// One list of postings of several, with the sums of their occurrences.
fn merged(postings: impl Iterator<Item = Posting>) -> Postings {
    let mut all: Vec<Posting> = postings.collect();
    all.sort_by_key(|posting| posting.doc);
    let mut merged = Postings::default();
    for of_doc in all.chunk_by(|a, b| a.doc == b.doc) {
        let tf = [0, 1, 2].map(|field| of_doc.iter().map(|posting| u32::from(posting.tf[field])).sum());
        let segment = of_doc.iter().map(|posting| posting.segment).min().unwrap_or(0);
        merged.push(Posting::new(of_doc[0].doc, tf, segment));
    }
    merged
}

/// Gives every word its class, and its parts that of the word they are.
fn number(
    words: BTreeMap<String, Known>,
    parts: BTreeMap<String, Known>,
    exceptions: &BTreeMap<Lang, Vec<Vec<String>>>,
) -> Vec<Term> {
    let mut by_lang: BTreeMap<Lang, Vec<Word<'_>>> = BTreeMap::new();
    for (term, known) in words.iter().chain(parts.iter().filter(|(part, _)| !words.contains_key(*part))) {
        let spelling = if known.spelling.is_empty() { term } else { &known.spelling };
        by_lang.entry(known.lang).or_default().push(Word { term, spelling, df: known.postings.len() });
    }
    let mut numbers: HashMap<String, u32> = HashMap::new();
    let mut next = 0;
    for (lang, words) in &by_lang {
        let of_lang = classes(*lang, words, exceptions.get(lang).map_or(&[], Vec::as_slice));
        let count = of_lang.iter().max().map_or(0, |last| last + 1);
        words.iter().zip(of_lang).for_each(|(word, class)| {
            numbers.insert(word.term.to_owned(), next + class);
        });
        next += count;
    }
    drop(by_lang);
    let byte = |place: usize| u8::try_from(place).unwrap_or(u8::MAX);
    let whole = |(text, known): (String, Known)| Term {
        class: numbers[&text],
        stop: is_stop_word(known.lang, &text),
        parts: known.parts.iter().map(|part| byte(part.start)..byte(part.end)).collect(),
        postings: known.postings,
        text,
    };
    let part = |(text, known): (String, Known)| Term {
        class: numbers[&text],
        stop: false,
        parts: Vec::new(),
        postings: known.postings,
        text: text + &String::from(PART_MARK),
    };
    let mut terms: Vec<Term> = words.into_iter().map(whole).collect();
    terms.extend(parts.into_iter().map(part));
    terms.sort_unstable_by(|a, b| a.text.cmp(&b.text));
    terms
}

/// A short form and a long one.
type Pair = (String, String);

/// The acronyms that documents explain, as synonyms both ways: those of most documents, for each short form the commonest
/// long ones.
pub(crate) fn acronyms(found: BTreeMap<Pair, u32>) -> Vec<Synonym> {
    // Spellings of one pair, each with its documents.
    let mut pairs: BTreeMap<Pair, BTreeMap<Pair, u32>> = BTreeMap::new();
    for (pair, docs) in found {
        let key = (as_terms(&pair.0), as_terms(&pair.1));
        *pairs.entry(key).or_default().entry(pair).or_default() += docs;
    }
    let mut by_docs: Vec<(u32, Pair, Pair)> = Vec::new();
    for (key, spellings) in pairs {
        let docs = spellings.values().sum();
        by_docs.extend(most(&spellings).map(|pair| (docs, key, pair.clone())));
    }
    by_docs.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let mut kept: BTreeMap<String, usize> = BTreeMap::new();
    let is_kept = |(_, (short, _), _): &(u32, Pair, Pair)| {
        let count = kept.entry(short.clone()).or_default();
        *count += 1;
        *count <= LONG_FORMS_MAX
    };
    let kept = by_docs.into_iter().filter(is_kept).take(ACRONYMS_MAX);
    kept.map(|(_, _, (from, to))| Synonym { from, to, both_ways: true, lang: String::new() }).collect()
}
