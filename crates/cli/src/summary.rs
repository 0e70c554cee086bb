//! The table at the end of a build.

use std::collections::BTreeMap;
use std::fmt::{Display, Write as _};
use std::path::Path;
use std::time::Duration;

use zoeklicht_indexer::{Code, Problem, Report, Severity};

/// What is in the index, what is not and why, and what it weighs; a row a line.
pub(crate) fn table(report: &Report, is_verbose: bool, took: Duration) -> String {
    let by_code = report.by_code();
    let mut rows: Vec<[String; 3]> = Vec::new();
    let mut row = |name: &str, figure: String, detail: String| rows.push([name.into(), figure, detail]);
    row("Documents", grouped(report.documents), pairs(&report.languages));
    row("Words", grouped(report.words), format!("{} different", grouped(report.terms)));
    if !report.filters.is_empty() {
        row("Filters", grouped(report.filters.len()), format!("with values: {}", pairs(&report.filters)));
    }
    let of = |severity| counts(&by_code, severity);
    for (name, (count, mut codes), is_shown) in [
        ("Skipped", of(Severity::Error), true),
        ("Warnings", of(Severity::Warning), true),
        ("Notes", of(Severity::Note), is_verbose),
    ] {
        if count > 0 && !is_shown {
            codes += " (`--verbose` shows them)";
        }
        row(name, grouped(count), codes);
    }
    row("Index", bytes(report.total_bytes()), format!("in {} files", report.files));
    for (kind, size) in &report.bytes {
        row(&format!("  {kind}"), bytes(*size), String::new());
    }
    for (number, (id, size)) in report.largest.iter().enumerate() {
        row(if number == 0 { "Largest" } else { "" }, bytes(*size), id.clone());
    }
    row("Time", format!("{:.2} s", took.as_secs_f64()), String::new());

    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let (names, figures) = (width(0), width(1));
    let mut text = String::new();
    for [name, figure, detail] in &rows {
        let line = format!("{name:names$}  {figure:>figures$}  {detail}");
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text
}

/// Where the index went, as the last line says it.
pub(crate) fn place(out: &Path, is_dry_run: bool) -> String {
    let verb = if is_dry_run { "would go to" } else { "is in" };
    format!("The index {verb} {}", out.display())
}

/// How many problems are this bad, and of which codes.
fn counts(by_code: &BTreeMap<Code, Vec<&Problem>>, severity: Severity) -> (usize, String) {
    let chosen = || by_code.iter().filter(|(code, _)| code.severity() == severity);
    let codes: Vec<_> =
        chosen().map(|(code, problems)| format!("{} {} {}", code.number(), code.name(), problems.len())).collect();
    (chosen().map(|(_, problems)| problems.len()).sum(), codes.join(", "))
}

fn pairs(counts: &BTreeMap<String, usize>) -> String {
    let pairs: Vec<_> = counts.iter().map(|(name, count)| format!("{name} {}", grouped(count))).collect();
    pairs.join(", ")
}

/// A whole number in groups of three digits.
pub(crate) fn grouped(number: impl Display) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number of bytes in the decimal units of SI, to a tenth.
pub(crate) fn bytes(count: usize) -> String {
    let tenths = |unit: usize| {
        let tenths = count.saturating_mul(10).div_ceil(unit);
        format!("{}.{}", tenths / 10, tenths % 10)
    };
    match count {
        0..1_000 => format!("{count} B"),
        1_000..1_000_000 => format!("{} kB", tenths(1_000)),
        _ => format!("{} MB", tenths(1_000_000)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_for_people() {
        for (number, expected) in [(0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(grouped(number), expected);
        }
        for (count, expected) in
            [(0, "0 B"), (999, "999 B"), (1_000, "1.0 kB"), (1_001, "1.1 kB"), (20_300_000, "20.3 MB")]
        {
            assert_eq!(bytes(count), expected);
        }
    }
}
