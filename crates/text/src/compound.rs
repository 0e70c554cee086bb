//! Compounds: `inburgeringsbeleid` is `inburgering` and `beleid`. Build time only: the index carries the split points.
//!
//! A split is judged by its parts: how often each stands alone, how many other compounds it makes in that place (its
//! family) and how long it is. Its frequency is never compared with that of the whole word, as Koehn and Knight do
//! ("Empirical methods for compound splitting", 2003): for search a frequent compound must be split too. The weights
//! were found on held-out Dutch compounds.
//!
//! Invariants
//! - Parts ascend, do not overlap, and lie on char boundaries; the first begins the word and the last ends it.
//! - The same words give the same splits, in whatever order they come.

use std::ops::Range;

use hashbrown::HashMap;

use crate::Lang;
use crate::inflection::bases;
use crate::known::known_words;
use crate::stop::stop_words;

/// Splits the compounds of a language (Dutch or German; no word of another is split), knowing the words of a corpus and
/// the commonest ones of the language.
///
/// ```
/// # use zoeklicht_text::{Lang, Splitter};
/// let splitter = Splitter::new(Lang::parse("nl").unwrap_or(Lang::UND), [("inburgeringsbeleid", 3)]);
/// assert_eq!(splitter.split("inburgeringsbeleid"), Some(vec![0..11, 12..18]));
/// assert_eq!(splitter.split("gemeente"), None);
/// assert_eq!(splitter.truncated("integratie", "inburgeringsbeleid").as_deref(), Some("integratiebeleid"));
/// ```
#[derive(Debug)]
pub struct Splitter {
    lang: Lang,
    rules: Option<&'static Rules>,
    numbers: HashMap<Box<str>, usize>,
    /// By the words' numbers.
    known: Vec<Known>,
}

/// What is known of a word.
#[derive(Clone, Copy, Debug, Default)]
struct Known {
    /// How often it stands in the corpus.
    corpus: u32,
    /// Occurrences in ten million words of the language, 0 for a word that is not on its list. So much that the list tells
    /// where a small corpus does not.
    per_ten_million: f64,
    is_part: bool,
    /// Whether it makes derivations, so that it is no part even if what looks like a link completes it: `buiten` is not
    /// `buit` with a link.
    is_affix: bool,
    /// In how many known words it stands before another part, and after.
    family: [u16; 2],
    /// What it adds to a split as a modifier, and as the head.
    score: [f64; 2],
}

/// The places in a compound: before another part, or at the end.
const MODIFIER: usize = 0;
const HEAD: usize = 1;

/// A split must be this good. Lower finds more, higher errs less: 3.0 misses `beleidsnota` and `regeerakkoord`.
const SCORE_MIN: f64 = 2.5;
/// A part that is a known word is cut further only if that is this much better still.
const NESTED_SCORE: f64 = 1.0;
/// In the corpus and ten million words: rarer words of four letters are mostly names and abbreviations (`digi`, `bijv`).
const SHORT_PART_FREQUENCY_MIN: f64 = 15.0;
/// More parts are not tried: no word of the test collections has them.
const PARTS_COUNT_MAX: usize = 4;
const PART_BYTES_MIN: usize = 4;
/// Of the words on a language's short list.
const SHORT_PART_BYTES: usize = 3;
/// No word of the lists is longer.
const PART_BYTES_MAX: usize = 20;

/// Whether a word is but an ending with a letter before it: the `ming` of `stemming`.
fn has_only_ending(word: &str, endings: &[&str]) -> bool {
    endings.iter().any(|ending| word.strip_suffix(ending).is_some_and(|rest| rest.len() == 1))
}

/// What is particular to a language.
#[derive(Debug)]
struct Rules {
    /// What may stand between two parts, with what it costs.
    links: &'static [(&'static str, f64)],
    /// Words of three letters that make many compounds.
    short: &'static str,
    /// Words that make derivations and no compounds.
    affixes: &'static str,
    /// With one letter before them, these are no words.
    endings: &'static [&'static str],
    /// Words that also make derivations: suspect as a head.
    suffixes: &'static str,
    /// Compounds that nobody reads as such any more: no split falls inside.
    whole: &'static [&'static str],
}

const DUTCH: Rules = Rules {
    links: &[("", 0.0), ("s", 0.6), ("en", 1.0), ("n", 1.6), ("e", 2.2), ("er", 2.0), ("ne", 2.5)],
    short: "bad bed bos bus dag dak hof lid les lot mes net oog pad pas pen plan raad ras rem rug spel tak tas ton \
        tuin vak vat vis vuil wal wet wijk zak zee zon eis",
    affixes: "aaneen aardig aardige achter achtig achtige algen allen aller alles anti baar bare binnen boven buiten contra daar door eerde eerden eert ende eren erbij erij ering haftig haftige \
        heden heid hier ineen ingen inter iteit iteiten laar lands landse lijk lijke ling lingen loog mede mega mini multi naar natie neder neer onder onge \
        onver over ringen same samen schap schappelijk schappen semi ster sters super talig talige tegen teit teiten tele terug tie ties trans tussen \
        uiteen ultra vanuit overeen opper king verder vers vice voor voorbij voort vooruit waar weder weer zaam zame zelf",
    endings: &["ing", "ingen", "ering", "eren", "ers", "elijk", "elijke"],
    suffixes: "arm arme loos loze matig matige rijk rijke vol volle vrij vrije waardig waardige",
    whole: &[
        "belangrijk",
        "bijvoorbeeld",
        "burgemeester",
        "digita",
        "horizonta",
        "huisvesting",
        "kantoor",
        "kantor",
        "leeftijd",
        "maatregel",
        "maatschap",
        "noodzakelijk",
        "paspoort",
        "platform",
        "standaard",
        "werkgever",
        "werknemer",
    ],
};
const GERMAN: Rules = Rules {
    links: &[("", 0.0), ("s", 0.6), ("es", 1.6), ("n", 1.6), ("en", 1.0), ("er", 2.0), ("e", 2.2)],
    short: "amt bad bau eis hof ort pass rat rad see tag tal tor tur weg zug",
    affixes: "aber aller allein anti artig artige bare baren barer chen deut durch ehen ende enden ender endes ente erei erin gegen hafte heit heiten hinter ieren ierung igkeit ingen innen inter isch ischem keit \
        keiten lich liche lichen ische ischen ischer ischem isches liegend liegende liegenden ling linge lingen mega mini multi nach nieder nisch nische nischen nisse same samt schaft schaften semi super \
        tion tionen trans uber ungen unter weiter wieder zuruck zusammen zwischen",
    endings: &["ung", "ungen", "ings", "iger", "iges", "igen", "ischen", "ischer", "isches"],
    suffixes: "arm arme frei freie haft los lose losen massig massige reich reiche voll volle wert",
    whole: &["arbeitgeber", "arbeitnehmer", "massnahme"],
};

fn rules_of(lang: Lang) -> Option<&'static Rules> {
    match lang.as_str() {
        "nl" => Some(&DUTCH),
        "de" => Some(&GERMAN),
        _ => None,
    }
}

impl Splitter {
    /// Whether a language has compounds that are written as one word, and a word list here to split them by.
    pub fn knows(lang: Lang) -> bool {
        rules_of(lang).is_some()
    }

    /// A splitter that knows `words`: folded terms, each once, with how often they stand in the corpus.
    pub fn new<'a>(lang: Lang, words: impl IntoIterator<Item = (&'a str, u32)>) -> Splitter {
        let rules = rules_of(lang);
        let mut splitter = Splitter { lang, rules, numbers: HashMap::new(), known: Vec::new() };
        let Some(rules) = rules else { return splitter };
        let listed = |list: &str, word: &str| list.split_ascii_whitespace().any(|other| other == word);
        for (word, count) in words {
            splitter.entry(word).corpus = count;
        }
        for (word, per_ten_million) in known_words(lang) {
            let known = splitter.entry(word);
            known.per_ten_million = per_ten_million;
            let long_enough = word.len() >= PART_BYTES_MIN || listed(rules.short, word);
            let common_enough = word.len() > PART_BYTES_MIN || known.frequency() >= SHORT_PART_FREQUENCY_MIN;
            known.is_part = long_enough && common_enough && !has_only_ending(word, rules.endings);
        }
        let affixes = rules.affixes.split_ascii_whitespace();
        affixes.chain(stop_words(lang)).for_each(|affix| {
            let known = splitter.entry(affix);
            (known.is_part, known.is_affix) = (false, true);
        });
        splitter.count_families();
        for (word, number) in &splitter.numbers {
            let known = &mut splitter.known[*number];
            let is_suffix = listed(rules.suffixes, word);
            known.score = [
                known.score_as(MODIFIER, word.len()),
                known.score_as(HEAD, word.len()) - if is_suffix { 4.0 } else { 0.0 },
            ];
        }
        splitter
    }

    /// Where the parts of a compound stand in it, in bytes; what links two parts belongs to neither. `None` for a word
    /// that is no compound.
    pub fn split(&self, term: &str) -> Option<Vec<Range<usize>>> {
        self.rules?;
        // Forms of one word are split at the same places, those of its shortest known form.
        let mut base = term.to_owned();
        while let Some(shorter) =
            bases(self.lang, &base).into_iter().find(|other| other.len() < base.len() && self.get(other).is_some())
        {
            base = shorter;
        }
        let mut parts = self.cut(&base, 0..base.len());
        if parts.len() < 2 {
            return None;
        }
        let shared = base.bytes().zip(term.bytes()).take_while(|(a, b)| a == b).count();
        let head = parts.last_mut()?;
        if head.start >= shared {
            return None;
        }
        head.end = term.len();
        Some(parts)
    }

    /// The word that `first` is short for in `first- en second`: `integratie- en inburgeringsbeleid` means
    /// `integratiebeleid`. Both are folded. `None` if no known or likely compound comes of it.
    pub fn truncated(&self, first: &str, second: &str) -> Option<String> {
        self.rules?;
        let heads =
            second.char_indices().map(|(at, _)| &second[at..]).skip(2).take_while(|head| head.len() >= PART_BYTES_MIN);
        let mut joined = heads.map(|head| format!("{first}{head}"));
        // `kind- en ouderen` does not mean `kinderen`.
        let is_form = |word: &String| bases(self.lang, word).iter().any(|base| base == first);
        let known = joined.find(|word| self.get(word).is_some() && !is_form(word));
        known.or_else(|| {
            let head = self.split(second)?.pop()?;
            let word = format!("{first}{}", &second[head.clone()]);
            self.split(&word).filter(|parts| parts.last().is_some_and(|part| part.start == first.len())).map(|_| word)
        })
    }

    fn entry(&mut self, word: &str) -> &mut Known {
        let number = self.numbers.get(word).copied().unwrap_or(self.known.len());
        if number == self.known.len() {
            self.numbers.insert(word.into(), number);
            self.known.push(Known::default());
        }
        &mut self.known[number]
    }

    fn get(&self, word: &str) -> Option<&Known> {
        self.numbers.get(word).map(|number| &self.known[*number])
    }

    /// The number of a word that can be a part.
    fn part(&self, piece: Option<&str>) -> Option<usize> {
        let piece = piece.filter(|piece| (SHORT_PART_BYTES..=PART_BYTES_MAX).contains(&piece.len()))?;
        self.numbers.get(piece).copied().filter(|number| self.known[*number].is_part)
    }

    /// Counts of every part in how many known words it stands beside another.
    fn count_families(&mut self) {
        let mut families = vec![[0_u16; 2]; self.known.len()];
        let (mut modifiers, mut heads) = (Vec::new(), Vec::new());
        for word in self.numbers.keys() {
            for end in SHORT_PART_BYTES..word.len().saturating_sub(SHORT_PART_BYTES - 1) {
                let Some(modifier) = self.part(word.get(..end)) else { continue };
                for start in self.starts(word, end).map(|(start, _)| start) {
                    if let Some(head) = self.part(word.get(start..)) {
                        modifiers.push(modifier);
                        heads.push(head);
                    }
                }
            }
            for (place, parts) in [(MODIFIER, &mut modifiers), (HEAD, &mut heads)] {
                parts.sort_unstable();
                parts.dedup();
                for part in parts.drain(..) {
                    families[part][place] = families[part][place].saturating_add(1);
                }
            }
        }
        self.known.iter_mut().zip(families).for_each(|(known, family)| known.family = family);
    }

    /// Where a part can begin after one that ends at `end`, with the cost of what links them.
    fn starts(&self, word: &str, end: usize) -> impl Iterator<Item = (usize, f64)> {
        let rest = word.get(end..).unwrap_or_default();
        self.links()
            .iter()
            .filter(|(link, _)| rest.starts_with(link))
            .map(move |(link, cost)| (end + link.len(), *cost))
    }

    /// The parts of a stretch of a word, cut as far as they can be; only itself if it is no compound.
    fn cut(&self, word: &str, stretch: Range<usize>) -> Vec<Range<usize>> {
        let piece = word.get(stretch.clone()).unwrap_or_default();
        let score = if stretch.len() < word.len() { SCORE_MIN + NESTED_SCORE } else { SCORE_MIN };
        let mut search = Search {
            splitter: self,
            word: piece,
            whole: self.whole(piece),
            parts: Vec::new(),
            best: Vec::new(),
            score,
        };
        search.extend(0);
        if search.best.is_empty() {
            return vec![stretch];
        }
        let mut parts = Vec::new();
        for part in search.best {
            let mut end = part.end;
            if end < piece.len() {
                end -= self.inflection_bytes(&piece[part.clone()]);
            }
            parts.extend(self.cut(word, stretch.start + part.start..stretch.start + end));
        }
        parts
    }

    /// How much of a modifier is what links it: the `en` of `vluchtelingen` in `vluchtelingenkamp`.
    fn inflection_bytes(&self, modifier: &str) -> usize {
        let own = self.get(modifier).map_or(0.0, Known::frequency);
        let mut best = (0, 0.0);
        for base in bases(self.lang, modifier) {
            let link = modifier.strip_prefix(&base[..]).unwrap_or_default();
            let is_link = !link.is_empty() && self.links().iter().any(|(other, _)| *other == link);
            let frequency = self.part(Some(&base)).map_or(0.0, |number| self.known[number].frequency());
            // `burger` is no form of `burg`, nor `gezin` of `gezi`: the base is the commoner form, though less often when
            // the other is a plural in -en.
            let least = if link == "en" { own / 10.0 } else { own };
            if is_link && frequency > least && frequency > best.1 {
                best = (link.len(), frequency);
            }
        }
        best.0
    }

    fn links(&self) -> &'static [(&'static str, f64)] {
        self.rules.map_or(&[], |rules| rules.links)
    }

    /// The stretches of a word that are not split.
    fn whole(&self, word: &str) -> Vec<Range<usize>> {
        let whole = self.rules.map_or(&[][..], |rules| rules.whole).iter();
        whole.flat_map(|whole| word.match_indices(whole)).map(|(at, whole)| at..at + whole.len()).collect()
    }
}

impl Known {
    /// In the corpus and the language.
    fn frequency(&self) -> f64 {
        f64::from(self.corpus) + self.per_ten_million
    }

    /// What the word, of this many bytes, adds to a split in a place.
    fn score_as(&self, place: usize, len: usize) -> f64 {
        let family = f64::from(self.family[place]);
        let frequency = 0.5 * self.frequency().ln_1p();
        let length = match len {
            ..=3 => -3.0,
            4 => -1.2,
            _ => 0.3 * (u8::try_from(len.min(11)).map_or(11.0, f64::from) - 5.0),
        };
        frequency + 1.2 * family.ln_1p() + length - if family < 3.0 { 2.0 } else { 0.0 }
    }
}

/// All splits of a word, tried one after the other.
struct Search<'a> {
    splitter: &'a Splitter,
    word: &'a str,
    /// No part may end inside these.
    whole: Vec<Range<usize>>,
    /// The parts so far, with their scores.
    parts: Vec<(Range<usize>, f64)>,
    /// None if it is empty.
    best: Vec<Range<usize>>,
    /// Of the best split, or what a split must have.
    score: f64,
}

impl Search<'_> {
    /// Tries everything that can follow from `start` on.
    fn extend(&mut self, start: usize) {
        let rest = self.word.len() - start;
        if !self.parts.is_empty()
            && let Some(head) = self.splitter.part(self.word.get(start..))
        {
            self.parts.push((start..self.word.len(), self.splitter.known[head].score[HEAD]));
            self.judge();
            self.parts.pop();
        }
        if self.parts.len() + 1 == PARTS_COUNT_MAX {
            return;
        }
        for end in start + SHORT_PART_BYTES..=start + PART_BYTES_MAX.min(rest.saturating_sub(SHORT_PART_BYTES)) {
            let Some(modifier) = self.splitter.part(self.word.get(start..end)) else { continue };
            if self.whole.iter().any(|whole| whole.start < end && end < whole.end) {
                continue;
            }
            for (next, cost) in self.splitter.starts(self.word, end) {
                if self
                    .word
                    .get(start..next)
                    .and_then(|linked| self.splitter.get(linked))
                    .is_some_and(|linked| linked.is_affix)
                {
                    continue;
                }
                self.parts.push((start..end, self.splitter.known[modifier].score[MODIFIER] - cost));
                self.extend(next);
                self.parts.pop();
            }
        }
    }

    /// Keeps the split if it is better than those before.
    fn judge(&mut self) {
        let count = self.parts.iter().fold(0.0_f64, |count, _| count + 1.0);
        let mean = self.parts.iter().map(|(_, score)| score).sum::<f64>() / count;
        let min = self.parts.iter().map(|(_, score)| *score).fold(f64::INFINITY, f64::min);
        let score = mean - 1.2 * (count - 2.0) + 0.3 * (min - mean);
        if score > self.score {
            self.score = score;
            self.best = self.parts.iter().map(|(part, _)| part.clone()).collect();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn splitter(lang: &str, words: &[&str]) -> Splitter {
        Splitter::new(Lang::parse(lang).unwrap_or(Lang::UND), words.iter().map(|word| (*word, 1)))
    }

    #[track_caller]
    fn check(lang: &str, word: &str, expected: &str) {
        let parts = splitter(lang, &[word]).split(word).unwrap_or_default();
        let parts: Vec<&str> = parts.into_iter().map(|part| &word[part]).collect();
        assert_eq!(parts.join("+"), expected, "{word}");
    }

    #[test]
    fn what_links_two_parts_belongs_to_neither() {
        check("nl", "inburgeringsbeleid", "inburgering+beleid");
        check("nl", "vluchtelingenkamp", "vluchteling+kamp");
        check("de", "bundesregierung", "bund+regierung");
        check("de", "strassenverkehr", "strasse+verkehr");
    }

    #[test]
    fn a_derivation_is_no_compound() {
        for word in ["overheid", "gemeente", "minister", "vluchteling", "gemeenschap", "mogelijkheden", "ë", ""] {
            check("nl", word, "");
        }
        check("fr", "portefeuille", "");
    }

    #[test]
    fn forms_of_a_word_are_split_at_the_same_places() {
        let splitter = splitter("nl", &["gemeentebestuur"]);
        let check = |word: &str, starts: &[usize]| {
            let parts = splitter.split(word).unwrap_or_default();
            assert_eq!(parts.iter().map(|part| part.start).collect::<Vec<_>>(), starts, "{word}");
        };
        check("huurwoning", &[0, 4]);
        check("huurwoningen", &[0, 4]);
        check("gemeentebestuur", &[0, 8]);
        check("gemeentebesturen", &[0, 8]);
    }

    #[test]
    fn a_truncated_word_is_completed_from_the_next() {
        let nl = splitter("nl", &["invoer", "kinderen", "ouderen", "zondag", "zondagen"]);
        let check = |first: &str, second: &str, expected: Option<&str>| {
            assert_eq!(nl.truncated(first, second).as_deref(), expected, "{first}- en {second}");
        };
        check("integratie", "inburgeringsbeleid", Some("integratiebeleid"));
        check("inburgerings", "integratiebeleid", Some("inburgeringsbeleid"));
        check("in", "uitvoer", Some("invoer"));
        check("wet", "regelgeving", Some("wetgeving"));
        check("zon", "feestdagen", Some("zondagen"));
        check("kind", "ouderen", None);
        check("basis", "secundair", None);
        check("é", "ë", None);
    }

    proptest::proptest! {
        #[test]
        fn parts_ascend_from_the_beginning_to_the_end(words in proptest::collection::vec("(werk|stad|s|en|ë|wet|raad){1,9}", 1..4)) {
            static SPLITTER: std::sync::LazyLock<Splitter> = std::sync::LazyLock::new(|| splitter("nl", &["stadswerk", "wetten"]));
            for word in &words {
                let Some(parts) = SPLITTER.split(word) else { continue };
                proptest::prop_assert!(parts.len() >= 2 && parts[0].start == 0 && parts[parts.len() - 1].end == word.len());
                proptest::prop_assert!(parts.windows(2).all(|pair| pair[0].end <= pair[1].start));
                proptest::prop_assert!(parts.iter().all(|part| word.get(part.clone()).is_some_and(|part| !part.is_empty())));
            }
        }
    }
}
