//! The engine without a view: what `import { open } from 'zoeklicht'` gives.
//!
//! A small class and nothing raw; the types at the edge are its own. Not here: the DOM, ranking rules.

use std::collections::BTreeMap;

use js_sys::{Array, Object};
use serde::Serialize;
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;
use zoeklicht_client::{ClientError, Engine, Options, Sort};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** What to search for besides the query. */
export interface SearchOptions {
    /** How many hits; 10 if not given. */
    limit?: number;
    /** How many of the best to leave out, for a further page. */
    offset?: number;
    /** Values by filter: a document needs one of each. */
    filters?: Record<string, string[]>;
    /** A sort key, with `:desc` for the largest first. */
    sort?: string;
    /** Only documents in this language. */
    lang?: string;
    /** Whether the last word may be unfinished; true if not given. */
    prefix?: boolean;
    /** Ends the search. */
    signal?: AbortSignal;
}
export interface Span { text: string; mark: boolean }
export interface Hit {
    id: string; url: string; title: string; lang: string; score: number;
    excerpt: Span[]; sections: { title: string; url: string }[];
    filters: Record<string, string[]>; meta: Record<string, string>;
}
export interface Answer {
    query: string; total: number; corrected: string | null; did_you_mean?: string; also: string[]; took_us: number;
    hits: Hit[]; facets: Record<string, Record<string, number>>;
}
export interface Info {
    generator: string; documents: number; languages: Record<string, number>;
    filters: Record<string, Record<string, number>>; sorts: string[];
}
"#;

#[wasm_bindgen]
extern "C" {
    /// `SearchOptions` of the types above.
    #[wasm_bindgen(typescript_type = "SearchOptions")]
    pub type JsSearchOptions;
    /// `Answer` of the types above.
    #[wasm_bindgen(typescript_type = "Answer")]
    pub type JsAnswer;
    /// `Info` of the types above.
    #[wasm_bindgen(typescript_type = "Info")]
    pub type JsInfo;
}

/// An open index.
#[wasm_bindgen]
pub struct Index(Engine);

/// Opens the index in the folder at `url`.
///
/// # Errors
/// An `Error` whose `name` is `ZoeklichtError` and whose `code` says what is wrong: `network`, `integrity`, `too-old`,
/// `too-new`, `aborted` or `usage`.
#[wasm_bindgen]
pub async fn open(url: String) -> Result<Index, JsValue> {
    Engine::open(&url).await.map(Index).map_err(|error| thrown(&error))
}

#[wasm_bindgen]
impl Index {
    /// Answers a query.
    ///
    /// # Errors
    /// As [`open`].
    pub async fn search(&self, query: String, options: Option<JsSearchOptions>) -> Result<JsAnswer, JsValue> {
        let options: JsValue = options.map(Into::into).unwrap_or_default();
        let given = read(&options).map_err(|error| thrown(&error))?;
        let signal =
            js_sys::Reflect::get(&options, &"signal".into()).ok().and_then(|s| s.dyn_into::<AbortSignal>().ok());
        let is_aborted = || signal.as_ref().is_some_and(AbortSignal::aborted);
        if is_aborted() {
            return Err(thrown(&ClientError::Aborted));
        }
        let answer = self.0.search(&query, given, is_aborted).await.map_err(|error| thrown(&error))?;
        Ok(to_js(&answer)?.unchecked_into())
    }

    /// Languages, documents, filters and sort keys of the index.
    ///
    /// # Errors
    /// As [`open`].
    pub async fn info(&self) -> Result<JsInfo, JsValue> {
        let (filters, sorts) = self.0.filters_and_sorts().await.map_err(|error| thrown(&error))?;
        let manifest = self.0.manifest();
        let counts = |values: Vec<(String, usize)>| object(values.into_iter().map(|(v, n)| (v, JsValue::from(n))));
        let info = object([
            ("generator".into(), manifest.generator.into()),
            ("documents".into(), manifest.docs.into()),
            ("languages".into(), object(manifest.langs.into_iter().map(|(lang, docs)| (lang, docs.into())))),
            ("filters".into(), object(filters.into_iter().map(|facet| (facet.name, counts(facet.values))))),
            ("sorts".into(), sorts.into_iter().map(JsValue::from).collect::<Array>().into()),
        ]);
        Ok(info.unchecked_into())
    }
}

/// Read by hand: deserialising with serde would bring the formatting of floats for its messages, 15 kB.
fn read(given: &JsValue) -> Result<Options, ClientError> {
    let mut options = Options::default();
    // What is not an object has no properties: the defaults.
    let property = |name: &str| js_sys::Reflect::get(given, &name.into()).ok().filter(|value| !value.is_undefined());
    let usage = |name: &str, wanted: &str| ClientError::Usage(format!("the search option `{name}` must be {wanted}"));
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
    if let Some(value) = property("sort") {
        let sort = Sort::parse(&text("sort", value)?);
        options.sort = Some(sort.ok_or_else(|| usage("sort", "`key`, `key:asc` or `key:desc`"))?);
    }
    if let Some(value) = property("lang") {
        options.lang = Some(text("lang", value)?);
    }
    if let Some(value) = property("prefix") {
        options.prefix = value.as_bool().ok_or_else(|| usage("prefix", "true or false"))?;
    }
    Ok(options)
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn whole_number(value: &JsValue) -> Option<usize> {
    value.as_f64().filter(|n| *n >= 0.0 && n.trunc() == *n && *n <= f64::from(u32::MAX)).map(|n| n as usize)
}

fn lists(value: &JsValue) -> Option<BTreeMap<String, Vec<String>>> {
    let mut lists = BTreeMap::new();
    for entry in Object::entries(value.dyn_ref::<Object>()?).iter() {
        let entry: Array = entry.dyn_into().ok()?;
        let values: Array = entry.get(1).dyn_into().ok()?;
        let values: Option<Vec<String>> = values.iter().map(|value| value.as_string()).collect();
        lists.insert(entry.get(0).as_string()?, values?);
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

fn to_js(value: &impl Serialize) -> Result<JsValue, JsValue> {
    // Plain objects, not `Map`s: what JSON.parse would give.
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    value.serialize(&serializer).map_err(JsValue::from)
}

fn thrown(error: &ClientError) -> JsValue {
    let thrown = js_sys::Error::new(&error.to_string());
    thrown.set_name("ZoeklichtError");
    // Setting a property of a fresh object does not fail.
    let _ = js_sys::Reflect::set(&thrown, &"code".into(), &error.code().into());
    thrown.into()
}
