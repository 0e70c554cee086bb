//! The table at the end of a build.

use std::collections::BTreeMap;
use std::fmt::{Display, Write as _};
use std::path::Path;
use std::time::Duration;

use zoeklicht_indexer::{Code, Language, Message, Problem, Report, Severity, message};

/// What is in the index, what is not and why, and what it weighs; a row a line.
pub(crate) fn table(report: &Report, is_verbose: bool, took: Duration) -> String {
    let by_code = report.by_code();
    let mut rows: Vec<[String; 3]> = Vec::new();
    let mut row = |name: Message, figure: String, detail: String| rows.push([name.to_string(), figure, detail]);
    row(message!("Documents", "Documenten"), grouped(report.documents), pairs(&report.languages));
    let different = grouped(report.terms);
    let different = message!("{different} different", "{different} verschillende");
    row(message!("Words", "Woorden"), grouped(report.words), different.to_string());
    if !report.filters.is_empty() {
        let values = pairs(&report.filters);
        let values = message!("with values: {values}", "met waarden: {values}");
        row(message!("Filters", "Filters"), grouped(report.filters.len()), values.to_string());
    }
    let of = |severity| counts(&by_code, severity);
    for (name, (count, mut codes), is_shown) in [
        (message!("Skipped", "Overgeslagen"), of(Severity::Error), true),
        (message!("Warnings", "Waarschuwingen"), of(Severity::Warning), true),
        (message!("Notes", "Opmerkingen"), of(Severity::Note), is_verbose),
    ] {
        if count > 0 && !is_shown {
            codes += message!(" (`--verbose` shows them)", " (`--verbose` toont ze)").text();
        }
        row(name, grouped(count), codes);
    }
    let files = report.files;
    row(
        message!("Index", "Index"),
        bytes(report.total_bytes()),
        message!("in {files} files", "in {files} bestanden").to_string(),
    );
    for (kind, size) in &report.bytes {
        row(message!("  {kind}", "  {kind}"), bytes(*size), String::new());
    }
    if report.kept_bytes > 0 {
        let kept = message!("Documents kept", "Documenten bewaard");
        let use_of_it = message!("beside the index, to merge it", "naast de index, om hem samen te voegen");
        row(kept, bytes(report.kept_bytes), use_of_it.to_string());
    }
    for (number, (id, size)) in report.largest.iter().enumerate() {
        let name = if number == 0 { message!("Largest", "Grootste") } else { message!("", "") };
        row(name, bytes(*size), id.clone());
    }
    row(message!("Time", "Tijd"), format!("{} s", decimal(took.as_secs_f64(), 2)), String::new());

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
pub(crate) fn place(out: &Path, is_dry_run: bool) -> Message {
    let out = out.display();
    if is_dry_run {
        message!("The index would go to {out}", "De index zou in {out} komen")
    } else {
        message!("The index is in {out}", "De index staat in {out}")
    }
}

/// How many problems are this bad, and of which codes.
pub(crate) fn counts(by_code: &BTreeMap<Code, Vec<&Problem>>, severity: Severity) -> (usize, String) {
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
    let separator = match Language::spoken() {
        Language::En => ',',
        Language::Nl => '.',
    };
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

/// A number with so many decimals.
pub(crate) fn decimal(number: f64, places: usize) -> String {
    let text = format!("{number:.places$}");
    match Language::spoken() {
        Language::En => text,
        Language::Nl => text.replace('.', ","),
    }
}

/// A number of bytes.
pub(crate) fn bytes(count: impl TryInto<u64>) -> String {
    Message::of_bytes(count).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_for_people() {
        for (number, expected) in [(0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(grouped(number), expected);
        }
    }
}
