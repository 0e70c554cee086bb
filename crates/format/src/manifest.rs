//! The manifest: what is in the index, and how to know each of its files is whole.
//!
//! Invariants
//! - It carries its own checksum at the end and is verified before it is read; then its versions decide.
//! - First terms strictly ascend from term chunk to term chunk; record chunks start at ascending (document, segment).
//! - A chunk's checksum is kept here, not in the chunk, so a swapped file is caught.

use crate::bytes::{Reader, Writer};
use crate::checksum::{deflate, looks_like_html};
use crate::limits::DOCS_MAX;
use crate::num::{to_u32, to_usize};
use crate::{DocId, FormatError, Hash, Verified};

const MAGIC: &[u8; 8] = b"zoeklich";
const HEADER_BYTES: usize = MAGIC.len() + 2 + 2;

/// The version of the format this crate writes and reads.
pub const FORMAT_VERSION: u16 = 1;

/// The kinds of chunk, each a folder of the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChunkKind {
    /// Document lengths, languages, filters and sorts.
    Root,
    /// Every term with its document frequency.
    Lexicon,
    /// A range of terms with their postings.
    Terms,
    /// Page records and text, in document order.
    Records,
}

impl ChunkKind {
    fn folder(self) -> &'static str {
        match self {
            ChunkKind::Root => "r",
            ChunkKind::Lexicon => "l",
            ChunkKind::Terms => "t",
            ChunkKind::Records => "d",
        }
    }
}

/// A chunk of an index: its place in the manifest's table (root, lexicon, term chunks, record chunks).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChunkId(pub u32);

impl ChunkId {
    /// The root.
    pub const ROOT: ChunkId = ChunkId(0);
    /// The lexicon.
    pub const LEXICON: ChunkId = ChunkId(1);
    const FIRST_TERMS: usize = 2;
}

/// One file of the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChunkEntry {
    /// What it holds.
    pub kind: ChunkKind,
    /// Its size as a file.
    pub bytes: u32,
    /// Its checksum, and its name.
    pub hash: Hash,
}

impl ChunkEntry {
    /// The path in the index folder. The ending `.bin`, because web servers that refuse unknown endings know it.
    pub fn path(&self) -> String {
        format!("{}/{}.bin", self.kind.folder(), self.hash)
    }
}

/// A term chunk and the first term it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermsEntry {
    /// The chunk holds the terms from this one up to the next chunk's first.
    pub first: String,
    /// Its size as a file.
    pub bytes: u32,
    /// Its checksum.
    pub hash: Hash,
}

/// A record chunk and where it starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordsEntry {
    /// The document of the first segment.
    pub first_doc: u32,
    /// The number of that segment within its document.
    pub first_segment: u32,
    /// Its size as a file.
    pub bytes: u32,
    /// Its checksum.
    pub hash: Hash,
}

/// The fields of a document that are searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The title.
    Title,
    /// All headings.
    Headings,
    /// The rest.
    Body,
}

impl Field {
    /// In the order of every per-field table.
    pub const ALL: [Field; 3] = [Field::Title, Field::Headings, Field::Body];
}

/// How fields weigh (BM25F: Robertson, Zaragoza & Taylor 2004), in hundredths, per field in the order of
/// [`Field::ALL`]. Carried by the index so that a site owner can tune them without another engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weights {
    /// Term frequency saturation.
    pub k1: u32,
    /// How much one occurrence in the field counts.
    pub field: [u32; 3],
    /// How much the field's length counts.
    pub b: [u32; 3],
}

impl Default for Weights {
    fn default() -> Weights {
        Weights { k1: 140, field: [300, 200, 100], b: [50, 65, 65] }
    }
}

/// The table of contents of an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    /// The analyzer that cut the terms; the engine's must be the same.
    pub analyzer: u16,
    /// What wrote the index, such as `zoeklicht 0.1.0`.
    pub generator: String,
    /// Number of documents.
    pub docs: u32,
    /// Languages with their number of documents; the root refers to them by place.
    pub langs: Vec<(String, u32)>,
    /// Words in all documents together, per field in the order of [`Field::ALL`].
    pub words: [u64; 3],
    /// Field weights.
    pub weights: Weights,
    /// Size and checksum of the root.
    pub root: (u32, Hash),
    /// Size and checksum of the lexicon.
    pub lexicon: (u32, Hash),
    /// The term chunks, by first term.
    pub terms: Vec<TermsEntry>,
    /// The record chunks, by first segment.
    pub records: Vec<RecordsEntry>,
}

impl Manifest {
    /// The file in the index folder that holds the manifest.
    pub const PATH: &'static str = "manifest.bin";

    /// The bytes of the file.
    pub fn write(&self) -> Vec<u8> {
        let mut w = Writer::default();
        w.str(&self.generator);
        w.u32(self.docs);
        w.len(self.langs.len());
        for (lang, docs) in &self.langs {
            w.str(lang);
            w.u32(*docs);
        }
        self.words.iter().for_each(|&n| w.u64(n));
        w.u32(self.weights.k1);
        self.weights.field.iter().chain(&self.weights.b).for_each(|&n| w.u32(n));
        w.u32(self.root.0);
        w.u32(self.lexicon.0);
        w.len(self.terms.len());
        assert!(self.terms.is_sorted_by(|a, b| a.first < b.first), "first terms must strictly ascend");
        for chunk in &self.terms {
            w.str(&chunk.first);
            w.u32(chunk.bytes);
        }
        w.len(self.records.len());
        let mut last_doc = 0;
        for chunk in &self.records {
            w.u32(chunk.first_doc - last_doc);
            w.u32(chunk.first_segment);
            w.u32(chunk.bytes);
            last_doc = chunk.first_doc;
        }
        // The hashes apart: they do not compress, and would break the runs of what does.
        for hash in self.hashes() {
            w.raw(&hash.0);
        }
        let mut file = Vec::from(MAGIC);
        file.extend(FORMAT_VERSION.to_le_bytes());
        file.extend(self.analyzer.to_le_bytes());
        file.extend(deflate(&w.0));
        let hash = Hash::of(&file);
        file.extend(hash.0);
        file
    }

    fn hashes(&self) -> impl Iterator<Item = Hash> {
        let terms = self.terms.iter().map(|chunk| chunk.hash);
        let records = self.records.iter().map(|chunk| chunk.hash);
        [self.root.1, self.lexicon.1].into_iter().chain(terms).chain(records)
    }

    /// Reads the file, verified by the checksum at its end. `analyzer` is the engine's own.
    ///
    /// # Errors
    /// Every [`FormatError`]: what is not an index, damaged, too old or too new says so.
    pub fn read(file: &[u8], analyzer: u16) -> Result<Manifest, FormatError> {
        const SECTION: &str = "the manifest";
        if file.get(..MAGIC.len()) != Some(MAGIC) {
            let found = match file {
                [] => "an empty file",
                _ if looks_like_html(file) => "a web page",
                _ => "other data",
            };
            return Err(FormatError::NotAnIndex { found });
        }
        let Some((body, trailer)) = file.split_last_chunk::<{ Hash::BYTES }>().filter(|(b, _)| b.len() >= HEADER_BYTES)
        else {
            return Err(FormatError::malformed(SECTION, "it has a header and a checksum"));
        };
        // First the checksum, then the version: a flipped bit must not look like another version.
        let verified = Verified::new(body, Hash(*trailer), SECTION)?;
        let mut header = Reader::new(&body[MAGIC.len()..], SECTION);
        let version = u16::from_le_bytes(header.array()?);
        let found_analyzer = u16::from_le_bytes(header.array()?);
        for (found, reads) in [(version, FORMAT_VERSION), (found_analyzer, analyzer)] {
            match found.cmp(&reads) {
                std::cmp::Ordering::Less => return Err(FormatError::TooOld { found, reads }),
                std::cmp::Ordering::Greater => return Err(FormatError::TooNew { found, reads }),
                std::cmp::Ordering::Equal => {}
            }
        }
        let raw = verified.skip(HEADER_BYTES).inflate(SECTION)?;
        Manifest::read_payload(&mut Reader::new(&raw, SECTION), found_analyzer)
    }

    fn read_payload(r: &mut Reader<'_>, analyzer: u16) -> Result<Manifest, FormatError> {
        let generator = r.string()?;
        let docs = r.u32()?;
        r.check(docs <= DOCS_MAX, "the number of documents is within the limit")?;
        let langs = (0..r.count()?).map(|_| Ok((r.string()?, r.u32()?))).collect::<Result<_, FormatError>>()?;
        let words = [r.u64()?, r.u64()?, r.u64()?];
        let weights =
            Weights { k1: r.u32()?, field: [r.u32()?, r.u32()?, r.u32()?], b: [r.u32()?, r.u32()?, r.u32()?] };
        let no_hash = Hash([0; Hash::BYTES]);
        let mut root = (r.u32()?, no_hash);
        let mut lexicon = (r.u32()?, no_hash);
        let mut terms: Vec<TermsEntry> = (0..r.count()?)
            .map(|_| Ok(TermsEntry { first: r.string()?, bytes: r.u32()?, hash: no_hash }))
            .collect::<Result<_, FormatError>>()?;
        r.check(terms.is_sorted_by(|a, b| a.first < b.first), "first terms strictly ascend")?;
        let mut last_doc = 0u32;
        let mut records: Vec<RecordsEntry> = Vec::new();
        for _ in 0..r.count()? {
            let gap = r.u32()?;
            let first_doc = last_doc.checked_add(gap).filter(|doc| *doc < docs);
            let first_doc = first_doc.ok_or_else(|| r.bad("record chunks start at documents that exist"))?;
            records.push(RecordsEntry { first_doc, first_segment: r.u32()?, bytes: r.u32()?, hash: no_hash });
            last_doc = first_doc;
        }
        let start = |chunk: &RecordsEntry| (chunk.first_doc, chunk.first_segment);
        r.check(records.is_sorted_by(|a, b| start(a) < start(b)), "record chunks strictly ascend")?;
        r.check(records.first().is_none_or(|first| start(first) == (0, 0)), "the first record chunk starts at 0")?;
        for hash in [&mut root.1, &mut lexicon.1]
            .into_iter()
            .chain(terms.iter_mut().map(|chunk| &mut chunk.hash))
            .chain(records.iter_mut().map(|chunk| &mut chunk.hash))
        {
            *hash = Hash(r.array()?);
        }
        r.end()?;
        Ok(Manifest { analyzer, generator, docs, langs, words, weights, root, lexicon, terms, records })
    }

    /// The hash of what the index holds: two indexes with the same answer to everything have the same id.
    pub fn id(&self) -> Hash {
        let all: Vec<u8> = self.hashes().flat_map(|hash| hash.0).collect();
        Hash::of(&all)
    }

    /// The number of chunks; their ids run from 0.
    pub fn chunk_count(&self) -> usize {
        ChunkId::FIRST_TERMS + self.terms.len() + self.records.len()
    }

    /// All chunks in the order of their ids.
    pub fn chunks(&self) -> impl Iterator<Item = (ChunkId, ChunkEntry)> + '_ {
        (0..to_u32(self.chunk_count())).filter_map(|id| Some((ChunkId(id), self.chunk(ChunkId(id))?)))
    }

    /// A chunk's file; `None` for an id this manifest does not have.
    pub fn chunk(&self, id: ChunkId) -> Option<ChunkEntry> {
        let entry = |kind, bytes, hash| Some(ChunkEntry { kind, bytes, hash });
        match id {
            ChunkId::ROOT => return entry(ChunkKind::Root, self.root.0, self.root.1),
            ChunkId::LEXICON => return entry(ChunkKind::Lexicon, self.lexicon.0, self.lexicon.1),
            _ => {}
        }
        let at = to_usize(id.0) - ChunkId::FIRST_TERMS;
        if let Some(chunk) = self.terms.get(at) {
            return entry(ChunkKind::Terms, chunk.bytes, chunk.hash);
        }
        let chunk = self.records.get(at - self.terms.len())?;
        entry(ChunkKind::Records, chunk.bytes, chunk.hash)
    }

    /// The term chunk whose range holds this term, if the index has terms at all.
    pub fn terms_chunk(&self, term: &str) -> Option<ChunkId> {
        let after = self.terms.partition_point(|chunk| chunk.first.as_str() <= term);
        // What sorts before the first chunk's first term stands nowhere; that chunk then says so.
        (!self.terms.is_empty()).then(|| ChunkId(to_u32(ChunkId::FIRST_TERMS + after.saturating_sub(1))))
    }

    /// The term chunks that hold terms with this prefix, in order.
    pub fn terms_chunks_with_prefix(&self, prefix: &str) -> Vec<ChunkId> {
        let Some(first) = self.terms_chunk(prefix) else { return Vec::new() };
        let place = to_usize(first.0) - ChunkId::FIRST_TERMS;
        let more = self.terms[place + 1..].iter().take_while(|chunk| chunk.first.starts_with(prefix)).count();
        (0..=to_u32(more)).map(|n| ChunkId(first.0 + n)).collect()
    }

    /// The record chunk that holds a segment of a document; `None` for a document the index does not have.
    pub fn records_chunk(&self, doc: DocId, segment: u32) -> Option<ChunkId> {
        let key = (doc.0, segment);
        let after = self.records.partition_point(|chunk| (chunk.first_doc, chunk.first_segment) <= key);
        let at = (doc.0 < self.docs).then(|| after.checked_sub(1))??;
        Some(ChunkId(to_u32(ChunkId::FIRST_TERMS + self.terms.len() + at)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> Manifest {
        let hash = Hash::of;
        let terms =
            ["aan", "integratie", "nt2"].map(|first| TermsEntry { first: first.into(), bytes: 9, hash: hash(b"t") });
        let records = [(0, 0), (3, 0), (3, 4)].map(|(first_doc, first_segment)| RecordsEntry {
            first_doc,
            first_segment,
            bytes: 7,
            hash: hash(b"d"),
        });
        Manifest {
            analyzer: 1,
            generator: "zoeklicht test".into(),
            docs: 5,
            langs: vec![("nl".into(), 4), ("fr".into(), 1)],
            words: [10, 20, 3000],
            weights: Weights::default(),
            root: (5, hash(b"r")),
            lexicon: (6, hash(b"l")),
            terms: terms.into(),
            records: records.into(),
        }
    }

    #[test]
    fn a_manifest_survives_and_finds_its_chunks() {
        let manifest = example();
        let read = Manifest::read(&manifest.write(), 1).expect("whole");
        assert_eq!(read, manifest);
        let check = |term: &str, chunk: u32| assert_eq!(read.terms_chunk(term), Some(ChunkId(chunk)), "{term}");
        check("aaa", 2);
        check("aan", 2);
        check("inburgering", 2);
        check("integratie", 3);
        check("zz", 4);
        assert_eq!(read.terms_chunks_with_prefix("i"), [ChunkId(2), ChunkId(3)]);
        assert_eq!(read.terms_chunks_with_prefix("nt2"), [ChunkId(4)]);
        assert_eq!(read.records_chunk(DocId(2), 0), Some(ChunkId(5)));
        assert_eq!(read.records_chunk(DocId(3), 3), Some(ChunkId(6)));
        assert_eq!(read.records_chunk(DocId(4), 0), Some(ChunkId(7)));
        assert_eq!(read.records_chunk(DocId(5), 0), None);
        assert_eq!(read.chunks().count(), 8);
        assert_eq!(read.chunk(ChunkId(8)), None);
    }

    #[test]
    fn every_truncation_and_every_flipped_bit_is_refused() {
        let file = example().write();
        for len in 0..file.len() {
            assert!(Manifest::read(&file[..len], 1).is_err(), "{len} bytes");
        }
        for bit in 0..file.len() * 8 {
            let mut damaged = file.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            assert!(Manifest::read(&damaged, 1).is_err(), "bit {bit}");
        }
    }

    #[test]
    fn old_new_damaged_and_foreign_are_told_apart() {
        let file = example().write();
        assert!(matches!(Manifest::read(&file, 2), Err(FormatError::TooOld { .. })));
        assert!(matches!(Manifest::read(&file, 0), Err(FormatError::TooNew { .. })));
        assert!(matches!(Manifest::read(&file[..file.len() - 1], 1), Err(FormatError::WrongHash { .. })));
        assert!(matches!(Manifest::read(b"<!doctype html><title>404", 1), Err(FormatError::NotAnIndex { .. })));
        assert!(matches!(Manifest::read(b"", 1), Err(FormatError::NotAnIndex { found: "an empty file" })));
    }
}
