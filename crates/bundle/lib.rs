//! The widget as one WASM module, with the index of `corpus/` inside if the feature `embedded` is on.
//!
//! Not here: anything that decides or draws (see `crates/widget`).

use wasm_bindgen::prelude::*;
use zoeklicht_widget::Mounted;

// Smaller than the one that Rust brings.
#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

#[cfg(feature = "embedded")]
const PACK: Option<&[u8]> = Some(include_bytes!(concat!(env!("OUT_DIR"), "/index.pack")));
#[cfg(not(feature = "embedded"))]
const PACK: Option<&[u8]> = None;

/// A search box on the page.
#[wasm_bindgen]
pub struct Widget(Mounted);

#[wasm_bindgen]
impl Widget {
    /// Takes the search box off the page. The page's own form stays.
    pub fn destroy(self) {
        self.0.destroy();
    }

    /// Searches for a query.
    pub fn search(&self, query: &str) {
        self.0.remote().search(query);
    }

    /// Shows a search that was written down as the parameters of an address: `q=nt2&f.jaar=2022`.
    pub fn show(&self, params: &str) {
        self.0.show(params);
    }

    /// The search that is shown, written down so.
    pub fn shown(&self) -> String {
        self.0.shown()
    }

    /// Opens the panel or the dialog.
    pub fn open(&self) {
        self.0.remote().open();
    }

    /// Closes the panel or the dialog.
    pub fn close(&self) {
        self.0.remote().close();
    }
}

/// Puts a search box into `element`, around its form if it has one. Without a `src` attribute it searches the index
/// inside the module. `manifest` is a promise of the manifest of the index at `src`, made before this module was there, and `fetch`
/// takes the place of the browser's.
///
/// # Errors
/// Says why nothing was put on the page.
#[wasm_bindgen]
pub fn mount(
    element: &web_sys::Element,
    manifest: Option<js_sys::Promise>,
    fetch: Option<js_sys::Function>,
) -> Result<Widget, JsError> {
    Ok(Widget(zoeklicht_widget::mount(element, PACK, manifest, fetch)?))
}
