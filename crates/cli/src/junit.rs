//! What a build found as JUnit XML, which most systems of continuous integration read.
//!
//! A code is a suite and a problem a test of it that has failed. A note is a test that was skipped: nobody need do anything
//! about it. Where nothing was found there is one test that passed, because some systems take none for a mistake.

use std::path::PathBuf;

use anyhow::Context as _;
use quick_junit::{NonSuccessKind, Report as Document, TestCase, TestCaseStatus, TestSuite};
use zoeklicht_indexer::{Code, Problem, Report, Severity, message};

use crate::diagnostics;

/// What all tests are of.
const NAME: &str = "zoeklicht";

/// The document, without times: the same findings give the same bytes.
pub(crate) fn document(report: &Report, sources: &[PathBuf]) -> anyhow::Result<String> {
    let mut document = Document::new(NAME);
    for (code, problems) in report.by_code() {
        let mut suite = TestSuite::new(name(code));
        suite.add_test_cases(problems.into_iter().map(|problem| case(problem, sources)));
        document.add_test_suite(suite);
    }
    if report.problems.is_empty() {
        let mut suite = TestSuite::new(NAME);
        suite.add_test_case(TestCase::new(
            message!("nothing was found", "er is niets gevonden").text(),
            TestCaseStatus::success(),
        ));
        document.add_test_suite(suite);
    }
    document
        .to_string()
        .context(message!("the findings could not be written", "de bevindingen konden niet geschreven worden"))
}

/// The number of a code for machines, with its name for people.
fn name(code: Code) -> String {
    format!("{} {}", code.number(), code.name())
}

fn case(Problem { code, place, line, reason, help }: &Problem, sources: &[PathBuf]) -> TestCase {
    let place_in_file = line.map_or_else(|| place.clone(), |line| format!("{place}:{line}"));
    let mut status = match code.severity() {
        Severity::Note => TestCaseStatus::skipped(),
        Severity::Warning | Severity::Error => TestCaseStatus::non_success(NonSuccessKind::Failure),
    };
    let number = code.number();
    let said = message!(
        "{place_in_file} {reason}\nhelp: {help}\nexplain: zoeklicht explain {number}",
        "{place_in_file} {reason}\ntip: {help}\nuitleg: zoeklicht explain {number}"
    );
    status.set_message(reason.text()).set_type(code.severity().name()).set_description(said.text());
    let mut case = TestCase::new(place_in_file, status);
    case.set_classname(format!("{NAME}.{}", code.name()));
    let file = diagnostics::file(sources, place).map(|path| path.to_string_lossy().into_owned());
    for (name, value) in [("file", file), ("line", line.map(|line| line.to_string()))] {
        if let Some(value) = value {
            case.extra.insert(name.into(), value.into());
        }
    }
    case
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(problems: Vec<Problem>, check: impl FnOnce(&roxmltree::Document<'_>)) {
        let report = Report { problems, ..Report::default() };
        let text = document(&report, &[]).unwrap_or_default();
        check(&roxmltree::Document::parse(&text).unwrap_or_else(|error| panic!("{error}: {text}")));
    }

    #[test]
    fn what_was_found_is_a_failure_and_a_note_was_skipped() {
        let problem =
            |code, place| Problem::new(code, place, message!("is \"so\" & <so>\x1B[2J", ""), message!("no", ""));
        let problems =
            vec![problem(Code::Excluded, "a"), problem(Code::NoTitle, "b\0"), problem(Code::NoTitle, "c]]>")];
        parsed(problems, |document| {
            let all = |name: &str| document.descendants().filter(|node| node.has_tag_name(name)).collect::<Vec<_>>();
            let suites: Vec<_> = all("testsuite").iter().map(|suite| suite.attribute("name")).collect();
            assert_eq!(suites, [Some("Z102 no-title"), Some("Z112 excluded")]);
            let names: Vec<_> = all("testcase").iter().map(|case| case.attribute("name")).collect();
            assert_eq!(names, [Some("b"), Some("c]]>"), Some("a")]);
            assert_eq!((all("failure").len(), all("skipped").len()), (2, 1));
            // Nothing that moves the cursor of a terminal stays.
            assert_eq!(all("failure")[1].attribute("message"), Some("is \"so\" & <so>"));
            let root = document.root_element();
            assert_eq!((root.attribute("tests"), root.attribute("failures")), (Some("3"), Some("2")));
        });
    }

    #[test]
    fn where_nothing_was_found_one_test_has_passed() {
        parsed(Vec::new(), |document| assert_eq!(document.root_element().attribute("tests"), Some("1")));
    }
}
