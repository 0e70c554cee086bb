//! A folder in which a build leaves what the next one need not do again: what it gathered of the documents, and the chunks
//! by what they were made of.
//!
//! Invariants
//! - An index is the same with a cache and without.
//! - What is not whole, or of another version or of other settings, is not used.
//! - One build at a time uses a cache; others wait.

use std::collections::HashMap;
use std::fs::File;
use std::hash::Hash;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_bytes::ByteBuf;
use xxhash_rust::xxh3::{Xxh3Default, xxh3_128};
use zoeklicht_text::ANALYZER_VERSION;

use crate::gather::{Gathered, Kept};
use crate::spool::Spool;
use crate::{Action, IndexError, Settings};

/// Counts up when a build finds other things in the same documents, or what is kept looks different.
const VERSION: u32 = 2;

/// What was gathered, without texts.
const DOCUMENTS: &str = "documents";
/// The texts of what was gathered.
const TEXTS: &str = "texts";
/// The chunks.
const CHUNKS: &str = "chunks";

pub(crate) struct Cache {
    folder: PathBuf,
    /// Of all that an index depends on besides its documents.
    key: u128,
    _lock: File,
}

impl Cache {
    /// Takes a folder as a cache, as soon as no other build uses it.
    pub(crate) fn open(folder: &Path, settings: &Settings) -> Result<Cache, IndexError> {
        std::fs::create_dir_all(folder).map_err(IndexError::io(folder, Action::Made))?;
        let path = folder.join("lock");
        let lock = File::create(&path).map_err(IndexError::io(&path, Action::Made))?;
        lock.lock().map_err(IndexError::io(&path, Action::Locked))?;
        // What says where things are, what is kept and how all is judged changes no document.
        let (sources, out, cache, strict, keep_documents) = Default::default();
        let settings = Settings { sources, out, cache, strict, keep_documents, ..settings.clone() };
        let said = format!("{VERSION} {} {ANALYZER_VERSION} {settings:?}", env!("CARGO_PKG_VERSION"));
        Ok(Cache { folder: folder.into(), key: xxh3_128(said.as_bytes()), _lock: lock })
    }

    /// What the last build left, if it can be used.
    pub(crate) fn load(&self) -> Option<(Kept, Spool)> {
        let (end, kept): (u64, Kept) = self.read(DOCUMENTS)?;
        let texts = (!kept.is_worn(end)).then(|| Spool::at(&self.folder.join(TEXTS), end).ok())??;
        Some((kept, texts))
    }

    /// Room for a build that begins anew.
    pub(crate) fn empty(&self) -> Result<(Kept, Spool), IndexError> {
        // First, so that nothing ever speaks of texts that are no longer there.
        let path = self.folder.join(DOCUMENTS);
        if path.exists() {
            std::fs::remove_file(&path).map_err(IndexError::io(&path, Action::Removed))?;
        }
        Ok((Kept::default(), Spool::at(&self.folder.join(TEXTS), 0)?))
    }

    /// Leaves what was gathered.
    pub(crate) fn save(&self, gathered: &Gathered) -> Result<(), IndexError> {
        self.write(DOCUMENTS, &(gathered.texts_end(), &gathered.kept))
    }

    /// The chunks of the last build.
    pub(crate) fn memory(&self) -> Memory {
        let chunks: Vec<(u128, ByteBuf)> = self.read(CHUNKS).unwrap_or_default();
        let known = chunks.into_iter().map(|(key, bytes)| (key, bytes.into_vec())).collect();
        Memory { known, kept: Some(Vec::new()) }
    }

    /// Leaves the chunks of this build.
    pub(crate) fn save_memory(&self, memory: &Memory) -> Result<(), IndexError> {
        self.write(CHUNKS, &memory.kept.as_deref().unwrap_or_default())
    }

    fn read<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        let bytes = std::fs::read(self.folder.join(name)).ok()?;
        let (checksum, rest) = bytes.split_at_checked(size_of::<u128>())?;
        if checksum != xxh3_128(rest).to_le_bytes() {
            return None;
        }
        let (key, value) = postcard::from_bytes::<(u128, T)>(rest).ok()?;
        (key == self.key).then_some(value)
    }

    fn write(&self, name: &str, value: &impl Serialize) -> Result<(), IndexError> {
        let path = self.folder.join(name);
        let write = || -> std::io::Result<()> {
            let bytes = postcard::to_stdvec(&(self.key, value)).map_err(std::io::Error::other)?;
            let mut file = tempfile::NamedTempFile::new_in(&self.folder)?;
            file.write_all(&xxh3_128(&bytes).to_le_bytes())?;
            file.write_all(&bytes)?;
            file.persist(&path)?;
            Ok(())
        };
        write().map_err(IndexError::io(&path, Action::Written))
    }
}

/// What was made of what: chunks by a hash of everything they depend on. Without a cache it remembers nothing.
#[derive(Default)]
pub(crate) struct Memory {
    known: HashMap<u128, Vec<u8>>,
    /// Of this build; none without a cache.
    kept: Option<Vec<(u128, ByteBuf)>>,
}

impl Memory {
    /// The key of what is made of these parts; none if nothing is remembered.
    pub(crate) fn key<P: Hash>(&self, parts: impl FnOnce() -> P) -> Option<u128> {
        self.kept.as_ref()?;
        let mut hasher = Xxh3Default::new();
        parts().hash(&mut hasher);
        Some(hasher.digest128())
    }

    /// Whether something was made of the same in the build before.
    pub(crate) fn has(&self, key: Option<u128>) -> bool {
        key.is_some_and(|key| self.known.contains_key(&key))
    }

    /// What has these keys, in order: from the build before, or made, in parallel.
    pub(crate) fn make(&mut self, keys: &[Option<u128>], make: impl Fn(usize) -> Vec<u8> + Sync) -> Vec<Vec<u8>> {
        let known = |key: &Option<u128>| key.and_then(|key| self.known.get(&key)).cloned();
        let made: Vec<Vec<u8>> =
            keys.par_iter().enumerate().map(|(at, key)| known(key).unwrap_or_else(|| make(at))).collect();
        if let Some(kept) = &mut self.kept {
            kept.extend(
                keys.iter().zip(&made).filter_map(|(key, bytes)| Some(((*key)?, ByteBuf::from(bytes.as_slice())))),
            );
        }
        made
    }
}
