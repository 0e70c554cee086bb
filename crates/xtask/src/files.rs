//! Folders of files: read with the path in the error, write with the folders made, copy whole trees.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use walkdir::WalkDir;

/// The text of a file.
pub(crate) fn read(path: &Path) -> anyhow::Result<String> {
    fs::read_to_string(path).with_context(|| format!("could not read {}", path.display()))
}

/// Writes a file, and the folders it sits in.
pub(crate) fn write(path: &Path, content: impl AsRef<[u8]>) -> anyhow::Result<()> {
    make_parent(path)?;
    fs::write(path, content).with_context(|| format!("could not write {}", path.display()))
}

/// Copies a file, and makes the folders it comes to sit in.
pub(crate) fn copy(from: &Path, to: &Path) -> anyhow::Result<()> {
    make_parent(to)?;
    fs::copy(from, to).with_context(|| format!("could not copy {} to {}", from.display(), to.display()))?;
    Ok(())
}

/// Copies everything under `from`.
pub(crate) fn copy_tree(from: &Path, to: &Path) -> anyhow::Result<()> {
    for file in below(from)? {
        copy(&from.join(&file), &to.join(&file))?;
    }
    Ok(())
}

/// The files under a folder as paths inside it, in order.
pub(crate) fn below(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.with_context(|| format!("could not list {}", folder.display()))?;
        if entry.file_type().is_file() {
            files.push(entry.path().strip_prefix(folder).unwrap_or(entry.path()).into());
        }
    }
    Ok(files)
}

/// The names of what is in a folder, in order.
pub(crate) fn beside(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let list = || -> std::io::Result<Vec<PathBuf>> {
        fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name().into())).collect()
    };
    let mut names = list().with_context(|| format!("could not list {}", folder.display()))?;
    names.sort();
    Ok(names)
}

/// Removes a file that is there.
pub(crate) fn remove(file: &Path) -> anyhow::Result<()> {
    fs::remove_file(file).with_context(|| format!("could not remove {}", file.display()))
}

/// Leaves nothing of an earlier build, so that a file that went away does not stay.
pub(crate) fn remove_tree(folder: &Path) -> anyhow::Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("could not remove {}", folder.display()))?;
    }
    Ok(())
}

fn make_parent(path: &Path) -> anyhow::Result<()> {
    let parent = path.parent().context("a file sits in a folder")?;
    fs::create_dir_all(parent).with_context(|| format!("could not make {}", parent.display()))
}
