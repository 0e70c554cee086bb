//! The WebAssembly modules: cargo builds them, wasm-bindgen writes the JavaScript beside them.
//!
//! wasm-bindgen is a library here, so that its version is the one in Cargo.lock, which it insists on.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context as _;
use wasm_bindgen_cli_support::Bindgen;

use crate::files;
use crate::process::Steps;
use crate::workspace::Workspace;

/// What everything for the browser is built for.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";
const PROFILE: &str = "wasm";
/// What the command for Node is built for.
pub(crate) const COMMAND_TARGET: &str = "wasm32-wasip1";
const COMMAND_PROFILE: &str = "wasi";

/// What cargo is told to build `widget` and `headless`, without an index.
pub(crate) const PACKAGE: &[&str] =
    &["--target", TARGET, "-p", "zoeklicht", "-p", "zoeklicht-headless", "--no-default-features"];
/// What it is told to build the command.
pub(crate) const COMMAND: &[&str] = &["--target", COMMAND_TARGET, "-p", "zoeklicht-cli"];

/// `widget` and `headless`, without an index, into `out`.
pub(crate) fn package(steps: &mut Steps, workspace: &Workspace, out: &Path) -> anyhow::Result<()> {
    steps.run("build the widget and headless", build(workspace).args(PACKAGE))?;
    steps.time("bind the widget and headless", || {
        bind(workspace, "zoeklicht", "widget", true, out)?;
        bind(workspace, "zoeklicht_headless", "headless", true, out)
    })
}

/// `widget` with the index of `corpus/` inside, into `out`. Cargo overwrites the module of [`package`].
pub(crate) fn bundle(steps: &mut Steps, workspace: &Workspace, out: &Path) -> anyhow::Result<()> {
    // Always both packages: for one alone cargo picks other features of web-sys and builds all above it again.
    let both = ["--target", TARGET, "-p", "zoeklicht", "-p", "zoeklicht-headless"];
    steps.run("build the bundle", build(workspace).args(both))?;
    steps.time("bind the bundle", || bind(workspace, "zoeklicht", "widget", false, out))
}

/// The command, as the file `zoeklicht.wasm` in `out`.
pub(crate) fn command(steps: &mut Steps, workspace: &Workspace, out: &Path) -> anyhow::Result<()> {
    let mut build = workspace.cargo();
    build.args(["build", "--locked", "--profile", COMMAND_PROFILE]).args(COMMAND);
    steps.run("build the command as WebAssembly", &mut build)?;
    let file = "zoeklicht.wasm";
    files::copy(&workspace.target.join(COMMAND_TARGET).join(COMMAND_PROFILE).join(file), &out.join(file))
}

fn build(workspace: &Workspace) -> Command {
    let mut build = workspace.cargo();
    build.args(["build", "--locked", "--profile", PROFILE]);
    // Places in libraries are part of the messages of panics. Without what stands before them on this machine, the bytes
    // are the same on every machine, and fewer.
    let libraries = registry().into_iter().map(|folder| format!("--remap-path-prefix={}/=", folder.display()));
    // A loop in the place of 64 rounds one after the other: a seventh of the size, and fast enough for what a search fetches.
    let smaller = ["--cfg".to_owned(), "sha2_backend_soft=\"compact\"".to_owned()];
    let flags: Vec<String> = libraries.chain(standard_library(workspace)).chain(smaller).collect();
    // Separated by what no path has in it.
    build.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"));
    build
}

/// As the compiler calls places in the standard library where its sources are not installed, so that they are called the
/// same where they are.
fn standard_library(workspace: &Workspace) -> Option<String> {
    let rustc = |arguments: &[&str]| {
        let mut rustc = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
        String::from_utf8(rustc.args(arguments).current_dir(&workspace.root).output().ok()?.stdout).ok()
    };
    let (version, sysroot) = (rustc(&["-vV"])?, rustc(&["--print", "sysroot"])?);
    let commit = version.lines().find_map(|line| line.strip_prefix("commit-hash: "))?;
    let sources = Path::new(sysroot.trim()).join("lib/rustlib/src/rust");
    Some(format!("--remap-path-prefix={}=/rustc/{commit}", sources.display()))
}

/// The folders in which cargo keeps the sources of libraries.
fn registry() -> Vec<PathBuf> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(std::env::home_dir()?.join(".cargo")));
    let folders = home.and_then(|home| std::fs::read_dir(home.join("registry/src")).ok());
    folders.into_iter().flatten().filter_map(|folder| Some(folder.ok()?.path())).collect()
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
