//! `zoeklicht search`: asks an index in a folder.

use std::collections::BTreeMap;
use std::io::Write;

use anstream::{AutoStream, ColorChoice};
use anyhow::Context as _;
use serde::Serialize as _;
use zoeklicht_indexer::message;
use zoeklicht_query::{Answer, DateRange, Hit, Options, Span, WholeText};

use crate::args::SearchArgs;
use crate::open::Folder;
use crate::{Outcome, summary};

pub(crate) fn run(args: &SearchArgs) -> anyhow::Result<Outcome> {
    let mut filters: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (key, value) in &args.filter {
        filters.entry(key.clone()).or_default().push(value.clone());
    }
    let SearchArgs { from, to, date_key, .. } = args;
    let has_range = from.is_some() || to.is_some();
    let range = has_range.then(|| DateRange { key: date_key.clone(), from: *from, to: *to });
    let options = Options {
        limit: args.limit,
        filters: filters.into_iter().collect(),
        dates: range.into_iter().collect(),
        sort: args.sort.clone(),
        lang: args.lang.clone(),
        spelling: true,
        explain: args.explain,
        text: args.text.then_some(WholeText::PASSAGES),
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
        written => {
            written.context(message!("the answer could not be written", "het antwoord kon niet geschreven worden"))?
        }
    }
    Ok(if answer.total == 0 { Outcome::Findings } else { Outcome::Fine })
}

fn show(answer: &Answer, bold: bool, out: &mut impl Write) -> std::io::Result<()> {
    let (on, off) = if bold { ("\x1B[1m", "\x1B[0m") } else { ("", "") };
    if let Some(corrected) = &answer.corrected {
        let query = &answer.query;
        let said = message!(
            "Nothing for `{query}`; showing results for `{corrected}`.",
            "Niets voor `{query}`; u ziet resultaten voor `{corrected}`."
        );
        writeln!(out, "{said}")?;
    }
    if !answer.also.is_empty() {
        let also = answer.also.join("`, `");
        writeln!(out, "{}", message!("Also searched for `{also}`.", "Ook gezocht naar `{also}`."))?;
    }
    let time = std::time::Duration::from_micros(answer.took_us);
    let (total, time) = (answer.total, summary::decimal(time.as_secs_f64() * 1000.0, 1));
    writeln!(out, "{}", message!("{total} documents in {time} ms", "{total} documenten in {time} ms"))?;
    for (number, hit) in answer.hits.iter().enumerate() {
        writeln!(out, "\n{:>2}. {on}{}{off}\n    {}", number + 1, hit.title, hit.url)?;
        let mut paragraph = |spans: &[Span]| {
            write!(out, "    ")?;
            for span in spans {
                if span.mark { write!(out, "{on}{}{off}", span.text)? } else { write!(out, "{}", span.text)? }
            }
            writeln!(out)
        };
        if hit.text.is_empty() {
            paragraph(&hit.excerpt)?;
        }
        for passage in &hit.text {
            for spans in [&passage.title, &passage.text].into_iter().filter(|spans| !spans.is_empty()) {
                paragraph(spans)?;
            }
        }
        if !hit.reasons.is_empty() {
            explain(hit, out)?;
        }
    }
    if let Some(other) = &answer.did_you_mean {
        writeln!(out, "\n{}", message!("Did you mean `{other}`?", "Bedoelde u `{other}`?"))?;
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
