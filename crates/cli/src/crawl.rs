//! `zoeklicht crawl`: the pages of a live site to a folder that `zoeklicht index` takes.

mod fetch;
mod page;
mod place;
mod sitemap;
mod sites;
mod store;
mod visit;

use std::collections::{HashSet, VecDeque};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use indicatif::{ProgressBar, ProgressStyle};
use url::Url;
use zoeklicht_indexer::{Code, Message, Problem, Report, Severity, message};

use crate::args::{CrawlArgs, Format};
use crate::{Outcome, diagnostics, http, print_json, said, summary};
use fetch::{Fetcher, Known};
use sitemap::{Listed, Sitemap};
use sites::Sites;
use store::Store;
use visit::{Crawl, Tally};

/// Sitemaps that list sitemaps that list sitemaps: the protocol has one list of lists.
const DEPTH_MAX: u32 = 3;
/// Sitemaps of one crawl; the protocol allows each 50,000 pages.
const SITEMAPS_MAX: usize = 1_000;
/// Redirects of one sitemap.
const REDIRECTS_MAX: u32 = 5;
/// How many removed files are named; `--json` names all.
const NAMED_MAX: usize = 20;

/// What a crawl came to, as `--json` prints it.
#[derive(serde::Serialize, schemars::JsonSchema)]
pub(crate) struct Summary<'a> {
    /// The address that the crawl began at.
    #[schemars(with = "String")]
    source: &'a Url,
    /// Pages in the folder.
    pages: usize,
    #[serde(flatten)]
    tally: Tally,
    /// What is not in the folder and why, by address.
    problems: &'a [Problem],
    /// Files that were removed, because their pages are gone.
    removed: Vec<String>,
    /// How long it took.
    seconds: f64,
}

pub(crate) fn run(args: &CrawlArgs) -> anyhow::Result<Outcome> {
    let start = Instant::now();
    // The product token of RFC 9309, section 2.2.1.
    let name = args.user_agent.split(['/', ' ']).next().unwrap_or_default();
    let fetcher =
        Fetcher::new(&args.user_agent, Duration::from_secs(args.timeout), http::trust(args.ca_certificate.as_deref())?);
    let store = Store::open(&args.out, &args.source)?;
    let homes = std::iter::once(&args.source).chain(&args.allow_origin);
    let sites = Sites::read(homes, name, Duration::from_secs(1).div_f64(args.rate), &fetcher)?;
    let listed = Listing::read(args, &sites, &fetcher)?;
    let delay = sites.crawl_delay();
    if !args.found.quiet && delay > Duration::from_secs(1) {
        let pages = u32::try_from(listed.pages.len()).unwrap_or(u32::MAX);
        let minutes = delay.saturating_mul(pages).as_secs() / 60;
        let seconds = summary::decimal(delay.as_secs_f64(), 0);
        eprintln!(
            "{}",
            message!(
                "robots.txt asks for {seconds} s between pages: up to {minutes} minutes in all",
                "robots.txt vraagt {seconds} s tussen pagina’s: tot {minutes} minuten in totaal"
            )
        );
    }
    let bar = progress_bar(args);
    let crawl = Crawl::new(args, name, &fetcher, &sites, &bar, store);
    listed.failed.into_iter().for_each(|problem| crawl.note(problem));
    listed.pages.into_iter().for_each(|page| crawl.add(page));
    let crawled = crawl.run();
    bar.finish_and_clear();
    crawled?;
    let (store, kept, mut tally) = crawl.finish();
    let (pages, removed) = store.finish(|url| kept.contains(url) || !listed.is_whole)?;
    let problems = std::mem::take(&mut tally.problems).into_values().collect();
    let report = Report { problems, ..Report::default() };
    let seconds = start.elapsed().as_secs_f64();
    let summary = Summary { source: &args.source, pages, tally, problems: &report.problems, removed, seconds };
    diagnostics::say(&args.found, &report, &[])?;
    if args.found.format() == Format::Json {
        print_json(&summary)?;
    } else if !args.found.quiet {
        print(&summary, &report, args);
    }
    let is_wrong = args.strict && report.findings().next().is_some();
    Ok(if is_wrong { Outcome::Findings } else { Outcome::Fine })
}

/// What the sitemaps of a site list.
struct Listing {
    pages: Vec<Listed>,
    failed: Vec<Problem>,
    /// Whether every sitemap could be read, so that what none lists is gone.
    is_whole: bool,
}

impl Listing {
    /// Reads the sitemap that was given or those that robots.txt names, and those that they list.
    fn read(args: &CrawlArgs, sites: &Sites, fetcher: &Fetcher) -> anyhow::Result<Listing> {
        let is_root = args.source.path() == "/" && args.source.query().is_none();
        let mut first = if is_root { sites.sitemaps().to_vec() } else { vec![args.source.clone()] };
        if first.is_empty() {
            first.push(
                args.source
                    .join("/sitemap.xml")
                    .context(message!("the source has no path", "de bron heeft geen pad"))?,
            );
        }
        let mut listing = Listing { pages: Vec::new(), failed: Vec::new(), is_whole: true };
        let mut seen: HashSet<Url> = first.iter().cloned().collect();
        let mut queue: VecDeque<(Url, u32)> = first.into_iter().map(|url| (url, 1)).collect();
        while let Some((url, depth)) = queue.pop_front() {
            match read_sitemap(&url, sites, fetcher) {
                Err(reason) => listing.fail(url.as_str(), reason),
                Ok(Sitemap::Pages(pages)) => listing.pages.extend(pages),
                Ok(Sitemap::Sitemaps(_)) if depth == DEPTH_MAX => {
                    let reason = message!(
                        "lists sitemaps, as does what lists it",
                        "noemt sitemaps, net als de sitemap die haar noemt"
                    );
                    listing.fail(url.as_str(), reason);
                }
                Ok(Sitemap::Sitemaps(urls)) => {
                    for url in urls {
                        match Url::parse(&url) {
                            Ok(url) if seen.contains(&url) => {}
                            Ok(url) if seen.len() < SITEMAPS_MAX => {
                                seen.insert(url.clone());
                                queue.push_back((url, depth + 1));
                            }
                            Ok(_) => {
                                let reason = message!(
                                    "is one of more than {SITEMAPS_MAX} sitemaps",
                                    "is één van meer dan {SITEMAPS_MAX} sitemaps"
                                );
                                listing.fail(&url, reason);
                            }
                            Err(error) => {
                                listing.fail(&url, message!("is no address: {error}", "is geen adres: {error}"));
                            }
                        }
                    }
                }
            }
        }
        // Else a mishap of the site would empty the folder.
        if listing.pages.is_empty() {
            let hint = message!(
                "give the address of a sitemap with pages, or of a site whose robots.txt names one",
                "geef het adres van een sitemap met pagina’s, of van een website waarvan robots.txt er een noemt"
            );
            let what = match listing.failed.first() {
                Some(Problem { place, reason, .. }) => message!("`{place}` {reason}", "`{place}` {reason}"),
                None => {
                    message!("no sitemap of `{0}` lists a page", "geen sitemap van `{0}` noemt een pagina", args.source)
                }
            };
            return Err(said::with_hint(what, hint));
        }
        Ok(listing)
    }

    fn fail(&mut self, url: &str, reason: Message) {
        let help = message!("open it in a browser", "open het in een browser");
        self.failed.push(Problem::new(Code::BadSitemap, url, reason, help));
        self.is_whole = false;
    }
}

fn read_sitemap(url: &Url, sites: &Sites, fetcher: &Fetcher) -> Result<Sitemap, Message> {
    let mut url = url.clone();
    for _ in 0..=REDIRECTS_MAX {
        let site = sites.of(&url).ok_or_else(|| {
            message!(
                "leads to `{url}`, another origin; `--allow-origin` allows one more",
                "leidt naar `{url}`, een andere oorsprong; `--allow-origin` laat er een toe"
            )
        })?;
        let answer = fetcher.get(&url, &site.pace, &Known::default(), sitemap::BYTES_MAX, |_| true);
        let answer = answer.map_err(|failure| failure.reason())?;
        match (answer.status, answer.location) {
            (200, _) => return sitemap::read(&answer.body),
            (300..400, Some(target)) => {
                let nowhere = |_| message!("redirects to nowhere", "stuurt door naar geen adres");
                url = url.join(&target).map_err(nowhere)?;
            }
            (status, _) => return Err(message!("answered {status}", "antwoordde {status}")),
        }
    }
    Err(message!("redirects more than {REDIRECTS_MAX} times", "stuurt meer dan {REDIRECTS_MAX} keer door"))
}

fn progress_bar(args: &CrawlArgs) -> ProgressBar {
    if !args.found.shows_progress() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template(
        message!(
            "fetching {{bar:30}} {{pos}}/{{len}} pages, {{eta}} left",
            "ophalen {{bar:30}} {{pos}}/{{len}} pagina’s, nog {{eta}}"
        )
        .text(),
    );
    ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn print(summary: &Summary<'_>, report: &Report, args: &CrawlArgs) {
    let Summary { tally, removed, .. } = summary;
    let removed_files = removed.iter().take(if args.found.verbose { usize::MAX } else { NAMED_MAX });
    for file in removed_files {
        eprintln!(
            "{}",
            message!("removed: `{file}`, its page is gone", "verwijderd: `{file}`, de pagina is er niet meer")
        );
    }
    if removed.len() > NAMED_MAX && !args.found.verbose {
        let more = removed.len() - NAMED_MAX;
        eprintln!(
            "   {}",
            message!("and {more} more; `--verbose` names all", "en nog {more}; `--verbose` noemt ze alle")
        );
    }
    let row = |name: Message, figure: String| eprintln!("{name:<13} {figure}");
    row(message!("pages", "pagina’s"), summary.pages.to_string());
    row(message!("fetched", "opgehaald"), format!("{} ({})", tally.fetched, summary::bytes(tally.bytes)));
    row(message!("unchanged", "onveranderd"), tally.unchanged.to_string());
    if tally.resumed > 0 {
        let resumed = tally.resumed;
        let name = message!("resumed", "hervat");
        let figure =
            message!("{resumed} of the crawl that was broken off", "{resumed} van de vorige keer, die werd afgebroken");
        row(name, figure.to_string());
    }
    row(message!("redirected", "doorgestuurd"), tally.redirected.to_string());
    for (name, severity) in
        [(message!("skipped", "overgeslagen"), Severity::Note), (message!("failed", "mislukt"), Severity::Error)]
    {
        let (count, codes) = summary::counts(&report.by_code(), severity);
        row(name, format!("{count}  {codes}").trim_end().to_owned());
    }
    row(message!("removed", "verwijderd"), removed.len().to_string());
    row(message!("time", "tijd"), format!("{} s", summary::decimal(summary.seconds, 2)));
    let (out, origin) = (args.out.display(), args.source.origin().ascii_serialization());
    eprintln!(
        "{}",
        message!(
            "The pages are in {out}; next: zoeklicht index {out} --base-url {origin}/",
            "De pagina’s staan in {out}; nu: zoeklicht index {out} --base-url {origin}/"
        )
    );
}
