//! The engine without a view, for `www/package/index.js`, which is what `import { open } from 'zoeklicht'` gives.
//!
//! A small class and nothing raw. What goes wrong is an object with `code` and `message`, of which the script makes an
//! exception. Not here: the DOM, ranking rules.

use std::future::Future;

use js_sys::{Array, Function, Object, Promise};
use serde::Serialize;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;
use web_sys::AbortSignal;
use zoeklicht_client::{ClientError, DateKey, DateRange, Day, Engine, Options, Prefetch, Sort, Suggestion, WholeText};

// Smaller than the one that Rust brings.
#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// An open index.
#[wasm_bindgen]
pub struct Index(Engine);

/// Opens the index in the folder at `url`, whose manifest is on its way: a promise of an `ArrayBuffer`. `prefetch` is
/// `auto`, `all` or `none`; `fetch` takes the place of the browser's.
///
/// # Errors
/// With the code `network`, `integrity`, `too-old`, `too-new` or `usage`.
#[wasm_bindgen]
pub async fn open(url: String, manifest: Promise, prefetch: String, fetch: Option<Function>) -> Result<Index, JsValue> {
    let prefetch = match prefetch.as_str() {
        "auto" => Prefetch::Auto,
        "all" => Prefetch::All,
        "none" => Prefetch::None,
        _ => return Err(thrown(&usage("prefetch", "`auto`, `all` or `none`"))),
    };
    let engine = Engine::open_with(&url, manifest, fetch).await.map_err(|error| thrown(&error))?;
    engine.prefetch(prefetch);
    Ok(Index(engine))
}

// Not `async`: an index may be freed while its promises are pending.
#[wasm_bindgen]
impl Index {
    /// A promise of the answer to a query, which is rejected as soon as one of `signals` is aborted.
    pub fn search(&self, query: String, options: JsValue, signals: Vec<AbortSignal>) -> Promise {
        let engine = self.0.clone();
        promise(async move {
            let answer = engine.search(&query, read(&options)?, &signals).await?;
            // Plain objects, not `Map`s: what JSON.parse would give. Ours all serialise.
            let serializer = serde_wasm_bindgen::Serializer::json_compatible();
            Ok(answer.serialize(&serializer).unwrap_or_default())
        })
    }

    /// A promise of at most `limit` suggestions for what was typed, which is rejected as soon as one of `signals` is
    /// aborted.
    pub fn suggest(&self, typed: String, limit: JsValue, signals: Vec<AbortSignal>) -> Promise {
        let engine = self.0.clone();
        promise(async move {
            let limit = whole_number(&limit).ok_or_else(|| usage("limit", "a whole number"))?;
            let suggestions = engine.suggest(&typed, limit, &signals).await?;
            let suggestion = |suggestion: Suggestion| {
                object([("text".into(), suggestion.text.into()), ("url".into(), suggestion.url.into())])
            };
            Ok(suggestions.into_iter().map(suggestion).collect::<Array>().into())
        })
    }

    /// A promise of the languages, documents, filters, sort keys and dates of the index.
    pub fn info(&self) -> Promise {
        let engine = self.0.clone();
        promise(async move {
            let (filters, sorts) = engine.filters_and_sorts().await?;
            let dates = engine.dates().await?;
            let manifest = engine.manifest();
            let days = |DateKey { name, first, last }: DateKey| {
                let day = |day: Day| JsValue::from(day.to_string());
                (name, object([("first".into(), day(first)), ("last".into(), day(last))]))
            };
            let counts = |values: Vec<(String, usize)>| object(values.into_iter().map(|(v, n)| (v, JsValue::from(n))));
            Ok(object([
                ("generator".into(), manifest.generator.into()),
                ("documents".into(), manifest.docs.into()),
                ("languages".into(), object(manifest.langs.into_iter().map(|(lang, docs)| (lang, docs.into())))),
                ("filters".into(), object(filters.into_iter().map(|facet| (facet.name, counts(facet.values))))),
                ("sorts".into(), sorts.into_iter().map(JsValue::from).collect::<Array>().into()),
                ("dates".into(), object(dates.into_iter().map(days))),
            ]))
        })
    }
}

fn promise(work: impl Future<Output = Result<JsValue, ClientError>> + 'static) -> Promise {
    future_to_promise(async { work.await.map_err(|error| thrown(&error)) })
}

/// Read by hand: deserialising with serde would bring the formatting of floats for its messages, 15 kB.
fn read(given: &JsValue) -> Result<Options, ClientError> {
    let mut options = Options::default();
    // What is not an object has no properties: the defaults.
    let property = |name: &str| js_sys::Reflect::get(given, &name.into()).ok().filter(|value| !value.is_undefined());
    let text = |name: &str, value: JsValue| value.as_string().ok_or_else(|| usage(name, "text"));
    if let Some(value) = property("limit") {
        options.limit = whole_number(&value).ok_or_else(|| usage("limit", "a whole number"))?;
    }
    if let Some(value) = property("offset") {
        options.offset = whole_number(&value).ok_or_else(|| usage("offset", "a whole number"))?;
    }
    if let Some(value) = property("filters") {
        options.filters = lists(&value).ok_or_else(|| usage("filters", "an object of lists of text"))?;
    }
    let day = |name: &str| {
        let day = |value: JsValue| value.as_string().as_deref().and_then(Day::parse);
        property(name).map(|value| day(value).ok_or_else(|| usage(name, "a day such as `2020-03-31`"))).transpose()
    };
    let (from, to) = (day("from")?, day("to")?);
    let key = property("dateKey").map_or_else(|| Ok("date".into()), |value| text("dateKey", value))?;
    if from.is_some() || to.is_some() {
        options.dates.push(DateRange { key, from, to });
    }
    if let Some(value) = property("sort") {
        let sort = Sort::parse(&text("sort", value)?);
        options.sort = Some(sort.ok_or_else(|| usage("sort", "`key`, `key:asc` or `key:desc`"))?);
    }
    if let Some(value) = property("lang") {
        options.lang = Some(text("lang", value)?);
    }
    let mut text = false;
    for (name, option) in [("prefix", &mut options.prefix), ("spelling", &mut options.spelling), ("text", &mut text)] {
        if let Some(value) = property(name) {
            *option = value.as_bool().ok_or_else(|| usage(name, "true or false"))?;
        }
    }
    options.text = text.then_some(WholeText::PASSAGES);
    Ok(options)
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn whole_number(value: &JsValue) -> Option<usize> {
    value.as_f64().filter(|n| *n >= 0.0 && n.trunc() == *n && *n <= f64::from(u32::MAX)).map(|n| n as usize)
}

fn lists(value: &JsValue) -> Option<Vec<(String, Vec<String>)>> {
    let mut lists = Vec::new();
    for entry in Object::entries(value.dyn_ref::<Object>()?).iter() {
        let entry: Array = entry.dyn_into().ok()?;
        let values: Array = entry.get(1).dyn_into().ok()?;
        let values: Option<Vec<String>> = values.iter().map(|value| value.as_string()).collect();
        lists.push((entry.get(0).as_string()?, values?));
    }
    Some(lists)
}

/// By hand, because collecting into maps for serde brings a sort of its own for each kind of map.
fn object(properties: impl IntoIterator<Item = (String, JsValue)>) -> JsValue {
    let object = Object::new();
    for (name, value) in properties {
        // Setting a property of a fresh object does not fail.
        let _ = js_sys::Reflect::set(&object, &name.into(), &value);
    }
    object.into()
}

fn usage(option: &str, wanted: &str) -> ClientError {
    ClientError::Usage(format!("the option `{option}` must be {wanted}"))
}

fn thrown(error: &ClientError) -> JsValue {
    object([("code".into(), error.code().into()), ("message".into(), error.to_string().into())])
}
