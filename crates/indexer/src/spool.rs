//! A temporary file for what memory should not hold: texts until their documents have numbers, chunks until someone
//! says where they go. It has no name and goes when the program does, however that ends.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::ops::Range;

use crate::IndexError;

pub(crate) struct Spool {
    file: File,
    end: u64,
}

impl Spool {
    pub(crate) fn new() -> Result<Spool, IndexError> {
        let file = tempfile::tempfile().map_err(failed("made"))?;
        Ok(Spool { file, end: 0 })
    }

    /// Appends bytes; where they are.
    pub(crate) fn push(&mut self, bytes: &[u8]) -> Result<Range<u64>, IndexError> {
        self.file.write_all(bytes).map_err(failed("written"))?;
        let start = self.end;
        self.end += u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        Ok(start..self.end)
    }

    /// Reads bytes back. Once that was done nothing may be appended.
    pub(crate) fn read(&self, range: Range<u64>) -> Result<Vec<u8>, IndexError> {
        let mut bytes = Vec::new();
        let mut file = &self.file;
        file.seek(SeekFrom::Start(range.start)).map_err(failed("read"))?;
        file.take(range.end - range.start).read_to_end(&mut bytes).map_err(failed("read"))?;
        Ok(bytes)
    }
}

fn failed(action: &'static str) -> impl FnOnce(std::io::Error) -> IndexError {
    move |error| IndexError::Io { path: std::env::temp_dir(), action, error }
}
