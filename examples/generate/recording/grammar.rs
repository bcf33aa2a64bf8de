//! Texts from a grammar: named lists of phrases which may name each other.
//!
//! It knows neither networks nor moods. Rules must not lead back to themselves: the word files
//! are ours, and a test expands every rule of them.
//!
//! ```text
//! [greeting]                 a rule; every line below is one of its choices
//! {hey|hi|} {friend}!        choices in place (the last one: nothing), and another rule
//! meet me at {2-11} pm       a number, both ends included
//! ```

use std::collections::BTreeMap;

use super::random::Random;

/// The word files, in the form shown above.
const FILES: [&str; 6] = [
    include_str!("../words/story.txt"),
    include_str!("../words/outage.txt"),
    include_str!("../words/languages.txt"),
    include_str!("../words/chatter.txt"),
    include_str!("../words/load.txt"),
    include_str!("../words/people.txt"),
];

/// Why a grammar cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum GrammarError {
    /// A rule is named that no file has.
    #[error("the word files have no rule `{0}`")]
    Missing(String),
    /// A brace is open at the end of its line.
    #[error("a brace stays open in `{0}`")]
    Open(String),
    /// A phrase stands before the first rule.
    #[error("`{0}` stands before the first rule")]
    Homeless(String),
}

/// The place of a rule.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rule(usize);

#[derive(Clone, Debug)]
enum Piece {
    Text(String),
    Rule(Rule),
    Number(u64, u64),
}

/// All rules.
#[derive(Clone, Debug, Default)]
pub struct Grammar {
    rules: Vec<Vec<Vec<Piece>>>,
    names: BTreeMap<String, Rule>,
}

impl Grammar {
    /// The grammar of the word files.
    ///
    /// # Errors
    /// When a file names a rule that is nowhere, leaves a brace open, or begins without a rule.
    pub fn of_the_word_files() -> Result<Self, GrammarError> {
        let mut grammar = Self::default();
        for file in FILES {
            grammar.read(file)?;
        }
        match grammar.names.iter().find(|(_, rule)| grammar.rules[rule.0].is_empty()) {
            Some((name, _)) => Err(GrammarError::Missing(name.clone())),
            None => Ok(grammar),
        }
    }

    /// The rule of a name.
    ///
    /// # Errors
    /// When there is none.
    pub fn rule(&self, name: &str) -> Result<Rule, GrammarError> {
        self.names.get(name).copied().ok_or_else(|| GrammarError::Missing(name.to_owned()))
    }

    /// The choices of a rule that are plain text.
    pub fn words(&self, rule: Rule) -> Vec<&str> {
        self.rules[rule.0]
            .iter()
            .filter_map(|choice| match choice.as_slice() {
                [Piece::Text(text)] => Some(text.as_str()),
                _ => None,
            })
            .collect()
    }

    /// Writes one of the phrases of a rule behind `out`.
    pub fn say(&self, rule: Rule, random: &mut Random, out: &mut String) {
        let Some(choice) = random.pick(&self.rules[rule.0]) else { return };
        for piece in choice {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Rule(rule) => self.say(*rule, random, out),
                Piece::Number(low, high) => out.push_str(&random.between(*low, *high).to_string()),
            }
        }
    }

    fn read(&mut self, file: &str) -> Result<(), GrammarError> {
        let mut home = None;
        for line in file.lines().filter(|line| !line.is_empty() && !line.starts_with("# ")) {
            if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                home = Some(self.named(name));
            } else {
                let choice = self.pieces(line)?;
                let rule = home.ok_or_else(|| GrammarError::Homeless(line.to_owned()))?;
                self.rules[rule.0].push(choice);
            }
        }
        Ok(())
    }

    fn named(&mut self, name: &str) -> Rule {
        let next = Rule(self.rules.len());
        let rule = *self.names.entry(name.to_owned()).or_insert(next);
        if rule == next {
            self.rules.push(Vec::new());
        }
        rule
    }

    fn pieces(&mut self, phrase: &str) -> Result<Vec<Piece>, GrammarError> {
        let mut pieces = Vec::new();
        let mut rest = phrase;
        while let Some(open) = rest.find('{') {
            if open > 0 {
                pieces.push(Piece::Text(rest[..open].replace("\\n", "\n")));
            }
            let inside = &rest[open + 1..];
            let close = closing(inside).ok_or_else(|| GrammarError::Open(phrase.to_owned()))?;
            pieces.push(self.brace(&inside[..close])?);
            rest = &inside[close + 1..];
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest.replace("\\n", "\n")));
        }
        Ok(pieces)
    }

    fn brace(&mut self, inside: &str) -> Result<Piece, GrammarError> {
        let parts = split(inside);
        if parts.len() > 1 {
            let choices = parts.iter().map(|part| self.pieces(part)).collect::<Result<_, _>>()?;
            self.rules.push(choices);
            return Ok(Piece::Rule(Rule(self.rules.len() - 1)));
        }
        let range =
            inside.split_once('-').and_then(|(low, high)| low.parse().ok().zip(high.parse().ok()));
        Ok(match range {
            Some((low, high)) => Piece::Number(low, high),
            None => Piece::Rule(self.named(inside)),
        })
    }
}

/// Where the brace closes that was opened just before `text`.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 1;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

/// Cuts at the bars outside of inner braces.
fn split(text: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut from) = (Vec::new(), 0, 0);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            b'|' if depth == 0 => {
                parts.push(&text[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[from..]);
    parts
}
