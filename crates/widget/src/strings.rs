//! What the widget says, in Dutch, French, German and English.
//!
//! Invariants
//! - Every string exists in every language: the table is a macro in which a missing one does not compile.
//! - French has a narrow no-break space (U+202F) before `? ! : ;` and inside « ».
//!
//! Words between braces are places to fill in. Not here: which string is said when (see `status`).

use yew::prelude::*;

/// A string for one of something, and for several.
#[derive(Debug)]
pub(crate) struct Counted {
    one: &'static str,
    other: &'static str,
}

/// All strings in one language.
#[derive(Debug)]
pub(crate) struct Strings {
    /// A BCP 47 primary subtag.
    pub(crate) lang: &'static str,
    /// Whether none of something is worded as one of it.
    none_is_one: bool,
    pub(crate) words: Words,
    pub(crate) counts: Counts,
}

// There is one value for each language.
impl PartialEq for Strings {
    fn eq(&self, other: &Strings) -> bool {
        std::ptr::eq(self, other)
    }
}

macro_rules! table {
    (
        words { $($word:ident: $nl:literal, $fr:literal, $de:literal, $en:literal;)* }
        counts { $($count:ident: $nl1:literal | $nln:literal, $fr1:literal | $frn:literal, $de1:literal | $den:literal, $en1:literal | $enn:literal;)* }
    ) => {
        /// Strings without a number.
        #[derive(Debug)]
        pub(crate) struct Words { $(pub(crate) $word: &'static str,)* }

        /// Strings with a number.
        #[derive(Debug)]
        pub(crate) struct Counts { $(pub(crate) $count: Counted,)* }

        static NL: Strings = Strings {
            lang: "nl", none_is_one: false, words: Words { $($word: $nl,)* },
            counts: Counts { $($count: Counted { one: $nl1, other: $nln },)* },
        };
        static FR: Strings = Strings {
            lang: "fr", none_is_one: true, words: Words { $($word: $fr,)* },
            counts: Counts { $($count: Counted { one: $fr1, other: $frn },)* },
        };
        static DE: Strings = Strings {
            lang: "de", none_is_one: false, words: Words { $($word: $de,)* },
            counts: Counts { $($count: Counted { one: $de1, other: $den },)* },
        };
        static EN: Strings = Strings {
            lang: "en", none_is_one: false, words: Words { $($word: $en,)* },
            counts: Counts { $($count: Counted { one: $en1, other: $enn },)* },
        };

        /// The strings that mean the same, language by language.
        #[cfg(test)]
        const ROWS: &[&[&str]] = &[$(&[$nl, $fr, $de, $en],)* $(&[$nl1, $nln, $fr1, $frn, $de1, $den, $en1, $enn],)*];
    };
}

table! {
    words {
        landmark: "Deze website doorzoeken", "Rechercher sur ce site", "Diese Website durchsuchen", "Search this website";
        label: "Wat zoekt u?", "Que cherchez-vous\u{202f}?", "Was suchen Sie?", "What are you looking for?";
        submit: "Zoeken", "Rechercher", "Suchen", "Search";
        skip: "Naar de zoekresultaten", "Aller aux résultats", "Zu den Suchergebnissen", "Skip to search results";
        results: "Zoekresultaten", "Résultats de la recherche", "Suchergebnisse", "Search results";
        starting: "De zoekfunctie start. Even geduld.", "La recherche démarre. Veuillez patienter.",
            "Die Suche wird gestartet. Bitte warten.", "Search is starting. Please wait.";
        searching: "Bezig met zoeken…", "Recherche en cours…", "Suche läuft…", "Searching…";
        empty: "Typ eerst wat u zoekt.", "Indiquez d’abord ce que vous cherchez.",
            "Geben Sie zuerst ein, was Sie suchen.", "First type what you are looking for.";
        zero: "Geen resultaten voor ‘{q}’", "Aucun résultat pour «\u{202f}{q}\u{202f}»", "Keine Ergebnisse für „{q}“",
            "No results for ‘{q}’";
        tips: "Wat kunt u doen?", "Que pouvez-vous faire\u{202f}?", "Was können Sie tun?", "What can you do?";
        tip_spelling: "Kijk of alles juist geschreven is.", "Vérifiez l’orthographe.", "Prüfen Sie die Schreibweise.",
            "Check the spelling.";
        tip_fewer: "Gebruik minder woorden.", "Utilisez moins de mots.", "Verwenden Sie weniger Wörter.",
            "Use fewer words.";
        tip_other: "Gebruik een ander woord, bijvoorbeeld ‘hulp’ in plaats van ‘ondersteuning’.",
            "Utilisez un autre mot, par exemple «\u{202f}aide\u{202f}» au lieu de «\u{202f}assistance\u{202f}».",
            "Verwenden Sie ein anderes Wort, zum Beispiel „Hilfe“ statt „Unterstützung“.",
            "Use another word, for example ‘help’ instead of ‘assistance’.";
        tip_filters: "Verwijder een of meer filters.", "Supprimez un ou plusieurs filtres.",
            "Entfernen Sie einen oder mehrere Filter.", "Remove one or more filters.";
        did_you_mean: "Bedoelde u {link}?", "Vouliez-vous dire {link}\u{202f}?", "Meinten Sie {link}?",
            "Did you mean {link}?";
        corrected: "Geen resultaten voor ‘{q}’. U ziet resultaten voor ‘{c}’.",
            "Aucun résultat pour «\u{202f}{q}\u{202f}». Vous voyez les résultats pour «\u{202f}{c}\u{202f}».",
            "Keine Ergebnisse für „{q}“. Sie sehen Ergebnisse für „{c}“.",
            "No results for ‘{q}’. Showing results for ‘{c}’.";
        filters: "Resultaten filteren", "Filtrer les résultats", "Ergebnisse filtern", "Filter results";
        year: "Jaar", "Année", "Jahr", "Year";
        kind: "Soort document", "Type de document", "Dokumenttyp", "Document type";
        language: "Taal", "Langue", "Sprache", "Language";
        legislature: "Legislatuur", "Législature", "Legislaturperiode", "Legislature";
        active: "Gekozen filters", "Filtres actifs", "Aktive Filter", "Active filters";
        chosen: "{name}: {value}", "{name}\u{202f}: {value}", "{name}: {value}", "{name}: {value}";
        remove: "Verwijder filter {name}: {value}", "Supprimer le filtre {name}\u{202f}: {value}",
            "Filter {name}: {value} entfernen", "Remove filter {name}: {value}";
        clear: "Alle filters wissen", "Effacer tous les filtres", "Alle Filter löschen", "Clear all filters";
        end: "U ziet alle resultaten.", "Vous voyez tous les résultats.", "Sie sehen alle Ergebnisse.",
            "You see all results.";
        sections: "Onderdelen van {title}", "Sections de {title}", "Abschnitte von {title}", "Sections of {title}";
        failed: "Zoeken lukt nu niet.", "La recherche ne fonctionne pas pour le moment.",
            "Die Suche funktioniert gerade nicht.", "Search is not working right now.";
        failed_network: "Controleer uw internetverbinding en probeer het opnieuw.",
            "Vérifiez votre connexion internet et réessayez.",
            "Prüfen Sie Ihre Internetverbindung und versuchen Sie es noch einmal.",
            "Check your internet connection and try again.";
        failed_version: "De website is net vernieuwd. Laad de pagina opnieuw.",
            "Le site vient d’être mis à jour. Rechargez la page.",
            "Die Website wurde gerade aktualisiert. Laden Sie die Seite neu.",
            "The website was just updated. Reload the page.";
        retry: "Opnieuw proberen", "Réessayer", "Noch einmal versuchen", "Try again";
    }
    counts {
        count: "{n} resultaat voor ‘{q}’" | "{n} resultaten voor ‘{q}’. U ziet {a} tot {b}.",
            "{n} résultat pour «\u{202f}{q}\u{202f}»"
                | "{n} résultats pour «\u{202f}{q}\u{202f}». Vous voyez les résultats {a} à {b}.",
            "{n} Ergebnis für „{q}“" | "{n} Ergebnisse für „{q}“. Sie sehen {a} bis {b}.",
            "{n} result for ‘{q}’" | "{n} results for ‘{q}’. Showing {a} to {b}.";
        all: "{n} resultaat" | "{n} resultaten", "{n} résultat" | "{n} résultats", "{n} Ergebnis" | "{n} Ergebnisse",
            "{n} result" | "{n} results";
        filtered: "Filter toegepast. {n} resultaat." | "Filter toegepast. {n} resultaten.",
            "Filtre appliqué. {n} résultat." | "Filtre appliqué. {n} résultats.",
            "Filter angewendet. {n} Ergebnis." | "Filter angewendet. {n} Ergebnisse.",
            "Filter applied. {n} result." | "Filter applied. {n} results.";
        choices: "Nog {n} keuze" | "Nog {n} keuzes", "Encore {n} choix" | "Encore {n} choix",
            "Noch {n} Auswahl" | "Noch {n} Auswahlen", "{n} more choice" | "{n} more choices";
        more: "Toon {n} resultaat meer" | "Toon {n} resultaten meer",
            "Afficher {n} résultat de plus" | "Afficher {n} résultats de plus",
            "{n} weiteres Ergebnis anzeigen" | "{n} weitere Ergebnisse anzeigen",
            "Show {n} more result" | "Show {n} more results";
        added: "{n} resultaat toegevoegd. U ziet nu {b} van {total}."
                | "{n} resultaten toegevoegd. U ziet nu {b} van {total}.",
            "{n} résultat ajouté. Vous voyez maintenant {b} résultats sur {total}."
                | "{n} résultats ajoutés. Vous voyez maintenant {b} résultats sur {total}.",
            "{n} Ergebnis hinzugefügt. Sie sehen jetzt {b} von {total}."
                | "{n} Ergebnisse hinzugefügt. Sie sehen jetzt {b} von {total}.",
            "{n} result added. Showing {b} of {total}." | "{n} results added. Showing {b} of {total}.";
    }
}

impl Strings {
    /// The strings for a BCP 47 tag; English for a language we do not speak.
    pub(crate) fn of(lang: &str) -> &'static Strings {
        match lang.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase().as_str() {
            "nl" => &NL,
            "fr" => &FR,
            "de" => &DE,
            _ => &EN,
        }
    }

    /// The form of a string for a number.
    pub(crate) fn form(&self, counted: &Counted, number: usize) -> &'static str {
        if number == 1 || (number == 0 && self.none_is_one) { counted.one } else { counted.other }
    }

    /// What people read instead of the name of a filter: our word for it if it is a usual one, else the name itself.
    pub(crate) fn filter_name(&self, name: &str) -> String {
        match name {
            "jaar" | "année" | "jahr" | "year" => self.words.year.into(),
            "soort" | "type" | "kind" => self.words.kind.into(),
            "taal" | "langue" | "sprache" | "language" => self.words.language.into(),
            "legislatuur" | "législature" | "legislature" => self.words.legislature.into(),
            other => {
                let mut letters = other.chars();
                letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
            }
        }
    }

    /// A number as this language writes it.
    pub(crate) fn number(&self, number: usize) -> String {
        // No search has more hits than documents, and those are counted in 32 bits.
        let number = js_sys::Number::from(u32::try_from(number).unwrap_or(u32::MAX));
        number.to_locale_string(self.lang).into()
    }
}

/// A string with its places filled in, as text.
pub(crate) fn text(template: &str, values: &[(&str, &str)]) -> String {
    pieces(template)
        .map(|piece| piece.unwrap_or_else(|place| value(values, place).copied().unwrap_or_default()))
        .collect()
}

/// A string with its places filled in, as nodes.
pub(crate) fn nodes(template: &'static str, values: &[(&str, Html)]) -> Html {
    let node = |piece: Result<&'static str, &str>| match piece {
        Ok(text) => Html::from(text),
        Err(place) => value(values, place).cloned().unwrap_or_default(),
    };
    pieces(template).map(node).collect()
}

fn value<'v, V>(values: &'v [(&str, V)], place: &str) -> Option<&'v V> {
    values.iter().find(|(name, _)| *name == place).map(|(_, value)| value)
}

/// The parts of a template: `Ok` is text, `Err` is the name of a place.
fn pieces(template: &str) -> impl Iterator<Item = Result<&str, &str>> {
    template
        .split('{')
        .enumerate()
        .flat_map(|(at, part)| match part.split_once('}') {
            Some((place, text)) if at > 0 => [Some(Err(place)), Some(Ok(text)).filter(|_| !text.is_empty())],
            _ => [Some(Ok(part)).filter(|_| !part.is_empty()), None],
        })
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_filled_in() {
        assert_eq!(text("{n} van {total}.", &[("total", "9"), ("n", "3")]), "3 van 9.");
        assert_eq!(
            text("Verwijder filter {name}: {value}", &[("name", "Jaar"), ("value", "2{n}")]),
            "Verwijder filter Jaar: 2{n}"
        );
        assert_eq!(text("niets", &[]), "niets");
    }

    #[test]
    fn every_language_has_the_same_places() {
        let places = |template| {
            let mut places: Vec<&str> = pieces(template).filter_map(Result::err).collect();
            places.sort_unstable();
            places
        };
        for row in ROWS {
            let step = row.len() / 4;
            for of in 0..step {
                for other in row.iter().skip(of).step_by(step) {
                    assert_eq!(places(other), places(row[of]), "{other}");
                }
            }
        }
    }

    #[test]
    fn french_punctuation_stands_apart() {
        for row in ROWS {
            let step = row.len() / 4;
            for french in &row[step..2 * step] {
                for (at, mark) in french.char_indices().filter(|(_, c)| matches!(c, '?' | '!' | ':' | ';' | '»')) {
                    assert!(french[..at].ends_with('\u{202f}'), "{mark} in {french}");
                }
            }
        }
    }

    #[test]
    fn a_language_is_recognised_by_its_first_part() {
        assert_eq!(Strings::of("nl-BE").lang, "nl");
        assert_eq!(Strings::of("FR").lang, "fr");
        assert_eq!(Strings::of("de_BE").lang, "de");
        assert_eq!(Strings::of("").lang, "en");
        assert_eq!(Strings::of("tr").lang, "en");
    }

    #[test]
    fn numbers_choose_the_form() {
        let form = |lang: &str, number| {
            let strings = Strings::of(lang);
            strings.form(&strings.counts.all, number)
        };
        assert_eq!(
            [form("nl", 0), form("nl", 1), form("nl", 2)],
            ["{n} resultaten", "{n} resultaat", "{n} resultaten"]
        );
        assert_eq!([form("fr", 0), form("fr", 1), form("fr", 2)], ["{n} résultat", "{n} résultat", "{n} résultats"]);
    }

    #[test]
    fn filters_have_a_readable_name() {
        assert_eq!(Strings::of("nl").filter_name("soort"), "Soort document");
        assert_eq!(Strings::of("nl").filter_name("thema"), "Thema");
        assert_eq!(Strings::of("nl").filter_name(""), "");
    }
}
