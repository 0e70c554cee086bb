//! The files of an index between being made and being written: groups of chunks, in a temporary file.

use std::ops::Range;

use zoeklicht_format::{ChunkId, GROUP_CHUNKS_MAX, Hash, to_usize, write_group};

use crate::IndexError;
use crate::spool::Spool;

/// Files in the order of their chunks' ids.
pub(crate) struct Chunks {
    spool: Spool,
    files: Vec<Range<u64>>,
    groups: Vec<Hash>,
    /// Chunks of a group that is not yet full.
    open: Vec<Vec<u8>>,
}

impl Chunks {
    pub(crate) fn new() -> Result<Chunks, IndexError> {
        Ok(Chunks { spool: Spool::new()?, files: Vec::new(), groups: Vec::new(), open: Vec::new() })
    }

    /// Adds a chunk.
    pub(crate) fn push(&mut self, chunk: Vec<u8>) -> Result<(), IndexError> {
        self.open.push(chunk);
        if self.open.len() == GROUP_CHUNKS_MAX { self.end_kind() } else { Ok(()) }
    }

    /// Says that the chunks that follow are of another kind: groups do not mix kinds.
    pub(crate) fn end_kind(&mut self) -> Result<(), IndexError> {
        if self.open.is_empty() {
            return Ok(());
        }
        let (group, files) = write_group(&std::mem::take(&mut self.open));
        self.groups.push(group);
        for file in files {
            self.files.push(self.spool.push(&file)?);
        }
        Ok(())
    }

    /// The hashes of the groups, in order.
    pub(crate) fn groups(&self) -> Vec<Hash> {
        self.groups.clone()
    }

    /// How many files there are.
    pub(crate) fn len(&self) -> usize {
        self.files.len()
    }

    /// The size of a chunk's file.
    pub(crate) fn bytes(&self, id: ChunkId) -> usize {
        let file = &self.files[to_usize(id.0)];
        usize::try_from(file.end - file.start).unwrap_or(usize::MAX)
    }

    /// A chunk's file.
    pub(crate) fn read(&self, id: ChunkId) -> Result<Vec<u8>, IndexError> {
        self.spool.read(self.files[to_usize(id.0)].clone())
    }
}
