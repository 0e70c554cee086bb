//! The results: a heading, what is to be said of them, an ordered list of links, and a button for more.

use std::rc::Rc;

use yew::prelude::*;
use zoeklicht_client::Answer;

use crate::chips::chosen;
use crate::hit::{Hit, Links};
use crate::more::More;
use crate::parts::use_classes;
use crate::state::Ask;
use crate::strings::{self, Strings};
use crate::template::Template;
use crate::zero::zero;

/// What [`Results`] can be told.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct ResultsProps {
    /// The results.
    pub answer: Rc<Answer>,
    /// What was asked.
    pub ask: Ask,
    /// Whether letters still come in: then it is too early for advice.
    #[prop_or_default]
    pub is_typing: bool,
    /// The filters whose values are shown with each hit.
    #[prop_or_default]
    pub filters: Vec<String>,
    /// A name that no other element of the page has, for the heading.
    pub heading_id: AttrValue,
    /// The name of the section on a page with several; it is that of its heading otherwise.
    #[prop_or_default]
    pub name: Option<AttrValue>,
    /// The level of the headings of hits; the heading of all is one above.
    #[prop_or(3)]
    pub heading_level: u8,
    /// How many results "show more" adds.
    #[prop_or(10)]
    pub page_size: usize,
    /// Where people can ask for help when nothing was found.
    #[prop_or_default]
    pub contact: Option<AttrValue>,
    /// How the links of results open and where they lead.
    #[prop_or_default]
    pub links: Links,
    /// What a result looks like, if not as we draw it.
    #[prop_or_default]
    pub template: Option<Template>,
    /// A result is followed: its place in the list.
    #[prop_or_default]
    pub onselect: Callback<usize>,
    /// More are wanted.
    #[prop_or_default]
    pub onmore: Callback<()>,
    /// A key is pressed among the results.
    #[prop_or_default]
    pub onkeydown: Callback<KeyboardEvent>,
    /// What stands between the heading and the list.
    #[prop_or_default]
    pub children: Html,
    /// In which language it speaks.
    pub strings: &'static Strings,
}

/// A section with a heading and a list, or with advice if there are no results.
#[component]
pub fn Results(props: &ResultsProps) -> Html {
    let ResultsProps { answer, ask, heading_id, heading_level, links, strings, .. } = props;
    let heading = heading_level - 1;
    let classes = use_classes();
    // Without hits and without advice yet it has no heading, and is nowhere to go to.
    let has_heading = !answer.hits.is_empty() || !props.is_typing;
    let name = props.name.clone().filter(|_| has_heading);
    let labelled_by = (name.is_none() && has_heading).then(|| heading_id.clone());
    if answer.hits.is_empty() {
        return html! {
            <section class="zoeklicht-results" aria-labelledby={labelled_by} aria-label={name}>
                { props.children.clone() }
                if !props.is_typing { { zero(ask, heading_id, heading, props.contact.as_ref(), strings) } }
            </section>
        };
    }
    let hit = |(at, hit): (usize, &zoeklicht_client::Hit)| {
        let onselect = props.onselect.reform(move |_| at);
        html! {
            <Hit
                key={hit.id.as_str()}
                hit={hit.clone()}
                filters={props.filters.clone()}
                heading_level={*heading_level}
                links={links.clone()}
                template={props.template.clone()}
                {onselect}
                {strings}
            />
        }
    };
    let date = strings.date(None).unwrap_or_default();
    let printed = match ask.query.trim() {
        "" => format!("{}, {date}", strings.words.results),
        query => strings::text(strings.words.printed, &[("q", query), ("date", &date)]),
    };
    // On paper there are no buttons, but what they say of the list is as true.
    let printed: Vec<String> = std::iter::once(printed).chain(chosen(ask, strings).map(|chosen| chosen.text)).collect();
    html! {
        <section class="zoeklicht-results" aria-labelledby={labelled_by} aria-label={name}>
            <@{format!("h{heading}")} id={heading_id} class="zoeklicht-heading" tabindex="-1">
                { strings.words.results }
            </@>
            <p class="zoeklicht-print">{ printed.join(" · ") }</p>
            { props.children.clone() }
            <ol part="list" class={classes.of("list", "zoeklicht-hits")} onkeydown={&props.onkeydown}>{ for answer.hits.iter().enumerate().map(hit) }</ol>
            <More
                shown={answer.hits.len()}
                total={answer.total}
                page_size={props.page_size}
                onmore={&props.onmore}
                {strings}
            />
        </section>
    }
}
