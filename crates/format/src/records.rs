//! Record chunks and text chunks: page records and texts, in segments.
//!
//! A document's text is cut into segments, so that a long page costs a result no more than a short one. The first carries
//! the record (title, URL) and stands in a record chunk, small because each hit fetches one; the others stand in text
//! chunks, larger because most are never fetched, so that an index has fewer files.

use crate::bytes::{Reader, Writer};
use crate::compress::{deflate, inflate};
use crate::limits::SEGMENTS_MAX;
use crate::num::to_usize;
use crate::{DocId, FormatError, Verified};

const SECTION: &str = "a record chunk";

/// What a result shows of a document besides its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// The site owner's name for it: a path, or the id of a JSON line.
    pub id: String,
    /// Where the page is.
    pub url: String,
    /// Its title.
    pub title: String,
    /// The author's own summary, empty if there is none.
    pub description: String,
    /// Metadata by name, in order.
    pub meta: Vec<(String, String)>,
    /// How many segments the text has; at least one.
    pub segments: u32,
}

/// A heading in a segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6; 0 is the beginning of a page of a PDF.
    pub level: u8,
    /// Its text.
    pub text: String,
    /// What follows `#` in the address of its place; empty if the page gives none.
    pub anchor: String,
    /// Where the text under it starts, in bytes of the segment's text.
    pub start: u32,
}

/// A piece of a document's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// The document.
    pub doc: DocId,
    /// Its number within the document, from 0.
    pub number: u32,
    /// The record, with segment 0.
    pub record: Option<Record>,
    /// The headings in it, in order. In a further segment the first may be the one under which it starts.
    pub headings: Vec<Heading>,
    /// The text.
    pub text: String,
}

/// The bytes of a record chunk or a text chunk. `dictionary` is the manifest's.
pub fn write_segments(segments: &[Segment], dictionary: &[u8]) -> Vec<u8> {
    let mut w = Writer::default();
    w.len(segments.len());
    for segment in segments {
        assert!(segment.number < SEGMENTS_MAX, "the indexer cuts texts");
        assert_eq!(segment.record.is_some(), segment.number == 0, "the first segment carries the record");
        w.u32(segment.doc.0);
        w.u32(segment.number);
        if let Some(record) = &segment.record {
            write_record(&mut w, record);
        }
        w.len(segment.headings.len());
        for heading in &segment.headings {
            assert!(to_usize(heading.start) <= segment.text.len(), "a heading stands within its segment");
            w.byte(heading.level);
            w.u32(heading.start);
            w.str(&heading.anchor);
            w.str(&heading.text);
        }
        w.str(&segment.text);
    }
    deflate(&w.0, dictionary)
}

/// Reads a record chunk or a text chunk; `docs` and `dictionary` are the manifest's.
///
/// # Errors
/// [`FormatError::Malformed`].
pub fn read_segments(file: Verified<'_>, docs: u32, dictionary: &[u8]) -> Result<Vec<Segment>, FormatError> {
    let raw = inflate(file, dictionary, SECTION)?;
    let mut r = Reader::new(&raw, SECTION);
    let segments = r.list(|r| {
        let doc = DocId(r.u32());
        r.check(doc.0 < docs, "a segment belongs to a document that exists");
        let number = r.u32();
        r.check(number < SEGMENTS_MAX, "the number of a segment is within the limit");
        let record = (number == 0).then(|| read_record(r));
        let headings = r.list(|r| {
            let (level, start) = (r.byte(), r.u32());
            Heading { level, anchor: r.string(), text: r.string(), start }
        });
        r.check(headings.is_sorted_by(|a, b| a.start <= b.start), "headings ascend");
        let text = r.string();
        let within = headings.last().is_none_or(|heading| to_usize(heading.start) <= text.len());
        r.check(within, "a heading stands within its segment");
        Segment { doc, number, record, headings, text }
    });
    r.check(segments.is_sorted_by(|a, b| (a.doc, a.number) < (b.doc, b.number)), "segments strictly ascend");
    r.end()?;
    Ok(segments)
}

fn write_record(w: &mut Writer, record: &Record) {
    for text in [&record.id, &record.url, &record.title, &record.description] {
        w.str(text);
    }
    w.len(record.meta.len());
    for (name, value) in &record.meta {
        w.str(name);
        w.str(value);
    }
    w.u32(record.segments);
}

fn read_record(r: &mut Reader<'_>) -> Record {
    let (id, url, title, description) = (r.string(), r.string(), r.string(), r.string());
    let meta = r.list(|r| (r.string(), r.string()));
    let segments = r.u32();
    r.check((1..=SEGMENTS_MAX).contains(&segments), "a document has a segment, and not too many");
    Record { id, url, title, description, meta, segments }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Hash;

    #[test]
    fn records_and_text_survive() {
        let record = Record {
            id: "a.md".into(),
            url: "/a.html".into(),
            title: "Inburgering in Brussel".into(),
            description: String::new(),
            meta: vec![("bron".into(), "http://example.org".into())],
            segments: 2,
        };
        let heading = Heading { level: 2, text: "Wie?".into(), anchor: "wie".into(), start: 3 };
        let segment = |number, record, headings, text: &str| Segment {
            doc: DocId(4),
            number,
            record,
            headings,
            text: text.into(),
        };
        let segments = [segment(0, Some(record), vec![heading], "één"), segment(1, None, vec![], "twee")];
        for dictionary in [&b""[..], b"Inburgering"] {
            let file = write_segments(&segments, dictionary);
            let file = Verified::new(&file, Hash::of(&file), "records").expect("whole");
            assert_eq!(read_segments(file, 5, dictionary).as_deref(), Ok(&segments[..]));
            assert!(read_segments(file, 4, dictionary).is_err());
        }
    }
}
