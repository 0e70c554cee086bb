//! `zoeklicht doctor`, over folders and over a server with each setting right and wrong.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::io::Write as _;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};

use axum::Router;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};
use support::{Ran, str, zoeklicht};

const PAGE: &str = "<!doctype html><html lang=nl><title>Zoeken</title>\
    <script type=module src=/zoeklicht/zoeklicht.js></script>\
    <zoeklicht-search src=/zoeklicht/><form role=search><input name=q></form></zoeklicht-search>";

/// A site with search that has everything in its place. The engine is none, but looks like one.
fn site() -> tempfile::TempDir {
    let site = tempfile::tempdir().unwrap();
    let at = |name: &str| site.path().join(name);
    std::fs::write(at("a.md"), "# Beleid\n\nTekst over het beleid.").unwrap();
    let ran = zoeklicht(&["index", str(&at("a.md")), "--out", str(&at("zoeklicht")), "--lang", "nl"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    std::fs::write(at("index.html"), PAGE).unwrap();
    std::fs::write(at("zoeklicht/zoeklicht.js"), "import('./widget.js')").unwrap();
    std::fs::write(at("zoeklicht/zoeklicht.css"), "").unwrap();
    std::fs::write(at("zoeklicht/widget.js"), "const imports = { __wbg_log_0a1b: console.log };").unwrap();
    std::fs::write(at("zoeklicht/widget_bg.wasm"), b"\0asm\x01\0\0\0\x0e__wbg_log_0a1b\0").unwrap();
    site
}

#[track_caller]
fn check(ran: &Ran, code: i32, lines: &[&str]) {
    assert_eq!(ran.code, Some(code), "{}{}", ran.stdout, ran.stderr);
    for line in lines {
        assert!(ran.stdout.contains(line), "{line}\n{}", ran.stdout);
    }
}

mod a_folder {
    use super::*;

    #[track_caller]
    fn check_changed(change: impl FnOnce(&Path), code: i32, line: &str) {
        let site = site();
        change(site.path());
        check(&zoeklicht(&["doctor", str(site.path())]), code, &[line]);
    }

    fn write(name: &'static str, content: &'static str) -> impl FnOnce(&Path) {
        move |site| std::fs::write(site.join(name), content).unwrap()
    }

    /// AC-184
    #[test]
    fn that_is_right_has_nothing_to_complain_of() {
        let site = site();
        let ran = zoeklicht(&["doctor", str(site.path())]);
        check(
            &ran,
            0,
            &[
                "ok       the index in `zoeklicht` is whole: 1 documents",
                "ok       `widget.js` and `widget_bg.wasm` belong together",
                "ok       1 of 1 pages have search",
                "problems: 0, advice: 0",
            ],
        );
        let json: serde_json::Value =
            serde_json::from_str(&zoeklicht(&["doctor", str(site.path()), "--json"]).stdout).unwrap();
        assert!(json["checks"].as_array().unwrap().iter().all(|check| check["level"] == "ok"), "{json}");
    }

    #[test]
    fn without_an_index_or_with_a_damaged_one() {
        check_changed(
            |site| std::fs::remove_file(site.join("zoeklicht/manifest.bin")).unwrap(),
            1,
            "problem  there is no index",
        );
        check_changed(write("zoeklicht/manifest.bin", "<!doctype html>"), 1, "a web page");
        check_changed(
            |site| {
                let root = std::fs::read_dir(site.join("zoeklicht/r")).unwrap().next().unwrap().unwrap().path();
                std::fs::write(root, "anders").unwrap();
            },
            1,
            "hint: see all that is wrong with `zoeklicht verify ",
        );
    }

    #[test]
    fn with_an_engine_that_is_missing_or_of_another_version() {
        check_changed(
            write("zoeklicht/widget.js", "const imports = { __wbg_log_9z9z };"),
            1,
            "are of different versions",
        );
        check_changed(write("zoeklicht/widget_bg.wasm", "<html>"), 1, "is no WebAssembly");
        check_changed(|site| std::fs::remove_file(site.join("zoeklicht/widget.js")).unwrap(), 1, "is missing");
        check_changed(
            |site| std::fs::remove_file(site.join("zoeklicht/zoeklicht.js")).unwrap(),
            1,
            "advice   the entry script",
        );
    }

    #[test]
    fn with_pages_that_lack_something() {
        check_changed(write("index.html", "<p>Niets."), 1, "problem  none of 1 pages has search");
        check_changed(
            write("index.html", "<script src=zoeklicht/zoeklicht.js></script><zoeklicht-search src=zoeklicht>"),
            0,
            "without a form",
        );
        check_changed(write("index.html", "<zoeklicht-search src=zoeklicht/><form></form>"), 0, "but not the script");
        check_changed(
            write("index.html", "<zoeklicht-search src=/elders/><form></form>"),
            1,
            "looks for the index in `/elders/`",
        );
        check_changed(
            write("index.html", "<script src=/js/zoeklicht.js></script><zoeklicht-search src=/zoeklicht/>"),
            1,
            "loads `/js/zoeklicht.js`",
        );
        check_changed(
            write(
                "index.html",
                "<meta http-equiv=content-security-policy content=\"script-src 'self'\"><zoeklicht-search>",
            ),
            1,
            "does not allow WebAssembly",
        );
    }

    #[test]
    fn that_is_none() {
        let ran = zoeklicht(&["doctor", "nergens"]);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(4), ""));
        assert!(ran.stderr.contains("`nergens` is not a folder"), "{}", ran.stderr);
    }
}

mod a_server {
    use super::*;

    /// Serves a site as it should be, except for what `change` does to the headers of a path.
    fn serve(site: PathBuf, catch_all: bool, change: fn(&str, &mut HeaderMap)) -> String {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let answer = move |uri: Uri, asked: HeaderMap| {
            let answer = answer(&site, uri.path(), &asked, catch_all, change);
            std::future::ready(answer)
        };
        // Ends with the test, as all threads do.
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async move {
                listener.set_nonblocking(true).unwrap();
                let listener = tokio::net::TcpListener::from_std(listener).unwrap();
                axum::serve(listener, Router::new().fallback(answer)).await.unwrap();
            });
        });
        format!("http://{address}/")
    }

    fn answer(
        site: &Path,
        path: &str,
        asked: &HeaderMap,
        catch_all: bool,
        change: fn(&str, &mut HeaderMap),
    ) -> Response {
        let name = if path == "/" { "index.html" } else { &path[1..] };
        let mut headers = HeaderMap::new();
        let mut body = match std::fs::read(site.join(name)) {
            Ok(body) => body,
            Err(_) if catch_all => std::fs::read(site.join("index.html")).unwrap(),
            Err(_) => return StatusCode::NOT_FOUND.into_response(),
        };
        let is_there = site.join(name).is_file();
        let kind = match name.rsplit('.').next() {
            _ if !is_there => "text/html",
            Some("html") => "text/html; charset=utf-8",
            Some("js") => "text/javascript",
            Some("css") => "text/css",
            Some("wasm") => "application/wasm",
            _ => "application/octet-stream",
        };
        let mut send = |name: HeaderName, value: &'static str| headers.insert(name, HeaderValue::from_static(value));
        send(header::CONTENT_TYPE, kind);
        let is_chunk = name.ends_with(".bin") && !name.ends_with("manifest.bin");
        send(header::CACHE_CONTROL, if is_chunk { "public, max-age=31536000, immutable" } else { "no-cache" });
        if name.ends_with(".html") {
            let policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; \
                          require-trusted-types-for 'script'";
            send(header::CONTENT_SECURITY_POLICY, policy);
        }
        let whole = body.clone();
        let encodings = asked.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if encodings.contains("gzip") {
            let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            packed.write_all(&body).unwrap();
            body = packed.finish().unwrap();
            send(header::CONTENT_ENCODING, "gzip");
        }
        change(path, &mut headers);
        if !headers.contains_key(header::CONTENT_ENCODING) {
            body = whole;
        }
        (headers, body).into_response()
    }

    #[track_caller]
    fn check_changed(change: fn(&str, &mut HeaderMap), code: i32, lines: &[&str]) {
        let site = site();
        let address = serve(site.path().into(), false, change);
        check(&zoeklicht(&["doctor", &address]), code, lines);
    }

    fn set(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
        headers.insert(name, HeaderValue::from_static(value));
    }

    /// AC-184
    #[test]
    fn that_is_right_has_nothing_to_complain_of() {
        check_changed(
            |_, _| {},
            0,
            &[
                "ok       the manifest is not kept for long (Cache-Control: no-cache)",
                "ok       the index at `http://127.0.0.1:",
                "ok       browsers keep the chunks of the index",
                "ok       what is not there is answered with 404",
                "ok       `zoeklicht.js` is text/javascript",
                "ok       `widget_bg.wasm` is application/wasm",
                "ok       `widget_bg.wasm` comes compressed (gzip)",
                "ok       `widget.js` and `widget_bg.wasm` belong together",
                "ok       the page has the element around a form",
                "ok       the content security policy allows all that search needs",
                "ok       Trusted Types are asked for",
                "problems: 0, advice: 0",
            ],
        );
    }

    #[test]
    fn with_wrong_content_types() {
        let change = |path: &str, headers: &mut HeaderMap| {
            if path.ends_with(".js") {
                set(headers, header::CONTENT_TYPE, "text/plain");
            }
        };
        check_changed(change, 1, &["problem  `zoeklicht.js` is text/plain", "AddType text/javascript .js"]);
        let change = |path: &str, headers: &mut HeaderMap| {
            if path.ends_with(".wasm") {
                headers.remove(header::CONTENT_TYPE);
            }
        };
        check_changed(change, 0, &["advice   `widget_bg.wasm` is", "types { application/wasm wasm;"]);
    }

    #[test]
    fn with_a_policy_that_forbids_something() {
        macro_rules! with_policy {
            ($policy:literal, $code:literal, $line:literal) => {
                check_changed(|_, headers| set(headers, header::CONTENT_SECURITY_POLICY, $policy), $code, &[$line])
            };
        }
        with_policy!("default-src 'self'", 1, "does not allow WebAssembly: `script-src` needs 'wasm-unsafe-eval'");
        with_policy!("script-src https://cdn.example 'wasm-unsafe-eval'", 1, "does not allow the entry script");
        with_policy!("style-src 'none'", 1, "does not allow the style sheet");
        with_policy!("connect-src 'none'", 1, "add_header Content-Security-Policy");
        with_policy!("connect-src *, connect-src 'none'", 1, "does not allow the index");
        check_changed(
            |_, headers| drop(headers.remove(header::CONTENT_SECURITY_POLICY)),
            0,
            &["ok       the page has no content security policy"],
        );
    }

    #[test]
    fn with_wrong_cache_headers() {
        let change = |path: &str, headers: &mut HeaderMap| {
            if path.contains("/r/") || path.contains("/d/") {
                set(headers, header::CACHE_CONTROL, "max-age=600");
            }
        };
        check_changed(change, 0, &["advice   browsers do not keep the chunks", "map $uri $zoeklicht_cache"]);
        let change = |path: &str, headers: &mut HeaderMap| {
            if path.ends_with("manifest.bin") {
                set(headers, header::CACHE_CONTROL, "public, max-age=31536000, immutable");
            }
        };
        check_changed(change, 1, &["problem  the manifest is kept after the next publication"]);
        let change = |path: &str, headers: &mut HeaderMap| {
            if path.ends_with("zoeklicht.js") {
                headers.remove(header::CACHE_CONTROL);
            }
        };
        check_changed(
            change,
            0,
            &["advice   browsers may keep `zoeklicht.js` for as long as they like (no Cache-Control)"],
        );
    }

    #[test]
    fn without_compression() {
        let change = |_: &str, headers: &mut HeaderMap| drop(headers.remove(header::CONTENT_ENCODING));
        check_changed(change, 0, &["advice   `widget.js` comes uncompressed", "gzip_types text/javascript"]);
    }

    #[test]
    fn that_answers_everything_with_a_page() {
        let site = site();
        let address = serve(site.path().into(), true, |_, _| {});
        let line = "advice   what is not there is answered with 200 instead of 404";
        check(&zoeklicht(&["doctor", &address]), 0, &[line, "try_files $uri =404"]);
        std::fs::remove_file(site.path().join("zoeklicht/manifest.bin")).unwrap();
        check(&zoeklicht(&["doctor", &address]), 1, &["problem  there is no index"]);
    }

    #[test]
    fn that_is_another_than_that_of_the_page() {
        let files = site();
        let page = tempfile::tempdir().unwrap();
        let check_with = |change: fn(&str, &mut HeaderMap), code: i32, line: &str| {
            let elsewhere = serve(files.path().into(), false, change);
            let text = PAGE.replace("=/zoeklicht/", &format!("={elsewhere}zoeklicht/"));
            std::fs::write(page.path().join("index.html"), text).unwrap();
            let policy = |_: &str, headers: &mut HeaderMap| drop(headers.remove(header::CONTENT_SECURITY_POLICY));
            check(&zoeklicht(&["doctor", &serve(page.path().into(), false, policy)]), code, &[line]);
        };
        check_with(|_, _| {}, 1, "problem  the index is on another site, which does not let");
        let allow = |_: &str, headers: &mut HeaderMap| set(headers, header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        check_with(allow, 0, "ok       the index may be used from `http://127.0.0.1:");
    }

    #[test]
    fn whose_address_is_that_of_the_index() {
        let site = site();
        let address = serve(site.path().into(), false, |_, _| {}) + "zoeklicht";
        check(&zoeklicht(&["doctor", &address]), 0, &["ok       the index at", "advice   no page was checked"]);
    }

    #[test]
    fn that_does_not_answer() {
        // Bound and let go again: nobody listens there.
        let address = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap();
        let ran = zoeklicht(&["doctor", &format!("http://{address}/")]);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(4), ""));
        assert!(ran.stderr.contains("could not be read"), "{}", ran.stderr);
        assert_eq!(zoeklicht(&["doctor", "https://"]).code, Some(4));
    }
}
