//! An index on its way to disk, or into a program.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use zoeklicht_format::{ChunkKind, Manifest, write_pack};

use crate::archive::{self, Packed};
use crate::chunks::Chunks;
use crate::report::Report;
use crate::{Action, IndexError};

/// How the names of temporary folders begin. A dot, so that a walk through the site passes them by.
pub const TEMPORARY: &str = ".zoeklicht-new-";

/// A finished index.
pub struct Built {
    pub(crate) manifest: Vec<u8>,
    pub(crate) chunks: Chunks,
    pub(crate) table: Manifest,
    /// If they are kept.
    pub(crate) documents: Option<Packed>,
    pub(crate) report: Report,
}

impl Built {
    /// What is in it and what is not.
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// The index as one run of bytes, for embedding in a program.
    ///
    /// # Errors
    /// [`IndexError::Io`] if the temporary file in which it waits cannot be read.
    pub fn pack(&self) -> Result<Vec<u8>, IndexError> {
        let files: Vec<Vec<u8>> = self.table.chunks().map(|(id, _)| self.chunks.read(id)).collect::<Result<_, _>>()?;
        Ok(write_pack(&self.manifest, files.iter().map(Vec::as_slice)))
    }

    /// Writes the index into a folder, in place of an index that is there. Other files in the folder stay.
    ///
    /// Everything is first written whole into a temporary folder within it. Chunks are named by their content, so new
    /// ones do not touch old ones; the manifest is put in place last and at once, and only then are the documents of the
    /// old index replaced and its chunks removed. Whoever stops this midway, or fills the disk, leaves a whole index; what
    /// was left behind goes with the next build.
    ///
    /// # Errors
    /// [`IndexError::Io`].
    pub fn write_to(&self, folder: &Path) -> Result<(), IndexError> {
        std::fs::create_dir_all(folder).map_err(IndexError::io(folder, Action::Made))?;
        remove_left_behind(folder)?;
        let temporary = tempfile::Builder::new().prefix(TEMPORARY).tempdir_in(folder);
        let temporary = temporary.map_err(IndexError::io(folder, Action::WrittenTo))?;
        let write = |name: &str, bytes: &[u8]| -> Result<PathBuf, IndexError> {
            let path = temporary.path().join(name);
            std::fs::write(&path, bytes).map_err(IndexError::io(&path, Action::Written))?;
            Ok(path)
        };
        let mut written = Vec::new();
        let mut current = HashSet::new();
        for (id, entry) in self.table.chunks() {
            let chunk = self.chunks.read(id)?;
            let path = folder.join(entry.path());
            // A file with this name may be damaged: compare.
            if current.insert(path.clone()) && !std::fs::read(&path).is_ok_and(|there| there == chunk) {
                written.push((write(&written.len().to_string(), &chunk)?, path));
            }
        }
        written.push((write(Manifest::PATH, &self.manifest)?, folder.join(Manifest::PATH)));
        if let Some(kept) = &self.documents {
            let path = temporary.path().join(archive::NAME);
            kept.write_to(&path)?;
            written.push((path, folder.join(archive::NAME)));
        }
        for (from, to) in &written {
            if let Some(parent) = to.parent() {
                std::fs::create_dir_all(parent).map_err(IndexError::io(parent, Action::Made))?;
            }
            std::fs::rename(from, to).map_err(IndexError::io(to, Action::PutInPlace))?;
        }
        let documents = folder.join(archive::NAME);
        if self.documents.is_none() && documents.exists() {
            std::fs::remove_file(&documents).map_err(IndexError::io(&documents, Action::Removed))?;
        }
        remove_stale(folder, &current)
    }
}

/// Removes the temporary folders of builds that were stopped.
fn remove_left_behind(folder: &Path) -> Result<(), IndexError> {
    for entry in std::fs::read_dir(folder).map_err(IndexError::io(folder, Action::Read))?.flatten() {
        if entry.file_name().to_string_lossy().starts_with(TEMPORARY) {
            std::fs::remove_dir_all(entry.path()).map_err(IndexError::io(&entry.path(), Action::Removed))?;
        }
    }
    Ok(())
}

/// Removes what earlier builds left in the folders of chunks.
fn remove_stale(folder: &Path, current: &HashSet<PathBuf>) -> Result<(), IndexError> {
    for kind in ChunkKind::ALL {
        let Ok(files) = std::fs::read_dir(folder.join(kind.folder())) else { continue };
        for file in files.flatten() {
            let path = file.path();
            let is_chunk = path.extension().is_some_and(|extension| extension == "bin");
            if is_chunk && !current.contains(&path) {
                std::fs::remove_file(&path).map_err(IndexError::io(&path, Action::Removed))?;
            }
        }
    }
    Ok(())
}
