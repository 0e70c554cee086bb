//! Stop words: short lists of words that carry no meaning of their own. Indexed like any other, they leave scoring
//! when another term remains.

use crate::Lang;

/// Whether a folded word is a stop word of a language.
pub fn is_stop_word(lang: Lang, folded: &str) -> bool {
    let list = match lang.as_str() {
        "nl" => DUTCH,
        "fr" => FRENCH,
        "de" => GERMAN,
        "en" => ENGLISH,
        _ => return false,
    };
    list.split_ascii_whitespace().any(|word| word == folded)
}

// Ours: the articles, prepositions, pronouns, conjunctions and auxiliaries at the head of each language's frequency
// list, folded. Question words are in, because people ask questions.
const DUTCH: &str = "aan al alle als bij dan dat de deze die dit door een en er ga geen haar had hebben heeft het hij hoe hun ik in \
    is je kan kunnen men met mijn moet na naar niet nog of om onder ons ook op over te tot uit uw van veel voor waar \
    waarom wanneer waren was wat we welke werd wie wij wil worden wordt ze zich zijn zo zou zullen";
const FRENCH: &str = "a ai au aux avec c ce ces cette comment d dans de des du elle en est et eu il ils j je l la le les leur lui \
    m ma mais me mes moi mon n ne nos notre nous on ou par pas pour qu quand que quel quelle qui s sa se ses son sont \
    sur t ta te tu un une vos votre vous y";
const GERMAN: &str = "als am an auch auf aus bei bin bis da das dass dem den der des die doch ein eine einem einen einer eines er \
    es fur haben hat ich ihr im in ist ja kann man mit nach nicht noch nur oder sein sich sie sind so um und uns von \
    vor wann war warum was wenn wer werden wie wir wird wo zu zum zur";
const ENGLISH: &str = "a about an and are as at be been but by can do does for from had has have he her his how i if in into is it \
    its me my no not of on or our she so that the their them then there these they this to was we were what when where \
    which who why will with you your";

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
