//! Indexes that are built apart and merged are what one build of everything makes.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use zoeklicht_indexer::{Built, Code, IndexError, Indexer, Settings};

/// Words that documents tell each other about: compounds, acronyms, languages, spellings, the name of a site.
const TEXTS: [&str; 4] = [
    "Het integratiebeleid en het inburgeringsbeleid van de stad, met de integratie- en taalprojecten.",
    "Het Agentschap Integratie en Inburgering (AII) helpt nieuwkomers om Nederlands te leren in de steden.",
    "Une coördination en français: la commune aide les nouveaux arrivants à apprendre la langue et à trouver un emploi.",
    "Nederlands als tweede taal (NT2) en artikel 2022/181 van getElementById; coordinatie en coördinatie.",
];

/// Two folders with every kind of file, of which the second lies at an origin of its own.
struct Sites {
    folder: TempDir,
}

impl Sites {
    fn new() -> Sites {
        let sites = Sites { folder: tempfile::tempdir().unwrap() };
        let pdfs = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
        let pdfs = walkdir::WalkDir::new(pdfs).sort_by_file_name().into_iter().map(Result::unwrap);
        let mut pdfs = pdfs.filter(|file| {
            let path = file.path();
            path.extension().is_some_and(|found| found == "pdf")
                && !path.components().any(|part| part.as_os_str() == "hostile")
        });
        let mut addresses = String::new();
        for (site, name) in ["een", "twee"].into_iter().enumerate() {
            let write = |file: &str, text: &str| fs::write(sites.path(name).join(file), text).unwrap();
            fs::create_dir(sites.path(name)).unwrap();
            for number in 0..6 {
                let (text, other) = (TEXTS[(number + site) % 4], TEXTS[(number * site + 1) % 4]);
                write(
                    &format!("{name}{number}.html"),
                    &format!(
                        "<html lang=nl><title>Onderwerp {number} | Onze site</title>\
                         <meta data-zoeklicht-sort='date[content]' content=2021-0{}-01><main><h1>Kop {number}</h1>\
                         <p data-zoeklicht-filter=soort:pagina data-zoeklicht-weight=4>{text}<i class=bron>Archief</i><h2 id=a>Deel</h2>{other}\
                         <blockquote lang=fr>Le parcours d'intégration {number}.</blockquote>",
                        number + 1
                    ),
                );
                // In no language that anything says, and long enough for several segments.
                write(
                    &format!("{name}{number}.txt"),
                    &format!("Tekst {number}\n{}", format!("{text}\n{other}\n").repeat(40)),
                );
            }
            write(
                "index.md",
                &format!("---\ntitle: Begin {name}\nfilters: {{soort: begin}}\n---\n## Kop\n\n{}", TEXTS[site]),
            );
            let line = |number: usize| {
                format!(
                    "{{\"id\": \"{name}-regel{number}\", \"url\": \"/{name}/{number}\", \"body\": \"{}\"}}\n",
                    TEXTS[number % 4]
                )
            };
            write("regels.jsonl", &(0..9).map(line).collect::<String>());
            fs::copy(pdfs.next().unwrap().path(), sites.path(name).join(format!("{name}.pdf"))).unwrap();
        }
        for file in fs::read_dir(sites.path("twee")).unwrap() {
            let file = file.unwrap().file_name().into_string().unwrap();
            addresses += &format!(
                "{file}\thttps://twee.example/{}\n",
                file.replace("index.md", "index.html").replace("index.html", "")
            );
        }
        // What a base URL says of the part alone, this says within a build of everything.
        fs::write(sites.path("adressen.tsv"), addresses).unwrap();
        sites
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn build(&self, settings: Settings, sources: &[&str]) -> Built {
        let mut indexer = Indexer::new(settings);
        for source in sources {
            indexer.add_path(&self.path(source)).unwrap();
        }
        indexer.build().unwrap()
    }

    /// Builds a part with its documents.
    fn keep(&self, settings: Settings, source: &str, out: &str) {
        let settings = Settings { keep_documents: true, ..settings };
        self.build(settings, &[source]).write_to(&self.path(out)).unwrap();
    }
}

/// What holds for all documents.
fn settings() -> Settings {
    let rules = r#"{
        "base-url": "https://een.example/", "text-bytes-max": 3000,
        "assign": [{"files": ["*.pdf"], "filters": {"soort": ["pdf"]}, "sort": {"date": "2020-01-01"}, "meta": {"bron": "x"}}],
        "synonyms": [{"words": ["traject", "pad"]}], "pinned": [{"query": "begin", "documents": ["index.md"]}],
        "weights": {"title": 400}, "selectors": {"ignore": ["h2"], "meta": {"bron": ".bron"}}
    }"#;
    serde_json::from_str(rules).unwrap()
}

#[test]
fn an_index_of_two_kept_indexes_is_that_of_both_sources_byte_for_byte() {
    let sites = Sites::new();
    sites.keep(settings(), "een", "deel1");
    sites.keep(Settings { base_url: "https://twee.example/".into(), ..settings() }, "twee", "deel2");
    let merged = sites.build(settings(), &["deel1", "deel2"]);
    fs::copy(sites.path("adressen.tsv"), sites.path("twee/zoeklicht-urls.tsv")).unwrap();
    let whole = sites.build(settings(), &["een", "twee"]);
    assert!(whole.report().documents > 30 && whole.report().languages.len() > 1, "{:?}", whole.report());
    assert_eq!(merged.report().documents, whole.report().documents);
    assert!(merged.pack().unwrap() == whole.pack().unwrap());
    // With a source that was not built before, in any order of sources, with a cache, and merged once more.
    assert!(sites.build(settings(), &["twee", "deel1"]).pack().unwrap() == whole.pack().unwrap());
    let cached = || sites.build(Settings { cache: Some(sites.path("cache")), ..settings() }, &["deel1", "deel2"]);
    assert!(cached().pack().unwrap() == whole.pack().unwrap());
    assert!(cached().pack().unwrap() == whole.pack().unwrap());
    let keep = Settings { keep_documents: true, ..settings() };
    let again = sites.build(keep, &["deel1", "deel2"]);
    again.write_to(&sites.path("alles")).unwrap();
    assert!(sites.build(settings(), &["alles"]).pack().unwrap() == whole.pack().unwrap());
}

#[test]
fn the_documents_that_are_kept_are_the_same_on_any_number_of_threads_and_no_part_of_the_index() {
    let sites = Sites::new();
    let kept = |threads: usize, out: &str| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| sites.keep(settings(), "een", out));
        fs::read(sites.path(out).join("documents.bin")).unwrap()
    };
    assert!(kept(1, "deel1") == kept(4, "deel2"));
    let without = sites.build(settings(), &["een"]);
    assert_eq!((without.report().kept_bytes, without.report().files), (0, count_files(&sites.path("deel1")) - 1));
    // An index that is built without them leaves none from before.
    without.write_to(&sites.path("deel1")).unwrap();
    assert_eq!(count_files(&sites.path("deel1")), without.report().files);
}

fn count_files(folder: &Path) -> usize {
    walkdir::WalkDir::new(folder).into_iter().filter(|entry| entry.as_ref().unwrap().file_type().is_file()).count()
}

#[test]
fn documents_that_are_not_there_or_not_whole_are_refused_with_what_to_do() {
    let sites = Sites::new();
    let refused = |expected: &str| {
        let error = Indexer::new(settings()).add_path(&sites.path("deel")).map(drop).unwrap_err();
        assert!(matches!(error, IndexError::Documents { .. }), "{error}");
        let error = error.to_string();
        assert!(
            error.contains(expected) && error.contains("\nhint: ") && error.contains("--keep-documents"),
            "{error}"
        );
    };
    sites.build(settings(), &["een"]).write_to(&sites.path("deel")).unwrap();
    refused("deel` is an index without its documents");
    sites.keep(settings(), "een", "deel");
    let path = sites.path("deel/documents.bin");
    let whole = fs::read(&path).unwrap();
    for len in (0..40).chain([whole.len() / 2, whole.len() - 1]) {
        fs::write(&path, &whole[..len]).unwrap();
        refused(if len < 26 { "holds no documents" } else { "is damaged" });
    }
    for byte in (0..40).chain([whole.len() / 2, whole.len() - 1]) {
        let mut damaged = whole.clone();
        damaged[byte] ^= 0x5A;
        fs::write(&path, damaged).unwrap();
        refused(
            ["holds no documents", "was written by another", "is damaged"]
                [usize::from(byte > 7) + usize::from(byte > 9)],
        );
    }
    // Of another build than the index beside them.
    sites.keep(Settings { text_bytes_max: 100, ..settings() }, "een", "deel");
    fs::write(&path, &whole).unwrap();
    refused("or not of the index beside it");
}

#[test]
fn two_parts_with_one_address_are_said() {
    let sites = Sites::new();
    sites.keep(settings(), "een", "deel1");
    sites.keep(settings(), "twee", "deel2");
    let merged = sites.build(settings(), &["deel1", "deel2"]);
    let places = |code: Code| {
        let problems = &merged.report().problems;
        problems.iter().filter(|problem| problem.code == code).map(|problem| problem.place.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(places(Code::DuplicateAddress), ["index.md"]);
    let apart = sites.build(Settings { base_url: "/x/".into(), ..settings() }, &["deel1", "twee"]);
    let ids = apart.report().problems.iter().filter(|problem| problem.code == Code::DuplicateId);
    assert_eq!(ids.map(|problem| problem.place.as_str()).collect::<Vec<_>>(), ["index.md"]);
}
