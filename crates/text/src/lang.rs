//! Languages, by their BCP 47 primary subtag.

use std::fmt;

/// The language of a document or a part of one: two or three lower-case letters, `und` when nothing is known.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lang([u8; 3]);

impl Lang {
    /// Undetermined (BCP 47 `und`).
    pub const UND: Lang = Lang(*b"und");

    /// The primary subtag of a tag such as `nl-BE`; `None` if that is not two or three ASCII letters.
    pub fn parse(tag: &str) -> Option<Lang> {
        let primary = tag.trim().split(['-', '_']).next()?.as_bytes();
        if !matches!(primary.len(), 2 | 3) || !primary.iter().all(u8::is_ascii_alphabetic) {
            return None;
        }
        let mut code = [0; 3];
        code[..primary.len()].copy_from_slice(primary);
        code.make_ascii_lowercase();
        Some(Lang(code))
    }

    /// The subtag, such as `nl`.
    pub fn as_str(&self) -> &str {
        let len = if self.0[2] == 0 { 2 } else { 3 };
        // Only ASCII letters get in.
        std::str::from_utf8(&self.0[..len]).unwrap_or("und")
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_primary_subtag_counts() {
        let check = |tag: &str, expected: Option<&str>| {
            assert_eq!(Lang::parse(tag).map(|l| l.to_string()).as_deref(), expected, "{tag}");
        };
        check("nl", Some("nl"));
        check("nl-BE", Some("nl"));
        check("FR_be", Some("fr"));
        check("gsw", Some("gsw"));
        check("", None);
        check("n", None);
        check("nederlands", None);
        check("é", None);
    }
}
