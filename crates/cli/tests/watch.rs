//! `zoeklicht index --watch`: the index follows its sources.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use support::{str, zoeklicht};

/// A slow machine needs long; nothing waits so long that is right.
const PATIENCE: Duration = Duration::from_secs(60);

/// Stops with the test.
struct Watching(Child);

impl Drop for Watching {
    fn drop(&mut self) {
        let stopped = self.0.kill().and_then(|()| self.0.wait());
        assert!(stopped.is_ok());
    }
}

fn write(site: &Path, name: &str, word: &str) {
    let html = format!("<!doctype html><html lang=nl><title>{name}</title><main><p>Hier staat {word}.</p></main>");
    std::fs::write(site.join(name), html).unwrap();
}

#[track_caller]
fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < PATIENCE, "{what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// AC-177
#[test]
fn the_index_follows_what_is_written_changed_and_removed() {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path();
    write(site, "een.html", "appel");
    let mut command = Command::new(env!("CARGO_BIN_EXE_zoeklicht"));
    command.args(["index", str(site), "--watch"]).stderr(Stdio::null());
    let _watching = Watching(command.spawn().unwrap());
    let index = site.join("zoeklicht");
    let finds = |word: &str| {
        let ran = zoeklicht(&["search", str(&index), word]);
        match ran.code {
            Some(0) => true,
            // 4: the index was replaced while it was being read.
            Some(1 | 4) => false,
            code => panic!("{code:?} for {word}: {}{}", ran.stdout, ran.stderr),
        }
    };
    wait_until("the first build", || index.join("manifest.bin").exists());
    assert!(finds("appel"));
    // The watch begins before the first build, so nothing that is written from here on is missed.
    write(site, "twee.html", "peer");
    wait_until("a new page is found", || finds("peer"));
    write(site, "een.html", "kers");
    wait_until("a changed page is found", || finds("kers"));
    assert!(!finds("appel"));
    std::fs::remove_file(site.join("twee.html")).unwrap();
    wait_until("a page that has gone is not found", || !finds("peer"));
    // Without documents there is no index to make; the old one stays, and the next change is seen.
    std::fs::remove_file(site.join("een.html")).unwrap();
    std::thread::sleep(Duration::from_millis(500));
    assert!(finds("kers"));
    write(site, "drie.html", "pruim");
    wait_until("it goes on after an error", || finds("pruim"));
}
