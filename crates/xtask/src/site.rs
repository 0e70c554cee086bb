//! The demo site: corpus/ as pages, in the hand-written frame of www/demo.
//!
//! Invariants
//! - A page has the path of its document, `.md` becoming `.html`: the addresses the indexer gives to its hits.
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

/// Writes the site to `out`.
pub(crate) fn render(root: &Path, out: &Path) -> anyhow::Result<()> {
    let frame = root.join("www/demo");
    for file in files::below(&frame)?.iter().filter(|file| *file != Path::new("template.html")) {
        files::copy(&frame.join(file), &out.join(file))?;
    }
    let template = files::read(&frame.join("template.html"))?;
    for folder in FOLDERS {
        render_folder(folder, &root.join("corpus"), &template, &out.join(folder.name))?;
    }
    Ok(())
}

fn render_folder(folder: &Folder, corpus: &Path, template: &str, out: &Path) -> anyhow::Result<()> {
    let source = corpus.join(folder.name);
    if !source.is_dir() {
        bail!("{} is not there; `cargo xtask generate` prints the guides", source.display());
    }
    let mut entries = Vec::new();
    for file in files::below(&source)? {
        let path = source.join(&file);
        let entry = render_file(corpus, &path, template, &out.join(&file));
        let Entry { address, title, date } = entry.with_context(|| format!("could not show {}", path.display()))?;
        // Relative to the folder, and with `/`, whatever this machine writes.
        let address = file.with_file_name(address).to_string_lossy().replace('\\', "/");
        entries.push(Entry { address, title, date });
    }
    files::write(&out.join("index.html"), overview(template, folder, entries)?)
}

struct Entry {
    address: String,
    title: String,
    date: Option<String>,
}

/// Writes what a reader gets of the document `from`, and says what the overview needs to know of it.
fn render_file(corpus: &Path, from: &Path, template: &str, to: &Path) -> anyhow::Result<Entry> {
    let kind = from.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let (to, title, date) = match kind {
        "md" => {
            let (text, to) = (files::read(from)?, to.with_extension("html"));
            let (front, body): (FrontMatter, _) = read_markdown(&text)?;
            files::write(&to, page(template, &front, body)?)?;
            (to, Some(front.title), front.date)
        }
        "html" => {
            let text = files::read(from)?;
            files::write(to, with_page_links(&text))?;
            let html = Html::parse_document(&text);
            let date = first(&html, "meta[data-zoeklicht-sort^=date]", |meta| meta.attr("content").map(Into::into));
            (to.into(), heading(&html), date)
        }
        "txt" => {
            files::copy(from, to)?;
            (to.into(), files::read(from)?.lines().next().map(Into::into), None)
        }
        "pdf" => {
            files::copy(from, to)?;
            let name = from.file_name().context("a file has a name")?;
            let printed_from = corpus.join("pdf-sources").join(name).with_extension("html");
            let title = heading(&Html::parse_document(&files::read(&printed_from)?));
            (to.into(), title.map(|title| title + " (PDF)"), None)
        }
        _ => bail!("it is of no kind that the demo has pages for"),
    };
    let address = to.file_name().context("a file has a name")?.to_string_lossy().into();
    Ok(Entry { address, title: title.context("it has no title")?, date })
}

fn overview(template: &str, folder: &Folder, mut entries: Vec<Entry>) -> anyhow::Result<String> {
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
    let description = format!("{}: alle {} pagina's.", folder.title, entries.len());
    fill(
        template,
        &[
            ("title", &escape(folder.title)),
            ("description", &escape(&description)),
            ("lang", "nl"),
            ("details", ""),
            ("content", &list),
        ],
    )
}

/// What stands above the text of a Markdown document.
#[derive(Deserialize)]
struct FrontMatter {
    title: String,
    description: String,
    lang: String,
    date: Option<String>,
    #[serde(default)]
    filters: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    meta: BTreeMap<String, String>,
}

fn page(template: &str, front: &FrontMatter, body: &str) -> anyhow::Result<String> {
    fill(
        template,
        &[
            ("title", &escape(&front.title)),
            ("description", &escape(&front.description)),
            ("lang", &escape(&front.lang)),
            ("details", &details(front)?),
            ("content", &content(body, page_link)),
        ],
    )
}

fn details(front: &FrontMatter) -> anyhow::Result<String> {
    let mut rows = Vec::new();
    for (key, label) in [("soort", "Soort"), ("thema", "Thema")] {
        if let Some(values) = front.filters.get(key) {
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
    let mut list = String::from("<dl class=\"details\">\n");
    for (label, value) in rows {
        writeln!(list, "<div><dt>{label}</dt><dd>{value}</dd></div>")?;
    }
    list.push_str("</dl>\n");
    Ok(list)
}

/// The same for the pages of the corpus that are HTML already; we wrote them, all with `"`.
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
        assert_eq!(page(template, &front, body).expect("rendered"), expected);
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
            let html = overview("{{content}}", &folder, entries()).expect("rendered");
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
