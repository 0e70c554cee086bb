//! An index in a folder, as the engine takes it.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use zoeklicht_indexer::{Message, message};
use zoeklicht_query::{Answer, Audit, ChunkEntry, Index, Manifest, Options, Root, Search, Step, Suggest, Suggestion};

use crate::said;

fn unusable(path: &Path) -> Message {
    message!("`{0}` cannot be used", "`{0}` kan niet gebruikt worden", path.display())
}

/// An index in a folder.
pub(crate) struct Folder {
    path: PathBuf,
    index: Index,
}

impl Folder {
    pub(crate) fn open(path: &Path) -> anyhow::Result<Folder> {
        let manifest = path.join(Manifest::PATH);
        let bytes = std::fs::read(&manifest).with_context(|| {
            message!(
                "`{0}` is not an index: `{1}` could not be read",
                "`{0}` is geen index: `{1}` kon niet gelezen worden",
                path.display(),
                manifest.display()
            )
        })?;
        let index = Index::open(&bytes).with_context(|| unusable(&manifest))?;
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
                Err(error) => audit.add_unread(id, Message::of_system(&error).to_string()),
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
        Err(said::with_hint(
            message!(
                "`{path}` is not whole: `{file}` cannot be used",
                "`{path}` is niet volledig: `{file}` kan niet gebruikt worden"
            ),
            message!("see `zoeklicht verify {path}`", "zie `zoeklicht verify {path}`"),
        ))
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
                let bytes = std::fs::read(&path).with_context(|| said::unread(&path))?;
                self.index.insert(id, &bytes).with_context(|| unusable(&path))?;
            }
        }
    }
}
