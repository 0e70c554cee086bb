//! What came with an address: whether it is a page, of what kind, and what it links to.

use encoding_rs::Encoding;
use url::Url;
use zoeklicht_indexer::links;

use super::fetch::Answer;

/// The kinds of documents that are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Html,
    Markdown,
    Pdf,
    Plain,
}

impl Kind {
    /// By the content type alone, as browsers do: what an address ends on says nothing.
    pub(crate) fn of(mime: &str) -> Option<Kind> {
        match mime {
            "text/html" | "application/xhtml+xml" => Some(Kind::Html),
            "text/markdown" => Some(Kind::Markdown),
            "application/pdf" => Some(Kind::Pdf),
            "text/plain" => Some(Kind::Plain),
            _ => None,
        }
    }

    /// What the name of its file ends on, so that the indexer reads it as what it is.
    pub(crate) fn extension(self) -> &'static str {
        match self {
            Kind::Html => "html",
            Kind::Markdown => "md",
            Kind::Pdf => "pdf",
            Kind::Plain => "txt",
        }
    }
}

/// The bytes of a page as a file has to hold them, which has no header to say its charset in: UTF-8 with a byte order
/// mark, which comes before what a page declares (HTML standard, "determining the character encoding"), just as the
/// header does. A header that cannot be true is not believed.
pub(crate) fn content(answer: &Answer, kind: Kind) -> Vec<u8> {
    const MARK: &[u8] = b"\xEF\xBB\xBF";
    let bytes = &answer.body;
    let encoding = answer.charset.as_ref().and_then(|label| Encoding::for_label(label.as_bytes()));
    let text = match encoding {
        Some(encoding) if kind != Kind::Pdf && Encoding::for_bom(bytes).is_none() => {
            encoding.decode_without_bom_handling_and_without_replacement(bytes)
        }
        _ => None,
    };
    match text {
        Some(text) if !(text.is_ascii() && text.as_bytes() == bytes) => [MARK, text.as_bytes()].concat(),
        _ => bytes.clone(),
    }
}

/// The PDFs that a web page links to, in order, each once.
pub(crate) fn linked_pdfs(page: &[u8], url: &Url) -> Vec<Url> {
    let (base, links) = links(page);
    let base = base.and_then(|base| url.join(&base).ok());
    let mut pdfs: Vec<Url> = Vec::new();
    for link in links {
        let Ok(mut link) = base.as_ref().unwrap_or(url).join(link.trim()) else { continue };
        link.set_fragment(None);
        let is_pdf = link.path().to_ascii_lowercase().ends_with(".pdf") && link.has_host();
        if is_pdf && !pdfs.contains(&link) {
            pdfs.push(link);
        }
    }
    pdfs
}

/// Whether an `X-Robots-Tag` asks that the page is not indexed: of every program, or of the one with this name.
pub(crate) fn is_noindex(header: &str, name: &str) -> bool {
    for part in header.split(',') {
        let rule = match part.split_once(':') {
            Some((agent, rule)) if agent.trim().eq_ignore_ascii_case(name) => rule,
            // The rest is for someone else.
            Some(_) => return false,
            None => part,
        };
        if ["noindex", "none"].iter().any(|word| rule.trim().eq_ignore_ascii_case(word)) {
            return true;
        }
    }
    false
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::*;

    #[test]
    fn a_charset_of_the_header_is_kept_in_the_bytes() {
        let check = |charset: Option<&str>, body: &[u8], expected: &[u8]| {
            let answer = Answer { charset: charset.map(Into::into), body: body.into(), ..Answer::default() };
            assert_eq!(content(&answer, Kind::Html), expected);
        };
        check(Some("iso-8859-1"), b"<p>caf\xE9", "\u{feff}<p>café".as_bytes());
        check(Some("utf-8"), "<meta charset=latin1>é".as_bytes(), "\u{feff}<meta charset=latin1>é".as_bytes());
        check(Some("utf-8"), b"<p>x", b"<p>x");
        check(Some("utf-8"), b"<p>caf\xE9", b"<p>caf\xE9");
        check(Some("unknown"), b"<p>caf\xE9", b"<p>caf\xE9");
        check(Some("iso-8859-1"), "\u{feff}é".as_bytes(), "\u{feff}é".as_bytes());
        check(None, b"<p>caf\xE9", b"<p>caf\xE9");
    }

    #[test]
    fn pdfs_are_found_whatever_base_and_fragment_say() {
        let page = b"<base href='/docs/'><a href='a.pdf#page=2'>a</a><a href='a.pdf'>a</a><area href='B.PDF?v=1'>
            <a href='mailto:x.pdf'>x</a><a href='c.html'>c</a><a href='http://[x.pdf'>x</a>";
        let pdfs = linked_pdfs(page, &Url::parse("https://a.be/x/y").unwrap());
        let pdfs: Vec<_> = pdfs.iter().map(Url::as_str).collect();
        assert_eq!(pdfs, ["https://a.be/docs/a.pdf", "https://a.be/docs/B.PDF?v=1"]);
    }

    #[test]
    fn a_header_asks_everyone_or_one_program_not_to_index() {
        let check = |header: &str, expected: bool| assert_eq!(is_noindex(header, "zoeklicht"), expected, "{header}");
        check("noindex", true);
        check("nofollow, NoIndex", true);
        check("none", true);
        check("zoeklicht: noindex", true);
        check("googlebot: nofollow, noindex", false);
        check("nofollow, nosnippet", false);
    }
}
