//! Bytes to text, in whatever encoding they are.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::code::Code;
use crate::message;
use crate::report::Problem;
use crate::tree::Tree;

/// What changes the set of signs in ISO-2022-JP.
const ESCAPE: u8 = 0x1B;

/// Text, with a warning if some of it is lost or its encoding is not the one that was declared.
pub(crate) type Decoded<'b> = (Cow<'b, str>, Option<Problem>);

/// The text of a web page: by its byte order mark, by what it declares, else by what its bytes look like.
pub(crate) fn decode_html<'b>(bytes: &'b [u8], place: &str) -> Decoded<'b> {
    // Every encoding but two writes ASCII, and nothing else, as ASCII, so that there is nothing to find out.
    let is_ascii = bytes.is_ascii() && !bytes.contains(&0) && !bytes.contains(&ESCAPE);
    if let Some(text) = is_ascii.then(|| std::str::from_utf8(bytes).ok()).flatten() {
        return (Cow::Borrowed(text), None);
    }
    if Encoding::for_bom(bytes).is_some() || utf_16(bytes).is_some() {
        return decode_as(bytes, place);
    }
    let Some(declared) = declared_encoding(bytes) else { return decode_as(bytes, place) };
    let contradicted = |found: &'static Encoding| {
        let (declared, found) = (declared.name(), found.name());
        let reason = message!(
            "declares `{declared}`, but its bytes are `{found}`",
            "zegt `{declared}` te zijn, maar de bytes zijn `{found}`"
        );
        let help =
            message!("declare the encoding that the page is saved in", "noem de codering waarin de pagina bewaard is");
        Some(Problem::new(Code::WrongCharset, place, reason, help))
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
        return Err(Problem::not_text(place, message!("is not text", "is geen tekst")));
    }
    Ok((text, problem))
}

/// The text by what its bytes look like.
fn decode_as<'b>(bytes: &'b [u8], place: &str) -> Decoded<'b> {
    let encoding = look(bytes);
    let (text, _, has_errors) = encoding.decode(bytes);
    let problem = || {
        let name = encoding.name();
        let reason = message!(
            "has bytes that are not `{name}`; those signs are lost",
            "heeft bytes die geen `{name}` zijn; die tekens gaan verloren"
        );
        Problem::new(Code::WrongCharset, place, reason, message!("save it as UTF-8", "bewaar het als UTF-8"))
    };
    (text, has_errors.then(problem))
}

/// The encoding of bytes: by their byte order mark, UTF-8 if they can be that or mostly are, else the likeliest.
fn look(bytes: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    if let Some(encoding) = utf_16(bytes) {
        return encoding;
    }
    // ISO-2022-JP is the one encoding without a sign that is not ASCII; what changes its set of signs is an escape.
    let may_be_japanese = bytes.is_ascii() && bytes.contains(&ESCAPE);
    if !may_be_japanese && (std::str::from_utf8(bytes).is_ok() || is_mostly_utf8(bytes)) {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Allow);
    if may_be_japanese && guess != ISO_2022_JP { UTF_8 } else { guess }
}

/// UTF-16 without a byte order mark, by its zeros: in text that is mostly Latin every other byte is one, the first or the
/// second of each pair. No other text has any.
fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    const SAMPLE_BYTES: usize = 1_000;
    let (pairs, rest) = bytes[..bytes.len().min(SAMPLE_BYTES)].as_chunks::<2>();
    let zeros = |half: usize| pairs.iter().filter(|pair| pair[half] == 0).count();
    let is_half = |zeros: usize, others: usize| rest.is_empty() && others == 0 && zeros > pairs.len() / 2;
    let (high, low) = (zeros(0), zeros(1));
    let encoding =
        [(low, high, UTF_16LE), (high, low, UTF_16BE)].into_iter().find(|(own, other, _)| is_half(*own, *other));
    encoding.map(|(_, _, encoding)| encoding)
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
    // Every encoding a page may declare writes ASCII as ASCII, as long as nothing else came.
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
    Some(if encoding.is_ascii_compatible() || encoding == ISO_2022_JP { encoding } else { UTF_8 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::Language;

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
        // Japanese for "Japanese language", with and without saying in which encoding.
        check(b"<meta charset=iso-2022-jp><p>\x1B$BF|K\\8l\x1B(B", "日本語");
        check(b"<p>\x1B$BF|K\\8l\x1B(B", "日本語");
        check(b"<p>\x1B[1mvet", "\x1B[1mvet");
    }

    #[test]
    fn utf_16_is_known_by_its_zeros() {
        let page = "<p>Eén coördinatie, 日本語, в Україні en € 5.";
        let bytes = |order: fn(u16) -> [u8; 2], text: &str| text.encode_utf16().flat_map(order).collect::<Vec<u8>>();
        for order in [u16::to_le_bytes, u16::to_be_bytes] {
            for text in [page.to_owned(), page.repeat(100)] {
                let bytes = bytes(order, &text);
                assert_eq!(decode_html(&bytes, "x"), (Cow::Borrowed(&*text), None));
                assert_eq!(decode(&bytes, "x"), Ok((Cow::Borrowed(&*text), None)));
            }
        }
        // A lost byte, zeros among text, and nothing at all.
        assert!(decode(&bytes(u16::to_le_bytes, page)[..41], "x").is_err());
        for other in [&b"a\0b\0\0c"[..], b"tekst\0tekst\0", b"", b"\0"] {
            assert_eq!(utf_16(other), None);
        }
    }

    #[test]
    fn an_encoding_that_the_bytes_contradict_is_said() {
        let check = |bytes: &[u8], expected: Option<&str>| {
            let (_, problem) = decode_html(bytes, "x");
            assert_eq!(problem.as_ref().map(|problem| problem.reason.to(Language::En)), expected);
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
