//! `zoeklicht eval`: how well an index answers queries of which someone has judged the answers.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, bail};
use rayon::prelude::*;
use zoeklicht_indexer::message;
use zoeklicht_query::{Judgements, Measures, Options};

use crate::args::EvalArgs;
use crate::open::Folder;
use crate::{Outcome, said};

#[derive(serde::Deserialize)]
struct Query {
    #[serde(rename = "_id")]
    id: String,
    text: String,
}

/// What `--json` prints.
#[derive(serde::Serialize, schemars::JsonSchema)]
pub(crate) struct Figures {
    queries: usize,
    #[serde(flatten)]
    means: Measures,
    /// Queries that find nothing.
    empty: usize,
}

/// How one query was answered.
struct Answered<'q> {
    query: &'q Query,
    measures: Measures,
    ranking: Vec<String>,
}

pub(crate) fn run(args: &EvalArgs) -> anyhow::Result<Outcome> {
    let qrels = read_qrels(&args.qrels)?;
    let excluded = args.exclude.as_deref().map(read_qrels).transpose()?.unwrap_or_default();
    let queries = read_queries(&args.queries)?;
    // As BEIR has it: a query without judgements says nothing.
    let judged: Vec<&Query> = queries.iter().filter(|query| qrels.contains_key(&query.id)).collect();
    if judged.is_empty() {
        bail!(message!(
            "no query of `{0}` has judgements in `{1}`",
            "geen enkele zoekvraag van `{0}` heeft een oordeel in `{1}`",
            args.queries.display(),
            args.qrels.display()
        ));
    }
    let nothing = Judgements::new();
    // Opened first, so that a missing index is said once.
    Folder::open(&args.index)?;
    let answer = |folder: &mut anyhow::Result<Folder>, query: &&'_ Query| {
        let folder = folder.as_mut().map_err(|error| anyhow::anyhow!(said::error(error)))?;
        let left_out = excluded.get(&query.id).unwrap_or(&nothing);
        let limit = Measures::DEPTH + left_out.len();
        let options = Options { limit, without: args.without.iter().copied().collect(), ..Options::default() };
        let answer = folder.search(&query.text, options)?;
        let ids = answer.hits.into_iter().map(|hit| hit.id).filter(|id| !left_out.contains_key(id));
        let ranking: Vec<String> = ids.take(Measures::DEPTH).collect();
        let measures = Measures::of(ranking.iter().map(String::as_str), &qrels[&query.id]);
        Ok((measures, ranking))
    };
    let answered: Vec<Answered<'_>> = judged
        .par_iter()
        .map_init(
            || Folder::open(&args.index),
            |folder, query| answer(folder, query).map(|(measures, ranking)| Answered { query, measures, ranking }),
        )
        .collect::<anyhow::Result<_>>()?;
    let all: Vec<Measures> = answered.iter().map(|answered| answered.measures).collect();
    let empty = answered.iter().filter(|answered| answered.ranking.is_empty()).count();
    let figures = Figures { queries: all.len(), means: Measures::mean(&all), empty };
    let mut out = std::io::stdout().lock();
    if args.json {
        serde_json::to_writer(&mut out, &figures)
            .context(message!("the figures could not be written", "de cijfers konden niet geschreven worden"))?;
        writeln!(out)?;
        return Ok(Outcome::Fine);
    }
    if args.each {
        for Answered { query, measures, ranking } in &answered {
            let first = ranking.first().map_or("-", String::as_str);
            writeln!(out, "{}\t{:.3}\t{}\t{first}", query.id, measures.ndcg_10, query.text)?;
        }
        return Ok(Outcome::Fine);
    }
    let Measures { ndcg_10, map, mrr_10, success_1, success_10, recall_100 } = figures.means;
    let queries = figures.queries;
    writeln!(
        out,
        "{}",
        message!("queries     {queries}, {empty} find nothing", "zoekvragen  {queries}, {empty} vinden niets")
    )?;
    let rows = [
        ("nDCG@10", ndcg_10),
        ("MAP", map),
        ("MRR@10", mrr_10),
        ("success@1", success_1),
        ("success@10", success_10),
        ("recall@100", recall_100),
    ];
    for (name, figure) in rows {
        writeln!(out, "{name:<11} {figure:.4}")?;
    }
    Ok(Outcome::Fine)
}

fn read(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| said::unread(path))
}

fn read_queries(path: &Path) -> anyhow::Result<Vec<Query>> {
    let text = read(path)?;
    let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    let mut seen = BTreeSet::new();
    let query = |(number, line): (usize, &str)| {
        let query: Query = serde_json::from_str(line).with_context(|| {
            message!(
                "{0}:{number} is not a query; a line is {{\"_id\": \"1\", \"text\": \"…\"}}",
                "{0}:{number} is geen zoekvraag; een regel is {{\"_id\": \"1\", \"text\": \"…\"}}",
                path.display()
            )
        })?;
        if !seen.insert(query.id.clone()) {
            bail!(message!(
                "{0}:{number}: there are two queries with the id `{1}`",
                "{0}:{number}: er zijn twee zoekvragen met `{1}` als `_id`",
                path.display(),
                query.id
            ));
        }
        Ok(query)
    };
    lines.map(query).collect()
}

/// Judgements by query: tab-separated with a header, as BEIR has them.
fn read_qrels(path: &Path) -> anyhow::Result<BTreeMap<String, Judgements>> {
    let text = read(path)?;
    let mut qrels: BTreeMap<String, Judgements> = BTreeMap::new();
    for (number, line) in (1..).zip(text.lines()).skip(1).filter(|(_, line)| !line.trim().is_empty()) {
        let fields: Vec<&str> = line.trim_end().split('\t').collect();
        // Some collections have -1 for what is worse than not relevant.
        let grade = fields.get(2).map_or(Ok(1), |grade| grade.trim().parse::<i32>());
        let ([query, document, ..], Ok(grade)) = (&fields[..], grade) else {
            bail!(message!(
                "{0}:{number} is not a judgement; a line is QUERY<tab>DOCUMENT<tab>SCORE",
                "{0}:{number} is geen oordeel; een regel is ZOEKVRAAG<tab>DOCUMENT<tab>SCORE",
                path.display()
            ));
        };
        let grade = u32::try_from(grade).unwrap_or(0);
        qrels.entry((*query).into()).or_default().insert((*document).into(), grade);
    }
    Ok(qrels)
}
