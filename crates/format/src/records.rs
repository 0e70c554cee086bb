//! A record chunk: page records and text, in segments.
//!
//! A document's text is cut into segments, so that a long page costs a result no more than a short one; the first
//! segment carries the record (title, URL, headings). Chunks hold whole segments in the order of documents.

use crate::bytes::{Reader, Writer};
use crate::checksum::deflate;
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
    /// Headings in order.
    pub headings: Vec<Heading>,
    /// How many segments the text has; at least one.
    pub segments: u32,
}

/// A heading of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its text.
    pub text: String,
    /// What follows `#` in the address of its place; empty if the page gives none.
    pub anchor: String,
    /// Where the text under it starts, in bytes of the document's text.
    pub start: u32,
}

/// A piece of a document's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// The document.
    pub doc: DocId,
    /// Its number within the document, from 0.
    pub number: u32,
    /// Where it starts, in bytes of the document's text.
    pub start: u32,
    /// The record, with segment 0.
    pub record: Option<Record>,
    /// The text.
    pub text: String,
}

/// The bytes of a record chunk's file.
pub fn write_segments(segments: &[Segment]) -> Vec<u8> {
    let mut w = Writer::default();
    w.len(segments.len());
    for segment in segments {
        assert_eq!(segment.record.is_some(), segment.number == 0, "the first segment carries the record");
        w.u32(segment.doc.0);
        w.u32(segment.number);
        w.u32(segment.start);
        if let Some(record) = &segment.record {
            write_record(&mut w, record);
        }
        w.str(&segment.text);
    }
    deflate(&w.0)
}

/// Reads the file; `docs` is the number of documents in the manifest.
///
/// # Errors
/// [`FormatError::Malformed`].
pub fn read_segments(file: Verified<'_>, docs: u32) -> Result<Vec<Segment>, FormatError> {
    let raw = file.inflate(SECTION)?;
    let mut r = Reader::new(&raw, SECTION);
    let mut segments = Vec::new();
    for _ in 0..r.count()? {
        let doc = DocId(r.u32()?);
        r.check(doc.0 < docs, "a segment belongs to a document that exists")?;
        let (number, start) = (r.u32()?, r.u32()?);
        let record = if number == 0 { Some(read_record(&mut r)?) } else { None };
        segments.push(Segment { doc, number, start, record, text: r.string()? });
    }
    r.check(segments.is_sorted_by(|a, b| (a.doc, a.number) < (b.doc, b.number)), "segments strictly ascend")?;
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
    w.len(record.headings.len());
    for heading in &record.headings {
        w.byte(heading.level);
        w.u32(heading.start);
        w.str(&heading.anchor);
        w.str(&heading.text);
    }
    w.u32(record.segments);
}

fn read_record(r: &mut Reader<'_>) -> Result<Record, FormatError> {
    let (id, url, title, description) = (r.string()?, r.string()?, r.string()?, r.string()?);
    let meta = (0..r.count()?).map(|_| Ok((r.string()?, r.string()?))).collect::<Result<_, FormatError>>()?;
    let mut headings: Vec<Heading> = Vec::new();
    for _ in 0..r.count()? {
        let (level, start) = (r.byte()?, r.u32()?);
        let (anchor, text) = (r.string()?, r.string()?);
        headings.push(Heading { level, text, anchor, start });
    }
    r.check(headings.is_sorted_by(|a, b| a.start <= b.start), "headings ascend")?;
    let segments = r.u32()?;
    r.check(to_usize(segments) > 0, "a document has a segment")?;
    Ok(Record { id, url, title, description, meta, headings, segments })
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
            headings: vec![Heading { level: 2, text: "Wie?".into(), anchor: "wie".into(), start: 3 }],
            segments: 2,
        };
        let segment =
            |number, start, record, text: &str| Segment { doc: DocId(4), number, start, record, text: text.into() };
        let segments = [segment(0, 0, Some(record), "één"), segment(1, 5, None, "twee")];
        let file = write_segments(&segments);
        let read = |docs| read_segments(Verified::new(&file, Hash::of(&file), "records").expect("whole"), docs);
        assert_eq!(read(5).as_deref(), Ok(&segments[..]));
        assert!(read(4).is_err());
    }
}
