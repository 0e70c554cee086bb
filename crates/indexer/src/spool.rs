//! A file for what memory should not hold: texts until their documents have numbers, chunks until someone says where they
//! go. If it is not of a cache it has no name and goes when the program does, however that ends.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::ops::Range;
use std::path::Path;

use crate::{Action, IndexError};

pub(crate) struct Spool {
    file: File,
    end: u64,
}

impl Spool {
    pub(crate) fn new() -> Result<Spool, IndexError> {
        let file = tempfile::tempfile().map_err(failed(Action::Made))?;
        Ok(Spool { file, end: 0 })
    }

    /// One in a file that stays, of which so many bytes count.
    pub(crate) fn at(path: &Path, end: u64) -> Result<Spool, IndexError> {
        let mut options = File::options();
        let file = options.read(true).write(true).create(true).truncate(false).open(path);
        let file = file.map_err(IndexError::io(path, Action::Opened))?;
        if file.metadata().map_err(IndexError::io(path, Action::Read))?.len() < end {
            return Err(IndexError::io(path, Action::Read)(std::io::ErrorKind::UnexpectedEof.into()));
        }
        Ok(Spool { file, end })
    }

    /// How many bytes there are.
    pub(crate) fn end(&self) -> u64 {
        self.end
    }

    /// Appends bytes; where they are.
    pub(crate) fn push(&mut self, bytes: &[u8]) -> Result<Range<u64>, IndexError> {
        // Something may have been read from elsewhere since.
        self.file.seek(SeekFrom::Start(self.end)).map_err(failed(Action::Written))?;
        self.file.write_all(bytes).map_err(failed(Action::Written))?;
        let start = self.end;
        self.end += u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        Ok(start..self.end)
    }

    /// Copies all bytes to another file.
    pub(crate) fn copy_to(&self, target: &mut File) -> std::io::Result<()> {
        let mut file = &self.file;
        file.rewind()?;
        std::io::copy(&mut file.take(self.end), target).map(drop)
    }

    /// Reads bytes back.
    pub(crate) fn read(&self, range: Range<u64>) -> Result<Vec<u8>, IndexError> {
        let mut bytes = Vec::new();
        let mut file = &self.file;
        file.seek(SeekFrom::Start(range.start)).map_err(failed(Action::Read))?;
        file.take(range.end - range.start).read_to_end(&mut bytes).map_err(failed(Action::Read))?;
        Ok(bytes)
    }
}

fn failed(action: Action) -> impl FnOnce(std::io::Error) -> IndexError {
    move |error| IndexError::Io { path: tempfile::env::temp_dir(), action, error }
}
