//! `zoeklicht suggest`: what someone may be about to type.

use std::io::Write as _;

use anyhow::Context as _;
use zoeklicht_indexer::message;
use zoeklicht_query::Suggestion;

use crate::Outcome;
use crate::args::SuggestArgs;
use crate::open::Folder;

/// What `--json` prints.
#[derive(serde::Serialize, schemars::JsonSchema)]
pub(crate) struct Suggestions<'a> {
    query: &'a str,
    suggestions: &'a [Suggestion],
}

pub(crate) fn run(args: &SuggestArgs) -> anyhow::Result<Outcome> {
    let found = Folder::open(&args.index)?.suggest(&args.prefix, args.limit)?;
    let mut text = String::new();
    if args.json {
        text = serde_json::to_string(&Suggestions { query: &args.prefix, suggestions: &found })? + "\n";
    } else {
        for Suggestion { text: suggestion, url } in &found {
            let url = url.as_ref().map(|url| format!("\t{url}")).unwrap_or_default();
            text.extend([suggestion.as_str(), &url, "\n"]);
        }
    }
    std::io::stdout()
        .lock()
        .write_all(text.as_bytes())
        .context(message!("the suggestions could not be written", "de voorstellen konden niet geschreven worden"))?;
    Ok(if found.is_empty() { Outcome::Findings } else { Outcome::Fine })
}
