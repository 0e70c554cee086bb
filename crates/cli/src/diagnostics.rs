//! What a build or a crawl found, for people on a terminal and for the log of a continuous integration.
//!
//! Invariants
//! - Problems of one code stand together: a thousand pages with one mistake are one thing to mend.
//! - Colours are written always and taken out on the way to where nobody sees them (crate `anstream`).
//!
//! Not here: what there is to find, and its explanation (see the indexer).

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anstyle::{AnsiColor, Style};
use zoeklicht_indexer::{Code, Message, Problem, Report, Severity, message};

use crate::args::{Format, FoundArgs};
use crate::{junit, print};

/// Places of one code that are shown to someone who did not ask for all.
const PLACES: usize = 3;

/// A command that could not do its work, as it is shown, and what it exits with.
#[derive(Debug, thiserror::Error)]
#[error("{shown}")]
pub(crate) struct Failure {
    pub(crate) shown: String,
    pub(crate) exit: u8,
}

impl Failure {
    /// One that has no line to show.
    pub(crate) fn new(code: Code, exit: u8, reason: &Message, help: &Message) -> Failure {
        let (on, bold) = (style(Severity::Error), Style::new().bold());
        let (kind, number) = (Severity::Error.label(), code.number());
        let title = format!("{on}{kind}[{number}]{on:#}{bold}: {}{bold:#}", plain(reason.text()));
        let (help_word, explain, help) = (help_word(), explain_word(), plain(help.text()));
        Failure { shown: format!("{title}\n  {help_word}: {help}\n  {explain}: zoeklicht explain {number}"), exit }
    }
}

/// What stands before what to do.
fn help_word() -> Message {
    message!("help", "tip")
}

/// What stands before the command that explains a code.
pub(crate) fn explain_word() -> Message {
    message!("explain", "uitleg")
}

/// Writes what was found to where it belongs: for a workflow it is data, for people it is not. JSON is the caller's.
pub(crate) fn say(args: &FoundArgs, report: &Report, sources: &[PathBuf]) -> anyhow::Result<()> {
    match args.format() {
        Format::Github => print(&github(report, sources)),
        Format::Junit => print(&junit::document(report, sources)?),
        Format::Text | Format::Json => {
            if !args.quiet {
                anstream::eprint!("{}", text(report, args.verbose));
            }
            Ok(())
        }
    }
}

/// All findings by code, notes too if all is asked for; with the first places of each, or all.
fn text(report: &Report, is_verbose: bool) -> String {
    let mut text = String::new();
    for (code, problems) in report.by_code() {
        if is_verbose || code.severity() > Severity::Note {
            // Writing to a String cannot fail.
            let _ = group(&mut text, code, &problems, is_verbose);
        }
    }
    text
}

fn group(text: &mut String, code: Code, problems: &[&Problem], is_verbose: bool) -> fmt::Result {
    let (on, bold, dim) = (style(code.severity()), Style::new().bold(), Style::new().dimmed());
    let count = problems.len();
    let (kind, number, summary) = (code.severity().label(), code.number(), code.summary(count));
    writeln!(text, "{on}{kind}[{number}]{on:#}{bold}: {count} {summary}{bold:#}")?;
    // Where all say the same, the heading has said it.
    let is_one_reason = problems.iter().all(|problem| problem.reason == problems[0].reason);
    let shown = if is_verbose { count } else { count.min(PLACES) };
    for problem in &problems[..shown] {
        let line = problem.line.map(|line| format!(":{line}")).unwrap_or_default();
        let reason =
            if is_one_reason && count > 1 { String::new() } else { format!(" {}", plain(problem.reason.text())) };
        writeln!(text, "  {dim}-->{dim:#} {}{line}{reason}", plain(&problem.place))?;
    }
    if count > shown {
        let more = count - shown;
        let more = message!("and {more} more; `--verbose` shows all", "en nog {more}; `--verbose` toont ze alle");
        writeln!(text, "      {more}")?;
    }
    let helps: BTreeSet<&str> = problems[..shown].iter().map(|problem| problem.help.text()).collect();
    for help in helps {
        writeln!(text, "  {bold}{}{bold:#}: {}", help_word(), plain(help))?;
    }
    writeln!(text, "  {bold}{}{bold:#}: zoeklicht explain {number}\n", explain_word())
}

/// Commands by which a workflow of GitHub marks files and lines ("Workflow commands", `error`, `warning`, `notice`).
fn github(report: &Report, sources: &[PathBuf]) -> String {
    let mut text = String::new();
    for problem in &report.problems {
        let Problem { code, place, line, reason, help } = problem;
        let kind = if code.severity() == Severity::Note { "notice" } else { code.severity().name() };
        let file = file(sources, place);
        let file = file.map(|path| format!("file={},", property(&path.to_string_lossy()))).unwrap_or_default();
        let line = line.map(|line| format!("line={line},")).unwrap_or_default();
        let message = data(&format!("`{place}` {reason}\n{}: {help}", help_word()));
        let _ = writeln!(text, "::{kind} {file}{line}title={} {}::{message}", code.number(), code.name());
    }
    text
}

/// The file of a place; none for what is no file, such as a rule of synonyms.
pub(crate) fn file(sources: &[PathBuf], place: &str) -> Option<PathBuf> {
    sources.iter().map(|source| path_of(source, place)).find(|path| path.is_file())
}

/// Where a file is that has this path within its source.
fn path_of(source: &Path, place: &str) -> PathBuf {
    if source.is_file() && source.file_name().is_some_and(|name| name == place) {
        source.into()
    } else {
        source.join(place)
    }
}

/// The message of a workflow command, as GitHub's own toolkit writes it.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// Text of a page or the name of a file, in which nothing can move the cursor or colour the screen.
fn plain(text: &str) -> Cow<'_, str> {
    if text.contains(char::is_control) { text.replace(char::is_control, "\u{FFFD}").into() } else { text.into() }
}

fn style(severity: Severity) -> Style {
    let color = match severity {
        Severity::Note => AnsiColor::Cyan,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Error => AnsiColor::Red,
    };
    color.on_default().bold()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workflow_command_escapes_what_would_end_it() {
        let problem = Problem::new(Code::NoTitle, "a,b.html", message!("is 100 %\nfull", ""), message!("no", ""));
        let report = Report { problems: vec![problem], ..Report::default() };
        let expected = "::warning title=Z102 no-title::`a,b.html` is 100 %25%0Afull%0Ahelp: no\n";
        assert_eq!(github(&report, &["nowhere".into()]), expected);
        assert_eq!(property("a:b,c%"), "a%3Ab%2Cc%25");
    }

    #[test]
    fn a_name_cannot_write_to_the_terminal() {
        let problem = Problem::new(Code::NoTitle, "a\x1B[2J.html", message!("has no title", ""), message!("no", ""));
        let report = Report { problems: vec![problem], ..Report::default() };
        assert!(text(&report, false).contains("a\u{FFFD}[2J.html has no title"));
    }
}
