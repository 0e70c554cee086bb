//! Which terms are near another one: an automaton of edit distances.
//!
//! The distance is optimal string alignment: a letter more, less or changed is one edit, and so is a swap of neighbours. A state
//! is the last two rows of the table of Wagner & Fischer (1974), and of each only the cells beside the diagonal, as beyond them
//! the distance is too large anyway (Ukkonen 1985).

use zoeklicht_format::Automaton;

/// The most edits that are told apart.
pub(crate) const EDITS_MAX: u8 = 2;
/// As many cells on each side of the diagonal.
const MARGIN: usize = EDITS_MAX as usize;
const FAR: u8 = EDITS_MAX + 1;

type Row = [u8; 2 * MARGIN + 1];

/// Accepts what is at most so many edits away from a term.
pub(crate) struct Near {
    term: Vec<char>,
    edits: u8,
}

/// How far what was read is from the beginnings of the term.
#[derive(Clone, Copy)]
pub(crate) struct Read {
    /// Characters.
    count: usize,
    /// The last of them.
    last: Option<char>,
    /// From `count - MARGIN` characters of the term to `count + MARGIN`.
    row: Row,
    /// The same before the last character.
    before: Row,
    /// The bits of a character that is not whole yet, and how many bytes it lacks.
    partial: u32,
    lacks: u8,
}

impl Near {
    /// At most `edits`, of which there cannot be more than [`EDITS_MAX`].
    pub(crate) fn new(term: &str, edits: u8) -> Near {
        Near { term: term.chars().collect(), edits: edits.min(EDITS_MAX) }
    }

    /// The distance of another term, if it is near.
    pub(crate) fn distance(&self, other: &str) -> Option<u8> {
        let read = other.chars().try_fold(self.start(), |read, c| self.read(&read, c))?;
        self.end(&read)
    }

    /// From all that was read to the whole term.
    fn end(&self, read: &Read) -> Option<u8> {
        let at = (self.term.len() + MARGIN).checked_sub(read.count)?;
        read.row.get(at).copied().filter(|distance| *distance <= self.edits)
    }

    fn read(&self, read: &Read, c: char) -> Option<Read> {
        let count = read.count + 1;
        let mut row = [FAR; 2 * MARGIN + 1];
        let mut less = FAR;
        for (at, cell) in row.iter_mut().enumerate() {
            // How much of the term the cell is about.
            let Some(length) = (count + at).checked_sub(MARGIN) else { continue };
            if length > self.term.len() {
                break;
            }
            let letter = |back: usize| length.checked_sub(back).and_then(|place| self.term.get(place));
            let more = read.row.get(at + 1).map_or(FAR, |distance| distance + 1);
            let changed = letter(1).map_or(FAR, |letter| read.row[at] + u8::from(*letter != c));
            let is_swap = letter(2) == Some(&c) && read.last.is_some() && letter(1) == read.last.as_ref();
            let swapped = if is_swap { read.before[at] + 1 } else { FAR };
            *cell = more.min(changed).min(swapped).min(less + 1).min(FAR);
            less = *cell;
        }
        let is_near = row.iter().any(|distance| *distance <= self.edits);
        is_near.then_some(Read { count, last: Some(c), row, before: read.row, partial: 0, lacks: 0 })
    }
}

impl Automaton for Near {
    type State = Read;

    fn start(&self) -> Read {
        let mut row = [FAR; 2 * MARGIN + 1];
        (0..FAR).zip(row.iter_mut().skip(MARGIN)).for_each(|(distance, cell)| *cell = distance);
        Read { count: 0, last: None, row, before: [FAR; 2 * MARGIN + 1], partial: 0, lacks: 0 }
    }

    fn accept(&self, read: Read, byte: u8) -> Option<Read> {
        // UTF-8 (RFC 3629): the first byte of a character says how many follow, each with six bits.
        let (bits, lacks) = match byte {
            0..0x80 => (u32::from(byte), 0),
            0x80..0xC0 => (read.partial << 6 | u32::from(byte & 0x3F), read.lacks.checked_sub(1)?),
            0xC0..0xE0 => (u32::from(byte & 0x1F), 1),
            0xE0..0xF0 => (u32::from(byte & 0x0F), 2),
            0xF0.. => (u32::from(byte & 0x07), 3),
        };
        if lacks > 0 { Some(Read { partial: bits, lacks, ..read }) } else { self.read(&read, char::from_u32(bits)?) }
    }

    fn is_match(&self, read: Read) -> bool {
        read.lacks == 0 && self.end(&read).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The whole table.
    fn distance(a: &[char], b: &[char]) -> usize {
        let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
        for i in 0..=a.len() {
            for j in 0..=b.len() {
                if i == 0 || j == 0 {
                    table[i][j] = i + j;
                    continue;
                }
                let changed = table[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                table[i][j] = changed.min(table[i - 1][j] + 1).min(table[i][j - 1] + 1);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    table[i][j] = table[i][j].min(table[i - 2][j - 2] + 1);
                }
            }
        }
        table[a.len()][b.len()]
    }

    proptest! {
        #[test]
        fn it_is_the_distance_of_the_whole_table(term in "[ab\u{e9}\u{4e00}]{0,8}", other in "[ab\u{e9}\u{4e00}]{0,8}", edits in 0u8..=2) {
            let near = Near::new(&term, edits);
            let [a, b] = [&term, &other].map(|term| term.chars().collect::<Vec<_>>());
            let expected = u8::try_from(distance(&a, &b)).ok().filter(|distance| *distance <= edits);
            prop_assert_eq!(near.distance(&other), expected);
            // Byte by byte, as the lexicon asks.
            let read = other.bytes().try_fold(near.start(), |read, byte| near.accept(read, byte));
            prop_assert_eq!(read.is_some_and(|read| near.is_match(read)), expected.is_some());
        }
    }
}
