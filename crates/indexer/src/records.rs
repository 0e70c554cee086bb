//! Documents to record and text chunks: what a result shows of a page, cut into segments, in the order of the documents.
//!
//! Sizes were chosen on 10,000 API pages (62 MB of text). A first query fetches about ten record chunks (3.4 kB compressed)
//! and, of two words, five text chunks (4.1 kB). Text chunks of twice that size made 1,100 fewer of 4,255 files, and the
//! first query of two words 18 kB dearer; all segments in chunks of one size (24,000 bytes) took 3,150 files and 39 kB for
//! ten hits.

use std::ops::{Range, RangeInclusive};

use zoeklicht_format::limits::{FIRST_SEGMENT_BYTES_MAX, SEGMENT_BYTES_MAX};
use zoeklicht_format::{DocId, Record, Segment, to_u32, to_usize, write_segments};

use crate::IndexError;
use crate::cache::Memory;
use crate::document::{Document, Heading};
use crate::gather::{Gathered, Known};

/// Bytes of a record chunk before compression. A small site has smaller ones: it need not have fewer files than this.
const RECORD_CHUNK_BYTES: RangeInclusive<usize> = 6_000..=20_000;
/// Bytes of a text chunk before compression, as above; of a small site a segment each, as a hit needs one of them.
const TEXT_CHUNK_BYTES: RangeInclusive<usize> = SEGMENT_BYTES_MAX..=48_000;
/// Files of records and of texts that a site may have before its chunks grow.
const FILES: [usize; 2] = [1_000, 2_000];
/// Bytes of a record besides its text, about.
const RECORD_BYTES: usize = 150;

/// Chunks that are made at a time, in parallel. More would only take more memory.
const WINDOW_CHUNKS: usize = 64;

/// Which segments of the documents.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// The first of each, with its record: record chunks.
    Records,
    /// All others: text chunks.
    Texts,
}

impl Part {
    /// The size of a chunk before compression, for texts of these sizes.
    fn chunk_bytes(self, texts: impl Iterator<Item = usize>) -> usize {
        let (sizes, files, bytes): (_, _, usize) = match self {
            Part::Records => {
                let bytes = texts.map(|bytes| bytes.min(FIRST_SEGMENT_BYTES_MAX) + RECORD_BYTES).sum();
                (RECORD_CHUNK_BYTES, FILES[0], bytes)
            }
            Part::Texts => {
                let bytes = texts.map(|bytes| bytes.saturating_sub(FIRST_SEGMENT_BYTES_MAX)).sum();
                (TEXT_CHUNK_BYTES, FILES[1], bytes)
            }
        };
        (bytes / files).clamp(*sizes.start(), *sizes.end())
    }

    fn takes(self, segment: usize) -> bool {
        (segment == 0) == (self == Part::Records)
    }
}

/// The segments of a chunk, by document.
type Plan = Vec<(DocId, Range<u32>)>;

/// Makes the chunks of a part of the documents, which are in order; each goes to `write`, in order, with the document and the
/// segment it starts with.
pub(crate) fn segment_chunks(
    gathered: &Gathered,
    documents: &[(u32, &Known)],
    part: Part,
    dictionary: &[u8],
    memory: &mut Memory,
    mut write: impl FnMut((DocId, u32), Vec<u8>) -> Result<(), IndexError>,
) -> Result<(), IndexError> {
    let chunk_bytes = part.chunk_bytes(documents.iter().map(|(_, known)| known.text_bytes));
    // The segments of the document read last: a long one has some in several chunks.
    let mut last: (Option<DocId>, Vec<Segment>) = (None, Vec::new());
    let mut read = |plan: &Plan| -> Result<Vec<Segment>, IndexError> {
        let mut chunk = Vec::new();
        for (doc, range) in plan {
            if last.0 != Some(*doc) {
                last = (Some(*doc), segments(*doc, &gathered.document(documents[doc.index()].0)?));
            }
            chunk.extend_from_slice(&last.1[to_usize(range.start)..to_usize(range.end)]);
        }
        Ok(chunk)
    };
    let contents = |plan: &Plan| plan.iter().map(|(doc, _)| documents[doc.index()].1.content).collect::<Vec<_>>();
    for window in plan(documents, part, chunk_bytes).chunks(WINDOW_CHUNKS) {
        let keys: Vec<Option<u128>> =
            window.iter().map(|plan| memory.key(|| (plan, contents(plan), dictionary))).collect();
        let read =
            window.iter().zip(&keys).map(|(plan, key)| if memory.has(*key) { Ok(Vec::new()) } else { read(plan) });
        let read: Vec<Vec<Segment>> = read.collect::<Result<_, _>>()?;
        let made = memory.make(&keys, |at| write_segments(&read[at], dictionary));
        window.iter().zip(made).try_for_each(|(plan, bytes)| write((plan[0].0, plan[0].1.start), bytes))?;
    }
    Ok(())
}

/// Which segments stand in which chunk.
fn plan(documents: &[(u32, &Known)], part: Part, chunk_bytes: usize) -> Vec<Plan> {
    let mut chunks: Vec<Plan> = Vec::new();
    let mut bytes = 0;
    for (doc, (_, known)) in (0..).map(DocId).zip(documents) {
        for (number, more) in known.segments.iter().enumerate().filter(|(number, _)| part.takes(*number)) {
            let (number, more) = (to_u32(number), to_usize(*more));
            if chunks.is_empty() || bytes + more > chunk_bytes {
                chunks.push(Plan::new());
                bytes = 0;
            }
            bytes += more;
            let Some(chunk) = chunks.last_mut() else { continue };
            match chunk.last_mut().filter(|(last, _)| *last == doc) {
                Some((_, range)) => range.end = number + 1,
                None => chunk.push((doc, number..number + 1)),
            }
        }
    }
    chunks
}

/// The sizes of a document's segments in bytes, before compression.
pub(crate) fn segment_sizes(document: &Document) -> Vec<u32> {
    let ranges = cut_segments(&document.text);
    let record = document.url.len() + document.title.len() + document.description.len();
    let size = |(number, range): (usize, &Range<usize>)| {
        let headings = headings_in(document, range, number + 1 == ranges.len());
        let headings: usize = headings.iter().map(|heading| heading.text.len() + heading.anchor.len() + 4).sum();
        to_u32(range.len() + headings + if number == 0 { record } else { 0 })
    };
    ranges.iter().enumerate().map(size).collect()
}

fn segments(doc: DocId, document: &Document) -> Vec<Segment> {
    let ranges = cut_segments(&document.text);
    let mut record = Some(Record {
        id: document.id.clone(),
        url: document.url.clone(),
        title: document.title.clone(),
        description: document.description.clone(),
        meta: document.meta.iter().map(|(name, value)| (name.clone(), value.clone())).collect(),
        segments: to_u32(ranges.len()),
    });
    let segment = |(number, range): (usize, &Range<usize>)| Segment {
        doc,
        number: to_u32(number),
        record: record.take(),
        headings: headings_in(document, range, number + 1 == ranges.len()),
        text: document.text[range.clone()].into(),
    };
    ranges.iter().enumerate().map(segment).collect()
}

/// The headings that stand in a part of the text, and the one under which it starts, for which nobody should have to
/// read what goes before.
fn headings_in(document: &Document, range: &Range<usize>, is_last: bool) -> Vec<zoeklicht_format::Heading> {
    let here = |heading: &Heading| is_in(heading.start, range, is_last);
    let starts_with_one = document.headings.iter().any(|heading| heading.start == range.start);
    let above = document.headings.iter().rfind(|heading| heading.start < range.start && !starts_with_one);
    let heading = |heading: &Heading| zoeklicht_format::Heading {
        level: heading.level,
        text: heading.text.clone(),
        anchor: heading.anchor.clone(),
        // White space at the end of a text goes, and the last heading may have stood after it.
        start: to_u32(heading.start.saturating_sub(range.start).min(range.len())),
    };
    above.into_iter().chain(document.headings.iter().filter(|h| here(h))).map(heading).collect()
}

/// Whether what starts at `start` belongs to a part of the text. A heading at the very end belongs to the last part.
pub(crate) fn is_in(start: usize, range: &Range<usize>, is_last: bool) -> bool {
    range.contains(&start) || (is_last && start >= range.end)
}

/// Cuts a text into segments, between lines if it can, else between words.
pub(crate) fn cut_segments(text: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut start = 0;
    loop {
        let bytes_max = if start == 0 { FIRST_SEGMENT_BYTES_MAX } else { SEGMENT_BYTES_MAX };
        if text.len() - start <= bytes_max {
            break;
        }
        let window = &text[start..text.floor_char_boundary(start + bytes_max)];
        let line = window.rfind('\n').filter(|end| *end > window.len() / 2);
        // The space ends the segment before, so that the segments together are the text.
        let cut = line.or_else(|| window.rfind(' ')).map_or(window.len(), |end| end + 1);
        ranges.push(start..start + cut);
        start += cut;
    }
    ranges.push(start..text.len());
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_together_are_the_text() {
        for text in ["", "kort", &"woord ".repeat(5_000), &"é".repeat(20_000), &"een regel\n".repeat(3_000)] {
            let ranges = cut_segments(text);
            let joined: String = ranges.iter().map(|range| &text[range.clone()]).collect();
            assert_eq!(joined, text);
            assert!(ranges[0].len() <= FIRST_SEGMENT_BYTES_MAX);
            assert!(ranges.iter().all(|range| range.len() <= SEGMENT_BYTES_MAX));
        }
    }

    #[test]
    fn a_segment_has_its_headings_and_the_one_it_starts_under() {
        let heading =
            |text: &str, start| Heading { level: 2, text: text.into(), anchor: text.into(), start, weight: 10 };
        let text = "woord ".repeat(1_500);
        let cuts = cut_segments(&text);
        assert_eq!(cuts.len(), 3);
        let headings = vec![
            heading("Een", 0),
            heading("Twee", 600),
            heading("Drie", cuts[2].start),
            heading("Vier", text.len() + 1),
        ];
        let document = Document { text, headings, ..Document::default() };
        let found: Vec<Vec<(String, u32)>> = segments(DocId(0), &document)
            .into_iter()
            .map(|segment| segment.headings.into_iter().map(|heading| (heading.text, heading.start)).collect())
            .collect();
        let end = to_u32(cuts[2].len());
        let expected = [&[("Een", 0), ("Twee", 600)][..], &[("Twee", 0)], &[("Drie", 0), ("Vier", end)]];
        assert_eq!(found, expected.map(|of| of.iter().map(|(text, at)| ((*text).to_owned(), *at)).collect::<Vec<_>>()));
    }
}
