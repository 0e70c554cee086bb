//! Dates that documents are sorted by, in the form of ISO 8601 in which the order of text is that of time.

use zoeklicht_format::Day;

/// The sort key that is always a date.
pub(crate) const KEY: &str = "date";

/// The day of `2026-03-31`, of `2026-03-31` with anything of a time behind, and the first day of `2026-03` and `2026`;
/// `None` for what is not written so, or is no day of the calendar.
pub(crate) fn day(date: &str) -> Option<Day> {
    match date.split_once(['T', 't', ' ']) {
        Some((day, time)) => Day::parse(day).filter(|_| time.starts_with(|c: char| c.is_ascii_digit())),
        None => Day::parse(date)
            .or_else(|| Day::parse(&format!("{date}-01")))
            .or_else(|| Day::parse(&format!("{date}-01-01"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_a_day_of_the_calendar() {
        for (date, first) in [
            ("2026", "2026-01-01"),
            ("2026-03", "2026-03-01"),
            ("2026-03-31", "2026-03-31"),
            ("2024-02-29", "2024-02-29"),
            ("2000-02-29", "2000-02-29"),
            ("2026-03-31T12:00:00Z", "2026-03-31"),
            ("2026-03-31 9:00", "2026-03-31"),
        ] {
            assert_eq!(day(date).map(|day| day.to_string()).as_deref(), Some(first), "{date}");
        }
        for date in [
            "",
            "31 maart 2026",
            "31-03-2026",
            "2026-3-31",
            "2026-02-29",
            "1900-02-29",
            "2026-13",
            "2026-00-10",
            "2026-04-31",
            "2026-03-31-1",
            "2026T12",
            "+026",
            "2026-03-31T",
            "gisteren",
        ] {
            assert_eq!(day(date), None, "{date}");
        }
    }
}
