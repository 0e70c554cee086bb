//! The results: a heading, the chosen filters, an ordered list of links, and a button for more.

use std::rc::Rc;

use yew::prelude::*;
use zoeklicht_client::Answer;

use crate::chips::Chips;
use crate::hit::Hit;
use crate::more::More;
use crate::spelling::Spelling;
use crate::state::{Action, Ask};
use crate::strings::Strings;
use crate::zero::Zero;

#[derive(Properties, PartialEq)]
pub(crate) struct ResultsProps {
    pub(crate) answer: Rc<Answer>,
    pub(crate) ask: Ask,
    /// Whether letters still come in: then it is too early for advice.
    pub(crate) is_typing: bool,
    /// The filters whose values are shown with each hit.
    pub(crate) filters: Vec<String>,
    /// The id of the heading.
    pub(crate) heading_id: String,
    /// The level of the headings of hits; the heading of all is one above.
    pub(crate) heading_level: u8,
    pub(crate) page_size: usize,
    /// Where the page shows what a proposed spelling finds.
    pub(crate) proposal_href: Option<String>,
    /// A key pressed among the results.
    pub(crate) onkeydown: Callback<KeyboardEvent>,
    pub(crate) dispatch: Callback<Action>,
    pub(crate) strings: &'static Strings,
}

#[component]
pub(crate) fn Results(props: &ResultsProps) -> Html {
    let ResultsProps { answer, ask, heading_id, heading_level, dispatch, strings, .. } = props;
    let heading = heading_level - 1;
    let spelling = answer.did_you_mean.as_ref().map(|proposal| {
        let href = props.proposal_href.clone();
        html! { <Spelling proposal={proposal.clone()} {href} dispatch={dispatch.clone()} {strings} /> }
    });
    let chips = html! { <Chips ask={ask.clone()} dispatch={dispatch.clone()} {strings} /> };
    if answer.hits.is_empty() {
        return html! {
            <section class="zoeklicht-results" aria-labelledby={(!props.is_typing).then(|| heading_id.clone())}>
                { chips }
                { spelling }
                if !props.is_typing {
                    <Zero ask={ask.clone()} heading_id={heading_id.clone()} heading_level={heading} {strings} />
                }
            </section>
        };
    }
    let hit = |hit: &zoeklicht_client::Hit| {
        let filters = props.filters.clone();
        html! { <Hit key={hit.id.as_str()} hit={hit.clone()} {filters} heading_level={*heading_level} {strings} /> }
    };
    html! {
        <section class="zoeklicht-results" aria-labelledby={heading_id.clone()}>
            <@{format!("h{heading}")} id={heading_id.clone()} class="zoeklicht-heading" tabindex="-1">
                { strings.words.results }
            </@>
            { chips }
            { spelling }
            <ol class="zoeklicht-hits" onkeydown={props.onkeydown.clone()}>{ for answer.hits.iter().map(hit) }</ol>
            <More
                shown={answer.hits.len()}
                total={answer.total}
                page_size={props.page_size}
                dispatch={dispatch.clone()}
                {strings}
            />
        </section>
    }
}
