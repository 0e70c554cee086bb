//! The demo corpus answers what people ask it.

use std::sync::OnceLock;

use zoeklicht_indexer::Heading;
use zoeklicht_query::{Answer, DateRange, Day, Hit, Index, Options, Pack, Sort, Span, Step, Suggest, WholeText};

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

fn dated(key: &str, from: &str, to: &str) -> Options {
    let range = DateRange { key: key.into(), from: Day::parse(from), to: Day::parse(to) };
    Options { dates: vec![range], limit: 100, ..Options::default() }
}

/// AC-078
#[test]
fn days_find_their_documents_with_words_and_without() {
    let check = |query: &str, from: &str, to: &str| {
        let (answer, _) = ask(pack(), query, dated("date", from, to));
        let date = |hit: &zoeklicht_query::Hit| hit.meta.iter().find(|(name, _)| name == "date").unwrap().1.clone();
        let dates: Vec<String> = answer.hits.iter().map(date).collect();
        let within = |date: &String| (from.is_empty() || from <= &date[..]) && (to.is_empty() || &date[..] <= to);
        assert!(dates.iter().all(within), "{query} {from} {to}: {dates:?}");
        let years = answer.facets.iter().find(|facet| facet.name == "jaar").unwrap();
        let of_years = |hit: &&zoeklicht_query::Hit| hit.filters.iter().any(|(name, _)| name == "jaar");
        let counted: usize = years.values.iter().map(|(_, count)| count).sum();
        assert_eq!(counted, answer.hits.iter().filter(of_years).count(), "the counts are of these days");
        answer.total
    };
    let all = check("", "0000-01-01", "9999-12-31");
    assert!(all > 40 && all < search("").total, "some have no date: {all}");
    assert_eq!(check("", "2022-01-01", "") + check("", "", "2021-12-31"), all, "both ends are open");
    assert_eq!(check("", "2021-02-12", "2021-02-12"), 3, "a day is one of the range");
    assert_eq!(check("", "2021-02-13", "2021-02-12"), 0);
    let (words, without) =
        (check("samenwerkingsakkoord", "2022-01-01", "2022-12-31"), check("", "2022-01-01", "2022-12-31"));
    assert!(words > 0 && words < without, "{words} {without}");
    assert_eq!(ask(pack(), "", dated("datum", "2020-01-01", "")).0.total, 0, "no document has this key");
}

/// AC-078
#[test]
fn a_document_is_in_the_legislature_of_its_date() {
    let (answer, _) = ask(pack(), "", dated("date", "2020-01-01", "2023-12-31"));
    let legislature = answer.facets.iter().find(|facet| facet.name == "legislatuur").unwrap();
    assert_eq!(legislature.values, [("2019-2024".to_owned(), answer.total)]);
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
    titled.headings.push(Heading {
        level: 2,
        text: "Cohesie, sociale".into(),
        anchor: "a".into(),
        start: 0,
        weight: 10,
    });
    let pack = index_of([titled]).pack().unwrap();
    assert_eq!(ask(&pack, "\"sociale cohesie\"", Options::default()).0.total, 1);
    assert_eq!(ask(&pack, "\"cohesie sociale\"", Options::default()).0.total, 1);
    assert_eq!(ask(&pack, "\"over cohesie\"", Options::default()).0.total, 0);
}

#[test]
fn what_an_author_gives_more_weight_comes_first() {
    let text = "Wie hier komt wonen, vraagt een bewijs van inburgering. Daarna volgt werk.";
    let page = |id: &str, weight: u8| {
        let mut page = document(id, "Titel", text);
        page.weights = vec![(0..text.len(), weight)];
        page
    };
    let pack = index_of([page("a", 10), page("b", 30), page("c", 0), page("d", 70), page("e", 10)]).pack().unwrap();
    assert_eq!(ids(&ask(&pack, "inburgering", Options::default()).0), ["d", "b", "a", "c", "e"]);
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

#[test]
fn parts_of_compounds_are_found_and_marked_and_open_forms_are_joined() {
    let policy = ask(pack(), "beleid", Options { limit: 100, ..Options::default() }).0;
    let marked_within = |hit: &zoeklicht_query::Hit| {
        hit.excerpt
            .windows(2)
            .any(|two| two[0].text.to_lowercase().ends_with("integratie") && two[1].text == "beleid" && two[1].mark)
    };
    assert!(policy.hits.iter().any(marked_within), "integratie[beleid]");
    let (open, closed) = (search("integratie beleid"), search("integratiebeleid"));
    assert_eq!(open.also, ["integratiebeleid"]);
    assert_eq!(ids(&open)[0], ids(&closed)[0]);
    let all = |query: &str| ask(pack(), query, Options { limit: 100, ..Options::default() }).0;
    let (open, closed) = (all("integratie beleid"), all("integratiebeleid"));
    assert!(ids(&closed).iter().all(|id| ids(&open).contains(id)), "who finds the compound finds it in two words");
    check_first("inburgeringstrajecten brussel", "besluiten/27-brussel-ontwerpdecreet-instemming.md");
    check_first("vluchtelingen oekraine", "besluiten/42-maatregelen-oekrainecrisis.md");
    // A compound that stands nowhere.
    let unknown = search("vluchtelingenbeleid");
    assert!(unknown.corrected.is_none() && ids(&unknown)[0] == "thema/oekraine.md", "{:?}", ids(&unknown));
}

#[test]
fn acronyms_of_the_text_and_irregular_forms_stand_for_each_other() {
    let all = |query: &str| ask(pack(), query, Options { limit: 100, ..Options::default() }).0;
    assert_eq!(all("NT2").also, ["Nederlands als tweede taal"]);
    assert_eq!(all("Nederlands als tweede taal").also, ["NT2"]);
    let sorted = |query: &str| {
        let answer = all(query);
        let mut ids: Vec<String> = ids(&answer).into_iter().map(String::from).collect();
        ids.sort();
        ids
    };
    assert_eq!(sorted("stad "), sorted("steden "));
    assert!(sorted("NT2 ").iter().all(|id| sorted("Nederlands als tweede taal ").contains(id)));
    let government = sorted("overheid ");
    assert!(government.len() < sorted("over ").len(), "not every `over` is government");
}

#[test]
fn identifiers_are_found_however_they_are_written_and_come_first() {
    let pack = index_of([
        document("anders", "Vragen van 2022", "De vragen 181 en 2022, vraag 181 van 2022, 2022 en 181 en 2022."),
        document("vraag", "Een vraag", "Zie vraag 2022/181 over het O.C.M.W. en NT 2, in C++ van 8 juli 2022."),
        document("arrest", "Een arrest", "ECLI:BE:CASS:2020:ARR.20200101.1F.1 staat in e-inclusie van 8 juni."),
    ])
    .pack()
    .unwrap();
    let first = |query: &str| ask(&pack, query, Options::default()).0.hits.first().map(|hit| hit.id.clone());
    for query in ["2022/181", "ocmw", "o.c.m.w.", "NT2", "nt 2", "c++", "2022-07-08", "08/07/2022"] {
        assert_eq!(first(query).as_deref(), Some("vraag"), "{query}");
    }
    for query in ["ECLI:BE:CASS:2020:ARR.20200101.1F.1", "einclusie", "e-inclusie", "8 juni"] {
        assert_eq!(first(query).as_deref(), Some("arrest"), "{query}");
    }
}

#[test]
fn text_without_spaces_is_found_and_marked() {
    let pack = index_of([
        document("ja", "学校", "留学生は日本の大学で学びます。"),
        document("th", "โรงเรียน", "เด็กไปโรงเรียนทุกวัน"),
    ]);
    let pack = pack.pack().unwrap();
    for (query, expected) in [("大学", "ja"), ("日本の大学", "ja"), ("โรงเรียน", "th")] {
        let answer = ask(&pack, query, Options::default()).0;
        assert_eq!(answer.hits.first().map(|hit| hit.id.as_str()), Some(expected), "{query}");
        assert!(answer.hits[0].excerpt.iter().any(|span| span.mark), "{query}");
    }
}

#[test]
fn the_whole_text_of_a_page_is_all_of_it() {
    let mut page = document("lang", "Lang", "");
    let mut written = "Lang".to_owned();
    for chapter in 0..40 {
        if chapter > 0 {
            let (text, anchor) = (format!("Hoofdstuk {chapter} over cohesie"), format!("h{chapter}"));
            written += &text;
            page.headings.push(Heading { level: 2, text, anchor, start: page.text.len(), weight: 10 });
        }
        let text = format!("{}de sociale cohesie.\n\n", "Nog een woord. ".repeat(chapter * 3));
        written += &text;
        page.text += &text;
    }
    let pack = index_of([page, document("kort", "Kort", "Cohesie.")]).pack().unwrap();
    let (plain, _) = ask(&pack, "sociale cohesie", Options::default());
    let (mut answer, rounds) =
        ask(&pack, "sociale cohesie", Options { text: Some(WholeText::PASSAGES), ..Options::default() });
    assert!(rounds <= 4, "{rounds}");
    let spans = |hit: &Hit| -> Vec<Span> {
        hit.text.iter().flat_map(|passage| passage.title.iter().chain(&passage.text)).cloned().collect()
    };
    let text: String = spans(&answer.hits[0]).iter().map(|span| span.text.as_str()).collect();
    let bare = |text: &str| text.split_whitespace().collect::<String>();
    assert_eq!(bare(&text), bare(&written));
    assert_eq!(spans(&answer.hits[0]).iter().filter(|span| span.mark).count(), 40 * 2 + 39);
    let passages = &answer.hits[0].text;
    let address = |at: usize| (passages[at].level, passages[at].url.as_str());
    assert_eq!((passages.len(), address(0), address(39)), (40, (0, "/lang"), (2, "/lang#h39")));
    assert_eq!(
        spans(&answer.hits[1]),
        [("Kort", false), ("Cohesie", true), (".", false)].map(|(t, mark)| Span { text: t.into(), mark })
    );
    // It changes nothing else.
    answer.hits.iter_mut().for_each(|hit| hit.text.clear());
    assert_eq!(answer, plain);
}

#[test]
fn reasons_add_up_to_the_score() {
    let answer = ask(pack(), "integratie beleid brussel", Options { explain: true, ..Options::default() }).0;
    for hit in &answer.hits {
        let sum: f32 = hit.reasons.iter().map(|reason| reason.score).sum();
        assert!((sum - hit.score).abs() < 1e-3, "{}: {sum} {}", hit.id, hit.score);
    }
}

#[test]
fn suggestions_go_on_from_what_was_typed_and_name_pages() {
    let suggest = |typed: &str, limit: usize| {
        let pack = Pack::new(pack()).unwrap();
        let mut index = Index::open(pack.manifest()).unwrap();
        let suggest = Suggest::new(typed, limit);
        loop {
            match suggest.step(&index) {
                Step::Done(suggestions) => return suggestions,
                Step::Need(chunks) => chunks.iter().for_each(|id| index.insert(*id, pack.chunk(*id).unwrap()).unwrap()),
            }
        }
    };
    let found = suggest("inbur", 8);
    assert_eq!(found[0].text, "inburgering", "{found:?}");
    assert!(found.len() <= 8 && found.iter().any(|suggestion| suggestion.url.is_some()), "{found:?}");
    let found = suggest("Vlaamse inburg", 8);
    assert!(found.iter().filter(|s| s.url.is_none()).all(|s| s.text.starts_with("Vlaamse inburg")), "{found:?}");
    // What was typed stays as it was typed, and a stop word need not stand in the title.
    assert_eq!(suggest("Ínbur", 8)[0].text, "Ínburgering");
    let found = suggest("de woonwagenbew", 4);
    assert!(found.iter().any(|s| s.url.as_deref() == Some("/beleid/woonwagenbewoners.html")), "{found:?}");
    assert!(suggest("", 8).is_empty() && suggest("qqqq", 8).is_empty() && suggest("inbur", 0).is_empty());
    // A finished word is not completed.
    assert!(suggest("inburgering ", 8).iter().all(|s| s.url.is_some()));
}
