//! What is written is whole or said not to be; the same input gives the same bytes.

use zoeklicht_query::{FormatError, Index, Options, Pack};

use crate::support::{ask, ask_index, corpus, document, index_of};

#[test]
fn the_same_documents_give_the_same_bytes_on_any_number_of_threads() {
    let pack_with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| corpus().pack())
    };
    let one = pack_with(1);
    assert!(one == pack_with(4));
    assert!(one == pack_with(4));
}

#[test]
fn an_answer_does_not_depend_on_what_was_searched_before() {
    let pack = corpus().pack();
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
    let pack = index_of(documents).pack();
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
    std::fs::write(folder.path().join("t/left-by-a-crash.tmp"), "x").unwrap();
    let second = index_of([document("a", "Een", "tweede tekst"), document("b", "Twee", "nog een tekst")]);
    second.write_to(folder.path()).unwrap();
    let new = names();
    assert_eq!(new.len(), second.report().files - 1);
    assert!(old.iter().all(|name| !new.contains(name)) && !new.iter().any(|name| name.ends_with(".tmp")));
    assert!(folder.path().join("robots.txt").exists());
    // A file that was damaged meanwhile is written anew.
    std::fs::write(folder.path().join(&new[0]), "damaged").unwrap();
    second.write_to(folder.path()).unwrap();
    assert_ne!(std::fs::read(folder.path().join(&new[0])).unwrap(), b"damaged");
}
