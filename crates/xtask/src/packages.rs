//! `cargo xtask packages`: the npm packages as somebody else uses them.
//!
//! They are packed, installed into a project, and built with, in tests/packages; what was built is searched in a browser.

use anyhow::bail;

use crate::process::Steps;
use crate::workspace::{Build, Workspace};
use crate::{dist, files, setup};

/// Builds the packages, and tests them.
pub(crate) fn run(steps: &mut Steps, workspace: &Workspace) -> anyhow::Result<()> {
    let browsers = setup::browsers(steps, &[setup::Engine::Chromium])?;
    let package = dist::package(steps, workspace)?;
    dist::command(steps, workspace, Build::Debug, &package)?;
    check(steps, workspace, &browsers)
}

/// Tests them, once [`dist::package`] and [`dist::command`] have built all but the command as WebAssembly.
pub(crate) fn check(steps: &mut Steps, workspace: &Workspace, browsers: &setup::Browsers) -> anyhow::Result<()> {
    dist::command_package(steps, workspace)?;
    dist::native_package(steps, workspace, Build::Debug)?;
    let folder = workspace.package_tests();
    setup::npm(steps, &folder)?;
    let mut tests = files::beside(&folder)?;
    tests.retain(|file| file.as_os_str().to_string_lossy().ends_with(".test.mjs"));
    if tests.is_empty() {
        bail!("there are no tests of the packages: no tests/packages/*.test.mjs");
    }
    let mut node = browsers.node();
    // One after the other: they share one project, and each starts programs of its own.
    node.args(["--test", "--test-concurrency=1"]).args(tests).current_dir(&folder);
    node.env("ZOEKLICHT", workspace.zoeklicht(Build::Debug).get_program());
    steps.run("tests of the packages", &mut node)
}
