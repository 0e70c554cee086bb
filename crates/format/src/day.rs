//! Days of the calendar: what documents are dated by.

use std::fmt;

use crate::limits::YEAR_MAX;

/// A day of the Gregorian calendar, of the years 0 to 9999. It is written as ISO 8601 has it: `2020-03-31`.
///
/// Its number counts each month as 31 days: it ascends as days do, and takes no table of months to be read again.
///
/// ```
/// use zoeklicht_format::Day;
///
/// let day = Day::parse("2020-02-29").expect("2020 is a leap year");
/// assert!(day < Day::parse("2020-03-01").expect("a day"));
/// assert_eq!(day.to_string(), "2020-02-29");
/// assert_eq!(Day::parse("2021-02-29"), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(u32);

const MONTHS: u32 = 12;
const MONTH_DAYS: u32 = 31;

impl Day {
    /// A day, if the calendar has it.
    pub fn new(year: u32, month: u32, day: u32) -> Option<Day> {
        let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let days = match month {
            2 if is_leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => MONTH_DAYS,
            _ => 0,
        };
        let exists = year <= YEAR_MAX && (1..=days).contains(&day);
        exists.then(|| Day((year * MONTHS + month - 1) * MONTH_DAYS + day - 1))
    }

    /// Reads a year of four digits, a month and a day of two, with `-` between.
    pub fn parse(text: &str) -> Option<Day> {
        let bytes: &[u8; 10] = text.as_bytes().try_into().ok()?;
        let number = |digits: &[u8]| {
            let digit = |digit: &u8| digit.is_ascii_digit().then(|| u32::from(digit - b'0'));
            digits.iter().try_fold(0, |number, byte| Some(number * 10 + digit(byte)?))
        };
        let [year @ .., b'-', m1, m2, b'-', d1, d2] = bytes else { return None };
        Day::new(number(year)?, number(&[*m1, *m2])?, number(&[*d1, *d2])?)
    }

    /// The year.
    pub fn year(self) -> u32 {
        self.0 / MONTH_DAYS / MONTHS
    }

    fn month(self) -> u32 {
        self.0 / MONTH_DAYS % MONTHS + 1
    }

    fn day(self) -> u32 {
        self.0 % MONTH_DAYS + 1
    }

    pub(crate) fn number(self) -> u32 {
        self.0
    }

    /// The day with this number, if the calendar has it.
    pub(crate) fn of_number(number: u32) -> Option<Day> {
        let day = Day(number);
        Day::new(day.year(), day.month(), day.day())
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year(), self.month(), self.day())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_survives_its_number_and_its_text() {
        for text in ["0000-01-01", "0999-12-31", "1900-02-28", "2000-02-29", "2024-02-29", "2026-04-30", "9999-12-31"] {
            let day = Day::parse(text).expect(text);
            assert_eq!((day.to_string().as_str(), Day::of_number(day.number())), (text, Some(day)));
        }
    }

    #[test]
    fn what_no_calendar_has_is_no_day() {
        for text in [
            "",
            "2026",
            "2026-03",
            "2026-3-31",
            "26-03-31",
            "2026-02-29",
            "1900-02-29",
            "2026-04-31",
            "2026-13-01",
            "2026-00-10",
            "2026-01-00",
            "+026-03-31",
            "2026/03/31",
            "2026-03-31T",
            "12026-03-31",
            "é26-03-31",
        ] {
            assert_eq!(Day::parse(text), None, "{text}");
        }
        let days = (0..=Day::parse("0004-12-31").expect("a day").number()).filter_map(Day::of_number).count();
        assert_eq!(days, 366 + 3 * 365 + 366, "the year 0 is a leap year");
        assert_eq!([u32::MAX, 10_000 * 372].map(Day::of_number), [None, None]);
    }

    #[test]
    fn days_ascend_as_their_texts_do() {
        let days: Vec<Day> = (0..1_200).filter_map(Day::of_number).collect();
        assert!(days.is_sorted_by(|a, b| a < b && a.to_string() < b.to_string()));
    }
}
