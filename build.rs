//! The build-time indexer: the documents in `corpus/`, or in `$ZOEKLICHT_CORPUS`, become the index inside the bundle.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    #[cfg(feature = "embedded")]
    embed();
}

#[cfg(feature = "embedded")]
fn embed() {
    use std::path::PathBuf;

    use zoeklicht_indexer::{Indexer, Settings};

    println!("cargo::rerun-if-env-changed=ZOEKLICHT_CORPUS");
    let var = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let own = || var("CARGO_MANIFEST_DIR").unwrap_or_default().join("corpus");
    let corpus = var("ZOEKLICHT_CORPUS").unwrap_or_else(own);
    // On the folder, so that a file that is changed, added or deleted at any depth counts, and nothing else does.
    println!("cargo::rerun-if-changed={}", corpus.display());
    let build = || -> Result<Vec<u8>, Box<dyn std::error::Error>> {
        // A corpus says itself what of it is not to be found.
        let config = corpus.join("zoeklicht.toml");
        let settings = match config.is_file() {
            true => toml::from_str(&std::fs::read_to_string(config)?)?,
            false => Settings::default(),
        };
        let mut indexer = Indexer::new(settings);
        indexer.add_path(&corpus)?;
        let built = indexer.build()?;
        for problem in built.report().findings() {
            println!("cargo::warning={}", problem.to_string().replace('\n', " "));
        }
        Ok(built.pack()?)
    };
    let out = var("OUT_DIR").unwrap_or_default().join("index.pack");
    match build() {
        Err(error) => println!("cargo::error=the corpus could not be indexed: {error}"),
        Ok(pack) => {
            if let Err(error) = std::fs::write(&out, pack) {
                println!("cargo::error=`{}` could not be written: {error}", out.display());
            }
        }
    }
}
