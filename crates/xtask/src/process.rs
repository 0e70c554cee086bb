//! Other programs as named steps, so that a failure says which step it was and why.

#![allow(clippy::print_stdout, reason = "the steps are what a person at the terminal follows")]

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};

/// What was done so far, and how long each step took.
#[derive(Default)]
pub(crate) struct Steps {
    done: Vec<(String, Duration)>,
}

impl Steps {
    /// Runs `command` to its end; what it prints goes to the terminal.
    pub(crate) fn run(&mut self, name: &str, command: &mut Command) -> anyhow::Result<()> {
        self.time(name, || {
            let status = command.status().with_context(|| format!("could not start {command:?}"))?;
            if !status.success() {
                bail!("{command:?} ended with {status}");
            }
            Ok(())
        })
    }

    /// Our own work as a step.
    pub(crate) fn time<T>(&mut self, name: &str, work: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<T> {
        println!("» {name}");
        let start = Instant::now();
        let result = work();
        self.done.push((name.into(), start.elapsed()));
        result.with_context(|| format!("step `{name}` failed"))
    }

    /// A table of the steps and their seconds.
    pub(crate) fn print_summary(&self) {
        let width = self.done.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
        println!();
        for (name, took) in &self.done {
            println!("{name:width$}  {:7.1} s", took.as_secs_f64());
        }
        let total: Duration = self.done.iter().map(|(_, took)| took).sum();
        println!("{:width$}  {:7.1} s", "total", total.as_secs_f64());
    }
}

/// What `command` prints, for a question that is not worth a step.
pub(crate) fn output(command: &mut Command) -> anyhow::Result<String> {
    let output = command.stderr(Stdio::inherit()).output().with_context(|| format!("could not start {command:?}"))?;
    if !output.status.success() {
        bail!("{command:?} ended with {}", output.status);
    }
    String::from_utf8(output.stdout).with_context(|| format!("{command:?} printed something else than text"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_step_says_which_and_why() {
        let mut rustc = Command::new("rustc");
        let error = Steps::default().run("compile nothing", rustc.arg("no-such-file.rs").stderr(Stdio::null()));
        let message = format!("{:#}", error.expect_err("rustc accepted a missing file"));
        assert!(message.starts_with("step `compile nothing` failed: \"rustc\" \"no-such-file.rs\" ended with exit"));
    }

    #[test]
    fn a_missing_program_is_named() {
        let error = Steps::default().run("a step", &mut Command::new("no-such-program"));
        let message = format!("{:#}", error.expect_err("no-such-program started"));
        assert!(message.starts_with("step `a step` failed: could not start \"no-such-program\": "));
    }
}
