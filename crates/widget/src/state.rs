//! What the widget knows, and how it changes: one pure reducer.
//!
//! Invariants
//! - Nothing here touches the page, the clock or the index: the effects carry out what the state asks for.
//! - Each new question has a number, its turn; whatever comes back for an older turn changes nothing.
//! - While someone types nothing is announced; once they stop, each turn is announced once. What was announced stands
//!   until the next announcement, or until it speaks of nothing that is still there.

use std::rc::Rc;

use yew::Reducible;
use zoeklicht_client::{Answer, DateKey, Day};

/// The order of the results.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// The best first.
    #[default]
    Relevance,
    /// The newest first.
    Newest,
    /// The oldest first.
    Oldest,
}

/// The days of the documents that are asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Period {
    /// The first day; from the beginning if none.
    pub from: Option<Day>,
    /// The last day; to the end if none.
    pub to: Option<Day>,
}

impl Period {
    /// Whether it has no end, neither in the past nor in the future.
    pub fn is_open(&self) -> bool {
        *self == Period::default()
    }

    /// Whether it ends before it begins.
    pub fn is_reversed(&self) -> bool {
        self.from.zip(self.to).is_some_and(|(from, to)| from > to)
    }
}

/// What someone wants to see. It is also what the address of the page says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ask {
    /// The text in the field.
    pub query: String,
    /// The filters of which something is chosen, by ascending name, each with its values in the order in which they were chosen.
    pub filters: Vec<(String, Vec<String>)>,
    /// The days of the documents; never reversed.
    pub period: Period,
    /// How many times more results were asked for.
    pub more: usize,
    /// The order of the results.
    pub order: Order,
    /// Whether only the words themselves are searched for: no synonyms, no other spelling.
    pub exact: bool,
    /// Whether to search in other languages than that of the page too.
    pub all_langs: bool,
}

impl Cause {
    /// Whether it is one of several in a row, of which the last counts.
    pub(crate) fn is_typing(self) -> bool {
        matches!(self, Cause::Typed | Cause::Dated)
    }
}

impl Ask {
    /// Whether it asks for nothing.
    pub fn is_empty(&self) -> bool {
        self.query.trim().is_empty() && !self.is_filtered()
    }

    /// Whether a filter value or a day is chosen.
    pub fn is_filtered(&self) -> bool {
        !(self.filters.is_empty() && self.period.is_open())
    }

    /// Whether a filter value is chosen.
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.chosen().any(|chosen| chosen == (name, value))
    }

    /// All chosen filter values with their names.
    pub fn chosen(&self) -> impl Iterator<Item = (&str, &str)> {
        self.filters.iter().flat_map(|(name, values)| values.iter().map(move |value| (name.as_str(), value.as_str())))
    }

    /// The same with another query, from its first results on. What was said of the words of the old one is forgotten.
    pub(crate) fn with_query(&self, query: String) -> Ask {
        Ask { query, more: 0, exact: false, ..self.clone() }
    }

    /// Chooses a value of a filter, or no longer.
    pub(crate) fn toggle(&mut self, name: String, value: String) {
        let place = self.filters.partition_point(|(before, _)| *before < name);
        if self.filters.get(place).is_none_or(|(of, _)| *of != name) {
            self.filters.insert(place, (name, Vec::new()));
        }
        let values = &mut self.filters[place].1;
        match values.iter().position(|chosen| *chosen == value) {
            Some(at) => _ = values.remove(at),
            None => values.push(value),
        }
        if values.is_empty() {
            self.filters.remove(place);
        }
    }
}

/// How far the newest turn is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Phase {
    /// Nothing is asked.
    Idle,
    /// It waits for the index to open.
    Starting,
    /// It waits for its answer.
    Searching,
    /// It is answered.
    Answered,
    /// There is no answer, with the code of the reason.
    Failed(&'static str),
}

/// What a turn came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    /// Letters in the field, perhaps with more to come.
    Typed,
    /// The search button, Enter, a proposed spelling, an order, a language.
    Submitted,
    /// A filter value that was chosen.
    FilterAdded,
    /// Filter values or days that were let go.
    FilterRemoved,
    /// Days in the fields for dates, perhaps with other ones to come.
    Dated,
    /// The wish to see more results, with how many there were.
    More(usize),
    /// The address of the page.
    Address,
}

/// What the status says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The index is being opened.
    Starting,
    /// A search takes long.
    Searching,
    /// The search button with nothing to search for.
    Empty,
    /// Nothing found.
    #[allow(missing_docs)]
    Zero { query: String },
    /// Results for another spelling.
    #[allow(missing_docs)]
    Corrected { query: String, corrected: String, total: usize },
    /// Results.
    #[allow(missing_docs)]
    Count { query: String, shown: usize, total: usize },
    /// Results without a query: all that the filters leave.
    #[allow(missing_docs)]
    All { total: usize },
    /// Results after a filter was chosen.
    #[allow(missing_docs)]
    Filtered { total: usize },
    /// More results.
    #[allow(missing_docs)]
    Added { added: usize, shown: usize, total: usize },
    /// Suggestions for the words typed.
    #[allow(missing_docs)]
    Suggested { count: usize },
}

/// Whether the index can be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Opening {
    UnderWay,
    Open,
    Failed(&'static str),
}

/// What the index offers besides words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Offers {
    /// The names of its sort keys.
    pub(crate) sorts: Vec<String>,
    /// Those that are dates.
    pub(crate) dates: Vec<DateKey>,
    /// Its languages, as BCP 47 primary subtags.
    pub(crate) langs: Vec<String>,
}

/// What of the widget folds away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Manner {
    /// Whether filters are offered before anything is asked.
    pub(crate) browses: bool,
    /// Whether typing alone shows results.
    pub(crate) is_instant: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct State {
    pub(crate) ask: Ask,
    /// What the fields for dates say, while it cannot be asked: the first day is after the last. What was asked before stays.
    pub(crate) mistake: Option<Period>,
    /// The number of the newest question.
    pub(crate) turn: u32,
    /// Where it came from.
    pub(crate) cause: Cause,
    /// How far it is.
    pub(crate) phase: Phase,
    /// The answer that is shown: of the newest turn once it is answered, of an older one while it is not.
    pub(crate) answer: Option<Rc<Answer>>,
    /// Whether more of the answer is on its way.
    pub(crate) is_partial: bool,
    /// Whether letters came in so recently that nothing may be announced.
    pub(crate) typing: bool,
    /// What the status says.
    pub(crate) notice: Option<Notice>,
    /// Flips when the same text must be heard again.
    pub(crate) echo: bool,
    /// Which attempt at opening the index this is.
    pub(crate) attempt: u32,
    /// What the index offers, once it is open.
    pub(crate) offers: Rc<Offers>,
    /// Whether the panel or the dialog is open.
    pub(crate) is_open: bool,
    /// Suggested queries for the text in the field.
    pub(crate) suggestions: Rc<Vec<String>>,
    /// Whether they are listed.
    pub(crate) is_listed: bool,
    /// The suggestion that an arrow key reached.
    pub(crate) active: Option<usize>,
    manner: Manner,
    opening: Opening,
}

/// What can happen.
#[derive(Clone, Debug)]
pub(crate) enum Action {
    /// The text in the field changed.
    Type(String),
    /// Search for this, now.
    Submit(String),
    /// Choose a filter value, or let it go.
    Toggle { name: String, value: String },
    /// Show the documents of these days, of which more may come if they are typed.
    Dates { period: Period, is_typed: bool },
    /// Let all filter values and days go.
    ClearFilters,
    /// Show the results in this order.
    Sort(Order),
    /// Search for the words themselves only.
    Exactly,
    /// Search in all languages, or in that of the page only.
    AllLangs(bool),
    /// Show more results.
    More,
    /// Show what the address of the page says.
    Restore(Ask),
    /// Try again after a failure.
    Retry,
    /// Open the panel or the dialog.
    Open,
    /// Close the panel, the dialog and the suggestions.
    Close,
    /// Close the suggestions alone.
    Unlist,
    /// List the suggestions again.
    List,
    /// Go on to the next suggestion, or back.
    Step { back: bool },
    /// Leave the suggestion that an arrow key reached.
    Leave,
    /// The index is open.
    Opened(Offers),
    /// The sort keys of the index, and which of them are dates.
    Offer { sorts: Vec<String>, dates: Vec<DateKey> },
    /// A turn is answered.
    Answer { turn: u32, answer: Rc<Answer> },
    /// A turn is answered as far as the pages are there.
    Partial { turn: u32, answer: Rc<Answer> },
    /// A turn cannot be answered.
    Fail { turn: u32, code: &'static str },
    /// The index cannot be opened.
    FailToOpen(&'static str),
    /// What may be meant by the text in the field.
    Suggest { turn: u32, suggestions: Vec<String> },
    /// Nobody typed for so long that it is time to speak.
    Pause { turn: u32 },
    /// A turn takes so long that someone may wonder.
    Wonder { turn: u32 },
}

impl State {
    pub(crate) fn new(manner: Manner) -> State {
        State {
            ask: Ask::default(),
            mistake: None,
            turn: 0,
            cause: Cause::Address,
            phase: Phase::Idle,
            answer: None,
            is_partial: false,
            typing: false,
            notice: None,
            echo: false,
            attempt: 0,
            offers: Rc::default(),
            is_open: false,
            suggestions: Rc::default(),
            is_listed: false,
            active: None,
            manner,
            opening: Opening::UnderWay,
        }
    }

    /// Whether the status still speaks of what was asked before the letters that come in.
    pub(crate) fn is_stale(&self) -> bool {
        self.typing && self.notice.is_some()
    }

    /// Whether only the filters are asked for, of everything.
    pub(crate) fn only_browses(&self) -> bool {
        self.manner.browses && self.ask.is_empty()
    }

    fn ask(&mut self, ask: Ask, cause: Cause) {
        self.ask = ask;
        self.cause = cause;
        self.turn += 1;
        self.typing = cause.is_typing();
        self.suggestions = Rc::default();
        self.is_listed = false;
        self.is_partial = false;
        self.active = None;
        let is_empty = self.ask.is_empty();
        self.is_open |= !is_empty && cause != Cause::Address;
        if is_empty {
            self.typing = false;
            self.notice = None;
        }
        let waits = cause == Cause::Typed && !self.manner.is_instant;
        if waits || (is_empty && !self.manner.browses) {
            self.phase = Phase::Idle;
            self.answer = None;
        } else {
            match self.opening {
                Opening::UnderWay => self.phase = Phase::Starting,
                Opening::Open => self.phase = Phase::Searching,
                Opening::Failed(code) => self.fail(code),
            }
        }
    }

    fn fail(&mut self, code: &'static str) {
        self.phase = Phase::Failed(code);
        self.answer = None;
        // The failure is an alert of its own; the count of older results is true no more.
        self.notice = None;
    }

    fn announce(&mut self, notice: Notice) {
        self.echo = self.notice.as_ref() == Some(&notice) && !self.echo;
        self.notice = Some(notice);
    }

    /// Says how far the newest turn is.
    fn speak(&mut self) {
        match (&self.phase, &self.answer) {
            _ if self.only_browses() => {}
            (Phase::Starting, _) => self.announce(Notice::Starting),
            (Phase::Searching, _) => self.announce(Notice::Searching),
            (Phase::Answered, Some(answer)) => self.announce(self.outcome(answer)),
            (Phase::Idle, _) if !self.suggestions.is_empty() => {
                self.announce(Notice::Suggested { count: self.suggestions.len() });
            }
            _ => {}
        }
    }

    fn outcome(&self, answer: &Answer) -> Notice {
        let query = self.ask.query.trim().to_owned();
        let (shown, total) = (answer.hits.len(), answer.total);
        match (self.cause, &answer.corrected) {
            _ if total == 0 && !query.is_empty() => Notice::Zero { query },
            (Cause::More(before), _) => Notice::Added { added: shown.saturating_sub(before), shown, total },
            (Cause::FilterAdded, _) => Notice::Filtered { total },
            (Cause::Dated, _) if !self.ask.period.is_open() => Notice::Filtered { total },
            (_, Some(corrected)) => Notice::Corrected { query, corrected: corrected.trim().to_owned(), total },
            _ if query.is_empty() => Notice::All { total },
            _ => Notice::Count { query, shown, total },
        }
    }

    fn step(&self, back: bool) -> Option<usize> {
        let last = self.suggestions.len().checked_sub(1)?;
        match (self.active, back) {
            (None, false) => Some(0),
            (None, true) => Some(last),
            (Some(0), true) => None,
            (Some(at), true) => Some(at - 1),
            (Some(at), false) => (at < last).then_some(at + 1),
        }
    }
}

impl Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut next = (*self).clone();
        match action {
            Action::Type(query) => {
                if query == next.ask.query {
                    return self;
                }
                next.ask(self.ask.with_query(query), Cause::Typed);
            }
            Action::Submit(query) => {
                let is_blank = query.trim().is_empty();
                // The same again is asked as it was, exactly or not.
                let ask = if query == self.ask.query { self.ask.clone() } else { self.ask.with_query(query) };
                next.ask(Ask { more: 0, ..ask }, Cause::Submitted);
                if is_blank && !self.ask.is_filtered() {
                    // Announced anew each time, so the old one counts.
                    next.notice = self.notice.clone();
                    next.announce(Notice::Empty);
                }
            }
            Action::Toggle { name, value } => {
                let cause = if self.ask.has(&name, &value) { Cause::FilterRemoved } else { Cause::FilterAdded };
                let mut ask = Ask { more: 0, ..self.ask.clone() };
                ask.toggle(name, value);
                next.ask(ask, cause);
            }
            Action::Dates { period, is_typed } => {
                next.mistake = period.is_reversed().then_some(period);
                if next.mistake.is_none() && period != self.ask.period {
                    let cause = if is_typed { Cause::Dated } else { Cause::FilterRemoved };
                    next.ask(Ask { period, more: 0, ..self.ask.clone() }, cause);
                }
            }
            Action::ClearFilters => {
                next.mistake = None;
                let ask = Ask { filters: Vec::new(), period: Period::default(), more: 0, ..self.ask.clone() };
                next.ask(ask, Cause::FilterRemoved);
            }
            Action::Sort(order) => next.ask(Ask { order, more: 0, ..self.ask.clone() }, Cause::Submitted),
            Action::Exactly => next.ask(Ask { exact: true, more: 0, ..self.ask.clone() }, Cause::Submitted),
            Action::AllLangs(all_langs) => next.ask(Ask { all_langs, more: 0, ..self.ask.clone() }, Cause::Submitted),
            Action::More => {
                let before = self.answer.as_ref().map_or(0, |answer| answer.hits.len());
                next.ask(Ask { more: self.ask.more + 1, ..self.ask.clone() }, Cause::More(before));
            }
            Action::Restore(ask) => {
                if ask == self.ask && !(self.turn == 0 && self.manner.browses) {
                    return self;
                }
                next.mistake = None;
                next.ask(ask, Cause::Address);
            }
            Action::Retry => {
                next.attempt += 1;
                if next.opening != Opening::Open {
                    next.opening = Opening::UnderWay;
                }
                next.ask(self.ask.clone(), Cause::Submitted);
            }
            Action::Open => next.is_open = true,
            Action::Close => {
                next.is_open = false;
                next.is_listed = false;
                next.active = None;
            }
            Action::Unlist => {
                next.is_listed = false;
                next.active = None;
            }
            Action::List => next.is_listed = true,
            Action::Step { back } => next.active = self.step(back),
            Action::Leave => next.active = None,
            Action::Opened(offers) => {
                next.offers = Rc::new(offers);
                next.opening = Opening::Open;
                if next.phase == Phase::Starting {
                    next.phase = Phase::Searching;
                }
            }
            Action::Offer { sorts, dates } => {
                next.offers = Rc::new(Offers { sorts, dates, ..(*self.offers).clone() });
            }
            Action::Partial { turn, answer } if turn == self.turn && self.phase == Phase::Searching => {
                next.answer = Some(answer);
                next.is_partial = true;
            }
            Action::Answer { turn, answer } if turn == self.turn => {
                next.phase = Phase::Answered;
                next.is_partial = false;
                next.answer = Some(match &self.answer {
                    Some(seen) if self.is_partial => Rc::new(completed(seen, &answer)),
                    _ => answer,
                });
                // A second answer adds a proposal, not hits.
                if !next.typing && self.phase != Phase::Answered {
                    next.speak();
                }
            }
            Action::Fail { turn, code } if turn == self.turn => next.fail(code),
            Action::FailToOpen(code) => {
                next.opening = Opening::Failed(code);
                if next.phase == Phase::Starting {
                    next.fail(code);
                }
            }
            Action::Suggest { turn, suggestions } if turn == self.turn => {
                next.is_listed = !suggestions.is_empty();
                next.suggestions = Rc::new(suggestions);
            }
            Action::Pause { turn } if turn == self.turn && self.typing => {
                next.typing = false;
                next.speak();
            }
            Action::Wonder { turn } if turn == self.turn && !self.typing && self.phase != Phase::Answered => {
                next.speak()
            }
            Action::Answer { .. }
            | Action::Partial { .. }
            | Action::Fail { .. }
            | Action::Suggest { .. }
            | Action::Pause { .. }
            | Action::Wonder { .. } => return self,
        }
        Rc::new(next)
    }
}

/// An answer in the order of the part of it that is seen already, so that nothing moves under somebody's finger; what is
/// new comes after.
fn completed(seen: &Answer, whole: &Answer) -> Answer {
    let place = |id: &str| seen.hits.iter().position(|hit| hit.id == id).unwrap_or(usize::MAX);
    let mut answer = whole.clone();
    // Those that are new stay in their order.
    answer.hits = zoeklicht_client::sorted(answer.hits, |a, b| place(&a.id).cmp(&place(&b.id)));
    answer
}

#[cfg(test)]
mod tests {
    use super::*;
    use zoeklicht_client::Hit;

    fn after(state: State, actions: impl IntoIterator<Item = Action>) -> State {
        let end = actions.into_iter().fold(Rc::new(state), |state, action| state.reduce(action));
        (*end).clone()
    }

    fn new() -> State {
        State::new(Manner { browses: false, is_instant: true })
    }

    fn open() -> State {
        after(new(), [Action::Opened(Offers::default())])
    }

    fn answer(shown: usize, total: usize) -> Rc<Answer> {
        Rc::new(Answer { total, hits: vec![Hit::default(); shown], ..Answer::default() })
    }

    fn answered(state: State, shown: usize, total: usize) -> State {
        let turn = state.turn;
        after(state, [Action::Answer { turn, answer: answer(shown, total) }])
    }

    fn toggle(name: &str, value: &str) -> Action {
        Action::Toggle { name: name.into(), value: value.into() }
    }

    #[test]
    fn typing_is_announced_once_and_late() {
        let state = after(open(), [Action::Type("inb".into()), Action::Type("inburgering".into())]);
        let state = answered(state, 10, 47);
        assert_eq!((state.phase.clone(), state.notice.clone()), (Phase::Answered, None));
        let state = after(state, [Action::Pause { turn: 1 }]);
        assert_eq!(state.notice, None, "the pause after an older letter says nothing");
        let state = after(state, [Action::Pause { turn: 2 }]);
        assert_eq!(state.notice, Some(Notice::Count { query: "inburgering".into(), shown: 10, total: 47 }));
        assert!(!state.echo);
        let state = after(state, [Action::Type("inburgeringen".into())]);
        assert!(state.is_stale() && state.notice.is_some(), "the old text stands, marked as old");
    }

    #[test]
    fn an_answer_after_the_pause_is_announced_at_once() {
        let state = after(open(), [Action::Type("inburgering".into()), Action::Pause { turn: 1 }]);
        assert_eq!(state.notice, Some(Notice::Searching));
        assert!(matches!(answered(state, 1, 1).notice, Some(Notice::Count { .. })));
    }

    #[test]
    fn the_same_submitted_twice_is_heard_twice() {
        let first = answered(after(open(), [Action::Submit("nt2".into())]), 5, 5);
        let second = answered(after(first.clone(), [Action::Submit("nt2".into())]), 5, 5);
        let third = answered(after(second.clone(), [Action::Submit("nt2".into())]), 5, 5);
        assert_eq!((&first.notice, &second.notice), (&second.notice, &third.notice));
        assert_eq!([first.echo, second.echo, third.echo], [false, true, false]);
    }

    #[test]
    fn an_older_answer_changes_nothing() {
        let state = after(open(), [Action::Type("a".into()), Action::Type("ab".into())]);
        let late = after(
            state.clone(),
            [Action::Answer { turn: 1, answer: answer(9, 9) }, Action::Fail { turn: 1, code: "network" }],
        );
        assert_eq!(state, late);
    }

    #[test]
    fn letters_typed_while_the_index_opens_are_kept() {
        let state = after(new(), [Action::Type("nt2".into())]);
        assert_eq!(state.phase, Phase::Starting);
        let state = after(state, [Action::Opened(Offers::default())]);
        assert_eq!((state.phase, state.ask.query.as_str()), (Phase::Searching, "nt2"));
    }

    #[test]
    fn an_index_that_cannot_open_fails_each_question_until_a_retry() {
        let state = after(new(), [Action::FailToOpen("network")]);
        assert_eq!(state.phase, Phase::Idle, "nothing is asked, so nothing has failed");
        let state = after(state, [Action::Type("nt2".into())]);
        assert_eq!(state.phase, Phase::Failed("network"));
        let state = after(state, [Action::Retry]);
        assert_eq!((state.phase.clone(), state.attempt), (Phase::Starting, 1));
        assert_eq!(after(state, [Action::Opened(Offers::default())]).phase, Phase::Searching);
    }

    #[test]
    fn a_failed_search_leaves_no_older_results() {
        let state = answered(after(open(), [Action::Submit("nt2".into())]), 5, 5);
        let state = after(state, [Action::Submit("nt3".into()), Action::Fail { turn: 2, code: "integrity" }]);
        assert_eq!((state.phase, state.answer, state.notice), (Phase::Failed("integrity"), None, None));
    }

    #[test]
    fn filters_are_chosen_and_let_go() {
        let state =
            answered(after(open(), [toggle("jaar", "2022"), toggle("jaar", "2023"), toggle("thema", "NT2")]), 3, 3);
        assert_eq!(state.ask.chosen().collect::<Vec<_>>(), [("jaar", "2022"), ("jaar", "2023"), ("thema", "NT2")]);
        assert_eq!(state.notice, Some(Notice::Filtered { total: 3 }));
        let state = answered(after(state, [toggle("jaar", "2022"), toggle("jaar", "2023")]), 4, 4);
        assert_eq!((state.ask.filters.len(), &state.notice), (1, &Some(Notice::All { total: 4 })));
        let state = after(state, [Action::ClearFilters]);
        assert_eq!((state.phase, state.answer), (Phase::Idle, None));
    }

    fn dates(from: &str, to: &str, is_typed: bool) -> Action {
        Action::Dates { period: Period { from: Day::parse(from), to: Day::parse(to) }, is_typed }
    }

    /// AC-078
    #[test]
    fn days_are_asked_for_with_words_and_without() {
        let state = after(open(), [dates("2020-03-01", "", true)]);
        assert_eq!((state.phase.clone(), state.typing, state.ask.is_empty()), (Phase::Searching, true, false));
        let state = answered(state, 10, 47);
        assert_eq!(state.notice, None, "more may be typed");
        let state = after(state, [Action::Pause { turn: 1 }]);
        assert_eq!(state.notice, Some(Notice::Filtered { total: 47 }));
        let with_words = after(state.clone(), [Action::Type("nt2".into())]);
        assert_eq!(with_words.ask.period, state.ask.period);
        assert_eq!(after(state.clone(), [dates("2020-03-01", "", true)]), state, "the same again asks nothing");
        let without = answered(after(with_words, [dates("", "", false)]), 10, 60);
        assert_eq!(without.notice, Some(Notice::Count { query: "nt2".into(), shown: 10, total: 60 }), "and at once");
        let without = after(state.clone(), [Action::Submit(String::new())]);
        assert_eq!(without.phase, Phase::Searching, "days alone are something to search for");
        let cleared = after(state, [Action::ClearFilters]);
        assert_eq!((cleared.phase, cleared.ask), (Phase::Idle, Ask::default()));
    }

    /// AC-078
    #[test]
    fn days_the_wrong_way_round_change_nothing_but_what_is_said_of_them() {
        let state = answered(after(open(), [Action::Submit("nt2".into()), dates("2020-03-01", "", false)]), 3, 3);
        let wrong = after(state.clone(), [dates("2020-03-01", "2019-01-01", true)]);
        assert!(wrong.mistake.is_some_and(|period| period.is_reversed()));
        assert_eq!(State { mistake: None, ..wrong.clone() }, state, "no search is thrown away");
        assert!(after(wrong.clone(), [Action::Type("nt3".into())]).mistake.is_some(), "nor what is in the fields");
        let right = after(wrong.clone(), [dates("2020-03-01", "2021-01-01", true)]);
        assert_eq!((right.mistake, right.turn), (None, state.turn + 1));
        assert_eq!(after(wrong.clone(), [dates("2020-03-01", "", true)]).mistake, None, "as it was is right, too");
        for action in [Action::ClearFilters, Action::Restore(Ask::default())] {
            assert_eq!(after(wrong.clone(), [action]).mistake, None);
        }
    }

    #[test]
    fn more_results_are_counted_from_what_was_there() {
        let state = answered(after(open(), [Action::Submit("nt2".into())]), 10, 47);
        let state = answered(after(state, [Action::More]), 20, 47);
        assert_eq!(state.notice, Some(Notice::Added { added: 10, shown: 20, total: 47 }));
        assert_eq!(after(state, [Action::Type("nt".into())]).ask.more, 0);
    }

    #[test]
    fn an_emptied_field_shows_nothing_unless_filters_are_chosen() {
        let state = answered(after(open(), [Action::Submit("nt2".into())]), 5, 5);
        let empty = after(state.clone(), [Action::Type(" ".into())]);
        assert_eq!((empty.phase, empty.answer, empty.notice), (Phase::Idle, None, None));
        let browse = after(state, [toggle("jaar", "2022"), Action::Type(String::new())]);
        assert_eq!(browse.phase, Phase::Searching);
    }

    #[test]
    fn a_search_for_nothing_is_answered_with_words() {
        let state = after(open(), [Action::Submit(" ".into())]);
        assert_eq!((state.phase.clone(), state.notice.clone()), (Phase::Idle, Some(Notice::Empty)));
        assert!(after(state, [Action::Submit(String::new())]).echo);
    }

    #[test]
    fn zero_and_corrected_say_so() {
        let state = answered(after(open(), [Action::Submit("sdaf ".into())]), 0, 0);
        assert_eq!(state.notice, Some(Notice::Zero { query: "sdaf".into() }));
        let state = after(open(), [Action::Submit("trajcet".into())]);
        let corrected = Answer { corrected: Some("traject".into()), ..(*answer(2, 2)).clone() };
        let state = after(state, [Action::Answer { turn: 1, answer: Rc::new(corrected) }]);
        assert_eq!(
            state.notice,
            Some(Notice::Corrected { query: "trajcet".into(), corrected: "traject".into(), total: 2 })
        );
    }

    #[test]
    fn a_slow_search_says_that_it_is_searching() {
        let state = after(open(), [Action::Submit("nt2".into()), Action::Wonder { turn: 1 }]);
        assert_eq!(state.notice, Some(Notice::Searching));
        let quick = answered(after(open(), [Action::Submit("nt2".into())]), 5, 5);
        assert_eq!(after(quick.clone(), [Action::Wonder { turn: 1 }]).notice, quick.notice);
    }

    #[test]
    fn the_address_that_is_already_shown_asks_nothing() {
        let state = answered(after(open(), [Action::Submit("nt2".into())]), 5, 5);
        assert_eq!(after(state.clone(), [Action::Restore(state.ask.clone())]), state);
        let back = after(state, [Action::Restore(Ask::default())]);
        assert_eq!((back.phase, back.ask), (Phase::Idle, Ask::default()));
    }

    #[test]
    fn an_order_a_language_and_exact_words_are_asked_from_the_first_result_on() {
        let state = answered(after(open(), [Action::Submit("nt2".into()), Action::More]), 20, 47);
        for action in [Action::Sort(Order::Newest), Action::AllLangs(true), Action::Exactly] {
            let state = answered(after(state.clone(), [action]), 10, 47);
            assert_eq!(state.ask.more, 0);
            assert!(matches!(state.notice, Some(Notice::Count { .. })), "and is announced");
        }
    }

    #[test]
    fn exact_words_are_forgotten_with_other_words() {
        let state = after(open(), [Action::Submit("trajcet".into()), Action::Exactly]);
        assert!(state.ask.exact);
        assert!(after(state.clone(), [Action::Submit("trajcet".into())]).ask.exact, "the same again");
        assert!(!after(state, [Action::Type("traject".into())]).ask.exact);
    }

    #[test]
    fn a_panel_opens_with_a_question_and_closes_on_demand() {
        let state = after(open(), [Action::Type("nt2".into())]);
        assert!(state.is_open);
        let state = after(state, [Action::Close]);
        assert!(!state.is_open && state.ask.query == "nt2");
        assert!(after(state.clone(), [Action::Type("nt".into())]).is_open);
        assert!(after(state.clone(), [Action::Open]).is_open);
        let from_address = Ask { query: "nt2".into(), ..Ask::default() };
        assert!(!after(open(), [Action::Restore(from_address)]).is_open, "not by the address of the page alone");
        assert!(!after(state, [Action::Type(String::new())]).is_open, "nor with nothing asked");
        let state = after(open(), [Action::Open, Action::Type("n".into()), Action::Type(String::new())]);
        assert!(state.is_open, "a dialog stays with an empty field");
    }

    #[test]
    fn arrows_go_through_the_suggestions_and_back_to_the_field() {
        let suggest = |turn, suggestions: &[&str]| Action::Suggest {
            turn,
            suggestions: suggestions.iter().map(|text| (*text).to_owned()).collect(),
        };
        let state = after(open(), [Action::Type("inb".into()), suggest(1, &["inburgering", "inburgeraar"])]);
        let (down, up) = (|| Action::Step { back: false }, || Action::Step { back: true });
        assert_eq!(after(state.clone(), [down()]).active, Some(0));
        assert_eq!(after(state.clone(), [down(), down()]).active, Some(1));
        assert_eq!(after(state.clone(), [down(), down(), down()]).active, None);
        assert_eq!(after(state.clone(), [up()]).active, Some(1));
        assert_eq!(after(state.clone(), [down(), up()]).active, None);
        assert_eq!(after(state.clone(), [down(), Action::Leave]).active, None);
        let closed = after(state.clone(), [down(), Action::Close]);
        assert_eq!((closed.is_listed, closed.active), (false, None));
        assert!(after(closed, [Action::List]).is_listed);
        assert!(after(state.clone(), [suggest(0, &["oud"])]).suggestions.len() == 2, "older ones come too late");
        assert!(after(state, [Action::Type("inbu".into())]).suggestions.is_empty());
    }

    #[test]
    fn where_typing_shows_no_results_it_announces_the_suggestions() {
        let state = State::new(Manner { browses: false, is_instant: false });
        let state = after(state, [Action::Opened(Offers::default()), Action::Type("inb".into())]);
        assert_eq!(state.phase, Phase::Idle);
        let state = after(state, [Action::Suggest { turn: 1, suggestions: vec!["inburgering".into()] }]);
        let state = after(state, [Action::Pause { turn: 1 }]);
        assert_eq!(state.notice, Some(Notice::Suggested { count: 1 }));
        assert_eq!(after(state, [Action::Submit("inburgering".into())]).phase, Phase::Searching);
    }

    /// AC-070
    #[test]
    fn a_partial_answer_is_completed_below() {
        let with = |ids: &[&str]| {
            let hits = ids.iter().map(|id| Hit { id: (*id).into(), ..Hit::default() }).collect();
            Rc::new(Answer { total: 4, hits, ..Answer::default() })
        };
        let state =
            after(open(), [Action::Submit("nt2".into()), Action::Partial { turn: 1, answer: with(&["b", "d"]) }]);
        assert_eq!((state.phase.clone(), state.is_partial), (Phase::Searching, true));
        let state = after(state, [Action::Answer { turn: 1, answer: with(&["a", "d", "b", "c"]) }]);
        let ids: Vec<&str> = state.answer.iter().flat_map(|answer| &answer.hits).map(|hit| hit.id.as_str()).collect();
        assert_eq!((ids, state.is_partial), (vec!["b", "d", "a", "c"], false));
    }

    #[test]
    fn browsing_asks_for_the_filters_before_anything_is_typed() {
        let state = State::new(Manner { browses: true, is_instant: true });
        let state = after(state, [Action::Opened(Offers::default()), Action::Restore(Ask::default())]);
        assert_eq!((state.phase.clone(), state.only_browses()), (Phase::Searching, true));
        let state = answered(state, 0, 80);
        assert_eq!(state.notice, None, "nobody asked for a count");
        let state = answered(after(state, [toggle("jaar", "2022")]), 3, 3);
        assert_eq!(state.notice, Some(Notice::Filtered { total: 3 }));
    }
}
