//! The search box: puts the parts together.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Function, Promise};
use web_sys::{Element, HtmlElement, HtmlFormElement};
use yew::prelude::*;
use zoeklicht_client::{Answer, DateKey, Facet, Prefetch};

use crate::address::{Address, Leaving, UrlState};
use crate::chips::chips;
use crate::dates::Dates;
use crate::effects::{self, Handle, HtmlForm, Opened};
use crate::failure::failure;
use crate::filters::Filters;
use crate::hit::Links;
use crate::input::Input;
use crate::keys;
use crate::notes::notes;
use crate::parts::ClassMap;
use crate::recent::{Recent, RecentList};
use crate::results::Results;
use crate::sort::Sort;
use crate::state::{Action, Ask, Manner, Notice, Phase, State};
use crate::status::Status;
use crate::strings::Strings;
use crate::suggestions::Suggestions;
use crate::template::Template;

/// Where the index is.
#[derive(Clone, Debug)]
pub enum Source {
    /// In the folder at this address, absolute or relative to the page.
    Folder(AttrValue),
    /// In a folder whose manifest is on its way: a promise of an `ArrayBuffer`, made while the program was loading.
    /// A function may take the place of the browser's `fetch` (see [`zoeklicht_client::Engine::open_with`]).
    Opening(AttrValue, Promise, Option<Function>),
    /// In the program.
    Embedded(&'static [u8]),
}

impl PartialEq for Source {
    fn eq(&self, other: &Source) -> bool {
        match (self, other) {
            (Source::Folder(one), Source::Folder(two)) => one == two,
            (Source::Opening(one, manifest, _), Source::Opening(two, other, _)) => {
                one == two && js_sys::Object::is(manifest, other)
            }
            // An index in the program is the same if it is at the same place; there is no need to read it.
            (Source::Embedded(one), Source::Embedded(two)) => std::ptr::eq(*one, *two),
            _ => false,
        }
    }
}

/// How the search box shows itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// The results stand on the page under the form.
    #[default]
    Inline,
    /// The results stand in a panel that unfolds under the form.
    Panel,
    /// Form and results stand in a dialog that a button opens.
    Modal,
    /// Only suggested queries unfold under the form; searching goes where the form leads.
    Suggestions,
}

/// What happens, for a page that wants to know.
#[derive(Clone, Debug)]
pub enum Event {
    /// It listens to the form.
    Ready,
    /// Something is asked.
    Asked(Ask),
    /// It is answered.
    Answered(Rc<Answer>),
    /// It cannot be answered, with the code of the reason (see [`zoeklicht_client::ClientError::code`]).
    Failed(&'static str),
    /// A result is followed: its place in the list.
    Selected(usize),
}

/// Lets a page steer a search box from outside.
#[derive(Clone, Default)]
pub struct Remote(Rc<RefCell<Option<effects::Newest>>>);

impl PartialEq for Remote {
    fn eq(&self, other: &Remote) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl std::fmt::Debug for Remote {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Remote")
    }
}

impl Remote {
    /// Searches for a query.
    pub fn search(&self, query: &str) {
        self.act(Action::Submit(query.to_owned()));
    }

    /// Shows what is asked here.
    pub fn show(&self, ask: Ask) {
        self.act(Action::Restore(ask));
    }

    /// Opens the panel or the dialog.
    pub fn open(&self) {
        self.act(Action::Open);
    }

    /// Closes the panel or the dialog.
    pub fn close(&self) {
        self.act(Action::Close);
    }

    /// What is asked.
    pub fn shown(&self) -> Ask {
        self.0.borrow().as_ref().map(|newest| newest.borrow().ask.clone()).unwrap_or_default()
    }

    fn act(&self, action: Action) {
        if let Some(newest) = &*self.0.borrow() {
            effects::act_now(newest, action);
        }
    }
}

/// What [`Search`] can be told.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct SearchProps {
    /// Where the index is. It is opened, once, as soon as the component is on the page: for another index, give the
    /// component another `key`.
    pub source: Source,
    /// What of the index is fetched before a search asks for it.
    #[prop_or(Prefetch::Auto)]
    pub prefetch: Prefetch,
    /// How the search box shows itself.
    #[prop_or_default]
    pub mode: Mode,
    /// The page's own form, with a field `type="search"` or `name="q"`. Without one, the component draws a form.
    #[prop_or_default]
    pub form: Option<HtmlFormElement>,
    /// Whether the page's own form leads to another page than this one.
    #[prop_or_default]
    pub leads_elsewhere: bool,
    /// The page's own button that opens the dialog. Without one, the component draws a button.
    #[prop_or_default]
    pub opener: Option<HtmlElement>,
    /// The page's own live region (`role="status"`), which must stay empty. Without one, the component draws one.
    #[prop_or_default]
    pub status: Option<Element>,
    /// What was typed in another field before the component was there.
    #[prop_or_default]
    pub typed: AttrValue,
    /// The name of the landmark, for pages with several searches.
    #[prop_or_default]
    pub landmark: Option<AttrValue>,
    /// The language of what the component says (BCP 47): Dutch, French, German or English. Without it, the language of
    /// the form, else of the page.
    #[prop_or_default]
    pub lang: Option<AttrValue>,
    /// Texts to say instead of ours: a JSON object of texts by name.
    #[prop_or_default]
    pub strings: Option<AttrValue>,
    /// Whether searches are kept in the address of the page.
    #[prop_or_default]
    pub url_state: UrlState,
    /// Whether the title of the page says what was searched for.
    #[prop_or_default]
    pub update_title: bool,
    /// The level of the headings that are the titles of results, 3 to 6. The heading of all results is one above.
    #[prop_or(3)]
    pub heading_level: u8,
    /// How many results are shown at first, and added at each "show more".
    #[prop_or(10)]
    pub page_size: usize,
    /// The names of the filters that are offered and shown with each result, in their order; and of the sort key that is the
    /// date of a document, if a first and a last day are offered. Without it, all that the index has.
    #[prop_or_default]
    pub filters: Option<Vec<AttrValue>>,
    /// Whether the filters can be used before anything is typed.
    #[prop_or_default]
    pub browse: bool,
    /// The sort key that "newest first" and the days go by. Without it `date`, `datum` or `updated`, whichever the index has.
    #[prop_or_default]
    pub sort: Option<AttrValue>,
    /// Whether queries are suggested while someone types, in other modes than [`Mode::Suggestions`] too.
    #[prop_or_default]
    pub suggest: bool,
    /// Where the last searches are kept, to be offered again.
    #[prop_or_default]
    pub recent: Recent,
    /// Where people can ask for help when nothing was found.
    #[prop_or_default]
    pub contact: Option<AttrValue>,
    /// How the links of results open and where they lead.
    #[prop_or_default]
    pub links: Links,
    /// What a result looks like, if not as we draw it.
    #[prop_or_default]
    pub template: Option<Template>,
    /// Classes of the page for the parts.
    #[prop_or_default]
    pub classes: ClassMap,
    /// Hears what happens.
    #[prop_or_default]
    pub onevent: Callback<Event>,
    /// Steers the component from outside.
    #[prop_or_default]
    pub remote: Remote,
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
    let SearchProps { mode, .. } = *props;
    let suggests = props.suggest || mode == Mode::Suggestions;
    let is_instant = mode != Mode::Suggestions;
    let state = use_reducer(move || State::new(Manner { browses: props.browse, is_instant }));
    let newest = {
        let state = state.clone();
        use_mut_ref(move || state)
    };
    newest.replace(state.clone());
    let opened: Opened = use_mut_ref(|| None);
    let root = use_node_ref();
    let drawn = use_node_ref();
    let dialog = use_node_ref();
    let opens = use_node_ref();
    let form = HtmlForm { given: props.form.clone(), drawn: drawn.clone() };
    let number = use_memo((), |()| Number::free());
    let id = number.0;
    // Of the page, and what that makes us speak.
    let spoken = use_memo((props.lang.clone(), props.form.clone(), props.strings.clone()), |(lang, form, own)| {
        let tag = lang.as_ref().map(ToString::to_string).or_else(|| lang_of(form.as_ref())).unwrap_or_default();
        let lang = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        (lang, Strings::with_own(&tag, own.as_deref()))
    });
    let strings = spoken.1;
    let address = use_memo((props.form.clone(), props.url_state), |(form, url_state)| {
        let name = form.as_ref().and_then(effects::field).map(|field| field.name());
        Address::new(name.filter(|name| !name.is_empty()).unwrap_or_else(|| "q".into()), *url_state)
    });
    // What a page names itself it names apart; of what it does not, the second one has a number.
    let landmark = match &props.landmark {
        Some(landmark) => landmark.clone(),
        None if id == 1 => AttrValue::Static(strings.words.landmark),
        None => format!("{} {id}", strings.words.landmark).into(),
    };
    let list_id = format!("zoeklicht-{id}-suggestions");
    let hint_id = format!("zoeklicht-{id}-hint");
    effects::use_index(&state, props, &opened);
    effects::use_ready(strings);
    effects::use_answers(&state, props, &spoken.0, &opened);
    effects::use_suggestions(&state, suggests, &opened);
    effects::use_pauses(&state);
    effects::use_mirrors(&state, &form, &address);
    effects::use_form(&newest, &form, &root, &address, props);
    effects::use_combobox(&state, &form, &suggests.then(|| (list_id.clone(), hint_id.clone())));
    effects::use_outside(&newest, &form, &root, mode == Mode::Panel || suggests);
    effects::use_dialog(&newest, &dialog, &form, &props.opener.clone(), &opens);
    effects::use_focus(&state, &form, &root);
    effects::use_return(&state, &root, props.url_state != UrlState::None);
    effects::use_title(&state, props.update_title);
    effects::use_events(&state, &props.onevent);

    let dispatch: Callback<Action> = state.dispatcher().into();
    {
        let (remote, newest) = (props.remote.clone(), Rc::clone(&newest));
        use_effect_with((), move |()| {
            remote.0.replace(Some(newest));
            move || drop(remote.0.replace(None))
        });
    }
    let onkeydown = {
        let (form, root, newest) = (form.clone(), root.clone(), newest);
        Callback::from(move |event: KeyboardEvent| {
            let state = newest.borrow().clone();
            if let (Some(field), Some(root)) = (form.field(), root.cast::<Element>()) {
                let step = keys::press(&event, &field, &root, effects::opened(&state, mode));
                step.and_then(effects::act_on).into_iter().for_each(|action| state.dispatch(action));
            }
        })
    };
    let status = html! {
        <Status
            notice={state.notice.clone()}
            echo={state.echo}
            is_asked={!state.ask.query.is_empty()}
            is_stale={state.is_stale()}
            region={props.status.clone().filter(|_| mode != Mode::Modal)}
            {strings}
        />
    };
    let input = html! {
        <Input
            form={drawn}
            id={format!("zoeklicht-{id}-field")}
            landmark={landmark.clone()}
            is_empty={state.ask.query.is_empty()}
            onclear={dispatch.reform(|()| Action::Type(String::new()))}
            {strings}
        />
    };
    let suggestions = suggests.then(|| {
        let form = form.clone();
        let onchoose = move |text: String| {
            if let Some((field, form)) = form.field().zip(form.element()) {
                effects::accept(&text, &field, &form);
            }
        };
        html! {
            <>
                <span id={hint_id} class="zoeklicht-heard">{ strings.words.suggest_hint }</span>
                if state.is_listed {
                    <Suggestions
                        suggestions={(*state.suggestions).clone()}
                        active={state.active}
                        {onchoose}
                        id={list_id}
                        {strings}
                    />
                }
            </>
        }
    });
    let parts = Parts {
        props,
        state: &state,
        address: &address,
        dispatch: &dispatch,
        root: &root,
        id,
        landmark: &landmark,
        onkeydown,
        strings,
    };
    let class = match mode {
        Mode::Panel => "zoeklicht zoeklicht-in-panel",
        _ => "zoeklicht",
    };
    let content = html! {
        <>
            { status }
            <div {class} ref={root.clone()} lang={strings.lang}>
                { suggestions }
                { parts.content() }
            </div>
        </>
    };
    let drawn = match mode {
        Mode::Modal => html! {
            <>
                if props.opener.is_none() {
                    <button type="button" class="zoeklicht-open" aria-haspopup="dialog" ref={opens}>
                        { strings.words.submit }
                    </button>
                }
                <dialog
                    ref={dialog}
                    part="dialog"
                    class={props.classes.of("dialog", "zoeklicht-dialog")}
                    aria-label={landmark.clone()}
                    lang={strings.lang}
                >
                    <button type="button" class="zoeklicht-close" onclick={dispatch.reform(|_| Action::Close)}>
                        { strings.words.close }
                    </button>
                    { input }
                    { content }
                </dialog>
            </>
        },
        _ if props.form.is_none() => html! { <>{ input }{ content }</> },
        _ => content,
    };
    html! { <ContextProvider<ClassMap> context={props.classes.clone()}>{ drawn }</ContextProvider<ClassMap>> }
}

/// What the results are drawn from.
struct Parts<'a> {
    props: &'a SearchProps,
    state: &'a Handle,
    address: &'a Rc<Address>,
    dispatch: &'a Callback<Action>,
    root: &'a NodeRef,
    id: u32,
    landmark: &'a AttrValue,
    onkeydown: Callback<KeyboardEvent>,
    strings: &'static Strings,
}

impl Parts<'_> {
    /// All under the status: in a panel, only while that is open.
    fn content(&self) -> Html {
        let Parts { props, state, strings, .. } = self;
        let dispatch = self.dispatch;
        let failed = if let Phase::Failed(code) = state.phase { Some(failure(code, dispatch, strings)) } else { None };
        let recent = (props.recent != Recent::None && state.ask.query.is_empty()).then(|| {
            let onchoose = dispatch.reform(Action::Submit);
            html! { <RecentList recent={props.recent} {onchoose} {strings} /> }
        });
        let is_waiting = matches!(state.notice, Some(Notice::Starting | Notice::Searching));
        let has_hits = state.answer.as_ref().is_some_and(|answer| !answer.hits.is_empty());
        let content = html! {
            <>
                if is_waiting {
                    <progress class="zoeklicht-progress" aria-label={strings.words.searching} />
                }
                if has_hits { { skip_link(strings, &self.heading_id()) } }
                { recent }
                { failed }
                { self.results() }
            </>
        };
        match props.mode {
            Mode::Panel if !state.is_open => Html::default(),
            Mode::Panel => html! { <div class="zoeklicht-panel">{ content }</div> },
            _ => content,
        }
    }

    fn heading_id(&self) -> String {
        format!("zoeklicht-{}-results", self.id)
    }

    fn results(&self) -> Option<Html> {
        let Parts { props, state, address, root, id, strings, .. } = self;
        let dispatch = self.dispatch;
        let answer = state.answer.as_ref()?;
        let facets = facets(props.filters.as_deref(), &answer.facets);
        let names: Vec<String> = match &props.filters {
            Some(names) => names.iter().map(ToString::to_string).collect(),
            None => facets.iter().map(|facet| facet.name.clone()).collect(),
        };
        let facets: Vec<Facet> = facets.into_iter().filter(|facet| !facet.values.is_empty()).collect();
        let heading_level = props.heading_level.clamp(3, 6);
        let key = effects::date_key(&state.offers.dates, props.sort.as_deref());
        let is_named =
            |key: &&DateKey| props.filters.as_ref().is_none_or(|names| names.iter().any(|name| *name == key.name));
        // Where there is nothing at all, no day helps.
        let is_chosen = state.mistake.is_some() || !state.ask.period.is_open();
        let key = key.filter(is_named).filter(|_| is_chosen || answer.total > 0);
        let dates = key.map(|key| {
            html! {
                <Dates
                    period={state.mistake.unwrap_or(state.ask.period)}
                    days={key.clone()}
                    onchange={dispatch.reform(|period| Action::Dates { period, is_typed: true })}
                    id={format!("zoeklicht-{id}-mistake")}
                    {strings}
                />
            }
        });
        let has_order = effects::sort_key(&state.offers.sorts, props.sort.as_deref()).is_some();
        let onselect = {
            let (onevent, keeps) = (props.onevent.clone(), props.url_state != UrlState::None);
            Callback::from(move |at: usize| {
                if keeps {
                    Leaving::at(at).into_iter().for_each(Leaving::write);
                }
                onevent.emit(Event::Selected(at));
            })
        };
        Some(html! {
            <div class="zoeklicht-layout">
                if !facets.is_empty() || dates.is_some() {
                    <Filters
                        {facets}
                        ask={state.ask.clone()}
                        heading_level={heading_level - 1}
                        root={(*root).clone()}
                        ontoggle={dispatch.reform(|(name, value)| Action::Toggle { name, value })}
                        {strings}
                    >
                        { dates }
                    </Filters>
                }
                if !state.only_browses() {
                    <Results
                        answer={Rc::clone(answer)}
                        ask={state.ask.clone()}
                        is_typing={state.typing}
                        filters={names}
                        heading_id={self.heading_id()}
                        name={(*id > 1).then(|| format!("{}: {}", strings.words.results, self.landmark))}
                        {heading_level}
                        page_size={props.page_size.max(1)}
                        contact={props.contact.clone()}
                        links={props.links.clone()}
                        template={props.template.clone()}
                        {onselect}
                        onmore={dispatch.reform(|()| Action::More)}
                        onkeydown={self.onkeydown.clone()}
                        {strings}
                    >
                        if state.is_partial { <p class="zoeklicht-partial">{ strings.words.partial }</p> }
                        { chips(&state.ask, &props.classes, dispatch, strings) }
                        { notes(answer, &state.ask, address, dispatch, strings) }
                        if has_order && answer.total > 1 {
                            <Sort
                                order={state.ask.order}
                                onchange={dispatch.reform(Action::Sort)}
                                id={format!("zoeklicht-{id}-sort")}
                                {strings}
                            />
                        }
                    </Results>
                }
            </div>
        })
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

/// A link from the form to the results, for who does not want to pass by the filters.
fn skip_link(strings: &Strings, heading_id: &str) -> Html {
    let id = heading_id.to_owned();
    let onclick = Callback::from(move |event: MouseEvent| {
        // The address of the page is that of the search; a fragment would be an entry of the history.
        event.prevent_default();
        if let Some(heading) = effects::document().and_then(|document| document.get_element_by_id(&id)) {
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

thread_local! {
    /// The numbers of the widgets on the page.
    static NUMBERS: RefCell<Vec<u32>> = const { RefCell::new(Vec::new()) };
}

/// A number that no other widget on the page has, so that ids and landmarks are unique. One that is alone has the first.
struct Number(u32);

impl Number {
    fn free() -> Number {
        NUMBERS.with_borrow_mut(|taken| {
            let mut number = 1;
            while taken.contains(&number) {
                number += 1;
            }
            taken.push(number);
            Number(number)
        })
    }
}

impl Drop for Number {
    fn drop(&mut self) {
        NUMBERS.with_borrow_mut(|taken| taken.retain(|number| *number != self.0));
    }
}
