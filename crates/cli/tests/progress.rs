//! The progress bar of `zoeklicht index`: only where someone sees it, and only if a build takes over a second.
//!
//! `script` of util-linux is a terminal for the command; where it is missing, the tests that need one are over at once.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[expect(dead_code, reason = "here each command has an environment of its own")]
mod support;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use support::{Ran, str};
use tempfile::TempDir;

/// What the bar says, and nothing else does.
const PHASES: [&str; 2] = ["reading ", "ordering "];
/// Well over the second after which the bar is shown, also when the machine has nothing else to do.
const LONG: Duration = Duration::from_millis(2_500);

/// A site of which a build takes its time, and what its environment says besides.
struct Site {
    folder: TempDir,
    variables: Vec<(&'static str, &'static str)>,
}

impl Site {
    /// A site with this many pages.
    fn of(pages: usize) -> Site {
        let site = Site { folder: tempfile::tempdir().unwrap(), variables: Vec::new() };
        std::fs::create_dir(site.path("site")).unwrap();
        for page in 0..pages {
            let words: String = (0..1_500).map(|word| format!("w{}x ", (page * 7 + word * 31) % 20_000)).collect();
            let html = format!("<html lang=nl><title>{page}</title><main><p>{words}");
            std::fs::write(site.path("site").join(format!("{page}.html")), html).unwrap();
        }
        site
    }

    /// A site that takes so long with one thread that a bar must have been shown.
    fn slow() -> Site {
        let mut pages = 200;
        loop {
            let site = Site::of(pages);
            let start = Instant::now();
            assert_eq!(site.piped(&[]).code, Some(0));
            if start.elapsed() > LONG {
                return site;
            }
            pages *= 2;
        }
    }

    fn with(mut self, name: &'static str, value: &'static str) -> Site {
        self.variables.push((name, value));
        self
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn command(&self, program: &str, arguments: &[&str]) -> Ran {
        let mut command = Command::new(program);
        for name in ["CI", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
            command.env_remove(name);
        }
        Ran::of(command.env("TERM", "xterm-256color").envs(self.variables.iter().copied()).args(arguments))
    }

    fn piped(&self, flags: &[&str]) -> Ran {
        let site = self.path("site");
        let fixed = ["index", str(&site), "--dry-run", "--threads", "1"];
        self.command(env!("CARGO_BIN_EXE_zoeklicht"), &[&fixed, flags].concat())
    }

    /// What the command writes to a terminal; none where there is no `script`.
    fn terminal(&self, flags: &str) -> Option<String> {
        let has_script = Path::new("/usr/bin/script").exists();
        let site = self.path("site");
        let program = env!("CARGO_BIN_EXE_zoeklicht");
        let line = format!("{program} index {} --dry-run --threads 1 {flags}", str(&site));
        has_script.then(|| self.command("/usr/bin/script", &["-qec", &line, "/dev/null"]).stdout)
    }
}

/// AC-171
#[test]
fn a_slow_build_shows_its_progress_on_a_terminal_only_if_util_linux_is_installed() {
    let site = Site::slow();
    let has_bar = |shown: &str| PHASES.iter().any(|phase| shown.contains(phase));
    let Some(shown) = site.terminal("") else { return };
    assert!(has_bar(&shown), "{shown}");
    // It is taken away before the summary is written.
    assert!(!has_bar(&shown[shown.find("Documents").unwrap()..]), "{shown}");
    for flags in ["--no-progress", "--quiet"] {
        let shown = site.terminal(flags).unwrap();
        assert!(!has_bar(&shown), "{flags}: {shown}");
    }
    assert!(!has_bar(&site.piped(&[]).stderr));
    let shown = site.with("CI", "true").terminal("").unwrap();
    assert!(!has_bar(&shown) && shown.contains("Documents"), "{shown}");
}

/// AC-171
#[test]
fn a_terminal_has_colours_unless_someone_wants_none_only_if_util_linux_is_installed() {
    // A page without language is a warning, which has a colour.
    let site = Site::of(1);
    std::fs::write(site.path("site").join("a.html"), "<title>A</title><main>Tekst.").unwrap();
    let is_coloured = |shown: &str| {
        assert!(shown.contains("warning"), "{shown}");
        shown.contains("\x1B[1m")
    };
    let Some(shown) = site.terminal("") else { return };
    assert!(is_coloured(&shown), "{shown:?}");
    assert!(!is_coloured(&site.terminal("--color never").unwrap()));
    assert!(!is_coloured(&site.piped(&[]).stderr));
    assert!(is_coloured(&site.piped(&["--color", "always"]).stderr));
    let site = site.with("NO_COLOR", "1");
    assert!(!is_coloured(&site.terminal("").unwrap()));
    assert!(is_coloured(&site.terminal("--color always").unwrap()));
}
