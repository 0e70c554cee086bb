//! What the state asks for, carried out: opening the index, searching, waiting, the field, the history, the focus.
//!
//! Not here: deciding anything (see `state`).

use std::cell::RefCell;
use std::rc::Rc;

use gloo_events::{EventListener, EventListenerOptions};
use gloo_timers::callback::Timeout;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlElement, HtmlFormElement, HtmlInputElement};
use yew::prelude::*;
use zoeklicht_client::{Answer, Engine, Options};

use crate::address::Address;
use crate::keys;
use crate::search::Source;
use crate::state::{Action, Ask, Cause, Phase, State};

/// Letters that follow each other faster than this are one search.
const TYPING_MS: u32 = 100;
/// After the last letter it is this long before anything is announced: a screen reader still speaks the letters.
const PAUSE_MS: u32 = 1_200;
/// A search that takes longer than this says that it is under way.
const WONDER_MS: u32 = 500;

type Handle = UseReducerHandle<State>;
/// The index, once it is open.
pub(crate) type Opened = Rc<RefCell<Option<Engine>>>;

/// Opens the index, again after each retry.
#[hook]
pub(crate) fn use_index(state: &Handle, source: &Source, opened: &Opened) {
    let (dispatcher, opened) = (state.dispatcher(), Rc::clone(opened));
    use_effect_with((source.clone(), state.attempt), move |(source, _)| {
        let is_open = opened.borrow().is_some();
        let source = source.clone();
        if !is_open {
            spawn_local(async move {
                let engine = match source {
                    Source::Folder(url) => Engine::open(&url).await,
                    Source::Opening(url, manifest) => Engine::open_with(&url, manifest).await,
                    Source::Embedded(pack) => Engine::embedded(pack),
                };
                match engine {
                    Ok(engine) => {
                        opened.replace(Some(engine));
                        dispatcher.dispatch(Action::Opened);
                    }
                    Err(error) => dispatcher.dispatch(Action::FailToOpen(error.code())),
                }
            });
        }
    });
}

/// Searches for what is asked.
#[hook]
pub(crate) fn use_answers(state: &Handle, page_size: usize, opened: &Opened) {
    let (handle, opened) = (state.clone(), Rc::clone(opened));
    use_effect_with((state.turn, state.phase == Phase::Searching), move |&(turn, is_due)| {
        let wait_ms = if handle.cause == Cause::Typed { TYPING_MS } else { 0 };
        let search = move || {
            let Some(engine) = opened.borrow().clone() else { return };
            let Ask { query, filters, more } = handle.ask.clone();
            let limit = page_size * (more + 1);
            let options = Options { limit, filters, ..Options::default() };
            spawn_local(async move {
                let answer = engine.search_latest(&query, options.clone()).await;
                let finds_little = answer.as_ref().is_ok_and(Answer::finds_little);
                handle.dispatch(match answer {
                    Ok(answer) => Action::Answer { turn, answer: Rc::new(answer) },
                    // A search that a newer one replaced is of an older turn, so nothing will come of this.
                    Err(error) => Action::Fail { turn, code: error.code() },
                });
                if finds_little {
                    // Afterwards, because it takes much more to fetch; whoever has an answer does without if it fails.
                    let spelling = engine.search_latest(&query, Options { spelling: true, ..options }).await;
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

/// Tells the state when it is time to speak.
#[hook]
pub(crate) fn use_pauses(state: &Handle) {
    let handle = state.clone();
    use_effect_with(state.turn, move |&turn| {
        let timer = match (&handle.phase, handle.typing) {
            (Phase::Idle, _) => None,
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
            Cause::Typed => Some(Timeout::new(TYPING_MS, move || address.write(&ask, true))),
            _ => {
                address.write(&ask, false);
                None
            }
        };
        move || drop(timer)
    });
}

/// Listens to the form, and to the history.
#[hook]
pub(crate) fn use_form(state: &Handle, form: &HtmlForm, root: &NodeRef, address: &Rc<Address>) {
    let (handle, form, root, address) = (state.clone(), form.clone(), root.clone(), Rc::clone(address));
    use_effect_with(form.given.clone(), move |_| {
        let listeners = form.element().zip(form.field()).map(|(form, field)| {
            // What was typed before we were there is newer than the address.
            let typed = field.value();
            handle.dispatch(Action::Restore(address.read()));
            if !typed.trim().is_empty() {
                handle.dispatch(Action::Type(typed));
            }
            listen(&handle, &form, &field, root, address)
        });
        move || drop(listeners)
    });
}

fn listen(
    handle: &Handle,
    form: &HtmlFormElement,
    field: &HtmlInputElement,
    root: NodeRef,
    address: Rc<Address>,
) -> Vec<EventListener> {
    let active = EventListenerOptions::enable_prevent_default;
    let (state, typed) = (handle.clone(), field.clone());
    let input = move |_: &Event| state.dispatch(Action::Type(typed.value()));
    let (state, typed) = (handle.clone(), field.clone());
    let submit = move |event: &Event| {
        // Where we fail, the form does what it would do without us.
        if !matches!(state.phase, Phase::Failed(_)) {
            event.prevent_default();
            state.dispatch(Action::Submit(typed.value()));
        }
    };
    let (state, typed) = (handle.clone(), field.clone());
    let keydown = move |event: &Event| {
        if let (Some(event), Some(root)) = (event.dyn_ref(), root.cast::<Element>())
            && keys::press(event, &typed, &root)
        {
            state.dispatch(Action::Type(String::new()));
        }
    };
    let mut listeners = vec![
        EventListener::new(field, "input", input),
        EventListener::new_with_options(form, "submit", active(), submit),
        EventListener::new_with_options(field, "keydown", active(), keydown),
    ];
    if let Some(window) = web_sys::window() {
        let handle = handle.clone();
        let popstate = move |_: &Event| {
            address.moved();
            handle.dispatch(Action::Restore(address.read()));
        };
        listeners.push(EventListener::new(&window, "popstate", popstate));
    }
    listeners
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
        let is_lost = had_focus && focused().is_none_or(|focused| focused.tag_name() == "BODY");
        if is_lost {
            let filters = root.cast::<Element>().and_then(|root| root.query_selector("summary").ok().flatten());
            let place = filters.and_then(|filters| filters.dyn_into::<HtmlElement>().ok());
            let place = place.or_else(|| form.field().map(HtmlElement::from));
            place.iter().for_each(keys::focus);
        }
    });
}

fn focused() -> Option<Element> {
    web_sys::window()?.document()?.active_element()
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
