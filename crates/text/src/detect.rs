//! Which language a text is in, when nothing says so.

use crate::Lang;

/// The language of a text by its trigrams (crate `whatlang`), [`Lang::UND`] when it is too short or unclear.
pub fn detect(text: &str) -> Lang {
    // Detection is linear and more text adds no certainty.
    const SAMPLE_BYTES: usize = 4096;
    let sample = &text[..text.floor_char_boundary(SAMPLE_BYTES)];
    let Some(info) = whatlang::detect(sample).filter(whatlang::Info::is_reliable) else { return Lang::UND };
    Lang::parse(subtag(info.lang())).unwrap_or(Lang::UND)
}

/// The BCP 47 subtag of a language, which is its two-letter code where there is one.
fn subtag(lang: whatlang::Lang) -> &'static str {
    use whatlang::Lang::*;
    match lang {
        Epo => "eo",
        Eng => "en",
        Rus => "ru",
        Cmn => "zh",
        Spa => "es",
        Por => "pt",
        Ita => "it",
        Ben => "bn",
        Fra => "fr",
        Deu => "de",
        Ukr => "uk",
        Kat => "ka",
        Ara => "ar",
        Hin => "hi",
        Jpn => "ja",
        Heb => "he",
        Yid => "yi",
        Pol => "pl",
        Amh => "am",
        Jav => "jv",
        Kor => "ko",
        Nob => "nb",
        Dan => "da",
        Swe => "sv",
        Fin => "fi",
        Tur => "tr",
        Nld => "nl",
        Hun => "hu",
        Ces => "cs",
        Ell => "el",
        Bul => "bg",
        Bel => "be",
        Mar => "mr",
        Kan => "kn",
        Ron => "ro",
        Slv => "sl",
        Hrv => "hr",
        Srp => "sr",
        Mkd => "mk",
        Lit => "lt",
        Lav => "lv",
        Est => "et",
        Tam => "ta",
        Vie => "vi",
        Urd => "ur",
        Tha => "th",
        Guj => "gu",
        Uzb => "uz",
        Pan => "pa",
        Aze => "az",
        Ind => "id",
        Tel => "te",
        Pes => "fa",
        Mal => "ml",
        Ori => "or",
        Mya => "my",
        Nep => "ne",
        Sin => "si",
        Khm => "km",
        Tuk => "tk",
        Aka => "ak",
        Zul => "zu",
        Sna => "sn",
        Afr => "af",
        Lat => "la",
        Slk => "sk",
        Cat => "ca",
        Tgl => "tl",
        Hye => "hy",
        Cym => "cy",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_languages_are_told_apart() {
        let check = |text: &str, expected: &str| assert_eq!(detect(text).as_str(), expected);
        check(
            "De gemeente helpt nieuwkomers om Nederlands te leren en werk te vinden in de stad. Wie een traject volgt, \
             krijgt een eigen begeleider die uitlegt hoe het werkt.",
            "nl",
        );
        check(
            "La commune aide les nouveaux arrivants à apprendre la langue et à trouver un emploi. Chaque personne qui suit \
             un parcours reçoit un accompagnateur qui lui explique tout.",
            "fr",
        );
        check(
            "Die Gemeinde hilft Neuankömmlingen, die Sprache zu lernen und eine Arbeit zu finden. Wer einen Kurs besucht, \
             bekommt eine Begleitung, die alles erklärt.",
            "de",
        );
        check(
            "The town helps newcomers to learn the language and to find work in the city. Everyone who follows a course \
             gets a coach of their own who explains how it works.",
            "en",
        );
        check("12 34", "und");
    }

    #[test]
    fn every_language_has_its_two_letters() {
        let check = |text: &str, expected: &str| assert_eq!(detect(text).as_str(), expected);
        check("Добро пожаловать на сайт города. Здесь вы узнаете, как записаться на курсы языка и найти работу.", "ru");
        check("Καλώς ήρθατε στην ιστοσελίδα του δήμου. Εδώ θα μάθετε πώς να εγγραφείτε στα μαθήματα.", "el");
        check("مرحبا بكم في موقع البلدية. هنا يمكنكم معرفة كيفية التسجيل في دورات اللغة.", "ar");
        for lang in whatlang::Lang::all() {
            assert_eq!(subtag(*lang).len(), 2, "{lang:?}");
        }
    }
}
