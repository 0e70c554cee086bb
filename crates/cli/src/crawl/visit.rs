//! Pages, several at a time, until none is left to ask for.
//!
//! Invariants
//! - No address is asked for twice in a crawl, whoever names it: a sitemap, a redirect, a link.
//! - Only addresses that their origin's rules allow are asked for.
//! - What could not be fetched now but was there before stays as it was; only what is missing (404, 410) goes.

use std::collections::{BTreeMap, HashSet, VecDeque};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use indicatif::ProgressBar;
use url::Url;
use zoeklicht_indexer::{Code, Message, Problem, message};

use super::fetch::{Answer, Fetcher, Known};
use super::page::{self, Kind};
use super::sitemap::Listed;
use super::sites::Sites;
use super::store::{Entry, Outcome, Refusal, Store};
use crate::args::CrawlArgs;
use crate::said;

/// Redirects one after the other.
const REDIRECTS_MAX: u32 = 10;

/// What every thread of a crawl works with.
pub(crate) struct Crawl<'a> {
    args: &'a CrawlArgs,
    /// The name by which rules for programs call this one.
    name: &'a str,
    fetcher: &'a Fetcher,
    sites: &'a Sites,
    bar: &'a ProgressBar,
    store: Mutex<Store>,
    frontier: Mutex<Frontier>,
    changed: Condvar,
    tally: Mutex<Tally>,
}

/// What came of a crawl.
#[derive(Default, serde::Serialize, schemars::JsonSchema)]
pub(crate) struct Tally {
    /// Pages that came whole.
    pub(crate) fetched: usize,
    /// Pages that did not change since the last crawl.
    pub(crate) unchanged: usize,
    /// Addresses that the same crawl was done with before it was broken off.
    pub(crate) resumed: usize,
    /// Addresses that lead to another one.
    pub(crate) redirected: usize,
    /// Bytes of the pages that came whole.
    pub(crate) bytes: usize,
    /// By address: what is not taken, which is a note, and what should have come and did not, which is an error.
    #[serde(skip)]
    pub(crate) problems: BTreeMap<String, Problem>,
}

#[derive(Default)]
struct Frontier {
    queue: VecDeque<Task>,
    /// Everything that was ever in the queue.
    admitted: HashSet<Url>,
    /// What turned out not to exist.
    missing: HashSet<Url>,
    /// Tasks that threads work on, each of which may bring more.
    busy: usize,
    stopped: bool,
}

struct Task {
    url: Url,
    lastmod: Option<String>,
    /// How many redirects led here.
    redirects: u32,
}

/// A task that a thread works on.
struct Busy<'c, 'a>(&'c Crawl<'a>);

impl Drop for Busy<'_, '_> {
    fn drop(&mut self) {
        lock(&self.0.frontier).busy -= 1;
        self.0.changed.notify_all();
    }
}

impl<'a> Crawl<'a> {
    pub(crate) fn new(
        args: &'a CrawlArgs,
        name: &'a str,
        fetcher: &'a Fetcher,
        sites: &'a Sites,
        bar: &'a ProgressBar,
        store: Store,
    ) -> Crawl<'a> {
        let (frontier, changed, tally) = Default::default();
        Crawl { args, name, fetcher, sites, bar, store: Mutex::new(store), frontier, changed, tally }
    }

    /// Takes up an address of a sitemap.
    pub(crate) fn add(&self, listed: Listed) {
        match Url::parse(&listed.url) {
            Ok(url) => self.admit(url, listed.lastmod, 0),
            Err(error) => self.note(Problem::new(
                Code::BadAddress,
                &listed.url,
                message!("is no address: {error}", "is geen adres: {error}"),
                message!("write it whole in the sitemap", "schrijf het volledig in de sitemap"),
            )),
        }
    }

    /// Notes what is wrong with an address.
    pub(crate) fn note(&self, problem: Problem) {
        lock(&self.tally).problems.insert(problem.place.clone(), problem);
    }

    /// Asks for everything that was added, and for what that leads to.
    ///
    /// # Errors
    /// If the folder cannot be written, or the server is gone.
    pub(crate) fn run(&self) -> anyhow::Result<()> {
        std::thread::scope(|scope| {
            let threads: Vec<_> = (0..self.args.concurrency).map(|_| scope.spawn(|| self.work())).collect();
            let joined = threads.into_iter().map(|thread| thread.join());
            let worked = joined.map(|worked| worked.unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
            // All are waited for, whatever one says.
            worked.collect::<Vec<_>>().into_iter().collect()
        })
    }

    /// The folder, the addresses that are to stay in it, and what came of it all.
    pub(crate) fn finish(self) -> (Store, HashSet<Url>, Tally) {
        let Frontier { mut admitted, missing, .. } = into_inner(self.frontier);
        admitted.retain(|url| !missing.contains(url));
        (into_inner(self.store), admitted, into_inner(self.tally))
    }

    /// One thread's part.
    fn work(&self) -> anyhow::Result<()> {
        while let Some(task) = self.next() {
            let _busy = Busy(self);
            let visited = self.visit(&task).and_then(|()| {
                if self.fetcher.is_lost() {
                    return Err(said::with_hint(
                        message!(
                            "the server no longer answers: `{0}` was the last of several",
                            "de server antwoordt niet meer: `{0}` was het laatste van een reeks",
                            task.url
                        ),
                        message!(
                            "the same command goes on where this one stopped",
                            "dezelfde opdracht gaat verder waar deze stopte"
                        ),
                    ));
                }
                Ok(())
            });
            if visited.is_err() {
                lock(&self.frontier).stopped = true;
                return visited;
            }
            self.bar.inc(1);
        }
        Ok(())
    }

    fn next(&self) -> Option<Task> {
        let mut frontier = lock(&self.frontier);
        loop {
            if frontier.stopped {
                return None;
            }
            if let Some(task) = frontier.queue.pop_front() {
                frontier.busy += 1;
                return Some(task);
            }
            if frontier.busy == 0 {
                return None;
            }
            frontier = self.changed.wait(frontier).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Puts an address into the queue, if it is new and may be asked for.
    fn admit(&self, mut url: Url, lastmod: Option<String>, redirects: u32) {
        url.set_fragment(None);
        let refusal = match self.sites.of(&url) {
            None => Some((
                Code::OtherOrigin,
                message!("is at another origin", "is van een andere oorsprong"),
                allow_origin(),
            )),
            Some(site) if !site.robots.is_url_allowed(&url) => Some((
                Code::Disallowed,
                message!("is not allowed by robots.txt", "mag niet opgehaald worden van robots.txt"),
                message!(
                    "allow it in robots.txt if it must be found",
                    "laat het toe in robots.txt als het gevonden moet worden"
                ),
            )),
            Some(_) => None,
        };
        if let Some((code, reason, help)) = refusal {
            return self.note(Problem::new(code, url.as_str(), reason, help));
        }
        let mut frontier = lock(&self.frontier);
        if frontier.admitted.insert(url.clone()) {
            frontier.queue.push_back(Task { url, lastmod, redirects });
            self.bar.inc_length(1);
            self.changed.notify_one();
        }
    }

    /// Takes up what a page leads to.
    fn follow(&self, entry: &Entry, task: &Task) {
        if let Outcome::Redirect(target) = &entry.outcome {
            self.admit(target.clone(), None, task.redirects + 1);
        }
        // A PDF elsewhere is nobody's loss: no sitemap named it.
        for pdf in entry.links.iter().filter(|pdf| !self.args.no_linked_pdfs && self.sites.of(pdf).is_some()) {
            self.admit(pdf.clone(), None, 0);
        }
    }

    fn visit(&self, task: &Task) -> anyhow::Result<()> {
        let (known, is_done) = {
            let store = lock(&self.store);
            (store.known(&task.url).cloned(), store.is_done(&task.url))
        };
        // A date alone leaves room for another change on the same day.
        let has_time = task.lastmod.as_ref().is_some_and(|lastmod| lastmod.contains('T'));
        let is_listed = |known: &Entry| !self.args.ignore_lastmod && has_time && known.lastmod == task.lastmod;
        if let Some(known) = known.as_ref().filter(|known| is_done || is_listed(known)) {
            match &known.outcome {
                Outcome::Skipped(refusal) => self.note(refusal.problem(&task.url)),
                _ if is_done => lock(&self.tally).resumed += 1,
                Outcome::Redirect(_) => lock(&self.tally).redirected += 1,
                Outcome::File(_) => lock(&self.tally).unchanged += 1,
            }
            self.follow(known, task);
            return Ok(());
        }
        let Some(site) = self.sites.of(&task.url) else { return Ok(()) };
        let validators = known.as_ref().map_or_else(Known::default, |known| Known {
            etag: known.etag.as_deref(),
            modified: known.modified.as_deref(),
        });
        let is_wanted = |answer: &Answer| self.refusal(answer).is_none();
        let answer = self.fetcher.get(&task.url, &site.pace, &validators, self.args.bytes_max, is_wanted);
        let failure = match answer {
            Ok(answer) => match self.take(task, known.as_ref(), answer)? {
                Ok(entry) => {
                    self.follow(&entry, task);
                    return lock(&self.store).note(entry);
                }
                Err(failure) => failure,
            },
            Err(failure) => failure.problem(&task.url),
        };
        // A page that is only out of reach still leads where it led.
        let is_missing = lock(&self.frontier).missing.contains(&task.url);
        if let Some(known) = known.filter(|_| !is_missing) {
            self.follow(&known, task);
        }
        self.note(failure);
        Ok(())
    }

    /// Why an answer is no page to keep.
    fn refusal(&self, answer: &Answer) -> Option<Refusal> {
        if answer.robots.iter().any(|header| page::is_noindex(header, self.name)) {
            return Some(Refusal::Noindex);
        }
        Kind::of(&answer.mime).is_none().then(|| Refusal::Type(answer.mime.clone()))
    }

    /// What an answer comes to; or why it is none. The outer error is one of the folder.
    fn take(&self, task: &Task, known: Option<&Entry>, answer: Answer) -> anyhow::Result<Result<Entry, Problem>> {
        let entry = |outcome, links| Entry {
            url: task.url.clone(),
            lastmod: task.lastmod.clone(),
            etag: answer.etag.clone(),
            modified: answer.modified.clone(),
            outcome,
            links,
        };
        Ok(match (answer.status, known) {
            (200, _) => match (self.refusal(&answer), Kind::of(&answer.mime)) {
                (None, Some(kind)) => {
                    let content = page::content(&answer, kind);
                    let is_html = kind == Kind::Html;
                    let links = if is_html { page::linked_pdfs(&content, &task.url) } else { Vec::new() };
                    let file = lock(&self.store).write(&task.url, kind, &content)?;
                    let mut tally = lock(&self.tally);
                    tally.fetched += 1;
                    tally.bytes += answer.body.len();
                    Ok(entry(Outcome::File(file), links))
                }
                (refusal, _) => {
                    let refusal = refusal.unwrap_or_else(|| Refusal::Type(answer.mime.clone()));
                    self.note(refusal.problem(&task.url));
                    Ok(entry(Outcome::Skipped(refusal), Vec::new()))
                }
            },
            (304, Some(known)) => {
                match &known.outcome {
                    Outcome::Skipped(refusal) => self.note(refusal.problem(&task.url)),
                    _ => lock(&self.tally).unchanged += 1,
                }
                Ok(Entry { lastmod: task.lastmod.clone(), ..known.clone() })
            }
            (301 | 302 | 303 | 307 | 308, _) => match self.target(task, answer.location.as_deref()) {
                Ok(target) => {
                    lock(&self.tally).redirected += 1;
                    Ok(entry(Outcome::Redirect(target), Vec::new()))
                }
                Err(reason) => {
                    let help = message!("correct the redirect", "verbeter de doorverwijzing");
                    Err(Problem::new(Code::BadRedirect, task.url.as_str(), reason, help))
                }
            },
            (status, _) => {
                let is_missing = matches!(status, 404 | 410);
                let (code, help) = if is_missing {
                    lock(&self.frontier).missing.insert(task.url.clone());
                    let help = message!(
                        "correct what names it: a sitemap or a link",
                        "verbeter wat het noemt: een sitemap of een link"
                    );
                    (Code::MissingPage, help)
                } else {
                    let help = message!("see the log of the server", "zie het logboek van de server");
                    (Code::ErrorStatus, help)
                };
                let reason = message!("answered {status}", "antwoordde {status}");
                Err(Problem::new(code, task.url.as_str(), reason, help))
            }
        })
    }

    fn target(&self, task: &Task, location: Option<&str>) -> Result<Url, Message> {
        let target = location.and_then(|location| task.url.join(location).ok());
        let target = target.ok_or_else(|| message!("redirects to nowhere", "stuurt door naar geen adres"))?;
        if target == task.url {
            return Err(message!("redirects to itself", "stuurt door naar zichzelf"));
        }
        if task.redirects >= REDIRECTS_MAX {
            return Err(message!(
                "redirects to `{target}`, after {REDIRECTS_MAX} redirects",
                "stuurt door naar `{target}`, na {REDIRECTS_MAX} doorverwijzingen"
            ));
        }
        if self.sites.of(&target).is_none() {
            return Err(message!(
                "redirects to `{target}`, another origin; `--allow-origin` allows one more",
                "stuurt door naar `{target}`, een andere oorsprong; `--allow-origin` laat er een toe"
            ));
        }
        Ok(target)
    }
}

/// What to do to have an address at another origin.
pub(super) fn allow_origin() -> Message {
    message!("`--allow-origin` allows one more", "`--allow-origin` laat er een toe")
}

/// A thread that panicked leaves nothing half-changed behind its locks.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn into_inner<T>(mutex: Mutex<T>) -> T {
    mutex.into_inner().unwrap_or_else(PoisonError::into_inner)
}
