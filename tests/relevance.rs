//! The demo corpus by its judgements: `corpus/queries.jsonl` and `corpus/qrels.tsv`. A change of the ranking shows as a
//! difference in `corpus/expected.tsv`; a loss fails.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use zoeklicht_format::ChunkId;
use zoeklicht_query::{Index, Judgements, Measures, Options, Pack, Search, Step};

use crate::support::corpus;

/// What the mean over all queries may not fall below. It was .870 when this was written.
const NDCG_FLOOR: f64 = 0.85;
/// No query of citizens goes without an answer.
const SUCCESS_FLOOR: f64 = 0.96;

struct Query {
    id: String,
    text: String,
    kind: String,
}

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(name)
}

fn queries() -> Vec<Query> {
    let text = std::fs::read_to_string(file("queries.jsonl")).unwrap();
    let query = |line: &str| {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        let field = |name: &str| value[name].as_str().unwrap().to_owned();
        Query { id: field("_id"), text: field("text"), kind: field("kind") }
    };
    text.lines().map(query).collect()
}

fn judgements() -> BTreeMap<String, Judgements> {
    let mut all: BTreeMap<String, Judgements> = BTreeMap::new();
    for line in std::fs::read_to_string(file("qrels.tsv")).unwrap().lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        all.entry(fields[0].into()).or_default().insert(fields[1].into(), fields[2].parse().unwrap());
    }
    all
}

#[test]
fn the_corpus_answers_as_well_as_was_written_down() {
    let pack = corpus().pack().unwrap();
    let pack = Pack::new(&pack).unwrap();
    let mut index = Index::open(pack.manifest()).unwrap();
    let all: Vec<ChunkId> = index.manifest().chunks().map(|(id, _)| id).collect();
    for id in all {
        index.insert(id, pack.chunk(id).unwrap()).unwrap();
    }
    let judgements = judgements();
    let queries = queries();
    assert!(queries.len() >= 80);
    let mut found: Vec<(&Query, Measures, String)> = Vec::new();
    for query in &queries {
        let options = Options { limit: Measures::DEPTH, ..Options::default() };
        let Step::Done(answer) = Search::new(&query.text, options).step(&index) else { panic!("all chunks are there") };
        let ranking = answer.hits.iter().map(|hit| hit.id.as_str());
        let first = answer.hits.first().map_or("-", |hit| &hit.id).to_owned();
        found.push((query, Measures::of(ranking, &judgements[&query.id]), first));
    }
    let mut kinds: BTreeMap<&str, Vec<Measures>> = BTreeMap::new();
    for (query, measures, _) in &found {
        kinds.entry(&query.kind).or_default().push(*measures);
        kinds.entry("all").or_default().push(*measures);
    }
    let mut table = String::from("query\tkind\tndcg@10\tfirst document\n");
    for (kind, measures) in &kinds {
        let Measures { ndcg_10, success_10, .. } = Measures::mean(measures);
        writeln!(table, "{} queries\t{kind}\t{ndcg_10:.3}\tsuccess@10 {success_10:.3}", measures.len()).unwrap();
    }
    for (query, measures, first) in &found {
        writeln!(table, "{}\t{}\t{:.3}\t{first}", query.text, query.kind, measures.ndcg_10).unwrap();
    }
    let mean = Measures::mean(&kinds["all"]);
    assert!(mean.ndcg_10 >= NDCG_FLOOR, "nDCG@10 {:.3}", mean.ndcg_10);
    assert!(mean.success_10 >= SUCCESS_FLOOR, "success@10 {:.3}", mean.success_10);
    let expected = file("expected.tsv");
    if std::env::var_os("ZOEKLICHT_BLESS").is_some() {
        std::fs::write(&expected, &table).unwrap();
    }
    let expected = std::fs::read_to_string(expected).unwrap();
    let changed = table.lines().zip(expected.lines()).filter(|(now, then)| now != then);
    let changed: Vec<String> = changed.map(|(now, then)| format!("- {then}\n+ {now}")).collect();
    assert!(
        changed.is_empty() && table.lines().count() == expected.lines().count(),
        "the ranking has changed; if it is for the better, run the test with ZOEKLICHT_BLESS=1:\n{}",
        changed.join("\n")
    );
}
