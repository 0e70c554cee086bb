//! The codes of what a build may find: stable numbers that people can look up, silence and link to.
//!
//! Invariants
//! - A number means the same for ever: a code that goes leaves its number unused.
//! - 1xx is the content of a page, 2xx a file that could not be read, 3xx the configuration, 4xx anything else about
//!   a build, 5xx what a crawl fetched.
//!
//! Not here: making problems (see `report` and whoever finds them), drawing them (see the command), Dutch (see `dutch`).

use serde::ser::{Serialize, SerializeStruct as _, Serializer};

use crate::dutch;
use crate::message::Message;

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Severity {
    /// Nothing needs to be done: the owner asked for it, or it may be as it should.
    Note,
    /// The document is in the index, but not as it might be.
    Warning,
    /// The document is not in the index, or the page was not fetched.
    Error,
}

impl Severity {
    /// As it is serialised.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }

    /// What people call it.
    pub fn label(self) -> Message {
        let nl = match self {
            Severity::Note => "opmerking",
            Severity::Warning => "waarschuwing",
            Severity::Error => "fout",
        };
        Message::new(self.name(), nl)
    }
}

/// Makes the enum and its tables from one list, so that no code can lack a part.
macro_rules! codes {
    ($($code:ident $number:literal $name:literal $severity:ident [$one:literal, $many:literal] $explanation:literal)*) => {
        /// What kind of problem it is, serialised as the three members `code`, `name` and `severity`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Code {
            $(
                #[doc = concat!($number, ": ", $one, ".")]
                $code,
            )*
        }

        impl Code {
            /// All, in the order of their numbers.
            pub const ALL: &[Code] = &[$(Code::$code),*];

            /// Such as `Z101`.
            pub fn number(self) -> &'static str {
                match self { $(Code::$code => $number),* }
            }

            /// Such as `no-language`.
            pub fn name(self) -> &'static str {
                match self { $(Code::$code => $name),* }
            }

            /// How bad it is.
            pub fn severity(self) -> Severity {
                match self { $(Code::$code => Severity::$severity),* }
            }

            /// What one of them is in English, what several are, and the explanation.
            fn english(self) -> (&'static str, &'static str, &'static str) {
                match self { $(Code::$code => ($one, $many, $explanation.trim_ascii())),* }
            }
        }
    };
}

impl Code {
    /// The code with this number or name, in any case.
    pub fn parse(text: &str) -> Option<Code> {
        let is_meant = |code: &&Code| [code.number(), code.name()].iter().any(|name| name.eq_ignore_ascii_case(text));
        Code::ALL.iter().find(is_meant).copied()
    }

    /// What a number of them is, to follow that number: `page does not say its language`.
    pub fn summary(self, count: usize) -> Message {
        let [en, nl] = [self.english(), dutch::of(self)].map(|(one, many, _)| if count == 1 { one } else { many });
        Message::new(en, nl)
    }

    /// What it means, why it matters to visitors, how to mend it, and an example.
    pub fn explanation(self) -> Message {
        let ((.., en), (.., nl)) = (self.english(), dutch::of(self));
        let example = en.split_once("\n\nExample:\n").map_or("", |(_, example)| example);
        Message::new(en, format!("{nl}\n\nVoorbeeld:\n{example}"))
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut members = serializer.serialize_struct("Code", 3)?;
        members.serialize_field("code", self.number())?;
        members.serialize_field("name", self.name())?;
        members.serialize_field("severity", &self.severity())?;
        members.end()
    }
}

/// The members that a code is serialised as.
#[cfg(feature = "schema")]
mod schema {
    use std::borrow::Cow;

    use schemars::{JsonSchema, Schema, SchemaGenerator};

    use super::{Code, Severity};

    #[derive(JsonSchema)]
    #[allow(dead_code, reason = "the schema is made of the names and types")]
    struct Members {
        /// Such as `Z101`.
        code: String,
        /// Such as `no-language`.
        name: String,
        severity: Severity,
    }

    impl JsonSchema for Code {
        fn schema_name() -> Cow<'static, str> {
            "Code".into()
        }

        fn json_schema(generator: &mut SchemaGenerator) -> Schema {
            Members::json_schema(generator)
        }
    }
}

codes! {
    NoLanguage "Z101" "no-language" Warning
    ["page does not say its language", "pages do not say their language"]
    r#"
No `lang` attribute around the content of the page names a language, and no setting does. The language was guessed
from the text.

Why it matters: words find their other forms by the rules of their language. A short page that is guessed wrong is not
found by other forms of its words, and a screen reader pronounces it wrong.

How to mend it: write the language on the page. If all pages that lack it are in one language, set `lang` in
`zoeklicht.toml` or give `--lang`.

Example:

    <html lang="nl">
"#

    NoTitle "Z102" "no-title" Warning
    ["document has no title", "documents have no title"]
    r#"
The document says nowhere what it is called: no `<title>` and no `<h1>`, no title in its front matter, its record or the
properties of its PDF. The name of the file is shown instead.

Why it matters: the title is what visitors choose a result by, and a word in a title counts for more than one in the text.

How to mend it: give the page a title. A PDF gets one in the properties of the document, before it is exported.

Example:

    <title>Move to another town</title>
"#

    DuplicateTitle "Z103" "duplicate-title" Warning
    ["document has the title of another", "documents have the title of another"]
    r#"
Two documents in one language have the same title.

Why it matters: in a list of results nobody can tell them apart. Often the title is that of the site, or a template was
not filled in.

How to mend it: name in each title what only that page is about. If the pages are the same, keep one of them.

Example:

    <title>Opening hours of the library</title>
    <title>Opening hours of the swimming pool</title>
"#

    DuplicateText "Z104" "duplicate-text" Warning
    ["document has the same text as another", "documents have the same text as another"]
    r#"
Two documents in one language have the same text, at two addresses.

Why it matters: both answer the same searches, so that the list of results says everything twice, and the index is larger
than it needs to be.

How to mend it: keep one, and let the other address redirect to it. If both must stay, let one of them name the
other with `<link rel="canonical">`, or ask not to be indexed.

Example:

    <link rel="canonical" href="/opening-hours/">
"#

    SimilarText "Z105" "similar-text" Note
    ["document has nearly the same text as another", "documents have nearly the same text as another"]
    r#"
Nearly all runs of three words of one document are in another too.

Why it matters: it may be meant, as with a form for each year. It may also be an old version that was left behind, and
visitors who land there read what no longer holds.

How to mend it: remove the old version or let it ask not to be indexed. If all have a long part in common that says
nothing of the page itself, leave that part out.

Example:

    <aside data-zoeklicht-ignore>The same on every page.</aside>
"#

    NoMain "Z106" "no-main" Note
    ["page does not mark its main content", "pages do not mark their main content"]
    r#"
The page has no `<main>`, `role="main"`, `<article>` or `data-zoeklicht-body`. All of its body is searched, except what
is known not to be content: `<nav>`, `<header>`, `<footer>`, forms and scripts.

Why it matters: menus and notices in plain `<div>` elements are searched on every page. A search for a word of the menu
then finds them all.

How to mend it: put the content in one `<main>`, which helps people who use a screen reader too.

Example:

    <body><div class="menu">…</div><main><h1>Moving</h1>…</main></body>
"#

    NoText "Z107" "no-text" Error
    ["document has no text", "documents have no text"]
    r#"
The file was read, but nothing in it is text to search: its main content is empty, also of headings, or it has no lines.

Why it matters: the page cannot be found. Often a script fills it in the browser, and the indexer does not run scripts.

How to mend it: let the site generator write the content into the page. If the content is there but outside `<main>`, mark
it. If there is nothing to find, let the page ask not to be indexed.

Example:

    <div data-zoeklicht-body>…</div>
"#

    BadDate "Z108" "bad-date" Warning
    ["document has a date that cannot be read", "documents have a date that cannot be read"]
    r#"
The date by which the document is sorted is not a day of the calendar as ISO 8601 writes it: `2026-03-31`, `2026-03` or
`2026`, with or without a time.

Why it matters: it counts as a document without a date. Visitors who sort by date see it last, and those who ask for the
documents of some time do not see it at all.

How to mend it: write the year first, then the month and the day.

Example:

    date: 2026-03-31
"#

    TooLong "Z109" "too-long" Warning
    ["document is too long to be searched whole", "documents are too long to be searched whole"]
    r#"
The text of the document is longer than the limit. What comes after the limit is not in the index.

Why it matters: what is at the end is not found. A page that long is also hard to use: a visitor who lands there still has
to search.

How to mend it: cut it into pages of a subject each, or raise the limit.

Example:

    text-bytes-max = 8388608
"#

    WrongCharset "Z110" "wrong-charset" Warning
    ["document is written in another encoding than it says", "documents are written in another encoding than they say"]
    r#"
The page declares an encoding, but its bytes are not written in it; or no encoding fits all bytes, and signs are lost.

Why it matters: browsers show the wrong signs for letters with accents, and words with them are not found.

How to mend it: save the file as UTF-8 and declare that, or declare what it is saved as. Look at the `Content-Type` that
the server sends too.

Example:

    <meta charset="utf-8">
"#

    NestedTooDeeply "Z111" "nested-too-deeply" Warning
    ["page nests its elements too deeply", "pages nest their elements too deeply"]
    r#"
Elements stand within elements by the thousands, mostly because a template opens elements and never closes them. The rest
of the page was not read.

Why it matters: what is in the rest is not found, and browsers show such a page in other ways than was meant.

How to mend it: close the elements. A validator of HTML names the first that is left open.

Example:

    <div><p>Text.</p></div>
"#

    Excluded "Z112" "excluded" Note
    ["document asks not to be indexed", "documents ask not to be indexed"]
    r#"
The page says `noindex` or `none` to robots, its front matter says `draft` or `noindex`, the server sends
`X-Robots-Tag: noindex`, or the page says with `<link rel="canonical">` that it is a copy of another, which is in the index and
has the same text or nearly so. An absolute address there only counts if `base-url` is of the same origin.

Why it matters: it is not found, as its author wished. It is only said for whoever misses it.

How to mend it: remove that if it must be found. A page that is no copy names its own address as the canonical one.

Example:

    <meta name="robots" content="noindex">
"#

    BadFrontMatter "Z113" "bad-front-matter" Warning
    ["document has front matter that cannot be read", "documents have front matter that cannot be read"]
    r#"
The lines between `---` (YAML) or `+++` (TOML) at the top of the file cannot be read, the second of these lines is missing,
or one of `filters`, `sort` and `meta` is not a table there.

Why it matters: the text of the document is searched, but its title, date or filters are not as its author wrote them.

How to mend it: correct the line. In YAML, text with a colon stands between quotes.

Example:

    ---
    title: "Moving: what to do"
    filters:
      subject: [housing]
    ---
"#

    DuplicateAddress "Z114" "duplicate-address" Warning
    ["document has the address of another", "documents have the address of another"]
    r#"
Two documents have one address: two lines or rows with one `id` or `url`, two pages that name the same `url`, or two sources
with a file of one name.

Why it matters: all of them are found, and lead to the same page. Visitors see it twice, and one of the two texts is not what
they find there.

How to mend it: leave one of them out. If they are two pages, each needs an address of its own: write a `url`, or build each
source with a `base-url` of its own and merge them.

Example:

    zoeklicht index docs --base-url /docs/ --out parts/docs --keep-documents
    zoeklicht index parts/docs public --out public/zoeklicht
"#

    DuplicateId "Z115" "duplicate-id" Note
    ["id is that of several documents", "ids are those of several documents"]
    r#"
Two documents at different addresses have one id: the path of a file within its source, or the `id` of a record.

Why it matters: visitors find both. But a pinned document or a judged query that names the id means only one of them.

How to mend it: if it matters, name pinned documents by their address, and give each record an id of its own.

Example:

    [[pinned]]
    query = "passport"
    documents = ["/services/passport.html"]
"#

    NoBodyAttribute "Z116" "no-body-attribute" Note
    ["page has no `data-pagefind-body`, which others have", "pages have no `data-pagefind-body`, which others have"]
    r#"
As soon as one page marks with `data-pagefind-body` what is searched, only pages that do are searched, as Pagefind does it.
`data-zoeklicht-body` counts as such a mark; alone it leaves no other page out.

Why it matters: the page is not found. Sites choose so what is searched, and it is only said for whoever misses a page.

How to mend it: mark the content of the page too, or use `data-zoeklicht-body` on all pages that are marked.

Example:

    <main data-pagefind-body><p>Text.</p></main>
"#

    UnreadableFile "Z201" "unreadable-file" Error
    ["file could not be read", "files could not be read"]
    r#"
The system does not give the file or the folder: it may not be read, or a link leads nowhere.

Why it matters: what is in it is not found.

How to mend it: let whoever builds the index read it, mend the link, or remove it.

Example:

    chmod a+r public/report.pdf
"#

    EmptyFile "Z202" "empty-file" Error
    ["file is empty", "files are empty"]
    r#"
The file has no bytes, or no lines.

Why it matters: visitors who follow a link to it see nothing. Often a step of the build of the site failed halfway.

How to mend it: build the site anew and look at what that step says, or remove the file.

Example:

    find public -name '*.html' -empty
"#

    NotText "Z203" "not-text" Error
    ["file is not text", "files are not text"]
    r#"
The ending of the name says that the file is text, but its bytes are not.

Why it matters: it is not searched, as signs that nobody can read would be the result.

How to mend it: give it the ending of its real kind, or leave it out. If it is text, save it as UTF-8.

Example:

    mv notes.txt notes.docx
"#

    DamagedPdf "Z204" "damaged-pdf" Error
    ["PDF could not be read", "PDFs could not be read"]
    r#"
The file is not a whole PDF, or it breaks the rules of the format in a way that the reader cannot get around.

Why it matters: it is not found, and many visitors cannot open it either.

How to mend it: see whether it opens in a viewer. Save it anew from its source, or let a tool rewrite it.

Example:

    qpdf broken.pdf whole.pdf
"#

    EncryptedPdf "Z205" "encrypted-pdf" Error
    ["PDF is encrypted", "PDFs are encrypted"]
    r#"
The PDF is protected by a password, for opening it or for changing it.

Why it matters: it is not found. Protection often keeps screen readers out too.

How to mend it: publish a copy without protection, or leave the file out.

Example:

    qpdf --decrypt protected.pdf open.pdf
"#

    ImageOnlyPdf "Z206" "image-only-pdf" Error
    ["PDF has no text", "PDFs have no text"]
    r#"
The pages of the PDF are images, mostly because paper was scanned.

Why it matters: it is not found, and who cannot see the images cannot read it.

How to mend it: export it from its source, or recognise the text and save it with a text layer.

Example:

    ocrmypdf --language nld scan.pdf readable.pdf
"#

    UnreadablePdfPage "Z207" "unreadable-pdf-page" Warning
    ["page of a PDF could not be read", "pages of PDFs could not be read"]
    r#"
One page of the PDF breaks the rules of the format. The other pages are searched.

Why it matters: what is on that page is not found.

How to mend it: save the PDF anew from its source, or let a tool rewrite it.

Example:

    qpdf broken.pdf whole.pdf
"#

    BadJsonLine "Z208" "bad-json-line" Error
    ["line is not a document", "lines are not documents"]
    r#"
A line of a JSON Lines file is not one JSON object with an `id`, or a value in it has the wrong type.

Why it matters: the document of that line is not found.

How to mend it: write one object a line, without line breaks within it.

Example:

    {"id": "7", "url": "/moving/", "title": "Moving", "body": "Tell the town that you move."}
"#

    NotUnpacked "Z209" "not-unpacked" Error
    ["file could not be unpacked", "files could not be unpacked"]
    r#"
The file ends in `.gz`, but it is not gzip, it is not whole, or it unpacks to more than 64 MiB.

Why it matters: what is in it is not found. If the server sends it packed to browsers, they cannot show it either.

How to mend it: pack it anew. A packed file that stands beside the file itself is not read at all.

Example:

    gzip --test page.html.gz
"#

    BadCsvRow "Z210" "bad-csv-row" Error
    ["row is not a document", "rows are not documents"]
    r#"
A row of a CSV file has more or fewer fields than the head of the table, has neither an `id` nor a `url`, or is not UTF-8.

Why it matters: the document of that row is not found.

How to mend it: put quotation marks around a field that has a comma, a line break or a quotation mark in it, and write a
quotation mark within it twice. Save the table as UTF-8.

Example:

    url,title,text
    /moving/,Moving,"Tell the town ""at once"", and your bank."
"#

    OtherTable "Z211" "other-table" Note
    ["table does not say that it has documents", "tables do not say that they have documents"]
    r#"
The first row of a CSV file names no columns of documents: it needs `url` or `id`, and `title`, `text` or `body`. Many sites
have other tables, for visitors to download; they are not searched.

Why it matters: if the rows are documents, none of them is found.

How to mend it: name the columns. `description`, `lang`, `date`, `headings` (one a line), `filters.NAME`, `sort.NAME` and
`meta.NAME` are known too; any other column is metadata. A filter of several values has several columns of one name.

Example:

    url,title,text,filters.year
    /moving/,Moving,Tell the town that you move.,2026
"#

    SynonymLoop "Z301" "synonym-loop" Warning
    ["rule of synonyms goes round", "rules of synonyms go round"]
    r#"
Synonyms with `from` lead back to the word they began with.

Why it matters: each rule is followed once only, so that a search for one of the words does not find all the others, as
their owner probably thinks.

How to mend it: to search every way, write all the words in one rule without `from`.

Example:

    [[synonyms]]
    words = ["bin", "container", "waste bag"]
"#

    EmptySynonym "Z302" "empty-synonym" Warning
    ["rule of synonyms says nothing", "rules of synonyms say nothing"]
    r#"
A rule of synonyms has a word without letters or digits, or has only one word and no `from`.

Why it matters: it has no effect, so visitors do not find what its owner meant them to find.

How to mend it: complete the rule, or remove it.

Example:

    [[synonyms]]
    from = "papers"
    words = ["residence permit"]
"#

    UnknownPin "Z303" "unknown-pin" Warning
    ["pinned document does not exist", "pinned documents do not exist"]
    r#"
A document that comes first for a query is not in the index: it was moved, renamed or skipped.

Why it matters: visitors who search that query do not see the page that was chosen for them.

How to mend it: give the path of the file within its source, or its address.

Example:

    [[pinned]]
    query = "passport"
    documents = ["services/passport.html"]
"#

    UnknownKey "Z304" "unknown-key" Error
    ["key does not exist", "keys do not exist"]
    r#"
The configuration has a key that does not exist. No index is built.

Why it matters: a key with a mistake in it would silently do nothing, and nobody would notice until a visitor does.

How to mend it: correct the key. `zoeklicht config --schema` prints all that exist, for editors that check as you type.

Example:

    base-url = "https://www.example.org/"
"#

    BadValue "Z305" "bad-value" Error
    ["value cannot be used", "values cannot be used"]
    r#"
The configuration is not TOML there, or a value is not of the kind that its key takes. No index is built.

Why it matters: the site would be searched in another way than its owner wrote.

How to mend it: correct the value, or remove the line to have the default.

Example:

    lang = "nl"
    text-bytes-max = 2097152
"#

    UnreadableConfig "Z306" "unreadable-config" Error
    ["configuration could not be read", "configurations could not be read"]
    r#"
The file that `--config` or `ZOEKLICHT_CONFIG` names is not there, or may not be read. No index is built.

Why it matters: without it the index would be built with other settings than were meant.

How to mend it: correct the path.

Example:

    zoeklicht index public --config site/zoeklicht.toml
"#

    NoDocuments "Z401" "no-documents" Error
    ["source has no documents", "sources have no documents"]
    r#"
Nothing that was read gave a document. No index is written.

Why it matters: an empty index would take the place of a good one, and visitors would find nothing at all.

How to mend it: give the folder that the site generator writes into, and build the site first. Files are read by the
ending of their name: .html .htm .xhtml .md .markdown .txt .pdf .jsonl .csv.

Example:

    zoeklicht index public
"#
    Unreachable "Z501" "unreachable" Error
    ["address could not be fetched", "addresses could not be fetched"]
    r#"
The server could not be reached, its answer broke off, or it asks to be left alone for long. It was tried four times.

Why it matters: what is there is not found. If an earlier crawl had the page, it stays as it was.

How to mend it: give the same command later; it asks for what is still missing only. If the server breaks off often, ask for
less at a time with `--rate` and `--concurrency`.

Example:

    zoeklicht crawl https://www.example.org --out pages --rate 2 --concurrency 1
"#

    ErrorStatus "Z502" "error-status" Error
    ["address was answered with an error", "addresses were answered with an error"]
    r#"
The server answered with a status of 400 or more, but not with 404 or 410.

Why it matters: visitors get that error too, and what is there is not found.

How to mend it: look in the log of the server. With 401 and 403 the page is not for everyone: take it out of the sitemap.

Example:

    curl --head https://www.example.org/moving/
"#

    MissingPage "Z503" "missing-page" Error
    ["page is not there", "pages are not there"]
    r#"
The server answered with 404 or 410: a sitemap or a link names a page that does not exist.

Why it matters: who follows the link finds nothing. Search engines follow the sitemap too.

How to mend it: make the sitemap anew, or correct the link. If the page has moved, let the old address redirect to it.

Example:

    curl --head https://www.example.org/moving/
"#

    BadRedirect "Z504" "bad-redirect" Error
    ["address redirects to where nothing can be had", "addresses redirect to where nothing can be had"]
    r#"
The address redirects to itself, to no address, ten times on end, or to another origin than that of the source.

Why it matters: visitors do not arrive, or not on this site.

How to mend it: correct the redirect. If the other origin belongs to the site, give it with `--allow-origin`.

Example:

    zoeklicht crawl https://www.example.org --out pages --allow-origin https://docs.example.org
"#

    TooLarge "Z505" "too-large" Error
    ["answer is too large", "answers are too large"]
    r#"
The answer has more bytes than `--bytes-max` allows. Nothing of it was kept.

Why it matters: what is there is not found.

How to mend it: raise `--bytes-max` if it is a document to search.

Example:

    zoeklicht crawl https://www.example.org --out pages --bytes-max 200000000
"#

    BadSitemap "Z506" "bad-sitemap" Error
    ["sitemap cannot be used", "sitemaps cannot be used"]
    r#"
The sitemap could not be fetched, or is no list as sitemaps.org describes them.

Why it matters: pages that only it lists are not found. While one sitemap cannot be read, nothing is removed from the folder
either.

How to mend it: open the address in a browser. It has to be XML with `<urlset>` or `<sitemapindex>`, or an address a line.

Example:

    <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://www.example.org/</loc></url></urlset>
"#

    BadAddress "Z507" "bad-address" Error
    ["address in a sitemap is no address", "addresses in a sitemap are no addresses"]
    r#"
A sitemap names something that is not a whole address.

Why it matters: nobody knows which page is meant, search engines neither.

How to mend it: write each address of a sitemap whole, with `https://` and the name of the site.

Example:

    <loc>https://www.example.org/moving/</loc>
"#

    OtherOrigin "Z508" "other-origin" Note
    ["address is at another origin", "addresses are at another origin"]
    r#"
The address has another name or port than the source, or `http` instead of `https`.

Why it matters: nothing of another site is fetched unless you ask for it.

How to mend it: if it belongs to the site, give it with `--allow-origin`.

Example:

    zoeklicht crawl https://www.example.org --out pages --allow-origin https://docs.example.org
"#

    Disallowed "Z509" "disallowed" Note
    ["address is not allowed by robots.txt", "addresses are not allowed by robots.txt"]
    r#"
The rules of `robots.txt` do not allow this address to this program.

Why it matters: the page is not found, as the rules ask.

How to mend it: if it must be found, give `robots.txt` a group `User-agent: zoeklicht` with rules of its own.

Example:

    User-agent: zoeklicht
    Allow: /
"#

    OtherType "Z510" "other-type" Note
    ["answer is not a document", "answers are not documents"]
    r#"
The server says that the answer is something other than HTML, Markdown, PDF or text, or does not say what it is.

Why it matters: it is not found.

How to mend it: if it is a document, let the server send its right `Content-Type`.

Example:

    Content-Type: text/html; charset=utf-8
"#
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::Language;

    #[test]
    fn every_code_is_explained_in_full() {
        for code in Code::ALL {
            let explanation = code.explanation();
            for (language, parts) in [
                (Language::En, ["Why it matters: ", "How to mend it: ", "Example:\n\n    "]),
                (Language::Nl, ["Waarom dit telt: ", "Zo lost u het op: ", "Voorbeeld:\n\n    "]),
            ] {
                let text = explanation.to(language);
                for part in parts {
                    assert!(text.contains(&format!("\n\n{part}")), "{}: {part}", code.number());
                }
                for line in text.lines() {
                    assert!(line.chars().count() <= 130, "{}: {line}", code.number());
                }
                assert_ne!(code.summary(1).to(language), code.summary(2).to(language), "{}", code.number());
            }
        }
    }

    #[test]
    fn numbers_ascend_and_names_are_kebab_case() {
        assert!(Code::ALL.is_sorted_by(|a, b| a.number() < b.number()));
        for code in Code::ALL {
            assert!(code.name().chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", code.name());
            assert_eq!(Code::parse(code.name()), Some(*code));
            assert_eq!(Code::parse(&code.number().to_lowercase()), Some(*code));
        }
        assert_eq!(Code::parse("Z999"), None);
    }
}
