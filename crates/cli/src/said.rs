//! How errors are said, in the language of the command.
//!
//! Not here: what a build or a crawl found (see `diagnostics`), mistakes in the command line (see `usage`).

use std::path::Path;

use zoeklicht_indexer::{Language, Message, message};
use zoeklicht_query::{Cause, FormatError};

/// An error with what to do about it on a line of its own.
pub(crate) fn with_hint(what: Message, hint: Message) -> anyhow::Error {
    anyhow::anyhow!(both(&what, "\n", &message!("hint: {0}", "tip: {0}", hint)))
}

/// A file that could not be read.
pub(crate) fn unread(path: &Path) -> Message {
    message!("`{0}` could not be read", "`{0}` kon niet gelezen worden", path.display())
}

/// A file that could not be written.
pub(crate) fn unwritten(path: &Path) -> Message {
    message!("`{0}` could not be written", "`{0}` kon niet geschreven worden", path.display())
}

/// Two messages with something between them.
pub(crate) fn both(first: &Message, between: &str, second: &Message) -> Message {
    let text = |language| format!("{}{between}{}", first.to(language), second.to(language));
    Message::new(text(Language::En), text(Language::Nl))
}

/// An error as the last line of a command.
pub(crate) fn line(error: &anyhow::Error) -> String {
    message!("error: {0}", "fout: {0}", self::error(error)).to_string()
}

/// An error with all that led to it.
pub(crate) fn error(error: &anyhow::Error) -> Message {
    let links = error.chain().map(|link| {
        #[cfg(not(target_os = "wasi"))]
        if let Some(http) = link.downcast_ref() {
            return crate::http::said(http);
        }
        if let Some(system) = link.downcast_ref::<std::io::Error>() {
            Message::of_system(system)
        } else if let Some(format) = link.downcast_ref::<FormatError>() {
            of_format(format)
        } else {
            message!("{link}", "{link}")
        }
    });
    links.reduce(|first, second| both(&first, ": ", &second)).unwrap_or_else(|| message!("", ""))
}

fn of_format(error: &FormatError) -> Message {
    let nl = match error {
        FormatError::NotAnIndex { found } => format!(
            "dit is geen index van Zoeklicht ({}); kijk of het adres leidt naar de map die `zoeklicht index` schreef",
            kind(found)
        ),
        FormatError::TooOld { found, reads } => {
            format!("de index heeft formaat {found}, dit programma leest {reads}; maak de index opnieuw")
        }
        FormatError::TooNew { found, reads } => format!(
            "de index heeft formaat {found}, dit programma leest {reads}; gebruik het programma dat bij de index hoort"
        ),
        FormatError::WrongHash { what, expected, found } => format!(
            "{what} is beschadigd: het controlegetal is {found}, volgens de index {expected}; zet de index opnieuw online"
        ),
        FormatError::Malformed { section, rule } => {
            format!("{section} breekt een regel van het formaat ({rule}); meld dit met deze index erbij")
        }
    };
    Message::new(error.to_string(), nl)
}

/// What is no index, as the format has it in English.
fn kind(found: &str) -> &str {
    match found {
        "a web page" => "een webpagina",
        "an empty file" => "een leeg bestand",
        "other data" => "iets anders",
        other => other,
    }
}

/// What is wrong with a file of an index, and what to do about it.
pub(crate) fn of_flaw(cause: &Cause) -> (Message, Message) {
    let nl = match cause {
        Cause::Unread(reason) => format!("het kon niet gelezen worden: {reason}"),
        Cause::Format(FormatError::NotAnIndex { found }) => format!("het is {}", kind(found)),
        Cause::Format(FormatError::TooOld { found, reads } | FormatError::TooNew { found, reads }) => {
            format!("het heeft formaat {found}, deze opdracht leest {reads}")
        }
        Cause::Format(FormatError::WrongHash { expected, found, .. }) => format!(
            "het controlegetal is {found}, volgens de index {expected}: het is beschadigd, afgebroken of een ander bestand"
        ),
        Cause::Format(FormatError::Malformed { section, rule }) => {
            format!("{section} breekt een regel van het formaat: {rule}")
        }
        Cause::Disagrees { .. } => format!("het klopt niet met de rest: {cause}"),
    };
    let help = match cause {
        Cause::Unread(_) | Cause::Format(FormatError::NotAnIndex { .. } | FormatError::WrongHash { .. }) => {
            message!("publish the index again, whole", "zet de index opnieuw en volledig online")
        }
        Cause::Format(FormatError::TooOld { .. }) => message!("build the index again", "maak de index opnieuw"),
        Cause::Format(FormatError::TooNew { .. }) => message!(
            "use the command that built it, or a later one",
            "gebruik de opdracht die de index maakte, of een latere"
        ),
        Cause::Format(FormatError::Malformed { .. }) | Cause::Disagrees { .. } => message!(
            "build the index again with `zoeklicht index`; if this stays, please report it",
            "maak de index opnieuw met `zoeklicht index`; blijft dit, meld het dan"
        ),
    };
    (Message::new(cause.to_string(), nl), help)
}
