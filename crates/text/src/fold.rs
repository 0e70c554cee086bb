//! Folding: what makes `Coördinatie`, `coordinatie` and `COÖRDINATIE` one term.
//!
//! Case, diacritics and ligatures go, and of other scripts what readers do not type, by small tables generated from
//! Unicode (`cargo xtask generate`), so that the browser needs neither NFKD tables (44 kB brotli) nor the platform's own
//! idea of them. The rows that are a choice of ours stand in the generator, each with its reason.

use crate::fold_table::{CAPITALS, COMPOSED, GREEK_EXTENDED, LATIN_EXTENDED, LATIN_EXTENDED_ADDITIONAL, MANY, SHIFTS};
use crate::script::{is_apostrophe, is_ignorable};

/// Half-width katakana from U+FF66 on, in full width; the two voicing marks after them are in `COMPOSED`.
const KATAKANA: &str =
    "ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン";

/// The folded form of a word: lower case, without diacritics, ligatures spelled out, invisible characters dropped, and
/// the full stops of `o.c.m.w.` and apostrophes that stand within a word.
///
/// ```
/// assert_eq!(zoeklicht_text::fold("Coördinatie"), "coordinatie");
/// assert_eq!(zoeklicht_text::fold("Straße"), "strasse");
/// assert_eq!(zoeklicht_text::fold("in\u{AD}burgering"), "inburgering");
/// assert_eq!(zoeklicht_text::fold("O.C.M.W."), "ocmw");
/// assert_eq!(zoeklicht_text::fold("إدماج"), "ادماج");
/// ```
pub fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    fold_into(word, &mut folded);
    folded
}

/// Appends the folded form of a word.
pub(crate) fn fold_into(word: &str, out: &mut String) {
    if word.bytes().all(|byte| byte.is_ascii() && byte != b'.' && byte != b'\'') {
        let start = out.len();
        out.push_str(word);
        out.get_mut(start..).unwrap_or_default().make_ascii_lowercase();
    } else {
        word.chars().for_each(|c| fold_char(c, out));
    }
}

fn fold_char(c: char, out: &mut String) {
    if c == '.' || is_apostrophe(c) {
        return;
    }
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
        return;
    }
    if is_ignorable(c) {
        if let Some(whole) = out.chars().next_back().and_then(|base| composed(base, c)) {
            out.pop();
            out.push(whole);
        }
        return;
    }
    match latin(c) {
        // A dot stands for what keeps its form apart from case, `?` for a letter that folds to more than one, or to one
        // outside ASCII.
        Some(b'.' | b'?') | None => {
            if let Ok(at) = MANY.binary_search_by_key(&c, |&(from, _)| from) {
                out.push_str(MANY[at].1);
            } else if let Some(lower) = lower(c) {
                // The ångström sign is an `å` in lower case, which has a row.
                fold_char(lower, out);
            } else {
                out.push(shifted(c));
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

/// A capital in lower case.
fn lower(c: char) -> Option<char> {
    let code = u32::from(c);
    let after = CAPITALS.partition_point(|&(first, ..)| first <= code);
    let &(first, last, apart, to) = CAPITALS.get(after.checked_sub(1)?)?;
    let is_one = code <= last && (code - first).is_multiple_of(apart);
    is_one.then(|| char::from_u32(code - first + to)).flatten()
}

/// The letter that readers type for a lower-case letter outside the Latin tables; itself for most.
fn shifted(c: char) -> char {
    let code = u32::from(c);
    let to = match code {
        0x1F00..=0x1FFF => match usize::try_from(code - 0x1F00).ok().and_then(|at| GREEK_EXTENDED.get(at)) {
            Some(b'.') | None => None,
            Some(&letter) => char::from_u32(0x370 + u32::from(letter)),
        },
        0xFF66..=0xFF9D => usize::try_from(code - 0xFF66).ok().and_then(|at| KATAKANA.chars().nth(at)),
        _ => {
            let after = SHIFTS.partition_point(|&(first, ..)| u32::from(first) <= code);
            let row = after.checked_sub(1).and_then(|at| SHIFTS.get(at));
            row.filter(|&&(_, last, _)| code <= u32::from(last))
                .and_then(|&(first, _, to)| char::from_u32(code - u32::from(first) + u32::from(to)))
        }
    };
    to.unwrap_or(c)
}

/// The letter that a letter and a mark are together, if the mark makes it another one: text may be NFC or NFD.
fn composed(base: char, mark: char) -> Option<char> {
    let mark = match mark {
        '\u{FF9E}' => '\u{3099}',
        '\u{FF9F}' => '\u{309A}',
        _ => mark,
    };
    let key = (u16::try_from(u32::from(base)).ok()?, u16::try_from(u32::from(mark)).ok()?);
    let at = COMPOSED.binary_search_by_key(&key, |&(base, mark, _)| (base, mark)).ok()?;
    char::from_u32(u32::from(COMPOSED[at].2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(input: &str, expected: &str) {
        assert_eq!(fold(input), expected, "{input}");
    }

    #[test]
    fn case_diacritics_and_ligatures_fold() {
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
        check("Việt", "viet");
        check("Å", "a");
        check("m²", "m2");
        check("ＮＴ２", "nt2");
    }

    #[test]
    fn turkish_i_with_and_without_a_dot_is_one() {
        check("İstanbul", "istanbul");
        check("Diyarbakır", "diyarbakir");
        check("DIYARBAKIR", "diyarbakir");
    }

    #[test]
    fn greek_loses_its_accents_and_its_final_sigma() {
        check("Ένταξης", "ενταξησ");
        check("ΈΝΤΑΞΗΣ", "ενταξησ");
        check("ἐλευθερία", "ελευθερια");
        check("ε\u{301}ν", "εν");
    }

    #[test]
    fn cyrillic_letters_that_are_typed_stay() {
        check("Привет", "привет");
        check("Ещё", "еще");
        check("Ґанок", "ганок");
        check("Київ", "київ");
        check("Киі\u{308}в", "київ");
        check("И\u{306}од", "йод");
        check("п'ять", "пять");
        check("п\u{2BC}ять", "пять");
        check("о\u{301}рган", "орган");
    }

    #[test]
    fn arabic_letters_are_as_readers_type_them() {
        check("إِدْمَاج", "ادماج");
        check("أحمد آمنة", "احمد امنه");
        check("مستشفى", "مستشفي");
        check("مـــدرسة", "مدرسه");
        check("مسؤول", "مسؤول");
        check("مسو\u{654}ول", "مسؤول");
        check("۱۲۳ ٤٥٦", "123 456");
        check("می\u{200C}خواهم", fold("ميخواهم").as_str());
        check("کتاب", fold("كتاب").as_str());
        check("ګټه", fold("گټه").as_str());
        // Pashto: three words.
        assert_ne!(fold("ې"), fold("ۍ"));
        assert_ne!(fold("ې"), fold("ي"));
        assert_ne!(fold("ئ"), fold("ي"));
    }

    #[test]
    fn ethiopic_letters_that_sound_alike_are_one() {
        check("ሐገር", "ሀገር");
        check("ኀይል", "ሀይል");
        check("ሥራ", "ስራ");
        check("ፀሐይ", "ጸሀይ");
        check("ዓለም", "አለም");
        check("ኣብ", "አብ");
        check("ጐንደር", "ጎንደር");
    }

    #[test]
    fn indic_vowel_signs_stay_and_points_go() {
        check("हिन्दी", "हिन्दी");
        check("लड़का", "लडका");
        check("लड\u{93C}का", "लडका");
        check("हिँदी", "हिंदी");
        check("বাড়ি", "বাড\u{9BC}ি");
        check("শব্দ", "শব্দ");
        check("שָׁלוֹם", "שלום");
    }

    #[test]
    fn kana_are_one_in_either_width_and_form() {
        check("東京", "東京");
        check("ｶﾞｲﾄﾞ", "ガイド");
        check("カ\u{3099}イト\u{3099}", "ガイド");
        check("ﾊﾟﾝ", "パン");
        check("ｳﾞ", "ヴ");
    }

    #[test]
    fn points_within_a_word_go() {
        check("O.C.M.W.", "ocmw");
        check("aujourd'hui", "aujourdhui");
        check("presqu’île", "presquile");
    }

    #[test]
    fn lower_case_is_that_of_unicode() {
        // A dotted I is two characters in lower case; it has a row as a letter.
        for c in ('\u{80}'..=char::MAX).filter(|c| *c != 'İ') {
            assert!(c.to_lowercase().eq([lower(c).unwrap_or(c)]), "{c}");
        }
        check("İ", "i");
    }

    #[test]
    fn the_tables_are_sorted_because_they_are_searched_by_halving() {
        assert!(MANY.is_sorted_by(|a, b| a.0 < b.0));
        assert!(SHIFTS.is_sorted_by(|a, b| a.0 <= a.1 && a.1 < b.0));
        assert!(CAPITALS.is_sorted_by(|a, b| a.0 <= a.1 && a.1 < b.0));
        assert!(COMPOSED.is_sorted_by(|a, b| (a.0, a.1) < (b.0, b.1)));
    }

    #[test]
    fn folding_any_character_twice_changes_nothing_more() {
        for c in '\0'..=char::MAX {
            let once = fold(c.encode_utf8(&mut [0; 4]));
            assert_eq!(fold(&once), once, "U+{:04X}", u32::from(c));
        }
    }

    proptest::proptest! {
        #[test]
        fn folding_twice_changes_nothing_more(word in "\\PC{0,20}") {
            let once = fold(&word);
            proptest::prop_assert_eq!(fold(&once), once);
        }
    }
}
