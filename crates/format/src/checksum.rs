//! Checksums, and the type that says they were checked.

use std::fmt;

use sha2::{Digest as _, Sha256};

use crate::FormatError;

/// The first 64 bits of a SHA-256 (FIPS 180-4). Names a file and tells it whole from damaged or swapped. Cut to 64
/// bits because hashes do not compress; forging one helps nobody who cannot already write to the site.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub(crate) [u8; 8]);

impl Hash {
    /// Bytes of a hash in a file.
    pub const BYTES: usize = 8;

    /// The hash of these bytes.
    pub fn of(bytes: &[u8]) -> Hash {
        let digest = Sha256::digest(bytes);
        let mut first = [0; Hash::BYTES];
        first.copy_from_slice(&digest[..Hash::BYTES]);
        Hash(first)
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Bytes whose checksum was found right. Decoders take nothing else, so nothing is parsed before it is verified.
#[derive(Clone, Copy, Debug)]
pub struct Verified<'a>(&'a [u8]);

impl<'a> Verified<'a> {
    /// The bytes, if they have the hash they should; `what` names the file in the error.
    ///
    /// # Errors
    /// [`FormatError::WrongHash`], or [`FormatError::NotAnIndex`] for a web page in the file's place.
    pub fn new(bytes: &'a [u8], expected: Hash, what: &str) -> Result<Verified<'a>, FormatError> {
        let found = Hash::of(bytes);
        if found == expected {
            return Ok(Verified(bytes));
        }
        if looks_like_html(bytes) {
            return Err(FormatError::NotAnIndex { found: "a web page" });
        }
        Err(FormatError::WrongHash { what: what.into(), expected: expected.to_string(), found: found.to_string() })
    }

    /// The bytes after the first `len`: a part of what was verified is verified.
    pub(crate) fn skip(self, len: usize) -> Verified<'a> {
        Verified(&self.0[len.min(self.0.len())..])
    }

    pub(crate) fn bytes(self) -> &'a [u8] {
        self.0
    }
}

pub(crate) fn looks_like_html(bytes: &[u8]) -> bool {
    let start = bytes.trim_ascii_start();
    let start = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start);
    start.get(..9).is_some_and(|head| head.eq_ignore_ascii_case(b"<!doctype"))
        || start.get(..5).is_some_and(|head| head.eq_ignore_ascii_case(b"<html"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_the_head_of_sha_256() {
        assert_eq!(Hash::of(b"abc").to_string(), "ba7816bf8f01cfea");
    }

    #[test]
    fn other_bytes_are_refused_and_a_web_page_is_named() {
        let hash = Hash::of(b"whole");
        assert!(Verified::new(b"whole", hash, "x").is_ok());
        assert!(matches!(Verified::new(b"whol", hash, "x"), Err(FormatError::WrongHash { .. })));
        assert!(matches!(Verified::new(b"\n<!DOCTYPE html>", hash, "x"), Err(FormatError::NotAnIndex { .. })));
    }
}
