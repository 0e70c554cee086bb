//! Regular inflection: of which words a word can be the plural, the -e form or the past tense.
//!
//! Rules without a dictionary, so they propose too much (`minister` could be a comparative of `minist`): what they propose
//! counts only between words that have another reason to be one, such as the same Snowball stem.
//!
//! Not here: irregular forms (see `data/*.classes`).

use crate::Lang;

/// Whether there are rules for a language.
pub(crate) fn is_known(lang: Lang) -> bool {
    matches!(lang.as_str(), "nl" | "de" | "fr" | "en")
}

/// The words, known or not, of which a folded word can be a regular form, the likeliest first; none for a language
/// without rules.
pub(crate) fn bases(lang: Lang, word: &str) -> Vec<String> {
    let mut bases = Vec::new();
    match lang.as_str() {
        "nl" => dutch(word, &mut bases),
        "de" => german(word, &mut bases),
        "fr" => french(word, &mut bases),
        "en" => english(word, &mut bases),
        _ => {}
    }
    bases
}

/// The words of which a word is so surely a form that it needs no other reason, if they are known: forms which Snowball
/// takes for different words, such as `adviezen` and `advies`, `vlaamse` and `vlaams`, `wijzigt` and `wijzigen`.
pub(crate) fn sure_bases(lang: Lang, word: &str) -> Vec<String> {
    // `rede` and `reden`, `maat` and `mate`: short words look alike by chance.
    const BASE_BYTES_MIN: usize = 5;
    let mut bases = Vec::new();
    match lang.as_str() {
        "nl" => {
            dutch_plural(word, &mut bases);
            dutch_infinitive(word, &mut bases);
        }
        "fr" => replace(word, &[("ers", "er"), ("ere", "er"), ("eres", "er")], &mut bases),
        _ => {}
    }
    bases.retain(|base| base.len() >= BASE_BYTES_MIN);
    bases
}

/// Replaces endings; what is left has at least three letters, as shorter words are hardly ever inflected by rule.
fn replace(word: &str, endings: &[(&str, &str)], bases: &mut Vec<String>) {
    for (ending, other) in endings {
        bases.extend(word.strip_suffix(ending).filter(|rest| rest.len() >= 3).map(|rest| format!("{rest}{other}")));
    }
}

fn dutch(word: &str, bases: &mut Vec<String>) {
    dutch_plural(word, bases);
    replace(word, &[("s", ""), ("eren", "")], bases);
    dutch_ending(word, &["er", "ere"], bases);
    replace(word, &[("tje", ""), ("tjes", ""), ("pje", ""), ("pjes", ""), ("je", ""), ("jes", "")], bases);
    replace(word, &[("t", ""), ("de", ""), ("den", ""), ("te", ""), ("ten", "")], bases);
}

/// What hardly ever joins two different words.
fn dutch_plural(word: &str, bases: &mut Vec<String>) {
    replace(word, &[("heden", "heid"), ("n", ""), ("ens", "en")], bases);
    dutch_ending(word, &["en", "e"], bases);
}

/// The infinitives that a word in -t can be of: `dient` of `dienen`, `woont` of `wonen`, `zegt` of `zeggen`.
fn dutch_infinitive(word: &str, bases: &mut Vec<String>) {
    let Some(stem) = word.strip_suffix('t') else { return };
    let mut from_end = stem.char_indices().rev();
    let (Some((last_at, last)), Some((at, vowel)), Some((_, before))) =
        (from_end.next(), from_end.next(), from_end.next())
    else {
        return;
    };
    bases.push(format!("{stem}en"));
    bases.push(format!("{stem}{last}en"));
    if vowel == before {
        let last = match last {
            'f' => "v",
            's' => "z",
            _ => &stem[last_at..],
        };
        bases.push(format!("{}{last}en", &stem[..at]));
    }
}

fn dutch_ending(word: &str, endings: &[&str], bases: &mut Vec<String>) {
    for ending in endings {
        let Some(rest) = word.strip_suffix(ending).filter(|rest| rest.len() >= 2) else { continue };
        // `decreten` is of `decreet`, `huizen` of `huis`, `wetten` of `wet`, `dagen` of `dag`.
        let hard = hardened(rest);
        bases.extend(lengthened(&hard));
        bases.extend(undoubled(rest));
        bases.extend((hard != rest).then_some(hard));
        bases.push(rest.to_owned());
    }
}

/// With `f` for a `v` at the end and `s` for a `z`: Dutch words end in no others.
fn hardened(rest: &str) -> String {
    let hard = |soft, hard| rest.strip_suffix(soft).map(|start| format!("{start}{hard}"));
    hard('v', 'f').or_else(|| hard('z', 's')).unwrap_or_else(|| rest.to_owned())
}

/// With the vowel before the last consonant doubled: `decret` gives `decreet`.
fn lengthened(rest: &str) -> Option<String> {
    let mut from_end = rest.char_indices().rev();
    let ((_, last), (at, vowel), (_, before)) = (from_end.next()?, from_end.next()?, from_end.next()?);
    let is_open = "aeou".contains(vowel) && !"aeiou".contains(last) && !"aeiou".contains(before);
    is_open.then(|| format!("{}{vowel}{}", &rest[..at], &rest[at..]))
}

/// Without the last of two equal consonants: `wett` gives `wet`.
fn undoubled(rest: &str) -> Option<String> {
    let mut from_end = rest.chars().rev();
    let (last, before) = (from_end.next()?, from_end.next()?);
    (last == before && !"aeiou".contains(last)).then(|| rest.strip_suffix(last).unwrap_or(rest).to_owned())
}

fn german(word: &str, bases: &mut Vec<String>) {
    // Folding has taken the umlaut of the plural already.
    let nouns = [("en", ""), ("n", ""), ("e", ""), ("er", ""), ("ern", ""), ("s", ""), ("es", ""), ("em", "")];
    replace(word, &nouns, bases);
    replace(word, &[("innen", "in"), ("nisse", "nis"), ("nissen", "nis"), ("ien", "um"), ("en", "um")], bases);
    replace(word, &[("t", ""), ("st", ""), ("te", ""), ("ten", "")], bases);
}

fn french(word: &str, bases: &mut Vec<String>) {
    replace(word, &[("s", ""), ("x", ""), ("e", ""), ("es", ""), ("aux", "al"), ("aux", "ail")], bases);
    for feminine in ["", "s"] {
        let Some(word) = word.strip_suffix(feminine) else { continue };
        replace(word, &[("elle", "el"), ("enne", "en"), ("onne", "on"), ("euse", "eur"), ("ve", "f")], bases);
        replace(word, &[("trice", "teur"), ("ere", "er"), ("ete", "et"), ("euse", "eux")], bases);
    }
    replace(word, &[("ent", ""), ("er", ""), ("ez", ""), ("ant", "")], bases);
}

fn english(word: &str, bases: &mut Vec<String>) {
    replace(word, &[("ies", "y"), ("ied", "y"), ("s", ""), ("es", "")], bases);
    for ending in ["ed", "ing"] {
        let Some(rest) = word.strip_suffix(ending).filter(|rest| rest.len() >= 2) else { continue };
        bases.extend(undoubled(rest));
        bases.extend([rest.to_owned(), format!("{rest}e")]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_has_its_word_among_its_bases() {
        let check = |lang: &str, form: &str, base: &str, expected: bool| {
            let bases = bases(Lang::parse(lang).unwrap_or(Lang::UND), form);
            assert_eq!(bases.iter().any(|proposed| proposed == base), expected, "{form}: {bases:?}");
        };
        check("nl", "decreten", "decreet", true);
        check("nl", "wetten", "wet", true);
        check("nl", "huizen", "huis", true);
        check("nl", "brieven", "brief", true);
        check("nl", "dagen", "dag", true);
        check("nl", "gemeenten", "gemeente", true);
        check("nl", "openbare", "openbaar", true);
        check("nl", "minderheden", "minderheid", true);
        check("nl", "kinderen", "kind", true);
        check("nl", "huisje", "huis", true);
        check("nl", "overheid", "over", false);
        check("nl", "minister", "mini", false);
        check("nl", "ë", "", false);
        check("de", "hauser", "haus", true);
        check("de", "ministerien", "ministerium", true);
        check("fr", "travaux", "travail", true);
        check("fr", "etrangeres", "etranger", true);
        check("en", "policies", "policy", true);
        check("en", "stopped", "stop", true);
        check("en", "housing", "house", true);
        check("fi", "talot", "talo", false);
    }
}
