//! `cargo xtask bench`: ours beside other engines, over the same public pages in one run.
//!
//! - The sites are the HTML files of Debian packages, fetched by apt-get; the other engines come from npm.
//! - Building the indexes is measured here, everything in the browser by tests/peers/bench.mjs.
//! - Writes `results.json`, with all that was measured, and `results.md`, which it prints, into `target/bench/`.
//!
//! Not here: targets. What the figures should be is no business of who measures them.

#![allow(clippy::print_stdout, reason = "the table is what the task is for")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, bail};
use clap::{Args, ValueEnum};
use serde_json::{Map, Value, json};

use crate::process::{Steps, output};
use crate::workspace::{Build, Workspace};
use crate::{dist, files, setup};

#[derive(Args)]
pub(crate) struct Options {
    /// Only these sites, separated by commas [default: all]
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    sites: Vec<String>,
    /// Only these engines, separated by commas [default: all]
    #[arg(long, value_name = "ENGINE", value_delimiter = ',')]
    only: Vec<Engine>,
    /// Fewer queries, each measured once: to see that it works, not to quote
    #[arg(long)]
    quick: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Engine {
    Ours,
    Pagefind,
    Minisearch,
}

/// Pages from a Debian package.
struct Site {
    name: &'static str,
    package: &'static str,
    /// Where the package has its pages; some have links to the same pages elsewhere.
    folder: &'static str,
    /// How many pages at most, in the order of their paths.
    pages_max: usize,
}

#[rustfmt::skip]
const SITES: &[Site] = &[
    Site { name: "python3.11-doc", package: "python3.11-doc", folder: "usr/share/doc/python3.11/html", pages_max: usize::MAX },
    Site { name: "gimp-help-nl", package: "gimp-help-nl", folder: "usr/share/gimp/2.0/help/nl", pages_max: usize::MAX },
    Site { name: "postgresql-doc-15", package: "postgresql-doc-15", folder: "usr/share/doc/postgresql-doc-15/html", pages_max: usize::MAX },
    Site { name: "libreoffice-help-nl", package: "libreoffice-help-nl", folder: "usr/share/libreoffice/help/nl", pages_max: usize::MAX },
    Site { name: "cppreference-doc-en-html", package: "cppreference-doc-en-html", folder: "usr/share/cppreference/doc/html/en", pages_max: usize::MAX },
    Site { name: "openjdk-17-doc-10k", package: "openjdk-17-doc", folder: "usr/share/doc/openjdk-17-jre-headless/api", pages_max: 10_000 },
];

/// Measures, writes the results and prints the tables.
pub(crate) fn run(steps: &mut Steps, workspace: &Workspace, options: &Options) -> anyhow::Result<()> {
    let sites = chosen(&options.sites)?;
    let engines: Vec<Engine> = Engine::value_variants()
        .iter()
        .copied()
        .filter(|engine| options.only.is_empty() || options.only.contains(engine))
        .collect();
    let peers = workspace.root.join("tests/peers");
    setup::npm(steps, &peers)?;
    let chromium = setup::browser(steps)?;
    let package = dist::package(steps, workspace)?;
    dist::command(steps, workspace, Build::Release, &package)?;

    let folder = workspace.target.join("bench");
    let mut results = Map::new();
    for site in sites {
        let pages = fetch(steps, &folder, site)?;
        let mut indexes = Map::new();
        let mut built = Vec::new();
        for engine in &engines {
            let out = folder.join("indexes").join(site.name).join(engine.name());
            let figures = index(steps, workspace, *engine, &pages, &out, if options.quick { 1 } else { 3 })?;
            indexes.insert(engine.name().into(), json!(out));
            built.push((engine.name(), figures));
        }
        let input = json!({ "site": pages, "code": package, "indexes": indexes, "quick": options.quick });
        let mut measured = steps.time(&format!("measure {} in Chromium", site.name), || {
            let mut node = Command::new("node");
            node.arg("bench.mjs").arg(input.to_string()).current_dir(&peers);
            setup::tell_browser(&mut node, &chromium);
            serde_json::from_str::<Value>(&output(&mut node)?).context("bench.mjs printed something unexpected")
        })?;
        for (name, figures) in built {
            measured["engines"][name]["index"] = figures;
        }
        results.insert(site.name.into(), measured);
        // After each site, so that a long run that is stopped has not been for nothing.
        files::write(&folder.join("results.json"), serde_json::to_string_pretty(&results)?)?;
        files::write(&folder.join("results.md"), report(&results, options.quick))?;
    }
    println!("\n{}", report(&results, options.quick));
    println!("These tables and all figures are in {}.", workspace.relative(&folder).display());
    Ok(())
}

fn chosen(names: &[String]) -> anyhow::Result<Vec<&'static Site>> {
    if let Some(unknown) = names.iter().find(|name| !SITES.iter().any(|site| site.name == **name)) {
        let known: Vec<&str> = SITES.iter().map(|site| site.name).collect();
        bail!("there is no site `{unknown}`; there are {}", known.join(", "));
    }
    Ok(SITES.iter().filter(|site| names.is_empty() || names.iter().any(|name| name == site.name)).collect())
}

/// The folder with the pages of a site, and nothing but pages, from an earlier run or from its package.
fn fetch(steps: &mut Steps, folder: &Path, site: &Site) -> anyhow::Result<PathBuf> {
    let pages = folder.join("sites").join(site.name);
    if pages.is_dir() {
        return Ok(pages);
    }
    let downloads = folder.join("packages");
    std::fs::create_dir_all(&downloads).with_context(|| format!("could not make {}", downloads.display()))?;
    let archive = || -> anyhow::Result<Option<PathBuf>> {
        let is_it = |file: &PathBuf| file.to_string_lossy().starts_with(&format!("{}_", site.package));
        Ok(files::below(&downloads)?.into_iter().find(is_it).map(|file| downloads.join(file)))
    };
    if archive()?.is_none() {
        let mut download = Command::new("apt-get");
        steps.run(
            &format!("fetch {}, which Debian 12 has", site.package),
            download.args(["download", "-q", site.package]).current_dir(&downloads),
        )?;
    }
    let archive = archive()?.with_context(|| format!("apt-get left no {}_….deb", site.package))?;
    let unpacked = folder.join("unpacked");
    files::remove_tree(&unpacked)?;
    steps.run(&format!("unpack {}", site.package), Command::new("dpkg-deb").arg("-x").arg(archive).arg(&unpacked))?;
    steps.time(&format!("copy the pages of {}", site.name), || {
        let (from, part) = (unpacked.join(site.folder), folder.join("sites/.part"));
        files::remove_tree(&part)?;
        let is_page = |file: &PathBuf| file.extension().is_some_and(|extension| extension == "html");
        for page in files::below(&from)?.into_iter().filter(is_page).take(site.pages_max) {
            files::copy(&from.join(&page), &part.join(&page))?;
        }
        // Only whole: the next run takes what is there.
        std::fs::rename(&part, &pages).with_context(|| format!("could not make {}", pages.display()))
    })?;
    files::remove_tree(&unpacked)?;
    Ok(pages)
}

impl Engine {
    /// As the browser side and the tables have it, and the folder of its index.
    fn name(self) -> &'static str {
        match self {
            Engine::Ours => "zoeklicht",
            Engine::Pagefind => "pagefind",
            Engine::Minisearch => "minisearch",
        }
    }

    /// Adds what indexes `site` into `out` to the arguments of GNU time.
    fn index(self, time: &mut Command, workspace: &Workspace, site: &Path, out: &Path) {
        let peers = workspace.root.join("tests/peers");
        match self {
            Engine::Ours => time.arg(workspace.zoeklicht(Build::Release).get_program()).arg("index").arg(site),
            // Through npm's wrapper, as people run it: some 0.05 s of Node.
            Engine::Pagefind => time.arg(peers.join("node_modules/.bin/pagefind")).arg("--site").arg(site),
            Engine::Minisearch => time.arg("node").arg(peers.join("minisearch.mjs")).arg(site).arg(out),
        };
        match self {
            Engine::Ours => time.args(["--quiet", "--json", "--out"]).arg(out),
            Engine::Pagefind => time.args(["--silent", "--output-path"]).arg(out),
            Engine::Minisearch => time,
        };
    }

    /// How many pages it says it has indexed. `printed` is what it wrote on stdout.
    fn pages(self, printed: &str, out: &Path) -> anyhow::Result<u64> {
        let parse = |json: &str| serde_json::from_str::<Value>(json).context("the index has no readable summary");
        let pages = match self {
            Engine::Ours => parse(printed)?["documents"].as_u64(),
            Engine::Pagefind => parse(&files::read(&out.join("pagefind-entry.json"))?)?["languages"]
                .as_object()
                .map(|languages| languages.values().filter_map(|language| language["page_count"].as_u64()).sum()),
            Engine::Minisearch => parse(&files::read(&out.join("index.json"))?)?["documentCount"].as_u64(),
        };
        pages.context("the index does not say how many pages it has")
    }
}

/// Builds an index `runs` times and gives the medians.
fn index(
    steps: &mut Steps,
    workspace: &Workspace,
    engine: Engine,
    site: &Path,
    out: &Path,
    runs: usize,
) -> anyhow::Result<Value> {
    let time = setup::program(steps, &["time"], &["time"], "install GNU time")?;
    let name = out.strip_prefix(&workspace.target).unwrap_or(out).display().to_string();
    steps.time(&format!("build {name}"), || {
        let [mut seconds, mut cpu_seconds, mut peak_bytes] = [const { Vec::new() }; 3];
        let mut printed = String::new();
        for _ in 0..runs {
            files::remove_tree(out)?;
            let figures = out.with_extension("time");
            // Makes its folder too, which GNU time does not.
            files::write(&figures, "")?;
            let mut command = Command::new(&time);
            command.args(["--format", "%e %U %S %M", "--output"]).arg(&figures);
            engine.index(&mut command, workspace, site, out);
            printed = output(command.current_dir(&workspace.root).stdin(Stdio::null()))?;
            let text = files::read(&figures)?;
            let [wall, user, system, peak_kib] = text
                .split_whitespace()
                .map(str::parse::<f64>)
                .collect::<Result<Vec<_>, _>>()
                .ok()
                .and_then(|numbers| <[f64; 4]>::try_from(numbers).ok())
                .with_context(|| format!("{} is not GNU time: it wrote `{text}`", time.display()))?;
            seconds.push(wall);
            cpu_seconds.push(user + system);
            peak_bytes.push(peak_kib * 1024.0);
        }
        let (bytes, count) = size(out)?;
        Ok(json!({
            "pages": engine.pages(&printed, out)?, "seconds": median(seconds), "cpuSeconds": median(cpu_seconds),
            "peakBytes": median(peak_bytes), "bytes": bytes, "files": count,
        }))
    })
}

/// Bytes and files of an index, without the code beside it, which is counted in the browser.
fn size(out: &Path) -> anyhow::Result<(u64, usize)> {
    let (mut bytes, mut count) = (0, 0);
    for file in files::below(out)? {
        let name = file.to_string_lossy();
        if [".js", ".css", ".wasm"].iter().any(|end| name.ends_with(end)) || name.starts_with("wasm.") {
            continue;
        }
        let path = out.join(&file);
        bytes += path.metadata().with_context(|| format!("could not read {}", path.display()))?.len();
        count += 1;
    }
    Ok((bytes, count))
}

fn median(mut numbers: Vec<f64>) -> Option<f64> {
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied()
}

/// A line of the table: what it is, and where its figures are in an engine's results.
struct Row(&'static str, &'static [(&'static str, Unit)]);

#[derive(Clone, Copy)]
enum Unit {
    Count,
    Milliseconds,
    Seconds,
    /// Milliseconds to begin with.
    AsSeconds,
    Kilobytes,
    Megabytes,
    Share,
}

#[rustfmt::skip]
const ROWS: &[Row] = {
    use Unit::{AsSeconds, Count, Kilobytes, Megabytes, Milliseconds, Seconds, Share};
    &[
        Row("Pages indexed", &[("/index/pages", Count)]),
        Row("Index: time · CPU, s", &[("/index/seconds", Seconds), ("/index/cpuSeconds", Seconds)]),
        Row("Index: peak memory, MB", &[("/index/peakBytes", Megabytes)]),
        Row("Index: MB · files", &[("/index/bytes", Megabytes), ("/index/files", Count)]),
        Row("Code as sent, kB", &[("/slow/common/codeBytes", Kilobytes)]),
        Row("First query, common: kB · requests · hits", &[("/slow/common/dataBytes", Kilobytes), ("/slow/common/requests", Count), ("/slow/common/hits", Count)]),
        Row("First query, two terms: kB · requests · hits", &[("/slow/two terms/dataBytes", Kilobytes), ("/slow/two terms/requests", Count), ("/slow/two terms/hits", Count)]),
        Row("First query, rare: kB · requests · hits", &[("/slow/rare/dataBytes", Kilobytes), ("/slow/rare/requests", Count), ("/slow/rare/hits", Count)]),
        Row("Loaded by itself afterwards: kB · requests", &[("/slow/common/idleBytes", Kilobytes), ("/slow/common/idleRequests", Count)]),
        Row("Fast line: opened · first hits, ms", &[("/first/two terms/openMs", Milliseconds), ("/first/two terms/totalMs", Milliseconds)]),
        Row("Slow line, first hits: common · two terms · rare, s", &[("/slow/common/totalMs", AsSeconds), ("/slow/two terms/totalMs", AsSeconds), ("/slow/rare/totalMs", AsSeconds)]),
        Row("Dependent round trips: common · two terms · rare", &[("/slow/common/roundTrips", Count), ("/slow/two terms/roundTrips", Count), ("/slow/rare/roundTrips", Count)]),
        Row("Typing a word: requests · kB · ms to the hits", &[("/typing/requests", Count), ("/typing/bytes", Kilobytes), ("/typing/ms", Milliseconds)]),
        Row("The same with Pagefind's `debouncedSearch`", &[("/debounced/requests", Count), ("/debounced/bytes", Kilobytes), ("/debounced/ms", Milliseconds)]),
        Row("Warm, words: p50 · p95 · p99, ms", &[("/warm/words/p50", Milliseconds), ("/warm/words/p95", Milliseconds), ("/warm/words/p99", Milliseconds)]),
        Row("Warm, prefix: p50 · p95 · p99, ms", &[("/warm/prefix/p50", Milliseconds), ("/warm/prefix/p95", Milliseconds), ("/warm/prefix/p99", Milliseconds)]),
        Row("Warm, typo: p50 · p95 · p99, ms", &[("/warm/typo/p50", Milliseconds), ("/warm/typo/p95", Milliseconds), ("/warm/typo/p99", Milliseconds)]),
        Row("Warm, `the` or `de`: p50 · p95, ms", &[("/warm/article/p50", Milliseconds), ("/warm/article/p95", Milliseconds)]),
        Row("Known item, success@10: exact · one typo", &[("/known/exact", Share), ("/known/typo", Share)]),
        Row("Memory after 50 queries, MB", &[("/memory", Megabytes)]),
    ]
};

const NOTES: &str = "\
How it was measured
- Queries are derived from each site by a seeded script (tests/peers/queries.mjs): common words stand on about 20 % of the
  pages, rare ones on 2 to 5; two terms are words of one page that stand on 1 to 10 %. All are in results.json.
- Pagefind gets the HTML with its defaults, through the wrapper of npm. MiniSearch gets title and main text, parsed by
  htmlparser2 as part of its index time, with its defaults (for prefixes `prefix: true`, for typos `fuzzy: 0.2`), and
  shows no excerpts. Ours gets the HTML, and is used through its headless module; ours and Pagefind show excerpts.
- Building an index: median of three runs under GNU time; bytes and files without code.
- The host speaks HTTP/2 and sends scripts, modules and JSON as brotli, all else as it is. Bytes are those of bodies.
- First query: the median of three queries, each in a new browser context with an empty cache, from importing the engine
  to its hits, ten at most, with all that a page shows of them; kB without code. Pagefind's `init()` returns before it is
  open.
- Slow line: each answer begins 150 ms after its request and all share 1.6 Mbit/s; the host does this. It counts the
  requests too, so those of Pagefind's worker are among them. Round trips: the longest chain of requests of which each
  was sent after the one before it was answered, on the slow line.
- Typing: words of 8 to 12 letters, a letter each 120 ms, on the fast line; each letter is a search with ten hits and
  aborts the one before. Median of three words.
- Warm: each query after all of its kind have been asked once; 200 words, prefixes and misspelt words, 20 times the article.
- Known item: 200 pages whose `<title>` no other page has, asked for by it, without section numbers and what all titles
  share, exactly and with one letter wrong; the misses are in results.json. Ours and Pagefind take the `<h1>` for the
  title, which on libreoffice-help-nl differs from `<title>` on 583 pages; MiniSearch is given `<title>`.
- Memory: the heaps of the page and its workers after garbage collection and the memories of their WebAssembly modules,
  less those of an empty page.
";

fn report(results: &Map<String, Value>, quick: bool) -> String {
    let mut out = String::from("# Ours beside other engines\n");
    if quick {
        out.push_str("\nA quick run: 50 queries of each kind, everything cold measured once.\n");
    }
    for (site, measured) in results {
        let engines: Vec<(&String, &Value)> = measured["engines"].as_object().into_iter().flatten().collect();
        let names: Vec<&str> = engines.iter().map(|(name, _)| name.as_str()).collect();
        let machine = &measured["machine"];
        let rows = ROWS.iter().map(|Row(label, cells)| {
            let values = engines.iter().map(|(_, engine)| cell(engine, cells)).collect::<Vec<_>>();
            format!("| {label} | {} |\n", values.join(" | "))
        });
        let rows: String = rows.collect();
        // Writing to a String cannot fail.
        let _ = write!(
            out,
            "\n## {site}, {} pages\n\nChromium {} on {} × {}, load {:.1} before and {:.1} after.\n\n| | {} |\n|---|{}\n{rows}",
            measured["pages"],
            measured["chromium"].as_str().unwrap_or_default(),
            machine["cores"],
            machine["cpu"].as_str().unwrap_or_default(),
            machine["loadBefore"].as_f64().unwrap_or_default(),
            machine["loadAfter"].as_f64().unwrap_or_default(),
            names.join(" | "),
            "---|".repeat(names.len()),
        );
    }
    out + "\n" + NOTES
}

fn cell(engine: &Value, figures: &[(&str, Unit)]) -> String {
    let figures = figures.iter().filter_map(|(pointer, unit)| {
        let number = engine.pointer(pointer)?.as_f64()?;
        Some(match unit {
            Unit::Count => format!("{number}"),
            Unit::Milliseconds => format!("{number:.1}"),
            Unit::Seconds => format!("{number:.2}"),
            Unit::AsSeconds => format!("{:.2}", number / 1e3),
            Unit::Kilobytes => format!("{:.0}", number / 1e3),
            Unit::Megabytes => format!("{:.1}", number / 1e6),
            Unit::Share => format!("{number:.3}"),
        })
    });
    let text = figures.collect::<Vec<_>>().join(" · ");
    if text.is_empty() { "–".into() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_site_is_told_with_those_there_are() {
        let error = chosen(&["gimp".into()]).err().expect("there is no such site").to_string();
        assert!(error.contains("`gimp`") && error.contains("gimp-help-nl"), "{error}");
        assert_eq!(chosen(&[]).expect("all").len(), SITES.len());
    }

    #[test]
    fn a_figure_that_was_not_measured_is_a_dash() {
        let engine = json!({ "typing": { "requests": 12, "bytes": 3400, "ms": 1.25 } });
        let row = |name: &str| ROWS.iter().find(|Row(label, _)| label.starts_with(name)).expect("a row").1;
        assert_eq!(cell(&engine, row("Typing")), "12 · 3 · 1.2");
        assert_eq!(cell(&engine, row("Memory")), "–");
    }

    #[test]
    fn the_middle_of_an_odd_number_of_runs_counts() {
        assert_eq!(median(vec![3.0, 1.0, 2.0]), Some(2.0));
    }

    #[test]
    fn code_beside_an_index_is_not_part_of_it() {
        let out = tempfile::tempdir().expect("a temporary folder");
        for name in ["widget.js", "wasm.en.pagefind", "t/1.bin", "manifest.bin"] {
            files::write(&out.path().join(name), "1234").expect("written");
        }
        assert_eq!(size(out.path()).expect("sized"), (8, 2));
    }
}
