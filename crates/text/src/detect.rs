//! Which language a text is in, when nothing says so.

use crate::Lang;

/// The language of a text by its trigrams (crate `whatlang`), [`Lang::UND`] when it is too short or unclear.
pub fn detect(text: &str) -> Lang {
    // Detection is linear and more text adds no certainty.
    const SAMPLE_BYTES: usize = 4096;
    let sample = &text[..text.floor_char_boundary(SAMPLE_BYTES)];
    let Some(info) = whatlang::detect(sample).filter(whatlang::Info::is_reliable) else { return Lang::UND };
    let tag = match info.lang() {
        whatlang::Lang::Nld => "nl",
        whatlang::Lang::Fra => "fr",
        whatlang::Lang::Deu => "de",
        whatlang::Lang::Eng => "en",
        other => other.code(),
    };
    Lang::parse(tag).unwrap_or(Lang::UND)
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
}
