//! Files that a build packed with gzip, such as `page.html.gz`.
//!
//! Not here: which packed files are documents (see `source`).

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use flate2::read::MultiGzDecoder;

use crate::code::Code;
use crate::message;
use crate::report::Problem;

/// Bytes that a file may unpack to. A kilobyte can unpack to a megabyte, and whoever sends such a file means no good.
const UNPACKED_BYTES_MAX: u64 = 64 << 20;

/// Whether its name says that it is packed.
pub(crate) fn is_packed(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("gz"))
}

/// The bytes of a file, unpacked if its name says that it is packed.
pub(crate) fn open(path: &Path) -> io::Result<Box<dyn Read + Send>> {
    let file = File::open(path)?;
    if is_packed(path) {
        Ok(Box::new(Unpacked { inner: MultiGzDecoder::new(file), bytes: 0 }))
    } else {
        Ok(Box::new(file))
    }
}

/// What is wrong with a file that could not be read or unpacked.
pub(crate) fn problem(place: &str, error: &io::Error) -> Problem {
    // What the system says has a number; what unpacking says has none.
    if error.raw_os_error().is_some() {
        return Problem::unreadable(place, error);
    }
    let help = message!(
        "pack it anew, or put the file itself beside it",
        "pak het opnieuw in, of zet het bestand zelf ernaast"
    );
    let reason = message!("could not be unpacked: {error}", "kon niet uitgepakt worden: {error}");
    Problem::new(Code::NotUnpacked, place, reason, help)
}

/// Unpacks up to [`UNPACKED_BYTES_MAX`]; more is an error.
struct Unpacked<R> {
    inner: MultiGzDecoder<R>,
    bytes: u64,
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.bytes = self.bytes.saturating_add(u64::try_from(count).unwrap_or(u64::MAX));
        if self.bytes > UNPACKED_BYTES_MAX {
            return Err(io::Error::other(format!("it is more than {} MiB", UNPACKED_BYTES_MAX >> 20)));
        }
        Ok(count)
    }
}
