//! An index in a folder, as the engine takes it.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use zoeklicht_query::{Answer, Audit, ChunkEntry, Index, Manifest, Options, Root, Search, Step, Suggest, Suggestion};

/// An index in a folder.
pub(crate) struct Folder {
    path: PathBuf,
    index: Index,
}

impl Folder {
    pub(crate) fn open(path: &Path) -> anyhow::Result<Folder> {
        let manifest = path.join(Manifest::PATH);
        let bytes = std::fs::read(&manifest).with_context(|| {
            format!("`{}` is not an index: `{}` could not be read", path.display(), manifest.display())
        })?;
        let index = Index::open(&bytes).with_context(|| format!("`{}` cannot be used", manifest.display()))?;
        Ok(Folder { path: path.into(), index })
    }

    pub(crate) fn manifest(&self) -> &Manifest {
        self.index.manifest()
    }

    pub(crate) fn search(&mut self, query: &str, options: Options) -> anyhow::Result<Answer> {
        let start = std::time::Instant::now();
        let mut search = Search::new(query, options);
        let mut answer = self.finish(|index| search.step(index))?;
        answer.took_us = start.elapsed().as_micros().try_into().unwrap_or(u64::MAX);
        Ok(*answer)
    }

    pub(crate) fn suggest(&mut self, typed: &str, limit: usize) -> anyhow::Result<Vec<Suggestion>> {
        let suggest = Suggest::new(typed, limit);
        self.finish(|index| suggest.step(index))
    }

    /// Reads all chunks and compares them with each other. Of each that is there, `on_file` hears how many bytes it has.
    pub(crate) fn audit(&self, mut on_file: impl FnMut(&ChunkEntry, usize)) -> Audit<'_> {
        let mut audit = Audit::new(self.manifest());
        for (id, entry) in self.manifest().chunks() {
            match std::fs::read(self.path.join(entry.path())) {
                Ok(file) => {
                    on_file(&entry, file.len());
                    audit.add(id, &file);
                }
                Err(error) => audit.add_unread(id, format!("it could not be read: {error}")),
            }
        }
        audit
    }

    /// The root of an index of which an audit has read all chunks.
    ///
    /// # Errors
    /// If one is not whole: what is in it cannot be counted.
    pub(crate) fn whole<'a>(&self, audit: &'a Audit<'_>) -> anyhow::Result<&'a Root> {
        if let (Some(root), None) = (audit.root(), audit.flaws().first()) {
            return Ok(root);
        }
        let file = audit.flaws().first().map_or(Manifest::PATH, |flaw| &flaw.file);
        let path = self.path.display();
        anyhow::bail!("`{path}` is not whole: `{file}` cannot be used\nhint: see `zoeklicht verify {path}`");
    }

    /// Reads the chunks that each step asks for.
    fn finish<T>(&mut self, mut step: impl FnMut(&Index) -> Step<T>) -> anyhow::Result<T> {
        loop {
            let needed = match step(&self.index) {
                Step::Done(done) => return Ok(done),
                Step::Need(needed) => needed,
            };
            for id in needed {
                // A search only asks for chunks of the manifest.
                let Some(entry) = self.index.manifest().chunk(id) else { continue };
                let path = self.path.join(entry.path());
                let bytes = std::fs::read(&path).with_context(|| format!("`{}` could not be read", path.display()))?;
                self.index.insert(id, &bytes).with_context(|| format!("`{}` cannot be used", path.display()))?;
            }
        }
    }
}
