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

#[test]
fn the_pages_of_the_book_get_an_index() {
    let book = tempfile::tempdir().unwrap();
    let (html, own) = (book.path().join("html"), book.path().join("zoeklicht"));
    std::fs::create_dir_all(&html).unwrap();
    std::fs::create_dir_all(&own).unwrap();
    std::fs::write(html.join("afval.html"), "<html lang=nl><title>Afval</title><main>de glasbol</main>").unwrap();
    let print = "<html lang=nl><meta name=robots content=noindex><title>Alles</title><main>de glasbol</main>";
    std::fs::write(html.join("print.html"), print).unwrap();
    let told =
        serde_json::json!({ "version": "0.5.1", "root": book.path(), "book": {}, "config": {}, "destination": own });
    let ran = mdbook(&own, &told.to_string());
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let found = zoeklicht(&["search", str(&html.join("zoeklicht")), "glasbol", "--json"]);
    assert!(found.stdout.contains("\"total\":1"), "{}", found.stdout);
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
