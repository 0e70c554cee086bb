//! Dates in ISO form, from how Dutch, French, German and English write them.
//!
//! Only days that exist. Numbers alone are day, month, year or year, month, day: who writes the month first is read as
//! far as no such day exists, and then not at all.

use crate::fold::fold_into;
use crate::slice::slice;

/// Names and usual abbreviations of the months, folded.
const MONTHS: [&str; 12] = [
    "januari janvier januar january janner jan janv",
    "februari fevrier februar february feb febr fev fevr",
    "maart mars marz maerz march mrt mar",
    "april avril apr avr",
    "mei mai may",
    "juni juin june jun",
    "juli juillet july jul juil",
    "augustus aout august aug",
    "september septembre sept sep",
    "oktober octobre october okt oct",
    "november novembre nov",
    "december decembre dezember dec dez",
];
/// What may follow the number of a day.
const ORDINALS: &str = "er e de ste st nd rd th";

/// Puts the date that three words write with a month's name (`8 juli 2022`, `July 8, 2022`) in place of what is in
/// `iso`; whether there is one.
pub(crate) fn written(words: [&str; 3], iso: &mut String) -> bool {
    let [first, second, year] = words;
    let mut in_order = |day_word: &str, month_word: &str| {
        let digits = day_word.bytes().take_while(u8::is_ascii_digit).count();
        let (day, ordinal) = (slice(day_word, ..digits), slice(day_word, digits..));
        (ordinal.is_empty() || is_among(ordinal, ORDINALS))
            && month(month_word).is_some_and(|month| put([year, month, day], iso))
    };
    in_order(first, second) || in_order(second, first)
}

/// The same for three numbers (`08/07/2022`, `2022-07-08`).
pub(crate) fn numeric(words: [&str; 3], iso: &mut String) -> bool {
    let [first, second, third] = words;
    put([third, second, first], iso) || put([first, second, third], iso)
}

/// The number of the month, in digits.
fn month(word: &str) -> Option<&'static str> {
    const NUMBERS: [&str; 12] = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"];
    let at = MONTHS.iter().position(|names| is_among(word, names))?;
    NUMBERS.get(at).copied()
}

fn is_among(word: &str, list: &str) -> bool {
    let mut folded = String::new();
    fold_into(word, &mut folded);
    list.split_ascii_whitespace().any(|known| known == folded)
}

fn put([year, month, day]: [&str; 3], iso: &mut String) -> bool {
    let [year_number, month_number, day_number] = [year, month, day].map(number);
    let leap = year_number.is_multiple_of(4) && (!year_number.is_multiple_of(100) || year_number.is_multiple_of(400));
    let days = match month_number {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    if year.len() != 4 || month.len() > 2 || day.len() > 2 || !(1..=days).contains(&day_number) {
        return false;
    }
    iso.clear();
    iso.push_str(year);
    for number in [month, day] {
        iso.push_str(if number.len() == 1 { "-0" } else { "-" });
        iso.push_str(number);
    }
    true
}

/// The number that digits write, as far as it can be part of a date. `str::parse` for two types is more code to ship.
fn number(digits: &str) -> u32 {
    digits.bytes().take(4).fold(0, |number, digit| number * 10 + u32::from(digit.saturating_sub(b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(words: [&str; 3], expected: Option<&str>) {
        let mut iso = String::new();
        let found = if words.iter().all(|word| word.parse::<u32>().is_ok()) {
            numeric(words, &mut iso)
        } else {
            written(words, &mut iso)
        };
        assert_eq!(found.then_some(iso.as_str()), expected, "{words:?}");
    }

    #[test]
    fn only_days_that_exist_are_dates() {
        check(["29", "februari", "2024"], Some("2024-02-29"));
        check(["29", "februari", "2023"], None);
        check(["29", "2", "1900"], None);
        check(["29", "2", "2000"], Some("2000-02-29"));
        check(["31", "april", "2020"], None);
        check(["0", "mei", "2020"], None);
        check(["13", "14", "2020"], None);
        check(["8", "7", "22"], None);
        check(["8", "7", "02022"], None);
    }

    #[test]
    fn day_and_month_stand_in_either_order_when_the_month_has_a_name() {
        check(["8", "juli", "2022"], Some("2022-07-08"));
        check(["July", "8", "2022"], Some("2022-07-08"));
        check(["1er", "août", "2020"], Some("2020-08-01"));
        check(["3", "März", "2021"], Some("2021-03-03"));
        check(["8", "7", "2022"], Some("2022-07-08"));
        check(["2022", "07", "08"], Some("2022-07-08"));
        check(["8ter", "juli", "2022"], None);
        check(["juli", "augustus", "2022"], None);
    }

    #[test]
    fn month_names_are_folded() {
        assert!(MONTHS.iter().all(|names| crate::fold(names) == **names));
    }
}
