//! Anchors for headings that have none of their own, as Markdown renderers give them.

use std::collections::HashMap;

/// Gives each heading of a page an anchor of its own.
#[derive(Debug, Default)]
pub(crate) struct Slugs(HashMap<String, usize>);

impl Slugs {
    /// The heading in lower case, runs of anything but letters and digits as `-`; a repeated one gets a number.
    pub(crate) fn next(&mut self, heading: &str) -> String {
        let lower = heading.to_lowercase();
        let parts: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
        let slug = parts.join("-");
        let seen = self.0.entry(slug.clone()).or_insert(0);
        *seen += 1;
        if *seen == 1 { slug } else { format!("{slug}-{}", *seen - 1) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_become_anchors_and_repeats_get_numbers() {
        let mut slugs = Slugs::default();
        assert_eq!(slugs.next("Wat is NT2?"), "wat-is-nt2");
        assert_eq!(slugs.next("Coördinatie – wie?"), "coördinatie-wie");
        assert_eq!(slugs.next("Wat is NT2?"), "wat-is-nt2-1");
        assert_eq!(slugs.next("wat is nt2"), "wat-is-nt2-2");
    }
}
