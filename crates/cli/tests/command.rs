//! The command as people run it: what it prints where, and its exit codes.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use support::{str, zoeklicht};

/// A folder with one good page and everything that can be wrong with a file.
fn hostile() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
    write(
        "goed.html",
        b"<!doctype html><html lang=nl><title>Goed</title><main><h1>Goed</h1><p>Inburgering in Gent.</p></main>",
    );
    write("kapot.pdf", b"%PDF-1.7\n1 0 obj <</Type /Catalog>> this is no PDF");
    write("leeg.html", b"");
    write(
        "latin1.html",
        b"<!doctype html><html lang=nl><meta charset=iso-8859-1><title>Co\xF6rdinatie</title><main><p>De co\xF6rdinatie van het beleid in Oekra\xEFne.</p></main>",
    );
    write("groot.txt", "Een grote tekst over nieuwkomers.\n".repeat(600_000).as_bytes());
    #[cfg(unix)]
    for (target, link) in [("nergens.html", "dood.html"), ("nergens.js", "dood.js"), (".", "kring")] {
        std::os::unix::fs::symlink(target, folder.path().join(link)).unwrap();
    }
    folder
}

#[test]
fn bad_files_are_named_with_a_reason_and_the_rest_is_indexed() {
    let folder = hostile();
    let out = folder.path().join("uit");
    let ran = zoeklicht(&["index", str(folder.path()), "--out", str(&out)]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert_eq!(ran.stdout, "");
    for expected in [
        "error[Z204]: 1 PDF could not be read\n  --> kapot.pdf could not be read: it is not a whole PDF",
        "error[Z202]: 1 file is empty\n  --> leeg.html is empty",
        "error[Z201]: 1 file could not be read\n  --> dood.html could not be read",
        "--> groot.txt has 20.4 MB of text; the first 2.1 MB are searched",
        "Documents         3  nl 2, und 1\n",
    ] {
        assert!(ran.stderr.contains(expected), "{expected}\n{}", ran.stderr);
    }
    for (query, expected) in
        [("coördinatie", "latin1.html"), ("inburgering", "goed.html"), ("nieuwkomers", "groot.txt")]
    {
        let found = zoeklicht(&["search", str(&out), query, "--json"]);
        assert_eq!(found.code, Some(0));
        assert!(found.stdout.contains(&format!("\"id\":\"{expected}\"")), "{query}: {}", found.stdout);
    }
    let strict = zoeklicht(&["index", str(folder.path()), "--out", str(&out), "--strict", "--quiet"]);
    assert_eq!((strict.code, strict.stderr.as_str()), (Some(1), ""));
}

#[test]
fn indexes_are_sources_of_another_if_their_documents_were_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let index = |arguments: &[&str]| zoeklicht(&[&["index"], arguments].concat());
    for (name, text) in [("een", "inburgering"), ("twee", "gemeente"), ("drie", "taalles")] {
        std::fs::create_dir(path(name)).unwrap();
        std::fs::write(path(name).join("index.md"), format!("# Over {name}\n\nAlles over {text}.")).unwrap();
    }
    for (name, base_url, out) in [("een", "https://een.example", "deel1"), ("twee", "https://twee.example", "deel2")] {
        let (site, out) = (path(name), path(out));
        let ran = index(&[str(&site), "--base-url", base_url, "--keep-documents", "--lang", "nl", "--out", str(&out)]);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        assert!(ran.stderr.contains("\nDocuments kept  "), "{}", ran.stderr);
    }
    let (parts, out) = ([path("deel1"), path("deel2")], path("uit"));
    let ran = index(&[str(&parts[0]), str(&parts[1]), str(&path("drie")), "--out", str(&out)]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    for (query, url) in
        [("inburgering", "https://een.example/"), ("gemeente", "https://twee.example/"), ("taalles", "/")]
    {
        let found = zoeklicht(&["search", str(&out), query, "--json"]).stdout;
        assert!(found.contains(&format!("\"url\":\"{url}\"")), "{query}: {found}");
    }
    // Nothing says where it goes; what was built without its documents.
    let ran = index(&[str(&parts[0]), str(&parts[1])]);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.stderr.contains("is an index itself\n  help: say with `--out` where the new one goes"),
        "{}",
        ran.stderr
    );
    let ran = index(&[str(&parts[0]), str(&out), "--out", str(&path("weer"))]);
    assert_eq!((ran.code, path("weer").exists()), (Some(4), false));
    let hint =
        "is an index without its documents\nhint: build it with `--keep-documents`, or give what it was built of";
    assert!(ran.stderr.contains(hint), "{}", ran.stderr);
}

/// The table of exit codes.
/// AC-173
#[test]
fn every_outcome_has_its_exit_code() {
    let folder = tempfile::tempdir().unwrap();
    let (empty, site, out) = (folder.path().join("leeg"), folder.path().join("site"), folder.path().join("uit"));
    std::fs::create_dir_all(&empty).unwrap();
    std::fs::create_dir_all(&site).unwrap();
    std::fs::write(site.join("a.md"), "---\ndate: gisteren\n---\n# Titel\n\nTekst.").unwrap();
    let check = |arguments: &[&str], code: i32, says: &str| {
        let ran = zoeklicht(arguments);
        assert_eq!(ran.code, Some(code), "{arguments:?}: {}", ran.stderr);
        assert!(ran.stderr.contains(says), "{arguments:?}: {}", ran.stderr);
    };
    check(&["index", str(&site), "--out", str(&out)], 0, "The index is in");
    check(&["search", str(&out), "tekst"], 0, "");
    check(&["search", str(&out), "nietbestaand"], 1, "");
    check(&["index", str(&site), "--out", str(&out), "--strict"], 1, "warning[Z108]");
    check(&["index", str(&site), "--out", str(&out), "--config", "nergens.toml"], 3, "error[Z306]");
    check(&["index", str(&site), "--json", "--format", "text"], 2, "cannot be used with");
    check(&["index", str(&site), "--format", "xml"], 2, "possible values: text, json, github, junit");
    check(&["index"], 2, "there is no source to index");
    check(&["config"], 2, "--show");
    check(&["explain", "Z102"], 0, "");
    check(&["explain", "Z999"], 2, "the nearest is");
    check(&["search"], 2, "Usage");
    check(&["search", str(&out), "tekst", "--sort", "date:omlaag"], 2, "KEY:desc");
    check(&["search", str(&out), "tekst", "--from", "2021-02-29"], 2, "a day is written as ISO 8601");
    check(&["search", str(&out), "tekst", "--to", "2021-03-01"], 1, "");
    check(&["index", str(&empty), "--out", str(&out)], 4, "error[Z401]: no documents were found in");
    check(&["index", str(&folder.path().join("nergens"))], 4, "could not be read");
    check(&["search", str(&empty), "tekst"], 4, "is not an index");
    std::fs::write(out.join("manifest.bin"), "<!doctype html>").unwrap();
    check(&["search", str(&out), "tekst"], 4, "a web page");
}

#[test]
fn json_is_one_document_on_stdout() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("uit");
    let page = "---\ntitle: Eén\ndate: 2021-05-07\nfilters: {jaar: 2021}\n---\nTekst over beleid.\n\n## Wat is beleid?\n\nUitleg.";
    std::fs::write(folder.path().join("a.md"), page).unwrap();
    let ran = zoeklicht(&["index", str(folder.path()), "--out", str(&out), "--lang", "nl", "--json"]);
    let summary: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!((summary["documents"].as_u64(), summary["languages"]["nl"].as_u64()), (Some(1), Some(1)));
    let ran = zoeklicht(&["search", str(&out), "beleid", "--json", "--filter", "jaar=2021"]);
    let mut answer: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert!(answer["took_us"].take().as_u64().is_some() && answer["hits"][0]["score"].take().as_f64() > Some(0.0));
    let expected = serde_json::json!({
        "query": "beleid", "total": 1, "corrected": null, "also": [], "took_us": null,
        "hits": [{
            "id": "a.md", "url": "/a.html", "title": "Eén", "lang": "nl", "score": null,
            "excerpt": [
                {"text": "Tekst over ", "mark": false}, {"text": "beleid", "mark": true}, {"text": ". Uitleg.", "mark": false},
            ],
            "sections": [{"title": "Wat is beleid?", "url": "/a.html#wat-is-beleid"}],
            "filters": {"jaar": ["2021"]}, "meta": {"date": "2021-05-07"},
        }],
        "facets": {"jaar": {"2021": 1}},
    });
    assert_eq!(answer, expected);
}

#[test]
fn days_are_found_with_words_and_without() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("uit");
    for (name, front) in [
        ("a", "date: 2020-03-01\nsort: {ingang: 2021-01-01}"),
        ("b", "date: 2023-12-31T23:00:00"),
        ("c", "date: 2024"),
        ("d", "date: gisteren"),
    ] {
        let page = format!("---\ntitle: {name}\n{front}\n---\nTekst over {name}.");
        std::fs::write(folder.path().join(format!("{name}.md")), page).unwrap();
    }
    assert_eq!(zoeklicht(&["index", str(folder.path()), "--out", str(&out), "--lang", "nl"]).code, Some(0));
    let check = |query: &str, flags: &[&str], expected: &[&str]| {
        let ran = zoeklicht(&[&["search", str(&out), query, "--json"], flags].concat());
        let answer: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
        let titles: Vec<&str> =
            answer["hits"].as_array().unwrap().iter().map(|hit| hit["title"].as_str().unwrap()).collect();
        assert_eq!(titles, expected, "{query} {flags:?}");
    };
    check("", &[], &["a", "b", "c", "d"]);
    check("", &["--from", "2020-03-01"], &["a", "b", "c"]);
    check("", &["--from", "2020-03-02", "--to", "2023-12-31"], &["b"]);
    check("", &["--from", "2024-01-01", "--to", "2024-01-01"], &["c"]);
    check("tekst", &["--to", "2023-12-31", "--sort", "date:desc"], &["b", "a"]);
    check("", &["--date-key", "ingang", "--to", "2021-01-01"], &["a"]);
    check("", &["--date-key", "nergens", "--to", "2021-01-01"], &[]);
}

#[test]
fn an_explained_score_is_the_sum_of_its_reasons() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("uit");
    std::fs::write(folder.path().join("a.md"), "# Gemeente\n\nDe gemeenten en het beleid van de gemeente.").unwrap();
    std::fs::write(folder.path().join("b.md"), "# Beleid\n\nEen ander verhaal.").unwrap();
    assert_eq!(zoeklicht(&["index", str(folder.path()), "--out", str(&out), "--lang", "nl"]).code, Some(0));
    let shown = zoeklicht(&["search", str(&out), "gemeente", "--explain"]).stdout;
    for expected in [
        "    score ",
        " words, idf ",
        "gemeente (exact, weight 1.00) title 1 body 1",
        "gemeenten (inflected, weight 0.75) body 1",
        " title\n",
    ] {
        assert!(shown.contains(expected), "{expected}\n{shown}");
    }
    let json = zoeklicht(&["search", str(&out), "gemeente", "--explain", "--json"]).stdout;
    let answer: serde_json::Value = serde_json::from_str(&json).unwrap();
    let hit = &answer["hits"][0];
    let reasons = hit["reasons"].as_array().unwrap();
    let sum: f64 = reasons.iter().map(|reason| reason["score"].as_f64().unwrap()).sum();
    assert!((sum - hit["score"].as_f64().unwrap()).abs() < 1e-5, "{hit}");
    assert!(!zoeklicht(&["search", str(&out), "gemeente"]).stdout.contains("idf"));
}

#[test]
fn the_whole_text_stands_under_its_headings() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("uit");
    let text = "Het loket is open.\n\n## Afval\n\nGlas gaat in de glasbol.";
    std::fs::write(folder.path().join("a.md"), format!("# Gemeente\n\n{text}")).unwrap();
    assert_eq!(zoeklicht(&["index", str(folder.path()), "--out", str(&out), "--lang", "nl"]).code, Some(0));
    let shown = zoeklicht(&["search", str(&out), "glas", "--text"]).stdout;
    let whole = "    Gemeente\n    Het loket is open.\n    Afval\n    Glas gaat in de glasbol.\n";
    assert!(shown.ends_with(whole), "{shown}");
}

#[test]
fn suggestions_are_lines_or_one_document() {
    let folder = tempfile::tempdir().unwrap();
    let page = "# De inburgering\n\nInburgeraars volgen een inburgeringstraject.";
    std::fs::write(folder.path().join("a.md"), page).unwrap();
    let out = folder.path().join("uit");
    assert_eq!(zoeklicht(&["index", str(folder.path()), "--out", str(&out), "--lang", "nl"]).code, Some(0));
    let ran = zoeklicht(&["suggest", str(&out), "inbur"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert_eq!(ran.stdout, "inburgering\ninburgeraars\ninburgeringstraject\nDe inburgering\t/a.html\n");
    let json: serde_json::Value =
        serde_json::from_str(&zoeklicht(&["suggest", str(&out), "inburgeraa", "--json"]).stdout).unwrap();
    assert_eq!(json["suggestions"][0], serde_json::json!({ "text": "inburgeraars", "url": null }));
    assert_eq!(zoeklicht(&["suggest", str(&out), "xyz"]).code, Some(1));
}

/// AC-182
#[test]
fn where_pages_mark_their_content_for_pagefind_those_that_do_not_are_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let indexed = |pages: &[(&str, &str)]| {
        for (name, attributes) in pages {
            let page = format!("<html lang=nl><title>{name}</title><main {attributes}>de glasbol</main>");
            std::fs::write(folder.path().join(name), page).unwrap();
        }
        let out = folder.path().join("uit");
        let ran = zoeklicht(&["index", str(folder.path()), "--out", str(&out), "--verbose"]);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        let found = zoeklicht(&["search", str(&out), "glasbol", "--json"]).stdout;
        let found: serde_json::Value = serde_json::from_str(&found).unwrap();
        let ids = found["hits"].as_array().unwrap().iter().map(|hit| hit["id"].as_str().unwrap().to_owned());
        let mut ids: Vec<String> = ids.collect();
        ids.sort();
        (ids, ran.stderr)
    };
    // A page that only writes about the attribute marks nothing.
    assert_eq!(indexed(&[("a.html", ""), ("b.html", "title=data-pagefind-body")]).0, ["a.html", "b.html"]);
    let (ids, messages) = indexed(&[("c.html", "data-pagefind-body"), ("d.html", "data-zoeklicht-body")]);
    assert_eq!(ids, ["c.html", "d.html"]);
    assert!(messages.contains("2 pages have no `data-pagefind-body`, which others have"), "{messages}");
}
