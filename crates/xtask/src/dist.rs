//! `cargo xtask dist`: everything that ships, in www/dist.
//!
//! - `package/` the npm package: hand-written files, the widget and the headless engine.
//! - `bundle/` the widget with the index of corpus/ inside its WASM.
//! - `demo/` the demo site, searchable, with both of them in it.

#![allow(clippy::print_stdout, reason = "the sizes are what the task prints")]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::process::Steps;
use crate::workspace::{Build, Workspace};
use crate::{files, setup, site, wasm};

/// Builds it all and prints the sizes.
pub(crate) fn run(steps: &mut Steps, workspace: &Workspace) -> anyhow::Result<()> {
    build(steps, workspace, Build::Release)?;
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
    steps.run("index the corpus", &mut index)
}

/// The npm package; gives its folder.
pub(crate) fn package(steps: &mut Steps, workspace: &Workspace) -> anyhow::Result<PathBuf> {
    setup::wasm(steps, workspace)?;
    let package = workspace.dist().join("package");
    files::remove_tree(&package)?;
    files::copy_tree(&workspace.root.join("www/package"), &package)?;
    wasm::package(steps, workspace, &package)?;
    Ok(package)
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
