//! Every bound of the format, with its reason. Readers refuse what is over, so that a hostile file cannot make them
//! allocate without end; writers never get there.

/// A chunk or manifest, inflated. A term chunk is some tens of kilobytes; the lexicon of 400,000 words about 4 MB.
pub const INFLATED_BYTES_MAX: usize = 64 << 20;

/// Documents in one index: document ids are 32 bits, and a browser holds a few bytes for each.
pub const DOCS_MAX: u32 = 4_000_000;

/// A term: front-coding stores lengths in a byte, and the analyzer cuts at 64.
pub const TERM_BYTES_MAX: usize = 255;

/// Text of a further segment: what a result needs to show its excerpt is read in pieces of this size.
pub const SEGMENT_BYTES_MAX: usize = 4 << 10;

/// Text of the first segment, which is fetched with each hit. Seven of ten API pages and nine of ten queries' words are
/// within; longer beginnings made the first answer dearer, shorter ones sent it more often to the rest of the text.
pub const FIRST_SEGMENT_BYTES_MAX: usize = 3 << 10;

/// Text of one document that is searched: more than anybody publishes as a page.
pub const TEXT_BYTES_MAX: usize = 64 << 20;

/// Segments of one document. Cut between words they are half full at least, so the longest text has half as many.
pub const SEGMENTS_MAX: u32 = 1 << 16;

/// A preset dictionary: deflate reaches no further back.
pub const DICTIONARY_BYTES_MAX: usize = 32 << 10;

/// Occurrences of a term in the body of one document that a posting can say; BM25 is flat long before.
pub const BODY_TF_MAX: u32 = 10;

/// Occurrences in title and in headings that a posting can say.
pub const FIELD_TF_MAX: u32 = 3;

/// The year of a day: ISO 8601 writes four digits.
pub const YEAR_MAX: u32 = 9_999;
