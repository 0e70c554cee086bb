//! The slow, obvious twin of the engine: reads every document for every query. Property tests compare the two, with those
//! rules of the engine left out that only apply to some words (compounds, joining, synonyms) or look at texts (proximity).

use std::collections::{BTreeMap, BTreeSet};

use zoeklicht_format::{Weights, length_code, length_of};
use zoeklicht_indexer::{Document, Lang};
use zoeklicht_text::{Word, classes, is_stop_word, tokens};

/// Documents as words, field by field: title, headings, body.
pub(crate) struct Naive {
    docs: Vec<Doc>,
    /// Every word with the number of its class.
    vocabulary: BTreeMap<String, u32>,
    lang: Lang,
}

struct Doc {
    id: String,
    fields: [Vec<String>; 3],
}

/// A query in parts: the last word may be unfinished.
#[derive(Clone, Debug, Default)]
pub(crate) struct Asked {
    pub(crate) words: Vec<String>,
    pub(crate) phrase: Vec<String>,
    pub(crate) excluded: Option<String>,
}

impl Asked {
    pub(crate) fn text(&self) -> String {
        let phrase = if self.phrase.is_empty() { String::new() } else { format!("\"{}\" ", self.phrase.join(" ")) };
        let excluded = self.excluded.as_ref().map(|word| format!("-{word} ")).unwrap_or_default();
        format!("{phrase}{excluded}{}", self.words.join(" "))
    }
}

/// How a word of the query counts in a document.
struct Group {
    forms: Vec<(String, f32)>,
    completions: Vec<String>,
    stop: bool,
}

impl Naive {
    pub(crate) fn new(documents: &[Document], lang: Lang) -> Naive {
        let words = |text: &str| tokens(text).map(|token| token.term).collect::<Vec<_>>();
        let doc = |d: &Document| {
            let headings = d.headings.iter().flat_map(|heading| words(&heading.text)).collect();
            Doc { id: d.id.clone(), fields: [words(&d.title), headings, words(&d.text)] }
        };
        let docs: Vec<Doc> = documents.iter().map(doc).collect();
        let words: BTreeSet<&String> = docs.iter().flat_map(|doc| doc.fields.iter().flatten()).collect();
        let df = |word: &String| u32::try_from(docs.iter().filter(|doc| doc.has(word)).count()).unwrap();
        let known: Vec<Word<'_>> = words.iter().map(|word| Word { term: word, spelling: word, df: df(word) }).collect();
        let classes = classes(lang, &known, &[]);
        let vocabulary = words.iter().map(|word| (*word).clone()).zip(classes).collect();
        Naive { docs, vocabulary, lang }
    }

    /// The ids and scores of all documents that answer, best first.
    pub(crate) fn search(&self, asked: &Asked) -> Vec<(String, f32)> {
        let last = asked.words.len().saturating_sub(1);
        let mut seen = BTreeSet::new();
        let words = asked.words.iter().enumerate().filter(|(_, word)| seen.insert((*word).clone()));
        // A word that is repeated at the end is unfinished there.
        let mut groups: Vec<Group> =
            words.map(|(at, word)| self.group(word, at == last || *word == asked.words[last])).collect();
        let alone = |word: &String| Group {
            forms: vec![(word.clone(), 1.0)],
            completions: Vec::new(),
            stop: self.is_stop(word),
        };
        groups.extend(asked.phrase.iter().filter(|word| self.vocabulary.contains_key(*word)).map(alone));
        groups.retain(|group| !group.forms.is_empty() || !group.completions.is_empty());
        if groups.iter().any(|group| !group.stop) {
            groups.retain(|group| !group.stop);
        }
        let mut found: Vec<(bool, f32, usize)> = Vec::new();
        for (at, doc) in self.docs.iter().enumerate() {
            let scores: Vec<f32> = groups.iter().map(|group| self.score(group, doc)).collect();
            let matched = scores.iter().filter(|score| **score > 0.0).count();
            let excluded = asked.excluded.as_ref().is_some_and(|word| self.forms(word).iter().any(|(f, _)| doc.has(f)));
            let asks = !asked.words.is_empty() || !asked.phrase.is_empty();
            if (asks && matched == 0) || excluded || !doc.has_phrase(&asked.phrase) {
                continue;
            }
            let title =
                self.covered(&groups, doc, 0).map_or(0.0, |(rarity, query, title)| rarity * query * title.sqrt());
            let headings = self
                .covered(&groups, doc, 1)
                .map_or(0.0, |(rarity, query, headings)| 0.4 * rarity * query * query * headings.powf(0.25));
            let all_words = if matched == groups.len() { 1.1 } else { 1.0 };
            let lacks_one_of_two = groups.len() == 2 && matched == 1;
            found.push((lacks_one_of_two, (scores.iter().sum::<f32>() + title + headings) * all_words, at));
        }
        found.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)).then(a.2.cmp(&b.2)));
        found.into_iter().map(|(_, score, at)| (self.docs[at].id.clone(), score)).collect()
    }

    /// Of the words that stand in a field, the sum of the idf; of all words, their share by idf; of the field, their share.
    fn covered(&self, groups: &[Group], doc: &Doc, field: usize) -> Option<(f32, f32, f32)> {
        let (mut rarity, mut words, mut all) = (0.0, 0.0, 0.0);
        for group in groups {
            let idf = self.group_idf(group);
            all += idf;
            let here = |word: &String| doc.fields[field].contains(word);
            let forms = group.forms.iter().filter(|(form, _)| here(form)).map(|(_, weight)| *weight);
            let completions = group.completions.iter().filter(|form| here(form)).map(|_| group.completion_weight());
            let best = forms.chain(completions).fold(0.0, f32::max);
            rarity += best * idf;
            words += best;
        }
        let length = length_of(length_code(u32::try_from(doc.fields[field].len()).unwrap())).max(1.0);
        (rarity > 0.0).then(|| (rarity, rarity / all, (words / length).min(1.0)))
    }

    fn group_idf(&self, group: &Group) -> f32 {
        if group.forms.is_empty() {
            return self.idf(group.completions.iter().map(|form| self.df(form)).max().unwrap_or(0));
        }
        self.idf(self.docs.iter().filter(|doc| group.forms.iter().any(|(form, _)| doc.has(form))).count())
    }

    fn is_stop(&self, word: &str) -> bool {
        is_stop_word(self.lang, word)
    }

    fn df(&self, word: &str) -> usize {
        self.docs.iter().filter(|doc| doc.has(word)).count()
    }

    /// The word and the other forms of it, if it stands anywhere.
    fn forms(&self, word: &str) -> Vec<(String, f32)> {
        let Some(class) = self.vocabulary.get(word) else { return Vec::new() };
        let same = self.vocabulary.iter().filter(|(_, of)| *of == class);
        same.map(|(other, _)| (other.clone(), if other == word { 1.0 } else { 0.75 })).collect()
    }

    fn group(&self, word: &str, unfinished: bool) -> Group {
        let forms = self.forms(word);
        let mut completions: Vec<String> = self
            .vocabulary
            .keys()
            .filter(|other| unfinished && other.starts_with(word) && *other != word)
            .cloned()
            .collect();
        completions.sort_by(|a, b| self.df(b).cmp(&self.df(a)).then(a.cmp(b)));
        completions.truncate(8);
        completions.retain(|other| !forms.iter().any(|(form, _)| form == other));
        if forms.is_empty() && completions.is_empty() {
            let meant = self.correct(word);
            return Group {
                stop: meant.as_ref().is_some_and(|meant| self.is_stop(meant)),
                forms: meant.map(|meant| self.forms(&meant)).unwrap_or_default(),
                completions,
            };
        }
        Group { stop: !forms.is_empty() && self.is_stop(word), forms, completions }
    }

    fn correct(&self, word: &str) -> Option<String> {
        let len = word.chars().count();
        if len < 4 || word.chars().any(|c| c.is_ascii_digit()) {
            return None;
        }
        let edits = if len < 8 { 1 } else { 2 };
        let candidates = self.vocabulary.keys().map(|other| (distance(word, other), other));
        let score = |other: &str| {
            let same_start = other.chars().next() == word.chars().next();
            f64::from(u32::try_from(self.df(other)).unwrap()).ln() + if same_start { 2.0 } else { 0.0 }
        };
        let near = candidates.filter(|(distance, _)| *distance <= edits);
        // The first of equals: `min_by` keeps it.
        near.min_by(|a, b| a.0.cmp(&b.0).then(score(b.1).total_cmp(&score(a.1)))).map(|(_, other)| other.clone())
    }

    fn score(&self, group: &Group, doc: &Doc) -> f32 {
        let frequency: f32 = group.forms.iter().map(|(form, weight)| weight * self.frequency(doc, form)).sum();
        let df = self.docs.iter().filter(|doc| group.forms.iter().any(|(form, _)| doc.has(form))).count();
        let word = self.idf(df) * saturate(frequency);
        let df_most = group.completions.iter().map(|form| self.df(form)).max().unwrap_or(0);
        let completion =
            |form: &String| group.completion_weight() * self.idf(df_most) * saturate(self.frequency(doc, form));
        group.completions.iter().map(completion).fold(word, f32::max)
    }

    fn idf(&self, df: usize) -> f32 {
        let (n, df) = (count(self.docs.len()), count(df));
        (1.0 + (n - df + 0.5) / (df + 0.5)).ln()
    }

    fn frequency(&self, doc: &Doc, word: &str) -> f32 {
        let weights = Weights::default();
        let hundredths = |n: u32| count(usize::try_from(n).unwrap()) / 100.0;
        let field = |at: usize| {
            let words = &doc.fields[at];
            let tf = stored(at, words.iter().filter(|other| *other == word).count());
            let total: usize = self.docs.iter().map(|doc| doc.fields[at].len()).sum();
            let average = (count(total) / count(self.docs.len())).max(1.0);
            let length = (length_of(length_code(u32::try_from(words.len()).unwrap())) / average).sqrt();
            let b = hundredths(weights.b[at]);
            hundredths(weights.field[at]) * count(tf) / (1.0 - b + b * length)
        };
        (0..3).map(field).sum()
    }
}

impl Group {
    /// What is a word already is probably meant as it is.
    fn completion_weight(&self) -> f32 {
        if self.forms.is_empty() { 0.7 } else { 0.1 }
    }
}

/// How many occurrences a posting can say there are.
fn stored(field: usize, count: usize) -> usize {
    match (field, count) {
        (0 | 1, _) => count.min(3),
        (_, 0..=3) => count,
        (_, 4..=6) => 5,
        _ => 10,
    }
}

impl Doc {
    fn has(&self, word: &str) -> bool {
        self.fields.iter().flatten().any(|other| other == word)
    }

    fn has_phrase(&self, phrase: &[String]) -> bool {
        phrase.is_empty() || self.fields.iter().any(|field| field.windows(phrase.len()).any(|words| words == phrase))
    }
}

fn saturate(frequency: f32) -> f32 {
    let k1 = 2.4;
    frequency * (k1 + 1.0) / (k1 + frequency)
}

fn count(n: usize) -> f32 {
    f32::from(u16::try_from(n).unwrap())
}

/// Optimal string alignment, by the textbook table.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut table: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            let at = |i: usize, j: usize, table: &BTreeMap<_, usize>| table[&(i, j)];
            let best = if i == 0 || j == 0 {
                i + j
            } else {
                let swap = (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    .then(|| at(i - 2, j - 2, &table) + 1);
                let replace = at(i - 1, j - 1, &table) + usize::from(a[i - 1] != b[j - 1]);
                let shorter = at(i - 1, j, &table).min(at(i, j - 1, &table)) + 1;
                replace.min(shorter).min(swap.unwrap_or(usize::MAX))
            };
            table.insert((i, j), best);
        }
    }
    table[&(a.len(), b.len())]
}

mod compared {
    use proptest::prelude::*;
    use zoeklicht_query::{DateRange, Day, Options, Rule};

    use super::*;
    use crate::support::{ask, document, index_of};

    /// Words that share beginnings, differ in a letter, are forms of each other, or are stop words.
    const WORDS: &[&str] = &[
        "de",
        "en",
        "decreet",
        "decreten",
        "decreetje",
        "beleid",
        "beleidt",
        "bleid",
        "integratie",
        "integraties",
        "zorg",
        "inburgering",
        "inburgeringen",
        "inburgeraar",
        "stad",
        "stadd",
        "nt2",
        "2021",
        "oekraine",
    ];

    fn words(max: usize) -> impl Strategy<Value = Vec<String>> {
        prop::collection::vec(prop::sample::select(WORDS).prop_map(str::to_owned), 0..max)
    }

    /// A word of the corpus, a beginning of one, or one with a letter changed.
    fn typed() -> impl Strategy<Value = String> {
        (prop::sample::select(WORDS), 0..12usize, 0..3u8).prop_map(|(word, at, how)| match how {
            0 => word.to_owned(),
            1 => word[..word.len().min(at + 1)].to_owned(),
            _ => {
                let mut letters: Vec<char> = word.chars().collect();
                let at = at % letters.len();
                letters[at] = 'x';
                letters.into_iter().collect()
            }
        })
    }

    fn asked() -> impl Strategy<Value = Asked> {
        let phrase = prop_oneof![3 => Just(Vec::new()), 1 => prop::collection::vec(prop::sample::select(&WORDS[..8]).prop_map(str::to_owned), 1..3)];
        let excluded =
            prop_oneof![3 => Just(None), 1 => prop::sample::select(WORDS).prop_map(|word| Some(word.to_owned()))];
        (prop::collection::vec(typed(), 0..4), phrase, excluded).prop_map(|(words, phrase, excluded)| Asked {
            words,
            phrase,
            excluded,
        })
    }

    /// Dates as documents write them, some of which are of one day, and one that no calendar has; in order.
    const DATES: &[&str] = &[
        "2019",
        "2019-12-31",
        "2020",
        "2020-01",
        "2020-01-01",
        "2020-01-01T08:00:00",
        "2020-01-01T09:00:00",
        "2020-02-29",
        "2020-02-30",
        "2020-03",
        "9999-12-31",
    ];
    /// The ends of ranges: on these days, beside them and beyond.
    const DAYS: &[&str] = &[
        "0000-01-01",
        "2019-01-01",
        "2019-12-31",
        "2020-01-01",
        "2020-01-02",
        "2020-02-29",
        "2020-03-01",
        "9999-12-31",
    ];

    /// Whether a date is between two days, by the text of its first day. What is not a day is between none.
    fn is_within(date: Option<&str>, (from, to): (Option<&str>, Option<&str>)) -> bool {
        let Some(date) = date.filter(|date| *date != "2020-02-30") else { return from.or(to).is_none() };
        let first = format!("{date}{}", &"0000-01-01"[date.len().min(10)..]);
        let day = &first[..10];
        from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to)
    }

    fn end() -> impl Strategy<Value = Option<&'static str>> {
        prop::option::of(prop::sample::select(DAYS))
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_engine_answers_as_its_twin_does(
            texts in prop::collection::vec((words(4), words(3), words(30)), 1..12),
            dates in prop::collection::vec(prop::option::of(prop::sample::select(DATES)), 12),
            queries in prop::collection::vec((asked(), prop::option::of(0..3usize), (end(), end())), 4),
        ) {
            let nl = Lang::parse("nl").unwrap();
            let documents: Vec<Document> = texts.iter().enumerate().map(|(at, (title, heading, text))| {
                let mut document = document(&format!("d{at:02}"), &title.join(" "), &text.join(" "));
                document.headings.push(zoeklicht_indexer::Heading {
                    level: 2, text: heading.join(" "), anchor: "a".into(), start: 0, weight: 10,
                });
                document.filters.insert("soort".into(), vec![format!("s{}", at % 3)]);
                if let Some(date) = dates[at] {
                    document.sort.insert("date".into(), date.into());
                }
                document
            }).collect();
            let kinds: BTreeMap<String, String> =
                documents.iter().map(|document| (document.id.clone(), document.filters["soort"][0].clone())).collect();
            let date_of: BTreeMap<String, Option<&str>> =
                documents.iter().zip(&dates).map(|(document, date)| (document.id.clone(), *date)).collect();
            let naive = Naive::new(&documents, nl);
            let pack = index_of(documents).pack().unwrap();
            for (asked, chosen, range) in queries {
                let text = asked.text();
                let chosen = chosen.map(|kind| format!("s{kind}"));
                let without = [Rule::Compounds, Rule::Joining, Rule::Synonyms, Rule::Proximity].into_iter().collect();
                let filters = chosen.iter().map(|kind| ("soort".to_owned(), vec![kind.clone()])).collect();
                let (from, to) = (range.0.and_then(Day::parse), range.1.and_then(Day::parse));
                let ends = from.or(to).map(|_| DateRange { key: "date".into(), from, to });
                let dates = ends.into_iter().collect();
                let (answer, _) = ask(&pack, &text, Options { limit: 100, filters, dates, without, ..Options::default() });
                let mut expected = naive.search(&asked);
                expected.retain(|(id, _)| is_within(date_of[id], range));
                // A filter's own counts are of what choosing another of its values would give.
                let mut counts: BTreeMap<String, usize> = chosen.iter().map(|kind| (kind.clone(), 0)).collect();
                expected.iter().for_each(|(id, _)| *counts.entry(kinds[id].clone()).or_default() += 1);
                counts.retain(|kind, _| kinds.values().any(|of| of == kind));
                prop_assert_eq!(answer.facets[0].values.iter().cloned().collect::<BTreeMap<_, _>>(), counts, "{}", &text);
                expected.retain(|(id, _)| chosen.as_ref().is_none_or(|kind| kinds[id] == *kind));
                let found: Vec<(String, f32)> = answer.hits.iter().map(|hit| (hit.id.clone(), hit.score)).collect();
                prop_assert_eq!(answer.total, expected.len(), "{}", &text);
                let ids = |list: &[(String, f32)]| list.iter().map(|(id, _)| id.clone()).collect::<BTreeSet<_>>();
                prop_assert_eq!(ids(&found), ids(&expected), "{}", &text);
                // Sums in another order differ in the last bits; places may swap only where scores are that near.
                for ((id, score), (_, wanted)) in found.iter().zip(&expected) {
                    prop_assert!((score - wanted).abs() <= 1e-4 * wanted.max(1.0), "{}: {} {} {} in {:?}", &text, id, score, wanted, &texts);
                }
            }
        }
    }
}
