//! The part of an index that has arrived: the manifest, and the chunks put in so far.

use std::collections::HashMap;

use zoeklicht_format::{
    ChunkId, ChunkKind, DocId, FormatError, Lexicon, Manifest, Root, Segment, TermChunk, read_segments,
};
use zoeklicht_text::ANALYZER_VERSION;

/// An index as far as it is here.
#[derive(Debug)]
pub struct Index {
    manifest: Manifest,
    chunks: HashMap<ChunkId, Chunk>,
}

/// A chunk, read.
#[derive(Debug)]
enum Chunk {
    Root(Root),
    Lexicon(Lexicon),
    Terms(TermChunk),
    Segments(Vec<Segment>),
}

impl Index {
    /// Opens an index by the bytes of its manifest.
    ///
    /// # Errors
    /// [`FormatError`]: not an index, damaged, too old or too new.
    pub fn open(manifest: &[u8]) -> Result<Index, FormatError> {
        let manifest = Manifest::read(manifest, ANALYZER_VERSION)?;
        Ok(Index { manifest, chunks: HashMap::new() })
    }

    /// The table of contents.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Whether a chunk is here.
    pub fn has(&self, id: ChunkId) -> bool {
        self.chunks.contains_key(&id)
    }

    /// Verifies the bytes of a chunk's file and puts it in. A chunk that the manifest does not have is ignored.
    ///
    /// # Errors
    /// [`FormatError`] if the bytes are not those the manifest promised; the index is as before.
    pub fn insert(&mut self, id: ChunkId, bytes: &[u8]) -> Result<(), FormatError> {
        let Some(entry) = self.manifest.chunk(id) else { return Ok(()) };
        let file = entry.verify(bytes)?;
        let docs = self.manifest.docs;
        let chunk = match entry.kind {
            ChunkKind::Root => Chunk::Root(Root::read(file, docs, self.manifest.langs.len())?),
            ChunkKind::Lexicon => Chunk::Lexicon(Lexicon::read(file)?),
            ChunkKind::Terms => Chunk::Terms(TermChunk::read(file, docs)?),
            ChunkKind::Records | ChunkKind::Texts => {
                Chunk::Segments(read_segments(file, docs, &self.manifest.dictionary)?)
            }
        };
        self.chunks.insert(id, chunk);
        Ok(())
    }

    /// The filters of the index with all their values and counts, if the root is here.
    pub fn filters(&self) -> Option<Vec<crate::Facet>> {
        let facet = |filter: &zoeklicht_format::FilterTable| crate::Facet {
            name: filter.name.clone(),
            values: filter.values.iter().map(|value| (value.value.clone(), value.docs.len())).collect(),
        };
        Some(self.root()?.filters.iter().map(facet).collect())
    }

    /// The sort keys of the index, if the root is here.
    pub fn sorts(&self) -> Option<Vec<String>> {
        Some(self.root()?.sorts.iter().map(|sort| sort.name.clone()).collect())
    }

    fn root(&self) -> Option<&Root> {
        let Some(Chunk::Root(root)) = self.chunks.get(&ChunkId::ROOT) else { return None };
        Some(root)
    }
}

/// Looks chunks up and notes those that are missing, so that one step can ask for everything at once.
#[derive(Debug)]
pub(crate) struct Lookup<'a> {
    pub(crate) index: &'a Index,
    missing: Vec<ChunkId>,
}

impl<'a> Lookup<'a> {
    pub(crate) fn new(index: &'a Index) -> Lookup<'a> {
        Lookup { index, missing: Vec::new() }
    }

    pub(crate) fn root(&mut self) -> Option<&'a Root> {
        let Chunk::Root(root) = self.chunk(ChunkId::ROOT)? else { return None };
        Some(root)
    }

    pub(crate) fn lexicon(&mut self) -> Option<&'a Lexicon> {
        let Chunk::Lexicon(lexicon) = self.chunk(ChunkId::LEXICON)? else { return None };
        Some(lexicon)
    }

    pub(crate) fn terms(&mut self, id: ChunkId) -> Option<&'a TermChunk> {
        let Chunk::Terms(terms) = self.chunk(id)? else { return None };
        Some(terms)
    }

    /// A segment of a document; `None` also if the document has no such segment.
    pub(crate) fn segment(&mut self, doc: DocId, number: u32) -> Option<&'a Segment> {
        let id = self.index.manifest.segment_chunk(doc, number)?;
        let Chunk::Segments(segments) = self.chunk(id)? else { return None };
        let at = segments.binary_search_by_key(&(doc, number), |s| (s.doc, s.number)).ok()?;
        segments.get(at)
    }

    /// `done` if nothing was missing, else what was.
    pub(crate) fn finish<T>(self, done: T) -> Result<T, Vec<ChunkId>> {
        if self.missing.is_empty() { Ok(done) } else { Err(self.missing()) }
    }

    pub(crate) fn missing(self) -> Vec<ChunkId> {
        self.missing
    }

    pub(crate) fn is_complete(&self) -> bool {
        self.missing.is_empty()
    }

    fn chunk(&mut self, id: ChunkId) -> Option<&'a Chunk> {
        let found = self.index.chunks.get(&id);
        if found.is_none() && !self.missing.contains(&id) {
            self.missing.push(id);
        }
        found
    }
}
