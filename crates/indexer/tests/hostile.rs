//! What goes wrong on real sites: `corpus/hostile/`, and what only a file system can do. Each file is either found or named
//! with a code, nothing panics, nothing takes long.
//!
//! `corpus/hostile/expected.tsv` says what comes of each file: its outcome, the codes it is named with, a query, and the
//! document that the query finds.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use zoeklicht_indexer::{Built, Code, Indexer, Report, Settings, Severity};
use zoeklicht_query::{Index, Options, Pack, Search, Step};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/hostile")
}

fn build(folder: &Path) -> Built {
    let mut indexer = Indexer::new(Settings::default());
    indexer.add_path(folder).unwrap();
    indexer.build().unwrap()
}

/// The ids of the documents that a query finds.
fn found(pack: &[u8], query: &str) -> Vec<String> {
    let pack = Pack::new(pack).unwrap();
    let mut index = Index::open(pack.manifest()).unwrap();
    let mut search = Search::new(query, Options::default());
    loop {
        match search.step(&index) {
            Step::Done(answer) => return answer.hits.into_iter().map(|hit| hit.id).collect(),
            Step::Need(chunks) => {
                for id in chunks {
                    index.insert(id, pack.chunk(id).unwrap()).unwrap();
                }
            }
        }
    }
}

/// The codes that a file is named with, in order, each once.
fn codes(report: &Report, place: &str) -> Vec<Code> {
    let named = report.problems.iter().filter(|problem| problem.place == place);
    let mut codes: Vec<Code> = named.map(|problem| problem.code).collect();
    codes.sort();
    codes.dedup();
    codes
}

fn files() -> Vec<String> {
    let names = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|name| name != "expected.tsv").collect();
    names.sort();
    names
}

/// AC-182
#[test]
fn every_hostile_file_is_found_or_named_as_written_down() {
    let built = build(&folder());
    let (report, pack) = (built.report(), built.pack().unwrap());
    let expected = fs::read_to_string(folder().join("expected.tsv")).unwrap();
    let mut actual = String::from("file\toutcome\tcodes\tquery\tdocument\n");
    for row in expected.lines().skip(1) {
        let columns: Vec<&str> = row.split('\t').collect();
        let [file, _, _, query, document] = columns[..] else { panic!("not five columns: {row}") };
        let codes = codes(report, file);
        let is_found = !document.is_empty() && found(&pack, query).iter().any(|id| id == document);
        let outcome = match is_found {
            true => "indexed",
            false if codes.contains(&Code::Excluded) => "excluded",
            false if codes.iter().any(|code| code.severity() == Severity::Error) => "skipped",
            // A packed file beside the file itself is none of a site's documents.
            false if file.strip_suffix(".gz").is_some_and(|beside| folder().join(beside).is_file()) => "ignored",
            false => "lost",
        };
        let codes: Vec<&str> = codes.iter().map(|code| code.number()).collect();
        actual += &format!("{file}\t{outcome}\t{}\t{query}\t{document}\n", codes.join(" "));
    }
    assert_eq!(actual, expected);
    let written_down: Vec<&str> = expected.lines().skip(1).filter_map(|row| row.split('\t').next()).collect();
    assert_eq!(written_down, files());
}

#[test]
fn no_hostile_file_takes_long() {
    let alone = tempfile::tempdir().unwrap();
    for file in files() {
        let copy = alone.path().join(&file);
        fs::copy(folder().join(&file), &copy).unwrap();
        let start = Instant::now();
        let mut indexer = Indexer::new(Settings::default());
        indexer.add_path(alone.path()).unwrap();
        // That nothing is left to index is an outcome too.
        drop(indexer.build());
        let took = start.elapsed();
        // Under two seconds on an idle machine; what is quadratic takes minutes on any.
        assert!(took < Duration::from_secs(10), "{file} took {took:?}");
        fs::remove_file(copy).unwrap();
    }
}

#[test]
fn hostile_files_make_the_same_bytes_twice() {
    assert!(build(&folder()).pack().unwrap() == build(&folder()).pack().unwrap());
}

#[cfg(unix)]
#[test]
fn links_in_a_circle_and_files_that_may_not_be_read_stop_nothing() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    let site = tempfile::tempdir().unwrap();
    let path = |name: &str| site.path().join(name);
    fs::write(path("a.txt"), "A\n\nEen aardvarken.").unwrap();
    fs::write(path("dicht.txt"), "Dicht\n\nEen schubdier.").unwrap();
    fs::set_permissions(path("dicht.txt"), fs::Permissions::from_mode(0o000)).unwrap();
    fs::create_dir(path("map")).unwrap();
    symlink(site.path(), path("map/terug")).unwrap();
    symlink(path("zichzelf.html"), path("zichzelf.html")).unwrap();
    symlink("nergens.html", path("dood.html")).unwrap();
    let built = build(site.path());
    let (report, pack) = (built.report(), built.pack().unwrap());
    assert_eq!(found(&pack, "aardvarken"), ["a.txt"]);
    for name in ["zichzelf.html", "dood.html"] {
        assert_eq!(codes(report, name), [Code::UnreadableFile], "{name}");
    }
    // Whoever may read everything, as root may, finds it.
    let may_read = fs::read(path("dicht.txt")).is_ok();
    assert_eq!(found(&pack, "schubdier").len(), usize::from(may_read));
    assert_eq!(codes(report, "dicht.txt").is_empty(), may_read);
}
