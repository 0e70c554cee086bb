//! The filters: a group of checkboxes for each, with how many results each value has.

use web_sys::Element;
use yew::prelude::*;
use zoeklicht_client::Facet;

use crate::parts::use_classes;
use crate::state::Ask;
use crate::strings::{self, Strings};

/// So many values are shown of a filter; the rest unfolds.
const VALUES_SHOWN: usize = 6;
/// Width of the widget from which filters stand beside the results, in its own letters (zoeklicht.css has the same).
const WIDE_EM: f64 = 45.0;

/// What [`Filters`] can be told.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct FiltersProps {
    /// The filters in the order in which they are shown.
    pub facets: Vec<Facet>,
    /// What is asked, with the values that are chosen.
    pub ask: Ask,
    /// The level of the heading.
    pub heading_level: u8,
    /// The element around filters and results, for its width.
    pub root: NodeRef,
    /// A value of a filter is chosen or let go.
    pub ontoggle: Callback<(String, String)>,
    /// What stands under the filters.
    #[prop_or_default]
    pub children: Html,
    /// In which language it speaks.
    pub strings: &'static Strings,
}

/// A group of checkboxes for each filter.
#[component]
pub fn Filters(props: &FiltersProps) -> Html {
    let FiltersProps { facets, ask, heading_level, root, ontoggle, children, strings } = props;
    // Above the results they would push them out of sight, so there they start folded.
    let is_open = use_memo((), |()| root.cast().as_ref().and_then(is_wide).unwrap_or(false));
    let class = use_classes().of("filter", "zoeklicht-filter");
    let group = |facet: &Facet| {
        let values = in_order(&facet.values);
        // One more than fits is shown too: it takes no more room than the line that would unfold it.
        let shown = if values.len() <= VALUES_SHOWN + 1 { values.len() } else { VALUES_SHOWN };
        let choice = |(value, count): &(String, usize)| {
            let (name, of) = (facet.name.clone(), value.clone());
            let onchange = ontoggle.reform(move |_| (name.clone(), of.clone()));
            let results = strings.form(&strings.counts.all, *count);
            let number = strings.number(*count);
            // Only the number is seen; what it counts is heard.
            let (before, after) = results.split_once("{n}").unwrap_or_default();
            html! {
                <li key={value.as_str()}>
                    <label class="zoeklicht-choice">
                        <input type="checkbox" checked={ask.has(&facet.name, value)} {onchange} />
                        { " " }
                        <span class="zoeklicht-value">{ value }</span>
                        { " " }
                        <span class="zoeklicht-number">
                            { hidden(before) }{ number }{ hidden(after) }
                        </span>
                    </label>
                </li>
            }
        };
        html! {
            <fieldset key={facet.name.as_str()} part="filter" class={class.clone()}>
                <legend>{ strings.filter_name(&facet.name) }</legend>
                <ul>{ for values[..shown].iter().map(choice) }</ul>
                if shown < values.len() {
                    <details class="zoeklicht-choices">
                        <summary>{ rest(strings, values.len() - shown) }</summary>
                        <ul>{ for values[shown..].iter().map(choice) }</ul>
                    </details>
                }
            </fieldset>
        }
    };
    html! {
        <details class="zoeklicht-filters" open={*is_open}>
            <summary>
                <@{format!("h{heading_level}")} class="zoeklicht-heading">{ strings.words.filters }</@>
            </summary>
            <div class="zoeklicht-groups">{ for facets.iter().map(group) }{ children.clone() }</div>
        </details>
    }
}

fn is_wide(root: &Element) -> Option<bool> {
    // In a panel or a dialog there is as much room as that has.
    let root = &root.query_selector(".zoeklicht-panel").ok()?.unwrap_or_else(|| root.clone());
    let style = web_sys::window()?.get_computed_style(root).ok()??;
    // Rust's own parser of floats would be 10 kB of WASM.
    let em_px = js_sys::parse_float(&style.get_property_value("font-size").ok()?);
    Some(f64::from(root.client_width()) >= WIDE_EM * em_px)
}

fn hidden(text: &str) -> Html {
    if text.is_empty() {
        Html::default()
    } else {
        html! { <span class="zoeklicht-heard">{ text }</span> }
    }
}

fn rest(strings: &Strings, number: usize) -> String {
    strings::text(strings.form(&strings.counts.choices, number), &[("n", &strings.number(number))])
}

/// Years, and periods that begin with one, newest first; other values most frequent first, ties in the order of the alphabet.
fn in_order(values: &[(String, usize)]) -> Vec<(String, usize)> {
    let is_year = |value: &str| value.chars().take_while(char::is_ascii_digit).count() == 4;
    let are_years = values.iter().all(|(value, _)| is_year(value));
    zoeklicht_client::sorted(values.to_vec(), |(a, a_count), (b, b_count)| {
        if are_years { b.cmp(a) } else { b_count.cmp(a_count).then_with(|| a.cmp(b)) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(values: &[(&str, usize)]) -> Vec<String> {
        let values: Vec<(String, usize)> = values.iter().map(|(value, count)| ((*value).to_owned(), *count)).collect();
        in_order(&values).into_iter().map(|(value, _)| value).collect()
    }

    #[test]
    fn years_run_back_and_other_values_by_frequency() {
        assert_eq!(order(&[("2020", 9), ("2021", 1), ("2023", 5)]), ["2023", "2021", "2020"]);
        assert_eq!(order(&[("Brussel", 1), ("Gids", 4), ("NT2", 1), ("Nota", 4)]), ["Gids", "Nota", "Brussel", "NT2"]);
        assert_eq!(order(&[("2019–2024", 4), ("2024–2029", 1)]), ["2024–2029", "2019–2024"]);
        assert_eq!(order(&[("20190", 4), ("2024", 1)]), ["20190", "2024"]);
        assert!(order(&[]).is_empty());
    }
}
