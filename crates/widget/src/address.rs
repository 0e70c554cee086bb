//! The address of the page as the memory of a search: `?q=`, one `f.<name>=` for each chosen filter value, `p=`.
//!
//! Invariants
//! - What else stands in the address stays there; what is not ours in it is never read.
//! - Typing one question adds at most one entry to the history, and never replaces one that was searched on purpose.

use std::cell::Cell;

use wasm_bindgen::JsValue;
use web_sys::{History, Url};

use crate::state::Ask;

const FILTER: &str = "f.";
const PAGES: &str = "p";
/// No one asks for more by hand, and what an address asks for has to be drawn.
const PAGES_MAX: usize = 20;

/// Whether a search is kept in the address of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UrlState {
    /// In its query, which every server sees that the page is loaded from.
    Query,
    /// Not at all.
    #[default]
    None,
}

/// Reads and writes the address of the page.
pub(crate) struct Address {
    /// The name of the field with the query.
    name: String,
    state: UrlState,
    /// Whether the entry of the history that we are at was made by typing, so that more typing may replace it.
    is_draft: Cell<bool>,
}

impl Address {
    pub(crate) fn new(name: String, state: UrlState) -> Address {
        Address { name, state, is_draft: Cell::new(false) }
    }

    /// What the address asks for.
    pub(crate) fn read(&self) -> Ask {
        let pairs = |url: Url| {
            let entries = js_sys::Array::from(&url.search_params()).to_vec();
            entries.into_iter().map(|entry| {
                let entry = js_sys::Array::from(&entry);
                (entry.get(0).as_string().unwrap_or_default(), entry.get(1).as_string().unwrap_or_default())
            })
        };
        match self.state {
            UrlState::Query => here().map(|url| ask(&self.name, pairs(url))).unwrap_or_default(),
            UrlState::None => Ask::default(),
        }
    }

    /// The address at which a question is asked.
    pub(crate) fn of(&self, ask: &Ask) -> Option<String> {
        let url = here()?;
        let params = url.search_params();
        let old: Vec<String> = params.keys().into_iter().flatten().filter_map(|name| name.as_string()).collect();
        old.iter().filter(|name| self.is_ours(name)).for_each(|name| params.delete(name));
        write(&self.name, ask, |name, value| params.append(name, value));
        Some(url.href())
    }

    /// Puts a question in the address. `is_draft` says that it is still being typed.
    pub(crate) fn write(&self, ask: &Ask, is_draft: bool) {
        if self.state == UrlState::None {
            return;
        }
        let (Some(history), Some(address)) = (history(), self.of(ask)) else { return };
        if here().is_some_and(|url| url.href() == address) {
            self.is_draft.set(self.is_draft.get() && is_draft);
            return;
        }
        // What the page itself keeps in the history is not ours to drop.
        let state = history.state().unwrap_or(JsValue::NULL);
        let done = if self.is_draft.replace(is_draft) {
            history.replace_state_with_url(&state, "", Some(&address))
        } else {
            history.push_state_with_url(&state, "", Some(&address))
        };
        // A browser refuses when a page does this too often; the search goes on without.
        drop(done);
    }

    /// Someone went to another entry of the history.
    pub(crate) fn moved(&self) {
        self.is_draft.set(false);
    }

    fn is_ours(&self, name: &str) -> bool {
        name == self.name || name == PAGES || name.starts_with(FILTER)
    }
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
        } else if name == PAGES {
            ask.more = value.parse::<usize>().unwrap_or(1).clamp(1, PAGES_MAX) - 1;
        } else if let Some(filter) = name.strip_prefix(FILTER).filter(|filter| !filter.is_empty() && !value.is_empty())
            && !ask.has(filter, &value)
        {
            ask.filters.entry(filter.into()).or_default().push(value);
        }
    }
    ask
}

fn write(query_name: &str, ask: &Ask, mut pair: impl FnMut(&str, &str)) {
    let query = ask.query.trim();
    if !query.is_empty() {
        pair(query_name, query);
    }
    ask.chosen().for_each(|(name, value)| pair(&format!("{FILTER}{name}"), value));
    if ask.more > 0 {
        pair(PAGES, &(ask.more + 1).to_string());
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
        let pairs = [("q", "nt2"), ("f.jaar", "2022"), ("f.jaar", "2023"), ("f.thema", "Brussel"), ("p", "3")];
        let ask = read(&pairs);
        assert_eq!((ask.query.as_str(), ask.more, ask.filters.len()), ("nt2", 2, 2));
        assert_eq!(written(&ask), pairs.map(|(name, value)| (name.to_owned(), value.to_owned())));
        assert_eq!(written(&Ask { query: " ".into(), ..Ask::default() }), []);
    }

    #[test]
    fn strange_addresses_ask_for_nothing_strange() {
        assert_eq!(read(&[("x", "1"), ("f.", "2022"), ("f.jaar", ""), ("p", "-1"), ("Q", "a")]), Ask::default());
        assert_eq!(read(&[("p", "0")]).more, 0);
        assert_eq!(read(&[("p", "99999999")]).more, PAGES_MAX - 1);
        assert_eq!(read(&[("f.jaar", "2022"), ("f.jaar", "2022")]).chosen().count(), 1);
    }
}
