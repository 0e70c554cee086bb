//! Words: how text becomes terms, the same on every target.
//!
//! The indexer and the engine in the browser must agree on every term, so both call this crate and nothing else
//! decides what a word is. What only the indexer needs (classes, compounds, acronyms, stop words, language detection) sits
//! behind the feature `build`, because the index carries its outcome: no stemmer ships to the browser.
//!
//! Invariants
//! - A span lies on char boundaries of the original text; folding never moves it.
//! - The same bytes give the same terms on every target; [`ANALYZER_VERSION`] changes when they would not.
//!
//! Not here: bytes on disk (`format`), ranking (`query`).

mod date;
mod extra;
mod fold;
mod fold_table;
mod lang;
mod script;
mod slice;
mod token;

#[cfg(feature = "build")]
mod acronym;
#[cfg(feature = "build")]
mod classes;
#[cfg(feature = "build")]
mod compound;
#[cfg(feature = "build")]
mod coordination;
#[cfg(feature = "build")]
mod detect;
#[cfg(all(test, feature = "build"))]
mod golden;
#[cfg(feature = "build")]
mod inflection;
#[cfg(feature = "build")]
mod known;
#[cfg(feature = "build")]
mod stem;
#[cfg(feature = "build")]
mod stop;

pub use extra::{Extra, ExtraKind, for_each_extra};
pub use fold::fold;
pub use lang::Lang;
pub use slice::slice;
pub use token::{TERM_BYTES_MAX, Token, for_each_token, term_into, tokens, words};

#[cfg(feature = "build")]
pub use {
    acronym::acronyms,
    classes::{Word, classes},
    compound::Splitter,
    coordination::coordinations,
    detect::detect,
    known::is_known_word,
    stop::is_stop_word,
};

/// Changes whenever [`tokens`], [`for_each_extra`] or [`fold`] would give other terms for the same text. An index is only
/// searched by an engine with the same number, because their terms would not meet otherwise.
pub const ANALYZER_VERSION: u16 = 2;
