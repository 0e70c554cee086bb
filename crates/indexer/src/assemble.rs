//! Terms and documents to the chunks of an index.
//!
//! Invariants
//! - Documents are numbered here, in the order of [`Gathered::order`]; before, a number is that of arrival.
//! - Chunks go to a temporary file as they are made.

use std::collections::{BTreeMap, BTreeSet};

use zoeklicht_format::{
    ChunkKind, DocId, FilterTable, FilterValue, LexEntry, Manifest, PART_MARK, Root, SortTable, Weights, length_code,
    to_u32, to_usize, write_lexicon,
};
use zoeklicht_text::{ANALYZER_VERSION, Lang};

use crate::chunks::Chunks;
use crate::dictionary;
use crate::forms::{Term, acronyms, forms};
use crate::gather::{Gathered, Known};
use crate::output::Built;
use crate::records::{Part, segment_chunks};
use crate::report::Report;
use crate::synonyms::{pins, synonyms};
use crate::term_chunks::term_chunks;
use crate::{IndexError, Settings};

/// The longest documents that the report names.
const LARGEST: usize = 5;

pub(crate) fn assemble(mut gathered: Gathered, settings: &Settings) -> Result<Built, IndexError> {
    let order = gathered.order();
    let mut numbers = vec![0; order.len()];
    (0..).zip(&order).for_each(|(number, arrived)| numbers[to_usize(*arrived)] = number);
    let arrived_langs: Vec<Lang> = gathered.documents.iter().map(|known| known.lang).collect();
    let mut problems = std::mem::take(&mut gathered.problems);
    let mut found = std::mem::take(&mut gathered.terms);
    let mined = acronyms(std::mem::take(&mut found.acronyms));
    let truncated = std::mem::take(&mut found.truncated);
    let terms = forms(found.into_terms(), &truncated, &arrived_langs, &settings.exceptions);
    let synonyms = synonyms(&settings.synonyms, mined, &mut problems);
    let documents: Vec<&Known> = order.iter().map(|arrived| &gathered.documents[to_usize(*arrived)]).collect();
    let lang_names: Vec<Lang> = arrived_langs.into_iter().collect::<BTreeSet<_>>().into_iter().collect();
    let counts = |lang: &Lang| documents.iter().filter(|known| known.lang == *lang).count();
    let words = [0, 1, 2].map(|field| documents.iter().map(|known| u64::from(known.lengths[field])).sum());

    // In the order of their ids.
    let mut chunks = Chunks::new()?;
    let names = documents.iter().map(|known| (known.id.as_str(), known.url.as_str()));
    let pins = pins(&settings.pinned, names, &mut problems);
    let root = Root { synonyms, pins, ..root(&gathered, &documents, &numbers, &lang_names) };
    chunks.push(root.write())?;
    chunks.end_kind()?;
    chunks.push(lexicon(&terms))?;
    chunks.end_kind()?;
    let mut manifest = Manifest {
        analyzer: ANALYZER_VERSION,
        generator: settings.generator.clone(),
        docs: to_u32(documents.len()),
        langs: lang_names.iter().map(|lang| (lang.to_string(), to_u32(counts(lang)))).collect(),
        words,
        weights: Weights::default(),
        dictionary: dictionary(&gathered, &order)?,
        terms: Vec::new(),
        records: Vec::new(),
        texts: Vec::new(),
        groups: Vec::new(),
    };
    let mut report = Report {
        documents: documents.len(),
        languages: lang_names.iter().map(|lang| (lang.to_string(), counts(lang))).collect(),
        terms: terms.len(),
        words: words.iter().sum(),
        largest: largest(&documents),
        ..Report::default()
    };
    term_chunks(&terms, &numbers, |bound, chunk| {
        manifest.terms.push(bound);
        chunks.push(chunk)
    })?;
    chunks.end_kind()?;
    drop(terms);
    for part in [Part::Records, Part::Texts] {
        let chunk_bytes = part.chunk_bytes(documents.iter().map(|known| known.text_bytes));
        let in_order = (0..).map(DocId).zip(documents.iter().zip(&order));
        let in_order = in_order.filter(|(_, (known, _))| part.is_in_text(known.text_bytes));
        let in_order = in_order.map(|(doc, (_, arrived))| Ok((doc, gathered.document(*arrived)?)));
        segment_chunks(in_order, part, chunk_bytes, &manifest.dictionary, |start, chunk| {
            match part {
                Part::Records => manifest.records.push(start.0),
                Part::Texts => manifest.texts.push(start),
            }
            chunks.push(chunk)
        })?;
        chunks.end_kind()?;
    }
    manifest.groups = chunks.groups();

    let written = manifest.write();
    measure(&mut report, &manifest, &chunks, written.len());
    report.problems = problems;
    Ok(Built { manifest: written, chunks, table: manifest, report })
}

/// The dictionary of the record chunks; empty if there is too little text for one to pay.
fn dictionary(gathered: &Gathered, order: &[u32]) -> Result<Vec<u8>, IndexError> {
    let bytes: usize = gathered.documents.iter().map(|known| known.text_bytes).sum();
    if bytes < dictionary::TEXT_BYTES_MIN {
        return Ok(Vec::new());
    }
    let sample = |arrived: &u32| -> Result<String, IndexError> {
        let document = gathered.document(*arrived)?;
        Ok([document.url, document.title, document.text].join(" "))
    };
    let spread = order.iter().step_by(order.len().div_ceil(dictionary::SAMPLES));
    let samples: Vec<String> = spread.map(sample).collect::<Result<_, _>>()?;
    Ok(dictionary::train(samples.iter().map(String::as_bytes)))
}

fn lexicon(terms: &[Term]) -> Vec<u8> {
    let mut entries: Vec<LexEntry<'_>> = Vec::new();
    for Term { text, postings, .. } in terms {
        let word = text.trim_end_matches(PART_MARK);
        // What only stands within longer words is found there too. Nobody misspells an identifier.
        let is_known = entries.last().is_some_and(|last| last.term == word);
        if is_known || word.contains(|c: char| c.is_ascii_punctuation()) {
            continue;
        }
        let [titles, headings] = [0, 1].map(|field| postings.iter().filter(|posting| posting.tf[field] > 0).count());
        entries.push(LexEntry { term: word, df: postings.len(), naming: to_u32(3 * titles + 2 * headings) });
    }
    write_lexicon(&entries)
}

/// `documents` in the order of the index; `numbers` by arrival.
fn root(gathered: &Gathered, documents: &[&Known], numbers: &[u32], lang_names: &[Lang]) -> Root {
    let column = |field: usize| documents.iter().map(|known| length_code(known.lengths[field])).collect();
    // More than 255 languages cannot be told apart in a byte; nobody writes them.
    let place = |known: &&Known| u8::try_from(lang_names.binary_search(&known.lang).unwrap_or(0)).unwrap_or(u8::MAX);
    let value = |(value, arrived): (&String, &Vec<u32>)| {
        let docs: BTreeSet<u32> = arrived.iter().map(|arrived| numbers[to_usize(*arrived)]).collect();
        FilterValue { value: value.clone(), docs: docs.into_iter().collect() }
    };
    let filter = |(name, values): (&String, &BTreeMap<String, Vec<u32>>)| FilterTable {
        name: name.clone(),
        values: values.iter().map(value).collect(),
    };
    let sort = |(name, arrived): (&String, &Vec<(u32, String)>)| {
        let mut keys = vec![None; documents.len()];
        arrived.iter().for_each(|(arrived, key)| keys[to_usize(numbers[to_usize(*arrived)])] = Some(key.as_str()));
        SortTable { name: name.clone(), ranks: ranks(&keys) }
    };
    Root {
        lengths: [column(0), column(1), column(2)],
        langs: documents.iter().map(place).collect(),
        filters: gathered.filters.iter().map(filter).collect(),
        sorts: gathered.sorts.iter().map(sort).collect(),
        ..Root::default()
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

fn largest(documents: &[&Known]) -> Vec<(String, usize)> {
    let mut all: Vec<&&Known> = documents.iter().collect();
    all.sort_by(|a, b| b.text_bytes.cmp(&a.text_bytes).then_with(|| a.id.cmp(&b.id)));
    all.into_iter().take(LARGEST).map(|known| (known.id.clone(), known.text_bytes)).collect()
}

/// Says how large the index is.
fn measure(report: &mut Report, manifest: &Manifest, chunks: &Chunks, manifest_bytes: usize) {
    let name = |kind| match kind {
        ChunkKind::Root => "root",
        ChunkKind::Lexicon => "lexicon",
        ChunkKind::Terms => "terms",
        ChunkKind::Records => "records",
        ChunkKind::Texts => "texts",
    };
    report.bytes.insert("manifest", manifest_bytes);
    for (id, entry) in manifest.chunks() {
        *report.bytes.entry(name(entry.kind)).or_default() += chunks.bytes(id);
    }
    report.files = chunks.len() + 1;
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
