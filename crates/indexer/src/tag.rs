//! Languages in a configuration: text that must be a tag such as `nl` or `nl-BE`.

use std::collections::BTreeMap;

use serde::ser::SerializeMap as _;
use serde::{Deserialize, Deserializer, Serializer};
use zoeklicht_text::Lang;

/// A tag as it is written, so that `nl` and `nl-BE` are two keys of a map and neither replaces the other.
#[derive(PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
struct Tag {
    lang: Lang,
    written: String,
}

impl TryFrom<String> for Tag {
    type Error = String;

    fn try_from(written: String) -> Result<Tag, String> {
        match Lang::parse(&written) {
            Some(lang) => Ok(Tag { lang, written }),
            None => Err(format!("`{written}` is not a language, expected a tag such as `nl` or `nl-BE`")),
        }
    }
}

/// A language, if one is given.
pub(crate) fn lang<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Lang>, D::Error> {
    Ok(Some(Tag::deserialize(deserializer)?.lang))
}

/// Rows of words by language.
pub(crate) fn by_lang<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<Lang, Vec<Vec<String>>>, D::Error> {
    let mut all: BTreeMap<Lang, Vec<Vec<String>>> = BTreeMap::new();
    for (tag, rows) in BTreeMap::<Tag, Vec<Vec<String>>>::deserialize(deserializer)? {
        all.entry(tag.lang).or_default().extend(rows);
    }
    Ok(all)
}

/// What [`lang`] reads.
pub(crate) fn write_lang<S: Serializer>(lang: &Option<Lang>, serializer: S) -> Result<S::Ok, S::Error> {
    match lang {
        Some(lang) => serializer.serialize_str(lang.as_str()),
        None => serializer.serialize_none(),
    }
}

/// What [`by_lang`] reads.
pub(crate) fn write_by_lang<S: Serializer>(
    all: &BTreeMap<Lang, Vec<Vec<String>>>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(all.len()))?;
    all.iter().try_for_each(|(lang, rows)| map.serialize_entry(lang.as_str(), rows))?;
    map.end()
}
