//! The manifest: what is in the index, and how to know each of its files is whole.
//!
//! Invariants
//! - It carries its own checksum at the end and is verified before it is read; then its versions decide.
//! - Bounds strictly ascend from term chunk to term chunk, first documents from record chunk to record chunk, and
//!   (document, segment) from text chunk to text chunk.
//! - The checksum of each group of chunks is kept here, so a damaged or swapped file is caught (see `group`).

use crate::bytes::{Reader, Writer};
use crate::checksum::looks_like_html;
use crate::compress::{deflate, inflate};
use crate::group::{ChunkEntry, GROUP_CHUNKS_MAX};
use crate::limits::{DICTIONARY_BYTES_MAX, DOCS_MAX};
use crate::num::{to_u32, to_usize};
use crate::{DocId, FormatError, Hash, Verified};

const MAGIC: &[u8; 8] = Manifest::MAGIC;
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
    /// Page records, each with the beginning of its text, in document order.
    Records,
    /// The further segments of longer texts, in document order.
    Texts,
}

impl ChunkKind {
    /// In the order of the chunks' ids.
    pub const ALL: [ChunkKind; 5] =
        [ChunkKind::Root, ChunkKind::Lexicon, ChunkKind::Terms, ChunkKind::Records, ChunkKind::Texts];

    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            ChunkKind::Root => "root",
            ChunkKind::Lexicon => "lexicon",
            ChunkKind::Terms => "terms",
            ChunkKind::Records => "records",
            ChunkKind::Texts => "texts",
        }
    }

    /// The folder of the index in which chunks of this kind lie.
    pub fn folder(self) -> &'static str {
        match self {
            ChunkKind::Root => "r",
            ChunkKind::Lexicon => "l",
            ChunkKind::Terms => "t",
            ChunkKind::Records => "d",
            ChunkKind::Texts => "x",
        }
    }
}

/// A chunk of an index: its place among all chunks, kind by kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChunkId(pub u32);

impl ChunkId {
    /// The root.
    pub const ROOT: ChunkId = ChunkId(0);
    /// The lexicon.
    pub const LEXICON: ChunkId = ChunkId(1);
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

    /// Its place in every per-field table.
    pub const fn index(self) -> usize {
        match self {
            Field::Title => 0,
            Field::Headings => 1,
            Field::Body => 2,
        }
    }
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
        Weights { k1: 240, field: [300, 500, 100], b: [50, 10, 75] }
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
    /// What record and text chunks are compressed with: text that many pages share.
    pub dictionary: Vec<u8>,
    /// For each term chunk the bound from which on its terms are: no longer than it takes to tell it from the chunk
    /// before.
    pub terms: Vec<String>,
    /// For each record chunk its first document.
    pub records: Vec<DocId>,
    /// For each text chunk its first document and the segment of it.
    pub texts: Vec<(DocId, u32)>,
    /// The hash of each group of chunks, in the order of the chunks' ids.
    pub groups: Vec<Hash>,
}

impl Manifest {
    /// The file in the index folder that holds the manifest.
    pub const PATH: &'static str = "manifest.bin";

    /// How it begins, in every version.
    pub const MAGIC: &'static [u8; 8] = b"zoeklich";

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
        w.len(self.dictionary.len());
        w.raw(&self.dictionary);
        w.len(self.terms.len());
        assert!(self.terms.is_sorted_by(|a, b| a < b), "bounds of term chunks must strictly ascend");
        self.terms.iter().for_each(|bound| w.str(bound));
        w.len(self.records.len());
        w.gaps(self.records.iter().map(|doc| doc.0));
        w.len(self.texts.len());
        assert!(self.texts.is_sorted_by(|a, b| a < b), "text chunks must strictly ascend");
        let mut last = 0;
        for (doc, segment) in &self.texts {
            w.u32(doc.0 - last);
            w.u32(*segment);
            last = doc.0;
        }
        // The hashes apart: they do not compress, and would break the runs of what does.
        self.groups.iter().for_each(|hash| w.raw(&hash.0));
        let mut file = Vec::from(MAGIC);
        file.extend(FORMAT_VERSION.to_le_bytes());
        file.extend(self.analyzer.to_le_bytes());
        file.extend(deflate(&w.0, &[]));
        let hash = Hash::of(&file);
        file.extend(hash.0);
        file
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
        let version = u16::from_le_bytes(header.array());
        let found_analyzer = u16::from_le_bytes(header.array());
        for (found, reads) in [(version, FORMAT_VERSION), (found_analyzer, analyzer)] {
            match found.cmp(&reads) {
                std::cmp::Ordering::Less => return Err(FormatError::TooOld { found, reads }),
                std::cmp::Ordering::Greater => return Err(FormatError::TooNew { found, reads }),
                std::cmp::Ordering::Equal => {}
            }
        }
        let raw = inflate(verified.skip(HEADER_BYTES), &[], SECTION)?;
        Manifest::read_payload(Reader::new(&raw, SECTION), found_analyzer)
    }

    fn read_payload(mut r: Reader<'_>, analyzer: u16) -> Result<Manifest, FormatError> {
        let generator = r.string();
        let docs = r.u32();
        r.check(docs <= DOCS_MAX, "the number of documents is within the limit");
        let langs = r.list(|r| (r.string(), r.u32()));
        let words = [r.u64(), r.u64(), r.u64()];
        let weights = Weights { k1: r.u32(), field: [r.u32(), r.u32(), r.u32()], b: [r.u32(), r.u32(), r.u32()] };
        let dictionary_bytes = r.count();
        r.check(dictionary_bytes <= DICTIONARY_BYTES_MAX, "the dictionary is within the limit");
        let dictionary = r.raw(dictionary_bytes).to_vec();
        let terms = r.list(Reader::string);
        r.check(terms.is_sorted_by(|a, b| a < b), "bounds of term chunks strictly ascend");
        let mut records = Vec::new();
        let count = r.count();
        r.gaps(count, docs, &mut records);
        let records: Vec<DocId> = records.into_iter().map(DocId).collect();
        r.check(records.first().is_none_or(|first| first.0 == 0), "the first record chunk starts at document 0");
        let mut last = 0u32;
        let texts = r.list(|r| {
            last = last.saturating_add(r.u32());
            r.check(last < docs, "text chunks start at documents that exist");
            (DocId(last), r.u32())
        });
        r.check(texts.is_sorted_by(|a, b| a < b), "text chunks strictly ascend");
        let mut manifest = Manifest {
            analyzer,
            generator,
            docs,
            langs,
            words,
            weights,
            dictionary,
            terms,
            records,
            texts,
            groups: vec![],
        };
        let group_counts = ChunkKind::ALL.map(|kind| manifest.count(kind).div_ceil(GROUP_CHUNKS_MAX));
        manifest.groups = (0..group_counts.iter().sum()).map(|_| Hash(r.array())).collect();
        r.end()?;
        Ok(manifest)
    }

    /// The hash of what the index holds, its weights and its rules of analysis, whatever wrote it: two indexes with one id
    /// answer everything alike.
    pub fn id(&self) -> Hash {
        Hash::of(&Manifest { generator: String::new(), ..self.clone() }.write())
    }

    fn count(&self, kind: ChunkKind) -> usize {
        match kind {
            ChunkKind::Root | ChunkKind::Lexicon => 1,
            ChunkKind::Terms => self.terms.len(),
            ChunkKind::Records => self.records.len(),
            ChunkKind::Texts => self.texts.len(),
        }
    }

    /// The id of a kind's first chunk.
    fn first(&self, kind: ChunkKind) -> usize {
        ChunkKind::ALL.iter().take_while(|before| **before != kind).map(|before| self.count(*before)).sum()
    }

    fn id_of(&self, kind: ChunkKind, place: usize) -> ChunkId {
        ChunkId(to_u32(self.first(kind) + place))
    }

    /// All chunks in the order of their ids, which run from 0.
    pub fn chunks(&self) -> impl Iterator<Item = (ChunkId, ChunkEntry)> + '_ {
        (0..).map(ChunkId).map_while(|id| Some((id, self.chunk(id)?)))
    }

    /// How to find a chunk's file and know it; `None` for an id this manifest does not have.
    pub fn chunk(&self, id: ChunkId) -> Option<ChunkEntry> {
        let mut place = to_usize(id.0);
        let mut groups = self.groups.iter();
        for kind in ChunkKind::ALL {
            let count = self.count(kind);
            if place < count {
                let group = *groups.nth(place / GROUP_CHUNKS_MAX)?;
                let start = place / GROUP_CHUNKS_MAX * GROUP_CHUNKS_MAX;
                return Some(ChunkEntry {
                    kind,
                    group,
                    place: place - start,
                    len: (count - start).min(GROUP_CHUNKS_MAX),
                });
            }
            place -= count;
            let skipped = count.div_ceil(GROUP_CHUNKS_MAX);
            if skipped > 0 {
                groups.nth(skipped - 1);
            }
        }
        None
    }

    /// The term chunk whose range holds this term, if the index has terms at all.
    pub fn terms_chunk(&self, term: &str) -> Option<ChunkId> {
        let after = self.terms.partition_point(|bound| bound.as_str() <= term);
        // What sorts before the first chunk's bound stands nowhere; that chunk then says so.
        (!self.terms.is_empty()).then(|| self.id_of(ChunkKind::Terms, after.saturating_sub(1)))
    }

    /// The term chunks that hold terms with this prefix, in order.
    pub fn terms_chunks_with_prefix(&self, prefix: &str) -> Vec<ChunkId> {
        let Some(first) = self.terms_chunk(prefix) else { return Vec::new() };
        let next = self.terms.partition_point(|bound| bound.as_str() <= prefix).max(1);
        // A bound between the prefix and a term that starts with it starts with it too.
        let more = self.terms[next..].iter().take_while(|bound| bound.starts_with(prefix)).count();
        (0..=to_u32(more)).map(|n| ChunkId(first.0 + n)).collect()
    }

    /// The chunk that holds a segment of a document; `None` for what the index does not have.
    pub fn segment_chunk(&self, doc: DocId, segment: u32) -> Option<ChunkId> {
        if doc.0 >= self.docs {
            return None;
        }
        let (kind, after) = if segment == 0 {
            (ChunkKind::Records, self.records.partition_point(|first| *first <= doc))
        } else {
            (ChunkKind::Texts, self.texts.partition_point(|first| *first <= (doc, segment)))
        };
        Some(self.id_of(kind, after.checked_sub(1)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> Manifest {
        let hash = |n: u8| Hash::of(&[n]);
        Manifest {
            analyzer: 1,
            generator: "zoeklicht test".into(),
            docs: 50,
            langs: vec![("nl".into(), 40), ("fr".into(), 10)],
            words: [10, 20, 3000],
            weights: Weights::default(),
            dictionary: b"inburgering".into(),
            terms: ["a", "inte", "n"].map(String::from).into(),
            records: [0, 3, 4, 10, 20, 25, 30, 31, 32].map(DocId).into(),
            texts: vec![(DocId(3), 1), (DocId(3), 4), (DocId(9), 1)],
            groups: (0..6).map(hash).collect(),
        }
    }

    #[test]
    fn a_manifest_survives_and_finds_its_chunks() {
        let manifest = example();
        let read = Manifest::read(&manifest.write(), 1).expect("whole");
        assert_eq!(read, manifest);
        let check = |term: &str, chunk: u32| assert_eq!(read.terms_chunk(term), Some(ChunkId(chunk)), "{term}");
        check("0", 2);
        check("aan", 2);
        check("inburgering", 2);
        check("integratie", 3);
        check("zz", 4);
        assert_eq!(read.terms_chunks_with_prefix("i"), [ChunkId(2), ChunkId(3)]);
        assert_eq!(read.terms_chunks_with_prefix("nt2"), [ChunkId(4)]);
        assert_eq!(read.terms_chunks_with_prefix("0"), [ChunkId(2)]);
        let check = |doc, segment, chunk: Option<u32>| {
            assert_eq!(read.segment_chunk(DocId(doc), segment), chunk.map(ChunkId), "{doc} {segment}");
        };
        check(2, 0, Some(5));
        check(49, 0, Some(13));
        check(50, 0, None);
        check(2, 1, None);
        check(3, 3, Some(14));
        check(8, 1, Some(15));
        check(9, 1, Some(16));
        let groups: Vec<_> = read.chunks().map(|(_, chunk)| (chunk.kind.folder(), chunk.place, chunk.len)).collect();
        assert_eq!(groups[..5], [("r", 0, 1), ("l", 0, 1), ("t", 0, 3), ("t", 1, 3), ("t", 2, 3)]);
        assert_eq!(groups[12..], [("d", 7, 8), ("d", 0, 1), ("x", 0, 3), ("x", 1, 3), ("x", 2, 3)]);
        let hashes: Vec<_> = read.chunks().map(|(_, chunk)| chunk.group).collect();
        assert_eq!([hashes[0], hashes[4], hashes[12], hashes[13], hashes[16]], [0, 2, 3, 4, 5].map(|n| read.groups[n]));
    }

    #[test]
    fn an_id_is_that_of_all_that_answers_depend_on() {
        let id = |change: fn(&mut Manifest)| {
            let mut manifest = example();
            change(&mut manifest);
            manifest.id()
        };
        let own = id(|_| {});
        assert_eq!(id(|manifest| manifest.generator.clear()), own);
        for other in [
            id(|manifest| manifest.weights.field[0] += 1),
            id(|manifest| manifest.weights.k1 += 1),
            id(|manifest| manifest.langs[0].0 = "de".into()),
            id(|manifest| manifest.groups[3] = Hash::of(b"else")),
        ] {
            assert_ne!(other, own);
        }
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
