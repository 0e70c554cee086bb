//! A term chunk: a range of terms with their classes and postings.
//!
//! A class is a set of terms that are forms of one word. All members of a class stand in every chunk that holds one of
//! them, so that one chunk answers for a word; the copies are few, because forms of a word mostly share their
//! beginning and chunks break between beginnings.
//!
//! What stands inside a longer word is found too: an entry whose term ends with [`PART_MARK`] has the occurrences of the
//! term before the mark as a part of compounds, in the class of that term.
//!
//! Invariants
//! - Terms strictly ascend; document ids strictly ascend within a term; every term has a posting.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::bytes::{Reader, Writer};
use crate::compress::{deflate, inflate};
use crate::forms::{Forms, write_forms};
use crate::limits::{BODY_TF_MAX, FIELD_TF_MAX};
use crate::num::{low_byte, to_u32, to_usize};
use crate::{DocId, FormatError, Verified};

const SECTION: &str = "a term chunk";
const STOP_FLAG: u8 = 1;
const COMPOUND_FLAG: u8 = 2;

/// Ends the term of an entry that has the occurrences of a word as a part of longer words. No text has it in a word, and it
/// sorts before everything that can follow.
pub const PART_MARK: char = '\u{1}';

/// One term in one document: how often in each field, as far as a posting can say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Posting {
    /// The document.
    pub doc: DocId,
    /// Occurrences in title, headings and body, in the order of [`crate::Field::ALL`].
    pub tf: [u8; 3],
    /// The first segment of the document in which it stands, so that a result that shows it need not read the others.
    pub segment: u32,
}

impl Posting {
    /// A posting with its counts cut to what the format can say.
    pub fn new(doc: DocId, tf: [u32; 3], segment: u32) -> Posting {
        let [title, headings, body] = tf;
        let cut = |n: u32, max: u32| low_byte(n.min(max).into());
        // BM25 hardly tells 6 occurrences from 5, and fewer different numbers compress better: 5 % of a term chunk.
        let body = match body {
            0..=3 => body,
            4..=6 => 5,
            _ => BODY_TF_MAX,
        };
        Posting { doc, tf: [cut(title, FIELD_TF_MAX), cut(headings, FIELD_TF_MAX), cut(body, BODY_TF_MAX)], segment }
    }

    /// Title in the two high bits, headings in the next two, body in the low four.
    fn packed(self) -> u8 {
        let [title, headings, body] = self.tf;
        title << 6 | headings << 4 | body
    }

    fn unpacked(doc: u32, packed: u8, segment: u32) -> Posting {
        Posting { doc: DocId(doc), tf: [packed >> 6, packed >> 4 & 3, packed & 15], segment }
    }
}

/// A term as the writer takes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermEntry<'a> {
    /// The folded form.
    pub term: &'a str,
    /// Terms with equal numbers are one class; the numbers themselves are not stored.
    pub class: u32,
    /// Whether it is a stop word of its language.
    pub stop: bool,
    /// The parts of a compound, as ranges of bytes in the term that ascend and do not overlap; empty for other words.
    pub parts: &'a [Range<u8>],
    /// Where it stands, by ascending document.
    pub postings: &'a [Posting],
}

/// The bytes of a term chunk's file. `entries` ascend by term.
pub fn write_terms(entries: &[TermEntry<'_>]) -> Vec<u8> {
    let mut w = Writer::default();
    let forms: Vec<&str> = entries.iter().map(|entry| entry.term).collect();
    write_forms(&mut w, &forms);
    let mut classes = BTreeMap::new();
    for entry in entries {
        let next = classes.len();
        let class = *classes.entry(entry.class).or_insert(next);
        w.len(class);
    }
    w.raw(&entries.iter().map(flags).collect::<Vec<_>>());
    for entry in entries.iter().filter(|entry| !entry.parts.is_empty()) {
        w.len(entry.parts.len());
        let mut last = 0;
        for part in entry.parts {
            // The letters that link it to the part before, and its own.
            w.raw(&[part.start - last, part.end - part.start]);
            last = part.end;
        }
    }
    for entry in entries {
        assert!(!entry.postings.is_empty(), "every term stands somewhere");
        w.len(entry.postings.len());
    }
    for entry in entries {
        w.gaps(entry.postings.iter().map(|posting| posting.doc.0));
    }
    for entry in entries {
        w.raw(&entry.postings.iter().map(|posting| posting.packed()).collect::<Vec<_>>());
    }
    for entry in entries {
        entry.postings.iter().for_each(|posting| w.u32(posting.segment));
    }
    deflate(&w.0, &[])
}

fn flags(entry: &TermEntry<'_>) -> u8 {
    let compound = if entry.parts.is_empty() { 0 } else { COMPOUND_FLAG };
    let stop = if entry.stop { STOP_FLAG } else { 0 };
    compound | stop
}

/// A term chunk in memory. A term is named by its place.
#[derive(Debug)]
pub struct TermChunk {
    forms: Forms,
    classes: Vec<u32>,
    flags: Vec<u8>,
    /// The parts of compounds, by ascending place.
    parts: Vec<(usize, Vec<Range<usize>>)>,
    /// `ends[i]` is where the postings of term `i` end; they start where those of the term before end.
    ends: Vec<u32>,
    docs: Vec<u32>,
    tfs: Vec<u8>,
    segments: Vec<u32>,
}

impl TermChunk {
    /// Reads the file; `docs` is the number of documents in the manifest.
    ///
    /// # Errors
    /// [`FormatError::Malformed`].
    pub fn read(file: Verified<'_>, docs: u32) -> Result<TermChunk, FormatError> {
        let raw = inflate(file, &[], SECTION)?;
        let mut r = Reader::new(&raw, SECTION);
        let forms = Forms::read(&mut r);
        let count = forms.len();
        let classes: Vec<u32> = (0..count).map(|_| r.u32()).collect();
        r.check(classes.iter().all(|&class| to_usize(class) < count), "a class has a member");
        let flags = r.raw(count).to_vec();
        let compounds = flags.iter().enumerate().filter(|(_, flags)| *flags & COMPOUND_FLAG != 0);
        let parts = compounds.map(|(at, _)| (at, read_parts(&mut r, forms.get(at)))).collect();
        let mut total = 0u32;
        let ends: Vec<u32> = (0..count)
            .map(|_| {
                let df = r.u32();
                r.check(0 < df && df <= docs, "a term stands in at least one and at most all documents");
                total = total.saturating_add(df);
                r.check(total < u32::MAX, "postings are within the limit");
                total
            })
            .collect();
        let mut ids = Vec::new();
        let mut start = 0;
        for &end in &ends {
            r.gaps(to_usize(end - start), docs, &mut ids);
            start = end;
        }
        let tfs = r.raw(ids.len()).to_vec();
        let segments = ids.iter().map(|_| r.u32()).collect();
        r.end()?;
        Ok(TermChunk { forms, classes, flags, parts, ends, docs: ids, tfs, segments })
    }

    /// The place of a term.
    pub fn find(&self, term: &str) -> Option<usize> {
        self.forms.find(term)
    }

    /// The places of the terms that start with `prefix`.
    pub fn with_prefix(&self, prefix: &str) -> Range<usize> {
        let start = self.forms.lower_bound(prefix);
        let len = (start..self.forms.len()).take_while(|&at| self.forms.get(at).starts_with(prefix)).count();
        start..start + len
    }

    /// The number of terms.
    pub fn len(&self) -> usize {
        self.forms.len()
    }

    /// Whether the chunk holds no term.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The term at a place.
    pub fn term(&self, at: usize) -> &str {
        self.forms.get(at)
    }

    /// The places of all forms of the word at a place, itself among them.
    pub fn class(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        let class = self.classes[at];
        self.classes.iter().enumerate().filter_map(move |(member, &of)| (of == class).then_some(member))
    }

    /// Whether the entry at a place has occurrences as a part of longer words.
    pub fn is_part(&self, at: usize) -> bool {
        self.term(at).ends_with(PART_MARK)
    }

    /// The parts of the compound at a place; none for other words.
    pub fn parts(&self, at: usize) -> impl Iterator<Item = &str> {
        let parts = self.parts.binary_search_by_key(&at, |(of, _)| *of).map_or(&[][..], |found| &self.parts[found].1);
        parts.iter().map(move |part| self.term(at).get(part.clone()).unwrap_or_default())
    }

    /// Whether the term at a place is a stop word.
    pub fn is_stop(&self, at: usize) -> bool {
        self.flags[at] & STOP_FLAG != 0
    }

    /// In how many documents the term at a place stands.
    pub fn df(&self, at: usize) -> u32 {
        let range = self.posting_range(at);
        to_u32(range.len())
    }

    /// The postings of the term at a place, by ascending document.
    pub fn postings(&self, at: usize) -> impl Iterator<Item = Posting> + '_ {
        let range = self.posting_range(at);
        let (docs, tfs, segments) = (&self.docs[range.clone()], &self.tfs[range.clone()], &self.segments[range]);
        docs.iter().zip(tfs).zip(segments).map(|((&doc, &tf), &segment)| Posting::unpacked(doc, tf, segment))
    }

    /// The posting of the term at a place for one document.
    pub fn posting(&self, at: usize, doc: DocId) -> Option<Posting> {
        let range = self.posting_range(at);
        let found = range.start + self.docs[range].binary_search(&doc.0).ok()?;
        Some(Posting::unpacked(doc.0, self.tfs[found], self.segments[found]))
    }

    fn posting_range(&self, at: usize) -> Range<usize> {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        to_usize(start)..to_usize(self.ends[at])
    }
}

fn read_parts(r: &mut Reader<'_>, term: &str) -> Vec<Range<usize>> {
    let mut last = 0;
    r.list(|r| {
        let start = last + usize::from(r.byte());
        last = start + usize::from(r.byte());
        r.check(term.get(start..last).is_some_and(|part| !part.is_empty()), "a part lies in its compound");
        start..last
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Hash;

    fn read(file: &[u8], docs: u32) -> Result<TermChunk, FormatError> {
        TermChunk::read(Verified::new(file, Hash::of(file), "terms").expect("whole"), docs)
    }

    #[test]
    fn terms_classes_and_postings_survive() {
        let one = [Posting::new(DocId(0), [1, 0, 0], 0), Posting::new(DocId(4), [0, 9, 99], 7)];
        let two = [Posting::new(DocId(3), [0, 0, 1], 300)];
        let entry = |term, class, stop, postings| TermEntry { term, class, stop, parts: &[], postings };
        let file = write_terms(&[
            entry("de", 9, true, &one[..]),
            entry("decreet", 3, false, &two[..]),
            entry("decreet\u{1}", 3, false, &two[..]),
            TermEntry { parts: &[0..7, 8..13], ..entry("decreetstekst", 8, false, &two[..]) },
            entry("decreten", 3, false, &one[..]),
            entry("nt2", 7, false, &two[..]),
        ]);
        let chunk = read(&file, 5).expect("whole");
        let at = chunk.find("decreten").expect("there");
        assert_eq!(chunk.class(at).map(|m| chunk.term(m)).collect::<Vec<_>>(), ["decreet", "decreet\u{1}", "decreten"]);
        assert_eq!(chunk.postings(at).collect::<Vec<_>>(), one);
        assert_eq!(chunk.postings(at).nth(1).map(|p| p.tf), Some([0, 3, 10]));
        assert_eq!(chunk.posting(at, DocId(4)), Some(one[1]));
        assert_eq!(chunk.posting(at, DocId(3)), None);
        assert_eq!((chunk.df(at), chunk.is_stop(at), chunk.is_stop(0)), (2, false, true));
        assert_eq!(chunk.with_prefix("de"), 0..5);
        assert_eq!(chunk.with_prefix("x"), 6..6);
        assert_eq!((chunk.is_part(1), chunk.is_part(2)), (false, true));
        assert_eq!((chunk.parts(1).count(), chunk.parts(3).collect::<Vec<_>>()), (0, vec!["decreet", "tekst"]));
        assert_eq!(chunk.find("d"), None);
        assert!(read(&file, 4).is_err(), "a document that does not exist");
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
            let file = deflate(&bytes, &[]);
            if let Ok(chunk) = read(&file, 100) {
                for at in 0..chunk.len() {
                    proptest::prop_assert!(chunk.postings(at).all(|p| p.doc.0 < 100));
                    proptest::prop_assert!(chunk.class(at).any(|m| m == at));
                }
            }
        }
    }
}
