//! What to do when nothing was found. That nothing was found is said by the status.

use yew::prelude::*;

use crate::link;
use crate::state::Ask;
use crate::strings::{Strings, nodes};

#[derive(Properties, PartialEq)]
pub(crate) struct ZeroProps {
    pub(crate) ask: Ask,
    /// The id of the heading.
    pub(crate) heading_id: AttrValue,
    pub(crate) heading_level: u8,
    /// Where people can ask for help.
    pub(crate) contact: Option<AttrValue>,
    pub(crate) strings: &'static Strings,
}

#[component]
pub(crate) fn Zero(props: &ZeroProps) -> Html {
    let ZeroProps { ask, heading_id, heading_level, contact, strings } = props;
    let words = &strings.words;
    let about_words = [words.tip_spelling, words.tip_fewer, words.tip_other];
    let about_words = about_words.into_iter().filter(|_| !ask.query.trim().is_empty());
    let about_filters = Some(words.tip_filters).filter(|_| ask.is_filtered());
    let contact = contact.as_ref().and_then(|url| link::safe(url)).map(|url| {
        let link = html! { <a href={url.to_owned()}>{ words.contact_link }</a> };
        html! { <p>{ nodes(words.contact, &[("link", link)]) }</p> }
    });
    html! {
        <div class="zoeklicht-zero">
            <@{format!("h{heading_level}")} id={heading_id} class="zoeklicht-heading" tabindex="-1">
                { words.tips }
            </@>
            <ul>{ for about_filters.into_iter().chain(about_words).map(|tip| html! { <li>{ tip }</li> }) }</ul>
            { contact }
        </div>
    }
}
