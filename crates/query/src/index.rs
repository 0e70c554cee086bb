//! The part of an index that has arrived: the manifest, and the chunks put in and not let go of since.

use std::cell::Cell;

use zoeklicht_format::{
    ChunkId, ChunkKind, Day, DocId, FormatError, Heading, Lexicon, Manifest, Root, Segment, TermChunk, read_segments,
    to_usize,
};
use zoeklicht_text::{ANALYZER_VERSION, tokens};

/// An index as far as it is here.
#[derive(Debug)]
pub struct Index {
    manifest: Manifest,
    /// The synonyms of the root, cut into terms.
    synonyms: Vec<Synonym>,
    /// By their ids. A hash table for them would be 1 kB of brotli more.
    chunks: Vec<Kept>,
    /// How often a chunk was put in or looked up.
    clock: Cell<u64>,
}

/// A sort key that is a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateKey {
    /// Its name, such as `date`.
    pub name: String,
    /// The day of the oldest document.
    pub first: Day,
    /// The day of the newest document.
    pub last: Day,
}

/// What is searched for besides some words.
#[derive(Debug)]
pub(crate) struct Synonym {
    /// The words, as terms.
    pub(crate) from: Vec<String>,
    /// What stands for them too, as terms.
    pub(crate) to: Vec<String>,
    /// The same as people write it.
    pub(crate) shown: String,
    /// The language it is for; empty for every language.
    lang: String,
}

impl Synonym {
    /// One for each way.
    fn of(synonym: &zoeklicht_format::Synonym) -> impl Iterator<Item = Synonym> {
        let way = |from: &str, to: &str| Synonym {
            from: tokens(from).map(|token| token.term).collect(),
            to: tokens(to).map(|token| token.term).collect(),
            shown: to.to_owned(),
            lang: synonym.lang.clone(),
        };
        let zoeklicht_format::Synonym { from, to, both_ways, .. } = synonym;
        let back = both_ways.then(|| way(to, from));
        let all = [way(from, to)].into_iter().chain(back);
        all.filter(|synonym| !synonym.from.is_empty() && !synonym.to.is_empty())
    }
}

/// A chunk that is here, or at least its file is, or neither.
#[derive(Debug, Default)]
struct Kept {
    read: Option<Chunk>,
    /// The bytes of the file, from which it can be read again; none for what always stays.
    file: Vec<u8>,
    /// About how many bytes of memory what was read takes.
    read_bytes: usize,
    /// When it was put in or last looked up, by the clock of the index.
    used: Cell<u64>,
}

impl Kept {
    fn memory_bytes(&self) -> usize {
        self.file.len() + if self.read.is_some() { self.read_bytes } else { 0 }
    }

    /// Whether it is read and nothing of it has gone.
    fn is_whole(&self) -> bool {
        match &self.read {
            Some(Chunk::Segments(segments)) => segments.is_whole,
            read => read.is_some(),
        }
    }

    /// How much has gone: of the chunks with least the oldest is next.
    fn stage(&self) -> u8 {
        match &self.read {
            Some(Chunk::Segments(segments)) if segments.is_whole => 0,
            Some(_) => 1,
            None => 2,
        }
    }

    /// Lets go of the next part: segments that no search has used, then all that was read, then the file.
    fn shrink(&mut self) {
        match &mut self.read {
            Some(Chunk::Segments(segments)) if segments.is_whole => self.read_bytes = segments.drop_unused(),
            Some(_) => self.read = None,
            None => self.file = Vec::new(),
        }
    }
}

/// A chunk, read.
#[derive(Debug)]
enum Chunk {
    Root(Root),
    Lexicon(Lexicon),
    Terms(TermChunk),
    Segments(Segments),
}

/// The segments of a chunk: of some twenty in it a search mostly uses one.
#[derive(Debug)]
struct Segments {
    /// Each with whether a search has used it.
    all: Vec<(Segment, Cell<bool>)>,
    is_whole: bool,
}

impl Segments {
    fn new(segments: Vec<Segment>) -> Segments {
        Segments { all: segments.into_iter().map(|segment| (segment, Cell::new(false))).collect(), is_whole: true }
    }

    /// About how many bytes of memory they take.
    fn memory_bytes(&self) -> usize {
        // The texts, and what strings and lists take beside.
        const HEADING: usize = 60;
        const SEGMENT: usize = 200;
        let heading = |heading: &Heading| heading.text.len() + heading.anchor.len() + HEADING;
        let segment = |(segment, _): &(Segment, _)| {
            segment.text.len() + SEGMENT + segment.headings.iter().map(heading).sum::<usize>()
        };
        self.all.iter().map(segment).sum()
    }

    fn drop_unused(&mut self) -> usize {
        self.all.retain(|(_, used)| used.get());
        self.all.shrink_to_fit();
        self.is_whole = false;
        self.memory_bytes()
    }

    fn get(&self, doc: DocId, number: u32) -> Option<&Segment> {
        let at = self.all.binary_search_by_key(&(doc, number), |(s, _)| (s.doc, s.number)).ok()?;
        let (segment, used) = &self.all[at];
        used.set(true);
        Some(segment)
    }
}

impl Index {
    /// Opens an index by the bytes of its manifest.
    ///
    /// # Errors
    /// [`FormatError`]: not an index, damaged, too old or too new.
    pub fn open(manifest: &[u8]) -> Result<Index, FormatError> {
        let manifest = Manifest::read(manifest, ANALYZER_VERSION)?;
        Ok(Index { manifest, synonyms: Vec::new(), chunks: Vec::new(), clock: Cell::new(0) })
    }

    /// The table of contents.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Whether a chunk is here, whole.
    pub fn has(&self, id: ChunkId) -> bool {
        self.kept(id).is_some_and(Kept::is_whole)
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
                Chunk::Segments(Segments::new(read_segments(file, docs, &self.manifest.dictionary)?))
            }
        };
        if let Chunk::Root(root) = &chunk {
            self.synonyms = root.synonyms.iter().flat_map(Synonym::of).collect();
        }
        let (read_bytes, file) = match &chunk {
            Chunk::Root(_) | Chunk::Lexicon(_) => (0, Vec::new()),
            // Measured over all chunks of the documentation of OpenJDK 17, 10,000 pages.
            Chunk::Terms(_) => (bytes.len() * 10, bytes.to_vec()),
            Chunk::Segments(segments) => (segments.memory_bytes(), bytes.to_vec()),
        };
        let place = to_usize(id.0);
        if self.chunks.len() <= place {
            self.chunks.resize_with(place + 1, Kept::default);
        }
        self.chunks[place] = Kept { read: Some(chunk), file, read_bytes, used: Cell::new(self.tick()) };
        Ok(())
    }

    /// Reads a chunk again of which [`Index::forget`] has left the file; says whether it had.
    ///
    /// # Errors
    /// As [`Index::insert`].
    pub fn restore(&mut self, id: ChunkId) -> Result<bool, FormatError> {
        let kept = self.chunks.get_mut(to_usize(id.0));
        let Some(kept) = kept.filter(|kept| !kept.is_whole() && !kept.file.is_empty()) else { return Ok(false) };
        let file = std::mem::take(&mut kept.file);
        self.insert(id, &file).map(|()| true)
    }

    /// Whether a chunk holds terms.
    pub fn holds_terms(&self, id: ChunkId) -> bool {
        self.manifest.chunk(id).is_some_and(|entry| entry.kind == ChunkKind::Terms)
    }

    /// About how many bytes of memory the chunks take that [`Index::forget`] may let go of.
    pub fn memory_bytes(&self) -> usize {
        self.chunks.iter().map(Kept::memory_bytes).sum()
    }

    /// The time by the clock of the index, which moves with each chunk that is put in or looked up.
    pub fn now(&self) -> u64 {
        self.clock.get()
    }

    /// Lets go of what was used longest ago, until the rest takes `memory_bytes_max` at most: first of segments that no
    /// search has used, then of all that was read, then of the files too. The root, the lexicon and what was used after
    /// `since` stay: a search that began then is still at work with them. A search that needs what has gone asks for it
    /// again, so an answer never depends on this.
    pub fn forget(&mut self, memory_bytes_max: usize, since: u64) {
        while self.memory_bytes() > memory_bytes_max {
            let may_go = |kept: &&mut Kept| !kept.file.is_empty() && kept.used.get() <= since;
            let kept = self.chunks.iter_mut().filter(may_go);
            let Some(next) = kept.min_by_key(|kept| (kept.stage(), kept.used.get())) else { return };
            next.shrink();
        }
    }

    fn tick(&self) -> u64 {
        self.clock.set(self.clock.get() + 1);
        self.clock.get()
    }

    fn kept(&self, id: ChunkId) -> Option<&Kept> {
        self.chunks.get(to_usize(id.0))
    }

    fn chunk(&self, id: ChunkId) -> Option<&Chunk> {
        let kept = self.kept(id)?;
        kept.used.set(self.tick());
        kept.read.as_ref()
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

    /// The sort keys of the index that are dates, if the root is here.
    pub fn dates(&self) -> Option<Vec<DateKey>> {
        let dates = |sort: &zoeklicht_format::SortTable| {
            let (first, last) = (*sort.days.first()?, *sort.days.last()?);
            Some(DateKey { name: sort.name.clone(), first, last })
        };
        Some(self.root()?.sorts.iter().filter_map(dates).collect())
    }

    /// The synonyms for a language, or all of them.
    pub(crate) fn synonyms(&self, lang: Option<&str>) -> impl Iterator<Item = &Synonym> {
        let is_for = move |synonym: &&Synonym| lang.is_none_or(|lang| synonym.lang.is_empty() || synonym.lang == lang);
        self.synonyms.iter().filter(is_for)
    }

    /// Whether a language of the index writes compounds as one word, and the indexer splits them.
    pub(crate) fn has_compounds(&self) -> bool {
        self.manifest.langs.iter().any(|(lang, _)| matches!(lang.as_str(), "nl" | "de"))
    }

    fn root(&self) -> Option<&Root> {
        let Some(Chunk::Root(root)) = self.chunk(ChunkId::ROOT) else { return None };
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
        let segment = segments.get(doc, number);
        if segment.is_none() && !segments.is_whole {
            self.miss(id);
        }
        segment
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
        let found = self.index.chunk(id);
        if found.is_none() {
            self.miss(id);
        }
        found
    }

    fn miss(&mut self, id: ChunkId) {
        if !self.missing.contains(&id) {
            self.missing.push(id);
        }
    }
}
