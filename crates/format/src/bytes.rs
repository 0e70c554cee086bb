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
///
/// What breaks a rule is said at the end: until then everything reads as zero and empty. With a `Result` for each number the
/// readers are half as much WebAssembly again.
#[derive(Clone, Debug)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
    section: &'static str,
    broken: Option<&'static str>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8], section: &'static str) -> Reader<'a> {
        Reader { rest: bytes, section, broken: None }
    }

    /// Gives `holds` back, for who cannot go on without.
    pub(crate) fn check(&mut self, holds: bool, rule: &'static str) -> bool {
        if !holds {
            self.broken.get_or_insert(rule);
            self.rest = &[];
        }
        holds
    }

    pub(crate) fn raw(&mut self, len: usize) -> &'a [u8] {
        let parts = self.rest.split_at_checked(len);
        self.check(parts.is_some(), "it ends where it says");
        let (head, rest) = parts.unwrap_or_default();
        self.rest = rest;
        head
    }

    pub(crate) fn array<const N: usize>(&mut self) -> [u8; N] {
        self.raw(N).try_into().unwrap_or([0; N])
    }

    pub(crate) fn byte(&mut self) -> u8 {
        let [n] = self.array();
        n
    }

    pub(crate) fn u64(&mut self) -> u64 {
        let mut n = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte();
            let bits = u64::from(byte & 0x7F);
            n |= bits << shift;
            if byte & 0x80 == 0 {
                self.check(shift < 63 || bits <= 1, "a varint fits in 64 bits");
                return n;
            }
        }
        self.check(false, "a varint fits in 64 bits");
        0
    }

    pub(crate) fn u32(&mut self) -> u32 {
        let n = u32::try_from(self.u64()).ok();
        self.check(n.is_some(), "a number fits in 32 bits");
        n.unwrap_or_default()
    }

    /// A count of things that take at least one byte each, so that a lie cannot make the reader allocate.
    pub(crate) fn count(&mut self) -> usize {
        let n = to_usize(self.u32());
        if self.check(n <= self.rest.len(), "a count is not larger than what follows") { n } else { 0 }
    }

    pub(crate) fn str(&mut self) -> &'a str {
        let len = to_usize(self.u32());
        let text = std::str::from_utf8(self.raw(len)).ok();
        self.check(text.is_some(), "text is UTF-8");
        text.unwrap_or_default()
    }

    pub(crate) fn string(&mut self) -> String {
        self.str().to_owned()
    }

    /// As many things as [`Reader::count`] says.
    pub(crate) fn list<T>(&mut self, mut one: impl FnMut(&mut Reader<'a>) -> T) -> Vec<T> {
        let count = self.count();
        (0..count).map_while(|_| self.broken.is_none().then(|| one(self))).collect()
    }

    /// Ascending ids below `bound`, as the writer's [`Writer::gaps`] left them.
    pub(crate) fn gaps(&mut self, count: usize, bound: u32, out: &mut Vec<u32>) {
        let mut next = 0u32;
        for _ in 0..count {
            let id = next.saturating_add(self.u32());
            if !self.check(id < bound, "document ids ascend below the number of documents") || self.broken.is_some() {
                return;
            }
            out.push(id);
            next = id + 1;
        }
    }

    pub(crate) fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// Says whether all of it was there, and nothing more.
    pub(crate) fn end(mut self) -> Result<(), FormatError> {
        self.check(self.rest.is_empty(), "nothing follows the end");
        self.broken.map_or(Ok(()), |rule| Err(FormatError::malformed(self.section, rule)))
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
            assert_eq!(r.u64(), n);
            assert!(r.end().is_ok());
        }
        for bytes in [&[0xFF; 10][..], &[0xFF; 11], &[0x80]] {
            let mut r = Reader::new(bytes, "test");
            r.u64();
            assert!(r.end().is_err());
        }
    }

    #[test]
    fn gaps_survive_and_stay_below_their_bound() {
        let ids = [0, 1, 5, 6, 300];
        let mut w = Writer::default();
        w.gaps(ids);
        let read = |bound| {
            let (mut r, mut out) = (Reader::new(&w.0, "test"), Vec::new());
            r.gaps(ids.len(), bound, &mut out);
            r.end().map(|()| out)
        };
        assert_eq!(read(301).as_deref(), Ok(&ids[..]));
        assert!(read(300).is_err());
    }

    #[test]
    fn the_first_rule_that_is_broken_is_told_and_nothing_is_read_after_it() {
        let mut r = Reader::new(&[9, b'a', 1, b'b'], "test");
        assert_eq!((r.str(), r.u32(), r.count(), r.list(Reader::byte)), ("", 0, 0, vec![]));
        assert_eq!(r.end(), Err(FormatError::malformed("test", "it ends where it says")));
    }
}
