//! The command line.

use std::path::PathBuf;

use clap::builder::FalseyValueParser;
use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use url::Url;
use zoeklicht_indexer::Code;
use zoeklicht_query::{Rule, Sort};

/// Full-text search that runs entirely in the visitor's browser.
#[derive(Debug, Parser)]
#[command(name = "zoeklicht", version, max_term_width = 100)]
pub(crate) struct Args {
    /// When to write colours
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t)]
    pub(crate) color: Color,
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
    /// Say what a code of a message means, why it matters and how to mend it
    Explain(ExplainArgs),
    /// Show the settings with where each comes from, or the JSON Schema of `zoeklicht.toml`
    Config(ConfigArgs),
    /// Serve a site with its search on this machine, and a playground that explains scores
    Serve(ServeArgs),
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
    /// Folders or files: .html .htm .xhtml .md .markdown .txt .pdf .jsonl .csv [default: `sources` of the configuration]
    #[arg(value_name = "SOURCE")]
    pub(crate) sources: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) settings: SettingsArgs,
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
    /// Read and report, but write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Go on building, whenever a source changes
    #[arg(long, conflicts_with = "dry_run")]
    pub(crate) watch: bool,
    /// Threads to use [default: one a core]
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<usize>,
}

impl IndexArgs {
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
    /// Where settings are read from, which flags and the environment come before [default: the nearest `zoeklicht.toml`
    /// in the current folder and those around it, within its repository]
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
    /// Exit with 1 if a document was skipped or something was wrong with one
    #[arg(long, env = "ZOEKLICHT_STRICT", value_parser = FalseyValueParser::new())]
    pub(crate) strict: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ExplainArgs {
    /// Such as `Z101` or `no-language` [default: a list of all]
    #[arg(value_parser = crate::explain::parse)]
    pub(crate) code: Option<Code>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ConfigArgs {
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
    /// What to search for
    pub(crate) query: String,
    /// How many hits to show
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) limit: usize,
    /// Only documents with this value; more values of one key are alternatives
    #[arg(long, value_name = "KEY=VALUE", value_parser = filter)]
    pub(crate) filter: Vec<(String, String)>,
    /// The order, such as `date:desc` [default: best first]
    #[arg(long, value_name = "KEY[:asc|desc]", value_parser = sort)]
    pub(crate) sort: Option<Sort>,
    /// Only documents in this language
    #[arg(long, value_name = "TAG")]
    pub(crate) lang: Option<String>,
    /// Say of each hit why it has its score
    #[arg(long)]
    pub(crate) explain: bool,
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
    /// Print the summary as one JSON document
    #[arg(long)]
    pub(crate) json: bool,
    /// Print errors only
    #[arg(long, short)]
    pub(crate) quiet: bool,
    /// Exit with 1 if a page could not be fetched
    #[arg(long)]
    pub(crate) strict: bool,
}

fn lang(tag: &str) -> Result<zoeklicht_indexer::Lang, String> {
    zoeklicht_indexer::Lang::parse(tag).ok_or_else(|| "a language is a tag such as `nl` or `nl-BE`".into())
}

fn filter(pair: &str) -> Result<(String, String), String> {
    let pair = pair.split_once('=').filter(|(key, _)| !key.is_empty());
    let (key, value) = pair.ok_or("a filter is written KEY=VALUE, such as `jaar=2021`")?;
    Ok((key.into(), value.into()))
}

fn sort(text: &str) -> Result<Sort, String> {
    Sort::parse(text).ok_or_else(|| "an order is written KEY, KEY:asc or KEY:desc, such as `date:desc`".into())
}

fn rule(name: &str) -> Result<Rule, String> {
    let names: Vec<&str> = Rule::ALL.iter().map(|rule| rule.name()).collect();
    Rule::parse(name).ok_or_else(|| format!("the rules are {}", names.join(", ")))
}

fn web_address(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    url.ok_or_else(|| "an address is written whole, such as `https://www.example.be/sitemap.xml`".into())
}

fn rate(text: &str) -> Result<f64, String> {
    let rate = text.parse().ok().filter(|rate| (0.001..=1_000.0).contains(rate));
    rate.ok_or_else(|| "a rate is a number from 0.001 to 1000, such as `20` or `0.5`".into())
}
