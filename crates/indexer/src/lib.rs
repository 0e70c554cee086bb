//! Files to documents to an index.
//!
//! ```no_run
//! use zoeklicht_indexer::{Indexer, Settings};
//!
//! let mut indexer = Indexer::new(Settings::default());
//! indexer.add_path("public".as_ref())?;
//! let built = indexer.build()?;
//! built.write_to("public/zoeklicht".as_ref())?;
//! # Ok::<(), zoeklicht_indexer::IndexError>(())
//! ```
//!
//! An index that was built with [`Settings::keep_documents`] is a source itself, so that parts that are built apart, in
//! other places or with other settings, become one. What is kept of a document has its address, its language and what was
//! assigned to it; synonyms, pinned documents and weights of fields are those of the last build.
//!
//! ```no_run
//! use zoeklicht_indexer::{Indexer, Settings};
//!
//! let part = Settings { base_url: "https://a.example/".into(), keep_documents: true, ..Settings::default() };
//! let mut indexer = Indexer::new(part);
//! indexer.add_path("site-a".as_ref())?;
//! indexer.build()?.write_to("parts/a".as_ref())?;
//!
//! let mut all = Indexer::new(Settings::default());
//! all.add_path("parts/a".as_ref())?;
//! all.add_path("docs".as_ref())?;
//! all.build()?.write_to("search".as_ref())?;
//! # Ok::<(), zoeklicht_indexer::IndexError>(())
//! ```
//!
//! Invariants
//! - Same input, same bytes, whatever the number of threads and the order of the file system.
//! - Texts wait in a temporary file: memory holds what all documents together need, and a batch of work.
//! - One bad document never stops a run: it is skipped, named with the reason, and counted in the [`Report`].
//! - The manifest appears last, by rename; a build that is killed leaves the old index whole.
//!
//! Not here: ranking, queries, JavaScript.

mod archive;
mod assemble;
mod assign;
mod cache;
mod charset;
mod chunks;
mod code;
mod date;
mod dictionary;
mod document;
mod dutch;
mod forms;
mod gather;
mod globs;
mod gzip;
mod html;
mod jsonl;
mod likeness;
mod links;
mod markdown;
mod message;
mod output;
mod pdf;
mod periods;
mod plain;
mod postings;
mod records;
mod report;
mod rows;
mod selectors;
mod slug;
mod source;
mod spool;
mod synonyms;
mod tag;
mod term_chunks;
mod tree;
mod vocabulary;
mod words;
mod work;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use zoeklicht_format::Weights;
pub use zoeklicht_text::Lang;

pub use archive::is_index;
pub use assign::Assign;
pub use code::{Code, Severity};
pub use document::{Document, Heading};
pub use globs::Globs;
pub use links::links;
pub use message::{Language, Message};
pub use output::{Built, TEMPORARY};
pub use periods::{Period, Periods};
pub use report::{Problem, Report};
pub use selectors::{Selector, Selectors};
pub use source::ADDRESSES;
pub use synonyms::{Pinned, Synonyms};

use cache::{Cache, Memory};
use gather::{Gathered, Kept};
use source::Source;
use spool::Spool;
use work::{Done, Piece, Pieces};

/// Pieces of work for each thread in a batch: enough that none waits long for the last, few enough to hold.
const PIECES_PER_THREAD: usize = 16;

/// What a caller can choose. Its serialised form is what `zoeklicht.toml` says, in which every key can be left out.
///
/// `sources`, `out` and `strict` are for whoever calls the library, as the command does; the rest is followed here.
#[derive(Clone, Debug, serde::Deserialize, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Settings {
    /// The folders or files to index, from the folder of the configuration.
    pub sources: Vec<PathBuf>,
    /// The folder to write the index to, from the folder of the configuration; `zoeklicht` in the first source if none.
    pub out: Option<PathBuf>,
    /// A folder that remembers what was read, from the folder of the configuration: the next build with it only reads what has
    /// changed, and makes the same bytes. It is made if it is not there, and may be removed at any time.
    pub cache: Option<PathBuf>,
    /// Whether to write the documents beside the index, in `documents.bin`, so that the index can be a source of another. It is
    /// no part of the index: browsers never fetch it, and it need not be published.
    pub keep_documents: bool,
    /// Whether warnings and skipped documents are a failure.
    pub strict: bool,
    /// The files to read, by their path within their source. If empty, all but those that sites have for programs, such as
    /// `robots.txt`, and `404.html`.
    pub include: Globs,
    /// The files to leave out, by their path within their source, also of those that are included.
    pub exclude: Globs,
    /// What stands before the path of a file to make its URL. Ends with a slash.
    pub base_url: String,
    /// The language of documents that do not say theirs; found from their text if none.
    #[serde(deserialize_with = "tag::lang", serialize_with = "tag::write_lang")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub lang: Option<Lang>,
    /// Bytes of text of one document that are searched, 64 MiB at most; what is over is cut, and said.
    pub text_bytes_max: usize,
    /// What wrote the index, as the manifest says it.
    #[serde(skip)]
    pub generator: String,
    /// Words that stand for others.
    pub synonyms: Vec<Synonyms>,
    /// Words that are forms of one word, or of no other, whatever the rules of their language say.
    #[serde(deserialize_with = "tag::by_lang", serialize_with = "tag::write_by_lang")]
    #[cfg_attr(feature = "schema", schemars(with = "BTreeMap<String, Vec<Vec<String>>>"))]
    pub exceptions: BTreeMap<Lang, Vec<Vec<String>>>,
    /// Documents that come first for a query.
    pub pinned: Vec<Pinned>,
    /// How much a word counts by where it stands.
    pub weights: FieldWeights,
    /// Filters, sort keys and metadata of files that cannot say them.
    pub assign: Vec<Assign>,
    /// Filters whose values are times with a name, such as legislatures.
    pub periods: Vec<Periods>,
    /// Which elements of pages say what, where attributes do not.
    pub selectors: Selectors,
}

/// How much a word counts by where it stands, in hundredths: 300 is three times as much as 100.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, expecting = "a table with `title`, `headings` and `body`")]
pub struct FieldWeights {
    /// In the title.
    pub title: u16,
    /// In a heading.
    pub headings: u16,
    /// In the text.
    pub body: u16,
}

impl Default for FieldWeights {
    fn default() -> FieldWeights {
        // What the format has without a choice, which fits.
        let [title, headings, body] = Weights::default().field.map(|weight| weight.try_into().unwrap_or(u16::MAX));
        FieldWeights { title, headings, body }
    }
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            sources: Vec::new(),
            out: None,
            cache: None,
            keep_documents: false,
            strict: false,
            include: Globs::default(),
            exclude: Globs::default(),
            base_url: "/".into(),
            lang: None,
            // Two novels. A page that is longer is a data dump, and its index would be larger than the rest.
            text_bytes_max: 2 << 20,
            generator: concat!("zoeklicht ", env!("CARGO_PKG_VERSION")).into(),
            synonyms: Vec::new(),
            exceptions: BTreeMap::new(),
            pinned: Vec::new(),
            weights: FieldWeights::default(),
            assign: Vec::new(),
            periods: Vec::new(),
            selectors: Selectors::default(),
        }
    }
}

/// Why there is no index.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// A file or folder could not be read or written.
    #[error("{}", action.failed(path, error))]
    Io {
        /// Which.
        path: PathBuf,
        /// What was to be done with it.
        action: Action,
        /// What the system said.
        error: std::io::Error,
    },
    /// An index was given as a source, but its documents were not kept or cannot be read.
    #[error("{}", message!("`{0}` {reason}\nhint: {hint}", "`{0}` {reason}\ntip: {hint}", path.display()))]
    Documents {
        /// The index, or the file of its documents.
        path: PathBuf,
        /// What is wrong with it, to follow its name.
        reason: Message,
        /// What to do.
        hint: Message,
    },
    /// There was nothing to index. What was skipped, and why, is in the report.
    #[error("{}", message!("no documents were found in {0}", "er zijn geen documenten gevonden in {0}", names(sources)))]
    NoDocuments {
        /// Where they were looked for.
        sources: Vec<PathBuf>,
        /// What was skipped.
        report: Box<Report>,
    },
}

fn names(paths: &[PathBuf]) -> String {
    let quoted: Vec<_> = paths.iter().map(|path| format!("`{}`", path.display())).collect();
    quoted.join(", ")
}

impl IndexError {
    fn io<'p>(path: &'p Path, action: Action) -> impl FnOnce(std::io::Error) -> IndexError + 'p {
        move |error| IndexError::Io { path: path.into(), action, error }
    }
}

/// What could not be done with a file or a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Its content was to stay until it is needed again.
    Kept,
    /// No other build was to use it.
    Locked,
    /// It was to be there.
    Made,
    /// It was to be read later.
    Opened,
    /// It was to take the place of another.
    PutInPlace,
    /// It was to be read.
    Read,
    /// What was kept was to be read.
    ReadBack,
    /// It was to go.
    Removed,
    /// It was to be written.
    Written,
    /// It was to have one file more.
    WrittenTo,
}

impl Action {
    fn failed(self, path: &Path, error: &std::io::Error) -> Message {
        let (en, nl) = match self {
            Action::Kept => ("kept", "bijgehouden"),
            Action::Locked => ("locked", "vergrendeld"),
            Action::Made => ("made", "gemaakt"),
            Action::Opened => ("opened", "geopend"),
            Action::PutInPlace => ("put in place", "op zijn plaats gezet"),
            Action::Read => ("read", "gelezen"),
            Action::ReadBack => ("read back", "teruggelezen"),
            Action::Removed => ("removed", "verwijderd"),
            Action::Written => ("written", "geschreven"),
            Action::WrittenTo => ("written to", "beschreven"),
        };
        let (path, system) = (path.display(), Message::of_system(error));
        Message::new(
            format!("`{path}` could not be {en}: {}", system.to(Language::En)),
            format!("`{path}` kon niet {nl} worden: {}", system.to(Language::Nl)),
        )
    }
}

/// How far a build is.
#[derive(Clone, Copy, Debug)]
pub enum Progress {
    /// Files are read.
    Reading {
        /// Files so far.
        done: usize,
        /// Files in all.
        total: usize,
    },
    /// All is read; what was found is put in the order of the index.
    Ordering,
}

/// Collects documents and builds an index of them.
pub struct Indexer<'a> {
    settings: Settings,
    paths: Vec<PathBuf>,
    sources: Vec<Source>,
    documents: Vec<Document>,
    problems: Vec<Problem>,
    leave_out: Vec<PathBuf>,
    on_progress: Box<dyn Fn(Progress) + 'a>,
}

impl<'a> Indexer<'a> {
    /// An indexer without documents.
    pub fn new(settings: Settings) -> Indexer<'a> {
        Indexer {
            leave_out: settings.cache.iter().cloned().collect(),
            settings,
            paths: Vec::new(),
            sources: Vec::new(),
            documents: Vec::new(),
            problems: Vec::new(),
            on_progress: Box::new(|_| {}),
        }
    }

    /// Calls this for each file that is taken up, and when the next phase begins.
    pub fn on_progress(&mut self, call: impl Fn(Progress) + 'a) -> &mut Self {
        self.on_progress = Box::new(call);
        self
    }

    /// Leaves out a folder or a file: the output, when it lies within a source.
    pub fn leave_out(&mut self, path: &Path) -> &mut Self {
        self.leave_out.push(path.into());
        self
    }

    /// Adds a file, all files of a folder that hold documents, or all documents of an index that were kept with it.
    ///
    /// # Errors
    /// [`IndexError::Io`] if the path cannot be read, [`IndexError::Documents`] if it is an index without documents. What is wrong with a document shows in the report.
    pub fn add_path(&mut self, path: &Path) -> Result<&mut Self, IndexError> {
        self.paths.push(path.into());
        let (sources, problems) = source::find(path, &self.leave_out, &self.settings)?;
        self.sources.extend(sources);
        self.problems.extend(problems);
        Ok(self)
    }

    /// Adds a document of the caller's own.
    pub fn add_document(&mut self, document: Document) -> &mut Self {
        self.documents.push(document);
        self
    }

    /// Reads everything and builds the index.
    ///
    /// # Errors
    /// [`IndexError::NoDocuments`]; [`IndexError::Io`] if there is no room for temporary files.
    pub fn build(mut self) -> Result<Built, IndexError> {
        self.leave_out_without_body();
        let cache = self.settings.cache.as_ref().map(|path| Cache::open(path, &self.settings)).transpose()?;
        let begin = || cache.as_ref().map_or_else(|| Ok((Kept::default(), Spool::new()?)), Cache::empty);
        let (kept, texts) = cache.as_ref().and_then(Cache::load).map_or_else(begin, Ok)?;
        let mut gathered = Gathered::new(kept, texts, self.problems.clone());
        if !self.gather(&mut gathered)? {
            let (kept, texts) = begin()?;
            gathered = Gathered::new(kept, texts, self.problems.clone());
            self.gather(&mut gathered)?;
        }
        if !gathered.has_documents() {
            let report = Report { problems: gathered.problems(), ..Report::default() };
            return Err(IndexError::NoDocuments { sources: self.paths, report: Box::new(report) });
        }
        (self.on_progress)(Progress::Ordering);
        let mut memory = cache.as_ref().map_or_else(Memory::default, Cache::memory);
        if let Some(cache) = &cache {
            cache.save(&gathered)?;
        }
        let built = assemble::assemble(gathered, &self.settings, &mut memory)?;
        if let Some(cache) = &cache {
            cache.save_memory(&memory)?;
        }
        Ok(built)
    }

    /// Leaves out pages without `data-pagefind-body` as soon as one has it: sites that were built for Pagefind choose their
    /// pages so.
    fn leave_out_without_body(&mut self) {
        let named: Vec<Option<bool>> = self.sources.par_iter().map(Source::names_body_for_pagefind).collect();
        if named.contains(&Some(true)) {
            let sources = std::mem::take(&mut self.sources).into_iter().zip(named);
            let (out, left): (Vec<_>, Vec<_>) = sources.partition(|(_, named)| *named == Some(false));
            self.problems.extend(out.iter().map(|(source, _)| source.without_body()));
            self.sources = left.into_iter().map(|(source, _)| source).collect();
        }
    }

    /// Reads everything that an earlier build has not. Stops with `false` if it costs less to begin anew.
    fn gather(&self, gathered: &mut Gathered) -> Result<bool, IndexError> {
        let known = gathered.kept.contents();
        let (mut done, total) = (0, self.sources.len());
        let on_file = || {
            done += 1;
            (self.on_progress)(Progress::Reading { done, total });
        };
        let mut pieces = Pieces::new(&self.documents, &self.sources, on_file);
        let mut last: Vec<Done> = Vec::new();
        let pages = source::by_address(&self.sources, &self.settings);
        loop {
            let batch: Vec<Piece> = pieces.by_ref().take(PIECES_PER_THREAD * rayon::current_num_threads()).collect();
            let is_end = batch.is_empty();
            // One batch is worked on while the last is gathered, in its order, however many threads there are.
            let settings = &self.settings;
            let work =
                || batch.into_par_iter().map(|piece| piece.work(settings, &pages, &known)).collect::<Result<_, _>>();
            let (gather, worked) = rayon::join(|| last.into_iter().try_for_each(|done| gathered.add(done)), work);
            gather?;
            last = worked?;
            if is_end {
                gathered.remove_rest()?;
            }
            if gathered.is_mostly_gone() {
                return Ok(false);
            }
            if is_end {
                return Ok(true);
            }
        }
    }
}
