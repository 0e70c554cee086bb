//! `cargo xtask`: what cargo cannot do by itself.
//!
//! Invariants
//! - Depends on none of our crates; it only calls cargo and what cargo built.
//! - A failing step says which, with its command line and why, and the exit code is not 0.
//! - Installs only what is missing, and says what to install where it cannot.

mod bench;
mod bom;
mod criteria;
mod demo;
mod dist;
mod docs;
mod files;
mod generate;
mod integrity;
mod minify;
mod packages;
mod page;
mod process;
mod setup;
mod site;
mod test;
mod tidy;
mod wasm;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::process::Steps;
use crate::workspace::Workspace;

#[derive(Parser)]
#[command(bin_name = "cargo xtask", about = "Builds, shows and tests Zoeklicht")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Install what the other tasks need: the WASM target, rustfmt and clippy, npm's tools, a browser
    Setup,
    /// Build www/dist: the package, the bundle, the command and the demo; print the sizes
    Dist,
    /// Build the demo and serve it until Ctrl-C
    Demo {
        /// Ask one query through a real browser, print the top hit and stop
        #[arg(long)]
        check: bool,
        /// The port to serve on; the next free one is taken when it is in use
        #[arg(long, default_value_t = 8000)]
        port: u16,
    },
    /// Build the documentation site in www/dist/docs, with the package and the command that it is searched and written with
    Docs,
    /// Check formatting, lints and the repository's own rules; run all tests, in a browser too
    Test {
        /// Leave out the browser tests, and with them the build of the WASM modules
        #[arg(long, conflicts_with = "engines")]
        no_browser: bool,
        /// The browsers to test in, separated by commas; all but what has to hold in each browser needs Chromium
        #[arg(long, value_delimiter = ',', default_value = "chromium")]
        engines: Vec<setup::Engine>,
    },
    /// Test the npm packages: install them, build sites with them, search these in Chromium
    Packages,
    /// Measure ours beside other engines on public documentation sites; writes target/bench/results.json and .md
    Bench(bench::Options),
    /// Write the committed tables and print the PDF guides of the corpus
    Generate,
    /// List the acceptance criteria of the search box with the tests that show each
    Criteria,
    /// Check what may depend on what, and that no file names a machine or a registry
    Tidy,
}

fn main() -> ExitCode {
    let mut steps = Steps::default();
    match run(&mut steps, Arguments::parse().task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(steps: &mut Steps, task: Task) -> anyhow::Result<()> {
    let workspace = Workspace::find()?;
    match task {
        Task::Setup => setup::all(steps, &workspace),
        Task::Dist => dist::run(steps, &workspace),
        Task::Demo { check: false, port } => demo::run(steps, &workspace, port),
        Task::Demo { check: true, .. } => demo::check(steps, &workspace),
        Task::Docs => docs::run(steps, &workspace),
        Task::Test { no_browser, engines } => {
            let result = test::run(steps, &workspace, if no_browser { &[] } else { &engines });
            steps.print_summary();
            result
        }
        Task::Packages => {
            let result = packages::run(steps, &workspace);
            steps.print_summary();
            result
        }
        Task::Bench(options) => bench::run(steps, &workspace, &options),
        Task::Criteria => criteria::print(&workspace),
        Task::Generate => generate::run(steps, &workspace),
        Task::Tidy => tidy::run(steps, &workspace),
    }
}
