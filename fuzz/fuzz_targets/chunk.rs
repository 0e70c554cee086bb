//! Any bytes as a root, a lexicon or a term chunk, as the chunk and as its inflated contents.
//!
//! input = which of the three, documents, languages, then the bytes. What is read must hold what `hostile.rs` of the
//! format asserts, and must survive being written.

#![no_main]

use std::ops::ControlFlow;

use libfuzzer_sys::fuzz_target;
use zoeklicht_format::{Lexicon, Posting, Root, TermChunk, TermEntry, write_terms};
use zoeklicht_fuzz::{deflated, verified};

fuzz_target!(|input: &[u8]| {
    let [kind, docs, langs, bytes @ ..] = input else { return };
    let docs = u32::from(*docs);
    for file in [bytes, &deflated(bytes, &[])] {
        match kind % 3 {
            0 => check_root(file, docs, usize::from(*langs)),
            1 => check_lexicon(file),
            _ => check_terms(file, docs),
        }
    }
});

fn check_root(file: &[u8], docs: u32, langs: usize) {
    let Ok(root) = Root::read(verified(file), docs, langs) else { return };
    assert!(root.langs.iter().all(|lang| usize::from(*lang) < langs));
    // The writer asserts the rest: whole columns, ascending names and documents.
    assert_eq!(Root::read(verified(&root.write()), docs, langs), Ok(root));
}

fn check_lexicon(file: &[u8]) {
    let Ok(lexicon) = Lexicon::read(verified(file)) else { return };
    let mut terms: Vec<String> = Vec::new();
    lexicon.starting_with("", |term, entry| {
        assert_eq!(lexicon.get(term), Some(entry));
        terms.push(term.to_owned());
        ControlFlow::Continue(())
    });
    assert_eq!(terms.len(), lexicon.len());
    assert!(terms.is_sorted_by(|a, b| a < b));
}

fn check_terms(file: &[u8], docs: u32) {
    let Ok(chunk) = TermChunk::read(verified(file), docs) else { return };
    check_chunk(&chunk, docs);
    let postings: Vec<Vec<Posting>> = (0..chunk.len()).map(|at| chunk.postings(at).collect()).collect();
    let entry = |at: usize| TermEntry {
        term: chunk.term(at),
        class: first_of_class(&chunk, at),
        stop: chunk.is_stop(at),
        parts: &[],
        postings: &postings[at],
    };
    let file = write_terms(&(0..chunk.len()).map(entry).collect::<Vec<_>>());
    let again = TermChunk::read(verified(&file), docs).expect("written by us");
    assert_eq!(again.len(), chunk.len());
    for at in 0..chunk.len() {
        assert_eq!((again.term(at), again.is_stop(at)), (chunk.term(at), chunk.is_stop(at)));
        assert_eq!(first_of_class(&again, at), first_of_class(&chunk, at));
        assert!(again.postings(at).eq(postings[at].iter().copied()));
    }
}

fn check_chunk(chunk: &TermChunk, docs: u32) {
    for at in 0..chunk.len() {
        assert_eq!(chunk.find(chunk.term(at)), Some(at));
        assert!(chunk.with_prefix(chunk.term(at)).contains(&at));
        assert!(chunk.class(at).any(|member| member == at));
        assert!(chunk.df(at) > 0);
        assert!(chunk.postings(at).all(|posting| posting.doc.0 < docs));
        assert!(chunk.postings(at).is_sorted_by(|a, b| a.doc < b.doc));
        assert!(chunk.postings(at).all(|posting| chunk.posting(at, posting.doc) == Some(posting)));
    }
}

/// A name for a class that does not depend on its number.
fn first_of_class(chunk: &TermChunk, at: usize) -> u32 {
    let first = chunk.class(at).next().expect("a class has a member");
    u32::try_from(first).expect("a chunk is small")
}
