//! Writes seeds for the targets into `corpus/`, from the smallest file of each kind of an index:
//! `cargo run --example seeds -- FOLDER`.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;

use flate2::{Decompress, FlushDecompress};
use zoeklicht_format::{ChunkKind, Hash, Manifest};
use zoeklicht_text::ANALYZER_VERSION;

/// Each way of asking, in words of the index that `build.rs` makes.
const QUERIES: [&str; 12] = [
    "",
    "stad",
    "beleid decreet",
    "de",
    "woord",
    "woordwoord inburgerings",
    "inburgeringstrajcet",
    "\"sociale cohesie\" traject",
    "„een traject naar werk“",
    "traject -stad -\"in brussel\"",
    "東京 İstanbul ΣΊΣΥΦΟΣ straße",
    "coo\u{308}rdinatie city's",
];

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args_os().nth(1).ok_or("say which index: cargo run --example seeds -- FOLDER")?;
    let folder = Path::new(&folder);
    let file = fs::read(folder.join(Manifest::PATH))?;
    let manifest = Manifest::read(&file, ANALYZER_VERSION)?;
    write("manifest", "file", &file)?;
    // Between the header and the checksum.
    write("manifest", "contents", &inflated(&file[12..file.len() - Hash::BYTES], &[]))?;

    let mut smallest: BTreeMap<&str, (ChunkKind, Vec<u8>)> = BTreeMap::new();
    for (_, entry) in manifest.chunks() {
        let chunk = fs::read(folder.join(entry.path()))?.split_off(entry.len * Hash::BYTES);
        let known = smallest.entry(entry.kind.folder()).or_insert_with(|| (entry.kind, chunk.clone()));
        if chunk.len() < known.1.len() {
            known.1 = chunk;
        }
    }
    let docs = u8::try_from(manifest.docs)?;
    let langs = u8::try_from(manifest.langs.len())?;
    for (name, (kind, chunk)) in smallest {
        let (target, dictionary, header) = match kind {
            ChunkKind::Root => ("chunk", &[][..], vec![0, docs, langs]),
            ChunkKind::Lexicon => ("chunk", &[][..], vec![1, docs, langs]),
            ChunkKind::Terms => ("chunk", &[][..], vec![2, docs, langs]),
            ChunkKind::Records | ChunkKind::Texts => {
                let [low, high] = u16::try_from(manifest.dictionary.len())?.to_le_bytes();
                let header = [&[docs, low, high], &manifest.dictionary[..]].concat();
                ("record", &manifest.dictionary[..], header)
            }
        };
        write(target, &format!("{name}-file"), &[&header[..], &chunk].concat())?;
        write(target, &format!("{name}-contents"), &[&header[..], &inflated(&chunk, dictionary)].concat())?;
    }
    for (at, query) in (0u8..).zip(QUERIES) {
        // Ten hits from the first on, no filters, no order, any language, the last word unfinished, with spelling, and
        // for every other query a damaged byte.
        let asked = [&[10, 0, 0, 0, 0, 0xFF, 0xFF, 1, 1, 99, 3, 0, 0, at % 2][..], query.as_bytes()].concat();
        write("query", &at.to_string(), &asked)?;
    }
    Ok(())
}

/// What stands in `deflate(x, dictionary)` of FORMAT.md.
fn inflated(bytes: &[u8], dictionary: &[u8]) -> Vec<u8> {
    let varint_bytes = bytes.iter().take_while(|byte| **byte & 0x80 != 0).count() + 1;
    let (len, stream) = bytes.split_at(varint_bytes);
    let len = len.iter().rev().fold(0, |n, byte| n << 7 | usize::from(byte & 0x7F));
    let mut raw = Vec::with_capacity(len);
    let mut inflater = Decompress::new(false);
    inflater.set_dictionary(dictionary).expect("a fresh raw stream takes a dictionary");
    inflater.decompress_vec(stream, &mut raw, FlushDecompress::Finish).expect("the index is whole");
    raw
}

fn write(target: &str, name: &str, bytes: &[u8]) -> std::io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target);
    fs::create_dir_all(&folder)?;
    fs::write(folder.join(name), bytes)
}
