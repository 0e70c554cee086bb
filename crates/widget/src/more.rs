//! The button that shows more results; after the last of them, that these are all.

use yew::prelude::*;

use crate::parts::use_classes;
use crate::strings::{self, Strings};

/// What [`More`] can be told.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct MoreProps {
    /// How many results are shown.
    pub shown: usize,
    /// How many there are.
    pub total: usize,
    /// How many the button adds.
    pub page_size: usize,
    /// More are wanted.
    pub onmore: Callback<()>,
    /// In which language it speaks.
    pub strings: &'static Strings,
}

/// A button, or the words that there is nothing more.
#[component]
pub fn More(props: &MoreProps) -> Html {
    let MoreProps { shown, total, page_size, onmore, strings } = props;
    let class = use_classes().of("more", "zoeklicht-button zoeklicht-more");
    let next = total.saturating_sub(*shown).min(*page_size);
    if next > 0 {
        let template = strings.form(&strings.counts.more, next);
        html! {
            <button type="button" part="more" {class} onclick={onmore.reform(|_| ())}>
                { strings::text(template, &[("n", &strings.number(next))]) }
            </button>
        }
    } else if shown > page_size {
        html! { <p class="zoeklicht-end">{ strings.words.end }</p> }
    } else {
        Html::default()
    }
}
