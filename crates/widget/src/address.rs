//! The address of the page as the memory of a search: `?q=`, one `f.<name>=` for each chosen filter value, `from=`,
//! `to=`, `p=`, `sort=`, `exact=`, `languages=`; or the same in its fragment.
//!
//! Invariants
//! - What else stands in the address stays there; what is not ours in it is never read.
//! - Typing one question, or one period, adds at most one entry to the history, and never replaces one that was searched on
//!   purpose.

use std::cell::Cell;

use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{History, Url, UrlSearchParams};
use zoeklicht_client::Day;

use crate::state::{Ask, Cause, Order, Period};

const FILTER: &str = "f.";
const FROM: &str = "from";
const TO: &str = "to";
const PAGES: &str = "p";
const SORT: &str = "sort";
const EXACT: &str = "exact";
const LANGUAGES: &str = "languages";
/// No one asks for more by hand, and what an address asks for has to be drawn.
const PAGES_MAX: usize = 20;

/// Whether a search is kept in the address of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UrlState {
    /// In its query, which every server sees that the page is loaded from.
    Query,
    /// In its fragment, which no server sees.
    Hash,
    /// Not at all.
    #[default]
    None,
}

/// Reads and writes the address of the page.
pub(crate) struct Address {
    /// The name of the field with the query.
    name: String,
    state: UrlState,
    /// What was being typed when the entry of the history was made that we are at: more of it may replace the entry.
    draft: Cell<Option<Cause>>,
}

impl Address {
    pub(crate) fn new(name: String, state: UrlState) -> Address {
        Address { name, state, draft: Cell::new(None) }
    }

    /// What the address asks for.
    pub(crate) fn read(&self) -> Ask {
        let params = here().and_then(|url| self.params(&url));
        params.map(|params| ask(&self.name, pairs(&params))).unwrap_or_default()
    }

    /// A question from the parameters of an address.
    pub(crate) fn parse(&self, params: &str) -> Ask {
        UrlSearchParams::new_with_str(params).map(|params| ask(&self.name, pairs(&params))).unwrap_or_default()
    }

    /// A question as the parameters of an address.
    pub(crate) fn format(&self, ask: &Ask) -> String {
        let Ok(params) = UrlSearchParams::new() else { return String::new() };
        write(&self.name, ask, |name, value| params.append(name, value));
        params.to_string().into()
    }

    /// The address at which a question is asked.
    pub(crate) fn of(&self, ask: &Ask) -> Option<String> {
        let url = here()?;
        let params = self.params(&url).unwrap_or_else(|| url.search_params());
        let old: Vec<String> = params.keys().into_iter().flatten().filter_map(|name| name.as_string()).collect();
        old.iter().filter(|name| self.is_ours(name)).for_each(|name| params.delete(name));
        write(&self.name, ask, |name, value| params.append(name, value));
        if self.state == UrlState::Hash {
            url.set_hash(&String::from(params.to_string()));
        }
        Some(url.href())
    }

    /// Where in an address the question stands: the parameters of its query are those of the address itself, the ones of
    /// its fragment a copy.
    fn params(&self, url: &Url) -> Option<UrlSearchParams> {
        match self.state {
            UrlState::Query => Some(url.search_params()),
            UrlState::Hash => {
                // Without pairs it is the name of a place on the page.
                let hash = url.hash();
                let text = Some(hash.trim_start_matches('#')).filter(|text| text.contains('=')).unwrap_or_default();
                UrlSearchParams::new_with_str(text).ok()
            }
            UrlState::None => None,
        }
    }

    /// Puts a question in the address. `draft` says what of it is still being typed.
    pub(crate) fn write(&self, ask: &Ask, draft: Option<Cause>) {
        if self.state == UrlState::None {
            return;
        }
        let (Some(history), Some(address)) = (history(), self.of(ask)) else { return };
        if here().is_some_and(|url| url.href() == address) {
            self.draft.set(self.draft.get().filter(|before| draft == Some(*before)));
            return;
        }
        // What the page itself keeps in the history is not ours to drop; where someone was on it is of another entry.
        let state = kept(&history);
        let before = self.draft.replace(draft);
        // The search button goes on with the words that were typed.
        let goes_on = before.is_some() && (draft.is_none() || draft == before);
        let done = if goes_on {
            history.replace_state_with_url(&state, "", Some(&address))
        } else {
            history.push_state_with_url(&state, "", Some(&address))
        };
        // A browser refuses when a page does this too often; the search goes on without.
        drop(done);
    }

    /// What comes next is an entry of its own.
    pub(crate) fn settle(&self) {
        self.draft.set(None);
    }

    fn is_ours(&self, name: &str) -> bool {
        name == self.name || [FROM, TO, PAGES, SORT, EXACT, LANGUAGES].contains(&name) || name.starts_with(FILTER)
    }
}

/// Where someone left for a result: its place in the list, and how far the page was scrolled, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Leaving {
    pub(crate) hit: u32,
    pub(crate) scroll: f64,
}

impl Leaving {
    const KEY: &str = "zoeklicht";

    /// Leaving for a result now.
    pub(crate) fn at(hit: usize) -> Option<Leaving> {
        Some(Leaving { hit: u32::try_from(hit).ok()?, scroll: web_sys::window()?.scroll_y().ok()? })
    }

    /// What this entry of the history remembers.
    pub(crate) fn read() -> Option<Leaving> {
        let state = history()?.state().ok()?;
        let kept = js_sys::Reflect::get(&state, &Leaving::KEY.into()).ok()?;
        let number = |name: &str| js_sys::Reflect::get(&kept, &name.into()).ok()?.as_f64();
        // A place too large for the list is none of its results.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        Some(Leaving { hit: number("hit")? as u32, scroll: number("scroll")? })
    }

    /// Remembers it in this entry of the history.
    pub(crate) fn write(self) {
        let Some(history) = history() else { return };
        let own = js_sys::Object::new();
        let state =
            Some(kept(&history)).filter(|state| !state.is_null()).unwrap_or_else(|| js_sys::Object::new().into());
        let set =
            |object: &JsValue, name: &str, value: &JsValue| js_sys::Reflect::set(object, &name.into(), value).is_ok();
        let is_set = set(&own, "hit", &self.hit.into()) && set(&own, "scroll", &self.scroll.into());
        if is_set && set(&state, Leaving::KEY, &own) {
            drop(history.replace_state(&state, ""));
        }
    }
}

/// What the page keeps in this entry of the history, without what is ours.
fn kept(history: &History) -> JsValue {
    let state = history.state().unwrap_or(JsValue::NULL);
    let Some(old) = state.dyn_ref::<js_sys::Object>() else { return state };
    let copy = js_sys::Object::assign(&js_sys::Object::new(), old);
    // A property of a fresh object can always be deleted.
    drop(js_sys::Reflect::delete_property(&copy, &Leaving::KEY.into()));
    if js_sys::Object::keys(&copy).length() == 0 { JsValue::NULL } else { copy.into() }
}

fn pairs(params: &UrlSearchParams) -> impl Iterator<Item = (String, String)> {
    js_sys::Array::from(params).to_vec().into_iter().map(|entry| {
        let entry = js_sys::Array::from(&entry);
        (entry.get(0).as_string().unwrap_or_default(), entry.get(1).as_string().unwrap_or_default())
    })
}

fn here() -> Option<Url> {
    Url::new(&web_sys::window()?.location().href().ok()?).ok()
}

fn history() -> Option<History> {
    web_sys::window()?.history().ok()
}

fn ask(query_name: &str, pairs: impl IntoIterator<Item = (String, String)>) -> Ask {
    let mut ask = Ask::default();
    for (name, value) in pairs {
        if name == query_name {
            ask.query = value;
        } else if name == FROM {
            ask.period.from = Day::parse(&value);
        } else if name == TO {
            ask.period.to = Day::parse(&value);
        } else if name == PAGES {
            ask.more = value.parse::<usize>().unwrap_or(1).clamp(1, PAGES_MAX) - 1;
        } else if name == SORT {
            ask.order = match value.as_str() {
                "newest" => Order::Newest,
                "oldest" => Order::Oldest,
                _ => Order::Relevance,
            };
        } else if name == EXACT {
            ask.exact = value == "true";
        } else if name == LANGUAGES {
            ask.all_langs = value == "all";
        } else if let Some(filter) = name.strip_prefix(FILTER).filter(|filter| !filter.is_empty() && !value.is_empty())
            && !ask.has(filter, &value)
        {
            ask.toggle(filter.into(), value);
        }
    }
    if ask.period.is_reversed() {
        ask.period = Period::default();
    }
    ask
}

fn write(query_name: &str, ask: &Ask, mut pair: impl FnMut(&str, &str)) {
    let query = ask.query.trim();
    if !query.is_empty() {
        pair(query_name, query);
    }
    ask.chosen().for_each(|(name, value)| pair(&format!("{FILTER}{name}"), value));
    for (name, day) in [(FROM, ask.period.from), (TO, ask.period.to)] {
        if let Some(day) = day {
            pair(name, &day.to_string());
        }
    }
    if ask.more > 0 {
        pair(PAGES, &(ask.more + 1).to_string());
    }
    match ask.order {
        Order::Relevance => {}
        Order::Newest => pair(SORT, "newest"),
        Order::Oldest => pair(SORT, "oldest"),
    }
    if ask.exact {
        pair(EXACT, "true");
    }
    if ask.all_langs {
        pair(LANGUAGES, "all");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Ask {
        ask("q", pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
    }

    fn written(ask: &Ask) -> Vec<(String, String)> {
        let mut pairs = Vec::new();
        write("q", ask, |name, value| pairs.push((name.to_owned(), value.to_owned())));
        pairs
    }

    #[test]
    fn a_question_survives_the_address() {
        let pairs = [
            ("q", "nt2"),
            ("f.jaar", "2022"),
            ("f.jaar", "2023"),
            ("f.thema", "Brussel"),
            ("from", "2020-03-01"),
            ("to", "2023-12-31"),
            ("p", "3"),
            ("sort", "newest"),
            ("exact", "true"),
            ("languages", "all"),
        ];
        let ask = read(&pairs);
        assert_eq!((ask.query.as_str(), ask.more, ask.filters.len()), ("nt2", 2, 2));
        assert_eq!(written(&ask), pairs.map(|(name, value)| (name.to_owned(), value.to_owned())));
        assert_eq!(written(&Ask { query: " ".into(), ..Ask::default() }), []);
    }

    #[test]
    fn strange_addresses_ask_for_nothing_strange() {
        assert_eq!(
            read(&[("x", "1"), ("f.", "2022"), ("f.jaar", ""), ("p", "-1"), ("Q", "a"), ("sort", "x"), ("exact", "")]),
            Ask::default()
        );
        assert_eq!(read(&[("from", "1 maart"), ("to", "2023-02-29")]), Ask::default());
        assert_eq!(read(&[("from", "2023-01-02"), ("to", "2023-01-01")]), Ask::default());
        assert_eq!(read(&[("p", "0")]).more, 0);
        assert_eq!(read(&[("p", "99999999")]).more, PAGES_MAX - 1);
        assert_eq!(read(&[("f.jaar", "2022"), ("f.jaar", "2022")]).chosen().count(), 1);
    }
}
