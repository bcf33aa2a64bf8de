//! Invented people: handles, names and the ids networks give them, all from a number.
//!
//! Nobody here exists. Hosts end in `.example`; DIDs spell the handle, so that a reader sees at
//! once that they are made up.

use super::grammar::{Grammar, GrammarError};

/// The servers of the Mastodon people.
const HOSTS: [&str; 6] = [
    "pedalpond.example",
    "lampbright.example",
    "radhaus.example",
    "velo.example",
    "chaussette.example",
    "tanuki.example",
];

/// The number of the first person that is made of words; those below are named in the story.
const FIRST: u64 = 100;

/// Letters of the base-32 that Bluesky uses, in the order of their values.
const SORTABLE: &[u8; 32] = b"234567abcdefghijklmnopqrstuvwxyz";

/// Somebody who posts.
#[derive(Clone, Debug, Default)]
pub struct Author {
    /// What every id of theirs is made from.
    pub number: u64,
    /// Without `@`, at most 15 letters, digits and `_`.
    pub handle: String,
    /// The name on display.
    pub name: String,
    /// What they say about themselves.
    pub about: String,
    /// Whether they say to be a bot.
    pub bot: bool,
}

impl Author {
    /// The user id on X.
    pub const fn x_id(&self) -> u64 {
        1_700_000_000_000_000_000 + self.number
    }

    /// The account id on a Mastodon server.
    pub const fn mastodon_id(&self) -> u64 {
        110_000_000_000_000_000 + self.number
    }

    /// The server on Mastodon.
    pub fn host(&self) -> &'static str {
        HOSTS[(self.number % HOSTS.len() as u64) as usize]
    }

    /// The DID on Bluesky: the handle in the letters DIDs have, then the number.
    pub fn did(&self) -> String {
        let mut did = String::from("did:plc:");
        for c in self.handle.to_lowercase().chars().take(16) {
            match c {
                'a'..='z' | '2'..='7' => did.push(c),
                '0' => did.push('o'),
                '1' => did.push('l'),
                '8' => did.push('b'),
                '9' => did.push('g'),
                _ => {}
            }
        }
        let number = sortable(self.number, 7);
        let filler = 32_usize.saturating_sub(did.len() + number.len());
        did.extend(std::iter::repeat_n('a', filler));
        did + &number
    }

    /// How many follow them.
    pub const fn followers(&self) -> u64 {
        self.number * 7_919 % 4_999 + 3
    }
}

/// A number in Bluesky's base-32, so many digits wide.
pub fn sortable(number: u64, width: u32) -> String {
    let digit = |place: u32| SORTABLE[(number >> (5 * place) & 31) as usize] as char;
    (0..width).rev().map(digit).collect()
}

/// The words that handles and names are made of.
#[derive(Clone, Debug)]
pub struct People {
    first: Vec<String>,
    second: Vec<String>,
    about: Vec<String>,
}

impl People {
    /// From the word files.
    ///
    /// # Errors
    /// When they lack the rules for it.
    pub fn new(grammar: &Grammar) -> Result<Self, GrammarError> {
        let list = |name: &str| -> Result<Vec<String>, GrammarError> {
            Ok(grammar.words(grammar.rule(name)?).into_iter().map(str::to_owned).collect())
        };
        Ok(Self {
            first: list("people.first")?,
            second: list("people.second")?,
            about: list("people.about")?,
        })
    }

    /// The person of a number.
    pub fn person(&self, number: u64) -> Author {
        let first = &self.first[number as usize % self.first.len()];
        let rest = number as usize / self.first.len();
        let second = &self.second[rest % self.second.len()];
        let round = rest / self.second.len();
        let joint = if number.is_multiple_of(3) && round == 0 { "_" } else { "" };
        let mut handle = format!("{first}{joint}{second}");
        if round > 0 {
            handle += &(round + 1).to_string();
        }
        let name = format!("{} {}", capital(first), capital(second));
        let about = self.about[number as usize % self.about.len()].clone();
        Author { number: number + FIRST, handle, name, about, bot: false }
    }
}

/// A word with its first letter made large.
fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map(|c| c.to_uppercase().collect::<String>() + letters.as_str())
        .unwrap_or_default()
}
