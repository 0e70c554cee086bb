//! `zoeklicht eval`: its figures, and what it says of files it cannot use.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::path::PathBuf;

use support::{Ran, str, zoeklicht};
use tempfile::TempDir;

/// Three documents of which a query finds one each, and all three are found by `beleid`, best first `a`.
const DOCUMENTS: &str = r#"{"id": "a", "title": "Beleid", "body": "Appels."}
{"id": "b", "title": "Tweede", "body": "Peren en beleid."}
{"id": "c", "title": "Derde", "body": "Over pruimen en nog veel meer, en in een bijzin even over beleid."}"#;
const QUERIES: &str = r#"{"_id": "1", "text": "beleid"}
{"_id": "2", "text": "nietbestaand"}
{"_id": "3", "text": "niet beoordeeld"}"#;
const QRELS: &str = "query-id\tcorpus-id\tscore\n1\tb\t1\n1\tx\t0\n2\ta\t2\n";

struct Collection {
    folder: TempDir,
}

impl Collection {
    fn new() -> Collection {
        let collection = Collection { folder: tempfile::tempdir().unwrap() };
        collection.write("documents.jsonl", DOCUMENTS);
        collection.write("queries.jsonl", QUERIES);
        collection.write("qrels.tsv", QRELS);
        let ran = zoeklicht(&[
            "index",
            str(&collection.path("documents.jsonl")),
            "--out",
            str(&collection.path("uit")),
            "--lang",
            "nl",
        ]);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        collection
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).unwrap();
    }

    fn eval(&self, flags: &[&str]) -> Ran {
        let files = ["uit", "queries.jsonl", "qrels.tsv"].map(|name| self.path(name));
        let [index, queries, qrels] = &files;
        zoeklicht(&[&["eval", str(index), "--queries", str(queries), "--qrels", str(qrels)], flags].concat())
    }
}

#[test]
fn figures_are_means_over_the_judged_queries() {
    let collection = Collection::new();
    // Query 1 has its document second, query 2 finds nothing, query 3 has no judgements.
    let json: serde_json::Value = serde_json::from_str(&collection.eval(&["--json"]).stdout).unwrap();
    let close = |name: &str, expected: f64| assert!((json[name].as_f64().unwrap() - expected).abs() < 1e-9, "{json}");
    assert_eq!((json["queries"].as_u64(), json["empty"].as_u64()), (Some(2), Some(1)));
    close("ndcg@10", 0.5 / 3_f64.log2());
    close("map", 0.25);
    close("mrr@10", 0.25);
    close("success@1", 0.0);
    close("success@10", 0.5);
    close("recall@100", 0.5);
    let shown = collection.eval(&[]).stdout;
    assert!(shown.starts_with("queries     2, 1 find nothing\nnDCG@10     0.3155\nMAP         0.2500\n"), "{shown}");
    let each = collection.eval(&["--each"]).stdout;
    assert_eq!(each, "1\t0.631\tbeleid\ta\n2\t0.000\tnietbestaand\t-\n");
}

#[test]
fn documents_that_are_left_out_do_not_take_a_place() {
    let collection = Collection::new();
    collection.write("exclude.tsv", "query-id\tcorpus-id\n1\ta\n");
    let each = collection.eval(&["--each", "--exclude", str(&collection.path("exclude.tsv"))]).stdout;
    assert!(each.starts_with("1\t1.000\tbeleid\tb\n"), "{each}");
}

#[test]
fn files_that_cannot_be_used_are_named_with_their_line() {
    let check = |name: &str, text: &str, expected: &str| {
        let collection = Collection::new();
        collection.write(name, text);
        let ran = collection.eval(&[]);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(4), ""), "{}", ran.stderr);
        assert!(ran.stderr.contains(expected), "{}", ran.stderr);
    };
    check("queries.jsonl", "{\"_id\": \"1\"}", "queries.jsonl:1 is not a query");
    let twice = "{\"_id\": \"1\", \"text\": \"a\"}\n\n{\"_id\": \"1\", \"text\": \"b\"}";
    check("queries.jsonl", twice, "queries.jsonl:3: there are two queries with the id `1`");
    check("queries.jsonl", "", "has judgements in");
    check("qrels.tsv", "header\n1\ta\tveel\n", "qrels.tsv:2 is not a judgement");
    check("qrels.tsv", "header\n1\n", "qrels.tsv:2 is not a judgement");
    check("uit/manifest.bin", "", "manifest.bin");
    let collection = Collection::new();
    std::fs::remove_file(collection.path("qrels.tsv")).unwrap();
    let ran = collection.eval(&[]);
    assert!(ran.code == Some(4) && ran.stderr.contains("qrels.tsv` could not be read"), "{}", ran.stderr);
    let ran = collection.eval(&["--without", "toeval"]);
    assert!(ran.code == Some(2) && ran.stderr.contains("the rules are inflection, "), "{}", ran.stderr);
}
