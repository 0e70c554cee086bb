//! What can be wrong with a file of an index. Old, new and damaged are three different things with three cures.

/// Why a file of an index cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormatError {
    /// The bytes are something else, such as a server's HTML error page.
    #[error(
        "this is not a Zoeklicht index ({found}); check that the address leads to the folder that `zoeklicht index` wrote"
    )]
    NotAnIndex {
        /// What the bytes look like.
        found: &'static str,
    },
    /// The index was written in a format this engine no longer reads.
    #[error("the index has format {found}, this engine reads {reads}; build the index again with the current command")]
    TooOld {
        /// The version in the file.
        found: u16,
        /// The version this engine reads.
        reads: u16,
    },
    /// The index was written by a later version.
    #[error("the index has format {found}, this engine reads {reads}; publish the scripts that came with the index")]
    TooNew {
        /// The version in the file.
        found: u16,
        /// The version this engine reads.
        reads: u16,
    },
    /// The bytes are not those the manifest promised: damaged, cut short, or another file.
    #[error("{what} is damaged: its checksum is {found}, the index says {expected}; publish the index again")]
    WrongHash {
        /// Which file.
        what: String,
        /// What the manifest says.
        expected: String,
        /// What the bytes give.
        found: String,
    },
    /// The bytes have the right checksum but break a rule of the format: a mistake of the writer.
    #[error("{section} breaks a rule of the format: {rule}; please report this index")]
    Malformed {
        /// Which section.
        section: &'static str,
        /// Which rule.
        rule: &'static str,
    },
}

impl FormatError {
    pub(crate) fn malformed(section: &'static str, rule: &'static str) -> FormatError {
        FormatError::Malformed { section, rule }
    }
}
