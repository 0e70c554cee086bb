//! Whether the files for the browser belong together.

use std::collections::BTreeSet;

use zoeklicht_indexer::message;

use super::{Checks, hint};
use crate::assets;

/// Compares the engine with the script that loads it, and both with those that this command carries.
pub(super) fn check(script: &[u8], engine: &[u8], checks: &mut Checks) {
    if !engine.starts_with(b"\0asm") {
        let what = message!("`widget_bg.wasm` is no WebAssembly", "`widget_bg.wasm` is geen WebAssembly");
        checks.problem(what, hint::publish());
        return;
    }
    let script_text = String::from_utf8_lossy(script);
    let lacking = names(engine).into_iter().find(|name| !script_text.contains(name));
    if lacking.is_some() {
        let what = message!(
            "`widget.js` and `widget_bg.wasm` are of different versions",
            "`widget.js` en `widget_bg.wasm` zijn van verschillende versies"
        );
        checks.problem(what, hint::publish());
        return;
    }
    checks.ok(message!(
        "`widget.js` and `widget_bg.wasm` belong together",
        "`widget.js` en `widget_bg.wasm` horen bij elkaar"
    ));
    let ours = |name: &str| assets::FILES.iter().find(|(known, _)| *known == name).map(|(_, bytes)| *bytes);
    // A command without files for the browser has nothing to compare with.
    let (Some(our_script), Some(our_engine)) = (ours("widget.js"), ours("widget_bg.wasm")) else { return };
    if (our_script, our_engine) == (script, engine) {
        checks.ok(message!("they are those of this command", "ze zijn die van deze opdracht"));
    } else {
        let what = message!(
            "the engine is not that of this command, which may write another format",
            "de zoekmachine is niet die van deze opdracht, die misschien een ander formaat schrijft"
        );
        checks.advice(what, hint::publish());
    }
}

/// The names that wasm-bindgen gives to what a script and its engine share. They end with a hash of what stands behind
/// them, so that other versions have others.
fn names(engine: &[u8]) -> BTreeSet<String> {
    const PREFIX: &[u8] = b"__wbg_";
    let is_part = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$');
    let starts = engine.windows(PREFIX.len()).enumerate().filter(|(_, window)| *window == PREFIX);
    let name =
        |(at, _): (usize, &[u8])| engine[at..].iter().take_while(is_part).map(|byte| char::from(*byte)).collect();
    starts.map(name).collect()
}
