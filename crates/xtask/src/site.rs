//! The demo site: the pages of www/demo and of corpus/, all in one frame.
//!
//! Invariants
//! - A page has the path of its document, `.md` becoming `.html`: the addresses the indexer gives to its hits.
//! - Every page has the frame: its policy, its search in the header, its scripts.
//! - A heading's id is the one that the indexer gives it, so that a hit leads to its section.
//! - Every link between documents leads to a page.
//!
//! Not here: what the pages look like (see www/demo/template.html), the index.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context as _, bail};
use scraper::{Html, Selector};
use serde::Deserialize;

use crate::files;
use crate::page::{content, escape, fill, page_link, read_markdown};

/// A folder of the corpus that becomes pages. What else is in corpus/ is there for other reasons.
struct Folder {
    name: &'static str,
    title: &'static str,
    newest_first: bool,
}

const FOLDERS: &[Folder] = &[
    Folder { name: "besluiten", title: "Beslissingen van de Vlaamse Regering", newest_first: true },
    Folder { name: "thema", title: "Thema's", newest_first: false },
    Folder { name: "beleid", title: "Integratiebeleid", newest_first: false },
    Folder { name: "organisaties", title: "Organisaties", newest_first: false },
    Folder { name: "imc", title: "Interministeriële Conferentie", newest_first: false },
    Folder { name: "gids", title: "Gidsen", newest_first: false },
];

const MONTHS: [&str; 12] = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
];

/// What the pages are drawn in: not pages themselves.
const FRAME: [&str; 2] = ["template.html", "search.html"];

/// Writes the site to `out`.
pub(crate) fn render(root: &Path, out: &Path) -> anyhow::Result<()> {
    let (demo, corpus) = (root.join("www/demo"), root.join("corpus"));
    let [template, search] = FRAME.map(|file| files::read(&demo.join(file)));
    let frame = Frame { template: template?, search: search? };
    let mut written = Vec::new();
    for file in files::below(&demo)?.iter().filter(|file| !FRAME.iter().any(|part| *file == Path::new(part))) {
        if file.extension().is_some_and(|extension| extension == "md") {
            written.push(render_file(&frame, &demo, file, out)?);
        } else {
            files::copy(&demo.join(file), &out.join(file))?;
        }
    }
    for folder in FOLDERS {
        let source = corpus.join(folder.name);
        if !source.is_dir() {
            bail!("{} is not there; `cargo xtask generate` prints the guides", source.display());
        }
        let prefix = format!("/{}/", folder.name);
        let mut entries: Vec<Entry> = written.extract_if(.., |entry| entry.address.starts_with(&prefix)).collect();
        for file in files::below(&source)? {
            entries.push(render_file(&frame, &corpus, &Path::new(folder.name).join(file), out)?);
        }
        files::write(&out.join(folder.name).join("index.html"), overview(&frame, folder, entries)?)?;
    }
    Ok(())
}

struct Entry {
    /// Its path on the site, from the first `/` on.
    address: String,
    title: String,
    date: Option<String>,
}

/// Writes what a reader gets of a document, and says what the overview needs to know of it.
fn render_file(frame: &Frame, from: &Path, file: &Path, out: &Path) -> anyhow::Result<Entry> {
    let path = from.join(file);
    let entry = || {
        let kind = file.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        let to = if kind == "md" { file.with_extension("html") } else { file.into() };
        // With `/`, whatever this machine writes.
        let address = format!("/{}", to.to_string_lossy().replace('\\', "/"));
        let (title, date) = match kind {
            "md" | "html" => {
                let text = files::read(&path)?;
                let (front, body) = if kind == "md" {
                    let (front, body): (FrontMatter, _) = read_markdown(&text)?;
                    (front, content(body, page_link))
                } else {
                    read_html(&with_page_links(&text))?
                };
                files::write(&out.join(to), frame.page(&address, &front, &body)?)?;
                (front.title, front.date)
            }
            "txt" => {
                files::copy(&path, &out.join(to))?;
                (files::read(&path)?.lines().next().context("it has no title")?.into(), None)
            }
            "pdf" => {
                files::copy(&path, &out.join(to))?;
                let name = file.file_name().context("a file has a name")?;
                let printed_from = from.join("pdf-sources").join(name).with_extension("html");
                let html = Html::parse_document(&files::read(&printed_from)?);
                (heading(&html).context("it has no title")? + " (PDF)", None)
            }
            _ => bail!("it is of no kind that the demo has pages for"),
        };
        Ok(Entry { address, title, date })
    };
    entry().with_context(|| format!("could not show {}", path.display()))
}

fn overview(frame: &Frame, folder: &Folder, mut entries: Vec<Entry>) -> anyhow::Result<String> {
    entries.sort_by_cached_key(|entry| entry.title.to_lowercase());
    if folder.newest_first {
        entries.sort_by(|a, b| b.date.cmp(&a.date));
    }
    let mut list = String::from("<ul class=\"overview\">\n");
    for Entry { address, title, date } in &entries {
        let date = date.as_deref().filter(|_| folder.newest_first).map(time).transpose()?;
        let date = date.map(|date| format!(" {date}")).unwrap_or_default();
        writeln!(list, "<li><a href=\"{}\">{}</a>{date}</li>", escape(address), escape(title))?;
    }
    list.push_str("</ul>\n");
    let front = FrontMatter {
        title: folder.title.into(),
        description: format!("{}: alle {} pagina's.", folder.title, entries.len()),
        lang: "nl".into(),
        ..FrontMatter::default()
    };
    frame.page(&format!("/{}/", folder.name), &front, &list)
}

/// What stands above the text of a Markdown document.
#[derive(Default, Deserialize)]
struct FrontMatter {
    title: String,
    description: String,
    lang: String,
    date: Option<String>,
    #[serde(default)]
    filters: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    meta: BTreeMap<String, String>,
    /// The folder of the search that the page loads, if it is not the one of all others.
    engine: Option<String>,
}

/// What every page has around its text.
struct Frame {
    template: String,
    /// The search in the header.
    search: String,
}

impl Frame {
    /// The page at `address` with the text `body`, in HTML.
    fn page(&self, address: &str, front: &FrontMatter, body: &str) -> anyhow::Result<String> {
        const HEADING: &str = "</h1>";
        let title = escape(&front.title);
        let own = format!("<h1>{title}{HEADING}");
        // A text may bring its heading, and be a search itself: nobody is served by two.
        let (heading, content) = body.find(HEADING).map_or((&*own, body), |at| body.split_at(at + HEADING.len()));
        let html = fill(
            &self.template,
            &[
                ("title", &title),
                ("description", &escape(&front.description)),
                ("lang", &escape(&front.lang)),
                ("engine", front.engine.as_deref().unwrap_or("zoeklicht")),
                ("search", if body.contains("<zoeklicht-search") { "" } else { &self.search }),
                ("heading", heading),
                ("details", &details(front)?),
                ("content", content),
            ],
        )?;
        let link = format!("<a href=\"{}\"", address.trim_end_matches("index.html"));
        Ok(html.replace(&format!("{link}>"), &format!("{link} aria-current=\"page\">")))
    }
}

fn details(front: &FrontMatter) -> anyhow::Result<String> {
    let mut rows = Vec::new();
    for (key, label) in [("soort", "Soort"), ("thema", "Thema")] {
        if let Some(values) = front.filters.get(key).filter(|values| !values.is_empty()) {
            rows.push((label, escape(&values.join(", "))));
        }
    }
    if let Some(date) = &front.date {
        rows.push(("Datum", time(date)?));
    }
    if let Some(source) = front.meta.get("bron") {
        let source = escape(source);
        rows.push(("Bron", format!("<a href=\"{source}\">{source}</a>")));
    }
    if rows.is_empty() {
        return Ok(String::new());
    }
    let mut list = String::from("<dl class=\"details\">\n");
    for (label, value) in rows {
        writeln!(list, "<div><dt>{label}</dt><dd>{value}</dd></div>")?;
    }
    list.push_str("</dl>\n");
    Ok(list)
}

/// What a page of the corpus that is HTML already says of itself, and its text.
fn read_html(text: &str) -> anyhow::Result<(FrontMatter, String)> {
    let html = Html::parse_document(text);
    let named = |attribute: &str, name: &str| -> Vec<String> {
        let selector = format!("meta[data-zoeklicht-{attribute}^=\"{name}[\"]");
        let selector = Selector::parse(&selector).expect("our own selectors are right");
        html.select(&selector).filter_map(|meta| meta.attr("content")).map(Into::into).collect()
    };
    let attribute = |selector, name| first(&html, selector, |element| element.attr(name).map(String::from));
    let front = FrontMatter {
        title: heading(&html).context("it has no title")?,
        description: attribute("meta[name=description]", "content").context("it has no description")?,
        lang: attribute("html", "lang").context("it has no language")?,
        date: named("sort", "date").pop(),
        filters: ["soort", "thema"].map(|name| (name.into(), named("filter", name))).into(),
        meta: named("meta", "bron").pop().map(|source| ("bron".into(), source)).into_iter().collect(),
        engine: None,
    };
    Ok((front, first(&html, "main", |main| Some(main.inner_html())).context("it has no `main`")?))
}

/// Links between documents as `page_link` has them, for pages that are HTML already; we wrote them, all with `"`.
fn with_page_links(html: &str) -> String {
    const HREF: &str = " href=\"";
    let mut parts = html.split(HREF);
    let mut out = String::from(parts.next().unwrap_or_default());
    for part in parts {
        let (link, rest) = part.split_at(part.find('"').unwrap_or(0));
        out.extend([HREF, &page_link(link), rest]);
    }
    out
}

fn heading(html: &Html) -> Option<String> {
    first(html, "h1", |h1| Some(h1.text().collect::<String>().trim().into()))
}

fn first<T>(html: &Html, selector: &str, read: impl Fn(scraper::ElementRef<'_>) -> Option<T>) -> Option<T> {
    let selector = Selector::parse(selector).expect("our own selectors are right");
    html.select(&selector).find_map(read)
}

/// `2021-05-07` as a reader of Dutch writes it.
fn time(date: &str) -> anyhow::Result<String> {
    let readable = || {
        let [year, month, day] = date.split('-').collect::<Vec<_>>().try_into().ok()?;
        let month = MONTHS.get(month.parse::<usize>().ok()?.checked_sub(1)?)?;
        Some(format!("<time datetime=\"{}\">{} {month} {year}</time>", escape(date), day.parse::<u8>().ok()?))
    };
    readable().with_context(|| format!("`{date}` is no date like 2021-05-07"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_to_documents_become_links_to_pages() {
        for (link, expected) in [
            ("../thema/nt2.md", "../thema/nt2.html"),
            ("nt2.md#doel", "nt2.html#doel"),
            ("vraag-181.txt", "vraag-181.txt"),
            ("#doel.md", "#doel.md"),
            ("https://example.org/a.md", "https://example.org/a.md"),
        ] {
            assert_eq!(page_link(link), expected);
        }
        let html = r#"<a class="x" href="a.md#b">a.md</a> <a href="/">"quoted"</a>"#;
        assert_eq!(with_page_links(html), r#"<a class="x" href="a.html#b">a.md</a> <a href="/">"quoted"</a>"#);
        assert_eq!(with_page_links("cut off: <a href=\"a.md"), "cut off: <a href=\"a.md");
    }

    #[test]
    fn a_page_shows_its_details_and_escapes_them() {
        let text = "---\ntitle: \"A & B\"\ndescription: \"<d>\"\ndate: 2021-05-07\nlang: nl\nfilters:\n  soort: [\"Nota\"]\n\
                    \x20 thema: [\"X\", \"Y\"]\nmeta:\n  bron: \"http://example.org/?a&b\"\n---\n\nTekst {{title}}.\n";
        let (front, body): (FrontMatter, _) = read_markdown(text).expect("front matter");
        let template = "{{lang}}|{{title}}|{{description}}|{{ details }}|{{content}}|";
        let expected = "nl|A &amp; B|&lt;d&gt;|<dl class=\"details\">\n\
            <div><dt>Soort</dt><dd>Nota</dd></div>\n\
            <div><dt>Thema</dt><dd>X, Y</dd></div>\n\
            <div><dt>Datum</dt><dd><time datetime=\"2021-05-07\">7 mei 2021</time></dd></div>\n\
            <div><dt>Bron</dt><dd><a href=\"http://example.org/?a&amp;b\">http://example.org/?a&amp;b</a></dd></div>\n\
            </dl>\n|<p>Tekst {{title}}.</p>\n|";
        let frame = Frame { template: template.into(), search: String::new() };
        assert_eq!(frame.page("/x.html", &front, &content(body, page_link)).expect("rendered"), expected);
    }

    #[test]
    fn a_page_has_one_heading_one_search_and_knows_its_own_link() {
        let template = "{{search}}|{{engine}}|{{heading}}|{{content}}|<a href=\"/x/\">X</a>";
        let frame = Frame { template: template.into(), search: "zoek".into() };
        let front = FrontMatter { title: "T".into(), ..FrontMatter::default() };
        for (address, body, expected) in [
            ("/y.html", "<p>a</p>", "zoek|zoeklicht|<h1>T</h1>|<p>a</p>|<a href=\"/x/\">X</a>"),
            ("/x/index.html", "a", "zoek|zoeklicht|<h1>T</h1>|a|<a href=\"/x/\" aria-current=\"page\">X</a>"),
            ("/y.html", "<h1 id=\"t\">U</h1> a", "zoek|zoeklicht|<h1 id=\"t\">U</h1>| a|<a href=\"/x/\">X</a>"),
            ("/y.html", "<zoeklicht-search>", "|zoeklicht|<h1>T</h1>|<zoeklicht-search>|<a href=\"/x/\">X</a>"),
        ] {
            assert_eq!(frame.page(address, &front, body).expect("rendered"), expected);
        }
    }

    #[test]
    fn a_page_that_is_html_already_gets_the_frame_too() {
        let text = "<html lang=\"nl\"><head><meta name=\"description\" content=\"d\">\
                    <meta data-zoeklicht-filter=\"thema[content]\" content=\"X\">\
                    <meta data-zoeklicht-filter=\"thema[content]\" content=\"Y\">\
                    <meta data-zoeklicht-sort=\"date[content]\" content=\"2022-07-15\"></head>\
                    <body><header>weg</header><main><h1 id=\"a\"> Titel </h1><p>Tekst &amp; meer.</p></main></body></html>";
        let (front, body) = read_html(text).expect("read");
        assert_eq!((&*front.title, &*front.description, &*front.lang), ("Titel", "d", "nl"));
        assert_eq!(
            (front.date.as_deref(), &front.filters["thema"][..]),
            (Some("2022-07-15"), &["X", "Y"].map(String::from)[..])
        );
        assert_eq!(body, "<h1 id=\"a\"> Titel </h1><p>Tekst &amp; meer.</p>");
    }

    #[test]
    fn an_overview_has_the_newest_first_or_is_alphabetical() {
        let entry = |title: &str, date: &str| Entry {
            address: format!("{title}.html"),
            title: title.into(),
            date: Some(date.into()),
        };
        let entries = || vec![entry("b", "2020-01-31"), entry("C", "2022-12-01"), entry("a", "2020-01-31")];
        let order = |newest_first| {
            let folder = Folder { name: "x", title: "X", newest_first };
            let frame = Frame { template: "{{content}}".into(), search: String::new() };
            let html = overview(&frame, &folder, entries()).expect("rendered");
            (html.matches("<time").count(), ["a<", "b<", "C<"].map(|title| html.find(title).expect("listed")))
        };
        let (dates, [a, b, c]) = order(true);
        assert!(dates == 3 && c < a && a < b);
        let (dates, [a, b, c]) = order(false);
        assert!(dates == 0 && a < b && b < c);
    }

    #[test]
    fn what_is_no_date_is_an_error() {
        for wrong in ["2021", "2021-13-01", "2021-00-01", "7 mei 2021"] {
            assert!(time(wrong).is_err(), "{wrong}");
        }
    }
}
