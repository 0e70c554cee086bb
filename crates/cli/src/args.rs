//! The command line.

use std::path::PathBuf;

use clap::builder::FalseyValueParser;
use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use url::Url;
use zoeklicht_indexer::{Code, Language, Message, message};
use zoeklicht_query::{Day, Rule, Sort};

use crate::is_watched;

/// Full-text search that runs entirely in the visitor's browser.
#[derive(Debug, Parser)]
#[command(name = "zoeklicht", version, max_term_width = 100)]
pub(crate) struct Args {
    /// When to write colours
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t)]
    pub(crate) color: Color,
    /// The language of what is said: tables, findings and errors
    #[arg(long, global = true, env = "ZOEKLICHT_MESSAGES", value_enum, value_name = "LANGUAGE", default_value_t)]
    pub(crate) messages: Messages,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Build an index of a built site or of documents
    Index(IndexArgs),
    /// Search an index
    Search(SearchArgs),
    /// Suggest how to go on from what was typed
    Suggest(SuggestArgs),
    /// Ask an index many queries, and say which find nothing
    ///
    /// Exits with 1 if one of them finds nothing, so that the build of a site can keep what people search for.
    CheckQueries(CheckQueriesArgs),
    /// Measure how well an index answers queries whose answers were judged
    Eval(EvalArgs),
    /// Say what a code of a message means, why it matters and how to mend it; or what a JSON document holds
    Explain(ExplainArgs),
    /// Show the settings with where each comes from, or the JSON Schema of `zoeklicht.toml`
    Config(ConfigArgs),
    /// Serve a site with its search on this machine, and a playground that explains scores
    Serve(ServeArgs),
    /// Build the index of a book, as a renderer that mdBook starts: `[output.zoeklicht]` in `book.toml`
    Mdbook,
    /// Fetch the pages and PDFs of a live site into a folder, for `index`
    ///
    /// The same command again fetches what changed; after a stop it goes on where it was.
    Crawl(CrawlArgs),
    /// Say what is in an index: languages, documents, words, filters, bytes
    Inspect(InspectArgs),
    /// Say what changed between two indexes: documents, words, settings and sizes
    ///
    /// Exits with 0 if they hold the same and with 1 if they differ, as `diff` does.
    Diff(DiffArgs),
    /// Check every file of an index against its checksum and the rules of the format
    Verify(VerifyArgs),
    /// Write a commented `zoeklicht.toml`, and print the HTML that puts search on a page
    Init(InitArgs),
    /// Check a site, in a folder or on the web: its index, its pages and how the server is set up
    Doctor(DoctorArgs),
    /// Print what a shell needs to complete this command
    Completions(CompletionsArgs),
    /// Print the manual page
    Man,
}

/// When to write colours.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, as NO_COLOR and CLICOLOR_FORCE say
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The language of messages.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum Messages {
    /// English
    #[default]
    En,
    /// Dutch
    Nl,
}

impl From<Messages> for Language {
    fn from(messages: Messages) -> Language {
        match messages {
            Messages::En => Language::En,
            Messages::Nl => Language::Nl,
        }
    }
}

/// How findings are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people, on stderr
    #[default]
    Text,
    /// The whole summary as one JSON document on stdout
    Json,
    /// Workflow commands of GitHub on stdout, which mark files and lines
    Github,
    /// One JUnit document on stdout: a suite of tests for each code, in which notes are skipped and the rest has failed
    Junit,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct IndexArgs {
    /// Folders or files: .html .htm .xhtml .md .markdown .txt .pdf .jsonl .csv, or indexes that were built with
    /// `--keep-documents` [default: `sources` of the configuration]
    #[arg(value_name = "SOURCE")]
    pub(crate) sources: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) settings: SettingsArgs,
    #[command(flatten)]
    pub(crate) found: FoundArgs,
    /// Read and report, but write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Write the engine without a view too: `index.js` for scripts, `pagefind.js` with the API of Pagefind
    #[arg(long)]
    pub(crate) headless: bool,
    /// Go on building, whenever a source changes
    #[arg(long, conflicts_with = "dry_run")]
    pub(crate) watch: bool,
    /// Threads to use [default: one a core]
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<usize>,
}

/// How `index` and `crawl` say what they found.
#[derive(Debug, ClapArgs)]
pub(crate) struct FoundArgs {
    /// How to write what was found
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Print the summary as one JSON document: short for `--format json`
    #[arg(long, conflicts_with = "format")]
    json: bool,
    /// Show every place of every finding, and notes too
    #[arg(long, short, conflicts_with = "quiet")]
    pub(crate) verbose: bool,
    /// Print errors only
    #[arg(long, short)]
    pub(crate) quiet: bool,
    /// Show no progress bar
    #[arg(long)]
    pub(crate) no_progress: bool,
}

impl FoundArgs {
    /// Whether to show how far it is.
    pub(crate) fn shows_progress(&self) -> bool {
        !self.quiet && !self.no_progress && is_watched()
    }

    pub(crate) fn format(&self) -> Format {
        if self.json { Format::Json } else { self.format }
    }
}

/// Settings that flags and the environment say too. Each has the name of its key.
#[derive(Debug, ClapArgs)]
pub(crate) struct SettingsArgs {
    /// Where to write the index [default: `zoeklicht` in the first source]
    #[arg(long, env = "ZOEKLICHT_OUT", value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// A folder that remembers what was read: the next build with it reads only what has changed
    #[arg(long, env = "ZOEKLICHT_CACHE", value_name = "DIR")]
    pub(crate) cache: Option<PathBuf>,
    /// Where settings are read from, which flags and the environment come before [default: `zoeklicht.toml` in the
    /// source, if it is the only one; else the nearest in the current folder and those around it, within its repository]
    #[arg(long, env = "ZOEKLICHT_CONFIG", value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// The language of documents that do not say theirs, such as `nl` [default: found from the text]
    #[arg(long, env = "ZOEKLICHT_LANG", value_name = "TAG", value_parser = lang)]
    pub(crate) lang: Option<zoeklicht_indexer::Lang>,
    /// What stands before the path of a file to make its address [default: /]
    #[arg(long, env = "ZOEKLICHT_BASE_URL", value_name = "URL")]
    pub(crate) base_url: Option<String>,
    /// Bytes of text of one document that are searched [default: 2097152]
    #[arg(long, env = "ZOEKLICHT_TEXT_BYTES_MAX", value_name = "BYTES")]
    pub(crate) text_bytes_max: Option<usize>,
    /// Write the documents beside the index, so that it can be a source of another index
    #[arg(long, env = "ZOEKLICHT_KEEP_DOCUMENTS", value_parser = FalseyValueParser::new())]
    pub(crate) keep_documents: bool,
    /// Exit with 1 if a document was skipped or something was wrong with one
    #[arg(long, env = "ZOEKLICHT_STRICT", value_parser = FalseyValueParser::new())]
    pub(crate) strict: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ExplainArgs {
    /// Such as `Z101` or `no-language` [default: a list of all]
    #[arg(value_parser = crate::explain::parse, conflicts_with = "schema")]
    pub(crate) code: Option<Code>,
    /// Print the JSON Schema of what a command prints with `--json`
    #[arg(long, value_enum, value_name = "COMMAND")]
    pub(crate) schema: Option<Output>,
}

/// A command that has `--json`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Output {
    Index,
    #[cfg(not(target_os = "wasi"))]
    Crawl,
    Search,
    Suggest,
    CheckQueries,
    Eval,
    Inspect,
    Diff,
    Verify,
    Doctor,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ConfigArgs {
    /// The sources that `index` would be given, whose own configuration holds if there is one source
    #[arg(value_name = "SOURCE", conflicts_with = "schema")]
    pub(crate) sources: Vec<PathBuf>,
    /// Show each setting with its value and where that comes from
    #[arg(long, required_unless_present = "schema", conflicts_with = "schema")]
    pub(crate) show: bool,
    /// Print the JSON Schema of `zoeklicht.toml`
    #[arg(long)]
    pub(crate) schema: bool,
    /// How to show the settings
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) format: ConfigFormat,
    #[command(flatten)]
    pub(crate) settings: SettingsArgs,
}

/// How settings are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ConfigFormat {
    /// A line each
    #[default]
    Text,
    /// One JSON document
    Json,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct SearchArgs {
    /// The folder of an index
    pub(crate) index: PathBuf,
    /// What to search for; all documents if it is empty
    pub(crate) query: String,
    /// How many hits to show
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) limit: usize,
    /// Only documents with this value; more values of one key are alternatives
    #[arg(long, value_name = "KEY=VALUE", value_parser = filter)]
    pub(crate) filter: Vec<(String, String)>,
    /// Only documents of this day, such as `2020-01-31`, and later
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub(crate) from: Option<Day>,
    /// Only documents of this day and earlier
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub(crate) to: Option<Day>,
    /// The sort key with the date of a document
    #[arg(long, value_name = "KEY", default_value = "date")]
    pub(crate) date_key: String,
    /// The order, such as `date:desc` [default: best first]
    #[arg(long, value_name = "KEY[:asc|desc]", value_parser = sort)]
    pub(crate) sort: Option<Sort>,
    /// Only documents in this language
    #[arg(long, value_name = "TAG")]
    pub(crate) lang: Option<String>,
    /// Say of each hit why it has its score
    #[arg(long)]
    pub(crate) explain: bool,
    /// Show the whole text of each page instead of an excerpt
    #[arg(long)]
    pub(crate) text: bool,
    /// Print the answer as one JSON document
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct SuggestArgs {
    /// The folder of an index
    pub(crate) index: PathBuf,
    /// What was typed so far
    pub(crate) prefix: String,
    /// How many suggestions to give
    #[arg(long, value_name = "N", default_value_t = 8)]
    pub(crate) limit: usize,
    /// Print the suggestions as one JSON document
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct CheckQueriesArgs {
    /// The folder of an index
    pub(crate) index: PathBuf,
    /// Queries, one a line; a line that begins with `#` is a comment
    pub(crate) file: PathBuf,
    /// Print what was found as one JSON document
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct EvalArgs {
    /// The folder of an index
    pub(crate) index: PathBuf,
    /// Queries, one a line: {"_id": "1", "text": "…"}
    #[arg(long, value_name = "FILE")]
    pub(crate) queries: PathBuf,
    /// Judgements, tab-separated with a header: query, document, score
    #[arg(long, value_name = "FILE")]
    pub(crate) qrels: PathBuf,
    /// Documents to leave out of the ranking of a query, in the same form
    #[arg(long, value_name = "FILE")]
    pub(crate) exclude: Option<PathBuf>,
    /// Leave out a rule of the ranking, to see what it gains
    #[arg(long, value_name = "RULE", value_parser = rule)]
    pub(crate) without: Vec<Rule>,
    /// Print each query with its nDCG@10 and its first document
    #[arg(long, conflicts_with = "json")]
    pub(crate) each: bool,
    /// Print the figures as one JSON document
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ServeArgs {
    /// The folder of the site
    pub(crate) dir: PathBuf,
    /// The port on 127.0.0.1; 0 takes a free one
    #[arg(long, default_value_t = 8000)]
    pub(crate) port: u16,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct InspectArgs {
    /// The folder of an index
    pub(crate) index: PathBuf,
    /// Print it as one JSON document
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct DiffArgs {
    /// The folder of the index before
    pub(crate) old: PathBuf,
    /// The folder of the index now
    pub(crate) new: PathBuf,
    /// Print the differences as one JSON document
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct VerifyArgs {
    /// The folder of an index
    pub(crate) index: PathBuf,
    /// Print what was found as one JSON document
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct InitArgs {
    /// Where the file goes
    #[arg(default_value = ".")]
    pub(crate) dir: PathBuf,
    /// Replace a file that is there
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct DoctorArgs {
    /// The folder of a site, or the address of a page with search on it
    #[arg(value_name = "DIR|URL")]
    pub(crate) site: String,
    /// Trust servers for which a certificate in this file vouches (PEM), and no others
    #[arg(long, value_name = "FILE")]
    pub(crate) ca_certificate: Option<PathBuf>,
    /// Print what was found as one JSON document
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct CompletionsArgs {
    /// Which shell
    pub(crate) shell: clap_complete::Shell,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct CrawlArgs {
    /// The address of a sitemap; or of a site, whose robots.txt says where its sitemaps are
    #[arg(value_name = "SITEMAP-URL", value_parser = web_address)]
    pub(crate) source: Url,
    /// Where the pages go
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// Another origin whose pages are fetched too
    #[arg(long, value_name = "URL", value_parser = web_address)]
    pub(crate) allow_origin: Vec<Url>,
    /// Requests at the same time
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u16).range(1..=64))]
    pub(crate) concurrency: u16,
    /// Requests a second to one origin at most; robots.txt may ask for fewer
    #[arg(long, value_name = "N", default_value_t = 20.0, value_parser = rate)]
    pub(crate) rate: f64,
    /// Seconds that a server may say nothing
    #[arg(long, value_name = "SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub(crate) timeout: u64,
    /// Bytes of one page; what is longer is not taken
    #[arg(long, value_name = "BYTES", default_value_t = 64 << 20)]
    pub(crate) bytes_max: u64,
    /// How the crawler calls itself; robots.txt knows it by what stands before the slash
    #[arg(long, value_name = "TEXT", default_value = concat!("zoeklicht/", env!("CARGO_PKG_VERSION")))]
    pub(crate) user_agent: String,
    /// Leave out PDFs that pages link to and no sitemap lists
    #[arg(long)]
    pub(crate) no_linked_pdfs: bool,
    /// Ask for every page, also where the sitemap says that it did not change
    #[arg(long)]
    pub(crate) ignore_lastmod: bool,
    /// Trust servers for which a certificate in this file vouches (PEM), and no others
    #[arg(long, value_name = "FILE")]
    pub(crate) ca_certificate: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) found: FoundArgs,
    /// Exit with 1 if a page could not be fetched
    #[arg(long)]
    pub(crate) strict: bool,
}

fn lang(tag: &str) -> Result<zoeklicht_indexer::Lang, Message> {
    zoeklicht_indexer::Lang::parse(tag).ok_or_else(|| {
        message!("a language is a tag such as `nl` or `nl-BE`", "een taal is een code zoals `nl` of `nl-BE`")
    })
}

fn filter(pair: &str) -> Result<(String, String), Message> {
    let pair = pair.split_once('=').filter(|(key, _)| !key.is_empty());
    let pair = pair.map(|(key, value)| (key.into(), value.into()));
    pair.ok_or_else(|| {
        message!(
            "a filter is written KEY=VALUE, such as `jaar=2021`",
            "een filter schrijft u als NAAM=WAARDE, zoals `jaar=2021`"
        )
    })
}

fn day(text: &str) -> Result<Day, Message> {
    Day::parse(text).ok_or_else(|| {
        message!(
            "a day is written as ISO 8601, such as `2020-01-31`",
            "een dag schrijft u zoals ISO 8601, bijvoorbeeld `2020-01-31`"
        )
    })
}

fn sort(text: &str) -> Result<Sort, Message> {
    Sort::parse(text).ok_or_else(|| {
        message!(
            "an order is written KEY, KEY:asc or KEY:desc, such as `date:desc`",
            "een volgorde schrijft u als NAAM, NAAM:asc of NAAM:desc, zoals `date:desc`"
        )
    })
}

fn rule(name: &str) -> Result<Rule, Message> {
    let names: Vec<&str> = Rule::ALL.iter().map(|rule| rule.name()).collect();
    let names = names.join(", ");
    Rule::parse(name).ok_or_else(|| message!("the rules are {names}", "de regels zijn {names}"))
}

fn web_address(text: &str) -> Result<Url, Message> {
    let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    url.ok_or_else(|| {
        message!(
            "an address is written whole, such as `https://www.example.be/sitemap.xml`",
            "schrijf een adres volledig, zoals `https://www.example.be/sitemap.xml`"
        )
    })
}

fn rate(text: &str) -> Result<f64, Message> {
    let rate = text.parse().ok().filter(|rate| (0.001..=1_000.0).contains(rate));
    rate.ok_or_else(|| {
        message!(
            "a rate is a number from 0.001 to 1000, such as `20` or `0.5`",
            "een tempo is een getal van 0.001 tot 1000, zoals `20` of `0.5`"
        )
    })
}
