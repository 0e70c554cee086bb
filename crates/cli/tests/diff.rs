//! `zoeklicht diff` and `zoeklicht check-queries`: what became of an index, and of what people search for in it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use support::{Ran, str, zoeklicht};

const OLD: &str = r#"{"id": "a", "title": "Verhuizen", "body": "Meld het aan de gemeente.", "filters": {"jaar": "2025"}}
{"id": "b", "title": "Afval", "body": "De container staat op dinsdag buiten."}
{"id": "c", "title": "Parkeren", "body": "Een vergunning kost geld."}
{"id": "d", "title": "Trouwen", "body": "Kies een dag."}"#;
/// One came, one went, one says something else, and one is filtered by something else.
const NEW: &str = r#"{"id": "a", "title": "Verhuizen", "body": "Meld het aan de gemeente.", "filters": {"jaar": "2026"}}
{"id": "b", "title": "Huisvuil", "body": "De container staat op woensdag buiten."}
{"id": "c", "title": "Parkeren", "body": "Een vergunning kost geld."}
{"id": "e", "title": "Fietsen", "body": "Langs de rivier."}"#;

/// An index of these lines, with this configuration.
fn index(folder: &Path, name: &str, lines: &str, configuration: &str) -> PathBuf {
    let [documents, settings, out] = ["jsonl", "toml", "uit"].map(|ending| folder.join(format!("{name}.{ending}")));
    std::fs::write(&documents, lines).unwrap();
    std::fs::write(&settings, configuration).unwrap();
    let ran = zoeklicht(&["index", str(&documents), "--out", str(&out), "--lang", "nl", "--config", str(&settings)]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    out
}

fn parsed(ran: &Ran) -> Value {
    serde_json::from_str(&ran.stdout).unwrap()
}

/// AC-179
#[test]
fn what_came_went_and_changed_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let (old, new) = (index(folder.path(), "oud", OLD, ""), index(folder.path(), "nieuw", NEW, ""));
    let ran = zoeklicht(&["diff", str(&old), str(&new)]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(1), ""));
    let expected = "+ e\n- d\n~ a: filters\n~ b: title, text\n\n";
    assert!(ran.stdout.starts_with(expected), "{}", ran.stdout);
    for expected in ["1 added, 1 removed, 2 changed\n", "5 added: fietsen, huisvuil", "Other than before: filters\n"] {
        assert!(ran.stdout.contains(expected), "{expected}\n{}", ran.stdout);
    }
    let json = parsed(&zoeklicht(&["diff", str(&old), str(&new), "--json"]));
    assert_eq!(json["equal"], json!(false));
    let documents = json!({
        "old": 4, "new": 4, "added": ["e"], "removed": ["d"],
        "changed": [{"id": "a", "parts": ["filters"]}, {"id": "b", "parts": ["title", "text"]}],
    });
    assert_eq!(json["documents"], documents);
    assert_eq!(json["terms"]["added"], json!(["fietsen", "huisvuil", "langs", "rivier", "woensdag"]));
    assert_eq!(json["terms"]["removed"], json!(["afval", "dag", "dinsdag", "kies", "trouwen"]));
    // The other way round.
    let back = parsed(&zoeklicht(&["diff", str(&new), str(&old), "--json"]));
    assert_eq!((&back["documents"]["added"], &back["terms"]["added"]), (&json!(["d"]), &json["terms"]["removed"]));
    assert_eq!(back["bytes"]["old"], json["bytes"]["new"]);
}

#[test]
fn the_same_documents_are_no_difference_and_other_settings_are_one() {
    let folder = tempfile::tempdir().unwrap();
    let old = index(folder.path(), "oud", OLD, "");
    let same = zoeklicht(&["diff", str(&old), str(&index(folder.path(), "zelfde", OLD, ""))]);
    assert_eq!((same.code, same.stdout.as_str()), (Some(0), "Both indexes hold the same\n"));
    let check = |configuration: &str, expected: Value| {
        let new = index(folder.path(), "nieuw", OLD, configuration);
        let ran = zoeklicht(&["diff", str(&old), str(&new), "--json"]);
        let json = parsed(&ran);
        assert_eq!((ran.code, &json["others"]), (Some(1), &expected), "{configuration}");
        assert_eq!(json["documents"]["changed"], json!([]), "{configuration}");
        let text = zoeklicht(&["diff", str(&old), str(&new)]).stdout;
        assert!(text.contains("0 added, 0 removed, 0 changed\n"), "{text}");
    };
    check("[[synonyms]]\nwords = [\"afval\", \"vuilnis\"]", json!(["synonyms"]));
    check("[[pinned]]\nquery = \"geld\"\ndocuments = [\"d\"]", json!(["pinned"]));
    check("weights = { title = 400 }", json!(["weights"]));
    check("[[assign]]\nfiles = [\"*\"]\nsort = { soort = \"x\" }", json!(["sorts"]));
}

#[test]
fn an_index_that_is_not_whole_is_not_compared() {
    let folder = tempfile::tempdir().unwrap();
    let (old, new) = (index(folder.path(), "oud", OLD, ""), index(folder.path(), "nieuw", NEW, ""));
    let ran = zoeklicht(&["diff", str(&old), str(folder.path())]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(4), ""), "{}", ran.stderr);
    let chunk = std::fs::read_dir(new.join("t")).unwrap().next().unwrap().unwrap().path();
    std::fs::write(chunk, "").unwrap();
    let ran = zoeklicht(&["diff", str(&old), str(&new)]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(4), ""));
    assert!(ran.stderr.contains("hint: see `zoeklicht verify "), "{}", ran.stderr);
}

/// AC-179
#[test]
fn queries_are_checked_as_people_ask_them() {
    let folder = tempfile::tempdir().unwrap();
    let out = index(folder.path(), "oud", OLD, "");
    let file = folder.path().join("vragen.txt");
    let check = |queries: &str, flags: &[&str]| {
        std::fs::write(&file, queries).unwrap();
        zoeklicht(&[&["check-queries", str(&out), str(&file)], flags].concat())
    };
    let ran = check("\u{FEFF}# Wat mensen zoeken\n\n  container \r\nverhuisen\n", &[]);
    let expected = "Query      Total  First  Corrected\ncontainer      1  b\nverhuisen      1  a      verhuizen\n\n0 of 2 find nothing\n";
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(0), expected), "{}", ran.stderr);
    let ran = check("container\nxqzzy\n", &["--json"]);
    let expected = json!({
        "queries": [
            {"query": "container", "total": 1, "first": {"id": "b", "url": "b", "title": "Afval"}, "corrected": null},
            {"query": "xqzzy", "total": 0, "first": null, "corrected": null},
        ],
        "empty": 1,
    });
    assert_eq!((ran.code, parsed(&ran)), (Some(1), expected));
    assert!(check("xqzzy", &[]).stdout.ends_with("\nxqzzy      0  -\n\n1 of 1 finds nothing\n"));
    let ran = check("# niets\n", &[]);
    assert!(ran.code == Some(4) && ran.stderr.contains("has no queries\nhint: "), "{}", ran.stderr);
    let ran = zoeklicht(&["check-queries", str(&out), str(&folder.path().join("nergens"))]);
    assert!(ran.code == Some(4) && ran.stderr.contains("nergens` could not be read"), "{}", ran.stderr);
}
