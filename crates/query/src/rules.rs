//! The rules of the ranking by name, each of which can be left out (`zoeklicht eval --without RULE`), so that nobody keeps
//! one that pays nothing.
//!
//! What is left without each: nDCG@10 of Cranfield (source documents left out), of 1,200 index entries of the Dutch help of
//! LibreOffice, of the same with a typo each, and of the demo corpus; MRR@10 of link texts of three help sites, as
//! `tests/peers/navigation.mjs` collects them.
//!
//! | without | Cranfield | LibreOffice | typos | demo | PostgreSQL | Python | GIMP (nl) |
//! |---|---|---|---|---|---|---|---|
//! | nothing | .441 | .699 | .674 | .870 | .615 | .593 | .427 |
//! | inflection | .419 | .639 | .616 | .858 | .608 | .605 | .417 |
//! | compounds | .441 | .679 | .665 | .850 | .615 | .590 | .425 |
//! | joining | .441 | .697 | .674 | .868 | .615 | .600 | .429 |
//! | synonyms | .441 | .700 | .675 | .869 | .623 | .591 | .427 |
//! | typos | .441 | .695 | .478 | .799 | .615 | .593 | .427 |
//! | completion | .441 | .698 | .675 | .870 | .615 | .593 | .427 |
//! | stop-words | .432 | .700 | .678 | .869 | .618 | .598 | .429 |
//! | titles | .438 | .682 | .662 | .872 | .601 | .558 | .429 |
//! | proximity | .441 | .697 | .671 | .869 | .613 | .590 | .424 |
//! | all-words | .442 | .699 | .674 | .864 | .609 | .591 | .434 |
//!
//! Documents with all words first gain nothing on average; that more words give fewer and better pages is what people expect.
//! Completion pays while a word is being typed, which no collection measures. Joining and synonyms pay for the few queries
//! that need them (`integratie beleid`, `NT2`) and cost a little elsewhere; on 10,000 pages of API documentation, where
//! names are written joined, leaving out joining took MRR@10 from .510 to .484 (with weights before the last).

/// A rule of the ranking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Other forms of a word count too.
    Inflection,
    /// The parts of compounds count too.
    Compounds,
    /// Neighbouring words are also looked up joined.
    Joining,
    /// Synonyms and acronyms are searched for too.
    Synonyms,
    /// A word that stands nowhere is corrected.
    Typos,
    /// The last word is also a beginning.
    Completion,
    /// Stop words leave scoring when another word remains.
    StopWords,
    /// A title or a heading that the query covers counts more.
    Titles,
    /// Words that stand beside each other as in the query count more.
    Proximity,
    /// Documents with all words count more than those with some.
    AllWords,
}

impl Rule {
    /// All of them.
    pub const ALL: [Rule; 10] = [
        Rule::Inflection,
        Rule::Compounds,
        Rule::Joining,
        Rule::Synonyms,
        Rule::Typos,
        Rule::Completion,
        Rule::StopWords,
        Rule::Titles,
        Rule::Proximity,
        Rule::AllWords,
    ];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Rule::Inflection => "inflection",
            Rule::Compounds => "compounds",
            Rule::Joining => "joining",
            Rule::Synonyms => "synonyms",
            Rule::Typos => "typos",
            Rule::Completion => "completion",
            Rule::StopWords => "stop-words",
            Rule::Titles => "titles",
            Rule::Proximity => "proximity",
            Rule::AllWords => "all-words",
        }
    }

    /// The rule of a name.
    pub fn parse(name: &str) -> Option<Rule> {
        Rule::ALL.into_iter().find(|rule| rule.name() == name)
    }

    fn bit(self) -> u16 {
        1 << (self as u16)
    }
}

/// A set of rules.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rules(u16);

impl Rules {
    /// Whether a rule is in the set.
    pub fn has(self, rule: Rule) -> bool {
        self.0 & rule.bit() != 0
    }
}

impl FromIterator<Rule> for Rules {
    fn from_iter<T: IntoIterator<Item = Rule>>(rules: T) -> Rules {
        Rules(rules.into_iter().fold(0, |set, rule| set | rule.bit()))
    }
}
