//! Where things are: the repository, cargo's target folder and our packages, as cargo itself tells it.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context as _;
use serde::Deserialize;

use crate::process;

/// The part of `cargo metadata` that the tasks use.
#[derive(Deserialize)]
pub(crate) struct Workspace {
    #[serde(rename = "workspace_root")]
    pub(crate) root: PathBuf,
    /// Not always `target/`: `CARGO_TARGET_DIR` moves it.
    #[serde(rename = "target_directory")]
    pub(crate) target: PathBuf,
    pub(crate) packages: Vec<Package>,
}

/// One of our packages.
#[derive(Deserialize)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) dependencies: Vec<Dependency>,
}

/// A line of a manifest's dependencies.
#[derive(Deserialize)]
pub(crate) struct Dependency {
    pub(crate) name: String,
    /// `None` for an ordinary one, else `"dev"` or `"build"`.
    pub(crate) kind: Option<String>,
    /// Only our own crates have one.
    pub(crate) path: Option<PathBuf>,
}

/// How the command is built: to ship, or, with what the native tests have compiled already, to look and to test.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Build {
    Debug,
    Release,
}

impl Workspace {
    /// Asks cargo, from this crate's folder, so that the caller's folder does not matter.
    pub(crate) fn find() -> anyhow::Result<Workspace> {
        let here = std::env::var_os("CARGO_MANIFEST_DIR").context("not started by cargo; run `cargo xtask`")?;
        let json = process::output(cargo().args(["metadata", "--no-deps", "--format-version", "1"]).current_dir(here))?;
        serde_json::from_str(&json).context("`cargo metadata` printed something unexpected")
    }

    /// The cargo that started us, at the top of the repository.
    pub(crate) fn cargo(&self) -> Command {
        let mut cargo = cargo();
        cargo.current_dir(&self.root);
        cargo
    }

    /// Where the built site, package and bundle go.
    pub(crate) fn dist(&self) -> PathBuf {
        self.root.join("www/dist")
    }

    /// The `zoeklicht` command, once `dist::build` has built it.
    pub(crate) fn zoeklicht(&self, build: Build) -> Command {
        let file = format!("zoeklicht{}", std::env::consts::EXE_SUFFIX);
        let folder = match build {
            Build::Debug => "debug",
            Build::Release => "release",
        };
        let mut command = Command::new(self.target.join(folder).join(file));
        command.current_dir(&self.root);
        command
    }

    /// The tools of the browser tests.
    pub(crate) fn browser_tests(&self) -> PathBuf {
        self.root.join("tests/browser")
    }

    /// The tests of the npm package, with the tools of others that it has to work with.
    pub(crate) fn package_tests(&self) -> PathBuf {
        self.root.join("tests/packages")
    }

    /// `path` as a person at the top of the repository would write it.
    pub(crate) fn relative<'a>(&self, path: &'a Path) -> &'a Path {
        path.strip_prefix(&self.root).unwrap_or(path)
    }
}

/// Cargo says in `$CARGO` which cargo it is; `$PATH` may hold another.
fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}
