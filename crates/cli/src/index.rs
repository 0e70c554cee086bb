//! `zoeklicht index`: documents to a folder of static files.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use zoeklicht_indexer::{Code, IndexError, Indexer, Progress, Report, Settings};

use crate::args::{Format, IndexArgs};
use crate::config::Configured;
use crate::diagnostics::Failure;
use crate::{Outcome, assets, diagnostics, is_watched, junit, print, print_json, summary, watch};

/// A build that is over sooner needs no progress bar.
const SOON: Duration = Duration::from_secs(1);

pub(crate) fn run(args: &IndexArgs) -> anyhow::Result<Outcome> {
    if let Some(threads) = args.threads {
        rayon::ThreadPoolBuilder::new().num_threads(threads).build_global().context("threads could not be started")?;
    }
    let mut settings = Configured::read(&args.settings, &args.sources)?.settings;
    if !args.watch {
        return build(args, settings);
    }
    // Without one of its owner's, a cache for as long as this runs.
    let temporary = tempfile::tempdir().context("a cache could not be made")?;
    let cache = settings.cache.get_or_insert_with(|| temporary.path().into()).clone();
    let left_out = [cache.clone(), out_folder(&settings)?];
    let watched = settings.sources.clone();
    watch::run(&watched, &left_out, || {
        // The configuration may have changed too.
        let settings = Configured::read(&args.settings, &args.sources)?.settings;
        build(args, Settings { cache: Some(cache.clone()), ..settings })
    })
}

/// Where the index goes: if nobody says so, beside a file, or within a folder.
fn out_folder(settings: &Settings) -> Result<PathBuf, Failure> {
    let Some(first) = settings.sources.first() else {
        let help = "give a folder or file, or write `sources` in `zoeklicht.toml`; see `zoeklicht index --help`";
        return Err(Failure { shown: format!("error: there is no source to index\n  help: {help}"), exit: 2 });
    };
    Ok(settings.out.clone().unwrap_or_else(|| {
        let folder = if first.is_file() { first.parent().unwrap_or(Path::new("")) } else { first };
        folder.join("zoeklicht")
    }))
}

fn build(args: &IndexArgs, settings: Settings) -> anyhow::Result<Outcome> {
    let start = Instant::now();
    let out = out_folder(&settings)?;
    let (sources, strict) = (settings.sources.clone(), settings.strict);
    let bar = progress_bar(args);
    let mut indexer = Indexer::new(settings);
    indexer.leave_out(&out);
    for source in &sources {
        indexer.add_path(source)?;
    }
    indexer.on_progress(|progress| match progress {
        Progress::Reading { done, total } => {
            bar.set_length(total.try_into().unwrap_or(u64::MAX));
            bar.set_position(done.try_into().unwrap_or(u64::MAX));
        }
        Progress::Ordering => phase(&bar, "ordering"),
    });
    let built = indexer.build();
    let show = |report: &Report| say(args, report, &sources);
    let built = match built {
        Err(ref error @ IndexError::NoDocuments { ref report, .. }) => {
            bar.finish_and_clear();
            show(report)?;
            let mut help = "give a folder or file with .html, .md, .txt, .pdf, .jsonl or .csv documents".to_owned();
            // What was left out for a good reason may be what was meant.
            if report.findings().count() < report.problems.len() && !args.verbose {
                help += "; `--verbose` shows what was left out";
            }
            return Err(Failure::new(Code::NoDocuments, 4, error, &help).into());
        }
        built => built?,
    };
    if !args.dry_run {
        phase(&bar, "writing");
        built.write_to(&out)?;
        assets::write_to(&out)?;
    }
    bar.finish_and_clear();
    let report = built.report();
    show(report)?;
    if !args.quiet && args.format() != Format::Json {
        let table = summary::table(report, args.verbose, start.elapsed());
        anstream::eprintln!("{table}{}", summary::place(&out, args.dry_run));
    }
    if args.format() == Format::Json {
        print_json(report)?;
    }
    let findings = strict && report.findings().next().is_some();
    Ok(if findings { Outcome::Findings } else { Outcome::Fine })
}

/// Writes what was found to where it belongs: for a workflow it is data, for people it is not.
fn say(args: &IndexArgs, report: &Report, sources: &[PathBuf]) -> anyhow::Result<()> {
    match args.format() {
        Format::Github => print(&diagnostics::github(report, sources)),
        Format::Junit => print(&junit::document(report, sources)?),
        Format::Text | Format::Json => {
            if !args.quiet {
                anstream::eprint!("{}", diagnostics::text(report, args.verbose));
            }
            Ok(())
        }
    }
}

/// Hidden at first, and for ever where nobody sees it.
fn progress_bar(args: &IndexArgs) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::hidden());
    let style = ProgressStyle::with_template("reading {bar:30} {pos}/{len} files, {eta} left");
    let bar = bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    if !args.quiet && !args.no_progress && is_watched() {
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
fn phase(bar: &ProgressBar, name: &'static str) {
    if let Ok(style) = ProgressStyle::with_template("{msg} {spinner} {elapsed}") {
        bar.set_style(style);
    }
    bar.set_message(name);
}
