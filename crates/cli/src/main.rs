//! The `zoeklicht` command.
//!
//! Data goes to stdout, everything else to stderr. Exit codes: 0 fine, 1 findings, 2 usage, 3 configuration, 4 input or
//! output.

mod args;
mod assets;
mod config;
mod eval;
mod index;
mod open;
mod playground;

mod search;
mod serve;
mod suggest;

use std::process::ExitCode;

use clap::Parser as _;

use args::{Args, Command};
use config::ConfigError;

/// What a command comes to.
enum Outcome {
    /// Everything is fine.
    Fine,
    /// The command did what was asked, and what it found is not fine: no result, or problems with `--strict`.
    Findings,
}

fn main() -> ExitCode {
    // clap answers a usage error itself, with exit code 2.
    let args = Args::parse();
    let outcome = match args.command {
        Command::Index(args) => index::run(&args),
        Command::Search(args) => search::run(&args),
        Command::Suggest(args) => suggest::run(&args),
        Command::Eval(args) => eval::run(&args),
        Command::Serve(args) => serve::run(&args),
    };
    match outcome {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(if error.is::<ConfigError>() { 3 } else { 4 })
        }
    }
}
