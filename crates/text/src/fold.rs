//! Folding: what makes `Coördinatie`, `coordinatie` and `COÖRDINATIE` one term.
//!
//! Case, diacritics and ligatures go, by a small table generated from Unicode (`cargo xtask generate`), so that the
//! browser needs neither NFKD tables (44 kB brotli) nor the platform's own idea of them.

use crate::fold_table::{LATIN_EXTENDED, LATIN_EXTENDED_ADDITIONAL, MANY};

/// The folded form of a word: lower case, without diacritics, ligatures spelled out, invisible characters dropped.
///
/// ```
/// assert_eq!(zoeklicht_text::fold("Coördinatie"), "coordinatie");
/// assert_eq!(zoeklicht_text::fold("Straße"), "strasse");
/// assert_eq!(zoeklicht_text::fold("in\u{AD}burgering"), "inburgering");
/// ```
pub fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    fold_into(word, &mut folded);
    folded
}

/// Appends the folded form of a word.
pub(crate) fn fold_into(word: &str, out: &mut String) {
    if word.is_ascii() {
        let start = out.len();
        out.push_str(word);
        out[start..].make_ascii_lowercase();
    } else {
        word.chars().for_each(|c| fold_char(c, out));
    }
}

fn fold_char(c: char, out: &mut String) {
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
        return;
    }
    if is_ignorable(c) {
        return;
    }
    match latin(c) {
        // `?` stands for a letter that folds to more than one, or to one outside ASCII.
        Some(b'?') => {
            if let Ok(at) = MANY.binary_search_by_key(&c, |&(from, _)| from) {
                out.push_str(MANY[at].1);
            }
        }
        // A dot stands for what keeps its form apart from case.
        Some(b'.') | None => {
            if let Ok(at) = MANY.binary_search_by_key(&c, |&(from, _)| from) {
                out.push_str(MANY[at].1);
            } else {
                out.extend(c.to_lowercase());
            }
        }
        Some(ascii) => out.push(char::from(ascii)),
    }
}

fn latin(c: char) -> Option<u8> {
    let code = u32::from(c);
    let (table, first): (&[u8], u32) = match code {
        0xC0..=0x24F => (LATIN_EXTENDED, 0xC0),
        0x1E00..=0x1EFF => (LATIN_EXTENDED_ADDITIONAL, 0x1E00),
        _ => return None,
    };
    usize::try_from(code - first).ok().and_then(|at| table.get(at).copied())
}

/// What stands inside a word without being part of its spelling: combining marks, soft hyphens, zero-width characters.
pub(crate) fn is_ignorable(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_diacritics_and_ligatures_fold() {
        let check = |input: &str, expected: &str| assert_eq!(fold(input), expected, "{input}");
        check("Oekraïne", "oekraine");
        check("INTERMINISTERIËLE", "interministeriele");
        check("cafe\u{301}", "cafe");
        check("cœur", "coeur");
        check("Ærø", "aero");
        check("ﬁnanciën", "financien");
        check("ĳsland", "ijsland");
        check("Łódź", "lodz");
        check("STRASSE", "strasse");
        check("ẞ", "ss");
        check("İstanbul", "istanbul");
        check("Привет", "привет");
        check("Việt", "viet");
        check("東京", "東京");
    }

    #[test]
    fn the_table_is_sorted_because_it_is_searched_by_halving() {
        assert!(MANY.is_sorted_by(|a, b| a.0 < b.0));
    }

    proptest::proptest! {
        #[test]
        fn folding_twice_changes_nothing_more(word in "\\PC{0,20}") {
            let once = fold(&word);
            proptest::prop_assert_eq!(fold(&once), once);
        }
    }
}
