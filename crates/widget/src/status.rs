//! The one live region: how many results there are, or why there are none yet.
//!
//! It is in the page, empty, before anything is said, and its text stands until the next. A page can bring its own, so
//! that it is there before the widget is.

use web_sys::Element;
use yew::prelude::*;

use crate::parts::use_classes;
use crate::state::Notice;
use crate::strings::{Strings, nodes};

/// What [`Status`] can be told.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct StatusProps {
    /// What to say.
    pub notice: Option<Notice>,
    /// Whether this sounds the same as what was said before and must be heard again.
    #[prop_or_default]
    pub echo: bool,
    /// Whether something is asked, so that there will be something to say, for which there has to be room.
    #[prop_or_default]
    pub is_asked: bool,
    /// Whether newer letters came in since.
    #[prop_or_default]
    pub is_stale: bool,
    /// The live region of the page, which sees to its room itself.
    #[prop_or_default]
    pub region: Option<Element>,
    /// In which language it speaks.
    pub strings: &'static Strings,
}

/// A paragraph that is read aloud when it changes.
#[component]
pub fn Status(props: &StatusProps) -> Html {
    let StatusProps { notice, echo, is_asked, is_stale, region, strings } = props;
    let classes = use_classes();
    let text = notice.as_ref().map(|notice| {
        html! {
            <span class={classes!("zoeklicht-notice", is_stale.then_some("zoeklicht-stale"))} lang={strings.lang}>
                { say(strings, notice) }
                // A text that is the same to the eye but not to a screen reader.
                if *echo { {"\u{200b}"} }
            </span>
        }
    });
    match region {
        Some(region) => create_portal(text.unwrap_or_default(), region.clone()),
        None => {
            let class = classes!(classes.of("status", "zoeklicht-status"), is_asked.then_some("zoeklicht-asked"));
            html! { <p part="status" {class} role="status" aria-atomic="true">{ text }</p> }
        }
    }
}

fn say(strings: &'static Strings, notice: &Notice) -> Html {
    let (words, counts) = (&strings.words, &strings.counts);
    let number = |number: usize| Html::from(strings.number(number));
    // What someone typed may run in another direction than the sentence around it.
    let quoted = |text: &str| html! { <bdi>{ text }</bdi> };
    let all = |total: usize| nodes(strings.form(&counts.all, total), &[("n", number(total))]);
    match notice {
        Notice::Starting => words.starting.into(),
        Notice::Searching => words.searching.into(),
        Notice::Empty => words.empty.into(),
        Notice::Zero { query } => nodes(words.zero, &[("q", quoted(query))]),
        Notice::Corrected { query, corrected, total } => html! {
            <>{ nodes(words.corrected, &[("q", quoted(query)), ("c", quoted(corrected))]) }{ " " }{ all(*total) }{ "." }</>
        },
        Notice::Count { query, shown, total } => {
            let values = [("n", number(*total)), ("q", quoted(query)), ("a", number(1)), ("b", number(*shown))];
            nodes(strings.form(&counts.count, *total), &values)
        }
        Notice::All { total } => all(*total),
        Notice::Filtered { total } => nodes(strings.form(&counts.filtered, *total), &[("n", number(*total))]),
        Notice::Suggested { count } => nodes(strings.form(&counts.suggested, *count), &[("n", number(*count))]),
        Notice::Added { added, shown, total } => {
            let values = [("n", number(*added)), ("b", number(*shown)), ("total", number(*total))];
            nodes(strings.form(&counts.added, *added), &values)
        }
    }
}
