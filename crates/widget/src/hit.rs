//! A result: its title as a link, why it was found, and where in it.

use yew::prelude::*;
use zoeklicht_client::{Label, Section};

use crate::effects::document;
use crate::keys::LINK;
use crate::link;
use crate::parts::use_classes;
use crate::strings::{self, Strings};
use crate::template::Template;

/// What [`Hit`] can be told.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct HitProps {
    /// The result.
    pub hit: zoeklicht_client::Hit,
    /// The filters whose values are shown, in their order.
    #[prop_or_default]
    pub filters: Vec<String>,
    /// The level of its heading.
    pub heading_level: u8,
    /// How its links open and where they lead.
    #[prop_or_default]
    pub links: Links,
    /// What it looks like, if not as we draw it.
    #[prop_or_default]
    pub template: Option<Template>,
    /// Its link is followed.
    #[prop_or_default]
    pub onselect: Callback<MouseEvent>,
    /// In which language it speaks.
    pub strings: &'static Strings,
}

/// How the links of results open and where they lead.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    /// The `target` of the links, such as `_top`. With `_blank`, each says that it opens a new window.
    pub target: Option<AttrValue>,
    /// Whether the page at the other end shows what was found: with a text fragment (WICG Scroll To Text Fragment), which
    /// no server sees.
    pub highlights: bool,
}

/// A result of a search, as an item of a list.
#[component]
pub fn Hit(props: &HitProps) -> Html {
    let HitProps { hit, filters, heading_level, links, onselect, strings, template } = props;
    let words = &strings.words;
    // Said only where it differs, so that a screen reader changes its voice only then.
    let is_foreign = !hit.lang.is_empty() && hit.lang != strings.lang;
    let lang = is_foreign.then(|| hit.lang.clone());
    let values = |name: &String| hit.filters.iter().find(|(of, _)| of == name).map(|(_, values)| values.as_slice());
    let is_pdf = link::is_pdf(&hit.url);
    // A file of many pages opens at the one where the words stand.
    let page = hit.sections.first().filter(|_| is_pdf).and_then(|section| section.url.split_once("#page="));
    let facts = is_pdf.then(|| "PDF".to_owned()).into_iter();
    let facts = facts.chain(page.map(|(_, page)| strings::text(words.page, &[("p", page)])));
    let facts = facts.chain(filters.iter().filter_map(values).flatten().cloned());
    let said = |name: &str| hit.meta.iter().find(|(of, _)| of == name).map(|(_, value)| value.as_str());
    let updated = said("updated").and_then(|date| strings.date(Some(js_sys::Date::parse(date))));
    let facts = facts.chain(updated.map(|date| strings::text(words.updated, &[("date", &date)])));
    let facts: Vec<String> = facts.collect();
    let foreign = is_foreign.then(|| strings::text(words.in_language, &[("language", &strings.language(&hit.lang))]));
    let label = hit.label.map(|label| match label {
        Label::Pinned => words.pinned,
        Label::Identifier => words.identifier,
    });
    let url = hit.sections.first().filter(|_| page.is_some()).map_or(&hit.url, |section| &section.url);
    let shown = shown(url, hit, links);
    let classes = use_classes();
    // Made once: as long as nothing changes it is the same nodes, and what has the focus keeps it.
    let own = use_memo((template.clone(), hit.clone(), links.clone(), shown.clone()), |(template, hit, links, url)| {
        Some(template.as_ref()?.filled(&document()?, hit, url, links))
    });
    if let Some(nodes) = own.as_ref() {
        let onselect = onselect.clone();
        let onclick = move |event: MouseEvent| {
            let target: Option<web_sys::Element> = event.target_dyn_into();
            if target.is_some_and(|target| target.closest(&format!("a.{LINK}")).is_ok_and(|link| link.is_some())) {
                onselect.emit(event);
            }
        };
        return html! {
            <li part="result" class={classes.of("result", "zoeklicht-hit")} {lang} {onclick}>{ for nodes.iter().cloned().map(Html::VRef) }</li>
        };
    }
    let section = |section: &Section| {
        html! { <li>{ anchor(&section.url, &section.title, classes!(), None, links, strings, None) }</li> }
    };
    let title = anchor(&shown, &hit.title, classes!(LINK), Some(&hit.lang), links, strings, Some(onselect));
    html! {
        <li part="result" class={classes.of("result", "zoeklicht-hit")} {lang}>
            <@{format!("h{heading_level}")} part="title" class={classes.of("title", "zoeklicht-title")}>{ title }</@>
            // What we say of it is in our language, not in that of the result.
            if label.is_some() || foreign.is_some() || !facts.is_empty() {
                <ul part="meta" class={classes.of("meta", "zoeklicht-facts")} lang={is_foreign.then_some(strings.lang)}>
                    if let Some(label) = label { <li class="zoeklicht-label">{ label }</li> }
                    if let Some(foreign) = foreign { <li>{ foreign }</li> }
                    { for facts.into_iter().map(|fact| html! { <li>{ fact }</li> }) }
                </ul>
            }
            if !hit.excerpt.is_empty() {
                <p part="excerpt" class={classes.of("excerpt", "zoeklicht-excerpt")}>{ for hit.excerpt.iter().map(span) }</p>
            }
            if !hit.sections.is_empty() && !is_pdf || hit.sections.len() > 1 {
                <ul class="zoeklicht-sections" aria-label={strings::text(words.sections, &[("title", &hit.title)])}>
                    { for hit.sections.iter().map(section) }
                </ul>
            }
            if !hit.more_sections.is_empty() {
                <details class="zoeklicht-more-sections">
                    <summary lang={is_foreign.then_some(strings.lang)}>{ all_sections(hit, strings) }</summary>
                    <ul class="zoeklicht-sections">{ for hit.more_sections.iter().map(section) }</ul>
                </details>
            }
        </li>
    }
}

fn all_sections(hit: &zoeklicht_client::Hit, strings: &Strings) -> String {
    // One more is "one more"; several are counted with those that are shown already.
    let more = hit.more_sections.len();
    let number = if more == 1 { 1 } else { more + hit.sections.len() };
    strings::text(strings.form(&strings.counts.all_sections, number), &[("n", &strings.number(number))])
}

/// The address with what is to be shown there, if that is wanted: the first words that were found, at most three.
fn shown(url: &str, hit: &zoeklicht_client::Hit, links: &Links) -> String {
    const WORDS_MAX: usize = 3;
    let mut words: Vec<&str> = Vec::new();
    for span in hit.excerpt.iter().filter(|span| span.mark && links.highlights && !link::is_pdf(url)) {
        if words.len() < WORDS_MAX && !words.contains(&span.text.as_str()) {
            words.push(&span.text);
        }
    }
    if words.is_empty() {
        return url.to_owned();
    }
    // A dash means "before" or "after" there.
    let encode = |word: &&str| format!("text={}", String::from(js_sys::encode_uri_component(word)).replace('-', "%2D"));
    let texts: Vec<String> = words.iter().map(encode).collect();
    let place = if url.contains('#') { "" } else { "#" };
    format!("{url}{place}:~:{}", texts.join("&"))
}

fn anchor(
    url: &str,
    title: &str,
    class: Classes,
    lang: Option<&str>,
    links: &Links,
    strings: &Strings,
    onselect: Option<&Callback<MouseEvent>>,
) -> Html {
    let Some(url) = link::safe(url) else { return title.into() };
    let hreflang = lang.filter(|lang| !lang.is_empty()).map(str::to_owned);
    let target = links.target.clone();
    let is_new = target.as_deref() == Some("_blank");
    let onclick = onselect.cloned();
    // On paper an address has to be whole.
    let whole = document().and_then(|document| web_sys::Url::new_with_base(url, &document.base_uri().ok()??).ok());
    let whole = whole.map(|whole| whole.href());
    html! {
        <a
            {class}
            href={url.to_owned()}
            data-url={whole}
            {hreflang}
            {target}
            // The address of this page may have the query in it; where someone came from is enough.
            referrerpolicy="strict-origin"
            rel={is_new.then_some("noopener")}
            {onclick}
        >
            { title }
            if is_new { <span lang={strings.lang}>{ " " }{ strings.words.new_window }</span> }
        </a>
    }
}

fn span(span: &zoeklicht_client::Span) -> Html {
    if span.mark {
        html! { <mark>{ &span.text }</mark> }
    } else {
        span.text.as_str().into()
    }
}
