//! The work, piece by piece: files, blocks of lines, documents of the caller's own; and the doing of a piece, which
//! any thread may do at any time.
//!
//! Invariants
//! - What comes of a piece depends on the piece and the settings only.
//! - Pieces are made as they are asked for: a file of a million lines is never in memory whole.

use std::collections::BTreeMap;
use std::ops::Range;

use zoeklicht_format::limits::TEXT_BYTES_MAX;
use zoeklicht_text::{Lang, detect};

use crate::document::Document;
use crate::jsonl::{Block, Blocks};
use crate::records::cut_segments;
use crate::report::Problem;
use crate::source::{Read, Source};
use crate::vocabulary::{Analysis, analyse};
use crate::{IndexError, Settings};

/// A share of work.
pub(crate) enum Piece {
    /// A document of the caller's own.
    Document(Document),
    /// A file that holds one document.
    File(Source),
    /// Lines of a file that holds a document a line.
    Block(Block),
    /// A file that could not be read.
    Unread(Problem),
}

/// All work, in order.
pub(crate) struct Pieces<C> {
    documents: std::vec::IntoIter<Document>,
    sources: std::vec::IntoIter<Source>,
    blocks: Option<Blocks>,
    /// Called for each file that is taken up.
    on_file: C,
}

impl<C: FnMut()> Pieces<C> {
    pub(crate) fn new(documents: Vec<Document>, sources: Vec<Source>, on_file: C) -> Pieces<C> {
        Pieces { documents: documents.into_iter(), sources: sources.into_iter(), blocks: None, on_file }
    }
}

impl<C: FnMut()> Iterator for Pieces<C> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        if let Some(document) = self.documents.next() {
            return Some(Piece::Document(document));
        }
        loop {
            if let Some(block) = self.blocks.as_mut().and_then(Iterator::next) {
                return Some(block.map_or_else(Piece::Unread, Piece::Block));
            }
            let source = self.sources.next()?;
            (self.on_file)();
            match source.blocks() {
                Some(Ok(blocks)) => self.blocks = Some(blocks),
                Some(Err(problem)) => return Some(Piece::Unread(problem)),
                None => return Some(Piece::File(source)),
            }
        }
    }
}

/// What came of a piece.
pub(crate) struct Done {
    pub(crate) documents: Vec<Prepared>,
    pub(crate) problems: Vec<Problem>,
}

/// A document, taken apart.
pub(crate) struct Prepared {
    pub(crate) url: String,
    pub(crate) id: String,
    pub(crate) lang: Lang,
    pub(crate) text_bytes: usize,
    pub(crate) filters: BTreeMap<String, Vec<String>>,
    pub(crate) sort: BTreeMap<String, String>,
    pub(crate) analysis: Analysis,
    /// What its record is made of, as [`Document::from_bytes`] takes it.
    pub(crate) bytes: Vec<u8>,
}

impl Piece {
    pub(crate) fn work(self, settings: &Settings) -> Result<Done, IndexError> {
        let Read { documents, mut problems } = match self {
            Piece::Document(document) => Read { documents: vec![document], problems: Vec::new() },
            Piece::File(source) => source.read(settings),
            Piece::Block(block) => block.read(),
            Piece::Unread(problem) => Read::nothing(problem),
        };
        let prepare = |document| prepare(document, settings, &mut problems);
        let documents = documents.into_iter().map(prepare).collect::<Result<_, _>>()?;
        Ok(Done { documents, problems })
    }
}

fn prepare(mut document: Document, settings: &Settings, problems: &mut Vec<Problem>) -> Result<Prepared, IndexError> {
    problems.extend(cut_text(&mut document, settings.text_bytes_max.min(TEXT_BYTES_MAX)));
    let said = document.lang.or(settings.lang);
    let lang = said.unwrap_or_else(|| detect_lang(&document));
    if said.is_none() && document.langs.is_empty() {
        document.langs = detect_langs(&document.text, lang);
    }
    document.langs.retain(|(_, part)| *part != lang);
    let analysis = analyse(&document);
    let bytes = document.to_bytes().map_err(IndexError::io(document.id.as_ref(), "kept"))?;
    Ok(Prepared {
        lang,
        url: document.url,
        id: document.id,
        text_bytes: document.text.len(),
        filters: document.filters,
        sort: document.sort,
        analysis,
        bytes,
    })
}

/// The language of a text that does not say it. A beginning that is clear is enough; looking at four kilobytes of every
/// page was a tenth of a build.
fn detect_lang(document: &Document) -> Lang {
    const BEGINNING_BYTES: usize = 1_000;
    const SAMPLE_BYTES: usize = 4_000;
    let Document { title, text, .. } = document;
    // The title too: many records have little else.
    let sample = |bytes: usize| format!("{title}. {}", &text[..text.floor_char_boundary(bytes)]);
    let lang = detect(&sample(BEGINNING_BYTES));
    if lang == Lang::UND && text.len() > BEGINNING_BYTES { detect(&sample(SAMPLE_BYTES)) } else { lang }
}

/// The segments after the first that are in another language than their document.
fn detect_langs(text: &str, lang: Lang) -> Vec<(Range<usize>, Lang)> {
    // A tenth of a segment costs little. It errs now and then, on a list of names or a piece of code, so that all of the
    // segment must say the same.
    const SAMPLE_BYTES: usize = 400;
    let other = |text: &str| Some(detect(text)).filter(|found| ![lang, Lang::UND].contains(found));
    let segment_lang = |range: Range<usize>| {
        let segment = text.get(range.clone()).filter(|segment| segment.len() > SAMPLE_BYTES)?;
        let found = other(&segment[..segment.floor_char_boundary(SAMPLE_BYTES)])?;
        (other(segment) == Some(found)).then_some((range, found))
    };
    cut_segments(text).into_iter().skip(1).filter_map(segment_lang).collect()
}

fn cut_text(document: &mut Document, bytes_max: usize) -> Option<Problem> {
    let bytes = document.text.len();
    if bytes <= bytes_max {
        return None;
    }
    document.text.truncate(document.text.floor_char_boundary(bytes_max));
    let end = document.text.len();
    document.headings.retain(|heading| heading.start <= end);
    Some(Problem::warning(
        &document.id,
        format!("has {} of text; the first {} are searched", megabytes(bytes), megabytes(bytes_max)),
        "cut it into pages, or raise the limit with `--text-bytes-max`",
    ))
}

fn megabytes(bytes: usize) -> String {
    let tenths = bytes / 100_000;
    format!("{}.{} MB", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_may_change_its_language() {
        let dutch =
            "De gemeente helpt nieuwkomers om Nederlands te leren en werk te vinden in de stad. Wie een traject \
                     volgt, krijgt een eigen begeleider die uitlegt hoe het werkt.\n"
                .repeat(60);
        let french =
            "La commune aide les nouveaux arrivants à apprendre la langue et à trouver un emploi. Chaque personne \
                      qui suit un parcours reçoit un accompagnateur qui lui explique tout.\n"
                .repeat(50);
        let [nl, fr] = ["nl", "fr"].map(|tag| Lang::parse(tag).unwrap_or(Lang::UND));
        let check = |text: &str, lang: Lang, expected: &[Lang]| {
            let found: Vec<Lang> = detect_langs(text, lang).into_iter().map(|(_, lang)| lang).collect();
            assert_eq!(found, expected);
        };
        check(&dutch, nl, &[]);
        // The first segment is what the document's language was found from; that of both languages stays with it.
        let both = format!("{dutch}{french}");
        check(&both, nl, &[fr, fr]);
        check(&both, fr, &[nl]);
        check("La commune aide les nouveaux arrivants.", nl, &[]);
        check(&"1.234 ".repeat(2_000), nl, &[]);
    }
}
