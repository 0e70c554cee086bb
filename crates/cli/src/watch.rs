//! `zoeklicht index --watch`: a build after each change.

use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use anyhow::Context as _;
use notify_debouncer_mini::{DebouncedEvent, new_debouncer, notify::RecursiveMode};
use zoeklicht_indexer::message;

use crate::{Outcome, said};

/// How long nothing may change before a build: a site generator writes many files at once.
const QUIET: Duration = Duration::from_millis(100);

/// Builds, and again after each change of a file in `watched` that is not in `left_out`. An error of a build is said, and the
/// next change tries again.
///
/// # Errors
/// If the system cannot watch, or the first build fails.
pub(crate) fn run(
    watched: &[PathBuf],
    left_out: &[PathBuf],
    mut build: impl FnMut() -> anyhow::Result<Outcome>,
) -> anyhow::Result<Outcome> {
    let (send, changes) = mpsc::channel();
    let mut watcher = new_debouncer(QUIET, send)
        .context(message!("changes cannot be watched for", "wijzigingen kunnen niet gevolgd worden"))?;
    for path in watched {
        let watch = watcher.watcher().watch(path, RecursiveMode::Recursive);
        watch.with_context(|| message!("`{0}` cannot be watched", "`{0}` kan niet gevolgd worden", path.display()))?;
    }
    build()?;
    // The output is there only now.
    let left_out: Vec<PathBuf> = left_out.iter().filter_map(|path| path.canonicalize().ok()).collect();
    let is_relevant = |event: &DebouncedEvent| !left_out.iter().any(|folder| is_within(&event.path, folder));
    eprintln!("{}", message!("Watching for changes (stop with Ctrl-C)", "Wacht op wijzigingen (stop met Ctrl-C)"));
    for change in changes {
        let is_relevant = change
            .context(message!("changes cannot be watched for any more", "wijzigingen kunnen niet meer gevolgd worden"))?
            .iter()
            .any(is_relevant);
        if is_relevant && let Err(error) = build() {
            anstream::eprintln!("{}", said::error(&error));
        }
    }
    Ok(Outcome::Fine)
}

/// Whether a file, which may have gone, is in a folder.
fn is_within(path: &Path, folder: &Path) -> bool {
    let mut known = path.ancestors().filter_map(|path| path.canonicalize().ok());
    known.next().is_some_and(|path| path.starts_with(folder))
}
