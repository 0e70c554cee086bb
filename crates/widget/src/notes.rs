//! What is to be said of an answer: another spelling, what was searched for besides, results in other languages.

use yew::prelude::*;
use zoeklicht_client::Answer;

use crate::address::Address;
use crate::state::{Action, Ask};
use crate::strings::{Strings, nodes, text};

/// Lines with links; `address` is where the page asks what they ask, for who opens one in another tab.
pub(crate) fn notes(
    answer: &Answer,
    ask: &Ask,
    address: &Address,
    dispatch: &Callback<Action>,
    strings: &'static Strings,
) -> Html {
    let words = &strings.words;
    let query = answer.query.trim();
    let exactly = |template: &'static str| {
        let there = Ask { exact: true, more: 0, ..ask.clone() };
        let content = nodes(template, &[("q", html! { <bdi>{ query.to_owned() }</bdi> })]);
        link(address.of(&there), content, dispatch.reform(|()| Action::Exactly))
    };
    let proposal = answer.did_you_mean.as_ref().map(|proposal| {
        let chosen = proposal.clone();
        let href = address.of(&ask.with_query(proposal.clone()));
        let submit = dispatch.reform(move |()| Action::Submit(chosen.clone()));
        nodes(words.did_you_mean, &[("link", link(href, html! { <bdi>{ proposal }</bdi> }, submit))])
    });
    let also = (!answer.also.is_empty()).then(|| {
        // Each in quotation marks of its own would be more marks than words.
        let also = html! { <bdi>{ answer.also.join(", ") }</bdi> };
        html! { <>{ nodes(words.also, &[("s", also)]) }{ " " }{ exactly(words.only_exact) }</> }
    });
    let elsewhere: Vec<(&String, usize)> = match answer.langs.is_empty() || ask.query.trim().is_empty() {
        true => Vec::new(),
        false => {
            let others = answer.langs.iter().filter(|(lang, _)| lang != strings.lang);
            others.map(|(lang, count)| (lang, *count)).collect()
        }
    };
    let in_language = |(lang, count): &(&String, usize)| {
        let values = [("n", strings.number(*count)), ("language", strings.language(lang))];
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        text(strings.form(&strings.counts.other_language, *count), &values) + " "
    };
    let languages = (!elsewhere.is_empty()).then(|| {
        let there = Ask { all_langs: true, more: 0, ..ask.clone() };
        let all = dispatch.reform(|()| Action::AllLangs(true));
        // Among many results the numbers of others are no help.
        let counts = (answer.total == 0).then(|| elsewhere.iter().map(in_language).collect::<String>());
        html! { <>{ counts }{ link(address.of(&there), words.all_languages.into(), all) }</> }
    });
    let anyway = answer.corrected.as_ref().map(|_| exactly(words.anyway));
    let note = |class: &'static str, note: Option<Html>| {
        note.map(|note| html! { <p class={classes!("zoeklicht-note", class)}>{ note }</p> })
    };
    html! {
        <>
            { note("zoeklicht-spelling", proposal) }
            { note("zoeklicht-anyway", anyway) }
            { note("zoeklicht-also", also) }
            { note("zoeklicht-languages", languages) }
        </>
    }
}

/// A link that asks something here, or in another tab for who wants that.
fn link(href: Option<String>, content: Html, act: Callback<()>) -> Html {
    let onclick = Callback::from(move |event: MouseEvent| {
        // With a modifier the click asks for a new tab or window.
        if !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key()) {
            event.prevent_default();
            act.emit(());
        }
    });
    html! { <a {href} {onclick}>{ content }</a> }
}
