//! Compression: raw deflate (RFC 1951), with the length of what it holds in front.
//!
//! The reader is `miniz_oxide`, 6.7 kB of WebAssembly; the writer `zlib-rs`, which takes a preset dictionary and gives the
//! same bytes on every processor. Both see a dictionary as text that came before.

use flate2::{Compress, Compression, FlushCompress, Status};
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress, inflate_flags};

use crate::bytes::{Reader, Writer};
use crate::limits::INFLATED_BYTES_MAX;
use crate::num::to_usize;
use crate::{FormatError, Verified};

/// Compresses `raw` as if it followed `dictionary`.
pub(crate) fn deflate(raw: &[u8], dictionary: &[u8]) -> Vec<u8> {
    assert!(raw.len() <= INFLATED_BYTES_MAX, "writers keep to the limits");
    // On the records of 10,000 pages 0.6 % smaller than level 9, and 0.5 % than miniz_oxide at its highest, in 0.7 of the time.
    const LEVEL: u32 = 8;
    let mut stream = Compress::new(Compression::new(LEVEL), false);
    if !dictionary.is_empty() {
        let set = stream.set_dictionary(dictionary);
        assert!(set.is_ok(), "a fresh raw stream takes a dictionary");
    }
    let mut w = Writer::default();
    w.len(raw.len());
    let mut out = w.0;
    // `compress_vec` fills the room there is; what deflate cannot shorten grows by a little.
    out.reserve(raw.len() + raw.len() / 1000 + 64);
    let status = stream.compress_vec(raw, &mut out, FlushCompress::Finish);
    assert!(matches!(status, Ok(Status::StreamEnd)), "there is room for the whole stream");
    out
}

/// What stands compressed in a file. `section` names it in errors.
pub(crate) fn inflate(file: Verified<'_>, dictionary: &[u8], section: &'static str) -> Result<Vec<u8>, FormatError> {
    const FLAGS: u32 = inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
    let mut r = Reader::new(file.bytes(), section);
    let len = to_usize(r.u32());
    // Deflate shortens by a factor of 1,032 at best, so a small file cannot make us allocate much.
    let within = len <= INFLATED_BYTES_MAX && len / 1032 <= r.rest().len();
    let len = if r.check(within, "what is compressed is within the limit") { len } else { 0 };
    let stream = r.raw(r.rest().len());
    // Distances in the stream may reach back into the dictionary.
    let mut out = Vec::with_capacity(dictionary.len() + len);
    out.extend_from_slice(dictionary);
    out.resize(dictionary.len() + len, 0);
    let mut state = Box::<DecompressorOxide>::default();
    let (status, read, written) = decompress(&mut state, stream, &mut out, dictionary.len(), FLAGS);
    let whole = status == TINFLStatus::Done && read == stream.len() && written == len;
    r.check(whole, "the compressed stream is whole and has the length it says");
    r.end()?;
    out.drain(..dictionary.len());
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Hash;

    fn read(file: &[u8], dictionary: &[u8]) -> Result<Vec<u8>, FormatError> {
        inflate(Verified::new(file, Hash::of(file), "test").expect("whole"), dictionary, "a test")
    }

    #[test]
    fn what_is_compressed_comes_back() {
        let noise: Vec<u8> = (0..70_000u32).map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()[3]).collect();
        for raw in [&b""[..], b"a", b"inburgering inburgering", &noise] {
            for dictionary in [&b""[..], b"over inburgering"] {
                let file = deflate(raw, dictionary);
                assert_eq!(read(&file, dictionary).as_deref(), Ok(raw));
            }
        }
        assert!(deflate(b"inburgering", b"over inburgering").len() < deflate(b"inburgering", b"").len());
    }

    #[test]
    fn a_stream_that_is_cut_or_goes_on_is_refused() {
        let file = deflate(b"inburgering inburgering", b"");
        for len in 0..file.len() {
            assert!(read(&file[..len], b"").is_err(), "{len} bytes");
        }
        assert!(read(&[&file[..], b"x"].concat(), b"").is_err());
        assert!(read(&deflate(b"inburgering", b"over inburgering"), b"").is_err(), "without its dictionary");
    }
}
