//! The WebAssembly modules: cargo builds them, wasm-bindgen writes the JavaScript beside them.
//!
//! wasm-bindgen is a library here, so that its version is the one in Cargo.lock, which it insists on.

use std::path::Path;
use std::process::Command;

use anyhow::Context as _;
use wasm_bindgen_cli_support::Bindgen;

use crate::files;
use crate::process::Steps;
use crate::workspace::Workspace;

const TARGET: &str = "wasm32-unknown-unknown";
const PROFILE: &str = "wasm";

/// `widget` and `headless`, without an index, into `out`.
pub(crate) fn package(steps: &mut Steps, workspace: &Workspace, out: &Path) -> anyhow::Result<()> {
    steps.run("build the widget and headless", build(workspace).arg("--no-default-features"))?;
    steps.time("bind the widget and headless", || {
        bind(workspace, "zoeklicht", "widget", true, out)?;
        bind(workspace, "zoeklicht_headless", "headless", true, out)
    })
}

/// `widget` with the index of `corpus/` inside, into `out`. Cargo overwrites the module of [`package`].
pub(crate) fn bundle(steps: &mut Steps, workspace: &Workspace, out: &Path) -> anyhow::Result<()> {
    steps.run("build the bundle", &mut build(workspace))?;
    steps.time("bind the bundle", || bind(workspace, "zoeklicht", "widget", false, out))
}

/// Always for both packages: for one alone cargo picks other features of web-sys and builds all above it again.
fn build(workspace: &Workspace) -> Command {
    let mut build = workspace.cargo();
    build.args(["build", "--locked", "--profile", PROFILE, "--target", TARGET]);
    build.args(["-p", "zoeklicht", "-p", "zoeklicht-headless"]);
    build
}

fn bind(workspace: &Workspace, module: &str, name: &str, types: bool, out: &Path) -> anyhow::Result<()> {
    let input = workspace.target.join(TARGET).join(PROFILE).join(module).with_extension("wasm");
    generate(&input, name, types, out).with_context(|| format!("wasm-bindgen could not bind {}", input.display()))?;
    if types {
        // The types of the raw exports, which are nobody's business.
        files::remove(&out.join(format!("{name}_bg.wasm.d.ts")))?;
    }
    Ok(())
}

fn generate(input: &Path, name: &str, types: bool, out: &Path) -> anyhow::Result<()> {
    Bindgen::new()
        .web(true)?
        .typescript(types)
        .input_path(input)
        .out_name(name)
        // Left at its default, the glue does not know its own .wasm and every caller has to pass it.
        .omit_default_module_path(false)
        // For debuggers only; the features section stays, which wasm-opt needs.
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(out)
}
