//! `zoeklicht doctor`: whether search works on a site, in a folder or on the web, and what would make it work better.
//!
//! A *problem* is what keeps search from working, now or after the next publication; an *advice* is what makes it slower or
//! weaker than it could be.

mod engine;
mod folder;
mod hint;
mod page;
#[cfg_attr(target_os = "wasi", allow(dead_code, reason = "no server is asked there"))]
mod policy;
#[cfg_attr(target_os = "wasi", allow(dead_code, reason = "no server is asked there"))]
mod server;
#[cfg(not(target_os = "wasi"))]
mod web;

use std::collections::BTreeSet;
use std::path::Path;

use serde::Serialize;
use zoeklicht_indexer::{Message, message};

use crate::args::DoctorArgs;
use crate::{Outcome, print, print_json};
use server::Setting;

/// What search needs of a content security policy, if its files lie on the same site as the page.
pub(crate) const POLICY: &str = "script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'";

/// What a check comes to.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Level {
    Ok,
    Advice,
    Problem,
}

#[derive(Serialize, schemars::JsonSchema)]
struct Check {
    level: Level,
    what: Message,
    /// What to do; nothing if it is fine.
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<Message>,
}

/// All checks, in the order they were made. What `--json` prints.
#[derive(Serialize, schemars::JsonSchema)]
pub(crate) struct Checks {
    checks: Vec<Check>,
    /// What the server would have to be told.
    #[serde(skip)]
    settings: BTreeSet<Setting>,
    /// The path of the index on the server, with a slash at both ends.
    #[serde(skip)]
    path: String,
}

impl Checks {
    fn ok(&mut self, what: Message) {
        self.checks.push(Check { level: Level::Ok, what, hint: None });
    }

    fn advice(&mut self, what: Message, hint: Message) {
        self.checks.push(Check { level: Level::Advice, what, hint: Some(hint) });
    }

    fn problem(&mut self, what: Message, hint: Message) {
        self.checks.push(Check { level: Level::Problem, what, hint: Some(hint) });
    }

    fn count(&self, level: Level) -> usize {
        self.checks.iter().filter(|check| check.level == level).count()
    }
}

pub(crate) fn run(args: &DoctorArgs) -> anyhow::Result<Outcome> {
    let mut checks = Checks { checks: Vec::new(), settings: BTreeSet::new(), path: "/zoeklicht/".into() };
    if args.site.starts_with("http://") || args.site.starts_with("https://") {
        #[cfg(target_os = "wasi")]
        return crate::refused::run("doctor URL");
        #[cfg(not(target_os = "wasi"))]
        web::check(args, &mut checks)?;
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
            Level::Ok => message!("ok", "in orde"),
            Level::Advice => message!("advice", "advies"),
            Level::Problem => message!("problem", "probleem"),
        };
        text += &format!("{level:<8} {what}\n");
        if let Some(hint) = hint {
            text += &format!("         {}: {hint}\n", message!("hint", "tip"));
        }
    }
    text += &server::text(&checks.settings, &checks.path);
    let (problems, advice) = (checks.count(Level::Problem), checks.count(Level::Advice));
    text + message!("\nproblems: {problems}, advice: {advice}\n", "\nproblemen: {problems}, adviezen: {advice}\n")
        .text()
}
