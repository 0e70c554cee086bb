//! What to do about what several checks may find.

use zoeklicht_indexer::{Message, message};

use super::POLICY;

/// There is no index that can be used.
pub(super) fn build() -> Message {
    message!("build the index with `zoeklicht index`", "maak de index met `zoeklicht index`")
}

/// Files are not those that belong together.
pub(super) fn publish() -> Message {
    message!(
        "run `zoeklicht index` again and publish all files that it writes, as they are",
        "voer `zoeklicht index` opnieuw uit en zet alle bestanden die het schrijft ongewijzigd online"
    )
}

/// There is no entry script, where one need not be.
pub(super) fn own_script() -> Message {
    message!(
        "fine if a script of your own brings the element; else see `zoeklicht init`",
        "in orde als een eigen script het element meebrengt; zie anders `zoeklicht init`"
    )
}

/// A page has no search.
pub(super) fn element() -> Message {
    message!(
        "put `<zoeklicht-search>` around a search form; `zoeklicht init` prints it",
        "zet `<zoeklicht-search>` rond een zoekformulier; `zoeklicht init` toont hoe"
    )
}

/// The element has no form.
pub(super) fn form() -> Message {
    message!(
        "put a form inside, so that there is search where scripts do not run",
        "zet er een formulier in; dan kan wie geen scripts uitvoert ook zoeken"
    )
}

/// A content security policy forbids what search needs.
pub(super) fn policy() -> Message {
    message!("it needs {POLICY}", "dit is nodig: {POLICY}")
}
