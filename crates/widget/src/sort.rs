//! The choice of an order of the results.

use yew::prelude::*;

use crate::state::Order;
use crate::strings::Strings;

/// What [`Sort`] can be told.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct SortProps {
    /// The order that is chosen.
    pub order: Order,
    /// Another one is chosen.
    pub onchange: Callback<Order>,
    /// A name that no other element of the page has, for the label.
    pub id: AttrValue,
    /// In which language it speaks.
    pub strings: &'static Strings,
}

/// A list of orders, with its label.
#[component]
pub fn Sort(props: &SortProps) -> Html {
    let SortProps { order, onchange, id, strings } = props;
    let words = &strings.words;
    let orders = [
        (Order::Relevance, "relevance", words.best_first),
        (Order::Newest, "newest", words.newest_first),
        (Order::Oldest, "oldest", words.oldest_first),
    ];
    let onchange = onchange.reform(move |event: Event| {
        let chosen = event.target_dyn_into::<web_sys::HtmlSelectElement>().map(|select| select.value());
        let found = orders.iter().find(|(_, value, _)| chosen.as_deref() == Some(*value));
        found.map_or(Order::Relevance, |(order, ..)| *order)
    });
    let option = |(of, value, text): (Order, &'static str, &'static str)| {
        html! { <option {value} selected={of == *order}>{ text }</option> }
    };
    html! {
        <div class="zoeklicht-sort">
            <label for={id.clone()}>{ words.sort }</label>
            <select id={id.clone()} {onchange}>{ for orders.into_iter().map(option) }</select>
        </div>
    }
}
