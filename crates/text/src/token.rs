//! The scanner: text to terms with their places.
//!
//! Our own and not UAX #29, which keeps `l'intégration` whole and whose rules differ between library versions: the
//! indexer and the browser must cut the same text at the same places for as long as an index lives. For the same reason
//! Thai or Chinese is cut into pairs of characters and not by a dictionary: browsers bring their own (`Intl.Segmenter`),
//! each another one, and cut a word differently in a sentence than in a query (3 of 36 words we tried, ICU 78); to ship
//! one would cost megabytes.
//!
//! Invariants
//! - Spans lie on char boundaries and their starts ascend. Only pairs of characters of a script without spaces overlap.
//! - The term of a word is a function of its span's text alone, and its own only token.
//! - If a word begins with an ASCII character, so does its term, with the same one in lower case.
//!
//! Not here: what stands for several words or for a part of one (see `extra`).

use std::ops::Range;

use crate::fold::fold_into;
use crate::script::{continues_word, is_apostrophe, is_ignorable, is_mark, is_unspaced, starts_word};
use crate::slice::slice;

/// The longest term in bytes; what is longer is cut at a character boundary, at both ends alike. Long enough for every
/// real word in the test collections (longest: 46), short enough that base64 in a page costs nothing.
pub const TERM_BYTES_MAX: usize = 64;

/// What stands with an apostrophe before a French or Italian word and is none itself.
const CLITICS: [&str; 21] = [
    "l", "d", "j", "m", "n", "s", "t", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "dell", "nell", "all", "sull",
    "dall", "un", "quell", "bell",
];
/// What is one word with that which follows the apostrophe: `aujourd'hui`, `presqu'île`, `quelqu'un`, `entr'aide`.
const JOINED: [&str; 4] = ["aujourd", "presqu", "quelqu", "entr"];

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
/// Dutch and English genitive or plural `'s` is dropped (`foto's` gives `foto`), and so is a French or Italian article
/// with an apostrophe. Single letters with full stops are one word. Of scripts without spaces, each two neighbouring
/// characters are a word; a character that has no neighbour is one alone.
///
/// ```
/// let words = |text| zoeklicht_text::tokens(text).map(|token| token.term).collect::<Vec<_>>();
/// assert_eq!(words("Vraag nr. 230 (NT2), foto's"), ["vraag", "nr", "230", "nt2", "foto"]);
/// assert_eq!(words("L’intégration, het O.C.M.W."), ["integration", "het", "ocmw"]);
/// assert_eq!(words("東京都 2022"), ["東京", "京都", "2022"]);
/// ```
pub fn tokens(text: &str) -> impl Iterator<Item = Token> + '_ {
    words(text).filter_map(|span| {
        let mut term = String::with_capacity(span.len());
        term_into(slice(text, span.clone()), &mut term).then_some(Token { term, span })
    })
}

/// As [`tokens`], without an allocation a word: `each` is given the term in a buffer that is used again.
pub fn for_each_token(text: &str, mut each: impl FnMut(&str, Range<usize>)) {
    let mut term = String::new();
    for span in words(text) {
        if term_into(slice(text, span.clone()), &mut term) {
            each(&term, span);
        }
    }
}

/// Puts the term of a word in place of what is in `term`; whether there is one: what is no word has none.
pub fn term_into(word: &str, term: &mut String) -> bool {
    term.clear();
    fold_into(word, term);
    term.truncate(term.floor_char_boundary(TERM_BYTES_MAX));
    !term.is_empty()
}

/// Where the words of a text stand, in bytes; [`term_into`] gives their terms. Starts ascend; only the pairs of
/// characters of a script without spaces overlap.
pub fn words(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    Words { text, at: 0, paired: 0 }
}

struct Words<'t> {
    text: &'t str,
    /// Where to read on.
    at: usize,
    /// The end of the last pair of characters: the second of them is not alone.
    paired: usize,
}

impl Iterator for Words<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        loop {
            let start = skip(self.text, self.at, |byte| !byte.is_ascii_alphanumeric(), |c| !starts_word(c));
            let first = self.text.as_bytes().get(start)?;
            if first.is_ascii() {
                let end = run_end(self.text, start);
                // Nearly every word ends so.
                if self.text.as_bytes().get(end).is_none_or(|byte| byte.is_ascii() && !matches!(byte, b'\'' | b'.')) {
                    self.at = end;
                    return Some(start..end);
                }
            }
            if let Some(word) = self.irregular(start) {
                return Some(word);
            }
        }
    }
}

impl Words<'_> {
    /// The word that begins at `start`, if there is one to tell, and where to read on. Apart, because with it in the
    /// loop of plain words that takes a sixth longer.
    #[inline(never)]
    fn irregular(&mut self, start: usize) -> Option<Range<usize>> {
        let text = self.text;
        if let Some(middle) = unit_end(text, start) {
            self.at = middle;
            let end = unit_end(text, middle);
            let told = end.is_none() && middle == self.paired;
            self.paired = end.unwrap_or(middle);
            return (!told).then_some(start..self.paired);
        }
        let mut end = run_end(text, start);
        loop {
            self.at = end;
            match text.as_bytes().get(end) {
                // An apostrophe, or what begins with the same byte.
                Some(b'\'' | 0xE2 | 0xCA) => match read_apostrophe(text, start..end) {
                    Apostrophe::Ends => {}
                    Apostrophe::Genitive(next) => self.at = next,
                    Apostrophe::Elided(next) => {
                        self.at = next;
                        return None;
                    }
                    Apostrophe::Joined(next) => {
                        end = run_end(text, next);
                        continue;
                    }
                },
                Some(b'.') => {
                    if let Some(longer) = initials_end(text, start..end) {
                        end = longer;
                        self.at = longer + genitive_len(slice(text, longer..));
                    }
                }
                _ => {}
            }
            return Some(start..end);
        }
    }
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
            let c = slice(text, at..).chars().next().unwrap_or_default();
            if !other(c) {
                break;
            }
            at += c.len_utf8();
        }
    }
    at
}

/// Where a run of letters and digits ends that has begun.
fn run_end(text: &str, at: usize) -> usize {
    skip(text, at, |byte| byte.is_ascii_alphanumeric(), continues_word)
}

/// The end of a character with its marks, if it is one of a script without spaces.
fn unit_end(text: &str, at: usize) -> Option<usize> {
    let mut chars = slice(text, at..).chars();
    let first = chars.next().filter(|c| is_unspaced(*c) && starts_word(*c))?;
    let marks = chars.take_while(|c| is_mark(*c) || is_ignorable(*c));
    Some(at + first.len_utf8() + marks.map(char::len_utf8).sum::<usize>())
}

/// What the apostrophe after a word makes of it; the numbers say where to read on.
enum Apostrophe {
    Ends,
    Genitive(usize),
    Elided(usize),
    Joined(usize),
}

fn read_apostrophe(text: &str, word: Range<usize>) -> Apostrophe {
    let after = slice(text, word.end..);
    let Some(mark) = after.chars().next().filter(|c| is_apostrophe(*c)) else { return Apostrophe::Ends };
    let genitive = genitive_len(after);
    if genitive > 0 {
        return Apostrophe::Genitive(word.end + genitive);
    }
    let next = word.end + mark.len_utf8();
    let Some(letter) = slice(text, next..).chars().next().filter(|c| c.is_alphabetic() && starts_word(*c)) else {
        return Apostrophe::Ends;
    };
    let is_cyrillic = |c: char| matches!(c, '\u{400}'..='\u{52F}');
    let word = slice(text, word);
    let is_in = |list: &[&str]| list.iter().any(|known| known.eq_ignore_ascii_case(word));
    if is_in(&CLITICS) {
        Apostrophe::Elided(next)
    } else if is_in(&JOINED) || (is_cyrillic(letter) && word.ends_with(is_cyrillic)) {
        // Ukrainian spells with an apostrophe: п'ять.
        Apostrophe::Joined(next)
    } else {
        Apostrophe::Ends
    }
}

/// The bytes of an `'s` that ends a word, 0 if there is none.
fn genitive_len(after_word: &str) -> usize {
    let mut chars = after_word.chars();
    let (Some(mark), Some('s' | 'S')) = (chars.next().filter(|c| is_apostrophe(*c)), chars.next()) else { return 0 };
    if chars.next().is_some_and(char::is_alphanumeric) { 0 } else { mark.len_utf8() + 1 }
}

/// The end of `o.c.m.w.` or `U.S.A`, of which `letter` is the first run: single letters with full stops between. The
/// last full stop belongs to it, as it does to an abbreviation, even where it ends the sentence too.
fn initials_end(text: &str, letter: Range<usize>) -> Option<usize> {
    // `self.x.y` and `www.a.b.be` are no initials: neither `x` nor `a` is the first.
    if slice(text, ..letter.start).ends_with('.') || !is_one_letter(slice(text, letter.clone())) {
        return None;
    }
    let mut end = letter.end;
    let mut letters = 1;
    while slice(text, end..).starts_with('.') {
        let stop = end + 1;
        end = run_end(text, stop);
        if end == stop {
            break;
        }
        // `d.w.z.Het` or `a.example.org`: then the letters are words of their own.
        if !is_one_letter(slice(text, stop..end)) {
            return None;
        }
        letters += 1;
    }
    (letters > 1).then_some(end)
}

/// A letter, perhaps with marks.
fn is_one_letter(run: &str) -> bool {
    let mut chars = run.chars();
    chars.next().is_some_and(|c| c.is_alphabetic() && starts_word(c)) && !chars.any(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let terms: Vec<_> = tokens(text).map(|token| token.term).collect();
        assert_eq!(terms, expected, "{text}");
    }

    fn check_spans(text: &str, expected: &[&str]) {
        let spans: Vec<_> = words(text).map(|span| &text[span]).collect();
        assert_eq!(spans, expected, "{text}");
    }

    #[test]
    fn nothing_has_no_words() {
        check("", &[]);
        check(" \n\t—", &[]);
        check("\u{640}\u{64E} ' ’ . ...", &[]);
    }

    #[test]
    fn a_span_is_the_word_without_its_article_and_genitive() {
        check_spans("foto's, l’intégration", &["foto", "intégration"]);
        check_spans("Het o.c.m.w. en de U.S.A, a.b.", &["Het", "o.c.m.w.", "en", "de", "U.S.A", "a.b."]);
        check_spans("東京都 の", &["東京", "京都", "の"]);
        check_spans("aujourd'hui", &["aujourd'hui"]);
    }

    #[test]
    fn a_long_run_is_cut_at_a_character() {
        let run = "é".repeat(100) + &"б".repeat(100);
        for token in tokens(&run) {
            assert!(token.term.len() <= TERM_BYTES_MAX);
            assert_eq!(token.span, 0..run.len());
        }
        let wide: Vec<_> = tokens(&"한".repeat(100)).map(|t| t.term.len()).collect();
        assert_eq!(wide, [63]);
    }

    #[test]
    fn a_script_without_spaces_is_cut_into_pairs() {
        assert_eq!(tokens(&"東".repeat(100)).count(), 99);
        // A vowel sign or a tone is no character of its own.
        check("ที่นี่", &["ที่นี่"]);
        check("သည်", &["သည်"]);
        check("ក", &["ក"]);
    }

    /// Anything, with more of what the rules look at than chance would give.
    fn text() -> impl proptest::strategy::Strategy<Value = String> {
        use proptest::prelude::*;
        let pieces = prop_oneof![
            2 => "\\PC",
            2 => "[a-cA-C0-2]{1,3}",
            3 => prop::sample::select(vec![
                " ", ".", "'", "’", "-", "–", "/", ":", "::", "://", "@", "_", "+", "#", "(", "\u{301}", "\u{AD}", "l", "qu",
                "www", "eli", "ecli", "mei", "2022", "é", "東", "カ", "ﾞ", "ก", "ั", "्", "й", "ا", "ـ", "\u{654}", "\u{3099}",
            ]).prop_map(str::to_owned),
        ];
        prop::collection::vec(pieces, 0..30).prop_map(|pieces| pieces.concat())
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(500))]

        #[test]
        fn starts_ascend_and_spans_lie_on_char_boundaries(text in text()) {
            let mut last = 0..0;
            for token in tokens(&text) {
                proptest::prop_assert!(token.span.start > last.start || last.is_empty());
                let overlaps = token.span.start < last.end;
                proptest::prop_assert!(!overlaps || text[token.span.clone()].starts_with(is_unspaced));
                proptest::prop_assert!(text.get(token.span.clone()).is_some_and(|word| !word.is_empty()));
                last = token.span;
            }
        }

        #[test]
        fn every_word_has_a_term_that_begins_as_it_does(text in text()) {
            let mut term = String::new();
            for span in words(&text) {
                let word = &text[span];
                proptest::prop_assert!(term_into(word, &mut term), "{word:?}");
                let first = word.as_bytes()[0];
                proptest::prop_assert!(!first.is_ascii() || term.as_bytes()[0] == first.to_ascii_lowercase());
            }
        }

        #[test]
        fn both_ways_to_read_give_the_same(text in text()) {
            let mut read = Vec::new();
            for_each_token(&text, |term, span| read.push(Token { term: term.to_owned(), span }));
            proptest::prop_assert_eq!(read, tokens(&text).collect::<Vec<_>>());
        }

        #[test]
        fn a_term_is_its_own_only_token(text in text()) {
            for token in tokens(&text) {
                let again: Vec<_> = tokens(&token.term).map(|t| t.term).collect();
                proptest::prop_assert_eq!(again, vec![token.term]);
            }
        }

        #[test]
        fn extras_cover_words_or_parts_of_one(text in text()) {
            let words: Vec<_> = words(&text).collect();
            let mut wrong = Vec::new();
            crate::for_each_extra(&text, |extra| {
                let covered = words.iter().filter(|word| extra.span.start <= word.start && word.end <= extra.span.end);
                let right = match extra.kind {
                    crate::ExtraKind::Whole => covered.clone().count() > 1 || covered.clone().any(|word| *word != extra.span),
                    crate::ExtraKind::Part => {
                        words.iter().any(|word| word.start <= extra.span.start && extra.span.end <= word.end)
                    }
                };
                if !right || extra.term.is_empty() || extra.term.len() > TERM_BYTES_MAX || text.get(extra.span.clone()).is_none() {
                    wrong.push(format!("{extra:?}"));
                }
            });
            proptest::prop_assert_eq!(wrong, Vec::<String>::new());
        }
    }
}
