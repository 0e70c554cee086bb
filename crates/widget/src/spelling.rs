//! The proposal of another spelling, as a link that searches for it.

use yew::prelude::*;

use crate::state::Action;
use crate::strings::{Strings, nodes};

#[derive(Properties, PartialEq)]
pub(crate) struct SpellingProps {
    /// The query that has more to find.
    pub(crate) proposal: String,
    /// Where the page shows what it finds, for who opens the link in another tab.
    pub(crate) href: Option<String>,
    pub(crate) dispatch: Callback<Action>,
    pub(crate) strings: &'static Strings,
}

#[component]
pub(crate) fn Spelling(props: &SpellingProps) -> Html {
    let SpellingProps { proposal, href, dispatch, strings } = props;
    let (search, query) = (dispatch.clone(), proposal.clone());
    let onclick = Callback::from(move |event: MouseEvent| {
        // With a modifier the click asks for a new tab or window.
        if !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key()) {
            event.prevent_default();
            search.emit(Action::Submit(query.clone()));
        }
    });
    let link = html! { <a href={href.clone()} {onclick}><bdi>{ proposal }</bdi></a> };
    html! { <p class="zoeklicht-spelling">{ nodes(strings.words.did_you_mean, &[("link", link)]) }</p> }
}
