//! Documents to terms: which term stands where, and which terms are forms of one word.

use std::collections::BTreeMap;

use hashbrown::HashMap;
use rayon::prelude::*;
use zoeklicht_format::{DocId, Posting, to_u32, to_usize};
use zoeklicht_text::{Lang, Stemmer, fold, for_each_token, is_stop_word};

use crate::document::Document;
use crate::postings::Postings;
use crate::records::{cut_segments, is_in};
use crate::words::Words;

/// The terms of one document.
#[derive(Default)]
pub(crate) struct Analysis {
    words: Words,
    /// Of each word.
    occurrences: Vec<Occurrences>,
    /// Spellings that differ from the term by more than case: how often each. Stemmers need the diacritics.
    spellings: HashMap<String, u32>,
    /// Words in title, headings and body.
    pub(crate) lengths: [u32; 3],
}

/// A term in a document.
#[derive(Clone, Copy, Default)]
struct Occurrences {
    /// How often in title, headings and body.
    tf: [u32; 3],
    /// The first segment of the text in which it stands; none if it stands in the title only.
    segment: Option<u32>,
}

/// A term of the index.
pub(crate) struct Term {
    pub(crate) text: String,
    /// Terms with the same number are forms of one word.
    pub(crate) class: u32,
    pub(crate) stop: bool,
    /// By the documents' numbers of arrival.
    pub(crate) postings: Postings,
}

/// Cuts a document into terms.
pub(crate) fn analyse(document: &Document) -> Analysis {
    let mut analysis = Analysis::default();
    analysis.add(0, &document.title, None);
    let segments = cut_segments(&document.text);
    for (number, range) in segments.iter().enumerate() {
        let segment = Some(to_u32(number));
        analysis.add(2, &document.text[range.clone()], segment);
        let here = |start| is_in(start, range, number + 1 == segments.len());
        // Level 0 is the beginning of a page of a PDF.
        let headings = document.headings.iter().filter(|heading| heading.level > 0 && here(heading.start));
        headings.for_each(|heading| analysis.add(1, &heading.text, segment));
    }
    analysis
}

impl Analysis {
    fn add(&mut self, field: usize, text: &str, segment: Option<u32>) {
        for_each_token(text, |term, span| {
            self.lengths[field] += 1;
            let word = &text[span];
            if !word.is_ascii() {
                *self.spellings.entry(word.to_lowercase()).or_default() += 1;
            }
            let number = to_usize(self.words.add(term));
            if number == self.occurrences.len() {
                self.occurrences.push(Occurrences::default());
            }
            let found = &mut self.occurrences[number];
            found.tf[field] += 1;
            found.segment = found.segment.or(segment);
        });
    }
}

/// The terms of all documents that have come in.
#[derive(Default)]
pub(crate) struct Terms {
    words: Words,
    /// Of each word.
    gathered: Vec<Gathered>,
}

/// What is known of a term while documents come in.
#[derive(Default)]
struct Gathered {
    postings: Postings,
    /// Spellings with diacritics, by how often.
    spellings: BTreeMap<String, u32>,
}

impl Terms {
    /// Adds the terms of the next document.
    pub(crate) fn add(&mut self, document: u32, analysis: Analysis) {
        for (word, Occurrences { tf, segment }) in (0..).zip(analysis.occurrences) {
            let number = to_usize(self.words.add(analysis.words.get(word)));
            if number == self.gathered.len() {
                self.gathered.push(Gathered::default());
            }
            let posting = Posting::new(DocId(document), tf, segment.unwrap_or(0));
            self.gathered[number].postings.push(posting);
        }
        for (spelling, times) in analysis.spellings {
            // A term that was cut for its length has no spelling of its own.
            if let Some(number) = self.words.find(&fold(&spelling)) {
                *self.gathered[to_usize(number)].spellings.entry(spelling).or_default() += times;
            }
        }
    }

    /// All terms in their order, with their classes. `langs` are the languages of the documents.
    pub(crate) fn finish(self, langs: &[Lang]) -> Vec<Term> {
        let words = (0..self.words.len()).map(|number| self.words.get(number).to_owned());
        let mut sorted: Vec<(String, Gathered)> = words.zip(self.gathered).collect();
        sorted.par_sort_unstable_by(|a, b| a.0.cmp(&b.0));
        let stemmers: BTreeMap<Lang, Stemmer> = langs.iter().map(|lang| (*lang, Stemmer::new(*lang))).collect();
        let keys: Vec<(Lang, String)> =
            sorted.par_iter().map(|(term, gathered)| class(term, gathered, langs, &stemmers)).collect();
        let mut numbers: HashMap<(Lang, String), u32> = HashMap::new();
        let terms = sorted.into_iter().zip(keys).map(|((text, gathered), key)| {
            let stop = is_stop_word(key.0, &text);
            let next = to_u32(numbers.len());
            let class = *numbers.entry(key).or_insert(next);
            Term { class, stop, postings: gathered.postings, text }
        });
        terms.collect()
    }
}

/// The class of a term: that of its most frequent spelling in the language it stands in most.
fn class(term: &str, gathered: &Gathered, langs: &[Lang], stemmers: &BTreeMap<Lang, Stemmer>) -> (Lang, String) {
    let mut documents: BTreeMap<Lang, u32> = BTreeMap::new();
    gathered.postings.iter().for_each(|posting| *documents.entry(langs[posting.doc.index()]).or_default() += 1);
    let lang = most(&documents).copied().unwrap_or(Lang::UND);
    let spelling = most(&gathered.spellings).map_or(term, String::as_str);
    let key = stemmers.get(&lang).map_or_else(|| term.to_owned(), |stemmer| stemmer.class(spelling));
    (lang, key)
}

/// The key with the highest count, the first of equals.
fn most<K: Ord>(counts: &BTreeMap<K, u32>) -> Option<&K> {
    counts.iter().rev().max_by_key(|(_, count)| **count).map(|(key, _)| key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_share_a_class_and_fields_are_kept_apart() {
        let nl = Lang::parse("nl").expect("a tag");
        let document =
            |title: &str, text: &str| Document { title: title.into(), text: text.into(), ..Document::default() };
        let documents = [document("De vluchteling", "vluchtelingen over"), document("Overheid", "de vluchtelingen")];
        let mut terms = Terms::default();
        (0..).zip(&documents).for_each(|(number, document)| terms.add(number, analyse(document)));
        let terms = terms.finish(&[nl, nl]);
        let texts: Vec<_> = terms.iter().map(|term| term.text.as_str()).collect();
        assert_eq!(texts, ["de", "over", "overheid", "vluchteling", "vluchtelingen"]);
        let [de, over, overheid, one, many] = &terms[..] else { panic!() };
        assert_eq!(one.class, many.class);
        assert_ne!(over.class, overheid.class);
        assert!(de.stop && !one.stop);
        assert_eq!(one.postings.iter().collect::<Vec<_>>(), [Posting::new(DocId(0), [1, 0, 0], 0)]);
        assert_eq!(many.postings.len(), 2);
    }
}
