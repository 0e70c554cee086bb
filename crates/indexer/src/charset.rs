//! Bytes to text, in whatever encoding they are.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use crate::code::Code;
use crate::report::Problem;
use crate::tree::Tree;

/// Text, with a warning if some of it is lost or its encoding is not the one that was declared.
pub(crate) type Decoded<'b> = (Cow<'b, str>, Option<Problem>);

/// The text of a web page: by its byte order mark, by what it declares, else by what its bytes look like.
pub(crate) fn decode_html<'b>(bytes: &'b [u8], place: &str) -> Decoded<'b> {
    // Every encoding that a page may declare writes ASCII as ASCII, so that there is nothing to find out.
    if let Some(text) = bytes.is_ascii().then(|| std::str::from_utf8(bytes).ok()).flatten() {
        return (Cow::Borrowed(text), None);
    }
    if Encoding::for_bom(bytes).is_some() {
        return decode_as(bytes, place);
    }
    let Some(declared) = declared_encoding(bytes) else { return decode_as(bytes, place) };
    let contradicted = |found: &'static Encoding| {
        let reason = format!("declares `{}`, but its bytes are `{}`", declared.name(), found.name());
        Some(Problem::new(Code::WrongCharset, place, reason, "declare the encoding that the page is saved in"))
    };
    let (text, has_errors) = declared.decode_without_bom_handling(bytes);
    if has_errors {
        let found = look(bytes);
        let (text, problem) = decode_as(bytes, place);
        return (text, problem.or_else(|| contradicted(found)));
    }
    // Bytes that are UTF-8 are hardly ever anything else. The page is read as browsers show it all the same.
    let is_utf8 = declared != UTF_8 && declared.is_single_byte() && std::str::from_utf8(bytes).is_ok();
    (text, is_utf8.then(|| contradicted(UTF_8)).flatten())
}

/// The text of a plain file.
///
/// # Errors
/// When the bytes are not text.
pub(crate) fn decode<'b>(bytes: &'b [u8], place: &str) -> Result<Decoded<'b>, Problem> {
    let (text, problem) = decode_as(bytes, place);
    if text.contains('\0') {
        let help = "leave it out, or give it the ending of its real kind";
        return Err(Problem::new(Code::NotText, place, "is not text", help));
    }
    Ok((text, problem))
}

/// The text by what its bytes look like.
fn decode_as<'b>(bytes: &'b [u8], place: &str) -> Decoded<'b> {
    let encoding = look(bytes);
    let (text, _, has_errors) = encoding.decode(bytes);
    let problem = || {
        let reason = format!("has bytes that are not `{}`; those signs are lost", encoding.name());
        Problem::new(Code::WrongCharset, place, reason, "save it as UTF-8")
    };
    (text, has_errors.then(problem))
}

/// The encoding of bytes: by their byte order mark, UTF-8 if they can be that or mostly are, else the likeliest.
fn look(bytes: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    if std::str::from_utf8(bytes).is_ok() || is_mostly_utf8(bytes) {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Allow)
}

/// Whether more signs than not are whole in UTF-8, as in a file that was cut off within one, or put together from files of
/// which one is in another encoding. Other encodings hardly ever look like that.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|sign| !sign.is_ascii()).count();
        broken += chunk.invalid().len();
    }
    whole > broken
}

/// What a page says in its first bytes (HTML standard, "prescan a byte stream to determine its encoding").
fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    const PRESCAN_BYTES: usize = 1024;
    let head = &bytes[..bytes.len().min(PRESCAN_BYTES)];
    // Every encoding a page may declare writes ASCII as ASCII.
    let (head, _) = WINDOWS_1252.decode_without_bom_handling(head);
    let page = Tree::parse(&head);
    let label = page.root().descendants().filter(|at| at.name() == "meta").find_map(|meta| {
        let from_content = || {
            meta.attribute("http-equiv").filter(|name| name.eq_ignore_ascii_case("content-type"))?;
            let content = meta.attribute("content")?.to_ascii_lowercase();
            let (_, label) = content.split_once("charset=")?;
            Some(label.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ';')).to_owned())
        };
        meta.attribute("charset").map(str::to_owned).or_else(from_content)
    })?;
    let encoding = Encoding::for_label(label.as_bytes())?;
    // The standard: a page that could be read so far is not UTF-16, whatever it says.
    Some(if encoding.is_ascii_compatible() { encoding } else { UTF_8 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_read_in_its_encoding() {
        let check = |bytes: &[u8], expected: &str| {
            let (text, _) = decode_html(bytes, "x");
            assert!(text.contains(expected), "{text}");
        };
        check(b"<meta charset=iso-8859-1><p>co\xF6rdinatie", "coördinatie");
        check(b"<meta http-equiv=Content-Type content='text/html; charset=windows-1252'><p>caf\xE9 \x80", "café €");
        check("<meta charset=utf-8><p>coördinatie".as_bytes(), "coördinatie");
        check("<p>coördinatie".as_bytes(), "coördinatie");
        check(b"\xEF\xBB\xBF<p>x", "<p>x");
        check(
            b"<p>Een lange zin over de co\xF6rdinatie van het beleid, zonder dat iets zegt hoe die geschreven is",
            "coörd",
        );
        // What is declared but cannot be true is not believed.
        check(b"<meta charset=utf-8><p>Een lange zin over de co\xF6rdinatie van het beleid in de gemeenten", "coörd");
        check(b"\xFF\xFE<\0p\0>\0x\0", "<p>x");
    }

    #[test]
    fn an_encoding_that_the_bytes_contradict_is_said() {
        let check = |bytes: &[u8], expected: Option<&str>| {
            let (_, problem) = decode_html(bytes, "x");
            assert_eq!(problem.as_ref().map(|problem| &*problem.reason), expected);
        };
        check(
            b"<meta charset=utf-8><p>Een lange zin over de co\xF6rdinatie van het beleid in de gemeenten",
            Some("declares `UTF-8`, but its bytes are `windows-1252`"),
        );
        check(
            "<meta charset=iso-8859-1><p>coördinatie".as_bytes(),
            Some("declares `windows-1252`, but its bytes are `UTF-8`"),
        );
        for mixed in [
            &b"\xEF\xBB\xBF<p>co\xF6"[..],
            b"<p>r\xC3\xAB\xC3\xABn en co\xF6",
            b"<meta charset=utf-8>\xC3\xAB\xC3\xABn\xC3",
        ] {
            check(mixed, Some("has bytes that are not `UTF-8`; those signs are lost"));
        }
        check(b"<meta charset=iso-8859-1><p>co\xF6rdinatie", None);
        check("<meta charset=utf-8><p>coördinatie".as_bytes(), None);
        check("<p>coördinatie".as_bytes(), None);
        check(b"<meta charset=utf-16><p>x", None);
    }

    #[test]
    fn binary_data_is_not_text() {
        assert!(decode(b"a\0\x01\x02b", "x.txt").is_err());
        assert!(decode("één".as_bytes(), "x.txt").is_ok());
    }
}
