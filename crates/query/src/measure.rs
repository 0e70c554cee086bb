//! How good a ranking is, by judgements: the measures of trec_eval and BEIR.
//!
//! Järvelin & Kekäläinen 2002 for nDCG (gain linear in the grade, as trec_eval has it); Voorhees 1999 for MRR.

use std::collections::BTreeMap;

/// The judgements of one query: document to grade. Grade 0 is judged and not relevant.
pub type Judgements = BTreeMap<String, u32>;

/// Measures of one query, or their means over many. All are from 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Measures {
    /// Normalised discounted cumulative gain of the first ten.
    #[serde(rename = "ndcg@10")]
    pub ndcg_10: f64,
    /// Average precision over the ranking that is given, at most [`Measures::DEPTH`] documents.
    pub map: f64,
    /// One divided by the rank of the first relevant document, 0 if none is among the first ten.
    #[serde(rename = "mrr@10")]
    pub mrr_10: f64,
    /// Whether the first document is relevant.
    #[serde(rename = "success@1")]
    pub success_1: f64,
    /// Whether one of the first ten is.
    #[serde(rename = "success@10")]
    pub success_10: f64,
    /// The share of the relevant documents that is among the first hundred.
    #[serde(rename = "recall@100")]
    pub recall_100: f64,
}

impl Measures {
    /// Documents of a ranking that count.
    pub const DEPTH: usize = 100;

    /// The measures of one ranking, best document first.
    pub fn of<'d>(ranking: impl Iterator<Item = &'d str>, judgements: &Judgements) -> Measures {
        let grades: Vec<u32> = ranking.take(Self::DEPTH).map(|id| judgements.get(id).copied().unwrap_or(0)).collect();
        let mut ideal: Vec<u32> = judgements.values().copied().collect();
        ideal.sort_unstable_by(|a, b| b.cmp(a));
        let relevant = ideal.iter().filter(|grade| **grade > 0).count();
        if relevant == 0 {
            return Measures::default();
        }
        let ranks = || (1u32..).zip(&grades).filter(|(_, grade)| **grade > 0).map(|(rank, _)| rank);
        let first = ranks().next().unwrap_or(u32::MAX);
        let within = |depth| if first <= depth { 1.0 } else { 0.0 };
        let precisions = (1u32..).zip(ranks()).map(|(found, rank)| f64::from(found) / f64::from(rank));
        Measures {
            ndcg_10: gain(&grades) / gain(&ideal),
            map: sum(precisions) / count(relevant),
            mrr_10: within(10) / f64::from(first),
            success_1: within(1),
            success_10: within(10),
            recall_100: count(ranks().count()) / count(relevant),
        }
    }

    /// The means over queries; all 0 if there are none.
    pub fn mean(all: &[Measures]) -> Measures {
        let mean = |of: fn(&Measures) -> f64| sum(all.iter().map(of)) / count(all.len().max(1));
        Measures {
            ndcg_10: mean(|m| m.ndcg_10),
            map: mean(|m| m.map),
            mrr_10: mean(|m| m.mrr_10),
            success_1: mean(|m| m.success_1),
            success_10: mean(|m| m.success_10),
            recall_100: mean(|m| m.recall_100),
        }
    }
}

/// Discounted cumulative gain of the first ten grades.
fn gain(grades: &[u32]) -> f64 {
    sum((2u32..).zip(grades.iter().take(10)).map(|(place, grade)| f64::from(*grade) / f64::from(place).log2()))
}

/// The standard sum of no floats at all is -0, which people would see.
fn sum(figures: impl Iterator<Item = f64>) -> f64 {
    0.0 + figures.sum::<f64>()
}

fn count(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_are_those_of_trec_eval() {
        let judgements = Judgements::from([("a".into(), 2), ("b".into(), 1), ("c".into(), 0), ("d".into(), 1)]);
        let check = |ranking: &[&str], ndcg: f64, map: f64, mrr: f64| {
            let found = Measures::of(ranking.iter().copied(), &judgements);
            for (found, expected) in [(found.ndcg_10, ndcg), (found.map, map), (found.mrr_10, mrr)] {
                assert!((found - expected).abs() < 1e-4, "{ranking:?}: {found}, not {expected}");
            }
        };
        // The ideal is 2/log2(2) + 1/log2(3) + 1/log2(4) = 3.1309.
        check(&["a", "b", "d"], 1.0, 1.0, 1.0);
        check(&["c", "a", "x", "b"], (2.0 / 1.58496 + 1.0 / 2.32193) / 3.13093, (0.5 + 0.5) / 3.0, 0.5);
        check(&["x", "c"], 0.0, 0.0, 0.0);
        check(&[], 0.0, 0.0, 0.0);
        assert!(Measures::of([].into_iter(), &judgements).ndcg_10.is_sign_positive());
        let late = ["x"; 10].into_iter().chain(["a"]);
        let found = Measures::of(late, &judgements);
        assert_eq!((found.ndcg_10, found.mrr_10, found.success_10), (0.0, 0.0, 0.0));
        assert!((found.recall_100 - 1.0 / 3.0).abs() < 1e-9);
        assert_eq!(Measures::of(["a"].into_iter(), &Judgements::new()), Measures::default());
        assert_eq!(Measures::mean(&[]), Measures::default());
    }
}
