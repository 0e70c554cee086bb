//! The hot paths one by one, over a generated site: `cargo bench --bench engine`.
//!
//! For seeing what a change does to one of them. What a visitor waits for is measured by `cargo xtask bench`.

#![allow(clippy::unwrap_used, reason = "a benchmark that cannot go on has failed")]

use std::path::Path;

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use walkdir::WalkDir;
use zoeklicht_format::{ChunkEntry, ChunkKind, Lexicon, Manifest, Pack, TermChunk, read_segments};
use zoeklicht_indexer::{Built, Document, Heading, Indexer, Lang, Settings};
use zoeklicht_query::{Answer, Index, Options, Search, Step};
use zoeklicht_text::ANALYZER_VERSION;

const DOCS: usize = 2_000;

/// What they are about, and the queries.
const QUERIES: [(&str, &str); 6] = [
    ("one word", "decreet "),
    ("two words", "inburgering brussel "),
    ("prefix", "inburg"),
    ("typo", "inburgeringstrajcet "),
    ("most common word", "de "),
    ("phrase", "\"sociale cohesie\""),
];

fn main() {
    divan::main();
}

#[divan::bench]
fn read_manifest(bencher: Bencher<'_, '_>) {
    let file = site().pack().manifest();
    let bencher = bencher.counter(BytesCount::of_slice(file));
    bencher.bench(|| Manifest::read(black_box(file), ANALYZER_VERSION).unwrap());
}

#[divan::bench]
fn read_term_chunk(bencher: Bencher<'_, '_>) {
    let (entry, file) = site().chunk(ChunkKind::Terms);
    let docs = site().index.manifest().docs;
    let bencher = bencher.counter(BytesCount::of_slice(file));
    bencher.bench(|| TermChunk::read(entry.verify(black_box(file)).unwrap(), docs).unwrap());
}

#[divan::bench]
fn read_record_chunk(bencher: Bencher<'_, '_>) {
    let (entry, file) = site().chunk(ChunkKind::Records);
    let manifest = site().index.manifest();
    let bencher = bencher.counter(BytesCount::of_slice(file));
    bencher
        .bench(|| read_segments(entry.verify(black_box(file)).unwrap(), manifest.docs, &manifest.dictionary).unwrap());
}

/// With the building of its FST.
#[divan::bench]
fn read_lexicon(bencher: Bencher<'_, '_>) {
    let (entry, file) = site().chunk(ChunkKind::Lexicon);
    let bencher = bencher.counter(BytesCount::of_slice(file));
    bencher.bench(|| Lexicon::read(entry.verify(black_box(file)).unwrap()).unwrap());
}

/// With the cutting of ten excerpts; all chunks are here already.
#[divan::bench(args = QUERIES)]
fn answer(bencher: Bencher<'_, '_>, (_, query): (&str, &str)) {
    assert!(ask(query).total > 0, "a query of which nothing is found measures nothing");
    bencher.bench(|| ask(black_box(query)));
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn index_200_documents(bencher: Bencher<'_, '_>) {
    let documents = documents(200);
    let bencher = bencher.counter(ItemsCount::new(documents.len()));
    bencher.with_inputs(|| documents.clone()).bench_values(build);
}

thread_local! {
    /// The site, built once and with all its chunks here.
    static SITE: &'static Site = Box::leak(Box::new(make_site()));
}

fn site() -> &'static Site {
    SITE.with(|site| *site)
}

fn make_site() -> Site {
    let bytes = build(documents(DOCS)).pack().unwrap();
    let pack = Pack::new(&bytes).unwrap();
    let mut index = Index::open(pack.manifest()).unwrap();
    let ids: Vec<_> = index.manifest().chunks().map(|(id, _)| id).collect();
    for id in ids {
        index.insert(id, pack.chunk(id).unwrap()).unwrap();
    }
    Site { bytes, index }
}

struct Site {
    bytes: Vec<u8>,
    index: Index,
}

impl Site {
    fn pack(&self) -> Pack<'_> {
        Pack::new(&self.bytes).unwrap()
    }

    /// The chunk of this kind of which half are smaller.
    fn chunk(&self, kind: ChunkKind) -> (ChunkEntry, &[u8]) {
        let pack = self.pack();
        let chunks = self.index.manifest().chunks().filter(|(_, entry)| entry.kind == kind);
        let mut files: Vec<_> = chunks.map(|(id, entry)| (entry, pack.chunk(id).unwrap())).collect();
        files.sort_by_key(|(_, file)| file.len());
        files[files.len() / 2]
    }
}

fn ask(query: &str) -> Answer {
    match Search::new(query, Options::default()).step(&site().index) {
        Step::Done(answer) => *answer,
        Step::Need(chunks) => panic!("{chunks:?} should be here"),
    }
}

fn build(documents: Vec<Document>) -> Built {
    let mut indexer = Indexer::new(Settings::default());
    for document in documents {
        indexer.add_document(document);
    }
    indexer.build().unwrap()
}

/// Documents of some hundred words each, the same in every run: pieces of the corpus' sentences in any order, so that
/// words are as common as in it and some still stand together.
fn documents(count: usize) -> Vec<Document> {
    let words = corpus_words();
    let mut random = Random(1);
    let mut piece = |len: usize| {
        let start = random.below(words.len() - len);
        words[start..start + len].join(" ")
    };
    let mut text = |pieces: usize| (0..pieces).map(|_| piece(7) + ".\n").collect::<String>();
    let document = |n: usize| {
        let (before, after) = (text(10 + n % 40), text(10 + n % 30));
        let heading = Heading { level: 2, text: text(1), anchor: "meer".into(), start: before.len(), weight: 10 };
        Document {
            id: n.to_string(),
            url: format!("/{}/{n:04}.html", n % 20),
            title: text(1),
            lang: Lang::parse("nl"),
            text: before + &after,
            headings: vec![heading],
            filters: [("jaar".into(), vec![(2000 + n % 25).to_string()])].into(),
            ..Document::default()
        }
    };
    (0..count).map(document).collect()
}

fn corpus_words() -> Vec<String> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let files =
        WalkDir::new(corpus).sort_by_file_name().into_iter().filter_entry(|entry| entry.file_name() != "hostile");
    let files = files.map(|entry| entry.unwrap().into_path());
    let texts = files.filter(|path| path.extension().is_some_and(|extension| extension == "md" || extension == "txt"));
    let words = texts.map(|path| std::fs::read_to_string(path).unwrap());
    words.flat_map(|text| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>()).collect()
}

/// SplitMix64 (Steele, Lea & Flood 2014).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ mixed >> 31) % u64::try_from(bound).unwrap()).unwrap()
    }
}
