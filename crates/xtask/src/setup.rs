//! Installs what is missing: the WASM target, rustfmt and clippy, npm's tools, a browser and a web server.
//!
//! Programs come from apt where it is there and we are root; elsewhere the error says what to install.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, bail};

use crate::process::{Steps, output};
use crate::wasm;
use crate::workspace::Workspace;

/// Chromium without calls home, without a GPU, and in a container, where its sandbox cannot start.
pub(crate) const CHROMIUM_FLAGS: &[&str] = &[
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

/// Everything, for the task `setup`.
pub(crate) fn all(steps: &mut Steps, workspace: &Workspace) -> anyhow::Result<()> {
    target(steps, workspace, wasm::TARGET)?;
    target(steps, workspace, wasm::COMMAND_TARGET)?;
    lints(steps, workspace)?;
    npm(steps, &workspace.browser_tests())?;
    npm(steps, &workspace.package_tests())?;
    browser(steps)?;
    web_server(steps)
}

/// A target that something of ours is built for.
pub(crate) fn target(steps: &mut Steps, workspace: &Workspace, target: &str) -> anyhow::Result<()> {
    // Asks rustc, not rustup: a distribution's Rust has the target without rustup.
    let mut rustc = Command::new("rustc");
    rustc.args(["--print", "target-libdir", "--target", target]).current_dir(&workspace.root);
    if Path::new(output(&mut rustc)?.trim()).exists() {
        return Ok(());
    }
    rustup(steps, workspace, &["target", "add", target])
}

/// rustfmt and clippy.
pub(crate) fn lints(steps: &mut Steps, workspace: &Workspace) -> anyhow::Result<()> {
    let installed = ["fmt", "clippy"].iter().all(|tool| {
        let answer = workspace.cargo().args([tool, "--version"]).output();
        answer.is_ok_and(|answer| answer.status.success())
    });
    if installed { Ok(()) } else { rustup(steps, workspace, &["component", "add", "rustfmt", "clippy"]) }
}

/// What `folder` has in its package-lock.json.
pub(crate) fn npm(steps: &mut Steps, folder: &Path) -> anyhow::Result<()> {
    let installed = modified(&folder.join("node_modules/.package-lock.json"));
    if installed.is_some() && installed >= modified(&folder.join("package-lock.json")) {
        return Ok(());
    }
    let npm = program(steps, &["npm"], &["nodejs", "npm"], "install Node.js 20 or newer with npm")?;
    steps.run("npm ci", Command::new(npm).args(["ci", "--no-audit", "--no-fund"]).current_dir(folder))
}

/// A Chromium: `$CHROMIUM`, else one in `$PATH`, else a new one.
pub(crate) fn browser(steps: &mut Steps) -> anyhow::Result<PathBuf> {
    if let Some(chosen) = std::env::var_os("CHROMIUM") {
        let chosen = PathBuf::from(chosen);
        if !chosen.is_file() {
            bail!("$CHROMIUM is {}, where no program is", chosen.display());
        }
        return Ok(chosen);
    }
    let names = ["chromium", "chromium-browser", "google-chrome"];
    program(steps, &names, &["chromium"], "install Chromium or Chrome, or set $CHROMIUM to the program")
}

/// A browser engine to test in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Engine {
    Chromium,
    Firefox,
    Webkit,
    /// Each of them
    All,
}

/// Where the browsers are that tests were asked for.
#[derive(Default)]
pub(crate) struct Browsers {
    pub(crate) chromium: Option<PathBuf>,
    firefox: Option<PathBuf>,
    /// The driver, and what gives it a display: it starts no browser without one.
    webkit: Option<[PathBuf; 2]>,
}

/// The browsers for `engines`; only those that are asked for are installed.
pub(crate) fn browsers(steps: &mut Steps, engines: &[Engine]) -> anyhow::Result<Browsers> {
    let is_asked_for = |engine| engines.contains(&engine) || engines.contains(&Engine::All);
    let mut browsers = Browsers::default();
    if is_asked_for(Engine::Chromium) {
        browsers.chromium = Some(browser(steps)?);
    }
    if is_asked_for(Engine::Firefox) {
        browsers.firefox = Some(program(steps, &["firefox-esr", "firefox"], &["firefox-esr"], "install Firefox")?);
    }
    if is_asked_for(Engine::Webkit) {
        let advice = "install the WebDriver of WebKitGTK, and Xvfb with xauth";
        browsers.webkit = Some([
            program(steps, &["WebKitWebDriver"], &["webkit2gtk-driver"], advice)?,
            program(steps, &["xvfb-run"], &["xvfb", "xauth"], advice)?,
        ]);
    }
    Ok(browsers)
}

impl Browsers {
    /// Node, told which browsers to start, and how: these, whatever the shell still has set.
    pub(crate) fn node(&self) -> Command {
        let mut node = Command::new("node");
        if let Some([_, xvfb_run]) = &self.webkit {
            node = Command::new(xvfb_run);
            node.args(["--auto-servernum", "node"]);
        }
        for browser in ["CHROMIUM_PATH", "FIREFOX_PATH", "WEBKIT_DRIVER_PATH"] {
            node.env_remove(browser);
        }
        if let Some([driver, _]) = &self.webkit {
            node.env("WEBKIT_DRIVER_PATH", driver);
        }
        if let Some(firefox) = &self.firefox {
            node.env("FIREFOX_PATH", firefox);
        }
        if let Some(chromium) = &self.chromium {
            tell_browser(&mut node, chromium);
        }
        node
    }
}

/// nginx, which the tests of `zoeklicht crawl` start as a child of their own.
pub(crate) fn web_server(steps: &mut Steps) -> anyhow::Result<()> {
    program(steps, &["nginx"], &["nginx"], "install nginx").map(drop)
}

/// Tells a script of ours which Chromium to start, and how: the flags stand in this file only.
pub(crate) fn tell_browser(script: &mut Command, chromium: &Path) {
    script.env("CHROMIUM_PATH", chromium).env("CHROMIUM_FLAGS", CHROMIUM_FLAGS.join(" "));
}

fn rustup(steps: &mut Steps, workspace: &Workspace, arguments: &[&str]) -> anyhow::Result<()> {
    let wanted = arguments.join(" ");
    let Some(rustup) = find(&["rustup"]) else {
        bail!("rustup is not there for `rustup {wanted}`; install rustup, or these parts the way you installed Rust");
    };
    steps.run(&format!("rustup {wanted}"), Command::new(rustup).args(arguments).current_dir(&workspace.root))
}

/// One of `names` in `$PATH`, installed by apt from `packages` if there is none.
pub(crate) fn program(steps: &mut Steps, names: &[&str], packages: &[&str], advice: &str) -> anyhow::Result<PathBuf> {
    if let Some(path) = find(names) {
        return Ok(path);
    }
    let root = output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    let (true, Some(apt)) = (root, find(&["apt-get"])) else {
        bail!("found none of {} in $PATH; {advice}", names.join(", "));
    };
    let apt = || {
        let mut command = Command::new(&apt);
        command.env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    steps.run("apt-get update", apt().args(["update", "-q"]))?;
    let install = format!("apt-get install {}", packages.join(" "));
    steps.run(&install, apt().args(["install", "-y", "-q"]).args(packages))?;
    find(names).with_context(|| format!("still found none of {} after `{install}`; {advice}", names.join(", ")))
}

/// The first of `names` in `$PATH`; a name counts before a folder.
fn find(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    names
        .iter()
        .flat_map(|name| {
            folders.iter().map(move |folder| folder.join(name).with_extension(std::env::consts::EXE_EXTENSION))
        })
        .find(|candidate| candidate.is_file())
}

fn modified(path: &Path) -> Option<std::time::SystemTime> {
    std::fs::metadata(path).and_then(|file| file.modified()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_found_by_its_first_name_that_exists() {
        let found = find(&["no-such-program", "cargo"]).expect("cargo runs this test");
        assert_eq!(found.file_stem(), Some("cargo".as_ref()));
        assert_eq!(find(&["no-such-program"]), None);
    }

    #[test]
    fn only_webkit_needs_a_display() {
        let path = |name: &str| Some(PathBuf::from(name));
        let mut browsers = Browsers { chromium: path("chromium"), firefox: path("firefox"), webkit: None };
        let node = browsers.node();
        assert_eq!(node.get_program(), "node");
        assert!(
            node.get_envs().any(|variable| variable == ("WEBKIT_DRIVER_PATH".as_ref(), None)),
            "not that of the shell"
        );
        browsers.webkit = Some(["WebKitWebDriver".into(), "xvfb-run".into()]);
        let node = browsers.node();
        assert_eq!(node.get_program(), "xvfb-run");
        let told = |name: &str| node.get_envs().any(|(key, value)| key == name && value.is_some());
        assert!(["CHROMIUM_PATH", "CHROMIUM_FLAGS", "FIREFOX_PATH", "WEBKIT_DRIVER_PATH"].into_iter().all(told));
    }
}
