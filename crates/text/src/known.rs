//! The commonest words of a language, from `data/*.words`. Build time only.

use std::io::Read as _;
use std::sync::OnceLock;

use flate2::read::ZlibDecoder;

use crate::Lang;

/// Whether a folded word is among the commonest of a language. None is of a language without a list.
pub fn is_known_word(lang: Lang, folded: &str) -> bool {
    let word = |line: &&'static str| line.split_at_checked(line.len().saturating_sub(1)).map(|(word, _)| word);
    lines(lang).binary_search_by(|line| word(line).cmp(&Some(folded))).is_ok()
}

/// The words of a language, folded and sorted, each with how often it stands in ten million words. Empty for a language without
/// a list, and read when first asked for.
pub(crate) fn known_words(lang: Lang) -> impl Iterator<Item = (&'static str, f64)> {
    lines(lang).iter().filter_map(|line| {
        let (word, letter) = line.split_at_checked(line.len().checked_sub(1)?)?;
        let quarters = letter.bytes().next()?.checked_sub(b'A')?;
        Some((word, 1e7 * 10_f64.powf(-0.25 * f64::from(quarters))))
    })
}

fn lines(lang: Lang) -> &'static [&'static str] {
    static DUTCH: OnceLock<Vec<&str>> = OnceLock::new();
    static GERMAN: OnceLock<Vec<&str>> = OnceLock::new();
    // A list is kept as long as the program runs anyway.
    let lines = |bytes| inflated(bytes).leak().lines().collect();
    match lang.as_str() {
        "nl" => DUTCH.get_or_init(|| lines(include_bytes!("../data/nl.words"))),
        "de" => GERMAN.get_or_init(|| lines(include_bytes!("../data/de.words"))),
        _ => &[],
    }
}

/// Empty if the bytes are damaged, which a test rules out: they are part of the program.
fn inflated(bytes: &[u8]) -> String {
    let mut list = String::new();
    ZlibDecoder::new(bytes).read_to_string(&mut list).map(|_| list).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_list_is_whole_sorted_and_folded() {
        let check = |lang: &str, count: usize, common: &str| {
            let words: Vec<_> = known_words(Lang::parse(lang).unwrap_or(Lang::UND)).collect();
            assert_eq!(words.len(), count, "{lang}");
            assert!(words.is_sorted_by(|a, b| a.0 < b.0), "{lang}");
            assert!(words.iter().all(|(word, _)| crate::fold(word) == *word && word.len() >= 3), "{lang}");
            let common = words.iter().find(|(word, _)| *word == common);
            assert!(common.is_none_or(|(_, times)| *times > 1000.0), "{lang}: {common:?}");
        };
        check("nl", 80_000, "gemeente");
        check("de", 80_000, "strasse");
        check("fr", 0, "commune");
    }

    #[test]
    fn a_word_is_looked_up() {
        let check = |lang: &str, word: &str, expected: bool| {
            assert_eq!(is_known_word(Lang::parse(lang).unwrap_or(Lang::UND), word), expected, "{word}");
        };
        check("nl", "gemeente", true);
        check("nl", "gemeent", false);
        check("nl", "", false);
        check("nl", "é", false);
        check("de", "strasse", true);
        check("fr", "commune", false);
    }
}
