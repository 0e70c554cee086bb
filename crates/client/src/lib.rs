//! The engine in a browser: fetches the chunks a search asks for, verifies them, keeps them.
//!
//! Invariants
//! - A chunk is fetched once, however many searches wait for it; no byte enters the index unverified.
//! - A file that is damaged or missing is asked for once more past the cache, then reported as what it is; the next
//!   search tries again.
//! - Of searches started with [`Engine::search_latest`] only the newest answers.
//!
//! Not here: the DOM, ranking rules. Runs in a window or a worker alike.

mod error;
mod fetch;

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use futures_util::FutureExt as _;
use futures_util::future::{Shared, join_all};
use zoeklicht_query::{ChunkId, Index, Pack, Search, Step};

pub use error::ClientError;
pub use zoeklicht_query::{Answer, Facet, Hit, Manifest, Options, Section, Sort, Span};

type Loading = Shared<Pin<Box<dyn Future<Output = Result<(), ClientError>>>>>;

/// An open index. Clones share it.
#[derive(Clone)]
pub struct Engine(Rc<Inner>);

struct Inner {
    source: Source,
    index: RefCell<Index>,
    loading: RefCell<HashMap<ChunkId, Loading>>,
    newest: Cell<u64>,
}

enum Source {
    /// A folder of files, by its URL with a slash at the end.
    Folder(String),
    /// Everything in one run of bytes.
    Embedded(Pack<'static>),
}

impl Engine {
    /// Opens the index in the folder at `url`, absolute or relative to the page.
    ///
    /// # Errors
    /// [`ClientError`] with the reason.
    pub async fn open(url: &str) -> Result<Engine, ClientError> {
        let folder = folder(url);
        let manifest = format!("{folder}{}", Manifest::PATH);
        let index = match fetch::bytes(&manifest, fetch::Cache::Revalidate).await {
            Ok(bytes) => Index::open(&bytes).map_err(ClientError::from),
            Err(error) => Err(error),
        };
        let index = match index {
            Err(error) if error.may_pass() => {
                Index::open(&fetch::bytes(&manifest, fetch::Cache::Bypass).await?).map_err(ClientError::from)?
            }
            other => other?,
        };
        Ok(Engine::new(Source::Folder(folder), index))
    }

    /// Opens the index in the folder at `url`, whose manifest is on its way: a promise of an `ArrayBuffer`, made while
    /// this program was still loading, which saves a round trip. If nothing good comes of it, as [`Engine::open`].
    ///
    /// # Errors
    /// [`ClientError`] with the reason.
    pub async fn open_with(url: &str, manifest: js_sys::Promise) -> Result<Engine, ClientError> {
        let early = fetch::settled(manifest).await.and_then(|bytes| Index::open(&bytes).ok());
        match early {
            Some(index) => Ok(Engine::new(Source::Folder(folder(url)), index)),
            None => Engine::open(url).await,
        }
    }

    /// Opens an index that is part of the program.
    ///
    /// # Errors
    /// [`ClientError`] with the reason.
    pub fn embedded(pack: &'static [u8]) -> Result<Engine, ClientError> {
        let pack = Pack::new(pack)?;
        let index = Index::open(pack.manifest())?;
        Ok(Engine::new(Source::Embedded(pack), index))
    }

    fn new(source: Source, index: Index) -> Engine {
        let inner = Inner { source, index: RefCell::new(index), loading: RefCell::default(), newest: Cell::new(0) };
        Engine(Rc::new(inner))
    }

    /// The table of contents.
    pub fn manifest(&self) -> Manifest {
        self.0.index.borrow().manifest().clone()
    }

    /// The filters of the index with all their values and numbers of documents, and its sort keys.
    ///
    /// # Errors
    /// [`ClientError`] if they could not be fetched.
    pub async fn filters_and_sorts(&self) -> Result<(Vec<Facet>, Vec<String>), ClientError> {
        self.load(&[ChunkId::ROOT]).await?;
        let index = self.0.index.borrow();
        Ok((index.filters().unwrap_or_default(), index.sorts().unwrap_or_default()))
    }

    /// Answers a query. `is_aborted` is asked after each wait; once it is true the search ends.
    ///
    /// # Errors
    /// [`ClientError`] with the reason; [`ClientError::Aborted`] when aborted.
    pub async fn search(
        &self,
        query: &str,
        options: Options,
        is_aborted: impl Fn() -> bool,
    ) -> Result<Answer, ClientError> {
        let start = fetch::now_ms();
        let mut search = Search::new(query, options);
        loop {
            let step = search.step(&self.0.index.borrow());
            match step {
                Step::Need(chunks) => self.load(&chunks).await?,
                Step::Done(mut answer) => {
                    answer.took_us = fetch::elapsed_us(start);
                    return Ok(*answer);
                }
            }
            if is_aborted() {
                return Err(ClientError::Aborted);
            }
        }
    }

    /// Answers a query unless a newer one is asked meanwhile, as while someone types.
    ///
    /// # Errors
    /// As [`Engine::search`]; [`ClientError::Aborted`] when a newer query came.
    pub async fn search_latest(&self, query: &str, options: Options) -> Result<Answer, ClientError> {
        let mine = self.0.newest.get() + 1;
        self.0.newest.set(mine);
        let inner = Rc::clone(&self.0);
        self.search(query, options, move || inner.newest.get() != mine).await
    }

    /// Brings chunks in, all at once.
    async fn load(&self, chunks: &[ChunkId]) -> Result<(), ClientError> {
        let waiting = chunks.iter().filter(|id| !self.0.index.borrow().has(**id)).map(|id| self.loading(*id));
        let waiting: Vec<Loading> = waiting.collect();
        join_all(waiting).await.into_iter().collect()
    }

    fn loading(&self, id: ChunkId) -> Loading {
        let mut all = self.0.loading.borrow_mut();
        let start = || {
            let inner = Rc::clone(&self.0);
            let load: Pin<Box<dyn Future<Output = _>>> = Box::pin(async move {
                let done = inner.load_one(id).await;
                // Whatever came of it, the next search may try again.
                inner.loading.borrow_mut().remove(&id);
                done
            });
            load.shared()
        };
        all.entry(id).or_insert_with(start).clone()
    }
}

fn folder(url: &str) -> String {
    if url.ends_with('/') { url.to_owned() } else { format!("{url}/") }
}

impl Inner {
    async fn load_one(&self, id: ChunkId) -> Result<(), ClientError> {
        let entry = self.index.borrow().manifest().chunk(id);
        // A search only asks for chunks of the manifest.
        let Some(entry) = entry else { return Ok(()) };
        let folder = match &self.source {
            Source::Folder(folder) => folder,
            Source::Embedded(pack) => {
                let bytes = pack.chunk(id).unwrap_or_default();
                return self.index.borrow_mut().insert(id, bytes).map_err(ClientError::from);
            }
        };
        let url = format!("{folder}{}", entry.path());
        // The name is a hash of the content, so any cached copy will do; if it turns out damaged, past the cache.
        match self.fetch_into(id, &url, fetch::Cache::Any).await {
            Err(error) if error.may_pass() => self.fetch_into(id, &url, fetch::Cache::Bypass).await,
            done => done,
        }
    }

    async fn fetch_into(&self, id: ChunkId, url: &str, cache: fetch::Cache) -> Result<(), ClientError> {
        let bytes = fetch::bytes(url, cache).await?;
        self.index.borrow_mut().insert(id, &bytes).map_err(ClientError::from)
    }
}
