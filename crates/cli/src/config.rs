//! `zoeklicht.toml`: what the owner of a site decides once, for every build.
//!
//! The keys are the fields of [`Settings`]: a new one is a field there and nothing here, unless a flag says it too.

use std::io::ErrorKind;
use std::path::Path;

use zoeklicht_indexer::Settings;

/// The file that is read when none is given, if it is there.
pub(crate) const NAME: &str = "zoeklicht.toml";
/// How much a key must look like another to be meant as that one (Jaro 1989, from 0 to 1); clap has the same bound for
/// flags.
const SIMILAR: f64 = 0.7;
/// What the library calls things, and what the people who write the file call them.
const WORDS: [(&str, &str); 3] = [("usize", "a whole number"), ("a sequence", "a list"), ("a map", "a table")];

/// A configuration that cannot be used: what is wrong, where, and what to do.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct ConfigError(String);

/// The settings that a file gives, or the default ones without a file.
pub(crate) fn read(path: Option<&Path>) -> Result<Settings, ConfigError> {
    let file = path.unwrap_or(Path::new(NAME));
    match std::fs::read_to_string(file) {
        Ok(text) => toml::from_str(&text).map_err(|error| wrong(file, &text, &error)),
        Err(error) if path.is_none() && error.kind() == ErrorKind::NotFound => Ok(Settings::default()),
        Err(error) => Err(ConfigError(format!("`{}` could not be read: {error}", file.display()))),
    }
}

fn wrong(file: &Path, text: &str, error: &toml::de::Error) -> ConfigError {
    let before = text.get(..error.span().map_or(0, |span| span.start)).unwrap_or(text);
    let line = 1 + before.matches('\n').count();
    let (reason, hint) = unknown_key(error.message()).unwrap_or_else(|| {
        let reason = WORDS.iter().fold(error.message().to_owned(), |reason, (theirs, ours)| {
            reason.replace(&format!("expected {theirs}"), &format!("expected {ours}"))
        });
        (reason, "correct the line, or remove it to have the default".into())
    });
    ConfigError(format!("`{}`, line {line}: {reason}\nhint: {hint}", file.display()))
}

/// What to say of a key that does not exist. serde gives the keys that do only in its message, between backticks:
/// ``unknown field `lnag`, expected one of `base-url`, `lang` ``.
fn unknown_key(message: &str) -> Option<(String, String)> {
    let quoted = message.strip_prefix("unknown field ")?;
    let mut names = quoted.split('`').skip(1).step_by(2);
    let unknown = names.next()?;
    let known: Vec<&str> = names.collect();
    let scored = known.iter().map(|name| (strsim::jaro(unknown, name), name)).filter(|(score, _)| *score > SIMILAR);
    let hint = match scored.max_by(|a, b| a.0.total_cmp(&b.0)) {
        Some((_, meant)) => format!("did you mean `{meant}`?"),
        None => format!("the keys here are `{}`", known.join("`, `")),
    };
    Some((format!("there is no key `{unknown}`"), hint))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let said = match toml::from_str::<Settings>(text) {
            Ok(settings) => format!("{:?} {:?} {:?}", settings.synonyms, settings.exceptions, settings.pinned),
            Err(error) => wrong(Path::new("f"), text, &error).to_string(),
        };
        assert_eq!(said, expected, "{text}");
    }

    const CORRECT: &str = "\nhint: correct the line, or remove it to have the default";

    #[test]
    fn an_unknown_key_is_named_with_the_one_that_was_meant() {
        check(
            "lang = \"nl\"\nbase_url = \"/\"",
            "`f`, line 2: there is no key `base_url`\nhint: did you mean `base-url`?",
        );
        check("[[synonims]]\nwords = []", "`f`, line 1: there is no key `synonims`\nhint: did you mean `synonyms`?");
        check("[[synonyms]]\nword = []", "`f`, line 2: there is no key `word`\nhint: did you mean `words`?");
        check("[[pinned]]\nx = 1", "`f`, line 2: there is no key `x`\nhint: the keys here are `query`, `documents`");
        // What wrote the index is not for its owner to say.
        let keys = "`base-url`, `lang`, `text-bytes-max`, `synonyms`, `exceptions`, `pinned`";
        check(
            "generator = \"mine\"",
            &format!("`f`, line 1: there is no key `generator`\nhint: the keys here are {keys}"),
        );
    }

    #[test]
    fn a_wrong_value_is_named_with_what_is_expected() {
        let check = |text: &str, expected: &str| check(text, &format!("`f`, {expected}{CORRECT}"));
        check("\nbase-url = 3", "line 2: invalid type: integer `3`, expected a string");
        check("text-bytes-max = \"2 MB\"", "line 1: invalid type: string \"2 MB\", expected a whole number");
        check("text-bytes-max = -1", "line 1: invalid value: integer `-1`, expected a whole number");
        check("lang = \"dutch\"", "line 1: `dutch` is not a language, expected a tag such as `nl` or `nl-BE`");
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
