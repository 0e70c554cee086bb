//! `zoeklicht doctor`: whether search works on a site, in a folder or on the web, and what would make it work better.
//!
//! A *problem* is what keeps search from working, now or after the next publication; an *advice* is what makes it slower or
//! weaker than it could be.

mod engine;
mod folder;
mod page;
mod policy;
mod server;
mod web;

use std::collections::BTreeSet;
use std::path::Path;

use serde::Serialize;

use crate::args::DoctorArgs;
use crate::{Outcome, print, print_json};
use server::Setting;

/// What search needs of a content security policy, if its files lie on the same site as the page.
pub(crate) const POLICY: &str = "script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'";

/// What a check comes to.
#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Level {
    Ok,
    Advice,
    Problem,
}

#[derive(Serialize)]
struct Check {
    level: Level,
    what: String,
    /// What to do; nothing if it is fine.
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<String>,
}

/// All checks, in the order they were made. What `--json` prints.
#[derive(Serialize)]
struct Checks {
    checks: Vec<Check>,
    /// What the server would have to be told.
    #[serde(skip)]
    settings: BTreeSet<Setting>,
    /// The path of the index on the server, with a slash at both ends.
    #[serde(skip)]
    path: String,
}

impl Checks {
    fn ok(&mut self, what: impl Into<String>) {
        self.checks.push(Check { level: Level::Ok, what: what.into(), hint: None });
    }

    fn advice(&mut self, what: impl Into<String>, hint: impl Into<String>) {
        self.checks.push(Check { level: Level::Advice, what: what.into(), hint: Some(hint.into()) });
    }

    fn problem(&mut self, what: impl Into<String>, hint: impl Into<String>) {
        self.checks.push(Check { level: Level::Problem, what: what.into(), hint: Some(hint.into()) });
    }

    fn count(&self, level: Level) -> usize {
        self.checks.iter().filter(|check| check.level == level).count()
    }
}

pub(crate) fn run(args: &DoctorArgs) -> anyhow::Result<Outcome> {
    let mut checks = Checks { checks: Vec::new(), settings: BTreeSet::new(), path: "/zoeklicht/".into() };
    if args.site.starts_with("http://") || args.site.starts_with("https://") {
        web::check(&args.site, &mut checks)?;
    } else {
        folder::check(Path::new(&args.site), &mut checks)?;
    }
    if args.json {
        print_json(&checks)?
    } else {
        print(&text(&checks))?
    }
    Ok(if checks.count(Level::Problem) > 0 { Outcome::Findings } else { Outcome::Fine })
}

fn text(checks: &Checks) -> String {
    let mut text = String::new();
    for Check { level, what, hint } in &checks.checks {
        let level = match level {
            Level::Ok => "ok",
            Level::Advice => "advice",
            Level::Problem => "problem",
        };
        text += &format!("{level:<8} {what}\n");
        if let Some(hint) = hint {
            text += &format!("         hint: {hint}\n");
        }
    }
    text += &server::text(&checks.settings, &checks.path);
    text + &format!("\nproblems: {}, advice: {}\n", checks.count(Level::Problem), checks.count(Level::Advice))
}
