//! What the command cannot do as WebAssembly, where it has no sockets and nothing tells it that a file has changed.

use zoeklicht_indexer::message;

use crate::Outcome;
use crate::diagnostics::Failure;

/// Says which command it was, and what to do.
pub(crate) fn run(what: &str) -> anyhow::Result<Outcome> {
    let shown = message!(
        "error: `zoeklicht {what}` needs the native command, and this is the one in WebAssembly\n\
         hint: install the native command and set `ZOEKLICHT_BINARY` to its path",
        "fout: `zoeklicht {what}` kan alleen met het gewone programma, en dit is WebAssembly\n\
         tip: installeer het gewone programma en zet het pad in `ZOEKLICHT_BINARY`"
    );
    Err(Failure { shown: shown.to_string(), exit: 2 }.into())
}
