//! Suggested queries: the list of an editable combobox (WAI-ARIA Authoring Practices 1.2, "editable combobox with list
//! autocomplete"). The focus stays in the field, which names the active one (see `effects`).

use yew::prelude::*;

use crate::strings::Strings;

/// What [`Suggestions`] can be told.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct SuggestionsProps {
    /// The queries.
    pub suggestions: Vec<String>,
    /// The one that an arrow key reached, by its place.
    #[prop_or_default]
    pub active: Option<usize>,
    /// One is chosen with the pointer.
    pub onchoose: Callback<String>,
    /// The name of the list, for `aria-controls` of the field; its options are called the same with a dash and a number.
    pub id: AttrValue,
    /// In which language it speaks.
    pub strings: &'static Strings,
}

/// A list of queries under the field.
#[component]
pub fn Suggestions(props: &SuggestionsProps) -> Html {
    let SuggestionsProps { suggestions, active, onchoose, id, strings } = props;
    let option = |(at, text): (usize, &String)| {
        let is_active = *active == Some(at);
        let chosen = text.clone();
        html! {
            <li
                id={format!("{id}-{at}")}
                role="option"
                aria-selected={if is_active { "true" } else { "false" }}
                onclick={onchoose.reform(move |_| chosen.clone())}
            >
                <bdi>{ text }</bdi>
            </li>
        }
    };
    // Pressing on it must not take the focus from the field.
    let onmousedown = |event: MouseEvent| event.prevent_default();
    html! {
        <ul {id} class="zoeklicht-suggestions" role="listbox" aria-label={strings.words.suggestions} {onmousedown}>
            { for suggestions.iter().enumerate().map(option) }
        </ul>
    }
}
