//! `zoeklicht inspect` and `zoeklicht verify`, over an index that is sound and over every kind of damage.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use support::{str, zoeklicht};

/// An index of some pages, with everything that an index can have.
fn index() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    std::fs::create_dir_all(&site).unwrap();
    for n in 0..60 {
        // Words that differ, so that there are several chunks of terms, and texts of several segments.
        let words: String = (0..n * 20).map(|at| format!("woord{} beleid{} ", at * n % 997, at % 31)).collect();
        let front = format!(
            "---\ntitle: Pagina {n}\ndate: 2021-01-{:02}\nfilters: {{jaar: {}}}\n---",
            n % 28 + 1,
            2020 + n % 2
        );
        std::fs::write(
            site.join(format!("p{n:02}.md")),
            format!("{front}\nInburgeringstraject en stadsplan, nota VR/2021-{n}. {words}"),
        )
        .unwrap();
    }
    let config = folder.path().join("zoeklicht.toml");
    let rules = "lang = 'nl'\n[[synonyms]]\nwords = ['NT2', 'taalles']\n[[pinned]]\nquery = 'begin'\ndocuments = ['p07.md', 'p00.md']";
    std::fs::write(&config, rules).unwrap();
    let ran = zoeklicht(&["index", str(&site), "--out", str(&out(&folder)), "--config", str(&config)]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    folder
}

fn out(folder: &tempfile::TempDir) -> PathBuf {
    folder.path().join("uit")
}

/// The files of a folder of chunks, in order.
fn chunks(index: &Path, kind: &str) -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> =
        std::fs::read_dir(index.join(kind)).unwrap().map(|entry| entry.unwrap().path()).collect();
    all.sort();
    all
}

/// AC-179
#[test]
fn what_is_in_an_index_is_told() {
    let folder = index();
    let ran = zoeklicht(&["inspect", str(&out(&folder)), "--json"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    let told: Value = serde_json::from_str(&ran.stdout).unwrap();
    let check = |name: &str, expected: Value| assert_eq!(told[name], expected, "{name}");
    check("format", 1.into());
    check("documents", 60.into());
    check("languages", json!({"nl": 60}));
    check("filters", json!({"jaar": {"2020": 30, "2021": 30}}));
    check("sorts", json!({"date": 60}));
    check("dates", json!({"date": {"first": "2021-01-01", "last": "2021-01-28"}}));
    check("synonyms", json!([{"from": "NT2", "to": "taalles", "both_ways": true, "lang": ""}]));
    check("pinned", json!([{"query": "begin", "documents": ["p07.md", "p00.md"]}]));
    assert!(told["generator"].as_str().unwrap().starts_with("zoeklicht "));
    assert!(told["terms"].as_u64() > told["lexicon"].as_u64() && told["lexicon"].as_u64() > Some(900), "{told}");
    let kinds = told["kinds"].as_object().unwrap();
    assert_eq!(kinds.keys().collect::<Vec<_>>(), ["lexicon", "manifest", "records", "root", "terms", "texts"]);
    for (name, unit) in [("files", "files"), ("bytes", "bytes")] {
        let sum: u64 = kinds.values().map(|kind| kind[unit].as_u64().unwrap()).sum();
        assert_eq!(told[name].as_u64(), Some(sum));
    }
    let on_disk: u64 = walkdir::WalkDir::new(out(&folder))
        .into_iter()
        .map(|file| file.unwrap().metadata().unwrap())
        .filter(|file| file.is_file())
        .map(|file| file.len())
        .sum();
    assert_eq!(told["bytes"].as_u64(), Some(on_disk), "without files for the browser the index is all there is");
    assert_eq!(told["longest"][0]["id"], "p59.md");
    assert_eq!(told["largest"].as_array().unwrap().len(), 5);

    let table = zoeklicht(&["inspect", str(&out(&folder))]).stdout;
    for line in [
        "documents  60 (nl 60)",
        "filter     jaar: 2 values (2020 30, 2021 30)",
        "sort       date: 60 documents, 2021-01-01 to 2021-01-28",
        "synonyms   1 (NT2 = taalles)",
        "pinned     1 (begin 2)",
        "longest    p59.md ",
    ] {
        assert!(table.contains(line), "{line}\n{table}");
    }
}

#[test]
fn a_sound_index_passes() {
    let folder = index();
    let ran = zoeklicht(&["verify", str(&out(&folder))]);
    assert_eq!(ran.code, Some(0), "{}", ran.stdout);
    assert!(ran.stdout.starts_with("The index is sound: ") && ran.stderr.is_empty(), "{}", ran.stdout);
    let json: Value = serde_json::from_str(&zoeklicht(&["verify", str(&out(&folder)), "--json"]).stdout).unwrap();
    assert_eq!((&json["problems"], &json["stray"]), (&json!([]), &json!([])));
}

/// Damages a whole index; what `verify` then says must be this, of the file that is returned.
#[track_caller]
fn check(code: i32, says: &str, damage: impl FnOnce(&Path) -> PathBuf) {
    let folder = index();
    let index = out(&folder);
    let damaged = damage(&index);
    let name = damaged.strip_prefix(&index).unwrap().display().to_string();
    let ran = zoeklicht(&["verify", str(&index)]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(code), ""), "{}", ran.stdout);
    assert!(ran.stdout.contains(&format!("`{name}`")) && ran.stdout.contains(says), "{name}: {}", ran.stdout);
    assert!(ran.stdout.contains("\nhint: "), "{}", ran.stdout);
}

fn change(path: &Path, change: impl FnOnce(&mut Vec<u8>)) -> PathBuf {
    let mut bytes = std::fs::read(path).unwrap();
    change(&mut bytes);
    std::fs::write(path, bytes).unwrap();
    path.into()
}

#[test]
fn a_flipped_bit_is_found_in_every_kind_of_file() {
    for kind in ["r", "l", "t", "d", "x"] {
        check(1, "its checksum is", |index| {
            change(chunks(index, kind).last().unwrap(), |bytes| *bytes.last_mut().unwrap() ^= 1)
        });
    }
    check(1, "its checksum is", |index| change(&index.join("manifest.bin"), |bytes| bytes[40] ^= 8));
}

#[test]
fn a_truncated_file_is_found() {
    check(1, "cut short", |index| change(&chunks(index, "d")[0], |bytes| bytes.truncate(bytes.len() - 1)));
    check(1, "cut short", |index| change(&chunks(index, "l")[0], Vec::clear));
    check(1, "cut short", |index| change(&index.join("manifest.bin"), |bytes| bytes.truncate(60)));
}

#[test]
fn two_swapped_files_are_found() {
    check(1, "another file", |index| {
        let [first, second, ..] = &chunks(index, "t")[..] else { panic!("too few chunks") };
        let aside = index.join("opzij");
        std::fs::rename(first, &aside).unwrap();
        std::fs::rename(second, first).unwrap();
        std::fs::rename(aside, second).unwrap();
        second.clone()
    });
}

#[test]
fn a_deleted_file_is_found() {
    check(1, "it could not be read", |index| {
        let gone = chunks(index, "x").remove(0);
        std::fs::remove_file(&gone).unwrap();
        gone
    });
}

#[test]
fn a_web_page_in_the_place_of_a_file_is_found() {
    check(1, "it is a web page", |index| change(&chunks(index, "t")[0], |bytes| *bytes = b"<!doctype html>".into()));
}

#[test]
fn a_stray_file_is_a_note() {
    check(0, "is no part of the index", |index| {
        let stray = index.join("t/0011223344556677-0.bin");
        std::fs::write(&stray, "van vroeger").unwrap();
        stray
    });
}

#[test]
fn what_is_no_index_is_said() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("manifest.bin"), "<!doctype html>").unwrap();
    for command in ["verify", "inspect"] {
        for path in [folder.path(), &folder.path().join("nergens")] {
            let ran = zoeklicht(&[command, str(path)]);
            assert_eq!((ran.code, ran.stdout.as_str()), (Some(4), ""), "{}", ran.stderr);
        }
    }
}

#[test]
fn a_damaged_index_is_not_inspected() {
    let folder = index();
    change(&chunks(&out(&folder), "t")[0], Vec::clear);
    let ran = zoeklicht(&["inspect", str(&out(&folder))]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(4), ""));
    assert!(ran.stderr.contains("hint: see `zoeklicht verify "), "{}", ran.stderr);
}
