//! Scores: BM25F (Robertson, Zaragoza & Taylor 2004, "Simple BM25 extension to multiple weighted fields").
//!
//! Occurrences in the fields are weighed and added before saturation, not after: a sum of per-field BM25 scores lost
//! .035 nDCG@10 on prose.

use zoeklicht_format::{Field, Manifest, Posting, Root, length_of};

use crate::expand::Group;

/// The weights of an index, ready for use.
#[derive(Debug)]
pub(crate) struct Bm25f<'a> {
    root: &'a Root,
    docs: f32,
    k1: f32,
    /// What one occurrence in a field counts, by the length code of the field: the field's weight, less for a long one.
    occurrence: [Vec<f32>; 3],
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
            (0..=u8::MAX).map(|code| weight / (1.0 - b + b * length_of(code) / average)).collect()
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

    /// The score of a word in each document, 0 where it does not stand.
    pub(crate) fn score(&self, group: &Group<'_>) -> Vec<f32> {
        let mut scores = vec![0.0; self.root.langs.len()];
        for (term, weight) in &group.forms {
            for posting in term.chunk.postings(term.place) {
                scores[posting.doc.index()] += weight * self.frequency(posting);
            }
        }
        let idf = self.idf(scores.iter().filter(|frequency| **frequency > 0.0).count());
        scores.iter_mut().for_each(|score| *score = idf * self.saturate(*score));
        // A rare completion must not beat a frequent one by its rarity: nobody has typed the rest of it.
        let df_most = group.completions.iter().map(|(term, _)| term.chunk.df(term.place)).max().unwrap_or(0);
        let idf = self.idf(usize::try_from(df_most).unwrap_or(usize::MAX));
        for (term, weight) in &group.completions {
            for posting in term.chunk.postings(term.place) {
                let score = &mut scores[posting.doc.index()];
                *score = score.max(weight * idf * self.saturate(self.frequency(posting)));
            }
        }
        scores
    }
}

/// Counts as floats; beyond 2²⁴ rounded, which no ranking notices.
#[allow(clippy::cast_precision_loss)]
fn approx(n: u64) -> f32 {
    n as f32
}
