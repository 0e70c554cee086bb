//! Tests that no decoder panics, whatever a file with the right checksum holds: every truncation and every single
//! flipped bit of a small valid payload of each section. What is still read must hold its invariants.

use std::ops::ControlFlow;

use crate::compress::{deflate, inflate};
use crate::{
    Day, DocId, FilterTable, FilterValue, Hash, Heading, LexEntry, Lexicon, Pin, Posting, Record, Root, Segment,
    SortTable, Synonym, TermChunk, TermEntry, Verified, read_segments, to_usize, write_lexicon, write_segments,
    write_terms,
};

const DOCS: u32 = 5;

/// Gives `read` every damaged form of what stands compressed in `file`.
fn check(file: &[u8], read: impl Fn(Verified<'_>)) {
    let whole = |file: &[u8], read: &dyn Fn(Verified<'_>)| {
        read(Verified::new(file, Hash::of(file), "test").expect("its own checksum"));
    };
    let verified = Verified::new(file, Hash::of(file), "test").expect("its own checksum");
    let raw = inflate(verified, &[], "test").expect("written by us");
    whole(file, &read);
    for len in 0..raw.len() {
        whole(&deflate(&raw[..len], &[]), &read);
        // The stream itself may end anywhere too.
        whole(&file[..len.min(file.len())], &read);
    }
    for bit in 0..raw.len() * 8 {
        let mut damaged = raw.clone();
        damaged[bit / 8] ^= 1 << (bit % 8);
        whole(&deflate(&damaged, &[]), &read);
    }
    let longer: Vec<u8> = raw.iter().copied().chain([0]).collect();
    whole(&deflate(&longer, &[]), &read);
}

#[test]
fn a_damaged_root_is_refused_or_read_within_its_bounds() {
    let value = |value: &str, docs: &[u32]| FilterValue { value: value.into(), docs: docs.into() };
    let root = Root {
        lengths: [vec![1, 2, 3, 4, 5], vec![0; 5], vec![200; 5]],
        langs: vec![0, 1, 0, 1, 0],
        filters: vec![FilterTable {
            name: "jaar".into(),
            values: vec![value("2021", &[0, 2]), value("2022", &[1, 4])],
        }],
        sorts: vec![
            SortTable {
                name: "date".into(),
                ranks: vec![2, 0, 1, 1, 3],
                days: ["2019-12-31", "2020-02-29", "2020-03-01"].iter().filter_map(|day| Day::parse(day)).collect(),
            },
            SortTable { name: "prijs".into(), ranks: vec![2, 0, 1, 1, 300], days: vec![] },
        ],
        synonyms: vec![Synonym { from: "lid".into(), to: "leden".into(), both_ways: true, lang: String::new() }],
        pins: vec![Pin { query: "lid".into(), docs: vec![4] }],
    };
    check(&root.write(), |file| {
        let Ok(root) = Root::read(file, DOCS, 2) else { return };
        assert!(root.langs.iter().all(|lang| *lang < 2) && root.langs.len() == 5);
        assert!(root.filters.iter().flat_map(|f| &f.values).flat_map(|v| &v.docs).all(|doc| *doc < DOCS));
        for sort in &root.sorts {
            assert!(sort.days.is_sorted() && sort.days.iter().all(|day| Day::parse(&day.to_string()) == Some(*day)));
            let mut dated = sort.ranks.iter().filter(|rank| **rank > 0 && !sort.days.is_empty());
            assert!(dated.all(|rank| to_usize(*rank) <= sort.days.len()));
        }
        assert!(root.pins.iter().flat_map(|pin| &pin.docs).all(|doc| *doc < DOCS));
    });
}

#[test]
fn a_damaged_term_chunk_is_refused_or_read_within_its_bounds() {
    let postings = [Posting::new(DocId(0), [1, 0, 0], 0), Posting::new(DocId(4), [0, 2, 9], 3)];
    let entry = |term, class| TermEntry { term, class, stop: false, parts: &[], postings: &postings[..] };
    let file = write_terms(&[
        entry("decreet", 1),
        TermEntry { parts: &[0..7, 8..13], ..entry("decreetstekst", 4) },
        entry("decreten", 1),
        entry("één", 2),
        entry("東京", 3),
    ]);
    check(&file, |file| {
        let Ok(chunk) = TermChunk::read(file, DOCS) else { return };
        for at in 0..chunk.len() {
            assert_eq!(chunk.find(chunk.term(at)), Some(at));
            assert!(chunk.class(at).any(|member| member == at));
            assert!(chunk.parts(at).all(|part| !part.is_empty()));
            assert!(chunk.postings(at).all(|posting| posting.doc.0 < DOCS));
            assert!(chunk.with_prefix(chunk.term(at)).contains(&at));
        }
    });
}

#[test]
fn a_damaged_lexicon_is_refused_or_is_a_dictionary() {
    let entries =
        [("aan", 3), ("aanvraag", 200), ("beleid", 1)].map(|(term, df)| LexEntry { term, df, naming: df / 2 });
    check(&write_lexicon(&entries), |file| {
        let Ok(lexicon) = Lexicon::read(file) else { return };
        let mut terms = 0;
        lexicon.starting_with("", |term, entry| {
            assert_eq!(lexicon.get(term), Some(entry));
            terms += 1;
            ControlFlow::Continue(())
        });
        assert_eq!(terms, lexicon.len());
    });
}

#[test]
fn damaged_records_are_refused_or_read_whole() {
    let record = Record {
        id: "a.md".into(),
        url: "/a.html".into(),
        title: "Één".into(),
        description: "Kort".into(),
        meta: vec![("bron".into(), "x".into())],
        segments: 2,
    };
    let heading = || Heading { level: 2, text: "Wie?".into(), anchor: "wie".into(), start: 3 };
    let segment =
        |number, record| Segment { doc: DocId(4), number, record, headings: vec![heading()], text: "tekst ".into() };
    let file = write_segments(&[segment(0, Some(record)), segment(1, None)], &[]);
    check(&file, |file| {
        let Ok(segments) = read_segments(file, DOCS, &[]) else { return };
        assert!(
            segments.iter().all(|segment| segment.doc.0 < DOCS && segment.record.is_some() == (segment.number == 0))
        );
    });
}
