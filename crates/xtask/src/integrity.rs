//! The hashes of what a browser loads, as Subresource Integrity has them (W3C SRI: `sha384-` and the hash in base64).
//!
//! Invariants
//! - zoeklicht.js knows the hashes of the two files that it loads; integrity.json has those of all files, its own too.
//! - So zoeklicht.js changes after the files that it loads, and before the list.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, bail};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest as _, Sha384};

use crate::files;

/// The script that a page names, and where in it the hashes of what it loads have their place.
pub(crate) const ENTRY: &str = "zoeklicht.js";
const PLACE: &str = "const INTEGRITY = {};";
const LOADED: [&str; 2] = ["widget.js", "widget_bg.wasm"];
/// Where all hashes are published, from file to hash.
const PUBLISHED: &str = "integrity.json";

/// Writes the hashes of what the script loads into the script.
pub(crate) fn tell(folder: &Path) -> anyhow::Result<()> {
    let mut loaded = BTreeMap::new();
    for name in LOADED {
        loaded.insert(name, hash(&folder.join(name))?);
    }
    let entry = files::read(&folder.join(ENTRY))?;
    if entry.matches(PLACE).count() != 1 {
        bail!("{ENTRY} does not have `{PLACE}` once");
    }
    let known = format!("const INTEGRITY = {};", serde_json::to_string(&loaded)?);
    files::write(&folder.join(ENTRY), entry.replace(PLACE, &known))
}

/// Writes the list of the hashes of all files in a folder into it.
pub(crate) fn publish(folder: &Path) -> anyhow::Result<()> {
    let mut published = BTreeMap::new();
    for file in files::below(folder)? {
        if file.extension().is_some_and(|extension| ["js", "css", "wasm"].iter().any(|known| extension == *known)) {
            published.insert(file.to_string_lossy().replace('\\', "/"), hash(&folder.join(&file))?);
        }
    }
    files::write(&folder.join(PUBLISHED), serde_json::to_string_pretty(&published)? + "\n")
}

fn hash(file: &Path) -> anyhow::Result<String> {
    let content = fs::read(file).with_context(|| format!("could not read {}", file.display()))?;
    Ok(format!("sha384-{}", BASE64_STANDARD.encode(Sha384::digest(content))))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A package with these files, sealed.
    fn sealed(entry: &str) -> anyhow::Result<tempfile::TempDir> {
        let folder = tempfile::tempdir()?;
        for (name, content) in [(ENTRY, entry), ("widget.js", "a"), ("widget_bg.wasm", ""), ("themes/eu.css", "b")] {
            files::write(&folder.path().join(name), content)?;
        }
        tell(folder.path())?;
        publish(folder.path())?;
        Ok(folder)
    }

    #[test]
    fn the_entry_knows_what_it_loads_and_the_list_knows_the_entry_as_it_is() {
        let folder = sealed("/**/const INTEGRITY = {};").expect("sealed");
        // `printf '' | openssl dgst -sha384 -binary | base64`
        let empty = "sha384-OLBgp1GsljhM2TJ+sbHjaiH9txEUvgdDTAzHv2P24donTt6/529l+9Ua0vFImLlb";
        let entry = files::read(&folder.path().join(ENTRY)).expect("read");
        assert!(entry.starts_with("/**/const INTEGRITY = {\"widget.js\":\"sha384-"), "{entry}");
        assert!(entry.ends_with(&format!("\"widget_bg.wasm\":\"{empty}\"}};")), "{entry}");
        let list = files::read(&folder.path().join(PUBLISHED)).expect("read");
        let list: BTreeMap<String, String> = serde_json::from_str(&list).expect("JSON");
        assert_eq!(list.keys().collect::<Vec<_>>(), ["themes/eu.css", "widget.js", "widget_bg.wasm", ENTRY]);
        assert_eq!(list["widget_bg.wasm"], empty);
        assert_eq!(list[ENTRY], hash(&folder.path().join(ENTRY)).expect("hashed"));
    }

    #[test]
    fn an_entry_without_a_place_for_hashes_is_refused() {
        assert!(sealed("const OTHER = {};").is_err());
    }
}
