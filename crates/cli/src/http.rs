//! What `crawl` and `doctor` have in common on the web: whom they trust, and how failures are said.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};
use zoeklicht_indexer::{Message, message};

use crate::said;

/// Trust in servers for which one of the certificates in this file vouches (PEM), instead of those that everyone trusts; or in
/// the latter, without a file.
///
/// # Errors
/// If the file cannot be read or has no certificate.
pub(crate) fn trust(file: Option<&Path>) -> anyhow::Result<TlsConfig> {
    let Some(path) = file else { return Ok(TlsConfig::default()) };
    let bytes = std::fs::read(path).with_context(|| said::unread(path))?;
    let certificates: Vec<Certificate<'_>> = parse_pem(&bytes)
        .filter_map(|item| match item {
            Ok(PemItem::Certificate(certificate)) => Some(certificate),
            _ => None,
        })
        .collect();
    if certificates.is_empty() {
        return Err(said::with_hint(
            message!("`{0}` has no certificate", "`{0}` heeft geen certificaat", path.display()),
            message!(
                "give a file in the form PEM, which begins with `-----BEGIN CERTIFICATE-----`",
                "geef een bestand in de vorm PEM, dat begint met `-----BEGIN CERTIFICATE-----`"
            ),
        ));
    }
    Ok(TlsConfig::builder().root_certs(RootCerts::Specific(Arc::new(certificates))).build())
}

/// Why there was no answer.
pub(crate) fn said(error: &ureq::Error) -> Message {
    match error {
        ureq::Error::Io(system) => Message::of_system(system),
        ureq::Error::HostNotFound => message!("there is no such server", "die server is er niet"),
        ureq::Error::Timeout(_) => message!("the server does not answer in time", "de server antwoordt niet op tijd"),
        ureq::Error::ConnectionFailed => message!("the server cannot be reached", "de server is niet te bereiken"),
        error => message!("{error}", "{error}"),
    }
}
