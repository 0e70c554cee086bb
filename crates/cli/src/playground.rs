//! The playground of `zoeklicht serve`: a page that asks an index and shows why each hit has its score.
//!
//! Under [`PATH`]: the page, `indexes` (what can be asked), `search` (the JSON of an answer), and what `look` has. Errors are
//! JSON too: `{"error": "…"}` with a status.

mod look;

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use serde::{Deserialize, Serialize};
use walkdir::WalkDir;
use zoeklicht_indexer::{Message, message};
use zoeklicht_query::{Manifest, Options, Rule};

use crate::open::Folder;
use crate::said;

/// Where it stands beside the site, whose own pages do not start with a dash.
pub(crate) const PATH: &str = "/-/zoeklicht/";

/// The page takes nothing from elsewhere, and no text of an index can become a script.
const POLICY: (HeaderName, &str) = (
    header::CONTENT_SECURITY_POLICY,
    "default-src 'none'; connect-src 'self'; frame-src 'self'; script-src 'self'; style-src 'self'; base-uri 'none'; form-action \
     'self'",
);

/// The playground for the indexes in the folder of a site.
pub(crate) fn router(site: &Path) -> Router {
    let page = |kind: &'static str, text: &'static str| {
        get(move || async move { ([(header::CONTENT_TYPE, kind), POLICY], text) })
    };
    let playground = Router::new()
        .route("/", page("text/html; charset=utf-8", include_str!("playground/page.html")))
        .route("/playground.css", page("text/css; charset=utf-8", include_str!("playground/playground.css")))
        .route("/playground.js", page("text/javascript; charset=utf-8", include_str!("playground/playground.js")))
        .route("/indexes", get(indexes))
        .route("/search", get(search))
        .merge(look::router())
        .with_state(Arc::from(site));
    let bare = PATH.trim_end_matches('/');
    Router::new().route(bare, get(|| async { Redirect::permanent(PATH) })).nest(PATH, playground)
}

/// What can be asked.
#[derive(Serialize)]
struct Choices {
    indexes: Vec<Found>,
    rules: [&'static str; Rule::ALL.len()],
    /// The themes in which the search box can be looked at.
    themes: [&'static str; look::THEMES.len()],
}

/// An index in the folder of the site.
#[derive(Serialize)]
struct Found {
    /// Its folder within that of the site, with `/` between names; empty if it is that folder itself.
    path: String,
    documents: u32,
    languages: Vec<String>,
}

// A search takes milliseconds and the page is for one person: nothing is gained by doing the work elsewhere.
async fn indexes(State(site): State<Arc<Path>>) -> Response {
    let files = WalkDir::new(&site).sort_by_file_name().into_iter().filter_map(Result::ok);
    let folders = files.filter(|file| file.file_name() == Manifest::PATH);
    let mut indexes: Vec<Found> = folders.filter_map(|file| found(&site, file.path().parent()?)).collect();
    // That of the whole site before that of a part of it.
    indexes.sort_by_key(|found| found.path.matches('/').count());
    json(
        StatusCode::OK,
        &Choices { indexes, rules: Rule::ALL.map(Rule::name), themes: look::THEMES.map(|(name, _)| name) },
    )
}

fn found(site: &Path, folder: &Path) -> Option<Found> {
    let open = Folder::open(folder).ok()?;
    let names = folder.strip_prefix(site).ok()?.components().map(|name| name.as_os_str().to_str());
    Some(Found {
        path: names.collect::<Option<Vec<_>>>()?.join("/"),
        documents: open.manifest().docs,
        languages: open.manifest().langs.iter().map(|(lang, _)| lang.clone()).collect(),
    })
}

/// The parameters of a search.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    /// The folder of the index, as in [`Found::path`].
    #[serde(default)]
    index: PathBuf,
    q: String,
    /// Rules to leave out, with commas between.
    #[serde(default)]
    without: String,
    #[serde(default)]
    lang: String,
    limit: Option<usize>,
}

async fn search(State(site): State<Arc<Path>>, asked: Result<Query<Asked>, QueryRejection>) -> Response {
    let asked = match asked {
        Ok(Query(asked)) => asked,
        Err(error) => return failed(StatusCode::BAD_REQUEST, message!("{0}", "{0}", error.body_text())),
    };
    if !is_within(&asked.index) {
        let reason = message!("an index is a folder within the site", "een index is een map in de website");
        return failed(StatusCode::BAD_REQUEST, reason);
    }
    let mut without = Vec::new();
    for name in asked.without.split(',').filter(|name| !name.is_empty()) {
        let Some(rule) = Rule::parse(name) else {
            return failed(StatusCode::BAD_REQUEST, message!("there is no rule `{name}`", "er is geen regel `{name}`"));
        };
        without.push(rule);
    }
    let mut options = Options {
        lang: Some(asked.lang).filter(|lang| !lang.is_empty()),
        spelling: true,
        without: without.into_iter().collect(),
        explain: true,
        ..Options::default()
    };
    options.limit = asked.limit.unwrap_or(options.limit);
    // Opened for each search, because a site is often built anew while it is served.
    let mut folder = match Folder::open(&site.join(&asked.index)) {
        Ok(folder) => folder,
        Err(error) => return failed(StatusCode::NOT_FOUND, said::error(&error)),
    };
    match folder.search(&asked.q, options) {
        Ok(answer) => json(StatusCode::OK, &answer),
        Err(error) => failed(StatusCode::INTERNAL_SERVER_ERROR, said::error(&error)),
    }
}

/// Nothing outside the site is anyone's to read, not even by way of `..`.
fn is_within(index: &Path) -> bool {
    index.components().all(|part| matches!(part, Component::Normal(_)))
}

fn failed(status: StatusCode, reason: Message) -> Response {
    json(status, &serde_json::json!({ "error": reason }))
}

fn json(status: StatusCode, value: &impl Serialize) -> Response {
    match serde_json::to_string(value) {
        Ok(text) => (status, [(header::CONTENT_TYPE, "application/json")], text).into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}
