//! A build with a cache makes the bytes that a build without one makes, whatever has changed in between.

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use zoeklicht_indexer::{Built, Indexer, Settings};

/// Some of the demo's documents, of every kind of file, which may be changed.
fn site() -> tempfile::TempDir {
    let site = tempfile::tempdir().unwrap();
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    for kind in ["html", "md", "txt", "pdf"] {
        let files = walkdir::WalkDir::new(&corpus).sort_by_file_name().into_iter();
        let files = files.filter_entry(|entry| entry.file_name() != "hostile").map(Result::unwrap);
        for file in files.filter(|file| file.path().extension().is_some_and(|found| found == kind)).take(3) {
            fs::copy(file.path(), site.path().join(file.file_name())).unwrap();
        }
    }
    site
}

fn build(site: &Path, cache: Option<&Path>) -> Built {
    build_with(Settings::default(), site, cache)
}

fn build_with(settings: Settings, site: &Path, cache: Option<&Path>) -> Built {
    let mut indexer = Indexer::new(Settings { cache: cache.map(Path::to_path_buf), ..settings });
    indexer.add_path(site).unwrap();
    indexer.build().unwrap()
}

fn assert_same(site: &Path, cache: &Path, what: &str) {
    let [with, without] = [Some(cache), None].map(|cache| build(site, cache));
    assert_eq!(with.report(), without.report(), "{what}");
    assert!(with.pack().unwrap() == without.pack().unwrap(), "{what}: the bytes differ");
}

/// Words that take part in all that documents tell each other: compounds, acronyms, languages, spellings, the name of a site.
const TEXTS: &[&str] = &[
    "Het integratiebeleid en het inburgeringsbeleid van de stad.",
    "De integratie- en taalprojecten van het Agentschap Integratie en Inburgering (AII).",
    "Une coördination en français: la commune aide les nouveaux arrivants à apprendre la langue et à trouver un emploi.",
    "Coördinatie, coordinatie, coördinatie; artikel 2022/181 van getElementById.",
    "Nederlands als tweede taal (NT2) voor steden, stad en gemeente.",
];

#[derive(Clone, Debug)]
enum Change {
    Write { page: usize, title: usize, texts: Vec<usize> },
    Remove { page: usize },
    Lines { first: usize, count: usize },
}

impl Change {
    fn make(&self, site: &Path) {
        let page = |number: &usize| site.join(format!("pagina{number}.html"));
        match self {
            Change::Write { page: number, title, texts } => {
                let text: Vec<String> = texts.iter().map(|text| format!("<p>{}</p>", TEXTS[*text])).collect();
                let (title, text) = (TEXTS[*title], text.join("\n"));
                let html = format!(
                    "<html lang=nl><title>{title} | Onze site</title><main><h1>{number}</h1>{text}\
                     <p lang=fr>Le parcours d'intégration {number}.</p></main></html>"
                );
                fs::write(page(number), html).unwrap();
            }
            Change::Remove { page: number } => drop(fs::remove_file(page(number))),
            Change::Lines { first, count } => {
                let line = |number| format!("{{\"id\": \"regel{number}\", \"body\": \"{}\"}}\n", TEXTS[number % 5]);
                let bad = "geen document\n";
                let lines: String = (*first..first + count).map(line).collect();
                fs::write(site.join("regels.jsonl"), format!("{lines}{bad}{}", line(99))).unwrap();
            }
        }
    }
}

fn change() -> impl Strategy<Value = Change> {
    let texts = prop::collection::vec(0..TEXTS.len(), 0..5);
    prop_oneof![
        4 => (0..4usize, 0..TEXTS.len(), texts).prop_map(|(page, title, texts)| Change::Write { page, title, texts }),
        1 => (0..4usize).prop_map(|page| Change::Remove { page }),
        1 => (0..9usize, 0..4usize).prop_map(|(first, count)| Change::Lines { first, count }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, max_shrink_iters: 50, ..ProptestConfig::default() })]

    #[test]
    fn any_changes_one_after_another_make_the_same_bytes(changes in prop::collection::vec(change(), 1..6)) {
        let (site, cache) = (site(), tempfile::tempdir().unwrap());
        build(site.path(), Some(cache.path()));
        for change in changes {
            change.make(site.path());
            assert_same(site.path(), cache.path(), &format!("{change:?}"));
        }
    }
}

#[test]
fn a_cache_that_is_damaged_or_of_other_settings_is_not_used() {
    let (site, cache) = (site(), tempfile::tempdir().unwrap());
    build(site.path(), Some(cache.path()));
    for name in ["documents", "chunks", "texts"] {
        let path = cache.path().join(name);
        let whole = fs::read(&path).unwrap();
        assert!(!whole.is_empty(), "{name}");
        for damaged in [&whole[..whole.len() / 2], &[], b"something else"] {
            fs::write(&path, damaged).unwrap();
            assert_same(site.path(), cache.path(), name);
        }
        let mut flipped = fs::read(&path).unwrap();
        if name != "texts" {
            let middle = flipped.len() / 2;
            flipped[middle] ^= 1;
            fs::write(&path, flipped).unwrap();
            assert_same(site.path(), cache.path(), name);
        }
    }
    let with_base = |cache: Option<&Path>| {
        let settings = Settings { base_url: "/elders/".into(), ..Settings::default() };
        build_with(settings, site.path(), cache).pack().unwrap()
    };
    assert!(with_base(Some(cache.path())) == with_base(None));
}

#[test]
fn a_cache_of_which_most_has_gone_is_begun_anew() {
    let (site, cache) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let write = |number: usize, text: &str| {
        fs::write(site.path().join(format!("{number}.txt")), format!("Pagina {number}\n\n{text}")).unwrap();
    };
    (0..200).for_each(|number| write(number, TEXTS[number % 5]));
    build(site.path(), Some(cache.path()));
    (0..150).for_each(|number| write(number, TEXTS[(number + 1) % 5]));
    assert_same(site.path(), cache.path(), "most have changed");
    (20..200).for_each(|number| fs::remove_file(site.path().join(format!("{number}.txt"))).unwrap());
    assert_same(site.path(), cache.path(), "most have gone");
}

#[test]
fn a_copy_is_found_when_its_original_is_another_text_or_gone() {
    let (site, cache) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let write = |name: &str, text: &str| {
        let page = format!("<html lang=nl><title>{name}</title><link rel=canonical href=b.html><main>{text}");
        fs::write(site.path().join(name), page).unwrap();
    };
    let check = |expected: usize| {
        assert_same(site.path(), cache.path(), &format!("{expected} documents"));
        assert_eq!(build(site.path(), Some(cache.path())).report().documents, expected);
    };
    write("a.html", TEXTS[3]);
    write("b.html", TEXTS[3]);
    check(1);
    write("b.html", TEXTS[1]);
    check(2);
    write("b.html", TEXTS[3]);
    check(1);
    fs::remove_file(site.path().join("b.html")).unwrap();
    check(1);
}
