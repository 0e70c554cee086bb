//! The files for the browser that go beside an index: WASM, entry script, style sheet.
//!
//! They are part of a command that `cargo xtask dist` built, which sets `ZOEKLICHT_ASSETS`. The command as WebAssembly has
//! them beside it in the npm package, and the same variable says where; without either only the index is written.

use std::borrow::Cow;
use std::ffi::OsStr;
use std::path::Path;

use anyhow::Context as _;

use crate::said;

// `FILES: &[(&str, &[u8])]`, written by build.rs.
include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// What a page with the element needs.
const ELEMENT: &[&str] = &["zoeklicht.js", "zoeklicht.css", "widget.js", "widget_bg.wasm"];
/// What a script of the page needs to search without the element.
const HEADLESS: &[&str] = &["index.js", "merged.js", "pagefind.js", "headless.js", "headless_bg.wasm"];

/// Writes the files into the folder of an index.
pub(crate) fn write_to(folder: &Path, with_headless: bool) -> anyhow::Result<()> {
    let beside = std::env::var_os("ZOEKLICHT_ASSETS");
    for name in ELEMENT.iter().chain(HEADLESS.iter().filter(|_| with_headless)) {
        let Some(bytes) = bytes(name, beside.as_deref())? else { continue };
        let path = folder.join(name);
        // As they are if nothing changed, so that browsers keep what they have.
        if !std::fs::read(&path).is_ok_and(|there| there == *bytes) {
            std::fs::write(&path, bytes).with_context(|| said::unwritten(&path))?;
        }
    }
    Ok(())
}

/// One of the files: that of this command, else the one in a folder.
fn bytes(name: &str, beside: Option<&OsStr>) -> anyhow::Result<Option<Cow<'static, [u8]>>> {
    if let Some((_, bytes)) = FILES.iter().find(|(known, _)| *known == name) {
        return Ok(Some(Cow::Borrowed(bytes)));
    }
    let Some(folder) = beside else { return Ok(None) };
    let path = Path::new(folder).join(name);
    let bytes = std::fs::read(&path).with_context(|| said::unread(&path))?;
    Ok(Some(Cow::Owned(bytes)))
}
