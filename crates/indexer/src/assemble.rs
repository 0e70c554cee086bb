//! Terms and documents to the chunks of an index.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use zoeklicht_format::{
    ChunkKind, FilterTable, FilterValue, GROUP_CHUNKS_MAX, LexEntry, Manifest, Root, SortTable, Weights, length_code,
    to_u32, write_group, write_lexicon,
};
use zoeklicht_text::{ANALYZER_VERSION, Lang, detect};

use crate::Settings;
use crate::dictionary;
use crate::document::Document;
use crate::output::Built;
use crate::records::{Chunks, record_chunks};
use crate::report::{Problem, Report};
use crate::term_chunks::term_chunks;
use crate::vocabulary::{analyse, join};

/// The longest documents that the report names.
const LARGEST: usize = 5;

pub(crate) fn assemble(mut documents: Vec<Document>, settings: &Settings, mut report: Report) -> Built {
    for document in &mut documents {
        cut_text(document, settings.text_bytes_max, &mut report);
    }
    let langs: Vec<Lang> = documents.par_iter().map(|document| lang_of(document, settings)).collect();
    let analyses: Vec<_> = documents.par_iter().map(analyse).collect();
    let lengths: Vec<[u32; 3]> = analyses.iter().map(|analysis| analysis.lengths).collect();
    let vocabulary = join(analyses, &langs);

    let lang_names: Vec<Lang> = langs.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
    let root = root(&documents, &langs, &lang_names, &lengths).write();
    let entries: Vec<LexEntry<'_>> =
        vocabulary.terms.iter().map(|term| LexEntry { term: &term.text, df: to_u32(term.postings.len()) }).collect();
    let lexicon = write_lexicon(&entries);
    let terms = term_chunks(&vocabulary.terms);
    let dictionary = train(&documents);
    let (records, texts) = record_chunks(&documents, &dictionary);

    let words = [0, 1, 2].map(|field| lengths.iter().map(|of| u64::from(of[field])).sum());
    let counts = |lang: &Lang| langs.iter().filter(|of| *of == lang).count();
    let mut manifest = Manifest {
        analyzer: ANALYZER_VERSION,
        generator: settings.generator.clone(),
        docs: to_u32(documents.len()),
        langs: lang_names.iter().map(|lang| (lang.to_string(), to_u32(counts(lang)))).collect(),
        words,
        weights: Weights::default(),
        dictionary,
        terms: terms.iter().map(|(bound, _)| bound.clone()).collect(),
        records: records.iter().map(|((doc, _), _)| *doc).collect(),
        texts: texts.iter().map(|(start, _)| *start).collect(),
        groups: Vec::new(),
    };
    let bytes = |chunks: Chunks| chunks.into_iter().map(|(_, bytes)| bytes).collect();
    let terms = terms.into_iter().map(|(_, bytes)| bytes).collect();
    let mut chunks = Vec::new();
    for kind in [vec![root], vec![lexicon], terms, bytes(records), bytes(texts)] {
        for group in kind.chunks(GROUP_CHUNKS_MAX) {
            let (hash, files) = write_group(group);
            manifest.groups.push(hash);
            chunks.extend(files);
        }
    }

    report.documents = documents.len();
    report.languages = lang_names.iter().map(|lang| (lang.to_string(), counts(lang))).collect();
    report.terms = vocabulary.terms.len();
    report.words = words.iter().sum();
    report.largest = largest(&documents);
    let built = Built { manifest: manifest.write(), chunks, table: manifest, report };
    built.with_sizes()
}

/// The dictionary of the record chunks; empty if there is too little text for one to pay.
fn train(documents: &[Document]) -> Vec<u8> {
    let bytes: usize = documents.iter().map(|document| document.text.len()).sum();
    if bytes < dictionary::TEXT_BYTES_MIN {
        return Vec::new();
    }
    let sample = |document: &Document| [&document.url, &document.title, &document.text].map(String::as_str).join(" ");
    let samples: Vec<String> =
        documents.iter().step_by(documents.len().div_ceil(dictionary::SAMPLES)).map(sample).collect();
    dictionary::train(samples.iter().map(String::as_bytes))
}

fn cut_text(document: &mut Document, bytes_max: usize, report: &mut Report) {
    let bytes = document.text.len();
    if bytes <= bytes_max {
        return;
    }
    document.text.truncate(document.text.floor_char_boundary(bytes_max));
    let end = document.text.len();
    document.headings.retain(|heading| heading.start <= end);
    report.add(Problem::warning(
        &document.id,
        format!("has {} of text; the first {} are searched", megabytes(bytes), megabytes(bytes_max)),
        "cut it into pages, or raise the limit with `--text-bytes-max`",
    ));
}

fn megabytes(bytes: usize) -> String {
    let tenths = bytes / 100_000;
    format!("{}.{} MB", tenths / 10, tenths % 10)
}

fn lang_of(document: &Document, settings: &Settings) -> Lang {
    let known = document.lang.or(settings.lang);
    // The title too: many records have little else.
    known.unwrap_or_else(|| detect(&format!("{}. {}", document.title, document.text)))
}

fn root(documents: &[Document], langs: &[Lang], lang_names: &[Lang], lengths: &[[u32; 3]]) -> Root {
    let column = |field: usize| lengths.iter().map(|of| length_code(of[field])).collect();
    // More than 255 languages cannot be told apart in a byte; nobody writes them.
    let place = |lang: &Lang| u8::try_from(lang_names.binary_search(lang).unwrap_or(0)).unwrap_or(u8::MAX);
    let mut filters: BTreeMap<&str, BTreeMap<&str, Vec<u32>>> = BTreeMap::new();
    let mut sorts: BTreeMap<&str, Vec<Option<&str>>> = BTreeMap::new();
    for (at, document) in documents.iter().enumerate() {
        for (name, values) in &document.filters {
            for value in values {
                filters.entry(name).or_default().entry(value).or_default().push(to_u32(at));
            }
        }
        for (name, key) in &document.sort {
            sorts.entry(name).or_insert_with(|| vec![None; documents.len()])[at] = Some(key);
        }
    }
    let filter = |(name, values): (&str, BTreeMap<&str, Vec<u32>>)| FilterTable {
        name: name.into(),
        values: values.into_iter().map(|(value, docs)| FilterValue { value: value.into(), docs }).collect(),
    };
    Root {
        lengths: [column(0), column(1), column(2)],
        langs: langs.iter().map(place).collect(),
        filters: filters.into_iter().map(filter).collect(),
        sorts: sorts.into_iter().map(|(name, keys)| SortTable { name: name.into(), ranks: ranks(&keys) }).collect(),
    }
}

/// The rank of each key from 1, 0 for none; by number if all are numbers, else by text.
fn ranks(keys: &[Option<&str>]) -> Vec<u32> {
    let number = |key: &str| key.trim().parse::<f64>().ok().filter(|n| n.is_finite());
    let numbers = keys.iter().flatten().all(|key| number(key).is_some());
    let order = |a: &&str, b: &&str| match (numbers, number(a), number(b)) {
        (true, Some(a), Some(b)) => a.total_cmp(&b),
        _ => a.cmp(b),
    };
    let mut sorted: Vec<&str> = keys.iter().flatten().copied().collect();
    sorted.sort_by(order);
    sorted.dedup_by(|a, b| order(a, b).is_eq());
    let rank = |key: &&str| sorted.binary_search_by(|other| order(other, key)).map_or(0, |at| to_u32(at) + 1);
    keys.iter().map(|key| key.as_ref().map_or(0, rank)).collect()
}

fn largest(documents: &[Document]) -> Vec<(String, usize)> {
    let mut all: Vec<(String, usize)> = documents.iter().map(|d| (d.id.clone(), d.text.len())).collect();
    all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    all.truncate(LARGEST);
    all
}

impl Built {
    fn with_sizes(mut self) -> Built {
        let name = |kind| match kind {
            ChunkKind::Root => "root",
            ChunkKind::Lexicon => "lexicon",
            ChunkKind::Terms => "terms",
            ChunkKind::Records => "records",
            ChunkKind::Texts => "texts",
        };
        let bytes = &mut self.report.bytes;
        bytes.insert("manifest", self.manifest.len());
        for ((_, entry), chunk) in self.table.chunks().zip(&self.chunks) {
            *bytes.entry(name(entry.kind)).or_default() += chunk.len();
        }
        self.report.files = self.chunks.len() + 1;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_ranked_as_numbers_if_all_are() {
        assert_eq!(ranks(&[Some("10"), None, Some("9"), Some("10.0")]), [2, 0, 1, 2]);
        assert_eq!(ranks(&[Some("2022-01-01"), Some("2021-12-31"), Some("x")]), [2, 1, 3]);
    }
}
