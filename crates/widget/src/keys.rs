//! Which key leads where: between the field and the results, from result to result, and through suggestions.
//!
//! Home, End and the arrows to the sides keep their own meaning in the field; letters are never intercepted.

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

/// What is open while a key is pressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Opened {
    /// Whether all is in a dialog.
    pub(crate) is_dialog: bool,
    /// Whether results fold away: they stand in a panel.
    pub(crate) has_panel: bool,
    /// Whether they are unfolded.
    pub(crate) is_open: bool,
    /// How many suggestions are listed.
    pub(crate) listed: usize,
    /// How many could be listed.
    pub(crate) suggestions: usize,
    /// Whether an arrow key reached one.
    pub(crate) is_active: bool,
}

/// What a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    ToField,
    ToHit(usize),
    ClearField,
    /// Unfolds the panel.
    Open,
    /// Folds the panel, or closes the dialog.
    Close,
    /// Folds the suggestions.
    Unlist,
    /// Lists the suggestions again.
    List,
    /// To the next suggestion, or the one before.
    Suggestion {
        back: bool,
    },
    /// Searches for the suggestion that was reached.
    Accept,
    /// Leaves the suggestion, while the key does what it does.
    Leave,
}

fn step(key: &str, with_alt: bool, place: Place, hits: usize, opened: Opened) -> Option<Step> {
    let Opened { is_dialog, has_panel, is_open, listed, suggestions, is_active } = opened;
    let hits = if has_panel && !is_open { 0 } else { hits };
    match (key, place) {
        ("ArrowUp", Place::Field { .. }) if with_alt && listed > 0 => Some(Step::Unlist),
        ("ArrowDown", Place::Field { .. }) if with_alt && listed == 0 && suggestions > 0 => Some(Step::List),
        _ if with_alt => None,
        ("ArrowDown", Place::Field { .. }) if listed > 0 => Some(Step::Suggestion { back: false }),
        ("ArrowUp", Place::Field { .. }) if listed > 0 => Some(Step::Suggestion { back: true }),
        ("Enter", Place::Field { .. }) if is_active => Some(Step::Accept),
        ("Home" | "End" | "ArrowLeft" | "ArrowRight", Place::Field { .. }) if is_active => Some(Step::Leave),
        ("ArrowDown", Place::Field { .. }) if hits > 0 => Some(Step::ToHit(0)),
        ("ArrowDown", Place::Field { is_empty: false }) if has_panel && !is_open => Some(Step::Open),
        ("ArrowDown", Place::Hit(at)) if at + 1 < hits => Some(Step::ToHit(at + 1)),
        ("ArrowUp", Place::Hit(0)) => Some(Step::ToField),
        ("ArrowUp", Place::Hit(at)) => Some(Step::ToHit(at - 1)),
        ("Home", Place::Hit(_)) => Some(Step::ToHit(0)),
        ("End", Place::Hit(_)) => Some(Step::ToHit(hits.saturating_sub(1))),
        ("Escape", Place::Field { .. }) if listed > 0 => Some(Step::Unlist),
        // A field with text in it would keep it from the dialog, and be emptied.
        ("Escape", _) if is_dialog => Some(Step::Close),
        ("Escape", Place::Hit(_) | Place::Elsewhere) => Some(Step::ToField),
        ("Escape", Place::Field { .. }) if has_panel && is_open => Some(Step::Close),
        ("Escape", Place::Field { is_empty: false }) => Some(Step::ClearField),
        _ => None,
    }
}

/// Follows a key pressed in the field or among the results below `root`, as far as that is moving the focus. Gives what is
/// left to do.
pub(crate) fn press(event: &KeyboardEvent, field: &HtmlInputElement, root: &Element, opened: Opened) -> Option<Step> {
    let with_modifier = event.ctrl_key() || event.meta_key() || event.shift_key();
    // While a word is composed, its keys belong to the input method.
    if with_modifier || event.is_composing() || event.default_prevented() {
        return None;
    }
    let hits = hits(root);
    // In a shadow tree the target that the rest of the page sees is its host.
    let target = event.composed_path().get(0);
    let is_target = |element: &HtmlElement| AsRef::<wasm_bindgen::JsValue>::as_ref(element) == &target;
    let place = if is_target(field) {
        Place::Field { is_empty: field.value().is_empty() }
    } else {
        hits.iter().position(is_target).map_or(Place::Elsewhere, Place::Hit)
    };
    let step = step(&event.key(), event.alt_key(), place, hits.len(), opened)?;
    if step != Step::Leave {
        event.prevent_default();
    }
    match step {
        Step::ToField => focus(field),
        Step::ToHit(at) => hits.get(at).into_iter().for_each(focus),
        Step::ClearField => field.set_value(""),
        _ => {}
    }
    Some(step)
}

/// Moves the focus to a result, counted from 0.
pub(crate) fn focus_hit(root: &Element, at: usize) {
    hits(root).get(at).into_iter().for_each(focus);
}

/// Moves the focus to a result without scrolling.
pub(crate) fn return_to_hit(root: &Element, at: u32) {
    let still = web_sys::FocusOptions::new();
    still.set_prevent_scroll(true);
    let hit = usize::try_from(at).ok().and_then(|at| hits(root).into_iter().nth(at));
    hit.iter().for_each(|hit| drop(hit.focus_with_options(&still)));
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

    fn step(key: &str, place: Place, hits: usize) -> Option<Step> {
        super::step(key, false, place, hits, Opened::default())
    }

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

    #[test]
    fn a_panel_closes_before_the_field_is_emptied() {
        let field = Place::Field { is_empty: false };
        let opened = Opened { has_panel: true, is_open: true, ..Opened::default() };
        let step = |key, opened| super::step(key, false, field, 3, opened);
        assert_eq!(step("Escape", opened), Some(Step::Close));
        assert_eq!(step("ArrowDown", opened), Some(Step::ToHit(0)));
        let closed = Opened { is_open: false, ..opened };
        assert_eq!(step("Escape", closed), Some(Step::ClearField));
        assert_eq!(step("ArrowDown", closed), Some(Step::Open));
    }

    #[test]
    fn escape_closes_the_dialog_and_empties_no_field() {
        let opened = Opened { is_dialog: true, ..Opened::default() };
        for place in [Place::Field { is_empty: false }, Place::Hit(0), Place::Elsewhere] {
            assert_eq!(super::step("Escape", false, place, 3, opened), Some(Step::Close));
        }
        let listed = Opened { listed: 2, suggestions: 2, ..opened };
        assert_eq!(super::step("Escape", false, Place::Field { is_empty: false }, 3, listed), Some(Step::Unlist));
    }

    #[test]
    fn suggestions_have_the_keys_of_a_combobox() {
        let field = Place::Field { is_empty: false };
        let listed = Opened { listed: 4, suggestions: 4, ..Opened::default() };
        let step = |key, with_alt, opened| super::step(key, with_alt, field, 3, opened);
        assert_eq!(step("ArrowDown", false, listed), Some(Step::Suggestion { back: false }));
        assert_eq!(step("ArrowUp", false, listed), Some(Step::Suggestion { back: true }));
        assert_eq!(step("Escape", false, listed), Some(Step::Unlist));
        assert_eq!(step("ArrowUp", true, listed), Some(Step::Unlist));
        assert_eq!(step("Enter", false, listed), None, "the text typed is searched for");
        assert_eq!(step("Home", false, listed), None);
        let active = Opened { is_active: true, ..listed };
        assert_eq!(step("Enter", false, active), Some(Step::Accept));
        for key in ["Home", "End", "ArrowLeft", "ArrowRight"] {
            assert_eq!(step(key, false, active), Some(Step::Leave), "{key}");
        }
        let folded = Opened { listed: 0, ..listed };
        assert_eq!(step("ArrowDown", true, folded), Some(Step::List));
        assert_eq!(step("ArrowDown", true, Opened::default()), None);
    }
}
