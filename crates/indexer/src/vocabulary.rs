//! Documents to terms: which term stands where, and which terms are forms of one word.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;
use zoeklicht_format::{DocId, Posting, to_u32};
use zoeklicht_text::{Lang, Stemmer, fold, for_each_token, is_stop_word};

use crate::document::Document;
use crate::records::{cut_segments, is_in};

/// The terms of one document.
pub(crate) struct Analysis {
    terms: HashMap<String, Occurrences>,
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

/// All terms of an index.
pub(crate) struct Vocabulary {
    /// By ascending term.
    pub(crate) terms: Vec<Term>,
}

pub(crate) struct Term {
    pub(crate) text: String,
    /// Terms with the same number are forms of one word.
    pub(crate) class: u32,
    pub(crate) stop: bool,
    pub(crate) postings: Vec<Posting>,
}

/// Cuts a document into terms.
pub(crate) fn analyse(document: &Document) -> Analysis {
    let mut analysis = Analysis { terms: HashMap::new(), spellings: HashMap::new(), lengths: [0; 3] };
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
            // Most words of a text are there already: a key of its own is made for the others only.
            let found = match self.terms.get_mut(term) {
                Some(found) => found,
                None => self.terms.entry(term.to_owned()).or_default(),
            };
            found.tf[field] += 1;
            found.segment = found.segment.or(segment);
        });
    }
}

/// What is known of a term while documents come in.
#[derive(Default)]
struct Gathered {
    postings: Vec<Posting>,
    /// In how many documents of each language.
    langs: BTreeMap<Lang, u32>,
    /// Spellings with diacritics, by how often.
    spellings: BTreeMap<String, u32>,
}

/// Joins the terms of all documents, in their order.
pub(crate) fn join(analyses: Vec<Analysis>, langs: &[Lang]) -> Vocabulary {
    let mut all: HashMap<String, Gathered> = HashMap::new();
    for (at, (analysis, lang)) in analyses.into_iter().zip(langs).enumerate() {
        let doc = DocId(to_u32(at));
        for (term, Occurrences { tf, segment }) in analysis.terms {
            let gathered = all.entry(term).or_default();
            gathered.postings.push(Posting::new(doc, tf, segment.unwrap_or(0)));
            *gathered.langs.entry(*lang).or_default() += 1;
        }
        for (spelling, times) in analysis.spellings {
            // A term that was cut for its length has no spelling of its own.
            if let Some(gathered) = all.get_mut(&fold(&spelling)) {
                *gathered.spellings.entry(spelling).or_default() += times;
            }
        }
    }
    let mut sorted: Vec<(String, Gathered)> = all.into_iter().collect();
    sorted.par_sort_unstable_by(|a, b| a.0.cmp(&b.0));
    let stemmers: BTreeMap<Lang, Stemmer> = langs.iter().map(|lang| (*lang, Stemmer::new(*lang))).collect();
    let keys: Vec<(Lang, String)> =
        sorted.par_iter().map(|(term, gathered)| class(term, gathered, &stemmers)).collect();
    let mut numbers: HashMap<(Lang, String), u32> = HashMap::new();
    let terms = sorted.into_iter().zip(keys).map(|((text, gathered), key)| {
        let stop = is_stop_word(key.0, &text);
        let next = to_u32(numbers.len());
        let class = *numbers.entry(key).or_insert(next);
        Term { class, stop, postings: gathered.postings, text }
    });
    Vocabulary { terms: terms.collect() }
}

/// The class of a term: that of its most frequent spelling in the language it stands in most.
fn class(term: &str, gathered: &Gathered, stemmers: &BTreeMap<Lang, Stemmer>) -> (Lang, String) {
    let lang = most(&gathered.langs).copied().unwrap_or(Lang::UND);
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
        let vocabulary = join(documents.iter().map(analyse).collect(), &[nl, nl]);
        let texts: Vec<_> = vocabulary.terms.iter().map(|term| term.text.as_str()).collect();
        assert_eq!(texts, ["de", "over", "overheid", "vluchteling", "vluchtelingen"]);
        let [de, over, overheid, one, many] = &vocabulary.terms[..] else { panic!() };
        assert_eq!(one.class, many.class);
        assert_ne!(over.class, overheid.class);
        assert!(de.stop && !one.stop);
        assert_eq!(one.postings, [Posting::new(DocId(0), [1, 0, 0], 0)]);
        assert_eq!(many.postings.len(), 2);
    }
}
