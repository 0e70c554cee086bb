//! The bounds of the work that a query can cause, with their reasons.

/// Bytes of a query that are read; a paste beyond is cut. Longer than any question.
pub const QUERY_BYTES_MAX: usize = 2_000;

/// Words of a query that count, the first ones. The longest query of the test collections has 43.
pub const WORDS_MAX: usize = 64;

/// Documents from which on a compound is common enough that its parts are not looked up too: each is a chunk to fetch, and
/// another round trip.
pub const PARTS_DOCS_MAX: u32 = 10;

/// Neighbouring words of a query that are also looked up joined, the first ones: each may be a chunk to fetch.
pub const JOINS_MAX: usize = 8;

/// Completions of an unfinished word that are looked at, the most frequent ones.
pub const COMPLETIONS_MAX: usize = 8;

/// Term chunks read for the completions of a word; more and the lexicon chooses among them.
pub const PREFIX_CHUNKS_MAX: usize = 4;

/// Letters of an unfinished word from which the lexicon is worth its fetch.
pub const PREFIX_CHARS_MIN: usize = 3;

/// Letters from which a word may have one, or two, letters wrong.
pub const TYPO_CHARS_MIN: [usize; 2] = [4, 8];

/// Candidates a typo is compared with.
pub const TYPO_CANDIDATES_MAX: usize = 1_000;

/// Suggestions in one answer: more than anyone reads while typing.
pub const SUGGESTIONS_MAX: usize = 50;

/// Documents whose text is searched for a phrase, the best of those that have its words. Each may take two fetches.
pub const PHRASE_DOCS_MAX: usize = 100;

/// Segments of a document that are read for its excerpt, besides the first: each is a chunk to fetch.
pub const EXCERPT_SEGMENTS_MAX: usize = 2;

/// Hits in one answer.
pub const HITS_MAX: usize = 1_000;
