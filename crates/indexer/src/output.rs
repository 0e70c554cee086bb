//! An index on its way to disk, or into a program.

use std::collections::HashSet;
use std::path::Path;

use zoeklicht_format::{ChunkKind, Manifest, write_pack};

use crate::IndexError;
use crate::report::Report;

/// A finished index.
pub struct Built {
    pub(crate) manifest: Vec<u8>,
    /// The files of the chunks in the order of their ids.
    pub(crate) chunks: Vec<Vec<u8>>,
    pub(crate) table: Manifest,
    pub(crate) report: Report,
}

impl Built {
    /// What is in it and what is not.
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// The index as one run of bytes, for embedding in a program.
    pub fn pack(&self) -> Vec<u8> {
        write_pack(&self.manifest, self.chunks.iter().map(Vec::as_slice))
    }

    /// Writes the index into a folder, in place of an index that is there. Other files in the folder stay.
    ///
    /// Chunks are named by their content, so new ones do not touch old ones; the manifest is put in place last and at
    /// once, and only then are the chunks of the old index removed. Whoever stops this midway leaves a whole index.
    ///
    /// # Errors
    /// [`IndexError::Io`].
    pub fn write_to(&self, folder: &Path) -> Result<(), IndexError> {
        let mut current = HashSet::new();
        for ((_, entry), bytes) in self.table.chunks().zip(&self.chunks) {
            let path = folder.join(entry.path());
            if !current.insert(path.clone()) {
                continue;
            }
            if let Some(parent) = path.parent() {
                std::fs::create_dir_all(parent).map_err(IndexError::io(parent, "made"))?;
            }
            // A file with this name and size that an interrupted build left may still be damaged: compare.
            if !std::fs::read(&path).is_ok_and(|there| there == *bytes) {
                replace(&path, bytes)?;
            }
        }
        replace(&folder.join(Manifest::PATH), &self.manifest)?;
        remove_stale(folder, &current)
    }
}

/// Writes a file so that its name shows either the old content or the new, whatever happens.
fn replace(path: &Path, bytes: &[u8]) -> Result<(), IndexError> {
    let temporary = path.with_extension("tmp");
    std::fs::write(&temporary, bytes).map_err(IndexError::io(&temporary, "written"))?;
    std::fs::rename(&temporary, path).map_err(IndexError::io(path, "put in place"))
}

/// Removes what earlier builds left in the folders of chunks.
fn remove_stale(folder: &Path, current: &HashSet<std::path::PathBuf>) -> Result<(), IndexError> {
    for kind in ChunkKind::ALL {
        let Ok(files) = std::fs::read_dir(folder.join(kind.folder())) else { continue };
        for file in files.flatten() {
            let path = file.path();
            let ours = path.extension().is_some_and(|extension| extension == "bin" || extension == "tmp");
            if ours && !current.contains(&path) {
                std::fs::remove_file(&path).map_err(IndexError::io(&path, "removed"))?;
            }
        }
    }
    Ok(())
}
