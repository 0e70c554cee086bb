//! What all documents together need, while they come in: small things in memory, texts in a file.
//!
//! Invariants
//! - What comes of it does not depend on which documents were here before, nor on the numbers of arrival.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_128;
use zoeklicht_format::{to_u32, to_usize};
use zoeklicht_text::Lang;

use crate::document::Document;
use crate::likeness::Likeness;
use crate::report::{Problem, rows};
use crate::spool::Spool;
use crate::vocabulary::{Terms, analyse};
use crate::work::{Done, Outcome, Prepared};
use crate::{Action, IndexError};

/// All documents so far. Their numbers are those of their arrival; the numbers of the index follow from [`Gathered::order`].
pub(crate) struct Gathered {
    pub(crate) kept: Kept,
    /// What was wrong before anything came in.
    problems: Vec<Problem>,
    texts: Spool,
    /// What came in so far.
    pieces: usize,
    /// Documents of an earlier build that have gone since.
    gone: usize,
}

/// What one build can leave for the next.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Kept {
    /// By arrival; none where a document has gone.
    documents: Vec<Option<Known>>,
    pub(crate) terms: Terms,
    pieces: BTreeMap<String, Piece>,
}

/// What came of a piece of work.
#[derive(Serialize, Deserialize)]
struct Piece {
    /// What it was made of; none if nobody knows.
    content: Option<u128>,
    documents: Vec<u32>,
    #[serde(with = "rows")]
    problems: Vec<Problem>,
    /// Its place among the pieces of this build; none as long as it has not come in.
    #[serde(skip)]
    place: Option<usize>,
}

/// A document that has come in.
#[derive(Serialize, Deserialize)]
pub(crate) struct Known {
    pub(crate) url: String,
    pub(crate) id: String,
    pub(crate) lang: Lang,
    /// Words in title, headings and body.
    pub(crate) lengths: [u32; 3],
    pub(crate) text_bytes: usize,
    /// The sizes of its segments.
    pub(crate) segments: Vec<u32>,
    pub(crate) filters: BTreeMap<String, Vec<String>>,
    pub(crate) sort: BTreeMap<String, String>,
    /// The hash of what is stored.
    pub(crate) content: u128,
    pub(crate) likeness: Likeness,
    stored: Range<u64>,
}

impl Gathered {
    /// What an earlier build left, or nothing.
    pub(crate) fn new(kept: Kept, texts: Spool, problems: Vec<Problem>) -> Gathered {
        Gathered { kept, problems, texts, pieces: 0, gone: 0 }
    }

    pub(crate) fn add(&mut self, Done { key, content, outcome }: Done) -> Result<(), IndexError> {
        let place = Some(self.pieces);
        self.pieces += 1;
        let Outcome::Read { documents, problems } = outcome else {
            if let Some(piece) = self.kept.pieces.get_mut(&key) {
                piece.place = place;
            }
            return Ok(());
        };
        // New ones take the places of old ones, so that what neighbours are made of stays the same.
        let mut free = self.remove(&key)?.into_iter();
        let mut numbers = Vec::new();
        for prepared in documents {
            let Prepared { url, id, lang, text_bytes, segments, filters, sort, analysis, bytes, content, likeness } =
                prepared;
            let number = free.next().unwrap_or_else(|| {
                self.kept.documents.push(None);
                to_u32(self.kept.documents.len() - 1)
            });
            let stored = self.texts.push(&bytes)?;
            let lengths = analysis.lengths;
            let known =
                Known { url, id, lang, lengths, text_bytes, segments, filters, sort, content, likeness, stored };
            self.kept.documents[to_usize(number)] = Some(known);
            self.kept.terms.add(number, lang, analysis);
            numbers.push(number);
        }
        self.kept.pieces.insert(key, Piece { content, documents: numbers, problems, place });
        Ok(())
    }

    /// Removes what came of pieces that an earlier build had and this one has not.
    pub(crate) fn remove_rest(&mut self) -> Result<(), IndexError> {
        let rest = self.kept.pieces.iter().filter(|(_, piece)| piece.place.is_none());
        let keys: Vec<String> = rest.map(|(key, _)| key.clone()).collect();
        keys.iter().try_for_each(|key| self.remove(key).map(drop))
    }

    /// Removes what came of a piece; the numbers of its documents.
    fn remove(&mut self, key: &str) -> Result<Vec<u32>, IndexError> {
        let Some(piece) = self.kept.pieces.remove(key) else { return Ok(Vec::new()) };
        for number in &piece.documents {
            // What a document gave is found out once more: to remember it would take as much room as the texts.
            let document = self.document(*number)?;
            if let Some(known) = self.kept.documents[to_usize(*number)].take() {
                self.kept.terms.remove(*number, known.lang, analyse(&document));
                self.gone += 1;
            }
        }
        Ok(piece.documents)
    }

    /// Whether there is anything to search.
    pub(crate) fn has_documents(&self) -> bool {
        self.kept.documents.iter().any(Option::is_some)
    }

    /// Whether so much of an earlier build has gone that it costs less to begin anew. Each document that goes is analysed
    /// once more, and its words' postings are written anew.
    pub(crate) fn is_mostly_gone(&self) -> bool {
        self.gone > 64 + self.kept.documents.len() / 16
    }

    /// The texts, up to which byte they go.
    pub(crate) fn texts_end(&self) -> u64 {
        self.texts.end()
    }

    /// Everything that was wrong, in the order of the pieces.
    pub(crate) fn problems(&self) -> Vec<Problem> {
        let mut pieces: Vec<&Piece> = self.kept.pieces.values().collect();
        pieces.sort_by_key(|piece| piece.place);
        let of_pieces = pieces.into_iter().flat_map(|piece| &piece.problems);
        self.problems.iter().chain(of_pieces).cloned().collect()
    }

    /// The languages of the documents by arrival.
    pub(crate) fn langs(&self) -> Vec<Lang> {
        self.kept.documents.iter().map(|known| known.as_ref().map_or(Lang::UND, |known| known.lang)).collect()
    }

    /// The documents in the order of the index, with their numbers of arrival: by URL, because neighbours are alike and
    /// compress better together.
    pub(crate) fn order(&self) -> Vec<(u32, &Known)> {
        let mut places = vec![0; self.kept.documents.len()];
        for (place, piece) in self.kept.pieces.values().filter_map(|piece| Some((piece.place?, piece))) {
            piece.documents.iter().for_each(|number| places[to_usize(*number)] = place);
        }
        let all = (0..).zip(&self.kept.documents);
        let mut order: Vec<(u32, &Known)> = all.filter_map(|(number, known)| Some((number, known.as_ref()?))).collect();
        // Of two documents with one URL and one id that comes first which came first; within a piece they keep their order.
        order.sort_by(|(a, known), (b, other)| {
            let by_name = (&known.url, &known.id).cmp(&(&other.url, &other.id));
            by_name.then_with(|| places[to_usize(*a)].cmp(&places[to_usize(*b)]))
        });
        order
    }

    /// A document with all that it has.
    pub(crate) fn whole(&self, number: u32) -> Result<Document, IndexError> {
        let document = self.document(number)?;
        let Some(Known { lang, filters, sort, .. }) = &self.kept.documents[to_usize(number)] else {
            return Ok(document);
        };
        Ok(Document { lang: Some(*lang), filters: filters.clone(), sort: sort.clone(), ..document })
    }

    /// A document with what its record and its terms are made of.
    pub(crate) fn document(&self, number: u32) -> Result<Document, IndexError> {
        let Some(known) = &self.kept.documents[to_usize(number)] else { return Ok(Document::default()) };
        let bytes = self.texts.read(known.stored.clone())?;
        if xxh3_128(&bytes) != known.content {
            let error = std::io::Error::other("it is not what was written there; remove the cache");
            return Err(IndexError::io(known.id.as_ref(), Action::ReadBack)(error));
        }
        Document::from_bytes(&bytes).map_err(IndexError::io(known.id.as_ref(), Action::ReadBack))
    }
}

impl Kept {
    /// Whether most of it has gone, of the numbers or of `texts_end` bytes of texts, so that it is time to begin anew.
    pub(crate) fn is_worn(&self, texts_end: u64) -> bool {
        let here: Vec<&Known> = self.documents.iter().flatten().collect();
        let bytes: u64 = here.iter().map(|known| known.stored.end - known.stored.start).sum();
        here.len() < self.documents.len() / 2 || bytes < texts_end / 2
    }

    /// What the pieces were made of, by their keys.
    pub(crate) fn contents(&self) -> BTreeMap<String, u128> {
        let content = |(key, piece): (&String, &Piece)| Some((key.clone(), piece.content?));
        self.pieces.iter().filter_map(content).collect()
    }
}
