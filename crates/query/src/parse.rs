//! From what someone typed to words, phrases and exclusions. Never fails: what is not syntax is text.
//!
//! `"…"` asks for a phrase, with any kind of quotation mark; `-word` or `-"…"` after a space leaves documents out.

use std::ops::Range;

use zoeklicht_text::{Extra, ExtraKind, for_each_extra, slice, tokens};

use crate::limits::{QUERY_BYTES_MAX, WORDS_MAX};

/// A query in parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Query {
    /// The query as it was asked.
    pub(crate) text: String,
    /// Different words outside of phrases, in order.
    pub(crate) words: Vec<Word>,
    /// Terms for several of the words that stand together, such as identifiers.
    pub(crate) wholes: Vec<Whole>,
    /// Phrases, each its terms in order.
    pub(crate) phrases: Vec<Vec<String>>,
    /// What documents may not hold, each a phrase or a single term.
    pub(crate) excluded: Vec<Vec<String>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) term: String,
    /// Where it stands in the query, in bytes.
    pub(crate) span: Range<usize>,
    /// Whether nothing follows it: it may be unfinished.
    pub(crate) last: bool,
    /// The parts of a name in camel case, as terms.
    pub(crate) parts: Vec<String>,
}

/// One term for several words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Whole {
    pub(crate) term: String,
    /// Which words, by their places among the words of the query.
    pub(crate) words: Range<usize>,
}

impl Query {
    pub(crate) fn parse(text: &str) -> Query {
        let mut query = Query { text: text.into(), ..Query::default() };
        let text = slice(text, ..text.floor_char_boundary(QUERY_BYTES_MAX));
        let mut at = 0;
        while at < text.len() {
            let (negated, start) = match slice(text, at..).strip_prefix('-') {
                Some(rest) if starts_operand(rest) && starts_word(text, at) => (true, at + 1),
                _ => (false, at),
            };
            let end = match slice(text, start..).chars().next().filter(|c| is_quote(*c)) {
                Some(open) => query.quoted(text, start, open, negated),
                None => query.plain(text, start, negated),
            };
            debug_assert!(end > at, "each round reads something");
            at = end;
        }
        query
    }

    fn add_extra(&mut self, extra: &Extra<'_>, places: &[(Range<usize>, usize)]) {
        let covered = places.iter().filter(|(span, _)| span.start < extra.span.end && extra.span.start < span.end);
        let covered: Vec<usize> = covered.map(|(_, at)| *at).collect();
        let (Some(first), Some(last)) = (covered.iter().min(), covered.iter().max()) else { return };
        match extra.kind {
            ExtraKind::Part => self.words[*first].parts.push(extra.term.to_owned()),
            ExtraKind::Whole if self.wholes.len() < WORDS_MAX => {
                self.wholes.push(Whole { term: extra.term.to_owned(), words: *first..last + 1 });
            }
            ExtraKind::Whole => {}
        }
    }

    /// Whether it has the same words as another query, in the same order.
    pub(crate) fn is_the_same(&self, query: &str) -> bool {
        !self.is_empty() && tokens(&self.text).map(|token| token.term).eq(tokens(query).map(|token| token.term))
    }

    /// Whether it asks for nothing: then every document answers.
    pub(crate) fn is_empty(&self) -> bool {
        self.words.is_empty() && self.phrases.is_empty()
    }

    fn quoted(&mut self, text: &str, start: usize, open: char, negated: bool) -> usize {
        let inside = start + open.len_utf8();
        // An unclosed quotation runs to the end: the person is still typing it.
        let (end, next) = match slice(text, inside..).char_indices().find(|(_, c)| is_quote(*c)) {
            Some((len, close)) => (inside + len, inside + len + close.len_utf8()),
            None => (text.len(), text.len()),
        };
        let terms: Vec<String> = tokens(slice(text, inside..end)).map(|token| token.term).take(WORDS_MAX).collect();
        let list = if negated { &mut self.excluded } else { &mut self.phrases };
        if !terms.is_empty() && !list.contains(&terms) && list.len() < WORDS_MAX {
            list.push(terms);
        }
        next
    }

    /// Reads up to the next quotation mark or exclusion.
    fn plain(&mut self, text: &str, start: usize, negated: bool) -> usize {
        let end = slice(text, start..).char_indices().find_map(|(len, c)| {
            let at = start + len;
            let stops = is_quote(c)
                || (negated && c.is_whitespace())
                || (at > start && c == '-' && starts_word(text, at) && starts_operand(slice(text, at + 1..)));
            stops.then_some(at)
        });
        let end = end.unwrap_or(text.len());
        // Where each word read here stands among those of the query.
        let mut places: Vec<(Range<usize>, usize)> = Vec::new();
        for token in tokens(slice(text, start..end)) {
            let span = start + token.span.start..start + token.span.end;
            if negated {
                let terms = vec![token.term];
                if self.excluded.len() < WORDS_MAX && !self.excluded.contains(&terms) {
                    self.excluded.push(terms);
                }
            } else if let Some(at) = self.words.iter().position(|word| word.term == token.term) {
                self.words[at].last |= span.end == text.len();
                places.push((token.span, at));
            } else if self.words.len() < WORDS_MAX {
                places.push((token.span, self.words.len()));
                self.words.push(Word { term: token.term, last: span.end == text.len(), span, parts: Vec::new() });
            }
        }
        if !negated {
            for_each_extra(slice(text, start..end), |extra| self.add_extra(&extra, &places));
        }
        end
    }
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»')
}

fn starts_word(text: &str, at: usize) -> bool {
    slice(text, ..at).chars().next_back().is_none_or(char::is_whitespace)
}

fn starts_operand(rest: &str) -> bool {
    rest.chars().next().is_some_and(|c| c.is_alphanumeric() || is_quote(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, words: &[&str], phrases: &[&str], excluded: &[&str]) {
        let query = Query::parse(text);
        let joined = |list: &[Vec<String>]| list.iter().map(|terms| terms.join(" ")).collect::<Vec<_>>();
        assert_eq!(query.words.iter().map(|w| w.term.as_str()).collect::<Vec<_>>(), words, "{text}");
        assert_eq!(joined(&query.phrases), phrases, "{text}");
        assert_eq!(joined(&query.excluded), excluded, "{text}");
    }

    #[test]
    fn words_phrases_and_exclusions_are_told_apart() {
        check("", &[], &[], &[]);
        check("Inburgering in Brussel", &["inburgering", "in", "brussel"], &[], &[]);
        check("een een EEN", &["een"], &[], &[]);
        check("\"sociale cohesie\" beleid", &["beleid"], &["sociale cohesie"], &[]);
        check("„sociale cohesie“ «tweede taal»", &[], &["sociale cohesie", "tweede taal"], &[]);
        check("\"nog niet af", &[], &["nog niet af"], &[]);
        check("decreet -brussel -\"in werking\"", &["decreet"], &[], &["brussel", "in werking"]);
        check("decreet -brussel gent", &["decreet", "gent"], &[], &["brussel"]);
        check("socio-economisch", &["socio", "economisch"], &[], &[]);
        check("- -- \"\" \" -", &[], &[], &[]);
        check("-", &[], &[], &[]);
        check("a - b", &["a", "b"], &[], &[]);
    }

    #[test]
    fn only_a_word_at_the_very_end_is_unfinished() {
        let last = |text: &str| Query::parse(text).words.iter().map(|word| word.last).collect::<Vec<_>>();
        assert_eq!(last("inburgering brus"), [false, true]);
        assert_eq!(last("inburgering brussel "), [false, false]);
        assert_eq!(last("brus inburgering brus"), [true, false]);
    }

    #[test]
    fn a_long_paste_is_bounded() {
        let query = Query::parse(&"woord ander 1 2 3 ".repeat(1_000));
        assert!(query.words.len() <= WORDS_MAX);
        let query = Query::parse(&(0..5_000).map(|n| format!("w{n} ")).collect::<String>());
        assert_eq!(query.words.len(), WORDS_MAX);
        Query::parse(&"\"".repeat(10_000));
        Query::parse(&"-".repeat(10_000));
    }

    proptest::proptest! {
        #[test]
        fn anything_typed_is_a_query(text in "[ \"“-]{0,3}\\PC{0,12}[ \"-]{0,3}\\PC{0,12}") {
            for word in Query::parse(&text).words {
                proptest::prop_assert!(text.get(word.span).is_some());
            }
        }
    }
}
