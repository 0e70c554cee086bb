//! `zoeklicht serve`: a folder over HTTP on this machine.

use std::net::{Ipv4Addr, SocketAddr};

use anyhow::Context as _;
use tower_http::services::ServeDir;

use crate::args::ServeArgs;
use crate::{Outcome, playground};

pub(crate) fn run(args: &ServeArgs) -> anyhow::Result<Outcome> {
    if !args.dir.is_dir() {
        anyhow::bail!("`{}` is not a folder", args.dir.display());
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.context("the server could not be started")?.block_on(serve(args))
}

async fn serve(args: &ServeArgs) -> anyhow::Result<Outcome> {
    // Only this machine: the site may not be public yet.
    let wanted = SocketAddr::from((Ipv4Addr::LOCALHOST, args.port));
    let listener = tokio::net::TcpListener::bind(wanted).await;
    let listener = listener.with_context(|| format!("port {} is not free; give another with `--port`", args.port))?;
    let address = listener.local_addr().context("the server has no address")?;
    eprintln!("Serving {} on http://{address}/ (stop with Ctrl-C)", args.dir.display());
    eprintln!("Playground: http://{address}{}", playground::PATH);
    let site = playground::router(&args.dir).fallback_service(ServeDir::new(&args.dir));
    axum::serve(listener, site)
        .with_graceful_shutdown(async {
            // Without signals there is nothing to wait for; the process is then ended from outside.
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
        })
        .await
        .context("the server stopped")?;
    Ok(Outcome::Fine)
}
