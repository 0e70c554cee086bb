//! The scanner: text to terms with their places.
//!
//! Our own and not UAX #29, which keeps `l'intégration` whole and whose rules differ between library versions: the
//! indexer and the browser must cut the same text at the same places for as long as an index lives.

use std::ops::Range;

use crate::fold::{fold_into, is_ignorable};

/// The longest term in bytes; what is longer is cut at a character boundary, at both ends alike. Long enough for every
/// real word in the test collections (longest: 46), short enough that base64 in a page costs nothing.
pub const TERM_BYTES_MAX: usize = 64;

/// One word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The folded form: what is looked up.
    pub term: String,
    /// Where it stands in the original, in bytes, on char boundaries.
    pub span: Range<usize>,
}

/// The words of a text, in order.
///
/// A word is a run of letters and digits; combining marks and invisible characters inside it belong to its span. The
/// Dutch and English genitive or plural `'s` is dropped (`foto's` gives `foto`).
///
/// ```
/// let words: Vec<_> = zoeklicht_text::tokens("Vraag nr. 230 (NT2), foto's").map(|t| t.term).collect();
/// assert_eq!(words, ["vraag", "nr", "230", "nt2", "foto"]);
/// ```
pub fn tokens(text: &str) -> impl Iterator<Item = Token> + '_ {
    words(text).filter_map(|span| {
        let mut term = String::with_capacity(span.len());
        term_into(&text[span.clone()], &mut term).then_some(Token { term, span })
    })
}

/// As [`tokens`], without an allocation a word: `each` is given the term in a buffer that is used again.
pub fn for_each_token(text: &str, mut each: impl FnMut(&str, Range<usize>)) {
    let mut term = String::new();
    for span in words(text) {
        if term_into(&text[span.clone()], &mut term) {
            each(&term, span);
        }
    }
}

/// Puts the term of a word in place of what is in `term`; whether there is one: a word of ignorable characters has none.
pub fn term_into(word: &str, term: &mut String) -> bool {
    term.clear();
    fold_into(word, term);
    term.truncate(term.floor_char_boundary(TERM_BYTES_MAX));
    !term.is_empty()
}

/// Where the words of a text stand, in bytes; [`term_into`] gives their terms.
pub fn words(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = skip(text, at, |byte| !byte.is_ascii_alphanumeric(), |c| !c.is_alphanumeric());
        if start == text.len() {
            return None;
        }
        let in_word = |c: char| c.is_alphanumeric() || is_ignorable(c);
        let end = skip(text, start, |byte| byte.is_ascii_alphanumeric(), in_word);
        at = end + genitive_len(&text[end..]);
        Some(start..end)
    })
}

/// The first place from `at` on that is not to be skipped. Most text is ASCII, and that is not decoded.
fn skip(text: &str, mut at: usize, ascii: impl Fn(u8) -> bool, other: impl Fn(char) -> bool) -> usize {
    while let Some(&byte) = text.as_bytes().get(at) {
        if byte.is_ascii() {
            if !ascii(byte) {
                break;
            }
            at += 1;
        } else {
            let c = text[at..].chars().next().unwrap_or_default();
            if !other(c) {
                break;
            }
            at += c.len_utf8();
        }
    }
    at
}

/// The bytes of an `'s` that ends a word, 0 if there is none.
fn genitive_len(after_word: &str) -> usize {
    let mut chars = after_word.chars();
    let (Some(mark @ ('\'' | '\u{2019}')), Some('s' | 'S')) = (chars.next(), chars.next()) else { return 0 };
    if chars.next().is_some_and(char::is_alphanumeric) { 0 } else { mark.len_utf8() + 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let terms: Vec<_> = tokens(text).map(|token| token.term).collect();
        assert_eq!(terms, expected, "{text}");
    }

    #[test]
    fn words_are_runs_of_letters_and_digits() {
        check("", &[]);
        check(" \n\t—", &[]);
        check("integratie- en inburgeringsbeleid", &["integratie", "en", "inburgeringsbeleid"]);
        check("NT2-lessen (2022/181)", &["nt2", "lessen", "2022", "181"]);
        check("foto's, foto’s en Mahdi's", &["foto", "foto", "en", "mahdi"]);
        check("l'intégration d’été", &["l", "integration", "d", "ete"]);
        check("in\u{AD}burgering", &["inburgering"]);
        check("cafe\u{301}s", &["cafes"]);
        check("'s-Hertogenbosch", &["s", "hertogenbosch"]);
        check("Добро пожаловать", &["добро", "пожаловать"]);
    }

    #[test]
    fn a_long_run_is_cut_at_a_character() {
        let run = "é".repeat(100) + &"東".repeat(100);
        for token in tokens(&run) {
            assert!(token.term.len() <= TERM_BYTES_MAX);
            assert_eq!(token.span, 0..run.len());
        }
        let wide: Vec<_> = tokens(&"東".repeat(100)).map(|t| t.term.len()).collect();
        assert_eq!(wide, [63]);
    }

    proptest::proptest! {
        #[test]
        fn spans_ascend_and_lie_on_char_boundaries(text in "\\PC{0,60}") {
            let mut last = 0;
            for token in tokens(&text) {
                proptest::prop_assert!(token.span.start >= last);
                proptest::prop_assert!(text.get(token.span.clone()).is_some());
                last = token.span.end;
            }
        }

        #[test]
        fn both_ways_to_read_give_the_same(text in "\\PC{0,60}") {
            let mut read = Vec::new();
            for_each_token(&text, |term, span| read.push(Token { term: term.to_owned(), span }));
            proptest::prop_assert_eq!(read, tokens(&text).collect::<Vec<_>>());
        }

        #[test]
        fn a_term_is_its_own_only_token(text in "\\PC{0,40}") {
            for token in tokens(&text) {
                let again: Vec<_> = tokens(&token.term).map(|t| t.term).collect();
                proptest::prop_assert_eq!(again, vec![token.term]);
            }
        }
    }
}
