//! The files for the browser that go beside an index: WASM, entry script, style sheet.
//!
//! They are part of a command that `cargo xtask dist` built, which sets `ZOEKLICHT_ASSETS`; a command built without
//! them writes the index only.

use std::path::Path;

use anyhow::Context as _;

// `FILES: &[(&str, &[u8])]`, written by build.rs.
include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// Writes the files into the folder of an index.
pub(crate) fn write_to(folder: &Path) -> anyhow::Result<()> {
    for (name, bytes) in FILES {
        let path = folder.join(name);
        // As they are if nothing changed, so that browsers keep what they have.
        if !std::fs::read(&path).is_ok_and(|there| there == *bytes) {
            std::fs::write(&path, bytes).with_context(|| format!("`{}` could not be written", path.display()))?;
        }
    }
    Ok(())
}
