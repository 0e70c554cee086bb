//! Terms to term chunks.
//!
//! All forms of a word stand in every chunk that has one of them in its range, so that one chunk answers for a word. So
//! that few have to be copied, chunks break between words, not between the forms of one.

use std::collections::BTreeSet;
use std::ops::Range;

use rayon::prelude::*;
use zoeklicht_format::{DocId, Posting, TermEntry, to_usize, write_terms};

use crate::IndexError;
use crate::cache::Memory;
use crate::forms::Term;

/// Estimated bytes of a term chunk before compression; compressed about half. On 10,000 API pages a rare word then costs
/// 6.5 kB; with 20,000 bytes it cost 9.9 kB, in 386 files instead of 486.
const CHUNK_BYTES: usize = 12_000;
/// From so many on, a word has a chunk of its own, so that who looks up its neighbours need not fetch it. On 10,000 API
/// pages that is 45 % of all postings, and without this a rare word costs 28 kB (chunks of 20,000 bytes).
const HEAVY_BYTES: usize = CHUNK_BYTES / 2;

/// Chunks that are made at a time, in parallel. More would only take more memory.
const WINDOW_CHUNKS: usize = 64;

/// Which terms are forms of one word.
struct Classes(Vec<(u32, usize)>);

impl Classes {
    fn new(terms: &[Term]) -> Classes {
        let mut by_class: Vec<(u32, usize)> = terms.iter().enumerate().map(|(at, term)| (term.class, at)).collect();
        by_class.sort_unstable();
        Classes(by_class)
    }

    /// The places of a class's terms, ascending.
    fn forms(&self, class: u32) -> impl DoubleEndedIterator<Item = usize> + '_ {
        let start = self.0.partition_point(|(of, _)| *of < class);
        let end = self.0.partition_point(|(of, _)| *of <= class);
        self.0[start..end].iter().map(|(_, at)| *at)
    }
}

/// Makes the term chunks; each goes to `write`, in order, with the bound from which on its terms are. `numbers` are those
/// of the documents in the index, by arrival.
pub(crate) fn term_chunks(
    terms: &[Term],
    numbers: &[u32],
    memory: &mut Memory,
    mut write: impl FnMut(String, Vec<u8>) -> Result<(), IndexError>,
) -> Result<(), IndexError> {
    let classes = Classes::new(terms);
    let with_forms =
        |range: &Range<usize>| range.clone().flat_map(|at| classes.forms(terms[at].class)).collect::<BTreeSet<usize>>();
    let make = |range: &Range<usize>| {
        let with_forms = with_forms(range);
        let postings: Vec<Vec<Posting>> = with_forms.iter().map(|at| numbered(&terms[*at], numbers)).collect();
        let entry = |(at, postings)| {
            let Term { text, class, stop, parts, .. } = &terms[at];
            TermEntry { term: text, class: *class, stop: *stop, parts, postings }
        };
        let entries: Vec<TermEntry<'_>> =
            with_forms.into_iter().zip(postings.iter().map(Vec::as_slice)).map(entry).collect();
        write_terms(&entries)
    };
    let numbering = memory.key(|| numbers);
    // Classes are told apart within a chunk only, by their first term.
    let parts = |range: &Range<usize>| {
        let part = |at: usize| {
            let Term { text, class, stop, parts, postings } = &terms[at];
            (text, classes.forms(*class).next().map(|first| &terms[first].text), stop, parts, postings)
        };
        (numbering, with_forms(range).into_iter().map(part).collect::<Vec<_>>())
    };
    for window in ranges(terms, &classes).chunks(WINDOW_CHUNKS) {
        let key = |range: &Range<usize>| memory.key(|| parts(range));
        let keys: Vec<Option<u128>> = window.par_iter().map(key).collect();
        let made = memory.make(&keys, |at| make(&window[at]));
        window.iter().zip(made).try_for_each(|(range, bytes)| write(bound(terms, range.start), bytes))?;
    }
    Ok(())
}

/// The postings of a term with the documents' numbers in the index.
fn numbered(term: &Term, numbers: &[u32]) -> Vec<Posting> {
    let number = |posting: Posting| Posting { doc: DocId(numbers[posting.doc.index()]), ..posting };
    let mut postings: Vec<Posting> = term.postings.iter().map(number).collect();
    postings.sort_unstable_by_key(|posting| posting.doc);
    postings
}

/// The shortest string that sorts after the term before and not after the term itself, as in a prefix B-tree (Bayer &
/// Unterauer 1977).
fn bound(terms: &[Term], at: usize) -> String {
    let term = terms[at].text.as_str();
    let Some(before) = at.checked_sub(1).map(|before| terms[before].text.as_str()) else { return term.to_owned() };
    let ends = term.char_indices().map(|(start, c)| start + c.len_utf8());
    ends.map(|end| &term[..end]).find(|prefix| *prefix > before).unwrap_or(term).to_owned()
}

fn ranges(terms: &[Term], classes: &Classes) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let (mut start, mut bytes) = (0, 0);
    for part in parts(terms, classes) {
        let more: usize = terms[part.clone()].iter().map(term_bytes).sum();
        let heavy = more >= HEAVY_BYTES;
        if bytes > 0 && (heavy || bytes + more > CHUNK_BYTES) {
            ranges.push(start..part.start);
            (start, bytes) = (part.start, 0);
        }
        bytes += more;
        if heavy {
            ranges.push(start..part.end);
            (start, bytes) = (part.end, 0);
        }
    }
    if start < terms.len() {
        ranges.push(start..terms.len());
    }
    ranges
}

/// The finest cut between words: no word has forms in two parts, unless its forms are far apart.
fn parts(terms: &[Term], classes: &Classes) -> Vec<Range<usize>> {
    let ends: Vec<usize> = terms
        .iter()
        .scan(0, |end, term| {
            *end += term_bytes(term);
            Some(*end)
        })
        .collect();
    let mut parts = Vec::new();
    let (mut start, mut last) = (0, 0);
    for (at, term) in terms.iter().enumerate() {
        if at > last {
            parts.push(start..at);
            (start, last) = (at, at);
        }
        let end = classes.forms(term.class).next_back().unwrap_or(at);
        // Between `do` and `doing` stands `document`: what is that far apart is copied instead.
        let all = ends[end] - ends[at] + term_bytes(term);
        let forms: usize =
            classes.forms(term.class).filter(|form| *form >= at).map(|form| term_bytes(&terms[form])).sum();
        let others = all - forms;
        if others < HEAVY_BYTES {
            last = last.max(end);
        }
    }
    if start < terms.len() {
        parts.push(start..terms.len());
    }
    parts
}

fn term_bytes(term: &Term) -> usize {
    // The term itself is mostly what the one before has too; a posting takes a byte for each of its three streams.
    term.text.len() / 2 + 4 + 3 * to_usize(term.postings.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::postings::Postings;

    fn term(text: &str, class: u32, df: u32) -> Term {
        let mut postings = Postings::default();
        (0..df).for_each(|doc| postings.push(Posting::new(DocId(doc), [0, 0, 1], 0)));
        Term { text: text.into(), class, stop: false, parts: Vec::new(), postings }
    }

    fn cut(terms: &[Term]) -> Vec<Vec<&str>> {
        let range = |range: Range<usize>| terms[range].iter().map(|term| term.text.as_str()).collect();
        ranges(terms, &Classes::new(terms)).into_iter().map(range).collect()
    }

    #[test]
    fn a_heavy_word_stands_alone_with_its_forms() {
        let terms = [term("aan", 0, 9), term("beleid", 1, 3_000), term("beleids", 1, 5), term("ceel", 2, 1)];
        assert_eq!(cut(&terms), [vec!["aan"], vec!["beleid", "beleids"], vec!["ceel"]]);
        assert_eq!(bound(&terms, 0), "aan");
        assert_eq!(bound(&terms, 1), "b");
        assert_eq!(bound(&terms, 2), "beleids");
    }

    #[test]
    fn forms_that_are_far_apart_do_not_keep_everything_between_together() {
        let terms = [term("do", 0, 9), term("document", 1, 3_000), term("doing", 0, 9), term("dor", 2, 1)];
        assert_eq!(cut(&terms), [vec!["do"], vec!["document"], vec!["doing", "dor"]]);
    }
}
