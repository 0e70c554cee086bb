//! A whole index as one run of bytes, for embedding in a WASM: the length of the manifest, the manifest, and every file
//! in the order of the chunks' ids, each with its length in front.

use crate::num::{to_u32, to_usize};
use crate::{ChunkId, FormatError};

/// The bytes of a pack. `files` are those of the chunks in the order of their ids.
pub fn write_pack<'a>(manifest: &'a [u8], files: impl IntoIterator<Item = &'a [u8]>) -> Vec<u8> {
    let mut pack = Vec::new();
    for part in [manifest].into_iter().chain(files) {
        pack.extend(to_u32(part.len()).to_le_bytes());
        pack.extend_from_slice(part);
    }
    pack
}

/// An index in one run of bytes.
#[derive(Clone, Debug)]
pub struct Pack<'a> {
    manifest: &'a [u8],
    files: Vec<&'a [u8]>,
}

impl<'a> Pack<'a> {
    /// Finds the parts.
    ///
    /// # Errors
    /// [`FormatError::Malformed`] if a part is cut short.
    pub fn new(bytes: &'a [u8]) -> Result<Pack<'a>, FormatError> {
        let mut rest = bytes;
        let mut part = || {
            let (len, after) = rest.split_first_chunk()?;
            let (part, after) = after.split_at_checked(to_usize(u32::from_le_bytes(*len)))?;
            rest = after;
            Some((part, after.is_empty()))
        };
        let mut files = Vec::new();
        loop {
            let (file, is_last) =
                part().ok_or_else(|| FormatError::malformed("the embedded index", "it ends where it says"))?;
            files.push(file);
            if is_last {
                break;
            }
        }
        Ok(Pack { manifest: files.remove(0), files })
    }

    /// The bytes of the manifest.
    pub fn manifest(&self) -> &'a [u8] {
        self.manifest
    }

    /// The file of a chunk, not verified; `None` if the pack has no such chunk.
    pub fn chunk(&self, id: ChunkId) -> Option<&'a [u8]> {
        self.files.get(to_usize(id.0)).copied()
    }
}
