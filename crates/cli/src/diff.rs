//! `zoeklicht diff`: what changed between two indexes.
//!
//! Documents are told by their id. Of what is searched and not shown, such as a `<title>` that is not the heading, a change
//! shows among the words only; of keys to sort by, an index has no more than the order.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use serde::Serialize;
use zoeklicht_indexer::{Message, message};
use zoeklicht_query::{Audit, Audited, Manifest, Root};

use crate::args::DiffArgs;
use crate::open::Folder;
use crate::summary::{bytes, grouped};
use crate::{Outcome, print, print_json};

/// Words that are shown of those that came or went.
const SHOWN: usize = 5;

/// What `--json` prints.
#[derive(Serialize, schemars::JsonSchema)]
pub(crate) struct Difference {
    /// Whether both hold the same.
    equal: bool,
    documents: Documents,
    /// Words in all documents together.
    words: Pair<u64>,
    terms: Terms,
    /// Which of the rest differ: `languages`, `filters`, `sorts`, `synonyms`, `pinned`, `weights`, `generator`.
    others: Vec<&'static str>,
    files: Pair<usize>,
    /// Bytes of all files.
    bytes: Pair<usize>,
    /// Bytes by kind of file.
    kinds: BTreeMap<&'static str, Pair<usize>>,
}

#[derive(Clone, Copy, Default, PartialEq, Serialize, schemars::JsonSchema)]
struct Pair<T> {
    old: T,
    new: T,
}

#[derive(Serialize, schemars::JsonSchema)]
struct Documents {
    #[serde(flatten)]
    count: Pair<u32>,
    /// By id, as are the others.
    added: Vec<String>,
    removed: Vec<String>,
    changed: Vec<Changed>,
}

#[derive(Serialize, schemars::JsonSchema)]
struct Changed {
    id: String,
    /// What of it: `url`, `title`, `description`, `metadata`, `text`, `language`, `filters`.
    parts: Vec<&'static str>,
}

#[derive(Serialize, schemars::JsonSchema)]
struct Terms {
    #[serde(flatten)]
    count: Pair<usize>,
    added: Vec<String>,
    removed: Vec<String>,
}

/// The bytes of the files of an index, by kind; one number each.
type Files = BTreeMap<&'static str, Vec<usize>>;

/// One of the two.
struct Side<'s> {
    manifest: &'s Manifest,
    audit: &'s Audit<'s>,
    root: &'s Root,
    files: &'s Files,
}

pub(crate) fn run(args: &DiffArgs) -> anyhow::Result<Outcome> {
    let [old, new] = [Folder::open(&args.old)?, Folder::open(&args.new)?];
    let (old_audit, old_files) = audit(&old, &args.old)?;
    let (new_audit, new_files) = audit(&new, &args.new)?;
    let difference = difference(
        &Side { manifest: old.manifest(), audit: &old_audit, root: old.whole(&old_audit)?, files: &old_files },
        &Side { manifest: new.manifest(), audit: &new_audit, root: new.whole(&new_audit)?, files: &new_files },
    );
    if args.json {
        print_json(&difference)?
    } else {
        print(&text(&difference))?
    }
    Ok(if difference.equal { Outcome::Fine } else { Outcome::Findings })
}

fn audit<'f>(folder: &'f Folder, path: &Path) -> anyhow::Result<(Audit<'f>, Files)> {
    let mut files = Files::new();
    let manifest_bytes = std::fs::metadata(path.join(Manifest::PATH))?.len();
    files.insert("manifest", vec![usize::try_from(manifest_bytes)?]);
    let audit = folder.audit(|entry, bytes| files.entry(entry.kind.name()).or_default().push(bytes));
    Ok((audit, files))
}

fn difference(old: &Side<'_>, new: &Side<'_>) -> Difference {
    let pair = |of: fn(&Side<'_>) -> usize| Pair { old: of(old), new: of(new) };
    let sum = |side: &Side<'_>, kind: &str| side.files.get(kind).map_or(0, |files| files.iter().sum());
    let kinds: BTreeSet<&'static str> = old.files.keys().chain(new.files.keys()).copied().collect();
    let [old_words, new_words] = [old, new].map(|side| side.audit.frequencies().map(|(word, _)| word).collect());
    Difference {
        equal: old.manifest == new.manifest,
        documents: documents(old, new),
        words: Pair { old: old.manifest.words.iter().sum(), new: new.manifest.words.iter().sum() },
        terms: Terms {
            count: pair(|side| side.audit.terms()),
            added: without(&new_words, &old_words),
            removed: without(&old_words, &new_words),
        },
        others: others(old, new),
        files: pair(|side| side.files.values().map(Vec::len).sum()),
        bytes: pair(|side| side.files.values().flatten().sum()),
        kinds: kinds.into_iter().map(|kind| (kind, Pair { old: sum(old, kind), new: sum(new, kind) })).collect(),
    }
}

/// What one has and the other has not.
fn without(these: &BTreeSet<&str>, those: &BTreeSet<&str>) -> Vec<String> {
    these.difference(those).map(|one| (*one).to_owned()).collect()
}

/// A document, with what the root says of it.
struct Document<'s> {
    audited: &'s Audited,
    lang: Option<&'s str>,
    filters: Vec<(&'s str, &'s str)>,
}

impl<'s> Side<'s> {
    fn documents(&self) -> BTreeMap<&'s str, Document<'s>> {
        let mut filters: BTreeMap<u32, Vec<(&str, &str)>> = BTreeMap::new();
        for filter in &self.root.filters {
            for value in &filter.values {
                let pair = (filter.name.as_str(), value.value.as_str());
                value.docs.iter().for_each(|doc| filters.entry(*doc).or_default().push(pair));
            }
        }
        let languages = self.root.langs.iter().map(|place| self.manifest.langs.get(usize::from(*place)));
        let documents = self.audit.documents().iter().zip(languages).map(|((doc, audited), lang)| {
            let lang = lang.map(|(lang, _)| lang.as_str());
            (audited.id.as_str(), Document { audited, lang, filters: filters.remove(&doc.0).unwrap_or_default() })
        });
        documents.collect()
    }

    fn ids(&self) -> Vec<&'s str> {
        self.audit.documents().values().map(|document| document.id.as_str()).collect()
    }

    /// Pinned documents by query; their numbers are others in another index.
    fn pins(&self) -> Vec<(&'s str, Vec<&'s str>)> {
        let ids = self.ids();
        let id = |doc: &u32| usize::try_from(*doc).ok().and_then(|doc| ids.get(doc).copied());
        let pins = self.root.pins.iter();
        pins.map(|pin| (pin.query.as_str(), pin.docs.iter().filter_map(id).collect())).collect()
    }

    fn languages(&self) -> Vec<&'s str> {
        self.manifest.langs.iter().map(|(lang, _)| lang.as_str()).collect()
    }

    fn filters(&self) -> BTreeSet<(&'s str, &'s str)> {
        let values = |filter: &'s zoeklicht_query::FilterTable| {
            filter.values.iter().map(|value| (filter.name.as_str(), value.value.as_str()))
        };
        self.root.filters.iter().flat_map(values).collect()
    }
}

fn documents(old: &Side<'_>, new: &Side<'_>) -> Documents {
    let [before, after] = [old.documents(), new.documents()];
    let [old_ids, new_ids] = [&before, &after].map(|documents| documents.keys().copied().collect());
    let both = before.iter().filter_map(|(id, document)| Some((*id, document, after.get(id)?)));
    let changed = both.map(|(id, old, new)| Changed { id: id.into(), parts: parts(old, new) });
    Documents {
        count: Pair { old: old.manifest.docs, new: new.manifest.docs },
        added: without(&new_ids, &old_ids),
        removed: without(&old_ids, &new_ids),
        changed: changed.filter(|changed| !changed.parts.is_empty()).collect(),
    }
}

/// The names of what is not the same.
fn differing<const N: usize>(compared: [(&'static str, bool); N]) -> Vec<&'static str> {
    compared.into_iter().filter(|(_, is_same)| !is_same).map(|(name, _)| name).collect()
}

fn parts(old: &Document<'_>, new: &Document<'_>) -> Vec<&'static str> {
    let (before, after) = (old.audited, new.audited);
    differing([
        ("url", before.url == after.url),
        ("title", before.title == after.title),
        ("description", before.description == after.description),
        ("metadata", before.meta == after.meta),
        ("text", before.contents == after.contents),
        ("language", old.lang == new.lang),
        ("filters", old.filters == new.filters),
    ])
}

fn others(old: &Side<'_>, new: &Side<'_>) -> Vec<&'static str> {
    let names = |side: &Side<'_>| side.root.sorts.iter().map(|sort| sort.name.clone()).collect::<Vec<_>>();
    // The order of other documents says nothing.
    let sorts = if old.ids() == new.ids() { old.root.sorts == new.root.sorts } else { names(old) == names(new) };
    differing([
        ("languages", old.languages() == new.languages()),
        ("filters", old.filters() == new.filters()),
        ("sorts", sorts),
        ("synonyms", old.root.synonyms == new.root.synonyms),
        ("pinned", old.pins() == new.pins()),
        ("weights", old.manifest.weights == new.manifest.weights),
        ("generator", old.manifest.generator == new.manifest.generator),
    ])
}

/// What is not the same, for people.
fn named(parts: &[&str]) -> String {
    let name = |part: &&str| match *part {
        "title" => message!("title", "titel"),
        "url" => message!("url", "adres"),
        "description" => message!("description", "beschrijving"),
        "metadata" => message!("metadata", "gegevens"),
        "text" => message!("text", "tekst"),
        "language" => message!("language", "taal"),
        "languages" => message!("languages", "talen"),
        "sorts" => message!("sorts", "volgordes"),
        "synonyms" => message!("synonyms", "synoniemen"),
        "pinned" => message!("pinned", "vastgezet"),
        "weights" => message!("weights", "gewichten"),
        "generator" => message!("generator", "programma"),
        part => message!("{part}", "{part}"),
    };
    parts.iter().map(|part| name(part).to_string()).collect::<Vec<_>>().join(", ")
}

fn text(difference: &Difference) -> String {
    if difference.equal {
        return message!("Both indexes hold the same\n", "Beide indexen zijn gelijk\n").to_string();
    }
    let Documents { count, added, removed, changed } = &difference.documents;
    let mut text = String::new();
    // Writing to a String cannot fail.
    for id in added {
        let _ = writeln!(text, "+ {id}");
    }
    for id in removed {
        let _ = writeln!(text, "- {id}");
    }
    for Changed { id, parts } in changed {
        let _ = writeln!(text, "~ {id}: {}", named(parts));
    }
    if !text.is_empty() {
        text.push('\n');
    }
    let (old, new) = (message!("Old", "Oud"), message!("New", "Nieuw"));
    let mut rows = vec![["".into(), old.to_string(), new.to_string(), "".into()]];
    let mut row =
        |name: Message, old: String, new: String, detail: String| rows.push([name.to_string(), old, new, detail]);
    let (came, went, changed) = (added.len(), removed.len(), changed.len());
    let detail =
        message!("{came} added, {went} removed, {changed} changed", "{came} erbij, {went} weg, {changed} veranderd");
    row(message!("Documents", "Documenten"), grouped(count.old), grouped(count.new), detail.to_string());
    let Pair { old, new } = difference.words;
    row(message!("Words", "Woorden"), grouped(old), grouped(new), String::new());
    let Terms { count, added, removed } = &difference.terms;
    row(message!("Different", "Verschillende"), grouped(count.old), grouped(count.new), came_and_went(added, removed));
    let Pair { old, new } = difference.files;
    row(message!("Files", "Bestanden"), grouped(old), grouped(new), String::new());
    row(message!("Index", "Index"), bytes(difference.bytes.old), bytes(difference.bytes.new), String::new());
    for (kind, Pair { old, new }) in difference.kinds.iter().filter(|(_, sizes)| sizes.old != sizes.new) {
        row(message!("  {kind}", "  {kind}"), bytes(*old), bytes(*new), String::new());
    }
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let (names, olds, news) = (width(0), width(1), width(2));
    for [name, old, new, detail] in &rows {
        let line = format!("{name:names$}  {old:>olds$}  {new:>news$}  {detail}");
        let _ = writeln!(text, "{}", line.trim_end());
    }
    if !difference.others.is_empty() {
        let others = named(&difference.others);
        let _ = writeln!(text, "{}", message!("Other than before: {others}", "Anders dan vroeger: {others}"));
    }
    text
}

/// The first words of those that came and those that went.
fn came_and_went(added: &[String], removed: &[String]) -> String {
    let some = |words: &[String], what: &Message| {
        let more = words.len().saturating_sub(SHOWN);
        let more = if more > 0 { message!(" and {more} more", " en nog {more}") } else { message!("", "") };
        let shown = words.iter().take(SHOWN).cloned().collect::<Vec<_>>();
        (!words.is_empty()).then(|| format!("{} {what}: {}{more}", grouped(words.len()), shown.join(", ")))
    };
    [some(added, &message!("added", "erbij")), some(removed, &message!("removed", "weg"))]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join("; ")
}
