//! What is written is whole or said not to be; the same input gives the same bytes.

use zoeklicht_indexer::Built;
use zoeklicht_query::limits::PHRASE_DOCS_MAX;
use zoeklicht_query::{FormatError, Index, Options, Pack};

use crate::support::{ask, ask_index, corpus, document, index_of};

fn on_threads(threads: usize, build: impl FnOnce() -> Built + Send) -> Vec<u8> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    pool.install(|| build().pack().unwrap())
}

/// AC-178
#[test]
fn the_same_documents_give_the_same_bytes_on_any_number_of_threads() {
    let one = on_threads(1, corpus);
    assert!(one == on_threads(4, corpus));
    assert!(one == on_threads(4, corpus));
}

/// AC-178
#[test]
fn many_documents_give_the_same_bytes_in_any_order() {
    // More than any batch and any window of chunks, with spellings and lengths of all kinds.
    let page = |n: usize| {
        let words = (0..n % 700).map(|at| format!("{}{} ", ["café", "Cafe", "huis", "huizen"][at % 4], at * n % 900));
        let mut page = document(&format!("d{n}"), &format!("Titel {n}"), &words.collect::<String>());
        page.add_filter("tiental", &(n % 10).to_string());
        page.set_date(&format!("20{:02}-01-01", n % 60));
        page
    };
    let forwards = on_threads(1, || index_of((0..2_000).map(page)));
    assert!(forwards == on_threads(4, || index_of((0..2_000).rev().map(page))));
}

#[test]
fn an_answer_does_not_depend_on_what_was_searched_before() {
    let pack = corpus().pack().unwrap();
    let queries =
        ["int", "integratie", "inburgeringstrajcet", "\"sociale cohesie\"", "brussel -vgc", "de", "woonw", "nt"];
    let mut used = Index::open(Pack::new(&pack).unwrap().manifest()).unwrap();
    for first in queries {
        for query in queries {
            ask_index(&mut used, &pack, first, Options::default(), &mut 0).unwrap();
            let after = ask_index(&mut used, &pack, query, Options::default(), &mut 0).unwrap();
            let (fresh, _) = ask(&pack, query, Options::default());
            assert_eq!(after, fresh, "{query} after {first}");
        }
    }
}

#[test]
fn a_damaged_index_says_so_and_never_answers_wrongly() {
    let documents = (0..30).map(|n| document(&format!("d{n}"), &format!("Titel {n}"), "Tekst over inburgering."));
    let pack = index_of(documents).pack().unwrap();
    let query = "inburgering";
    let (right, _) = ask(&pack, query, Options::default());
    let answer = |damaged: &[u8]| -> Result<_, FormatError> {
        let mut index = Index::open(Pack::new(damaged)?.manifest())?;
        ask_index(&mut index, damaged, query, Options::default(), &mut 0)
    };
    for bit in 0..pack.len() * 8 {
        let mut damaged = pack.clone();
        damaged[bit / 8] ^= 1 << (bit % 8);
        // A part that this query does not need may be damaged unnoticed.
        if let Ok(found) = answer(&damaged) {
            assert_eq!(found, right, "bit {bit}");
        }
    }
    for len in 0..pack.len() {
        if let Ok(found) = answer(&pack[..len]) {
            assert_eq!(found, right, "{len} bytes");
        }
    }
}

#[test]
fn a_new_index_takes_the_place_of_the_old_and_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let names = || {
        let mut names: Vec<String> = Vec::new();
        for kind in ["r", "l", "t", "d"] {
            let files = std::fs::read_dir(folder.path().join(kind)).unwrap();
            names.extend(files.map(|file| format!("{kind}/{}", file.unwrap().file_name().to_str().unwrap())));
        }
        names.sort();
        names
    };
    std::fs::write(folder.path().join("robots.txt"), "van de site").unwrap();
    let first = index_of([document("a", "Een", "eerste tekst")]);
    first.write_to(folder.path()).unwrap();
    let old = names();
    // What builds that were killed leave: a folder, and chunks that no manifest names.
    let left_behind = folder.path().join(".zoeklicht-new-abc");
    std::fs::create_dir(&left_behind).unwrap();
    std::fs::write(left_behind.join("0"), "x").unwrap();
    std::fs::write(folder.path().join("t/0123456789abcdef.bin"), "x").unwrap();
    let second = index_of([document("a", "Een", "tweede tekst"), document("b", "Twee", "nog een tekst")]);
    second.write_to(folder.path()).unwrap();
    let new = names();
    assert_eq!(new.len(), second.report().files - 1);
    assert!(old.iter().all(|name| !new.contains(name)));
    assert!(!left_behind.exists());
    assert!(folder.path().join("robots.txt").exists());
    // A file that was damaged meanwhile is written anew.
    std::fs::write(folder.path().join(&new[0]), "damaged").unwrap();
    second.write_to(folder.path()).unwrap();
    assert_ne!(std::fs::read(folder.path().join(&new[0])).unwrap(), b"damaged");
}

#[test]
fn an_index_that_cannot_be_written_leaves_the_old_one_and_no_rest() {
    let folder = tempfile::tempdir().unwrap();
    index_of([document("a", "Een", "eerste tekst")]).write_to(folder.path()).unwrap();
    let manifest = std::fs::read(folder.path().join("manifest.bin")).unwrap();
    // A folder where the lexicon should come cannot be replaced by a file.
    let second = index_of([document("a", "Een", "tweede tekst")]);
    let elsewhere = tempfile::tempdir().unwrap();
    second.write_to(elsewhere.path()).unwrap();
    let lexicons = std::fs::read_dir(elsewhere.path().join("l")).unwrap();
    for lexicon in lexicons.flatten() {
        std::fs::create_dir_all(folder.path().join("l").join(lexicon.file_name()).join("x")).unwrap();
    }
    assert!(second.write_to(folder.path()).is_err());
    assert_eq!(std::fs::read(folder.path().join("manifest.bin")).unwrap(), manifest);
    let hidden =
        |entry: std::io::Result<std::fs::DirEntry>| entry.unwrap().file_name().to_str().unwrap().starts_with('.');
    assert!(!std::fs::read_dir(folder.path()).unwrap().any(hidden));
}

#[test]
fn random_damage_of_a_large_index_is_noticed_or_changes_nothing() {
    let pack = corpus().pack().unwrap();
    let queries = ["inburgeringstraject", "inburgeringstrajcet", "\"sociale cohesie\"", "int"];
    let right: Vec<_> = queries.iter().map(|query| ask(&pack, query, Options::default()).0).collect();
    let answer = |damaged: &[u8], query: &str| -> Result<_, FormatError> {
        let mut index = Index::open(Pack::new(damaged)?.manifest())?;
        ask_index(&mut index, damaged, query, Options::default(), &mut 0)
    };
    let mut state = 7u64;
    // The multiplier of Knuth's MMIX; its high bits are random enough for this.
    let mut random = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    let mut noticed = 0;
    for _ in 0..300 {
        let mut damaged = pack.clone();
        let start = random(pack.len());
        match random(3) {
            0 => damaged.truncate(start),
            1 => drop(damaged.splice(start..start, (0..=random(40)).map(|_| 0))),
            _ => (start..(start + 1 + random(2_000)).min(pack.len())).for_each(|at| damaged[at] ^= 0x5A),
        }
        for (query, right) in queries.iter().zip(&right) {
            match answer(&damaged, query) {
                Ok(found) => assert_eq!(found, *right, "{query} with damage at {start}"),
                Err(_) => noticed += 1,
            }
        }
    }
    assert!(noticed > 300, "{noticed} of 1,200 answers met the damage");
}

#[test]
fn whatever_is_asked_costs_a_bounded_number_of_rounds_and_files() {
    // Every word in every document: whatever is asked for is everywhere.
    let words: Vec<String> = (0..600).map(|n| format!("woord{n:03}")).collect();
    let page = |n: usize| document(&format!("d{n:03}"), &format!("De {n}"), &format!("de een het {}", words.join(" ")));
    let pack = index_of((0..400).map(page)).pack().unwrap();
    let prefixes = ('a'..='z').map(|c| c.to_string()).collect::<Vec<_>>().join(" ");
    let queries = [
        "x".repeat(10_000),
        words[..500].join(" "),
        prefixes,
        "w".into(),
        "de een het de een".into(),
        format!("\"{}\"", words[..500].join(" ")),
        format!("\"{}\"", words[..2].join(" ")),
        words[..500].iter().map(|word| format!("\"{word} de\" ")).collect(),
        words[..500].iter().map(|word| format!("-{word} ")).collect(),
        "\"".repeat(10_000),
        "- ".repeat(5_000),
        "woord0 ".repeat(1_000),
    ];
    for query in queries {
        let mut index = Index::open(Pack::new(&pack).unwrap().manifest()).unwrap();
        let mut rounds = 0;
        ask_index(&mut index, &pack, &query, Options { spelling: true, ..Options::default() }, &mut rounds).unwrap();
        let shown: String = query.chars().take(40).collect();
        let pages = index.manifest().chunks().filter(|(id, _)| index.has(*id) && !index.holds_terms(*id)).count();
        assert!(rounds <= 6, "{shown}: {rounds} rounds");
        // The root, the lexicon, and for each page that is read for a phrase its record and its text.
        assert!(pages <= 2 + 2 * PHRASE_DOCS_MAX, "{shown}: {pages} files");
    }
}
