//! `cargo xtask docs`: the documentation site, www/docs as pages, searchable with the product itself.
//!
//! Invariants
//! - Every language has the same pages, each of them in one group of the menu.
//! - All links are relative, so that the site works in whatever folder it is put.
//! - What code or another text says already is not written again: a place `{{name}}` in a page is filled from there
//!   (see `generated`).
//!
//! Not here: what the pages look like (www/docs/template.html, www/docs/assets).

mod generated;
mod strings;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use scraper::{Html, Selector};
use serde::Deserialize;

use crate::page::{content, escape, fill_by, page_link, read_markdown};
use crate::process::Steps;
use crate::workspace::{Build, Workspace};
use crate::{dist, files};
use generated::Sources;

/// The languages, the first first.
const LANGUAGES: [&str; 2] = ["nl", "en"];
/// The page that the search form leads to.
const SEARCH: &str = "search";
/// So many sections are worth a list of them at the top of a page.
const LISTED_SECTIONS_MIN: usize = 4;
/// Where links lead that stand in texts which pages take over from elsewhere.
const ELSEWHERE: &[(&str, &str)] = &[
    ("ACCESSIBILITY.md", "accessibility.html"),
    ("MIGRATING.md", "migration.html"),
    ("README.md", "embedding.html"),
    ("#offline", "offline.html"),
];

/// Builds what the site is searched and written with, then the site.
pub(crate) fn run(steps: &mut Steps, workspace: &Workspace) -> anyhow::Result<()> {
    let package = dist::package(steps, workspace)?;
    dist::command(steps, workspace, Build::Debug, &package)?;
    build(steps, workspace, Build::Debug).map(drop)
}

/// Writes the site, once the package and the command are there, and gives its folder.
pub(crate) fn build(steps: &mut Steps, workspace: &Workspace, build: Build) -> anyhow::Result<PathBuf> {
    let out = workspace.dist().join("docs");
    steps.time("render the documentation", || {
        files::remove_tree(&out)?;
        // Not put there by `zoeklicht index`: a site has its own look, or links the one theme that it wants.
        files::copy_tree(&workspace.dist().join("package/themes"), &out.join("assets/themes"))?;
        render(&workspace.root, &Sources::new(workspace, build), &out)
    })?;
    // All pages lie one folder deep, so that this leads from each of them to the top.
    let mut index = workspace.zoeklicht(build);
    index.arg("index").arg(&out).args(["--base-url", "../", "--strict", "--quiet"]);
    steps.run("index the documentation", &mut index)?;
    Ok(out)
}

/// What a language has besides its pages: www/docs/nl.yaml.
#[derive(Deserialize)]
struct Language {
    /// What stands around every page, by the names that the template has for it.
    texts: BTreeMap<String, String>,
    groups: Vec<Group>,
}

/// A part of the menu.
#[derive(Deserialize)]
struct Group {
    title: String,
    pages: Vec<String>,
}

/// What stands at the top of a page.
#[derive(Deserialize)]
struct FrontMatter {
    title: String,
    description: String,
    /// What the menu says instead of the title.
    menu: Option<String>,
    /// Left out of the index.
    #[serde(default)]
    noindex: bool,
}

struct Page {
    name: String,
    group: String,
    front: FrontMatter,
    body: String,
}

fn render(root: &Path, sources: &Sources, out: &Path) -> anyhow::Result<()> {
    let from = root.join("www/docs");
    for file in files::below(&from.join("assets"))? {
        files::copy(&from.join("assets").join(&file), &out.join("assets").join(&file))?;
    }
    files::copy(&root.join("www/demo/assets/favicon.svg"), &out.join("assets/favicon.svg"))?;
    files::copy(&from.join("index.html"), &out.join("index.html"))?;
    let (template, form) = (files::read(&from.join("template.html"))?, files::read(&from.join("form.html"))?);
    let mut names: Option<BTreeSet<String>> = None;
    for lang in LANGUAGES {
        let language: Language = serde_norway::from_str(&files::read(&from.join(lang).with_extension("yaml"))?)
            .with_context(|| format!("www/docs/{lang}.yaml"))?;
        let pages = read_pages(&from.join(lang), &language)?;
        let here: BTreeSet<String> = pages.iter().map(|page| page.name.clone()).collect();
        if names.get_or_insert_with(|| here.clone()) != &here {
            bail!("www/docs/{lang} has other pages than www/docs/{}", LANGUAGES[0]);
        }
        for (at, page) in pages.iter().enumerate() {
            let html = page_html(page, &pages, pages.get(at + 1), &language, lang, sources, [&template, &form]);
            let html = html.with_context(|| format!("could not show www/docs/{lang}/{}.md", page.name))?;
            files::write(&out.join(lang).join(&page.name).with_extension("html"), html)?;
        }
    }
    Ok(())
}

/// The pages in the order of the menu.
fn read_pages(folder: &Path, language: &Language) -> anyhow::Result<Vec<Page>> {
    let mut pages = Vec::new();
    for group in &language.groups {
        for name in &group.pages {
            let path = folder.join(name).with_extension("md");
            let text = files::read(&path)?;
            let (front, body) = read_markdown(&text).with_context(|| path.display().to_string())?;
            pages.push(Page { name: name.clone(), group: group.title.clone(), front, body: body.into() });
        }
    }
    let listed: BTreeSet<PathBuf> = pages.iter().map(|page| PathBuf::from(&page.name).with_extension("md")).collect();
    match files::below(folder)?.into_iter().find(|file| !listed.contains(file)) {
        Some(file) => bail!("{} is in no group of the menu", folder.join(file).display()),
        None => Ok(pages),
    }
}

fn page_html(
    page: &Page,
    pages: &[Page],
    next: Option<&Page>,
    language: &Language,
    lang: &str,
    sources: &Sources,
    [template, form]: [&str; 2],
) -> anyhow::Result<String> {
    let text = |name: &str| {
        let text = language.texts.get(name);
        text.cloned().with_context(|| format!("www/docs/{lang}.yaml has no text `{name}`"))
    };
    let body = fill_by(&page.body, |place| sources.place(place, lang, &text))?;
    let body = with_reach(&content(&body, link), &text("table")?);
    let form = if page.name == SEARCH { "" } else { form };
    let form = fill_by(form, |name| Ok(escape(&text(name)?)))?;
    let robots = if page.front.noindex { "  <meta name=\"robots\" content=\"noindex\">\n" } else { "" };
    let next = match next {
        Some(next) => {
            format!("<a href=\"{}.html\">{}: {}</a>", next.name, escape(&text("next")?), escape(&next.front.title))
        }
        None => String::new(),
    };
    let values = [
        ("lang", lang.to_owned()),
        ("version", env!("CARGO_PKG_VERSION").into()),
        ("title", escape(&page.front.title)),
        ("description", escape(&page.front.description)),
        ("robots", robots.into()),
        ("group", escape(&page.group)),
        ("form", form),
        ("languages", languages(&page.name, lang, &text("languages")?)?),
        ("alternates", alternates(&page.name)?),
        ("menu", menu(language, pages, &page.name)?),
        ("sections", sections(&body, &text("sections")?)?),
        ("content", body),
        ("next", next),
    ];
    fill_by(template, |name| {
        let value = values.iter().find(|(known, _)| *known == name);
        value.map_or_else(|| Ok(escape(&text(name)?)), |(_, value)| Ok(value.clone()))
    })
}

/// Makes tables reachable where they are wider than the screen, and says what the cells of their heads are for.
///
/// Text has no `<` in HTML, so that what is replaced is always markup.
fn with_reach(html: &str, label: &str) -> String {
    let mut parts = html.split("<table>");
    let mut out = String::from(parts.next().unwrap_or_default());
    for (number, part) in (1..).zip(parts) {
        // Each has a name of its own, as a place that can be reached needs.
        out += &format!(
            "<section class=\"table\" tabindex=\"0\" aria-label=\"{} {number}\">\n<table>{part}",
            escape(label)
        );
    }
    out.replace("</table>", "</table>\n</section>").replace("<th>", "<th scope=\"col\">")
}

fn link(address: &str) -> String {
    let known = ELSEWHERE.iter().find(|(from, _)| *from == address);
    known.map_or_else(|| page_link(address), |(_, to)| (*to).into())
}

/// Links to the same page in the other languages.
fn languages(name: &str, lang: &str, label: &str) -> anyhow::Result<String> {
    let mut list = format!("<nav class=\"languages\" aria-label=\"{}\">\n<ul>\n", escape(label));
    for other in LANGUAGES {
        let (called, current) = (called(other), if other == lang { " aria-current=\"true\"" } else { "" });
        let href = format!("../{other}/{name}.html");
        writeln!(list, "<li><a href=\"{href}\" lang=\"{other}\" hreflang=\"{other}\"{current}>{called}</a></li>")?;
    }
    Ok(list + "</ul>\n</nav>")
}

/// What a language calls itself.
fn called(lang: &str) -> &'static str {
    if lang == "nl" { "Nederlands" } else { "English" }
}

fn alternates(name: &str) -> anyhow::Result<String> {
    let mut links = String::new();
    for lang in LANGUAGES {
        writeln!(links, "  <link rel=\"alternate\" hreflang=\"{lang}\" href=\"../{lang}/{name}.html\">")?;
    }
    Ok(links)
}

fn menu(language: &Language, pages: &[Page], current: &str) -> anyhow::Result<String> {
    let mut menu = String::new();
    for group in &language.groups {
        writeln!(menu, "<p>{}</p>\n<ul>", escape(&group.title))?;
        for page in pages.iter().filter(|page| group.pages.contains(&page.name)) {
            let here = if page.name == current { " aria-current=\"page\"" } else { "" };
            let title = escape(page.front.menu.as_ref().unwrap_or(&page.front.title));
            writeln!(menu, "<li><a href=\"{}.html\"{here}>{title}</a></li>", page.name)?;
        }
        menu.push_str("</ul>\n");
    }
    Ok(menu)
}

/// A list of the sections of a page that has several.
fn sections(html: &str, label: &str) -> anyhow::Result<String> {
    let html = Html::parse_fragment(html);
    let heading = Selector::parse("h2[id]").map_err(|error| anyhow::anyhow!("{error}"))?;
    let headings: Vec<_> = html.select(&heading).collect();
    if headings.len() < LISTED_SECTIONS_MIN {
        return Ok(String::new());
    }
    // Not in the index: it would find each heading twice.
    let mut list = String::from("<nav class=\"sections\" aria-labelledby=\"sections\" data-zoeklicht-ignore>\n");
    writeln!(list, "<p id=\"sections\">{}</p>\n<ul>", escape(label))?;
    for heading in headings {
        let (id, text) = (heading.attr("id").unwrap_or_default(), heading.inner_html());
        writeln!(list, "<li><a href=\"#{}\">{text}</a></li>", escape(id))?;
    }
    Ok(list + "</ul>\n</nav>\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_can_be_reached_and_its_head_says_what_it_is_for() {
        let html = with_reach(&content("| `<th>` |\n|---|\n| a |\n\nb\n\n| c |\n|---|\n", link), "Tabel");
        assert!(html.starts_with("<section class=\"table\" tabindex=\"0\" aria-label=\"Tabel 1\">\n<table>"), "{html}");
        assert_eq!(html.matches("aria-label=\"Tabel 2\"").count(), 1, "{html}");
        assert!(html.contains("<th scope=\"col\"><code>&lt;th&gt;</code></th>"), "{html}");
        assert!(html.trim_end().ends_with("</table>\n</section>"), "{html}");
    }

    #[test]
    fn links_of_texts_from_elsewhere_lead_to_the_page_that_has_them() {
        for (address, expected) in [
            ("MIGRATING.md", "migration.html"),
            ("#offline", "offline.html"),
            ("privacy.md#storage", "privacy.html#storage"),
            ("#own", "#own"),
        ] {
            assert_eq!(link(address), expected);
        }
    }

    #[test]
    fn only_a_page_with_several_sections_lists_them() {
        let of = |count: usize| {
            (0..count).map(|at| format!("<h2 id=\"s{at}\">S <code>{at}</code></h2>")).collect::<String>()
        };
        assert_eq!(sections(&of(3), "Op deze pagina").expect("listed"), "");
        let list = sections(&of(4), "Op deze pagina").expect("listed");
        assert!(list.contains("<li><a href=\"#s3\">S <code>3</code></a></li>"), "{list}");
    }
}
