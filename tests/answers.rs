//! The demo corpus answers what people ask it.

use std::sync::OnceLock;

use zoeklicht_indexer::Heading;
use zoeklicht_query::{Answer, Options, Sort};

use crate::support::{ask, corpus, document, index_of};

fn pack() -> &'static [u8] {
    static PACK: OnceLock<Vec<u8>> = OnceLock::new();
    PACK.get_or_init(|| corpus().pack().unwrap())
}

fn search(query: &str) -> Answer {
    ask(pack(), query, Options::default()).0
}

fn ids(answer: &Answer) -> Vec<&str> {
    answer.hits.iter().map(|hit| hit.id.as_str()).collect()
}

#[track_caller]
fn check_first(query: &str, expected: &str) {
    let answer = search(query);
    assert_eq!(ids(&answer).first().copied(), Some(expected), "{query}: {:?}", ids(&answer));
}

#[test]
fn the_right_document_comes_first() {
    check_first("woonwagenbewoners", "beleid/woonwagenbewoners.md");
    check_first("minderhedenforum", "organisaties/minderhedenforum.md");
    check_first("lokale inburgerings- en integratiemonitor", "beleid/monitor-liim.md");
    check_first("kruispunt migratie", "organisaties/kruispunt-migratie-integratie.md");
    check_first("eenzaamheidsplan", "besluiten/34-eenzaamheidsplan.md");
    check_first("kennisveiligheidsbeleid", "besluiten/41-kennisveiligheidsbeleid.md");
}

#[test]
fn a_typo_is_put_right_and_said() {
    let (right, typo) = (search("inburgeringstraject"), search("inburgeringstrajcet"));
    assert_eq!(typo.corrected.as_deref(), Some("inburgeringstraject"));
    assert_eq!(ids(&typo), ids(&right));
    let two = search("brussel inburgeringstrajcet");
    assert_eq!(two.corrected.as_deref(), Some("brussel inburgeringstraject"));
}

#[test]
fn nonsense_finds_nothing() {
    for query in ["sdafadsfasdf", "xxxxxxxx", "!!!", "\"\"", "日本語"] {
        let answer = search(query);
        let asked_nothing = query.chars().all(|c| !c.is_alphanumeric());
        assert_eq!(answer.total == 0, !asked_nothing, "{query}");
    }
}

#[test]
fn forms_of_a_word_are_found_and_marked() {
    let answer = search("vluchteling");
    let marked = |hit: &zoeklicht_query::Hit| {
        let words = hit.excerpt.iter().filter(|span| span.mark).map(|span| span.text.to_lowercase());
        words.collect::<Vec<_>>()
    };
    let all: Vec<String> = answer.hits.iter().flat_map(marked).collect();
    assert!(all.iter().any(|word| word == "vluchtelingen"), "{all:?}");
    assert!(search("Oekraine").total > 0 && search("Oekraine").total == search("Oekraïne").total);
}

#[test]
fn an_unfinished_word_finds_its_completions() {
    let answer = search("woonwagenbew");
    assert!(ids(&answer).contains(&"beleid/woonwagenbewoners.md"), "{:?}", ids(&answer));
    let finished = search("woonwagenbew ");
    assert!(!ids(&finished).contains(&"beleid/woonwagenbewoners.md") || finished.corrected.is_some());
}

#[test]
fn a_phrase_must_stand_in_a_row() {
    let phrase = search("\"sociale cohesie\"");
    let loose = search("sociale cohesie");
    assert!(phrase.total > 0 && phrase.total < loose.total, "{} {}", phrase.total, loose.total);
    assert!(phrase.hits.iter().all(|hit| {
        let text: String = hit.excerpt.iter().map(|span| span.text.as_str()).collect();
        text.to_lowercase().contains("sociale cohesie")
    }));
    assert_eq!(search("\"cohesie sociale\"").total, 0);
}

#[test]
fn excluded_words_keep_documents_out() {
    let (all, without) = (search("samenwerkingsakkoord"), search("samenwerkingsakkoord -brussel"));
    assert!(without.total < all.total, "{} {}", without.total, all.total);
}

#[test]
fn filters_narrow_and_their_counts_say_what_choosing_gives() {
    let open = search("inburgeringstraject");
    let years = |answer: &Answer| answer.facets.iter().find(|facet| facet.name == "jaar").unwrap().values.clone();
    for (year, count) in years(&open) {
        let filters = [("jaar".to_owned(), vec![year.clone()])].into();
        let (narrow, _) = ask(pack(), "inburgeringstraject", Options { filters, limit: 100, ..Options::default() });
        assert_eq!(narrow.total, count, "{year}");
        let of_year = |hit: &zoeklicht_query::Hit| hit.filters.contains(&("jaar".to_owned(), vec![year.clone()]));
        assert!(narrow.hits.iter().all(of_year));
        assert_eq!(years(&narrow), years(&open), "other values of a filter stay to choose from");
    }
    let filters = [("jaar".to_owned(), vec!["1830".to_owned()])].into();
    assert_eq!(ask(pack(), "inburgeringstraject", Options { filters, ..Options::default() }).0.total, 0);
}

#[test]
fn documents_can_be_sorted_by_date() {
    let sort = Sort::parse("date:desc");
    let (answer, _) = ask(pack(), "decreet", Options { sort, limit: 100, ..Options::default() });
    let date = |hit: &zoeklicht_query::Hit| hit.meta.iter().find(|(name, _)| name == "date").map(|(_, d)| d.clone());
    let dates: Vec<_> = answer.hits.iter().map(date).collect();
    assert!(dates.is_sorted_by(|a, b| a >= b), "{dates:?}");
    assert!(dates.iter().flatten().count() > 10);
}

#[test]
fn without_a_query_all_documents_can_be_browsed() {
    let all = search("");
    assert_eq!(all.total, corpus().report().documents);
    assert!(all.hits.iter().all(|hit| !hit.excerpt.is_empty()));
}

#[test]
fn pdf_pages_are_found_with_their_place() {
    let answer = search("wegwijzer inburgeringstraject");
    let guide = answer.hits.iter().find(|hit| hit.id == "gids/wegwijzer-inburgeringstraject.pdf").unwrap();
    assert_eq!(guide.lang, "nl");
    assert!(guide.sections.iter().any(|s| s.url == "/gids/wegwijzer-inburgeringstraject.pdf#page=1"), "{guide:?}");
}

#[test]
fn a_first_answer_takes_two_rounds_of_chunks() {
    let (_, rounds) = ask(pack(), "inburgeringstraject", Options::default());
    assert_eq!(rounds, 2, "term chunks and root, then page records");
}

#[test]
fn a_word_deep_in_a_long_page_is_shown_without_another_round() {
    let filler = "Een zin zonder belang voor wie hier zoekt. ".repeat(2_000);
    let text = format!("{filler}\nDe pin ligt hier.\n{filler}");
    let pack =
        index_of([document("lang", "Hooiberg", &text), document("kort", "Iets anders", "Geen woord.")]).pack().unwrap();
    let (answer, rounds) = ask(&pack, "pin", Options::default());
    let text: String = answer.hits[0].excerpt.iter().map(|span| span.text.as_str()).collect();
    assert!(text.contains("De pin ligt hier."), "{text}");
    assert_eq!(rounds, 2);
}

#[test]
fn documents_with_all_words_come_before_those_with_some() {
    let rare_twice = document("a", "Zeldzaam zeldzaam", "zeldzaam zeldzaam zeldzaam");
    let both = document("b", "Iets", &format!("{} zeldzaam gewoon", "woord ".repeat(500)));
    let many = (0..20).map(|n| document(&format!("c{n}"), "Gewoon", "gewoon"));
    let pack = index_of([rare_twice, both].into_iter().chain(many)).pack().unwrap();
    let (answer, _) = ask(&pack, "zeldzaam gewoon", Options::default());
    assert_eq!(ids(&answer)[..2], ["b", "a"]);
    assert_eq!(answer.total, 22);
}

#[test]
fn hostile_text_stays_text() {
    let pack =
        index_of([document("x", "<img src=x onerror=alert(1)>", "<script>alert(1)</script> gevaar")]).pack().unwrap();
    let (answer, _) = ask(&pack, "gevaar", Options::default());
    assert_eq!(answer.hits[0].title, "<img src=x onerror=alert(1)>");
    let text: String = answer.hits[0].excerpt.iter().map(|span| span.text.as_str()).collect();
    assert_eq!(text, "<script>alert(1)</script> gevaar");
}

#[test]
fn a_phrase_is_found_wherever_it_stands_in_a_long_page() {
    let filler = |words: usize| "woord ".repeat(words);
    // Around every place where a text is cut, the phrase is cut too.
    for words in (500..515).chain(1_190..1_200).chain([3_000]) {
        let long = format!("{}sociale cohesie {}", filler(words), filler(3_000));
        let apart = format!("sociale {} cohesie", filler(2_000));
        let again = format!("sociale {} cohesie {} sociale cohesie", filler(700), filler(2_000));
        let pages =
            [document("lang", "Een", &long), document("los", "Twee", &apart), document("later", "Drie", &again)];
        let pack = index_of(pages).pack().unwrap();
        let (answer, rounds) = ask(&pack, "\"sociale cohesie\"", Options::default());
        let mut found = ids(&answer);
        found.sort_unstable();
        assert_eq!(found, ["lang", "later"], "after {words} words");
        assert!(rounds <= 4, "{rounds}");
    }
    let mut titled = document("titel", "Over sociale cohesie", "niets");
    titled.headings.push(Heading { level: 2, text: "Cohesie, sociale".into(), anchor: "a".into(), start: 0 });
    let pack = index_of([titled]).pack().unwrap();
    assert_eq!(ask(&pack, "\"sociale cohesie\"", Options::default()).0.total, 1);
    assert_eq!(ask(&pack, "\"cohesie sociale\"", Options::default()).0.total, 1);
    assert_eq!(ask(&pack, "\"over cohesie\"", Options::default()).0.total, 0);
}

#[test]
fn another_spelling_is_proposed_only_when_asked_for() {
    let right = (0..12).map(|n| document(&format!("d{n}"), "Beleid", "inburgeringsbeleid"));
    let pack = index_of(right.chain([document("x", "Fout", "inburgeringsbelied")])).pack().unwrap();
    let propose = |spelling| ask(&pack, "inburgeringsbelied", Options { spelling, ..Options::default() }).0;
    assert_eq!(propose(false).did_you_mean, None);
    assert_eq!(propose(true).did_you_mean.as_deref(), Some("inburgeringsbeleid"));
    assert_eq!(propose(true).total, 1);
}
