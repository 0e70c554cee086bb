//! Finding files and reading each by its kind.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use walkdir::{DirEntry, WalkDir};

use crate::charset::Decoded;
use crate::code::Code;
use crate::document::Document;
use crate::jsonl::Blocks;
use crate::report::Problem;
use crate::{IndexError, Settings, charset, html, markdown, pdf, plain};

/// The file of a folder that says which addresses its files have, where their names do not: a line each with the name,
/// a tab, and the address. It is relative to the base URL unless it begins with `http://` or `https://`.
pub const ADDRESSES: &str = "zoeklicht-urls.tsv";

/// A file that holds documents.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    path: PathBuf,
    /// The path within the folder that was given, with `/`.
    name: String,
    /// What [`ADDRESSES`] says of it.
    address: Option<String>,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Html,
    Markdown,
    Plain,
    Pdf,
    JsonLines,
}

/// What came of reading a file.
#[derive(Debug, Default)]
pub(crate) struct Read {
    pub(crate) documents: Vec<Document>,
    pub(crate) problems: Vec<Problem>,
}

/// The document of a file that holds one, with warnings; or why there is none.
pub(crate) type One = Result<(Document, Vec<Problem>), Problem>;

impl Kind {
    fn of(path: &Path) -> Option<Kind> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "html" | "htm" | "xhtml" => Some(Kind::Html),
            "md" | "markdown" => Some(Kind::Markdown),
            "txt" => Some(Kind::Plain),
            "pdf" => Some(Kind::Pdf),
            "jsonl" => Some(Kind::JsonLines),
            _ => None,
        }
    }
}

/// The files at `path` that hold documents and are chosen, in the order of their names, and what could not be looked at.
///
/// # Errors
/// If `path` itself cannot be read.
pub(crate) fn find(
    path: &Path,
    leave_out: &[PathBuf],
    settings: &Settings,
) -> Result<(Vec<Source>, Vec<Problem>), IndexError> {
    let Settings { include, exclude, .. } = settings;
    let leave_out: Vec<PathBuf> = leave_out.iter().filter_map(|path| path.canonicalize().ok()).collect();
    let left_out = |entry: &DirEntry| {
        let hidden = entry.depth() > 0 && entry.file_name().to_str().is_some_and(|name| name.starts_with('.'));
        let is_output = || entry.path().canonicalize().is_ok_and(|path| leave_out.contains(&path));
        hidden || (entry.file_type().is_dir() && is_output()) || is_judged_query(entry)
    };
    let (mut found, mut problems) = (Vec::new(), Vec::new());
    let mut addresses = addresses(path)?;
    for entry in WalkDir::new(path).follow_links(true).sort_by_file_name().into_iter().filter_entry(|e| !left_out(e)) {
        match entry {
            Ok(entry) => {
                let kind = Kind::of(entry.path()).filter(|_| entry.file_type().is_file());
                let source = kind.map(|kind| {
                    let name = name(path, entry.path());
                    Source { address: addresses.remove(&name), name, path: entry.into_path(), kind }
                });
                let is_chosen = |Source { name, .. }: &Source| {
                    (include.is_empty() || include.is_match(name)) && !exclude.is_match(name)
                };
                found.extend(source.filter(is_chosen));
            }
            Err(error) if error.depth() == 0 => {
                // Only a loop of links has no system error, and there is none at the start.
                let error = error.into_io_error().unwrap_or_else(|| std::io::Error::other("unreadable"));
                return Err(IndexError::Io { path: path.into(), action: "read", error });
            }
            Err(error) => problems.extend(unseen(path, error)),
        }
    }
    // The walk goes folder by folder; names in one order make the output independent of how folders sort.
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Ok((found, problems))
}

/// What [`ADDRESSES`] of a folder says, by name. A line without a tab says nothing.
fn addresses(folder: &Path) -> Result<HashMap<String, String>, IndexError> {
    let path = folder.join(ADDRESSES);
    if !path.is_file() {
        return Ok(HashMap::new());
    }
    let text = std::fs::read_to_string(&path).map_err(IndexError::io(&path, "read"))?;
    let pairs = text.lines().filter_map(|line| line.split_once('\t'));
    Ok(pairs.map(|(name, address)| (name.into(), address.into())).collect())
}

/// Whether it is a file of queries beside the judgements of their answers, as collections for `zoeklicht eval` have them:
/// no documents.
fn is_judged_query(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    let is_queries = name.starts_with("queries") && name.ends_with(".jsonl");
    is_queries && entry.path().with_file_name("qrels.tsv").is_file()
}

/// The path within `root`, with `/`; a file that was given itself is its own name.
fn name(root: &Path, path: &Path) -> String {
    let relative = path.strip_prefix(root).ok().filter(|relative| !relative.as_os_str().is_empty());
    let relative = relative.unwrap_or_else(|| Path::new(path.file_name().unwrap_or_default()));
    let parts: Vec<_> = relative.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

/// A folder that may not be read, a link that leads nowhere or in a circle: a problem if documents are lost by it.
fn unseen(root: &Path, error: walkdir::Error) -> Option<Problem> {
    let path = error.path()?.to_owned();
    let is_dangling = error.io_error().is_some_and(|error| error.kind() == std::io::ErrorKind::NotFound);
    // Sites link to scripts of other packages; only a missing document is worth a word.
    if error.loop_ancestor().is_some() || (is_dangling && Kind::of(&path).is_none()) {
        return None;
    }
    let error = error.into_io_error()?;
    Some(Problem::unreadable(&name(root, &path), &error))
}

impl Source {
    /// The lines of a file that holds a document a line; none for any other.
    pub(crate) fn blocks(&self) -> Option<Result<Blocks, Problem>> {
        (self.kind == Kind::JsonLines).then(|| Blocks::open(&self.name, &self.path))
    }

    /// What tells it from other files, in the next build too.
    pub(crate) fn key(&self) -> String {
        // A file may be given by itself, and with its folder.
        format!("{}\n{}\n{:?}", self.path.display(), self.name, self.address)
    }

    /// The bytes of a file that holds one document.
    pub(crate) fn bytes(&self) -> Result<Vec<u8>, Problem> {
        std::fs::read(&self.path).map_err(|error| Problem::unreadable(&self.name, &error))
    }

    /// Reads the document from these bytes. Whatever is wrong is a problem in the result: nothing here stops a run.
    pub(crate) fn read(&self, bytes: &[u8], settings: &Settings) -> Read {
        if bytes.is_empty() {
            let problem = Problem::new(Code::EmptyFile, &self.name, "is empty", "remove it, or write its content");
            return Read::nothing(problem);
        }
        let as_text = |decoded: Decoded<'_>, read: fn(&str, &str) -> One| {
            let (document, mut problems) = read(&decoded.0, &self.name)?;
            problems.extend(decoded.1);
            Ok((document, problems))
        };
        let one = match self.kind {
            Kind::Pdf => pdf::read(bytes, &self.name, settings.lang),
            Kind::Html => as_text(charset::decode_html(bytes, &self.name), html::read),
            Kind::Markdown => charset::decode(bytes, &self.name).and_then(|text| as_text(text, markdown::read)),
            // A file of lines is read in blocks instead.
            Kind::Plain | Kind::JsonLines => {
                charset::decode(bytes, &self.name).and_then(|text| as_text(text, plain::read))
            }
        };
        match one {
            Ok((mut document, mut problems)) => {
                if self.kind == Kind::Html && document.lang.or(settings.lang).is_none() {
                    let help = "write it on the page, such as `<html lang=\"nl\">`; or set `lang` for all that do not";
                    problems.push(Problem::new(Code::NoLanguage, &self.name, "does not say its language", help));
                }
                problems.extend(document.problems(&self.name));
                document.id = self.name.clone();
                if let Some(address) = &self.address {
                    let is_whole = ["http://", "https://"].iter().any(|scheme| address.starts_with(scheme));
                    document.url = if is_whole { address.clone() } else { format!("{}{address}", settings.base_url) };
                } else if document.url.is_empty() {
                    document.url = format!("{}{}", settings.base_url, self.url_path());
                }
                if document.title.is_empty() {
                    document.title = self.path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                }
                Read { documents: vec![document], problems }
            }
            Err(problem) => Read::nothing(problem),
        }
    }

    /// The path of the page that the file becomes on the site, percent-encoded.
    fn url_path(&self) -> String {
        // What a path may not hold as it is (RFC 3986, section 3.3).
        const NOT_IN_PATH: &AsciiSet = &CONTROLS
            .add(b' ')
            .add(b'"')
            .add(b'#')
            .add(b'<')
            .add(b'>')
            .add(b'?')
            .add(b'`')
            .add(b'{')
            .add(b'}')
            .add(b'%');
        let page = match self.kind {
            Kind::Markdown => {
                let stem = self.name.rsplit_once('.').map_or(self.name.as_str(), |(stem, _)| stem);
                format!("{stem}.html")
            }
            _ => self.name.clone(),
        };
        // Web servers answer for a folder with its index page, and people link to the folder.
        let page = match page.strip_suffix("index.html") {
            Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
            _ => &page,
        };
        utf8_percent_encode(page, NOT_IN_PATH).to_string()
    }
}

impl Read {
    pub(crate) fn nothing(problem: Problem) -> Read {
        Read { documents: Vec::new(), problems: vec![problem] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_becomes_the_address_of_its_page() {
        let check = |name: &str, expected: &str| {
            let kind = Kind::of(Path::new(name)).expect("known");
            assert_eq!(Source { path: name.into(), name: name.into(), address: None, kind }.url_path(), expected);
        };
        check("thema/nt2.md", "thema/nt2.html");
        check("index.html", "");
        check("thema/index.html", "thema/");
        check("thema/index.md", "thema/");
        check("reindex.html", "reindex.html");
        check("een gids.pdf", "een%20gids.pdf");
        check("100%.txt", "100%25.txt");
    }

    #[test]
    fn a_folder_may_say_the_addresses_of_its_files() {
        let folder = tempfile::tempdir().expect("there is room");
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("there is room");
        write("a.html", "<main>a");
        write("b.md", "---\nurl: /elders\n---\nb");
        write("c.html", "<main>c");
        write("d.txt", "d");
        write(ADDRESSES, "a.html\tthema?nr=7\r\nb.md\thttps://b.be/x\nno tab\nd.txt\t\n");
        let (sources, problems) = find(folder.path(), &[], &Settings::default()).expect("it can be read");
        assert_eq!(problems, []);
        let settings = Settings { base_url: "https://a.be/".into(), ..Settings::default() };
        let read = |source: &Source| source.read(&source.bytes().expect("it is there"), &settings);
        let urls: Vec<_> =
            sources.iter().flat_map(|source| read(source).documents).map(|document| document.url).collect();
        assert_eq!(urls, ["https://a.be/thema?nr=7", "https://b.be/x", "https://a.be/c.html", "https://a.be/"]);
    }
}
