//! `zoeklicht serve`: a folder over HTTP on this machine.

use std::net::{Ipv4Addr, SocketAddr};

use anyhow::{Context as _, bail};
use tower_http::services::ServeDir;
use zoeklicht_indexer::message;

use crate::args::ServeArgs;
use crate::{Outcome, playground};

pub(crate) fn run(args: &ServeArgs) -> anyhow::Result<Outcome> {
    if !args.dir.is_dir() {
        bail!(message!("`{0}` is not a folder", "`{0}` is geen map", args.dir.display()));
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.context(message!("the server could not be started", "de server kon niet starten"))?.block_on(serve(args))
}

async fn serve(args: &ServeArgs) -> anyhow::Result<Outcome> {
    // Only this machine: the site may not be public yet.
    let wanted = SocketAddr::from((Ipv4Addr::LOCALHOST, args.port));
    let listener = tokio::net::TcpListener::bind(wanted).await;
    let listener = listener.with_context(|| {
        let port = args.port;
        message!(
            "port {port} is not free; give another with `--port`",
            "poort {port} is niet vrij; geef een andere met `--port`"
        )
    })?;
    let address = listener.local_addr().context(message!("the server has no address", "de server heeft geen adres"))?;
    eprintln!(
        "{}",
        message!(
            "Serving {0} on http://{address}/ (stop with Ctrl-C)\nPlayground: http://{address}{1}",
            "{0} staat op http://{address}/ (stop met Ctrl-C)\nProeftuin: http://{address}{1}",
            args.dir.display(),
            playground::PATH
        )
    );
    let site = playground::router(&args.dir).fallback_service(ServeDir::new(&args.dir));
    axum::serve(listener, site)
        .with_graceful_shutdown(async {
            // Without signals there is nothing to wait for; the process is then ended from outside.
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
        })
        .await
        .context(message!("the server stopped", "de server is gestopt"))?;
    Ok(Outcome::Fine)
}
