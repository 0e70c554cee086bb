//! Any bytes as a manifest: as the file, and, so that the checksum does not keep the fuzzer out, as the compressed and as
//! the inflated contents of a file that is otherwise right.

#![no_main]

use libfuzzer_sys::fuzz_target;
use zoeklicht_format::{ChunkId, ChunkKind, DocId, FORMAT_VERSION, Manifest};
use zoeklicht_fuzz::{deflated, with_hash};
use zoeklicht_text::ANALYZER_VERSION;

fuzz_target!(|input: &[u8]| {
    check(input);
    for contents in [input, &deflated(input, &[])] {
        let mut file = b"zoeklich".to_vec();
        file.extend(FORMAT_VERSION.to_le_bytes());
        file.extend(ANALYZER_VERSION.to_le_bytes());
        file.extend(contents);
        check(&with_hash(file));
    }
});

fn check(file: &[u8]) {
    let Ok(manifest) = Manifest::read(file, ANALYZER_VERSION) else { return };
    // The writer asserts the invariants that the reader must have checked.
    assert_eq!(Manifest::read(&manifest.write(), ANALYZER_VERSION).as_ref(), Ok(&manifest));
    let chunks: Vec<ChunkId> = manifest.chunks().map(|(id, _)| id).collect();
    assert_eq!(chunks.len(), 2 + manifest.terms.len() + manifest.records.len() + manifest.texts.len());
    for (at, bound) in manifest.terms.iter().enumerate() {
        assert_eq!(manifest.terms_chunk(bound), Some(chunks[2 + at]));
        let of_terms = |id: &ChunkId| manifest.chunk(*id).is_some_and(|entry| entry.kind == ChunkKind::Terms);
        assert!(manifest.terms_chunks_with_prefix(bound).iter().all(of_terms));
    }
    let first_record = 2 + manifest.terms.len();
    for (at, doc) in manifest.records.iter().enumerate() {
        assert_eq!(manifest.segment_chunk(*doc, 0), Some(chunks[first_record + at]));
    }
    let first_text = first_record + manifest.records.len();
    for (at, (doc, segment)) in manifest.texts.iter().enumerate().filter(|(_, (_, segment))| *segment > 0) {
        assert_eq!(manifest.segment_chunk(*doc, *segment), Some(chunks[first_text + at]));
    }
    assert_eq!(manifest.segment_chunk(DocId(manifest.docs), 0), None);
}
