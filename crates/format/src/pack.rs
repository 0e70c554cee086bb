//! A whole index as one run of bytes, for embedding in a WASM: the length of the manifest, the manifest, and every
//! chunk in the order of the manifest's table, whose sizes it knows.

use crate::num::{to_u32, to_usize};
use crate::{ChunkId, FormatError, Manifest};

/// The bytes of a pack. `chunks` are the files in the order of their ids.
pub fn write_pack<'a>(manifest: &[u8], chunks: impl IntoIterator<Item = &'a [u8]>) -> Vec<u8> {
    let mut pack = Vec::from(to_u32(manifest.len()).to_le_bytes());
    pack.extend_from_slice(manifest);
    chunks.into_iter().for_each(|chunk| pack.extend_from_slice(chunk));
    pack
}

/// An index in one run of bytes.
#[derive(Clone, Copy, Debug)]
pub struct Pack<'a> {
    manifest: &'a [u8],
    chunks: &'a [u8],
}

impl<'a> Pack<'a> {
    /// Finds the parts.
    ///
    /// # Errors
    /// [`FormatError::Malformed`] if the bytes are too few.
    pub fn new(bytes: &'a [u8]) -> Result<Pack<'a>, FormatError> {
        let short = || FormatError::malformed("the embedded index", "it ends where it says");
        let (len, rest) = bytes.split_first_chunk().ok_or_else(short)?;
        let len = to_usize(u32::from_le_bytes(*len));
        let (manifest, chunks) = rest.split_at_checked(len).ok_or_else(short)?;
        Ok(Pack { manifest, chunks })
    }

    /// The bytes of the manifest.
    pub fn manifest(&self) -> &'a [u8] {
        self.manifest
    }

    /// The bytes of a chunk, not verified; `None` if the manifest has no such chunk or the pack is too short.
    pub fn chunk(&self, manifest: &Manifest, id: ChunkId) -> Option<&'a [u8]> {
        let start: usize =
            manifest.chunks().take_while(|(before, _)| *before < id).map(|(_, c)| to_usize(c.bytes)).sum();
        let len = to_usize(manifest.chunk(id)?.bytes);
        self.chunks.get(start..start.checked_add(len)?)
    }
}
