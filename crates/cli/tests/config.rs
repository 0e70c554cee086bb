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

/// AC-174
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
        "error[Z304]: there is no key `base_url`\n --> zoeklicht.toml:3:1\n  |\n3 | base_url = \"/\"\n  | ^^^^^^^^ did \
         you mean `base-url`?\n",
    );
    check(
        "[[periods]]\nfilter = \"legislatuur\"\nof = [\n  { name = \"nu\", start = \"2024-06-09\" },\n  { name = \"straks\", start = \
         \"2029-06-10\" },\n]",
        &[],
        "error[Z305]: `straks` starts before `nu` ends, expected an `end` before 2029-06-10\n --> zoeklicht.toml:3:6\n",
    );
    let bad = "error[Z305]: invalid type: integer `7`, expected a string\n --> zoeklicht.toml:1:8\n";
    check("lang = 7", &[], bad);
    check("lang", &[], "error[Z305]: key with no value");
    check("exclude = [\"[\"]", &[], "error[Z305]: not a pattern of paths: ");
    check("", &["--config", "nergens.toml"], "error[Z306]: `nergens.toml` could not be read: ");
}

#[test]
fn rules_that_cannot_do_what_they_say_are_warned_of() {
    let config = "[[synonyms]]\nfrom = \"a\"\nwords = [\"b\"]\n[[synonyms]]\nfrom = \"b\"\nwords = [\"a\"]\n\
        [[pinned]]\nquery = \"x\"\ndocuments = [\"weg.md\"]";
    let folder = folder(config);
    let ran = index(folder.path(), &[], &["--strict"]);
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    for expected in ["synonyms go round: a → b → a", "weg.md is pinned for `x`, but there is no such document"] {
        assert!(ran.stderr.contains(expected), "{expected}\n{}", ran.stderr);
    }
}

#[test]
fn a_synonym_of_a_word_that_no_document_has_is_found() {
    check("lang = \"nl\"\n[[synonyms]]\nfrom = \"gehucht\"\nwords = [\"stad\"]", "gehucht", &["stad.md", "steden.md"]);
}

/// The command from within a folder, without flags of its own.
fn within(folder: &Path, arguments: &[&str]) -> Ran {
    Ran::of(Command::new(env!("CARGO_BIN_EXE_zoeklicht")).current_dir(folder).args(arguments))
}

#[test]
fn a_site_can_be_indexed_by_its_configuration_alone() {
    let folder = folder("sources = [\"site\"]\nout = \"uit\"\nlang = \"nl\"\nexclude = [\"ste*\"]\nstrict = true");
    let ids = || -> Vec<String> {
        let answer = search(folder.path(), "stad");
        answer["hits"].as_array().unwrap().iter().map(|hit| hit["id"].as_str().unwrap().to_owned()).collect()
    };
    // Paths are those of the file, wherever the command runs; the file is the nearest around.
    for from in ["", "site"] {
        let ran = within(&folder.path().join(from), &["index"]);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        assert_eq!(ids(), ["stad.md"]);
        std::fs::remove_dir_all(folder.path().join("uit")).unwrap();
    }
    std::fs::write(folder.path().join("site/leeg.md"), "").unwrap();
    assert_eq!(within(folder.path(), &["index"]).code, Some(1));
    // What lies around a repository is not its own.
    std::fs::create_dir(folder.path().join("site/.git")).unwrap();
    assert_eq!(within(&folder.path().join("site"), &["index"]).code, Some(2));
}

#[test]
fn the_only_source_may_have_its_own_configuration() {
    let folder = folder("lang = \"nl\"");
    std::fs::write(folder.path().join("site/zoeklicht.toml"), "base-url = \"/eigen\"\nexclude = [\"stad*\"]").unwrap();
    std::fs::create_dir(folder.path().join("meer")).unwrap();
    let origin = |arguments: &[&str], key: &str| -> String {
        let all = [&["config", "--show", "--format", "json"], arguments].concat();
        let shown: serde_json::Value = serde_json::from_str(&within(folder.path(), &all).stdout).unwrap();
        shown[key]["origin"].as_str().unwrap().to_owned()
    };
    assert_eq!(origin(&["site"], "base-url"), "site/zoeklicht.toml:1");
    assert_eq!(origin(&["site"], "sources"), "argument SOURCE");
    assert_eq!(origin(&["site"], "lang"), "default");
    assert_eq!(origin(&["site", "meer"], "lang"), "zoeklicht.toml:1");
    assert_eq!(origin(&["meer"], "lang"), "zoeklicht.toml:1");
    assert_eq!(origin(&["site", "--config", "zoeklicht.toml"], "base-url"), "default");
    assert_eq!(index(folder.path(), &[], &[]).code, Some(0));
    assert_eq!(search(folder.path(), "steden")["hits"][0]["url"], "/eigen/steden.html");
}

#[test]
fn only_what_is_included_and_not_excluded_is_read() {
    check("lang = \"nl\"\ninclude = [\"sta*.md\", \"v*\"]", "stad", &["stad.md"]);
    check("lang = \"nl\"\ninclude = [\"*.md\"]\nexclude = [\"stad.md\"]", "steden", &["steden.md"]);
}

#[test]
fn what_a_site_has_for_programs_is_no_page_unless_it_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let files = ["404.html", "robots.txt", "assets/main.js.LICENSE.txt", "llms.txt", "gids.txt", "over-404.html"];
    for file in files {
        let path = folder.path().join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, "de glasbol").unwrap();
    }
    let found = |arguments: &[&str]| {
        let ran = within(folder.path(), &[&["index", "--lang", "nl", "--out", "index"][..], arguments].concat());
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        let ran = within(folder.path(), &["search", "index", "glasbol", "--json"]);
        let answer: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
        let ids = answer["hits"].as_array().unwrap().iter().map(|hit| hit["id"].as_str().unwrap().to_owned());
        ids.collect::<std::collections::BTreeSet<_>>()
    };
    assert_eq!(found(&["."]), ["gids.txt", "over-404.html"].map(str::to_owned).into());
    assert_eq!(found(&["robots.txt"]), ["robots.txt"].map(str::to_owned).into());
    std::fs::write(folder.path().join("zoeklicht.toml"), "include = [\"4*\", \"g*\"]").unwrap();
    assert_eq!(found(&["."]), ["404.html", "gids.txt"].map(str::to_owned).into());
}

#[test]
fn the_owner_says_how_much_each_field_counts() {
    let score = |weights: &str| {
        let folder = folder(&format!("lang = \"nl\"\n[weights]\n{weights}"));
        assert_eq!(index(folder.path(), &[], &[]).code, Some(0));
        search(folder.path(), "cursus")["hits"][0]["score"].as_f64().unwrap()
    };
    assert!(score("title = 1000") > score(""));
    assert!(score("title = 100") < score(""));
    // The word is not in the text.
    assert_eq!(score("body = 500"), score(""));
}

/// AC-174
#[test]
fn each_setting_is_shown_with_where_it_comes_from() {
    let folder = folder("# site\nlang = \"nl\"\nbase-url = \"/a\"\n[weights]\ntitle = 400");
    let mut command = Command::new(env!("CARGO_BIN_EXE_zoeklicht"));
    command.current_dir(folder.path()).env("ZOEKLICHT_TEXT_BYTES_MAX", "9000");
    let ran = Ran::of(command.args(["config", "--show", "--format", "json", "--base-url", "/b"]));
    let shown: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let check = |key: &str, value: serde_json::Value, origin: &str| {
        assert_eq!(shown[key], serde_json::json!({ "value": value, "origin": origin }));
    };
    check("base-url", "/b/".into(), "flag --base-url");
    check("text-bytes-max", 9000.into(), "environment ZOEKLICHT_TEXT_BYTES_MAX");
    check("lang", "nl".into(), "zoeklicht.toml:2");
    check("weights", serde_json::json!({ "title": 400, "headings": 500, "body": 100 }), "zoeklicht.toml:4");
    check("strict", false.into(), "default");
}

/// AC-174
#[test]
fn the_schema_names_every_key() {
    let folder = tempfile::tempdir().unwrap();
    let json = |arguments: &[&str]| -> serde_json::Value {
        serde_json::from_str(&within(folder.path(), arguments).stdout).unwrap()
    };
    let (schema, shown) = (json(&["config", "--schema"]), json(&["config", "--show", "--format", "json"]));
    let keys = |value: &serde_json::Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&schema["properties"]), keys(&shown));
    assert_eq!(schema["additionalProperties"], false);
}
