//! One request after the other, at the pace an origin allows.
//!
//! Invariants
//! - No redirect is followed here: whoever asked decides whether its target may be asked for.
//! - Requests to an origin begin at least its interval apart, retries too, whatever the number of threads.
//! - No more of a body is read than asked for, also of one that is compressed.

use std::io::Read;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use flate2::read::MultiGzDecoder;
use ureq::Agent;
use ureq::http::HeaderMap;
use ureq::tls::TlsConfig;
use url::Url;
use zoeklicht_indexer::{Code, Message, Problem, message};

use crate::{http, said};

/// How often an address is asked for before it counts as failed.
const ATTEMPTS: u32 = 4;
/// The wait after the first attempt, which doubles with each.
const BACKOFF: Duration = Duration::from_millis(500);
/// The longest wait that a server can ask for with `Retry-After`; who asks for more is asked again in a later crawl.
const RETRY_AFTER_MAX: Duration = Duration::from_secs(60);
/// Addresses in a row that could not be reached before the server counts as gone.
const LOST_MAX: u32 = 10;
/// How many times the timeout a whole body may take.
const BODY_TIMEOUTS: u32 = 20;
/// No longer interval is kept, so that moments can be added up.
const INTERVAL_MAX: Duration = Duration::from_secs(24 * 60 * 60);
/// What is taken, for servers that have a page in several kinds.
const ACCEPT: &str = "text/html, application/xhtml+xml, application/pdf, text/markdown, text/plain, */*;q=0.1";

/// Asks for addresses.
pub(crate) struct Fetcher {
    agent: Agent,
    /// Addresses in a row that could not be reached.
    lost: AtomicU32,
}

/// What a server answered.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// The content type without parameters.
    pub(crate) mime: String,
    /// What the content type says of the charset.
    pub(crate) charset: Option<String>,
    pub(crate) etag: Option<String>,
    pub(crate) modified: Option<String>,
    /// The target of a redirect.
    pub(crate) location: Option<String>,
    /// `X-Robots-Tag`, as often as it was there.
    pub(crate) robots: Vec<String>,
    /// Empty unless it was wanted.
    pub(crate) body: Vec<u8>,
}

/// What makes a request depend on whether the page changed (RFC 9110, section 13.1).
#[derive(Default)]
pub(crate) struct Known<'a> {
    pub(crate) etag: Option<&'a str>,
    pub(crate) modified: Option<&'a str>,
}

/// Why there is no answer.
#[derive(Debug)]
pub(crate) enum Failure {
    Unreachable(Message),
    BrokeOff(std::io::Error),
    /// It has more than so many bytes.
    TooLong(u64),
    /// The server wants to be left alone for so long.
    Later {
        status: u16,
        seconds: u64,
    },
}

impl Failure {
    /// The same, to follow an address.
    pub(crate) fn reason(&self) -> Message {
        match self {
            Failure::Unreachable(error) => {
                said::both(&message!("could not be reached", "was niet te bereiken"), ": ", error)
            }
            Failure::BrokeOff(error) => said::both(&message!("broke off", "brak af"), ": ", &Message::of_system(error)),
            Failure::TooLong(bytes) => message!("is over {bytes} bytes", "heeft meer dan {bytes} bytes"),
            Failure::Later { status, seconds } => message!(
                "answered {status} and wants to be left alone for {seconds} s",
                "antwoordde {status} en wil {seconds} s met rust gelaten worden"
            ),
        }
    }

    /// The same of an address.
    pub(crate) fn problem(&self, url: &Url) -> Problem {
        let (code, help) = match self {
            Failure::TooLong(_) => (
                Code::TooLarge,
                message!(
                    "raise `--bytes-max` if it is a document to search",
                    "verhoog `--bytes-max` als het een document is om in te zoeken"
                ),
            ),
            Failure::Unreachable(_) | Failure::BrokeOff(_) | Failure::Later { .. } => (
                Code::Unreachable,
                message!(
                    "give the same command later; it asks for what is missing",
                    "geef dezelfde opdracht later; ze vraagt wat nog ontbreekt"
                ),
            ),
        };
        Problem::new(code, url.as_str(), self.reason(), help)
    }
}

/// When an origin may be asked again.
pub(crate) struct Pace {
    interval: Duration,
    next: Mutex<Instant>,
}

impl Pace {
    /// The time between two requests is `interval`, a day at most.
    pub(crate) fn new(interval: Duration) -> Pace {
        Pace { interval: interval.min(INTERVAL_MAX), next: Mutex::new(Instant::now()) }
    }

    /// The same moment, a longer interval.
    pub(crate) fn slow_down(&mut self, interval: Duration) {
        let longer = self.interval.max(interval.min(INTERVAL_MAX));
        let next = self.next.get_mut().unwrap_or_else(PoisonError::into_inner);
        *next += longer - self.interval;
        self.interval = longer;
    }

    /// Waits for a turn.
    fn wait(&self) {
        let turn = {
            let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
            let turn = (*next).max(Instant::now());
            *next = turn + self.interval;
            turn
        };
        thread::sleep(turn.saturating_duration_since(Instant::now()));
    }

    /// Leaves the origin alone for so long.
    fn pause(&self, pause: Duration) {
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        *next = (*next).max(Instant::now() + pause);
    }
}

impl Fetcher {
    /// `timeout` is how long a server may take for a connection, and say nothing for.
    pub(crate) fn new(user_agent: &str, timeout: Duration, trust: TlsConfig) -> Fetcher {
        let config = Agent::config_builder()
            .user_agent(user_agent)
            .tls_config(trust)
            .accept(ACCEPT)
            .accept_encoding("gzip")
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_resolve(Some(timeout))
            .timeout_connect(Some(timeout))
            .timeout_recv_response(Some(timeout))
            .timeout_per_read(Some(timeout))
            .timeout_recv_body(Some(timeout.saturating_mul(BODY_TIMEOUTS)));
        Fetcher { agent: config.build().new_agent(), lost: AtomicU32::new(0) }
    }

    /// Whether so many addresses in a row could not be reached that it makes no sense to go on.
    pub(crate) fn is_lost(&self) -> bool {
        self.lost.load(Ordering::Relaxed) >= LOST_MAX
    }

    /// Asks for an address, and again while that may help. The body is read if `wants` says so.
    ///
    /// # Errors
    /// If there is no whole answer in the end. Any status is an answer.
    pub(crate) fn get(
        &self,
        url: &Url,
        pace: &Pace,
        known: &Known<'_>,
        bytes_max: u64,
        wants: impl Fn(&Answer) -> bool,
    ) -> Result<Answer, Failure> {
        let mut attempt = 1;
        loop {
            pace.wait();
            let (answer, retry_after) = match self.get_once(url, known, bytes_max, &wants) {
                Ok((answer, headers)) => (Ok(answer), retry_after(&headers)),
                Err((failure, true)) => (Err(failure), None),
                Err((failure, false)) => return Err(self.count(failure)),
            };
            let may_pass = answer.as_ref().map_or(true, |answer| matches!(answer.status, 429 | 502 | 503 | 504));
            if !may_pass || attempt == ATTEMPTS {
                return answer
                    .inspect(|_| self.lost.store(0, Ordering::Relaxed))
                    .map_err(|failure| self.count(failure));
            }
            let backoff = BACKOFF * 2_u32.pow(attempt - 1);
            let pause = retry_after.unwrap_or(backoff).max(backoff);
            if let (Ok(Answer { status, .. }), true) = (&answer, pause > RETRY_AFTER_MAX) {
                return Err(Failure::Later { status: *status, seconds: pause.as_secs() });
            }
            pace.pause(pause);
            attempt += 1;
        }
    }

    fn count(&self, failure: Failure) -> Failure {
        if matches!(failure, Failure::Unreachable(_)) {
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
        failure
    }

    /// The answer with its headers; or why there is none, and whether it may be there the next time.
    fn get_once(
        &self,
        url: &Url,
        known: &Known<'_>,
        bytes_max: u64,
        wants: impl Fn(&Answer) -> bool,
    ) -> Result<(Answer, HeaderMap), (Failure, bool)> {
        let mut request = self.agent.get(url.as_str());
        for (name, value) in [("if-none-match", known.etag), ("if-modified-since", known.modified)] {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        let response = request.call().map_err(|error| {
            use ureq::Error::{ConnectionFailed, Io, Protocol, Timeout};
            let may_pass = matches!(error, ConnectionFailed | Io(_) | Protocol(_) | Timeout(_));
            (Failure::Unreachable(http::said(&error)), may_pass)
        })?;
        let (parts, body) = response.into_parts();
        let header = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let robots = parts.headers.get_all("x-robots-tag").iter().filter_map(|value| value.to_str().ok());
        let mut answer = Answer {
            status: parts.status.as_u16(),
            mime: body.mime_type().unwrap_or_default().trim().to_ascii_lowercase(),
            charset: body.charset().map(str::to_owned),
            etag: header("etag"),
            modified: header("last-modified"),
            location: header("location"),
            robots: robots.map(str::to_owned).collect(),
            body: Vec::new(),
        };
        if answer.status == 200 && wants(&answer) {
            // The limit of the library counts compressed bytes; one more than ours tells that there are too many. Nor does
            // the library unpack: `doctor`, which has it too, looks at what a server sends as it is sent.
            let sent = body.into_with_config().limit(u64::MAX).reader();
            let is_gzip = header("content-encoding").is_some_and(|encoding| encoding.eq_ignore_ascii_case("gzip"));
            let reader: Box<dyn Read> = if is_gzip { Box::new(MultiGzDecoder::new(sent)) } else { Box::new(sent) };
            let read = reader.take(bytes_max.saturating_add(1)).read_to_end(&mut answer.body);
            let bytes = read.map_err(|error| (Failure::BrokeOff(error), true))?;
            if u64::try_from(bytes).is_ok_and(|bytes| bytes > bytes_max) {
                return Err((Failure::TooLong(bytes_max), false));
            }
        }
        Ok((answer, parts.headers))
    }
}

/// How long a server asks to wait: seconds, or until a date (RFC 9110, section 10.2.3).
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let value = headers.get("retry-after")?.to_str().ok()?.trim();
    let until = |date| httpdate::parse_http_date(date).ok()?.duration_since(SystemTime::now()).ok();
    value.parse().ok().map(Duration::from_secs).or_else(|| until(value))
}
