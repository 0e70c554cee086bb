//! Snowball stems. Build time only: the index carries the outcome.

use snowstem::{Algorithm, Stemmer as Snowball};

use crate::{Lang, fold};

/// Gives each word of a language its stem.
#[derive(Debug)]
pub(crate) struct Stemmer {
    snowball: Option<Snowball>,
}

impl Stemmer {
    /// The stemmer of a language: Kraaij-Pohlmann for Dutch (Snowball 3), Snowball's own for the others it knows; for
    /// any other language every word is its own stem.
    pub(crate) fn new(lang: Lang) -> Stemmer {
        let algorithm = match lang.as_str() {
            "ar" => Some(Algorithm::Arabic),
            "cs" => Some(Algorithm::Czech),
            "da" => Some(Algorithm::Danish),
            "de" => Some(Algorithm::German),
            "el" => Some(Algorithm::Greek),
            "en" => Some(Algorithm::English),
            "es" => Some(Algorithm::Spanish),
            "fi" => Some(Algorithm::Finnish),
            "fr" => Some(Algorithm::French),
            "hu" => Some(Algorithm::Hungarian),
            "it" => Some(Algorithm::Italian),
            "nb" | "nn" | "no" => Some(Algorithm::Norwegian),
            "nl" => Some(Algorithm::Dutch),
            "pl" => Some(Algorithm::Polish),
            "pt" => Some(Algorithm::Portuguese),
            "ro" => Some(Algorithm::Romanian),
            "ru" => Some(Algorithm::Russian),
            "sv" => Some(Algorithm::Swedish),
            "ta" => Some(Algorithm::Tamil),
            "tr" => Some(Algorithm::Turkish),
            _ => None,
        };
        Stemmer { snowball: algorithm.map(Snowball::create) }
    }

    /// The stem of a word, folded. `spelling` is lower case but keeps its diacritics, as Snowball expects.
    pub(crate) fn stem(&self, spelling: &str) -> String {
        let stem = self.snowball.as_ref().map(|snowball| fold(&snowball.stem(spelling)));
        stem.filter(|stem| !stem.is_empty()).unwrap_or_else(|| fold(spelling))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_of_snowball_is_stemmed() {
        let check = |lang: &str, word: &str, other: &str| {
            let stemmer = Stemmer::new(Lang::parse(lang).unwrap_or(Lang::UND));
            assert_eq!(stemmer.stem(word), stemmer.stem(other), "{lang}");
        };
        check("ar", "مدرسة", "المدرسة");
        check("cs", "město", "města");
        check("da", "kommune", "kommuner");
        check("de", "häuser", "haus");
        check("el", "σχολείο", "σχολεία");
        check("en", "school", "schools");
        check("es", "escuela", "escuelas");
        check("fi", "talo", "talossa");
        check("fr", "école", "écoles");
        check("hu", "ház", "házak");
        check("it", "scuola", "scuole");
        check("nb", "kommune", "kommuner");
        check("nl", "vluchteling", "vluchtelingen");
        check("pl", "szkoła", "szkoły");
        check("pt", "escola", "escolas");
        check("ro", "școală", "școala");
        check("ru", "школа", "школы");
        check("sv", "kommun", "kommuner");
        check("ta", "பள்ளி", "பள்ளிகள்");
        check("tr", "okul", "okullar");
        check("und", "Zaandam", "zaandam");
    }
}
