//! `zoeklicht check-queries`: whether an index still finds something for what people search for.
//!
//! Not here: how good the answers are (see `eval`).

use std::path::Path;

use anyhow::Context as _;
use serde::Serialize;
use zoeklicht_indexer::message;
use zoeklicht_query::{Answer, Options};

use crate::args::CheckQueriesArgs;
use crate::open::Folder;
use crate::{Outcome, print, print_json, said, summary};

/// What `--json` prints.
#[derive(Serialize, schemars::JsonSchema)]
pub(crate) struct Checked {
    queries: Vec<Query>,
    /// Queries that find nothing.
    empty: usize,
}

/// A query with what it finds.
#[derive(Serialize, schemars::JsonSchema)]
struct Query {
    query: String,
    /// How many documents match.
    total: usize,
    /// The best of them.
    first: Option<First>,
    /// The query that was answered instead.
    corrected: Option<String>,
}

#[derive(Serialize, schemars::JsonSchema)]
struct First {
    id: String,
    url: String,
    title: String,
}

pub(crate) fn run(args: &CheckQueriesArgs) -> anyhow::Result<Outcome> {
    let queries = read(&args.file)?;
    let mut folder = Folder::open(&args.index)?;
    let queries = queries.iter().map(|query| ask(&mut folder, query)).collect::<anyhow::Result<Vec<Query>>>()?;
    let empty = queries.iter().filter(|query| query.total == 0).count();
    let checked = Checked { queries, empty };
    if args.json {
        print_json(&checked)?
    } else {
        print(&text(&checked))?
    }
    Ok(if empty == 0 { Outcome::Fine } else { Outcome::Findings })
}

fn read(path: &Path) -> anyhow::Result<Vec<String>> {
    let text = std::fs::read_to_string(path).with_context(|| said::unread(path))?;
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(&text);
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let queries: Vec<String> = lines.map(str::to_owned).collect();
    if queries.is_empty() {
        return Err(said::with_hint(
            message!("`{0}` has no queries", "`{0}` heeft geen zoekvragen", path.display()),
            message!(
                "write one a line; a line that begins with `#` is a comment",
                "schrijf er één per regel; een regel die met `#` begint, is uitleg"
            ),
        ));
    }
    Ok(queries)
}

/// Asks as the search box does, with the spelling corrected.
fn ask(folder: &mut Folder, query: &str) -> anyhow::Result<Query> {
    let options = Options { limit: 1, spelling: true, ..Options::default() };
    let Answer { query, total, corrected, hits, .. } = folder.search(query, options)?;
    let first = hits.into_iter().next().map(|hit| First { id: hit.id, url: hit.url, title: hit.title });
    Ok(Query { query, total, first, corrected })
}

fn text(Checked { queries, empty }: &Checked) -> String {
    let head = [
        message!("Query", "Zoekvraag"),
        message!("Total", "Aantal"),
        message!("First", "Eerste"),
        message!("Corrected", "Verbeterd"),
    ]
    .map(|title| title.to_string());
    let row = |query: &Query| {
        let first = query.first.as_ref().map_or("-", |first| &first.url);
        let corrected = query.corrected.clone().unwrap_or_default();
        [query.query.clone(), summary::grouped(query.total), first.into(), corrected]
    };
    let rows: Vec<[String; 4]> = std::iter::once(head).chain(queries.iter().map(row)).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let (asked, totals, firsts) = (width(0), width(1), width(2));
    let line = |[query, total, first, corrected]: &[String; 4]| {
        let line = format!("{query:asked$}  {total:>totals$}  {first:firsts$}  {corrected}");
        line.trim_end().to_owned() + "\n"
    };
    let table: String = rows.iter().map(line).collect();
    let all = queries.len();
    let end = match empty {
        1 => message!("1 of {all} finds nothing", "1 van de {all} vindt niets"),
        _ => message!("{empty} of {all} find nothing", "{empty} van de {all} vinden niets"),
    };
    table + &format!("\n{end}\n")
}
