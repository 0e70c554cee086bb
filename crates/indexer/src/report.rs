//! What a build found, for the person who ran it.

use std::collections::BTreeMap;
use std::fmt;

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The document asks not to be indexed.
    Excluded,
    /// The document is in the index, but not as it might be.
    Warning,
    /// The document is not in the index.
    Skipped,
}

/// Something wrong with a document.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Problem {
    /// How bad.
    pub severity: Severity,
    /// Which file, with its line where that helps.
    pub place: String,
    /// What happened.
    pub reason: String,
    /// What to do.
    pub hint: String,
}

impl Problem {
    /// A document that asks not to be indexed: not a problem, but worth saying when someone misses it.
    pub fn excluded(place: &str, how: &str) -> Problem {
        let hint = format!("remove its {how} to index it");
        Problem { severity: Severity::Excluded, place: place.into(), reason: "asks not to be indexed".into(), hint }
    }

    /// A document that is not in the index.
    pub fn skipped(place: &str, reason: impl Into<String>, hint: impl Into<String>) -> Problem {
        Problem { severity: Severity::Skipped, place: place.into(), reason: reason.into(), hint: hint.into() }
    }

    /// A file that the system does not give.
    pub(crate) fn unreadable(place: &str, error: &std::io::Error) -> Problem {
        Problem::skipped(place, format!("could not be read: {error}"), "check that the file exists and may be read")
    }

    /// A document that is in the index, but not as it might be.
    pub fn warning(place: &str, reason: impl Into<String>, hint: impl Into<String>) -> Problem {
        Problem { severity: Severity::Warning, place: place.into(), reason: reason.into(), hint: hint.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.severity {
            Severity::Excluded => "excluded",
            Severity::Warning => "warning",
            Severity::Skipped => "skipped",
        };
        write!(f, "{kind}: `{}` {}\n   hint: {}", self.place, self.reason, self.hint)
    }
}

/// What is in an index and what is not.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Report {
    /// Documents in the index.
    pub documents: usize,
    /// Documents by language.
    pub languages: BTreeMap<String, usize>,
    /// Different terms.
    pub terms: usize,
    /// Words of all documents together.
    pub words: u64,
    /// Bytes of the index by kind of file.
    pub bytes: BTreeMap<&'static str, usize>,
    /// Files of the index.
    pub files: usize,
    /// The longest documents with their bytes of text, longest first.
    pub largest: Vec<(String, usize)>,
    /// Everything that was wrong, in the order of the sources.
    pub problems: Vec<Problem>,
}

impl Report {
    /// What someone should look at: everything but documents that ask not to be indexed.
    pub fn findings(&self) -> impl Iterator<Item = &Problem> {
        self.problems.iter().filter(|problem| problem.severity > Severity::Excluded)
    }

    /// Problems of a kind.
    pub fn count(&self, severity: Severity) -> usize {
        self.problems.iter().filter(|problem| problem.severity == severity).count()
    }

    /// Bytes of the whole index.
    pub fn total_bytes(&self) -> usize {
        self.bytes.values().sum()
    }
}
