//! Parts of texts, without the panics of the standard library's.

use std::slice::SliceIndex;

/// The part of a text between two places.
///
/// A place within a character is a mistake of ours: tests stop there, and in a browser the part is empty. The messages of
/// `text[range]` would be 4 kB of compressed WebAssembly, because they can print any character.
#[inline(never)]
pub fn slice<R: SliceIndex<str, Output = str>>(text: &str, range: R) -> &str {
    let part = text.get(range);
    debug_assert!(part.is_some(), "parts of texts begin and end between characters");
    part.unwrap_or_default()
}
