//! The folder of a crawl: its pages, what their addresses are, and what is known of each.
//!
//! Invariants
//! - A file is whole or not there: it is written under another name and put in place by rename.
//! - What is known of a page is written after its file, line by line, so that a crawl that was killed goes on where it was.
//! - A file is removed only if [`STATE`] names it, and only when a crawl came to its end.
//!
//! [`STATE`] has a line with the source, then one for each page. While a crawl runs, `"begin"` follows, and again a line
//! for each page that is done; a page's last line holds. At the end it is written anew, in the order of the addresses.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::{Component, Path, PathBuf};

use anyhow::Context as _;
use serde::{Deserialize, Serialize};
use url::Url;
use zoeklicht_indexer::{ADDRESSES, Code, Message, Problem, message};

use super::page::Kind;
use super::place;
use crate::said;

/// What is known of each page.
pub(crate) const STATE: &str = ".zoeklicht-crawl.jsonl";
/// A file that is being written.
const TEMPORARY: &str = ".zoeklicht-crawl.tmp";
const VERSION: u32 = 2;

/// What is known of an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Entry {
    pub(crate) url: Url,
    /// What the sitemap said of its last change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) lastmod: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) etag: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) modified: Option<String>,
    #[serde(flatten)]
    pub(crate) outcome: Outcome,
    /// The PDFs that it links to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) links: Vec<Url>,
}

/// What came of an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Outcome {
    /// Its content is in this file.
    File(String),
    /// It is no page, and why.
    Skipped(Refusal),
    /// It leads to another address.
    Redirect(Url),
}

/// Why what came is no page to keep.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Refusal {
    /// It asks not to be indexed.
    Noindex,
    /// It is of this content type; empty if it does not say its own.
    Type(String),
}

impl Refusal {
    /// The same of an address.
    pub(crate) fn problem(&self, url: &Url) -> Problem {
        match self {
            Refusal::Noindex => Problem::new(
                Code::Excluded,
                url.as_str(),
                message!(
                    "asks not to be indexed (`X-Robots-Tag`)",
                    "vraagt om niet in de index te komen (`X-Robots-Tag`)"
                ),
                message!("remove that header to index it", "verwijder die header als het wel in de index moet"),
            ),
            Refusal::Type(kind) => {
                let reason = if kind.is_empty() {
                    message!("does not say its content type", "zegt niet van welke soort het is")
                } else {
                    message!("is `{kind}`", "is `{kind}`")
                };
                let help = message!(
                    "if it is a document, send its right `Content-Type`",
                    "is het een document, stuur dan de juiste `Content-Type`"
                );
                Problem::new(Code::OtherType, url.as_str(), reason, help)
            }
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Line {
    Crawl { version: u32, source: Url },
    Begin,
    Page(Entry),
}

/// The folder, while a crawl runs.
pub(crate) struct Store {
    folder: PathBuf,
    source: Url,
    entries: BTreeMap<Url, Entry>,
    /// Every file that a line named.
    files: BTreeSet<String>,
    /// What the crawl is done with; not empty at the start if one was broken off.
    done: HashSet<Url>,
    state: File,
    addresses: File,
}

impl Store {
    /// The folder of a crawl of `source`, made if it is not there.
    ///
    /// # Errors
    /// If it is of another crawl, damaged, or cannot be written.
    pub(crate) fn open(folder: &Path, source: &Url) -> anyhow::Result<Store> {
        fs::create_dir_all(folder).with_context(|| unmade(folder))?;
        let path = folder.join(STATE);
        let (mut entries, mut files, mut done) = (BTreeMap::new(), BTreeSet::new(), HashSet::new());
        let mut begun = false;
        if path.exists() {
            let text = fs::read(&path).with_context(|| said::unread(&path))?;
            // A crawl that is killed may leave half a line.
            let whole = text.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
            for (number, line) in (1_usize..).zip(text[..whole].split(|byte| *byte == b'\n')) {
                if line.is_empty() {
                    continue;
                }
                match serde_json::from_slice(line) {
                    Ok(Line::Crawl { version: VERSION, source: other }) if other == *source => {}
                    Ok(Line::Crawl { version: VERSION, source: other }) => {
                        return Err(said::with_hint(
                            message!(
                                "`{0}` holds a crawl of `{other}`",
                                "in `{0}` staat wat van `{other}` is opgehaald",
                                folder.display()
                            ),
                            message!(
                                "crawl into another folder, or remove this one first",
                                "geef een andere map, of verwijder eerst deze"
                            ),
                        ));
                    }
                    Ok(Line::Begin) => begun = true,
                    Ok(Line::Page(entry)) if entry.is_within() => {
                        if begun {
                            done.insert(entry.url.clone());
                        }
                        files.extend(entry.file().map(str::to_owned));
                        entries.insert(entry.url.clone(), entry);
                    }
                    Ok(Line::Crawl { .. } | Line::Page(_)) | Err(_) => {
                        return Err(said::with_hint(
                            message!(
                                "`{0}` is damaged in line {number}",
                                "`{0}` is beschadigd in regel {number}",
                                path.display()
                            ),
                            message!("remove the folder to crawl anew", "verwijder de map om opnieuw te beginnen"),
                        ));
                    }
                }
            }
            let file = OpenOptions::new().write(true).open(&path).with_context(|| said::unwritten(&path))?;
            let bytes = u64::try_from(whole).context(message!("no file is as long", "geen bestand is zo lang"))?;
            file.set_len(bytes).with_context(|| said::unwritten(&path))?;
        }
        let append = |name: &str| {
            let path = folder.join(name);
            OpenOptions::new().append(true).create(true).open(&path).with_context(|| said::unwritten(&path))
        };
        let (state, addresses) = (append(STATE)?, append(ADDRESSES)?);
        let mut store = Store { folder: folder.into(), source: source.clone(), entries, files, done, state, addresses };
        // The table is whole for what is there; it grows with each page.
        store.write_addresses()?;
        store.addresses = append(ADDRESSES)?;
        if store.state.metadata().is_ok_and(|file| file.len() == 0) {
            store.say(&Line::Crawl { version: VERSION, source: source.clone() })?;
        }
        if !begun {
            store.say(&Line::Begin)?;
        }
        Ok(store)
    }

    /// What is known of an address, unless its file is gone.
    pub(crate) fn known(&self, url: &Url) -> Option<&Entry> {
        let entry = self.entries.get(url)?;
        entry.file().is_none_or(|file| self.folder.join(file).is_file()).then_some(entry)
    }

    /// Whether this crawl is done with an address.
    pub(crate) fn is_done(&self, url: &Url) -> bool {
        self.done.contains(url)
    }

    /// Writes the file of a page; its name.
    pub(crate) fn write(&mut self, url: &Url, kind: Kind, content: &[u8]) -> anyhow::Result<String> {
        let file = place::file(url, kind, &self.source);
        let path = self.folder.join(&file);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).with_context(|| unmade(parent))?;
        }
        self.replace(&path, content)?;
        self.addresses.write_all(self.address(&file, url).as_bytes()).context(said::unwritten(Path::new(ADDRESSES)))?;
        Ok(file)
    }

    /// Notes what came of an address.
    pub(crate) fn note(&mut self, entry: Entry) -> anyhow::Result<()> {
        self.files.extend(entry.file().map(str::to_owned));
        self.done.insert(entry.url.clone());
        self.entries.insert(entry.url.clone(), entry.clone());
        self.say(&Line::Page(entry))
    }

    /// Ends the crawl: what is not kept goes, with its file. How many pages are there, and the
    /// files that went.
    pub(crate) fn finish(mut self, keep: impl Fn(&Url) -> bool) -> anyhow::Result<(usize, Vec<String>)> {
        self.entries.retain(|url, _| keep(url));
        let kept: HashSet<&str> = self.entries.values().filter_map(Entry::file).collect();
        let mut gone = Vec::new();
        for file in self.files.iter().filter(|file| !kept.contains(file.as_str())) {
            let path = self.folder.join(file);
            match fs::remove_file(&path) {
                Ok(()) => gone.push(file.clone()),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(error) => {
                    return Err(error).with_context(|| {
                        message!("`{0}` could not be removed", "`{0}` kon niet verwijderd worden", path.display())
                    });
                }
            }
        }
        self.write_addresses()?;
        let mut text = line(&Line::Crawl { version: VERSION, source: self.source.clone() })?;
        for entry in self.entries.values() {
            text += &line(&Line::Page(entry.clone()))?;
        }
        self.replace(&self.folder.join(STATE), text.as_bytes())?;
        Ok((self.entries.values().filter_map(Entry::file).count(), gone))
    }

    fn say(&mut self, said: &Line) -> anyhow::Result<()> {
        self.state.write_all(line(said)?.as_bytes()).with_context(|| said::unwritten(&self.folder.join(STATE)))
    }

    fn write_addresses(&self) -> anyhow::Result<()> {
        let files: BTreeMap<&str, &Url> =
            self.entries.values().filter_map(|entry| Some((entry.file()?, &entry.url))).collect();
        let text: String = files.into_iter().map(|(file, url)| self.address(file, url)).collect();
        self.replace(&self.folder.join(ADDRESSES), text.as_bytes())
    }

    fn address(&self, file: &str, url: &Url) -> String {
        format!("{file}\t{}\n", place::address(url, &self.source))
    }

    fn replace(&self, path: &Path, content: &[u8]) -> anyhow::Result<()> {
        let temporary = self.folder.join(TEMPORARY);
        fs::write(&temporary, content).with_context(|| said::unwritten(&temporary))?;
        fs::rename(&temporary, path).with_context(|| said::unwritten(path))
    }
}

impl Entry {
    pub(crate) fn file(&self) -> Option<&str> {
        if let Outcome::File(file) = &self.outcome { Some(file) } else { None }
    }

    /// Whether its file lies in the folder: a state that someone has changed must not have other files removed.
    fn is_within(&self) -> bool {
        let is_name = |part| matches!(part, Component::Normal(_));
        self.file().is_none_or(|file| Path::new(file).components().all(is_name))
    }
}

fn line(line: &Line) -> anyhow::Result<String> {
    Ok(serde_json::to_string(line).context(message!("no line could be made", "er kon geen regel gemaakt worden"))?
        + "\n")
}

fn unmade(path: &Path) -> Message {
    message!("`{0}` could not be made", "`{0}` kon niet gemaakt worden", path.display())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::*;

    fn source() -> Url {
        Url::parse("https://a.be/sitemap.xml").unwrap()
    }

    fn save(store: &mut Store, path: &str) {
        let url = source().join(path).unwrap();
        let file = store.write(&url, Kind::Html, path.as_bytes()).unwrap();
        let entry = Entry {
            url,
            lastmod: None,
            etag: Some("\"1\"".into()),
            modified: None,
            outcome: Outcome::File(file),
            links: Vec::new(),
        };
        store.note(entry).unwrap();
    }

    #[test]
    fn a_crawl_that_was_killed_goes_on_and_half_a_line_is_no_page() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open(folder.path(), &source()).unwrap();
        save(&mut store, "/a/");
        save(&mut store, "/b?c");
        drop(store);
        let state = folder.path().join(STATE);
        let mut text = fs::read_to_string(&state).unwrap();
        text.truncate(text.len() - 3);
        fs::write(&state, text).unwrap();
        let store = Store::open(folder.path(), &source()).unwrap();
        let is_done = |path: &str| store.is_done(&source().join(path).unwrap());
        assert_eq!((is_done("/a/"), is_done("/b?c")), (true, false));
        assert_eq!(store.finish(|_| true).unwrap(), (1, Vec::new()));
        // The next crawl is another one, which knows what was there.
        let store = Store::open(folder.path(), &source()).unwrap();
        let url = source().join("/a/").unwrap();
        assert!(!store.is_done(&url) && store.known(&url).is_some());
        assert_eq!(fs::read_to_string(folder.path().join(ADDRESSES)).unwrap(), "a/index.html\ta/\n");
        fs::remove_file(folder.path().join("a/index.html")).unwrap();
        assert!(store.known(&url).is_none());
    }

    #[test]
    fn only_files_that_the_state_names_are_removed() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open(folder.path(), &source()).unwrap();
        save(&mut store, "/a.html");
        save(&mut store, "/b.html");
        fs::write(folder.path().join("eigen.html"), "mine").unwrap();
        assert_eq!(store.finish(|url| url.path() == "/a.html").unwrap(), (1, vec!["b.html".into()]));
        let there = |name: &str| folder.path().join(name).is_file();
        assert!(there("a.html") && there("eigen.html") && !there("b.html"));
    }

    #[test]
    fn a_state_of_another_crawl_or_with_files_elsewhere_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let refusal = |source: &str| {
            let refused = Store::open(folder.path(), &Url::parse(source).unwrap()).err();
            refused.map(|error| error.to_string()).unwrap_or_default()
        };
        assert_eq!(refusal("https://a.be/"), "");
        assert!(refusal("https://b.be/").contains("holds a crawl of `https://a.be/`"));
        let page = r#"{"page":{"url":"https://a.be/x","file":"../x.html"}}"#;
        fs::write(folder.path().join(STATE), format!("{page}\n")).unwrap();
        assert!(refusal("https://a.be/").contains("is damaged in line 1"));
    }
}
