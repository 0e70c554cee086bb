//! Any query with any options, of a small index that is whole and of one with a damaged byte.

#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use zoeklicht_query::limits::HITS_MAX;
use zoeklicht_query::{Answer, FormatError, Index, Options, Pack, Search, Sort, Step};

/// Written by build.rs.
const PACK: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/index.pack"));

/// Names and values the index has, and some it has not.
const FILTERS: [&str; 3] = ["jaar", "soort", "kleur"];
const VALUES: [&str; 4] = ["2021", "2022", "tekst", "rood"];
const SORTS: [&str; 2] = ["date", "size"];
const LANGS: [&str; 4] = ["nl", "en", "ja", "fr"];

/// Everything in a few bytes, so that a seed is those bytes and then the text of a query.
#[derive(Arbitrary, Debug)]
struct Asked<'a> {
    limit: u8,
    offset: u8,
    /// Which of the values of each filter, a bit each.
    values: [u8; FILTERS.len()],
    sort: u8,
    lang: u8,
    unfinished: bool,
    spelling: bool,
    /// Which byte to damage, and how.
    damage: (u32, u8),
    query: &'a str,
}

impl Asked<'_> {
    fn options(&self) -> Options {
        let wanted =
            |bits: u8| (0..).zip(VALUES).filter(move |(at, _)| bits >> at & 1 == 1).map(|(_, value)| value.into());
        let chosen = FILTERS.iter().zip(self.values).filter(|(_, bits)| *bits > 0);
        let key = SORTS.get(usize::from(self.sort >> 1));
        Options {
            limit: count(self.limit),
            offset: count(self.offset),
            filters: chosen.map(|(name, bits)| ((*name).into(), wanted(bits).collect())).collect(),
            sort: key.map(|key| Sort { key: (*key).into(), descending: self.sort & 1 == 1 }),
            lang: LANGS.get(usize::from(self.lang)).map(|lang| (*lang).into()),
            prefix: self.unfinished,
            spelling: self.spelling,
            ..Options::default()
        }
    }
}

fn count(byte: u8) -> usize {
    if byte == u8::MAX { usize::MAX } else { byte.into() }
}

fuzz_target!(|asked: Asked<'_>| {
    let options = asked.options();
    let answer = ask(PACK, asked.query, &options).expect("the index is whole");
    check(&answer, &options);
    // What is here already changes nothing but the number of steps.
    let Step::Done(again) = WHOLE.with(|index| Search::new(asked.query, options.clone()).step(index)) else {
        panic!("all chunks are here");
    };
    assert_eq!(*again, answer);
    let mut damaged = PACK.to_vec();
    let (at, how) = asked.damage;
    damaged[usize::try_from(at).expect("32 bits") % PACK.len()] ^= how;
    // A part that this query does not need may be damaged unnoticed.
    if let Ok(found) = ask(&damaged, asked.query, &options) {
        assert_eq!(found, answer);
    }
});

thread_local! {
    /// The index with all its chunks read.
    static WHOLE: Index = {
        let pack = Pack::new(PACK).expect("the index is whole");
        let mut index = Index::open(pack.manifest()).expect("the index is whole");
        let ids: Vec<_> = index.manifest().chunks().map(|(id, _)| id).collect();
        for id in ids {
            index.insert(id, pack.chunk(id).expect("the pack is whole")).expect("the index is whole");
        }
        index
    };
}

fn ask(pack: &[u8], query: &str, options: &Options) -> Result<Answer, FormatError> {
    let pack = Pack::new(pack)?;
    let mut index = Index::open(pack.manifest())?;
    let mut search = Search::new(query, options.clone());
    for _ in 0..100 {
        match search.step(&index) {
            Step::Done(answer) => return Ok(*answer),
            Step::Need(chunks) => {
                for id in chunks {
                    assert!(!index.has(id), "a chunk is asked for once");
                    index.insert(id, pack.chunk(id).unwrap_or_default())?;
                }
            }
        }
    }
    panic!("a search comes to an end");
}

fn check(answer: &Answer, options: &Options) {
    let shown = answer.total.saturating_sub(options.offset).min(options.limit.min(HITS_MAX));
    assert_eq!(answer.hits.len(), shown);
    for hit in &answer.hits {
        assert!(hit.score.is_finite());
        assert!(hit.excerpt.iter().all(|span| !span.text.is_empty()));
        assert!(hit.sections.len() <= 3);
        assert!(options.lang.as_ref().is_none_or(|lang| *lang == hit.lang));
        for (name, wanted) in options.filters.iter().filter(|(_, wanted)| !wanted.is_empty()) {
            let has =
                hit.filters.iter().any(|(of, values)| of == name && values.iter().any(|value| wanted.contains(value)));
            assert!(has, "a hit has one of the values of {name}");
        }
    }
}
