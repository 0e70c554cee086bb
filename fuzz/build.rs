//! Writes the index that target `query` asks: few documents, and one of each kind that takes a path of its own.

use std::path::Path;

use zoeklicht_indexer::{Document, Heading, Indexer, Lang, Settings};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let mut indexer = Indexer::new(Settings::default());
    for document in documents() {
        indexer.add_document(document);
    }
    let pack = indexer.build().expect("there are documents").pack().expect("it fits in memory");
    let folder = std::env::var_os("OUT_DIR").expect("cargo sets it");
    std::fs::write(Path::new(&folder).join("index.pack"), pack).expect("cargo made the folder");
}

fn documents() -> Vec<Document> {
    let document = |id: &str, lang: &str, title: &str, text: &str| Document {
        id: id.into(),
        url: format!("/{id}"),
        title: title.into(),
        lang: Lang::parse(lang),
        text: text.into(),
        ..Document::default()
    };
    let mut documents = vec![
        document(
            "beleid",
            "nl",
            "Inburgeringsbeleid in Brussel",
            "Het beleid van de stad. De stad begeleidt nieuwkomers.",
        ),
        document(
            "decreet",
            "nl",
            "Decreet",
            "Het decreet van 2021 over integratie; de decreten daarvoor. Sociale cohesie.",
        ),
        document("guide", "en", "Integration policies", "A city guides newcomers. The policy is the city's, isn't it?"),
        document(
            "coordinatie",
            "nl",
            "Coördinatie vóór beleid",
            "ﬁnanciën – l\u{301}et op: e\u{301}én, éé\u{301}n, straße, ΣΊΣΥΦΟΣ, İstanbul.",
        ),
        document("tokyo", "ja", "東京 東京都", "東京は日本の首都です。東京都"),
        document("leeg", "nl", "", ""),
        document("lang-woord", "nl", "x", &"hottentottententententoonstelling".repeat(9)),
    ];
    // Longer than its first two segments, with headings in all of them.
    let paragraph = "Wie hier komt wonen, volgt een traject naar werk. De sociale cohesie in de wijk groeit zo mee.\n";
    let mut long = document("traject", "nl", "Inburgeringstraject", &paragraph.repeat(120));
    long.description = "Stap voor stap naar werk.".into();
    long.headings = (0..12)
        .map(|n| Heading {
            level: n % 4,
            text: format!("Stap {n} van het traject"),
            anchor: if n == 5 { String::new() } else { format!("stap-{n}") },
            start: usize::from(n) * 10 * paragraph.len(),
            weight: 10,
        })
        .collect();
    documents.push(long);
    // Words with one beginning in so many chunks that the lexicon chooses among them; long, so that they are few.
    let many: String = (100..1_500).map(|n| format!("{}{n} ", "woord".repeat(12))).collect();
    documents.push(document("woorden", "nl", "Woorden", &many));
    for (at, document) in documents.iter_mut().enumerate() {
        if at % 3 > 0 {
            document.add_filter("jaar", ["2021", "2022"][at % 2]);
            document.add_filter("soort", "tekst");
            document.set_date(&format!("202{at}-01-01"));
        }
    }
    documents
}
