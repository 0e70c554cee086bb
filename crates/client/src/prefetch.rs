//! What is fetched before a search asks for it. Nothing here fails: what does not come is asked for when it is needed.

use std::rc::Weak;

use zoeklicht_query::ChunkId;

use crate::{Inner, MEMORY_BYTES_MAX, time};

/// Without a search for this long, nobody types.
const QUIET_MS: u32 = 1_000;
/// Chunks that are fetched at once; searches want the line too.
const AT_ONCE: usize = 8;

/// What to fetch before a search asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prefetch {
    /// The lexicon, which the first word that is not in the index needs: after an answer, when nobody types and the page
    /// is idle, unless the visitor saves data.
    Auto,
    /// Everything, as far as it may be kept, as soon as the page is idle.
    All,
    /// Nothing.
    None,
}

/// Fetches the lexicon, unless somebody goes on searching: then the next answer sees to it.
pub(crate) async fn lexicon(engine: Weak<Inner>, began_ms: f64) {
    time::sleep(QUIET_MS).await;
    time::idle().await;
    let Some(inner) = engine.upgrade() else { return };
    if inner.began_ms.get() == began_ms && !time::saves_data() {
        let _ = inner.chunks.load(&[ChunkId::LEXICON]).await;
    }
}

/// Fetches everything in the order of the manifest, until the memory is full or a file does not come.
pub(crate) async fn everything(engine: Weak<Inner>) {
    let Some(inner) = engine.upgrade() else { return };
    let all: Vec<ChunkId> = inner.chunks.index().manifest().chunks().map(|(id, _)| id).collect();
    drop(inner);
    for some in all.chunks(AT_ONCE) {
        time::idle().await;
        let Some(inner) = engine.upgrade() else { return };
        let is_full = inner.chunks.index().memory_bytes() >= MEMORY_BYTES_MAX;
        if is_full || inner.chunks.load(some).await.is_err() {
            return;
        }
    }
}
