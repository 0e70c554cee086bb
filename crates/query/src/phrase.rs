//! Phrases by reading: the documents that have all words of a phrase are searched for the words in a row. Positions in
//! the index would cost three times all the rest of it; text is at hand for the excerpts anyway.

use std::ops::RangeInclusive;

use zoeklicht_format::{DocId, Field, Posting, Segment};
use zoeklicht_text::for_each_token;

use crate::expand::TermRef;
use crate::index::Lookup;

/// Whether a document that has all terms of a phrase has them in a row: in its title, in one of its headings, or in its
/// text. `None` if a segment that it takes to tell is not here; it is noted.
///
/// Reads first where the words can meet for the first time, and all the rest only if they do not meet there.
pub(crate) fn stands_in(lookup: &mut Lookup<'_>, doc: DocId, phrase: &[TermRef<'_>]) -> Option<bool> {
    let postings: Vec<Posting> = phrase.iter().filter_map(|term| term.chunk.posting(term.place, doc)).collect();
    let all_in = |field: Field| postings.iter().all(|posting| posting.tf[field.index()] > 0);
    let terms: Vec<&str> = phrase.iter().map(TermRef::text).collect();
    if all_in(Field::Title) {
        let record = lookup.segment(doc, 0)?.record.as_ref()?;
        if in_a_row(&record.title, &terms) {
            return Some(true);
        }
    }
    if !all_in(Field::Headings) && !all_in(Field::Body) {
        return Some(false);
    }
    let meeting = postings.iter().map(|posting| posting.segment).max().unwrap_or(0);
    // The first of the words may end the segment before.
    let first = meeting.saturating_sub(1);
    if in_segments(lookup, doc, first..=meeting, &terms)? {
        return Some(true);
    }
    let count = lookup.segment(doc, 0)?.record.as_ref()?.segments;
    // The last word of the segment before is read once more with what follows.
    in_segments(lookup, doc, meeting..=count.saturating_sub(1), &terms)
}

fn in_segments(lookup: &mut Lookup<'_>, doc: DocId, numbers: RangeInclusive<u32>, terms: &[&str]) -> Option<bool> {
    // All of them, so that what is missing is asked for at once.
    let segments: Vec<Option<&Segment>> = numbers.map(|number| lookup.segment(doc, number)).collect();
    let segments: Vec<&Segment> = segments.into_iter().collect::<Option<_>>()?;
    let mut headings = segments.iter().flat_map(|segment| &segment.headings);
    let text: String = segments.iter().map(|segment| segment.text.as_str()).collect();
    Some(headings.any(|heading| in_a_row(&heading.text, terms)) || in_a_row(&text, terms))
}

fn in_a_row(text: &str, terms: &[&str]) -> bool {
    // How many of the last words read are a beginning of the phrase, for every such beginning.
    let mut begun: Vec<usize> = Vec::new();
    let mut found = false;
    for_each_token(text, |term, _| {
        begun.push(0);
        begun.retain_mut(|matched| {
            let goes_on = terms[*matched] == term;
            *matched += 1;
            found |= goes_on && *matched == terms.len();
            goes_on && *matched < terms.len()
        });
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_must_follow_each_other() {
        let check = |text: &str, expected| assert_eq!(in_a_row(text, &["sociale", "cohesie"]), expected, "{text}");
        check("De sociale cohesie versterken", true);
        check("sociale sociale, cohesie", true);
        check("cohesie sociale", false);
        check("sociale en cohesie", false);
        check("", false);
        assert!(in_a_row("de de stad", &["de", "stad"]) && in_a_row("a a b a a a b", &["a", "a", "a", "b"]));
        assert!(in_a_row("stad", &["stad"]));
    }
}
