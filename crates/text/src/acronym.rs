//! Acronyms and what they stand for, found where a text explains them. Build time only.
//!
//! After Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions in biomedical text" (2003):
//! each letter of the short form stands in the long form, in order, and the first one begins a word.

use crate::fold;

/// A short form has no more letters and digits than this.
const SHORT_CHARS_MAX: usize = 10;
/// Long forms are looked for in this much text, so that the time stays linear in the length of the text.
const LONG_BYTES_MAX: usize = 256;

/// The acronyms that a text explains, as (short, long) in the order in which they stand: `long (SHORT)` and
/// `SHORT (long)`. Spelled as they are, but for white space, which becomes one space.
///
/// ```
/// let found = zoeklicht_text::acronyms("les Nederlands als tweede taal (NT2) bij het OCMW");
/// assert_eq!(found, [("NT2".to_owned(), "Nederlands als tweede taal".to_owned())]);
/// ```
pub fn acronyms(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (open, _) in text.match_indices('(') {
        let after = &text[open + 1..];
        let after = &after[..after.floor_char_boundary(LONG_BYTES_MAX)];
        let Some((inside, _)) = after.split_once(')') else { continue };
        let before = &text[text.ceil_char_boundary(open.saturating_sub(LONG_BYTES_MAX))..open];
        let last = before.split_whitespace().next_back().unwrap_or_default();
        let before = sentence_end(before);
        // `(OCMW; zie hieronder)` also explains.
        let inside = inside.split([',', ';', '(', '\n']).next().unwrap_or_default().trim();
        let found_here = if is_short(inside) {
            long_before(inside, before).map(|long| (inside, long))
        } else if is_short(last) {
            long_inside(last, inside).map(|long| (last, long))
        } else {
            None
        };
        found.extend(found_here.map(|(short, long)| (short.to_owned(), joined(long))));
    }
    found
}

/// What stands after the last full stop.
fn sentence_end(text: &str) -> &str {
    let ends = |at: usize| text[at..].chars().nth(1).is_none_or(char::is_whitespace);
    let last = text.char_indices().rev().find(|(at, c)| match c {
        '.' | '!' | '?' | ':' => ends(*at),
        ';' | '(' | ')' => true,
        '\n' => text[..*at].ends_with('\n'),
        _ => false,
    });
    last.map_or(text, |(at, c)| &text[at + c.len_utf8()..])
}

fn joined(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether this can be an acronym: one word that begins with a letter or a digit, of 2 to 10 of them, not only digits.
fn is_short(word: &str) -> bool {
    let count = word.chars().filter(|c| c.is_alphanumeric()).count();
    (2..=SHORT_CHARS_MAX).contains(&count)
        && word.starts_with(char::is_alphanumeric)
        && word.chars().any(char::is_alphabetic)
        && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '&'))
}

/// The long form that ends a text.
fn long_before<'a>(short: &str, before: &'a str) -> Option<&'a str> {
    let before = before.trim_end_matches(|c: char| !c.is_alphanumeric());
    let count = short.chars().filter(|c| c.is_alphanumeric()).count();
    let words_max = (count + 5).min(count * 2);
    let start = word_starts(before).rev().nth(words_max - 1).unwrap_or(0);
    long(short, &before[start..])
}

/// The long form that an inside is.
fn long_inside<'a>(short: &str, inside: &'a str) -> Option<&'a str> {
    let inside = inside.trim_matches(|c: char| !c.is_alphanumeric());
    let count = short.chars().filter(|c| c.is_alphanumeric()).count();
    if word_starts(inside).count() > (count + 5).min(count * 2) {
        return None;
    }
    long(short, inside).filter(|long| long.len() == inside.len())
}

/// The shortest end of `text` that a short form can stand for; again without its digits if there is none: `NT2` is
/// Nederlands als tweede taal.
fn long<'a>(short: &str, text: &'a str) -> Option<&'a str> {
    let letters: Vec<char> = folded(short).map(|(_, c)| c).filter(|c| c.is_alphanumeric()).collect();
    let no_digits: Vec<char> = letters.iter().copied().filter(|c| c.is_alphabetic()).collect();
    // Of small letters each must begin a word: `vzw` is an acronym, `en` is hardly ever one, `getName` never.
    let capitals = short.chars().filter(|c| c.is_uppercase()).count();
    let capitals = capitals >= 2 && capitals * 2 >= no_digits.len();
    if !capitals && letters.len() < 3 {
        return None;
    }
    let start = matched(&letters, text, capitals).or_else(|| matched(&no_digits, text, capitals))?;
    let long = &text[start..];
    let mut words = long.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let repeats = words.clone().any(|word| fold(word).contains(&fold(short)));
    // Text, not code.
    let is_text = |c: char| c.is_alphanumeric() || c.is_whitespace() || matches!(c, '-' | '\'' | '’' | '&' | '/');
    if !long.chars().all(is_text) || words.clone().any(is_camel_case) {
        return None;
    }
    (words.nth(1).is_some() && long.chars().count() > short.chars().count() && !repeats).then_some(long)
}

/// Whether a capital follows a small letter, as in names of code.
fn is_camel_case(word: &str) -> bool {
    let pairs = word.chars().zip(word.chars().skip(1));
    pairs.into_iter().any(|(a, b)| a.is_lowercase() && b.is_uppercase())
}

/// Where the letters begin in a text when they are found from its end backwards, the first at the beginning of a word.
fn matched(letters: &[char], text: &str, inside_words: bool) -> Option<usize> {
    if letters.len() < 2 {
        return None;
    }
    let chars: Vec<(usize, char)> = folded(text).collect();
    let begins = |at: usize| at == 0 || !chars[at - 1].1.is_alphanumeric();
    let mut at = chars.len();
    for (place, letter) in letters.iter().enumerate().rev() {
        let must_begin = place == 0 || !inside_words;
        at = (0..at).rev().find(|at| chars[*at].1 == *letter && (!must_begin || begins(*at)))?;
    }
    chars.get(at).map(|(start, _)| *start)
}

/// The characters of a text with their places, each folded to the first letter of what it folds to.
fn folded(text: &str) -> impl Iterator<Item = (usize, char)> {
    text.char_indices().map(|(at, c)| (at, fold(c.encode_utf8(&mut [0; 4])).chars().next().unwrap_or(c)))
}

/// Where the words of a text begin.
fn word_starts(text: &str) -> impl DoubleEndedIterator<Item = usize> {
    text.char_indices()
        .filter(|(at, c)| {
            c.is_alphanumeric() && !text[..*at].ends_with(|before: char| before.is_alphanumeric() || before == '-')
        })
        .map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str)]) {
        let found = acronyms(text);
        let found: Vec<_> = found.iter().map(|(short, long)| (&short[..], &long[..])).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_long_form_comes_before_its_acronym_or_after_it() {
        let ocmw = ("OCMW", "Openbaar Centrum voor Maatschappelijk Welzijn");
        check("Ga naar het Openbaar Centrum voor Maatschappelijk\nWelzijn (OCMW) van uw gemeente.", &[ocmw]);
        check("Het OCMW (Openbaar Centrum voor Maatschappelijk Welzijn) helpt.", &[ocmw]);
        check("de Interministeriële Conferentie (IMC; zie verder)", &[("IMC", "Interministeriële Conferentie")]);
        check("l'École nationale (EN)", &[("EN", "École nationale")]);
        check("een vereniging zonder winstoogmerk (vzw)", &[("vzw", "vereniging zonder winstoogmerk")]);
        check(
            "o.c.m.w. (openbaar centrum voor maatschappelijk welzijn)",
            &[("o.c.m.w.", "openbaar centrum voor maatschappelijk welzijn")],
        );
        check(
            "Commissie voor Integratie (CI) en Raad van State (RvS)",
            &[("CI", "Commissie voor Integratie"), ("RvS", "Raad van State")],
        );
    }

    #[test]
    fn digits_may_stand_for_a_word() {
        check("\"Nederlands als tweede taal\" (NT2)", &[("NT2", "Nederlands als tweede taal")]);
    }

    #[test]
    fn what_is_no_acronym_gives_none() {
        check("", &[]);
        check("((((", &[]);
        check("(NT2)", &[]);
        check("in het jaar na de verkiezingen (2019)", &[]);
        check("Artikel twee (a)", &[]);
        check("waarde is negen (w=9)", &[]);
        check("de kinderen en ouders (en anderen)", &[]);
        check("de eerste vaste norm (en)", &[]);
        check("Vlaanderen (VL)", &[]);
        check("ABCDEFGHIJK (a b c d e f g h i j k)", &[]);
        check("Zonder eind. Nu (ZEN", &[]);
        check("Een zin eindigt. Nu een (ZEN)", &[]);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read(text in "[A-Ca-cé2 .\\n()]{0,80}") {
            for (short, long) in acronyms(&text) {
                proptest::prop_assert!(long.chars().count() > short.chars().count());
            }
        }
    }
}
