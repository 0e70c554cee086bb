//! Bytes: the index on disk and on the wire. `FORMAT.md` beside this crate is the specification; each module holds the
//! writer and the reader of one section.
//!
//! Invariants
//! - No byte is parsed before its checksum is verified: every decoder takes a [`Verified`], which has no other source.
//! - Every offset and length is checked before slicing; every bound stands in [`limits`] with its reason.
//! - Terms and document ids strictly ascend: writers assert it, readers check it.
//! - Integers are little-endian or LEB128; the same input gives the same bytes.
//!
//! Not here: what a word is (`text`), what a query means (`query`), files and network.

mod audit;
mod bytes;
mod checksum;
mod compress;
mod day;
mod error;
#[cfg(test)]
mod examples;
mod forms;
mod group;
#[cfg(test)]
mod hostile;
mod length;
mod lexicon;
pub mod limits;
mod manifest;
mod num;
mod pack;
mod records;
mod root;
mod terms;
mod transducer;

pub use audit::{Audit, Audited, Cause, Flaw};
pub use checksum::{Hash, Verified};
pub use day::Day;
pub use error::FormatError;
pub use group::{ChunkEntry, GROUP_CHUNKS_MAX, write_group};
pub use length::{length_code, length_of};
pub use lexicon::{Entry, LexEntry, Lexicon, write_lexicon};
pub use manifest::{ChunkId, ChunkKind, FORMAT_VERSION, Field, Manifest, Weights};
pub use num::{DocId, to_u32, to_usize};
pub use pack::{Pack, write_pack};
pub use records::{Heading, Record, Segment, read_segments, write_segments};
pub use root::{FilterTable, FilterValue, LengthCodes, Pin, Root, SortTable, Synonym};
pub use terms::{PART_MARK, Posting, TermChunk, TermEntry, write_terms};
pub use transducer::Automaton;
