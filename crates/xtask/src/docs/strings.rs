//! All texts of the search box, in all its languages, read from the sources that hold them.
//!
//! The table of crates/widget is a macro of Rust, `name: "nl", "fr", "de", "en";`, of what has a number in two forms each; the
//! texts of offline-view.js are an object for each language, with a text a line.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::str::FromStr as _;

use anyhow::{Context as _, bail};
use proc_macro2::{TokenStream, TokenTree};
use syn::parse::{Parse, ParseStream};
use syn::{Ident, LitStr, Token, braced};

use crate::page::escape;

/// In the order of the table.
const LANGUAGES: [&str; 4] = ["nl", "fr", "de", "en"];

/// A list of Markdown: the name of each text, as the attribute `strings` takes it, and the text in each language. `forms` is what
/// the forms for one and for several are called.
pub(super) fn list(rust: &str, script: &str, forms: [&str; 2]) -> anyhow::Result<String> {
    let table = table(rust)?;
    let mut out = String::new();
    for (name, texts) in table.words.into_iter().map(|row| (row.name, row.texts)).chain(of_script(script)?) {
        let texts: [String; 4] = texts.try_into().map_err(|_| anyhow::anyhow!("`{name}` is not in four languages"))?;
        entry(&mut out, &format!("`{name}`"), &texts.each_ref().map(String::as_str))?;
    }
    for Row { name, texts } in table.counts {
        let texts: [String; 8] = texts.try_into().map_err(|_| anyhow::anyhow!("`{name}` is not in four languages"))?;
        for (at, (form, ending)) in forms.into_iter().zip(["one", "other"]).enumerate() {
            let texts = [0, 2, 4, 6].map(|first| texts[first + at].as_str());
            entry(&mut out, &format!("`{name}.{ending}` ({form})"), &texts)?;
        }
    }
    Ok(out)
}

fn entry(out: &mut String, name: &str, texts: &[&str; 4]) -> anyhow::Result<()> {
    writeln!(out, "{name}")?;
    for (lang, text) in LANGUAGES.iter().zip(texts) {
        writeln!(out, ": **{lang}** <span lang=\"{lang}\">{}</span>", escape(text))?;
    }
    out.push('\n');
    Ok(())
}

struct Table {
    words: Vec<Row>,
    counts: Vec<Row>,
}

struct Row {
    name: String,
    texts: Vec<String>,
}

impl Parse for Table {
    fn parse(input: ParseStream<'_>) -> syn::Result<Table> {
        let rows = || {
            let rows;
            input.parse::<Ident>()?;
            braced!(rows in input);
            let mut all = Vec::new();
            while !rows.is_empty() {
                all.push(rows.parse()?);
            }
            Ok::<_, syn::Error>(all)
        };
        Ok(Table { words: rows()?, counts: rows()? })
    }
}

impl Parse for Row {
    fn parse(input: ParseStream<'_>) -> syn::Result<Row> {
        let name = input.parse::<Ident>()?.to_string();
        input.parse::<Token![:]>()?;
        let mut texts = vec![input.parse::<LitStr>()?.value()];
        while !input.peek(Token![;]) {
            if input.peek(Token![|]) {
                input.parse::<Token![|]>().map(drop)
            } else {
                input.parse::<Token![,]>().map(drop)
            }?;
            texts.push(input.parse::<LitStr>()?.value());
        }
        input.parse::<Token![;]>()?;
        Ok(Row { name, texts })
    }
}

/// What stands in `table! { … }`.
fn table(rust: &str) -> anyhow::Result<Table> {
    let tokens = TokenStream::from_str(rust).map_err(|error| anyhow::anyhow!("strings.rs is not Rust: {error}"))?;
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let found = tokens.windows(3).find_map(|three| match three {
        [TokenTree::Ident(name), TokenTree::Punct(_), TokenTree::Group(group)] if name == "table" => {
            Some(group.stream())
        }
        _ => None,
    });
    Ok(syn::parse2(found.context("strings.rs has no `table! { … }`")?)?)
}

/// The texts of offline-view.js, in the order of its first language.
fn of_script(script: &str) -> anyhow::Result<Vec<(String, Vec<String>)>> {
    let object = script.split_once("const STRINGS = {\n").and_then(|(_, rest)| rest.split_once("\n};"));
    let (object, _) = object.context("offline-view.js has no `const STRINGS = { … };`")?;
    let mut names = Vec::new();
    let mut texts: BTreeMap<(&str, &str), String> = BTreeMap::new();
    let mut lang = "";
    for line in object.lines().map(str::trim).filter(|line| *line != "},") {
        let (name, text) = line.split_once(": ").with_context(|| format!("`{line}` is no text"))?;
        let name = name.trim_matches('\'');
        if text == "{" {
            lang = name;
            continue;
        }
        let text = text.strip_prefix('\'').and_then(|text| text.strip_suffix("',"));
        texts.insert((lang, name), text.with_context(|| format!("`{line}` is no text between quotes"))?.into());
        if lang == LANGUAGES[0] {
            names.push(name);
        }
    }
    let all = names.into_iter().map(|name| {
        let of = |lang: &&str| texts.get(&(*lang, name)).cloned().with_context(|| format!("no `{name}` in {lang}"));
        Ok((name.to_owned(), LANGUAGES.iter().map(of).collect::<anyhow::Result<_>>()?))
    });
    let all: Vec<_> = all.collect::<anyhow::Result<_>>()?;
    if all.is_empty() { bail!("offline-view.js has no texts") } else { Ok(all) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_listed_in_each_language() {
        let rust = "macro_rules! table { () => {} }\ntable! {\n    words {\n        label: \"a < b\", \"b\\u{202f}?\",\n \"c\", \"d\";\n    }\n\
                    \x20   counts { all: \"1\" | \"2\", \"3\" | \"4\", \"5\" | \"6\", \"7\" | \"8\"; }\n}\n";
        let script = "const STRINGS = {\n  nl: {\n    'offline.saved': 'n',\n  },\n  fr: {\n    'offline.saved': 'f',\n  },\n\
                      \x20 de: {\n    'offline.saved': 'd',\n  },\n  en: {\n    'offline.saved': 'e',\n  },\n};\n";
        let list = list(rust, script, ["een", "meer"]).expect("listed");
        assert!(
            list.starts_with(
                "`label`\n: **nl** <span lang=\"nl\">a &lt; b</span>\n: **fr** <span lang=\"fr\">b\u{202f}?</span>\n"
            ),
            "{list}"
        );
        assert!(list.contains("`offline.saved`\n: **nl** <span lang=\"nl\">n</span>\n"), "{list}");
        assert!(
            list.contains(
                "`all.other` (meer)\n: **nl** <span lang=\"nl\">2</span>\n: **fr** <span lang=\"fr\">4</span>\n"
            ),
            "{list}"
        );
    }

    #[test]
    fn a_text_that_a_language_lacks_is_an_error() {
        let rust = |row: &str| format!("table! {{ words {{ {row} }} counts {{ }} }}");
        let script = "const STRINGS = {\n  nl: {\n    b: 'x',\n  },\n  fr: {\n    b: 'x',\n  },\n  de: {\n    b: 'x',\n  },\n  en: {\n    b: 'x',\n};";
        let error =
            |row: &str, script: &str| list(&rust(row), script, ["", ""]).expect_err("three languages").to_string();
        assert_eq!(error("a: \"1\", \"2\", \"3\";", script), "`a` is not in four languages");
        assert_eq!(error("", &script.replace("fr: {\n    b", "fr: {\n    c")), "no `b` in fr");
    }
}
