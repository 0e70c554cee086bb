//! JSON Lines: one document a line.

use std::collections::BTreeMap;
use std::io::{self, BufRead as _, BufReader, Read as _};
use std::path::Path;

use serde_json::Value;
use zoeklicht_text::Lang;

use crate::code::Code;
use crate::document::{Document, Flow, Heading, WEIGHT};
use crate::gzip;
use crate::message;
use crate::report::Problem;
use crate::source::{Block, Read};

/// A document as a line says it, or a row of a table.
#[derive(Default, serde::Deserialize)]
pub(crate) struct Line {
    #[serde(alias = "_id")]
    pub(crate) id: Value,
    pub(crate) url: Option<String>,
    #[serde(default)]
    pub(crate) title: String,
    #[serde(default, alias = "text")]
    pub(crate) body: String,
    #[serde(default)]
    pub(crate) headings: Vec<String>,
    pub(crate) lang: Option<String>,
    pub(crate) date: Option<String>,
    #[serde(default)]
    pub(crate) description: String,
    #[serde(default)]
    pub(crate) filters: BTreeMap<String, Value>,
    #[serde(default)]
    pub(crate) sort: BTreeMap<String, Value>,
    #[serde(default)]
    pub(crate) meta: BTreeMap<String, Value>,
}

/// Bytes of lines that are read at once: a share of work, whatever the size of the file.
pub(crate) const BLOCK_BYTES: u64 = 256 << 10;

/// A file, read in blocks of whole lines.
pub(crate) struct Blocks {
    name: String,
    file: BufReader<Box<dyn io::Read + Send>>,
    next_line: usize,
    has_failed: bool,
}

/// Some lines of a file.
pub(crate) struct Lines {
    name: String,
    /// The number of the first line.
    first: usize,
    bytes: Vec<u8>,
}

impl Blocks {
    pub(crate) fn open(name: &str, path: &Path) -> Result<Blocks, Problem> {
        let open = || -> io::Result<_> {
            let mut file = BufReader::new(gzip::open(path)?);
            let is_blank = file.fill_buf()?.trim_ascii().is_empty();
            Ok((file, is_blank))
        };
        match open() {
            Ok((_, true)) => Err(Problem::new(
                Code::EmptyFile,
                name,
                message!("has no lines", "heeft geen regels"),
                Problem::write_it(),
            )),
            Ok((file, false)) => Ok(Blocks { name: name.into(), file, next_line: 1, has_failed: false }),
            Err(error) => Err(gzip::problem(name, &error)),
        }
    }
}

impl Iterator for Blocks {
    type Item = Result<Lines, Problem>;

    fn next(&mut self) -> Option<Result<Lines, Problem>> {
        if self.has_failed {
            return None;
        }
        let mut bytes = Vec::new();
        let read = self.file.by_ref().take(BLOCK_BYTES).read_to_end(&mut bytes);
        // The rest of the line in which the block ends belongs to it.
        if let Err(error) = read.and_then(|_| self.file.read_until(b'\n', &mut bytes)) {
            self.has_failed = true;
            return Some(Err(gzip::problem(&self.name, &error)));
        }
        let first = self.next_line;
        self.next_line += bytes.iter().filter(|&&byte| byte == b'\n').count();
        (!bytes.is_empty()).then(|| Ok(Lines { name: self.name.clone(), first, bytes }))
    }
}

impl Block for Lines {
    fn content(&self) -> u128 {
        xxhash_rust::xxh3::xxh3_128(&self.bytes)
    }

    fn read(&self) -> Read {
        let mut read = Read::default();
        let bytes = self.bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&self.bytes);
        for (number, line) in bytes.split(|&byte| byte == b'\n').enumerate() {
            if line.trim_ascii().is_empty() {
                continue;
            }
            let number = self.first + number;
            match serde_json::from_slice::<Line>(line) {
                Ok(line) => line.add_to(&mut read, &self.name, number),
                Err(error) => {
                    let reason = message!("is not a document: {error}", "is geen document: {error}");
                    let help = message!(
                        "each line is one object with an `id`, a `title` and a `body`",
                        "elke regel is één object met een `id`, een `title` en een `body`"
                    );
                    read.problems.push(Problem::new(Code::BadJsonLine, &self.name, reason, help).at(number));
                }
            }
        }
        read
    }
}

impl Line {
    /// Adds its document, and what is wrong with it at this line of this file.
    pub(crate) fn add_to(self, read: &mut Read, name: &str, number: usize) {
        let mut document = self.into_document();
        read.problems.extend(document.problems(name).map(|problem| problem.at(number)));
        if document.title.is_empty() {
            document.title.clone_from(&document.id);
        }
        read.documents.push(document);
    }

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
            headings: headings
                .map(|text| Heading { level: 2, text, anchor: String::new(), start: 0, weight: WEIGHT })
                .collect(),
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
        let read = Lines { name: "x.jsonl".into(), first: 1, bytes: lines.into() }.read();
        assert_eq!(read.documents.len(), 2);
        let first = &read.documents[0];
        assert_eq!((first.id.as_str(), first.url.as_str(), first.text.as_str()), ("7", "7", "Het beleid."));
        assert_eq!(first.filters["jaar"], ["2021"]);
        assert_eq!(first.filters["thema"], ["a", "b"]);
        assert_eq!(read.documents[1].title, "8");
        let places: Vec<_> = read.problems.iter().map(|problem| (problem.code, problem.line)).collect();
        assert_eq!(places, [(Code::NoTitle, Some(3)), (Code::BadJsonLine, Some(4)), (Code::BadJsonLine, Some(5))]);
    }

    #[test]
    fn a_long_file_comes_in_blocks_and_its_lines_keep_their_numbers() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("x.jsonl");
        let lines: String = (1..30_000).map(|n| format!("{{\"id\": {n}, \"title\": \"t\"}}\n")).collect();
        std::fs::write(&path, lines + "nonsense").expect("written");
        let blocks: Vec<_> = Blocks::open("x.jsonl", &path).expect("lines").map(|block| block.expect("read")).collect();
        assert!(blocks.len() > 2);
        let read: Vec<Read> = blocks.iter().map(Lines::read).collect();
        assert_eq!(read.iter().map(|read| read.documents.len()).sum::<usize>(), 29_999);
        assert_eq!(read[1].documents[0].id, blocks[1].first.to_string());
        assert_eq!(
            read.iter().flat_map(|read| &read.problems).map(|problem| problem.line).collect::<Vec<_>>(),
            [Some(30_000)]
        );
        std::fs::write(&path, "\n \n").expect("written");
        assert!(Blocks::open("x.jsonl", &path).is_err() && Blocks::open("y.jsonl", &folder.path().join("y")).is_err());
    }
}
