//! Which key leads where: between the field and the results, and from result to result.
//!
//! Home, End and the arrows keep their own meaning in the field; letters are never intercepted.

use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement, HtmlInputElement, KeyboardEvent};

/// The class of the links of results.
pub(crate) const LINK: &str = "zoeklicht-link";

/// Where the focus is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Field {
        is_empty: bool,
    },
    /// A result, counted from 0.
    Hit(usize),
    /// Another place among the results.
    Elsewhere,
}

/// What a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    ToField,
    ToHit(usize),
    ClearField,
}

fn step(key: &str, place: Place, hits: usize) -> Option<Step> {
    match (key, place) {
        ("ArrowDown", Place::Field { .. }) if hits > 0 => Some(Step::ToHit(0)),
        ("ArrowDown", Place::Hit(at)) if at + 1 < hits => Some(Step::ToHit(at + 1)),
        ("ArrowUp", Place::Hit(0)) => Some(Step::ToField),
        ("ArrowUp", Place::Hit(at)) => Some(Step::ToHit(at - 1)),
        ("Home", Place::Hit(_)) => Some(Step::ToHit(0)),
        ("End", Place::Hit(_)) => Some(Step::ToHit(hits.saturating_sub(1))),
        ("Escape", Place::Hit(_) | Place::Elsewhere) => Some(Step::ToField),
        ("Escape", Place::Field { is_empty: false }) => Some(Step::ClearField),
        _ => None,
    }
}

/// Follows a key pressed in the field or among the results below `root`. Says whether it emptied the field.
pub(crate) fn press(event: &KeyboardEvent, field: &HtmlInputElement, root: &Element) -> bool {
    let with_modifier = event.ctrl_key() || event.alt_key() || event.meta_key() || event.shift_key();
    // While a word is composed, its keys belong to the input method.
    if with_modifier || event.is_composing() || event.default_prevented() {
        return false;
    }
    let hits = hits(root);
    let target = event.target();
    let is_target = |element: &HtmlElement| target.as_ref() == Some(element.as_ref());
    let place = if is_target(field) {
        Place::Field { is_empty: field.value().is_empty() }
    } else {
        hits.iter().position(is_target).map_or(Place::Elsewhere, Place::Hit)
    };
    let Some(step) = step(&event.key(), place, hits.len()) else { return false };
    event.prevent_default();
    match step {
        Step::ToField => focus(field),
        Step::ToHit(at) => hits.get(at).into_iter().for_each(focus),
        Step::ClearField => field.set_value(""),
    }
    step == Step::ClearField
}

/// Moves the focus to a result, counted from 0.
pub(crate) fn focus_hit(root: &Element, at: usize) {
    hits(root).get(at).into_iter().for_each(focus);
}

/// Moves the focus.
pub(crate) fn focus(element: &HtmlElement) {
    // Fails only for an element that left the page, where there is nothing to focus.
    drop(element.focus());
}

/// The links of the results on the page.
fn hits(root: &Element) -> Vec<HtmlElement> {
    let found = root.query_selector_all(&format!("a.{LINK}"));
    let nodes = |list: web_sys::NodeList| (0..list.length()).filter_map(move |at| list.get(at)?.dyn_into().ok());
    found.into_iter().flat_map(nodes).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_lead_from_the_field_through_the_results_and_back() {
        let field = Place::Field { is_empty: false };
        assert_eq!(step("ArrowDown", field, 3), Some(Step::ToHit(0)));
        assert_eq!(step("ArrowDown", Place::Hit(0), 3), Some(Step::ToHit(1)));
        assert_eq!(step("ArrowDown", Place::Hit(2), 3), None);
        assert_eq!(step("ArrowUp", Place::Hit(2), 3), Some(Step::ToHit(1)));
        assert_eq!(step("ArrowUp", Place::Hit(0), 3), Some(Step::ToField));
        assert_eq!(step("Home", Place::Hit(2), 3), Some(Step::ToHit(0)));
        assert_eq!(step("End", Place::Hit(0), 3), Some(Step::ToHit(2)));
    }

    #[test]
    fn the_field_keeps_its_own_keys() {
        let field = Place::Field { is_empty: false };
        for key in ["Home", "End", "ArrowUp", "ArrowLeft", "ArrowRight", "Enter", "a", " "] {
            assert_eq!(step(key, field, 3), None, "{key}");
        }
        assert_eq!(step("ArrowDown", field, 0), None);
    }

    #[test]
    fn escape_empties_the_field_or_leads_back_to_it() {
        assert_eq!(step("Escape", Place::Field { is_empty: false }, 3), Some(Step::ClearField));
        assert_eq!(step("Escape", Place::Field { is_empty: true }, 3), None);
        assert_eq!(step("Escape", Place::Hit(1), 3), Some(Step::ToField));
        assert_eq!(step("Escape", Place::Elsewhere, 3), Some(Step::ToField));
    }

    #[test]
    fn letters_on_a_result_are_left_alone() {
        for key in ["a", "/", "s", "Enter", "Tab"] {
            assert_eq!(step(key, Place::Hit(1), 3), None, "{key}");
        }
    }
}
