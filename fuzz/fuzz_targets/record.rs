//! Any bytes as a record chunk or a text chunk, as the chunk and as its inflated contents, each with a dictionary and
//! without.
//!
//! input = documents, length of the dictionary (two bytes, little-endian), the dictionary, then the bytes.

#![no_main]

use libfuzzer_sys::fuzz_target;
use zoeklicht_format::{read_segments, to_usize, write_segments};
use zoeklicht_fuzz::{deflated, verified};

fuzz_target!(|input: &[u8]| {
    let [docs, low, high, rest @ ..] = input else { return };
    let len = usize::from(u16::from_le_bytes([*low, *high]));
    let (dictionary, bytes) = rest.split_at(len.min(rest.len()));
    for dictionary in [dictionary, &[]] {
        check(bytes, u32::from(*docs), dictionary);
        check(&deflated(bytes, dictionary), u32::from(*docs), dictionary);
    }
});

fn check(file: &[u8], docs: u32, dictionary: &[u8]) {
    let Ok(segments) = read_segments(verified(file), docs, dictionary) else { return };
    assert!(segments.is_sorted_by(|a, b| (a.doc, a.number) < (b.doc, b.number)));
    for segment in &segments {
        assert!(segment.doc.0 < docs);
        assert_eq!(segment.record.is_some(), segment.number == 0);
        assert!(segment.record.iter().all(|record| record.segments > 0));
        assert!(segment.headings.is_sorted_by_key(|heading| heading.start));
        assert!(segment.headings.iter().all(|heading| to_usize(heading.start) <= segment.text.len()));
    }
    let again = write_segments(&segments, dictionary);
    assert_eq!(read_segments(verified(&again), docs, dictionary), Ok(segments));
}
