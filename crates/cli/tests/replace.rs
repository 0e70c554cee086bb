//! An index that is being replaced is whole at every moment, also when the command is killed.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use zoeklicht_query::{Index, Manifest, Options, Search, Step};

const PAGES: usize = 150;
const KILLS: u32 = 50;

/// AC-177
#[test]
fn a_build_that_is_killed_at_any_moment_leaves_a_whole_index() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("uit");
    let sites = ["een", "twee"].map(|name| {
        let site = folder.path().join(name);
        write_site(&site, name);
        site
    });
    let start = Instant::now();
    assert!(index(&sites[0], &out).wait().unwrap().success());
    let mut whole_build = start.elapsed();
    let mut random = 42;
    let mut interrupted = 0;
    for attempt in 0..10 * KILLS {
        if interrupted == KILLS {
            break;
        }
        // Spread over the build, closer together towards its end, where the files are put in place.
        let moment = (f64::from(interrupted + 1) - random_part(&mut random)) / f64::from(KILLS);
        let pause = whole_build.mul_f64(moment.sqrt());
        let mut child = index(&sites[attempt as usize % 2], &out);
        std::thread::sleep(pause);
        child.kill().unwrap();
        if child.wait().unwrap().success() {
            // A build is as long as the machine is busy; this one was over before.
            whole_build = whole_build.min(pause);
        } else {
            interrupted += 1;
        }
        check(&out);
    }
    assert_eq!(interrupted, KILLS, "the other builds were over when they were to be killed");
    // What was left behind goes with the next build.
    assert!(index(&sites[1], &out).wait().unwrap().success());
    let files = check(&out);
    assert_eq!(count_files(&out), files);
}

/// Pages that share no text with those of the other site, so that all files of the two indexes differ.
fn write_site(site: &Path, name: &str) {
    std::fs::create_dir(site).unwrap();
    let mut random = name.len() as u64;
    for page in 0..PAGES {
        let mut text = format!("# Pagina {page} van {name}\n\nOver inburgering.\n\n");
        for _ in 0..300 {
            text += &format!("{name}{:.0} ", random_part(&mut random) * 5_000.0);
        }
        std::fs::write(site.join(format!("{page}.md")), text).unwrap();
    }
}

fn index(site: &Path, out: &Path) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zoeklicht"));
    command.args(["index", "--quiet", "--lang", "nl", "--out"]).args([out, site]);
    command.stderr(Stdio::null()).spawn().unwrap()
}

/// A number from 0 to 1, the same in each run (Knuth's MMIX generator).
fn random_part(state: &mut u64) -> f64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    f64::from((*state >> 32) as u32) / f64::from(u32::MAX)
}

/// Every file is there with the content the manifest says, and a search answers. The number of files.
fn check(out: &Path) -> usize {
    let mut index = Index::open(&std::fs::read(out.join(Manifest::PATH)).unwrap()).unwrap();
    let chunks: Vec<_> = index.manifest().chunks().collect();
    for (id, entry) in &chunks {
        index.insert(*id, &std::fs::read(out.join(entry.path())).unwrap()).unwrap();
    }
    let mut search = Search::new("inburgering", Options::default());
    match search.step(&index) {
        Step::Done(answer) => assert_eq!(answer.total, PAGES),
        Step::Need(missing) => panic!("all chunks are there, yet it asks for {missing:?}"),
    }
    chunks.len() + 1
}

fn count_files(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.map(|path| if path.is_dir() { count_files(&path) } else { 1 }).sum()
}
