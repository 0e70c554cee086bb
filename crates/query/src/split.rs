//! Compounds that the index has never seen: cut into words that it has, by the lexicon's FST.

use zoeklicht_format::Lexicon;
use zoeklicht_text::slice;

/// Letters of the shortest part.
const PART_CHARS_MIN: usize = 4;
/// Parts of the longest compound that is cut.
const PARTS_MAX: usize = 3;
/// What may link two parts, with what it costs: linking elements of Dutch and German, the commonest first.
const LINKS: [(&str, f64); 7] = [("", 0.0), ("s", 0.6), ("en", 1.0), ("n", 1.6), ("e", 2.2), ("er", 2.0), ("es", 2.5)];

/// The best cut of a word into words of the lexicon; `None` if there is none.
///
/// The sum of the logarithms of the parts' frequencies, less for links, as a mean over the parts, so that fewer parts win.
pub(crate) fn split(lexicon: &Lexicon, term: &str) -> Option<Vec<String>> {
    if term.chars().any(|c| !c.is_alphabetic()) {
        return None;
    }
    let (_, parts) = cut(lexicon, term, PARTS_MAX).filter(|(_, parts)| parts.len() > 1)?;
    Some(parts)
}

/// The best cut into at most `parts_max` parts, with its score.
fn cut(lexicon: &Lexicon, term: &str, parts_max: usize) -> Option<(f64, Vec<String>)> {
    if let Some(df) = lexicon.df(term).filter(|_| parts_max < PARTS_MAX) {
        return Some((f64::from(df).ln_1p(), vec![term.to_owned()]));
    }
    if parts_max == 1 {
        return None;
    }
    let mut best: Option<(f64, Vec<String>)> = None;
    for (end, _) in term.char_indices().skip(PART_CHARS_MIN) {
        let Some(df) = lexicon.df(slice(term, ..end)) else { continue };
        for (link, cost) in LINKS {
            let Some(rest) = slice(term, end..).strip_prefix(link) else { continue };
            if rest.chars().count() < PART_CHARS_MIN {
                continue;
            }
            let Some((score, parts)) = cut(lexicon, rest, parts_max - 1) else { continue };
            let count = f64::from(u32::try_from(parts.len()).unwrap_or(u32::MAX));
            let score = (f64::from(df).ln_1p() - cost + score * count) / (count + 1.0) - PER_PART;
            if best.as_ref().is_none_or(|(known, _)| score > *known) {
                let first = slice(term, ..end).to_owned();
                best = Some((score, [first].into_iter().chain(parts).collect()));
            }
        }
    }
    best
}

/// What each further part costs.
const PER_PART: f64 = 1.2;
