//! CSV (RFC 4180): one document a row, in columns that are named as the members of JSON Lines.
//!
//! What JSON Lines nest has its path for a name, such as `filters.year`. A name that is none of these is metadata. Names
//! are told in any case; fields are parted by commas, semicolons or tabs, as the first row has them: spreadsheets in
//! countries that write a comma in numbers write semicolons. An empty field says nothing.

use std::collections::BTreeMap;
use std::hash::Hash as _;
use std::io::{self, BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::sync::Arc;

use csv::ByteRecord;
use serde_json::Value;
use xxhash_rust::xxh3::Xxh3Default;

use crate::code::Code;
use crate::gzip;
use crate::jsonl::{BLOCK_BYTES, Line};
use crate::message;
use crate::message::Message;
use crate::report::Problem;
use crate::source::{Block, Read};

/// What fields may be parted by; of those that the first row has as often, the first.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// What a column says of a document.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Column {
    Id,
    Url,
    Title,
    Body,
    Headings,
    Lang,
    Date,
    Description,
    Filter(String),
    Sort(String),
    Meta(String),
}

/// The rows of a file, as they are read.
type Records = csv::ByteRecordsIntoIter<Box<dyn io::Read>>;

/// A table, read in blocks of whole rows.
pub(crate) struct Blocks {
    name: String,
    columns: Arc<[Column]>,
    rows: Records,
}

/// Some rows of a table.
pub(crate) struct Rows {
    name: String,
    columns: Arc<[Column]>,
    /// Each with the line it starts on.
    rows: Vec<(usize, ByteRecord)>,
}

/// A file without carriage returns. With them, the reader of CSV ends a row in the middle of the end of its line, and
/// counts that line too late.
struct WithoutReturns<R>(R);

impl<R: io::Read> io::Read for WithoutReturns<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.0.read(buffer)?;
            let mut kept = 0;
            for at in 0..read {
                if buffer[at] != b'\r' {
                    buffer[kept] = buffer[at];
                    kept += 1;
                }
            }
            if kept > 0 || read == 0 {
                return Ok(kept);
            }
        }
    }
}

impl Column {
    fn of(name: &str) -> Column {
        let name = name.trim();
        let nested = name.split_once('.').map(|(kind, of)| (kind.to_lowercase(), of.trim().to_owned()));
        match (name.to_lowercase().as_str(), nested) {
            ("id" | "_id", _) => Column::Id,
            ("url", _) => Column::Url,
            ("title", _) => Column::Title,
            ("body" | "text", _) => Column::Body,
            ("headings", _) => Column::Headings,
            ("lang", _) => Column::Lang,
            ("date", _) => Column::Date,
            ("description", _) => Column::Description,
            (_, Some((kind, of))) if kind == "filters" => Column::Filter(of),
            (_, Some((kind, of))) if kind == "sort" => Column::Sort(of),
            (_, Some((kind, of))) if kind == "meta" => Column::Meta(of),
            _ => Column::Meta(name.into()),
        }
    }
}

impl Blocks {
    pub(crate) fn open(name: &str, path: &Path) -> Result<Blocks, Problem> {
        let (columns, rows) = open(path).map_err(|error| gzip::problem(name, &error))?;
        if columns.is_empty() {
            return Err(Problem::new(
                Code::EmptyFile,
                name,
                message!("has no rows", "heeft geen rijen"),
                Problem::write_it(),
            ));
        }
        let has = |wanted: &[Column]| columns.iter().any(|column| wanted.contains(column));
        if !has(&[Column::Id, Column::Url]) || !has(&[Column::Title, Column::Body]) {
            let reason = message!("does not say that it has documents", "zegt niet dat er documenten in staan");
            let help = message!(
                "if it has, name its columns, such as `url`, `title` and `text`",
                "staan ze er wel in, geef de kolommen dan een naam, zoals `url`, `title` en `text`"
            );
            return Err(Problem::new(Code::OtherTable, name, reason, help));
        }
        Ok(Blocks { name: name.into(), columns, rows })
    }
}

/// The columns of a table, none if the file is empty, and the rows under them.
fn open(path: &Path) -> io::Result<(Arc<[Column]>, Records)> {
    let mut file = BufReader::new(gzip::open(path)?);
    let beginning = file.fill_buf()?;
    let head = beginning.split(|&byte| byte == b'\n').find(|line| !line.trim_ascii().is_empty()).unwrap_or_default();
    let count = |delimiter: &u8| head.iter().filter(|&byte| byte == delimiter).count();
    let delimiter = DELIMITERS.into_iter().rev().max_by_key(count).unwrap_or(b',');
    // The last row ends with a line too, as all others do: see `line_of`.
    let file: Box<dyn io::Read> = Box::new(WithoutReturns(file).chain(&b"\n"[..]));
    // Whether a row has its fields is looked at when its line can be said.
    let mut table = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(file);
    let columns = table.byte_headers()?.iter().map(|name| Column::of(&String::from_utf8_lossy(name))).collect();
    Ok((columns, table.into_byte_records()))
}

/// The line on which a row starts, of which `next` is the line after it. Its own position is before the empty lines above it.
fn line_of(row: &ByteRecord, next: u64) -> usize {
    let within = row.as_slice().iter().filter(|&&byte| byte == b'\n').count();
    usize::try_from(next).unwrap_or(usize::MAX).saturating_sub(within + 1)
}

impl Iterator for Blocks {
    type Item = Result<Rows, Problem>;

    fn next(&mut self) -> Option<Result<Rows, Problem>> {
        let (mut rows, mut bytes) = (Vec::new(), 0);
        while u64::try_from(bytes).unwrap_or(BLOCK_BYTES) < BLOCK_BYTES {
            match self.rows.next() {
                Some(Ok(row)) => {
                    bytes += row.as_slice().len();
                    rows.push((line_of(&row, self.rows.reader().position().line()), row));
                }
                // After this the reader has nothing more.
                Some(Err(error)) => return Some(Err(gzip::problem(&self.name, &error.into()))),
                None => break,
            }
        }
        let (name, columns) = (self.name.clone(), self.columns.clone());
        (!rows.is_empty()).then_some(Ok(Rows { name, columns, rows }))
    }
}

impl Block for Rows {
    fn content(&self) -> u128 {
        let mut hasher = Xxh3Default::new();
        self.columns.hash(&mut hasher);
        self.rows.iter().for_each(|(_, row)| row.iter().collect::<Vec<_>>().hash(&mut hasher));
        hasher.digest128()
    }

    fn read(&self) -> Read {
        let mut read = Read::default();
        for (number, row) in &self.rows {
            let number = *number;
            match line(&self.columns, row) {
                Ok(line) => line.add_to(&mut read, &self.name, number),
                Err((reason, help)) => {
                    read.problems.push(Problem::new(Code::BadCsvRow, &self.name, reason, help).at(number));
                }
            }
        }
        read
    }
}

/// The document of a row; or why it is none, and what to do.
fn line(columns: &[Column], row: &ByteRecord) -> Result<Line, (Message, Message)> {
    if row.len() != columns.len() {
        let reason = message!(
            "is not a document: it has {0} fields, the head of the table has {1}",
            "is geen document: de rij heeft {0} velden, de kop van de tabel heeft er {1}",
            row.len(),
            columns.len()
        );
        let help = message!(
            "put a field that has the delimiter or a line break in it between quotation marks",
            "zet een veld met het scheidingsteken of een nieuwe regel erin tussen aanhalingstekens"
        );
        return Err((reason, help));
    }
    let mut line = Line::default();
    let mut filters: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for (column, field) in columns.iter().zip(row) {
        let Ok(field) = std::str::from_utf8(field) else {
            return Err((
                message!("is not a document: it is not UTF-8", "is geen document: het is geen UTF-8"),
                message!("save the table as UTF-8", "bewaar de tabel als UTF-8"),
            ));
        };
        let field = field.trim();
        if field.is_empty() {
            continue;
        }
        match column {
            Column::Id => line.id = field.into(),
            Column::Url => line.url = Some(field.into()),
            Column::Title => line.title = field.into(),
            Column::Body => line.body = field.into(),
            Column::Headings => line.headings = field.lines().map(str::to_owned).collect(),
            Column::Lang => line.lang = Some(field.into()),
            Column::Date => line.date = Some(field.into()),
            Column::Description => line.description = field.into(),
            Column::Filter(name) => filters.entry(name.clone()).or_default().push(field.into()),
            Column::Sort(name) => drop(line.sort.insert(name.clone(), field.into())),
            Column::Meta(name) => drop(line.meta.insert(name.clone(), field.into())),
        }
    }
    line.filters = filters.into_iter().map(|(name, values)| (name, Value::Array(values))).collect();
    if line.id.is_null() {
        let Some(url) = line.url.clone() else {
            let reason = message!(
                "is not a document: it has neither an `id` nor a `url`",
                "is geen document: er is geen `id` en geen `url`"
            );
            return Err((reason, message!("give it one", "geef er een")));
        };
        line.id = url.into();
    }
    Ok(line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;

    fn read(table: &[u8]) -> Result<Read, Problem> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("x.csv");
        std::fs::write(&path, table).expect("written");
        let mut all = Read::default();
        for block in Blocks::open("x.csv", &path)? {
            let Read { documents, problems, .. } = block.expect("read").read();
            all.documents.extend(documents);
            all.problems.extend(problems);
        }
        Ok(all)
    }

    fn documents(table: &str) -> Vec<Document> {
        read(table.as_bytes()).expect("a table of documents").documents
    }

    #[test]
    fn a_row_is_what_the_same_line_of_json_is() {
        let table = "\u{FEFF}ID,url,Title,text,headings,lang,date,description,filters.thema,Filters.thema,sort.prijs,meta.bron,Auteur\n\
                     7,/nt2,Taal,\"Het  \"\"beleid\"\",\nen meer.\",\"Een\nTwee\",nl,2026-03-31,Kort,a,b,12,Archief,Jan\n";
        let line = r#"{"id": "7", "url": "/nt2", "title": "Taal", "text": "Het  \"beleid\",\nen meer.", "headings": ["Een", "Twee"],
            "lang": "nl", "date": "2026-03-31", "description": "Kort", "filters": {"thema": ["a", "b"]}, "sort": {"prijs": "12"},
            "meta": {"bron": "Archief", "Auteur": "Jan"}}"#;
        let mut expected = Read::default();
        serde_json::from_str::<Line>(line).expect("a line").add_to(&mut expected, "x", 1);
        assert_eq!(documents(table), expected.documents);
    }

    #[test]
    fn fields_are_parted_as_the_first_row_has_them() {
        for table in ["url;title\n/a;Een, twee\n", "url\ttitle\r\n/a\tEen, twee\r\n", "\n\nurl,title\n/a,\"Een, twee\""]
        {
            let found = documents(table);
            let found: Vec<_> = found.iter().map(|found| [&*found.id, &*found.url, &*found.title]).collect();
            assert_eq!(found, [["/a", "/a", "Een, twee"]], "{table}");
        }
        // As in JSON Lines, the id is the address of what has none, and the title too.
        let found = documents("id,text\n8,Tekst\n");
        assert_eq!([&*found[0].url, &*found[0].title], ["8", "8"]);
    }

    #[test]
    fn bad_rows_are_named_with_their_line() {
        let table = b"url,title,text\n/a,Een,\"twee\nregels\"\n\n/b,Twee\n/c,Drie,x,y\n,Vier,x\n/d,Co\xF6rdinatie,x\n/e,,x\n/f,Zes,x\n/g\n";
        let returns = String::from_utf8_lossy(table).replace('\u{FFFD}', "\u{1}").replace('\n', "\r\n");
        let returns: Vec<u8> = returns.bytes().map(|byte| if byte == 1 { 0xF6 } else { byte }).collect();
        for table in [table, &*returns, table.trim_ascii_end()] {
            let Read { documents, problems, .. } = read(table).expect("a table of documents");
            let ids: Vec<_> = documents.iter().map(|document| document.id.as_str()).collect();
            assert_eq!(ids, ["/a", "/e", "/f"]);
            let places: Vec<_> = problems.iter().map(|problem| (problem.code, problem.line)).collect();
            let bad = |line| (Code::BadCsvRow, Some(line));
            assert_eq!(places, [bad(5), bad(6), bad(7), bad(8), (Code::NoTitle, Some(9)), bad(11)]);
        }
    }

    #[test]
    fn a_table_of_something_else_is_left_alone() {
        for (table, expected) in [
            ("jaar,aantal\n2025,7\n", Code::OtherTable),
            ("id,aantal\n1,7\n", Code::OtherTable),
            ("title,text\na,b\n", Code::OtherTable),
            ("", Code::EmptyFile),
            ("\n \n", Code::OtherTable),
        ] {
            assert_eq!(read(table.as_bytes()).expect_err("none").code, expected, "{table:?}");
        }
    }

    #[test]
    fn a_long_table_comes_in_blocks_and_its_rows_keep_their_lines() {
        let rows: String = (2..30_000).map(|line| format!("{line},\"twee regels\"\n")).collect();
        let table = format!("id,title\n{rows}te,veel,velden\n");
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("x.csv");
        std::fs::write(&path, &table).expect("written");
        let blocks: Vec<_> = Blocks::open("x.csv", &path).expect("rows").map(|block| block.expect("read")).collect();
        assert!(blocks.len() > 1);
        let Read { documents, problems, .. } = read(table.as_bytes()).expect("rows");
        assert_eq!((documents.len(), problems.len(), problems[0].line), (29_998, 1, Some(30_000)));
        // A block is known by its rows and what its columns are.
        let again: Vec<_> = Blocks::open("x.csv", &path).expect("rows").map(|block| block.expect("read")).collect();
        assert!(blocks.iter().zip(&again).all(|(block, again)| block.content() == again.content()));
        std::fs::write(&path, table.replace("id,title", "id,text")).expect("written");
        let other = Blocks::open("x.csv", &path).expect("rows").next().expect("one").expect("read");
        assert_ne!(blocks[0].content(), other.content());
    }
}
