//! `zoeklicht explain`: what a code means, why it matters and how to mend it; and what the JSON of each command holds.

use std::io::Write as _;

use anstyle::Style;
use anyhow::Context as _;
use schemars::Schema;
use schemars::generate::SchemaSettings;
use zoeklicht_indexer::{Code, Message, Report, Severity, message};
use zoeklicht_query::Answer;

use crate::args::{ExplainArgs, Output};
use crate::config::pretty;
use crate::{Outcome, check_queries, diff, doctor, eval, inspect, suggest, verify};

pub(crate) fn run(args: &ExplainArgs) -> anyhow::Result<Outcome> {
    let bold = Style::new().bold();
    let text = match (args.schema, args.code) {
        (Some(output), _) => pretty(&schema(output).into())?,
        (None, Some(code)) => {
            let (number, name) = (code.number(), code.name());
            format!("{bold}{number} {name}{bold:#} ({})\n\n{}\n", code.severity().label(), code.explanation())
        }
        (None, None) => Code::ALL.iter().map(|code| line(*code)).collect(),
    };
    anstream::stdout()
        .lock()
        .write_all(text.as_bytes())
        .context(message!("the explanation could not be written", "de uitleg kon niet geschreven worden"))?;
    Ok(Outcome::Fine)
}

/// The JSON Schema of what a command prints. Members may come to it in later versions; none changes its meaning.
fn schema(output: Output) -> Schema {
    let generator = SchemaSettings::default().for_serialize().into_generator();
    match output {
        Output::Index => generator.into_root_schema_for::<Report>(),
        #[cfg(not(target_os = "wasi"))]
        Output::Crawl => generator.into_root_schema_for::<crate::crawl::Summary<'_>>(),
        Output::Search => generator.into_root_schema_for::<Answer>(),
        Output::Suggest => generator.into_root_schema_for::<suggest::Suggestions<'_>>(),
        Output::CheckQueries => generator.into_root_schema_for::<check_queries::Checked>(),
        Output::Eval => generator.into_root_schema_for::<eval::Figures>(),
        Output::Inspect => generator.into_root_schema_for::<inspect::Contents<'_>>(),
        Output::Diff => generator.into_root_schema_for::<diff::Difference>(),
        Output::Verify => generator.into_root_schema_for::<verify::Verified>(),
        Output::Doctor => generator.into_root_schema_for::<doctor::Checks>(),
    }
}

fn line(code: Code) -> String {
    let (number, name, summary) = (code.number(), code.name(), code.summary(1));
    let widths = [Severity::Note, Severity::Warning, Severity::Error].map(|severity| severity.label().text().len());
    let width = widths.into_iter().max().unwrap_or_default();
    format!("{number}  {name:20}  {:width$}  {summary}\n", code.severity().label())
}

/// The code with this number or name.
///
/// # Errors
/// The one that is nearest, and where to find all.
pub(crate) fn parse(text: &str) -> Result<Code, Message> {
    Code::parse(text).ok_or_else(|| {
        let (upper, lower) = (text.to_uppercase(), text.to_lowercase());
        let like = |code: &Code| strsim::jaro(&upper, code.number()).max(strsim::jaro(&lower, code.name()));
        let nearest = Code::ALL.iter().max_by(|a, b| like(a).total_cmp(&like(b)));
        let (number, name) = nearest.map(|code| (code.number(), code.name())).unwrap_or_default();
        message!(
            "the nearest is `{number}`, `{name}`; `zoeklicht explain` lists all",
            "het dichtst erbij is `{number}`, `{name}`; `zoeklicht explain` toont ze alle"
        )
    })
}
