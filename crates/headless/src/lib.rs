//! The engine without a view: what `import { open } from 'zoeklicht'` gives.
//!
//! A small class and nothing raw; the types at the edge are its own. Not here: the DOM, ranking rules.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
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

#[derive(Default, Deserialize)]
#[serde(default)]
struct Given {
    limit: Option<usize>,
    offset: Option<usize>,
    filters: BTreeMap<String, Vec<String>>,
    sort: Option<String>,
    lang: Option<String>,
    prefix: Option<bool>,
}

#[derive(Serialize)]
struct Info {
    generator: String,
    documents: u32,
    languages: BTreeMap<String, u32>,
    filters: BTreeMap<String, BTreeMap<String, usize>>,
    sorts: Vec<String>,
}

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
        let info = Info {
            generator: manifest.generator,
            documents: manifest.docs,
            languages: manifest.langs.into_iter().collect(),
            filters: filters.into_iter().map(|facet| (facet.name, facet.values.into_iter().collect())).collect(),
            sorts,
        };
        Ok(to_js(&info)?.unchecked_into())
    }
}

fn read(options: &JsValue) -> Result<Options, ClientError> {
    let usage = |reason: String| ClientError::Usage(format!("the search options cannot be used: {reason}"));
    let given: Given = if options.is_undefined() || options.is_null() {
        Given::default()
    } else {
        serde_wasm_bindgen::from_value(options.clone()).map_err(|error| usage(error.to_string()))?
    };
    let default = Options::default();
    let sort = given.sort.map(|text| {
        Sort::parse(&text).ok_or_else(|| usage(format!("`{text}` is no order; write `key`, `key:asc` or `key:desc`")))
    });
    Ok(Options {
        limit: given.limit.unwrap_or(default.limit),
        offset: given.offset.unwrap_or(default.offset),
        filters: given.filters,
        sort: sort.transpose()?,
        lang: given.lang,
        prefix: given.prefix.unwrap_or(default.prefix),
    })
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
