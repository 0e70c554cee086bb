//! The bill of materials of an npm package: the crates that what it holds is made of, as CycloneDX 1.6 has it.
//!
//! Not here: packages of npm, as ours has none but the command.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::Context as _;
use serde_json::{Value, json};

use crate::workspace::Workspace;
use crate::{files, process};

/// Writes `bom.json` into a package. `build` is what cargo is told to build what it holds.
pub(crate) fn write(workspace: &Workspace, package: &Path, build: &[&str]) -> anyhow::Result<()> {
    let mut tree = workspace.cargo();
    tree.args(["tree", "--locked", "--edges", "normal,no-proc-macro", "--prefix", "none", "--format", "{p}|{l}"]);
    let crates = process::output(tree.args(build))?;
    let manifest: Value = serde_json::from_str(&files::read(&package.join("package.json"))?)?;
    let document = document(&manifest, &crates).with_context(|| format!("no bill for {}", package.display()))?;
    files::write(&package.join("bom.json"), serde_json::to_string_pretty(&document)? + "\n")
}

/// The document for a package and the lines that `cargo tree` wrote.
fn document(manifest: &Value, crates: &str) -> anyhow::Result<Value> {
    let (name, version) = (&manifest["name"], &manifest["version"]);
    let purl = |kind: &str, name: &str, version: &str| format!("pkg:{kind}/{}@{version}", name.replace('@', "%40"));
    let of_package = purl("npm", name.as_str().context("no name")?, version.as_str().context("no version")?);
    // What stands there a second time ends with a mark.
    let lines: BTreeSet<&str> =
        crates.lines().map(|line| line.trim_end_matches(" (*)")).filter(|l| !l.is_empty()).collect();
    let mut components = Vec::new();
    for line in lines {
        let (of, license) = line.split_once('|').with_context(|| format!("`{line}` has no licence"))?;
        let mut words = of.split(' ');
        let (name, version) =
            (words.next().unwrap_or_default(), words.next().unwrap_or_default().trim_start_matches('v'));
        // Before there were expressions people wrote a slash.
        let licenses = json!([{ "expression": license.replace('/', " OR ") }]);
        let purl = purl("cargo", name, version);
        components
            .push(json!({ "type": "library", "name": name, "version": version, "purl": purl, "licenses": licenses }));
    }
    Ok(json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": { "component": { "type": "library", "name": name, "version": version, "purl": of_package } },
        "components": components,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_crate_stands_there_once_with_its_licence() {
        let tree =
            "zoeklicht v0.1.0 (/a/b)|MIT OR Apache-2.0\nyew v0.23.0|MIT/Apache-2.0\nyew v0.23.0|MIT/Apache-2.0 (*)\n\n";
        let document = document(&json!({ "name": "@a/b", "version": "1.2.3" }), tree).expect("it is well-formed");
        assert_eq!(document["metadata"]["component"]["purl"], "pkg:npm/%40a/b@1.2.3");
        let components = document["components"].as_array().expect("a list");
        assert_eq!(components.len(), 2);
        let yew = json!({
            "type": "library", "name": "yew", "version": "0.23.0", "purl": "pkg:cargo/yew@0.23.0",
            "licenses": [{ "expression": "MIT OR Apache-2.0" }],
        });
        assert_eq!(components[0], yew);
    }
}
