//! The worked examples of FORMAT.md are what the writers write: each block there that begins with ```` ```hex ```` and a name
//! holds, before two spaces and a remark on every line, the bytes made here under that name.

use crate::compress::inflate;
use crate::{
    Day, DocId, FilterTable, FilterValue, Hash, Heading, LexEntry, Manifest, Pin, Posting, Record, Root, Segment,
    SortTable, Synonym, TermEntry, Verified, Weights, write_group, write_lexicon, write_pack, write_segments,
    write_terms,
};

/// What stands compressed in a file.
fn contents(file: &[u8]) -> Vec<u8> {
    inflate(Verified::new(file, Hash::of(file), "example").expect("its own hash"), &[], "example").expect("whole")
}

fn examples() -> Vec<(&'static str, Vec<u8>)> {
    let posting = |doc, tf, segment| Posting::new(DocId(doc), tf, segment);
    let beleid = [posting(0, [1, 0, 2], 0), posting(2, [0, 0, 1], 3)];
    let aan = [posting(1, [0, 0, 20], 0)];
    let term = |term, class, stop, postings| TermEntry { term, class, stop, parts: &[], postings };
    let terms = write_terms(&[
        term("aan", 7, true, &aan[..]),
        term("beleid", 8, false, &beleid),
        term("beleid\u{1}", 8, false, &aan),
        TermEntry { parts: &[0..6, 7..11], ..term("beleidsplan", 9, false, &aan) },
    ]);
    let lexicon =
        write_lexicon(&[LexEntry { term: "aan", df: 1, naming: 0 }, LexEntry { term: "aanvraag", df: 300, naming: 5 }]);
    let value = |value: &str, docs: &[u32]| FilterValue { value: value.into(), docs: docs.into() };
    let root = Root {
        lengths: [vec![2, 1, 3], vec![0, 0, 4], vec![20, 16, 0]],
        langs: vec![0, 0, 1],
        filters: vec![FilterTable { name: "jaar".into(), values: vec![value("2023", &[0, 2])] }],
        sorts: vec![SortTable {
            name: "date".into(),
            ranks: vec![1, 0, 2],
            days: ["2022-07-08", "2023-01-01"].iter().filter_map(|day| Day::parse(day)).collect(),
        }],
        synonyms: vec![Synonym { from: "NT2".into(), to: "tweede taal".into(), both_ways: true, lang: "nl".into() }],
        pins: vec![Pin { query: "taal".into(), docs: vec![2, 0] }],
    };
    let record = Record {
        id: "a.md".into(),
        url: "/a".into(),
        title: "Beleid".into(),
        description: String::new(),
        meta: vec![("bron".into(), "x".into())],
        segments: 2,
    };
    let heading = Heading { level: 2, text: "Wie".into(), anchor: "w".into(), start: 3 };
    let records = write_segments(
        &[Segment { doc: DocId(0), number: 0, record: Some(record), headings: vec![heading], text: "Wij\n".into() }],
        &[],
    );
    let (group, files) = write_group(&[b"een".to_vec(), b"twee".to_vec()]);
    let manifest = Manifest {
        analyzer: 1,
        generator: "z".into(),
        docs: 3,
        langs: vec![("nl".into(), 2), ("und".into(), 1)],
        words: [6, 4, 300],
        weights: Weights::default(),
        dictionary: b"de ".into(),
        terms: vec!["a".into(), "b".into()],
        records: vec![DocId(0), DocId(2)],
        texts: vec![(DocId(0), 1)],
        groups: [1, 2, 3, 4, 5].map(|n: u8| Hash::of(&[n])).into(),
    };
    let file = manifest.write();
    vec![
        ("manifest", contents(&file[12..file.len() - Hash::BYTES])),
        ("root", contents(&root.write())),
        ("terms", contents(&terms)),
        ("lexicon", contents(&lexicon)),
        ("records", contents(&records)),
        ("compressed", lexicon),
        ("group", group.0.into()),
        ("file", files[1].clone()),
        ("pack", write_pack(b"MM", [&b"F"[..]])),
    ]
}

#[test]
fn the_specification_shows_what_the_writers_write() {
    let specification = include_str!("../FORMAT.md");
    for (name, bytes) in examples() {
        let hex: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        let block = specification.split_once(&format!("```hex {name}\n")).and_then(|(_, rest)| rest.split_once("```"));
        let shown: Vec<&str> = block.map_or("", |(block, _)| block).lines().flat_map(bytes_of_line).collect();
        assert_eq!(shown, hex, "{name}: {}", hex.join(" "));
    }
}

fn bytes_of_line(line: &str) -> impl Iterator<Item = &str> {
    line.split_once("  ").map_or(line, |(bytes, _)| bytes).split_whitespace()
}
