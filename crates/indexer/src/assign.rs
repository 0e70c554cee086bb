//! What the site's owner says of files that cannot say it themselves: filters, sort keys and metadata of PDFs and text.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::document::Document;
use crate::globs::Globs;

/// Values for all documents of some files.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a table with `files`")]
pub struct Assign {
    /// The files, by their path within their source; documents of JSON Lines by their id.
    pub files: Globs,
    /// Values to filter by, beside those that a document has.
    #[serde(default)]
    pub filters: BTreeMap<String, Vec<String>>,
    /// Keys to sort by, where a document has none of that name.
    #[serde(default)]
    pub sort: BTreeMap<String, String>,
    /// What results show, where a document has none of that name.
    #[serde(default)]
    pub meta: BTreeMap<String, String>,
}

/// Gives a document what the rules for its file say; the first rule that has a key gives it.
pub(crate) fn assign(document: &mut Document, rules: &[Assign]) {
    for Assign { files, filters, sort, meta } in rules {
        if !files.is_match(&document.id) {
            continue;
        }
        for (name, values) in filters {
            values.iter().for_each(|value| document.add_filter(name, value));
        }
        for (key, value) in sort {
            document.sort.entry(key.clone()).or_insert_with(|| value.clone());
        }
        for (key, value) in meta {
            document.meta.entry(key.clone()).or_insert_with(|| value.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_get_what_their_rules_say_and_keep_what_they_have() {
        let rules: Vec<Assign> = serde_json::from_value(serde_json::json!([
            { "files": ["*.pdf"], "filters": { "soort": ["pdf"] }, "sort": { "date": "2020-01-01" }, "meta": { "a": "1" } },
            { "files": ["oud/**"], "filters": { "soort": ["archief"] }, "meta": { "a": "2", "b": "3" } },
        ]))
        .expect("they are rules");
        let owned = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>();
        let check = |id: &str, kinds: &[&str], sort: &[&str], meta: &[&str]| {
            let mut document = Document { id: id.into(), ..Document::default() };
            document.meta.insert("b".into(), "eigen".into());
            document.add_filter("soort", "gids");
            assign(&mut document, &rules);
            let values = |map: &BTreeMap<String, String>| map.values().cloned().collect::<Vec<_>>();
            assert_eq!(document.filters["soort"], kinds, "{id}");
            assert_eq!((values(&document.sort), values(&document.meta)), (owned(sort), owned(meta)), "{id}");
        };
        check("gids/a.pdf", &["gids", "pdf"], &["2020-01-01"], &["1", "eigen"]);
        check("oud/a.pdf", &["gids", "pdf", "archief"], &["2020-01-01"], &["1", "eigen"]);
        check("oud/a.html", &["gids", "archief"], &[], &["2", "eigen"]);
        check("nieuw/a.html", &["gids"], &[], &["eigen"]);
    }
}
