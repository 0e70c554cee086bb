//! A site in a folder: its index, the files for the browser, the pages.

use std::path::{Path, PathBuf};

use walkdir::WalkDir;
use zoeklicht_query::Manifest;

use super::page::Page;
use super::policy::Policy;
use super::{Checks, POLICY, engine};
use crate::open::Folder;

/// Larger files are only looked for; `zoeklicht verify` reads them too.
const READ_BYTES_MAX: u64 = 64 << 10;
const BUILD: &str = "build the index with `zoeklicht index`";

pub(super) fn check(site: &Path, checks: &mut Checks) -> anyhow::Result<()> {
    if !site.is_dir() {
        anyhow::bail!(
            "`{}` is not a folder\nhint: give the folder of a site, or an address that starts with https://",
            site.display()
        );
    }
    let manifests: Vec<PathBuf> = files(site).filter(|file| file.ends_with(Manifest::PATH)).collect();
    if manifests.is_empty() {
        checks.problem("there is no index", BUILD);
    }
    let mut has_script = false;
    for manifest in &manifests {
        let folder = manifest.parent().unwrap_or(site);
        check_index(site, folder, checks);
        has_script |= check_engine(site, folder, checks);
    }
    check_pages(site, has_script, checks);
    Ok(())
}

/// All files of the site, in order.
fn files(site: &Path) -> impl Iterator<Item = PathBuf> {
    let entries = WalkDir::new(site).sort_by_file_name().into_iter().filter_map(Result::ok);
    entries.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path)
}

/// A path as it stands in the site.
fn shown(site: &Path, path: &Path) -> String {
    let within = path.strip_prefix(site).unwrap_or(path).display().to_string();
    if within.is_empty() { ".".into() } else { within }
}

fn check_index(site: &Path, folder: &Path, checks: &mut Checks) {
    let name = shown(site, folder);
    let open = match Folder::open(folder) {
        Ok(open) => open,
        Err(error) => return checks.problem(format!("`{name}`: {error:#}"), BUILD),
    };
    let manifest = open.manifest();
    let (mut read, mut files) = (0, 1);
    for (_, entry) in manifest.chunks() {
        files += 1;
        let path = folder.join(entry.path());
        let is_small = std::fs::metadata(&path).map(|file| file.len() <= READ_BYTES_MAX);
        let reason = match is_small {
            Err(error) => Some(error.to_string()),
            Ok(false) => None,
            Ok(true) => {
                read += 1;
                match std::fs::read(&path) {
                    Err(error) => Some(error.to_string()),
                    Ok(file) => entry.verify(&file).err().map(|error| error.to_string()),
                }
            }
        };
        if let Some(reason) = reason {
            let hint = format!("see all that is wrong with `zoeklicht verify {}`", folder.display());
            return checks.problem(format!("`{name}/{}` cannot be used: {reason}", entry.path()), hint);
        }
    }
    let (docs, generator) = (manifest.docs, &manifest.generator);
    checks.ok(format!(
        "the index in `{name}` is whole: {docs} documents, by {generator}; {files} files, {read} of them read"
    ));
}

/// Checks the files for the browser beside an index; says whether they are there.
fn check_engine(site: &Path, folder: &Path, checks: &mut Checks) -> bool {
    let name = shown(site, folder);
    if !folder.join("zoeklicht.js").is_file() {
        checks.advice(
            format!("the entry script `{name}/zoeklicht.js` is not there"),
            "fine if a script of your own brings the element; else build the index with a command that has it inside",
        );
        return false;
    }
    let read = |name: &str| std::fs::read(folder.join(name));
    match (read("widget.js"), read("widget_bg.wasm")) {
        (Ok(script), Ok(engine)) => engine::check(&script, &engine, checks),
        _ => checks.problem(format!("`widget.js` or `widget_bg.wasm` is missing in `{name}`"), BUILD),
    }
    true
}

fn check_pages(site: &Path, has_script: bool, checks: &mut Checks) {
    let is_page = |file: &PathBuf| {
        file.extension().is_some_and(|end| ["html", "htm", "xhtml"].iter().any(|html| end.eq_ignore_ascii_case(html)))
    };
    let (mut pages, mut with_element) = (0, 0);
    for file in files(site).filter(is_page) {
        pages += 1;
        let Ok(bytes) = std::fs::read(&file) else { continue };
        let page = Page::read(&String::from_utf8_lossy(&bytes));
        if page.elements.is_empty() {
            continue;
        }
        with_element += 1;
        check_page(site, &file, &page, has_script, checks);
    }
    match with_element {
        0 => checks.problem(
            format!("none of {pages} pages has search"),
            "put `<zoeklicht-search>` around a search form; `zoeklicht init` prints it",
        ),
        count => checks.ok(format!("{count} of {pages} pages have search")),
    }
}

fn check_page(site: &Path, file: &Path, page: &Page, has_script: bool, checks: &mut Checks) {
    let name = shown(site, file);
    // Addresses with a host, or with a path before that of the site, cannot be found in a folder.
    let local = |address: &str| -> Option<PathBuf> {
        let path = address.split(['?', '#']).next().unwrap_or_default();
        if path.contains("://") || path.starts_with("//") {
            return None;
        }
        Some(match path.strip_prefix('/') {
            Some(path) => site.join(path),
            None => file.parent().unwrap_or(site).join(path),
        })
    };
    if has_script && page.scripts.is_empty() {
        checks.advice(
            format!("`{name}` has the element, but not the script `zoeklicht.js`"),
            "fine if a script of your own brings the element; else see `zoeklicht init`",
        );
    }
    for script in page.scripts.iter().filter(|script| local(script).is_some_and(|path| !path.is_file())) {
        checks.problem(
            format!("`{name}` loads `{script}`, which is not in the folder"),
            "correct the address; an address that starts with / starts at the root of the site",
        );
    }
    for element in &page.elements {
        let src = element.src.as_deref();
        let missing = src.filter(|src| local(src).is_some_and(|path| !path.join(Manifest::PATH).is_file()));
        if let Some(src) = missing {
            checks.problem(
                format!("`{name}` looks for the index in `{src}`, where there is none"),
                "correct `src`; an address that starts with / starts at the root of the site",
            );
        }
        if !element.has_form {
            checks.advice(
                format!("`{name}` has the element without a form"),
                "put a form inside, so that there is search where scripts do not run",
            );
        }
    }
    if page.policies.iter().any(|policy| !Policy::read(policy).allows_wasm()) {
        checks.problem(
            format!("the content security policy in `{name}` does not allow WebAssembly"),
            format!("it needs {POLICY}"),
        );
    }
}
