//! The rules of the ranking by name, each of which can be left out: to see what it gains, nobody keeps one that pays
//! nothing.

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
