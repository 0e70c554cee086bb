//! Snowball stems. Build time only: the index carries the outcome.

use waken_snowball::Algorithm as Other;

use crate::{Lang, fold};

/// Gives each word of a language its stem.
#[derive(Debug)]
pub(crate) enum Stemmer {
    /// Checked word for word against Snowball's vocabularies, so preferred where it has the language.
    Checked(snowstem::Stemmer),
    /// The languages of Snowball that `snowstem` lacks.
    Other(Other),
    /// Every word is its own stem.
    None,
}

impl Stemmer {
    /// The stemmer of a language: Kraaij-Pohlmann for Dutch (Snowball 3), Snowball's own for the others it knows; for
    /// any other language every word is its own stem.
    pub(crate) fn new(lang: Lang) -> Stemmer {
        use snowstem::Algorithm;
        let checked = |algorithm| Stemmer::Checked(snowstem::Stemmer::create(algorithm));
        match lang.as_str() {
            "ar" => checked(Algorithm::Arabic),
            "cs" => checked(Algorithm::Czech),
            "da" => checked(Algorithm::Danish),
            "de" => checked(Algorithm::German),
            "el" => checked(Algorithm::Greek),
            "en" => checked(Algorithm::English),
            "es" => checked(Algorithm::Spanish),
            "fi" => checked(Algorithm::Finnish),
            "fr" => checked(Algorithm::French),
            "hu" => checked(Algorithm::Hungarian),
            "it" => checked(Algorithm::Italian),
            "nb" | "nn" | "no" => checked(Algorithm::Norwegian),
            "nl" => checked(Algorithm::Dutch),
            "pl" => checked(Algorithm::Polish),
            "pt" => checked(Algorithm::Portuguese),
            "ro" => checked(Algorithm::Romanian),
            "ru" => checked(Algorithm::Russian),
            "sv" => checked(Algorithm::Swedish),
            "ta" => checked(Algorithm::Tamil),
            "tr" => checked(Algorithm::Turkish),
            "ca" => Stemmer::Other(Other::Catalan),
            "eo" => Stemmer::Other(Other::Esperanto),
            "et" => Stemmer::Other(Other::Estonian),
            "eu" => Stemmer::Other(Other::Basque),
            "ga" => Stemmer::Other(Other::Irish),
            "hi" => Stemmer::Other(Other::Hindi),
            "hy" => Stemmer::Other(Other::Armenian),
            "id" => Stemmer::Other(Other::Indonesian),
            "lt" => Stemmer::Other(Other::Lithuanian),
            "ne" => Stemmer::Other(Other::Nepali),
            "sr" => Stemmer::Other(Other::Serbian),
            "yi" => Stemmer::Other(Other::Yiddish),
            _ => Stemmer::None,
        }
    }

    /// The stem of a word, folded. `spelling` is lower case but keeps its diacritics, as Snowball expects.
    pub(crate) fn stem(&self, spelling: &str) -> String {
        let stem = match self {
            Stemmer::Checked(stemmer) => fold(&stemmer.stem(spelling)),
            Stemmer::Other(algorithm) => fold(&waken_snowball::stem(*algorithm, spelling)),
            Stemmer::None => String::new(),
        };
        if stem.is_empty() { fold(spelling) } else { stem }
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
        check("ca", "escola", "escoles");
        check("eo", "lernejo", "lernejojn");
        check("et", "koolid", "koolis");
        check("eu", "mendiak", "mendian");
        check("ga", "bhaile", "mbaile");
        check("hi", "लड़का", "लड़के");
        check("hy", "քաղաք", "քաղաքներ");
        check("id", "mengajar", "pelajar");
        check("lt", "miestas", "miestai");
        check("ne", "किताब", "किताबहरू");
        check("sr", "школа", "škole");
        check("yi", "שול", "שולן");
        check("und", "Zaandam", "zaandam");
    }

    proptest::proptest! {
        // Letters of every script that a stemmer looks at, and anything else.
        #[test]
        fn no_word_is_too_strange(word in "[a-zà-žа-яա-ևא-תऀ-ॿαάة-ي]{0,12}\\PC{0,3}") {
            for lang in "ar cs da de el en es fi fr hu it nb nl pl pt ro ru sv ta tr ca eo et eu ga hi hy id lt ne sr yi".split(' ') {
                Stemmer::new(Lang::parse(lang).unwrap_or(Lang::UND)).stem(&word);
            }
        }
    }
}
