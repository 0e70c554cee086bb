//! Scores: BM25F (Robertson, Zaragoza & Taylor 2004, "Simple BM25 extension to multiple weighted fields"), and more for
//! a title that the query covers.
//!
//! Occurrences in the fields are weighed and added before saturation, not after: a sum of per-field BM25 scores lost
//! .035 nDCG@10 on prose. But who types what a page is called wants that page: hence the bonus.

use zoeklicht_format::{Field, Manifest, Posting, Root, length_of};

use crate::expand::{Form, Group};

/// What a title adds that consists of the query: this times the sum of the idf of its words.
const TITLE: f32 = 1.0;
/// The same for headings.
const HEADINGS: f32 = 0.4;

/// The weights of an index, ready for use.
#[derive(Debug)]
pub(crate) struct Bm25f<'a> {
    root: &'a Root,
    docs: f32,
    k1: f32,
    /// What one occurrence in a field counts, by the length code of the field: the field's weight, less for a long one.
    occurrence: [Vec<f32>; 3],
}

/// What a group of terms gives each document.
pub(crate) struct Scores {
    /// By document; 0 where no term stands.
    pub(crate) scores: Vec<f32>,
    /// The rarity of the group.
    pub(crate) idf: f32,
}

impl<'a> Bm25f<'a> {
    pub(crate) fn new(manifest: &Manifest, root: &'a Root) -> Bm25f<'a> {
        let docs = approx(manifest.docs.into()).max(1.0);
        let hundredths = |n: u32| approx(n.into()) / 100.0;
        let weights = &manifest.weights;
        let occurrence = Field::ALL.map(|field| {
            let (weight, b) = (hundredths(weights.field[field.index()]), hundredths(weights.b[field.index()]));
            // A field that no document has would divide by zero.
            let average = (approx(manifest.words[field.index()]) / docs).max(1.0);
            // The root of the length, not the length: pages of a site differ a hundredfold, and a long one is long mostly
            // because it covers much. MRR@10 on link texts, PostgreSQL .613 → .630, GIMP .420 → .428; nDCG@10 on
            // prose, Cranfield .434 → .438.
            let norm = |code| 1.0 - b + b * (length_of(code) / average).sqrt();
            (0..=u8::MAX).map(|code| weight / norm(code)).collect()
        });
        Bm25f { root, docs, k1: hundredths(weights.k1), occurrence }
    }

    /// Inverse document frequency, never negative (Lucene's form).
    pub(crate) fn idf(&self, df: usize) -> f32 {
        let df = approx(u64::try_from(df).unwrap_or(u64::MAX));
        // Not `f32::ln`: the system's logarithm and that of WebAssembly differ in the last bit.
        libm::logf(1.0 + (self.docs - df + 0.5).max(0.0) / (df + 0.5))
    }

    /// Occurrences weighed by field and by the field's length.
    fn frequency(&self, posting: Posting) -> f32 {
        let doc = posting.doc.index();
        let mut frequency = 0.0;
        for (field, &tf) in posting.tf.iter().enumerate().filter(|(_, tf)| **tf > 0) {
            frequency += f32::from(tf) * self.occurrence[field][usize::from(self.root.lengths[field][doc])];
        }
        frequency
    }

    fn saturate(&self, frequency: f32) -> f32 {
        frequency * (self.k1 + 1.0) / (self.k1 + frequency)
    }

    fn frequencies(&self, forms: &[Form<'_>]) -> Vec<f32> {
        let mut frequencies = vec![0.0; self.root.langs.len()];
        for Form { term, weight, .. } in forms {
            for posting in term.chunk.postings(term.place) {
                frequencies[posting.doc.index()] += weight * self.frequency(posting);
            }
        }
        frequencies
    }

    /// The score of a word in each document.
    pub(crate) fn score(&self, group: &Group<'_>) -> Scores {
        let mut scores = self.frequencies(&group.forms);
        for together in &group.together {
            let each: Vec<Vec<f32>> = together.words.iter().map(|forms| self.frequencies(forms)).collect();
            for (doc, score) in scores.iter_mut().enumerate() {
                // Words that only mean the same together are as frequent as the rarest of them.
                let least = each.iter().map(|frequencies| frequencies[doc]).fold(f32::INFINITY, f32::min);
                *score += together.weight * least;
            }
        }
        let idf = self.idf(scores.iter().filter(|frequency| **frequency > 0.0).count());
        scores.iter_mut().for_each(|score| *score = idf * self.saturate(*score));
        // A rare completion must not beat a frequent one by its rarity: nobody has typed the rest of it.
        let df_most = group.completions.iter().map(|form| form.term.chunk.df(form.term.place)).max().unwrap_or(0);
        let completion_idf = self.idf(usize::try_from(df_most).unwrap_or(usize::MAX));
        for Form { term, weight, .. } in &group.completions {
            for posting in term.chunk.postings(term.place) {
                let score = &mut scores[posting.doc.index()];
                *score = score.max(weight * completion_idf * self.saturate(self.frequency(posting)));
            }
        }
        Scores { scores, idf: if group.forms.is_empty() && group.together.is_empty() { completion_idf } else { idf } }
    }

    /// What titles or headings add that the query covers.
    pub(crate) fn naming(&self, field: Field) -> Naming<'_> {
        let lengths = &self.root.lengths[field.index()];
        Naming { field, lengths, found: vec![(0.0, 0.0); self.root.langs.len()], all: 0.0 }
    }
}

/// How far the query covers what documents are called: their titles, or their headings.
pub(crate) struct Naming<'a> {
    field: Field,
    lengths: &'a [u8],
    /// By document: the rarity of the words that stand in the field, and how many those are.
    found: Vec<(f32, f32)>,
    /// The rarity of all words.
    all: f32,
}

impl Naming<'_> {
    /// Adds a word of the query.
    pub(crate) fn add(&mut self, group: &Group<'_>, idf: f32) {
        self.all += idf;
        // By document: the weight of the best of the terms that stand in the field.
        let mut best = vec![0.0f32; self.found.len()];
        for form in group.terms() {
            let postings = form.term.chunk.postings(form.term.place);
            for posting in postings.filter(|posting| posting.tf[self.field.index()] > 0) {
                let weight = &mut best[posting.doc.index()];
                *weight = weight.max(form.weight);
            }
        }
        for ((rarity, words), weight) in self.found.iter_mut().zip(best) {
            *rarity += weight * idf;
            *words += weight;
        }
    }

    /// What it adds to the score of a document.
    pub(crate) fn bonus(&self, doc: usize) -> f32 {
        let (rarity, words) = self.found[doc];
        if rarity == 0.0 {
            return 0.0;
        }
        let query_covered = rarity / self.all;
        let field_covered = (words / length_of(self.lengths[doc]).max(1.0)).min(1.0);
        if self.field == Field::Title {
            TITLE * rarity * query_covered * field_covered.sqrt()
        } else {
            // Of many headings one is meant.
            HEADINGS * rarity * query_covered * query_covered * field_covered.sqrt().sqrt()
        }
    }
}

/// Counts as floats; beyond 2²⁴ rounded, which no ranking notices.
#[allow(clippy::cast_precision_loss)]
fn approx(n: u64) -> f32 {
    n as f32
}
