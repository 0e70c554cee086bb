//! `zoeklicht.toml`: what the owner of a site decides once, for every build; and `zoeklicht config`, which shows it.
//!
//! The keys are the fields of [`Settings`]: a new one is a field there and nothing here, unless a flag says it too.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use anyhow::Context as _;
use clap::parser::ValueSource;
use clap::{ArgMatches, CommandFactory as _};
use serde_json::{Map, Value};
use toml::de::DeTable;
use zoeklicht_indexer::{Code, Language, Message, Settings, Severity, message};

use crate::args::{Args, ConfigArgs, ConfigFormat, SettingsArgs};
use crate::diagnostics::{Failure, explain_word};
use crate::{Outcome, said};

/// The file that is looked for when none is given.
pub(crate) const NAME: &str = "zoeklicht.toml";
/// How much a key must look like another to be meant as that one (Jaro 1989, from 0 to 1); clap has the same bound for
/// flags.
const SIMILAR: f64 = 0.7;
/// What the library calls things that it expects, and what the people who write the file call them; the longer first.
const EXPECTED: [(&str, &str, &str); 10] = [
    ("usize", "a whole number", "een geheel getal"),
    ("u16", "a whole number up to 65535", "een geheel getal tot 65535"),
    ("a sequence", "a list", "een lijst"),
    ("a map", "a table", "een tabel"),
    ("path string", "a path", "een pad"),
    ("a string", "a string", "een tekst"),
    ("a boolean", "a boolean", "`true` of `false`"),
    ("a table with", "a table with", "een tabel met"),
    ("a tag such as `nl` or `nl-BE`", "a tag such as `nl` or `nl-BE`", "een code zoals `nl` of `nl-BE`"),
    (" and ", " and ", " en "),
];
/// How the library begins to say what it found, in Dutch.
const FOUND: [(&str, &str); 10] = [
    ("invalid type: integer ", "verkeerde soort: het getal "),
    ("invalid type: floating point ", "verkeerde soort: het getal "),
    ("invalid type: string ", "verkeerde soort: de tekst "),
    ("invalid type: boolean ", "verkeerde soort: "),
    ("invalid type: sequence", "verkeerde soort: een lijst"),
    ("invalid type: map", "verkeerde soort: een tabel"),
    ("invalid value: integer ", "verkeerde waarde: het getal "),
    ("invalid value: string ", "verkeerde waarde: de tekst "),
    ("missing field ", "er ontbreekt een sleutel: "),
    ("duplicate key", "deze sleutel staat er al"),
];
/// What a configuration that cannot be used exits with.
const EXIT: u8 = 3;

/// The settings of a run: flags come before the environment, that before the file, and that before the defaults.
pub(crate) struct Configured {
    pub(crate) settings: Settings,
    file: Option<File>,
}

/// A configuration as it is written.
struct File {
    path: PathBuf,
    text: String,
}

impl Configured {
    /// Paths of the file are taken from its folder; `sources` come before those of the file.
    ///
    /// # Errors
    /// A [`Failure`] that shows the line that is wrong.
    pub(crate) fn read(args: &SettingsArgs, sources: &[PathBuf]) -> Result<Configured, Failure> {
        let file = find(args.config.as_deref(), sources)?;
        let mut settings = match &file {
            Some(File { path, text }) => toml::from_str(text).map_err(|error| wrong(path, text, &error))?,
            None => Settings::default(),
        };
        let folder = file.as_ref().and_then(|file| file.path.parent()).unwrap_or(Path::new(""));
        settings
            .sources
            .iter_mut()
            .chain(&mut settings.out)
            .chain(&mut settings.cache)
            .for_each(|path| *path = folder.join(&*path));
        if !sources.is_empty() {
            settings.sources = sources.into();
        }
        settings.out = args.out.clone().or(settings.out);
        settings.cache = args.cache.clone().or(settings.cache);
        settings.keep_documents |= args.keep_documents;
        settings.strict |= args.strict;
        settings.lang = args.lang.or(settings.lang);
        settings.text_bytes_max = args.text_bytes_max.unwrap_or(settings.text_bytes_max);
        settings.base_url = args.base_url.clone().unwrap_or(settings.base_url);
        if !settings.base_url.ends_with('/') {
            settings.base_url.push('/');
        }
        Ok(Configured { settings, file })
    }

    /// Where the value of a key comes from; `flags` are those that were given.
    fn origin(&self, key: &str, flags: &ArgMatches) -> Message {
        let id = key.replace('-', "_");
        let source = flags.try_contains_id(&id).is_ok().then(|| flags.value_source(&id)).flatten();
        match source {
            Some(ValueSource::CommandLine) if key == "sources" => return message!("argument SOURCE", "argument BRON"),
            Some(ValueSource::CommandLine) => return message!("flag --{key}", "vlag --{key}"),
            Some(ValueSource::EnvVariable) => {
                let id = id.to_uppercase();
                return message!("environment ZOEKLICHT_{id}", "omgeving ZOEKLICHT_{id}");
            }
            _ => {}
        }
        let in_file = self.file.as_ref().and_then(|File { path, text }| {
            let table = DeTable::parse(text).ok()?;
            let written = table.get_ref().keys().find(|written| written.get_ref() == key)?;
            let (path, line) = (path.display(), line(text, written.span().start));
            Some(message!("{path}:{line}", "{path}:{line}"))
        });
        in_file.unwrap_or_else(|| message!("default", "standaard"))
    }
}

/// The file that was asked for; else that in the only source, which knows best what it is; else the nearest in the
/// current folder and those around it. What lies around a repository belongs to something else.
fn find(asked: Option<&Path>, sources: &[PathBuf]) -> Result<Option<File>, Failure> {
    let path = match (asked, sources) {
        (Some(path), _) => path.into(),
        (None, [source]) if source.join(NAME).is_file() => source.join(NAME),
        (None, _) => {
            let Ok(current) = std::env::current_dir() else { return Ok(None) };
            let is_top = |folder: &&Path| folder.join(".git").exists();
            let top = current.ancestors().position(|folder| is_top(&folder)).map_or(usize::MAX, |top| top + 1);
            match current.ancestors().take(top).map(|folder| folder.join(NAME)).find(|path| path.is_file()) {
                // As short as it can be said.
                Some(path) => path.strip_prefix(&current).map(Path::to_owned).unwrap_or(path),
                None => return Ok(None),
            }
        }
    };
    match std::fs::read_to_string(&path) {
        Ok(text) => Ok(Some(File { path, text })),
        Err(error) => {
            let reason = said::both(&said::unread(&path), ": ", &Message::of_system(&error));
            let help = message!("correct the path, or leave it out", "verbeter het pad, of laat het weg");
            Err(Failure::new(Code::UnreadableConfig, EXIT, &reason, &help))
        }
    }
}

/// The line with what is wrong, and under it what to do.
fn wrong(file: &Path, text: &str, error: &toml::de::Error) -> Failure {
    let (code, reason, help) = in_words(error.message());
    let path = file.display().to_string();
    let span = error.span().unwrap_or(0..0);
    let snippet = Snippet::source(text).path(&*path).annotation(AnnotationKind::Primary.span(span).label(help.text()));
    let explain = format!("zoeklicht explain {}", code.number());
    let kind = Level::ERROR.with_name(Severity::Error.label().to_string());
    let group = kind.primary_title(reason.text()).id(code.number()).element(snippet);
    let group = group.element(Level::NOTE.with_name(explain_word().to_string()).message(&*explain));
    Failure { shown: Renderer::styled().render(&[group]), exit: EXIT }
}

fn line(text: &str, at: usize) -> usize {
    1 + text.get(..at).unwrap_or(text).matches('\n').count()
}

/// What is wrong and what to do.
fn in_words(message: &str) -> (Code, Message, Message) {
    unknown_key(message).unwrap_or_else(|| {
        let help = message!(
            "correct this, or remove it to have the default",
            "verbeter dit, of verwijder het om de standaardwaarde te hebben"
        );
        (Code::BadValue, reason(message), help)
    })
}

/// What the library says, in words for people. What it says of the grammar of TOML stays as it is.
fn reason(message: &str) -> Message {
    let in_dutch = |found: &str| {
        let begins = |(en, nl): &(&str, &str)| Some(format!("{nl}{}", found.strip_prefix(en)?));
        let is_none = || Some(format!("{} is geen taal", found.strip_suffix(" is not a language")?));
        FOUND.iter().find_map(begins).or_else(is_none).unwrap_or_else(|| found.to_owned())
    };
    let Some((found, expected)) = message.rsplit_once(", expected ") else {
        return Message::new(message, in_dutch(message));
    };
    let en = EXPECTED.iter().fold(expected.to_owned(), |said, (theirs, en, _)| said.replace(theirs, en));
    let nl = EXPECTED.iter().fold(expected.to_owned(), |said, (theirs, _, nl)| said.replace(theirs, nl));
    Message::new(format!("{found}, expected {en}"), format!("{}, verwacht wordt {nl}", in_dutch(found)))
}

/// What to say of a key that does not exist. serde gives the keys that do only in its message, between backticks:
/// ``unknown field `lnag`, expected one of `base-url`, `lang` ``.
fn unknown_key(message: &str) -> Option<(Code, Message, Message)> {
    let quoted = message.strip_prefix("unknown field ")?;
    let mut names = quoted.split('`').skip(1).step_by(2);
    let unknown = names.next()?;
    let known: Vec<&str> = names.collect();
    let scored = known.iter().map(|name| (strsim::jaro(unknown, name), name)).filter(|(score, _)| *score > SIMILAR);
    let help = match scored.max_by(|a, b| a.0.total_cmp(&b.0)) {
        Some((_, meant)) => message!("did you mean `{meant}`?", "bedoelde u `{meant}`?"),
        None => message!("the keys here are `{0}`", "de sleutels hier zijn `{0}`", known.join("`, `")),
    };
    Some((Code::UnknownKey, message!("there is no key `{unknown}`", "er is geen sleutel `{unknown}`"), help))
}

/// `zoeklicht config`.
pub(crate) fn run(args: &ConfigArgs) -> anyhow::Result<Outcome> {
    let text = if args.schema { pretty(&schemars::schema_for!(Settings).into())? } else { show(args)? };
    std::io::stdout()
        .lock()
        .write_all(text.as_bytes())
        .context(message!("the settings could not be written", "de instellingen konden niet geschreven worden"))?;
    Ok(Outcome::Fine)
}

fn show(args: &ConfigArgs) -> anyhow::Result<String> {
    let configured = Configured::read(&args.settings, &args.sources)?;
    // Taken apart a second time: what was taken apart into types does not say where it comes from.
    let matches = Args::command().get_matches();
    let flags = matches.subcommand_matches("config").unwrap_or(&matches);
    let settings = match serde_json::to_value(&configured.settings)? {
        Value::Object(settings) => settings,
        _ => Map::new(),
    };
    let rows: Vec<(String, Value, Message)> =
        settings.into_iter().map(|(key, value)| (key.clone(), value, configured.origin(&key, flags))).collect();
    if args.format == ConfigFormat::Json {
        // For programs, whatever the language of messages.
        let entry = |(key, value, origin): (_, _, Message)| {
            (key, serde_json::json!({ "value": value, "origin": origin.to(Language::En) }))
        };
        return pretty(&Value::Object(rows.into_iter().map(entry).collect()));
    }
    let width = |text: fn(&(String, Value, Message)) -> String| {
        rows.iter().map(|row| text(row).chars().count()).max().unwrap_or_default()
    };
    let (keys, values) = (width(|row| row.0.clone()), width(|row| row.1.to_string()));
    let line = |(key, value, origin): &_| format!("{key:keys$}  {:values$}  {origin}\n", Value::to_string(value));
    Ok(rows.iter().map(line).collect())
}

/// A JSON document for people.
pub(crate) fn pretty(value: &Value) -> anyhow::Result<String> {
    Ok(serde_json::to_string_pretty(value)? + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let said = match toml::from_str::<Settings>(text) {
            Ok(settings) => format!("{:?} {:?} {:?}", settings.synonyms, settings.exceptions, settings.pinned),
            Err(error) => {
                let (_, reason, help) = in_words(error.message());
                format!("line {}: {reason}\nhelp: {help}", line(text, error.span().unwrap_or(0..0).start))
            }
        };
        assert_eq!(said, expected, "{text}");
    }

    const CORRECT: &str = "\nhelp: correct this, or remove it to have the default";

    #[test]
    fn an_unknown_key_is_named_with_the_one_that_was_meant() {
        check("lang = \"nl\"\nbase_url = \"/\"", "line 2: there is no key `base_url`\nhelp: did you mean `base-url`?");
        check("[[synonims]]\nwords = []", "line 1: there is no key `synonims`\nhelp: did you mean `synonyms`?");
        check("[[synonyms]]\nword = []", "line 2: there is no key `word`\nhelp: did you mean `words`?");
        check("[[pinned]]\nx = 1", "line 2: there is no key `x`\nhelp: the keys here are `query`, `documents`");
        // What wrote the index is not for its owner to say.
        let keys = "`sources`, `out`, `cache`, `keep-documents`, `strict`, `include`, `exclude`, `base-url`, `lang`, `text-bytes-max`, `synonyms`, \
                    `exceptions`, `pinned`, `weights`, `assign`, `periods`, `selectors`";
        check("generator = \"mine\"", &format!("line 1: there is no key `generator`\nhelp: the keys here are {keys}"));
    }

    #[test]
    fn a_wrong_value_is_named_with_what_is_expected() {
        let check = |text: &str, expected: &str| check(text, &format!("{expected}{CORRECT}"));
        check("\nbase-url = 3", "line 2: invalid type: integer `3`, expected a string");
        check("text-bytes-max = \"2 MB\"", "line 1: invalid type: string \"2 MB\", expected a whole number");
        check("text-bytes-max = -1", "line 1: invalid value: integer `-1`, expected a whole number");
        check("lang = \"dutch\"", "line 1: `dutch` is not a language, expected a tag such as `nl` or `nl-BE`");
        check("out = 3", "line 1: invalid type: integer `3`, expected a path");
        check(
            "[weights]\ntitle = 70000",
            "line 2: invalid value: integer `70000`, expected a whole number up to 65535",
        );
        check("synonyms = \"NT2\"", "line 1: invalid type: string \"NT2\", expected a list");
        check("synonyms = [\"NT2\"]", "line 1: invalid type: string \"NT2\", expected a table with `words`");
        check("[[synonyms]]\nfrom = \"NT2\"", "line 1: missing field `words`");
        check("[[pinned]]\nquery = \"NT2\"", "line 1: missing field `documents`");
        check("[exceptions]\nnl = [\"stad\"]", "line 2: invalid type: string \"stad\", expected a list");
        check("exceptions = []", "line 1: invalid type: sequence, expected a table");
        check(
            "\n[exceptions]\ndutch = []",
            "line 3: `dutch` is not a language, expected a tag such as `nl` or `nl-BE`",
        );
        check("lang = \"nl\"\nlang = \"fr\"", "line 2: duplicate key");
        let period = "[[periods]]\nfilter = \"a\"\n[[periods.of]]\nname = \"b\"\nstart =";
        check(&format!("{period} \"2019\""), "line 5: `2019` is not a day, expected one such as `2019-05-26`");
        check(
            &format!("{period} \"2019-05-26\"\nend = \"2019-05-25\""),
            "line 3: `b` ends before it starts, expected a later `end`",
        );
        check("[[periods]]\nfilter = \"a\"", "line 1: missing field `of`");
        let such = "is not a CSS selector, expected one such as `.content` or `main > p`";
        check("[selectors]\n\nbody = \"a[\"", &format!("line 3: `a[` {such}"));
        check("[selectors.filters]\nsoort = \"::before\"", &format!("line 2: `::before` {such}"));
    }

    #[test]
    fn what_is_right_is_taken_over() {
        check("", "[] {} []");
        check("[exceptions]\nnl = [[\"a\"]]\nnl-BE = [[\"b\", \"c\"]]", "[] {nl: [[\"a\"], [\"b\", \"c\"]]} []");
        check(
            "[[synonyms]]\nwords = [\"b\"]\nfrom = \"a\"\nlang = \"nl\"\n[[pinned]]\nquery = \"a\"\ndocuments = [\"b\"]",
            "[Synonyms { words: [\"b\"], from: Some(\"a\"), lang: Some(nl) }] {} [Pinned { query: \"a\", documents: [\"b\"] }]",
        );
    }
}
