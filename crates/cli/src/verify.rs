//! `zoeklicht verify`: every file of an index against its checksum and the rules of the format.

use std::collections::BTreeSet;
use std::path::Path;

use serde::Serialize;
use zoeklicht_indexer::{Message, message};
use zoeklicht_query::{Cause, ChunkKind, Flaw, FormatError, Manifest};

use crate::args::VerifyArgs;
use crate::open::Folder;
use crate::{Outcome, print, print_json, said};

/// What `--json` prints.
#[derive(Serialize, schemars::JsonSchema)]
pub(crate) struct Verified {
    /// Files of the index, the manifest among them, that are there.
    pub(crate) files: usize,
    pub(crate) problems: Vec<Problem>,
    /// Files in the folders of chunks that are no part of the index.
    pub(crate) stray: Vec<String>,
}

/// Something wrong with a file.
#[derive(Serialize, schemars::JsonSchema)]
pub(crate) struct Problem {
    file: String,
    reason: Message,
    help: Message,
}

impl From<Flaw> for Problem {
    fn from(Flaw { file, cause }: Flaw) -> Problem {
        let (reason, help) = said::of_flaw(&cause);
        Problem { file, reason, help }
    }
}

pub(crate) fn run(args: &VerifyArgs) -> anyhow::Result<Outcome> {
    let verified = verify(&args.index)?;
    if args.json {
        print_json(&verified)?
    } else {
        print(&text(&verified))?
    }
    Ok(if verified.problems.is_empty() { Outcome::Fine } else { Outcome::Findings })
}

/// What is wrong with an index.
///
/// # Errors
/// If it is none, or its folder cannot be read.
pub(crate) fn verify(path: &Path) -> anyhow::Result<Verified> {
    let folder = match Folder::open(path) {
        Ok(folder) => folder,
        // A damaged manifest is a finding; a file that was never one is a wrong folder.
        Err(error) => match error.downcast_ref::<FormatError>() {
            None | Some(FormatError::NotAnIndex { .. }) => return Err(error),
            Some(flaw) => {
                let problem = Flaw { file: Manifest::PATH.into(), cause: Cause::Format(flaw.clone()) }.into();
                return Ok(Verified { files: 1, problems: vec![problem], stray: Vec::new() });
            }
        },
    };
    let mut files = 1;
    let audit = folder.audit(|_, _| files += 1);
    let problems = audit.finish().into_iter().map(Problem::from).collect();
    Ok(Verified { files, problems, stray: stray(path, folder.manifest()) })
}

/// What lies where chunks do and is none of this index, and what a build that was stopped left behind.
fn stray(path: &Path, manifest: &Manifest) -> Vec<String> {
    let known: BTreeSet<String> = manifest.chunks().map(|(_, entry)| entry.path()).collect();
    let names = |folder: &Path| -> Vec<String> {
        let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
        entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
    };
    let in_folder = |kind: ChunkKind| {
        let folder = kind.folder();
        names(&path.join(folder)).into_iter().map(move |name| format!("{folder}/{name}"))
    };
    let left_behind = names(path).into_iter().filter(|name| name.starts_with(zoeklicht_indexer::TEMPORARY));
    let beside = ChunkKind::ALL.into_iter().flat_map(in_folder).filter(|name| !known.contains(name));
    let all: BTreeSet<String> = beside.chain(left_behind).collect();
    all.into_iter().collect()
}

fn text(Verified { files, problems, stray }: &Verified) -> String {
    let mut text = String::new();
    for Problem { file, reason, help } in problems {
        text += message!("problem: `{file}`: {reason}\nhint: {help}\n", "probleem: `{file}`: {reason}\ntip: {help}\n")
            .text();
    }
    for file in stray {
        text += message!(
            "note: `{file}` is no part of the index\nhint: remove it, or build the index again\n",
            "opmerking: `{file}` hoort niet bij de index\ntip: verwijder het, of maak de index opnieuw\n"
        )
        .text();
    }
    let end = match problems.len() {
        0 => message!("The index is sound: {files} files\n", "De index is in orde: {files} bestanden\n"),
        count => message!(
            "The index is not sound; files: {files}, problems: {count}\n",
            "De index is niet in orde; bestanden: {files}, problemen: {count}\n"
        ),
    };
    text + end.text()
}
