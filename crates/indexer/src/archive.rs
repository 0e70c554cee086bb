//! The documents of an index as the indexer took them in, in a file beside it: what lets an index be a source of another.
//!
//! An index does not keep all that it was made of: titles that are only searched, what is sorted by, the languages of parts.
//! So these documents are kept apart, with their language, their own filters and those that were assigned.
//!
//! Invariants
//! - No manifest names the file, so that no browser fetches it.
//! - The same documents give the same bytes.
//! - Nothing is read from a file before its checksum was found right, which is of the manifest beside it too: documents of
//!   another build are not taken for those of this one.
//!
//! Not here: which documents stand in it (see `assemble`), and what becomes of them (see `work`, as of any other).

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use serde_bytes::ByteBuf;
use xxhash_rust::xxh3::{Xxh3Default, xxh3_128};
use zoeklicht_format::{Manifest, to_u32, to_usize};
use zoeklicht_text::Lang;

use crate::document::Document;
use crate::message;
use crate::message::Message;
use crate::report::Problem;
use crate::source::{self, Read};
use crate::spool::Spool;
use crate::{Action, IndexError};

/// The file in the folder of an index.
pub(crate) const NAME: &str = "documents.bin";

const MAGIC: &[u8; 8] = b"zoekdocs";
/// Counts up when [`Row`] or what [`Document::to_bytes`] makes looks different.
const VERSION: u16 = 1;
/// Magic, version, and the checksum of all that follows and the manifest.
const HEAD_BYTES: usize = MAGIC.len() + size_of::<u16>() + size_of::<u128>();
/// Bytes of documents that are packed at once, and read as one share of work.
const BLOCK_BYTES: usize = 1 << 20;
/// Bytes that a block may unpack to: its last document may have the longest text there is, and as much besides.
const UNPACKED_BYTES_MAX: u64 = 256 << 20;

/// A document: its language, filters, sort keys, and the rest as [`Document::to_bytes`] makes it.
type Row = (Lang, BTreeMap<String, Vec<String>>, BTreeMap<String, String>, ByteBuf);

/// The file on its way to disk.
pub(crate) struct Archive {
    packed: Spool,
    checksum: Xxh3Default,
    block: Vec<Row>,
    block_bytes: usize,
}

impl Archive {
    pub(crate) fn new() -> Result<Archive, IndexError> {
        Ok(Archive { packed: Spool::new()?, checksum: Xxh3Default::new(), block: Vec::new(), block_bytes: 0 })
    }

    /// Adds a document with all that it has.
    pub(crate) fn push(&mut self, document: &Document) -> Result<(), IndexError> {
        let bytes = document.to_bytes().map_err(IndexError::io(document.id.as_ref(), Action::Kept))?;
        self.block_bytes += bytes.len();
        let lang = document.lang.unwrap_or(Lang::UND);
        self.block.push((lang, document.filters.clone(), document.sort.clone(), ByteBuf::from(bytes)));
        if self.block_bytes >= BLOCK_BYTES { self.end_block() } else { Ok(()) }
    }

    fn end_block(&mut self) -> Result<(), IndexError> {
        let rows = std::mem::take(&mut self.block);
        self.block_bytes = 0;
        let pack = || -> io::Result<Vec<u8>> {
            let mut packer = DeflateEncoder::new(Vec::new(), Compression::default());
            packer.write_all(&postcard::to_stdvec(&rows).map_err(io::Error::other)?)?;
            packer.finish()
        };
        let packed = pack().map_err(IndexError::io(NAME.as_ref(), Action::Made))?;
        for part in [&to_u32(packed.len()).to_le_bytes()[..], &packed] {
            self.checksum.update(part);
            self.packed.push(part)?;
        }
        Ok(())
    }

    /// Ends the file, which is to stand beside this manifest.
    pub(crate) fn finish(mut self, manifest: &[u8]) -> Result<Packed, IndexError> {
        if !self.block.is_empty() {
            self.end_block()?;
        }
        self.checksum.update(manifest);
        let head = [&MAGIC[..], &VERSION.to_le_bytes(), &self.checksum.digest128().to_le_bytes()].concat();
        Ok(Packed { head, blocks: self.packed })
    }
}

/// A finished file.
pub(crate) struct Packed {
    head: Vec<u8>,
    blocks: Spool,
}

impl Packed {
    /// How large it is.
    pub(crate) fn bytes(&self) -> usize {
        self.head.len() + usize::try_from(self.blocks.end()).unwrap_or(usize::MAX)
    }

    /// Writes it.
    pub(crate) fn write_to(&self, path: &Path) -> Result<(), IndexError> {
        let write = || -> io::Result<()> {
            let mut file = File::create(path)?;
            file.write_all(&self.head)?;
            self.blocks.copy_to(&mut file)
        };
        write().map_err(IndexError::io(path, Action::Written))
    }
}

/// The documents of the index in this folder, once their checksum was found right; none if there is no index.
///
/// # Errors
/// [`IndexError::Documents`] if it is an index whose documents are not there, or cannot be read.
pub(crate) fn find(folder: &Path) -> Result<Option<PathBuf>, IndexError> {
    let Some(manifest) = manifest(folder) else { return Ok(None) };
    let path = folder.join(NAME);
    if !path.is_file() {
        let reason = message!("is an index without its documents", "is een index zonder zijn documenten");
        let hint = message!(
            "build it with `--keep-documents`, or give what it was built of",
            "maak hem met `--keep-documents`, of geef waarvan hij gemaakt is"
        );
        return Err(wrong(folder, reason, hint));
    }
    let mut file = BufReader::new(File::open(&path).map_err(IndexError::io(&path, Action::Read))?);
    let anew = message!("build the index anew with `--keep-documents`", "maak de index opnieuw met `--keep-documents`");
    let (mut magic, mut version, mut expected) = ([0; MAGIC.len()], [0; size_of::<u16>()], [0; size_of::<u128>()]);
    let mut read = |part: &mut [u8]| file.read_exact(part);
    let head = read(&mut magic).and_then(|()| read(&mut version)).and_then(|()| read(&mut expected));
    if head.is_err() || magic != *MAGIC {
        return Err(wrong(
            &path,
            message!("holds no documents of an index", "heeft geen documenten van een index"),
            anew,
        ));
    }
    let version = u16::from_le_bytes(version);
    if version != VERSION {
        let reason = message!(
            "was written by another zoeklicht: its version is {version}, expected {VERSION}",
            "is door een andere zoeklicht geschreven: de versie is {version}, verwacht was {VERSION}"
        );
        return Err(wrong(&path, reason, anew));
    }
    let mut checksum = checksum_of(file).map_err(IndexError::io(&path, Action::Read))?;
    checksum.update(&manifest);
    if checksum.digest128().to_le_bytes() != expected {
        return Err(wrong(
            &path,
            message!("is damaged, or not of the index beside it", "is beschadigd, of niet van de index ernaast"),
            anew,
        ));
    }
    Ok(Some(path))
}

/// The checksum of all that comes, which may be more than fits in memory.
fn checksum_of(mut file: BufReader<File>) -> io::Result<Xxh3Default> {
    let mut checksum = Xxh3Default::new();
    loop {
        let part = file.fill_buf()?;
        if part.is_empty() {
            return Ok(checksum);
        }
        checksum.update(part);
        let len = part.len();
        file.consume(len);
    }
}

/// Whether there is an index in a folder, of any version.
pub fn is_index(folder: &Path) -> bool {
    manifest(folder).is_some()
}

fn manifest(folder: &Path) -> Option<Vec<u8>> {
    std::fs::read(folder.join(Manifest::PATH)).ok().filter(|file| file.starts_with(Manifest::MAGIC))
}

fn wrong(path: &Path, reason: Message, hint: Message) -> IndexError {
    IndexError::Documents { path: path.into(), reason, hint }
}

/// The blocks of a file that [`find`] has found.
pub(crate) struct Blocks {
    name: String,
    file: BufReader<File>,
}

/// Some documents.
pub(crate) struct Block {
    name: String,
    packed: Vec<u8>,
}

impl Blocks {
    pub(crate) fn open(name: &str, path: &Path) -> Result<Blocks, Problem> {
        let open = || -> io::Result<BufReader<File>> {
            let mut file = BufReader::new(File::open(path)?);
            file.read_exact(&mut [0; HEAD_BYTES])?;
            Ok(file)
        };
        let file = open().map_err(|error| Problem::unreadable(name, &error))?;
        Ok(Blocks { name: name.into(), file })
    }

    /// The next block; none at the end.
    fn block(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut len = [0; size_of::<u32>()];
        match self.file.read_exact(&mut len) {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
            read => read?,
        }
        let mut packed = vec![0; to_usize(u32::from_le_bytes(len))];
        self.file.read_exact(&mut packed)?;
        Ok(Some(packed))
    }
}

impl Iterator for Blocks {
    type Item = Result<Block, Problem>;

    fn next(&mut self) -> Option<Result<Block, Problem>> {
        let block = self.block().transpose()?;
        let block = block.map(|packed| Block { name: self.name.clone(), packed });
        Some(block.map_err(|error| Problem::unreadable(&self.name, &error)))
    }
}

impl source::Block for Block {
    fn content(&self) -> u128 {
        xxh3_128(&self.packed)
    }

    fn read(&self) -> Read {
        let documents = || -> io::Result<Vec<Document>> {
            let mut bytes = Vec::new();
            DeflateDecoder::new(&*self.packed).take(UNPACKED_BYTES_MAX).read_to_end(&mut bytes)?;
            let rows: Vec<Row> = postcard::from_bytes(&bytes).map_err(io::Error::other)?;
            rows.into_iter().map(document).collect()
        };
        match documents() {
            Ok(documents) => Read { documents, ..Read::default() },
            Err(error) => Read::nothing(Problem::unreadable(&self.name, &error)),
        }
    }
}

fn document((lang, filters, sort, bytes): Row) -> io::Result<Document> {
    // Said, even where nobody could tell: it is not to be guessed again.
    Ok(Document { lang: Some(lang), filters, sort, ..Document::from_bytes(&bytes)? })
}
