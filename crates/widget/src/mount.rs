//! Puts a [`Search`] into an element of the page that says by its attributes what it wants.

use js_sys::Promise;
use web_sys::{Element, HtmlFormElement, Url};
use yew::prelude::*;

use crate::address::UrlState;
use crate::search::{Search, SearchProps, Source};

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
}

impl Mounted {
    /// Takes the search box off the page. The page's own form stays.
    pub fn destroy(self) {
        self.app.destroy();
        self.container.remove();
    }
}

/// Puts a search box into `element`, around its form if it has one. `embedded` is the index for an element without
/// `src`; `manifest` a promise of the manifest of the one at `src`, if that was asked for already. The attributes are those of `<zoeklicht-search>` (see `www/package/zoeklicht.js`).
///
/// # Errors
/// [`MountError`] with the reason.
pub fn mount(
    element: &Element,
    embedded: Option<&'static [u8]>,
    manifest: Option<Promise>,
) -> Result<Mounted, MountError> {
    let source = match (element.get_attribute("src"), manifest, embedded) {
        (Some(url), Some(manifest), _) => Source::Opening(url.into(), manifest),
        (Some(url), None, _) => Source::Folder(url.into()),
        (None, _, Some(pack)) => Source::Embedded(pack),
        (None, _, None) => return Err(MountError::NoSource),
    };
    let find = |selector: &str| element.query_selector(selector).ok().flatten();
    let form: Option<HtmlFormElement> = find("form").and_then(|form| wasm_bindgen::JsCast::dyn_into(form).ok());
    let number = |name: &str, or: u8| element.get_attribute(name).and_then(|text| text.parse().ok()).unwrap_or(or);
    let names = |text: String| text.split_whitespace().map(|name| AttrValue::from(name.to_owned())).collect();
    let props = SearchProps {
        source,
        status: find("[role=status]"),
        lang: element.get_attribute("lang").map(AttrValue::from),
        url_state: url_state(element, form.as_ref()),
        heading_level: number("heading-level", 3),
        page_size: usize::from(number("page-size", 10).clamp(1, 100)),
        filters: element.get_attribute("filters").map(names),
        form,
    };
    let document = element.owner_document().ok_or(MountError::NoPage)?;
    let container = document.create_element("div").map_err(|_| MountError::NoPage)?;
    element.append_child(&container).map_err(|_| MountError::NoPage)?;
    let app = yew::Renderer::<Search>::with_root_and_props(container.clone(), props).render();
    Ok(Mounted { app, container })
}

/// A search is kept in the address of the page that the form leads to, and of no other, unless the element says so.
fn url_state(element: &Element, form: Option<&HtmlFormElement>) -> UrlState {
    let is_search_page = || {
        let here = Url::new(&web_sys::window()?.location().href().ok()?).ok()?;
        let action = form?.get_attribute("action").unwrap_or_default();
        let there = Url::new_with_base(&action, &here.href()).ok()?;
        Some(there.origin() == here.origin() && there.pathname() == here.pathname())
    };
    match element.get_attribute("url-state").as_deref() {
        Some("query") => UrlState::Query,
        Some(_) => UrlState::None,
        None if is_search_page().unwrap_or(false) => UrlState::Query,
        None => UrlState::None,
    }
}
