//! Crawls of a real site, which nginx serves: what is fetched, how often, and what the index makes of it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::collections::BTreeSet;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use support::{Ran, str, zoeklicht};

/// A site of files, served until it is dropped.
struct Site {
    folder: tempfile::TempDir,
    scheme: &'static str,
    port: u16,
    nginx: Child,
}

impl Drop for Site {
    fn drop(&mut self) {
        // It may be gone already.
        let _ = self.nginx.kill();
        let _ = self.nginx.wait();
    }
}

impl Site {
    /// A site without pages, with these locations besides its files.
    fn new(locations: &str) -> Site {
        Site::start(tempfile::tempdir().unwrap(), "http", locations)
    }

    /// The same over TLS, with a certificate that vouches for itself.
    fn secure(locations: &str) -> Site {
        let folder = tempfile::tempdir().unwrap();
        let made = rcgen::generate_simple_self_signed(["127.0.0.1".into()]).unwrap();
        std::fs::write(folder.path().join("certificate.pem"), made.cert.pem()).unwrap();
        std::fs::write(folder.path().join("key.pem"), made.signing_key.serialize_pem()).unwrap();
        let tls = "ssl_certificate certificate.pem; ssl_certificate_key key.pem;";
        Site::start(folder, "https", &format!("{tls} {locations}"))
    }

    fn start(folder: tempfile::TempDir, scheme: &'static str, locations: &str) -> Site {
        let listens = if scheme == "https" { "ssl" } else { "" };
        std::fs::create_dir(folder.path().join("www")).unwrap();
        for _ in 0..5 {
            let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
            let mut nginx = start_nginx(folder.path(), &format!("{port} {listens}"), locations);
            while nginx.try_wait().unwrap().is_none() {
                if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                    return Site { folder, scheme, port, nginx };
                }
                std::thread::sleep(Duration::from_millis(10));
            }
            // Someone else may have taken the port; else its log says why.
        }
        panic!("nginx did not start: {}", std::fs::read_to_string(folder.path().join("error.log")).unwrap_or_default());
    }

    fn url(&self, path: &str) -> String {
        format!("{}://127.0.0.1:{}{path}", self.scheme, self.port)
    }

    fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.folder.path().join("www").join(path.trim_start_matches('/'));
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }

    fn remove(&self, path: &str) {
        std::fs::remove_file(self.folder.path().join("www").join(path)).unwrap();
    }

    /// A page with a word that no other has.
    fn page(&self, path: &str, word: &str) {
        self.write(path, format!("<!doctype html><html lang=nl><title>{word}</title><main><p>Over {word}.</main>"));
    }

    fn sitemap_of(&self, paths: &[&str]) -> String {
        let urls: String = paths.iter().map(|path| format!("<url><loc>{}</loc></url>", self.url(path))).collect();
        format!("<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{urls}</urlset>")
    }

    /// Writes a sitemap that names others.
    fn sitemap_index(&self, paths: &[&str]) {
        let maps: String =
            paths.iter().map(|path| format!("<sitemap><loc>{}</loc></sitemap>", self.url(path))).collect();
        self.write("sitemap.xml", format!("<sitemapindex>{maps}</sitemapindex>"));
    }

    fn sitemap(&self, paths: &[&str]) {
        self.write("sitemap.xml", self.sitemap_of(paths));
    }

    fn out(&self) -> PathBuf {
        self.folder.path().join("uit")
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_zoeklicht"));
        command.args(["crawl", &self.url("/sitemap.xml"), "--out", str(&self.out())]).args(["--rate", "1000"]);
        for proxy in ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
            command.env_remove(proxy);
        }
        command.args(arguments);
        command
    }

    /// Crawls, which has to go well, and gives the summary.
    fn crawl(&self, arguments: &[&str]) -> serde_json::Value {
        let ran = Ran::of(self.command(&["--json"]).args(arguments));
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        serde_json::from_str(&ran.stdout).unwrap()
    }

    /// What was asked for since the last call: path and status.
    fn requests(&self) -> Vec<(String, u16)> {
        let log = self.folder.path().join("access.log");
        // nginx notes a request after its answer was read; but being one process it has noted all once it notes this one.
        let mut last = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        last.write_all(b"GET /the-last HTTP/1.0\r\n\r\n").unwrap();
        std::io::copy(&mut last, &mut std::io::sink()).unwrap();
        let start = Instant::now();
        let text = loop {
            let text = std::fs::read_to_string(&log).unwrap_or_default();
            if let Some((before, _)) = text.split_once("/the-last ") {
                break before.to_owned();
            }
            assert!(start.elapsed() < Duration::from_secs(20), "nginx notes nothing: {text}");
            std::thread::sleep(Duration::from_millis(5));
        };
        std::fs::OpenOptions::new().write(true).open(&log).unwrap().set_len(0).unwrap();
        let parts = text.lines().map(|line| line.rsplit_once(' ').unwrap());
        parts.map(|(path, status)| (path.into(), status.parse().unwrap())).collect()
    }

    fn is_there(&self, file: &str) -> bool {
        self.out().join(file).is_file()
    }
}

fn start_nginx(folder: &Path, listen: &str, locations: &str) -> Child {
    // One process, of the user who runs the test: it can read the folder, and nothing is left when it is killed.
    let configuration = format!(
        "master_process off; daemon off; pid nginx.pid; worker_rlimit_nofile 1024;
        events {{ worker_connections 256; }}
        http {{
            client_body_temp_path t1; proxy_temp_path t2; fastcgi_temp_path t3; uwsgi_temp_path t4; scgi_temp_path t5;
            log_format brief '$request_uri $status';
            access_log access.log brief;
            limit_req_zone $server_port zone=busy:1m rate=1r/s;
            types {{ text/html html; application/pdf pdf; text/markdown md; text/plain txt; text/xml xml;
                     application/gzip gz; image/png png; }}
            default_type text/html;
            server {{
                listen 127.0.0.1:{listen};
                root www;
                absolute_redirect off;
                {locations}
            }}
        }}"
    );
    std::fs::write(folder.join("nginx.conf"), configuration).unwrap();
    let mut command = Command::new("nginx");
    command.arg("-p").arg(folder).arg("-c").arg(folder.join("nginx.conf")).arg("-e").arg(folder.join("error.log"));
    let started = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    started.unwrap_or_else(|error| {
        panic!("nginx could not be started: {error}; install it (Debian: `apt-get install nginx`), in $PATH")
    })
}

/// What was found that is this bad: reasons by address.
fn found(summary: &serde_json::Value, severity: &str) -> serde_json::Map<String, serde_json::Value> {
    let problems = summary["problems"].as_array().unwrap().iter().filter(|problem| problem["severity"] == severity);
    problems.map(|problem| (problem["place"].as_str().unwrap().to_owned(), problem["reason"].clone())).collect()
}

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

fn count(requests: &[(String, u16)], path: &str) -> usize {
    requests.iter().filter(|(asked, _)| asked == path).count()
}

#[test]
fn a_site_is_indexed_under_the_addresses_that_were_fetched() {
    let site = Site::new(
        "gzip on; gzip_types text/xml; gzip_min_length 1;
         location = /zoek { return 200 '<!doctype html><html lang=nl><title>Zoek</title><main>zoekpagina$arg_nr</main>'; }
         location = /latin { charset iso-8859-1; try_files /latin1 =404; }
         location = /niet { add_header X-Robots-Tag noindex; try_files /thema/index.html =404; }
         location = /oud { return 301 /thema/; }
         location = /rond { return 302 /rond; }
         location = /weg.html { return 410; }",
    );
    let html = |path: &str, word: &str| site.page(path, word);
    html("index.html", "startpagina");
    html("thema/index.html", "themapagina");
    html("nt2", "zonderuitgang");
    html("Gids.html", "hoofdletter");
    html("geheim/x.html", "geheimpagina");
    html("%63af\u{e9}.html", "koffie");
    site.write("notitie.md", "---\ntitle: Notitie\nurl: /elders\n---\nEen markdownpagina.");
    site.write("latin1", b"<!doctype html><html lang=nl><title>L</title><main>De co\xF6rdinatie");
    site.write("foto.png", b"\x89PNG");
    site.write(
        "met-pdf.html",
        "<html lang=nl><title>PDF</title><main>Lees <a href='stuk/Wegwijzer.pdf#page=2'>dit</a>, <a href='https://b.be/x.pdf'>x</a>.",
    );
    let pdf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/gids/wegwijzer-inburgeringstraject.pdf");
    site.write("stuk/Wegwijzer.pdf", std::fs::read(pdf).unwrap());
    site.sitemap_index(&["/1.xml.gz", "/2.xml", "/3.txt"]);
    site.write("1.xml.gz", gzip(&site.sitemap_of(&["/", "/thema/", "/nt2", "/zoek?nr=7", "/Gids.html", "/oud"])));
    site.write(
        "2.xml",
        site.sitemap_of(&["/notitie.md", "/latin", "/foto.png", "/niet", "/geheim/x.html", "/weg.html"]),
    );
    site.write(
        "3.txt",
        format!(
            "{}\nhttps://b.be/\n{}\n{}\n",
            site.url("/met-pdf.html"),
            site.url("/rond"),
            site.url("/%2563af%C3%A9.html")
        ),
    );
    site.write("robots.txt", "User-agent: zoeklicht\nDisallow: /geheim/\n\nUser-agent: *\nDisallow: /\n");

    let summary = site.crawl(&[]);
    assert_eq!(summary["pages"], 10, "{summary}");
    assert_eq!(summary["fetched"], 10);
    assert_eq!(summary["redirected"], 1);
    let failed = serde_json::json!({ site.url("/rond"): "redirects to itself", site.url("/weg.html"): "answered 410" });
    assert_eq!(serde_json::Value::from(found(&summary, "error")), failed);
    let skipped = serde_json::json!({
        site.url("/foto.png"): "is `image/png`",
        site.url("/geheim/x.html"): "is not allowed by robots.txt",
        site.url("/niet"): "asks not to be indexed (`X-Robots-Tag`)",
        "https://b.be/": "is at another origin",
    });
    assert_eq!(serde_json::Value::from(found(&summary, "note")), skipped);
    let requests = site.requests();
    assert!(requests.iter().all(|(path, _)| !path.starts_with("/geheim")), "{requests:?}");
    assert_eq!(count(&requests, "/thema/"), 1, "a redirect's target is not asked for twice");

    let index = site.folder.path().join("index");
    let ran = zoeklicht(&["index", str(&site.out()), "--out", str(&index), "--base-url", &site.url("/"), "--strict"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    for (query, path) in [
        ("startpagina", "/"),
        ("themapagina", "/thema/"),
        ("zonderuitgang", "/nt2"),
        ("zoekpagina7", "/zoek?nr=7"),
        ("hoofdletter", "/Gids.html"),
        ("koffie", "/%2563af%C3%A9.html"),
        ("markdownpagina", "/notitie.md"),
        ("coördinatie", "/latin"),
        ("inburgeringstraject", "/stuk/Wegwijzer.pdf"),
    ] {
        let ran = zoeklicht(&["search", str(&index), query, "--json"]);
        let answer: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
        assert_eq!(answer["hits"][0]["url"], site.url(path), "{query}: {answer}");
    }
    assert_eq!(site.crawl(&["--no-linked-pdfs"])["pages"], 9);
}

#[test]
fn the_next_crawl_fetches_what_changed_and_removes_what_is_gone() {
    let site = Site::new("");
    let paths = ["/a.html", "/b.html", "/c.html", "/d.html"];
    paths.iter().for_each(|path| site.page(path, "eerst"));
    site.sitemap(&paths);
    assert_eq!(site.crawl(&[])["fetched"], 4);
    site.requests();
    std::fs::write(site.out().join("eigen.html"), "mine").unwrap();

    let summary = site.crawl(&[]);
    assert_eq!((&summary["fetched"], &summary["unchanged"]), (&0.into(), &4.into()));
    let requests = site.requests();
    assert!(paths.iter().all(|path| requests.contains(&((*path).into(), 304))), "{requests:?}");
    assert_eq!(requests.len(), 6, "one request each, besides robots.txt and the sitemap: {requests:?}");

    site.write("a.html", "<main>nu iets anders");
    site.remove("b.html");
    site.sitemap(&["/a.html", "/b.html", "/d.html"]);
    let ran = Ran::of(&mut site.command(&["--strict"]));
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    for says in
        ["b.html answered 404", "removed: `b.html`", "removed: `c.html`", "fetched       1 (", "unchanged     1"]
    {
        assert!(ran.stderr.contains(says), "{says}\n{}", ran.stderr);
    }
    assert!(site.is_there("a.html") && site.is_there("d.html") && site.is_there("eigen.html"));
    assert!(!site.is_there("b.html") && !site.is_there("c.html"));
    assert!(std::fs::read_to_string(site.out().join("a.html")).unwrap().contains("anders"));
}

#[test]
fn a_page_that_the_sitemap_says_did_not_change_is_not_asked_for() {
    let site = Site::new("");
    site.page("a.html", "a");
    site.page("b.html", "b");
    let page =
        |path: &str, lastmod: &str| format!("<url><loc>{}</loc><lastmod>{lastmod}</lastmod></url>", site.url(path));
    let sitemap = |a: &str, b: &str| {
        site.write("sitemap.xml", format!("<urlset>{}{}</urlset>", page("/a.html", a), page("/b.html", b)))
    };
    sitemap("2021-05-07T10:00:00Z", "2021-05-07");
    site.crawl(&[]);
    site.requests();
    assert_eq!(site.crawl(&[])["unchanged"], 2);
    let requests = site.requests();
    // A date without a time does not tell two changes of one day apart.
    assert_eq!((count(&requests, "/a.html"), count(&requests, "/b.html")), (0, 1));
    site.crawl(&["--ignore-lastmod"]);
    assert_eq!(count(&site.requests(), "/a.html"), 1);
    sitemap("2021-05-07T10:00:01Z", "2021-05-07");
    site.crawl(&[]);
    assert_eq!(count(&site.requests(), "/a.html"), 1);
}

#[test]
fn what_passes_is_tried_again_and_what_does_not_is_named() {
    let broken = TcpListener::bind("127.0.0.1:0").unwrap();
    let upstream = broken.local_addr().unwrap();
    std::thread::spawn(move || {
        for connection in broken.incoming() {
            let mut connection = connection.unwrap();
            let _ = connection.read(&mut [0; 4096]);
            let _ = connection
                .write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n<p>half");
        }
    });
    let site = Site::new(&format!(
        "location /druk/ {{ limit_req zone=busy; limit_req_status 503; add_header Retry-After 1 always; }}
         location /traag/ {{ limit_rate 20k; }}
         location = /dicht {{ return 444; }}
         location = /kapot {{ proxy_pass http://{upstream}; proxy_buffering off; }}
         location = /fout {{ return 500; }}
         location = /lang-weg {{ add_header Retry-After 86400 always; return 429; }}"
    ));
    site.page("druk/a.html", "a");
    site.page("druk/b.html", "b");
    site.write("traag/a.html", "<main>".to_owned() + &"traag ".repeat(5_000));
    site.write("groot.html", "<main>".to_owned() + &"groot ".repeat(20_000));
    site.sitemap(&[
        "/druk/a.html",
        "/druk/b.html",
        "/traag/a.html",
        "/dicht",
        "/kapot",
        "/fout",
        "/lang-weg",
        "/groot.html",
    ]);
    let summary = site.crawl(&["--bytes-max", "100000"]);
    assert_eq!(summary["fetched"], 3, "{summary}");
    let failed = found(&summary, "error");
    assert_eq!(failed.len(), 5, "{summary}");
    for (path, says) in [
        ("/dicht", "could not be reached"),
        ("/kapot", "broke off"),
        ("/fout", "answered 500"),
        ("/lang-weg", "answered 429 and wants to be left alone for 86400 s"),
        ("/groot.html", "is over 100000 bytes"),
    ] {
        let reason = failed[&site.url(path)].as_str().unwrap();
        assert!(reason.contains(says), "{path}: {reason}");
    }
    let requests = site.requests();
    assert!(requests.iter().any(|(path, status)| path.starts_with("/druk/") && *status == 503), "{requests:?}");
    assert_eq!((count(&requests, "/fout"), count(&requests, "/dicht"), count(&requests, "/kapot")), (1, 4, 4));
    assert!(site.is_there("druk/b.html") && !site.is_there("groot.html"));
}

#[test]
fn a_crawl_that_is_killed_goes_on_and_fetches_no_page_twice() {
    const PAGES: usize = 60;
    let site = Site::new("location /p/ { limit_rate 20k; }");
    let paths: Vec<String> = (0..PAGES).map(|page| format!("/p/{page}.html")).collect();
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    // Half a second each.
    paths.iter().for_each(|path| site.write(path, "<main>".to_owned() + &"woord ".repeat(1_500)));
    site.sitemap(&paths);
    let done = || {
        let text = std::fs::read_to_string(site.out().join(".zoeklicht-crawl.jsonl")).unwrap_or_default();
        let whole = &text[..text.rfind('\n').map_or(0, |at| at + 1)];
        paths.iter().filter(|path| whole.contains(&format!("{path}\""))).copied().collect::<Vec<_>>()
    };
    let start = Instant::now();
    for kill in 1..=3 {
        let mut crawl = site.command(&["--quiet", "--concurrency", "8"]).spawn().unwrap();
        while done().len() < kill * 12 {
            assert!(start.elapsed() < Duration::from_secs(60), "it does not go on");
            std::thread::sleep(Duration::from_millis(5));
        }
        crawl.kill().unwrap();
        crawl.wait().unwrap();
        // Every file that is there is whole.
        for file in std::fs::read_dir(site.out().join("p")).unwrap() {
            assert_eq!(file.unwrap().metadata().unwrap().len(), 9_006);
        }
    }
    let before = done();
    assert!(before.len() < PAGES, "all was over before it was killed");
    site.requests();
    let summary = site.crawl(&["--concurrency", "8"]);
    let requests = site.requests();
    assert_eq!(summary["resumed"], before.len());
    assert_eq!(summary["fetched"], PAGES - before.len());
    assert!(before.iter().all(|path| count(&requests, path) == 0), "{requests:?}");
    assert_eq!(std::fs::read_dir(site.out().join("p")).unwrap().count(), PAGES);
    // The next crawl is a new one.
    assert_eq!(site.crawl(&[])["unchanged"], PAGES);
}

#[test]
fn the_rules_of_robots_txt_hold() {
    let site = Site::new("");
    let paths = ["/a.html", "/b.html", "/c.html"];
    paths.iter().for_each(|path| site.page(path, "x"));
    site.sitemap(&paths);
    // None there: everything is allowed.
    assert_eq!(site.crawl(&[])["fetched"], 3);
    site.write("robots.txt", "User-agent: *\nCrawl-delay: 1\nDisallow: /c\n");
    let start = Instant::now();
    let summary = site.crawl(&[]);
    assert!(start.elapsed() >= Duration::from_secs(3), "robots.txt, the sitemap and two pages, a second apart");
    assert_eq!(summary["removed"], serde_json::json!(["c.html"]), "what may no longer be fetched goes");
    // The name that rules know is that of `--user-agent`.
    site.write("robots.txt", "User-agent: ander\nDisallow: /a\n");
    assert_eq!(site.crawl(&["--user-agent", "Ander/2.0 (+https://b.be)"])["problems"].as_array().unwrap().len(), 1);
}

#[test]
fn without_rules_or_a_sitemap_nothing_is_fetched_and_nothing_removed() {
    let site = Site::new("location = /robots.txt { return 403; }");
    site.page("a.html", "a");
    site.sitemap(&["/a.html"]);
    site.crawl(&[]);
    let check = |says: &str| {
        let ran = Ran::of(&mut site.command(&[]));
        assert_eq!(ran.code, Some(4), "{}", ran.stderr);
        assert!(ran.stderr.contains(says) && ran.stderr.contains("\nhint: "), "{says}: {}", ran.stderr);
        assert!(site.is_there("a.html"));
    };
    site.write("sitemap.xml", "<urlset></urlset>");
    check("lists a page");
    site.write("sitemap.xml", "<html></html>");
    check("sitemap.xml` begins with `<html>`");
    site.remove("sitemap.xml");
    check("sitemap.xml` answered 404");
    // One of several that cannot be read: its pages are not gone.
    site.write("b.xml", site.sitemap_of(&["/b.html"]));
    site.page("b.html", "b");
    site.sitemap_index(&["/lost.xml", "/b.xml"]);
    let lost = site.url("/lost.xml");
    let summary = site.crawl(&[]);
    assert_eq!(serde_json::Value::from(found(&summary, "error")), serde_json::json!({ lost: "answered 404" }));
    assert!(site.is_there("a.html") && site.is_there("b.html"));
}

#[test]
fn robots_txt_that_the_server_fails_to_give_forbids_everything() {
    let site = Site::new("location = /robots.txt { return 500; }");
    site.page("a.html", "a");
    site.sitemap(&["/a.html"]);
    let ran = Ran::of(&mut site.command(&[]));
    assert_eq!(ran.code, Some(4), "{}", ran.stderr);
    assert!(ran.stderr.contains("robots.txt` answered 500\nhint: "), "{}", ran.stderr);
    assert_eq!(site.requests(), [("/robots.txt".into(), 500)]);
}

#[test]
fn a_site_is_crawled_from_its_root_and_leads_to_other_origins_only_where_that_is_allowed() {
    let site = Site::new("location = /weg { return 301 http://localhost:$server_port/elders.html; }");
    site.page("a.html", "a");
    site.page("elders.html", "elders");
    site.write("kaart.xml", site.sitemap_of(&["/a.html", "/weg"]));
    site.write("robots.txt", format!("Sitemap: {}\n", site.url("/kaart.xml")));
    let crawl = |out: &str, arguments: &[&str]| {
        let out = site.folder.path().join(out);
        let mut command = Command::new(env!("CARGO_BIN_EXE_zoeklicht"));
        command.args(["crawl", &site.url(""), "--json", "--out", str(&out)]).args(arguments);
        let ran = Ran::of(command.env("NO_PROXY", "*"));
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        let summary: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
        (summary, std::fs::read_to_string(out.join("zoeklicht-urls.tsv")).unwrap())
    };
    let elsewhere = format!("http://localhost:{}/elders.html", site.port);
    let (summary, _) = crawl("een", &[]);
    assert_eq!(summary["fetched"], 1);
    let failed = found(&summary, "error");
    let reason = failed[&site.url("/weg")].as_str().unwrap();
    assert!(reason.starts_with(&format!("redirects to `{elsewhere}`, another origin")), "{reason}");
    let (summary, addresses) = crawl("twee", &["--allow-origin", &format!("http://localhost:{}", site.port)]);
    assert_eq!((&summary["fetched"], &summary["redirected"]), (&2.into(), &1.into()));
    assert!(
        addresses.starts_with("a.html\ta.html\n") && addresses.ends_with(&format!("\t{elsewhere}\n")),
        "{addresses}"
    );
}

#[test]
fn an_address_that_is_none_and_a_folder_of_another_crawl_are_refused() {
    let site = Site::new("");
    site.page("a.html", "a");
    site.sitemap(&["/a.html"]);
    site.crawl(&[]);
    let out = site.out();
    for (source, code, says) in [
        ("sitemap.xml", 2, "an address is written whole"),
        ("file:///etc/passwd", 2, "an address is written whole"),
        (&site.url("/ander.xml"), 4, "holds a crawl of"),
    ] {
        let ran = zoeklicht(&["crawl", source, "--out", str(&out)]);
        assert_eq!(ran.code, Some(code), "{}", ran.stderr);
        assert!(ran.stderr.contains(says), "{}", ran.stderr);
    }
}

#[test]
fn every_code_of_a_crawl_is_found_and_every_format_tells_the_same() {
    let site = Site::new(
        "location = /dicht { return 444; } location = /fout { return 500; } location = /rond { return 302 /rond; }
         location = /niet { add_header X-Robots-Tag noindex; return 200 x; }",
    );
    site.page("a.html", "a");
    site.page("verboden.html", "verboden");
    site.write("groot.html", "groot ".repeat(200));
    site.write("foto.png", b"\x89PNG");
    site.write("robots.txt", "User-agent: *\nDisallow: /verboden.html\n");
    site.sitemap_index(&["/paginas.xml", "/weg.xml"]);
    let paths =
        ["/a.html", "/dicht", "/fout", "/weg.html", "/rond", "/groot.html", "/verboden.html", "/foto.png", "/niet"];
    let others = "<url><loc>geen adres</loc></url><url><loc>https://b.be/</loc></url></urlset>";
    site.write("paginas.xml", site.sitemap_of(&paths).replace("</urlset>", others));
    let flags = ["--bytes-max", "1000"];

    let summary = site.crawl(&flags);
    let code = |problem: &serde_json::Value| problem["code"].as_str().unwrap().to_owned();
    let found: BTreeSet<String> = summary["problems"].as_array().unwrap().iter().map(code).collect();
    let listed = zoeklicht(&["explain"]).stdout;
    let codes = listed.lines().filter_map(|line| line.split(' ').next()).filter(|code| code.starts_with("Z5"));
    let expected: BTreeSet<String> = codes.chain(["Z112"]).map(String::from).collect();
    assert_eq!(found, expected, "{summary}");
    let schema: serde_json::Value = serde_json::from_str(&zoeklicht(&["explain", "--schema", "crawl"]).stdout).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    assert!(schema.is_valid(&summary) && !schema.is_valid(&serde_json::json!({})), "AC-172: {summary}");

    let ran = |format: &[&str]| Ran::of(site.command(&flags).args(format));
    let (text, github, junit) = (ran(&["--verbose"]).stderr, ran(&["--format", "github"]), ran(&["--format", "junit"]));
    for code in found {
        assert!(text.contains(&format!("[{code}]: ")), "{code}: {text}");
        assert!(github.stdout.contains(&format!("title={code} ")), "{code}: {}", github.stdout);
        assert!(junit.stdout.contains(&format!("<testsuite name=\"{code} ")), "{code}: {}", junit.stdout);
    }
}

#[test]
fn a_site_with_a_certificate_of_its_own_is_crawled_and_checked_with_that_certificate() {
    let site = Site::secure("location /zoeklicht/ { types {} default_type application/octet-stream; }");
    site.page("index.html", "veilig");
    site.sitemap(&["/"]);
    let certificate = site.folder.path().join("certificate.pem");
    let www = site.folder.path().join("www");
    let certificate = ["--ca-certificate", str(&certificate)];

    let ran = Ran::of(&mut site.command(&[]));
    assert_eq!(ran.code, Some(4), "{}", ran.stderr);
    assert!(
        ran.stderr.contains("/robots.txt` could not be reached: ") && ran.stderr.contains("ertificate"),
        "{}",
        ran.stderr
    );
    assert_eq!(site.crawl(&certificate)["fetched"], 1);

    assert_eq!(zoeklicht(&["index", str(&www)]).code, Some(0));
    let check = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_zoeklicht"));
        Ran::of(command.env("NO_PROXY", "*").args(["doctor", &site.url("/")]).args(arguments))
    };
    let ran = check(&[]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(4), ""), "{}", ran.stderr);
    let ran = check(&certificate);
    assert!(ran.stdout.contains("ok       the page comes over HTTPS\n"), "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stdout.contains("can be used: 1 documents"), "{}", ran.stdout);

    // What is no certificate vouches for nobody.
    let ran = check(&["--ca-certificate", str(&site.folder.path().join("key.pem"))]);
    assert!(ran.code == Some(4) && ran.stderr.contains("has no certificate\nhint: "), "{}", ran.stderr);
}
