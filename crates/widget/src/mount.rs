//! Puts a [`Search`] into an element of the page that says by its attributes what it wants.

use js_sys::{Function, Promise};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{CustomEvent, CustomEventInit, Element, HtmlFormElement, Node, Url};
use yew::prelude::{AppHandle, AttrValue, Callback};
use zoeklicht_client::Prefetch;

use crate::address::{Address, UrlState};
use crate::effects::field;
use crate::hit::Links;
use crate::parts::ClassMap;
use crate::recent::Recent;
use crate::search::{Event, Mode, Remote, Search, SearchProps, Source};
use crate::template::Template;

/// Why nothing was put on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MountError {
    /// Neither an address of an index nor an index in the program.
    #[error("the element has no `src` attribute: give it the address of the folder with the index")]
    NoSource,
    /// The element is not in a page.
    #[error("the element is not in a page")]
    NoPage,
}

/// A search box on the page.
pub struct Mounted {
    app: AppHandle<Search>,
    container: Element,
    remote: Remote,
    address: Address,
}

impl Mounted {
    /// Takes the search box off the page. The page's own form stays.
    pub fn destroy(self) {
        self.app.destroy();
        self.container.remove();
    }

    /// What it can be told.
    pub fn remote(&self) -> &Remote {
        &self.remote
    }

    /// Shows a search that was written down as the parameters of an address (see [`UrlState`]).
    pub fn show(&self, params: &str) {
        self.remote.show(self.address.parse(params));
    }

    /// The search that is shown, written down so.
    pub fn shown(&self) -> String {
        self.address.format(&self.remote.shown())
    }
}

/// Puts a search box into `element`, around its form if it has one; or into its shadow tree, if it has one. `embedded` is
/// the index for an element without `src`; `manifest` a promise of the manifest of the one at `src`, if that was asked for
/// already, and `fetch` then takes the place of the browser's. The attributes are those of `<zoeklicht-search>` (see `www/package/zoeklicht.js`).
///
/// # Errors
/// [`MountError`] with the reason.
pub fn mount(
    element: &Element,
    embedded: Option<&'static [u8]>,
    manifest: Option<Promise>,
    fetch: Option<Function>,
) -> Result<Mounted, MountError> {
    let source = match (element.get_attribute("src"), manifest, embedded) {
        (Some(url), Some(manifest), _) => Source::Opening(url.into(), manifest, fetch),
        (Some(url), None, _) => Source::Folder(url.into()),
        (None, _, Some(pack)) => Source::Embedded(pack),
        (None, _, None) => return Err(MountError::NoSource),
    };
    let find = |selector: &str| element.query_selector(selector).ok().flatten();
    let form: Option<HtmlFormElement> = find("form").and_then(|form| form.dyn_into().ok());
    let shadow = element.shadow_root();
    let number = |name: &str, or: u8| element.get_attribute(name).and_then(|text| text.parse().ok()).unwrap_or(or);
    let names = |text: String| text.split_whitespace().map(|name| AttrValue::from(name.to_owned())).collect();
    let text = |name: &str| element.get_attribute(name).map(AttrValue::from);
    let mode = match element.get_attribute("mode").as_deref() {
        Some("panel") => Mode::Panel,
        Some("modal") => Mode::Modal,
        Some("suggestions") => Mode::Suggestions,
        _ => Mode::Inline,
    };
    let leads_here = form.as_ref().is_none_or(|form| leads_here(form).unwrap_or(true));
    let remote = Remote::default();
    let name = form.as_ref().and_then(field).map(|field| field.name()).filter(|name| !name.is_empty());
    let address = Address::new(name.unwrap_or_else(|| "q".into()), UrlState::None);
    let classes = element.get_attribute("class-map").map(|json| ClassMap::parse(&json)).unwrap_or_default();
    // The live region was there before us.
    if let Some(status) = find(".zoeklicht-status") {
        let own = classes.of("status", "").to_string();
        own.split_whitespace().for_each(|class| drop(status.class_list().add_1(class)));
    }
    let props = SearchProps {
        source,
        prefetch: match element.get_attribute("prefetch").as_deref() {
            Some("all") => Prefetch::All,
            Some("none") => Prefetch::None,
            _ => Prefetch::Auto,
        },
        mode,
        status: find("[role=status]").filter(|_| shadow.is_none()),
        opener: opener(element).and_then(|opener| opener.dyn_into().ok()),
        typed: form.as_ref().and_then(field).map(|field| field.value()).unwrap_or_default().into(),
        landmark: form.as_ref().and_then(|form| form.get_attribute("aria-label")).map(AttrValue::from),
        lang: lang_of(element).map(AttrValue::from),
        strings: text("strings"),
        url_state: url_state(element, form.is_some() && leads_here),
        update_title: element.has_attribute("update-title"),
        heading_level: number("heading-level", 3),
        page_size: usize::from(number("page-size", 10).clamp(1, 100)),
        filters: element.get_attribute("filters").map(names),
        browse: element.has_attribute("browse"),
        sort: text("sort"),
        suggest: element.has_attribute("suggest"),
        recent: match element.get_attribute("recent").as_deref() {
            Some("session") => Recent::Session,
            Some("local") => Recent::Local,
            _ => Recent::None,
        },
        contact: text("contact"),
        links: Links {
            target: text("link-target"),
            highlights: element.get_attribute("highlight").as_deref() == Some("fragment"),
        },
        template: Template::within(element),
        classes,
        onevent: {
            let element = element.clone();
            Callback::from(move |event: Event| tell(&element, &event))
        },
        remote: remote.clone(),
        // The form in a dialog is the dialog's, and what is outside of a shadow tree cannot stand in it.
        form: form.filter(|_| mode != Mode::Modal && shadow.is_none()),
        leads_elsewhere: !leads_here,
    };
    let document = element.owner_document().ok_or(MountError::NoPage)?;
    let container = document.create_element("div").map_err(|_| MountError::NoPage)?;
    let parent: &Node = shadow.as_ref().map_or(element.as_ref(), AsRef::as_ref);
    parent.append_child(&container).map_err(|_| MountError::NoPage)?;
    let app = yew::Renderer::<Search>::with_root_and_props(container.clone(), props).render();
    Ok(Mounted { app, container, remote, address })
}

/// Tells the page what happens, by events that bubble and leave shadow trees. They say nothing of the words of a query,
/// unless the element asks for that with `event-query`.
fn tell(element: &Element, event: &Event) {
    let detail = js_sys::Object::new();
    // A property of a fresh object can always be set.
    let set = |name: &str, value: JsValue| drop(js_sys::Reflect::set(&detail, &name.into(), &value));
    let count = |count: usize| JsValue::from(u32::try_from(count).unwrap_or(u32::MAX));
    let lang = lang_of(element).unwrap_or_default();
    let has_query = element.get_attribute("event-query").as_deref() == Some("true");
    let said = |query: &str| {
        set("length", count(query.trim().chars().count()));
        set("lang", lang.as_str().into());
        if has_query {
            set("query", query.trim().into());
        }
    };
    let name = match event {
        Event::Ready => "ready",
        Event::Asked(ask) => {
            said(&ask.query);
            "search"
        }
        Event::Answered(answer) => {
            said(&answer.query);
            set("total", count(answer.total));
            // Whole milliseconds: what a page does with it needs no more.
            set("took_ms", JsValue::from(u32::try_from(answer.took_us / 1_000).unwrap_or(u32::MAX)));
            if answer.total == 0 { "zero" } else { "results" }
        }
        Event::Failed(code) => {
            set("reason", (*code).into());
            "error"
        }
        Event::Selected(at) => {
            set("rank", count(at + 1));
            "select"
        }
    };
    let init = CustomEventInit::new();
    init.set_bubbles(true);
    init.set_composed(true);
    init.set_detail(&detail);
    let event = CustomEvent::new_with_event_init_dict(&format!("zoeklicht:{name}"), &init);
    // Fails only where listeners throw, which is theirs to report.
    drop(event.map(|event| element.dispatch_event(&event)));
    if name == "search" {
        init.set_detail(&JsValue::NULL);
        let event = CustomEvent::new_with_event_init_dict("zoeklicht:statechange", &init);
        drop(event.map(|event| element.dispatch_event(&event)));
    }
}

/// The button of the dialog, in the shadow tree or in the element.
fn opener(element: &Element) -> Option<Element> {
    const OPENER: &str = ".zoeklicht-open";
    match element.shadow_root() {
        Some(shadow) => shadow.query_selector(OPENER),
        None => element.query_selector(OPENER),
    }
    .ok()?
}

/// The language of the nearest element that names one.
fn lang_of(element: &Element) -> Option<String> {
    element.closest("[lang]").ok()??.get_attribute("lang")
}

/// Whether a form leads to the page that it is on.
fn leads_here(form: &HtmlFormElement) -> Option<bool> {
    let here = Url::new(&web_sys::window()?.location().href().ok()?).ok()?;
    let there = Url::new_with_base(&form.get_attribute("action").unwrap_or_default(), &here.href()).ok()?;
    Some(there.origin() == here.origin() && there.pathname() == here.pathname())
}

/// A search is kept in the address of the page that the form leads to, and of no other, unless the element says so.
fn url_state(element: &Element, is_search_page: bool) -> UrlState {
    match element.get_attribute("url-state").as_deref() {
        Some("query") => UrlState::Query,
        Some("hash") => UrlState::Hash,
        Some(_) => UrlState::None,
        None if is_search_page => UrlState::Query,
        None => UrlState::None,
    }
}
