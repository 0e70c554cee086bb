//! Numbers: the ids, and every conversion between widths. The only file with `as`.

/// A document: its place in the index's order, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocId(pub u32);

impl DocId {
    /// The id as an index into a column.
    pub fn index(self) -> usize {
        to_usize(self.0)
    }
}

/// `usize` is at least 32 bits on every target we build for.
#[allow(clippy::cast_possible_truncation)]
pub const fn to_usize(n: u32) -> usize {
    n as usize
}

/// A count that the limits keep below 2³². Larger ones are our own mistake.
///
/// # Panics
/// When `n` does not fit: writers check their input against `limits` first.
#[allow(clippy::cast_possible_truncation)]
pub const fn to_u32(n: usize) -> u32 {
    assert!(n <= u32::MAX as usize, "a count over the limits reached the writer");
    n as u32
}

/// The low eight bits.
#[allow(clippy::cast_possible_truncation)]
pub(crate) const fn low_byte(n: u64) -> u8 {
    n as u8
}
