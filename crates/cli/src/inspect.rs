//! `zoeklicht inspect`: what is in an index.

use std::collections::BTreeMap;
use std::fmt::{Display, Write as _};

use serde::Serialize;
use zoeklicht_indexer::{Message, message};
use zoeklicht_query::{Audit, DocId, FORMAT_VERSION, Manifest, Root};

use crate::args::InspectArgs;
use crate::open::Folder;
use crate::summary::bytes;
use crate::{Outcome, print, print_json};

/// How many of the largest chunks, the longest documents and the commonest values are shown.
const SHOWN: usize = 5;

/// What `--json` prints.
#[derive(Serialize, schemars::JsonSchema)]
pub(crate) struct Contents<'i> {
    format: u16,
    analyzer: u16,
    generator: &'i str,
    /// The same for two indexes with the same answer to everything.
    id: String,
    documents: u32,
    /// Documents by language.
    languages: BTreeMap<&'i str, u32>,
    /// Words in all documents together.
    words: Words,
    /// Different terms, identifiers and parts of compounds among them.
    terms: usize,
    /// Words in the lexicon, from which spelling is corrected.
    lexicon: usize,
    /// Documents by value, by filter.
    filters: BTreeMap<&'i str, BTreeMap<&'i str, usize>>,
    /// How many documents have each sort key.
    sorts: BTreeMap<&'i str, usize>,
    /// The days of the oldest and the newest document, by sort key, of those that are dates.
    dates: BTreeMap<&'i str, Days>,
    synonyms: Vec<Synonym<'i>>,
    pinned: Vec<Pinned<'i>>,
    files: usize,
    bytes: usize,
    kinds: BTreeMap<&'static str, Kind>,
    largest: Vec<Chunk>,
    longest: Vec<Document<'i>>,
}

#[derive(Serialize, schemars::JsonSchema)]
struct Words {
    title: u64,
    headings: u64,
    body: u64,
}

#[derive(Serialize, schemars::JsonSchema)]
struct Days {
    first: String,
    last: String,
}

#[derive(Serialize, schemars::JsonSchema)]
struct Synonym<'i> {
    from: &'i str,
    to: &'i str,
    both_ways: bool,
    /// Empty for every language.
    lang: &'i str,
}

#[derive(Serialize, schemars::JsonSchema)]
struct Pinned<'i> {
    query: &'i str,
    documents: Vec<&'i str>,
}

/// The files of one kind.
#[derive(Default, Serialize, schemars::JsonSchema)]
struct Kind {
    files: usize,
    bytes: usize,
}

#[derive(Serialize, schemars::JsonSchema)]
struct Chunk {
    file: String,
    kind: &'static str,
    bytes: usize,
}

#[derive(Serialize, schemars::JsonSchema)]
struct Document<'i> {
    id: &'i str,
    url: &'i str,
    title: &'i str,
    text_bytes: usize,
}

pub(crate) fn run(args: &InspectArgs) -> anyhow::Result<Outcome> {
    let folder = Folder::open(&args.index)?;
    let mut kinds: BTreeMap<&'static str, Kind> = BTreeMap::new();
    let mut chunks = Vec::new();
    let mut count = |kind: &'static str, bytes: usize| {
        let all = kinds.entry(kind).or_default();
        (all.files, all.bytes) = (all.files + 1, all.bytes + bytes);
    };
    let manifest_bytes = std::fs::metadata(args.index.join(Manifest::PATH))?.len();
    count("manifest", usize::try_from(manifest_bytes)?);
    let audit = folder.audit(|entry, bytes| {
        count(entry.kind.name(), bytes);
        chunks.push(Chunk { file: entry.path(), kind: entry.kind.name(), bytes });
    });
    let root = folder.whole(&audit)?;
    chunks.sort_by(|a, b| b.bytes.cmp(&a.bytes).then_with(|| a.file.cmp(&b.file)));
    chunks.truncate(SHOWN);
    let contents = contents(folder.manifest(), &audit, root, kinds, chunks);
    if args.json {
        print_json(&contents)?
    } else {
        print(&text(&contents))?
    }
    Ok(Outcome::Fine)
}

fn contents<'i>(
    manifest: &'i Manifest,
    audit: &'i Audit<'_>,
    root: &'i Root,
    kinds: BTreeMap<&'static str, Kind>,
    largest: Vec<Chunk>,
) -> Contents<'i> {
    let documents = audit.documents();
    let name = |doc: &u32| documents.get(&DocId(*doc)).map(|document| document.id.as_str());
    let mut longest: Vec<Document<'_>> = documents
        .values()
        .map(|document| Document {
            id: &document.id,
            url: &document.url,
            title: &document.title,
            text_bytes: document.text_bytes,
        })
        .collect();
    longest.sort_by(|a, b| b.text_bytes.cmp(&a.text_bytes).then_with(|| a.id.cmp(b.id)));
    longest.truncate(SHOWN);
    let [title, headings, body] = manifest.words;
    let filters = root.filters.iter().map(|filter| {
        let values = filter.values.iter().map(|value| (value.value.as_str(), value.docs.len()));
        (filter.name.as_str(), values.collect())
    });
    let sorts = root.sorts.iter();
    let sorts = sorts.map(|sort| (sort.name.as_str(), sort.ranks.iter().filter(|rank| **rank > 0).count()));
    let dates = root.sorts.iter().filter_map(|sort| {
        let (first, last) = sort.days.first().zip(sort.days.last())?;
        Some((sort.name.as_str(), Days { first: first.to_string(), last: last.to_string() }))
    });
    let synonyms = root.synonyms.iter().map(|synonym| Synonym {
        from: &synonym.from,
        to: &synonym.to,
        both_ways: synonym.both_ways,
        lang: &synonym.lang,
    });
    let pinned = root.pins.iter();
    let pinned = pinned.map(|pin| Pinned { query: &pin.query, documents: pin.docs.iter().filter_map(name).collect() });
    Contents {
        format: FORMAT_VERSION,
        analyzer: manifest.analyzer,
        generator: &manifest.generator,
        id: manifest.id().to_string(),
        documents: manifest.docs,
        languages: manifest.langs.iter().map(|(lang, docs)| (lang.as_str(), *docs)).collect(),
        words: Words { title, headings, body },
        terms: audit.terms(),
        lexicon: audit.words(),
        filters: filters.collect(),
        sorts: sorts.collect(),
        dates: dates.collect(),
        synonyms: synonyms.collect(),
        pinned: pinned.collect(),
        files: kinds.values().map(|kind| kind.files).sum(),
        bytes: kinds.values().map(|kind| kind.bytes).sum(),
        kinds,
        largest,
        longest,
    }
}

fn text(contents: &Contents<'_>) -> String {
    let mut table = Table(String::new());
    let Contents { format, analyzer, generator, id, documents, terms, lexicon, files, .. } = contents;
    table.row(
        &message!("index", "index"),
        &message!(
            "{id}, format {format}, analyzer {analyzer}, by {generator}",
            "{id}, formaat {format}, analyse {analyzer}, door {generator}"
        ),
    );
    let languages: Vec<_> = contents.languages.iter().map(|(lang, docs)| format!("{lang} {docs}")).collect();
    table.row(&message!("documents", "documenten"), &format!("{documents} ({})", languages.join(", ")));
    let Words { title, headings, body } = contents.words;
    let all = title + headings + body;
    table.row(
        &message!("words", "woorden"),
        &message!(
            "{all} (titles {title}, headings {headings}, texts {body})",
            "{all} (titels {title}, koppen {headings}, teksten {body})"
        ),
    );
    table.row(
        &message!("terms", "termen"),
        &message!(
            "{terms} different, {lexicon} of them in the lexicon",
            "{terms} verschillende, waarvan {lexicon} in de woordenlijst"
        ),
    );
    for (name, values) in &contents.filters {
        let mut common: Vec<_> = values.iter().collect();
        common.sort_by(|a, b| b.1.cmp(a.1).then_with(|| a.0.cmp(b.0)));
        let common = common.iter().map(|(value, docs)| format!("{value} {docs}"));
        let (count, common) = (values.len(), some(common));
        let values = message!("{name}: {count} values ({common})", "{name}: {count} waarden ({common})");
        table.row(&message!("filter", "filter"), &values);
    }
    for (name, docs) in &contents.sorts {
        let documents = match contents.dates.get(name) {
            None => message!("{name}: {docs} documents", "{name}: {docs} documenten"),
            Some(Days { first, last }) => message!(
                "{name}: {docs} documents, {first} to {last}",
                "{name}: {docs} documenten, {first} tot en met {last}"
            ),
        };
        table.row(&message!("sort", "volgorde"), &documents);
    }
    let arrow = |both_ways: bool| if both_ways { "=" } else { "→" };
    let synonyms = contents.synonyms.iter();
    let synonyms = synonyms.map(|Synonym { from, to, both_ways, .. }| format!("{from} {} {to}", arrow(*both_ways)));
    table.list(&message!("synonyms", "synoniemen"), synonyms);
    let pinned = contents.pinned.iter().map(|pin| format!("{} {}", pin.query, pin.documents.len()));
    table.list(&message!("pinned", "vastgezet"), pinned);
    let size = bytes(contents.bytes);
    table.row(&message!("size", "grootte"), &message!("{size} in {files} files", "{size} in {files} bestanden"));
    let nothing = message!("", "");
    for (name, kind) in &contents.kinds {
        table.row(&nothing, &format!("{name}: {} in {}", bytes(kind.bytes), kind.files));
    }
    let (largest, longest) = (message!("largest", "grootste"), message!("longest", "langste"));
    for (number, chunk) in contents.largest.iter().enumerate() {
        let name = if number == 0 { &largest } else { &nothing };
        table.row(name, &format!("{} ({}) {}", chunk.file, chunk.kind, bytes(chunk.bytes)));
    }
    for (number, Document { id, text_bytes, .. }) in contents.longest.iter().enumerate() {
        table.row(if number == 0 { &longest } else { &nothing }, &format!("{id} {}", bytes(*text_bytes)));
    }
    table.0
}

/// Rows with a name before them.
struct Table(String);

impl Table {
    fn row(&mut self, name: &Message, value: &impl Display) {
        // Writing to a String cannot fail.
        let _ = writeln!(self.0, "{name:<10} {value}");
    }

    /// How many there are, with the first ones; nothing if there are none.
    fn list(&mut self, name: &Message, all: impl ExactSizeIterator<Item = String>) {
        let count = all.len();
        if count > 0 {
            self.row(name, &format!("{count} ({})", some(all)));
        }
    }
}

/// The first few, and how many there are more.
fn some(all: impl ExactSizeIterator<Item = String>) -> String {
    let more = all.len().saturating_sub(SHOWN);
    let mut shown: Vec<String> = all.take(SHOWN).collect();
    if more > 0 {
        shown.push(message!("and {more} more", "en nog {more}").to_string());
    }
    shown.join(", ")
}
