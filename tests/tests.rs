//! The integration tests, by what they prove.
//!
//! What needs a real browser is in `tests/browser/`, what needs the command in `crates/cli/tests/`; what one crate can
//! prove alone stands beside its code.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

/// The demo corpus answers what people ask it.
mod answers;
/// With a cache the bytes are the same.
mod incremental;
/// What is written is whole or said not to be; the same input gives the same bytes.
mod integrity;
/// With little memory the answers are the same.
mod memory;
/// Indexes that are built apart and merged are what one build makes.
mod merging;
/// The engine answers as a slow, obvious reading of all documents does.
mod naive;
/// The demo corpus answers as well as judgements say it did.
mod relevance;
/// An index in memory, and a search of it.
mod support;
