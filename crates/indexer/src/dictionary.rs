//! A preset dictionary for the record chunks of a site: the pieces of text that many pages share.
//!
//! The method is COVER (Liao, Petri, Moffat & Wirth, "Effective construction of relative Lempel-Ziv dictionaries", WWW
//! 2016), as in zstd's trainer: the sample is cut into as many parts as the dictionary has pieces, and each gives the piece
//! whose runs of bytes stand in most documents, those that are chosen already left out.
//!
//! Not here: how many bytes it is worth. On 10,000 API pages 8 kB (3.7 kB compressed, fetched once) make the records 12 %
//! smaller, 32 kB another 5 % but cost every first query 10 kB more.

use std::collections::HashMap;

/// Bytes of a dictionary.
const BYTES: usize = 8 << 10;
/// Bytes of a piece.
const PIECE_BYTES: usize = 64;
/// Bytes of the runs that are counted.
const RUN_BYTES: usize = 6;
/// Bytes of each document that are looked at.
const SAMPLE_BYTES: usize = 3 << 10;
/// Documents that are looked at, spread evenly.
pub(crate) const SAMPLES: usize = 600;
/// With less text than this, a dictionary costs more than it saves.
pub(crate) const TEXT_BYTES_MIN: usize = 2 << 20;

/// A dictionary for documents like these; the most common pieces last, where distances are shortest.
pub(crate) fn train<'a>(samples: impl IntoIterator<Item = &'a [u8]>) -> Vec<u8> {
    let mut all = Vec::new();
    let mut counts: HashMap<&[u8], u32> = HashMap::new();
    let samples: Vec<&[u8]> = samples.into_iter().map(|sample| &sample[..sample.len().min(SAMPLE_BYTES)]).collect();
    for sample in &samples {
        let mut runs: Vec<&[u8]> = sample.windows(RUN_BYTES).collect();
        runs.sort_unstable();
        runs.dedup();
        runs.into_iter().for_each(|run| *counts.entry(run).or_default() += 1);
        all.extend_from_slice(sample);
    }
    // What stands in two documents only is not worth its place.
    counts.retain(|_, count| *count > 2);
    let part_bytes = (all.len() / (BYTES / PIECE_BYTES)).max(PIECE_BYTES);
    let mut pieces: Vec<(u32, &[u8])> = Vec::new();
    let mut room = BYTES;
    // Round after round, because pieces may be short; what a fourth round would add is hardly shared.
    for _ in 0..3 {
        for part in all.chunks(part_bytes) {
            let Some((score, piece)) = best_piece(part, &counts).filter(|(_, piece)| piece.len() <= room) else {
                continue;
            };
            for run in piece.windows(RUN_BYTES) {
                counts.remove(run);
            }
            room -= piece.len();
            pieces.push((score, piece));
        }
    }
    pieces.sort_by_key(|(score, _)| *score);
    pieces.iter().flat_map(|(_, piece)| *piece).copied().collect()
}

/// The piece whose runs stand in most documents, without ends that stand in few, if any does; the first of equals.
fn best_piece<'p>(part: &'p [u8], counts: &HashMap<&[u8], u32>) -> Option<(u32, &'p [u8])> {
    let runs: Vec<u32> = part.windows(RUN_BYTES).map(|run| counts.get(run).copied().unwrap_or(0)).collect();
    let in_piece = PIECE_BYTES - RUN_BYTES + 1;
    let mut sum: u32 = runs.get(..in_piece)?.iter().sum();
    let (mut best, mut place) = (sum, 0);
    for end in in_piece..runs.len() {
        sum = sum + runs[end] - runs[end - in_piece];
        if sum > best {
            (best, place) = (sum, end + 1 - in_piece);
        }
    }
    let counted = &runs[place..place + in_piece];
    let (first, last) = (counted.iter().position(|count| *count > 0)?, counted.iter().rposition(|count| *count > 0)?);
    Some((best, &part[place + first..place + last + RUN_BYTES]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_documents_share_is_in_the_dictionary() {
        let shared = "Deze pagina is een deel van de wegwijzer integratie en inburgering van Vlaanderen.";
        let noise = |seed: u64| -> String {
            // SplitMix64 (Steele, Lea & Flood 2014): runs of a simpler generator would be shared.
            let letter = |n: u64| {
                let z = (seed << 32 | n).wrapping_mul(0x9E37_79B9_7F4A_7C15);
                let z = (z ^ z >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
                let z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
                char::from(b'a' + (z ^ z >> 31).to_le_bytes()[0] % 26)
            };
            (0..400).map(letter).collect()
        };
        let samples: Vec<String> = (0..300).map(|n| format!("{} {shared} {}", noise(n), noise(n + 999))).collect();
        let dictionary = train(samples.iter().map(String::as_bytes));
        let text = String::from_utf8(dictionary.clone()).expect("made of ASCII");
        assert!(
            text.ends_with("inburgering van Vlaanderen. ") || text.contains("wegwijzer integratie en inb"),
            "{text}"
        );
        // Beside the sentence only its ends, with whatever letter a few documents have there.
        assert!(dictionary.len() < 1_000, "{} {text}", dictionary.len());
        assert_eq!(train([]), b"");
        assert_eq!(train([&b"kort"[..]]), b"");
    }
}
