//! Finding files and reading each by its kind.

use std::collections::HashMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use memchr::memmem;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use url::Url;
use walkdir::{DirEntry, WalkDir};

use crate::charset::Decoded;
use crate::code::Code;
use crate::document::Document;
use crate::likeness::Likeness;
use crate::message;
use crate::message::Message;
use crate::report::Problem;
use crate::selectors::Selectors;
use crate::{Action, IndexError, Settings, archive, charset, gzip, html, jsonl, markdown, pdf, plain, rows};

/// The file of a folder that says which addresses its files have, where their names do not: a line each with the name,
/// a tab, and the address. It is relative to the base URL unless it begins with `http://` or `https://`.
pub const ADDRESSES: &str = "zoeklicht-urls.tsv";

/// A file that holds documents.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    path: PathBuf,
    /// The path within the folder that was given, with `/`; that of what is in it, if it is packed.
    name: String,
    /// The path of the file as it is there, for whoever looks for it.
    place: String,
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
    Csv,
    /// The documents of an index.
    Archive,
}

/// Some documents of a file that holds many: a share of work.
pub(crate) trait Block: Send {
    /// A hash of all that the documents are made of.
    fn content(&self) -> u128;

    /// Reads the documents.
    fn read(&self) -> Read;
}

/// All of a file that holds many documents, in order; what cannot be read ends it.
pub(crate) type Blocks = Box<dyn Iterator<Item = Result<Box<dyn Block>, Problem>>>;

/// What came of reading a file.
#[derive(Debug, Default)]
pub(crate) struct Read {
    pub(crate) documents: Vec<Document>,
    pub(crate) problems: Vec<Problem>,
    /// Whether other files than this one can change what comes of it.
    pub(crate) depends_on_others: bool,
}

/// Files that sites have for programs, and the page for addresses that are not there: nothing to find, unless they are named.
const NO_PAGES: [&str; 8] =
    ["404.html", "ads.txt", "app-ads.txt", "humans.txt", "llms.txt", "llms-full.txt", "robots.txt", "security.txt"];
/// What bundlers write beside a script that has licences in its comments.
const LICENCES: &str = ".LICENSE.txt";

/// How files begin that some give the ending of a text, and what they are.
const NOT_TEXT: [(&[u8], [&str; 2]); 3] = [
    (b"%PDF-", ["is not text, but a PDF", "is geen tekst, maar een PDF"]),
    (b"\x1F\x8B", ["is not text, but packed with gzip", "is geen tekst, maar ingepakt met gzip"]),
    (
        b"PK\x03\x04",
        [
            "is not text, but a ZIP archive or an office document",
            "is geen tekst, maar een ZIP-bestand of een kantoordocument",
        ],
    ),
];

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
            "csv" => Some(Kind::Csv),
            _ => None,
        }
    }
}

/// One name for a place, however it was reached: WebAssembly cannot follow links, and takes the path as it is written.
fn whole(path: &Path) -> PathBuf {
    path.canonicalize().or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.into())
}

/// The files at `path` that hold documents and are chosen, in the order of their names, and what could not be looked at. Of
/// an index these are the documents that were kept of it, all of them.
///
/// # Errors
/// If `path` itself cannot be read, or is an index whose documents cannot.
pub(crate) fn find(
    path: &Path,
    leave_out: &[PathBuf],
    settings: &Settings,
) -> Result<(Vec<Source>, Vec<Problem>), IndexError> {
    if let Some(path) = archive::find(path)? {
        let name = path.display().to_string();
        let archive = Source { place: name.clone(), name, path, address: None, kind: Kind::Archive };
        return Ok((vec![archive], Vec::new()));
    }
    let Settings { include, exclude, .. } = settings;
    let leave_out: Vec<PathBuf> = leave_out.iter().map(|path| whole(path)).collect();
    let left_out = |entry: &DirEntry| {
        let hidden = entry.depth() > 0 && entry.file_name().to_str().is_some_and(|name| name.starts_with('.'));
        // To find out where each of many files really is takes time.
        let may_be = entry.file_type().is_dir() || leave_out.iter().any(|out| out.ends_with(entry.file_name()));
        hidden || (may_be && leave_out.contains(&whole(entry.path()))) || is_judged_query(entry)
    };
    let (mut found, mut problems) = (Vec::new(), Vec::new());
    let mut addresses = addresses(path)?;
    for entry in WalkDir::new(path).follow_links(true).sort_by_file_name().into_iter().filter_entry(|e| !left_out(e)) {
        match entry {
            Ok(entry) => {
                let is_given = entry.depth() == 0;
                let is_packed = gzip::is_packed(entry.path());
                let unpacked = if is_packed { entry.path().with_extension("") } else { entry.path().to_owned() };
                // A packed file beside the file itself is for the server to send.
                let is_copy = || is_packed && unpacked.is_file();
                let kind = Kind::of(&unpacked).filter(|_| entry.file_type().is_file() && !is_copy());
                let source = kind.map(|kind| {
                    let [name, place] = [&*unpacked, entry.path()].map(|file| name(path, file));
                    Source { address: addresses.remove(&place), name, place, path: entry.into_path(), kind }
                });
                let is_chosen = |Source { place, .. }: &Source| {
                    let is_wanted =
                        if include.is_empty() { is_given || is_page(place) } else { include.is_match(place) };
                    is_wanted && !exclude.is_match(place)
                };
                found.extend(source.filter(is_chosen));
            }
            Err(error) if error.depth() == 0 => {
                // Only a loop of links has no system error, and there is none at the start.
                let error = error.into_io_error().unwrap_or_else(|| std::io::Error::other("unreadable"));
                return Err(IndexError::Io { path: path.into(), action: Action::Read, error });
            }
            Err(error) => problems.extend(unseen(path, error)),
        }
    }
    // The walk goes folder by folder; names in one order make the output independent of how folders sort.
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Ok((found, problems))
}

/// Whether a file of a site is one of its pages, by its path.
fn is_page(place: &str) -> bool {
    let name = place.rsplit('/').next().unwrap_or_default();
    !NO_PAGES.contains(&name) && !name.ends_with(LICENCES)
}

/// What [`ADDRESSES`] of a folder says, by name. A line without a tab says nothing.
fn addresses(folder: &Path) -> Result<HashMap<String, String>, IndexError> {
    let path = folder.join(ADDRESSES);
    if !path.is_file() {
        return Ok(HashMap::new());
    }
    let text = std::fs::read_to_string(&path).map_err(IndexError::io(&path, Action::Read))?;
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

/// Files by the address of their page; of two with one address, the first.
pub(crate) fn by_address<'s>(sources: &'s [Source], settings: &Settings) -> HashMap<String, &'s Source> {
    sources.iter().rev().map(|source| (source.url(settings), source)).collect()
}

impl Source {
    /// What is in a file that holds many documents; none for any other.
    pub(crate) fn blocks(&self) -> Option<Result<Blocks, Problem>> {
        fn boxed<B: Block + 'static>(blocks: impl Iterator<Item = Result<B, Problem>> + 'static) -> Blocks {
            Box::new(blocks.map(|block| block.map(|block| -> Box<dyn Block> { Box::new(block) })))
        }
        let (place, path) = (&self.place, &self.path);
        match self.kind {
            Kind::JsonLines => Some(jsonl::Blocks::open(place, path).map(boxed)),
            Kind::Csv => Some(rows::Blocks::open(place, path).map(boxed)),
            Kind::Archive => Some(archive::Blocks::open(place, path).map(boxed)),
            _ => None,
        }
    }

    /// What tells it from other files, in the next build too.
    pub(crate) fn key(&self) -> String {
        // A file may be given by itself, and with its folder.
        format!("{}\n{}\n{:?}", self.path.display(), self.name, self.address)
    }

    /// The bytes of a file that holds one document.
    pub(crate) fn bytes(&self) -> Result<Vec<u8>, Problem> {
        let mut bytes = Vec::new();
        let read = gzip::open(&self.path).and_then(|mut file| file.read_to_end(&mut bytes));
        read.map_or_else(|error| Err(gzip::problem(&self.place, &error)), |_| Ok(bytes))
    }

    /// Whether a page says for Pagefind which part of it is its content. None for what is no page, cannot be read, or says
    /// so for us alone.
    pub(crate) fn names_body_for_pagefind(&self) -> Option<bool> {
        let bytes = if self.kind == Kind::Html { self.bytes().ok()? } else { return None };
        let mentions = |name: &str| memmem::find(&bytes, name.as_bytes()).is_some();
        if mentions(html::OWN_BODY) {
            return None;
        }
        // Most pages need not be parsed for it.
        let decoded = || charset::decode_html(&bytes, &self.place);
        Some(mentions(html::PAGEFIND_BODY) && html::names_body_for_pagefind(&decoded().0))
    }

    /// That it was left out, because others say for Pagefind which part of them is their content and it does not.
    pub(crate) fn without_body(&self) -> Problem {
        let reason = message!(
            "has no `data-pagefind-body`, which other pages have",
            "heeft geen `data-pagefind-body`, en andere pagina’s wel"
        );
        let help = message!(
            "mark its content with `data-pagefind-body` or `data-zoeklicht-body` to index it",
            "duid de inhoud aan met `data-pagefind-body` of `data-zoeklicht-body` om de pagina te vinden"
        );
        Problem::new(Code::NoBodyAttribute, &self.place, reason, help)
    }

    /// The document that these bytes are. Its address is the one that the page says, as it says it.
    fn one(&self, bytes: &[u8], settings: &Settings) -> One {
        let place = &self.place;
        if bytes.is_empty() {
            return Err(Problem::new(Code::EmptyFile, place, message!("is empty", "is leeg"), Problem::write_it()));
        }
        let other = |(beginning, _): &&(&[u8], _)| bytes.starts_with(beginning);
        if let Some((_, [en, nl])) = NOT_TEXT.iter().find(other).filter(|_| self.kind != Kind::Pdf) {
            return Err(Problem::not_text(place, Message::new(*en, *nl)));
        }
        let as_text = |decoded: Decoded<'_>, read: fn(&str, &str, &Selectors) -> One| {
            let (document, mut problems) = read(&decoded.0, place, &settings.selectors)?;
            problems.extend(decoded.1);
            Ok((document, problems))
        };
        match self.kind {
            Kind::Pdf => pdf::read(bytes, place, settings.lang),
            Kind::Html => as_text(charset::decode_html(bytes, place), html::read),
            Kind::Markdown => charset::decode(bytes, place).and_then(|text| as_text(text, markdown::read)),
            // A file of many documents is read in blocks instead.
            Kind::Plain | Kind::JsonLines | Kind::Csv | Kind::Archive => {
                charset::decode(bytes, place).and_then(|text| as_text(text, |text, place, _| plain::read(text, place)))
            }
        }
    }

    /// Reads the document from these bytes; `pages` are all files by their addresses. Whatever is wrong is a problem in the
    /// result: nothing here stops a run.
    pub(crate) fn read(&self, bytes: &[u8], settings: &Settings, pages: &HashMap<String, &Source>) -> Read {
        let place = &self.place;
        let (mut document, mut problems) = match self.one(bytes, settings) {
            Ok(one) => one,
            Err(problem) => return Read::nothing(problem),
        };
        let own = self.url(settings);
        let mut depends_on_others = false;
        if self.kind == Kind::Html {
            let canonical = canonical(&own, &std::mem::take(&mut document.url));
            if let Some(url) = canonical {
                depends_on_others = !is_same_page(&own, &url);
                if !depends_on_others {
                    document.url = url;
                } else if pages.get(&url).is_some_and(|original| original.is_original_of(&document, settings, pages)) {
                    let help = message!(
                        "if it is no copy, let its `<link rel=\"canonical\">` name its own address",
                        "is het geen kopie, laat `<link rel=\"canonical\">` dan het eigen adres noemen"
                    );
                    let reason = message!("says that it is a copy of `{url}`", "zegt dat het een kopie is van `{url}`");
                    let problem = Problem::new(Code::Excluded, place, reason, help);
                    return Read { depends_on_others, ..Read::nothing(problem) };
                }
            }
            if document.lang.or(settings.lang).is_none() {
                let help = message!(
                    "write it on the page, such as `<html lang=\"nl\">`; or set `lang` for all that do not",
                    "schrijf de taal op de pagina, zoals `<html lang=\"nl\">`; of geef `lang` voor alle pagina’s zonder taal"
                );
                let reason = message!("does not say its language", "zegt niet in welke taal het is");
                problems.push(Problem::new(Code::NoLanguage, place, reason, help));
            }
        }
        problems.extend(document.problems(place));
        document.id = self.name.clone();
        if self.address.is_some() || document.url.is_empty() {
            document.url = own;
        }
        if document.title.is_empty() {
            let stem = Path::new(&self.name).file_stem().unwrap_or_default();
            document.title = stem.to_string_lossy().into_owned();
        }
        Read { documents: vec![document], problems, depends_on_others }
    }

    /// Whether a document that says it is a copy of this one can be left out, because all that it says is found here. Pages
    /// that all name the home page by mistake say something else than that, and two that name each other are both copies.
    fn is_original_of(&self, copy: &Document, settings: &Settings, pages: &HashMap<String, &Source>) -> bool {
        let one = self.bytes().and_then(|bytes| self.one(&bytes, settings));
        one.is_ok_and(|(document, _)| {
            let other = || canonical(&self.url(settings), &document.url).filter(|_| self.kind == Kind::Html);
            let likeness = |document: &Document| Likeness::of(&document.title, &document.text);
            likeness(&document).is_like(&likeness(copy)) && !other().is_some_and(|url| pages.contains_key(&url))
        })
    }

    /// The address of the page, as far as the file itself does not say another.
    fn url(&self, settings: &Settings) -> String {
        match &self.address {
            Some(address) if ["http://", "https://"].iter().any(|scheme| address.starts_with(scheme)) => {
                address.clone()
            }
            Some(address) => format!("{}{address}", settings.base_url),
            None => format!("{}{}", settings.base_url, self.url_path()),
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
        Read { problems: vec![problem], ..Read::default() }
    }
}

/// The canonical address (RFC 6596) that a page at `url` gives itself with `href`, in the form that addresses of this site
/// have; none if it is the page's own, or that of another site. What is relative is so to the page. What is absolute is
/// of this site only if its base URL says the same origin: nothing else tells a copy from elsewhere.
fn canonical(url: &str, href: &str) -> Option<String> {
    let is_absolute = Url::parse(url).is_ok();
    if !is_absolute && !url.starts_with('/') {
        return None;
    }
    // Stands for the origin that is not known.
    let own = Url::parse("http://site.invalid/").ok()?.join(url).ok()?;
    let mut canonical = own.join(href).ok().filter(|canonical| canonical.origin() == own.origin())?;
    canonical.set_fragment(None);
    let folder = canonical.path().strip_suffix("index.html").filter(|folder| folder.ends_with('/')).map(str::to_owned);
    folder.iter().for_each(|folder| canonical.set_path(folder));
    if canonical == own {
        return None;
    }
    Some(if is_absolute { canonical.into() } else { canonical[url::Position::BeforePath..].to_owned() })
}

/// Whether a canonical address is the page's own without its ending, `/moving` for `/moving.html` or `/moving/`, as many
/// servers know it. No other file has that address.
fn is_same_page(own: &str, canonical: &str) -> bool {
    let bare = own.strip_suffix('/').or_else(|| own.strip_suffix(".html")).or_else(|| own.strip_suffix(".htm"));
    bare == Some(canonical)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_becomes_the_address_of_its_page() {
        let check = |name: &str, expected: &str| {
            let kind = Kind::of(Path::new(name)).expect("known");
            let (path, name, place) = (name.into(), name.to_owned(), name.to_owned());
            assert_eq!(Source { path, name, place, address: None, kind }.url_path(), expected);
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
        let read = |source: &Source| source.read(&source.bytes().expect("it is there"), &settings, &HashMap::new());
        let urls: Vec<_> =
            sources.iter().flat_map(|source| read(source).documents).map(|document| document.url).collect();
        assert_eq!(urls, ["https://a.be/thema?nr=7", "https://b.be/x", "https://a.be/c.html", "https://a.be/"]);
    }

    #[test]
    fn a_canonical_address_is_that_of_this_site_or_none() {
        let check = |url: &str, href: &str, expected: Option<&str>| {
            assert_eq!(canonical(url, href).as_deref(), expected, "{url} {href}");
        };
        check("/thema/nt2.html", "", None);
        check("/thema/nt2.html", "nt2.html#deel", None);
        check("/thema/", "/thema/index.html", None);
        check("/thema/nt2.html", "/thema/nt2", Some("/thema/nt2"));
        check("/thema/nt2.html", "../werk.html", Some("/werk.html"));
        check("/a.html", "een b.html?nr=7", Some("/een%20b.html?nr=7"));
        check("/a.html", "https://a.be/b.html", None);
        check("https://a.be/a.html", "https://a.be/b.html", Some("https://a.be/b.html"));
        check("https://a.be/a.html", "/index.html", Some("https://a.be/"));
        check("https://a.be/a.html", "https://b.be/a.html", None);
        check("https://a.be/a.html", "http://a.be/a.html", None);
        check("/a.html", "https://[", None);
        check("a.html", "b.html", None);
        for (own, canonical, expected) in [
            ("/a.html", "/a", true),
            ("/a/", "/a", true),
            ("https://a.be/a.htm", "https://a.be/a", true),
            ("/a.html", "/a/", false),
            ("/a.html", "/", false),
            ("/a/", "/a.html", false),
        ] {
            assert_eq!(is_same_page(own, canonical), expected, "{own} {canonical}");
        }
    }

    /// The addresses of the documents of a folder with these pages, by name: the text and the canonical address; and the
    /// names of those that are left out.
    fn read_pages(files: &[(&str, &str, &str)]) -> (Vec<String>, Vec<String>) {
        let folder = tempfile::tempdir().expect("there is room");
        for (name, text, href) in files {
            let page = format!("<html lang=nl><title>{name}</title><link rel=canonical href='{href}'><main>{text}");
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("there is room");
            std::fs::write(path, page).expect("there is room");
        }
        let settings = Settings::default();
        let (sources, _) = find(folder.path(), &[], &settings).expect("it can be read");
        let pages = by_address(&sources, &settings);
        let read = |source: &Source| source.read(&source.bytes().expect("it is there"), &settings, &pages);
        let all: Vec<Read> = sources.iter().map(read).collect();
        let urls = all.iter().flat_map(|read| &read.documents).map(|document| document.url.clone()).collect();
        let excluded = all.iter().flat_map(|read| &read.problems).filter(|problem| problem.code == Code::Excluded);
        (urls, excluded.map(|problem| problem.place.clone()).collect())
    }

    const TEXT: &str = "Wie verhuist, zegt dat binnen acht dagen aan de gemeente.";
    const OTHER_TEXT: &str = "De bibliotheek is open op dinsdag, woensdag en zaterdag van negen tot vijf.";

    #[test]
    fn a_copy_is_left_out_and_a_page_may_have_its_address_without_ending() {
        let (urls, excluded) = read_pages(&[
            ("a.html", TEXT, "/a.html"),
            ("b.html", TEXT, "a.html"),
            ("c.html", OTHER_TEXT, "/c"),
            ("d.html", OTHER_TEXT, "https://elders.be/d.html"),
            ("e.html", OTHER_TEXT, "/anders/e"),
        ]);
        assert_eq!(urls, ["/a.html", "/c", "/d.html", "/e.html"]);
        assert_eq!(excluded, ["b.html"]);
    }

    #[test]
    fn no_page_is_lost_by_what_it_names_as_canonical() {
        let noindex = format!("{TEXT}<meta name=robots content=noindex>");
        let check = |files: &[(&str, &str, &str)], expected: &[&str]| {
            let (urls, _) = read_pages(files);
            assert_eq!(urls, expected, "{files:?}");
        };
        // Each names the other; a circle of three.
        check(&[("a.html", TEXT, "b.html"), ("b.html", TEXT, "a.html")], &["/a.html", "/b.html"]);
        let circle = [("a.html", TEXT, "b.html"), ("b.html", TEXT, "c.html"), ("c.html", TEXT, "a.html")];
        check(&circle, &["/a.html", "/b.html", "/c.html"]);
        // A copy of a copy: the last of them is the original.
        let chain = [("a.html", TEXT, "b.html"), ("b.html", TEXT, "c.html"), ("c.html", TEXT, "")];
        check(&chain, &["/a.html", "/c.html"]);
        // The original is not found itself.
        check(&[("a.html", TEXT, "b.html"), ("b.html", &noindex, "")], &["/a.html"]);
        check(&[("a.html", TEXT, "weg.html"), ("b.html", TEXT, "weg.html")], &["/a.html", "/b.html"]);
        check(&[("a.html", TEXT, "b.html"), ("b.html", "", "")], &["/a.html"]);
        // Every page names the home page, as templates do by mistake.
        check(&[("a.html", TEXT, "/"), ("index.html", OTHER_TEXT, "/")], &["/a.html", "/"]);
        check(&[("a.html", "kort", "/"), ("index.html", "kort", "/")], &["/a.html", "/"]);
    }

    #[test]
    fn another_kind_of_file_is_not_read_as_text() {
        let folder = tempfile::tempdir().expect("there is room");
        let beginnings: [&[u8]; 3] = [b"%PDF-1.4\n<p>x", b"\x1F\x8B\x08<p>x", b"PK\x03\x04<p>x"];
        for name in ["a.html", "b.md", "c.txt"] {
            for bytes in beginnings {
                std::fs::write(folder.path().join(name), bytes).expect("there is room");
                let (sources, _) = find(&folder.path().join(name), &[], &Settings::default()).expect("it can be read");
                let read = sources[0].read(bytes, &Settings::default(), &HashMap::new());
                assert!(read.documents.is_empty());
                assert_eq!(read.problems.iter().map(|problem| problem.code).collect::<Vec<_>>(), [Code::NotText]);
            }
        }
    }

    #[test]
    fn a_packed_file_is_read_unless_it_stands_beside_the_file_itself() {
        use std::io::Write as _;

        let folder = tempfile::tempdir().expect("there is room");
        let write = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).expect("there is room");
        let pack = |text: &[u8]| {
            let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            packer.write_all(text).and_then(|()| packer.finish()).expect("it is packed")
        };
        write("a.html", b"<main>a");
        write("a.html.gz", &pack(b"<main>a"));
        write("b.md.gz", &pack(b"# B\n\nb"));
        write("c.tar.gz", b"");
        write("d.txt.gz", &pack(b"D\n\nd")[..12]);
        let (sources, problems) = find(folder.path(), &[], &Settings::default()).expect("it can be read");
        assert_eq!(problems, []);
        let places: Vec<_> = sources.iter().map(|source| (source.name.as_str(), source.place.as_str())).collect();
        assert_eq!(places, [("a.html", "a.html"), ("b.md", "b.md.gz"), ("d.txt", "d.txt.gz")]);
        let settings = Settings::default();
        let packed = sources[1].read(&sources[1].bytes().expect("it is whole"), &settings, &HashMap::new());
        assert_eq!((packed.documents[0].id.as_str(), packed.documents[0].url.as_str()), ("b.md", "/b.html"));
        let problem = sources[2].bytes().expect_err("half of it");
        assert_eq!((problem.code, problem.place.as_str()), (Code::NotUnpacked, "d.txt.gz"));
    }
}
