//! Languages, by their BCP 47 primary subtag.

use std::fmt;

/// The language of a document or a part of one: two or three lower-case letters, two where the language has such a code;
/// `und` when nothing is known.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lang([u8; 3]);

impl Lang {
    /// Undetermined (BCP 47 `und`).
    pub const UND: Lang = Lang(*b"und");

    /// The primary subtag of a tag such as `nl-BE`; `None` if that is not two or three ASCII letters. Three letters for a
    /// language that has two, such as `nld` and `dut` (ISO 639-2 and 639-3), give the two.
    pub fn parse(tag: &str) -> Option<Lang> {
        let primary = tag.trim().split(['-', '_']).next()?.as_bytes();
        if !matches!(primary.len(), 2 | 3) || !primary.iter().all(u8::is_ascii_alphabetic) {
            return None;
        }
        let mut code = [0; 3];
        code[..primary.len()].copy_from_slice(primary);
        code.make_ascii_lowercase();
        let long = Lang(code);
        let mut pairs = TWO_LETTERS.split_ascii_whitespace().filter_map(|pair| pair.split_once(':'));
        let short = pairs.find(|(three, _)| *three == long.as_str()).and_then(|(_, two)| Lang::parse(two));
        Some(short.unwrap_or(long))
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

#[cfg(feature = "build")]
impl serde::Serialize for Lang {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

#[cfg(feature = "build")]
impl<'de> serde::Deserialize<'de> for Lang {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Lang, D::Error> {
        let tag = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Lang::parse(&tag).ok_or_else(|| serde::de::Error::custom(format!("`{tag}` is not a language")))
    }
}

/// The two letters of each language of three that has them: ISO 639-2, both codes where it has two, and 639-3.
const TWO_LETTERS: &str = "aar:aa abk:ab afr:af aka:ak alb:sq amh:am ara:ar arg:an arm:hy asm:as ava:av ave:ae aym:ay aze:az bak:ba \
    bam:bm baq:eu bel:be ben:bn bis:bi bod:bo bos:bs bre:br bul:bg bur:my cat:ca ces:cs cha:ch che:ce chi:zh \
    chu:cu chv:cv cor:kw cos:co cre:cr cym:cy cze:cs dan:da deu:de div:dv dut:nl dzo:dz ell:el eng:en epo:eo \
    est:et eus:eu ewe:ee fao:fo fas:fa fij:fj fin:fi fra:fr fre:fr fry:fy ful:ff geo:ka ger:de gla:gd gle:ga \
    glg:gl glv:gv gre:el grn:gn guj:gu hat:ht hau:ha heb:he her:hz hin:hi hmo:ho hrv:hr hun:hu hye:hy ibo:ig \
    ice:is ido:io iii:ii iku:iu ile:ie ina:ia ind:id ipk:ik isl:is ita:it jav:jv jpn:ja kal:kl kan:kn kas:ks \
    kat:ka kau:kr kaz:kk khm:km kik:ki kin:rw kir:ky kom:kv kon:kg kor:ko kua:kj kur:ku lao:lo lat:la lav:lv \
    lim:li lin:ln lit:lt ltz:lb lub:lu lug:lg mac:mk mah:mh mal:ml mao:mi mar:mr may:ms mkd:mk mlg:mg mlt:mt \
    mon:mn mri:mi msa:ms mya:my nau:na nav:nv nbl:nr nde:nd ndo:ng nep:ne nld:nl nno:nn nob:nb nor:no nya:ny \
    oci:oc oji:oj ori:or orm:om oss:os pan:pa per:fa pli:pi pol:pl por:pt pus:ps que:qu roh:rm ron:ro rum:ro \
    run:rn rus:ru sag:sg san:sa sin:si slk:sk slo:sk slv:sl sme:se smo:sm sna:sn snd:sd som:so sot:st spa:es \
    sqi:sq srd:sc srp:sr ssw:ss sun:su swa:sw swe:sv tah:ty tam:ta tat:tt tel:te tgk:tg tgl:tl tha:th tib:bo \
    tir:ti ton:to tsn:tn tso:ts tuk:tk tur:tr twi:tw uig:ug ukr:uk urd:ur uzb:uz ven:ve vie:vi vol:vo wel:cy \
    wln:wa wol:wo xho:xh yid:yi yor:yo zha:za zho:zh zul:zu";

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
        check("nld", Some("nl"));
        check("dut", Some("nl"));
        check("FRA-be", Some("fr"));
        check("fre", Some("fr"));
        check("deu", Some("de"));
        check("zul", Some("zu"));
        check("und", Some("und"));
        check("", None);
        check("n", None);
        check("nederlands", None);
        check("é", None);
    }

    #[test]
    fn codes_of_three_letters_stand_once_each_with_two() {
        let pairs: Vec<_> = TWO_LETTERS.split_ascii_whitespace().map(|pair| pair.split_once(':')).collect();
        assert!(pairs.is_sorted_by(|a, b| a < b));
        assert!(pairs.iter().flatten().all(|(three, two)| three.len() == 3 && two.len() == 2));
        assert_eq!(pairs.iter().flatten().count(), 203);
    }
}
