//! `zoeklicht mdbook`: the index of a book, as a renderer of mdBook.
//!
//! mdBook starts a renderer for each table `[output.NAME]` of `book.toml`, in the order of their names, and gives it a JSON
//! document on stdin. With several renderers each has a folder of its own beside the others, so that the pages are in `html`.

use std::path::{Path, PathBuf};

use clap::Parser as _;
use serde::Deserialize;
use serde_json::Value;
use zoeklicht_indexer::message;

use crate::args::{Args, Command};
use crate::{Outcome, index, said};

/// The part of what mdBook tells that matters here.
#[derive(Deserialize)]
struct Told {
    /// The folder of this renderer.
    destination: PathBuf,
    #[serde(default)]
    book: Value,
}

/// What mdBook puts among the pages that is none: its fonts with their licences, and a copy of the first chapter, unless a
/// chapter has that name of its own.
fn besides_pages(told: &Told, pages: &Path) -> Vec<PathBuf> {
    let copy = (!has_front_page(&told.book)).then_some("index.html");
    std::iter::once("fonts").chain(copy).map(|name| pages.join(name)).collect()
}

/// Whether a chapter becomes `index.html`. Chapters stand in chapters, and under other names from one mdBook to the next.
fn has_front_page(book: &Value) -> bool {
    match book {
        Value::Object(properties) => {
            let path = properties.get("path").and_then(Value::as_str);
            matches!(path, Some("README.md" | "index.md")) || properties.values().any(has_front_page)
        }
        Value::Array(items) => items.iter().any(has_front_page),
        _ => false,
    }
}

pub(crate) fn run() -> anyhow::Result<Outcome> {
    let told: Told = serde_json::from_reader(std::io::stdin().lock()).map_err(|_| {
        let what =
            message!("stdin is not what mdBook tells a renderer", "stdin is niet wat mdBook aan een renderer geeft");
        let hint = message!(
            "let mdBook start this, with `[output.zoeklicht]` in `book.toml`",
            "laat mdBook dit starten, met `[output.zoeklicht]` in `book.toml`"
        );
        said::with_hint(what, hint)
    })?;
    let pages = told.destination.with_file_name("html");
    if !pages.is_dir() {
        let what = message!("there are no pages in `{0}`", "er zijn geen pagina’s in `{0}`", pages.display());
        let hint = message!("add `[output.html]` to `book.toml`", "zet `[output.html]` in `book.toml`");
        return Err(said::with_hint(what, hint));
    }
    let left_out = besides_pages(&told, &pages);
    // As if someone had typed it, so that the environment and `zoeklicht.toml` count as ever.
    let arguments = ["zoeklicht".into(), "index".into(), pages.into_os_string()];
    match Args::parse_from(arguments).command {
        Command::Index(args) => index::run_without(&args, &left_out),
        // Never: clap reads its own name.
        other => Err(anyhow::anyhow!(message!(
            "`index` was read as {0}",
            "`index` werd gelezen als {0}",
            format!("{other:?}")
        ))),
    }
}
