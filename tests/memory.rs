//! An index that may keep little in memory answers as one that keeps everything.

use zoeklicht_format::ChunkKind;
use zoeklicht_query::{Answer, ChunkEntry, ChunkId, Index, Options, Pack, Search, Step};

use crate::support::{ask, corpus};

const QUERIES: &[&str] = &[
    "int",
    "integratie",
    "inburgeringstrajcet",
    "\"sociale cohesie\"",
    "brussel -vgc",
    "de",
    "woonw",
    "nt",
    "",
    "samenwerkingsakkoord brussel",
];

/// Asks with hardly any memory: after each round only what this search has used may stay.
fn ask_forgetful(index: &mut Index, pack: &[u8], query: &str, memory_bytes_max: usize) -> Answer {
    let pack = Pack::new(pack).unwrap();
    let since = index.now();
    let mut search = Search::new(query, Options::default());
    for _ in 0..10 {
        match search.step(index) {
            Step::Done(answer) => return *answer,
            Step::Need(chunks) => {
                for id in chunks {
                    if index.restore(id).unwrap() {
                        continue;
                    }
                    let bytes = pack.chunk(id).unwrap();
                    index.insert(id, bytes).unwrap();
                }
                index.forget(memory_bytes_max, since);
            }
        }
    }
    panic!("{query}: what it uses is taken from under it");
}

#[test]
fn an_answer_does_not_depend_on_what_had_to_go() {
    let pack = corpus().pack().unwrap();
    for memory_bytes_max in [0, 50_000, 150_000] {
        let mut index = Index::open(Pack::new(&pack).unwrap().manifest()).unwrap();
        let mut has_forgotten = false;
        for query in QUERIES.iter().chain(QUERIES) {
            let answer = ask_forgetful(&mut index, &pack, query, memory_bytes_max);
            assert_eq!(answer, ask(&pack, query, Options::default()).0, "{query} within {memory_bytes_max}");
            let before = index.memory_bytes();
            index.forget(memory_bytes_max, index.now());
            has_forgotten |= index.memory_bytes() < before;
            assert!(index.memory_bytes() <= memory_bytes_max, "{query}: {} bytes", index.memory_bytes());
        }
        assert!(has_forgotten, "{memory_bytes_max} bytes are enough for everything, which proves nothing");
    }
}

#[test]
fn what_was_used_longest_ago_goes_first_and_its_file_last() {
    let pack = corpus().pack().unwrap();
    let mut index = Index::open(Pack::new(&pack).unwrap().manifest()).unwrap();
    let chunks: Vec<_> = index.manifest().chunks().collect();
    let records = |entry: &ChunkEntry| matches!(entry.kind, ChunkKind::Records | ChunkKind::Texts);
    let ids: Vec<_> = chunks.iter().map(|(id, _)| *id).collect();
    let first = ids[chunks.iter().position(|(_, entry)| records(entry)).unwrap()];
    let insert = |index: &mut Index, id| {
        let bytes = Pack::new(&pack).unwrap().chunk(id).unwrap();
        index.insert(id, bytes).unwrap();
    };
    ids.iter().for_each(|id| insert(&mut index, *id));
    let since = index.now();
    // One is put in once more, and so it is the newest.
    insert(&mut index, first);
    index.forget(index.memory_bytes() - 1, since);
    let second = ChunkId(first.0 + 1);
    let gone: Vec<_> = ids.iter().filter(|id| !index.has(**id)).collect();
    assert_eq!(gone, [&second], "the segments that nobody used, of the oldest chunk that has some");
    assert!(index.restore(second).unwrap() && index.has(second), "its file is still there");

    index.forget(0, since);
    let left: Vec<_> = ids.iter().filter(|id| index.has(**id)).collect();
    let stay = [ids[0], ids[1], first, second];
    assert_eq!(left, stay.each_ref(), "root, lexicon, and what was used since");
    assert!(!index.restore(ids[2]).unwrap(), "no file is left of the rest");
}
