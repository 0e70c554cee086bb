//! What the site's owner says of words and queries: synonyms and pinned documents.

use std::collections::{BTreeMap, BTreeSet};

use zoeklicht_format::{Pin, Synonym, to_u32};
use zoeklicht_text::{Lang, tokens};

use crate::code::Code;
use crate::message;
use crate::report::Problem;
use crate::tag;

/// Words that stand for each other, or for one of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a table with `words`")]
pub struct Synonyms {
    /// The words, each one or several, such as `Nederlands als tweede taal`.
    pub words: Vec<String>,
    /// Who searches this searches for the words too, but not the other way round. If none, each of the words stands for
    /// the others.
    pub from: Option<String>,
    /// The language they are for; every language if none.
    #[serde(default, deserialize_with = "tag::lang", serialize_with = "tag::write_lang")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub lang: Option<Lang>,
}

/// Documents that come first for a query.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a table with `query` and `documents`")]
pub struct Pinned {
    /// The query.
    pub query: String,
    /// Their ids or URLs, the first first.
    pub documents: Vec<String>,
}

/// The synonyms as the index has them, ascending; `mined` are those that the documents explain themselves.
pub(crate) fn synonyms(rules: &[Synonyms], mined: Vec<Synonym>, problems: &mut Vec<Problem>) -> Vec<Synonym> {
    let mut all: BTreeSet<Synonym> = mined.into_iter().collect();
    for Synonyms { words, from, lang } in rules {
        let lang = lang.map(|lang| lang.to_string()).unwrap_or_default();
        let pair = |from: &String, to: &String, both_ways| Synonym {
            from: from.clone(),
            to: to.clone(),
            both_ways,
            lang: lang.clone(),
        };
        match from {
            Some(from) => all.extend(words.iter().map(|to| pair(from, to, false))),
            None => {
                let pairs = words.iter().enumerate().flat_map(|(at, a)| words[at + 1..].iter().map(move |b| (a, b)));
                all.extend(pairs.map(|(a, b)| pair(a, b, true)));
            }
        }
        if words.iter().chain(from).any(|word| as_terms(word).is_empty()) || (from.is_none() && words.len() < 2) {
            let reason = message!(
                "{words:?} says nothing: a rule needs two words that are not empty",
                "{words:?} zegt niets: een regel heeft twee woorden nodig die niet leeg zijn"
            );
            let help = message!("complete the rule, or remove it", "vul de regel aan, of verwijder hem");
            problems.push(Problem::new(Code::EmptySynonym, "synonyms", reason, help));
        }
    }
    problems.extend(loops(rules));
    all.into_iter().collect()
}

/// A word or several as the terms they are looked up by: what differs in case or accents only is the same.
pub(crate) fn as_terms(words: &str) -> String {
    tokens(words).map(|token| token.term).collect::<Vec<_>>().join(" ")
}

/// One-way synonyms that lead back to where they started: their owner probably thinks they go on from word to word.
fn loops(rules: &[Synonyms]) -> Vec<Problem> {
    let mut next: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for Synonyms { words, from, .. } in rules {
        let Some(from) = from else { continue };
        next.entry(as_terms(from)).or_default().extend(words.iter().map(|word| as_terms(word)));
    }
    let mut problems = Vec::new();
    for start in next.keys() {
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        // Depth first, with the way that led here. A round is found once, from the least of its words: it goes through
        // greater ones only.
        let mut ways: Vec<Vec<&str>> = vec![vec![start]];
        while let Some(way) = ways.pop() {
            let Some(last) = way.last() else { continue };
            for word in next.get(*last).into_iter().flatten() {
                if word == start {
                    let round = [&way[..], &[word]].concat().join(" → ");
                    let help = message!(
                        "each rule is followed once only; to search both ways, write all words in one rule without `from`",
                        "elke regel wordt één keer gevolgd; schrijf alle woorden in één regel zonder `from` als elk alle andere moet vinden"
                    );
                    let reason = message!("go round: {round}", "lopen rond: {round}");
                    problems.push(Problem::new(Code::SynonymLoop, "synonyms", reason, help));
                } else if word > start && next.contains_key(word) && seen.insert(word) {
                    ways.push([&way[..], &[word]].concat());
                }
            }
        }
    }
    problems
}

/// The pinned documents as the index has them, ascending; `documents` are ids and URLs by number.
pub(crate) fn pins<'d>(
    pinned: &[Pinned],
    documents: impl Iterator<Item = (&'d str, &'d str)>,
    problems: &mut Vec<Problem>,
) -> Vec<Pin> {
    if pinned.is_empty() {
        return Vec::new();
    }
    let mut numbers: BTreeMap<&str, u32> = BTreeMap::new();
    for (number, (id, url)) in documents.enumerate() {
        numbers.entry(id).or_insert(to_u32(number));
        numbers.entry(url).or_insert(to_u32(number));
    }
    let mut all: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for Pinned { query, documents } in pinned {
        for document in documents {
            match numbers.get(document.as_str()) {
                Some(number) => all.entry(query).or_default().push(*number),
                None => problems.push(Problem::new(
                    Code::UnknownPin,
                    document,
                    message!(
                        "is pinned for `{query}`, but there is no such document",
                        "is vastgezet voor `{query}`, maar dat document is er niet"
                    ),
                    message!(
                        "give its path within the source, or its address",
                        "geef het pad in de bron, of het adres"
                    ),
                )),
            }
        }
    }
    all.into_iter().map(|(query, docs)| Pin { query: query.into(), docs }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::Language;

    fn rule(from: Option<&str>, words: &[&str]) -> Synonyms {
        Synonyms { words: words.iter().map(|word| (*word).into()).collect(), from: from.map(Into::into), lang: None }
    }

    #[test]
    fn words_of_a_rule_stand_for_each_other_or_for_one() {
        let mut problems = Vec::new();
        let rules = [rule(None, &["a", "b", "c"]), rule(Some("x"), &["y", "z"])];
        let found = synonyms(&rules, Vec::new(), &mut problems);
        let found: Vec<_> = found.iter().map(|s| (s.from.as_str(), s.to.as_str(), s.both_ways)).collect();
        let expected = [("a", "b", true), ("a", "c", true), ("b", "c", true), ("x", "y", false), ("x", "z", false)];
        assert_eq!((found, problems.len()), (expected.to_vec(), 0));
    }

    #[test]
    fn rules_that_go_round_or_say_nothing_are_reported() {
        let check = |rules: &[Synonyms], expected: &[&str]| {
            let mut problems = Vec::new();
            synonyms(rules, Vec::new(), &mut problems);
            let reasons: Vec<_> = problems.iter().map(|problem| problem.reason.to(Language::En)).collect();
            assert_eq!(reasons, expected);
        };
        check(&[rule(Some("a"), &["b"]), rule(Some("b"), &["c"])], &[]);
        check(&[rule(Some("a"), &["b"]), rule(Some("B"), &["c", "A"])], &["go round: a → b → a"]);
        check(&[rule(Some("a"), &["a"])], &["go round: a → a"]);
        check(&[rule(Some("a"), &["b"]), rule(Some("b"), &["c"]), rule(Some("c"), &["b"])], &["go round: b → c → b"]);
        check(&[rule(None, &["a"])], &["[\"a\"] says nothing: a rule needs two words that are not empty"]);
    }

    #[test]
    fn pinned_documents_are_found_by_id_or_address() {
        let pinned = Pinned { query: "nt2".into(), documents: vec!["b.md".into(), "/a".into(), "weg".into()] };
        let mut problems = Vec::new();
        let found = pins(&[pinned], [("a.md", "/a"), ("b.md", "/b")].into_iter(), &mut problems);
        assert_eq!(found, [Pin { query: "nt2".into(), docs: vec![1, 0] }]);
        assert_eq!(problems.len(), 1);
    }
}
