//! What a character is to the scanner: part of a word, a mark upon a letter, a letter of a script without spaces.

use crate::fold_table::MARKS;

/// Whether a character can begin a word.
pub(crate) fn starts_word(c: char) -> bool {
    // Marks and fillers that Unicode counts as letters fold to nothing, and so would a word that begins with one.
    c.is_alphanumeric() && !is_ignorable(c) && !is_apostrophe(c)
}

/// Whether a character belongs to the word that it follows, if that is of a script with spaces.
pub(crate) fn continues_word(c: char) -> bool {
    (c.is_alphanumeric() && !is_unspaced(c) && !is_apostrophe(c)) || is_mark(c) || is_ignorable(c)
}

/// What stands inside a word without being part of its spelling: accents, vowel points, elongation, soft hyphens,
/// zero-width characters, and the voicing of kana, which folding puts into the letter before.
pub(crate) fn is_ignorable(c: char) -> bool {
    matches!(
        c,
        '\u{AD}'
            | '\u{300}'..='\u{36F}'
            | '\u{483}'..='\u{489}'
            // Hebrew points; the punctuation between them divides words.
            | '\u{591}'..='\u{5BD}' | '\u{5BF}' | '\u{5C1}' | '\u{5C2}' | '\u{5C4}' | '\u{5C5}' | '\u{5C7}'
            // Arabic harakat, tatweel and Quranic signs.
            | '\u{610}'..='\u{61A}' | '\u{61C}' | '\u{640}' | '\u{64B}'..='\u{65F}' | '\u{670}'
            | '\u{6D6}'..='\u{6ED}' | '\u{8D3}'..='\u{8FF}'
            | '\u{730}'..='\u{74A}'
            // The nukta, which is mostly not typed; that of Bengali and Gurmukhi makes other letters and stays.
            | '\u{93C}'
            | '\u{135D}'..='\u{135F}'
            | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}'
            | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{20D0}'..='\u{20FF}'
            | '\u{3099}' | '\u{309A}' | '\u{FF9E}' | '\u{FF9F}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FE20}'..='\u{FE2F}' | '\u{FEFF}'
            | '\u{E0100}'..='\u{E01EF}'
    )
}

/// Typewriter, typographic and Ukrainian.
pub(crate) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2BC}')
}

/// A mark upon the character before it: Indic vowel signs and viramas, Thai tones.
pub(crate) fn is_mark(c: char) -> bool {
    let code = u32::from(c);
    let after = MARKS.partition_point(|run| run >> 8 <= code);
    after.checked_sub(1).and_then(|at| MARKS.get(at)).is_some_and(|run| code - (run >> 8) < run & 0xFF)
}

/// Letters of scripts that put no spaces between words: Thai, Lao, Burmese, Khmer, kana, Bopomofo, Han. Not their
/// digits. Hangul has spaces.
pub(crate) fn is_unspaced(c: char) -> bool {
    match c {
        ..'\u{E00}' => false,
        '\u{E00}'..='\u{E4F}' | '\u{E80}'..='\u{ECF}' | '\u{EDA}'..='\u{EFF}' => true,
        '\u{1000}'..='\u{103F}' | '\u{104A}'..='\u{108F}' | '\u{109A}'..='\u{109F}' => true,
        '\u{1780}'..='\u{17DF}' => true,
        '\u{3005}'..='\u{3007}' | '\u{3021}'..='\u{303C}' | '\u{3041}'..='\u{312F}' => true,
        '\u{31A0}'..='\u{31BF}' | '\u{31F0}'..='\u{31FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' => true,
        '\u{AA60}'..='\u{AA7F}' | '\u{F900}'..='\u{FAFF}' | '\u{FF66}'..='\u{FF9F}' => true,
        '\u{1AFF0}'..='\u{1B16F}' | '\u{20000}'..='\u{3FFFF}' => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_sorted_because_they_are_searched_by_halving() {
        assert!(MARKS.is_sorted_by(|a, b| (a >> 8) + (a & 0xFF) <= b >> 8));
    }

    #[test]
    fn a_mark_is_told_from_a_letter() {
        let check = |c: char, expected: bool| assert_eq!(is_mark(c), expected, "U+{:04X}", u32::from(c));
        // Viramas, the Thai vowel ั, which std counts as a letter, and tones.
        check('\u{94D}', true);
        check('\u{E31}', true);
        check('\u{E48}', true);
        check('\u{17D2}', true);
        check('क', false);
        check('\u{E01}', false);
        check('a', false);
        check(char::MAX, false);
    }
}
