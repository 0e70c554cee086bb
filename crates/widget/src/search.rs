//! The search box: puts the parts together.

use std::rc::Rc;
use std::sync::atomic::{AtomicU32, Ordering};

use js_sys::Promise;
use web_sys::{Element, HtmlElement, HtmlFormElement};
use yew::prelude::*;
use zoeklicht_client::Facet;

use crate::address::{Address, UrlState};
use crate::effects::{self, HtmlForm, Opened};
use crate::failure::Failure;
use crate::filters::Filters;
use crate::keys;
use crate::results::Results;
use crate::state::{Action, Ask, Phase, State};
use crate::status::Status;
use crate::strings::Strings;

/// Where the index is.
#[derive(Clone, Debug)]
pub enum Source {
    /// In the folder at this address, absolute or relative to the page.
    Folder(AttrValue),
    /// In a folder whose manifest is on its way: a promise of an `ArrayBuffer`, made while the program was loading.
    Opening(AttrValue, Promise),
    /// In the program.
    Embedded(&'static [u8]),
}

impl PartialEq for Source {
    fn eq(&self, other: &Source) -> bool {
        match (self, other) {
            (Source::Folder(one), Source::Folder(two)) => one == two,
            (Source::Opening(one, manifest), Source::Opening(two, other)) => {
                one == two && js_sys::Object::is(manifest, other)
            }
            // An index in the program is the same if it is at the same place; there is no need to read it.
            (Source::Embedded(one), Source::Embedded(two)) => std::ptr::eq(*one, *two),
            _ => false,
        }
    }
}

/// What [`Search`] can be told.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct SearchProps {
    /// Where the index is. It is opened, once, as soon as the component is on the page: for another index, give the
    /// component another `key`.
    pub source: Source,
    /// The page's own form, with a field `type="search"` or `name="q"`. Without one, the component draws a form.
    #[prop_or_default]
    pub form: Option<HtmlFormElement>,
    /// The page's own live region (`role="status"`), which must stay empty. Without one, the component draws one.
    #[prop_or_default]
    pub status: Option<Element>,
    /// The language of what the component says (BCP 47): Dutch, French, German or English. Without it, the language of
    /// the form, else of the page.
    #[prop_or_default]
    pub lang: Option<AttrValue>,
    /// Whether searches are kept in the address of the page.
    #[prop_or_default]
    pub url_state: UrlState,
    /// The level of the headings that are the titles of results, 3 to 6. The heading of all results is one above.
    #[prop_or(3)]
    pub heading_level: u8,
    /// How many results are shown at first, and added at each "show more".
    #[prop_or(10)]
    pub page_size: usize,
    /// The names of the filters that are offered and shown with each result, in their order. Without it, all that the
    /// index has.
    #[prop_or_default]
    pub filters: Option<Vec<AttrValue>>,
}

/// A search box with its results.
///
/// ```
/// use yew::prelude::*;
/// use zoeklicht_widget::{Search, Source, UrlState};
///
/// #[component]
/// fn App() -> Html {
///     html! { <Search source={Source::Folder("/zoeklicht/".into())} url_state={UrlState::Query} /> }
/// }
/// ```
#[component]
pub fn Search(props: &SearchProps) -> Html {
    let state = use_reducer(State::new);
    let opened: Opened = use_mut_ref(|| None);
    let root = use_node_ref();
    let drawn = use_node_ref();
    let form = HtmlForm { given: props.form.clone(), drawn: drawn.clone() };
    let id = use_memo((), |()| new_id());
    let strings = *use_memo((props.lang.clone(), props.form.clone()), |(lang, form)| {
        Strings::of(&lang.as_ref().map(ToString::to_string).or_else(|| lang_of(form.as_ref())).unwrap_or_default())
    });
    let address = use_memo((props.form.clone(), props.url_state), |(form, url_state)| {
        let name = form.as_ref().and_then(effects::field).map(|field| field.name());
        Address::new(name.filter(|name| !name.is_empty()).unwrap_or_else(|| "q".into()), *url_state)
    });
    effects::use_index(&state, &props.source, &opened);
    effects::use_answers(&state, props.page_size.max(1), &opened);
    effects::use_pauses(&state);
    effects::use_mirrors(&state, &form, &address);
    effects::use_form(&state, &form, &root, &address);
    effects::use_focus(&state, &form, &root);

    let dispatch: Callback<Action> = state.dispatcher().into();
    let onkeydown = {
        let (form, root) = (form.clone(), root.clone());
        Callback::from(move |event: KeyboardEvent| {
            if let (Some(field), Some(root)) = (form.field(), root.cast::<Element>()) {
                keys::press(&event, &field, &root);
            }
        })
    };
    let heading_level = props.heading_level.clamp(3, 6);
    let heading_id = format!("zoeklicht-{id}-results");
    let failure = if let Phase::Failed(code) = state.phase { Some(code) } else { None };
    let results = state.answer.as_ref().map(|answer| {
        let facets = facets(props.filters.as_deref(), &answer.facets);
        let names: Vec<String> = match &props.filters {
            Some(names) => names.iter().map(ToString::to_string).collect(),
            None => facets.iter().map(|facet| facet.name.clone()).collect(),
        };
        let facets: Vec<Facet> = facets.into_iter().filter(|facet| !facet.values.is_empty()).collect();
        let proposal_href = answer.did_you_mean.as_ref().and_then(|proposal| {
            address.of(&Ask { query: proposal.clone(), filters: state.ask.filters.clone(), more: 0 })
        });
        html! {
            <div class="zoeklicht-layout">
                if !facets.is_empty() {
                    <Filters
                        {facets}
                        ask={state.ask.clone()}
                        heading_level={heading_level - 1}
                        root={root.clone()}
                        dispatch={dispatch.clone()}
                        {strings}
                    />
                }
                <Results
                    answer={Rc::clone(answer)}
                    ask={state.ask.clone()}
                    is_typing={state.typing}
                    filters={names}
                    heading_id={heading_id.clone()}
                    {heading_level}
                    page_size={props.page_size.max(1)}
                    {proposal_href}
                    {onkeydown}
                    dispatch={dispatch.clone()}
                    {strings}
                />
            </div>
        }
    });
    let has_hits = state.answer.as_ref().is_some_and(|answer| !answer.hits.is_empty());
    html! {
        <>
            if props.form.is_none() {
                { own_form(strings, &drawn, *id) }
            }
            <Status
                notice={state.notice.clone()}
                echo={state.echo}
                is_stale={state.is_stale()}
                region={props.status.clone()}
                {strings}
            />
            <div class="zoeklicht" ref={root} lang={strings.lang}>
                if has_hits {
                    { skip_link(strings, &heading_id) }
                }
                if let Some(code) = failure {
                    <Failure {code} {dispatch} {strings} />
                }
                { results }
            </div>
        </>
    }
}

/// The filters to offer: those that are named, in that order, or all.
fn facets(names: Option<&[AttrValue]>, all: &[Facet]) -> Vec<Facet> {
    match names {
        None => all.to_vec(),
        Some(names) => {
            let named = |name: &AttrValue| all.iter().find(|facet| facet.name == name.as_str()).cloned();
            names.iter().filter_map(named).collect()
        }
    }
}

fn own_form(strings: &Strings, drawn: &NodeRef, id: u32) -> Html {
    let words = &strings.words;
    let field = format!("zoeklicht-{id}-field");
    html! {
        <form class="zoeklicht-form" role="search" aria-label={words.landmark} ref={drawn} lang={strings.lang}>
            <label for={field.clone()}>{ words.label }</label>
            <input
                id={field}
                name="q"
                type="search"
                enterkeyhint="search"
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
            />
            <button type="submit">{ words.submit }</button>
        </form>
    }
}

/// A link from the form to the results, for who does not want to pass by the filters.
fn skip_link(strings: &Strings, heading_id: &str) -> Html {
    let id = heading_id.to_owned();
    let onclick = Callback::from(move |event: MouseEvent| {
        // The address of the page is that of the search; a fragment would be an entry of the history.
        event.prevent_default();
        let document = web_sys::window().and_then(|window| window.document());
        if let Some(heading) = document.and_then(|document| document.get_element_by_id(&id)) {
            heading.scroll_into_view();
            wasm_bindgen::JsCast::dyn_ref::<HtmlElement>(&heading).into_iter().for_each(keys::focus);
        }
    });
    html! { <a class="zoeklicht-skip" href={format!("#{heading_id}")} {onclick}>{ strings.words.skip }</a> }
}

/// The language of the nearest element around the form that names one, else of the page.
fn lang_of(form: Option<&HtmlFormElement>) -> Option<String> {
    let nearest = form.and_then(|form| form.closest("[lang]").ok().flatten());
    let page = || web_sys::window()?.document()?.document_element();
    nearest.or_else(page)?.get_attribute("lang")
}

/// A number that no other widget on the page has, so that ids are unique.
fn new_id() -> u32 {
    static LAST: AtomicU32 = AtomicU32::new(0);
    LAST.fetch_add(1, Ordering::Relaxed) + 1
}
