//! From one day to another: two of the browser's own fields for dates.
//!
//! Invariants
//! - What is in a field is touched only when something else is asked for: while somebody types, a field holds parts of a
//!   date that nobody but the browser knows.

use web_sys::HtmlInputElement;
use yew::prelude::*;
use zoeklicht_client::{DateKey, Day};

use crate::state::Period;
use crate::strings::{self, Strings};

/// Someone who types `2020` is in the years 2, 20 and 202 before.
const YEAR_MIN: u32 = 1_000;

/// What [`Dates`] can be told.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct DatesProps {
    /// The days that the fields say.
    pub period: Period,
    /// The first and the last day that documents have.
    pub days: DateKey,
    /// Other days are in the fields.
    pub onchange: Callback<Period>,
    /// A name that no other element of the page has, for what is said of a mistake.
    pub id: AttrValue,
    /// In which language it speaks.
    pub strings: &'static Strings,
}

/// A group of two fields, and what is wrong if the first day comes after the second.
#[component]
pub fn Dates(props: &DatesProps) -> Html {
    let DatesProps { period, days, onchange, id, strings } = props;
    let words = &strings.words;
    let [from, to] = [use_node_ref(), use_node_ref()];
    {
        let (from, to) = (from.clone(), to.clone());
        use_effect_with(*period, move |Period { from: first, to: last }| {
            for (field, day) in [(from, first), (to, last)] {
                let text = day.map(|day| day.to_string()).unwrap_or_default();
                if let Some(field) = field.cast::<HtmlInputElement>().filter(|field| field.value() != text) {
                    field.set_value(&text);
                }
            }
        });
    }
    let oninput = {
        let (from, to, onchange) = (from.clone(), to.clone(), onchange.clone());
        move |_: InputEvent| {
            if let (Some(from), Some(to)) = (written(&from), written(&to)) {
                onchange.emit(Period { from, to });
            }
        }
    };
    let mistake =
        period.is_reversed().then(|| strings::text(words.reversed, &[("from", words.from), ("to", words.to)]));
    let field = |label: &'static str, field: &NodeRef| {
        html! {
            <label>
                { label }
                <input
                    type="date"
                    ref={field}
                    min={days.first.to_string()}
                    max={days.last.to_string()}
                    aria-invalid={mistake.as_ref().map(|_| "true")}
                    aria-describedby={mistake.as_ref().map(|_| id.clone())}
                    oninput={oninput.clone()}
                />
            </label>
        }
    };
    html! {
        <fieldset class="zoeklicht-dates">
            <legend>{ words.period }</legend>
            { field(words.from, &from) }
            { field(words.to, &to) }
            if let Some(mistake) = &mistake { <p {id} class="zoeklicht-mistake" role="alert">{ mistake }</p> }
        </fieldset>
    }
}

/// The day in a field, if there is a whole one; `None` while it is still being typed.
fn written(field: &NodeRef) -> Option<Option<Day>> {
    let day = Day::parse(&field.cast::<HtmlInputElement>()?.value());
    Some(day).filter(|day| day.is_none_or(|day| day.year() >= YEAR_MIN))
}
