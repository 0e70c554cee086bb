//! The piece of a page that shows why it was found.
//!
//! Text is cut into clauses; a clause scores by the different words of the query it has, each by its weight, and a
//! little for standing early. The best one or two are shown, whole words, every form of a word marked.

use std::ops::Range;

use zoeklicht_text::{slice, term_into, words};

use crate::Span;
use crate::expand::{Form, Group};

/// Characters of an excerpt.
const CHARS_MAX: usize = 200;
/// Words of a clause; a sentence that is longer is cut there.
const CLAUSE_WORDS_MAX: usize = 30;
/// What one neighbouring pair of found words adds.
const ADJACENT: f32 = 0.2;

/// The terms that stand for the words of a query.
#[derive(Debug, Default)]
pub(crate) struct Matcher {
    terms: Vec<Wanted>,
    /// Terms that stand for a word as a part of longer ones.
    parts: Vec<Wanted>,
    /// Which bytes terms start with: it tells most words of a text from those looked for.
    starts: [u64; 4],
}

/// A term that is looked for.
#[derive(Debug)]
struct Wanted {
    term: String,
    /// The number of the word of the query.
    word: usize,
    weight: f32,
}

impl Matcher {
    /// Adds a term for a word of the query, or for a part of longer words; the first word that a term stands for keeps it.
    pub(crate) fn add(&mut self, term: &str, word: usize, weight: f32, is_part: bool) {
        let list = if is_part { &mut self.parts } else { &mut self.terms };
        if let Some(&start) = term.as_bytes().first().filter(|_| !list.iter().any(|wanted| wanted.term == term)) {
            list.push(Wanted { term: term.to_owned(), word, weight });
            if !is_part {
                self.starts[usize::from(start / 64)] |= 1 << (start % 64);
            }
        }
    }

    /// Adds all terms that stand for a word of the query.
    pub(crate) fn add_group(&mut self, word: usize, group: &Group<'_>) {
        for Form { term, weight, .. } in group.terms() {
            self.add(term.text(), word, *weight, term.chunk.is_part(term.place));
        }
    }

    fn find(&self, term: &str) -> Option<&Wanted> {
        self.terms.iter().find(|wanted| wanted.term == term)
    }

    /// The term that a word of a text has or is a compound of, and where that stands in the term. Terms are only made, in
    /// `term`, of words that may be ours.
    fn find_word(&self, word: &str, term: &mut String) -> Option<(&Wanted, Range<usize>)> {
        let start = word.as_bytes().first()?.to_ascii_lowercase();
        let may_be = !start.is_ascii() || self.starts[usize::from(start / 64)] & 1 << (start % 64) != 0;
        let may_have = self.parts.iter().any(|part| word.len() >= part.term.len() + REST_BYTES_MIN);
        if !(may_be || may_have) || !term_into(word, term) {
            return None;
        }
        let found = self.find(term).map(|wanted| (wanted, 0..term.len()));
        found.or_else(|| self.parts.iter().find_map(|part| Some((part, place_of_part(term, &part.term)?))))
    }
}

/// The shortest rest of a compound beside one of its parts, in bytes: `raad`, `wet`.
const REST_BYTES_MIN: usize = 3;

/// Where a part stands in a compound: at its end, its beginning, or else within. The engine has no splitter; but the
/// document is known to have the part.
fn place_of_part(term: &str, part: &str) -> Option<Range<usize>> {
    let rest = term.len().checked_sub(part.len()).filter(|rest| *rest >= REST_BYTES_MIN)?;
    if term.ends_with(part) {
        return Some(rest..term.len());
    }
    // The standard library's search is faster in long texts, and with the panics of its slices 4 kB of compressed WebAssembly.
    let mut starts = term.char_indices().map(|(at, _)| at);
    let start = starts.find(|at| slice(term, *at..).starts_with(part))?;
    let start = Some(start).filter(|start| *start == 0 || *start >= REST_BYTES_MIN)?;
    Some(start..start + part.len())
}

/// A word of the text that matches.
#[derive(Clone, Debug)]
pub(crate) struct Match {
    /// Where it stands, in bytes.
    pub(crate) span: Range<usize>,
    /// The number of the word of the query.
    pub(crate) word: usize,
    weight: f32,
    /// The number of the word in the text.
    pub(crate) position: usize,
}

struct Clause {
    span: Range<usize>,
    matches: Vec<Match>,
}

/// A text with the words that match, read once for all that is shown of it.
pub(crate) struct Reading<'t> {
    text: &'t str,
    clauses: Vec<Clause>,
}

impl<'t> Reading<'t> {
    pub(crate) fn new(text: &'t str, matcher: &Matcher) -> Reading<'t> {
        Reading { text, clauses: clauses(text, matcher) }
    }

    /// All words that match, in order.
    pub(crate) fn matches(&self) -> impl Iterator<Item = &Match> {
        self.clauses.iter().flat_map(|clause| &clause.matches)
    }

    /// The excerpt; the beginning of the text if nothing matches.
    pub(crate) fn excerpt(&self) -> Vec<Span> {
        excerpt(self.text, &self.clauses)
    }

    /// A range of the text, but for the space at its end, with all words in it marked that match.
    pub(crate) fn marked(&self, range: Range<usize>) -> Vec<Span> {
        let mut spans = Vec::new();
        let end = range.start + slice(self.text, range.clone()).trim_end().len();
        mark(self.text, range.start..end, &self.clauses, &mut spans);
        spans
    }
}

/// How many words of a text match.
pub(crate) fn count_matches(text: &str, matcher: &Matcher) -> usize {
    let mut term = String::new();
    words(text).filter(|span| matcher.find_word(slice(text, span.clone()), &mut term).is_some()).count()
}

fn excerpt(text: &str, clauses: &[Clause]) -> Vec<Span> {
    // The best clause; of equals the first.
    let best = |shown: &[usize]| {
        let mut best = (0.0, None);
        for (at, clause) in clauses.iter().enumerate().filter(|(_, clause)| !clause.matches.is_empty()) {
            let score = score(clause, at, shown);
            if score > best.0 {
                best = (score, Some(at));
            }
        }
        best.1
    };
    let Some(first) = best(&[]) else {
        let end = whole_words(text, 0..text.len(), CHARS_MAX).end;
        let mut spans = Vec::new();
        push(&mut spans, slice(text, ..end), false);
        if end < text.trim_end().len() {
            push(&mut spans, " …", false);
        }
        return spans;
    };
    let shown: Vec<usize> = clauses[first].matches.iter().map(|m| m.word).collect();
    let second = best(&shown);
    let one = window(text, clauses, first, CHARS_MAX);
    let second = second.filter(|&at| clauses[at].span.end > one.end || clauses[at].span.start < one.start);
    let windows = match second {
        // With room for both, one window shows both.
        None => vec![one],
        Some(second) => {
            let in_order = [first.min(second), first.max(second)];
            in_order.map(|at| window(text, clauses, at, CHARS_MAX / 2)).into()
        }
    };
    let mut spans: Vec<Span> = Vec::new();
    let mut last_end = 0;
    for window in windows {
        // Two windows may have grown into each other.
        let window = window.start.max(last_end)..window.end.max(last_end);
        if window.is_empty() {
            continue;
        }
        if !slice(text, last_end..window.start).trim().is_empty() {
            push(&mut spans, if last_end == 0 { "… " } else { " … " }, false);
        } else if last_end > 0 {
            push(&mut spans, " ", false);
        }
        mark(text, window.clone(), clauses, &mut spans);
        last_end = window.end;
    }
    if !slice(text, last_end..).trim().is_empty() {
        push(&mut spans, " …", false);
    }
    spans
}

/// Different words count once by their best form; words in `shown` no more.
fn score(clause: &Clause, at: usize, shown: &[usize]) -> f32 {
    let mut best: Vec<(usize, f32)> = Vec::new();
    for m in clause.matches.iter().filter(|m| !shown.contains(&m.word)) {
        match best.iter_mut().find(|(word, _)| *word == m.word) {
            Some((_, weight)) => *weight = weight.max(m.weight),
            None => best.push((m.word, m.weight)),
        }
    }
    let sum: f32 = best.iter().map(|(_, weight)| weight).sum();
    if sum == 0.0 {
        return 0.0;
    }
    let pairs = clause.matches.windows(2).filter(|p| p[1].position == p[0].position + 1 && p[0].word != p[1].word);
    let pairs = u8::try_from(pairs.count()).unwrap_or(u8::MAX);
    let early = if at < 3 { 0.1 } else { 0.0 };
    sum + ADJACENT * f32::from(pairs) + early
}

fn clauses(text: &str, matcher: &Matcher) -> Vec<Clause> {
    let mut clauses: Vec<Clause> = Vec::new();
    let (mut clause_words, mut last_start, mut last_end) = (0, 0, 0);
    let mut term = String::new();
    for (position, span) in words(text).enumerate() {
        // In scripts without spaces words overlap.
        let between = text.get(last_end..span.start).unwrap_or_default();
        // A space ends nothing, and most words have one between them.
        if clause_words == 0 || clause_words >= CLAUSE_WORDS_MAX || (between != " " && ends_clause(between)) {
            // What stands between two clauses belongs to the first, up to the space: its full stop.
            if let Some(clause) = clauses.last_mut() {
                clause.span.end = last_end + closing_len(between);
            }
            let start = span.start - opening_len(between, clauses.is_empty());
            clauses.push(Clause { span: start..span.end, matches: Vec::new() });
            clause_words = 0;
        }
        clause_words += 1;
        let joined = (between == "-").then_some(last_start..span.end);
        (last_start, last_end) = (span.start, span.end);
        if let Some(clause) = clauses.last_mut() {
            clause.span.end = last_end;
            if let Some((&Wanted { word, weight, .. }, part)) = matcher.find_word(slice(text, span.clone()), &mut term)
            {
                // In plain letters, a part stands in the word where it stands in the term.
                let is_plain = slice(text, span.clone()).is_ascii() && span.len() == term.len();
                let span = if is_plain { span.start + part.start..span.start + part.end } else { span };
                clause.matches.push(Match { span, word, weight, position });
            } else if let Some(span) = joined.filter(|span| span.start >= clause.span.start) {
                // `e-inclusie` is `einclusie` too.
                let whole = slice(text, span.clone()).replace('-', "");
                if let Some((&Wanted { word, weight, .. }, _)) = matcher.find_word(&whole, &mut term) {
                    clause.matches.pop_if(|before| before.span.end > span.start);
                    clause.matches.push(Match { span, word, weight, position });
                }
            }
        }
    }
    if let Some(clause) = clauses.last_mut() {
        clause.span.end = last_end + closing_len(slice(text, last_end..));
    }
    clauses
}

fn ends_clause(between: &str) -> bool {
    between.contains('\n')
        || between.trim_end() != between
            && between.trim().ends_with(['.', '!', '?', ';', ':', '…', '”', '»', ')'])
            && between.contains(['.', '!', '?', ';', ':', '…'])
}

/// The bytes of punctuation that closes what stands before.
fn closing_len(between: &str) -> usize {
    between.find(char::is_whitespace).unwrap_or(between.len())
}

/// The bytes of punctuation that opens what follows: after the last space, or at the start of the text.
fn opening_len(between: &str, at_start: bool) -> usize {
    match between.char_indices().rev().find(|(_, c)| c.is_whitespace()) {
        Some((at, space)) => between.len() - at - space.len_utf8(),
        None => {
            if at_start {
                between.len()
            } else {
                0
            }
        }
    }
}

/// What is shown of a clause: with its neighbours while there is room, or, if it is too long itself, whole words around
/// its first match.
fn window(text: &str, clauses: &[Clause], at: usize, chars_max: usize) -> Range<usize> {
    let fits = |span: &Range<usize>| slice(text, span.clone()).chars().count() <= chars_max;
    let mut span = clauses[at].span.clone();
    if !fits(&span) {
        return around_match(text, &clauses[at], chars_max);
    }
    // What follows explains more often than what goes before.
    for next in &clauses[at + 1..] {
        let wider = span.start..next.span.end;
        if !fits(&wider) {
            break;
        }
        span = wider;
    }
    for before in clauses[..at].iter().rev() {
        let wider = before.span.start..span.end;
        if !fits(&wider) {
            break;
        }
        span = wider;
    }
    span
}

fn around_match(text: &str, clause: &Clause, chars_max: usize) -> Range<usize> {
    let from = match clause.matches.first() {
        Some(first) => {
            // A third of the room for what goes before, from the start of a word.
            let before = slice(text, clause.span.start..first.span.start);
            let skip = before.char_indices().rev().nth(chars_max / 3).map_or(0, |(at, _)| at);
            let word =
                if skip == 0 { 0 } else { slice(before, skip..).find(' ').map_or(before.len(), |len| skip + len + 1) };
            clause.span.start + word
        }
        None => clause.span.start,
    };
    whole_words(text, from..clause.span.end, chars_max)
}

/// The beginning of a range, to the last whole word that fits.
fn whole_words(text: &str, range: Range<usize>, chars_max: usize) -> Range<usize> {
    let part = slice(text, range.clone());
    let Some((limit, _)) = part.char_indices().nth(chars_max) else { return range };
    // A word longer than the limit is cut within: better than nothing.
    let end = slice(part, ..limit).rfind(char::is_whitespace).filter(|end| *end > 0).unwrap_or(limit);
    range.start..range.start + slice(part, ..end).trim_end().len()
}

/// Adds a range of the text with the matches in it marked.
fn mark(text: &str, range: Range<usize>, clauses: &[Clause], spans: &mut Vec<Span>) {
    let mut at = range.start;
    let all = clauses.iter().flat_map(|clause| &clause.matches);
    for m in all.filter(|m| m.span.start >= range.start && m.span.end <= range.end) {
        // In scripts without spaces words overlap.
        let start = m.span.start.max(at);
        push(spans, slice(text, at..start), false);
        push(spans, slice(text, start..m.span.end.max(start)), true);
        at = m.span.end.max(start);
    }
    push(spans, slice(text, at..range.end), false);
}

/// Adds text, with runs of white space as one space.
fn push(spans: &mut Vec<Span>, text: &str, mark: bool) {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        let space = c.is_whitespace();
        let last = plain.chars().next_back().or_else(|| spans.last().and_then(|span| span.text.chars().next_back()));
        if !space {
            plain.push(c);
        } else if last.is_some_and(|last| last != ' ') {
            plain.push(' ');
        }
    }
    if plain.is_empty() {
        return;
    }
    match spans.last_mut() {
        Some(last) if last.mark == mark && !mark => last.text.push_str(&plain),
        _ => spans.push(Span { text: plain, mark }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(text: &str, words: &[&str]) -> String {
        let mut matcher = Matcher::default();
        words.iter().enumerate().for_each(|(n, word)| matcher.add(word, n, 1.0, false));
        let marked = |span: Span| if span.mark { format!("[{}]", span.text) } else { span.text };
        Reading::new(text, &matcher).excerpt().into_iter().map(marked).collect()
    }

    #[test]
    fn the_clause_with_most_words_is_shown_whole() {
        let padding = "Hier staat een lange zin die niets zegt over wat iemand zoekt. ".repeat(4);
        let text = format!("{padding}De stad begeleidt nieuwkomers naar werk. {padding}");
        let shown = show(&text, &["stad"]);
        assert!(shown.starts_with("… ") && shown.ends_with(" …"), "{shown}");
        assert!(shown.contains("De [stad] begeleidt nieuwkomers naar werk. Hier staat"), "{shown}");
        let text = format!("De stad helpt. {padding}Nieuwkomers werken. {padding}");
        let shown = show(&text, &["stad", "nieuwkomers"]);
        assert!(shown.starts_with("De [stad] helpt. Hier") && shown.contains(" … [Nieuwkomers] werken."), "{shown}");
        assert_eq!(show("De stad. Het werk.", &["stad", "werk"]), "De [stad]. Het [werk].");
        assert_eq!(show("Alleen dit", &["stad"]), "Alleen dit");
        assert_eq!(show("", &["stad"]), "");
        assert_eq!(show("Voor e-inclusie is geld.", &["einclusie"]), "Voor [e-inclusie] is geld.");
        assert_eq!(show("De e-inclusie", &["e", "einclusie"]), "De [e-inclusie]");
    }

    #[test]
    fn marks_are_right_after_diacritics() {
        assert_eq!(show("Coördinatie vóór beleid", &["coordinatie", "beleid"]), "[Coördinatie] vóór [beleid]");
    }

    #[test]
    fn a_long_clause_is_cut_at_words_around_its_match() {
        let text = format!("{} naald {}", "hooibergen ".repeat(28), "strobalen ".repeat(200));
        let shown = show(&text, &["naald"]);
        assert!(shown.starts_with("… hooibergen") && shown.contains("[naald]"), "{shown}");
        assert!(shown.chars().count() <= CHARS_MAX + 8, "{}", shown.chars().count());
    }

    proptest::proptest! {
        #[test]
        fn an_excerpt_is_short_and_made_of_the_text(text in "(\\PC{0,9}[ .\n]){0,40}", word in "[a-e]{1,2}") {
            let mut matcher = Matcher::default();
            matcher.add(&word, 0, 1.0, false);
            let spans = Reading::new(&text, &matcher).excerpt();
            let shown: String = spans.iter().map(|s| s.text.as_str()).collect();
            proptest::prop_assert!(shown.chars().count() <= CHARS_MAX + 8);
            for span in spans.iter().filter(|s| s.mark) {
                let term = zoeklicht_text::fold(&span.text.replace('-', ""));
                proptest::prop_assert!(matcher.find(&term).is_some());
            }
        }
    }
}
