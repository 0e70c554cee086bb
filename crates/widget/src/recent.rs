//! What someone searched for before on this device: only where the page asks for it, and with a button to forget it.

use web_sys::Storage;
use yew::prelude::*;

use crate::strings::{self, Strings};

/// So many are kept.
const KEPT: usize = 5;
const KEY: &str = "zoeklicht-recent";

/// Where searches are kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Recent {
    /// Nowhere.
    #[default]
    None,
    /// As long as the tab is open.
    Session,
    /// Until someone removes them.
    Local,
}

impl Recent {
    fn storage(self) -> Option<Storage> {
        let window = web_sys::window()?;
        // Where storage is blocked there is none.
        match self {
            Recent::None => None,
            Recent::Session => window.session_storage().ok()?,
            Recent::Local => window.local_storage().ok()?,
        }
    }

    /// The queries, the newest first.
    pub(crate) fn read(self) -> Vec<String> {
        let text = self.storage().and_then(|storage| storage.get_item(KEY).ok()?).unwrap_or_default();
        text.lines().filter(|line| !line.is_empty()).take(KEPT).map(str::to_owned).collect()
    }

    fn write(self, queries: &[String]) {
        let Some(storage) = self.storage() else { return };
        // Storage that is full or blocked keeps nothing.
        drop(if queries.is_empty() { storage.remove_item(KEY) } else { storage.set_item(KEY, &queries.join("\n")) });
    }

    /// Keeps a query as the newest.
    pub(crate) fn add(self, query: &str) {
        let query = query.split_whitespace().collect::<Vec<_>>().join(" ");
        if self != Recent::None && !query.is_empty() {
            self.write(&newest_first(query, self.read()));
        }
    }
}

fn newest_first(query: String, mut queries: Vec<String>) -> Vec<String> {
    queries.retain(|old| *old != query);
    queries.insert(0, query);
    queries.truncate(KEPT);
    queries
}

#[derive(Properties, PartialEq)]
pub(crate) struct RecentListProps {
    pub(crate) recent: Recent,
    /// A query is to be searched for again.
    pub(crate) onchoose: Callback<String>,
    pub(crate) strings: &'static Strings,
}

#[component]
pub(crate) fn RecentList(props: &RecentListProps) -> Html {
    let RecentListProps { recent, onchoose, strings } = props;
    let recent = *recent;
    let queries = use_state(|| recent.read());
    if queries.is_empty() {
        return Html::default();
    }
    let words = &strings.words;
    let keep = {
        let queries = queries.clone();
        move |kept: Vec<String>| {
            recent.write(&kept);
            queries.set(kept);
        }
    };
    let item = |query: &String| {
        let again = query.clone();
        let rest: Vec<String> = queries.iter().filter(|other| *other != query).cloned().collect();
        let (keep, again) = (keep.clone(), onchoose.reform(move |_| again.clone()));
        html! {
            <li key={query.as_str()}>
                <button type="button" class="zoeklicht-again" onclick={again}><bdi>{ query }</bdi></button>
                <button
                    type="button"
                    class="zoeklicht-forget"
                    aria-label={strings::text(words.recent_remove, &[("q", query)])}
                    onclick={move |_| keep(rest.clone())}
                >
                    <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="M5 5 19 19M19 5 5 19" /></svg>
                </button>
            </li>
        }
    };
    let keep_none = keep.clone();
    html! {
        <div class="zoeklicht-recent">
            <p>{ words.recent }</p>
            <ul>{ for queries.iter().map(item) }</ul>
            <button type="button" class="zoeklicht-clear" onclick={move |_| keep_none(Vec::new())}>
                { words.recent_remove_all }
            </button>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_of_five_different_ones_comes_first() {
        let old: Vec<String> = ["a", "b", "c", "d", "e"].map(str::to_owned).into();
        assert_eq!(newest_first("c".into(), old.clone()), ["c", "a", "b", "d", "e"]);
        assert_eq!(newest_first("f".into(), old), ["f", "a", "b", "c", "d"]);
    }
}
