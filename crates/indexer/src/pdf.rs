//! PDF: the text of each page, and the title and language the document states.

use std::panic::{AssertUnwindSafe, catch_unwind};

use lopdf::{Document as Pdf, Object};
use zoeklicht_text::Lang;

use crate::document::{Document, Flow, Heading};
use crate::report::Problem;
use crate::source::One;

pub(crate) fn read(bytes: &[u8], place: &str) -> One {
    // Parsers of a format this loose panic on what they did not expect; that costs the document, not the run.
    catch_unwind(AssertUnwindSafe(|| read_pdf(bytes, place))).unwrap_or_else(|_| {
        Err(Problem::skipped(place, "could not be read: the PDF reader failed on it", "save it anew from its source"))
    })
}

fn read_pdf(bytes: &[u8], place: &str) -> One {
    let damaged = |error: lopdf::Error| {
        let hint = "check that it opens in a PDF viewer, or save it anew from its source";
        Problem::skipped(place, format!("could not be read: it is not a whole PDF ({error})"), hint)
    };
    let pdf = match Pdf::load_mem(bytes) {
        Ok(pdf) => pdf,
        Err(lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_)) => return Err(encrypted(place)),
        Err(error) => return Err(damaged(error)),
    };
    if pdf.is_encrypted() {
        return Err(encrypted(place));
    }
    let mut flow = Flow::default();
    let mut document = Document::default();
    let mut warnings = Vec::new();
    let pages = pdf.get_pages();
    for &number in pages.keys() {
        flow.new_line();
        let heading = Heading {
            level: 0,
            text: format!("p. {number}"),
            anchor: format!("page={number}"),
            start: flow.text.len(),
        };
        match pdf.extract_text(&[number]) {
            Ok(text) => {
                text.lines().for_each(|line| add_line(&mut flow, line));
                document.headings.push(heading);
            }
            Err(error) => warnings.push(Problem::warning(
                place,
                format!("has a page that could not be read: page {number} ({error})"),
                "the other pages are searched; save the PDF anew from its source",
            )),
        }
    }
    document.text = flow.finish();
    if document.text.is_empty() {
        let hint = "its pages are images: recognise the text (OCR) and save it with a text layer";
        return Err(Problem::skipped(place, "has no text", hint));
    }
    document.title = info(&pdf, b"Title").unwrap_or_default();
    document.lang = catalog_text(&pdf, b"Lang").as_deref().and_then(Lang::parse);
    if let Some(date) = info(&pdf, b"CreationDate").as_deref().and_then(iso_date) {
        document.set_date(&date);
    }
    document.meta.insert("type".into(), "PDF".into());
    document.meta.insert("pages".into(), pages.len().to_string());
    Ok((document, warnings))
}

fn encrypted(place: &str) -> Problem {
    Problem::skipped(place, "could not be read: the file is encrypted", "leave it out, or save an unprotected copy")
}

/// Lines of a paragraph flow together; a line that ends a sentence ends a paragraph, as far as text alone can tell.
fn add_line(flow: &mut Flow, line: &str) {
    let line = line.trim();
    // A soft hyphen at the end of a line says that the word goes on.
    match line.strip_suffix('\u{AD}') {
        Some(start) => flow.add(start),
        None => flow.add(line),
    }
    if line.ends_with(['.', '!', '?', ':', ';']) {
        flow.new_line();
    } else if !line.ends_with('\u{AD}') {
        flow.add(" ");
    }
}

fn info(pdf: &Pdf, key: &[u8]) -> Option<String> {
    let info = pdf.trailer.get(b"Info").ok()?;
    let (_, info) = pdf.dereference(info).ok()?;
    text(pdf, info.as_dict().ok()?.get(key).ok()?)
}

fn catalog_text(pdf: &Pdf, key: &[u8]) -> Option<String> {
    text(pdf, pdf.catalog().ok()?.get(key).ok()?)
}

fn text(pdf: &Pdf, object: &Object) -> Option<String> {
    let (_, object) = pdf.dereference(object).ok()?;
    let text = lopdf::decode_text_string(object).ok()?;
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The day of a PDF date such as `D:20260731120000Z` (ISO 32000-1, section 7.9.4).
fn iso_date(date: &str) -> Option<String> {
    let digits = date.strip_prefix("D:").unwrap_or(date).get(..8)?;
    let all_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
    all_digits.then(|| format!("{}-{}-{}", &digits[..4], &digits[4..6], &digits[6..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_a_pdf_is_said_to_be_none() {
        for bytes in [&b"not a pdf"[..], b"%PDF-1.7\n", b"%PDF-1.4\n1 0 obj <<"] {
            let problem = read(bytes, "x.pdf").expect_err("no PDF");
            assert!(problem.reason.starts_with("could not be read"), "{problem}");
        }
    }

    #[test]
    fn dates_are_read_to_the_day() {
        assert_eq!(iso_date("D:20260731120000+02'00'").as_deref(), Some("2026-07-31"));
        assert_eq!(iso_date("D:2026"), None);
        assert_eq!(iso_date("gisteren"), None);
    }
}
