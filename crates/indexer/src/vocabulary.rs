//! Documents to terms: which term stands where. What the terms have to do with each other is found out at the end, when all
//! are known (see `forms`).

use std::collections::{BTreeMap, BTreeSet};

use hashbrown::HashMap;
use zoeklicht_format::{DocId, PART_MARK, Posting, to_u32, to_usize};
use zoeklicht_text::{ExtraKind, acronyms, coordinations, fold, for_each_extra, for_each_token};

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
    /// Words that lack their second part, such as `integratie-` in `integratie- en inburgeringsbeleid`.
    truncated: Vec<Truncated>,
    /// Short and long forms that the document explains.
    acronyms: BTreeSet<(String, String)>,
}

/// A word without its second part, and the next word that has one.
pub(crate) struct Truncated {
    pub(crate) first: String,
    pub(crate) second: String,
    pub(crate) posting: Posting,
}

/// A term in a document.
#[derive(Clone, Copy, Default)]
struct Occurrences {
    /// How often in title, headings and body.
    tf: [u32; 3],
    /// The first segment of the text in which it stands; none if it stands in the title only.
    segment: Option<u32>,
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
            self.count(term, field, segment);
        });
        let mut part = String::new();
        for_each_extra(text, |extra| match extra.kind {
            ExtraKind::Whole => self.count(extra.term, field, segment),
            ExtraKind::Part => {
                part.clear();
                part.push_str(extra.term);
                part.push(PART_MARK);
                self.count(&part, field, segment);
            }
        });
        let mut tf = [0; 3];
        tf[field] = 1;
        let posting = Posting::new(DocId(0), tf, segment.unwrap_or(0));
        let truncated = coordinations(text).into_iter().map(|(first, second)| Truncated { first, second, posting });
        self.truncated.extend(truncated);
        self.acronyms.extend(acronyms(text));
    }

    fn count(&mut self, term: &str, field: usize, segment: Option<u32>) {
        let number = to_usize(self.words.add(term));
        if number == self.occurrences.len() {
            self.occurrences.push(Occurrences::default());
        }
        let found = &mut self.occurrences[number];
        found.tf[field] += 1;
        found.segment = found.segment.or(segment);
    }
}

/// The terms of all documents that have come in.
#[derive(Default)]
pub(crate) struct Terms {
    words: Words,
    /// Of each word.
    gathered: Vec<Gathered>,
    /// With the numbers of their documents.
    pub(crate) truncated: Vec<Truncated>,
    /// In how many documents which long form stands for which short one.
    pub(crate) acronyms: BTreeMap<(String, String), u32>,
}

/// What is known of a term while documents come in.
#[derive(Default)]
pub(crate) struct Gathered {
    pub(crate) postings: Postings,
    /// Spellings with diacritics, by how often.
    pub(crate) spellings: BTreeMap<String, u32>,
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
        let truncated = analysis.truncated.into_iter();
        self.truncated.extend(
            truncated.map(|found| Truncated { posting: Posting { doc: DocId(document), ..found.posting }, ..found }),
        );
        analysis.acronyms.into_iter().for_each(|pair| *self.acronyms.entry(pair).or_default() += 1);
    }

    /// All terms with what is known of them, in no order.
    pub(crate) fn into_terms(self) -> Vec<(String, Gathered)> {
        let words = (0..self.words.len()).map(|number| self.words.get(number).to_owned());
        words.zip(self.gathered).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_wholes_and_parts_are_counted_by_field() {
        let document = Document {
            title: "De vluchteling".into(),
            text: "vluchtelingen van 2022/181 in getElementById; een vluchteling".into(),
            ..Document::default()
        };
        let mut terms = Terms::default();
        terms.add(7, analyse(&document));
        let all: BTreeMap<String, Vec<Posting>> =
            terms.into_terms().into_iter().map(|(term, gathered)| (term, gathered.postings.iter().collect())).collect();
        let posting = |tf| vec![Posting::new(DocId(7), tf, 0)];
        assert_eq!(all["vluchteling"], posting([1, 0, 1]));
        assert_eq!(all["vluchtelingen"], posting([0, 0, 1]));
        assert_eq!(all["2022/181"], posting([0, 0, 1]));
        assert_eq!(all["element\u{1}"], posting([0, 0, 1]));
        assert!(!all.contains_key("element"));
    }
}
