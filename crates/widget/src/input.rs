//! The form, for pages without one of their own.

use web_sys::{HtmlElement, HtmlInputElement};
use yew::prelude::*;

use crate::keys;
use crate::parts::use_classes;
use crate::strings::Strings;

/// What [`Input`] can be told.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct InputProps {
    /// Where to find the form afterwards.
    #[prop_or_default]
    pub form: NodeRef,
    /// A name that no other element of the page has, for the label.
    pub id: AttrValue,
    /// The name of the landmark, if the page has several searches; else ours.
    #[prop_or_default]
    pub landmark: Option<AttrValue>,
    /// Whether the field is empty.
    #[prop_or_default]
    pub is_empty: bool,
    /// The field was emptied by its button.
    #[prop_or_default]
    pub onclear: Callback<()>,
    /// In which language it speaks.
    pub strings: &'static Strings,
}

/// A search form: a label, a field, a button that empties it, and the search button.
#[component]
pub fn Input(props: &InputProps) -> Html {
    let InputProps { form, id, landmark, is_empty, onclear, strings } = props;
    let words = &strings.words;
    let classes = use_classes();
    let field = use_node_ref();
    let clear = {
        let (field, onclear) = (field.clone(), onclear.clone());
        move |_: MouseEvent| {
            if let Some(field) = field.cast::<HtmlInputElement>() {
                field.set_value("");
                keys::focus(&HtmlElement::from(field));
            }
            onclear.emit(());
        }
    };
    html! {
        <form
            class="zoeklicht-form"
            role="search"
            aria-label={landmark.clone().unwrap_or(AttrValue::Static(words.landmark))}
            ref={form.clone()}
            lang={strings.lang}
        >
            <label for={id.clone()}>{ words.label }</label>
            <span class="zoeklicht-field">
                <input
                    ref={field}
                    {id}
                    part="input"
                    class={classes.of("input", "")}
                    name="q"
                    type="search"
                    enterkeyhint="search"
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                />
                if !is_empty {
                    <button type="button" class="zoeklicht-empty" aria-label={words.clear_field} onclick={clear}>
                        <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="M5 5 19 19M19 5 5 19" /></svg>
                    </button>
                }
            </span>
            <button type="submit" part="button" class={classes.of("button", "")}>{ words.submit }</button>
        </form>
    }
}
