//! `zoeklicht init`, `completions` and `man`: what the command writes for people and for shells.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::process::Command;

use support::{Ran, str, zoeklicht};

/// AC-184
#[test]
fn init_writes_settings_that_are_used_and_replaces_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let ran = zoeklicht(&["init", str(folder.path())]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(
        ran.stdout.starts_with("<script type=\"module\"") && ran.stdout.contains("<zoeklicht-search"),
        "{}",
        ran.stdout
    );
    assert!(ran.stderr.contains("'wasm-unsafe-eval'"), "{}", ran.stderr);
    let file = folder.path().join("zoeklicht.toml");
    let written = std::fs::read_to_string(&file).unwrap();
    std::fs::write(folder.path().join("a.md"), "# Titel\n\nTekst.").unwrap();
    let out = folder.path().join("uit");
    let index = zoeklicht(&["index", str(folder.path()), "--out", str(&out), "--config", str(&file)]);
    assert_eq!(index.code, Some(0), "{}", index.stderr);

    std::fs::write(&file, "lang = 'fr'").unwrap();
    let again = zoeklicht(&["init", str(folder.path())]);
    assert_eq!((again.code, again.stdout.as_str()), (Some(4), ""));
    assert!(again.stderr.contains("hint: replace it with `--force`"), "{}", again.stderr);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "lang = 'fr'");
    assert_eq!(zoeklicht(&["init", str(folder.path()), "--force"]).code, Some(0));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), written);
    assert_eq!(zoeklicht(&["init", str(&folder.path().join("nergens"))]).code, Some(4));
}

/// The names of all commands, as the command lists them.
fn commands() -> Vec<String> {
    let help = zoeklicht(&["--help"]).stdout;
    let (_, list) = help.split_once("Commands:\n").unwrap();
    // Deeper lines go on with what the one before says.
    let lines = list.lines().take_while(|line| !line.is_empty()).filter(|line| !line.starts_with("   "));
    let names = lines.filter_map(|line| line.split_whitespace().next());
    names.map(String::from).filter(|name| name != "help").collect()
}

/// AC-180
#[test]
fn every_shell_gets_a_script_with_all_commands() {
    let folder = tempfile::tempdir().unwrap();
    assert!(commands().contains(&"doctor".into()), "{:?}", commands());
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ran = zoeklicht(&["completions", shell]);
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
        for name in commands() {
            assert!(ran.stdout.contains(&name), "{shell}: {name}");
        }
        let script = folder.path().join(shell);
        std::fs::write(&script, ran.stdout).unwrap();
        // A shell that is here reads it.
        if matches!(shell, "bash" | "zsh" | "fish") && is_here(shell) {
            let read = Ran::of(Command::new(shell).arg("-n").arg(&script));
            assert_eq!((read.code, read.stderr.as_str()), (Some(0), ""), "{shell}");
        }
    }
    assert_eq!(zoeklicht(&["completions", "cmd"]).code, Some(2));
}

fn is_here(program: &str) -> bool {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&paths).any(|folder| folder.join(program).is_file())
}

/// AC-180
#[test]
fn the_manual_page_has_every_command_code_and_variable() {
    let page = zoeklicht(&["man"]).stdout;
    for heading in [
        ".TH zoeklicht 1",
        ".SH NAME",
        ".SH SYNOPSIS",
        ".SH COMMANDS",
        ".SH \"EXIT STATUS\"",
        ".SH ENVIRONMENT",
        ".SH FILES",
    ] {
        assert!(page.contains(heading), "{heading}\n{page}");
    }
    for name in commands() {
        // Where roff may not break a line, or make a dash of it.
        let name = name.replace('-', "\\-");
        assert!(page.contains(&format!(".SS {name}\n")), "{name}");
    }
    for entry in ["0", "1", "2", "3", "4", "ZOEKLICHT_LANG", "ZOEKLICHT_CONFIG", "NO_COLOR"] {
        assert!(page.contains(&format!(".TP\n\\fB{entry}\\fR\n")), "{entry}");
    }
    let file = tempfile::tempdir().unwrap();
    let path = file.path().join("zoeklicht.1");
    std::fs::write(&path, page).unwrap();
    // What `man` shows it with.
    if is_here("groff") {
        let shown = Ran::of(Command::new("groff").args(["-man", "-Tutf8", "-ww"]).arg(&path));
        assert_eq!((shown.code, shown.stderr.as_str()), (Some(0), ""));
        assert!(shown.stdout.contains("Print the manual page"), "{}", shown.stdout);
    }
}
