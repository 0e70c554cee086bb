//! A site on the web: what it answers, and with which headers.

use std::time::Duration;

use anyhow::Context as _;
use ureq::http::{HeaderMap, header};
use ureq::{Agent, ResponseExt as _};
use url::{Host, Url};
use zoeklicht_indexer::{Message, message};
use zoeklicht_query::{ChunkEntry, Index, Manifest};

use super::page::Page;
use super::policy::Policy;
use super::server::Setting;
use super::{Checks, engine, hint};
use crate::args::DoctorArgs;
use crate::{http, said};

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

pub(super) fn check(args: &DoctorArgs, checks: &mut Checks) -> anyhow::Result<()> {
    let address = &args.site;
    let url =
        Url::parse(address).with_context(|| message!("`{address}` is not an address", "`{address}` is geen adres"))?;
    let config = Agent::config_builder()
        .http_status_as_error(false)
        .tls_config(http::trust(args.ca_certificate.as_deref())?)
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
            message!(
                "no page was checked, as this is the address of an index",
                "er is geen pagina bekeken, want dit is het adres van een index"
            ),
            message!(
                "give the address of a page with search, to check its content security policy too",
                "geef het adres van een pagina met een zoekfunctie, om ook haar content security policy te bekijken"
            ),
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
        let failed = || message!("`{url}` could not be read", "`{url}` kon niet gelezen worden");
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
            self.checks.ok(message!("the page comes over HTTPS", "de pagina komt over HTTPS"));
        } else if !is_here {
            let hint = message!(
                "serve the site over HTTPS: browsers keep files for offline use in a secure context only",
                "gebruik HTTPS: alleen dan houden browsers bestanden bij voor gebruik zonder internet"
            );
            self.checks.advice(message!("the page comes over HTTP", "de pagina komt over HTTP"), hint);
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
        let hint = message!(
            "publish the folder that `zoeklicht index` writes, and give the element its address in `src`",
            "zet de map die `zoeklicht index` schrijft online, en geef het element haar adres in `src`"
        );
        let what = message!(
            "there is no index: `{url}` was answered with {status}, and no manifest",
            "er is geen index: `{url}` kreeg als antwoord {status}, en geen manifest"
        );
        self.checks.problem(what, hint);
        Ok(None)
    }

    fn check_index(&mut self, index: &Url, answer: &Answer) -> anyhow::Result<()> {
        let opened = match Index::open(&answer.body) {
            Ok(opened) => opened,
            Err(error) => {
                let address = message!("`{0}`", "`{0}`", answer.url);
                self.checks.problem(said::both(&address, ": ", &said::error(&error.into())), hint::publish());
                return Ok(());
            }
        };
        let manifest = opened.manifest();
        self.check_short(&message!("the manifest", "het manifest"), answer);
        self.check_origin(&message!("the index", "de index"), answer);
        let chunks: Vec<ChunkEntry> = manifest.chunks().map(|(_, entry)| entry).collect();
        // The root and the lexicon come first; the others are taken from all over the index.
        let step = chunks.len().div_ceil(SAMPLE).max(1);
        let mut sample: Vec<&ChunkEntry> = chunks.iter().take(2).chain(chunks.iter().skip(2).step_by(step)).collect();
        sample.dedup();
        let mut last = None;
        for entry in &sample {
            let chunk = self.get(&index.join(&entry.path())?, "identity")?;
            let reason = match entry.verify(&chunk.body) {
                _ if !chunk.is_there() => {
                    message!("the server answered {0}", "de server antwoordde {0}", chunk.status)
                }
                Err(error) => said::error(&error.into()),
                Ok(_) => {
                    last = Some(chunk);
                    continue;
                }
            };
            let what = message!("`{0}` cannot be used", "`{0}` kan niet gebruikt worden", chunk.url);
            self.checks.problem(said::both(&what, ": ", &reason), hint::publish());
            return Ok(());
        }
        let (docs, generator, sampled) = (manifest.docs, &manifest.generator, sample.len());
        let all = chunks.len();
        self.checks.ok(message!(
            "the index at `{index}` can be used: {docs} documents, by {generator}; {sampled} of {all} chunks were read",
            "de index op `{index}` is bruikbaar: {docs} documenten, door {generator}; {sampled} van de {all} stukken zijn gelezen"
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
            self.checks
                .ok(message!("browsers keep the chunks of the index", "browsers houden de stukken van de index bij"));
            return;
        }
        let hint = message!(
            "let them be kept: their names change with their content, so `max-age=31536000, immutable` is right",
            "laat ze bijhouden: hun naam verandert met hun inhoud, dus `max-age=31536000, immutable` is goed"
        );
        let what = message!(
            "browsers do not keep the chunks of the index for long ({control})",
            "browsers houden de stukken van de index niet lang bij ({control})"
        );
        self.checks.advice(what, hint);
        self.checks.settings.insert(Setting::Cache);
    }

    /// What is replaced by the next publication.
    fn check_short(&mut self, what: &Message, answer: &Answer) {
        let control = Control::of(answer);
        match control.seconds {
            Some(seconds) if control.is_immutable || seconds > STALE_SECONDS => {
                let hint = message!(
                    "let browsers ask whether it is new, with `Cache-Control: no-cache`",
                    "laat browsers vragen of het nieuw is, met `Cache-Control: no-cache`"
                );
                let what = message!(
                    "{what} is kept after the next publication ({control})",
                    "{what} wordt nog bijgehouden na de volgende publicatie ({control})"
                );
                self.checks.problem(what, hint);
            }
            Some(seconds) if seconds <= SHORT_SECONDS => {
                self.checks.ok(message!(
                    "{what} is not kept for long ({control})",
                    "{what} wordt niet lang bijgehouden ({control})"
                ));
                return;
            }
            _ => {
                let hint = message!("say it with `Cache-Control: no-cache`", "zeg het met `Cache-Control: no-cache`");
                let what = message!(
                    "browsers may keep {what} for as long as they like ({control})",
                    "browsers mogen {what} bijhouden zolang ze willen ({control})"
                );
                self.checks.advice(what, hint);
            }
        }
        self.checks.settings.insert(Setting::Cache);
    }

    /// What is on another site needs that site's leave.
    fn check_origin(&mut self, what: &Message, answer: &Answer) {
        let (page, file) = (self.page.origin(), answer.url.origin());
        if page == file {
            return;
        }
        let allowed = answer.header(header::ACCESS_CONTROL_ALLOW_ORIGIN);
        if allowed == "*" || allowed == page.ascii_serialization() {
            let from = page.ascii_serialization();
            self.checks.ok(message!("{what} may be used from `{from}`", "{what} mag gebruikt worden vanaf `{from}`"));
            return;
        }
        let hint = message!(
            "send `Access-Control-Allow-Origin`, or put the files on the site of the page",
            "stuur `Access-Control-Allow-Origin`, of zet de bestanden op de website van de pagina"
        );
        let from = page.ascii_serialization();
        let what = message!(
            "{what} is on another site, which does not let `{from}` use it",
            "{what} staat op een andere website, en die laat `{from}` het niet gebruiken"
        );
        self.checks.problem(what, hint);
        self.checks.settings.insert(Setting::Origin);
    }

    fn check_missing(&mut self, index: &Url) -> anyhow::Result<()> {
        // No hash of ours has only zeros.
        let answer = self.get(&index.join("r/0000000000000000-0.bin")?, "identity")?;
        if answer.is_there() {
            let status = answer.status;
            let what = message!(
                "what is not there is answered with {status} instead of 404",
                "wat er niet is, krijgt als antwoord {status} in plaats van 404"
            );
            let hint = message!(
                "answer 404 below the index, so that a missing file is known to be missing",
                "antwoord 404 onder de index; dan is duidelijk dat een bestand ontbreekt"
            );
            self.checks.advice(what, hint);
            self.checks.settings.insert(Setting::NotFound);
        } else {
            let status = answer.status;
            self.checks.ok(message!(
                "what is not there is answered with {status}",
                "wat er niet is, krijgt als antwoord {status}"
            ));
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
                let what = message!("the entry script `{url}` is not there", "het script `{url}` is er niet");
                self.checks.advice(what, hint::own_script());
                return Ok(());
            }
            if !answer.is_there() {
                let status = answer.status;
                let what = message!("`{url}` was answered with {status}", "`{url}` kreeg als antwoord {status}");
                self.checks.problem(what, hint::publish());
                return Ok(());
            }
            self.check_kind(name, &answer);
            let quoted = message!("`{name}`", "`{name}`");
            self.check_short(&quoted, &answer);
            self.check_origin(&quoted, &answer);
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
            self.checks.ok(message!("`{name}` is {kind}", "`{name}` is {kind}"));
            return;
        }
        let what = if kind.is_empty() {
            message!("`{name}` is without a content type", "`{name}` heeft geen soort (`Content-Type`)")
        } else {
            message!("`{name}` is {kind}", "`{name}` is {kind}")
        };
        let hint = message!("send it as `{wanted}`", "stuur het als `{wanted}`");
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
        let (encoding, bytes) = (answer.header(header::CONTENT_ENCODING), answer.body.len());
        if encoding.is_empty() || encoding == "identity" {
            let hint = message!(
                "compress `.js` and `.wasm` with brotli or gzip; they become less than half. The index is compressed already",
                "comprimeer `.js` en `.wasm` met brotli of gzip; ze worden minder dan half zo groot. De index is al gecomprimeerd"
            );
            let what = message!(
                "`{name}` comes uncompressed, {bytes} bytes",
                "`{name}` komt zonder compressie, {bytes} bytes"
            );
            self.checks.advice(what, hint);
            self.checks.settings.insert(Setting::Compression);
        } else {
            self.checks.ok(message!(
                "`{name}` comes compressed ({encoding}), {bytes} bytes",
                "`{name}` komt gecomprimeerd ({encoding}), {bytes} bytes"
            ));
        }
        Ok(())
    }

    fn check_page(&mut self, answer: &Answer, page: &Page, index: &Url) {
        match page.elements.first() {
            None => self
                .checks
                .problem(message!("`{0}` has no search", "`{0}` heeft geen zoekfunctie", self.page), hint::element()),
            Some(element) if element.has_form => self.checks.ok(message!(
                "the page has the element around a form",
                "de pagina heeft het element rond een formulier"
            )),
            Some(_) => self.checks.advice(
                message!("the page has the element without a form", "de pagina heeft het element zonder formulier"),
                hint::form(),
            ),
        }
        let script = page.scripts.first().and_then(|script| self.page.join(script).ok());
        if script.is_none() {
            let what = message!("the page does not load `zoeklicht.js`", "de pagina laadt `zoeklicht.js` niet");
            self.checks.advice(what, hint::own_script());
        }
        let sent = answer.headers.get_all(header::CONTENT_SECURITY_POLICY).iter();
        let sent: Vec<&str> = sent.filter_map(|policy| policy.to_str().ok()).flat_map(|all| all.split(',')).collect();
        // Each of several policies has to allow it.
        let policies: Vec<Policy<'_>> =
            sent.into_iter().chain(page.policies.iter().map(String::as_str)).map(Policy::read).collect();
        if policies.is_empty() {
            self.checks.ok(message!(
                "the page has no content security policy, which allows all that search needs",
                "de pagina heeft geen content security policy; alles wat zoeken nodig heeft, mag"
            ));
            return;
        }
        let script = script.unwrap_or_else(|| index.clone());
        let sheet = script.join(FILES[3]).unwrap_or_else(|_| script.clone());
        let (page, all) = (&self.page, |allows: &dyn Fn(&Policy<'_>) -> bool| policies.iter().all(allows));
        let needs = [
            (
                message!(
                    "WebAssembly: `script-src` needs 'wasm-unsafe-eval'",
                    "WebAssembly: `script-src` heeft 'wasm-unsafe-eval' nodig"
                ),
                all(&|policy| policy.allows_wasm()),
            ),
            (
                message!(
                    "the entry script: `script-src` needs its place",
                    "het script: `script-src` heeft zijn plaats nodig"
                ),
                all(&|policy| policy.allows_script(&script, page)),
            ),
            (
                message!(
                    "the style sheet: `style-src` needs its place",
                    "het stijlblad: `style-src` heeft zijn plaats nodig"
                ),
                all(&|policy| policy.allows_style(&sheet, page)),
            ),
            (
                message!("the index: `connect-src` needs its place", "de index: `connect-src` heeft haar plaats nodig"),
                all(&|policy| policy.allows_fetch(index, page)),
            ),
        ];
        let refused = needs.iter().filter(|(_, allowed)| !allowed);
        let mut is_fine = true;
        for (what, _) in refused {
            is_fine = false;
            let what = message!(
                "the content security policy does not allow {what}",
                "de content security policy verbiedt {what}"
            );
            self.checks.problem(what, hint::policy());
            self.checks.settings.insert(Setting::Policy);
        }
        if is_fine {
            self.checks.ok(message!(
                "the content security policy allows all that search needs",
                "de content security policy laat alles toe wat zoeken nodig heeft"
            ));
        }
        if policies.iter().any(Policy::requires_trusted_types) {
            self.checks.ok(message!(
                "Trusted Types are asked for, and search needs no policy of its own",
                "Trusted Types worden gevraagd, en zoeken heeft daarvoor niets nodig"
            ));
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
        if self.said.is_empty() {
            write!(f, "{}", message!("no Cache-Control", "geen Cache-Control"))
        } else {
            write!(f, "Cache-Control: {}", self.said)
        }
    }
}
