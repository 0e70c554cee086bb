//! Which addresses from an index may become links.

/// The address, if following it cannot run anything: http, https, mailto, or relative to the page.
///
/// Browsers drop tabs, line ends and leading spaces before they look for a scheme. A scheme with any of those in it is
/// not one of the three, so it is refused.
pub(crate) fn safe(url: &str) -> Option<&str> {
    let scheme_end = url.find([':', '/', '?', '#']).filter(|&end| url[end..].starts_with(':'));
    let is_safe = scheme_end
        .is_none_or(|end| ["http", "https", "mailto"].iter().any(|scheme| url[..end].eq_ignore_ascii_case(scheme)));
    is_safe.then_some(url)
}

/// Whether the address is that of a PDF file.
pub(crate) fn is_pdf(url: &str) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or_default().as_bytes();
    path.len() > 4 && path[path.len() - 4..].eq_ignore_ascii_case(b".pdf")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_harmless_addresses_are_links() {
        for url in [
            "https://a.be/",
            "HTTP://a.be",
            "mailto:a@b.be",
            "/besluiten/1.html",
            "a.html#b:c",
            "?a=b:c",
            "//a.be/",
            "",
        ] {
            assert_eq!(safe(url), Some(url));
        }
        for url in [
            "javascript:alert(1)",
            " javascript:alert(1)",
            "java\nscript:alert(1)",
            "JavaScript:a",
            "\u{1}javascript:a",
            "data:text/html,a",
            "vbscript:a",
            "blob:a",
            "file:///a",
            "\\javascript:a",
            ":a",
            "ht\ttps://a.be",
        ] {
            assert_eq!(safe(url), None, "{url:?}");
        }
    }

    #[test]
    fn a_pdf_is_known_by_its_path() {
        assert!(is_pdf("/gids/a.PDF#page=2") && is_pdf("a.pdf?b"));
        assert!(!is_pdf("/pdf") && !is_pdf(".pdf") && !is_pdf("/a.html?f=a.pdf") && !is_pdf("é.pd"));
    }
}
