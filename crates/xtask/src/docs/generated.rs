//! What pages of the documentation take from elsewhere: other texts, the manifest of the element, what the command says.
//!
//! All of it is Markdown. What is in English only says so on pages in other languages.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, bail};
use serde_json::Value;

use super::strings;
use crate::workspace::{Build, Workspace};
use crate::{files, process};

/// Columns of what the command says: it would ask the terminal.
const COLUMNS: &str = "96";

/// Where it all comes from.
pub(super) struct Sources {
    root: PathBuf,
    command: PathBuf,
}

/// A text of the language by its name.
type Text<'a> = &'a dyn Fn(&str) -> anyhow::Result<String>;

impl Sources {
    pub(super) fn new(workspace: &Workspace, build: Build) -> Sources {
        Sources { root: workspace.root.clone(), command: workspace.zoeklicht(build).get_program().into() }
    }

    /// What a place of a page in `lang` holds: `file:PATH` and `section:PATH#HEADING` are texts of the repository, of which the
    /// first is without its title, and the others are the functions below.
    pub(super) fn place(&self, name: &str, lang: &str, text: Text<'_>) -> anyhow::Result<String> {
        let english = |markdown: String| {
            if lang == "en" { markdown } else { format!("<div lang=\"en\">\n\n{}\n\n</div>\n", markdown.trim_end()) }
        };
        if let Some(path) = name.strip_prefix("file:") {
            let markdown = self.read(path)?;
            let (_, body) = markdown.split_once('\n').context("a text has a title and more")?;
            return Ok(english(body.into()));
        }
        if let Some((path, heading)) = name.strip_prefix("section:").and_then(|place| place.split_once('#')) {
            let section = section(&self.read(path)?, heading);
            return Ok(english(section.with_context(|| format!("{path} has no heading `{heading}`"))?));
        }
        Ok(match name {
            "policy" => self.read("www/docs/policy.txt")?.trim().into(),
            "attributes" => english(self.element("attributes")?),
            "properties" => english(self.element("cssProperties")?),
            "events" => english(self.element("events")?),
            "members" => english(self.element("members")?),
            "configuration" => self.configuration(lang, text)?,
            "command" => english(self.help()?),
            "codes" => self.codes(lang, text)?,
            "strings" => strings::list(
                &self.read("crates/widget/src/strings.rs")?,
                &self.read("www/package/offline-view.js")?,
                [&text("one")?, &text("other")?],
            )?,
            _ => bail!("there is nothing called `{name}` to put in a page"),
        })
    }

    fn read(&self, path: &str) -> anyhow::Result<String> {
        files::read(&self.root.join(path))
    }

    /// What the command says, whatever the settings of the one who builds the site.
    fn say(&self, arguments: &[&str]) -> anyhow::Result<String> {
        let mut command = Command::new(&self.command);
        let settings = std::env::vars_os().map(|(name, _)| name);
        for name in settings.filter(|name| name.to_string_lossy().starts_with("ZOEKLICHT_")) {
            command.env_remove(name);
        }
        let said = process::output(command.args(arguments).env("COLUMNS", COLUMNS).current_dir(&self.root))?;
        // Lines of the help that are empty have spaces in them.
        Ok(said.lines().flat_map(|line| [line.trim_end(), "\n"]).collect())
    }

    /// One of the lists of what the element has, from custom-elements.json.
    fn element(&self, list: &str) -> anyhow::Result<String> {
        let manifest: Value = serde_json::from_str(&self.read("www/package/custom-elements.json")?)?;
        let element = &manifest["modules"][0]["declarations"][0];
        let mut out = String::new();
        for item in element[list].as_array().into_iter().flatten() {
            let name = item["name"].as_str().context("everything of the element has a name")?;
            let parameters = item["parameters"].as_array().map(|all| {
                let names: Vec<&str> = all.iter().filter_map(|parameter| parameter["name"].as_str()).collect();
                format!("({})", names.join(", "))
            });
            let call = if item["kind"] == "method" { parameters.unwrap_or_else(|| "()".into()) } else { String::new() };
            let default = item["default"].as_str().map(|default| format!(" = `{default}`")).unwrap_or_default();
            let what = item["description"].as_str().unwrap_or_default().replace('\n', " ");
            writeln!(out, "`{name}{call}`{default}\n: {what}\n")?;
        }
        if out.is_empty() { bail!("custom-elements.json has nothing in `{list}`") } else { Ok(out) }
    }

    /// The keys of `zoeklicht.toml`, from its JSON Schema, which is in English.
    fn configuration(&self, lang: &str, text: Text<'_>) -> anyhow::Result<String> {
        let schema: Value = serde_json::from_str(&self.say(&["config", "--schema"])?)?;
        let mut out = String::new();
        let (open, close) = if lang == "en" { ("", "") } else { ("<span lang=\"en\">", "</span>") };
        for Key { name, kind, what } in keys(&schema, &schema, "", text)? {
            writeln!(out, "`{name}`\n: {kind}. {open}{what}{close}\n")?;
        }
        Ok(out)
    }

    /// The help of the command, and of each of its commands.
    fn help(&self) -> anyhow::Result<String> {
        let top = self.say(&["--help"])?;
        let listed = top.split_once("Commands:\n").and_then(|(_, rest)| rest.split_once("\n\n"));
        let (listed, _) = listed.context("`zoeklicht --help` lists no commands")?;
        let mut out = format!("```text\n{}\n```\n\n", top.trim_end());
        // A further line of a description begins with more space.
        for line in listed.lines().filter(|line| !line.starts_with("   ")) {
            let name = line.split_whitespace().next().unwrap_or_default();
            if name != "help" {
                write!(out, "## zoeklicht {name}\n\n```text\n{}\n```\n\n", self.say(&[name, "--help"])?.trim_end())?;
            }
        }
        Ok(out)
    }

    /// Every code with its explanation, which the command has in each language of the site.
    fn codes(&self, lang: &str, text: Text<'_>) -> anyhow::Result<String> {
        let mut out = String::new();
        let mut family = "";
        for line in self.say(&["explain"])?.lines() {
            let code = line.split_whitespace().next().context("a line of `zoeklicht explain` begins with a code")?;
            let here = code.get(..2).context("a code has a letter and digits")?;
            if here != family {
                write!(out, "## {}\n\n", text(&format!("codes_{here}"))?)?;
            }
            let explained = self.say(&["--messages", lang, "explain", code])?;
            let (title, rest) = explained.split_once('\n').context("an explanation has a title and more")?;
            write!(out, "### {title}\n\n{}\n\n", rest.trim())?;
            family = line.get(..2).unwrap_or_default();
        }
        Ok(out)
    }
}

/// What stands under a heading, up to the next one that is as high.
fn section(markdown: &str, heading: &str) -> Option<String> {
    let mut out: Option<String> = None;
    let (mut level, mut is_code) = (0, false);
    for line in markdown.lines() {
        is_code ^= line.trim_start().starts_with("```");
        let signs = line.bytes().take_while(|byte| *byte == b'#').count();
        if !is_code && signs > 0 {
            if out.is_some() && signs <= level {
                break;
            }
            if out.is_none() && line[signs..].trim() == heading {
                (level, out) = (signs, Some(String::new()));
                continue;
            }
        }
        if let Some(out) = &mut out {
            *out += line;
            out.push('\n');
        }
    }
    out
}

/// A key of the configuration.
struct Key {
    /// With the table it stands in.
    name: String,
    /// What its value is, and which it is if nothing is said.
    kind: String,
    what: String,
}

/// The keys that `node` describes, and those of the tables in it, with `before` before their names.
fn keys(schema: &Value, node: &Value, before: &str, text: Text<'_>) -> anyhow::Result<Vec<Key>> {
    let mut all = Vec::new();
    for (name, value) in node["properties"].as_object().into_iter().flatten() {
        let target = resolve(schema, value);
        let items = resolve(schema, &target["items"]);
        let mut kind = match target["type"].as_str().or_else(|| target["type"][0].as_str()).unwrap_or_default() {
            "array" => text(&format!("array_{}", items["type"].as_str().unwrap_or_default()))?,
            kind => text(&format!("kind_{kind}"))?,
        };
        let default = &value["default"];
        if !(default.is_null() || default.is_object() || default.as_array().is_some_and(Vec::is_empty)) {
            write!(kind, ", {} `{default}`", text("default")?)?;
        }
        let what = value["description"].as_str().or(target["description"].as_str()).unwrap_or_default();
        all.push(Key { name: format!("{before}{name}"), kind, what: what.replace('\n', " ") });
        all.extend(keys(schema, target, &format!("{before}[{name}] "), text)?);
        all.extend(keys(schema, items, &format!("{before}[[{name}]] "), text)?);
    }
    Ok(all)
}

/// What a node of a schema refers to, or the node itself; of what may be left out, what it is otherwise.
fn resolve<'a>(schema: &'a Value, node: &'a Value) -> &'a Value {
    let node = node["anyOf"].as_array().and_then(|all| all.first()).unwrap_or(node);
    let target = node["$ref"].as_str().and_then(|path| schema.pointer(path.strip_prefix('#')?));
    target.unwrap_or(node)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_ends_at_the_next_heading_that_is_as_high() {
        let text = "# A\n\n## B\n\nb\n\n```sh\n# no heading\n```\n\n### C\n\nc\n\n## D\n\nd\n";
        let of = |heading| section(text, heading).map(|text| text.trim().to_owned());
        assert_eq!(of("B").as_deref(), Some("b\n\n```sh\n# no heading\n```\n\n### C\n\nc"));
        assert_eq!(of("C").as_deref(), Some("c"));
        assert_eq!(of("no heading"), None);
    }

    #[test]
    fn keys_of_tables_are_listed_with_the_table_they_stand_in() {
        let schema = serde_json::json!({
            "properties": {
                "lang": { "type": ["string", "null"], "default": null, "description": "The\nlanguage." },
                "pinned": { "type": "array", "items": { "$ref": "#/$defs/Pinned" }, "default": [], "description": "First." },
            },
            "$defs": { "Pinned": { "type": "object", "properties": { "query": { "type": "string", "description": "What." } } } },
        });
        let keys = keys(&schema, &schema, "", &|name| Ok(name.into())).expect("listed");
        let lines: Vec<String> =
            keys.iter().map(|Key { name, kind, what }| format!("{name}: {kind}. {what}")).collect();
        assert_eq!(
            lines,
            [
                "lang: kind_string. The language.",
                "pinned: array_object. First.",
                "[[pinned]] query: kind_string. What."
            ]
        );
    }
}
