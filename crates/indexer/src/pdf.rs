//! PDF: the text of each page, and the title and language the document states.

use std::panic::{AssertUnwindSafe, catch_unwind};

use hashbrown::HashSet;
use lopdf::{Document as Pdf, Object};
use zoeklicht_text::{Lang, detect, fold, is_known_word};

use crate::code::Code;
use crate::document::{Document, Flow, Heading, WEIGHT};
use crate::message;
use crate::message::{Language, Message};
use crate::report::Problem;
use crate::source::One;

/// `lang` is the language of a document that does not say its own, if that is known.
pub(crate) fn read(bytes: &[u8], place: &str, lang: Option<Lang>) -> One {
    // Parsers of a format this loose panic on what they did not expect; that costs the document, not the run.
    catch_unwind(AssertUnwindSafe(|| read_pdf(bytes, place, lang))).unwrap_or_else(|_| {
        let reason = message!(
            "could not be read: the PDF reader failed on it",
            "kon niet gelezen worden: het lezen van de PDF is mislukt"
        );
        let help = message!("save it anew from its source", "bewaar de PDF opnieuw vanuit zijn bron");
        Err(Problem::new(Code::DamagedPdf, place, reason, help))
    })
}

fn read_pdf(bytes: &[u8], place: &str, lang: Option<Lang>) -> One {
    let damaged = |why: &Message| {
        let help = message!(
            "check that it opens in a PDF viewer, or save it anew from its source",
            "kijk of de PDF opengaat in een ander programma, of bewaar hem opnieuw vanuit zijn bron"
        );
        let reason = Message::new(
            format!("could not be read: it is not a whole PDF ({})", why.to(Language::En)),
            format!("kon niet gelezen worden: het is geen volledige PDF ({})", why.to(Language::Nl)),
        );
        Problem::new(Code::DamagedPdf, place, reason, help)
    };
    let pdf = match Pdf::load_mem(bytes) {
        Ok(pdf) => pdf,
        Err(lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_)) => return Err(encrypted(place)),
        Err(error) => return Err(damaged(&message!("{error}", "{error}"))),
    };
    if pdf.is_encrypted() {
        return Err(encrypted(place));
    }
    let mut document =
        Document { lang: catalog_text(&pdf, b"Lang").as_deref().and_then(Lang::parse), ..Document::default() };
    let mut warnings = Vec::new();
    let mut texts: Vec<(u32, String)> = Vec::new();
    let pages = pdf.get_pages();
    for &number in pages.keys() {
        match pdf.extract_text(&[number]) {
            Ok(text) => texts.push((number, text)),
            Err(error) => warnings.push(Problem::new(
                Code::UnreadablePdfPage,
                place,
                message!(
                    "has a page that could not be read: page {number} ({error})",
                    "heeft een bladzijde die niet te lezen is: bladzijde {number} ({error})"
                ),
                message!(
                    "the other pages are searched; save the PDF anew from its source",
                    "de andere bladzijden worden doorzocht; bewaar de PDF opnieuw vanuit zijn bron"
                ),
            )),
        }
    }
    let known = Known::new(texts.iter().map(|(_, text)| text.as_str()), document.lang.or(lang));
    let mut flow = Flow::default();
    for (number, text) in &texts {
        flow.new_line();
        let (text_of_heading, anchor) = (format!("p. {number}"), format!("page={number}"));
        document.headings.push(Heading {
            level: 0,
            text: text_of_heading,
            anchor,
            start: flow.text.len(),
            weight: WEIGHT,
        });
        add_lines(&mut flow, text, &known);
    }
    document.text = flow.finish();
    if document.text.is_empty() && (pages.is_empty() || !has_end(bytes)) {
        return Err(damaged(&if pages.is_empty() {
            message!("none of its pages is found", "er is geen enkele bladzijde gevonden")
        } else {
            message!("its end is missing", "het einde ontbreekt")
        }));
    }
    if document.text.is_empty() {
        let help = message!(
            "its pages are images: recognise the text (OCR) and save it with a text layer",
            "de bladzijden zijn beelden: laat de tekst herkennen (OCR) en bewaar hem als laag in de PDF"
        );
        return Err(Problem::new(Code::ImageOnlyPdf, place, message!("has no text", "heeft geen tekst"), help));
    }
    document.title = info(&pdf, b"Title").unwrap_or_default();
    if let Some(date) = info(&pdf, b"CreationDate").as_deref().and_then(iso_date) {
        document.set_date(&date);
    }
    document.meta.insert("type".into(), "PDF".into());
    document.meta.insert("pages".into(), pages.len().to_string());
    Ok((document, warnings))
}

/// Whether a file ends as a PDF does (ISO 32000-1, 7.5.5), with up to a kilobyte after that, as readers allow.
fn has_end(bytes: &[u8]) -> bool {
    const END: &[u8] = b"%%EOF";
    bytes[bytes.len().saturating_sub(1024 + END.len())..].windows(END.len()).any(|window| window == END)
}

fn encrypted(place: &str) -> Problem {
    let help = message!(
        "leave it out, or save an unprotected copy",
        "laat het bestand weg, of bewaar een kopie zonder beveiliging"
    );
    let reason =
        message!("could not be read: the file is encrypted", "kon niet gelezen worden: het bestand is versleuteld");
    Problem::new(Code::EncryptedPdf, place, reason, help)
}

/// Lines of a paragraph flow together; a line that ends a sentence ends a paragraph, as far as text alone can tell.
fn add_lines(flow: &mut Flow, text: &str, known: &Known) {
    let mut lines = text.lines().map(str::trim).peekable();
    while let Some(line) = lines.next() {
        // A soft hyphen at the end of a line says that the word goes on.
        if let Some(start) = line.strip_suffix(SOFT_HYPHEN) {
            flow.add(start);
            continue;
        }
        match line.strip_suffix(HYPHENS).map(|start| (start, known.how_it_goes_on(start, lines.peek().unwrap_or(&""))))
        {
            Some((start, GoesOn::AsOneWord)) => flow.add(start),
            Some((_, GoesOn::AfterHyphen)) => flow.add(line),
            Some((_, GoesOn::Unclear)) | None => {
                flow.add(line);
                if line.ends_with(['.', '!', '?', ':', ';']) {
                    flow.new_line();
                } else {
                    flow.add(" ");
                }
            }
        }
    }
}

const SOFT_HYPHEN: char = '\u{AD}';
const HYPHENS: [char; 2] = ['-', '\u{2010}'];

/// What becomes of a word that a line ends within.
enum GoesOn {
    /// `inburge-` `ring`: only the line has made the hyphen.
    AsOneWord,
    /// `sociaal-` `economisch`: the word has it anyway.
    AfterHyphen,
    /// `taal-` `en`, or a word that stands nowhere else.
    Unclear,
}

/// The words that are known: those of the document, and the commonest of its language.
struct Known {
    /// Folded, those with a hyphen whole.
    of_document: HashSet<String>,
    lang: Lang,
}

impl Known {
    fn new<'t>(pages: impl Iterator<Item = &'t str> + Clone, lang: Option<Lang>) -> Known {
        let lang =
            lang.unwrap_or_else(|| pages.clone().map(detect).find(|lang| *lang != Lang::UND).unwrap_or(Lang::UND));
        let words = pages.flat_map(str::split_whitespace).map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
        Known { of_document: words.map(fold_with_hyphens).collect(), lang }
    }

    /// How a word goes on that ends a line, of which this is the text before the hyphen.
    fn how_it_goes_on(&self, line: &str, next_line: &str) -> GoesOn {
        let mark = |c: char| !c.is_alphanumeric();
        let first = line.split_whitespace().next_back().unwrap_or_default().trim_start_matches(mark);
        let second = next_line.split_whitespace().next().unwrap_or_default().trim_end_matches(mark);
        // What is no word, or begins a sentence, belongs to nothing.
        if !first.ends_with(char::is_alphabetic) || !second.starts_with(char::is_lowercase) {
            return GoesOn::Unclear;
        }
        if self.of_document.contains(&fold_with_hyphens(&format!("{first}-{second}"))) {
            return GoesOn::AfterHyphen;
        }
        let joined = fold_with_hyphens(&format!("{first}{second}"));
        let is_known = self.of_document.contains(&joined) || is_known_word(self.lang, &joined);
        if is_known { GoesOn::AsOneWord } else { GoesOn::Unclear }
    }
}

fn fold_with_hyphens(word: &str) -> String {
    fold(&word.replace(HYPHENS[1], "-"))
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
            let problem = read(bytes, "x.pdf", None).expect_err("no PDF");
            assert!(problem.reason.to(Language::En).starts_with("could not be read"), "{problem}");
        }
    }

    #[test]
    fn a_word_that_a_line_ends_within_is_joined_if_it_is_known() {
        let check = |lang: &str, text: &str, expected: &str| {
            let mut flow = Flow::default();
            add_lines(&mut flow, text, &Known::new([text].into_iter(), Lang::parse(lang)));
            assert_eq!(flow.finish(), expected);
        };
        check("nl", "de ge-\nmeente.\nEn meer", "de gemeente.\nEn meer");
        check("de", "die (Ge\u{2010}\nmeinde)", "die (Gemeinde)");
        check("fr", "la com-\nmune", "la com- mune");
        check("fr", "Communes, la com-\nmune. Commune", "Communes, la commune. Commune");
        check("nl", "taal- \nen werkbeleid", "taal- en werkbeleid");
        check(
            "nl",
            "een sociaal-\neconomisch plan, Sociaal-economisch",
            "een sociaal-economisch plan, Sociaal-economisch",
        );
        // The list knows `overheid`, but this document means something else.
        check("nl", "de over-\nheid, over-heid", "de over-heid, over-heid");
        check("nl", "de Ge-\nMeente, 2-\ndaags -\nja", "de Ge- Meente, 2- daags - ja");
        check("nl", "een woord\u{AD}\ndeel en ge-", "een woorddeel en ge-");
        check("nl", "-\n-\n\u{2010}", "- - \u{2010}");
    }

    #[test]
    fn dates_are_read_to_the_day() {
        assert_eq!(iso_date("D:20260731120000+02'00'").as_deref(), Some("2026-07-31"));
        assert_eq!(iso_date("D:2026"), None);
        assert_eq!(iso_date("gisteren"), None);
    }
}
