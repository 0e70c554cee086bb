//! The work, piece by piece: files, blocks of lines, documents of the caller's own; and the doing of a piece, which
//! any thread may do at any time.
//!
//! Invariants
//! - What comes of a piece depends on the piece and the settings only; that of a page that says it is a copy, on its
//!   original too, so that it is read in every build.
//! - Pieces are made as they are asked for: a file of a million lines is never in memory whole.

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash as _;
use std::ops::Range;

use xxhash_rust::xxh3::{Xxh3Default, xxh3_128};
use zoeklicht_format::limits::TEXT_BYTES_MAX;
use zoeklicht_text::{Lang, detect};

use crate::assign::assign;
use crate::code::Code;
use crate::document::Document;
use crate::likeness::Likeness;
use crate::message;
use crate::message::{Language, Message};
use crate::periods::give_periods;
use crate::records::{cut_segments, segment_sizes};
use crate::report::Problem;
use crate::source::{Block, Blocks, Read, Source};
use crate::vocabulary::{Analysis, analyse};
use crate::{Action, IndexError, Settings};

/// A share of work, by a key that tells it from others and is the same in the next build.
pub(crate) struct Piece {
    key: String,
    work: Work,
}

enum Work {
    /// A document of the caller's own.
    Document(Document),
    /// A file that holds one document.
    File(Source),
    /// Some documents of a file that holds many.
    Block(Box<dyn Block>),
    /// A file that could not be read.
    Unread(Problem),
}

/// All work, in order.
pub(crate) struct Pieces<'i, C> {
    documents: std::slice::Iter<'i, Document>,
    sources: std::slice::Iter<'i, Source>,
    /// The file whose blocks come next, and they.
    blocks: Option<(String, Blocks)>,
    /// How often each key was given.
    keys: HashMap<String, usize>,
    /// Called for each file that is taken up.
    on_file: C,
}

impl<'i, C: FnMut()> Pieces<'i, C> {
    pub(crate) fn new(documents: &'i [Document], sources: &'i [Source], on_file: C) -> Pieces<'i, C> {
        Pieces { documents: documents.iter(), sources: sources.iter(), blocks: None, keys: HashMap::new(), on_file }
    }

    /// A piece with a key that no other has.
    fn piece(&mut self, key: String, work: Work) -> Piece {
        let times = self.keys.entry(key.clone()).or_default();
        *times += 1;
        Piece { key: format!("{key}\n{times}"), work }
    }
}

impl<C: FnMut()> Iterator for Pieces<'_, C> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        if let Some(document) = self.documents.next() {
            return Some(self.piece(document.id.clone(), Work::Document(document.clone())));
        }
        loop {
            if let Some((key, blocks)) = &mut self.blocks
                && let Some(block) = blocks.next()
            {
                let key = key.clone();
                return Some(self.piece(key, block.map_or_else(Work::Unread, Work::Block)));
            }
            let source = self.sources.next()?;
            (self.on_file)();
            let key = source.key();
            match source.blocks() {
                Some(Ok(blocks)) => self.blocks = Some((key, blocks)),
                Some(Err(problem)) => return Some(self.piece(key, Work::Unread(problem))),
                None => return Some(self.piece(key, Work::File(source.clone()))),
            }
        }
    }
}

/// What came of a piece.
pub(crate) struct Done {
    pub(crate) key: String,
    /// A hash of all that it was made of but the settings; none if it is to be read again in any case.
    pub(crate) content: Option<u128>,
    pub(crate) outcome: Outcome,
}

pub(crate) enum Outcome {
    /// The same as in the build before.
    Unchanged,
    Read {
        documents: Vec<Prepared>,
        problems: Vec<Problem>,
    },
}

/// A document, taken apart.
pub(crate) struct Prepared {
    pub(crate) url: String,
    pub(crate) id: String,
    pub(crate) lang: Lang,
    pub(crate) text_bytes: usize,
    /// The sizes of its segments.
    pub(crate) segments: Vec<u32>,
    pub(crate) filters: BTreeMap<String, Vec<String>>,
    pub(crate) sort: BTreeMap<String, String>,
    pub(crate) likeness: Likeness,
    pub(crate) analysis: Analysis,
    /// What its record is made of, as [`Document::from_bytes`] takes it.
    pub(crate) bytes: Vec<u8>,
    /// The hash of these bytes.
    pub(crate) content: u128,
}

impl Piece {
    /// Does the work, unless it is `known` to be made of the same as before. `pages` are all files by their addresses.
    pub(crate) fn work(
        self,
        settings: &Settings,
        pages: &HashMap<String, &Source>,
        known: &BTreeMap<String, u128>,
    ) -> Result<Done, IndexError> {
        let Piece { key, work } = self;
        let bytes = match &work {
            Work::File(source) => source.bytes(),
            _ => Ok(Vec::new()),
        };
        let content = match &work {
            Work::File(_) => bytes.as_ref().ok().map(|bytes| xxh3_128(bytes)),
            Work::Block(block) => Some(block.content()),
            Work::Document(document) => {
                let mut hasher = Xxh3Default::new();
                document.hash(&mut hasher);
                Some(hasher.digest128())
            }
            Work::Unread(_) => None,
        };
        if content.is_some() && known.get(&key) == content.as_ref() {
            return Ok(Done { key, content, outcome: Outcome::Unchanged });
        }
        let is_block = matches!(work, Work::Block(_));
        let Read { documents, mut problems, depends_on_others } = match work {
            Work::Document(document) => Read { documents: vec![document], ..Read::default() },
            Work::File(source) => bytes.map_or_else(Read::nothing, |bytes| source.read(&bytes, settings, pages)),
            Work::Block(block) => block.read(),
            Work::Unread(problem) => Read::nothing(problem),
        };
        // Problems say their line, which lines before may move; and an original may change.
        let content = content.filter(|_| !depends_on_others && (!is_block || problems.is_empty()));
        let prepare = |document| prepare(document, settings, &mut problems);
        let documents = documents.into_iter().map(prepare).collect::<Result<_, _>>()?;
        Ok(Done { key, content, outcome: Outcome::Read { documents, problems } })
    }
}

fn prepare(mut document: Document, settings: &Settings, problems: &mut Vec<Problem>) -> Result<Prepared, IndexError> {
    assign(&mut document, &settings.assign);
    give_periods(&mut document, &settings.periods);
    problems.extend(cut_text(&mut document, settings.text_bytes_max.min(TEXT_BYTES_MAX)));
    let said = document.lang.or(settings.lang);
    let lang = said.unwrap_or_else(|| detect_lang(&document));
    if said.is_none() && document.langs.is_empty() {
        document.langs = detect_langs(&document.text, lang);
    }
    document.langs.retain(|(_, part)| *part != lang);
    let analysis = analyse(&document);
    let bytes = document.to_bytes().map_err(IndexError::io(document.id.as_ref(), Action::Kept))?;
    Ok(Prepared {
        content: xxh3_128(&bytes),
        segments: segment_sizes(&document),
        lang,
        url: document.url,
        id: document.id,
        text_bytes: document.text.len(),
        likeness: Likeness::of(&document.title, &document.text),
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
    let (all, searched) = (Message::of_bytes(bytes), Message::of_bytes(bytes_max));
    Some(Problem::new(
        Code::TooLong,
        &document.id,
        Message::new(
            format!("has {} of text; the first {} are searched", all.to(Language::En), searched.to(Language::En)),
            format!("heeft {} tekst; de eerste {} worden doorzocht", all.to(Language::Nl), searched.to(Language::Nl)),
        ),
        message!(
            "cut it into pages, or raise the limit with `--text-bytes-max`",
            "verdeel het in pagina’s, of verhoog de grens met `--text-bytes-max`"
        ),
    ))
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
