//! What is said to people, in each language that it can be said in.
//!
//! Invariants
//! - A message exists in every language: nothing makes one of a single text.
//! - A program speaks one language. What a cache keeps is in all of them, so that another language costs no new build.
//!
//! Not here: what there is to say (each message stands where it is made; explanations in `code` and `dutch`).

use std::fmt;
use std::io;
use std::sync::OnceLock;

use humansize::{DECIMAL, FormatSizeOptions, format_size};
use serde::{Serialize, Serializer};

/// A language of messages; that of documents is [`Lang`](crate::Lang).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Dutch.
    Nl,
}

static SPOKEN: OnceLock<Language> = OnceLock::new();

impl Language {
    /// Makes this the language of the program. The first call counts; without one it is English.
    pub fn speak(self) {
        // A second call is none of ours: the command makes one.
        let _ = SPOKEN.set(self);
    }

    /// The language of the program.
    pub fn spoken() -> Language {
        SPOKEN.get().copied().unwrap_or_default()
    }
}

/// A text in every [`Language`], which [`message!`](crate::message!) makes. Shown and serialised in that of the program.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Message {
    en: Box<str>,
    nl: Box<str>,
}

/// A [`Message`], as `format!` makes a text: English, Dutch, and what both name.
///
/// ```
/// use zoeklicht_indexer::{Language, message};
///
/// let pages = 3;
/// assert_eq!(message!("{pages} pages", "{pages} pagina’s").to(Language::Nl), "3 pagina’s");
/// ```
#[macro_export]
macro_rules! message {
    ($en:literal, $nl:literal $(, $value:expr)* $(,)?) => {
        $crate::Message::new(
            ::std::fmt::format(::std::format_args!($en $(, $value)*)),
            ::std::fmt::format(::std::format_args!($nl $(, $value)*)),
        )
    };
}

impl Message {
    /// The message of these two texts.
    pub fn new(en: impl Into<Box<str>>, nl: impl Into<Box<str>>) -> Message {
        Message { en: en.into(), nl: nl.into() }
    }

    /// What the system says of a file. The commonest reasons are known, any other is in the words of the system.
    pub fn of_system(error: &io::Error) -> Message {
        let nl = match error.kind() {
            io::ErrorKind::NotFound => "dat bestaat niet",
            io::ErrorKind::PermissionDenied => "dat mag deze gebruiker niet",
            io::ErrorKind::AlreadyExists => "dat bestaat al",
            io::ErrorKind::IsADirectory => "dat is een map",
            io::ErrorKind::NotADirectory => "dat is geen map",
            io::ErrorKind::InvalidData => "dat is geen UTF-8",
            io::ErrorKind::StorageFull => "de schijf is vol",
            io::ErrorKind::ReadOnlyFilesystem => "hier kan alleen gelezen worden",
            io::ErrorKind::ConnectionRefused => "de server weigert de verbinding",
            io::ErrorKind::TimedOut => "de server antwoordt niet op tijd",
            _ => return message!("{error}", "{error}"),
        };
        // Only what the system itself says has a number; the rest may have said more than its kind.
        match error.raw_os_error() {
            Some(number) => message!("{error}", "{nl} (systeemfout {number})"),
            None => message!("{error}", "{error}"),
        }
    }

    /// A number of bytes in the decimal units of SI, to a tenth.
    pub fn of_bytes(count: impl TryInto<u64>) -> Message {
        let options = FormatSizeOptions::from(DECIMAL).decimal_places(1);
        let en = format_size(count.try_into().unwrap_or(u64::MAX), options);
        Message { nl: en.replace('.', ",").into(), en: en.into() }
    }

    /// The text in a language.
    pub fn to(&self, language: Language) -> &str {
        match language {
            Language::En => &self.en,
            Language::Nl => &self.nl,
        }
    }

    /// The text in the language of the program.
    pub fn text(&self) -> &str {
        self.to(Language::spoken())
    }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.text())
    }
}

/// What went wrong may be no more than that.
impl std::error::Error for Message {}

impl Serialize for Message {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.text())
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Message {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        String::schema_name()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        String::json_schema(generator)
    }

    fn inline_schema() -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_written_for_people() {
        for (count, en, nl) in [
            (0, "0 B", "0 B"),
            (999, "999 B", "999 B"),
            (1_000, "1 kB", "1 kB"),
            (1_449, "1.4 kB", "1,4 kB"),
            (20_300_000, "20.3 MB", "20,3 MB"),
        ] {
            let said = Message::of_bytes(count);
            assert_eq!((said.to(Language::En), said.to(Language::Nl)), (en, nl));
        }
    }

    #[test]
    fn what_the_system_says_is_said_in_dutch_with_its_number() {
        let error = std::fs::read("/nowhere/at/all").expect_err("it is not there");
        let nl = Message::of_system(&error).to(Language::Nl).to_owned();
        assert!(nl.starts_with("dat bestaat niet (systeemfout "), "{nl}");
        let unpacking = io::Error::new(io::ErrorKind::InvalidData, "corrupt deflate stream");
        assert_eq!(Message::of_system(&unpacking).to(Language::Nl), "corrupt deflate stream");
    }
}
