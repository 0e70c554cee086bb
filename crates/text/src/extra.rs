//! Terms beside the words: for several words that stand together, and for parts of a word.
//!
//! `2022/181` is two words; who types it means one thing. Each end makes these terms by the same rules, so that the
//! exact holder of an identifier is found first, and `e-inclusie` meets `einclusie`.
//!
//! Not here: words (see `token`); joining two plain words of a query, which only the engine can judge.
//!
//! Invariants
//! - A whole's span is wider than the word or words it covers; a part's span lies within one word.
//! - No extra is longer than [`TERM_BYTES_MAX`]: half an identifier identifies nothing.

use std::ops::Range;

use crate::date;
use crate::fold::fold_into;
use crate::script::{is_apostrophe, is_unspaced};
use crate::slice::slice;
use crate::token::{TERM_BYTES_MAX, words};

/// The most words that a whole covers: an ECLI has eight.
const WHOLE_WORDS_MAX: usize = 8;
/// How far an `@` is looked for, in bytes: an address is no longer in practice.
const ADDRESS_BYTES_MAX: usize = 64;

/// A term beside the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extra<'e> {
    /// The folded form, with the separators that belong to an identifier.
    pub term: &'e str,
    /// Where it stands in the original, in bytes, on char boundaries.
    pub span: Range<usize>,
    /// Whether it joins words or parts one.
    pub kind: ExtraKind,
}

/// What an [`Extra`] is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExtraKind {
    /// Words that stand together and mean one thing: an identifier, an address, a hyphenated word, a date; or one word
    /// with the signs that make it another, such as `C++`.
    Whole,
    /// A part of a name in camel case.
    Part,
}

/// Gives `each` the terms that a text has beside its words, in the order in which they end. The same for a document and
/// a query.
///
/// ```
/// let mut extras = Vec::new();
/// zoeklicht_text::for_each_extra("E-inclusie in 2022/181, op 8 juli 2022", |extra| extras.push(extra.term.to_owned()));
/// assert_eq!(extras, ["einclusie", "2022/181", "2022-07-08"]);
/// ```
pub fn for_each_extra(text: &str, mut each: impl FnMut(Extra<'_>)) {
    read(text, &mut each);
}

/// Apart from the generic function, so that it is compiled once.
fn read(text: &str, each: &mut dyn FnMut(Extra<'_>)) {
    let mut chain = Chain::new(text);
    let mut term = String::new();
    // The two words before.
    let (mut second_last, mut last) = (0..0, 0..0);
    for word in words(text) {
        let gap = text.get(last.end..word.start).unwrap_or_default();
        match chain.joint(&last, gap, &word) {
            Some(joint) => chain.push(joint, gap, word.clone()),
            None => {
                chain.end(&mut term, each);
                chain.begin(gap, word.clone());
            }
        }
        parts(text, &word, &mut term, each);
        whole_of_one(text, &word, &mut term, each);
        if is_number(slice(text, word.clone())) {
            whole_with_number(text, [&second_last, &last, &word], &mut term, each);
        }
        second_last = std::mem::replace(&mut last, word);
    }
    chain.end(&mut term, each);
}

/// How a word is joined to the one before.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Joint {
    /// By a hyphen or an apostrophe, which go when all joints are so: `einclusie`.
    Soft,
    /// By a sign that belongs to the term.
    Hard,
}

/// Words that stand together.
struct Chain<'t> {
    text: &'t str,
    /// One more than can be a whole, so that a longer chain is known.
    words: Vec<Range<usize>>,
    /// Whether any joint is hard.
    hard: bool,
    /// Whether `@`, `::` or a full stop before a letter has joined: then what follows a full stop belongs to it, too
    /// (`java.util.List`; but `3.2.Inleiding` is a number and a word).
    dotted: bool,
    /// Whether it is the host of a URL.
    host: bool,
}

impl<'t> Chain<'t> {
    fn new(text: &'t str) -> Chain<'t> {
        Chain { text, words: Vec::with_capacity(WHOLE_WORDS_MAX + 1), hard: false, dotted: false, host: false }
    }

    fn begin(&mut self, gap: &str, word: Range<usize>) {
        (self.hard, self.dotted) = (false, false);
        self.host = gap == "://" || slice(self.text, word.clone()).eq_ignore_ascii_case("www");
        self.words.clear();
        self.words.push(word);
    }

    fn push(&mut self, joint: Joint, gap: &str, word: Range<usize>) {
        self.hard |= joint == Joint::Hard;
        self.dotted |= matches!(gap, "@" | "::") || (gap == "." && !starts_digit(slice(self.text, word.clone())));
        if self.words.len() <= WHOLE_WORDS_MAX {
            self.words.push(word);
        }
    }

    /// Whether the chain begins with a word, in any case.
    fn begins_with(&self, word: &str) -> bool {
        self.words.first().is_some_and(|first| slice(self.text, first.clone()).eq_ignore_ascii_case(word))
    }

    fn joint(&self, before: &Range<usize>, gap: &str, after: &Range<usize>) -> Option<Joint> {
        // Most words have a space between them.
        if gap == " " || gap.is_empty() {
            return None;
        }
        let (a, b) = (slice(self.text, before.clone()), slice(self.text, after.clone()));
        let numbers = is_number(a) && is_number(b);
        let joins = match gap {
            "-" | "\u{2010}" | "\u{2011}" | "\u{2013}" if numbers => {
                // `08/07/2022-15/07/2022` is two dates.
                return (!self.hard).then_some(Joint::Soft);
            }
            "-" | "\u{2010}" | "\u{2011}" => {
                return (!starts_unspaced(a) && !starts_unspaced(b)).then_some(Joint::Soft);
            }
            // `O'Brien`, and not `don't` or `zo'n`.
            "'" | "\u{2019}" => return (starts_upper(a) && starts_upper(b)).then_some(Joint::Soft),
            "_" | "__" | "::" | "@" => true,
            // Not `en/of`; and a URL's path is no part of its host.
            "/" => !self.host && (is_number(a) || is_number(b) || self.begins_with("eli")),
            ":" => numbers || self.begins_with("ecli") || self.begins_with("urn"),
            "." => self.full_stop_joins(a, b, slice(self.text, after.end..)),
            _ => false,
        };
        joins.then_some(Joint::Hard)
    }

    /// Whether what a full stop without a space stands between belongs together: in a number, an address, a name of
    /// code or a file, but not where a sentence ends without a space, which is followed by a capital (`beleid.Het`) or
    /// a number. `after` is what follows `b`.
    fn full_stop_joins(&self, a: &str, b: &str, after: &str) -> bool {
        self.host
            || self.dotted
            || self.begins_with("ecli")
            || (a.ends_with(|c: char| c.is_ascii_digit()) && starts_digit(b))
            || b.starts_with(char::is_lowercase)
            || (is_capitals(a) && is_capitals(b))
            || after.starts_with('(')
            || {
                let near = slice(after, ..after.floor_char_boundary(ADDRESS_BYTES_MAX));
                near.split(char::is_whitespace).next().is_some_and(|token| token.contains('@'))
            }
    }

    /// Tells the whole that the words make, if they do.
    fn end(&mut self, term: &mut String, each: &mut dyn FnMut(Extra<'_>)) {
        // `www.example.org` and `example.org` are one host.
        if self.host && self.words.len() > 2 && self.begins_with("www") {
            self.words.remove(0);
        }
        let ([first, .., last], ..=WHOLE_WORDS_MAX) = (self.words.as_slice(), self.words.len()) else { return };
        let word = |span: &Range<usize>| slice(self.text, span.clone());
        let numbers = self.words.iter().all(|span| is_number(word(span)));
        let is_date = match self.words.as_slice() {
            [a, b, c] if numbers => {
                slice(self.text, a.end..b.start) == slice(self.text, b.end..c.start)
                    && date::numeric([word(a), word(b), word(c)], term)
            }
            _ => false,
        };
        if !is_date {
            term.clear();
            let mut end = first.start;
            for span in &self.words {
                if self.hard || numbers {
                    // All hyphens are one, and so are apostrophes; nothing else that joins has two forms.
                    term.extend(slice(self.text, end..span.start).chars().map(|c| match c {
                        '\u{2010}'..='\u{2013}' => '-',
                        c if is_apostrophe(c) => '\'',
                        c => c,
                    }));
                }
                fold_into(word(span), term);
                end = span.end;
            }
        }
        tell(term, first.start..last.end, ExtraKind::Whole, each);
    }
}

fn tell(term: &str, span: Range<usize>, kind: ExtraKind, each: &mut dyn FnMut(Extra<'_>)) {
    if term.len() <= TERM_BYTES_MAX {
        each(Extra { term, span, kind });
    }
}

/// Parts of a name in camel case: `getElementById`, `XMLHttpRequest`. At least two of two letters, or it is a word with
/// a capital in it: `iPhone`, `GmbH`.
fn parts(text: &str, word: &Range<usize>, term: &mut String, each: &mut dyn FnMut(Extra<'_>)) {
    let bytes = &text.as_bytes()[word.clone()];
    let capitals = bytes.iter().skip(1).any(u8::is_ascii_uppercase);
    if !capitals || bytes.len() > TERM_BYTES_MAX || !bytes.iter().any(u8::is_ascii_lowercase) {
        return;
    }
    let bounds = camel_bounds(slice(text, word.clone()));
    let spans = bounds.windows(2).map(|bound| word.start + bound[0]..word.start + bound[1]);
    let spans: Vec<_> = spans.filter(|span| slice(text, span.clone()).chars().nth(1).is_some()).collect();
    if spans.len() < 2 {
        return;
    }
    for span in spans {
        term.clear();
        fold_into(slice(text, span.clone()), term);
        tell(term, span, ExtraKind::Part, each);
    }
}

/// Where the parts of a name in camel case begin and the last one ends, in bytes.
fn camel_bounds(name: &str) -> Vec<usize> {
    let mut bounds = vec![0];
    let mut before: Option<char> = None;
    for (at, c) in name.char_indices() {
        if let Some(before) = before.filter(|_| c.is_uppercase()) {
            // The last of several capitals begins the next part: `HTTPServer`. But not before a plural: `PDFs`.
            let after = slice(name, at + c.len_utf8()..);
            if !before.is_uppercase() || (after.starts_with(char::is_lowercase) && after != "s") {
                bounds.push(at);
            }
        }
        before = Some(c);
    }
    bounds.push(name.len());
    bounds
}

/// One word with the signs that make it another: `C++`, `C#`, `.NET`.
fn whole_of_one(text: &str, word: &Range<usize>, term: &mut String, each: &mut dyn FnMut(Extra<'_>)) {
    let (name, after) = (slice(text, word.clone()), slice(text, word.end..));
    let continues = |rest: &str| rest.starts_with(|c: char| c.is_alphabetic() || c == '+' || c == '#');
    let suffix = ["++", "#"].into_iter().find(|suffix| after.strip_prefix(suffix).is_some_and(|rest| !continues(rest)));
    if let Some(suffix) =
        suffix.filter(|suffix| name.starts_with(char::is_alphabetic) && (*suffix == "++" || name.len() == 1))
    {
        term.clear();
        fold_into(name, term);
        term.push_str(suffix);
        tell(term, word.start..word.end + suffix.len(), ExtraKind::Whole, each);
    }
    // A full stop that begins a name stands after a space and before a lower-case letter, or the name is all capitals.
    if let Some(before) = slice(text, ..word.start).strip_suffix('.')
        && before.chars().next_back().is_none_or(|c| c.is_whitespace() || c == '(')
        && (name.starts_with(char::is_lowercase) || is_capitals(name))
    {
        term.clear();
        term.push('.');
        fold_into(name, term);
        tell(term, before.len()..word.end, ExtraKind::Whole, each);
    }
}

/// What a number ends: a date with the month in letters, or a name in capitals (`NT 2`).
fn whole_with_number(
    text: &str,
    [first, second, number]: [&Range<usize>; 3],
    term: &mut String,
    each: &mut dyn FnMut(Extra<'_>),
) {
    let word = |span: &Range<usize>| slice(text, span.clone());
    let gap = |a: &Range<usize>, b: &Range<usize>| text.get(a.end..b.start).unwrap_or_default();
    // `8 juli 2022`, `8. Juli 2022`, `July 8, 2022`, `8-jul-2022`.
    let divides = |gap: &str| {
        matches!(gap.len(), 1..=3) && gap.chars().all(|c| c.is_whitespace() || matches!(c, '.' | ',' | '-' | '/'))
    };
    if number.len() == 4
        && divides(gap(second, number))
        && divides(gap(first, second))
        && date::written([word(first), word(second), word(number)], term)
    {
        tell(term, first.start..number.end, ExtraKind::Whole, each);
    }
    let name = word(second);
    if number.len() <= 4
        && matches!(gap(second, number), " " | "\u{A0}" | "\u{202F}")
        && (2..=6).contains(&name.chars().count())
        && name.chars().all(char::is_uppercase)
    {
        term.clear();
        fold_into(name, term);
        term.push_str(word(number));
        tell(term, second.start..number.end, ExtraKind::Whole, each);
    }
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

fn starts_digit(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

fn is_capitals(word: &str) -> bool {
    starts_upper(word) && !word.contains(char::is_lowercase)
}

fn starts_upper(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

fn starts_unspaced(word: &str) -> bool {
    word.starts_with(is_unspaced)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens;

    /// `wholes` and `parts` stand in one text with spaces between.
    fn check(text: &str, words: &str, wholes: &str, parts: &str) {
        let read = |kind| {
            let mut terms: Vec<String> = Vec::new();
            for_each_extra(text, |extra| terms.extend((extra.kind == kind).then(|| extra.term.to_owned())));
            terms.join(" ")
        };
        assert_eq!(tokens(text).map(|token| token.term).collect::<Vec<_>>().join(" "), words, "words of {text}");
        assert_eq!(read(ExtraKind::Whole), wholes, "wholes of {text}");
        assert_eq!(read(ExtraKind::Part), parts, "parts of {text}");
    }

    fn check_spans(text: &str, expected: &[&str]) {
        let mut spans = Vec::new();
        for_each_extra(text, |extra| spans.push(text[extra.span].to_owned()));
        assert_eq!(spans, expected, "{text}");
    }

    #[test]
    fn texts_are_cut_as_the_golden_table_says() {
        let table = include_str!("../../../corpus/words/tokens.tsv");
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let cells: Vec<&str> = line.split('\t').collect();
            let [text, words, wholes, parts] = cells[..] else { panic!("not four cells: {line}") };
            check(text, words, wholes, parts);
        }
    }

    #[test]
    fn a_span_covers_what_the_term_says() {
        check_spans("de e-inclusie, ", &["e-inclusie"]);
        check_spans("https://www.vlaanderen.be/nl", &["vlaanderen.be"]);
        check_spans("maandag 8. Juli 2022.", &["8. Juli 2022"]);
        check_spans("in C++ of .NET", &["C++", ".NET"]);
        check_spans("een NT 2-les", &["NT 2", "2-les"]);
        check_spans("myName", &["my", "Name"]);
    }

    #[test]
    fn what_is_too_long_for_a_term_is_left_out() {
        let long = "a".repeat(TERM_BYTES_MAX);
        check(&format!("{long}_b"), &format!("{long} b"), "", "");
        check(&format!("{}_b", &long[2..]), &format!("{} b", &long[2..]), &format!("{}_b", &long[2..]), "");
        check(&format!("{long}BcDe"), &long, "", "");
    }

    #[test]
    fn a_query_in_lower_case_has_the_wholes_of_the_text() {
        let wholes = |text: &str| {
            let mut terms = Vec::new();
            for_each_extra(text, |extra| terms.push((extra.kind, extra.term.to_owned())));
            terms.retain(|(kind, _)| *kind == ExtraKind::Whole);
            terms
        };
        for text in [
            "ECLI:BE:CASS:2020:ARR.20200101.1F.1",
            "2004/38/EG",
            "COVID-19",
            "Info@Vlaanderen.be",
            "https://Data.Europa.EU/",
            "pg_Stat_Activity",
            "java.util.List",
            "ASP.NET",
            ".NET",
            "C++",
            "8 Juli 2022",
        ] {
            assert!(!wholes(text).is_empty(), "{text}");
            assert_eq!(wholes(text), wholes(&text.to_lowercase()), "{text}");
        }
    }
}
