//! The parts that a page may give a look of its own: by `::part()` in a shadow tree, by classes of its own elsewhere.

use std::rc::Rc;

use wasm_bindgen::JsCast as _;
use yew::prelude::*;

/// The names of the parts.
const PARTS: &[&str] =
    &["input", "button", "status", "list", "result", "title", "excerpt", "meta", "filter", "chip", "more", "dialog"];

/// The classes that the elements of each part have besides ours, so that a page's own style sheet holds for them. Give it to the
/// components below it with a `ContextProvider`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClassMap(Rc<Vec<(String, Classes)>>);

impl ClassMap {
    /// Reads a JSON object of classes by part: `{"input": "form-control"}`. What is wrong is said in the console and left out.
    pub fn parse(json: &str) -> ClassMap {
        let complain = |what: &str| web_sys::console::warn_1(&format!("zoeklicht: `class-map`: {what}").into());
        let Some(map) = js_sys::JSON::parse(json).ok().and_then(|value| value.dyn_into::<js_sys::Object>().ok()) else {
            complain("not a JSON object");
            return ClassMap::default();
        };
        let read = |entry: wasm_bindgen::JsValue| {
            let entry = js_sys::Array::from(&entry);
            match (entry.get(0).as_string(), entry.get(1).as_string()) {
                (Some(part), Some(own)) if PARTS.contains(&part.as_str()) => Some((part, Classes::from(own))),
                (part, _) => {
                    complain(&format!("no part `{}` with classes as text", part.unwrap_or_default()));
                    None
                }
            }
        };
        ClassMap(Rc::new(js_sys::Object::entries(&map).iter().filter_map(read).collect()))
    }

    /// Our classes of a part, and those of the page.
    pub(crate) fn of(&self, part: &str, ours: &'static str) -> Classes {
        let own = self.0.iter().find(|(name, _)| name == part).map(|(_, own)| own.clone());
        classes!(Classes::from(ours), own)
    }
}

/// The classes that hold here.
#[hook]
pub(crate) fn use_classes() -> ClassMap {
    use_context::<ClassMap>().unwrap_or_default()
}
