//! The chosen filter values and days, each with a button to let it go.

use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use crate::keys;
use crate::parts::ClassMap;
use crate::state::{Action, Ask, Period};
use crate::strings::{self, Strings};

/// A list of buttons, and one to let all go; nothing where nothing was chosen.
pub(crate) fn chips(ask: &Ask, classes: &ClassMap, dispatch: &Callback<Action>, strings: &'static Strings) -> Html {
    if !ask.is_filtered() {
        return Html::default();
    }
    let words = &strings.words;
    let class = classes.of("chip", "zoeklicht-chip");
    let chip = |Chosen { text, removal, remove }: Chosen| {
        let onclick = {
            let dispatch = dispatch.clone();
            move |event: MouseEvent| {
                focus_next(&event);
                dispatch.emit(remove.clone());
            }
        };
        html! {
            <li key={text.clone()}>
                <button type="button" part="chip" class={class.clone()} aria-label={removal} {onclick}>{ text }</button>
            </li>
        }
    };
    html! {
        <div class="zoeklicht-chosen">
            <ul aria-label={words.active}>{ for chosen(ask, strings).map(chip) }</ul>
            <button type="button" class="zoeklicht-clear" onclick={dispatch.reform(|_| Action::ClearFilters)}>
                { words.clear }
            </button>
        </div>
    }
}

/// Something that was chosen.
pub(crate) struct Chosen {
    /// What it is called.
    pub(crate) text: String,
    /// What the button is called that lets it go, with the text in it.
    removal: String,
    remove: Action,
}

/// All that was chosen: filter values, then days.
pub(crate) fn chosen(ask: &Ask, strings: &'static Strings) -> impl Iterator<Item = Chosen> {
    let words = &strings.words;
    let value = move |(name, value): (&str, &str)| {
        let label = strings.filter_name(name);
        let places = [("name", label.as_str()), ("value", value)];
        Chosen {
            text: strings::text(words.chosen, &places),
            removal: strings::text(words.remove, &places),
            remove: Action::Toggle { name: name.to_owned(), value: value.to_owned() },
        }
    };
    let Period { from, to } = ask.period;
    let without = [Period { from: None, to }, Period { from, to: None }];
    let days = [(words.from_day, from), (words.to_day, to)].into_iter().zip(without);
    let days = days.filter_map(move |((template, day), period)| {
        let text = strings::text(template, &[("date", &strings.day(day?))]);
        let removal = strings::text(words.remove_days, &[("value", &text)]);
        Some(Chosen { text, removal, remove: Action::Dates { period, is_typed: false } })
    });
    ask.chosen().map(value).chain(days)
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
