//! Classes of inflected forms, by Snowball stems. Build time only: the index carries the outcome.

use snowstem::{Algorithm, Stemmer as Snowball};

use crate::{Lang, fold, is_stop_word};

/// Gives each word of a language the key of its class.
#[derive(Debug)]
pub struct Stemmer {
    lang: Lang,
    snowball: Option<Snowball>,
}

impl Stemmer {
    /// The stemmer of a language: Kraaij-Pohlmann for Dutch (Snowball 3), Snowball's own for the others it knows; for
    /// any other language every word is a class of its own.
    pub fn new(lang: Lang) -> Stemmer {
        let algorithm = match lang.as_str() {
            "nl" => Some(Algorithm::Dutch),
            "fr" => Some(Algorithm::French),
            "de" => Some(Algorithm::German),
            "en" => Some(Algorithm::English),
            _ => None,
        };
        Stemmer { lang, snowball: algorithm.map(Snowball::create) }
    }

    /// The key of the class of a word, folded. Two words with one key are forms of one word.
    ///
    /// `word` is lower case but keeps its diacritics, as Snowball expects. Stop words and words with digits stay alone:
    /// `overheid` stems to `over`, and must not find every `over`.
    pub fn class(&self, word: &str) -> String {
        let folded = fold(word);
        let Some(snowball) = &self.snowball else { return folded };
        if is_stop_word(self.lang, &folded) || word.chars().any(|c| c.is_ascii_digit()) {
            return folded;
        }
        let stem = fold(&snowball.stem(word));
        if stem.is_empty() || is_stop_word(self.lang, &stem) { folded } else { stem }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inflected_forms_share_a_class_and_stop_words_stay_alone() {
        let nl = Stemmer::new(Lang::parse("nl").unwrap_or(Lang::UND));
        let same = |a: &str, b: &str| assert_eq!(nl.class(a), nl.class(b), "{a} {b}");
        let other = |a: &str, b: &str| assert_ne!(nl.class(a), nl.class(b), "{a} {b}");
        same("inburgeringstraject", "inburgeringstrajecten");
        same("vluchteling", "vluchtelingen");
        same("decreet", "decreten");
        other("overheid", "over");
        other("nt2", "nt");
        let de = Stemmer::new(Lang::parse("de").unwrap_or(Lang::UND));
        assert_eq!(de.class("häuser"), de.class("haus"));
        assert_eq!(Stemmer::new(Lang::UND).class("Zaandam"), "zaandam");
    }
}
