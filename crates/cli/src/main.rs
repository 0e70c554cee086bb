//! The `zoeklicht` command.
//!
//! Data goes to stdout, everything else to stderr. Exit codes: 0 fine, 1 findings, 2 usage, 3 configuration, 4 input or
//! output.

mod args;
mod assets;
mod check_queries;
mod config;
#[cfg(not(target_os = "wasi"))]
mod crawl;
mod diagnostics;
mod diff;
mod doctor;
mod eval;
mod explain;
mod generate;
#[cfg(not(target_os = "wasi"))]
mod http;
mod index;
mod init;
mod inspect;
mod junit;
mod mdbook;
mod open;
#[cfg(not(target_os = "wasi"))]
mod playground;
#[cfg(target_os = "wasi")]
mod refused;
mod said;
mod search;
#[cfg(not(target_os = "wasi"))]
mod serve;
mod suggest;
mod summary;
mod usage;
mod verify;
#[cfg(not(target_os = "wasi"))]
mod watch;

use std::io::{IsTerminal as _, Write as _};
use std::process::ExitCode;

use anstream::ColorChoice;
use anyhow::Context as _;
use args::{Color, Command};
use diagnostics::Failure;
use zoeklicht_indexer::message;

/// What the exit codes mean, for the manual page.
const EXIT_CODES: [(u8, &str); 5] = [
    (0, "Everything is fine."),
    (
        1,
        "The command did what was asked, and what it found is not fine: no result, a damaged file, a difference, problems with `--strict`.",
    ),
    (2, "It was called in a way that it does not understand."),
    (3, "The configuration is wrong."),
    (4, "Something could not be read or written."),
];

/// What a command comes to.
enum Outcome {
    /// Everything is fine.
    Fine,
    /// The command did what was asked, and what it found is not fine: no result, a difference, problems with `--strict`.
    Findings,
}

fn main() -> ExitCode {
    #[cfg(target_os = "wasi")]
    place();
    let args = usage::parse();
    match args.color {
        Color::Auto => ColorChoice::Auto,
        Color::Always => ColorChoice::Always,
        Color::Never => ColorChoice::Never,
    }
    .write_global();
    let outcome = match args.command {
        Command::Index(args) => index::run(&args),
        Command::Search(args) => search::run(&args),
        Command::Suggest(args) => suggest::run(&args),
        Command::CheckQueries(args) => check_queries::run(&args),
        Command::Eval(args) => eval::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Config(args) => config::run(&args),
        #[cfg(not(target_os = "wasi"))]
        Command::Serve(args) => serve::run(&args),
        #[cfg(not(target_os = "wasi"))]
        Command::Crawl(args) => crawl::run(&args),
        #[cfg(target_os = "wasi")]
        Command::Serve(_) => refused::run("serve"),
        #[cfg(target_os = "wasi")]
        Command::Crawl(_) => refused::run("crawl"),
        Command::Mdbook => mdbook::run(),
        Command::Inspect(args) => inspect::run(&args),
        Command::Diff(args) => diff::run(&args),
        Command::Verify(args) => verify::run(&args),
        Command::Init(args) => init::run(&args),
        Command::Doctor(args) => doctor::run(&args),
        Command::Completions(args) => generate::completions(&args),
        Command::Man => generate::man(),
    };
    match outcome {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Err(error) => {
            let failure = error.downcast::<Failure>();
            let Failure { shown, exit } =
                failure.unwrap_or_else(|error| Failure { shown: said::line(&error), exit: 4 });
            anstream::eprintln!("{shown}");
            ExitCode::from(exit)
        }
    }
}

/// Takes over from the environment what WebAssembly has none of: the current folder and one for temporary files.
#[cfg(target_os = "wasi")]
fn place() {
    // Without them relative paths start at the top, and a build says what it could not make.
    if let Some(folder) = std::env::var_os("PWD") {
        let _ = std::env::set_current_dir(folder);
    }
    let folder = std::env::var_os("TMPDIR").unwrap_or_else(|| "/tmp".into());
    let _ = tempfile::env::override_temp_dir(std::path::Path::new(&folder));
}

/// Whether someone watches what is written besides data, so that a progress bar makes sense.
fn is_watched() -> bool {
    // Without threads there is nobody to draw it.
    cfg!(not(target_os = "wasi")) && std::io::stderr().is_terminal() && std::env::var_os("CI").is_none()
}

/// Puts one JSON document on stdout.
fn print_json(value: &impl serde::Serialize) -> anyhow::Result<()> {
    print(&(serde_json::to_string(value)? + "\n"))
}

/// Puts text on stdout.
fn print(text: &str) -> anyhow::Result<()> {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        // Whoever reads us has read enough.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        written => {
            written.context(message!("the output could not be written", "het resultaat kon niet geschreven worden"))
        }
    }
}
