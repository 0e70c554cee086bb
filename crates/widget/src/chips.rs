//! The chosen filter values, each with a button to let it go.

use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use crate::keys;
use crate::state::{Action, Ask};
use crate::strings::{self, Strings};

#[derive(Properties, PartialEq)]
pub(crate) struct ChipsProps {
    pub(crate) ask: Ask,
    pub(crate) dispatch: Callback<Action>,
    pub(crate) strings: &'static Strings,
}

#[component]
pub(crate) fn Chips(props: &ChipsProps) -> Html {
    let ChipsProps { ask, dispatch, strings } = props;
    let words = &strings.words;
    let chip = |(name, value): (&str, &str)| {
        let label = strings.filter_name(name);
        let places = [("name", label.as_str()), ("value", value)];
        let remove = {
            let (dispatch, name, value) = (dispatch.clone(), name.to_owned(), value.to_owned());
            move |event: MouseEvent| {
                focus_next(&event);
                dispatch.emit(Action::Toggle { name: name.clone(), value: value.clone() });
            }
        };
        html! {
            <li key={format!("{name}={value}")}>
                <button type="button" class="zoeklicht-chip" aria-label={strings::text(words.remove, &places)} onclick={remove}>
                    { strings::text(words.chosen, &places) }
                </button>
            </li>
        }
    };
    if ask.filters.is_empty() {
        return Html::default();
    }
    html! {
        <div class="zoeklicht-chosen">
            <ul aria-label={words.active}>{ for ask.chosen().map(chip) }</ul>
            <button type="button" class="zoeklicht-clear" onclick={dispatch.reform(|_| Action::ClearFilters)}>
                { words.clear }
            </button>
        </div>
    }
}

/// Moves the focus from a chip that is about to go to the one after it. After the last, `effects` finds a place.
fn focus_next(event: &MouseEvent) {
    let chip: Option<Element> = event.target_dyn_into();
    let has_focus = chip.as_ref().is_some_and(|chip| chip.matches(":focus").unwrap_or(false));
    let item = chip.filter(|_| has_focus).and_then(|chip| chip.parent_element());
    let next = item.and_then(|item| item.next_element_sibling()).and_then(|item| item.first_element_child());
    if let Some(next) = next.and_then(|next| next.dyn_into::<HtmlElement>().ok()) {
        keys::focus(&next);
    }
}
