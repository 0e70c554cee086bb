//! `zoeklicht index`: documents to a folder of static files.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use zoeklicht_indexer::{Code, IndexError, Indexer, Message, Progress, Report, Settings, message};

use crate::args::{Format, IndexArgs};
use crate::config::Configured;
use crate::diagnostics::Failure;
#[cfg(target_os = "wasi")]
use crate::refused;
#[cfg(not(target_os = "wasi"))]
use crate::watch;
use crate::{Outcome, assets, diagnostics, print_json, said, summary};

/// A build that is over sooner needs no progress bar.
const SOON: Duration = Duration::from_secs(1);

pub(crate) fn run(args: &IndexArgs) -> anyhow::Result<Outcome> {
    run_without(args, &[])
}

/// The same, without files and folders that hold no documents.
pub(crate) fn run_without(args: &IndexArgs, left_out: &[PathBuf]) -> anyhow::Result<Outcome> {
    if let Some(threads) = args.threads {
        rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build_global()
            .context(message!("threads could not be started", "er konden geen draden starten"))?;
    }
    let settings = Configured::read(&args.settings, &args.sources)?.settings;
    if !args.watch {
        return build(args, settings, left_out);
    }
    watch(args, settings)
}

#[cfg(target_os = "wasi")]
fn watch(_: &IndexArgs, _: Settings) -> anyhow::Result<Outcome> {
    refused::run("index --watch")
}

#[cfg(not(target_os = "wasi"))]
fn watch(args: &IndexArgs, mut settings: Settings) -> anyhow::Result<Outcome> {
    // Without one of its owner's, a cache for as long as this runs.
    let temporary =
        tempfile::tempdir().context(message!("a cache could not be made", "er kon geen cache gemaakt worden"))?;
    let cache = settings.cache.get_or_insert_with(|| temporary.path().into()).clone();
    let left_out = [cache.clone(), out_folder(&settings)?];
    let watched = settings.sources.clone();
    watch::run(&watched, &left_out, || {
        // The configuration may have changed too.
        let settings = Configured::read(&args.settings, &args.sources)?.settings;
        build(args, Settings { cache: Some(cache.clone()), ..settings }, &[])
    })
}

/// Where the index goes: if nobody says so, beside a file, or within a folder.
fn out_folder(settings: &Settings) -> Result<PathBuf, Failure> {
    let Some(first) = settings.sources.first() else {
        let shown = message!(
            "error: there is no source to index\n  \
             help: give a folder or file, or write `sources` in `zoeklicht.toml`; see `zoeklicht index --help`",
            "fout: er is geen bron om een index van te maken\n  \
             tip: geef een map of bestand, of schrijf `sources` in `zoeklicht.toml`; zie `zoeklicht index --help`"
        );
        return Err(Failure { shown: shown.to_string(), exit: 2 });
    };
    if let Some(out) = &settings.out {
        return Ok(out.clone());
    }
    if zoeklicht_indexer::is_index(first) {
        let shown = message!(
            "error: the first source, `{0}`, is an index itself\n  help: say with `--out` where the new one goes",
            "fout: de eerste bron, `{0}`, is zelf een index\n  tip: zeg met `--out` waar de nieuwe komt",
            first.display()
        );
        return Err(Failure { shown: shown.to_string(), exit: 2 });
    }
    let folder = if first.is_file() { first.parent().unwrap_or(Path::new("")) } else { first };
    Ok(folder.join("zoeklicht"))
}

fn build(args: &IndexArgs, settings: Settings, left_out: &[PathBuf]) -> anyhow::Result<Outcome> {
    let start = Instant::now();
    let out = out_folder(&settings)?;
    let (sources, strict) = (settings.sources.clone(), settings.strict);
    let bar = progress_bar(args);
    let mut indexer = Indexer::new(settings);
    for path in left_out.iter().chain([&out]) {
        indexer.leave_out(path);
    }
    for source in &sources {
        indexer.add_path(source)?;
    }
    indexer.on_progress(|progress| match progress {
        Progress::Reading { done, total } => {
            bar.set_length(total.try_into().unwrap_or(u64::MAX));
            bar.set_position(done.try_into().unwrap_or(u64::MAX));
        }
        Progress::Ordering => phase(&bar, &message!("ordering", "ordenen")),
    });
    let built = indexer.build();
    let show = |report: &Report| diagnostics::say(&args.found, report, &sources);
    let built = match built {
        Err(ref error @ IndexError::NoDocuments { ref report, .. }) => {
            bar.finish_and_clear();
            show(report)?;
            let mut help = message!(
                "give a folder or file with .html, .md, .txt, .pdf, .jsonl or .csv documents",
                "geef een map of bestand met documenten: .html, .md, .txt, .pdf, .jsonl of .csv"
            );
            // What was left out for a good reason may be what was meant.
            if report.findings().count() < report.problems.len() && !args.found.verbose {
                let more = message!("`--verbose` shows what was left out", "`--verbose` toont wat is weggelaten");
                help = said::both(&help, "; ", &more);
            }
            let reason = message!("{error}", "{error}");
            return Err(Failure::new(Code::NoDocuments, 4, &reason, &help).into());
        }
        built => built?,
    };
    if !args.dry_run {
        phase(&bar, &message!("writing", "schrijven"));
        built.write_to(&out)?;
        assets::write_to(&out, args.headless)?;
    }
    bar.finish_and_clear();
    let report = built.report();
    show(report)?;
    if !args.found.quiet && args.found.format() != Format::Json {
        let table = summary::table(report, args.found.verbose, start.elapsed());
        anstream::eprintln!("{table}{}", summary::place(&out, args.dry_run));
    }
    if args.found.format() == Format::Json {
        print_json(report)?;
    }
    let findings = strict && report.findings().next().is_some();
    Ok(if findings { Outcome::Findings } else { Outcome::Fine })
}

/// Hidden at first, and for ever where nobody sees it.
fn progress_bar(args: &IndexArgs) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::hidden());
    let style = ProgressStyle::with_template(
        message!(
            "reading {{bar:30}} {{pos}}/{{len}} files, {{eta}} left",
            "lezen {{bar:30}} {{pos}}/{{len}} bestanden, nog {{eta}}"
        )
        .text(),
    );
    let bar = bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    if args.found.shows_progress() {
        let shown = bar.clone();
        // It ends with the command, if that is over sooner.
        std::thread::spawn(move || {
            std::thread::sleep(SOON);
            if !shown.is_finished() {
                shown.set_draw_target(ProgressDrawTarget::stderr());
                shown.enable_steady_tick(Duration::from_millis(100));
            }
        });
    }
    bar
}

/// What comes after reading cannot be counted.
fn phase(bar: &ProgressBar, name: &Message) {
    if let Ok(style) = ProgressStyle::with_template("{msg} {spinner} {elapsed}") {
        bar.set_style(style);
    }
    bar.set_message(name.to_string());
}
