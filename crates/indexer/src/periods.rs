//! Times with a name, such as legislatures: a filter that a document's date gives it a value of.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use zoeklicht_format::Day;

use crate::date;
use crate::document::Document;

/// A filter by times with a name.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a table with `filter` and `of`")]
pub struct Periods {
    /// The filter, such as `legislatuur`.
    pub filter: String,
    /// The sort key with the date of a document.
    #[serde(default = "date_key")]
    pub by: String,
    /// The times, of which no two have a day in common.
    #[serde(deserialize_with = "apart")]
    pub of: Vec<Period>,
}

/// A time with a name.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a table with `name` and `start`")]
pub struct Period {
    /// The value of the filter, such as `2019-2024`.
    pub name: String,
    /// Its first day, such as `2019-05-26`.
    #[serde(deserialize_with = "day", serialize_with = "write_day")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub start: Day,
    /// Its last day; it goes on if none.
    #[serde(default, deserialize_with = "some_day", serialize_with = "write_some_day")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub end: Option<Day>,
}

/// Gives a document the values of its date, beside those that it has.
pub(crate) fn give_periods(document: &mut Document, all: &[Periods]) {
    for Periods { filter, by, of } in all {
        let Some(day) = document.sort.get(by).and_then(|key| date::day(key)) else { continue };
        let period = of.iter().find(|period| period.start <= day && period.end.is_none_or(|end| day <= end));
        if let Some(Period { name, .. }) = period {
            document.add_filter(filter, name);
        }
    }
}

fn date_key() -> String {
    date::KEY.into()
}

/// Periods that each end before the next one starts, in whatever order they are written.
fn apart<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Period>, D::Error> {
    let of: Vec<Period> = Vec::deserialize(deserializer)?;
    let mut in_order: Vec<&Period> = of.iter().collect();
    in_order.sort_by_key(|period| period.start);
    for Period { name, start, end } in &of {
        if end.is_some_and(|end| end < *start) {
            return Err(D::Error::custom(format!("`{name}` ends before it starts, expected a later `end`")));
        }
    }
    for pair in in_order.windows(2) {
        if let [one, next] = pair
            && one.end.is_none_or(|end| end >= next.start)
        {
            let Period { name, start, .. } = next;
            let reason = format!("`{name}` starts before `{}` ends, expected an `end` before {start}", one.name);
            return Err(D::Error::custom(reason));
        }
    }
    Ok(of)
}

fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Day, D::Error> {
    let text = String::deserialize(deserializer)?;
    let wrong = || D::Error::custom(format!("`{text}` is not a day, expected one such as `2019-05-26`"));
    Day::parse(&text).ok_or_else(wrong)
}

fn some_day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Day>, D::Error> {
    day(deserializer).map(Some)
}

fn write_day<S: Serializer>(day: &Day, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(day)
}

fn write_some_day<S: Serializer>(day: &Option<Day>, serializer: S) -> Result<S::Ok, S::Error> {
    match day {
        Some(day) => serializer.collect_str(day),
        None => serializer.serialize_none(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(of: &str) -> Result<Periods, toml::de::Error> {
        toml::from_str(&format!("filter = \"legislatuur\"\nof = [{of}]"))
    }

    const TWO: &str = r#"{ name = "nu", start = "2024-06-09" },
        { name = "vorige", start = "2019-05-26", end = "2024-06-08" }"#;

    #[test]
    fn a_document_gets_the_period_of_its_date() {
        let all = [read(TWO).expect("two periods")];
        let check = |date: &str, own: &[&str], expected: &[&str]| {
            let mut document = Document::default();
            document.sort.insert("date".into(), date.into());
            own.iter().for_each(|value| document.add_filter("legislatuur", value));
            give_periods(&mut document, &all);
            assert_eq!(document.filters.remove("legislatuur").unwrap_or_default(), expected, "{date}");
        };
        check("2019-05-25", &[], &[]);
        check("2019-05-26", &[], &["vorige"]);
        check("2024-06-08T23:59:00Z", &[], &["vorige"]);
        check("2024-06-09", &[], &["nu"]);
        check("9999-12-31", &[], &["nu"]);
        // A date without a day counts as its first.
        check("2019", &[], &[]);
        check("2024-06", &[], &["vorige"]);
        check("gisteren", &[], &[]);
        check("2024-06-09", &["vorige", "nu"], &["vorige", "nu"]);
    }

    #[test]
    fn another_key_than_the_date_can_be_meant() {
        let periods = read(TWO).map(|periods| Periods { by: "ingang".into(), ..periods }).expect("two periods");
        let mut document = Document::default();
        document.sort.insert("ingang".into(), "2020-01-01".into());
        give_periods(&mut document, &[periods]);
        assert_eq!(document.filters["legislatuur"], ["vorige"]);
    }

    #[test]
    fn periods_that_overlap_or_never_are_refused() {
        let check = |of: &str, expected: &str| {
            let error = read(of).expect_err(of);
            assert_eq!(error.message(), expected, "{of}");
        };
        check(
            r#"{ name = "a", start = "2019-01-01" }, { name = "b", start = "2020-01-01" }"#,
            "`b` starts before `a` ends, expected an `end` before 2020-01-01",
        );
        check(
            r#"{ name = "b", start = "2020-01-01" }, { name = "a", start = "2019-01-01", end = "2020-01-01" }"#,
            "`b` starts before `a` ends, expected an `end` before 2020-01-01",
        );
        check(
            r#"{ name = "a", start = "2020-01-02", end = "2020-01-01" }"#,
            "`a` ends before it starts, expected a later `end`",
        );
        check(
            r#"{ name = "a", start = "26 mei 2019" }"#,
            "`26 mei 2019` is not a day, expected one such as `2019-05-26`",
        );
        assert!(read(r#"{ name = "a", start = "2020-01-01", end = "2020-01-01" }"#).is_ok(), "a day is a period");
    }
}
