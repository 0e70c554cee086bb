//! `zoeklicht.toml`: what it changes, what comes before it, and what is said when it is wrong.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::path::Path;
use std::process::Command;

use support::{Ran, str, zoeklicht};
use tempfile::TempDir;

/// A folder with a site of four pages in `site` and the configuration.
fn folder(config: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("site")).unwrap();
    for (name, text) in [
        ("vraag.md", "# Vraag\n\nIs er NT2 in mijn dorp?"),
        ("taal.md", "# Cursus\n\nNederlands als tweede taal voor wie hier nieuw is."),
        ("stad.md", "# De stad\n\nWonen in de stad, in een van de steden."),
        ("steden.md", "# Alle steden\n\nEen lijst van steden."),
    ] {
        std::fs::write(folder.path().join("site").join(name), text).unwrap();
    }
    std::fs::write(folder.path().join("zoeklicht.toml"), config).unwrap();
    folder
}

/// Indexes the site from within the folder, as people do.
fn index(folder: &Path, environment: &[(&str, &str)], flags: &[&str]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zoeklicht"));
    command.current_dir(folder).args(["index", "site", "--out", "uit"]).args(flags);
    Ran::of(command.envs(environment.iter().copied()))
}

fn search(folder: &Path, query: &str) -> serde_json::Value {
    serde_json::from_str(&zoeklicht(&["search", str(&folder.join("uit")), query, "--json"]).stdout).unwrap()
}

/// The ids of what a query finds with this configuration, ascending.
fn check(config: &str, query: &str, expected: &[&str]) {
    let mut ids = found(config, query);
    ids.sort();
    assert_eq!(ids, expected, "{query} with {config}");
}

fn found(config: &str, query: &str) -> Vec<String> {
    let folder = folder(config);
    let ran = index(folder.path(), &[], &[]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let answer = search(folder.path(), query);
    answer["hits"].as_array().unwrap().iter().map(|hit| hit["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn words_and_queries_are_as_the_owner_says() {
    let nl = "lang = \"nl\"\n";
    check(nl, "NT2", &["vraag.md"]);
    let synonym = format!("{nl}[[synonyms]]\nwords = [\"NT2\", \"Nederlands als tweede taal\"]");
    check(&synonym, "NT2", &["taal.md", "vraag.md"]);
    let one_way = format!("{nl}[[synonyms]]\nfrom = \"dorp\"\nwords = [\"stad\"]\nlang = \"nl\"");
    check(&one_way, "dorp", &["stad.md", "steden.md", "vraag.md"]);
    check(&one_way, "stad", &["stad.md", "steden.md"]);
    check(nl, "stad", &["stad.md", "steden.md"]);
    check(&format!("{nl}[exceptions]\nnl = [[\"stad\"]]"), "stad", &["stad.md"]);
    check(&format!("{nl}[exceptions]\nnl = [[\"cursus\", \"lijst\"]]"), "cursus", &["steden.md", "taal.md"]);
    let pinned = format!("{nl}[[pinned]]\nquery = \"stad\"\ndocuments = [\"taal.md\", \"/steden.html\"]");
    assert_eq!(found(&pinned, "stad"), ["taal.md", "steden.md", "stad.md"]);
}

#[test]
fn a_synonym_that_was_searched_for_is_said() {
    let folder = folder("lang = \"nl\"\n[[synonyms]]\nfrom = \"dorp\"\nwords = [\"stad\"]");
    assert_eq!(index(folder.path(), &[], &[]).code, Some(0));
    assert_eq!(search(folder.path(), "dorp")["also"], serde_json::json!(["stad"]));
    let shown = zoeklicht(&["search", str(&folder.path().join("uit")), "dorp"]).stdout;
    assert!(shown.starts_with("Also searched for `stad`.\n3 documents"), "{shown}");
}

#[test]
fn flags_come_before_the_environment_and_that_before_the_file() {
    let folder = folder("base-url = \"https://file.test\"\ntext-bytes-max = 100");
    std::fs::write(folder.path().join("other.toml"), "base-url = \"/other\"").unwrap();
    let check = |environment: &[(&str, &str)], flags: &[&str], expected: &str| {
        let ran = index(folder.path(), environment, flags);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        assert_eq!(search(folder.path(), "tweede")["hits"][0]["url"], expected);
    };
    check(&[], &[], "https://file.test/taal.html");
    check(&[("ZOEKLICHT_BASE_URL", "/env")], &[], "/env/taal.html");
    check(&[("ZOEKLICHT_BASE_URL", "/env")], &["--base-url", "/flag/"], "/flag/taal.html");
    check(&[], &["--config", "other.toml"], "/other/taal.html");
    check(&[("ZOEKLICHT_CONFIG", "other.toml")], &[], "/other/taal.html");
    let cut = |environment: &[(&str, &str)], flags: &[&str], expected: bool| {
        std::fs::write(folder.path().join("site/lang.txt"), "Een lang verhaal over taal. ".repeat(8)).unwrap();
        let said = index(folder.path(), environment, flags).stderr;
        assert_eq!(said.contains("of text; the first"), expected, "{said}");
    };
    cut(&[], &[], true);
    cut(&[("ZOEKLICHT_TEXT_BYTES_MAX", "9000")], &[], false);
    cut(&[("ZOEKLICHT_TEXT_BYTES_MAX", "100")], &["--text-bytes-max", "9000"], false);
}

#[test]
fn what_is_wrong_is_said_with_its_line_and_exits_with_3() {
    let check = |config: &str, flags: &[&str], expected: &str| {
        let folder = folder(config);
        let ran = index(folder.path(), &[], flags);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(3), ""), "{}", ran.stderr);
        assert!(ran.stderr.starts_with(expected), "{}", ran.stderr);
        assert!(!folder.path().join("uit").exists());
    };
    check(
        "lang = \"nl\"\n\nbase_url = \"/\"",
        &[],
        "error: `zoeklicht.toml`, line 3: there is no key `base_url`\nhint: did you mean `base-url`?\n",
    );
    check("lang = 7", &[], "error: `zoeklicht.toml`, line 1: invalid type: integer `7`, expected a string\nhint: ");
    check("lang", &[], "error: `zoeklicht.toml`, line 1: ");
    check("", &["--config", "nergens.toml"], "error: `nergens.toml` could not be read: ");
}

#[test]
fn rules_that_cannot_do_what_they_say_are_warned_of() {
    let config = "[[synonyms]]\nfrom = \"a\"\nwords = [\"b\"]\n[[synonyms]]\nfrom = \"b\"\nwords = [\"a\"]\n\
        [[pinned]]\nquery = \"x\"\ndocuments = [\"weg.md\"]";
    let folder = folder(config);
    let ran = index(folder.path(), &[], &["--strict"]);
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    for expected in ["`synonyms` go round: a → b → a", "`weg.md` is pinned for `x`, but there is no such document"]
    {
        assert!(ran.stderr.contains(expected), "{expected}\n{}", ran.stderr);
    }
}

#[test]
fn a_synonym_of_a_word_that_no_document_has_is_found() {
    check("lang = \"nl\"\n[[synonyms]]\nfrom = \"gehucht\"\nwords = [\"stad\"]", "gehucht", &["stad.md", "steden.md"]);
}
