//! Suggestions while someone types: words that go on from the last one, and titles and headings with all that was typed.

use zoeklicht_format::{DocId, Entry, Field, Heading, Record, Segment};
use zoeklicht_text::slice;

use crate::Step;
use crate::excerpt::{Matcher, Reading};
use crate::expand::{Group, completions, expand};
use crate::index::{Index, Lookup};
use crate::limits::SUGGESTIONS_MAX;
use crate::order::first;
use crate::parse::Query;
use crate::rules::Rules;

/// Something to search for, or a page to go to.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Suggestion {
    /// What was typed with its last word complete, the rest of it as terms have it: lower case, without diacritics; or a
    /// title or a heading as the page has it.
    pub text: String,
    /// Where the page is; none for a word.
    pub url: Option<String>,
}

/// Suggestions under way. It takes the lexicon, the largest chunk: what is suggested must not depend on what happens to be
/// there.
#[derive(Debug)]
pub struct Suggest {
    query: Query,
    limit: usize,
}

impl Suggest {
    /// Asks for at most `limit` suggestions for what was typed so far.
    pub fn new(typed: &str, limit: usize) -> Suggest {
        Suggest { query: Query::parse(typed), limit: limit.min(SUGGESTIONS_MAX) }
    }

    /// Goes as far as the chunks in `index` allow. Words come first.
    pub fn step(&self, index: &Index) -> Step<Vec<Suggestion>> {
        let mut lookup = Lookup::new(index);
        let named = self.named(&mut lookup);
        let words = self.words(&mut lookup);
        if !lookup.is_complete() {
            return Step::Need(lookup.missing());
        }
        // Half for each, and what one leaves for the other.
        let names = named.len().min((self.limit / 2).max(self.limit.saturating_sub(words.len())));
        let words = words.into_iter().take(self.limit - names);
        Step::Done(words.chain(named.into_iter().take(names)).collect())
    }

    /// The heaviest words that the last one may be the beginning of: by documents, more for those they name.
    fn words(&self, lookup: &mut Lookup<'_>) -> Vec<Suggestion> {
        let Some(last) = self.query.words.last().filter(|word| word.last) else { return Vec::new() };
        let Some(lexicon) = lookup.lexicon() else { return Vec::new() };
        let weight = |Entry { df, naming }: Entry| u64::from(df) + u64::from(naming);
        let found = completions(lexicon, &last.term, self.limit, weight);
        // What was typed stays as it was typed.
        let typed = slice(&self.query.text, ..last.span.end);
        let suggestion = |(_, term): (u64, String)| {
            let rest = term.strip_prefix(&last.term).unwrap_or_default();
            Suggestion { text: format!("{typed}{rest}"), url: None }
        };
        found.into_iter().map(suggestion).collect()
    }

    /// The titles and headings that have all words but stop words, best first.
    fn named(&self, lookup: &mut Lookup<'_>) -> Vec<Suggestion> {
        let words = self.query.words.iter();
        let mut groups: Vec<Group<'_>> = words.map(|word| expand(lookup, word, word.last, Rules::default())).collect();
        if groups.iter().any(|group| !group.stop) {
            groups.retain(|group| !group.stop);
        }
        let docs = lookup.root().map_or(0, |root| root.langs.len());
        if groups.is_empty() || !lookup.is_complete() {
            return Vec::new();
        }
        // By document: how many words name it, how many of them in its title, and how surely.
        let mut named = vec![(0usize, 0usize, 0.0f32); docs];
        for group in &groups {
            // By document: whether the best of the terms stands in the title, and its weight.
            let mut here: Vec<Option<(bool, f32)>> = vec![None; docs];
            for form in group.terms() {
                let postings = form.term.chunk.postings(form.term.place);
                for posting in postings.filter(|posting| posting.tf[0] > 0 || posting.tf[1] > 0) {
                    let name = Some((posting.tf[Field::Title.index()] > 0, form.weight));
                    let best = &mut here[posting.doc.index()];
                    if name > *best {
                        *best = name;
                    }
                }
            }
            for ((words, titles, sum), name) in named.iter_mut().zip(here) {
                let Some((in_title, weight)) = name else { continue };
                *words += 1;
                *titles += usize::from(in_title);
                *sum += weight;
            }
        }
        let has_all = |(_, (words, ..)): &(DocId, (usize, usize, f32))| *words == groups.len();
        let best: Vec<_> = (0..).map(DocId).zip(named).filter(has_all).collect();
        let best = first(best, self.limit, |(_, a), (_, b)| b.1.cmp(&a.1).then(b.2.total_cmp(&a.2)));
        let mut matcher = Matcher::default();
        groups.iter().enumerate().for_each(|(word, group)| matcher.add_group(word, group));
        // All of them, so that what is missing is asked for at once.
        let segments: Vec<Option<&Segment>> = best.iter().map(|(doc, _)| lookup.segment(*doc, 0)).collect();
        let in_title = best.iter().map(|(_, (_, titles, _))| *titles == groups.len());
        let named = segments.into_iter().flatten().zip(in_title);
        let mut suggestions: Vec<Suggestion> = Vec::new();
        for (segment, in_title) in named {
            let Some(record) = &segment.record else { continue };
            let suggestion =
                if in_title { Some(of_page(record)) } else { of_heading(record, segment, &matcher, groups.len()) };
            suggestions.extend(suggestion.filter(|new| suggestions.iter().all(|known| known.text != new.text)));
        }
        suggestions
    }
}

fn of_page(record: &Record) -> Suggestion {
    Suggestion { text: record.title.clone(), url: Some(record.url.clone()) }
}

/// The first heading with all words, of those that are at hand with the record.
fn of_heading(record: &Record, segment: &Segment, matcher: &Matcher, words: usize) -> Option<Suggestion> {
    let has_all = |heading: &&Heading| {
        let reading = Reading::new(&heading.text, matcher);
        (0..words).all(|word| reading.matches().any(|m| m.word == word))
    };
    let heading = segment.headings.iter().find(has_all)?;
    let url = if heading.anchor.is_empty() { record.url.clone() } else { format!("{}#{}", record.url, heading.anchor) };
    Some(Suggestion { text: heading.text.clone(), url: Some(url) })
}
