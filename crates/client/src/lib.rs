//! The engine in a browser: fetches the chunks a search asks for, verifies them, keeps them.
//!
//! Invariants
//! - A chunk is fetched once, however many searches wait for it; no byte enters the index unverified. A fetch that no
//!   search waits for any more ends.
//! - A file that is damaged or missing is asked for once more past the cache, then reported as what it is; the next
//!   search tries again.
//! - Of searches started with [`Engine::search_latest`] only the newest answers.
//! - Engines of one index share its chunks, and nothing else: the searches of one never end those of another.
//! - Between searches the chunks that are kept take no more than [`MEMORY_BYTES_MAX`].
//!
//! Not here: the DOM, ranking rules. Runs in a window or a worker alike.

mod error;
mod fetch;
mod loading;
mod prefetch;
mod time;

use std::cell::{Cell, RefCell};
use std::pin::pin;
use std::rc::Rc;

use futures_util::future::{AbortHandle, AbortRegistration, Abortable, Either, select};
use gloo_events::EventListener;
use js_sys::{Function, Promise};
use wasm_bindgen_futures::spawn_local;
use web_sys::AbortSignal;
use zoeklicht_query::{ChunkId, Index, Pack, Search, Step, Suggest};

use loading::{Chunks, Source};

pub use error::ClientError;
pub use prefetch::Prefetch;
pub use time::idle;
pub use zoeklicht_query::{
    Answer, DateKey, DateRange, Day, Facet, Hit, Label, Manifest, Options, Rule, Section, Sort, Span, Suggestion,
    WholeText, sorted,
};

/// About how much memory the chunks of an index may take between searches, besides its root and its lexicon.
pub const MEMORY_BYTES_MAX: usize = 12_000_000;

/// A search that begins this soon after one for a part of it, or for more, is one of somebody who types.
const TYPING_MS: f64 = 250.0;
/// Such a search reads what only it needs when it is this old: by then a newer one has mostly taken its place.
const HOLD_MS: f64 = 150.0;
/// A search that takes longer shows what is there, as soon as that is something; it looks this often.
const SLOW_MS: f64 = 1_000.0;

/// An open index. Clones share it.
#[derive(Clone)]
pub struct Engine(Rc<Inner>);

struct Inner {
    chunks: Rc<Chunks>,
    prefetch: Cell<Prefetch>,
    /// When the newest search began.
    began_ms: Cell<f64>,
    /// Its query.
    query: RefCell<String>,
    /// Ends the newest search of [`Engine::search_latest`].
    newest: RefCell<AbortHandle>,
}

impl Engine {
    /// Opens the index in the folder at `url`, absolute or relative to the page.
    ///
    /// # Errors
    /// [`ClientError`] with the reason.
    pub async fn open(url: &str) -> Result<Engine, ClientError> {
        Engine::open_by(url, None).await
    }

    async fn open_by(url: &str, fetch: Option<Function>) -> Result<Engine, ClientError> {
        let folder = loading::folder(url);
        let manifest = format!("{folder}{}", Manifest::PATH);
        let index = match fetch::bytes(fetch.as_ref(), &manifest, fetch::Cache::Revalidate).await {
            Ok(bytes) => Index::open(&bytes).map_err(ClientError::from),
            Err(error) => Err(error),
        };
        let index = match index {
            Err(error) if error.may_pass() => {
                let bytes = fetch::bytes(fetch.as_ref(), &manifest, fetch::Cache::Bypass).await?;
                Index::open(&bytes).map_err(ClientError::from)?
            }
            other => other?,
        };
        Ok(Engine::new(Source::Folder(folder, fetch), index))
    }

    /// Opens the index in the folder at `url`, whose manifest is on its way: a promise of an `ArrayBuffer`, made while
    /// this program was still loading, which saves a round trip. If nothing good comes of it, as [`Engine::open`].
    /// `fetch` is called in the place of the browser's, with an address and a `RequestInit`, and may answer with copies that
    /// it kept, but not where `cache` is `reload`: then its copy was damaged.
    ///
    /// # Errors
    /// [`ClientError`] with the reason.
    pub async fn open_with(url: &str, manifest: Promise, fetch: Option<Function>) -> Result<Engine, ClientError> {
        let early = fetch::settled(manifest).await.and_then(|bytes| Index::open(&bytes).ok());
        match early {
            Some(index) => Ok(Engine::new(Source::Folder(loading::folder(url), fetch), index)),
            None => Engine::open_by(url, fetch).await,
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
        let (nothing, _) = AbortHandle::new_pair();
        Engine(Rc::new(Inner {
            chunks: Chunks::shared(source, index),
            prefetch: Cell::new(Prefetch::Auto),
            began_ms: Cell::new(f64::NEG_INFINITY),
            query: RefCell::default(),
            newest: RefCell::new(nothing),
        }))
    }

    /// Sets what to fetch before a search asks for it; [`Prefetch::Auto`] until then.
    pub fn prefetch(&self, prefetch: Prefetch) {
        self.0.prefetch.set(prefetch);
        if prefetch == Prefetch::All {
            spawn_local(prefetch::everything(Rc::downgrade(&self.0)));
        }
    }

    /// The table of contents.
    pub fn manifest(&self) -> Manifest {
        self.0.chunks.index().manifest().clone()
    }

    /// The filters of the index with all their values and numbers of documents, and its sort keys.
    ///
    /// # Errors
    /// [`ClientError`] if they could not be fetched.
    pub async fn filters_and_sorts(&self) -> Result<(Vec<Facet>, Vec<String>), ClientError> {
        self.0.chunks.load(&[ChunkId::ROOT]).await?;
        let index = self.0.chunks.index();
        Ok((index.filters().unwrap_or_default(), index.sorts().unwrap_or_default()))
    }

    /// The sort keys of the index that are dates, with their first and last day.
    ///
    /// # Errors
    /// [`ClientError`] if they could not be fetched.
    pub async fn dates(&self) -> Result<Vec<DateKey>, ClientError> {
        self.0.chunks.load(&[ChunkId::ROOT]).await?;
        Ok(self.0.chunks.index().dates().unwrap_or_default())
    }

    /// Answers a query, unless one of `signals` ends the search.
    ///
    /// # Errors
    /// [`ClientError`] with the reason; [`ClientError::Aborted`], at once, when a signal is aborted.
    pub async fn search(&self, query: &str, options: Options, signals: &[AbortSignal]) -> Result<Answer, ClientError> {
        unless_aborted(signals, self.answer(query, options, None)).await
    }

    /// Suggests how to go on from what was typed, unless one of `signals` ends that. The first time it fetches the lexicon,
    /// the largest file of the index.
    ///
    /// # Errors
    /// As [`Engine::search`].
    pub async fn suggest(
        &self,
        typed: &str,
        limit: usize,
        signals: &[AbortSignal],
    ) -> Result<Vec<Suggestion>, ClientError> {
        let chunks = &self.0.chunks;
        let suggest = Suggest::new(typed, limit);
        let work = async {
            let _underway = chunks.underway();
            loop {
                let step = suggest.step(&chunks.index());
                match step {
                    Step::Need(needed) => chunks.load(&needed).await?,
                    Step::Done(suggestions) => return Ok(suggestions),
                }
            }
        };
        unless_aborted(signals, work).await
    }

    /// Answers a query unless a newer one is asked meanwhile, as while someone types. If some pages take long to come,
    /// `onpartial` hears of the others once.
    ///
    /// # Errors
    /// [`ClientError`] with the reason; [`ClientError::Aborted`], at once, when a newer query comes.
    pub async fn search_latest(
        &self,
        query: &str,
        options: Options,
        onpartial: impl Fn(Answer),
    ) -> Result<Answer, ClientError> {
        let (handle, registration) = AbortHandle::new_pair();
        self.0.newest.replace(handle).abort();
        until(registration, self.answer(query, options, Some(&onpartial))).await
    }

    async fn answer(
        &self,
        query: &str,
        options: Options,
        mut onpartial: Option<&dyn Fn(Answer)>,
    ) -> Result<Answer, ClientError> {
        let chunks = &self.0.chunks;
        let start_ms = time::now_ms();
        let typing = self.is_typing(query, start_ms);
        let _underway = chunks.underway();
        let mut search = Search::new(query, options);
        loop {
            let step = search.step(&chunks.index());
            match step {
                Step::Need(needed) => {
                    let is_early = |id: &ChunkId| !typing || self.is_worth_early(*id, query);
                    let (early, late): (Vec<_>, Vec<_>) = needed.into_iter().partition(is_early);
                    let last = if late.is_empty() {
                        early
                    } else {
                        chunks.load(&early).await?;
                        time::sleep_until(start_ms + HOLD_MS).await;
                        late
                    };
                    let mut load = pin!(chunks.load(&last));
                    let mut look_ms = start_ms + SLOW_MS;
                    loop {
                        match select(load.as_mut(), pin!(time::sleep_until(look_ms))).await {
                            Either::Left((done, _)) => break done?,
                            Either::Right(_) => look_ms += SLOW_MS,
                        }
                        // As soon as there is something to show; before, the next look may find some.
                        let partial = onpartial.and_then(|_| search.partial(&chunks.index()));
                        if let Some((tell, answer)) = partial.and_then(|answer| Some((onpartial.take()?, answer))) {
                            tell(answer);
                        }
                    }
                }
                Step::Done(mut answer) => {
                    answer.took_us = time::elapsed_us(start_ms);
                    if self.0.prefetch.get() == Prefetch::Auto {
                        spawn_local(prefetch::lexicon(Rc::downgrade(&self.0), start_ms));
                    }
                    return Ok(*answer);
                }
            }
        }
    }

    /// Whether somebody is typing, who will rather see the pages of the next query: this one is a single letter, or soon
    /// after one with letters less or more. Any other search never waits.
    fn is_typing(&self, query: &str, start_ms: f64) -> bool {
        let before_ms = self.0.began_ms.replace(start_ms);
        let before = self.0.query.replace(query.to_owned());
        let goes_on = query.starts_with(&before) || before.starts_with(query);
        (goes_on && start_ms - before_ms < TYPING_MS) || query.trim().chars().count() == 1
    }

    /// Whether the next letter probably needs a chunk too: three letters are mostly enough to know the right terms.
    fn is_worth_early(&self, id: ChunkId, query: &str) -> bool {
        let letters = || query.split_whitespace().last().map_or(0, |word| word.chars().count());
        id == ChunkId::ROOT || (self.0.chunks.index().holds_terms(id) && letters() >= 3)
    }
}

/// Does some work, unless one of `signals` is aborted.
async fn unless_aborted<T>(
    signals: &[AbortSignal],
    work: impl Future<Output = Result<T, ClientError>>,
) -> Result<T, ClientError> {
    let (handle, registration) = AbortHandle::new_pair();
    if signals.iter().any(AbortSignal::aborted) {
        handle.abort();
    }
    let listen = |signal: &AbortSignal| {
        let handle = handle.clone();
        EventListener::once(signal, "abort", move |_| handle.abort())
    };
    let _listeners: Vec<EventListener> = signals.iter().map(listen).collect();
    until(registration, work).await
}

async fn until<T>(
    end: AbortRegistration,
    work: impl Future<Output = Result<T, ClientError>>,
) -> Result<T, ClientError> {
    Abortable::new(work, end).await.unwrap_or(Err(ClientError::Aborted))
}
