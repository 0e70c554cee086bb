//! The search box as visitors see it: in a theme, light or dark, under a content security policy.
//!
//! `look` is a page with nothing but that; `themes/NAME.css` is a theme. The files of the widget are those beside the index, as
//! they are published.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use zoeklicht_indexer::message;

use super::{failed, is_within};
use crate::doctor::POLICY;

/// The themes of the package, by name.
pub(super) const THEMES: [(&str, &str); 4] = [
    ("eu", include_str!("../../../../www/package/themes/eu.css")),
    ("neutral", include_str!("../../../../www/package/themes/neutral.css")),
    ("nl-design-system", include_str!("../../../../www/package/themes/nl-design-system.css")),
    ("vlaanderen", include_str!("../../../../www/package/themes/vlaanderen.css")),
];

const PAGE: &str = include_str!("look.html");
/// What may stand in an address as it is.
const PATH_CHARACTERS: AsciiSet = NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// How the search box is looked at.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Look {
    /// The folder of the index within the site.
    #[serde(default)]
    index: PathBuf,
    /// One of [`THEMES`]; empty for none.
    #[serde(default)]
    theme: String,
    #[serde(default)]
    scheme: Scheme,
    #[serde(default)]
    policy: Policy,
    /// What the form was sent with, where nothing took the query up.
    q: Option<String>,
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Scheme {
    /// As the system says.
    #[default]
    System,
    Light,
    Dark,
}

impl Scheme {
    fn name(self) -> &'static str {
        match self {
            Scheme::System => "system",
            Scheme::Light => "light",
            Scheme::Dark => "dark",
        }
    }

    /// What `<meta name="color-scheme">` says.
    fn content(self) -> &'static str {
        match self {
            Scheme::System => "light dark",
            Scheme::Light => "only light",
            Scheme::Dark => "only dark",
        }
    }
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Policy {
    /// What search needs, and nothing else.
    #[default]
    Strict,
    /// No policy.
    None,
    /// What search needs without WebAssembly: the form has to do.
    NoWasm,
}

impl Policy {
    fn name(self) -> &'static str {
        match self {
            Policy::Strict => "strict",
            Policy::None => "none",
            Policy::NoWasm => "no-wasm",
        }
    }

    fn header(self) -> Option<String> {
        let strict = format!("default-src 'none'; {POLICY}; form-action 'self'; base-uri 'none'");
        match self {
            Policy::Strict => Some(strict),
            Policy::None => None,
            Policy::NoWasm => Some(strict.replace(" 'wasm-unsafe-eval'", "")),
        }
    }
}

pub(super) fn router() -> Router<Arc<Path>> {
    let mut router = Router::new().route("/look", get(look));
    for (name, text) in THEMES {
        let sheet = get(move || async move { ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], text) });
        router = router.route(&format!("/themes/{name}.css"), sheet);
    }
    router
}

async fn look(State(site): State<Arc<Path>>, asked: Result<Query<Look>, QueryRejection>) -> Response {
    let look = match asked {
        Ok(Query(look)) => look,
        Err(error) => return failed(StatusCode::BAD_REQUEST, message!("{0}", "{0}", error.body_text())),
    };
    if !is_within(&look.index) {
        let reason = message!("an index is a folder within the site", "een index is een map in de website");
        return failed(StatusCode::BAD_REQUEST, reason);
    }
    if !look.theme.is_empty() && !THEMES.iter().any(|(name, _)| *name == look.theme) {
        let theme = look.theme;
        return failed(StatusCode::BAD_REQUEST, message!("there is no theme `{theme}`", "er is geen thema `{theme}`"));
    }
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    if let Some(policy) = look.policy.header().and_then(|policy| HeaderValue::try_from(policy).ok()) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    (headers, page(&look, &site)).into_response()
}

fn page(look: &Look, site: &Path) -> String {
    let index = look.index.to_string_lossy();
    let folder = match index.trim_end_matches('/') {
        "" => "/".into(),
        path => format!("/{}/", utf8_percent_encode(path, &PATH_CHARACTERS)),
    };
    let has_widget = site.join(&look.index).join("zoeklicht.js").is_file();
    let script = format!("<script type=\"module\" src=\"{folder}zoeklicht.js\"></script>");
    let theme = format!("<link rel=\"stylesheet\" href=\"themes/{}.css\">", look.theme);
    let sent = look.q.as_deref().map(|q| format!("The form was sent with: <q>{}</q>", escaped(q)));
    let lacking = "There is no <code>zoeklicht.js</code> beside this index: only the form is here.";
    // What comes from elsewhere is last, so that nothing in it is taken for a place to fill in.
    PAGE.replace("{scheme}", look.scheme.name())
        .replace("{color-scheme}", look.scheme.content())
        .replace("{policy}", look.policy.name())
        .replace("{script}", if has_widget { &script } else { "" })
        .replace("{lacking}", if has_widget { "" } else { lacking })
        .replace("{theme-link}", if look.theme.is_empty() { "" } else { &theme })
        .replace("{theme}", &look.theme)
        .replace("{folder}", &folder)
        .replace("{index}", &escaped(&index))
        .replace("{sent}", &sent.unwrap_or_default())
}

/// Text as HTML has it, in an attribute too.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::*;

    #[test]
    fn every_theme_of_the_package_can_be_looked_at() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../www/package/themes");
        let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
        let mut files: Vec<String> = entries.map(|name| name.into_string().unwrap()).collect();
        files.sort();
        assert_eq!(files, THEMES.map(|(name, _)| format!("{name}.css")));
    }
}
