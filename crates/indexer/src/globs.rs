//! Patterns of paths in a configuration, such as `drafts/**` or `*.pdf`.

use globset::{Glob, GlobSet};
use serde::{Deserialize, Serialize};

/// Patterns of paths within a source, with `/` between names. `*` stands for any signs, `/` too, so that `*.pdf` is
/// every PDF in any folder; `?` for one, `[a-c]` for one of some, `{a,b}` for one or the other.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(try_from = "Vec<String>", into = "Vec<String>")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(with = "Vec<String>"))]
pub struct Globs {
    patterns: Vec<String>,
    set: GlobSet,
}

impl Globs {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// Whether one of them is meant for this path.
    pub fn is_match(&self, path: &str) -> bool {
        self.set.is_match(path)
    }
}

impl TryFrom<Vec<String>> for Globs {
    type Error = String;

    fn try_from(patterns: Vec<String>) -> Result<Globs, String> {
        let globs = patterns.iter().map(|pattern| Glob::new(pattern)).collect::<Result<Vec<_>, _>>();
        let set = globs.and_then(GlobSet::new).map_err(|error| format!("not a pattern of paths: {error}"))?;
        Ok(Globs { patterns, set })
    }
}

impl From<Globs> for Vec<String> {
    fn from(globs: Globs) -> Vec<String> {
        globs.patterns
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_of_paths_within_a_source() {
        let check = |pattern: &str, path: &str, expected: bool| {
            let globs = Globs::try_from(vec![pattern.to_owned()]).expect("a pattern");
            assert_eq!(globs.is_match(path), expected, "{pattern} {path}");
        };
        check("*.pdf", "a/b/c.pdf", true);
        check("drafts/**", "drafts/a/b.md", true);
        check("drafts/**", "a/drafts/b.md", false);
        check("**/drafts/**", "a/drafts/b.md", true);
        check("{a,b}.md", "b.md", true);
        assert!(Globs::try_from(vec!["[".to_owned()]).is_err());
        assert!(!Globs::default().is_match("a"));
    }
}
