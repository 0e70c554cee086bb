//! Meaning: from a query to ranked documents with excerpts, over the chunks of an index.
//!
//! Sans-I/O: a [`Search`] says which chunks it needs, the host puts them into an [`Index`], and the search goes on. So
//! the same engine runs in the browser over fetch, in the command over files, and over an index inside the WASM.
//!
//! Invariants
//! - Parsing a query never fails, and the work for any query is bounded ([`limits`]).
//! - Scores are finite; ties break by document; an answer depends on the query, the options and the index, never on
//!   what was searched before or which chunks happened to be there.
//!
//! Not here: files, network, clock, the DOM.

mod answer;
mod besides;
mod excerpt;
mod expand;
mod filter;
mod index;
pub mod limits;
mod measure;
mod near;
mod options;
mod order;
mod parse;
mod phrase;
mod proximity;
mod rank;
mod rules;
mod search;
mod split;
mod suggest;
mod typo;

pub use answer::{Answer, Facet, Hit, Label, Matched, Passage, Reason, Section, Span};
pub use expand::Kind;
pub use index::{DateKey, Index};
pub use measure::{Judgements, Measures};
pub use options::{DateRange, Options, Sort};
pub use order::sorted;
pub use rules::{Rule, Rules};
pub use search::{Search, Step, WholeText};
pub use suggest::{Suggest, Suggestion};
// What a host needs to fetch chunks, to say what is in them and what is wrong with them.
pub use zoeklicht_format::{
    Audit, Audited, Cause, ChunkEntry, ChunkId, ChunkKind, Day, DocId, FORMAT_VERSION, FilterTable, Flaw, FormatError,
    Manifest, Pack, Root,
};
