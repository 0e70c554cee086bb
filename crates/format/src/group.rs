//! Groups of chunks: a Merkle tree (Merkle 1987) two levels deep, so that the manifest needs one checksum for eight files.
//!
//! A file begins with the checksums of all chunks of its group; their checksum is the group's and stands in the manifest.
//! With a checksum for each of 3,000 files the manifest of 10,000 pages was 38 kB, which every visitor fetches first.
//!
//! Invariants
//! - A file is named by its group and its place in it, so its content never changes under its name.

use crate::{ChunkKind, FormatError, Hash, Verified};

/// Chunks of a group. Each file carries eight bytes for each: 1.5 % of a file of 4 kB.
pub const GROUP_CHUNKS_MAX: usize = 8;

/// One file of the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChunkEntry {
    /// What it holds.
    pub kind: ChunkKind,
    /// The checksum of its group.
    pub group: Hash,
    /// Its place in the group.
    pub place: usize,
    /// How many chunks the group has.
    pub len: usize,
}

impl ChunkEntry {
    /// The path in the index folder. The ending `.bin`, because web servers that refuse unknown endings know it.
    pub fn path(&self) -> String {
        format!("{}/{}-{}.bin", self.kind.folder(), self.group, self.place)
    }

    /// What stands in its file, verified.
    ///
    /// # Errors
    /// [`FormatError::WrongHash`], or [`FormatError::NotAnIndex`] for a web page in the file's place.
    pub fn verify<'f>(&self, file: &'f [u8]) -> Result<Verified<'f>, FormatError> {
        let (hashes, _) = file.split_at(file.len().min(self.len * Hash::BYTES));
        Verified::new(hashes, self.group, &self.path())?;
        let (hashes, chunk) = file.split_at(hashes.len());
        let (hashes, _) = hashes.as_chunks();
        // The group's checksum is right, so there are as many as the manifest says.
        let hash = hashes.get(self.place).map(|hash| Hash(*hash));
        let hash = hash.ok_or_else(|| FormatError::malformed("a chunk", "its group has a place for it"))?;
        Verified::new(chunk, hash, &self.path())
    }
}

/// The checksum and the files of a group of chunks, at most [`GROUP_CHUNKS_MAX`].
pub fn write_group(chunks: &[Vec<u8>]) -> (Hash, Vec<Vec<u8>>) {
    assert!((1..=GROUP_CHUNKS_MAX).contains(&chunks.len()), "a group has one to eight chunks");
    let hashes: Vec<u8> = chunks.iter().flat_map(|chunk| Hash::of(chunk).0).collect();
    (Hash::of(&hashes), chunks.iter().map(|chunk| [&hashes[..], chunk].concat()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_file_in_the_right_place_is_verified() {
        let chunks = [b"een".to_vec(), b"twee".to_vec(), b"drie".to_vec()];
        let (group, files) = write_group(&chunks);
        let entry = |place| ChunkEntry { kind: ChunkKind::Terms, group, place, len: 3 };
        for (place, file) in files.iter().enumerate() {
            assert_eq!(entry(place).verify(file).map(Verified::bytes), Ok(&chunks[place][..]));
            assert!(entry((place + 1) % 3).verify(file).is_err(), "swapped");
            for len in 0..file.len() {
                assert!(entry(place).verify(&file[..len]).is_err(), "{len} bytes");
            }
            for bit in 0..file.len() * 8 {
                let mut damaged = file.clone();
                damaged[bit / 8] ^= 1 << (bit % 8);
                assert!(entry(place).verify(&damaged).is_err(), "bit {bit}");
            }
        }
        let error = entry(0).verify(b"<!doctype html><title>404</title>");
        assert!(matches!(error, Err(FormatError::NotAnIndex { .. })));
    }
}
