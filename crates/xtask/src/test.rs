//! `cargo xtask test`: everything that must hold before a change lands.
//!
//! The quick steps come first. Lints precede tests of the same profile, and the one build of the modules serves the
//! browser tests, so nothing is compiled twice.

use anyhow::bail;

use crate::process::Steps;
use crate::workspace::{Build, Workspace};
use crate::{criteria, demo, dist, files, packages, setup, tidy, wasm};

/// What has to hold in each browser engine; all other browser tests are for Chromium.
const IN_EACH_ENGINE: &str = "engines.test.mjs";

/// Stops at the first step that fails. Without `engines` there are no browser tests.
pub(crate) fn run(steps: &mut Steps, workspace: &Workspace, engines: &[setup::Engine]) -> anyhow::Result<()> {
    setup::target(steps, workspace, wasm::TARGET)?;
    setup::lints(steps, workspace)?;
    if !engines.is_empty() {
        setup::npm(steps, &workspace.browser_tests())?;
    }
    let browsers = setup::browsers(steps, engines)?;
    setup::web_server(steps)?;

    tidy::run(steps, workspace)?;
    steps.time("criteria", || criteria::check(workspace))?;
    let mut cargo = |name: &str, arguments: &[&str]| steps.run(name, workspace.cargo().args(arguments));
    cargo("formatting", &["fmt", "--all", "--check"])?;
    cargo("clippy (host)", &["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"])?;
    #[rustfmt::skip]
    cargo("clippy (wasm32)", &[
        "clippy", "--locked", "--target", "wasm32-unknown-unknown",
        "-p", "zoeklicht", "-p", "zoeklicht-headless", "-p", "zoeklicht-widget", "-p", "zoeklicht-client", "--lib", "--examples",
        "--", "-D", "warnings",
    ])?;
    cargo("tests", &["test", "--workspace", "--locked"])?;

    if engines.is_empty() {
        return Ok(());
    }
    // Named one by one: Node 20 and 22 disagree on what a folder or a pattern means.
    let mut tests = files::below(&workspace.browser_tests())?;
    tests.retain(|file| !file.starts_with("node_modules") && file.as_os_str().to_string_lossy().ends_with(".test.mjs"));
    if browsers.chromium.is_none() {
        tests.retain(|file| file.as_os_str() == IN_EACH_ENGINE);
    }
    if tests.is_empty() {
        bail!("there are no browser tests: no tests/browser/*.test.mjs");
    }
    dist::build(steps, workspace, Build::Debug)?;
    let server = demo::Server::start(workspace, demo::free_port(0)?)?;
    let mut node = demo::node(workspace, &server, &browsers);
    steps.run("browser tests", node.arg("--test").args(tests))?;
    if browsers.chromium.is_some() { packages::check(steps, workspace, &browsers) } else { Ok(()) }
}
