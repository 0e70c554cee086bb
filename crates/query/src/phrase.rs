//! Phrases by reading: the documents that have all words of a phrase are searched for the words in a row. Positions in
//! the index would cost three times all the rest of it; text is at hand for the excerpts anyway.

use zoeklicht_format::{DocId, Segment};
use zoeklicht_text::tokens;

use crate::index::Lookup;

/// All segments of a document, as far as they are here; those missing are noted.
pub(crate) fn segments<'a>(lookup: &mut Lookup<'a>, doc: DocId) -> Vec<&'a Segment> {
    let Some(first) = lookup.segment(doc, 0) else { return Vec::new() };
    let count = first.record.as_ref().map_or(1, |record| record.segments);
    (0..count).filter_map(|number| lookup.segment(doc, number)).collect()
}

/// Whether a document has the terms in a row: in its title, in one of its headings, or in its text.
pub(crate) fn stands_in(segments: &[&Segment], phrase: &[String]) -> bool {
    let title = segments.first().and_then(|segment| segment.record.as_ref()).map_or("", |record| &record.title);
    let mut headings = segments.iter().flat_map(|segment| &segment.headings);
    in_a_row(terms(title), phrase)
        || headings.any(|heading| in_a_row(terms(&heading.text), phrase))
        // A phrase may run over the end of a segment.
        || in_a_row(segments.iter().flat_map(|segment| terms(&segment.text)), phrase)
}

fn terms(text: &str) -> impl Iterator<Item = String> + '_ {
    tokens(text).map(|token| token.term)
}

fn in_a_row(terms: impl Iterator<Item = String>, phrase: &[String]) -> bool {
    let mut window = std::collections::VecDeque::with_capacity(phrase.len());
    for term in terms {
        if window.len() == phrase.len() {
            window.pop_front();
        }
        window.push_back(term);
        if window.iter().eq(phrase) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_must_follow_each_other() {
        let phrase = ["sociale".to_owned(), "cohesie".to_owned()];
        let check = |text: &str, expected| assert_eq!(in_a_row(terms(text), &phrase), expected, "{text}");
        check("De sociale cohesie versterken", true);
        check("sociale, cohesie", true);
        check("cohesie sociale", false);
        check("sociale en cohesie", false);
        check("", false);
    }
}
