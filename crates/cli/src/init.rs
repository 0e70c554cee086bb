//! `zoeklicht init`: a configuration file with every key, and the HTML that puts search on a page.

use std::fs::File;
use std::io::{ErrorKind, Write as _};

use anyhow::Context as _;
use zoeklicht_indexer::message;

use crate::args::InitArgs;
use crate::config::NAME;
use crate::doctor::POLICY;
use crate::{Outcome, print, said};

/// The file. A line that starts with `#` and no space after it is a setting that is commented out.
const TEMPLATE: &str = include_str!("init/zoeklicht.toml");
/// Search on a page, as `zoeklicht index` writes the index by default.
const SNIPPET: &str = include_str!("init/snippet.html");

pub(crate) fn run(args: &InitArgs) -> anyhow::Result<Outcome> {
    let path = args.dir.join(NAME);
    let shown = path.display();
    let file = if args.force { File::create(&path) } else { File::create_new(&path) };
    let file = file.map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => said::with_hint(
            message!("`{shown}` is there already", "`{shown}` is er al"),
            message!("replace it with `--force`", "vervang het met `--force`"),
        ),
        _ => anyhow::Error::new(error).context(said::unwritten(&path)),
    });
    file?.write_all(TEMPLATE.as_bytes()).with_context(|| said::unwritten(&path))?;
    eprintln!(
        "{}",
        message!(
            "`{shown}` has every setting, commented out.\n\
             Build the index with `zoeklicht index DIR`, and put this around the search form of your pages:\n",
            "`{shown}` heeft alle instellingen, nog uitgeschakeld.\n\
             Maak de index met `zoeklicht index MAP`. Zet dit rond het zoekformulier van uw pagina’s:\n"
        )
    );
    print(SNIPPET)?;
    eprintln!(
        "{}",
        message!(
            "\nA content security policy of the pages needs: {POLICY}\n\
             See what is missing with `zoeklicht doctor DIR`, or with the address of a page.",
            "\nEen content security policy van de pagina’s heeft dit nodig: {POLICY}\n\
             Zie wat er ontbreekt met `zoeklicht doctor MAP`, of met het adres van een pagina."
        )
    );
    Ok(Outcome::Fine)
}

#[cfg(test)]
mod tests {
    use zoeklicht_indexer::Settings;

    use super::*;

    fn uncommented() -> String {
        let line = |line: &'static str| line.strip_prefix('#').filter(|rest| !rest.starts_with(' ')).unwrap_or(line);
        TEMPLATE.lines().map(|text| line(text).to_owned() + "\n").collect()
    }

    #[test]
    fn the_template_says_what_is_so_without_it() {
        assert!(TEMPLATE.lines().all(|line| line.is_empty() || line.starts_with('#')));
        let settings: Settings = toml::from_str(&uncommented()).expect("valid once it is no comment");
        let defaults = Settings::default();
        assert_eq!(settings.base_url, defaults.base_url);
        assert_eq!(settings.text_bytes_max, defaults.text_bytes_max);
        assert_eq!(settings.weights, defaults.weights);
        // Examples, as the default is to have none.
        assert!(settings.lang.is_some() && settings.synonyms.len() == 2);
        assert!(settings.exceptions.len() == 1 && settings.pinned.len() == 1);
    }

    /// What a table of settings may hold: serde tells when it meets what it may not.
    fn keys(table: &str) -> Vec<String> {
        let error = toml::from_str::<Settings>(&format!("{table}\nno-such-key = 1")).expect_err("there is no such key");
        let quoted = error.message().split('`').skip(3).step_by(2);
        let keys: Vec<String> = quoted.map(str::to_owned).collect();
        assert!(!keys.is_empty(), "{error}");
        keys
    }

    #[test]
    fn the_template_names_every_key() {
        let text = uncommented();
        let names = |key: &String| {
            text.lines().any(|line| {
                [format!("{key} = "), format!("[{key}]"), format!("[[{key}]]")]
                    .iter()
                    .any(|start| line.starts_with(start))
            })
        };
        for key in
            ["", "[weights]", "[[assign]]", "[[synonyms]]", "[[pinned]]", "[selectors]"].into_iter().flat_map(keys)
        {
            assert!(names(&key), "`{key}` has no line in init/zoeklicht.toml");
        }
    }
}
