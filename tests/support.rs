//! An index in memory, and a search of it, the way every host does it.

use std::path::Path;

use zoeklicht_indexer::{Built, Document, Indexer, Settings};
use zoeklicht_query::{Answer, FormatError, Index, Options, Pack, Search, Step};

pub(crate) fn corpus() -> Built {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let settings = std::fs::read_to_string(corpus.join("zoeklicht.toml")).unwrap();
    let mut indexer = Indexer::new(toml::from_str(&settings).unwrap());
    indexer.add_path(&corpus).unwrap();
    indexer.build().unwrap()
}

pub(crate) fn index_of(documents: impl IntoIterator<Item = Document>) -> Built {
    let mut indexer = Indexer::new(Settings::default());
    for document in documents {
        indexer.add_document(document);
    }
    indexer.build().unwrap()
}

pub(crate) fn document(id: &str, title: &str, text: &str) -> Document {
    let (id, url) = (id.into(), format!("/{id}"));
    let lang = zoeklicht_indexer::Lang::parse("nl");
    Document { id, url, title: title.into(), text: text.into(), lang, ..Document::default() }
}

/// Asks a fresh index; counts the rounds of chunks it took.
pub(crate) fn ask(pack: &[u8], query: &str, options: Options) -> (Answer, usize) {
    let mut index = Index::open(Pack::new(pack).unwrap().manifest()).unwrap();
    let mut rounds = 0;
    let answer = ask_index(&mut index, pack, query, options, &mut rounds).unwrap();
    (answer, rounds)
}

/// Asks an index that keeps its chunks.
pub(crate) fn ask_index(
    index: &mut Index,
    pack: &[u8],
    query: &str,
    options: Options,
    rounds: &mut usize,
) -> Result<Answer, FormatError> {
    let pack = Pack::new(pack)?;
    let mut search = Search::new(query, options);
    loop {
        match search.step(index) {
            Step::Done(answer) => return Ok(*answer),
            Step::Need(chunks) => {
                *rounds += 1;
                assert!(*rounds < 100, "a search must come to an end");
                for id in chunks {
                    let bytes = pack.chunk(id).unwrap_or_default();
                    index.insert(id, bytes)?;
                }
            }
        }
    }
}
