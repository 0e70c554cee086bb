//! Words that share their second part with the next: `integratie- en inburgeringsbeleid`, `Aus- und Weiterbildung`.

use crate::tokens;

/// Between the words, folded: Dutch, German, English.
const CONJUNCTIONS: [&str; 8] = ["en", "of", "and", "or", "und", "oder", "bzw", "dan"];

/// The terms of such pairs: the word that lacks its second part, and the one that has it.
///
/// ```
/// let pairs = zoeklicht_text::coordinations("het integratie- en inburgeringsbeleid");
/// assert_eq!(pairs, [("integratie".to_owned(), "inburgeringsbeleid".to_owned())]);
/// ```
pub fn coordinations(text: &str) -> Vec<(String, String)> {
    // The rest of a sentence is more than enough for two words.
    const AHEAD_BYTES: usize = 100;
    const BEFORE_BYTES: usize = 64;
    let mut pairs = Vec::new();
    for (hyphen, _) in text.match_indices("- ") {
        let before = &text[text.ceil_char_boundary(hyphen.saturating_sub(BEFORE_BYTES))..hyphen];
        let after = &text[hyphen + 2..text.floor_char_boundary(hyphen + 2 + AHEAD_BYTES)];
        // A hyphen on its own is a dash.
        if !before.ends_with(char::is_alphabetic) {
            continue;
        }
        let mut next = tokens(after);
        let (Some(first), Some(conjunction), Some(second)) = (tokens(before).last(), next.next(), next.next()) else {
            continue;
        };
        if CONJUNCTIONS.contains(&conjunction.term.as_str()) {
            pairs.push((first.term, second.term));
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_hyphen_before_a_conjunction_leaves_something_out() {
        let check = |text: &str, expected: &[(&str, &str)]| {
            let found = coordinations(text);
            let found: Vec<_> = found.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
            assert_eq!(found, expected, "{text}");
        };
        check("Aus- und Weiterbildung", &[("aus", "weiterbildung")]);
        check(
            "vluchtelingen- of asielbeleid en taal- en werktrajecten",
            &[("vluchtelingen", "asielbeleid"), ("taal", "werktrajecten")],
        );
        check("werk - en taal", &[]);
        check("e- inclusie, sociaal-cultureel", &[]);
        check("- ", &[]);
        check("één-", &[]);
        check("één- en tweeledig", &[("een", "tweeledig")]);
    }
}
