//! The origins that may be crawled, each with its rules (RFC 9309) and its pace.

use std::time::Duration;

use anyhow::Context as _;
use robotxt::{Robots, robots_url};
use url::Url;
use zoeklicht_indexer::{Message, message};

use super::fetch::{Fetcher, Known, Pace};
use super::sitemap;
use crate::said;

/// Redirects of robots.txt that are followed; with more it counts as absent (RFC 9309, section 2.3.1.2).
const REDIRECTS_MAX: u32 = 5;

/// An origin.
pub(crate) struct Site {
    pub(crate) robots: Robots,
    pub(crate) pace: Pace,
    home: Url,
}

/// All of them, the one of the source first.
pub(crate) struct Sites(Vec<Site>);

impl Sites {
    /// Reads the rules of each origin for the program of this name.
    ///
    /// # Errors
    /// If the rules of one cannot be had, because then nothing of it may be fetched.
    pub(crate) fn read<'u>(
        homes: impl Iterator<Item = &'u Url>,
        name: &str,
        interval: Duration,
        fetcher: &Fetcher,
    ) -> anyhow::Result<Sites> {
        let mut sites = Sites(Vec::new());
        for home in homes {
            if sites.of(home).is_none() {
                sites.0.push(Site::read(home, name, interval, fetcher)?);
            }
        }
        Ok(sites)
    }

    /// The one of an address, if that may be crawled.
    pub(crate) fn of(&self, url: &Url) -> Option<&Site> {
        self.0.iter().find(|site| site.home.origin() == url.origin())
    }

    /// The sitemaps that the rules of the source's origin name.
    pub(crate) fn sitemaps(&self) -> &[Url] {
        self.0.first().map_or(&[], |site| site.robots.sitemaps())
    }

    /// The longest time that an origin asks for between two pages.
    pub(crate) fn crawl_delay(&self) -> Duration {
        self.0.iter().filter_map(|site| site.robots.crawl_delay()).max().unwrap_or_default()
    }
}

impl Site {
    fn read(home: &Url, name: &str, interval: Duration, fetcher: &Fetcher) -> anyhow::Result<Site> {
        let mut url = robots_url(home)
            .with_context(|| message!("`{home}` cannot be crawled", "`{home}` kan niet opgehaald worden"))?;
        let mut pace = Pace::new(interval);
        let hint = message!(
            "without its rules nothing may be fetched; try again later",
            "zonder de regels mag niets opgehaald worden; probeer het later opnieuw"
        );
        let refused = |url: &Url, reason: &Message| {
            said::with_hint(said::both(&message!("`{url}`", "`{url}`"), " ", reason), hint.clone())
        };
        let mut redirects = 0;
        let robots = loop {
            let answer = fetcher.get(&url, &pace, &Known::default(), sitemap::BYTES_MAX, |_| true);
            let answer = answer.map_err(|failure| refused(&url, &failure.reason()))?;
            match answer.status {
                200..300 => break Robots::parse(&answer.body, name),
                300..400 => {
                    let target = answer.location.and_then(|target| url.join(&target).ok());
                    match target.filter(|target| redirects < REDIRECTS_MAX && target.has_host()) {
                        Some(target) => url = target,
                        None => break Robots::allow_all(),
                    }
                    redirects += 1;
                }
                // Too many requests: it would say so of every page.
                400..500 if answer.status != 429 => break Robots::allow_all(),
                status => return Err(refused(&url, &message!("answered {status}", "antwoordde {status}"))),
            }
        };
        pace.slow_down(robots.crawl_delay().unwrap_or_default());
        Ok(Site { robots, pace, home: home.clone() })
    }
}
