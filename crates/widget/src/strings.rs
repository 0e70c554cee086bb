//! What the widget says, in Dutch, French, German and English.
//!
//! Invariants
//! - Every string exists in every language: the table is a macro in which a missing one does not compile.
//! - French has a narrow no-break space (U+202F) before `? ! : ;` and inside « ».
//!
//! Words between braces are places to fill in. Not here: which string is said when (see `status`).

use std::cell::RefCell;

use wasm_bindgen::prelude::*;
use yew::prelude::*;
use zoeklicht_client::Day;

/// A string for one of something, and for several.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Counted {
    one: &'static str,
    other: &'static str,
}

/// All strings in one language.
#[derive(Clone, Copy, Debug)]
pub struct Strings {
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
        #[derive(Clone, Copy, Debug)]
        pub(crate) struct Words { $(pub(crate) $word: &'static str,)* }

        /// Strings with a number.
        #[derive(Clone, Copy, Debug)]
        pub(crate) struct Counts { $(pub(crate) $count: Counted,)* }

        // Each list as one text: as many pointers would be 2 kB of brotli.
        /// What the strings are called, one on each line: those with a number `name.one` and `name.other`.
        const NAMES: &str =
            concat!($(stringify!($word), "\n",)* $(stringify!($count), ".one\n", stringify!($count), ".other\n",)*);
        const NL: &str = concat!($($nl, "\n",)* $($nl1, "\n", $nln, "\n",)*);
        const FR: &str = concat!($($fr, "\n",)* $($fr1, "\n", $frn, "\n",)*);
        const DE: &str = concat!($($de, "\n",)* $($de1, "\n", $den, "\n",)*);
        const EN: &str = concat!($($en, "\n",)* $($en1, "\n", $enn, "\n",)*);

        /// Takes all strings from a list, in the order of [`NAMES`].
        fn take(next: &mut dyn FnMut() -> &'static str) -> (Words, Counts) {
            let words = Words { $($word: next(),)* };
            (words, Counts { $($count: Counted { one: next(), other: next() },)* })
        }

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
        period: "Periode", "Période", "Zeitraum", "Period";
        from: "Van", "Du", "Von", "From";
        to: "Tot en met", "Au (inclus)", "Bis einschließlich", "Up to and including";
        from_day: "Van {date}", "Du {date}", "Von {date}", "From {date}";
        to_day: "Tot en met {date}", "Au {date} inclus", "Bis einschließlich {date}", "Up to and including {date}";
        reversed: "De datum bij ‘{from}’ is later dan die bij ‘{to}’. Pas een van beide aan.",
            "La date «\u{202f}{from}\u{202f}» est après la date «\u{202f}{to}\u{202f}». Modifiez l’une des deux.",
            "Das Datum bei „{from}“ liegt nach dem bei „{to}“. Ändern Sie eines der beiden.",
            "The date at ‘{from}’ is later than that at ‘{to}’. Change one of them.";
        active: "Gekozen filters", "Filtres actifs", "Aktive Filter", "Active filters";
        chosen: "{name}: {value}", "{name}\u{202f}: {value}", "{name}: {value}", "{name}: {value}";
        remove: "Verwijder filter {name}: {value}", "Supprimer le filtre {name}\u{202f}: {value}",
            "Filter {name}: {value} entfernen", "Remove filter {name}: {value}";
        remove_days: "Verwijder filter: {value}", "Supprimer le filtre\u{202f}: {value}", "Filter entfernen: {value}",
            "Remove filter: {value}";
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
        clear_field: "Zoekveld leegmaken", "Effacer la recherche", "Suchfeld leeren", "Clear search field";
        close: "Sluiten", "Fermer", "Schließen", "Close";
        sort: "Sorteren op", "Trier par", "Sortieren nach", "Sort by";
        best_first: "Beste resultaten eerst", "Les plus pertinents", "Beste Treffer zuerst", "Best match";
        newest_first: "Nieuwste eerst", "Les plus récents", "Neueste zuerst", "Newest first";
        oldest_first: "Oudste eerst", "Les plus anciens", "Älteste zuerst", "Oldest first";
        also: "We zochten ook op ‘{s}’.", "Nous avons aussi cherché «\u{202f}{s}\u{202f}».", "Wir haben auch nach „{s}“ gesucht.",
            "We also searched for ‘{s}’.";
        only_exact: "Zoek alleen op ‘{q}’", "Chercher seulement «\u{202f}{q}\u{202f}»", "Nur nach „{q}“ suchen",
            "Search only for ‘{q}’";
        anyway: "Toch zoeken naar ‘{q}’", "Rechercher quand même «\u{202f}{q}\u{202f}»", "Trotzdem nach „{q}“ suchen",
            "Search for ‘{q}’ anyway";
        identifier: "Exact nummer", "Numéro exact", "Genaue Nummer", "Exact number";
        pinned: "Aanbevolen", "Recommandé", "Empfohlen", "Recommended";
        contact: "Vindt u het niet? {link}", "Vous ne trouvez pas\u{202f}? {link}", "Nichts gefunden? {link}",
            "Can’t find it? {link}";
        contact_link: "Neem contact op", "Contactez-nous", "Kontaktieren Sie uns", "Contact us";
        in_language: "in het {language}", "en {language}", "auf {language}", "in {language}";
        all_languages: "Zoek ook in andere talen", "Chercher aussi dans d’autres langues",
            "Auch in anderen Sprachen suchen", "Also search in other languages";
        page: "pagina {p}", "page {p}", "Seite {p}", "page {p}";
        updated: "Bijgewerkt op {date}", "Mis à jour le {date}", "Aktualisiert am {date}", "Updated on {date}";
        failed_offline: "U bent offline. Zoeken kan weer als u internet hebt.",
            "Vous êtes hors ligne. La recherche sera possible quand vous aurez internet.",
            "Sie sind offline. Suchen geht wieder, wenn Sie Internet haben.",
            "You are offline. You can search again when you have internet.";
        partial: "De lijst kan nog onvolledig zijn. We laden de rest.",
            "La liste est peut-être incomplète. Nous chargeons la suite.",
            "Die Liste ist vielleicht noch unvollständig. Wir laden den Rest.",
            "The list may be incomplete. We are loading the rest.";
        suggest_hint: "Er komen suggesties terwijl u typt. Kies met pijl omhoog en pijl omlaag. Druk op Enter om te zoeken.",
            "Des suggestions apparaissent pendant la saisie. Choisissez avec les flèches haut et bas. Appuyez sur Entrée pour rechercher.",
            "Beim Tippen erscheinen Vorschläge. Wählen Sie mit Pfeil auf und ab. Drücken Sie die Eingabetaste zum Suchen.",
            "Suggestions appear as you type. Use the up and down arrows to choose. Press Enter to search.";
        suggestions: "Suggesties", "Suggestions", "Vorschläge", "Suggestions";
        recent: "Uw laatste zoekopdrachten (alleen op dit toestel)", "Vos dernières recherches (sur cet appareil uniquement)",
            "Ihre letzten Suchen (nur auf diesem Gerät)", "Your recent searches (on this device only)";
        recent_remove: "Verwijder ‘{q}’", "Supprimer «\u{202f}{q}\u{202f}»", "„{q}“ entfernen", "Remove ‘{q}’";
        recent_remove_all: "Alles verwijderen", "Tout supprimer", "Alle entfernen", "Remove all";
        new_window: "(opent in een nieuw venster)", "(s’ouvre dans une nouvelle fenêtre)", "(öffnet in neuem Fenster)",
            "(opens in a new window)";
        printed: "Zoekresultaten voor ‘{q}’, {date}", "Résultats pour «\u{202f}{q}\u{202f}», {date}", "Suchergebnisse für „{q}“, {date}",
            "Search results for ‘{q}’, {date}";
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
        other_language: "Er is wel {n} resultaat in het {language}." | "Er zijn wel {n} resultaten in het {language}.",
            "Il y a {n} résultat en {language}." | "Il y a {n} résultats en {language}.",
            "Es gibt {n} Ergebnis auf {language}." | "Es gibt {n} Ergebnisse auf {language}.",
            "There is {n} result in {language}." | "There are {n} results in {language}.";
        all_sections: "Toon nog {n} onderdeel" | "Toon alle {n} onderdelen",
            "Afficher encore {n} section" | "Afficher les {n} sections",
            "{n} weiteren Abschnitt anzeigen" | "Alle {n} Abschnitte anzeigen",
            "Show {n} more section" | "Show all {n} sections";
        suggested: "{n} suggestie" | "{n} suggesties", "{n} suggestion" | "{n} suggestions",
            "{n} Vorschlag" | "{n} Vorschläge", "{n} suggestion" | "{n} suggestions";
    }
}

/// What is called otherwise in the Netherlands than in Flanders.
const OF_THE_NETHERLANDS: &[(&str, &str)] =
    &[("legislature", "Kabinetsperiode"), ("recent", "Uw laatste zoekopdrachten (alleen op dit apparaat)")];

thread_local! {
    /// The strings that were asked for, by language and texts of a page's own.
    static MADE: RefCell<Vec<(String, &'static Strings)>> = const { RefCell::new(Vec::new()) };
}

impl Strings {
    /// The strings for a BCP 47 tag; English for a language we do not speak.
    pub fn of(lang: &str) -> &'static Strings {
        Strings::with_own(lang, None)
    }

    /// The same with texts of a page's own: a JSON object of texts by name. What cannot be read is left as it was, and said
    /// in the console.
    pub fn with_own(lang: &str, json: Option<&str>) -> &'static Strings {
        let tag = lang.to_ascii_lowercase().replace('_', "-");
        let key = [&tag, json.unwrap_or_default()].join(" ");
        let known = MADE.with_borrow(|all| all.iter().find(|(of, _)| *of == key).map(|(_, strings)| *strings));
        known.unwrap_or_else(|| {
            let (lang, texts) = match tag.split('-').next().unwrap_or_default() {
                "nl" => ("nl", NL),
                "fr" => ("fr", FR),
                "de" => ("de", DE),
                _ => ("en", EN),
            };
            let mut texts: Vec<&'static str> = texts.lines().collect();
            if tag == "nl-nl" {
                for (name, text) in OF_THE_NETHERLANDS {
                    set(&mut texts, name, text);
                }
            }
            if let Some(json) = json {
                set_own(&mut texts, json);
            }
            let mut texts = texts.into_iter();
            let (words, counts) = take(&mut || texts.next().unwrap_or_default());
            // Once for each language and set of texts on a page, which are looked up from then on.
            let strings: &'static Strings =
                Box::leak(Box::new(Strings { lang, none_is_one: lang == "fr", words, counts }));
            MADE.with_borrow_mut(|all| all.push((key, strings)));
            strings
        })
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
                let mut rest = other.chars();
                let first = rest.next().map(String::from).unwrap_or_default();
                upper(&first) + rest.as_str()
            }
        }
    }

    /// Writes what takes long the first time.
    pub(crate) fn get_ready(&self) {
        self.number(0);
        for at_ms in [None, Some(0.0)] {
            self.date(at_ms);
        }
    }

    /// A number as this language writes it.
    pub(crate) fn number(&self, number: usize) -> String {
        // No search has more hits than documents, and those are counted in 32 bits.
        let number = js_sys::Number::from(u32::try_from(number).unwrap_or(u32::MAX));
        number.to_locale_string(self.lang).into()
    }

    /// The name of a language, from its BCP 47 tag.
    pub(crate) fn language(&self, tag: &str) -> String {
        let names = DisplayNames::new(self.lang, &object(&[("type", "language")]));
        names.and_then(|names| names.of(tag)).ok().flatten().unwrap_or_else(|| tag.to_owned())
    }

    /// A day as this language writes it: `12 maart 2025`.
    pub(crate) fn day(&self, day: Day) -> String {
        let iso = day.to_string();
        self.date(Some(js_sys::Date::parse(&iso))).unwrap_or(iso)
    }

    /// A date as this language writes it: `12 maart 2025`. Milliseconds since 1970; today's without.
    pub(crate) fn date(&self, at_ms: Option<f64>) -> Option<String> {
        let date = at_ms.map_or_else(js_sys::Date::new_0, |ms| js_sys::Date::new(&ms.into()));
        if date.get_time().is_nan() {
            return None;
        }
        // The date of a document is a day, wherever one reads it.
        let is_day = at_ms.is_some();
        DATES.with_borrow_mut(|formats| {
            let known = formats.iter().find(|(lang, day, _)| (*lang, *day) == (self.lang, is_day));
            if let Some((.., format)) = known {
                return Some(format.format(&date));
            }
            let mut style = vec![("day", "numeric"), ("month", "long"), ("year", "numeric")];
            style.extend(is_day.then_some(("timeZone", "UTC")));
            let format = DateTimeFormat::new(self.lang, &object(&style)).ok()?;
            let written = format.format(&date);
            formats.push((self.lang, is_day, format));
            Some(written)
        })
    }
}

/// Says something else under a name. Whether there is such a name.
fn set(texts: &mut [&'static str], name: &str, text: &'static str) -> bool {
    let place = NAMES.lines().zip(texts).find(|(known, _)| *known == name).map(|(_, place)| place);
    place.is_some_and(|place| {
        *place = text;
        true
    })
}

/// Says what a JSON object of texts by name says.
fn set_own(texts: &mut [&'static str], json: &str) {
    let complain = |what: &str| web_sys::console::warn_1(&format!("zoeklicht: `strings`: {what}").into());
    let Some(own) = js_sys::JSON::parse(json).ok().and_then(|value| value.dyn_into::<js_sys::Object>().ok()) else {
        return complain("not a JSON object");
    };
    for entry in js_sys::Object::entries(&own).iter().map(|entry| js_sys::Array::from(&entry)) {
        let (name, text) = (entry.get(0).as_string().unwrap_or_default(), entry.get(1).as_string());
        let is_set = text.is_some_and(|text| set(texts, &name, text.leak()));
        // What is said of copies is said by offline-view.js.
        if !is_set && !name.starts_with("offline") {
            complain(&format!("no text is called `{name}`"));
        }
    }
}

thread_local! {
    /// By language, and whether for days in UTC. To make one takes a browser as long as to write fifty dates, and the ten of a
    /// first answer were most of its drawing.
    static DATES: RefCell<Vec<(&'static str, bool, DateTimeFormat)>> = const { RefCell::new(Vec::new()) };
}

/// How the browser writes dates in a language, by its `Intl.DateTimeFormat` (ECMA-402).
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Intl)]
    type DateTimeFormat;
    #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
    fn new(locale: &str, options: &js_sys::Object) -> Result<DateTimeFormat, JsValue>;
    #[wasm_bindgen(method)]
    fn format(this: &DateTimeFormat, date: &js_sys::Date) -> String;
}

/// What the browser calls a language in another, by its `Intl.DisplayNames` (ECMA-402).
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Intl)]
    type DisplayNames;
    #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
    fn new(locale: &str, options: &js_sys::Object) -> Result<DisplayNames, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn of(this: &DisplayNames, code: &str) -> Result<Option<String>, JsValue>;
}

/// In small letters, by the browser: Rust's tables of letters are 4 kB of brotli, and those of capitals as much.
pub(crate) fn lower(text: &str) -> String {
    js_sys::JsString::from(text).to_lower_case().into()
}

fn upper(text: &str) -> String {
    js_sys::JsString::from(text).to_upper_case().into()
}

/// An object with properties of text.
fn object(properties: &[(&str, &str)]) -> js_sys::Object {
    let object = js_sys::Object::new();
    for (name, value) in properties {
        // A property of a fresh object can always be set.
        drop(js_sys::Reflect::set(&object, &(*name).into(), &(*value).into()));
    }
    object
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

    /// AC-193
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
        assert_eq!(Strings::of("nl-NL").words.legislature, "Kabinetsperiode");
        assert_eq!(Strings::of("nl-BE").words.legislature, "Legislatuur");
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
    }

    /// AC-190
    #[test]
    fn every_text_can_be_said_otherwise() {
        for texts in [NL, FR, DE, EN] {
            assert_eq!(texts.lines().count(), NAMES.lines().count());
        }
        let mut texts: Vec<&str> = NL.lines().collect();
        assert!(set(&mut texts, "submit", "Zoek!") && set(&mut texts, "all.other", "{n} stuks"));
        assert!(!set(&mut texts, "all", "") && !set(&mut texts, "no such name", ""));
        let mut texts = texts.into_iter();
        let (words, counts) = take(&mut || texts.next().unwrap_or_default());
        assert_eq!((words.label, words.submit, words.skip), ("Wat zoekt u?", "Zoek!", "Naar de zoekresultaten"));
        assert_eq!(
            (counts.all.one, counts.all.other, counts.suggested.other),
            ("{n} resultaat", "{n} stuks", "{n} suggesties")
        );
    }

    /// AC-191
    #[test]
    fn dutch_is_plain() {
        for row in ROWS {
            for dutch in &row[..row.len() / 4] {
                for sentence in dutch.split_inclusive(['.', '?', '…']) {
                    assert!(sentence.split_whitespace().count() <= 15, "{sentence}");
                }
                let words: Vec<String> = dutch.split(|c: char| !c.is_alphabetic()).map(str::to_lowercase).collect();
                for unwanted in ["je", "jij", "jouw", "oeps", "zoekterm", "reset", "bv", "bijv", "enz", "d.w.z"] {
                    assert!(!words.iter().any(|word| word == unwanted), "{unwanted} in {dutch}");
                }
                assert!(!dutch.contains('!'), "{dutch}");
            }
        }
    }

    /// AC-193
    #[test]
    fn quotation_marks_are_those_of_the_language() {
        for row in ROWS {
            let step = row.len() / 4;
            for (lang, texts) in row.chunks(step).enumerate() {
                let foreign: &[char] =
                    [&['«', '„', '“', '"'][..], &['‘', '„', '“', '"'], &['«', '‘', '"'], &['«', '„', '“', '"']][lang];
                for text in texts {
                    assert!(!text.contains(foreign), "{text}");
                }
            }
        }
    }
}
