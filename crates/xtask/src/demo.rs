//! `cargo xtask demo`: the demo site on this machine, and one query through a real browser.

#![allow(clippy::print_stdout, reason = "the address is what the task is for")]

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};

use crate::process::Steps;
use crate::workspace::{Build, Workspace};
use crate::{dist, setup};

const QUERY: &str = "inburgeringstraject";

/// Builds and serves until Ctrl-C, which the terminal sends to the server as well.
pub(crate) fn run(steps: &mut Steps, workspace: &Workspace, port: u16) -> anyhow::Result<()> {
    dist::build(steps, workspace, Build::Debug)?;
    let mut server = Server::start(workspace, free_port(port)?)?;
    sample(steps, workspace)?;
    println!("\nThe demo is at {}/ (Ctrl-C stops it).", server.address);
    let status = server.child.wait()?;
    bail!("the server of the demo stopped by itself, with {status}");
}

/// Builds, serves, asks one query in Chromium and prints the top hit.
pub(crate) fn check(steps: &mut Steps, workspace: &Workspace) -> anyhow::Result<()> {
    // First, so that a missing browser is told before the long build.
    setup::npm(steps, &workspace.browser_tests())?;
    let browsers = setup::browsers(steps, &[setup::Engine::Chromium])?;
    dist::build(steps, workspace, Build::Debug)?;
    let server = Server::start(workspace, free_port(0)?)?;
    println!("The demo is at {}/.", server.address);
    sample(steps, workspace)?;
    let mut check = node(workspace, &server, &browsers);
    steps.run("ask the demo in Chromium", check.arg("check.mjs"))
}

/// Node in tests/browser, told where the server, the browsers and the command are.
pub(crate) fn node(workspace: &Workspace, server: &Server, browsers: &setup::Browsers) -> Command {
    let mut node = browsers.node();
    node.current_dir(workspace.browser_tests()).env("BASE_URL", &server.address);
    node.env("ZOEKLICHT", workspace.zoeklicht(Build::Debug).get_program());
    node
}

/// The demo site, served by our own command for as long as this lives.
pub(crate) struct Server {
    child: Child,
    /// Without a slash at the end.
    pub(crate) address: String,
}

impl Server {
    /// Returns once the port answers.
    pub(crate) fn start(workspace: &Workspace, port: u16) -> anyhow::Result<Server> {
        let mut command = workspace.zoeklicht(Build::Debug);
        command.arg("serve").arg(workspace.dist().join("demo")).args(["--port", &port.to_string()]);
        Server::wait_for(command.stdin(Stdio::null()).stdout(Stdio::null()), port)
    }

    fn wait_for(command: &mut Command, port: u16) -> anyhow::Result<Server> {
        let child = command.spawn().with_context(|| format!("could not start {command:?}"))?;
        // Made before the wait, so that giving up ends the child too.
        let mut server = Server { child, address: format!("http://127.0.0.1:{port}") };
        let start = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            if let Some(status) = server.child.try_wait()? {
                bail!("{command:?} ended with {status} before it served anything");
            }
            if start.elapsed() > Duration::from_secs(10) {
                bail!("{command:?} did not answer on port {port} within 10 seconds");
            }
            thread::sleep(Duration::from_millis(20));
        }
        Ok(server)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It fails only when the server has ended already, and then there is nothing to end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// `wanted` or the first free port after it; for 0 any free one.
pub(crate) fn free_port(wanted: u16) -> anyhow::Result<u16> {
    let last = wanted.saturating_add(100);
    let listener = (wanted..=last).find_map(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).ok());
    let listener = listener.with_context(|| format!("no port from {wanted} to {last} is free"))?;
    Ok(listener.local_addr()?.port())
}

fn sample(steps: &mut Steps, workspace: &Workspace) -> anyhow::Result<()> {
    let mut search = workspace.zoeklicht(Build::Debug);
    search.arg("search").arg(workspace.dist().join("demo/zoeklicht")).args([QUERY, "--limit", "3"]);
    steps.run(&format!("a sample answer, to \"{QUERY}\""), &mut search)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_gives_way_to_a_later_one() {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let port = taken.local_addr().expect("an address").port();
        let free = free_port(port).expect("a free port");
        assert!(free > port);
    }

    #[test]
    fn a_server_that_ends_at_once_is_told_apart_from_a_slow_one() {
        let port = free_port(0).expect("a free port");
        let server = Server::wait_for(Command::new("rustc").arg("--version").stdout(Stdio::null()), port);
        let message = server.err().expect("rustc is no server").to_string();
        assert!(message.contains("before it served anything"), "{message}");
    }
}
