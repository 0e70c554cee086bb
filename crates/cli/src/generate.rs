//! `zoeklicht completions` and `zoeklicht man`: what a shell and `man` need to know, made from the command line itself.

use std::collections::BTreeMap;

use anyhow::Context as _;
use clap::{Command, CommandFactory as _};
use clap_mangen::Man;
use zoeklicht_indexer::message;

use crate::args::{Args, CompletionsArgs};
use crate::{EXIT_CODES, Outcome, print};

/// Variables that no flag stands for.
const VARIABLES: [(&str, &str); 2] =
    [("CI", "If it is set, no progress is shown."), ("NO_COLOR", "If it is set, nothing is shown in bold.")];

pub(crate) fn completions(args: &CompletionsArgs) -> anyhow::Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "zoeklicht", &mut script);
    print(&String::from_utf8(script)?)?;
    Ok(Outcome::Fine)
}

pub(crate) fn man() -> anyhow::Result<Outcome> {
    let page =
        page().context(message!("the manual page could not be made", "de handleiding kon niet gemaakt worden"))?;
    // roff reads ASCII; what is not has a name there.
    let named = |c: char| if c.is_ascii() { c.to_string() } else { format!("\\[u{:04X}]", u32::from(c)) };
    print(&page.chars().map(named).collect::<String>())?;
    Ok(Outcome::Fine)
}

/// One page for all commands, in roff.
fn page() -> anyhow::Result<String> {
    let mut command = Args::command();
    // Gives each command the name it is called by.
    command.build();
    let mut page = Vec::new();
    let man = Man::new(command.clone());
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    let mut page = String::from_utf8(page)?;
    page += ".SH COMMANDS\n";
    for subcommand in command.get_subcommands().filter(|subcommand| subcommand.get_name() != "help") {
        page += &section(subcommand)?;
    }
    page += ".SH \"EXIT STATUS\"\n";
    for (code, meaning) in EXIT_CODES {
        page += &entry(&code.to_string(), meaning);
    }
    page += ".SH ENVIRONMENT\n";
    for (name, meaning) in variables(&command) {
        page += &entry(&name, &meaning);
    }
    page += ".SH FILES\n";
    page += &entry("zoeklicht.toml", "Settings of `zoeklicht index`; `zoeklicht init` writes one with all keys.");
    Ok(page)
}

/// How a command is called, with what it does and its arguments.
fn section(command: &Command) -> anyhow::Result<String> {
    let man = Man::new(command.clone());
    let mut rendered = Vec::new();
    man.render_synopsis_section(&mut rendered)?;
    man.render_description_section(&mut rendered)?;
    man.render_options_section(&mut rendered)?;
    // Each section of a page of its own begins by saying what an apostrophe is, which this page has said; its headings
    // are paragraphs here, under the heading of the command.
    let is_said = |line: &&str| [".ie ", ".el "].iter().any(|start| line.starts_with(start));
    let rendered = String::from_utf8(rendered)?;
    let lines = rendered.lines().filter(|line| !is_said(line));
    let lines: Vec<&str> = lines.map(|line| if line.starts_with(".SH ") { ".PP" } else { line }).collect();
    Ok(format!(".SS {}\n{}\n", escaped(command.get_name()), lines.join("\n")))
}

/// A name with what it means, indented.
fn entry(name: &str, meaning: &str) -> String {
    format!(".TP\n\\fB{}\\fR\n{}\n", escaped(name), escaped(meaning))
}

/// As roff has it: a hyphen is a minus only after a backslash.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('-', "\\-")
}

/// The variables of the environment that are read, each with what it stands for.
fn variables(command: &Command) -> BTreeMap<String, String> {
    let mut all: BTreeMap<String, String> =
        VARIABLES.map(|(name, meaning)| (name.to_owned(), meaning.to_owned())).into();
    for subcommand in command.get_subcommands() {
        for argument in subcommand.get_arguments() {
            if let (Some(variable), Some(flag)) = (argument.get_env(), argument.get_long()) {
                let meaning = format!("As `--{flag}` of `zoeklicht {}`, which comes first.", subcommand.get_name());
                all.insert(variable.to_string_lossy().into_owned(), meaning);
            }
        }
    }
    all
}
