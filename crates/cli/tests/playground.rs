//! The playground of `zoeklicht serve`, over HTTP as a browser asks it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use support::{Ran, str, zoeklicht};

/// A server, which ends with the test.
struct Server {
    child: Child,
    /// The host and port it says it is on.
    address: String,
}

impl Server {
    fn start(site: &Path) -> Server {
        let mut command = Command::new(env!("CARGO_BIN_EXE_zoeklicht"));
        let mut child = command.arg("serve").arg(site).args(["--port", "0"]).stderr(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stderr.as_mut().unwrap()).lines().map(Result::unwrap);
        let playground = |line: String| line.strip_prefix("Playground: http://").map(String::from);
        let address = lines.filter_map(playground).next().unwrap();
        Server { child, address: address.trim_end_matches("/-/zoeklicht/").into() }
    }

    /// The status, head and body of a page.
    fn get(&self, path: &str) -> (u16, String, String) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n", self.address).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.split(' ').nth(1).unwrap().parse().unwrap(), head.into(), body.into())
    }

    fn json(&self, path: &str) -> (u16, Value) {
        let (status, head, body) = self.get(path);
        assert!(head.contains("content-type: application/json"), "{head}");
        (status, serde_json::from_str(&body).unwrap())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

fn index(site: &Path, out: &Path) {
    let Ran { code, stdout, stderr } = zoeklicht(&["index", str(site), "--out", str(out), "--lang", "nl"]);
    assert_eq!((code, stdout.as_str()), (Some(0), ""), "{stderr}");
}

/// AC-176
#[test]
fn the_playground_explains_the_indexes_of_a_site() {
    let site = tempfile::tempdir().unwrap();
    std::fs::write(site.path().join("stad.md"), "# De stad\n\nWonen in <b>steden</b>.").unwrap();
    index(site.path(), &site.path().join("zoeklicht"));
    index(site.path(), &site.path().join("nl/zoek"));
    let server = Server::start(site.path());

    let (status, head, page) = server.get("/-/zoeklicht/");
    assert_eq!(status, 200);
    assert!(head.contains("content-type: text/html") && head.contains("default-src 'none'"), "{head}");
    assert!(page.contains("<title>Zoeklicht playground</title>"), "{page}");
    for (file, kind) in [("playground.js", "text/javascript"), ("playground.css", "text/css")] {
        assert!(page.contains(file));
        let (status, head, _) = server.get(&format!("/-/zoeklicht/{file}"));
        assert!(status == 200 && head.contains(kind), "{head}");
    }
    assert_eq!(server.get("/-/zoeklicht").0, 308);
    assert_eq!(server.get("/-/zoeklicht/nergens").0, 404);
    assert_eq!(server.get("/stad.md").0, 200);

    let (_, choices) = server.json("/-/zoeklicht/indexes");
    let found = |path: &str| serde_json::json!({"path": path, "documents": 1, "languages": ["nl"]});
    assert_eq!(choices["indexes"], serde_json::json!([found("zoeklicht"), found("nl/zoek")]));
    assert!(choices["rules"].as_array().unwrap().contains(&"inflection".into()), "{choices}");

    let (status, answer) =
        server.json("/-/zoeklicht/search?index=nl%2Fzoek&q=stad&limit=5&lang=nl&without=titles,typos");
    let reasons = &answer["hits"][0]["reasons"];
    assert_eq!((status, answer["hits"][0]["id"].as_str()), (200, Some("stad.md")));
    let terms: Vec<_> = reasons[0]["matched"].as_array().unwrap().iter().map(|m| (&m["term"], &m["kind"])).collect();
    assert_eq!(terms, [(&"stad".into(), &"exact".into()), (&"steden".into(), &"inflected".into())]);
    assert!(reasons.as_array().unwrap().iter().all(|reason| reason["rule"] != "title"), "{reasons}");
    let (_, answer) = server.json("/-/zoeklicht/search?index=zoeklicht&q=stad");
    assert!(
        answer["hits"][0]["reasons"].as_array().unwrap().iter().any(|reason| reason["rule"] == "title"),
        "{answer}"
    );
    assert_eq!(server.json("/-/zoeklicht/search?index=zoeklicht&q=stad&lang=fr").1["total"], 0);
}

#[test]
fn an_index_that_is_the_site_itself_has_no_path() {
    let site = tempfile::tempdir().unwrap();
    std::fs::write(site.path().join("a.md"), "# Titel\n\nTekst.").unwrap();
    index(&site.path().join("a.md"), site.path());
    let server = Server::start(site.path());
    assert_eq!(server.json("/-/zoeklicht/indexes").1["indexes"][0]["path"], "");
    assert_eq!(server.json("/-/zoeklicht/search?q=tekst").1["total"], 1);
}

#[test]
fn what_is_wrong_with_a_question_is_said_as_json() {
    let folder = tempfile::tempdir().unwrap();
    let (site, elsewhere) = (folder.path().join("site"), folder.path().join("elders"));
    std::fs::create_dir_all(site.join("kapot")).unwrap();
    std::fs::write(site.join("a.md"), "# Titel\n\nTekst.").unwrap();
    std::fs::write(site.join("kapot/manifest.bin"), "<!doctype html>").unwrap();
    index(&site, &elsewhere);
    let server = Server::start(&site);
    let check = |parameters: &str, status: u16, expected: &str| {
        let (found, answer) = server.json(&format!("/-/zoeklicht/search?{parameters}"));
        assert_eq!(found, status, "{answer}");
        assert!(answer["error"].as_str().unwrap().contains(expected), "{answer}");
    };
    check("", 400, "missing field `q`");
    check("q=a&limit=veel", 400, "limit: invalid digit");
    check("q=a&query=b", 400, "unknown field `query`");
    check("q=a&without=titles,toeval", 400, "there is no rule `toeval`");
    check("q=a&index=..%2Felders", 400, "within the site");
    check(&format!("q=a&index={}", str(&elsewhere)), 400, "within the site");
    check("q=a&index=nergens", 404, "is not an index");
    check("q=a&index=kapot", 404, "a web page");
    // What cannot be used is not offered either.
    assert_eq!(server.json("/-/zoeklicht/indexes").1["indexes"], serde_json::json!([]));
}

/// AC-176
#[test]
fn the_search_box_is_shown_in_every_theme_and_under_every_policy() {
    let site = tempfile::tempdir().unwrap();
    std::fs::write(site.path().join("a.md"), "# Titel\n\nTekst.").unwrap();
    index(site.path(), &site.path().join("mijn zoek"));
    std::fs::write(site.path().join("mijn zoek/zoeklicht.js"), "").unwrap();
    let server = Server::start(site.path());
    let look = |parameters: &str| server.get(&format!("/-/zoeklicht/look?{parameters}"));
    let policy = |parameters: &str| {
        let (status, head, _) = look(parameters);
        assert_eq!(status, 200, "{head}");
        head.lines().find_map(|line| line.strip_prefix("content-security-policy: ").map(str::to_owned))
    };

    let strict = policy("").unwrap();
    for needed in
        ["default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "style-src 'self'", "connect-src 'self'"]
    {
        assert!(strict.contains(needed), "{strict}");
    }
    assert_eq!(policy("policy=strict").unwrap(), strict);
    assert_eq!(policy("policy=no-wasm").unwrap(), strict.replace(" 'wasm-unsafe-eval'", ""));
    assert_eq!(policy("policy=none"), None);

    let (_, choices) = server.json("/-/zoeklicht/indexes");
    let themes: Vec<&str> = choices["themes"].as_array().unwrap().iter().map(|theme| theme.as_str().unwrap()).collect();
    assert_eq!(themes, ["eu", "neutral", "nl-design-system", "vlaanderen"]);
    for theme in themes {
        let sheet = format!("themes/{theme}.css");
        assert!(look(&format!("theme={theme}")).2.contains(&format!("href=\"{sheet}\"")), "{theme}");
        let (status, head, css) = server.get(&format!("/-/zoeklicht/{sheet}"));
        assert!(status == 200 && head.contains("text/css") && css.contains("@layer zoeklicht"), "{head}");
    }

    let (_, _, page) = look("index=mijn+zoek&scheme=dark&policy=no-wasm&q=%22%3Cb%3E{folder}");
    assert!(page.contains("<meta name=\"color-scheme\" content=\"only dark\">"), "{page}");
    assert!(page.contains("src=\"/mijn%20zoek/zoeklicht.js\"") && page.contains("name=\"policy\" value=\"no-wasm\""));
    assert!(page.contains("The form was sent with: <q>&quot;&lt;b>{folder}</q>"), "{page}");
    assert!(look("").2.contains("There is no <code>zoeklicht.js</code>"));
    for wrong in ["theme=geen", "policy=los", "index=..%2Felders", "kleur=rood"] {
        assert_eq!(look(wrong).0, 400, "{wrong}");
    }
}
