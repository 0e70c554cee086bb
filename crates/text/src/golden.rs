//! The tables of `corpus/words`: what becomes of real words, row by row.
//!
//! A row is a word, its folded form, its class (named by one form) and its parts, `-` for none. Rows after `# not yet:`
//! are what still comes out otherwise, with what comes out; they are not compared.

#![allow(clippy::cast_possible_truncation, reason = "frequencies in a test are small")]

use std::collections::BTreeMap;

use crate::{Lang, Splitter, Word, classes, fold, known::known_words};

/// A row of a table.
struct Row {
    spelling: String,
    term: &'static str,
    class: &'static str,
    parts: &'static str,
    df: u32,
}

fn rows(lang: Lang, table: &'static str) -> Vec<Row> {
    let frequencies: BTreeMap<&str, f64> = known_words(lang).collect();
    let lines = table.lines().take_while(|line| *line != "# not yet:").filter(|line| !line.starts_with('#'));
    let row = |line: &'static str| {
        let [word, term, class, parts] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("not a row: {line}") };
        // As in a corpus of ten million words, in which every word of the table stands.
        let df = 1 + frequencies.get(term).map_or(0, |count| *count as u32);
        Row { spelling: word.to_lowercase(), term, class, parts, df }
    };
    lines.map(row).collect()
}

#[track_caller]
fn check(lang: &str, table: &'static str, least: usize) {
    let lang = Lang::parse(lang).unwrap_or(Lang::UND);
    let rows = rows(lang, table);
    assert!(rows.len() >= least, "{lang}: {} rows", rows.len());
    let words: Vec<Word<'_>> =
        rows.iter().map(|row| Word { term: row.term, spelling: &row.spelling, df: row.df }).collect();
    let splitter = Splitter::new(lang, rows.iter().map(|row| (row.term, row.df)));
    let numbers = classes(lang, &words, &[]);
    let mut number_of: BTreeMap<&str, u32> = BTreeMap::new();
    let mut class_of: BTreeMap<u32, &str> = BTreeMap::new();
    let mut wrong = Vec::new();
    for (row, number) in rows.iter().zip(numbers) {
        if fold(&row.spelling) != row.term {
            wrong.push(format!("{}: folded {}", row.spelling, fold(&row.spelling)));
        }
        if *number_of.entry(row.class).or_insert(number) != number {
            wrong.push(format!("{}: not in the class of {}", row.spelling, row.class));
        }
        let class = *class_of.entry(number).or_insert(row.class);
        if class != row.class {
            wrong.push(format!("{}: in the class of {class}", row.spelling));
        }
        let parts: Vec<&str> = splitter.split(row.term).into_iter().flatten().map(|part| &row.term[part]).collect();
        let parts = if parts.is_empty() { "-".to_owned() } else { parts.join("+") };
        if parts != row.parts {
            wrong.push(format!("{}: split {parts}, not {}", row.spelling, row.parts));
        }
    }
    assert!(wrong.is_empty(), "{lang}: {} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_dutch_row_comes_out() {
    check("nl", include_str!("../../../corpus/words/nl.tsv"), 300);
}

#[test]
fn every_german_row_comes_out() {
    check("de", include_str!("../../../corpus/words/de.tsv"), 60);
}

#[test]
fn every_french_row_comes_out() {
    check("fr", include_str!("../../../corpus/words/fr.tsv"), 60);
}

#[test]
fn every_english_row_comes_out() {
    check("en", include_str!("../../../corpus/words/en.tsv"), 60);
}
