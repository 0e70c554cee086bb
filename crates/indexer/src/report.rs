//! What a build found, for the person who ran it.
//!
//! Not here: the codes of problems and their explanations (see `code`).

use std::collections::BTreeMap;
use std::fmt;

use crate::code::{Code, Severity};
use crate::message;
use crate::message::{Language, Message};

/// Something that was found of a document, or of the settings.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Problem {
    /// What kind of problem it is, and how bad. Serialised as the members `code`, `name` and `severity`.
    #[serde(flatten)]
    pub code: Code,
    /// The file by its path within the source, or the id of a document; `synonyms` for a rule of them.
    pub place: String,
    /// The line of the file, from 1, where that helps.
    pub line: Option<usize>,
    /// What happened, to follow the name of the place: `is empty`.
    pub reason: Message,
    /// What to do.
    pub help: Message,
}

impl Problem {
    /// A problem of a whole file.
    pub fn new(code: Code, place: &str, reason: Message, help: Message) -> Problem {
        Problem { code, place: place.into(), line: None, reason, help }
    }

    /// The same, at a line.
    pub(crate) fn at(self, line: usize) -> Problem {
        Problem { line: Some(line), ..self }
    }

    /// A document that asks not to be indexed: nothing wrong, but worth knowing when someone misses it.
    pub(crate) fn excluded(place: &str, how: &Message) -> Problem {
        let reason = message!("asks not to be indexed", "vraagt om niet in de index te komen");
        let help = Message::new(
            format!("remove its {} to index it", how.to(Language::En)),
            format!("verwijder {} als het wel in de index moet", how.to(Language::Nl)),
        );
        Problem::new(Code::Excluded, place, reason, help)
    }

    /// A file that the system does not give.
    pub(crate) fn unreadable(place: &str, error: &std::io::Error) -> Problem {
        let help =
            message!("check that the file exists and may be read", "kijk of het bestand er is en gelezen mag worden");
        let system = Message::of_system(error);
        let reason = Message::new(
            format!("could not be read: {}", system.to(Language::En)),
            format!("kon niet gelezen worden: {}", system.to(Language::Nl)),
        );
        Problem::new(Code::UnreadableFile, place, reason, help)
    }

    /// A file of text that has something else in it.
    pub(crate) fn not_text(place: &str, reason: Message) -> Problem {
        let help = message!(
            "leave it out, or give it the ending of its real kind",
            "laat het weg, of geef het het einde van zijn echte soort"
        );
        Problem::new(Code::NotText, place, reason, help)
    }

    /// A document in which there is nothing to search.
    pub(crate) fn no_text(place: &str) -> Problem {
        Problem::new(Code::NoText, place, message!("has no text", "heeft geen tekst"), Problem::write_it())
    }

    /// What to do about a file with nothing in it.
    pub(crate) fn write_it() -> Message {
        message!("remove it, or write its content", "verwijder het, of schrijf de inhoud")
    }

    /// How bad it is.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = self.severity().label();
        let line = self.line.map(|line| format!(":{line}")).unwrap_or_default();
        let number = self.code.number();
        let help = message!("help", "tip");
        write!(f, "{kind}[{number}]: `{}{line}` {}\n  {help}: {}", self.place, self.reason, self.help)
    }
}

/// Problems as a cache keeps them: a row each, with the number of the code.
pub(crate) mod rows {
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    use super::{Code, Problem};

    use crate::message::{Language, Message};

    /// A message in English and in Dutch.
    type Both = (String, String);
    type Row = (String, String, Option<usize>, Both, Both);

    pub(crate) fn serialize<S: Serializer>(problems: &[Problem], serializer: S) -> Result<S::Ok, S::Error> {
        let row = |Problem { code, place, line, reason, help }: &Problem| {
            let both = |message: &Message| (message.to(Language::En).to_owned(), message.to(Language::Nl).to_owned());
            (code.number().to_owned(), place.clone(), *line, both(reason), both(help))
        };
        serializer.collect_seq(problems.iter().map(row))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Problem>, D::Error> {
        let problem = |(number, place, line, reason, help): Row| {
            let code = Code::parse(&number).ok_or_else(|| D::Error::custom("an unknown code"))?;
            let message = |(en, nl): Both| Message::new(en, nl);
            Ok(Problem { code, place, line, reason: message(reason), help: message(help) })
        };
        Vec::<Row>::deserialize(deserializer)?.into_iter().map(problem).collect()
    }
}

/// What is in an index and what is not.
///
/// This is what `zoeklicht index --json` prints: one object with the members that the fields name. Members may come to
/// it in later versions; none changes its meaning.
///
/// ```json
/// {
///   "documents": 2, "languages": {"nl": 2}, "terms": 31, "words": 40, "filters": {"year": 1},
///   "bytes": {"lexicon": 120, "manifest": 300}, "files": 6, "kept_bytes": 0,
///   "largest": [["moving.html", 512]],
///   "problems": [{
///     "code": "Z101", "name": "no-language", "severity": "warning", "place": "moving.html", "line": null,
///     "reason": "does not say its language", "help": "write it on the page, such as `<html lang=\"nl\">`"
///   }]
/// }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Report {
    /// Documents in the index.
    pub documents: usize,
    /// Documents by language; `und` is a language that could not be told.
    pub languages: BTreeMap<String, usize>,
    /// Different terms.
    pub terms: usize,
    /// Words of all documents together.
    pub words: u64,
    /// The filters with their number of values.
    pub filters: BTreeMap<String, usize>,
    /// Bytes of the index by kind of file.
    pub bytes: BTreeMap<&'static str, usize>,
    /// Files of the index.
    pub files: usize,
    /// Bytes of the documents that are kept beside the index; 0 if they are not.
    pub kept_bytes: usize,
    /// The longest documents with their bytes of text, longest first.
    pub largest: Vec<(String, usize)>,
    /// Everything that was found: what is wrong with single documents in the order of the sources, then what can only
    /// be seen of all together.
    pub problems: Vec<Problem>,
}

impl Report {
    /// What someone should look at: everything but notes.
    pub fn findings(&self) -> impl Iterator<Item = &Problem> {
        self.problems.iter().filter(|problem| problem.severity() > Severity::Note)
    }

    /// The problems by code, in the order of their numbers.
    pub fn by_code(&self) -> BTreeMap<Code, Vec<&Problem>> {
        let mut all: BTreeMap<Code, Vec<&Problem>> = BTreeMap::new();
        self.problems.iter().for_each(|problem| all.entry(problem.code).or_default().push(problem));
        all
    }

    /// Bytes of the whole index.
    pub fn total_bytes(&self) -> usize {
        self.bytes.values().sum()
    }
}
