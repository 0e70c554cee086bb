//! `zoeklicht mdbook`, told what mdBook tells a renderer.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use support::{Ran, str, zoeklicht};

/// Starts it as mdBook does: in its own folder, with JSON on stdin.
fn mdbook(folder: &Path, told: &str) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zoeklicht"));
    command.arg("mdbook").current_dir(folder).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(told.as_bytes()).unwrap();
    Ran::from(child.wait_with_output().unwrap())
}

/// How many results there are in the index of a book of one chapter, which is `path` in its sources.
fn results(path: &str) -> usize {
    let book = tempfile::tempdir().unwrap();
    let (html, own) = (book.path().join("html"), book.path().join("zoeklicht"));
    std::fs::create_dir_all(html.join("fonts")).unwrap();
    std::fs::create_dir_all(&own).unwrap();
    let page = "<html lang=nl><title>Afval</title><main>de glasbol</main>";
    let print = "<html lang=nl><meta name=robots content=noindex><title>Alles</title><main>de glasbol</main>";
    let files = [("index.html", page), ("404.html", page), ("print.html", print), ("fonts/LICENSE.txt", "de glasbol")];
    for (name, text) in files {
        std::fs::write(html.join(name), text).unwrap();
    }
    if path != "README.md" {
        std::fs::write(html.join("afval.html"), page).unwrap();
    }
    let chapter = serde_json::json!({ "Chapter": { "name": "Afval", "path": path, "sub_items": [] } });
    let told = serde_json::json!({
        "version": "0.5.4", "root": book.path(), "book": { "items": [chapter] }, "config": {}, "destination": own,
    });
    let ran = mdbook(&own, &told.to_string());
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let found = zoeklicht(&["search", str(&html.join("zoeklicht")), "glasbol", "--json"]);
    let answer: serde_json::Value = serde_json::from_str(&found.stdout).unwrap();
    answer["hits"].as_array().unwrap().len()
}

#[test]
fn the_chapters_of_the_book_are_found_and_nothing_else_that_mdbook_writes() {
    assert_eq!(results("afval.md"), 1);
    assert_eq!(results("README.md"), 1);
}

#[test]
fn without_pages_and_without_mdbook_it_says_what_to_do() {
    let book = tempfile::tempdir().unwrap();
    let told = serde_json::json!({ "destination": book.path().join("zoeklicht") });
    for (told, expected) in
        [(told.to_string(), "hint: add `[output.html]`"), (String::new(), "hint: let mdBook start this")]
    {
        let ran = mdbook(book.path(), &told);
        assert_eq!(ran.code, Some(4), "{}", ran.stderr);
        assert!(ran.stderr.contains(expected), "{}", ran.stderr);
    }
}
