//! JSON Lines: one document a line.

use std::collections::BTreeMap;

use serde_json::Value;
use zoeklicht_text::Lang;

use crate::document::{Document, Flow, Heading};
use crate::report::Problem;
use crate::source::Read;

#[derive(serde::Deserialize)]
struct Line {
    #[serde(alias = "_id")]
    id: Value,
    url: Option<String>,
    #[serde(default)]
    title: String,
    #[serde(default, alias = "text")]
    body: String,
    #[serde(default)]
    headings: Vec<String>,
    lang: Option<String>,
    date: Option<String>,
    #[serde(default)]
    description: String,
    #[serde(default)]
    filters: BTreeMap<String, Value>,
    #[serde(default)]
    sort: BTreeMap<String, Value>,
    #[serde(default)]
    meta: BTreeMap<String, Value>,
}

pub(crate) fn read(bytes: &[u8], name: &str) -> Read {
    let mut read = Read::default();
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    for (number, line) in bytes.split(|&byte| byte == b'\n').enumerate() {
        if line.trim_ascii().is_empty() {
            continue;
        }
        match serde_json::from_slice::<Line>(line) {
            Ok(line) => read.documents.push(line.into_document()),
            Err(error) => {
                let place = format!("{name}:{}", number + 1);
                let hint = "each line is one object with an `id`, a `title` and a `body`";
                read.problems.push(Problem::skipped(&place, format!("is not a document: {error}"), hint));
            }
        }
    }
    if read.documents.is_empty() && read.problems.is_empty() {
        read.problems.push(Problem::skipped(name, "has no lines", "remove it, or write its content"));
    }
    read
}

impl Line {
    fn into_document(self) -> Document {
        let id = plain(&self.id);
        let mut text = Flow::default();
        for line in self.body.lines() {
            text.new_line();
            text.add(line);
        }
        let text = text.finish();
        let headings = self.headings.into_iter();
        let mut document = Document {
            url: self.url.unwrap_or_else(|| id.clone()),
            title: self.title.trim().into(),
            description: self.description.trim().into(),
            lang: self.lang.as_deref().and_then(Lang::parse),
            // Nothing says where in the text they stand.
            headings: headings.map(|text| Heading { level: 2, text, anchor: String::new(), start: 0 }).collect(),
            text,
            sort: self.sort.iter().map(|(key, value)| (key.clone(), plain(value))).collect(),
            meta: self.meta.iter().map(|(key, value)| (key.clone(), plain(value))).collect(),
            id,
            ..Document::default()
        };
        for (name, value) in &self.filters {
            values(value).iter().for_each(|value| document.add_filter(name, value));
        }
        if let Some(date) = &self.date {
            document.set_date(date);
        }
        if document.title.is_empty() {
            document.title.clone_from(&document.id);
        }
        document
    }
}

/// A value as people read it: text without quotes.
pub(crate) fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// One value, or each of a list.
pub(crate) fn values(value: &Value) -> Vec<String> {
    match value {
        Value::Array(list) => list.iter().map(plain).collect(),
        one => vec![plain(one)],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_become_documents_and_bad_ones_are_named() {
        let lines = concat!(
            r#"{"_id": "7", "title": "Eén", "text": "Het  beleid.", "filters": {"jaar": 2021, "thema": ["a", "b"]}}"#,
            "\n\n{\"id\": 8}\nnonsense\n{\"title\": \"geen id\"}\n"
        );
        let read = read(lines.as_bytes(), "x.jsonl");
        assert_eq!(read.documents.len(), 2);
        let first = &read.documents[0];
        assert_eq!((first.id.as_str(), first.url.as_str(), first.text.as_str()), ("7", "7", "Het beleid."));
        assert_eq!(first.filters["jaar"], ["2021"]);
        assert_eq!(first.filters["thema"], ["a", "b"]);
        assert_eq!(read.documents[1].title, "8");
        let places: Vec<_> = read.problems.iter().map(|problem| problem.place.as_str()).collect();
        assert_eq!(places, ["x.jsonl:4", "x.jsonl:5"]);
    }
}
