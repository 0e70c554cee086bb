//! The button that shows more results; after the last of them, that these are all.

use yew::prelude::*;

use crate::state::Action;
use crate::strings::{self, Strings};

#[derive(Properties, PartialEq)]
pub(crate) struct MoreProps {
    pub(crate) shown: usize,
    pub(crate) total: usize,
    pub(crate) page_size: usize,
    pub(crate) dispatch: Callback<Action>,
    pub(crate) strings: &'static Strings,
}

#[component]
pub(crate) fn More(props: &MoreProps) -> Html {
    let MoreProps { shown, total, page_size, dispatch, strings } = props;
    let next = total.saturating_sub(*shown).min(*page_size);
    if next > 0 {
        let template = strings.form(&strings.counts.more, next);
        html! {
            <button type="button" class="zoeklicht-button zoeklicht-more" onclick={dispatch.reform(|_| Action::More)}>
                { strings::text(template, &[("n", &strings.number(next))]) }
            </button>
        }
    } else if shown > page_size {
        html! { <p class="zoeklicht-end">{ strings.words.end }</p> }
    } else {
        Html::default()
    }
}
