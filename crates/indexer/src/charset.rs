//! Bytes to text, in whatever encoding they are.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use crate::report::Problem;
use crate::tree::Tree;

/// The text of a web page: by its byte order mark, by what it declares, else by what its bytes look like.
pub(crate) fn decode_html(bytes: &[u8]) -> Cow<'_, str> {
    // Every encoding that a page may declare writes ASCII as ASCII, so that there is nothing to find out.
    if let Some(text) = bytes.is_ascii().then(|| std::str::from_utf8(bytes).ok()).flatten() {
        return Cow::Borrowed(text);
    }
    let declared = || declared_encoding(bytes).filter(|encoding| !encoding.decode_without_bom_handling(bytes).1);
    decode_as(bytes, Encoding::for_bom(bytes).map(|(encoding, _)| encoding).or_else(declared))
}

/// The text of a plain file.
///
/// # Errors
/// When the bytes are not text.
pub(crate) fn decode<'b>(bytes: &'b [u8], place: &str) -> Result<Cow<'b, str>, Problem> {
    let text = decode_as(bytes, Encoding::for_bom(bytes).map(|(encoding, _)| encoding));
    if text.contains('\0') {
        return Err(Problem::skipped(place, "is not text", "leave it out, or give it the ending of its real kind"));
    }
    Ok(text)
}

fn decode_as<'b>(bytes: &'b [u8], known: Option<&'static Encoding>) -> Cow<'b, str> {
    let encoding = known.unwrap_or_else(|| if std::str::from_utf8(bytes).is_ok() { UTF_8 } else { guess(bytes) });
    encoding.decode(bytes).0
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Allow)
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
            let text = decode_html(bytes);
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
    fn binary_data_is_not_text() {
        assert!(decode(b"a\0\x01\x02b", "x.txt").is_err());
        assert!(decode("één".as_bytes(), "x.txt").is_ok());
    }
}
