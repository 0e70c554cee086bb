//! Terms and documents to the chunks of an index.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use rayon::prelude::*;
use zoeklicht_format::limits::SEGMENT_BYTES_MAX;
use zoeklicht_format::{
    ChunkKind, DocId, FilterTable, FilterValue, Hash, LexEntry, Manifest, Record, RecordsEntry, Root, Segment,
    SortTable, TermEntry, TermsEntry, Weights, length_code, to_u32, write_lexicon, write_segments, write_terms,
};
use zoeklicht_text::{ANALYZER_VERSION, Lang, detect};

use crate::document::Document;
use crate::output::Built;
use crate::report::{Problem, Report};
use crate::vocabulary::{Term, analyse, join};
use crate::{Settings, document};

/// Estimated bytes of a term chunk before compression. Compressed it is about half: the 6 to 12 kB that cost a round
/// trip little more than the round trip itself.
const TERM_CHUNK_BYTES: usize = 20_000;
/// Bytes of text in a record chunk before compression; compressed about a third.
const RECORD_CHUNK_BYTES: usize = 24_000;
/// Letters that terms of a chunk share at its edges: typing three letters tells which chunk will be needed.
const CHUNK_PREFIX_CHARS: usize = 3;
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
    let records = record_chunks(&documents);

    let sized = |bytes: &Vec<u8>| (to_u32(bytes.len()), Hash::of(bytes));
    let words = [0, 1, 2].map(|field| lengths.iter().map(|of| u64::from(of[field])).sum());
    let counts = |lang: &Lang| langs.iter().filter(|of| *of == lang).count();
    let manifest = Manifest {
        analyzer: ANALYZER_VERSION,
        generator: settings.generator.clone(),
        docs: to_u32(documents.len()),
        langs: lang_names.iter().map(|lang| (lang.to_string(), to_u32(counts(lang)))).collect(),
        words,
        weights: Weights::default(),
        root: sized(&root),
        lexicon: sized(&lexicon),
        terms: terms
            .iter()
            .map(|(first, bytes)| TermsEntry {
                first: first.clone(),
                bytes: to_u32(bytes.len()),
                hash: Hash::of(bytes),
            })
            .collect(),
        records: records
            .iter()
            .map(|((first_doc, first_segment), bytes)| RecordsEntry {
                first_doc: *first_doc,
                first_segment: *first_segment,
                bytes: to_u32(bytes.len()),
                hash: Hash::of(bytes),
            })
            .collect(),
    };
    let chunks = [root, lexicon].into_iter();
    let chunks = chunks.chain(terms.into_iter().map(|(_, b)| b)).chain(records.into_iter().map(|(_, b)| b)).collect();

    report.documents = documents.len();
    report.languages = lang_names.iter().map(|lang| (lang.to_string(), counts(lang))).collect();
    report.terms = vocabulary.terms.len();
    report.words = words.iter().sum();
    report.largest = largest(&documents);
    let built = Built { manifest: manifest.write(), chunks, table: manifest, report };
    built.with_sizes()
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

/// Term chunks with their first terms.
fn term_chunks(terms: &[Term]) -> Vec<(String, Vec<u8>)> {
    let mut members: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (at, term) in terms.iter().enumerate() {
        members.entry(term.class).or_default().push(at);
    }
    let write = |range: Range<usize>| {
        let first = terms[range.start].text.clone();
        // All forms of a word in every chunk that has one, so that one chunk answers for the word.
        let with_forms: BTreeSet<usize> = range.flat_map(|at| members[&terms[at].class].iter().copied()).collect();
        let entry = |at: usize| {
            let Term { text, class, stop, postings } = &terms[at];
            TermEntry { term: text, class: *class, stop: *stop, postings }
        };
        let entries: Vec<TermEntry<'_>> = with_forms.into_iter().map(entry).collect();
        (first, write_terms(&entries))
    };
    term_ranges(terms).into_par_iter().map(write).collect()
}

fn term_ranges(terms: &[Term]) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut start = 0;
    let mut bytes = 0;
    for (at, term) in terms.iter().enumerate() {
        let same_start = at > 0 && prefix(&term.text) == prefix(&terms[at - 1].text);
        // Terms with the same beginning stay together, within reason.
        let full = bytes >= if same_start { 2 * TERM_CHUNK_BYTES } else { TERM_CHUNK_BYTES };
        if full {
            ranges.push(start..at);
            (start, bytes) = (at, 0);
        }
        bytes += term.text.len() + 4 + term.postings.len() * 2;
    }
    if start < terms.len() {
        ranges.push(start..terms.len());
    }
    ranges
}

fn prefix(term: &str) -> &str {
    term.char_indices().nth(CHUNK_PREFIX_CHARS).map_or(term, |(at, _)| &term[..at])
}

/// Record chunks with the document and segment each starts with.
fn record_chunks(documents: &[Document]) -> Vec<((u32, u32), Vec<u8>)> {
    let segments: Vec<Segment> =
        documents.iter().enumerate().flat_map(|(at, d)| segments(DocId(to_u32(at)), d)).collect();
    let mut groups: Vec<&[Segment]> = Vec::new();
    let (mut start, mut bytes) = (0, 0);
    for (at, segment) in segments.iter().enumerate() {
        if bytes > 0 && bytes + segment.text.len() > RECORD_CHUNK_BYTES {
            groups.push(&segments[start..at]);
            (start, bytes) = (at, 0);
        }
        // Even a page without text takes the room of its title.
        bytes += segment.text.len() + 100;
    }
    groups.push(&segments[start..]);
    let write = |group: &[Segment]| ((group[0].doc.0, group[0].number), write_segments(group));
    groups.into_par_iter().map(write).collect()
}

fn segments(doc: DocId, document: &Document) -> Vec<Segment> {
    let ranges = cut_segments(&document.text);
    let heading = |heading: &document::Heading| zoeklicht_format::Heading {
        level: heading.level,
        text: heading.text.clone(),
        anchor: heading.anchor.clone(),
        start: to_u32(heading.start),
    };
    let record = Record {
        id: document.id.clone(),
        url: document.url.clone(),
        title: document.title.clone(),
        description: document.description.clone(),
        meta: document.meta.iter().map(|(name, value)| (name.clone(), value.clone())).collect(),
        headings: document.headings.iter().map(heading).collect(),
        segments: to_u32(ranges.len()),
    };
    let mut record = Some(record);
    let segment = |(number, range): (usize, Range<usize>)| Segment {
        doc,
        number: to_u32(number),
        start: to_u32(range.start),
        record: record.take(),
        text: document.text[range].into(),
    };
    ranges.into_iter().enumerate().map(segment).collect()
}

/// Cuts between lines if it can, else between words.
pub(crate) fn cut_segments(text: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut start = 0;
    while text.len() - start > SEGMENT_BYTES_MAX {
        let window = &text[start..text.floor_char_boundary(start + SEGMENT_BYTES_MAX)];
        let line = window.rfind('\n').filter(|end| *end > window.len() / 2);
        // The space ends the segment before, so that the segments together are the text.
        let cut = line.or_else(|| window.rfind(' ')).map_or(window.len(), |end| end + 1);
        ranges.push(start..start + cut);
        start += cut;
    }
    ranges.push(start..text.len());
    ranges
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

    #[test]
    fn segments_together_are_the_text() {
        for text in ["", "kort", &"woord ".repeat(5_000), &"é".repeat(20_000), &"een regel\n".repeat(3_000)] {
            let ranges = cut_segments(text);
            let joined: String = ranges.iter().map(|range| &text[range.clone()]).collect();
            assert_eq!(joined, text);
            assert!(ranges.iter().all(|range| range.len() <= SEGMENT_BYTES_MAX));
        }
    }
}
