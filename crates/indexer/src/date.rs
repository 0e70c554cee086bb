//! Dates that documents are sorted by, in the form of ISO 8601 in which the order of text is that of time.

/// Whether it is `2026`, `2026-03` or `2026-03-31`, a day that the calendar has, with anything of a time behind.
pub(crate) fn is_iso(date: &str) -> bool {
    let (day, time) = match date.split_once(['T', 't', ' ']) {
        Some((day, time)) => (day, Some(time)),
        None => (date, None),
    };
    let number = |text: &str, digits: usize| {
        let is_written_so = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<u32>().ok().filter(|_| is_written_so)
    };
    let mut parts = day.split('-');
    let year = parts.next().and_then(|year| number(year, 4));
    let (month, day) = (parts.next(), parts.next());
    let Some(year) = year.filter(|_| parts.next().is_none()) else { return false };
    let Some(month) = month else { return time.is_none() };
    let Some(month) = number(month, 2).filter(|month| (1..=12).contains(month)) else { return false };
    let Some(day) = day else { return time.is_none() };
    let is_day = number(day, 2).is_some_and(|day| (1..=days(year, month)).contains(&day));
    is_day && time.is_none_or(|time| time.starts_with(|c: char| c.is_ascii_digit()))
}

/// The days of a month, by the Gregorian calendar.
fn days(year: u32, month: u32) -> u32 {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_a_day_of_the_calendar() {
        for date in
            ["2026", "2026-03", "2026-03-31", "2024-02-29", "2000-02-29", "2026-03-31T12:00:00Z", "2026-03-31 9:00"]
        {
            assert!(is_iso(date), "{date}");
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
            assert!(!is_iso(date), "{date}");
        }
    }
}
