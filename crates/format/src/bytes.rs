//! Writing and reading the primitives: bytes, LEB128 varints (as in DWARF), strings.

use crate::FormatError;
use crate::num::{low_byte, to_u32, to_usize};

/// Appends primitives to a buffer.
#[derive(Debug, Default)]
pub(crate) struct Writer(pub(crate) Vec<u8>);

impl Writer {
    pub(crate) fn byte(&mut self, n: u8) {
        self.0.push(n);
    }

    pub(crate) fn raw(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    pub(crate) fn u32(&mut self, n: u32) {
        self.u64(n.into());
    }

    pub(crate) fn u64(&mut self, mut n: u64) {
        while n >= 0x80 {
            self.0.push(low_byte(n & 0x7F) | 0x80);
            n >>= 7;
        }
        self.0.push(low_byte(n));
    }

    pub(crate) fn len(&mut self, n: usize) {
        self.u32(to_u32(n));
    }

    pub(crate) fn str(&mut self, text: &str) {
        self.len(text.len());
        self.raw(text.as_bytes());
    }
}

/// Reads primitives, checking every length before slicing.
#[derive(Clone, Debug)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
    section: &'static str,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8], section: &'static str) -> Reader<'a> {
        Reader { rest: bytes, section }
    }

    pub(crate) fn bad(&self, rule: &'static str) -> FormatError {
        FormatError::malformed(self.section, rule)
    }

    pub(crate) fn check(&self, holds: bool, rule: &'static str) -> Result<(), FormatError> {
        if holds { Ok(()) } else { Err(self.bad(rule)) }
    }

    pub(crate) fn raw(&mut self, len: usize) -> Result<&'a [u8], FormatError> {
        let (head, rest) = self.rest.split_at_checked(len).ok_or_else(|| self.bad("it ends where it says"))?;
        self.rest = rest;
        Ok(head)
    }

    pub(crate) fn array<const N: usize>(&mut self) -> Result<[u8; N], FormatError> {
        let (head, rest) = self.rest.split_first_chunk().ok_or_else(|| self.bad("it ends where it says"))?;
        self.rest = rest;
        Ok(*head)
    }

    pub(crate) fn byte(&mut self) -> Result<u8, FormatError> {
        self.array().map(|[n]| n)
    }

    pub(crate) fn u64(&mut self) -> Result<u64, FormatError> {
        let mut n = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7F);
            self.check(shift < 63 || bits <= 1, "a varint fits in 64 bits")?;
            n |= bits << shift;
            if byte & 0x80 == 0 {
                return Ok(n);
            }
        }
        Err(self.bad("a varint fits in 64 bits"))
    }

    pub(crate) fn u32(&mut self) -> Result<u32, FormatError> {
        let n = self.u64()?;
        u32::try_from(n).map_err(|_| self.bad("a number fits in 32 bits"))
    }

    /// A count of things that take at least one byte each, so that a lie cannot make the reader allocate.
    pub(crate) fn count(&mut self) -> Result<usize, FormatError> {
        let n = to_usize(self.u32()?);
        self.check(n <= self.rest.len(), "a count is not larger than what follows")?;
        Ok(n)
    }

    pub(crate) fn str(&mut self) -> Result<&'a str, FormatError> {
        let len = to_usize(self.u32()?);
        let bytes = self.raw(len)?;
        std::str::from_utf8(bytes).map_err(|_| self.bad("text is UTF-8"))
    }

    pub(crate) fn string(&mut self) -> Result<String, FormatError> {
        self.str().map(str::to_owned)
    }

    /// Ascending ids below `bound`, as the writer's [`Writer::gaps`] left them.
    pub(crate) fn gaps(&mut self, count: usize, bound: u32, out: &mut Vec<u32>) -> Result<(), FormatError> {
        let mut next = 0u32;
        for _ in 0..count {
            let gap = self.u32()?;
            let id = next.checked_add(gap).filter(|id| *id < bound);
            let id = id.ok_or_else(|| self.bad("document ids ascend below the number of documents"))?;
            out.push(id);
            next = id + 1;
        }
        Ok(())
    }

    pub(crate) fn rest(&self) -> &'a [u8] {
        self.rest
    }

    pub(crate) fn end(&self) -> Result<(), FormatError> {
        self.check(self.rest.is_empty(), "nothing follows the end")
    }
}

impl Writer {
    /// Strictly ascending ids, each as its distance from the one before plus one: never negative, mostly one byte.
    pub(crate) fn gaps(&mut self, ids: impl IntoIterator<Item = u32>) {
        let mut next = 0;
        for id in ids {
            assert!(id >= next, "ids must strictly ascend");
            self.u32(id - next);
            next = id + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn varints_survive_at_the_edges() {
        for n in [0, 1, 127, 128, 129, 16_383, 16_384, u64::from(u32::MAX), u64::MAX] {
            let mut w = Writer::default();
            w.u64(n);
            let mut r = Reader::new(&w.0, "test");
            assert_eq!(r.u64(), Ok(n));
            assert!(r.end().is_ok());
        }
        assert!(Reader::new(&[0xFF; 10], "test").u64().is_err());
        assert!(Reader::new(&[0x80], "test").u64().is_err());
    }

    #[test]
    fn gaps_survive_and_stay_below_their_bound() {
        let ids = [0, 1, 5, 6, 300];
        let mut w = Writer::default();
        w.gaps(ids);
        let mut out = Vec::new();
        assert!(Reader::new(&w.0, "test").gaps(ids.len(), 301, &mut out).is_ok());
        assert_eq!(out, ids);
        assert!(Reader::new(&w.0, "test").gaps(ids.len(), 300, &mut Vec::new()).is_err());
    }
}
