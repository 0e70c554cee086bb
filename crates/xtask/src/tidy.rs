//! `cargo xtask tidy`: the repository's own rules, which no compiler knows.
//!
//! - Our crates depend on each other as drawn in crates/README.md, and in no other way.
//! - No file names a package registry's host or a folder of one machine.
//! - The committed tables are what `cargo xtask generate` writes.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, bail};
use walkdir::WalkDir;

use crate::process::Steps;
use crate::workspace::{Package, Workspace};
use crate::{files, generate};

/// Who may depend on whom. A new arrow changes the drawing in crates/README.md first.
/// Tests may use anything, as nothing of them ships: dev-dependencies are not checked.
const ARROWS: &[(&str, &[&str])] = &[
    ("zoeklicht", &["zoeklicht-widget"]),
    ("zoeklicht (build.rs)", &["zoeklicht-indexer"]),
    ("zoeklicht-widget", &["zoeklicht-client"]),
    ("zoeklicht-headless", &["zoeklicht-client"]),
    ("zoeklicht-client", &["zoeklicht-query"]),
    ("zoeklicht-cli", &["zoeklicht-indexer", "zoeklicht-query"]),
    ("zoeklicht-query", &["zoeklicht-text", "zoeklicht-format"]),
    ("zoeklicht-indexer", &["zoeklicht-text", "zoeklicht-format"]),
    ("zoeklicht-text", &[]),
    ("zoeklicht-format", &[]),
    ("xtask", &[]),
];

/// What no file may hold. In pieces, so that this file does not hold them either.
const REGISTRIES: &[&str] = &[
    concat!("registry.", "npmjs.org"),
    concat!("index.", "crates.io"),
    concat!("static.", "crates.io"),
    concat!("deb.", "debian.org"),
    concat!("files.", "pythonhosted.org"),
];
const MACHINES: &[&str] = &[
    concat!("/", "home/"),
    concat!("/", "root/"),
    concat!("/", "work/"),
    concat!("/", "Users/"),
    concat!("C:", "\\Users\\"),
];
/// npm writes the address a package came from; a mirror's address would follow the file to every machine.
const NPM_ADDRESS: &str = concat!("\"resolved", "\":");

/// Stops at the first rule that is broken, and tells every place where it is.
pub(crate) fn run(steps: &mut Steps, workspace: &Workspace) -> anyhow::Result<()> {
    steps.time("tidy", || {
        arrows(&workspace.packages)?;
        mentions(&workspace.root)?;
        generated(&workspace.root)
    })
}

fn arrows(packages: &[Package]) -> anyhow::Result<()> {
    let mut wrong = Vec::new();
    for package in packages {
        for dependency in package.dependencies.iter().filter(|dependency| dependency.path.is_some()) {
            let from = match dependency.kind.as_deref() {
                None => package.name.clone(),
                Some("dev") => continue,
                Some(_) => format!("{} (build.rs)", package.name),
            };
            let allowed = ARROWS.iter().any(|(name, to)| *name == from && to.contains(&dependency.name.as_str()));
            if !allowed {
                wrong.push(format!("{from} depends on {}", dependency.name));
            }
        }
        if !ARROWS.iter().any(|(name, _)| *name == package.name) {
            wrong.push(format!("{} is not drawn at all", package.name));
        }
    }
    refuse(&wrong, "not as drawn in crates/README.md")
}

fn mentions(root: &Path) -> anyhow::Result<()> {
    let mut wrong = Vec::new();
    let ours = |name: &str| !matches!(name, ".git" | "target" | "node_modules" | "dist");
    for entry in WalkDir::new(root)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| ours(&entry.file_name().to_string_lossy()) || entry.depth() == 0)
    {
        let entry = entry.context("could not list the repository")?;
        if !entry.file_type().is_file() {
            continue;
        }
        let content = fs::read(entry.path()).with_context(|| format!("could not read {}", entry.path().display()))?;
        // What is not text has no mentions to read.
        let Ok(text) = String::from_utf8(content) else { continue };
        let path = entry.path().strip_prefix(root).unwrap_or(entry.path());
        for (number, line) in (1..).zip(text.lines()) {
            wrong.extend(mention(line).map(|what| format!("{}:{number} mentions {what}", path.display())));
        }
    }
    refuse(&wrong, "true of one machine only")
}

fn mention(line: &str) -> Option<&'static str> {
    let registry = REGISTRIES.iter().find(|host| line.contains(**host));
    let machine = MACHINES.iter().find(|folder| {
        // `src/root/` is no machine's folder: before the slash stands no name.
        line.match_indices(**folder)
            .any(|(at, _)| !line[..at].ends_with(|before: char| before.is_alphanumeric() || "._-~*}".contains(before)))
    });
    registry.or(machine).copied().or(line.contains(NPM_ADDRESS).then_some(NPM_ADDRESS))
}

fn generated(root: &Path) -> anyhow::Result<()> {
    let path = root.join(generate::FOLD_TABLE);
    if files::read(&path)? != generate::fold_table() {
        bail!("{} is not what its generator writes; run `cargo xtask generate`", generate::FOLD_TABLE);
    }
    Ok(())
}

fn refuse(wrong: &[String], what: &str) -> anyhow::Result<()> {
    if !wrong.is_empty() {
        bail!("{what}:\n  {}", wrong.join("\n  "));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::Dependency;

    #[track_caller]
    fn check_arrow(from: &str, to: &str, kind: Option<&str>, expected: Option<&str>) {
        let dependency = Dependency { name: to.into(), kind: kind.map(Into::into), path: Some(to.into()) };
        let packages = [Package { name: from.into(), dependencies: vec![dependency] }];
        let message = arrows(&packages).err().map(|error| error.to_string());
        let wanted = expected.map(|reason| format!("not as drawn in crates/README.md:\n  {reason}"));
        assert_eq!(message, wanted);
    }

    #[test]
    fn a_drawn_arrow_passes_and_another_is_told() {
        check_arrow("zoeklicht-query", "zoeklicht-text", None, None);
        check_arrow("zoeklicht-query", "zoeklicht-indexer", None, Some("zoeklicht-query depends on zoeklicht-indexer"));
        check_arrow("xtask", "zoeklicht-text", None, Some("xtask depends on zoeklicht-text"));
    }

    #[test]
    fn what_a_build_script_may_use_the_crate_itself_may_not() {
        check_arrow("zoeklicht", "zoeklicht-indexer", Some("build"), None);
        check_arrow("zoeklicht", "zoeklicht-indexer", None, Some("zoeklicht depends on zoeklicht-indexer"));
    }

    #[test]
    fn tests_may_use_anything() {
        check_arrow("zoeklicht-query", "zoeklicht-indexer", Some("dev"), None);
    }

    #[test]
    fn a_crate_without_a_place_in_the_drawing_is_told() {
        let packages = [Package { name: "newcomer".into(), dependencies: Vec::new() }];
        let message = arrows(&packages).expect_err("newcomer is not drawn").to_string();
        assert!(message.ends_with("newcomer is not drawn at all"), "{message}");
    }

    #[test]
    fn a_dependency_from_elsewhere_is_not_our_concern() {
        let dependency = Dependency { name: "fst".into(), kind: None, path: None };
        let packages = [Package { name: "zoeklicht-text".into(), dependencies: vec![dependency] }];
        assert!(arrows(&packages).is_ok());
    }

    #[test]
    fn machines_and_registries_are_seen_and_ordinary_paths_are_not() {
        for folder in MACHINES {
            assert_eq!(mention(&format!("see \"{folder}x\"")), Some(*folder));
        }
        for host in REGISTRIES {
            assert_eq!(mention(&format!("https://{host}/x")), Some(*host));
        }
        assert!(mention(&format!("  {NPM_ADDRESS} \"https://mirror.example/a.tgz\",")).is_some());
        for ordinary in ["crates/format/root/x.rs", "./work/x", "https://example.org/", "registry+crates.io-index"] {
            assert_eq!(mention(ordinary), None, "{ordinary}");
        }
    }
}
