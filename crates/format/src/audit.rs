//! Whether an index is sound: every chunk by itself, and all of them together.
//!
//! A reader of one chunk cannot know what the others say. Here they are handed over one after the other, in any order, and
//! compared: each term in the range of its chunk, its copies with it, the lexicon with the terms, every document with all
//! of its segments, the root with the manifest.
//!
//! Not here: where the bytes come from, and whether the folder has other files.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::ControlFlow;

use crate::num::to_usize;
use crate::{
    ChunkId, ChunkKind, DocId, FormatError, Hash, Lexicon, Manifest, PART_MARK, Root, Segment, TermChunk, Verified,
    read_segments,
};

/// Something wrong with a file of an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// The file, as a path in the folder of the index.
    pub file: String,
    /// What is wrong with it.
    pub cause: Cause,
}

/// What is wrong with a file of an index, besides which it is; shown in English.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// It could not be read, in the words of whoever tried.
    Unread(String),
    /// A reader refused it.
    Format(FormatError),
    /// It and the others do not agree.
    Disagrees {
        /// Which rule is broken, in English.
        rule: &'static str,
        /// The first example and how many more there are; none if the file itself is the example.
        examples: Option<(String, usize)>,
    },
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Cause::Unread(reason) => write!(f, "it could not be read: {reason}"),
            Cause::Format(FormatError::NotAnIndex { found }) => write!(f, "it is {found}"),
            Cause::Format(FormatError::TooOld { found, reads } | FormatError::TooNew { found, reads }) => {
                write!(f, "it has format {found}, this command reads {reads}")
            }
            Cause::Format(FormatError::WrongHash { expected, found, .. }) => write!(
                f,
                "its checksum is {found}, the index says {expected}: it is damaged, cut short or another file"
            ),
            Cause::Format(FormatError::Malformed { section, rule }) => {
                write!(f, "{section} breaks a rule of the format: {rule}")
            }
            Cause::Disagrees { rule, examples: None } => write!(f, "{rule}"),
            Cause::Disagrees { rule, examples: Some((first, 0)) } => write!(f, "{rule}: {first}"),
            Cause::Disagrees { rule, examples: Some((first, others)) } => {
                write!(f, "{rule}: {first}, and {others} more")
            }
        }
    }
}

/// A document, as far as its chunks have been read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Audited {
    /// The site owner's name for it.
    pub id: String,
    /// Where the page is.
    pub url: String,
    /// Its title.
    pub title: String,
    /// The author's own summary.
    pub description: String,
    /// Metadata by name, in order.
    pub meta: Vec<(String, String)>,
    /// Bytes of its text.
    pub text_bytes: usize,
    /// A hash of the headings and the text of each of its segments, by number.
    pub contents: BTreeMap<u32, Hash>,
    /// How many segments its record says it has; none without a record.
    segments: Option<u32>,
    /// How many were read.
    segments_read: u32,
}

/// What the chunks of an index hold, and whether they agree.
#[derive(Debug)]
pub struct Audit<'m> {
    manifest: &'m Manifest,
    /// How many chunks were whole.
    whole: usize,
    flaws: Vec<Flaw>,
    root: Option<Root>,
    lexicon: Option<Lexicon>,
    /// The terms in the range of their chunk, with their document frequency.
    terms: BTreeMap<String, u32>,
    /// The terms that stand in a chunk because a form of theirs does: that chunk, the term and its document frequency.
    copies: Vec<(ChunkId, String, u32)>,
    /// The entries that the parts of compounds must have, with a chunk that has such a compound.
    parts: BTreeMap<String, ChunkId>,
    /// The highest segment that a posting names, by document, with the chunk of the posting.
    named: BTreeMap<DocId, (u32, ChunkId)>,
    documents: BTreeMap<DocId, Audited>,
}

impl<'m> Audit<'m> {
    /// An audit of the index with this manifest.
    pub fn new(manifest: &'m Manifest) -> Audit<'m> {
        Audit {
            manifest,
            whole: 0,
            flaws: Vec::new(),
            root: None,
            lexicon: None,
            terms: BTreeMap::new(),
            copies: Vec::new(),
            parts: BTreeMap::new(),
            named: BTreeMap::new(),
            documents: BTreeMap::new(),
        }
    }

    /// Takes the bytes of a chunk's file. Each chunk is taken once; one that the manifest does not have is ignored.
    pub fn add(&mut self, id: ChunkId, file: &[u8]) {
        let Some(entry) = self.manifest.chunk(id) else { return };
        match entry.verify(file).and_then(|file| self.read(id, entry.kind, file)) {
            Ok(()) => self.whole += 1,
            Err(error) => self.flaws.push(Flaw { file: entry.path(), cause: Cause::Format(error) }),
        }
    }

    /// Takes note that a chunk's file could not be read.
    pub fn add_unread(&mut self, id: ChunkId, reason: String) {
        self.flaw(id, Cause::Unread(reason));
    }

    /// What was wrong with single chunks so far.
    pub fn flaws(&self) -> &[Flaw] {
        &self.flaws
    }

    /// The root, if it was whole.
    pub fn root(&self) -> Option<&Root> {
        self.root.as_ref()
    }

    /// How many words the lexicon has.
    pub fn words(&self) -> usize {
        self.lexicon.as_ref().map_or(0, |lexicon| lexicon.len())
    }

    /// How many different terms were read.
    pub fn terms(&self) -> usize {
        self.terms.len()
    }

    /// The terms that stand in texts by themselves, in order, with the number of documents that have each.
    pub fn frequencies(&self) -> impl Iterator<Item = (&str, u32)> {
        let frequencies = self.terms.iter().map(|(term, df)| (term.as_str(), *df));
        frequencies.filter(|(term, _)| !term.ends_with(PART_MARK))
    }

    /// The documents of which something was read, in the order of the index.
    pub fn documents(&self) -> &BTreeMap<DocId, Audited> {
        &self.documents
    }

    /// All that is wrong, file by file. What chunks say of each other is compared only if all are whole: what is missing
    /// from one would be missed everywhere.
    pub fn finish(mut self) -> Vec<Flaw> {
        if self.whole == self.manifest.chunks().count() {
            self.compare_copies();
            self.compare_lexicon();
            self.compare_documents();
            self.compare_root();
        }
        self.flaws
    }

    fn flaw(&mut self, id: ChunkId, cause: Cause) {
        let file = self.manifest.chunk(id).map_or_else(|| Manifest::PATH.into(), |entry| entry.path());
        self.flaws.push(Flaw { file, cause });
    }

    /// A rule that is broken several times is told once, with the first example.
    fn broken(&mut self, rule: &'static str, broken: &BTreeSet<(ChunkId, String)>) {
        let Some((id, first)) = broken.first() else { return };
        self.flaw(*id, Cause::Disagrees { rule, examples: Some((first.clone(), broken.len() - 1)) });
    }

    fn read(&mut self, id: ChunkId, kind: ChunkKind, file: Verified<'_>) -> Result<(), FormatError> {
        let docs = self.manifest.docs;
        match kind {
            ChunkKind::Root => self.root = Some(Root::read(file, docs, self.manifest.langs.len())?),
            ChunkKind::Lexicon => self.lexicon = Some(Lexicon::read(file)?),
            ChunkKind::Terms => self.add_terms(id, &TermChunk::read(file, docs)?),
            ChunkKind::Records | ChunkKind::Texts => {
                self.add_segments(id, read_segments(file, docs, &self.manifest.dictionary)?);
            }
        }
        Ok(())
    }

    fn add_terms(&mut self, id: ChunkId, chunk: &TermChunk) {
        let mut below = BTreeSet::new();
        let mut has_own = false;
        for at in 0..chunk.len() {
            let (term, df) = (chunk.term(at), chunk.df(at));
            if self.manifest.terms_chunk(term) == Some(id) {
                has_own = true;
                self.terms.insert(term.into(), df);
            } else {
                self.copies.push((id, term.into(), df));
            }
            if self.manifest.terms.first().is_some_and(|bound| term < bound.as_str()) {
                below.insert((id, quoted(term)));
            }
            for part in chunk.parts(at) {
                self.parts.entry(format!("{part}{PART_MARK}")).or_insert(id);
            }
            for posting in chunk.postings(at) {
                let named = self.named.entry(posting.doc).or_insert((posting.segment, id));
                *named = (*named).max((posting.segment, id));
            }
        }
        self.broken("a term sorts before all chunks", &below);
        if !has_own {
            self.flaw(id, Cause::Disagrees { rule: "it has no term of its range", examples: None });
        }
    }

    fn add_segments(&mut self, id: ChunkId, segments: Vec<Segment>) {
        let mut elsewhere = BTreeSet::new();
        for segment in segments {
            if self.manifest.segment_chunk(segment.doc, segment.number) != Some(id) {
                elsewhere.insert((id, format!("segment {} of document {}", segment.number, segment.doc.0)));
            }
            let document = self.documents.entry(segment.doc).or_default();
            document.text_bytes += segment.text.len();
            document.segments_read += 1;
            document.contents.insert(segment.number, content(&segment));
            if let Some(record) = segment.record {
                document.segments = Some(record.segments);
                (document.id, document.url, document.title) = (record.id, record.url, record.title);
                (document.description, document.meta) = (record.description, record.meta);
            }
        }
        self.broken("the manifest says that another chunk has what stands here", &elsewhere);
    }

    fn compare_copies(&mut self) {
        let differs = |(_, term, df): &&(ChunkId, String, u32)| self.terms.get(term) != Some(df);
        let wrong = self.copies.iter().filter(differs).map(|(id, term, _)| (*id, quoted(term))).collect();
        let lacking = self.parts.iter().filter(|(part, _)| !self.terms.contains_key(*part));
        let lacking = lacking.map(|(part, id)| (*id, quoted(part))).collect();
        self.broken("a form of a word is not as in the chunk of its range", &wrong);
        self.broken("a part of a compound has no entry", &lacking);
    }

    fn compare_lexicon(&mut self) {
        let Some(lexicon) = &self.lexicon else { return };
        let mut lacking = BTreeSet::new();
        for (term, df) in &self.terms {
            let word = term.trim_end_matches(PART_MARK);
            // What stands by itself counts, else what stands within longer words. Identifiers are not in the lexicon.
            let counts = word == term || !self.terms.contains_key(word);
            if counts && word.chars().all(char::is_alphanumeric) && lexicon.df(word) != Some(*df) {
                lacking.insert((ChunkId::LEXICON, quoted(word)));
            }
        }
        let mut unknown = BTreeSet::new();
        lexicon.starting_with("", |word, entry| {
            let df = self.terms.get(word).or_else(|| self.terms.get(&format!("{word}{PART_MARK}")));
            if df != Some(&entry.df) {
                unknown.insert((ChunkId::LEXICON, quoted(word)));
            }
            ControlFlow::Continue(())
        });
        self.broken("it does not say of a term what the term chunks say", &lacking);
        self.broken("it has a word that the term chunks have not, or not so often", &unknown);
    }

    fn compare_documents(&mut self) {
        let mut lacking = BTreeSet::new();
        for doc in (0..self.manifest.docs).map(DocId) {
            let whole = self.documents.get(&doc).is_some_and(|found| found.segments == Some(found.segments_read));
            if !whole {
                let id = self.manifest.segment_chunk(doc, 0).unwrap_or(ChunkId::ROOT);
                lacking.insert((id, format!("document {}", doc.0)));
            }
        }
        let beyond = self.named.iter().filter(|(doc, (segment, _))| {
            let segments = self.documents.get(doc).and_then(|found| found.segments);
            segments.is_some_and(|segments| *segment >= segments)
        });
        let beyond = beyond.map(|(doc, (_, id))| (*id, format!("document {}", doc.0))).collect();
        self.broken("a document does not have its record and all of its segments once", &lacking);
        self.broken("a posting names a segment that its document has not", &beyond);
    }

    fn compare_root(&mut self) {
        let Some(root) = &self.root else { return };
        let mut counts = vec![0u32; self.manifest.langs.len()];
        root.langs.iter().for_each(|lang| counts[usize::from(*lang)] += 1);
        let langs = self.manifest.langs.iter().zip(&counts);
        let miscounted = langs.filter(|((_, docs), count)| docs != *count).map(|((lang, _), _)| lang);
        let miscounted = miscounted.map(|lang| (ChunkId::ROOT, quoted(lang))).collect();
        let has_gaps = |ranks: &[u32]| {
            let different: BTreeSet<u32> = ranks.iter().copied().filter(|rank| *rank > 0).collect();
            different.last().is_some_and(|last| to_usize(*last) != different.len())
        };
        let gaps = root.sorts.iter().filter(|sort| has_gaps(&sort.ranks));
        let gaps = gaps.map(|sort| (ChunkId::ROOT, quoted(&sort.name))).collect();
        let empty = root.filters.iter().filter(|filter| filter.values.iter().any(|value| value.docs.is_empty()));
        let empty = empty.map(|filter| (ChunkId::ROOT, quoted(&filter.name))).collect();
        self.broken("a language has not as many documents as the manifest says", &miscounted);
        self.broken("the ranks of a sort key have gaps", &gaps);
        self.broken("a filter has a value without documents", &empty);
    }
}

/// What a segment says, whatever its document is.
fn content(Segment { headings, text, .. }: &Segment) -> Hash {
    let headings = headings.iter().map(|heading| {
        let crate::Heading { level, text, anchor, start } = heading;
        format!("{level}\0{text}\0{anchor}\0{start}\n")
    });
    Hash::of(headings.chain([text.clone()]).collect::<String>().as_bytes())
}

fn quoted(text: &str) -> String {
    format!("`{}`", text.trim_end_matches(PART_MARK))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        FilterTable, FilterValue, LexEntry, Posting, Record, SortTable, TermEntry, Weights, write_group, write_lexicon,
        write_segments, write_terms,
    };

    /// An index of two documents, of which the second has two segments, before its files are written.
    struct Parts {
        langs: Vec<(String, u32)>,
        bounds: Vec<String>,
        texts: Vec<(DocId, u32)>,
        root: Root,
        lexicon: Vec<(&'static str, u32)>,
        /// By chunk: the terms with their parts and the documents and segments in which they stand.
        terms: Vec<Vec<Term>>,
        records: Vec<Segment>,
        further: Vec<Segment>,
    }

    type Term = (&'static str, Vec<std::ops::Range<u8>>, Vec<(u32, u32)>);

    impl Parts {
        fn sound() -> Parts {
            let segment = |doc, number, segments: Option<u32>, text: &str| Segment {
                doc: DocId(doc),
                number,
                record: segments.map(|segments| Record { id: format!("d{doc}"), segments, ..Record::default() }),
                headings: vec![],
                text: text.into(),
            };
            Parts {
                langs: vec![("nl".into(), 2)],
                bounds: vec!["a".into(), "s".into()],
                texts: vec![(DocId(1), 1)],
                root: Root {
                    lengths: [vec![0; 2], vec![0; 2], vec![3; 2]],
                    langs: vec![0; 2],
                    filters: vec![FilterTable {
                        name: "jaar".into(),
                        values: vec![FilterValue { value: "2023".into(), docs: vec![1] }],
                    }],
                    sorts: vec![SortTable { name: "date".into(), ranks: vec![2, 1], days: vec![] }],
                    ..Root::default()
                },
                lexicon: vec![("aan", 2), ("plan", 1), ("stad", 1), ("stadsplan", 1), ("steden", 1)],
                terms: vec![
                    vec![
                        ("a-1", vec![], vec![(0, 0)]),
                        ("aan", vec![], vec![(0, 0), (1, 1)]),
                        ("plan\u{1}", vec![], vec![(1, 1)]),
                        // A form of what stands in this chunk, as if it were.
                        ("steden", vec![], vec![(1, 0)]),
                    ],
                    vec![
                        ("stad", vec![], vec![(0, 0)]),
                        ("stad\u{1}", vec![], vec![(1, 1)]),
                        ("stadsplan", vec![0..4, 5..9], vec![(1, 1)]),
                        ("steden", vec![], vec![(1, 0)]),
                    ],
                ],
                records: vec![segment(0, 0, Some(1), "aan a-1 stad"), segment(1, 0, Some(2), "steden")],
                further: vec![segment(1, 1, None, "stadsplan aan")],
            }
        }

        fn audit(self) -> Vec<String> {
            let lexicon: Vec<LexEntry<'_>> =
                self.lexicon.iter().map(|(term, df)| LexEntry { term, df: *df, naming: 0 }).collect();
            let term_chunk = |terms: &Vec<Term>| {
                let posting = |(doc, segment): &(u32, u32)| Posting::new(DocId(*doc), [0, 0, 1], *segment);
                let postings: Vec<Vec<Posting>> =
                    terms.iter().map(|(_, _, places)| places.iter().map(posting).collect()).collect();
                let entries: Vec<TermEntry<'_>> = (0..)
                    .zip(terms)
                    .zip(&postings)
                    .map(|((class, (term, parts, _)), postings)| TermEntry {
                        term,
                        class,
                        stop: false,
                        parts,
                        postings,
                    })
                    .collect();
                write_terms(&entries)
            };
            let kinds = [
                vec![self.root.write()],
                vec![write_lexicon(&lexicon)],
                self.terms.iter().map(term_chunk).collect(),
                vec![write_segments(&self.records, &[])],
                vec![write_segments(&self.further, &[])],
            ];
            let (groups, files): (Vec<_>, Vec<_>) = kinds.iter().map(|chunks| write_group(chunks)).unzip();
            let manifest = Manifest {
                analyzer: 1,
                generator: String::new(),
                docs: 2,
                langs: self.langs,
                words: [0; 3],
                weights: Weights::default(),
                dictionary: vec![],
                terms: self.bounds,
                records: vec![DocId(0)],
                texts: self.texts,
                groups,
            };
            let mut audit = Audit::new(&manifest);
            for (id, file) in (0..).map(ChunkId).zip(files.concat()) {
                audit.add(id, &file);
            }
            audit.finish().into_iter().map(|flaw| format!("{}: {}", &flaw.file[..1], flaw.cause)).collect()
        }
    }

    #[track_caller]
    fn check(change: impl FnOnce(&mut Parts), expected: &[&str]) {
        let mut parts = Parts::sound();
        change(&mut parts);
        assert_eq!(parts.audit(), expected);
    }

    #[test]
    fn a_sound_index_has_no_flaws() {
        check(|_| {}, &[]);
    }

    #[test]
    fn terms_stand_in_the_range_of_their_chunk() {
        check(|parts| parts.bounds[0] = "aa".into(), &["t: a term sorts before all chunks: `a-1`"]);
        check(
            |parts| parts.bounds[1] = "t".into(),
            &[
                "t: it has no term of its range",
                "t: a form of a word is not as in the chunk of its range: `stad`, and 1 more",
                "t: a part of a compound has no entry: `stad`",
                "l: it has a word that the term chunks have not, or not so often: `stad`, and 1 more",
            ],
        );
    }

    #[test]
    fn a_copy_of_a_term_is_as_the_term() {
        let rule = "t: a form of a word is not as in the chunk of its range: `steden`";
        check(|parts| parts.terms[0][3].2.insert(0, (0, 0)), &[rule]);
    }

    #[test]
    fn the_lexicon_has_the_words_of_the_terms() {
        check(
            |parts| parts.lexicon[2] = ("stad", 2),
            &[
                "l: it does not say of a term what the term chunks say: `stad`",
                "l: it has a word that the term chunks have not, or not so often: `stad`",
            ],
        );
        check(
            |parts| parts.lexicon.retain(|(word, _)| *word != "plan"),
            &["l: it does not say of a term what the term chunks say: `plan`"],
        );
        check(
            |parts| parts.lexicon.push(("zee", 1)),
            &["l: it has a word that the term chunks have not, or not so often: `zee`"],
        );
    }

    #[test]
    fn a_document_has_its_record_and_segments_once() {
        let rule = "a document does not have its record and all of its segments once";
        check(
            |parts| parts.records[1].record.iter_mut().for_each(|record| record.segments = 3),
            &[&format!("d: {rule}: document 1")],
        );
        check(|parts| drop(parts.records.remove(0)), &[&format!("d: {rule}: document 0")]);
        check(
            |parts| parts.texts = vec![(DocId(1), 2)],
            &["x: the manifest says that another chunk has what stands here: segment 1 of document 1"],
        );
        check(
            |parts| parts.terms[1][3].2[0].1 = 2,
            &["t: a posting names a segment that its document has not: document 1"],
        );
    }

    #[test]
    fn the_root_says_what_the_manifest_says() {
        check(
            |parts| parts.langs = vec![("fr".into(), 1), ("nl".into(), 1)],
            &["r: a language has not as many documents as the manifest says: `fr`, and 1 more"],
        );
        check(|parts| parts.root.sorts[0].ranks[0] = 3, &["r: the ranks of a sort key have gaps: `date`"]);
        check(
            |parts| parts.root.filters[0].values[0].docs.clear(),
            &["r: a filter has a value without documents: `jaar`"],
        );
    }
}
