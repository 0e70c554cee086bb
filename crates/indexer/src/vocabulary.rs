//! Documents to terms: which term stands where. What the terms have to do with each other is found out at the end, when all
//! are known (see `forms`).

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use hashbrown::HashMap;
use serde::{Deserialize, Serialize};
use zoeklicht_format::{DocId, PART_MARK, Posting, to_u32, to_usize};
use zoeklicht_text::{ExtraKind, Lang, acronyms, coordinations, fold, for_each_extra, for_each_token};

use crate::document::{Document, WEIGHT};
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
    /// How often a word stands in parts that are in another language than the document.
    foreign: BTreeMap<(u32, Lang), u32>,
    has_other_title: bool,
    /// Words that lack their second part, such as `integratie-` in `integratie- en inburgeringsbeleid`.
    truncated: Vec<Truncated>,
    /// Short and long forms that the document explains.
    acronyms: BTreeSet<(String, String)>,
}

/// A word without its second part, and the next word that has one.
#[derive(Serialize, Deserialize)]
pub(crate) struct Truncated {
    pub(crate) first: String,
    pub(crate) second: String,
    /// How often in title, headings and body.
    pub(crate) tf: [u32; 3],
    /// The segment of the text in which it stands.
    pub(crate) segment: u32,
}

/// A term in a document.
#[derive(Clone, Copy, Default)]
struct Occurrences {
    /// How often in title, headings and body.
    tf: [u32; 3],
    is_in_other_title: bool,
    /// The first segment of the text in which it stands; none if it stands in the title only.
    segment: Option<u32>,
    /// How much more or less than that it counts in each field, in tenths of an occurrence.
    more: [i32; 3],
}

/// What is to know of a place in a text.
#[derive(Clone, Copy)]
struct Place {
    /// Its language, if that is another than the document's.
    lang: Option<Lang>,
    /// What it counts, in tenths.
    weight: u8,
}

impl Occurrences {
    /// How often it stands in each field, where a weight of 2 counts as twice: what BM25F makes of weights, before saturation.
    fn weighed(&self) -> [u32; 3] {
        if self.more == [0; 3] {
            return self.tf;
        }
        let field = |field: usize| {
            let tenths = i64::from(self.tf[field]) * i64::from(WEIGHT) + i64::from(self.more[field]);
            u32::try_from((tenths + 5) / i64::from(WEIGHT)).unwrap_or(0)
        };
        match [0, 1, 2].map(field) {
            // It is found there, however little it counts.
            [0, 0, 0] => [0, 0, 1],
            tf => tf,
        }
    }
}

/// What stands in more other titles than one of so many, but not in the titles, is not searched there: the name of the
/// site.
const OTHER_TITLES_SHARE: usize = 5;

/// Cuts a document into terms. All its parts with a language of their own are in another than it is.
pub(crate) fn analyse(document: &Document) -> Analysis {
    let mut analysis = Analysis { has_other_title: !document.other_title.is_empty(), ..Analysis::default() };
    analysis.add(0, &document.title, None, |_| Place { lang: None, weight: WEIGHT });
    analysis.for_each_term(&document.other_title, |analysis, number, _, _| {
        analysis.occurrences[number].is_in_other_title = true;
    });
    fn at<V: Copy>(parts: &[(Range<usize>, V)], place: usize) -> Option<V> {
        let after = parts.partition_point(|(range, _)| range.end <= place);
        parts.get(after).filter(|(range, _)| range.start <= place).map(|(_, value)| *value)
    }
    let lang_at = |place: usize| at(&document.langs, place);
    let weight_at = |place: usize| at(&document.weights, place).unwrap_or(WEIGHT);
    let segments = cut_segments(&document.text);
    for (number, range) in segments.iter().enumerate() {
        let segment = Some(to_u32(number));
        let place = |at: usize| Place { lang: lang_at(range.start + at), weight: weight_at(range.start + at) };
        analysis.add(2, &document.text[range.clone()], segment, place);
        let here = |start| is_in(start, range, number + 1 == segments.len());
        // Level 0 is the beginning of a page of a PDF.
        let headings = document.headings.iter().filter(|heading| heading.level > 0 && here(heading.start));
        // A heading is in the language of what stands under it.
        headings.for_each(|heading| {
            let place = Place { lang: lang_at(heading.start), weight: heading.weight };
            analysis.add(1, &heading.text, segment, |_| place);
        });
    }
    analysis
}

impl Analysis {
    /// Adds what stands in a field. `place` says what is to know of each place in it.
    fn add(&mut self, field: usize, text: &str, segment: Option<u32>, place: impl Fn(usize) -> Place) {
        self.for_each_term(text, |analysis, number, span, is_word| {
            analysis.lengths[field] += u32::from(is_word);
            let found = &mut analysis.occurrences[number];
            found.tf[field] += 1;
            found.segment = found.segment.or(segment);
            let Place { lang, weight } = place(span.start);
            found.more[field] = found.more[field].saturating_add(i32::from(weight) - i32::from(WEIGHT));
            if let Some(lang) = lang {
                *analysis.foreign.entry((to_u32(number), lang)).or_default() += 1;
            }
        });
        let mut tf = [0; 3];
        tf[field] = 1;
        let segment = segment.unwrap_or(0);
        let truncated = |(first, second)| Truncated { first, second, tf, segment };
        self.truncated.extend(coordinations(text).into_iter().map(truncated));
        self.acronyms.extend(acronyms(text));
    }

    /// Calls `found` with the number of each term of a text, where it stands, and whether it is a word of its own there.
    fn for_each_term(&mut self, text: &str, mut found: impl FnMut(&mut Analysis, usize, Range<usize>, bool)) {
        for_each_token(text, |term, span| {
            let word = &text[span.clone()];
            if !word.is_ascii() {
                *self.spellings.entry(word.to_lowercase()).or_default() += 1;
            }
            let number = self.number(term);
            found(self, number, span, true);
        });
        let mut part = String::new();
        for_each_extra(text, |extra| {
            let number = match extra.kind {
                ExtraKind::Whole => self.number(extra.term),
                ExtraKind::Part => {
                    part.clear();
                    part.push_str(extra.term);
                    part.push(PART_MARK);
                    self.number(&part)
                }
            };
            found(self, number, extra.span, false);
        });
    }

    fn number(&mut self, term: &str) -> usize {
        let number = to_usize(self.words.add(term));
        if number == self.occurrences.len() {
            self.occurrences.push(Occurrences::default());
        }
        number
    }
}

/// The terms of all documents that have come in.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Terms {
    words: Words,
    /// Of each word.
    gathered: Vec<Gathered>,
    /// Documents that have another title.
    other_titles: usize,
    /// The documents whose other title has a word that their title lacks.
    in_other_title: BTreeMap<u32, BTreeSet<u32>>,
    /// By document.
    pub(crate) truncated: BTreeMap<u32, Vec<Truncated>>,
    /// In how many documents which long form stands for which short one.
    pub(crate) acronyms: BTreeMap<(String, String), u32>,
}

/// What is known of a term while documents come in.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Gathered {
    pub(crate) postings: Postings,
    /// Spellings with diacritics, by how often.
    pub(crate) spellings: BTreeMap<String, u32>,
    /// None for most words, which stand in no such part and need no room for it.
    pub(crate) votes: Option<Box<Votes>>,
}

/// How many documents more or fewer than have a word speak for a language: those in which it mostly stands in parts that are
/// in another than they.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Votes(pub(crate) BTreeMap<Lang, i32>);

impl Gathered {
    /// One document more for a language, and one fewer for another.
    fn vote(&mut self, more: Lang, fewer: Lang) {
        let Votes(votes) = &mut **self.votes.get_or_insert_default();
        *votes.entry(more).or_default() += 1;
        *votes.entry(fewer).or_default() -= 1;
    }
}

/// Whether a word that stands so often in a part in another language, and so often in the document, mostly stands there.
fn speaks_for_part(times: u32, tf: [u32; 3]) -> bool {
    times > tf.iter().sum::<u32>() / 2
}

/// Counts down, and forgets what is at nothing.
fn less<K: Ord>(counts: &mut BTreeMap<K, u32>, key: K, times: u32) {
    if let Entry::Occupied(mut entry) = counts.entry(key) {
        *entry.get_mut() = entry.get().saturating_sub(times);
        if *entry.get() == 0 {
            entry.remove();
        }
    }
}

impl Terms {
    /// Adds the terms of a document, which is in this language.
    pub(crate) fn add(&mut self, document: u32, lang: Lang, analysis: Analysis) {
        self.other_titles += usize::from(analysis.has_other_title);
        let mut foreign = analysis.foreign.into_iter().peekable();
        for (word, occurrences) in (0..).zip(analysis.occurrences) {
            let Occurrences { tf, is_in_other_title, segment, .. } = occurrences;
            let number = self.words.add(analysis.words.get(word));
            if to_usize(number) == self.gathered.len() {
                self.gathered.push(Gathered::default());
            }
            let gathered = &mut self.gathered[to_usize(number)];
            while let Some(((_, part), times)) = foreign.next_if(|((of, _), _)| *of == word) {
                if speaks_for_part(times, tf) {
                    gathered.vote(part, lang);
                }
            }
            let mut tf = occurrences.weighed();
            if is_in_other_title && tf[0] == 0 {
                tf[0] = 1;
                self.in_other_title.entry(number).or_default().insert(document);
            }
            gathered.postings.add(Posting::new(DocId(document), tf, segment.unwrap_or(0)));
        }
        for (spelling, times) in analysis.spellings {
            // A term that was cut for its length has no spelling of its own.
            if let Some(number) = self.words.find(&fold(&spelling)) {
                *self.gathered[to_usize(number)].spellings.entry(spelling).or_default() += times;
            }
        }
        if !analysis.truncated.is_empty() {
            self.truncated.insert(document, analysis.truncated);
        }
        analysis.acronyms.into_iter().for_each(|pair| *self.acronyms.entry(pair).or_default() += 1);
    }

    /// Removes the terms of a document, which are these and were added.
    pub(crate) fn remove(&mut self, document: u32, lang: Lang, analysis: Analysis) {
        self.other_titles -= usize::from(analysis.has_other_title);
        let mut foreign = analysis.foreign.into_iter().peekable();
        for (word, Occurrences { tf, .. }) in (0..).zip(analysis.occurrences) {
            let Some(number) = self.words.find(analysis.words.get(word)) else { continue };
            let gathered = &mut self.gathered[to_usize(number)];
            while let Some(((_, part), times)) = foreign.next_if(|((of, _), _)| *of == word) {
                if speaks_for_part(times, tf) {
                    gathered.vote(lang, part);
                }
            }
            if let Some(documents) = self.in_other_title.get_mut(&number) {
                documents.remove(&document);
            }
            gathered.postings.remove(DocId(document));
        }
        for (spelling, times) in analysis.spellings {
            if let Some(number) = self.words.find(&fold(&spelling)) {
                less(&mut self.gathered[to_usize(number)].spellings, spelling, times);
            }
        }
        self.truncated.remove(&document);
        analysis.acronyms.into_iter().for_each(|pair| less(&mut self.acronyms, pair, 1));
    }

    /// All terms with what is known of them, in no order.
    pub(crate) fn into_terms(mut self) -> Vec<(String, Gathered)> {
        for (number, documents) in &self.in_other_title {
            if documents.len() > 1 && documents.len() > self.other_titles / OTHER_TITLES_SHARE {
                let postings = &mut self.gathered[to_usize(*number)].postings;
                *postings = postings.without_title(documents);
            }
        }
        let words = (0..self.words.len()).map(|number| self.words.get(number).to_owned());
        let mut terms: Vec<_> = words.zip(self.gathered).collect();
        terms.retain(|(_, gathered)| gathered.postings.len() > 0);
        terms
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Heading;

    #[test]
    fn words_wholes_and_parts_are_counted_by_field() {
        let document = Document {
            title: "De vluchteling".into(),
            text: "vluchtelingen van 2022/181 in getElementById; een vluchteling".into(),
            ..Document::default()
        };
        let mut terms = Terms::default();
        terms.add(7, Lang::UND, analyse(&document));
        let all: BTreeMap<String, Vec<Posting>> =
            terms.into_terms().into_iter().map(|(term, gathered)| (term, gathered.postings.iter().collect())).collect();
        let posting = |tf| vec![Posting::new(DocId(7), tf, 0)];
        assert_eq!(all["vluchteling"], posting([1, 0, 1]));
        assert_eq!(all["vluchtelingen"], posting([0, 0, 1]));
        assert_eq!(all["2022/181"], posting([0, 0, 1]));
        assert_eq!(all["element\u{1}"], posting([0, 0, 1]));
        assert!(!all.contains_key("element"));
    }

    #[test]
    fn what_counts_more_stands_there_more_often() {
        let check = |texts: &[(&str, u8)], heading: u8, expected: [u32; 3]| {
            let mut document = Document::default();
            for (text, weight) in texts {
                let start = document.text.len();
                document.text.push_str(text);
                document.weights.push((start..document.text.len(), *weight));
            }
            document.headings = vec![Heading {
                level: 2,
                text: if heading == 0 { "kop" } else { "zin" }.into(),
                anchor: String::new(),
                start: 0,
                weight: heading,
            }];
            let mut terms = Terms::default();
            terms.add(0, Lang::UND, analyse(&document));
            let gathered = terms.into_terms().into_iter().find(|(term, _)| term == "zin").expect("it is there");
            let postings: Vec<Posting> = gathered.1.postings.iter().collect();
            assert_eq!(postings, [Posting::new(DocId(0), expected, 0)], "{texts:?} {heading}");
        };
        check(&[("een zin, ", 10), ("en een zin", 10)], 0, [0, 0, 2]);
        check(&[("een zin, ", 10), ("en een zin", 20)], 0, [0, 0, 3]);
        check(&[("een zin, ", 10), ("en een zin", 5)], 0, [0, 0, 2]);
        check(&[("een zin, ", 4), ("en een zin", 10)], 0, [0, 0, 1]);
        check(&[("een zin", 100)], 20, [0, 2, 10]);
        // What counts for nothing is found all the same.
        check(&[("een zin", 0)], 0, [0, 0, 1]);
        check(&[("een zin", 0)], 10, [0, 1, 0]);
        check(&[("niets", 10)], 2, [0, 0, 1]);
    }

    #[test]
    fn what_most_other_titles_have_is_not_searched_in_them() {
        let document = |number: u32| Document {
            title: if number == 3 { "Hulp" } else { "Kop" }.into(),
            other_title: format!("Functie{number} kop | Hulp bij Kantoor"),
            text: "kantoor".into(),
            ..Document::default()
        };
        let found = |count: u32, term: &str| {
            let mut terms = Terms::default();
            (0..count).for_each(|number| terms.add(number, Lang::UND, analyse(&document(number))));
            let gathered = terms.into_terms().into_iter().find(|(other, _)| other == term);
            let postings = gathered.iter().flat_map(|(_, gathered)| gathered.postings.iter());
            postings.map(|posting| (posting.doc.0, posting.tf)).collect::<Vec<_>>()
        };
        assert_eq!(found(10, "functie7"), [(7, [1, 0, 0])]);
        assert_eq!(found(10, "hulp"), [(3, [1, 0, 0])]);
        assert_eq!(found(10, "kantoor"), (0..10).map(|number| (number, [0, 0, 1])).collect::<Vec<_>>());
        assert_eq!(found(10, "kop").len(), 10);
        assert_eq!(found(10, "bij"), []);
        // Of a single page nothing is known to be the name of the site.
        assert_eq!(found(1, "bij"), [(0, [1, 0, 0])]);
    }

    #[test]
    fn a_word_speaks_for_the_language_of_the_part_it_mostly_stands_in() {
        let [nl, fr] = ["nl", "fr"].map(|tag| Lang::parse(tag).unwrap_or(Lang::UND));
        let text = "een citaat parcours parcours en parcours van Mons naar Mons";
        let start = text.find("parcours").unwrap_or(0);
        let document = Document {
            text: text.into(),
            headings: vec![Heading { level: 2, text: "Titre".into(), anchor: String::new(), start, weight: 10 }],
            langs: vec![(start..start + 17, fr), (text.len() - 4..text.len(), fr)],
            ..Document::default()
        };
        let mut terms = Terms::default();
        terms.add(0, nl, analyse(&document));
        let votes = |gathered: Gathered| gathered.votes.map(|votes| votes.0).unwrap_or_default();
        let votes: BTreeMap<String, BTreeMap<Lang, i32>> =
            terms.into_terms().into_iter().map(|(term, gathered)| (term, votes(gathered))).collect();
        let foreign = BTreeMap::from([(fr, 1), (nl, -1)]);
        assert_eq!((&votes["parcours"], &votes["titre"]), (&foreign, &foreign));
        assert!(votes["citaat"].is_empty() && votes["mons"].is_empty());
    }
}
