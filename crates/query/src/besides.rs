//! What is searched for besides the words of a query, one by one: neighbours joined, identifiers whole, synonyms.

use std::ops::Range;

use crate::Options;
use crate::expand::{Group, Kind};
use crate::index::Lookup;
use crate::limits::JOINS_MAX;
use crate::parse::{Query, Whole, Word};
use crate::rules::{Rule, Rules};

/// How much a word counts that two words of the query make together.
const JOINED: f32 = 0.8;
/// How much a synonym counts.
const SYNONYM: f32 = 0.8;

/// Something that stands for some words of the query together.
#[derive(Debug)]
pub(crate) struct Besides<'a> {
    pub(crate) group: Group<'a>,
    /// Which words, by their places in the query.
    pub(crate) words: Range<usize>,
    /// As it is shown to people; none if it is what they typed.
    pub(crate) shown: Option<String>,
    /// Whether it is an identifier, such as `2022/181`.
    pub(crate) is_identifier: bool,
}

/// All of them.
pub(crate) fn besides<'a>(
    lookup: &mut Lookup<'a>,
    query: &Query,
    groups: &[Group<'a>],
    options: &Options,
) -> Vec<Besides<'a>> {
    let mut all = Vec::new();
    let without = options.without;
    for Whole { term, words } in &query.wholes {
        let group = Group::besides(lookup, std::slice::from_ref(term), 1.0, Kind::Exact, without);
        let is_identifier = term.chars().any(|c| !c.is_alphabetic());
        if !group.is_empty() {
            all.push(Besides { group, words: words.clone(), shown: None, is_identifier });
        }
    }
    if !without.has(Rule::Joining) {
        joined(lookup, query, groups, without, &mut all);
    }
    if !without.has(Rule::Synonyms) {
        synonyms(lookup, query, groups, options, &mut all);
    }
    all
}

fn joined<'a>(
    lookup: &mut Lookup<'a>,
    query: &Query,
    groups: &[Group<'a>],
    without: Rules,
    all: &mut Vec<Besides<'a>>,
) {
    let links: &[&str] = if lookup.index.has_compounds() { &["", "s"] } else { &[""] };
    for (at, pair) in query.words.windows(2).enumerate().take(JOINS_MAX) {
        let [a, b] = [&pair[0].term, &pair[1].term];
        let is_stop = groups[at].stop || groups[at + 1].stop;
        let are_words = a.chars().all(char::is_alphabetic) && b.chars().all(char::is_alphanumeric);
        if is_stop || !are_words {
            continue;
        }
        for link in links {
            let term = [a, *link, b].concat();
            let group = Group::besides(lookup, std::slice::from_ref(&term), JOINED, Kind::Joined, without);
            if !group.is_empty() {
                all.push(Besides { group, words: at..at + 2, shown: Some(term), is_identifier: false });
            }
        }
    }
}

fn synonyms<'a>(
    lookup: &mut Lookup<'a>,
    query: &Query,
    groups: &[Group<'a>],
    options: &Options,
    all: &mut Vec<Besides<'a>>,
) {
    let index = lookup.index;
    let words: Vec<_> = query.words.iter().zip(groups).collect();
    for synonym in index.synonyms(options.lang.as_deref()) {
        // A word that stands in no document has no forms, and needs its synonyms most.
        let stands = |words: &[(&Word, &Group<'a>)]| {
            words.iter().zip(&synonym.from).all(|((word, group), term)| word.term == *term || group.has_form(term))
        };
        let Some(at) = words.windows(synonym.from.len()).position(stands) else { continue };
        let group = Group::besides(lookup, &synonym.to, SYNONYM, Kind::Synonym, options.without);
        if group.is_empty() {
            continue;
        }
        let words = at..at + synonym.from.len();
        all.push(Besides { group, words, shown: Some(synonym.shown.clone()), is_identifier: false });
    }
}
