//! What to do when nothing was found. That nothing was found is said by the status.

use yew::prelude::*;

use crate::link;
use crate::state::Ask;
use crate::strings::{Strings, nodes};

/// Advice under a heading of its own, of which the id and the level are given; `contact` is where people can ask for help.
pub(crate) fn zero(
    ask: &Ask,
    heading_id: &AttrValue,
    heading_level: u8,
    contact: Option<&AttrValue>,
    strings: &'static Strings,
) -> Html {
    let words = &strings.words;
    let about_words = [words.tip_spelling, words.tip_fewer, words.tip_other];
    let about_words = about_words.into_iter().filter(|_| !ask.query.trim().is_empty());
    let about_filters = Some(words.tip_filters).filter(|_| ask.is_filtered());
    let contact = contact.and_then(|url| link::safe(url)).map(|url| {
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
