//! Scripts as browsers get them, without what only people read, by esbuild.

use std::path::Path;
use std::process::Command;

use crate::process::Steps;
use crate::setup;
use crate::workspace::Workspace;

/// Makes these scripts of a folder smaller, in their place.
pub(crate) fn scripts(steps: &mut Steps, workspace: &Workspace, folder: &Path, scripts: &[&str]) -> anyhow::Result<()> {
    let tool = workspace.root.join("crates/xtask/esbuild");
    setup::npm(steps, &tool)?;
    let mut esbuild = Command::new(tool.join("node_modules/.bin/esbuild"));
    esbuild.args(scripts).current_dir(folder).args([
        "--minify",
        "--charset=utf8",
        "--log-level=warning",
        "--outdir=.",
        "--allow-overwrite",
    ]);
    steps.run(&format!("make {} smaller", scripts.join(" and ")), &mut esbuild)
}
