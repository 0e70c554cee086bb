//! Terms and documents to the chunks of an index.
//!
//! Invariants
//! - Documents are numbered here, in the order of [`Gathered::order`]; before, a number is that of arrival.
//! - Chunks go to a temporary file as they are made.

use std::collections::{BTreeMap, BTreeSet};

use zoeklicht_format::{
    Day, FilterTable, FilterValue, LexEntry, Manifest, PART_MARK, Root, SortTable, Weights, length_code, to_u32,
    to_usize, write_lexicon,
};
use zoeklicht_text::{ANALYZER_VERSION, Lang};

use crate::archive::{Archive, Packed};
use crate::cache::Memory;
use crate::chunks::Chunks;
use crate::dictionary;
use crate::forms::{Term, acronyms, forms};
use crate::gather::{Gathered, Known};
use crate::output::Built;
use crate::records::{Part, segment_chunks};
use crate::report::Report;
use crate::synonyms::{pins, synonyms};
use crate::term_chunks::term_chunks;
use crate::{IndexError, Settings, date, likeness};

/// The longest documents that the report names.
const LARGEST: usize = 5;

pub(crate) fn assemble(mut gathered: Gathered, settings: &Settings, memory: &mut Memory) -> Result<Built, IndexError> {
    let mut found = std::mem::take(&mut gathered.kept.terms);
    let gathered = &gathered;
    let documents = gathered.order();
    let arrived_langs = gathered.langs();
    let mut numbers = vec![0; arrived_langs.len()];
    (0..).zip(&documents).for_each(|(number, (arrived, _))| numbers[to_usize(*arrived)] = number);
    let mut problems = gathered.problems();
    problems.extend(likeness::problems(gathered, &documents)?);
    let mined = acronyms(std::mem::take(&mut found.acronyms));
    let truncated = std::mem::take(&mut found.truncated);
    let terms = forms(found.into_terms(), &truncated, &arrived_langs, &settings.exceptions);
    let synonyms = synonyms(&settings.synonyms, mined, &mut problems);
    let lang_names = documents.iter().map(|(_, known)| known.lang).collect::<BTreeSet<_>>();
    let lang_names: Vec<Lang> = lang_names.into_iter().collect();
    let counts = |lang: &Lang| documents.iter().filter(|(_, known)| known.lang == *lang).count();
    let words = [0, 1, 2].map(|field| documents.iter().map(|(_, known)| u64::from(known.lengths[field])).sum());

    // In the order of their ids.
    let mut chunks = Chunks::new()?;
    let names = documents.iter().map(|(_, known)| (known.id.as_str(), known.url.as_str()));
    let pins = pins(&settings.pinned, names, &mut problems);
    let root = Root { synonyms, pins, ..root(&documents, &lang_names) };
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
        weights: Weights {
            field: [settings.weights.title, settings.weights.headings, settings.weights.body].map(u32::from),
            ..Weights::default()
        },
        dictionary: dictionary(gathered, &documents, memory)?,
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
        filters: root.filters.iter().map(|table| (table.name.clone(), table.values.len())).collect(),
        largest: largest(&documents),
        ..Report::default()
    };
    term_chunks(&terms, &numbers, memory, |bound, chunk| {
        manifest.terms.push(bound);
        chunks.push(chunk)
    })?;
    chunks.end_kind()?;
    drop(terms);
    for part in [Part::Records, Part::Texts] {
        segment_chunks(gathered, &documents, part, &manifest.dictionary, memory, |start, chunk| {
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
    let documents = settings.keep_documents.then(|| archive(gathered, &documents, &written)).transpose()?;
    report.kept_bytes = documents.as_ref().map_or(0, Packed::bytes);
    Ok(Built { manifest: written, chunks, table: manifest, documents, report })
}

/// The documents with all that they have, to stand beside this manifest.
fn archive(gathered: &Gathered, documents: &[(u32, &Known)], manifest: &[u8]) -> Result<Packed, IndexError> {
    let mut archive = Archive::new()?;
    documents.iter().try_for_each(|(arrived, _)| archive.push(&gathered.whole(*arrived)?))?;
    archive.finish(manifest)
}

/// The dictionary of the record chunks; empty if there is too little text for one to pay.
fn dictionary(gathered: &Gathered, documents: &[(u32, &Known)], memory: &mut Memory) -> Result<Vec<u8>, IndexError> {
    let bytes: usize = documents.iter().map(|(_, known)| known.text_bytes).sum();
    if bytes < dictionary::TEXT_BYTES_MIN {
        return Ok(Vec::new());
    }
    let spread = || documents.iter().step_by(documents.len().div_ceil(dictionary::SAMPLES));
    let key = memory.key(|| spread().map(|(_, known)| known.content).collect::<Vec<_>>());
    let sample = |(arrived, _): &(u32, &Known)| -> Result<String, IndexError> {
        let document = gathered.document(*arrived)?;
        Ok([document.url, document.title, document.text].join(" "))
    };
    let samples = if memory.has(key) { Ok(Vec::new()) } else { spread().map(sample).collect() };
    let samples: Vec<String> = samples?;
    let made = memory.make(&[key], |_| dictionary::train(samples.iter().map(String::as_bytes)));
    Ok(made.concat())
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

/// `documents` in the order of the index.
fn root(documents: &[(u32, &Known)], lang_names: &[Lang]) -> Root {
    let column = |field: usize| documents.iter().map(|(_, known)| length_code(known.lengths[field])).collect();
    // More than 255 languages cannot be told apart in a byte; nobody writes them.
    let place = |(_, known): &(u32, &Known)| {
        u8::try_from(lang_names.binary_search(&known.lang).unwrap_or(0)).unwrap_or(u8::MAX)
    };
    let mut filters: BTreeMap<&str, BTreeMap<&str, Vec<u32>>> = BTreeMap::new();
    let mut sorts: BTreeMap<&str, Vec<Option<&str>>> = BTreeMap::new();
    for (doc, (_, known)) in (0..).zip(documents) {
        for (name, values) in &known.filters {
            let by_value = filters.entry(name).or_default();
            values.iter().for_each(|value| by_value.entry(value).or_default().push(doc));
        }
        // A date that cannot be read, which is reported, must not take the days from all others.
        let is_sound = |(name, key): &(&String, &String)| *name != date::KEY || date::day(key).is_some();
        for (name, key) in known.sort.iter().filter(is_sound) {
            sorts.entry(name).or_insert_with(|| vec![None; documents.len()])[to_usize(doc)] = Some(key);
        }
    }
    let value = |(value, docs): (&str, Vec<u32>)| FilterValue { value: value.into(), docs };
    let filter = |(name, values): (&str, BTreeMap<&str, Vec<u32>>)| FilterTable {
        name: name.into(),
        values: values.into_iter().map(value).collect(),
    };
    let sort = |(name, keys): (&str, Vec<_>)| {
        let (ranks, days) = ranks(&keys, name == date::KEY);
        SortTable { name: name.into(), ranks, days }
    };
    Root {
        lengths: [column(0), column(1), column(2)],
        langs: documents.iter().map(place).collect(),
        filters: filters.into_iter().map(filter).collect(),
        sorts: sorts.into_iter().map(sort).collect(),
        ..Root::default()
    }
}

/// The rank of each key from 1, 0 for none; by number if all are numbers, else by text. And the day of each rank if all keys
/// are dates: years alone are numbers too, and dates only if they `are_dates` for sure.
fn ranks(keys: &[Option<&str>], are_dates: bool) -> (Vec<u32>, Vec<Day>) {
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
    let ranks = keys.iter().map(|key| key.as_ref().map_or(0, rank)).collect();
    let days = if numbers && !are_dates { None } else { sorted.iter().map(|key| date::day(key)).collect() };
    (ranks, days.unwrap_or_default())
}

fn largest(documents: &[(u32, &Known)]) -> Vec<(String, usize)> {
    let mut all: Vec<&Known> = documents.iter().map(|(_, known)| *known).collect();
    all.sort_by(|a, b| b.text_bytes.cmp(&a.text_bytes).then_with(|| a.id.cmp(&b.id)));
    all.into_iter().take(LARGEST).map(|known| (known.id.clone(), known.text_bytes)).collect()
}

/// Says how large the index is.
fn measure(report: &mut Report, manifest: &Manifest, chunks: &Chunks, manifest_bytes: usize) {
    report.bytes.insert("manifest", manifest_bytes);
    for (id, entry) in manifest.chunks() {
        *report.bytes.entry(entry.kind.name()).or_default() += chunks.bytes(id);
    }
    report.files = chunks.len() + 1;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_ranked_as_numbers_if_all_are() {
        let ranks = |keys: &[Option<&str>]| super::ranks(keys, false).0;
        assert_eq!(ranks(&[Some("10"), None, Some("9"), Some("10.0")]), [2, 0, 1, 2]);
        assert_eq!(ranks(&[Some("2022-01-01"), Some("2021-12-31"), Some("x")]), [2, 1, 3]);
    }

    #[test]
    fn ranks_have_days_if_all_keys_are_dates() {
        let check = |keys: &[&str], are_dates: bool, expected: &[&str]| {
            let keys: Vec<Option<&str>> = keys.iter().copied().map(Some).chain([None]).collect();
            let (ranks, days) = ranks(&keys, are_dates);
            assert_eq!(days.iter().map(ToString::to_string).collect::<Vec<_>>(), expected, "{keys:?}");
            assert!(days.is_sorted() && (days.is_empty() || ranks.iter().max().copied() == Some(to_u32(days.len()))));
        };
        check(&["2022-07-08", "2021", "2022-07", "2021"], false, &["2021-01-01", "2022-07-01", "2022-07-08"]);
        check(&["2022-07-08T12:00", "2022-07-08T09:00"], false, &["2022-07-08", "2022-07-08"]);
        check(&["2022-07-08", "x"], false, &[]);
        check(&["2022", "1900"], false, &[]);
        check(&["2022", "1900"], true, &["1900-01-01", "2022-01-01"]);
    }
}
