//! A site on the web: what it answers, and with which headers.

use std::time::Duration;

use anyhow::Context as _;
use ureq::http::{HeaderMap, header};
use ureq::{Agent, ResponseExt as _};
use url::{Host, Url};
use zoeklicht_query::{ChunkEntry, Index, Manifest};

use super::page::Page;
use super::policy::Policy;
use super::server::Setting;
use super::{Checks, POLICY, engine};

/// How long to wait for an answer.
const TIMEOUT: Duration = Duration::from_secs(15);
/// No file of search is larger.
const BODY_BYTES_MAX: u64 = 64 << 20;
/// How many chunks are fetched.
const SAMPLE: usize = 8;
/// What never changes under its name should be kept so long at least.
const LONG_SECONDS: u64 = 30 * 24 * 60 * 60;
/// What changes with the next publication may be kept so long at most.
const SHORT_SECONDS: u64 = 60 * 60;
/// Kept longer than this, an entry script meets an index of another version.
const STALE_SECONDS: u64 = 24 * 60 * 60;
/// The files for the browser, of which the first three are needed.
const FILES: [&str; 4] = ["zoeklicht.js", "widget.js", "widget_bg.wasm", "zoeklicht.css"];

const PUBLISH: &str = "publish all files that `zoeklicht index` writes, as they are";

/// What a server answered.
struct Answer {
    /// Where it came from, after redirects.
    url: Url,
    status: u16,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Answer {
    fn is_there(&self) -> bool {
        (200..300).contains(&self.status)
    }

    fn header(&self, name: header::HeaderName) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The media type, without parameters.
    fn kind(&self) -> String {
        self.header(header::CONTENT_TYPE).split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    }
}

/// A site as it is being checked.
struct Site<'c> {
    agent: Agent,
    page: Url,
    checks: &'c mut Checks,
}

pub(super) fn check(address: &str, checks: &mut Checks) -> anyhow::Result<()> {
    let url = Url::parse(address).with_context(|| format!("`{address}` is not an address"))?;
    let config = Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(TIMEOUT))
        .user_agent(concat!("zoeklicht/", env!("CARGO_PKG_VERSION")))
        .build();
    let mut site = Site { agent: config.into(), page: url.clone(), checks };
    let answer = site.get(&url, "identity")?;
    site.page = answer.url.clone();
    site.check_scheme();
    let is_page = answer.is_there() && answer.kind() == "text/html";
    let page = is_page.then(|| Page::read(&String::from_utf8_lossy(&answer.body)));
    let element = page.as_ref().and_then(|page| page.elements.first());
    let src = element.and_then(|element| element.src.as_deref()).and_then(|src| site.page.join(&folder(src)).ok());
    let Some((index, manifest)) = site.find_index(src)? else { return Ok(()) };
    site.checks.path = index.path().to_owned();
    site.check_index(&index, &manifest)?;
    site.check_missing(&index)?;
    let script = page.as_ref().and_then(|page| page.scripts.first()).and_then(|script| site.page.join(script).ok());
    site.check_engine(&script.unwrap_or(index.join(FILES[0])?))?;
    match &page {
        Some(page) => site.check_page(&answer, page, &index),
        None => site.checks.advice(
            "no page was checked, as this is the address of an index",
            "give the address of a page with search, to check its content security policy too",
        ),
    }
    Ok(())
}

/// The address of a folder ends with a slash.
fn folder(address: &str) -> String {
    if address.ends_with('/') { address.to_owned() } else { format!("{address}/") }
}

impl Site<'_> {
    /// Asks for a file, in one of these encodings.
    fn get(&self, url: &Url, encodings: &str) -> anyhow::Result<Answer> {
        let failed = || format!("`{url}` could not be read");
        let request = self.agent.get(url.as_str()).header("accept-encoding", encodings);
        // What a browser sends if the files lie on another site than the page.
        let request = request.header("origin", self.page.origin().ascii_serialization());
        let mut response = request.call().with_context(failed)?;
        let body = response.body_mut().with_config().limit(BODY_BYTES_MAX).read_to_vec().with_context(failed)?;
        let url = Url::parse(&response.get_uri().to_string()).with_context(failed)?;
        Ok(Answer { url, status: response.status().as_u16(), headers: response.headers().clone(), body })
    }

    fn check_scheme(&mut self) {
        let is_here = match self.page.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        };
        if self.page.scheme() == "https" {
            self.checks.ok("the page comes over HTTPS");
        } else if !is_here {
            let hint = "serve the site over HTTPS: browsers keep files for offline use in a secure context only";
            self.checks.advice("the page comes over HTTP", hint);
        }
    }

    /// The folder of the index with its manifest: where the element says, else at this address or in `zoeklicht/`.
    fn find_index(&mut self, src: Option<Url>) -> anyhow::Result<Option<(Url, Answer)>> {
        let here = Url::parse(&folder(self.page.as_str())).unwrap_or(self.page.clone());
        let guesses = [Some(here), self.page.join("zoeklicht/").ok(), self.page.join("/zoeklicht/").ok()];
        let places = if src.is_some() { vec![src] } else { guesses.to_vec() };
        let mut first = None;
        for place in places.into_iter().flatten() {
            let answer = self.get(&place.join(Manifest::PATH)?, "identity")?;
            if answer.is_there() && answer.kind() != "text/html" {
                return Ok(Some((place, answer)));
            }
            first.get_or_insert((answer.url, answer.status));
        }
        let Some((url, status)) = first else { return Ok(None) };
        let hint = "publish the folder that `zoeklicht index` writes, and give the element its address in `src`";
        self.checks.problem(format!("there is no index: `{url}` was answered with {status}, and no manifest"), hint);
        Ok(None)
    }

    fn check_index(&mut self, index: &Url, answer: &Answer) -> anyhow::Result<()> {
        let opened = match Index::open(&answer.body) {
            Ok(opened) => opened,
            Err(error) => {
                self.checks.problem(format!("`{}`: {error}", answer.url), PUBLISH);
                return Ok(());
            }
        };
        let manifest = opened.manifest();
        self.check_short("the manifest", answer);
        self.check_origin("the index", answer);
        let chunks: Vec<ChunkEntry> = manifest.chunks().map(|(_, entry)| entry).collect();
        // The root and the lexicon come first; the others are taken from all over the index.
        let step = chunks.len().div_ceil(SAMPLE).max(1);
        let mut sample: Vec<&ChunkEntry> = chunks.iter().take(2).chain(chunks.iter().skip(2).step_by(step)).collect();
        sample.dedup();
        let mut last = None;
        for entry in &sample {
            let chunk = self.get(&index.join(&entry.path())?, "identity")?;
            let reason = match entry.verify(&chunk.body) {
                _ if !chunk.is_there() => format!("the server answered {}", chunk.status),
                Err(error) => error.to_string(),
                Ok(_) => {
                    last = Some(chunk);
                    continue;
                }
            };
            self.checks.problem(format!("`{}` cannot be used: {reason}", chunk.url), PUBLISH);
            return Ok(());
        }
        let (docs, generator, sampled) = (manifest.docs, &manifest.generator, sample.len());
        self.checks.ok(format!(
            "the index at `{index}` can be used: {docs} documents, by {generator}; {sampled} of {} chunks were read",
            chunks.len()
        ));
        if let Some(chunk) = last {
            self.check_long(&chunk);
        }
        Ok(())
    }

    /// What never changes under its name.
    fn check_long(&mut self, chunk: &Answer) {
        let control = Control::of(chunk);
        if control.is_immutable && control.seconds.is_some_and(|seconds| seconds >= LONG_SECONDS) {
            self.checks.ok("browsers keep the chunks of the index");
            return;
        }
        let hint = "let them be kept: their names change with their content, so `max-age=31536000, immutable` is right";
        self.checks.advice(format!("browsers do not keep the chunks of the index for long ({control})"), hint);
        self.checks.settings.insert(Setting::Cache);
    }

    /// What is replaced by the next publication.
    fn check_short(&mut self, what: &str, answer: &Answer) {
        let control = Control::of(answer);
        match control.seconds {
            Some(seconds) if control.is_immutable || seconds > STALE_SECONDS => {
                let hint = "let browsers ask whether it is new, with `Cache-Control: no-cache`";
                self.checks.problem(format!("{what} is kept after the next publication ({control})"), hint);
            }
            Some(seconds) if seconds <= SHORT_SECONDS => {
                self.checks.ok(format!("{what} is not kept for long ({control})"));
                return;
            }
            _ => {
                let hint = "say it with `Cache-Control: no-cache`";
                self.checks.advice(format!("browsers may keep {what} for as long as they like ({control})"), hint);
            }
        }
        self.checks.settings.insert(Setting::Cache);
    }

    /// What is on another site needs that site's leave.
    fn check_origin(&mut self, what: &str, answer: &Answer) {
        let (page, file) = (self.page.origin(), answer.url.origin());
        if page == file {
            return;
        }
        let allowed = answer.header(header::ACCESS_CONTROL_ALLOW_ORIGIN);
        if allowed == "*" || allowed == page.ascii_serialization() {
            self.checks.ok(format!("{what} may be used from `{}`", page.ascii_serialization()));
            return;
        }
        let hint = "send `Access-Control-Allow-Origin`, or put the files on the site of the page";
        let from = page.ascii_serialization();
        self.checks.problem(format!("{what} is on another site, which does not let `{from}` use it"), hint);
        self.checks.settings.insert(Setting::Origin);
    }

    fn check_missing(&mut self, index: &Url) -> anyhow::Result<()> {
        // No hash of ours has only zeros.
        let answer = self.get(&index.join("r/0000000000000000-0.bin")?, "identity")?;
        if answer.is_there() {
            let what = format!("what is not there is answered with {} instead of 404", answer.status);
            self.checks.advice(what, "answer 404 below the index, so that a missing file is known to be missing");
            self.checks.settings.insert(Setting::NotFound);
        } else {
            self.checks.ok(format!("what is not there is answered with {}", answer.status));
        }
        Ok(())
    }

    /// The files for the browser, beside the entry script.
    fn check_engine(&mut self, entry: &Url) -> anyhow::Result<()> {
        let mut bodies = Vec::new();
        for name in FILES {
            let url = if name == FILES[0] { entry.clone() } else { entry.join(name)? };
            let answer = self.get(&url, "identity")?;
            if !answer.is_there() && name == FILES[0] {
                let hint = "fine if a script of your own brings the element; else publish it with the index";
                self.checks.advice(format!("the entry script `{url}` is not there"), hint);
                return Ok(());
            }
            if !answer.is_there() {
                self.checks.problem(format!("`{url}` was answered with {}", answer.status), PUBLISH);
                return Ok(());
            }
            self.check_kind(name, &answer);
            self.check_short(&format!("`{name}`"), &answer);
            self.check_origin(&format!("`{name}`"), &answer);
            if name != FILES[3] {
                self.check_compression(name, &url)?;
            }
            bodies.push(answer.body);
        }
        if let [_, script, wasm, _] = &bodies[..] {
            engine::check(script, wasm, self.checks);
        }
        Ok(())
    }

    fn check_kind(&mut self, name: &str, answer: &Answer) {
        let kind = answer.kind();
        let (wanted, is_right) = match name.rsplit('.').next() {
            Some("wasm") => ("application/wasm", kind == "application/wasm"),
            Some("css") => ("text/css", kind == "text/css"),
            // As browsers have it (WHATWG MIME Sniffing, "JavaScript MIME type").
            _ => ("text/javascript", kind.ends_with("/javascript") || kind.ends_with("/x-javascript")),
        };
        if is_right {
            self.checks.ok(format!("`{name}` is {kind}"));
            return;
        }
        let kind = if kind.is_empty() { "without a content type".into() } else { kind };
        let what = format!("`{name}` is {kind}");
        let hint = format!("send it as `{wanted}`");
        if wanted == "application/wasm" {
            // The engine then starts only after it is here whole.
            self.checks.advice(what, hint);
        } else {
            self.checks.problem(what, hint);
        }
        self.checks.settings.insert(Setting::Types);
    }

    fn check_compression(&mut self, name: &str, url: &Url) -> anyhow::Result<()> {
        let answer = self.get(url, "br, gzip")?;
        let encoding = answer.header(header::CONTENT_ENCODING);
        if encoding.is_empty() || encoding == "identity" {
            let hint = "compress `.js` and `.wasm` with brotli or gzip; they become less than half. The index is compressed already";
            self.checks.advice(format!("`{name}` comes uncompressed, {} bytes", answer.body.len()), hint);
            self.checks.settings.insert(Setting::Compression);
        } else {
            self.checks.ok(format!("`{name}` comes compressed ({encoding}), {} bytes", answer.body.len()));
        }
        Ok(())
    }

    fn check_page(&mut self, answer: &Answer, page: &Page, index: &Url) {
        match page.elements.first() {
            None => self.checks.problem(
                format!("`{}` has no search", self.page),
                "put `<zoeklicht-search>` around a search form; `zoeklicht init` prints it",
            ),
            Some(element) if element.has_form => self.checks.ok("the page has the element around a form"),
            Some(_) => self.checks.advice(
                "the page has the element without a form",
                "put a form inside, so that there is search where scripts do not run",
            ),
        }
        let script = page.scripts.first().and_then(|script| self.page.join(script).ok());
        if script.is_none() {
            let hint = "fine if a script of your own brings the element; else see `zoeklicht init`";
            self.checks.advice("the page does not load `zoeklicht.js`", hint);
        }
        let sent = answer.headers.get_all(header::CONTENT_SECURITY_POLICY).iter();
        let sent: Vec<&str> = sent.filter_map(|policy| policy.to_str().ok()).flat_map(|all| all.split(',')).collect();
        // Each of several policies has to allow it.
        let policies: Vec<Policy<'_>> =
            sent.into_iter().chain(page.policies.iter().map(String::as_str)).map(Policy::read).collect();
        if policies.is_empty() {
            self.checks.ok("the page has no content security policy, which allows all that search needs");
            return;
        }
        let script = script.unwrap_or_else(|| index.clone());
        let sheet = script.join(FILES[3]).unwrap_or_else(|_| script.clone());
        let (page, all) = (&self.page, |allows: &dyn Fn(&Policy<'_>) -> bool| policies.iter().all(allows));
        let needs = [
            ("WebAssembly: `script-src` needs 'wasm-unsafe-eval'", all(&|policy| policy.allows_wasm())),
            ("the entry script: `script-src` needs its place", all(&|policy| policy.allows_script(&script, page))),
            ("the style sheet: `style-src` needs its place", all(&|policy| policy.allows_style(&sheet, page))),
            ("the index: `connect-src` needs its place", all(&|policy| policy.allows_fetch(index, page))),
        ];
        let refused = needs.iter().filter(|(_, allowed)| !allowed);
        let mut is_fine = true;
        for (what, _) in refused {
            is_fine = false;
            self.checks
                .problem(format!("the content security policy does not allow {what}"), format!("it needs {POLICY}"));
            self.checks.settings.insert(Setting::Policy);
        }
        if is_fine {
            self.checks.ok("the content security policy allows all that search needs");
        }
        if policies.iter().any(Policy::requires_trusted_types) {
            self.checks.ok("Trusted Types are asked for, and search needs no policy of its own");
        }
    }
}

/// What `Cache-Control` says (RFC 9111, RFC 8246).
struct Control {
    /// How long a copy may be used without asking; none if it is not said.
    seconds: Option<u64>,
    is_immutable: bool,
    said: String,
}

impl Control {
    fn of(answer: &Answer) -> Control {
        let said = answer.header(header::CACHE_CONTROL).to_ascii_lowercase();
        let directives: Vec<&str> = said.split(',').map(str::trim).collect();
        let max_age = directives.iter().find_map(|directive| directive.strip_prefix("max-age=")?.parse().ok());
        let is_asked = directives.iter().any(|directive| matches!(*directive, "no-cache" | "no-store"));
        Control {
            seconds: if is_asked { Some(0) } else { max_age },
            is_immutable: directives.contains(&"immutable"),
            said,
        }
    }
}

impl std::fmt::Display for Control {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.said.is_empty() { write!(f, "no Cache-Control") } else { write!(f, "Cache-Control: {}", self.said) }
    }
}
