//! A minimal acyclic finite-state transducer: from a term to its number among the sorted terms.
//!
//! Built in one pass over sorted terms (Daciuk, Mihov, Watson & Watson 2000); arcs count the terms beside them, so that a
//! path adds up to the number of its term (Lucchiesi & Kowaltowski 1993), and what is known of a term is a column beside.
//!
//! Ours instead of crate `fst`: that one builds the same automaton as bytes for a file, with checksums and outputs, which
//! takes three times as long and 24 kB more of compressed WebAssembly, 16 of them tables of the checksum.

use std::ops::ControlFlow;

use crate::num::{to_u32, to_usize};

/// One byte of a term, and where it leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Arc {
    label: u8,
    /// Whether a term ends with it.
    ends: bool,
    /// Whether it is the last of its state.
    is_last: bool,
    /// The place of the first arc of the state it leads to; [`NOWHERE`] if no term goes on.
    target: u32,
    /// How many terms go through the arcs of its state before it.
    before: u32,
}

/// A state without arcs.
const NOWHERE: u32 = u32::MAX;

/// What decides which terms are wanted, byte by byte.
pub trait Automaton {
    /// What it knows of the bytes so far.
    type State: Copy;
    /// The state before the first byte.
    fn start(&self) -> Self::State;
    /// The state after one more byte; `None` if no term that goes on like this is wanted.
    fn accept(&self, state: Self::State, byte: u8) -> Option<Self::State>;
    /// Whether a term that ends in this state is wanted.
    fn is_match(&self, state: Self::State) -> bool;
}

/// Wants every term.
struct Anything;

impl Automaton for Anything {
    type State = ();

    fn start(&self) {}

    fn accept(&self, (): (), _: u8) -> Option<()> {
        Some(())
    }

    fn is_match(&self, (): ()) -> bool {
        true
    }
}

/// The transducer. Of terms that strictly ascend, none of them empty.
#[derive(Debug)]
pub(crate) struct Transducer {
    /// The arcs of each state in a row, by their labels.
    arcs: Vec<Arc>,
    root: u32,
}

impl Transducer {
    pub(crate) fn of<'t>(terms: impl ExactSizeIterator<Item = &'t str>) -> Transducer {
        let mut builder = Builder::default();
        // There are about as many states as terms, so that the table need not grow.
        builder.grow(2 * terms.len());
        let mut last: &[u8] = &[];
        for term in terms {
            let term = term.as_bytes();
            debug_assert!(term > last, "terms strictly ascend and none is empty");
            let shared = term.iter().zip(last).take_while(|(a, b)| a == b).count();
            builder.push(shared, &term[shared..]);
            last = term;
        }
        builder.close(0);
        let root = builder.finish().0;
        Transducer { arcs: builder.arcs, root }
    }

    /// The number of a term.
    pub(crate) fn get(&self, term: &str) -> Option<u32> {
        self.follow(term.as_bytes()).filter(|place| place.ends).map(|place| place.number)
    }

    /// Calls `found` with each term that starts with `prefix`, the prefix itself among them, and its number, in order, until
    /// it breaks.
    pub(crate) fn starting_with(&self, prefix: &str, mut found: impl FnMut(&[u8], u32) -> ControlFlow<()>) {
        let Some(place) = self.follow(prefix.as_bytes()) else { return };
        if place.ends && found(prefix.as_bytes(), place.number).is_break() {
            return;
        }
        let number = place.number + u32::from(place.ends);
        let mut key = prefix.as_bytes().to_vec();
        let _ = self.walk(place.state, number, &Anything, (), &mut key, &mut found);
    }

    /// Calls `found` with each term that the automaton wants and its number, in order, until it breaks.
    pub(crate) fn matching(&self, automaton: &impl Automaton, mut found: impl FnMut(&[u8], u32) -> ControlFlow<()>) {
        let _ = self.walk(self.root, 0, automaton, automaton.start(), &mut Vec::new(), &mut found);
    }

    /// As deep as terms are long.
    fn walk<A: Automaton>(
        &self,
        state: u32,
        number: u32,
        automaton: &A,
        at: A::State,
        key: &mut Vec<u8>,
        found: &mut impl FnMut(&[u8], u32) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        for arc in self.arcs_of(state) {
            let Some(next) = automaton.accept(at, arc.label) else { continue };
            let number = number + arc.before;
            key.push(arc.label);
            if arc.ends && automaton.is_match(next) {
                found(key, number)?;
            }
            self.walk(arc.target, number + u32::from(arc.ends), automaton, next, key, found)?;
            key.pop();
        }
        ControlFlow::Continue(())
    }

    fn follow(&self, bytes: &[u8]) -> Option<Place> {
        let mut place = Place { state: self.root, number: 0, ends: false };
        for byte in bytes {
            let arc = self.arcs_of(place.state).find(|arc| arc.label == *byte)?;
            let number = place.number + u32::from(place.ends) + arc.before;
            place = Place { state: arc.target, number, ends: arc.ends };
        }
        Some(place)
    }

    fn arcs_of(&self, state: u32) -> impl Iterator<Item = &Arc> {
        let mut rest = self.arcs.get(to_usize(state)..).unwrap_or_default().iter();
        std::iter::from_fn(move || {
            let arc = rest.next()?;
            if arc.is_last {
                rest = [].iter();
            }
            Some(arc)
        })
    }
}

/// Where the bytes of a term have led.
struct Place {
    state: u32,
    /// Of the term, or of the first one that goes on from here.
    number: u32,
    ends: bool,
}

/// States are finished from the end of a term to where the next one departs; one that equals a state that is there already
/// is that state.
#[derive(Default)]
struct Builder {
    arcs: Vec<Arc>,
    /// The states of `arcs` by their contents, each at the first free slot from that of its hash on; [`NOWHERE`] is free. Crate
    /// `hashbrown`, which would be 1.5 kB of brotli, is no quicker here.
    slots: Vec<u32>,
    states: usize,
    /// The arcs of the states on the path of the last term, which may get more arcs.
    open: Vec<Arc>,
    /// By depth, where in `open` a state begins, and how many terms go through its arcs so far.
    path: Vec<(usize, u32)>,
}

impl Builder {
    /// Adds a term that begins with `shared` bytes of the last one and goes on with `rest`.
    fn push(&mut self, shared: usize, rest: &[u8]) {
        if self.path.is_empty() {
            self.path.push((0, 0));
        }
        self.close(shared);
        for (at, &label) in rest.iter().enumerate() {
            let before = self.path.last().map_or(0, |(_, terms)| *terms);
            let ends = at + 1 == rest.len();
            self.open.push(Arc { label, ends, is_last: false, target: NOWHERE, before });
            self.path.push((self.open.len(), 0));
        }
    }

    /// Finishes the states that are deeper than `depth`.
    fn close(&mut self, depth: usize) {
        while self.path.len() > depth + 1 {
            let (target, below) = self.finish();
            if let (Some(arc), Some((_, terms))) = (self.open.last_mut(), self.path.last_mut()) {
                arc.target = target;
                *terms += below + u32::from(arc.ends);
            }
        }
    }

    /// Finishes the deepest state; says where it is and how many terms go through it.
    fn finish(&mut self) -> (u32, u32) {
        let (start, terms) = self.path.pop().unwrap_or_default();
        let state = self.open.get_mut(start..).unwrap_or_default();
        let Some(last) = state.last_mut() else { return (NOWHERE, 0) };
        last.is_last = true;
        let slot = slot(&self.slots, &self.arcs, state);
        let mut place = self.slots[slot];
        if place == NOWHERE {
            place = to_u32(self.arcs.len());
            self.arcs.extend_from_slice(state);
            self.slots[slot] = place;
            self.states += 1;
            if self.states * 4 > self.slots.len() * 3 {
                self.grow(self.slots.len() * 2);
            }
        }
        self.open.truncate(start);
        (place, terms)
    }

    /// Makes room for more states.
    fn grow(&mut self, slots: usize) {
        let known = std::mem::replace(&mut self.slots, vec![NOWHERE; slots.next_power_of_two().max(16)]);
        for place in known.into_iter().filter(|place| *place != NOWHERE) {
            let slot = slot(&self.slots, &self.arcs, state_at(&self.arcs, place));
            self.slots[slot] = place;
        }
    }
}

/// Where a state is among the slots, a power of two of which some are free, or else where it has to go.
fn slot(slots: &[u32], arcs: &[Arc], state: &[Arc]) -> usize {
    let mut slot = to_usize(hash(state));
    loop {
        slot &= slots.len() - 1;
        if slots[slot] == NOWHERE || state_at(arcs, slots[slot]) == state {
            return slot;
        }
        slot += 1;
    }
}

fn state_at(arcs: &[Arc], place: u32) -> &[Arc] {
    let from = arcs.get(to_usize(place)..).unwrap_or_default();
    let last = from.iter().position(|arc| arc.is_last);
    last.map_or(&[], |last| &from[..=last])
}

/// FxHash, of Firefox: quick, and good enough for states, which differ in where they lead.
fn hash(state: &[Arc]) -> u32 {
    const FACTOR: u64 = 0x517c_c1b7_2722_0a95;
    let hash = state.iter().fold(0_u64, |hash, arc| {
        let arc = u64::from(arc.target) << 16 | u64::from(arc.label) << 1 | u64::from(arc.ends);
        (hash.rotate_left(5) ^ arc).wrapping_mul(FACTOR)
    });
    // The low bits choose the slot, and a product has its best bits on top.
    u32::try_from(hash >> 32).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all(transducer: &Transducer, prefix: &str) -> Vec<(String, u32)> {
        let mut all = Vec::new();
        transducer.starting_with(prefix, |term, number| {
            all.push((String::from_utf8(term.to_vec()).expect("text"), number));
            ControlFlow::Continue(())
        });
        all
    }

    #[test]
    fn words_with_one_ending_share_its_states() {
        let transducer =
            Transducer::of(["beleid", "beleids", "integratiebeleid", "integratiebeleids", "zz"].into_iter());
        // b, i, z from the root; eleid(s) once, ntegratie and b before it, z.
        assert_eq!(transducer.arcs.len(), 3 + 6 + 9 + 1 + 1);
        assert_eq!(
            all(&transducer, "integ"),
            [("integratiebeleid".to_owned(), 2), ("integratiebeleids".to_owned(), 3)]
        );
        assert_eq!(transducer.get("beleid"), Some(0));
        assert_eq!(transducer.get("bele"), None);
        assert_eq!(transducer.get(""), None);
    }

    #[test]
    fn it_stops_when_told_and_holds_nothing_when_empty() {
        let mut seen = 0;
        Transducer::of(["a", "ab", "b"].into_iter()).matching(&Anything, |_, _| {
            seen += 1;
            if seen == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert_eq!(seen, 2);
        let empty = Transducer::of(std::iter::empty());
        assert_eq!(all(&empty, ""), []);
        assert_eq!(empty.get("a"), None);
    }

    proptest! {
        #[test]
        fn it_is_the_sorted_list(terms in prop::collection::btree_set("[ab\u{e9}]{1,6}", 0..60), asked in "[ab\u{e9}]{0,6}") {
            let terms: Vec<&str> = terms.iter().map(String::as_str).collect();
            let transducer = Transducer::of(terms.iter().copied());
            let number = |term: &str| terms.binary_search(&term).ok().map(to_u32);
            prop_assert_eq!(transducer.get(&asked), number(&asked));
            for term in &terms {
                prop_assert_eq!(transducer.get(term), number(term));
            }
            let expected = terms.iter().filter(|term| term.starts_with(&asked));
            let expected: Vec<(String, u32)> =
                expected.map(|term| ((*term).to_owned(), number(term).expect("it is there"))).collect();
            prop_assert_eq!(all(&transducer, &asked), expected);
        }
    }
}
