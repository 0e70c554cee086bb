//! Stop words: short lists of words that carry no meaning of their own. Indexed like any other, they leave scoring
//! when another term remains.

use crate::Lang;

/// Whether a folded word is a stop word of a language.
pub fn is_stop_word(lang: Lang, folded: &str) -> bool {
    stop_words(lang).any(|word| word == folded)
}

/// The stop words of a language, folded; none for one without a list.
pub(crate) fn stop_words(lang: Lang) -> impl Iterator<Item = &'static str> {
    let list = match lang.as_str() {
        "nl" => DUTCH,
        "fr" => FRENCH,
        "de" => GERMAN,
        "en" => ENGLISH,
        _ => "",
    };
    list.split_ascii_whitespace()
}

// Ours: the articles, prepositions, pronouns, conjunctions and auxiliaries at the head of each language's frequency
// list, folded. Question words are in, because people ask questions.
const DUTCH: &str = "aan al alle als bij daar dan dat de deze die dit door een en er ga geen haar had hebben heeft het hier \
    hij hoe hoeveel hun ik in is je kan kunnen mag men met mijn moet mogen na naar niet nog of om onder ons \
    ook op over te tot uit uw van veel voor waar waarmee waarom waarop waarover waarvoor wanneer waren was \
    wat we welk welke werd wie wiens wij wil worden wordt ze zich zijn zo zou zullen";
const FRENCH: &str = "a ai au aux avec c ce ces cette combien comment d dans de des du elle en est et etre eu il ils j je l la \
    laquelle le lequel les leur lui m ma mais me mes moi mon n ne nos notre nous on ou par pas peut pour \
    pourquoi qu quand que quel quelle quelles quels qui quoi s sa se ses son sont sur t ta te tu un une vos \
    votre vous y";
const GERMAN: &str = "als am an auch auf aus bei bin bis da das dass dem den der des die doch ein eine einem einen einer eines \
    er es fur haben hat ich ihr im in ist ja kann man mit nach nicht noch nur oder sein sich sie sind so um \
    und uns von vor wann war warum was welche welcher welches wem wen wenn wer werden weshalb wessen wie \
    wieso wieviel wir wird wo woher wohin zu zum zur";
const ENGLISH: &str = "a about an and are as at be been but by can could did do does for from had has have he her his how i if \
    in into is it its many me much my no not of on or our she should so that the their them then there these \
    they this to was we were what when where which who whose why will with would you your";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_folded_and_without_repeats() {
        for list in [DUTCH, FRENCH, GERMAN, ENGLISH] {
            let words: Vec<_> = list.split_ascii_whitespace().collect();
            assert!(words.len() >= 60);
            assert!(words.is_sorted_by(|a, b| a < b), "{words:?}");
            assert!(words.iter().all(|word| crate::fold(word) == *word));
        }
    }
}
