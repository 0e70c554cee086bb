//! What the targets share: giving input the form in which a decoder takes it.
//!
//! Not here: what must hold, which each target says itself.

use flate2::{Compress, Compression, FlushCompress, Status};
use zoeklicht_format::{Hash, Verified, write_group};

/// `deflate(raw, dictionary)` of FORMAT.md: the length as a varint, then a raw deflate stream. The quickest level,
/// because the fuzzer waits for it.
pub fn deflated(raw: &[u8], dictionary: &[u8]) -> Vec<u8> {
    // The quickest level makes noise longer by an eighth.
    let mut out = Vec::with_capacity(raw.len() + raw.len() / 4 + 64);
    let mut len = raw.len();
    while len >= 0x80 {
        out.push((len & 0x7F) as u8 | 0x80);
        len >>= 7;
    }
    out.push(len as u8);
    let mut stream = Compress::new(Compression::fast(), false);
    if !dictionary.is_empty() {
        stream.set_dictionary(dictionary).expect("a fresh raw stream takes a dictionary");
    }
    let status = stream.compress_vec(raw, &mut out, FlushCompress::Finish);
    assert!(matches!(status, Ok(Status::StreamEnd)), "there is room for the whole stream");
    out
}

/// The bytes with their own hash: what a decoder takes.
pub fn verified(bytes: &[u8]) -> Verified<'_> {
    Verified::new(bytes, Hash::of(bytes), "input").expect("its own hash")
}

/// The bytes with their own hash after them, as a manifest ends.
pub fn with_hash(mut bytes: Vec<u8>) -> Vec<u8> {
    // A file begins with the hashes of its group's chunks, here of this one.
    let (_, files) = write_group(&[bytes.clone()]);
    bytes.extend(&files[0][..Hash::BYTES]);
    bytes
}
