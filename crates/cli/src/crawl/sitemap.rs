//! Sitemaps as sitemaps.org describes them: lists of pages, lists of sitemaps, and plain text; each may be compressed.

use std::io::Read as _;

use flate2::read::MultiGzDecoder;
use zoeklicht_indexer::{Message, message};

/// Bytes of one sitemap, as the protocol has it, unpacked.
pub(crate) const BYTES_MAX: u64 = 52_428_800;

/// What a sitemap lists, in its order.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Sitemap {
    Pages(Vec<Listed>),
    Sitemaps(Vec<String>),
}

/// A page of a sitemap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Listed {
    pub(crate) url: String,
    pub(crate) lastmod: Option<String>,
}

/// Reads a sitemap.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn read(bytes: &[u8]) -> Result<Sitemap, Message> {
    let mut unpacked = Vec::new();
    let mut bytes = bytes;
    if bytes.starts_with(b"\x1f\x8b") {
        let mut decoder = MultiGzDecoder::new(bytes).take(BYTES_MAX + 1);
        let length = decoder
            .read_to_end(&mut unpacked)
            .map_err(|error| message!("cannot be unpacked: {error}", "kan niet uitgepakt worden: {error}"))?;
        if u64::try_from(length).is_ok_and(|length| length > BYTES_MAX) {
            return Err(message!(
                "is over {BYTES_MAX} bytes when unpacked",
                "heeft uitgepakt meer dan {BYTES_MAX} bytes"
            ));
        }
        bytes = &unpacked;
    }
    let text = std::str::from_utf8(bytes).map_err(|_| message!("is not UTF-8", "is geen UTF-8"))?;
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.starts_with('<') { read_xml(text) } else { read_lines(text) }
}

fn read_xml(text: &str) -> Result<Sitemap, Message> {
    let document =
        roxmltree::Document::parse(text).map_err(|error| message!("is not XML: {error}", "is geen XML: {error}"))?;
    let root = document.root_element();
    let entries = |name| root.children().filter(move |entry| entry.tag_name().name() == name);
    let value = |entry: roxmltree::Node<'_, '_>, name: &str| {
        let text = entry.children().find(|child| child.tag_name().name() == name)?.text()?.trim();
        (!text.is_empty()).then(|| text.to_owned())
    };
    match root.tag_name().name() {
        "urlset" => {
            let listed = |entry| Some(Listed { url: value(entry, "loc")?, lastmod: value(entry, "lastmod") });
            Ok(Sitemap::Pages(entries("url").filter_map(listed).collect()))
        }
        "sitemapindex" => Ok(Sitemap::Sitemaps(entries("sitemap").filter_map(|entry| value(entry, "loc")).collect())),
        name => Err(message!(
            "begins with `<{name}>`, not with `<urlset>` or `<sitemapindex>`",
            "begint met `<{name}>`, niet met `<urlset>` of `<sitemapindex>`"
        )),
    }
}

fn read_lines(text: &str) -> Result<Sitemap, Message> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let listed = lines.map(|line| {
        let is_url = line.starts_with("http://") || line.starts_with("https://");
        is_url.then(|| Listed { url: line.into(), lastmod: None })
    });
    listed
        .collect::<Option<_>>()
        .map(Sitemap::Pages)
        .ok_or_else(|| message!("is neither XML nor a list of addresses", "is geen XML en geen lijst van adressen"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages(listed: &[(&str, Option<&str>)]) -> Sitemap {
        let page =
            |(url, lastmod): &(&str, Option<&str>)| Listed { url: (*url).into(), lastmod: lastmod.map(Into::into) };
        Sitemap::Pages(listed.iter().map(page).collect())
    }

    #[test]
    fn every_form_of_the_protocol_is_read() {
        let check = |text: &str, expected: Sitemap| assert_eq!(read(text.as_bytes()).as_ref(), Ok(&expected), "{text}");
        check(
            "\u{feff}<?xml version='1.0' encoding='UTF-8'?>\n<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' \
             xmlns:i='urn:i'><url><loc> https://a.be/?a=1&amp;b=2\n</loc><lastmod>2021-05-07</lastmod><i:image><i:loc>x</i:loc>\
             </i:image></url><url><loc/></url><url><loc><![CDATA[https://a.be/b]]></loc></url></urlset>",
            pages(&[("https://a.be/?a=1&b=2", Some("2021-05-07")), ("https://a.be/b", None)]),
        );
        check(
            "<sitemapindex><sitemap><loc>https://a.be/1.xml</loc></sitemap></sitemapindex>",
            Sitemap::Sitemaps(vec!["https://a.be/1.xml".into()]),
        );
        check("https://a.be/a\r\n\r\nhttps://a.be/b\n", pages(&[("https://a.be/a", None), ("https://a.be/b", None)]));
    }

    #[test]
    fn what_is_no_sitemap_is_told() {
        let check = |bytes: &[u8], says: &str| {
            let error = read(bytes).expect_err("it is none");
            assert!(error.text().contains(says), "{error}");
        };
        check(b"<!doctype html><html><body>", "is not XML");
        check(b"<html/>", "begins with `<html>`");
        check(b"<urlset><url>", "is not XML");
        check(b"not found", "neither XML nor");
        check(b"\x1f\x8b nothing", "cannot be unpacked");
        check(b"\xff\xfe", "is not UTF-8");
        // Entities within entities: a billion laughs.
        check(b"<!DOCTYPE u [<!ENTITY a 'x'>]><urlset>&a;</urlset>", "is not XML");
    }
}
