//! Content security policies (W3C Content Security Policy Level 3), as far as they can keep search from working.

use url::Url;

/// One policy: directives with their sources.
pub(super) struct Policy<'p>(Vec<(String, Vec<&'p str>)>);

impl<'p> Policy<'p> {
    /// Reads a policy. Of several directives of a name the first counts, as in browsers.
    pub(super) fn read(text: &'p str) -> Policy<'p> {
        let directive = |text: &'p str| {
            let mut words = text.split_ascii_whitespace();
            Some((words.next()?.to_ascii_lowercase(), words.collect()))
        };
        Policy(text.split(';').filter_map(directive).collect())
    }

    /// The sources of the first of these directives that the policy has; none if it has none of them, which allows all.
    fn sources(&self, names: &[&str]) -> Option<&[&'p str]> {
        let find = |name: &&str| self.0.iter().find(|(directive, _)| directive == name);
        names.iter().find_map(find).map(|(_, sources)| &sources[..])
    }

    /// Whether it lets the page compile WebAssembly.
    pub(super) fn allows_wasm(&self) -> bool {
        let is_allowed = |source: &&str| {
            ["'wasm-unsafe-eval'", "'unsafe-eval'"].iter().any(|keyword| source.eq_ignore_ascii_case(keyword))
        };
        self.sources(&["script-src", "default-src"]).is_none_or(|sources| sources.iter().any(is_allowed))
    }

    /// Whether it lets `page` run a script.
    pub(super) fn allows_script(&self, script: &Url, page: &Url) -> bool {
        let sources = self.sources(&["script-src-elem", "script-src", "default-src"]);
        sources.is_none_or(|sources| {
            // A script that was trusted passes its trust on; nobody outside the browser can know whether it was.
            sources.iter().any(|source| source.eq_ignore_ascii_case("'strict-dynamic'"))
                || matches(sources, script, page)
        })
    }

    /// Whether it lets `page` load a style sheet.
    pub(super) fn allows_style(&self, sheet: &Url, page: &Url) -> bool {
        let sources = self.sources(&["style-src-elem", "style-src", "default-src"]);
        sources.is_none_or(|sources| matches(sources, sheet, page))
    }

    /// Whether it lets `page` fetch.
    pub(super) fn allows_fetch(&self, address: &Url, page: &Url) -> bool {
        self.sources(&["connect-src", "default-src"]).is_none_or(|sources| matches(sources, address, page))
    }

    /// Whether it asks for Trusted Types.
    pub(super) fn requires_trusted_types(&self) -> bool {
        self.sources(&["require-trusted-types-for"]).is_some()
    }
}

fn matches(sources: &[&str], address: &Url, page: &Url) -> bool {
    sources.iter().any(|source| match source.to_ascii_lowercase().as_str() {
        "*" => true,
        "'self'" => address.origin() == page.origin(),
        source => match source.strip_suffix(':') {
            Some(scheme) => scheme == address.scheme(),
            None => matches_host(source, address, page),
        },
    })
}

/// A source such as `https://*.example.org:8080/zoeklicht/`, of which all but the host may be left out.
fn matches_host(source: &str, address: &Url, page: &Url) -> bool {
    let (scheme, rest) = source.split_once("://").unwrap_or((page.scheme(), source));
    let (host, path) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
    let (host, port) = host.split_once(':').unwrap_or((host, ""));
    let default = address.port().is_none();
    let port_matches = match port {
        "*" => true,
        "" => default,
        port => address.port_or_known_default().is_some_and(|found| found.to_string() == port),
    };
    let found = address.host_str().unwrap_or_default();
    let host_matches = match host.strip_prefix('*') {
        Some(ending) => found.ends_with(ending),
        None => found == host,
    };
    // A plain scheme also stands for its secure form.
    let scheme_matches = scheme == address.scheme() || (scheme == "http" && address.scheme() == "https");
    let path_matches =
        if path.ends_with('/') { address.path().starts_with(path) } else { path.is_empty() || address.path() == path };
    scheme_matches && host_matches && port_matches && path_matches
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(policy: &str, expected: [bool; 4]) {
        let page = Url::parse("https://www.example.org/zoeken/").expect("an address");
        let at = |file: &str| {
            Url::parse("https://www.example.org/zoeklicht/").and_then(|base| base.join(file)).expect("an address")
        };
        let read = Policy::read(policy);
        let found = [
            read.allows_wasm(),
            read.allows_script(&at("zoeklicht.js"), &page),
            read.allows_style(&at("zoeklicht.css"), &page),
            read.allows_fetch(&at("manifest.bin"), &page),
        ];
        assert_eq!(found, expected, "{policy}");
    }

    #[test]
    fn what_search_needs_is_found_in_a_policy() {
        check(super::super::POLICY, [true; 4]);
        check("", [true; 4]);
        check("img-src 'none'; upgrade-insecure-requests", [true; 4]);
        check("default-src 'self'", [false, true, true, true]);
        check("default-src 'none'", [false; 4]);
        check("Default-Src 'none'; SCRIPT-SRC 'Self' 'WASM-unsafe-eval'", [true, true, false, false]);
        check("script-src 'unsafe-eval'; style-src https:; connect-src *", [true, false, true, true]);
        check("script-src 'nonce-abc' 'strict-dynamic' 'wasm-unsafe-eval'", [true; 4]);
        check("script-src-elem 'none'; script-src 'self' 'wasm-unsafe-eval'", [true, false, true, true]);
        check("connect-src 'self'; connect-src 'none'", [true; 4]);
    }

    #[test]
    fn hosts_are_matched_by_scheme_name_port_and_path() {
        let fetch = |source: &str, expected| check(&format!("connect-src {source}"), [true, true, true, expected]);
        fetch("www.example.org", true);
        fetch("*.example.org", true);
        fetch("https://www.example.org/zoeklicht/", true);
        fetch("https://www.example.org:443", true);
        fetch("www.example.org:*", true);
        fetch("http://www.example.org", true);
        fetch("example.org", false);
        fetch("wss://www.example.org", false);
        fetch("www.example.org:8443", false);
        fetch("www.example.org/elders/", false);
        fetch("data:", false);
    }
}
