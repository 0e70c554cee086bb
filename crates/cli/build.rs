//! Puts the files for the browser into the command, if `ZOEKLICHT_ASSETS` says where they are.

use std::fmt::Write as _;
use std::path::PathBuf;

/// What a page needs to search, with the element or without; the rest of the package is for bundlers.
#[rustfmt::skip]
const NAMES: &[&str] = &[
    "zoeklicht.js", "zoeklicht.css", "widget.js", "widget_bg.wasm", "integrity.json", "zero.js",
    "offline.js", "offline-view.js", "offline-register.js", "offline-worker.js", "sw-helper.js", "sw-helper.mjs",
    "index.js", "merged.js", "pagefind.js", "headless.js", "headless_bg.wasm",
];

/// Where the files are. The command as WebAssembly goes to npm, beside the package that has them.
fn assets() -> Option<PathBuf> {
    let is_wasm = std::env::var_os("CARGO_CFG_TARGET_FAMILY").is_some_and(|family| family == "wasm");
    std::env::var_os("ZOEKLICHT_ASSETS").map(PathBuf::from).filter(|_| !is_wasm)
}

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=ZOEKLICHT_ASSETS");
    let mut list = String::from("pub(crate) const FILES: &[(&str, &[u8])] = &[");
    if let Some(folder) = assets() {
        for name in NAMES {
            let path = folder.join(name);
            println!("cargo::rerun-if-changed={}", path.display());
            if !path.is_file() {
                println!("cargo::error=`{}` is missing: run `cargo xtask dist`", path.display());
            }
            // Writing to a String cannot fail.
            let _ = write!(list, "({name:?}, include_bytes!({:?})),", path.display().to_string());
        }
    }
    list.push_str("];\n");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").unwrap_or_default()).join("assets.rs");
    if let Err(error) = std::fs::write(&out, list) {
        println!("cargo::error=`{}` could not be written: {error}", out.display());
    }
}
