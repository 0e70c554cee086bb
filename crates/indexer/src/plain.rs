//! Plain text: the first line is the title, the rest is text.

use crate::document::{Document, Flow};
use crate::report::Problem;
use crate::source::One;

/// Longer first lines are the beginning of the text, not a title.
const TITLE_CHARS_MAX: usize = 150;

pub(crate) fn read(text: &str, place: &str) -> One {
    let mut flow = Flow::default();
    let mut document = Document::default();
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let Some(first) = lines.next() else {
        return Err(Problem::no_text(place));
    };
    // `# Title`, as in many text files.
    let title = first.trim_start_matches('#').trim();
    if title.chars().count() <= TITLE_CHARS_MAX {
        document.title = title.into();
    } else {
        flow.add(first);
        document.title = title.chars().take(TITLE_CHARS_MAX).collect();
    }
    for line in lines {
        flow.new_line();
        flow.add(line);
    }
    document.text = flow.finish();
    Ok((document, Vec::new()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_is_the_title() {
        let (document, _) = read("\n Doel \n\nEen  samenleving\nvoor allen.\n", "x").expect("text");
        assert_eq!((document.title.as_str(), document.text.as_str()), ("Doel", "Een samenleving\nvoor allen."));
        assert!(read(" \n\t\n", "x").is_err());
    }
}
