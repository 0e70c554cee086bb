//! `zoeklicht crawl`: the pages of a live site to a folder that `zoeklicht index` takes.

mod fetch;
mod page;
mod place;
mod sitemap;
mod sites;
mod store;
mod visit;

use std::collections::{BTreeMap, HashSet, VecDeque};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use indicatif::{ProgressBar, ProgressStyle};
use url::Url;

use crate::args::CrawlArgs;
use crate::{Outcome, is_watched, print_json};
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
/// How many addresses are named of each kind of thing that went wrong; `--json` names all.
const NAMED_MAX: usize = 20;

/// What a crawl came to, as `--json` prints it.
#[derive(serde::Serialize)]
struct Summary<'a> {
    source: &'a Url,
    /// Pages in the folder.
    pages: usize,
    #[serde(flatten)]
    tally: Tally,
    /// Files that were removed, because their pages are gone.
    removed: Vec<String>,
    seconds: f64,
}

pub(crate) fn run(args: &CrawlArgs) -> anyhow::Result<Outcome> {
    let start = Instant::now();
    // The product token of RFC 9309, section 2.2.1.
    let name = args.user_agent.split(['/', ' ']).next().unwrap_or_default();
    let fetcher = Fetcher::new(&args.user_agent, Duration::from_secs(args.timeout));
    let store = Store::open(&args.out, &args.source)?;
    let homes = std::iter::once(&args.source).chain(&args.allow_origin);
    let sites = Sites::read(homes, name, Duration::from_secs(1).div_f64(args.rate), &fetcher)?;
    let listed = Listing::read(args, &sites, &fetcher)?;
    let delay = sites.crawl_delay();
    if !args.quiet && delay > Duration::from_secs(1) {
        let pages = u32::try_from(listed.pages.len()).unwrap_or(u32::MAX);
        let minutes = delay.saturating_mul(pages).as_secs() / 60;
        eprintln!("robots.txt asks for {} s between pages: up to {minutes} minutes in all", delay.as_secs_f64());
    }
    let bar = progress_bar(args);
    let crawl = Crawl::new(args, name, &fetcher, &sites, &bar, store);
    for (url, reason) in listed.failed {
        crawl.fail(&url, reason);
    }
    listed.pages.into_iter().for_each(|page| crawl.add(page));
    let crawled = crawl.run();
    bar.finish_and_clear();
    crawled?;
    let (store, kept, tally) = crawl.finish();
    let (pages, removed) = store.finish(|url| kept.contains(url) || !listed.is_whole)?;
    let summary = Summary { source: &args.source, pages, tally, removed, seconds: start.elapsed().as_secs_f64() };
    if !args.quiet {
        findings(&summary);
        if !args.json {
            print(&summary, args);
        }
    }
    if args.json {
        print_json(&summary)?;
    }
    let is_wrong = args.strict && !summary.tally.failed.is_empty();
    Ok(if is_wrong { Outcome::Findings } else { Outcome::Fine })
}

/// What the sitemaps of a site list.
struct Listing {
    pages: Vec<Listed>,
    failed: Vec<(String, String)>,
    /// Whether every sitemap could be read, so that what none lists is gone.
    is_whole: bool,
}

impl Listing {
    /// Reads the sitemap that was given or those that robots.txt names, and those that they list.
    fn read(args: &CrawlArgs, sites: &Sites, fetcher: &Fetcher) -> anyhow::Result<Listing> {
        let is_root = args.source.path() == "/" && args.source.query().is_none();
        let mut first = if is_root { sites.sitemaps().to_vec() } else { vec![args.source.clone()] };
        if first.is_empty() {
            first.push(args.source.join("/sitemap.xml").context("the source has no path")?);
        }
        let mut listing = Listing { pages: Vec::new(), failed: Vec::new(), is_whole: true };
        let mut seen: HashSet<Url> = first.iter().cloned().collect();
        let mut queue: VecDeque<(Url, u32)> = first.into_iter().map(|url| (url, 1)).collect();
        while let Some((url, depth)) = queue.pop_front() {
            match read_sitemap(&url, sites, fetcher) {
                Err(reason) => listing.fail(url.as_str(), reason),
                Ok(Sitemap::Pages(pages)) => listing.pages.extend(pages),
                Ok(Sitemap::Sitemaps(_)) if depth == DEPTH_MAX => {
                    listing.fail(url.as_str(), "lists sitemaps, as does what lists it".into());
                }
                Ok(Sitemap::Sitemaps(urls)) => {
                    for url in urls {
                        match Url::parse(&url) {
                            Ok(url) if seen.contains(&url) => {}
                            Ok(url) if seen.len() < SITEMAPS_MAX => {
                                seen.insert(url.clone());
                                queue.push_back((url, depth + 1));
                            }
                            Ok(_) => listing.fail(&url, format!("is one of more than {SITEMAPS_MAX} sitemaps")),
                            Err(error) => listing.fail(&url, format!("is no address: {error}")),
                        }
                    }
                }
            }
        }
        // Else a mishap of the site would empty the folder.
        if listing.pages.is_empty() {
            let hint = "give the address of a sitemap with pages, or of a site whose robots.txt names one";
            match listing.failed.first() {
                Some((url, reason)) => bail!("`{url}` {reason}\nhint: {hint}"),
                None => bail!("no sitemap of `{}` lists a page\nhint: {hint}", args.source),
            }
        }
        Ok(listing)
    }

    fn fail(&mut self, url: &str, reason: String) {
        self.failed.push((url.into(), reason));
        self.is_whole = false;
    }
}

fn read_sitemap(url: &Url, sites: &Sites, fetcher: &Fetcher) -> Result<Sitemap, String> {
    let mut url = url.clone();
    for _ in 0..=REDIRECTS_MAX {
        let other = "another origin; `--allow-origin` allows one more";
        let site = sites.of(&url).ok_or_else(|| format!("leads to `{url}`, {other}"))?;
        let answer = fetcher.get(&url, &site.pace, &Known::default(), sitemap::BYTES_MAX, |_| true);
        let answer = answer.map_err(|failure| failure.to_string())?;
        match (answer.status, answer.location) {
            (200, _) => return sitemap::read(&answer.body),
            (300..400, Some(target)) => url = url.join(&target).map_err(|_| "redirects to nowhere")?,
            (status, _) => return Err(format!("answered {status}")),
        }
    }
    Err(format!("redirects more than {REDIRECTS_MAX} times"))
}

fn progress_bar(args: &CrawlArgs) -> ProgressBar {
    if args.quiet || !is_watched() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("fetching {bar:30} {pos}/{len} pages, {eta} left");
    ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// Everything that someone may have to look at.
fn findings(summary: &Summary<'_>) {
    let failed: Vec<_> = summary.tally.failed.iter().map(|(url, reason)| format!("failed: `{url}` {reason}")).collect();
    let removed: Vec<_> = summary.removed.iter().map(|file| format!("removed: `{file}`, its page is gone")).collect();
    for named in [failed, removed] {
        named.iter().take(NAMED_MAX).for_each(|line| eprintln!("{line}"));
        if named.len() > NAMED_MAX {
            eprintln!("   and {} more, which `--json` names", named.len() - NAMED_MAX);
        }
    }
}

fn print(summary: &Summary<'_>, args: &CrawlArgs) {
    let Summary { tally, .. } = summary;
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    tally.skipped.values().for_each(|reason| *reasons.entry(reason).or_default() += 1);
    eprintln!("pages      {}", summary.pages);
    eprintln!("fetched    {} ({})", tally.fetched, indicatif::DecimalBytes(tally.bytes.try_into().unwrap_or(u64::MAX)));
    eprintln!("unchanged  {}", tally.unchanged);
    if tally.resumed > 0 {
        eprintln!("resumed    {} of the crawl that was broken off", tally.resumed);
    }
    eprintln!("redirected {}", tally.redirected);
    eprintln!("skipped    {}", tally.skipped.len());
    reasons.iter().for_each(|(reason, count)| eprintln!("           {count} {reason}"));
    eprintln!("failed     {}", tally.failed.len());
    eprintln!("removed    {}", summary.removed.len());
    eprintln!("time       {:.2} s", summary.seconds);
    eprintln!(
        "The pages are in {0}; next: zoeklicht index {0} --base-url {1}/",
        args.out.display(),
        args.source.origin().ascii_serialization()
    );
}
