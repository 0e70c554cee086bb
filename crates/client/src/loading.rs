//! The chunks of an index: where they come from, those on their way, those that are here.

use std::cell::{Ref, RefCell};
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::rc::{Rc, Weak};
use std::task::Poll;

use futures_util::FutureExt as _;
use futures_util::future::Shared;
use js_sys::Function;
use wasm_bindgen_futures::spawn_local;
use zoeklicht_query::{ChunkId, Index, Pack};

use crate::{ClientError, MEMORY_BYTES_MAX, fetch, time};

/// How long a fetch that no search waits for goes on: who types another letter mostly needs the same chunks, and on a
/// slow line they would never come if each letter began anew.
const LINGER_MS: u32 = 150;

type Loading = Shared<Pin<Box<dyn Future<Output = Result<(), ClientError>>>>>;

thread_local! {
    /// The indexes in folders that are open.
    static OPEN: RefCell<Vec<Weak<Chunks>>> = const { RefCell::new(Vec::new()) };
}

/// Where an index is.
pub(crate) enum Source {
    /// A folder of files, by its URL with a slash at the end, and what fetches them if the browser's `fetch` does not.
    Folder(String, Option<Function>),
    /// Everything in one run of bytes.
    Embedded(Pack<'static>),
}

/// The URL of a folder, with a slash at the end.
pub(crate) fn folder(url: &str) -> String {
    if url.ends_with('/') { url.to_owned() } else { format!("{url}/") }
}

/// An index and what brings its chunks in.
pub(crate) struct Chunks {
    source: Source,
    index: RefCell<Index>,
    /// A few at a time.
    loading: RefCell<Vec<(ChunkId, Loading)>>,
    /// When the searches under way began, by the clock of the index.
    underway: RefCell<Vec<u64>>,
}

impl Chunks {
    /// The chunks of an index, which are those of the same index in the same folder if that is open already.
    pub(crate) fn shared(source: Source, index: Index) -> Rc<Chunks> {
        OPEN.with_borrow_mut(|open| {
            open.retain(|chunks| chunks.strong_count() > 0);
            let is_same = |chunks: &Rc<Chunks>| match (&chunks.source, &source) {
                // One that keeps copies has to see each request.
                (Source::Folder(one, None), Source::Folder(other, None)) => {
                    one == other && chunks.index().manifest() == index.manifest()
                }
                _ => false,
            };
            if let Some(chunks) = open.iter().filter_map(Weak::upgrade).find(is_same) {
                return chunks;
            }
            let (loading, underway) = (RefCell::default(), RefCell::default());
            let chunks = Rc::new(Chunks { source, index: RefCell::new(index), loading, underway });
            open.push(Rc::downgrade(&chunks));
            chunks
        })
    }

    /// The index as far as it is here.
    pub(crate) fn index(&self) -> Ref<'_, Index> {
        self.index.borrow()
    }

    /// Says that a search begins: what it uses stays until the answer is dropped.
    pub(crate) fn underway(self: &Rc<Chunks>) -> Underway {
        let since = self.index().now();
        self.underway.borrow_mut().push(since);
        Underway { chunks: Rc::clone(self), since }
    }

    /// Brings chunks in, all at once.
    pub(crate) async fn load(self: &Rc<Chunks>, chunks: &[ChunkId]) -> Result<(), ClientError> {
        let missing = chunks.iter().filter(|id| !self.index().has(**id));
        let mut waiting: Vec<Loading> = missing.map(|id| self.loading(*id)).collect();
        let mut outcome = Ok(());
        // All of the few are asked each time: the queue of tasks of `join_all` is 2 kB of brotli more.
        poll_fn(move |context| {
            waiting.retain_mut(|loading| match loading.poll_unpin(context) {
                Poll::Ready(Err(error)) => {
                    outcome = Err(error);
                    false
                }
                Poll::Ready(Ok(())) => false,
                Poll::Pending => true,
            });
            if waiting.is_empty() { Poll::Ready(outcome.clone()) } else { Poll::Pending }
        })
        .await
    }

    fn loading(self: &Rc<Chunks>, id: ChunkId) -> Loading {
        let start = || {
            let chunks = Rc::clone(self);
            let load: Pin<Box<dyn Future<Output = _>>> = Box::pin(async move {
                let done = chunks.load_one(id).await;
                // Whatever came of it, the next search may try again.
                chunks.loading.borrow_mut().retain(|(of, _)| *of != id);
                done
            });
            load.shared()
        };
        let mut all = self.loading.borrow_mut();
        if let Some((_, loading)) = all.iter().find(|(of, _)| *of == id) {
            return loading.clone();
        }
        let loading = start();
        all.push((id, loading.clone()));
        loading
    }

    async fn load_one(&self, id: ChunkId) -> Result<(), ClientError> {
        let entry = self.index().manifest().chunk(id);
        // A search only asks for chunks of the manifest.
        let Some(entry) = entry else { return Ok(()) };
        if self.index.borrow_mut().restore(id)? {
            return Ok(());
        }
        let (folder, fetch) = match &self.source {
            Source::Folder(folder, fetch) => (folder, fetch.as_ref()),
            Source::Embedded(pack) => {
                let mut index = self.index.borrow_mut();
                let bytes = pack.chunk(id).unwrap_or_default();
                return index.insert(id, bytes).map_err(ClientError::from);
            }
        };
        let url = format!("{folder}{}", entry.path());
        // The name is a hash of the content, so any cached copy will do; if it turns out damaged, past the cache.
        match self.fetch_into(id, fetch, &url, fetch::Cache::Any).await {
            Err(error) if error.may_pass() => self.fetch_into(id, fetch, &url, fetch::Cache::Bypass).await,
            done => done,
        }
    }

    async fn fetch_into(
        &self,
        id: ChunkId,
        fetch: Option<&Function>,
        url: &str,
        cache: fetch::Cache,
    ) -> Result<(), ClientError> {
        let bytes = fetch::bytes(fetch, url, cache).await?;
        self.index.borrow_mut().insert(id, &bytes).map_err(ClientError::from)
    }

    /// Lets go of what is too much, but of nothing that a search under way uses.
    fn forget(&self) {
        let since = self.underway.borrow().iter().min().copied().unwrap_or(u64::MAX);
        self.index.borrow_mut().forget(MEMORY_BYTES_MAX, since);
    }

    /// Ends the fetches that nobody waits for.
    fn end_idle(&self) {
        // One count is that of the table itself.
        let is_idle = |loading: &Loading| loading.strong_count() == Some(1);
        self.loading.borrow_mut().retain(|(_, loading)| !is_idle(loading));
    }
}

/// A search under way. When it is over, or given up, what only it needed may go.
pub(crate) struct Underway {
    chunks: Rc<Chunks>,
    since: u64,
}

impl Drop for Underway {
    fn drop(&mut self) {
        let chunks = Rc::clone(&self.chunks);
        let mut underway = chunks.underway.borrow_mut();
        if let Some(at) = underway.iter().position(|since| *since == self.since) {
            underway.swap_remove(at);
        }
        drop(underway);
        chunks.forget();
        if !chunks.loading.borrow().is_empty() {
            spawn_local(async move {
                time::sleep(LINGER_MS).await;
                chunks.end_idle();
            });
        }
    }
}
