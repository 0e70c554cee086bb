//! `zoeklicht index`: documents to a folder of static files.

use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use indicatif::{ProgressBar, ProgressStyle};
use zoeklicht_indexer::{IndexError, Indexer, Report, Settings, Severity};

use crate::args::IndexArgs;
use crate::config::{self, ConfigError};
use crate::{Outcome, assets};

pub(crate) fn run(args: &IndexArgs) -> anyhow::Result<Outcome> {
    if let Some(threads) = args.threads {
        rayon::ThreadPoolBuilder::new().num_threads(threads).build_global().context("threads could not be started")?;
    }
    let start = Instant::now();
    let out = out_folder(args);
    let settings = settings(args)?;
    let bar = progress_bar(args);
    let mut indexer = Indexer::new(settings);
    indexer.leave_out(&out);
    if let Some(cache) = &args.cache {
        indexer.leave_out(cache).cache(cache);
    }
    for source in &args.sources {
        indexer.add_path(source)?;
    }
    indexer.on_progress(|progress| {
        bar.set_length(progress.total.try_into().unwrap_or(u64::MAX));
        bar.set_position(progress.done.try_into().unwrap_or(u64::MAX));
    });
    let built = indexer.build();
    bar.finish_and_clear();
    let built = match built {
        Err(ref error @ IndexError::NoDocuments { ref report, .. }) => {
            problems(report);
            let hint = "give a folder or file with .html, .md, .txt, .pdf or .jsonl documents";
            return Err(anyhow::anyhow!("{error}\nhint: {hint}"));
        }
        built => built?,
    };
    let report = built.report();
    if !args.quiet {
        problems(report);
    }
    if !args.dry_run {
        built.write_to(&out)?;
        assets::write_to(&out)?;
    }
    if !args.quiet && !args.json {
        summary(report, &out, args.dry_run, start.elapsed());
    }
    if args.json {
        let mut stdout = std::io::stdout().lock();
        serde_json::to_writer(&mut stdout, report).context("the summary could not be written")?;
        writeln!(stdout).context("the summary could not be written")?;
    }
    let findings = args.strict && report.findings().next().is_some();
    Ok(if findings { Outcome::Findings } else { Outcome::Fine })
}

/// What the flags and the environment say comes before what the file says.
fn settings(args: &IndexArgs) -> Result<Settings, ConfigError> {
    let file = config::read(args.config.as_deref())?;
    let mut settings = Settings {
        lang: args.lang.or(file.lang),
        text_bytes_max: args.text_bytes_max.unwrap_or(file.text_bytes_max),
        base_url: args.base_url.clone().unwrap_or(file.base_url),
        ..file
    };
    if !settings.base_url.ends_with('/') {
        settings.base_url.push('/');
    }
    Ok(settings)
}

fn out_folder(args: &IndexArgs) -> PathBuf {
    args.out.clone().unwrap_or_else(|| {
        let first = &args.sources[0];
        // Beside a file, within a folder.
        let folder = if first.is_file() { first.parent().unwrap_or(Path::new("")) } else { first };
        folder.join("zoeklicht")
    })
}

fn progress_bar(args: &IndexArgs) -> ProgressBar {
    if args.quiet || !std::io::stderr().is_terminal() || std::env::var_os("CI").is_some() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(0);
    let style = ProgressStyle::with_template("reading {bar:30} {pos}/{len} files, {eta} left");
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn problems(report: &Report) {
    for problem in report.findings() {
        eprintln!("{problem}");
    }
}

fn summary(report: &Report, out: &Path, dry_run: bool, took: Duration) {
    let languages: Vec<_> = report.languages.iter().map(|(lang, docs)| format!("{lang} {docs}")).collect();
    let bytes: Vec<_> = report.bytes.iter().map(|(kind, bytes)| format!("{kind} {}", kilobytes(*bytes))).collect();
    let largest: Vec<_> = report.largest.iter().map(|(id, bytes)| format!("{id} {}", kilobytes(*bytes))).collect();
    eprintln!("documents  {} ({})", report.documents, languages.join(", "));
    eprintln!("words      {}, {} different", report.words, report.terms);
    eprintln!("skipped    {}", report.count(Severity::Skipped));
    eprintln!("excluded   {} at their own request", report.count(Severity::Excluded));
    eprintln!("warnings   {}", report.count(Severity::Warning));
    eprintln!("index      {} in {} files ({})", kilobytes(report.total_bytes()), report.files, bytes.join(", "));
    eprintln!("largest    {}", largest.join(", "));
    eprintln!("time       {:.2} s", took.as_secs_f64());
    let verb = if dry_run { "would go to" } else { "is in" };
    eprintln!("The index {verb} {}", out.display());
}

fn kilobytes(bytes: usize) -> String {
    let tenths = bytes.div_ceil(100);
    format!("{}.{} kB", tenths / 10, tenths % 10)
}
