//! That there is no answer, why, and a button to try again. The page's own form keeps working meanwhile.

use yew::prelude::*;

use crate::state::Action;
use crate::strings::Strings;

/// `code` is that of the reason (see `ClientError::code`).
pub(crate) fn failure(code: &str, dispatch: &Callback<Action>, strings: &Strings) -> Html {
    let words = &strings.words;
    let is_online = || web_sys::window().is_none_or(|window| window.navigator().on_line());
    let cure = match code {
        "network" if !is_online() => words.failed_offline,
        "network" => words.failed_network,
        "too-old" | "too-new" | "integrity" => words.failed_version,
        _ => "",
    };
    html! {
        <div class="zoeklicht-failure" role="alert">
            <p><strong>{ words.failed }</strong>{ " " }{ cure }</p>
            <button type="button" class="zoeklicht-button" onclick={dispatch.reform(|_| Action::Retry)}>
                { words.retry }
            </button>
        </div>
    }
}
