//! The first few of many, in order.

use std::cmp::Ordering;

/// The first `count` of `items` in the order that `compare` gives; those that are equal stay in the order they have.
///
/// Sorting costs 3 kB of WebAssembly for each type that is sorted: here only their places are, whatever they are.
pub(crate) fn first<T>(items: Vec<T>, count: usize, compare: impl Fn(&T, &T) -> Ordering) -> Vec<T> {
    let order = places(items.len(), count, &|a, b| compare(&items[a], &items[b]));
    let mut items: Vec<Option<T>> = items.into_iter().map(Some).collect();
    order.into_iter().filter_map(|place| items[place].take()).collect()
}

/// What is not among the first is not sorted: `the` stands in 9,000 documents of which ten are shown.
fn places(all: usize, count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let compare = |a: &usize, b: &usize| compare(*a, *b).then(a.cmp(b));
    let mut places: Vec<usize> = (0..all).collect();
    if count < all {
        if count > 0 {
            places.select_nth_unstable_by(count - 1, compare);
        }
        places.truncate(count);
    }
    places.sort_unstable_by(compare);
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_is_the_beginning_of_what_a_stable_sort_gives(items: Vec<(u8, u8)>, count in 0usize..40) {
            let mut sorted = items.clone();
            sorted.sort_by_key(|(key, _)| *key);
            sorted.truncate(count);
            prop_assert_eq!(first(items, count, |a, b| a.0.cmp(&b.0)), sorted);
        }
    }
}
