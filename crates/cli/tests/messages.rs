//! What people read: help, findings, summaries and explanations, as they are on the screen; and every code there is.
//!
//! `TRYCMD=overwrite cargo test -p zoeklicht-cli --test messages` writes what changed into `cmd/`.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use support::{Ran, str, zoeklicht};

/// AC-170, AC-181
#[test]
fn what_people_read_is_as_it_was() {
    let cases = trycmd::TestCases::new();
    cases.register_bin("zoeklicht", Path::new(env!("CARGO_BIN_EXE_zoeklicht"))).case("tests/cmd/*.trycmd");
}

/// A PDF of these objects, of which the first is its catalog.
fn pdf(objects: &[&str], trailer: &str) -> Vec<u8> {
    let mut file = String::from("%PDF-1.4\n");
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (number, object) in (1..).zip(objects) {
        table += &format!("{:010} 00000 n \n", file.len());
        file += &format!("{number} 0 obj\n{object}\nendobj\n");
    }
    let start = file.len();
    let size = objects.len() + 1;
    file += &format!("{table}trailer\n<</Size {size}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF\n");
    file.into()
}

/// A folder with a site that has everything wrong with it, and its configuration.
fn everything_wrong() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    std::fs::create_dir(&site).unwrap();
    let write = |name: &str, bytes: &[u8]| std::fs::write(site.join(name), bytes).unwrap();
    let words = |from: u32, to: u32| (from..to).map(|n| format!("woord{n} ")).collect::<String>();

    write("taal.html", b"<title>Taal</title><main>Tekst zonder taal.");
    write("titel.html", b"<html lang=nl><main>Tekst zonder titel.");
    for name in ["a.html", "b.html"] {
        write(name, format!("<html lang=nl><title>Twee</title><main>{name}").as_bytes());
    }
    for name in ["zelfde1.txt", "zelfde2.txt"] {
        write(name, format!("{name}\n{}", words(0, 20)).as_bytes());
    }
    write("bijna1.txt", format!("Bijna\n{}", words(1_000, 2_000)).as_bytes());
    write("bijna2.txt", format!("Haast\n{}", words(1_000, 2_001)).as_bytes());
    write("body.html", b"<html lang=nl><title>Body</title><div>menu</div>tekst");
    write("geen.html", b"<html lang=nl><title>Geen</title><main></main>");
    write("datum.md", b"---\ndate: 31 maart 2026\n---\n# Datum\n\nTekst.");
    write("lang.txt", format!("Lang\n{}", words(5_000, 8_000)).as_bytes());
    write("utf.html", b"<html lang=nl><meta charset=utf-8><title>Utf</title><main>co\xF6rdinatie van het beleid");
    write("diep.html", format!("<html lang=nl><title>Diep</title><main>x{}", "<div>".repeat(20_000)).as_bytes());
    write("weg.html", b"<meta name=robots content=noindex>weg");
    write("voor.md", b"---\ntitle: [\n---\nTekst.");
    std::os::unix::fs::symlink("nergens.html", site.join("dood.html")).unwrap();
    write("leeg.html", b"");
    write("binair.txt", b"a\0b");
    write("kapot.pdf", b"%PDF-1.7\n1 0 obj");
    write("pak.html.gz", b"no gzip");
    write("rijen.csv", b"url,title,text\n/r,Rij,Tekst in een rij.\n/s,Te weinig\n");
    write("cijfers.csv", b"jaar,aantal\n2026,7\n");
    write("regels.jsonl", b"{\"id\": 1, \"title\": \"Een\"}\nonzin\n{\"id\": 1, \"title\": \"Nog een\"}\n");
    write(
        "ids.jsonl",
        b"{\"id\": 2, \"url\": \"/x\", \"title\": \"X\"}\n{\"id\": 2, \"url\": \"/y\", \"title\": \"Y\"}\n",
    );

    let (catalog, font) = ("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>");
    let unknown_font = "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Unknown>>";
    let page = |contents: u32, font: u32| {
        let resources = format!("<</Font<</F1 {font} 0 R>>>>");
        format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources {resources}/Contents {contents} 0 R>>")
    };
    let stream = |text: &str| format!("<</Length {}>>\nstream\n{text}\nendstream", text.len());
    let (text, image) = (stream("BT /F1 12 Tf (Hallo wereld) Tj ET"), stream("q Q"));
    let (one, two) = ("<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Pages/Kids[3 0 R 6 0 R]/Count 2>>");
    let key = format!("<</Filter/Standard/V 1/R 2/O({})/U({})/P -4>>", "a".repeat(32), "b".repeat(32));
    let encrypted = "/Encrypt 6 0 R/ID[(0123456789abcdef)(0123456789abcdef)]";
    write("slot.pdf", &pdf(&[catalog, one, &page(5, 4), font, &text, &key], encrypted));
    write("beeld.pdf", &pdf(&[catalog, one, &page(5, 4), font, &image], ""));
    let pages = [catalog, two, &page(5, 4), font, &text, &page(5, 7), unknown_font];
    write("half.pdf", &pdf(&pages, ""));

    let rules = "text-bytes-max = 20000\n[[synonyms]]\nfrom = \"a\"\nwords = [\"b\"]\n[[synonyms]]\nfrom = \"b\"\nwords = [\"a\"]\n\
                 [[synonyms]]\nwords = [\"c\"]\n[[pinned]]\nquery = \"x\"\ndocuments = [\"verhuisd.md\"]";
    std::fs::write(folder.path().join("zoeklicht.toml"), rules).unwrap();
    folder
}

/// The codes that stand in a text as messages write them.
fn codes(text: &str) -> BTreeSet<String> {
    let starts = text.match_indices('Z').map(|(at, _)| &text[at..]);
    let is_code = |code: &&str| code[1..].bytes().all(|byte| byte.is_ascii_digit());
    starts.filter_map(|start| start.get(..4)).filter(is_code).map(str::to_owned).collect()
}

/// AC-175
#[test]
fn every_code_is_found_somewhere() {
    let folder = everything_wrong();
    let index = |flags: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_zoeklicht"));
        Ran::of(command.current_dir(folder.path()).args(["index", "site", "--dry-run"]).args(flags))
    };
    let ran = index(&["--format", "json"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let report: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let problems = report["problems"].as_array().unwrap();
    let mut found: BTreeSet<String> =
        problems.iter().map(|problem| problem["code"].as_str().unwrap().to_owned()).collect();
    // All formats tell the same.
    assert_eq!(codes(&index(&["--verbose"]).stderr), found);
    assert_eq!(codes(&index(&["--format", "github"]).stdout), found);
    let of = |name: &str, place: &str| problems.iter().find(|found| found["name"] == name && found["place"] == place);
    for (name, place, line) in [
        ("bad-json-line", "regels.jsonl", Some(2)),
        ("bad-csv-row", "rijen.csv", Some(3)),
        ("other-table", "cijfers.csv", None),
        ("bad-front-matter", "voor.md", Some(3)),
        ("duplicate-text", "zelfde2.txt", None),
        ("similar-text", "bijna2.txt", None),
        ("duplicate-title", "b.html", None),
        ("duplicate-address", "1", None),
        ("duplicate-id", "2", None),
        ("no-main", "body.html", None),
        ("wrong-charset", "utf.html", None),
    ] {
        let problem = of(name, place).unwrap_or_else(|| panic!("{name} {place}: {problems:?}"));
        assert_eq!(problem["line"].as_u64(), line, "{problem}");
    }

    // In a folder of its own: it leaves out all pages but one.
    let marked = tempfile::tempdir().unwrap();
    for (name, attribute) in [("een.html", "data-pagefind-body"), ("twee.html", "")] {
        let page = format!("<html lang=nl><title>{name}</title><main {attribute}>tekst</main>");
        std::fs::write(marked.path().join(name), page).unwrap();
    }
    found.extend(codes(&zoeklicht(&["index", str(marked.path()), "--dry-run", "--verbose"]).stderr));

    let configured = |text: &str| {
        std::fs::write(folder.path().join("wrong.toml"), text).unwrap();
        index(&["--config", "wrong.toml"])
    };
    for (ran, code) in [
        (configured("lnag = 1"), 3),
        (configured("lang = 1"), 3),
        (index(&["--config", "nergens.toml"]), 3),
        (zoeklicht(&["index", str(&folder.path().join("site/leeg.html"))]), 4),
    ] {
        assert_eq!(ran.code, Some(code), "{}", ran.stderr);
        found.extend(codes(&ran.stderr));
    }
    let listed = codes(&zoeklicht(&["explain"]).stdout);
    // Those of a crawl are found by one, in `crawl.rs`.
    let expected: BTreeSet<String> = listed.iter().filter(|code| !code.starts_with("Z5")).cloned().collect();
    assert_eq!(found, expected);
    for code in listed {
        let explained = zoeklicht(&["explain", &code.to_lowercase()]).stdout;
        assert!(explained.starts_with(&code) && explained.contains("\nWhy it matters: "), "{explained}");
    }
}

#[test]
fn colours_are_written_where_they_are_asked_for() {
    let folder = everything_wrong();
    let has_colours = |flags: &[&str], environment: &[(&str, &str)]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_zoeklicht"));
        command.current_dir(folder.path()).args(["index", "site", "--dry-run"]).args(flags);
        command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").envs(environment.iter().copied());
        Ran::of(&mut command).stderr.contains('\x1B')
    };
    assert!(!has_colours(&[], &[]));
    assert!(has_colours(&["--color", "always"], &[("NO_COLOR", "1")]));
    assert!(has_colours(&[], &[("CLICOLOR_FORCE", "1")]));
    assert!(!has_colours(&["--color", "never"], &[("CLICOLOR_FORCE", "1")]));
    assert!(!has_colours(&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
}

/// The sources of the command without their tests, and without anything that a formatter may move.
fn sources(folder: &Path, all: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, all);
        } else if path.extension().is_some_and(|end| end == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            let text = text.split("#[cfg(test)]").next().unwrap().split_whitespace().collect();
            all.push((path.display().to_string(), text));
        }
    }
}

/// AC-183
#[test]
fn no_error_is_said_in_one_language_only() {
    let mut all = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut all);
    assert!(all.len() > 30);
    for (file, text) in all {
        for start in ["bail!(\"", "anyhow!(\"", ".context(\"", "context(||format!("] {
            assert!(!text.contains(start), "{file}: {start}");
        }
        // A template without words of its own may be printed.
        let starts = ["eprintln!(\"", "#[error(\""].into_iter().flat_map(|start| text.match_indices(start));
        let printed = starts.map(|(at, start)| &text[at + start.len()..]);
        for template in printed.filter_map(|rest| rest.split('"').next()) {
            let words = template.split('{').map(|part| part.rsplit('}').next().unwrap());
            assert!(!words.collect::<String>().contains(char::is_alphabetic), "{file}: {template}");
        }
    }
}

/// AC-183
#[test]
fn the_environment_chooses_the_language_and_the_flag_comes_first() {
    let said = |environment: Option<&str>, arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_zoeklicht"));
        command.env_remove("ZOEKLICHT_MESSAGES").envs(environment.map(|value| ("ZOEKLICHT_MESSAGES", value)));
        Ran::of(command.args(arguments)).stderr
    };
    assert!(said(None, &["verify", "nergens"]).starts_with("error: `nergens` is not an index: "));
    for dutch in [
        said(Some("nl"), &["verify", "nergens"]),
        said(None, &["verify", "nergens", "--messages", "nl"]),
        said(Some("en"), &["--messages=nl", "verify", "nergens"]),
    ] {
        assert_eq!(
            dutch,
            "fout: `nergens` is geen index: `nergens/manifest.bin` kon niet gelezen worden: dat bestaat niet (systeemfout 2)\n"
        );
    }
    assert!(said(Some("nl"), &["verify", "nergens", "--messages", "en"]).starts_with("error: "));
}
