//! A search, step by step: rank, then read the pages that are shown.

use std::cmp::Ordering;

use zoeklicht_format::{ChunkId, DocId, Field, Heading, Record, Segment, to_u32, to_usize};
use zoeklicht_text::slice;

use crate::answer::FEW;
use crate::besides::{Besides, besides};
use crate::excerpt::{Matcher, Reading, count_matches};
use crate::expand::{Form, Group, TermRef, exact, expand};
use crate::filter::Filters;
use crate::index::{Index, Lookup};
use crate::limits::{EXCERPT_SEGMENTS_MAX, HITS_MAX, PHRASE_DOCS_MAX};
use crate::order::first;
use crate::parse::Query;
use crate::proximity::Pairs;
use crate::rank::{Bm25f, Scores};
use crate::rules::Rule;
use crate::{Answer, Facet, Hit, Label, Options, Passage, Reason, Section, Span, phrase, typo};

/// Headings shown with a hit.
const SECTIONS_MAX: usize = 3;
/// Headings of a hit that are named at all: more are no help.
const HEADINGS_MAX: usize = 50;
/// The first documents, whose order takes into account how near to each other the words stand: their texts are read for
/// the excerpts anyway. More than are shown would be as many more pages to fetch.
const NEAR_DOCS: usize = 10;

/// What a document gains that has all words, as a share of its score. Of two words people expect both: documents with both
/// come first. Putting those with all words first whatever their number cost .02 nDCG@10 on the Dutch collection.
const ALL_WORDS: f32 = 0.1;
/// What a document gains that has neighbouring words joined besides, or a synonym, as a share of that score.
const SAME_AGAIN: f32 = 0.3;

/// What a step gives.
#[derive(Debug)]
pub enum Step<T = Box<Answer>> {
    /// These chunks are needed to go on; they can be fetched in parallel.
    Need(Vec<ChunkId>),
    /// The answer.
    Done(T),
}

/// A search under way.
///
/// Each step starts from what the index holds, asks for all it can already tell is missing, and never looks at which
/// chunks happen to be there to decide what to answer.
#[derive(Debug)]
pub struct Search {
    query: Query,
    options: Options,
    ranked: Option<Ranked>,
}

/// The documents in their order, and what finding them took.
#[derive(Debug)]
struct Ranked {
    total: usize,
    /// The first documents, from one that may still be shown on.
    pool: Vec<Shown>,
    /// How many of the pool come before those that are shown.
    skip: usize,
    facets: Vec<Facet>,
    langs: Vec<(String, usize)>,
    matcher: Matcher,
    pairs: Pairs,
    corrected: Option<String>,
    did_you_mean: Option<String>,
    also: Vec<String>,
}

impl Ranked {
    /// The answer from the pages that are here, which are those of the pool.
    fn assemble<'a>(
        &self,
        query: &str,
        options: &Options,
        lookup: &mut Lookup<'a>,
        pages: &[Option<Page<'a>>],
    ) -> Answer {
        let read = |(shown, page): (&Shown, &'_ Option<Page<'a>>)| page.as_ref().map(|_| shown.clone());
        let shown = self.pool.iter().zip(pages).filter_map(read);
        let readings = pages.iter().flatten().map(|page| (page, Reading::new(&page.text, &self.matcher)));
        let mut pages: Vec<(Shown, &Page<'a>, Reading<'_>)> =
            shown.zip(readings).map(|(shown, (page, reading))| (shown, page, reading)).collect();
        for (shown, page, reading) in pages.iter_mut().filter(|_| self.pairs.are_any()) {
            let title = Reading::new(&page.record.title, &self.matcher);
            let bonus = self.pairs.bonus([&title, reading]);
            shown.rank.score += bonus;
            if options.explain && bonus > 0.0 {
                shown.reasons.push(Reason::bonus("proximity", bonus));
            }
        }
        let wanted = self.skip.saturating_add(options.limit.min(HITS_MAX));
        let shown = first(pages, wanted, |(a, ..), (b, ..)| a.rank.compare(&b.rank)).into_iter().skip(self.skip);
        Answer {
            query: query.to_owned(),
            total: self.total,
            corrected: self.corrected.clone(),
            did_you_mean: self.did_you_mean.clone(),
            also: self.also.clone(),
            took_us: 0,
            hits: shown
                .filter_map(|(shown, page, reading)| {
                    // Apart from what was read for the order, which must not depend on it.
                    let text = match options.text {
                        Some(WholeText(read)) => read(lookup, page, &self.matcher)?,
                        None => Vec::new(),
                    };
                    Some(Hit { text, ..hit(lookup, shown, page, &reading, &self.matcher)? })
                })
                .collect(),
            facets: self.facets.clone(),
            langs: self.langs.clone(),
        }
    }
}

/// A document to show.
#[derive(Clone, Debug)]
struct Shown {
    rank: Rank,
    /// The segments in which words of the query stand, ascending; always the first, which has the record.
    segments: Vec<u32>,
    label: Option<Label>,
    /// Why it has its score, if that was asked.
    reasons: Vec<Reason>,
}

/// A document that answers so far.
#[derive(Clone, Copy, Default)]
struct Tally {
    score: f32,
    /// Which words of the query it has, a bit each.
    words: u64,
    /// Whether it has the identifier that the query is.
    is_named: bool,
}

/// What decides the place of a document among the hits: the order asked, then what someone pinned, then the holder of
/// the identifier that was asked, then of two words both, then the score, then the order of the index.
#[derive(Clone, Copy, Debug)]
struct Rank {
    place: u32,
    lacks: u32,
    score: f32,
    doc: DocId,
}

impl Rank {
    fn compare(&self, other: &Rank) -> Ordering {
        let by_place = self.place.cmp(&other.place).then(self.lacks.cmp(&other.lacks));
        by_place.then(other.score.total_cmp(&self.score)).then(self.doc.cmp(&other.doc))
    }
}

/// A page that was read.
struct Page<'a> {
    record: &'a Record,
    segments: Vec<&'a Segment>,
    text: String,
    /// Where each segment starts in the text.
    starts: Vec<usize>,
}

impl Search {
    /// Starts a search. Parsing never fails; what is not syntax is text.
    pub fn new(query: &str, options: Options) -> Search {
        Search { query: Query::parse(query), options, ranked: None }
    }

    /// Goes as far as the chunks in `index` allow.
    pub fn step(&mut self, index: &Index) -> Step {
        let ranked = match self.ranked.take().map_or_else(|| self.rank(index), Ok) {
            Ok(ranked) => &*self.ranked.insert(ranked),
            Err(missing) => return Step::Need(missing),
        };
        let mut lookup = Lookup::new(index);
        let pages: Vec<Option<Page<'_>>> = ranked.pool.iter().map(|shown| Page::read(&mut lookup, shown)).collect();
        if !lookup.is_complete() {
            return Step::Need(lookup.missing());
        }
        let answer = ranked.assemble(&self.query.text, &self.options, &mut lookup, &pages);
        match lookup.finish(answer) {
            Ok(answer) => Step::Done(Box::new(answer)),
            Err(missing) => Step::Need(missing),
        }
    }

    /// The answer as far as the pages in `index` go, once it is known which they are: while some take long to come, the
    /// others can be shown. The whole answer may have them in another order.
    pub fn partial(&self, index: &Index) -> Option<Answer> {
        let ranked = self.ranked.as_ref()?;
        let mut lookup = Lookup::new(index);
        let pages: Vec<Option<Page<'_>>> = ranked.pool.iter().map(|shown| Page::read(&mut lookup, shown)).collect();
        let answer = ranked.assemble(&self.query.text, &self.options, &mut lookup, &pages);
        Some(answer).filter(|answer| !answer.hits.is_empty())
    }

    fn rank(&self, index: &Index) -> Result<Ranked, Vec<ChunkId>> {
        let mut lookup = Lookup::new(index);
        let root = lookup.root();
        let without = self.options.without;
        let expanded = self.query.words.iter();
        let mut groups: Vec<Group<'_>> =
            expanded.map(|word| expand(&mut lookup, word, word.last && self.options.prefix, without)).collect();
        let besides = besides(&mut lookup, &self.query, &groups, &self.options);
        let docs = root.map_or(0, |root| root.langs.len());
        let required = self.phrase_docs(&mut lookup, docs);
        let excluded = self.excluded_docs(&mut lookup, docs);
        let Some(root) = root.filter(|_| lookup.is_complete()) else {
            return Err(lookup.missing());
        };
        let bm25f = Bm25f::new(index.manifest(), root);
        let words = groups.len();
        for term in self.query.phrases.iter().flatten() {
            groups.extend(exact(&mut lookup, term).map(Group::exactly));
        }
        let scored = self.scored(&groups);
        let all_scores: Vec<Option<Scores>> =
            groups.iter().zip(&scored).map(|(group, scored)| scored.then(|| bm25f.score(group))).collect();
        let beside_scores: Vec<Scores> = besides.iter().map(|beside| bm25f.score(&beside.group)).collect();
        let (mut tallies, scored_words) = self.tally(&all_scores, &besides, &beside_scores, docs);
        let mut naming = [bm25f.naming(Field::Title), bm25f.naming(Field::Headings)];
        if !without.has(Rule::Titles) {
            for (group, scores) in groups.iter().zip(&all_scores) {
                let Some(scores) = scores else { continue };
                naming.iter_mut().for_each(|naming| naming.add(group, scores.idf));
            }
        }
        for (doc, tally) in tallies.iter_mut().enumerate() {
            tally.score += naming.iter().map(|naming| naming.bonus(doc)).sum::<f32>();
            if tally.words & scored_words == scored_words && !without.has(Rule::AllWords) {
                tally.score *= 1.0 + ALL_WORDS;
            }
        }
        let pinned = root.pins.iter().find(|pin| self.query.is_the_same(&pin.query)).map_or(&[][..], |pin| &pin.docs);
        let matched = |doc: usize| {
            let found = self.query.is_empty() || tallies[doc].words > 0;
            found && required.as_ref().is_none_or(|required| required[doc]) && !excluded[doc]
        };
        let mut matched: Vec<bool> = (0..docs).map(matched).collect();
        pinned.iter().for_each(|&doc| matched[to_usize(doc)] = !excluded[to_usize(doc)]);
        let ids = || (0..index.manifest().docs).map(DocId);
        let pins = to_u32(pinned.len());
        let relevance = |doc: DocId| {
            let Tally { score, words, is_named } = tallies[doc.index()];
            let lacks_one_of_two =
                scored_words.count_ones() == 2 && !without.has(Rule::AllWords) && words & scored_words != scored_words;
            let lacks = match (0..).zip(pinned).find(|(_, pin)| **pin == doc.0) {
                Some((place, _)) => place,
                None => pins + if is_named { 0 } else { 1 + u32::from(lacks_one_of_two) },
            };
            Rank { place: 0, lacks, score, doc }
        };
        self.keep_phrases(&mut lookup, &mut matched, relevance);
        let filters = Filters::new(root, &index.manifest().langs, &self.options);
        let facets = filters.facets(&matched);
        let langs = if self.options.lang.is_some() { filters.langs(&matched) } else { Vec::new() };
        let table = self.options.sort.as_ref().and_then(|sort| root.sorts.iter().find(|table| table.name == sort.key));
        let place = |doc: DocId| match (&self.options.sort, table.map_or(0, |table| table.ranks[doc.index()])) {
            (None, _) => 0,
            // Rank 0 has no key and comes last either way.
            (_, 0) => u32::MAX,
            (Some(sort), rank) => {
                if sort.descending {
                    u32::MAX - rank
                } else {
                    rank
                }
            }
        };
        let found = ids().filter(|doc| matched[doc.index()] && filters.pass(*doc));
        let found: Vec<Rank> = found.map(|doc| Rank { place: place(doc), ..relevance(doc) }).collect();
        let total = found.len();
        let proposes = self.options.spelling && total < FEW;
        let did_you_mean = if proposes { self.respelled(&mut lookup, &groups[..words]) } else { None };
        let near = !without.has(Rule::Proximity) && self.options.sort.is_none();
        let idfs: Vec<Option<f32>> = all_scores.iter().map(|scores| Some(scores.as_ref()?.idf)).collect();
        let pairs = if near { Pairs::new(&idfs[..words]) } else { Pairs::default() };
        let last = self.options.offset.saturating_add(self.options.limit.min(HITS_MAX));
        let near_docs = if pairs.are_any() && self.options.offset < NEAR_DOCS { NEAR_DOCS } else { 0 };
        // Those that are shown; and while words that are near each other may still change the order, all of those.
        let start = if near_docs > 0 { 0 } else { self.options.offset };
        let pool = first(found, last.max(near_docs), Rank::compare).into_iter().skip(start);
        let all_groups = || groups.iter().chain(besides.iter().map(|beside| &beside.group));
        let pool = pool.map(|rank| {
            let mut reasons = Vec::new();
            if self.options.explain {
                let scores = all_scores.iter().map(Option::as_ref).chain(beside_scores.iter().map(Some));
                for (group, scores) in all_groups().zip(scores) {
                    reasons.extend(
                        scores.map(|scores| reason(group, scores, rank.doc)).filter(|reason| reason.score > 0.0),
                    );
                }
                let bonuses = naming.iter().map(|naming| naming.bonus(rank.doc.index()));
                let bonuses = ["title", "headings"].into_iter().zip(bonuses).filter(|(_, bonus)| *bonus > 0.0);
                reasons.extend(bonuses.map(|(rule, bonus)| Reason::bonus(rule, bonus)));
                let more = rank.score - reasons.iter().map(|reason| reason.score).sum::<f32>();
                // All words give more; words that are the same again give less.
                reasons.push(Reason::bonus("together", more));
            }
            let label = match rank.lacks.checked_sub(pins) {
                None => Some(Label::Pinned),
                Some(0) => Some(Label::Identifier),
                Some(_) => None,
            };
            Shown { rank, segments: segments_to_show(all_groups(), rank.doc), label, reasons }
        });
        let ranked = Ranked {
            total,
            pool: pool.collect(),
            skip: self.options.offset - start,
            facets,
            langs,
            matcher: self.matcher(&groups, words, &besides),
            pairs,
            corrected: self.corrected(&groups[..words]),
            did_you_mean,
            also: besides.into_iter().filter_map(|beside| beside.shown).collect(),
        };
        lookup.finish(ranked)
    }

    /// Which groups score: stop words leave if another word remains.
    fn scored(&self, groups: &[Group<'_>]) -> Vec<bool> {
        let is_found = |group: &Group<'_>| !group.is_empty();
        let keep_stop_words = self.options.without.has(Rule::StopWords)
            || groups.iter().filter(|group| is_found(group)).all(|group| group.stop);
        groups.iter().map(|group| is_found(group) && (keep_stop_words || !group.stop)).collect()
    }

    /// The score of each document, and which words of the query score at all.
    fn tally(
        &self,
        all_scores: &[Option<Scores>],
        besides: &[Besides<'_>],
        beside_scores: &[Scores],
        docs: usize,
    ) -> (Vec<Tally>, u64) {
        let mut tallies = vec![Tally::default(); docs];
        let mut scored = 0;
        for (at, scores) in all_scores.iter().enumerate() {
            let Some(Scores { scores, .. }) = scores else { continue };
            // More words than bits are phrases of a page's length, which are checked by reading.
            let bit = 1 << at.min(63);
            scored |= bit;
            for (tally, score) in tallies.iter_mut().zip(scores) {
                tally.score += score;
                tally.words |= if *score > 0.0 { bit } else { 0 };
            }
        }
        for (beside, Scores { scores, .. }) in besides.iter().zip(beside_scores) {
            let bits = beside.words.clone().fold(0, |bits, at| bits | 1 << at.min(63));
            let is_all = beside.is_identifier && beside.words.len() == self.query.words.len();
            let covered: Vec<&Scores> = beside.words.clone().filter_map(|at| all_scores[at].as_ref()).collect();
            let already = |doc: usize| covered.iter().map(|scores| scores.scores[doc]).sum::<f32>();
            for (doc, (tally, score)) in
                tallies.iter_mut().zip(scores).enumerate().filter(|(_, (_, score))| **score > 0.0)
            {
                // An identifier is more than its parts; other words that are joined are mostly the same again.
                let more = if beside.is_identifier { *score } else { (score - already(doc)).max(SAME_AGAIN * score) };
                tally.score += more;
                tally.words |= bits;
                tally.is_named |= is_all;
            }
        }
        (tallies, scored)
    }

    /// Which documents have all words of all phrases; `None` without phrases.
    fn phrase_docs(&self, lookup: &mut Lookup<'_>, docs: usize) -> Option<Vec<bool>> {
        let mut phrases = self.query.phrases.iter();
        let mut required = docs_with_all(lookup, phrases.next()?, docs);
        for phrase in phrases {
            let with = docs_with_all(lookup, phrase, docs);
            required.iter_mut().zip(with).for_each(|(kept, has)| *kept &= has);
        }
        Some(required)
    }

    fn excluded_docs(&self, lookup: &mut Lookup<'_>, docs: usize) -> Vec<bool> {
        let mut excluded = vec![false; docs];
        for terms in &self.query.excluded {
            let with = if let [term] = &terms[..] {
                // The other forms of a word are as unwanted as the one typed.
                let mut with = vec![false; docs];
                if let Some(found) = exact(lookup, term) {
                    for place in found.chunk.class(found.place) {
                        found.chunk.postings(place).for_each(|posting| with[posting.doc.index()] = true);
                    }
                }
                with
            } else {
                docs_with_all(lookup, terms, docs)
            };
            excluded.iter_mut().zip(with).for_each(|(out, has)| *out |= has);
        }
        excluded
    }

    /// Keeps the documents that have the words of all phrases in a row, of the best that have the words at all.
    fn keep_phrases(&self, lookup: &mut Lookup<'_>, matched: &mut Vec<bool>, relevance: impl Fn(DocId) -> Rank) {
        let phrases = self.query.phrases.iter().filter(|phrase| phrase.len() > 1);
        let terms = |phrase: &Vec<String>| phrase.iter().map(|term| exact(lookup, term)).collect::<Option<Vec<_>>>();
        let phrases: Option<Vec<Vec<TermRef<'_>>>> = phrases.map(terms).collect();
        if phrases.as_ref().is_some_and(Vec::is_empty) {
            return;
        }
        let ids = (0..).map(DocId).zip(matched.iter()).filter_map(|(doc, matched)| matched.then_some(doc));
        let candidates = first(ids.map(relevance).collect(), PHRASE_DOCS_MAX, Rank::compare);
        *matched = vec![false; matched.len()];
        for Rank { doc, .. } in candidates {
            let stands = |phrase: &Vec<TermRef<'_>>| phrase::stands_in(lookup, doc, phrase) == Some(true);
            matched[doc.index()] = phrases.iter().flatten().all(stands);
        }
    }

    /// What is marked; the first `words` of the groups are the words outside of phrases.
    fn matcher(&self, groups: &[Group<'_>], words: usize, besides: &[Besides<'_>]) -> Matcher {
        let mut matcher = Matcher::default();
        let stop_only = groups.iter().all(|group| group.stop || group.is_empty());
        let marks = |group: &Group<'_>| stop_only || !group.stop;
        for (word, group) in groups[..words].iter().enumerate().filter(|(_, group)| marks(group)) {
            matcher.add_group(word, group);
        }
        for beside in besides {
            matcher.add_group(beside.words.start, &beside.group);
        }
        for (word, term) in self.query.phrases.iter().flatten().enumerate() {
            matcher.add(term, words + word, 1.0, false);
        }
        matcher
    }

    fn corrected(&self, groups: &[Group<'_>]) -> Option<String> {
        self.with_words(groups.iter().map(|group| group.corrected.as_deref()))
    }

    /// The query with words that hardly stand anywhere replaced by near ones that do.
    fn respelled(&self, lookup: &mut Lookup<'_>, groups: &[Group<'_>]) -> Option<String> {
        const CHARS_MIN: usize = 5;
        let known = |at: usize| groups[at].corrected.is_none() && !groups[at].forms.is_empty();
        let worth = |at: usize| known(at) && self.query.words[at].term.chars().count() >= CHARS_MIN;
        if !(0..groups.len()).any(worth) {
            return None;
        }
        let lexicon = lookup.lexicon()?;
        let words = self.query.words.iter().enumerate();
        let meant: Vec<Option<String>> =
            words.map(|(at, word)| if worth(at) { typo::more_frequent(lexicon, &word.term) } else { None }).collect();
        self.with_words(meant.iter().map(Option::as_deref))
    }

    /// The query with some of its words replaced; `None` if none is.
    fn with_words<'w>(&self, words: impl Iterator<Item = Option<&'w str>>) -> Option<String> {
        let mut text = String::new();
        let mut at = 0;
        for (word, replacement) in self.query.words.iter().zip(words) {
            let Some(replacement) = replacement else { continue };
            text.push_str(slice(&self.query.text, at..word.span.start));
            text.push_str(replacement);
            at = word.span.end;
        }
        (at > 0).then(|| text + slice(&self.query.text, at..))
    }
}

fn docs_with_all(lookup: &mut Lookup<'_>, terms: &[String], docs: usize) -> Vec<bool> {
    let mut counts = vec![0usize; docs];
    let mut different: Vec<&String> = Vec::new();
    terms.iter().for_each(|term| {
        if !different.contains(&term) {
            different.push(term)
        }
    });
    for term in &different {
        if let Some(found) = exact(lookup, term).filter(|_| docs > 0) {
            found.chunk.postings(found.place).for_each(|posting| counts[posting.doc.index()] += 1);
        }
    }
    counts.into_iter().map(|count| count == different.len()).collect()
}

/// Where each word of the query stands first, as far as it is worth a fetch.
fn segments_to_show<'g>(groups: impl Iterator<Item = &'g Group<'g>>, doc: DocId) -> Vec<u32> {
    let mut segments = vec![0];
    for group in groups.filter(|group| !group.stop) {
        let postings = group.terms().filter_map(|form| form.term.chunk.posting(form.term.place, doc));
        let first = postings.map(|posting| posting.segment).min().unwrap_or(0);
        let place = segments.partition_point(|&segment| segment < first);
        if segments.len() <= EXCERPT_SEGMENTS_MAX && segments.get(place) != Some(&first) {
            segments.insert(place, first);
        }
    }
    segments
}

/// What a group of terms adds to the score of a document.
fn reason(group: &Group<'_>, scores: &Scores, doc: DocId) -> Reason {
    let form = |form: &Form<'_>| {
        let posting = form.term.chunk.posting(form.term.place, doc)?;
        Some(crate::Matched {
            term: form.term.text().to_owned(),
            kind: form.kind,
            weight: form.weight,
            occurrences: posting.tf,
        })
    };
    Reason {
        rule: "words",
        score: scores.scores[doc.index()],
        idf: scores.idf,
        matched: group.terms().filter_map(form).collect(),
    }
}

impl<'a> Page<'a> {
    fn read(lookup: &mut Lookup<'a>, shown: &Shown) -> Option<Page<'a>> {
        Page::of(lookup, shown.rank.doc, shown.segments.iter().copied())
    }

    fn of(lookup: &mut Lookup<'a>, doc: DocId, numbers: impl Iterator<Item = u32>) -> Option<Page<'a>> {
        // All of them, so that what is missing is asked for at once.
        let segments: Vec<Option<&Segment>> = numbers.map(|number| lookup.segment(doc, number)).collect();
        let segments: Vec<&Segment> = segments.into_iter().collect::<Option<_>>()?;
        let record = segments.first()?.record.as_ref()?;
        let (text, starts) = joined(&segments);
        Some(Page { record, segments, text, starts })
    }

    /// The headings, and where the text under each starts.
    fn headings(&self) -> Vec<(&'a Heading, usize)> {
        let mut headings: Vec<(&Heading, usize)> = Vec::new();
        for (segment, start) in self.segments.iter().zip(&self.starts) {
            let placed = segment.headings.iter().map(|heading| (heading, start + to_usize(heading.start)));
            // The heading under which a segment starts may be the last of the one before.
            let is_known = |(heading, _): &(&Heading, usize)| {
                headings.last().is_some_and(|(last, _)| (&last.anchor, &last.text) == (&heading.anchor, &heading.text))
            };
            let skip = usize::from(segment.number > 0 && placed.clone().next().as_ref().is_some_and(is_known));
            headings.extend(placed.skip(skip));
        }
        headings
    }
}

fn hit(
    lookup: &mut Lookup<'_>,
    shown: Shown,
    page: &Page<'_>,
    reading: &Reading<'_>,
    matcher: &Matcher,
) -> Option<Hit> {
    let Rank { doc, score, .. } = shown.rank;
    let Page { record, .. } = page;
    let root = lookup.root()?;
    let lang = lookup.index.manifest().langs.get(usize::from(root.langs[doc.index()]));
    let filters = root.filters.iter().filter_map(|filter| {
        let has = |value: &&zoeklicht_format::FilterValue| value.docs.binary_search(&doc.0).is_ok();
        let values: Vec<String> = filter.values.iter().filter(has).map(|value| value.value.clone()).collect();
        (!values.is_empty()).then(|| (filter.name.clone(), values))
    });
    let (best, more) = sections(record, &page.headings(), reading, matcher);
    Some(Hit {
        id: record.id.clone(),
        url: record.url.clone(),
        title: record.title.clone(),
        lang: lang.map(|(lang, _)| lang.clone()).unwrap_or_default(),
        score,
        excerpt: show(record, reading, matcher),
        sections: best,
        more_sections: more,
        label: shown.label,
        filters: filters.collect(),
        meta: record.meta.clone(),
        text: Vec::new(),
        reasons: shown.reasons,
    })
}

/// Asks for the whole text of pages. It brings the function along, so that a program that never asks has none of it: 1 kB
/// of brotli.
#[derive(Clone, Copy, Debug)]
pub struct WholeText(PassagesOf);

type PassagesOf = for<'a> fn(&mut Lookup<'a>, &Page<'a>, &Matcher) -> Option<Vec<Passage>>;

impl WholeText {
    /// All of it, under its headings.
    pub const PASSAGES: WholeText = WholeText(passages);
}

/// The whole text of a page, cut at its headings.
fn passages<'a>(lookup: &mut Lookup<'a>, page: &Page<'a>, matcher: &Matcher) -> Option<Vec<Passage>> {
    let record = page.record;
    let whole = Page::of(lookup, page.segments.first()?.doc, 0..record.segments)?;
    let reading = Reading::new(&whole.text, matcher);
    let headings = whole.headings();
    let mut starts = [0].into_iter().chain(headings.iter().map(|(_, start)| *start)).collect::<Vec<usize>>();
    starts.push(whole.text.len());
    let title = (0, record.title.as_str(), record.url.clone());
    let titled = headings.iter().map(|(heading, _)| (heading.level, heading.text.as_str(), address(record, heading)));
    let passage = |((level, title, url), range): ((u8, &str, String), &[usize])| Passage {
        level,
        title: Reading::new(title, matcher).marked(0..title.len()),
        url,
        text: reading.marked(range[0]..range[1]),
    };
    Some([title].into_iter().chain(titled).zip(starts.windows(2)).map(passage).collect())
}

/// The address of a heading; that of the page if it has none.
fn address(record: &Record, heading: &Heading) -> String {
    let mark = if heading.anchor.is_empty() { "" } else { "#" };
    [&record.url, mark, &heading.anchor].concat()
}

/// The author's own summary says more than the beginning of a text in which nothing matches.
fn show(record: &Record, reading: &Reading<'_>, matcher: &Matcher) -> Vec<Span> {
    if record.description.is_empty() || reading.matches().next().is_some() {
        return reading.excerpt();
    }
    Reading::new(&record.description, matcher).excerpt()
}

/// The text of the segments, and where each starts in it. Those between which others are left out stand on lines of
/// their own.
fn joined(segments: &[&Segment]) -> (String, Vec<usize>) {
    let (mut text, mut starts) = (String::new(), Vec::new());
    let mut next = 0;
    for segment in segments {
        if segment.number != next {
            text.push('\n');
        }
        starts.push(text.len());
        text.push_str(&segment.text);
        next = segment.number + 1;
    }
    (text, starts)
}

/// The headings under which most of the query stands, and the others under which it stands, both in the order of the page;
/// `headings` with where each stands in the text that was read.
fn sections(
    record: &Record,
    headings: &[(&Heading, usize)],
    reading: &Reading<'_>,
    matcher: &Matcher,
) -> (Vec<Section>, Vec<Section>) {
    // A word in the heading itself says more than many under it.
    const IN_HEADING: usize = 10;
    let places: Vec<usize> = reading.matches().map(|m| m.span.start).collect();
    let before = |end: usize| places.partition_point(|place| *place < end);
    let score = |at: usize| {
        let (heading, start) = headings[at];
        let end = headings.get(at + 1).map_or(usize::MAX, |(_, next)| *next);
        let under = (before(end) - before(start)).min(IN_HEADING - 1);
        let shown = !heading.anchor.is_empty() && heading.text != record.title;
        if shown { count_matches(&heading.text, matcher) * IN_HEADING + under } else { 0 }
    };
    let scores: Vec<usize> = (0..headings.len()).map(score).collect();
    // Among the best are those that fewer than three others beat; of equals the first.
    let beats = |other: usize, at: usize| scores[other] > scores[at] || (scores[other] == scores[at] && other < at);
    let is_best =
        |at: &usize| (0..scores.len()).filter(|other| beats(*other, *at)).take(SECTIONS_MAX).count() < SECTIONS_MAX;
    let section = |heading: &Heading| Section { title: heading.text.clone(), url: address(record, heading) };
    let (best, more): (Vec<usize>, Vec<usize>) =
        (0..scores.len()).filter(|at| scores[*at] > 0).take(HEADINGS_MAX).partition(is_best);
    let sections = |places: Vec<usize>| places.into_iter().map(|at| section(headings[at].0)).collect();
    (sections(best), sections(more))
}
