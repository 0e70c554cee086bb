//! `zoeklicht search`: asks an index in a folder.

use std::collections::BTreeMap;
use std::io::Write;

use anstream::{AutoStream, ColorChoice};
use anyhow::Context as _;
use serde::Serialize as _;
use zoeklicht_query::{Answer, Hit, Options};

use crate::Outcome;
use crate::args::SearchArgs;
use crate::open::Folder;

pub(crate) fn run(args: &SearchArgs) -> anyhow::Result<Outcome> {
    let mut filters: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (key, value) in &args.filter {
        filters.entry(key.clone()).or_default().push(value.clone());
    }
    let options = Options {
        limit: args.limit,
        filters,
        sort: args.sort.clone(),
        lang: args.lang.clone(),
        spelling: true,
        explain: args.explain,
        ..Options::default()
    };
    let answer = Folder::open(&args.index)?.search(&args.query, options)?;
    let stdout = std::io::stdout();
    let bold = AutoStream::choice(&stdout) != ColorChoice::Never;
    let mut stdout = stdout.lock();
    let written = if args.json {
        serde_json::to_writer(&mut stdout, &answer).map_err(std::io::Error::from).and_then(|()| writeln!(stdout))
    } else {
        show(&answer, bold, &mut stdout)
    };
    match written {
        // Whoever reads us has read enough.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => {}
        written => written.context("the answer could not be written")?,
    }
    Ok(if answer.total == 0 { Outcome::Findings } else { Outcome::Fine })
}

fn show(answer: &Answer, bold: bool, out: &mut impl Write) -> std::io::Result<()> {
    let (on, off) = if bold { ("\x1B[1m", "\x1B[0m") } else { ("", "") };
    if let Some(corrected) = &answer.corrected {
        writeln!(out, "Nothing for `{}`; showing results for `{corrected}`.", answer.query)?;
    }
    if !answer.also.is_empty() {
        writeln!(out, "Also searched for `{}`.", answer.also.join("`, `"))?;
    }
    let time = std::time::Duration::from_micros(answer.took_us);
    writeln!(out, "{} documents in {:.1} ms", answer.total, time.as_secs_f64() * 1000.0)?;
    for (number, hit) in answer.hits.iter().enumerate() {
        writeln!(out, "\n{:>2}. {on}{}{off}\n    {}", number + 1, hit.title, hit.url)?;
        write!(out, "    ")?;
        for span in &hit.excerpt {
            if span.mark { write!(out, "{on}{}{off}", span.text)? } else { write!(out, "{}", span.text)? }
        }
        writeln!(out)?;
        if !hit.reasons.is_empty() {
            explain(hit, out)?;
        }
    }
    if let Some(other) = &answer.did_you_mean {
        writeln!(out, "\nDid you mean `{other}`?")?;
    }
    Ok(())
}

/// The reasons for a score, with the terms that matched under each.
fn explain(hit: &Hit, out: &mut impl Write) -> std::io::Result<()> {
    writeln!(out, "    score {:.3}", hit.score)?;
    for reason in &hit.reasons {
        write!(out, "    {:>+9.3} {}", reason.score, reason.rule)?;
        if !reason.matched.is_empty() {
            write!(out, ", idf {:.3}", reason.idf)?;
        }
        writeln!(out)?;
        for matched in &reason.matched {
            let kind = std::fmt::from_fn(|f| matched.kind.serialize(f));
            write!(out, "              {} ({kind}, weight {:.2})", matched.term, matched.weight)?;
            let fields = ["title", "headings", "body"].iter().zip(matched.occurrences);
            for (field, occurrences) in fields.filter(|(_, occurrences)| *occurrences > 0) {
                write!(out, " {field} {occurrences}")?;
            }
            writeln!(out)?;
        }
    }
    Ok(())
}
