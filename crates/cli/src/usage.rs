//! The command line as it was given, and mistakes in it.
//!
//! clap says these in English. In Dutch the same is said here, of the mistakes that this command line can have; help stays in
//! English.

use std::error::Error as _;

use clap::error::{ContextKind, Error, ErrorKind};
use clap::{Parser as _, ValueEnum as _};
use zoeklicht_indexer::Language;

use crate::args::{Args, Messages};

/// The arguments, after the program was made to speak the language they ask for. A mistake ends it with 2.
pub(crate) fn parse() -> Args {
    language().speak();
    Args::try_parse().unwrap_or_else(|error| {
        let dutch = dutch(&error).filter(|_| Language::spoken() == Language::Nl);
        // Help and versions too, on stdout.
        let Some(dutch) = dutch else { error.exit() };
        anstream::eprintln!("{dutch}");
        std::process::exit(error.exit_code())
    })
}

/// The language of messages, which is known before the rest is read, so that mistakes there are said in it too.
fn language() -> Language {
    let arguments: Vec<String> = std::env::args_os().map(|argument| argument.to_string_lossy().into_owned()).collect();
    let flag =
        arguments.iter().enumerate().rev().find_map(|(at, argument)| match argument.strip_prefix("--messages")? {
            "" => arguments.get(at + 1).cloned(),
            value => value.strip_prefix('=').map(str::to_owned),
        });
    let said = flag.or_else(|| std::env::var("ZOEKLICHT_MESSAGES").ok()).unwrap_or_default();
    Messages::from_str(&said, false).unwrap_or_default().into()
}

/// A mistake in Dutch; none if only clap knows how to say it.
fn dutch(error: &Error) -> Option<String> {
    let of = |kind| error.get(kind).map(ToString::to_string).filter(|said| !said.is_empty());
    let meant = |kind| of(kind).map(|name| format!("bedoelde u `{name}`?"));
    let argument = of(ContextKind::InvalidArg).unwrap_or_default();
    let value = of(ContextKind::InvalidValue);
    let (what, help) = match error.kind() {
        ErrorKind::UnknownArgument => (format!("`{argument}` bestaat hier niet"), meant(ContextKind::SuggestedArg)),
        ErrorKind::InvalidSubcommand => {
            let command = of(ContextKind::InvalidSubcommand).unwrap_or_default();
            (format!("er is geen opdracht `{command}`"), meant(ContextKind::SuggestedSubcommand))
        }
        ErrorKind::InvalidValue => {
            let valid = of(ContextKind::ValidValue).map(|valid| format!("dit kan: {valid}"));
            let what = match value {
                Some(value) => format!("`{argument}` kan niet `{value}` zijn"),
                None => format!("`{argument}` heeft een waarde nodig"),
            };
            (what, meant(ContextKind::SuggestedValue).or(valid))
        }
        ErrorKind::ValueValidation => {
            let what = format!("`{argument}` kan niet `{}` zijn", value.unwrap_or_default());
            (what, error.source().map(ToString::to_string))
        }
        ErrorKind::TooManyValues => (format!("`{argument}` krijgt geen waarde"), None),
        ErrorKind::ArgumentConflict => {
            let prior = of(ContextKind::PriorArg).unwrap_or_default();
            (format!("`{argument}` en `{prior}` gaan niet samen"), None)
        }
        ErrorKind::MissingRequiredArgument => (format!("dit ontbreekt: {argument}"), None),
        _ => return None,
    };
    let help = help.map(|help| format!("\n\n  tip: {help}")).unwrap_or_default();
    let usage = of(ContextKind::Usage).map(|usage| format!("\n\n{}", usage.replace("Usage:", "Gebruik:")));
    let more = "Meer uitleg, in het Engels, geeft `--help`.";
    Some(format!("fout: {what}{help}{}\n\n{more}", usage.unwrap_or_default()))
}
