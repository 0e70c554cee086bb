//! What each command prints with `--json`, against the JSON Schema that `zoeklicht explain --schema` prints of it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::path::Path;

use serde_json::Value;
use support::{str, zoeklicht};

/// The one JSON document that a command prints on stdout.
fn document(arguments: &[&str]) -> Value {
    let ran = zoeklicht(arguments);
    serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{arguments:?}: {error}\n{}", ran.stderr))
}

/// AC-172
#[test]
fn what_commands_print_is_as_their_schemas_say() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let write = |name: &str, text: &str| std::fs::write(path(name), text).unwrap();
    std::fs::create_dir(path("site")).unwrap();
    write(
        "site/stad.md",
        "---\nfilters:\n  soort: [gids]\ndate: gisteren\n---\n# De stad\n\nWonen in steden.\n\n## Werken\n\nWerk.",
    );
    write("site/page.html", "<html lang=nl><title>Huis</title><main data-zoeklicht-meta=jaar:2020>Een huis in de stad");
    write("site/leeg.html", "");
    write(
        "zoeklicht.toml",
        "[[synonyms]]\nwords = [\"huis\", \"woning\"]\n[[pinned]]\nquery = \"wonen\"\ndocuments = [\"page.html\"]",
    );
    write("queries.txt", "stad\nnergens\n");
    write("queries.jsonl", "{\"_id\": \"1\", \"text\": \"stad\"}\n");
    write("qrels.tsv", "query-id\tcorpus-id\tscore\n1\tstad.md\t1\n");
    let (site, index, other) = (path("site"), path("index"), path("other"));
    let (site, index, other) = (str(&site), str(&index), str(&other));
    let (config, queries, lines, qrels) =
        (path("zoeklicht.toml"), path("queries.txt"), path("queries.jsonl"), path("qrels.tsv"));
    let built = document(&["index", site, "--out", index, "--config", str(&config), "--json"]);
    assert!(!built["problems"].as_array().unwrap().is_empty(), "{built}");
    assert_eq!(zoeklicht(&["index", str(&path("site/stad.md")), "--out", other]).code, Some(0));
    let damaged = path("damaged");
    std::fs::create_dir(&damaged).unwrap();
    std::fs::copy(Path::new(index).join("manifest.bin"), damaged.join("manifest.bin")).unwrap();

    let outputs = [
        ("index", built),
        ("index", document(&["index", site, "--dry-run", "--json", "--messages", "nl"])),
        ("search", document(&["search", index, "wonen stad", "--explain", "--text", "--json", "--lang", "nl"])),
        ("search", document(&["search", index, "stat", "--json"])),
        ("suggest", document(&["suggest", index, "st", "--json"])),
        ("check-queries", document(&["check-queries", index, str(&queries), "--json"])),
        ("eval", document(&["eval", index, "--queries", str(&lines), "--qrels", str(&qrels), "--json"])),
        ("inspect", document(&["inspect", index, "--json"])),
        ("diff", document(&["diff", index, other, "--json"])),
        ("verify", document(&["verify", index, "--json"])),
        ("verify", document(&["verify", str(&damaged), "--json"])),
        ("doctor", document(&["doctor", site, "--json"])),
    ];
    for (command, output) in outputs {
        let schema = document(&["explain", "--schema", command]);
        let schema = jsonschema::validator_for(&schema).unwrap();
        if let Err(error) = schema.validate(&output) {
            panic!("{command}: {error} at {}\n{output:#}", error.instance_path());
        }
        // It says something: no member can be lost unseen.
        for name in output.as_object().unwrap().keys() {
            let mut less = output.clone();
            less.as_object_mut().unwrap().remove(name);
            let is_optional = command == "search" && ["did_you_mean", "langs"].contains(&name.as_str());
            assert_eq!(schema.is_valid(&less), is_optional, "{command}: {name}");
        }
    }
}
