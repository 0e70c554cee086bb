//! `cargo xtask criteria`: the acceptance criteria of the search box, each with the tests that name it.
//!
//! The list is tests/criteria.tsv. A browser test names a criterion in its title, a Rust test in its documentation. A
//! criterion without a test is owed, with the reason, in tests/owed.tsv; nothing else may be without one.

#![allow(clippy::print_stdout, reason = "the list is what the task prints")]

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::bail;

use crate::files;
use crate::workspace::Workspace;

/// A criterion, and what shows that it holds.
struct Criterion {
    id: String,
    level: String,
    what: String,
    /// The tests that name it, by file.
    tests: Vec<String>,
    /// Why there is none, or what a person still has to look at.
    owed: Option<String>,
}

/// Prints the list.
pub(crate) fn print(workspace: &Workspace) -> anyhow::Result<()> {
    let criteria = read(&workspace.root)?;
    for Criterion { id, level, what, tests, owed } in &criteria {
        println!("{id}  {level}  {what}");
        tests.iter().for_each(|test| println!("             {test}"));
        owed.iter().for_each(|owed| println!("             OWED: {owed}"));
    }
    let tested = criteria.iter().filter(|criterion| !criterion.tests.is_empty()).count();
    println!("\n{tested} of {} criteria have a test that names them", criteria.len());
    none_bare(&criteria)
}

/// Fails where a criterion has neither a test nor a reason, and where a test names one that is not in the list.
pub(crate) fn check(workspace: &Workspace) -> anyhow::Result<()> {
    none_bare(&read(&workspace.root)?)
}

fn none_bare(criteria: &[Criterion]) -> anyhow::Result<()> {
    let bare = criteria.iter().filter(|criterion| criterion.tests.is_empty() && criterion.owed.is_none());
    let bare: Vec<&str> = bare.map(|criterion| criterion.id.as_str()).collect();
    if !bare.is_empty() {
        bail!("no test names {}; write one, or say in tests/owed.tsv why there is none", bare.join(", "));
    }
    Ok(())
}

fn read(root: &Path) -> anyhow::Result<Vec<Criterion>> {
    let mut named: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for folder in ["tests", "crates"] {
        for file in files::below(&root.join(folder))? {
            let path = Path::new(folder).join(&file);
            let shown = path.to_string_lossy().into_owned();
            if shown.contains("node_modules") || !(shown.ends_with(".test.mjs") || shown.ends_with(".rs")) {
                continue;
            }
            for (id, test) in tests(&files::read(&root.join(&path))?) {
                named.entry(id).or_default().push(format!("{shown}: {test}"));
            }
        }
    }
    let rows = |name: &str| -> anyhow::Result<Vec<Vec<String>>> {
        let text = files::read(&root.join("tests").join(name))?;
        Ok(text.lines().skip(1).map(|line| line.split('\t').map(str::to_owned).collect()).collect())
    };
    let mut owed: BTreeMap<String, String> = BTreeMap::new();
    for row in rows("owed.tsv")? {
        let [id, reason] = &row[..] else { bail!("tests/owed.tsv: `{}` is not an id and a reason", row.join(" ")) };
        owed.insert(id.clone(), reason.clone());
    }
    let mut criteria = Vec::new();
    for row in rows("criteria.tsv")? {
        let [id, level, what] = &row[..] else {
            bail!("tests/criteria.tsv: `{}` has not three columns", row.join(" "))
        };
        criteria.push(Criterion {
            id: id.clone(),
            level: level.clone(),
            what: what.clone(),
            tests: named.remove(id).unwrap_or_default(),
            owed: owed.remove(id),
        });
    }
    let unknown = named.keys().chain(owed.keys()).next();
    match unknown {
        Some(id) => bail!("{id} is not in tests/criteria.tsv"),
        None => Ok(criteria),
    }
}

/// The criteria that a file's tests name, each with the test.
fn tests(source: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut lines = source.lines();
    while let Some(line) = lines.next() {
        let line = line.trim();
        let name = if line.starts_with("test(") {
            line.split(['\'', '`', '"']).nth(1).map(str::to_owned)
        } else if line.starts_with("scenario(") {
            // A test in each browser.
            let mut quoted = line.split(['\'', '`']).skip(1).step_by(2);
            quoted.next().zip(quoted.next()).map(|(id, claim)| format!("{id}: {claim}"))
        } else if line.starts_with("/// AC-") {
            let function = lines.by_ref().map(str::trim).find_map(|line| line.strip_prefix("fn "));
            function.and_then(|name| name.split('(').next()).map(|name| name.replace('_', " "))
        } else {
            None
        };
        let Some(name) = name else { continue };
        let ids = if line.starts_with("///") { line } else { &name };
        found.extend(ids_in(ids).map(|id| (id, name.clone())));
    }
    found
}

/// `AC-` and three digits, wherever they stand.
fn ids_in(text: &str) -> impl Iterator<Item = String> {
    text.match_indices("AC-").filter_map(|(at, _)| {
        let id = text.get(at..at + 6)?;
        id[3..].bytes().all(|byte| byte.is_ascii_digit()).then(|| id.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_are_found_by_the_criteria_they_name() {
        let script = "test('AC-020, AC-021: keys', () => {});\n  test(`AC-022 in ${engine}: Escape`, f);\n// AC-030\n";
        let found = tests(script);
        assert_eq!(found.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(), ["AC-020", "AC-021", "AC-022"]);
        let scenario = tests("scenario('AC-005', 'says nothing', async (visit) => {\n");
        assert_eq!(scenario, [("AC-005".to_owned(), "AC-005: says nothing".to_owned())]);
        let rust = "    /// AC-190\n    #[test]\n    fn every_text_exists() {\n";
        assert_eq!(tests(rust), [("AC-190".to_owned(), "every text exists".to_owned())]);
        assert!(ids_in("AC-1 AC-12x").next().is_none());
    }
}
