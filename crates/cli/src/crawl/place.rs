//! Where a page goes in the folder.
//!
//! Invariants
//! - Two addresses never have one file, also where `A` and `a` are one name.
//! - No folder has the name of a file: names of folders have no dot, those of files end on `.html`, `.md`, `.pdf` or `.txt`.
//! - Whatever an address says, its file lies in the folder, is not hidden, and has a name that Windows takes too.
//! - A place depends on the address and the kind alone, not on what was fetched before.
//!
//! An address that is a good name for a file is that name: `/thema/` is `thema/index.html`. Any other has a folder of its
//! own, named by its SHA-256: `/Thema?nr=7` is `~<hash>/Thema.html`. What address a file has is in `zoeklicht-urls.tsv`.

use std::fmt::Write as _;

use percent_encoding::percent_decode_str;
use sha2::{Digest as _, Sha256};
use url::{Position, Url};

use super::page::Kind;

/// What no file may be called on Windows (Win32, "Naming Files, Paths, and Namespaces"), and where the index of the
/// folder goes by default.
const RESERVED: &[&str] = &["con", "prn", "aux", "nul", "conin$", "conout$", "zoeklicht"];
/// Characters of one name. File systems take 255 bytes, and a character has up to four.
const NAME_CHARS_MAX: usize = 50;
/// Bytes of a whole path; Windows takes 260 with the folder before it.
const PATH_BYTES_MAX: usize = 150;

/// The file of a page, as a path with `/` within the folder of a crawl that began at `home`.
pub(crate) fn file(url: &Url, kind: Kind, home: &Url) -> String {
    plain(url, kind, home).unwrap_or_else(|| hashed(url, kind, home))
}

/// The address of a page as `zoeklicht-urls.tsv` has it: what comes after the base URL, or whole when it is at another
/// origin.
pub(crate) fn address<'u>(url: &'u Url, home: &Url) -> &'u str {
    let relative = url[Position::BeforePath..Position::AfterQuery].trim_start_matches('/');
    let says_origin = relative.starts_with("http://") || relative.starts_with("https://");
    // `//a` without its first slash is not what `a` is.
    let is_exact = !url.path().starts_with("//") && !says_origin;
    if is_exact && url.origin() == home.origin() { relative } else { url.as_str() }
}

/// The path itself, if it is a good name.
fn plain(url: &Url, kind: Kind, home: &Url) -> Option<String> {
    let path = url.path().strip_prefix('/')?;
    let (folders, last) = path.rsplit_once('/').map_or((None, path), |(folders, last)| (Some(folders), last));
    let name = match last.strip_suffix(kind.extension()).and_then(|rest| rest.strip_suffix('.')) {
        // The name of a folder's own page.
        Some("index") => return None,
        Some(stem) => stem,
        None if last.is_empty() && kind == Kind::Html => "index",
        None => return None,
    };
    let is_good = |name: &str, extra: &[u8]| {
        let may_stand = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || extra.contains(&byte);
        let outer = [name.bytes().next(), name.bytes().next_back()];
        name.len() <= NAME_CHARS_MAX
            && name.bytes().all(may_stand)
            && outer.iter().all(|byte| byte.is_some_and(|byte| byte != b'.'))
            && !is_reserved(name)
    };
    let are_good = folders.is_none_or(|folders| folders.split('/').all(|folder| is_good(folder, b"-_")));
    let is_plain = are_good && is_good(name, b"-_.") && url.query().is_none() && url.origin() == home.origin();
    let file = match folders {
        Some(folders) => format!("{folders}/{name}.{}", kind.extension()),
        None => format!("{name}.{}", kind.extension()),
    };
    (is_plain && file.len() <= PATH_BYTES_MAX).then_some(file)
}

/// A folder of its own, where the path leads, with a name that can be read.
fn hashed(url: &Url, kind: Kind, home: &Url) -> String {
    let host = url.host_str().filter(|_| url.origin() != home.origin());
    let path = url.path().trim_start_matches('/');
    let (folders, last) = path.rsplit_once('/').unwrap_or(("", path));
    let mut file = String::new();
    for folder in host.into_iter().chain(folders.split('/').filter(|folder| !folder.is_empty())) {
        file += &tidy(folder).replace('.', "_");
        file.push('/');
    }
    if file.len() > PATH_BYTES_MAX / 2 {
        file.clear();
    }
    file.push('~');
    for byte in &Sha256::digest(url.as_str())[..8] {
        // Writing to a String cannot fail.
        let _ = write!(file, "{byte:02x}");
    }
    let ending = format!(".{}", kind.extension());
    let is_ending = |at: &usize| last[*at..].eq_ignore_ascii_case(&ending);
    let stem = last.len().checked_sub(ending.len()).filter(is_ending).map_or(last, |at| &last[..at]);
    let stem = if stem.is_empty() { "index" } else { stem };
    file + "/" + &tidy(stem) + &ending
}

/// A part of a path as a name that every file system takes.
fn tidy(part: &str) -> String {
    let decoded = percent_decode_str(part).decode_utf8_lossy();
    let may_stand = |c: char| c.is_alphanumeric() || " -_.,()+&'".contains(c);
    let name: String = decoded.chars().take(NAME_CHARS_MAX).map(|c| if may_stand(c) { c } else { '_' }).collect();
    let name = name.trim_matches([' ', '.']);
    if name.is_empty() || is_reserved(name) { format!("_{name}") } else { name.into() }
}

/// Windows takes what stands before the first dot for the name.
fn is_reserved(name: &str) -> bool {
    let name = name.split('.').next().unwrap_or(name).trim_end().to_lowercase();
    let port = name.strip_prefix("com").or(name.strip_prefix("lpt"));
    RESERVED.contains(&name.as_str()) || port.is_some_and(|number| number.chars().count() == 1)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::*;

    #[track_caller]
    fn check(url: &str, kind: Kind, expected: &str) {
        let home = Url::parse("https://a.be/sitemap.xml").unwrap();
        let found = file(&Url::parse(url).unwrap(), kind, &home);
        // The hash is as good as any.
        let parts: Vec<_> = found.split('/').map(|part| if part.starts_with('~') { "~" } else { part }).collect();
        assert_eq!(parts.join("/"), expected, "{url}");
    }

    #[test]
    fn a_good_name_is_kept_and_any_other_has_a_folder_of_its_own() {
        check("https://a.be/", Kind::Html, "index.html");
        check("https://a.be/thema/", Kind::Html, "thema/index.html");
        check("https://a.be/thema/nt2.html", Kind::Html, "thema/nt2.html");
        check("https://a.be/docs/plan-2021.v2.pdf", Kind::Pdf, "docs/plan-2021.v2.pdf");
        check("https://a.be/thema/index.html", Kind::Html, "thema/~/index.html");
        check("https://a.be/thema", Kind::Html, "~/thema.html");
        check("https://a.be/thema?nr=7", Kind::Html, "~/thema.html");
        check("https://a.be/?nr=7", Kind::Html, "~/index.html");
        check("https://a.be/thema.php", Kind::Html, "~/thema.php.html");
        check("https://a.be/rapport.html", Kind::Pdf, "~/rapport.html.pdf");
        check("https://a.be/Docs/Jaar%20verslag.PDF", Kind::Pdf, "Docs/~/Jaar verslag.pdf");
        check("https://a.be/een%2Fgids/caf%C3%A9", Kind::Html, "een_gids/~/café.html");
        check("https://data.b.be/x.html", Kind::Html, "data_b_be/~/x.html");
    }

    #[test]
    fn no_address_leads_out_of_the_folder_or_to_a_name_that_a_system_refuses() {
        check("https://a.be/../../etc/passwd", Kind::Plain, "etc/~/passwd.txt");
        check("https://a.be/..%2F..%2Fetc%2fpasswd", Kind::Plain, "~/_.._etc_passwd.txt");
        check("https://a.be/%2e%2e/x.html", Kind::Html, "x.html");
        check("https://a.be/a%00b%5C..%5Cc:d", Kind::Html, "~/a_b_.._c_d.html");
        check("https://a.be/.ssh/.htaccess", Kind::Plain, "ssh/~/htaccess.txt");
        check("https://a.be/con/nul.html", Kind::Html, "_con/~/_nul.html");
        check("https://a.be/com1/LPT%C2%B9.x", Kind::Html, "_com1/~/_LPT¹.x.html");
        check("https://a.be/zoeklicht/Zoeklicht", Kind::Html, "_zoeklicht/~/_Zoeklicht.html");
        check("https://a.be/x.pdf/y.pdf", Kind::Pdf, "x_pdf/~/y.pdf");
        check("https://a.be//x.html", Kind::Html, "~/x.html");
        check("https://a.be/.../%20", Kind::Html, "_/~/_.html");
        let long = format!("https://a.be/{}/x{}.html", "a/".repeat(500), "é".repeat(500));
        let place = file(&Url::parse(&long).unwrap(), Kind::Html, &Url::parse("https://a.be").unwrap());
        assert!(place.len() < 2 * PATH_BYTES_MAX && place.starts_with('~'), "{place}");
    }

    #[test]
    fn two_addresses_never_share_a_file() {
        let home = Url::parse("https://a.be/").unwrap();
        let paths =
            ["a", "a/", "A/", "a.html", "A.html", "a/index.html", "a?", "a?b", "a/?b", "a//", "a%2f", "a.html/"];
        let mut files: Vec<_> =
            paths.iter().map(|path| file(&home.join(path).unwrap(), Kind::Html, &home).to_lowercase()).collect();
        files.sort();
        files.dedup();
        assert_eq!(files.len(), paths.len(), "{files:?}");
    }

    #[test]
    fn an_address_is_said_relative_to_the_base_url() {
        let home = Url::parse("https://a.be/sitemap.xml").unwrap();
        let check = |url: &str, expected: &str| assert_eq!(address(&Url::parse(url).unwrap(), &home), expected);
        check("https://a.be/", "");
        check("https://a.be/thema/?nr=7", "thema/?nr=7");
        check("https://a.be//x", "https://a.be//x");
        check("https://a.be/http://b.be/", "https://a.be/http://b.be/");
        check("https://b.be/x", "https://b.be/x");
    }
}
