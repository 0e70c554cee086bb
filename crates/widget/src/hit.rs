//! A result: its title as a link, why it was found, and where in it.

use yew::prelude::*;

use crate::keys::LINK;
use crate::link;
use crate::strings::{self, Strings};

#[derive(Properties, PartialEq)]
pub(crate) struct HitProps {
    pub(crate) hit: zoeklicht_client::Hit,
    /// The filters whose values are shown, in their order.
    pub(crate) filters: Vec<String>,
    pub(crate) heading_level: u8,
    pub(crate) strings: &'static Strings,
}

#[component]
pub(crate) fn Hit(props: &HitProps) -> Html {
    let HitProps { hit, filters, heading_level, strings } = props;
    // Said only where it differs, so that a screen reader changes its voice only then.
    let lang = Some(hit.lang.clone()).filter(|lang| !lang.is_empty() && lang != strings.lang);
    let values = |name: &String| hit.filters.iter().find(|(of, _)| of == name).map(|(_, values)| values.as_slice());
    let facts = filters.iter().filter_map(values).flatten().cloned();
    let facts: Vec<String> = link::is_pdf(&hit.url).then(|| "PDF".to_owned()).into_iter().chain(facts).collect();
    let sections = hit
        .sections
        .iter()
        .map(|section| html! { <li>{ anchor(&section.url, &section.title, classes!(), None) }</li> });
    html! {
        <li class="zoeklicht-hit" {lang}>
            <@{format!("h{heading_level}")} class="zoeklicht-title">
                { anchor(&hit.url, &hit.title, classes!(LINK), Some(&hit.lang)) }
            </@>
            if !facts.is_empty() {
                <ul class="zoeklicht-facts">{ for facts.into_iter().map(|fact| html! { <li>{ fact }</li> }) }</ul>
            }
            if !hit.excerpt.is_empty() {
                <p class="zoeklicht-excerpt">{ for hit.excerpt.iter().map(span) }</p>
            }
            if !hit.sections.is_empty() {
                <ul class="zoeklicht-sections" aria-label={strings::text(strings.words.sections, &[("title", &hit.title)])}>
                    { for sections }
                </ul>
            }
        </li>
    }
}

fn anchor(url: &str, title: &str, class: Classes, lang: Option<&str>) -> Html {
    match link::safe(url) {
        Some(url) => {
            let hreflang = lang.filter(|lang| !lang.is_empty()).map(str::to_owned);
            html! { <a {class} href={url.to_owned()} {hreflang}>{ title }</a> }
        }
        None => title.into(),
    }
}

fn span(span: &zoeklicht_client::Span) -> Html {
    if span.mark {
        html! { <mark>{ &span.text }</mark> }
    } else {
        span.text.as_str().into()
    }
}
