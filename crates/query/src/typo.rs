//! The word someone meant: one best candidate from the lexicon's FST, by edit distance, then by frequency.

use std::ops::ControlFlow;

use zoeklicht_format::Lexicon;

use crate::limits::{TYPO_CANDIDATES_MAX, TYPO_CHARS_MIN};
use crate::near::{EDITS_MAX, Near};

/// The term that was meant by one that stands nowhere; `None` if nothing is near enough.
pub(crate) fn correct(lexicon: &Lexicon, term: &str) -> Option<String> {
    best(lexicon, term, 0).map(|candidate| candidate.term)
}

/// A term that was probably meant by one that does stand somewhere, but hardly: ten times as frequent at least.
pub(crate) fn more_frequent(lexicon: &Lexicon, term: &str) -> Option<String> {
    const TIMES: u32 = 10;
    const DF_MIN: u32 = 3;
    let df_min = lexicon.df(term).unwrap_or(0).saturating_mul(TIMES).max(DF_MIN);
    best(lexicon, term, df_min).map(|candidate| candidate.term)
}

struct Candidate {
    term: String,
    distance: u8,
    score: f64,
}

fn best(lexicon: &Lexicon, term: &str, df_min: u32) -> Option<Candidate> {
    let edits_max = edits_max(term)?;
    // Less distance wins before anything else, so the second distance is only looked at when the first gives nothing.
    (1..=edits_max).find_map(|edits| best_within(lexicon, term, edits, df_min))
}

fn edits_max(term: &str) -> Option<u8> {
    // A number is not a misspelling of another number.
    if term.chars().any(|c| c.is_ascii_digit()) {
        return None;
    }
    let chars = term.chars().count();
    let [one, two] = TYPO_CHARS_MIN;
    if chars >= two { Some(EDITS_MAX) } else { (chars >= one).then_some(1) }
}

fn best_within(lexicon: &Lexicon, term: &str, edits: u8, df_min: u32) -> Option<Candidate> {
    let near = Near::new(term, edits);
    let mut found: Option<Candidate> = None;
    let mut seen = 0;
    lexicon.matching(&near, |key, entry| {
        seen += 1;
        if seen > TYPO_CANDIDATES_MAX {
            return ControlFlow::Break(());
        }
        let Some(distance) = near.distance(key) else { return ControlFlow::Continue(()) };
        if distance == 0 || entry.df < df_min {
            return ControlFlow::Continue(());
        }
        // People rarely mistake the first letter.
        let same_start = key.chars().next() == term.chars().next();
        let score = f64::from(entry.df).ln() + if same_start { 2.0 } else { 0.0 };
        let better = found.as_ref().is_none_or(|best| {
            // Ties fall to the first in order, which is the same on every machine.
            distance < best.distance || (distance == best.distance && score > best.score)
        });
        if better {
            found = Some(Candidate { term: key.into(), distance, score });
        }
        ControlFlow::Continue(())
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use zoeklicht_format::{Hash, LexEntry, Verified, write_lexicon};

    fn lexicon() -> Lexicon {
        let entries = [
            ("beleid", 90),
            ("bleid", 1),
            ("gelaid", 50),
            ("inburgering", 120),
            ("inburgeringstraject", 40),
            ("stad", 20),
        ];
        let entries = entries.map(|(term, df)| LexEntry { term, df, naming: 0 });
        let file = write_lexicon(&entries);
        Lexicon::read(Verified::new(&file, Hash::of(&file), "lexicon").expect("whole")).expect("valid")
    }

    #[test]
    fn one_or_two_letters_wrong_are_put_right() {
        let lexicon = lexicon();
        let check =
            |typed: &str, meant: Option<&str>| assert_eq!(correct(&lexicon, typed).as_deref(), meant, "{typed}");
        check("inburgeringstrajcet", Some("inburgeringstraject"));
        check("inbrgring", Some("inburgering"));
        check("nburgering", Some("inburgering"));
        check("stadd", Some("stad"));
        check("std", None);
        check("sdafadsfasdf", None);
        check("2021", None);
        check(&"x".repeat(64), None);
    }

    #[test]
    fn the_nearest_wins_then_the_most_frequent_with_the_same_first_letter() {
        let lexicon = lexicon();
        assert_eq!(correct(&lexicon, "belaid").as_deref(), Some("beleid"));
        assert_eq!(more_frequent(&lexicon, "bleid").as_deref(), Some("beleid"));
        assert_eq!(more_frequent(&lexicon, "beleid"), None);
    }
}
