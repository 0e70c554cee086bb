//! `zoeklicht explain`: what a code means, why it matters and how to mend it.

use std::io::Write as _;

use anstyle::Style;
use anyhow::Context as _;
use zoeklicht_indexer::Code;

use crate::Outcome;
use crate::args::ExplainArgs;

pub(crate) fn run(args: &ExplainArgs) -> anyhow::Result<Outcome> {
    let bold = Style::new().bold();
    let text = match args.code {
        Some(code) => {
            let (number, name) = (code.number(), code.name());
            format!("{bold}{number} {name}{bold:#} ({})\n\n{}\n", code.severity().name(), code.explanation())
        }
        None => Code::ALL.iter().map(|code| line(*code)).collect(),
    };
    anstream::stdout().lock().write_all(text.as_bytes()).context("the explanation could not be written")?;
    Ok(Outcome::Fine)
}

fn line(code: Code) -> String {
    let (number, name, summary) = (code.number(), code.name(), code.summary(1));
    format!("{number}  {name:20}  {:7}  {summary}\n", code.severity().name())
}

/// The code with this number or name.
///
/// # Errors
/// The one that is nearest, and where to find all.
pub(crate) fn parse(text: &str) -> Result<Code, String> {
    Code::parse(text).ok_or_else(|| {
        let (upper, lower) = (text.to_uppercase(), text.to_lowercase());
        let like = |code: &Code| strsim::jaro(&upper, code.number()).max(strsim::jaro(&lower, code.name()));
        let nearest = Code::ALL.iter().max_by(|a, b| like(a).total_cmp(&like(b)));
        let nearest = nearest.map(|code| format!("the nearest is `{}`, `{}`; ", code.number(), code.name()));
        nearest.unwrap_or_default() + "`zoeklicht explain` lists all"
    })
}
