//! `cargo xtask dist`: everything that ships, in www/dist.
//!
//! - `package/` the npm package: hand-written files, the widget and the headless engine.
//! - `wasm/` the npm package of the command as WebAssembly, which the other depends on.
//! - `native/` the npm package of the command for the platform that this runs on, which the other prefers.
//! - `bundle/` the widget with the index of corpus/ inside its WASM.
//! - `docs/` the documentation site, searchable.
//! - `demo/` the demo site, searchable, with the package, the bundle and the documentation in it.

#![allow(clippy::print_stdout, reason = "the sizes are what the task prints")]

use std::env::consts::{ARCH, EXE_SUFFIX, OS};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::process::Steps;
use crate::workspace::{Build, Workspace};
use crate::{bom, docs, files, integrity, minify, setup, site, wasm};

/// Builds it all and prints the sizes.
pub(crate) fn run(steps: &mut Steps, workspace: &Workspace) -> anyhow::Result<()> {
    build(steps, workspace, Build::Release)?;
    command_package(steps, workspace)?;
    native_package(steps, workspace, Build::Release)?;
    let sizes = steps.time("compress, to know the sizes", || sizes(&workspace.dist()))?;
    steps.print_summary();
    println!("\n{:>10}  {:>10}  file in {}", "bytes", "brotli 11", workspace.relative(&workspace.dist()).display());
    for Size { file, raw, brotli } in sizes {
        println!("{raw:>10}  {brotli:>10}  {}", file.display());
    }
    Ok(())
}

/// Builds it all; what goes to the browser is the same either way.
pub(crate) fn build(steps: &mut Steps, workspace: &Workspace, build: Build) -> anyhow::Result<()> {
    let (by_hand, dist) = (workspace.root.join("www/package"), workspace.dist());
    let (bundle, demo) = (dist.join("bundle"), dist.join("demo"));
    let package = package(steps, workspace)?;

    files::remove_tree(&bundle)?;
    for file in ["zoeklicht.js", "zoeklicht.css"] {
        files::copy(&by_hand.join(file), &bundle.join(file))?;
    }
    wasm::bundle(steps, workspace, &bundle)?;
    seal(steps, workspace, &bundle, &["widget.js"])?;

    command(steps, workspace, build, &package)?;

    steps.time("render the demo site", || {
        files::remove_tree(&demo)?;
        site::render(&workspace.root, &demo)?;
        files::copy_tree(&package, &demo.join("zoeklicht"))?;
        files::copy_tree(&bundle, &demo.join("bundle"))
    })?;
    let mut index = workspace.zoeklicht(build);
    index
        .args(["index", "corpus", "--config", "corpus/zoeklicht.toml", "--lang", "nl", "--out"])
        .arg(demo.join("zoeklicht"));
    steps.run("index the corpus", &mut index)?;
    let docs = docs::build(steps, workspace, build)?;
    files::copy_tree(&docs, &demo.join("docs"))
}

/// The npm package; gives its folder.
pub(crate) fn package(steps: &mut Steps, workspace: &Workspace) -> anyhow::Result<PathBuf> {
    setup::target(steps, workspace, wasm::TARGET)?;
    let package = workspace.dist().join("package");
    files::remove_tree(&package)?;
    files::copy_tree(&workspace.root.join("www/package"), &package)?;
    let script = files::read(&package.join("zoeklicht.js"))?;
    files::write(&package.join("element.js"), for_bundlers(&script)?)?;
    besides(workspace, &package, wasm::PACKAGE)?;
    wasm::package(steps, workspace, &package)?;
    seal(steps, workspace, &package, &["widget.js", "headless.js"])?;
    Ok(package)
}

/// Makes the scripts smaller that wasm-bindgen wrote and that pages name, and writes the hashes down. Those for bundlers stay
/// as they are: bundlers read their comments, and make them smaller themselves.
fn seal(steps: &mut Steps, workspace: &Workspace, folder: &Path, written: &[&str]) -> anyhow::Result<()> {
    minify::scripts(steps, workspace, folder, written)?;
    integrity::tell(folder)?;
    minify::scripts(steps, workspace, folder, &[integrity::ENTRY])?;
    integrity::publish(folder)
}

/// The npm package of the command as WebAssembly.
pub(crate) fn command_package(steps: &mut Steps, workspace: &Workspace) -> anyhow::Result<()> {
    setup::target(steps, workspace, wasm::COMMAND_TARGET)?;
    let package = workspace.dist().join("wasm");
    files::remove_tree(&package)?;
    files::copy_tree(&workspace.root.join("www/wasm"), &package)?;
    besides(workspace, &package, wasm::COMMAND)?;
    wasm::command(steps, workspace, &package)
}

/// The npm package of the native command, once [`command`] has built it.
pub(crate) fn native_package(steps: &mut Steps, workspace: &Workspace, build: Build) -> anyhow::Result<()> {
    // As Node names them.
    let os = match OS {
        "macos" => "darwin",
        "windows" => "win32",
        other => other,
    };
    let cpu = match ARCH {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        other => other,
    };
    let libc = if cfg!(target_env = "musl") { "musl" } else { "glibc" };
    let program = format!("zoeklicht{EXE_SUFFIX}");
    steps.time("put the native command into its package", || {
        let package = workspace.dist().join("native");
        files::remove_tree(&package)?;
        let mut manifest = files::read(&workspace.root.join("www/native/package.json"))?;
        for (name, value) in [("{os}", os), ("{cpu}", cpu), ("{libc}", libc), ("{program}", &program)] {
            manifest = manifest.replace(name, value);
        }
        files::write(&package.join("package.json"), manifest)?;
        files::copy(Path::new(workspace.zoeklicht(build).get_program()), &package.join(&program))?;
        besides(workspace, &package, &["-p", "zoeklicht-cli"])
    })
}

/// What every package has besides its own files; `build` is what cargo is told to build what it holds.
fn besides(workspace: &Workspace, package: &Path, build: &[&str]) -> anyhow::Result<()> {
    const VERSION: &str = env!("CARGO_PKG_VERSION");
    let manifest = files::read(&package.join("package.json"))?;
    let says = format!("\"version\": \"{VERSION}\"");
    anyhow::ensure!(manifest.contains(&says), "{} is not of version {VERSION}", package.join("package.json").display());
    bom::write(workspace, package, build)?;
    for file in ["LICENSE-APACHE", "LICENSE-MIT", "CHANGELOG.md"] {
        files::copy(&workspace.root.join(file), &package.join(file))?;
    }
    Ok(())
}

/// The entry script for bundlers, which put it where nothing lies beside it: it takes the engine from where the index is.
fn for_bundlers(script: &str) -> anyhow::Result<String> {
    const BESIDE: &str = "const BESIDE = import.meta.url;";
    anyhow::ensure!(script.matches("import.meta").count() == 1, "zoeklicht.js asks where it is in more than one place");
    anyhow::ensure!(script.contains(BESIDE), "zoeklicht.js lacks the line `{BESIDE}`");
    Ok(script.replace(BESIDE, "const BESIDE = undefined;"))
}

/// The command, which carries the package inside.
pub(crate) fn command(steps: &mut Steps, workspace: &Workspace, build: Build, package: &Path) -> anyhow::Result<()> {
    let mut command = workspace.cargo();
    command.args(["build", "--locked", "-p", "zoeklicht-cli"]).env("ZOEKLICHT_ASSETS", package);
    if build == Build::Release {
        command.arg("--release");
    }
    steps.run("build the command", &mut command)
}

struct Size {
    file: PathBuf,
    raw: usize,
    brotli: usize,
}

/// What a browser would load, sized as a well set up server would send it.
fn sizes(dist: &Path) -> anyhow::Result<Vec<Size>> {
    let mut sizes = Vec::new();
    for folder in ["package", "bundle"] {
        for file in files::below(&dist.join(folder))? {
            if file.extension().is_some_and(|extension| extension == "js" || extension == "wasm") {
                let file = Path::new(folder).join(file);
                let content =
                    fs::read(dist.join(&file)).with_context(|| format!("could not read {}", file.display()))?;
                sizes.push(Size { file, raw: content.len(), brotli: brotli_bytes(&content)? });
            }
        }
    }
    Ok(sizes)
}

fn brotli_bytes(content: &[u8]) -> anyhow::Result<usize> {
    const BUFFER: usize = 1 << 16;
    const QUALITY: u32 = 11;
    const WINDOW_LOG2: u32 = 22;
    let mut writer = brotli::CompressorWriter::new(Vec::new(), BUFFER, QUALITY, WINDOW_LOG2);
    writer.write_all(content)?;
    Ok(writer.into_inner().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_for_bundlers_does_not_ask_where_it_is() {
        let script = for_bundlers("const BESIDE = import.meta.url;\nstart();").expect("it has the line");
        assert_eq!(script, "const BESIDE = undefined;\nstart();");
        for wrong in ["start();", "const BESIDE = import.meta.url;\nstart(import.meta.url);"] {
            assert!(for_bundlers(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn only_scripts_and_modules_are_sized() {
        let dist = tempfile::tempdir().expect("a temporary folder");
        files::write(&dist.path().join("package/widget.js"), "let a;".repeat(100)).expect("written");
        files::write(&dist.path().join("package/widget.d.ts"), "type A;").expect("written");
        files::write(&dist.path().join("bundle/widget_bg.wasm"), "").expect("written");
        let sizes = sizes(dist.path()).expect("sized");
        let [script, module] = &sizes[..] else { panic!("{} files", sizes.len()) };
        assert_eq!((script.raw, module.raw), (600, 0));
        assert!(script.brotli < 30, "{}", script.brotli);
    }
}
