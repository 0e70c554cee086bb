//! A site in a folder: its index, the files for the browser, the pages.

use std::path::{Path, PathBuf};

use walkdir::WalkDir;
use zoeklicht_indexer::message;
use zoeklicht_query::Manifest;

use super::page::Page;
use super::policy::Policy;
use super::{Checks, engine, hint};
use crate::open::Folder;
use crate::said;

/// Larger files are only looked for; `zoeklicht verify` reads them too.
const READ_BYTES_MAX: u64 = 64 << 10;

pub(super) fn check(site: &Path, checks: &mut Checks) -> anyhow::Result<()> {
    if !site.is_dir() {
        return Err(said::with_hint(
            message!("`{0}` is not a folder", "`{0}` is geen map", site.display()),
            message!(
                "give the folder of a site, or an address that starts with https://",
                "geef de map van een website, of een adres dat begint met https://"
            ),
        ));
    }
    let manifests: Vec<PathBuf> = files(site).filter(|file| file.ends_with(Manifest::PATH)).collect();
    if manifests.is_empty() {
        checks.problem(message!("there is no index", "er is geen index"), hint::build());
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
        Err(error) => {
            let what = said::both(&message!("`{name}`", "`{name}`"), ": ", &said::error(&error));
            return checks.problem(what, hint::build());
        }
    };
    let manifest = open.manifest();
    let (mut read, mut files) = (0, 1);
    for (_, entry) in manifest.chunks() {
        files += 1;
        let path = folder.join(entry.path());
        let is_small = std::fs::metadata(&path).map(|file| file.len() <= READ_BYTES_MAX);
        let reason = match is_small {
            Err(error) => Some(anyhow::Error::new(error)),
            Ok(false) => None,
            Ok(true) => {
                read += 1;
                match std::fs::read(&path) {
                    Err(error) => Some(anyhow::Error::new(error)),
                    Ok(file) => entry.verify(&file).err().map(anyhow::Error::new),
                }
            }
        };
        if let Some(reason) = reason {
            let hint = message!(
                "see all that is wrong with `zoeklicht verify {0}`",
                "zie alles wat fout is met `zoeklicht verify {0}`",
                folder.display()
            );
            let path = entry.path();
            let what = message!("`{name}/{path}` cannot be used", "`{name}/{path}` kan niet gebruikt worden");
            return checks.problem(said::both(&what, ": ", &said::error(&reason)), hint);
        }
    }
    let (docs, generator) = (manifest.docs, &manifest.generator);
    checks.ok(message!(
        "the index in `{name}` is whole: {docs} documents, by {generator}; {files} files, {read} of them read",
        "de index in `{name}` is volledig: {docs} documenten, door {generator}; {files} bestanden, {read} ervan gelezen"
    ));
}

/// Checks the files for the browser beside an index; says whether they are there.
fn check_engine(site: &Path, folder: &Path, checks: &mut Checks) -> bool {
    let name = shown(site, folder);
    if !folder.join("zoeklicht.js").is_file() {
        checks.advice(
            message!(
                "the entry script `{name}/zoeklicht.js` is not there",
                "het script `{name}/zoeklicht.js` is er niet"
            ),
            hint::own_script(),
        );
        return false;
    }
    let read = |name: &str| std::fs::read(folder.join(name));
    match (read("widget.js"), read("widget_bg.wasm")) {
        (Ok(script), Ok(engine)) => engine::check(&script, &engine, checks),
        _ => checks.problem(
            message!(
                "`widget.js` or `widget_bg.wasm` is missing in `{name}`",
                "`widget.js` of `widget_bg.wasm` ontbreekt in `{name}`"
            ),
            hint::build(),
        ),
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
            message!("none of {pages} pages has search", "geen van de {pages} pagina’s heeft een zoekfunctie"),
            hint::element(),
        ),
        count => checks.ok(message!(
            "{count} of {pages} pages have search",
            "{count} van de {pages} pagina’s hebben een zoekfunctie"
        )),
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
            message!(
                "`{name}` has the element, but not the script `zoeklicht.js`",
                "`{name}` heeft het element, maar niet het script `zoeklicht.js`"
            ),
            hint::own_script(),
        );
    }
    for script in page.scripts.iter().filter(|script| local(script).is_some_and(|path| !path.is_file())) {
        checks.problem(
            message!(
                "`{name}` loads `{script}`, which is not in the folder",
                "`{name}` laadt `{script}`, maar dat is niet in de map"
            ),
            message!(
                "correct the address; an address that starts with / starts at the root of the site",
                "verbeter het adres; een adres dat met / begint, begint bovenaan de website"
            ),
        );
    }
    for element in &page.elements {
        let src = element.src.as_deref();
        let missing = src.filter(|src| local(src).is_some_and(|path| !path.join(Manifest::PATH).is_file()));
        if let Some(src) = missing {
            checks.problem(
                message!(
                    "`{name}` looks for the index in `{src}`, where there is none",
                    "`{name}` zoekt de index in `{src}`, maar daar is er geen"
                ),
                message!(
                    "correct `src`; an address that starts with / starts at the root of the site",
                    "verbeter `src`; een adres dat met / begint, begint bovenaan de website"
                ),
            );
        }
        if !element.has_form {
            checks.advice(
                message!("`{name}` has the element without a form", "`{name}` heeft het element zonder formulier"),
                hint::form(),
            );
        }
    }
    if page.policies.iter().any(|policy| !Policy::read(policy).allows_wasm()) {
        checks.problem(
            message!(
                "the content security policy in `{name}` does not allow WebAssembly",
                "de content security policy in `{name}` laat WebAssembly niet toe"
            ),
            hint::policy(),
        );
    }
}
