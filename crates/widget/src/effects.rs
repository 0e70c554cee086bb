//! What the state asks for, carried out: opening the index, searching, waiting, the field, the history, the focus.
//!
//! Not here: deciding anything (see `state`).

use std::cell::RefCell;
use std::rc::Rc;

use gloo_events::{EventListener, EventListenerOptions};
use gloo_timers::callback::Timeout;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlDialogElement, HtmlElement, HtmlFormElement, HtmlInputElement};
use yew::prelude::*;
use zoeklicht_client::{Answer, DateKey, DateRange, Engine, Options, Rule, Sort, idle};

use crate::address::{Address, Leaving};
use crate::keys::{self, Step};
use crate::search::{Event as Told, Mode, SearchProps, Source};
use crate::state::{Action, Ask, Cause, Offers, Order, Phase, State};
use crate::strings::{self, Strings};

/// Letters that follow each other faster than this are one search.
const TYPING_MS: u32 = 100;
/// After the last letter it is this long before anything is announced: a screen reader still speaks the letters.
const PAUSE_MS: u32 = 1_200;
/// A search that takes longer than this says that it is under way.
const WONDER_MS: u32 = 500;

/// When the field is looked at after the page was shown again.
const REFILL_MS: [u32; 3] = [0, 100, 1_000];

/// Letters from which suggestions help, and how many are given.
const SUGGEST_CHARS_MIN: usize = 3;
const SUGGESTIONS: usize = 8;

pub(crate) type Handle = UseReducerHandle<State>;
/// The index, once it is open.
pub(crate) type Opened = Rc<RefCell<Option<Engine>>>;

/// Opens the index, again after each retry.
#[hook]
pub(crate) fn use_index(state: &Handle, props: &SearchProps, opened: &Opened) {
    let (dispatcher, opened, prefetch) = (state.dispatcher(), Rc::clone(opened), props.prefetch);
    use_effect_with((props.source.clone(), state.attempt), move |(source, _)| {
        let is_open = opened.borrow().is_some();
        let source = source.clone();
        if !is_open {
            spawn_local(async move {
                let engine = match source {
                    Source::Folder(url) => Engine::open(&url).await,
                    Source::Opening(url, manifest, fetch) => Engine::open_with(&url, manifest, fetch).await,
                    Source::Embedded(pack) => Engine::embedded(pack),
                };
                match engine {
                    Ok(engine) => {
                        let langs = engine.manifest().langs.into_iter().map(|(lang, _)| lang).collect();
                        engine.prefetch(prefetch);
                        opened.replace(Some(engine.clone()));
                        dispatcher.dispatch(Action::Opened(Offers { langs, ..Offers::default() }));
                        // Every search needs the same file first.
                        if let (Ok((_, sorts)), Ok(dates)) = (engine.filters_and_sorts().await, engine.dates().await) {
                            dispatcher.dispatch(Action::Offer { sorts, dates });
                        }
                    }
                    Err(error) => dispatcher.dispatch(Action::FailToOpen(error.code())),
                }
            });
        }
    });
}

/// Has the browser get ready to write dates and numbers, while it waits for the index. The first time that takes it 25 ms,
/// which would come between the first answer and its results.
#[hook]
pub(crate) fn use_ready(strings: &'static Strings) {
    use_effect_with(strings, |strings| {
        let strings = *strings;
        spawn_local(async move {
            idle().await;
            strings.get_ready();
        });
    });
}

/// Searches for what is asked.
#[hook]
pub(crate) fn use_answers(state: &Handle, props: &SearchProps, lang: &str, opened: &Opened) {
    let (handle, opened, page_size) = (state.clone(), Rc::clone(opened), props.page_size.max(1));
    let (wanted_sort, lang) = (props.sort.clone(), lang.to_owned());
    let last = use_mut_ref(|| None);
    use_effect_with((state.turn, state.phase == Phase::Searching), move |&(turn, is_due)| {
        // What was typed before the index was there has waited long enough.
        let has_waited = last.replace(Some(turn)) == Some(turn);
        let wait_ms = if handle.cause.is_typing() && !has_waited { TYPING_MS } else { 0 };
        let search = move || {
            let Some(engine) = opened.borrow().clone() else { return };
            let Ask { query, filters, period, more, order, exact, all_langs } = handle.ask.clone();
            let limit = if handle.only_browses() { 0 } else { page_size * (more + 1) };
            let (langs, wanted_sort) = (&handle.offers.langs, wanted_sort.clone());
            // A site in one language has nothing to leave out, one without the page's language nothing to prefer.
            let is_in_page_lang = !all_langs && langs.len() > 1 && langs.contains(&lang);
            let mut options = Options {
                limit,
                filters,
                lang: is_in_page_lang.then(|| lang.to_string()),
                without: [Rule::Synonyms, Rule::Joining, Rule::Typos].into_iter().filter(|_| exact).collect(),
                ..Options::default()
            };
            spawn_local(async move {
                if order != Order::Relevance {
                    // Whatever hinders this hinders the search, which says so.
                    let sorts = engine.filters_and_sorts().await.map(|(_, sorts)| sorts).unwrap_or_default();
                    let key = sort_key(&sorts, wanted_sort.as_deref());
                    options.sort = key.map(|key| Sort { key, descending: order == Order::Newest });
                }
                if !period.is_open() {
                    let dates = engine.dates().await.unwrap_or_default();
                    // Where there are no dates, no document is of these days.
                    let key = date_key(&dates, wanted_sort.as_deref()).map(|key| key.name.clone());
                    let range = DateRange { key: key.unwrap_or_default(), from: period.from, to: period.to };
                    options.dates = vec![range];
                }
                let partly = |answer: Answer| handle.dispatch(Action::Partial { turn, answer: Rc::new(answer) });
                let answer = engine.search_latest(&query, options.clone(), partly).await;
                let finds_little = !exact && answer.as_ref().is_ok_and(Answer::finds_little);
                handle.dispatch(match answer {
                    Ok(answer) => Action::Answer { turn, answer: Rc::new(answer) },
                    // A search that a newer one replaced is of an older turn, so nothing will come of this.
                    Err(error) => Action::Fail { turn, code: error.code() },
                });
                if finds_little {
                    // Afterwards, because it takes much more to fetch; whoever has an answer does without if it fails.
                    let options = Options { spelling: true, ..options };
                    let spelling = engine.search_latest(&query, options, |_| {}).await;
                    if let Ok(answer) = spelling.map(Rc::new)
                        && answer.did_you_mean.is_some()
                    {
                        handle.dispatch(Action::Answer { turn, answer });
                    }
                }
            });
        };
        let timer = is_due.then(|| Timeout::new(wait_ms, search));
        move || drop(timer)
    });
}

/// The sort key that an order goes by: the one that is wanted, else a usual name of a date; none if the index has it not.
pub(crate) fn sort_key(sorts: &[String], wanted: Option<&str>) -> Option<String> {
    usual_key(sorts, |name| name, wanted).cloned()
}

/// The same of those that are dates, which a period goes by.
pub(crate) fn date_key<'d>(dates: &'d [DateKey], wanted: Option<&str>) -> Option<&'d DateKey> {
    usual_key(dates, |key| &key.name, wanted)
}

fn usual_key<'k, K>(keys: &'k [K], name: impl Fn(&K) -> &str, wanted: Option<&str>) -> Option<&'k K> {
    let usual = ["date", "datum", "updated"];
    let mut names = wanted.into_iter().chain(usual.into_iter().filter(|_| wanted.is_none()));
    names.find_map(|wanted| keys.iter().find(|key| name(key) == wanted))
}

/// Suggests queries while someone types.
#[hook]
pub(crate) fn use_suggestions(state: &Handle, is_wanted: bool, opened: &Opened) {
    let (handle, opened) = (state.clone(), Rc::clone(opened));
    use_effect_with((state.turn, is_wanted), move |&(turn, is_wanted)| {
        let typed = handle.ask.query.clone();
        let is_due = is_wanted && handle.cause == Cause::Typed && typed.trim().chars().count() >= SUGGEST_CHARS_MIN;
        let suggest = move || {
            let Some(engine) = opened.borrow().clone() else { return };
            spawn_local(async move {
                // Without suggestions one searches all the same.
                let Ok(found) = engine.suggest(&typed, SUGGESTIONS, &[]).await else { return };
                let typed = strings::lower(typed.trim());
                let mut suggestions: Vec<String> = Vec::new();
                for text in found.into_iter().map(|suggestion| suggestion.text) {
                    if strings::lower(&text) != typed && !suggestions.contains(&text) {
                        suggestions.push(text);
                    }
                }
                handle.dispatch(Action::Suggest { turn, suggestions });
            });
        };
        let timer = is_due.then(|| Timeout::new(TYPING_MS, suggest));
        move || drop(timer)
    });
}

/// Makes the field a combobox while it has suggestions to offer (WAI-ARIA Authoring Practices 1.2).
#[hook]
pub(crate) fn use_combobox(state: &Handle, form: &HtmlForm, list_id: &Option<(String, String)>) {
    let form = form.clone();
    let listed = if state.is_listed { state.suggestions.len() } else { 0 };
    use_effect_with((list_id.clone(), listed > 0, state.active), move |(ids, is_listed, active)| {
        if let (Some((list, hint)), Some(field)) = (ids, form.field()) {
            let set = |name: &str, value: &str| drop(field.set_attribute(name, value));
            set("role", "combobox");
            set("aria-autocomplete", "list");
            set("aria-describedby", hint);
            set("aria-expanded", if *is_listed { "true" } else { "false" });
            // A name that stands nowhere would lead nowhere.
            let refer = |name: &str, id: Option<String>| match id {
                Some(id) => set(name, &id),
                None => drop(field.remove_attribute(name)),
            };
            refer("aria-controls", is_listed.then(|| list.clone()));
            refer("aria-activedescendant", active.filter(|_| *is_listed).map(|at| format!("{list}-{at}")));
        }
    });
}

/// Tells the state when it is time to speak.
#[hook]
pub(crate) fn use_pauses(state: &Handle) {
    let handle = state.clone();
    use_effect_with(state.turn, move |&turn| {
        let timer = match (&handle.phase, handle.typing) {
            (Phase::Idle, false) => None,
            (_, true) => Some(Timeout::new(PAUSE_MS, move || handle.dispatch(Action::Pause { turn }))),
            (_, false) => Some(Timeout::new(WONDER_MS, move || handle.dispatch(Action::Wonder { turn }))),
        };
        move || drop(timer)
    });
}

/// Keeps the address of the page and the text in the field as the state has them.
#[hook]
pub(crate) fn use_mirrors(state: &Handle, form: &HtmlForm, address: &Rc<Address>) {
    let (handle, form, address) = (state.clone(), form.clone(), Rc::clone(address));
    use_effect_with(state.turn, move |&turn| {
        let (ask, cause) = (handle.ask.clone(), handle.cause);
        // Before the first turn the field holds what was typed before we were there.
        if turn > 0
            && cause != Cause::Typed
            && let Some(field) = form.field().filter(|field| field.value() != ask.query)
        {
            field.set_value(&ask.query);
        }
        let timer = match cause {
            Cause::Address => None,
            cause if cause.is_typing() => Some(Timeout::new(TYPING_MS, move || address.write(&ask, Some(cause)))),
            _ => {
                // The search button goes on with what was typed; anything else is a step that Back takes back.
                if cause != Cause::Submitted {
                    address.settle();
                }
                address.write(&ask, None);
                None
            }
        };
        move || drop(timer)
    });
}

/// What a listener needs to know of the newest state.
pub(crate) type Newest = Rc<RefCell<Handle>>;

/// Does something to the newest state. It is not borrowed meanwhile: drawing it anew replaces it.
pub(crate) fn act_now(newest: &Newest, action: Action) {
    let handle = newest.borrow().clone();
    handle.dispatch(action);
}

/// Listens to the form, and to the history.
#[hook]
pub(crate) fn use_form(newest: &Newest, form: &HtmlForm, root: &NodeRef, address: &Rc<Address>, props: &SearchProps) {
    let (newest, form, root, address) = (Rc::clone(newest), form.clone(), root.clone(), Rc::clone(address));
    let props = props.clone();
    use_effect_with(form.given.clone(), move |_| {
        let listeners = form.element().zip(form.field()).map(|(form, field)| {
            let handle = newest.borrow().clone();
            // What was typed before we were there is newer than the address.
            let typed = if field.value().is_empty() { props.typed.to_string() } else { field.value() };
            handle.dispatch(Action::Restore(address.read()));
            if !typed.trim().is_empty() {
                handle.dispatch(Action::Type(typed));
            }
            listen(newest, &form, &field, root, address, &props)
        });
        props.onevent.emit(Told::Ready);
        move || drop(listeners)
    });
}

fn listen(
    newest: Newest,
    form: &HtmlFormElement,
    field: &HtmlInputElement,
    root: NodeRef,
    address: Rc<Address>,
    props: &SearchProps,
) -> Vec<EventListener> {
    let active = EventListenerOptions::enable_prevent_default;
    let dispatch = {
        let newest = Rc::clone(&newest);
        move |action: Action| act_now(&newest, action)
    };
    let (act, typed) = (dispatch.clone(), field.clone());
    let input = move |_: &Event| act(Action::Type(typed.value()));
    let (act, typed, recent, state) = (dispatch.clone(), field.clone(), props.recent, Rc::clone(&newest));
    // Where the results are on another page, the form leads there.
    let is_elsewhere = props.mode == Mode::Suggestions && props.leads_elsewhere;
    let submit = move |event: &Event| {
        recent.add(&typed.value());
        let is_failed = matches!(state.borrow().phase, Phase::Failed(_));
        // Where we fail, the form does what it would do without us.
        if !is_failed && !is_elsewhere {
            event.prevent_default();
            act(Action::Submit(typed.value()));
        }
    };
    let (act, typed, of, mode) = (dispatch.clone(), field.clone(), form.clone(), props.mode);
    let (pressed, shown) = (Rc::clone(&newest), root.clone());
    let keydown = move |event: &Event| {
        let (Some(event), Some(root)) = (event.dyn_ref(), root.cast::<Element>()) else { return };
        let state = pressed.borrow().clone();
        match keys::press(event, &typed, &root, opened(&state, mode)) {
            Some(Step::Accept) => {
                if let Some(text) = state.active.and_then(|at| state.suggestions.get(at)) {
                    accept(text, &typed, &of);
                }
            }
            Some(step) => act_on(step).into_iter().for_each(&act),
            None => {}
        }
    };
    let mut listeners = vec![
        EventListener::new(field, "input", input),
        EventListener::new_with_options(form, "submit", active(), submit),
        EventListener::new_with_options(field, "keydown", active(), keydown),
    ];
    if let Some(window) = web_sys::window() {
        let (typed, state) = (field.clone(), Rc::clone(&newest));
        // WebKit empties the field of a page that it kept, some time after it says so.
        let refill = move || {
            let query = &state.borrow().ask.query;
            if typed.value() != *query {
                typed.set_value(query);
            }
        };
        // Chromium forgets where the focus was.
        let refocus = move || {
            if let (Some(left), Some(root)) = (Leaving::read().filter(|_| has_no_focus()), shown.cast::<Element>()) {
                keys::return_to_hit(&root, left.hit);
            }
        };
        let pageshow = move |_: &Event| {
            Timeout::new(0, refocus.clone()).forget();
            for wait_ms in REFILL_MS {
                Timeout::new(wait_ms, refill.clone()).forget();
            }
        };
        listeners.push(EventListener::new(&window, "pageshow", pageshow));
        let act = dispatch.clone();
        let popstate = move |_: &Event| {
            address.settle();
            act(Action::Restore(address.read()));
        };
        listeners.push(EventListener::new(&window, "popstate", popstate));
    }
    if mode == Mode::Panel {
        let act = dispatch;
        listeners.push(EventListener::new(field, "click", move |_| act(Action::Open)));
    }
    listeners
}

/// Searches for a suggestion, as if it had been typed.
pub(crate) fn accept(text: &str, field: &HtmlInputElement, form: &HtmlFormElement) {
    field.set_value(text);
    // Fails only for a form that left the page.
    drop(form.request_submit());
}

/// What is open while a key is pressed.
pub(crate) fn opened(state: &State, mode: Mode) -> keys::Opened {
    keys::Opened {
        is_dialog: mode == Mode::Modal,
        has_panel: mode == Mode::Panel,
        is_open: state.is_open,
        listed: if state.is_listed { state.suggestions.len() } else { 0 },
        suggestions: state.suggestions.len(),
        is_active: state.active.is_some(),
    }
}

/// What a key changes.
pub(crate) fn act_on(step: Step) -> Option<Action> {
    match step {
        Step::ClearField => Some(Action::Type(String::new())),
        Step::Open => Some(Action::Open),
        Step::Close => Some(Action::Close),
        Step::List => Some(Action::List),
        Step::Unlist => Some(Action::Unlist),
        Step::Suggestion { back } => Some(Action::Step { back }),
        Step::Leave => Some(Action::Leave),
        Step::ToField | Step::ToHit(_) | Step::Accept => None,
    }
}

/// Folds panel and suggestions when someone turns to another part of the page. A focus that goes nowhere is none: that is
/// how a screen reader moves into the panel.
#[hook]
pub(crate) fn use_outside(newest: &Newest, form: &HtmlForm, root: &NodeRef, is_wanted: bool) {
    let (newest, form, root) = (Rc::clone(newest), form.clone(), root.clone());
    use_effect_with(is_wanted, move |&is_wanted| {
        let document = document().filter(|_| is_wanted);
        let listen = |kind: &'static str, document: &web_sys::Document| {
            let (newest, form, root) = (Rc::clone(&newest), form.clone(), root.clone());
            EventListener::new(document, kind, move |event| {
                let path = event.composed_path();
                let is_in = |element: Option<Element>| element.is_some_and(|element| path.includes(&element, 0));
                let is_inside = is_in(form.element().map(Element::from)) || is_in(root.cast());
                let handle = newest.borrow().clone();
                if !is_inside && (handle.is_open || handle.is_listed) {
                    handle.dispatch(Action::Close);
                }
            })
        };
        let listeners = document.map(|document| ["pointerdown", "focusin"].map(|kind| listen(kind, &document)));
        move || drop(listeners)
    });
}

/// Shows the dialog while it is open, with the focus in its field; afterwards the browser gives the focus back.
#[hook]
pub(crate) fn use_dialog(
    newest: &Newest,
    dialog: &NodeRef,
    form: &HtmlForm,
    opener: &Option<HtmlElement>,
    drawn_opener: &NodeRef,
) {
    let is_open = newest.borrow().is_open;
    {
        let (dialog, form) = (dialog.clone(), form.clone());
        use_effect_with(is_open, move |&is_open| {
            let Some(dialog) = dialog.cast::<HtmlDialogElement>() else { return };
            if is_open && !dialog.open() {
                // Fails only for a dialog that left the page.
                drop(dialog.show_modal());
                form.field().iter().for_each(|field| keys::focus(field));
            } else if !is_open && dialog.open() {
                dialog.close();
            }
        });
    }
    let newest = Rc::clone(newest);
    let (dialog, drawn_opener) = (dialog.clone(), drawn_opener.clone());
    use_effect_with(opener.clone(), move |opener| {
        let opener = opener.clone().or_else(|| drawn_opener.cast());
        let listen = |target: &web_sys::EventTarget, kind: &'static str, action: Action| {
            let newest = Rc::clone(&newest);
            EventListener::new(target, kind, move |_| act_now(&newest, action.clone()))
        };
        let opens = opener.as_ref().map(|opener| listen(opener, "click", Action::Open));
        // Escape, and whatever else closes a dialog.
        let closes = dialog.cast::<HtmlDialogElement>().map(|dialog| listen(&dialog, "close", Action::Close));
        move || drop((opens, closes))
    });
}

/// Puts the query in the title of the page, and takes it out again.
#[hook]
pub(crate) fn use_title(state: &Handle, is_wanted: bool) {
    let own = use_memo((), |()| document().map(|document| document.title()).unwrap_or_default());
    let query = state.ask.query.trim().to_owned();
    let shown = if state.phase == Phase::Answered { query } else { String::new() };
    use_effect_with((shown, is_wanted), move |(query, is_wanted)| {
        if let Some(document) = document().filter(|_| *is_wanted) {
            document.set_title(&if query.is_empty() { own.to_string() } else { format!("{query} – {own}") });
        }
    });
}

/// Goes back to the result that someone left for, when they come back.
#[hook]
pub(crate) fn use_return(state: &Handle, root: &NodeRef, is_wanted: bool) {
    let (handle, root) = (state.clone(), root.clone());
    use_effect_with((state.turn, state.phase == Phase::Answered), move |&(_, is_answered)| {
        let is_due = is_wanted && is_answered && handle.cause == Cause::Address;
        if let (Some(Leaving { hit, scroll }), Some(root)) =
            (Leaving::read().filter(|_| is_due), root.cast::<Element>())
        {
            keys::return_to_hit(&root, hit);
            if let Some(window) = web_sys::window() {
                window.scroll_to_with_x_and_y(window.scroll_x().unwrap_or_default(), scroll);
            }
        }
    });
}

/// Tells the page what happens.
#[hook]
pub(crate) fn use_events(state: &Handle, onevent: &Callback<Told>) {
    {
        let (handle, onevent) = (state.clone(), onevent.clone());
        use_effect_with(state.turn, move |&turn| {
            if turn > 0 {
                onevent.emit(Told::Asked(handle.ask.clone()));
            }
        });
    }
    let (handle, onevent) = (state.clone(), onevent.clone());
    use_effect_with((state.turn, state.phase.clone()), move |(_, phase)| match (phase, &handle.answer) {
        (Phase::Answered, Some(answer)) if !handle.only_browses() => onevent.emit(Told::Answered(Rc::clone(answer))),
        (Phase::Failed(code), _) => onevent.emit(Told::Failed(code)),
        _ => {}
    });
}

/// Moves the focus to the first of the results that someone asked for, and never lets it fall off the page with an
/// element that we take away.
#[hook]
pub(crate) fn use_focus(state: &Handle, form: &HtmlForm, root: &NodeRef) {
    let had_focus =
        root.cast::<Element>().is_some_and(|root| focused().is_some_and(|focused| root.contains(Some(&focused))));
    {
        let (handle, root) = (state.clone(), root.clone());
        use_effect_with((state.turn, state.phase == Phase::Answered), move |&(_, is_answered)| {
            if let (Cause::More(before), true, Some(root)) = (handle.cause, is_answered, root.cast::<Element>()) {
                keys::focus_hit(&root, before);
            }
        });
    }
    let (form, root) = (form.clone(), root.clone());
    use_effect(move || {
        if had_focus && has_no_focus() {
            let filters = root.cast::<Element>().and_then(|root| root.query_selector("summary").ok().flatten());
            let place = filters.and_then(|filters| filters.dyn_into::<HtmlElement>().ok());
            let place = place.or_else(|| form.field().map(HtmlElement::from));
            place.iter().for_each(keys::focus);
        }
    });
}

/// The page.
pub(crate) fn document() -> Option<web_sys::Document> {
    web_sys::window()?.document()
}

/// Whether no element has the focus: then browsers say that the body has it.
fn has_no_focus() -> bool {
    focused().is_none_or(|focused| focused.tag_name() == "BODY")
}

/// The element with the focus, also inside of shadow trees.
fn focused() -> Option<Element> {
    let mut focused = document()?.active_element()?;
    while let Some(inner) = focused.shadow_root().and_then(|root| root.active_element()) {
        focused = inner;
    }
    Some(focused)
}

/// The form that is searched with: the page's own, or else the one that the widget draws.
#[derive(Clone)]
pub(crate) struct HtmlForm {
    pub(crate) given: Option<HtmlFormElement>,
    pub(crate) drawn: NodeRef,
}

impl HtmlForm {
    pub(crate) fn element(&self) -> Option<HtmlFormElement> {
        self.given.clone().or_else(|| self.drawn.cast())
    }

    pub(crate) fn field(&self) -> Option<HtmlInputElement> {
        field(&self.element()?)
    }
}

/// The field of a form that takes the query.
pub(crate) fn field(form: &HtmlFormElement) -> Option<HtmlInputElement> {
    form.query_selector("input[type=search], input[name=q]").ok()??.dyn_into().ok()
}
