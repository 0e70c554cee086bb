//! Documents that say the same: one address, id or title for two, one text at two addresses, nearly one text.
//!
//! Texts are compared by their fingerprint, SimHash (Charikar 2002, "Similarity estimation techniques from rounding
//! algorithms", section 3) over runs of three words: each bit is what most runs have there. Of texts that share nearly
//! all runs, few bits differ. Fingerprints that differ in [`BITS_MAX`] bits at most agree in one of [`BANDS`] bands of
//! 16 bits, so that only those are compared (Manku, Jain and Das Sarma 2007, "Detecting near-duplicates for web
//! crawling", section 3).
//!
//! Invariants
//! - Each document is compared with the first of its like in the order of the index only, and is reported once.
//! - Time grows with the number of documents, not with its square: see [`COMPARED_MAX`].

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;
use zoeklicht_text::Lang;

use crate::IndexError;
use crate::code::Code;
use crate::gather::{Gathered, Known};
use crate::message;
use crate::report::Problem;

/// What a document says, in 24 bytes. That two different texts have one hash is a chance of one in a million for six
/// million documents.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Likeness {
    /// Of the title; none if it is empty.
    title: Option<u64>,
    /// Of the words of the text; none if it has too few to be worth a word.
    text: Option<u64>,
    fingerprint: Option<u64>,
}

/// Shorter texts, such as a line that says where a page has gone, may well be the same.
const SAME_WORDS_MIN: usize = 8;
/// In shorter texts, a few words that differ are much of the text.
const SIMILAR_WORDS_MIN: usize = 64;
/// Bits of 64 in which the fingerprints of like texts may differ, as Manku and others found for eight billion pages.
const BITS_MAX: u32 = 3;
const BITS: usize = 64;
const BANDS: usize = 4;
/// Signs of a title that a message shows.
const TITLE_CHARS_MAX: usize = 80;
/// Fingerprints of a band that one is compared with, at most. Pages of one template may agree in a band by the
/// thousands without being alike.
const COMPARED_MAX: usize = 256;

impl Likeness {
    pub(crate) fn of(title: &str, text: &str) -> Likeness {
        let title_hash = xxh3_64(title.trim().as_bytes());
        let mut counts = Counts { planes: [0; 8], last: 0, before: [0; BITS], runs: 0 };
        let (mut whole, mut words) = (0_u64, 0_usize);
        let mut last = [0_u64; 2];
        for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            let word = xxh3_64(word.as_bytes());
            whole = mix(whole.rotate_left(5) ^ word);
            words += 1;
            if words > last.len() {
                counts.add(mix(word ^ last[1].rotate_left(21) ^ last[0].rotate_left(42)));
            }
            last = [last[1], word];
        }
        Likeness {
            title: (!title.trim().is_empty()).then_some(title_hash),
            text: (words >= SAME_WORDS_MIN).then_some(whole),
            fingerprint: (words >= SIMILAR_WORDS_MIN).then(|| counts.most()),
        }
    }

    /// Whether two texts are the same or nearly so; of texts that are too short to tell, no.
    pub(crate) fn is_like(&self, other: &Likeness) -> bool {
        let is_near = |(a, b): (u64, u64)| is_near(a, b);
        (self.text.is_some() && self.text == other.text) || self.fingerprint.zip(other.fingerprint).is_some_and(is_near)
    }
}

/// Whether the texts of two fingerprints are nearly one.
fn is_near(a: u64, b: u64) -> bool {
    (a ^ b).count_ones() <= BITS_MAX
}

/// How many runs have each bit.
struct Counts {
    /// Bit k of plane n is bit n of how many of the last runs have bit k: all 64 counts grow by some operations on whole
    /// planes, where counting one by one takes 64.
    planes: [u64; 8],
    /// The runs in the planes, [`Counts::PLANES_HOLD`] at most.
    last: u32,
    /// Those before, each bit apart.
    before: [u32; BITS],
    runs: u32,
}

impl Counts {
    const PLANES_HOLD: u32 = 255;

    fn add(&mut self, mut run: u64) {
        for plane in &mut self.planes {
            (*plane, run) = (*plane ^ run, *plane & run);
        }
        self.last += 1;
        if self.last == Counts::PLANES_HOLD {
            self.empty_planes();
        }
    }

    fn empty_planes(&mut self) {
        for (bit, count) in self.before.iter_mut().enumerate() {
            let planes = self.planes.iter().enumerate();
            *count += planes.map(|(n, plane)| u32::from(plane >> bit & 1 == 1) << n).sum::<u32>();
        }
        self.runs += self.last;
        (self.planes, self.last) = ([0; 8], 0);
    }

    /// The bits that most runs have.
    fn most(mut self) -> u64 {
        self.empty_planes();
        let bits = self.before.iter().enumerate();
        bits.fold(0, |all, (bit, count)| all | u64::from(*count > self.runs / 2) << bit)
    }
}

fn mix(hash: u64) -> u64 {
    xxh3_64(&hash.to_le_bytes())
}

/// What documents have in common that each should have alone; `documents` are in the order of the index.
pub(crate) fn problems(gathered: &Gathered, documents: &[(u32, &Known)]) -> Result<Vec<Problem>, IndexError> {
    let mut titles: HashMap<(Lang, u64), &Known> = HashMap::new();
    let (mut ids, mut last): (HashMap<&str, &Known>, Option<&Known>) = Default::default();
    let mut first_texts = FirstTexts::default();
    let mut by_code: BTreeMap<Code, Vec<Problem>> = BTreeMap::new();
    let mut add = |problem: Problem| by_code.entry(problem.code).or_default().push(problem);
    for (arrived, known) in documents.iter().copied() {
        let first = *ids.entry(&known.id).or_insert(known);
        // They are in the order of their addresses.
        if let Some(last) = last.replace(known).filter(|last| last.url == known.url) {
            let reason = match last.id == known.id {
                true => message!(
                    "is there twice, with one address: `{0}`",
                    "staat er tweemaal, met één adres: `{0}`",
                    known.url
                ),
                false => message!(
                    "has the same address as `{0}`: `{1}`",
                    "heeft hetzelfde adres als `{0}`: `{1}`",
                    last.id,
                    known.url
                ),
            };
            let help = message!(
                "leave one of them out, or give them addresses of their own",
                "laat er één weg, of geef elk een eigen adres"
            );
            add(Problem::new(Code::DuplicateAddress, &known.id, reason, help));
            // What else they have in common is no wonder.
            continue;
        }
        if !std::ptr::eq(first, known) {
            let reason = message!(
                "is the id of two documents, at `{0}` and `{1}`",
                "is het id van twee documenten, op `{0}` en `{1}`",
                first.url,
                known.url
            );
            let help = message!(
                "give each an id of its own, if pinned documents or judged queries name it",
                "geef elk een eigen id, als vastgezette documenten of beoordeelde zoekvragen het noemen"
            );
            add(Problem::new(Code::DuplicateId, &known.id, reason, help));
        }
        let text = first_texts.like(known);
        if let Some((code, first)) = text {
            let (reason, help) = match code {
                Code::DuplicateText => (
                    message!("has the same text as `{0}`", "heeft dezelfde tekst als `{0}`", first.id),
                    message!(
                        "keep one, and let the other redirect to it or name it with `<link rel=\"canonical\">`",
                        "houd er één; laat het andere daarheen doorsturen of het noemen met `<link rel=\"canonical\">`"
                    ),
                ),
                _ => (
                    message!("has nearly the same text as `{0}`", "heeft bijna dezelfde tekst als `{0}`", first.id),
                    message!(
                        "see whether one is an old version that was left behind",
                        "kijk of één ervan een oude versie is die is blijven staan"
                    ),
                ),
            };
            add(Problem::new(code, &known.id, reason, help));
        }
        let Some(title) = known.likeness.title else { continue };
        let first = *titles.entry((known.lang, title)).or_insert(known);
        // Of one text at two addresses, that is all there is to say.
        if !std::ptr::eq(first, known) && !matches!(text, Some((Code::DuplicateText, _))) {
            let title: String = gathered.document(arrived)?.title.trim().chars().take(TITLE_CHARS_MAX).collect();
            let help = message!(
                "name in each title what only that page is about",
                "noem in elke titel waarover alleen die pagina gaat"
            );
            let reason = message!(
                "has the same title as `{0}`: `{title}`",
                "heeft dezelfde titel als `{0}`: `{title}`",
                first.id
            );
            add(Problem::new(Code::DuplicateTitle, &known.id, reason, help));
        }
    }
    Ok(by_code.into_values().flatten().collect())
}

/// The documents that are unlike all before them.
#[derive(Default)]
struct FirstTexts<'d> {
    same: HashMap<(Lang, u64), &'d Known>,
    bands: [HashMap<u64, Vec<(u64, &'d Known)>>; BANDS],
}

impl<'d> FirstTexts<'d> {
    /// The document that this one is like and how; if none, it is kept to compare others with.
    fn like(&mut self, known: &'d Known) -> Option<(Code, &'d Known)> {
        let key = (known.lang, known.likeness.text?);
        if let Some(first) = self.same.get(&key) {
            return Some((Code::DuplicateText, first));
        }
        self.same.insert(key, known);
        let fingerprint = known.likeness.fingerprint?;
        let band = |at: usize| fingerprint.rotate_left(at.try_into().map_or(0, |at: u32| 16 * at)) & 0xffff;
        for (at, bands) in self.bands.iter().enumerate() {
            let others = bands.get(&band(at)).into_iter().flatten();
            let is_like = |(other, first): &&(u64, &'d Known)| is_near(*other, fingerprint) && first.lang == known.lang;
            if let Some((_, first)) = others.take(COMPARED_MAX).find(is_like) {
                return Some((Code::SimilarText, first));
            }
        }
        for (at, bands) in self.bands.iter_mut().enumerate() {
            bands.entry(band(at)).or_default().push((fingerprint, known));
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(range: std::ops::Range<u32>) -> String {
        range.map(|n| format!("woord{n} ")).collect()
    }

    #[test]
    fn texts_with_nearly_all_runs_in_common_have_nearly_one_fingerprint() {
        let bits = |a: &str, b: &str| {
            let of = |text| Likeness::of("", text).fingerprint.expect("long enough");
            (of(a) ^ of(b)).count_ones()
        };
        let text = words(0..1_000);
        assert_eq!(bits(&text, &text.replace(' ', ", ")), 0);
        assert!(bits(&text, &words(0..1_005)) <= BITS_MAX);
        assert!(bits(&text, &text.replace("woord500 ", "anders ")) <= BITS_MAX);
        // Half of the text in common is not enough, and nothing in common is half of the bits.
        assert!(bits(&text, &words(500..1_500)) > 2 * BITS_MAX);
        assert!((16..48).contains(&bits(&text, &words(2_000..3_000))));
    }

    #[test]
    fn a_text_of_a_few_words_is_like_none() {
        let likeness = Likeness::of(" ", &words(0..7));
        assert!(likeness.title.is_none() && likeness.text.is_none() && likeness.fingerprint.is_none());
        assert!(Likeness::of("Titel", &words(0..8)).text.is_some());
    }

    #[test]
    fn the_planes_count_as_a_slow_count_does() {
        let text = words(0..300) + &words(100..200);
        let hashes: Vec<u64> = text.split_whitespace().map(|word| xxh3_64(word.as_bytes())).collect();
        let runs = hashes.windows(3).map(|run| mix(run[2] ^ run[1].rotate_left(21) ^ run[0].rotate_left(42)));
        let mut counts = [0_usize; 64];
        runs.clone().for_each(|run| (0..64).for_each(|bit| counts[bit] += usize::from(run >> bit & 1 == 1)));
        let expected = (0..64).filter(|bit| counts[*bit] > runs.len() / 2).fold(0, |all, bit| all | 1 << bit);
        assert_eq!(Likeness::of("", &text).fingerprint, Some(expected));
    }
}
