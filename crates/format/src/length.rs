//! Field lengths in one byte: exact to 15 words, then two steps for each doubling (error at most 25 %). The idea is
//! Lucene's `SmallFloat.intToByte4`; BM25's length normalisation needs no more.
//!
//! Eight steps, as Lucene has, made the root of 10,000 pages 3 kB larger, which every first query fetches.

use crate::num::low_byte;

/// The code of a length in words.
pub fn length_code(words: u32) -> u8 {
    if words < 16 {
        return low_byte(words.into());
    }
    let exponent = words.ilog2();
    let step = (words >> (exponent - 1)) & 1;
    low_byte(u64::from(16 + (exponent - 4) * 2 + step))
}

/// The length a code stands for: the middle of its step, in words.
pub fn length_of(code: u8) -> f32 {
    let code = u32::from(code);
    if code < 16 {
        return u16::try_from(code).map_or(0.0, f32::from);
    }
    let exponent = 4 + (code - 16) / 2;
    let mantissa = u8::try_from(2 + (code - 16) % 2).map_or(0.0, f32::from);
    let scale = 2f32.powi(i32::try_from(exponent - 1).unwrap_or(0));
    (mantissa + 0.5) * scale - 0.5
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_ascend_and_stay_within_a_step() {
        let mut last = 0;
        for words in (0..5_000).chain([65_535, 65_536, 1 << 20, u32::MAX]) {
            let code = length_code(words);
            assert!(code >= last);
            last = code;
            let words = f64::from(words);
            assert!((f64::from(length_of(code)) - words).abs() <= words * 0.25 + 0.5, "{words}");
        }
    }
}
