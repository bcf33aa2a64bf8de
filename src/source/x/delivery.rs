//! Whether what was asked for with each post really comes: X passes over in silence what it does
//! not know.
//!
//! It looks at the first posts only, and at keys that every post has: a text may well have no link
//! and an author who has gone is in no list.

use super::settings::Expansions;
use crate::source::network::peek::has;

/// So many posts are looked at.
const LOOKED_AT: u32 = 10;

/// What has come with the first posts.
#[derive(Clone, Debug)]
pub(super) struct Delivery {
    left: u32,
    /// What was asked for and has not come yet.
    missing: Vec<&'static str>,
}

/// What every post has, if it is asked for, and what is said where it is missing.
const ASKED: [(&str, &str); 6] = [
    ("data.author_id", "author_id"),
    ("data.conversation_id", "conversation_id"),
    ("data.created_at", "created_at"),
    ("data.lang", "lang"),
    ("data.public_metrics", "public_metrics"),
    ("includes.users", "authors"),
];

impl Delivery {
    pub(super) fn new(expansions: Expansions) -> Self {
        let is_asked = |name: &&str| expansions == Expansions::All || *name != "authors";
        let missing = ASKED.iter().map(|(_, name)| *name).filter(is_asked).collect();
        Self { left: LOOKED_AT, missing }
    }

    /// Looks at the line of a post; behind the last that is looked at, says what none of them had.
    pub(super) fn look(&mut self, line: &[u8]) -> Option<String> {
        if self.left == 0 || self.missing.is_empty() {
            return None;
        }
        self.left -= 1;
        if let Some(found) = has(line, ASKED.map(|(path, _)| path)) {
            let came =
                |name: &str| ASKED.iter().zip(found).any(|((_, own), is)| *own == name && is);
            self.missing.retain(|name| !came(name));
        }
        (self.left == 0 && !self.missing.is_empty()).then(|| {
            format!("posts are delivered without {}, though X was asked", self.missing.join(", "))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FULL: &str = r#"{"data":{"id":"1","text":"a","author_id":"9","conversation_id":"1",
        "created_at":"2026-03-12T09:30:00.000Z","lang":"en","public_metrics":{"like_count":0}},
        "includes":{"users":[{"id":"9"}]}}"#;

    fn told(lines: &[&str], expansions: Expansions) -> Vec<String> {
        let mut delivery = Delivery::new(expansions);
        lines.iter().filter_map(|line| delivery.look(line.as_bytes())).collect()
    }

    #[test]
    fn what_none_of_the_first_posts_has_is_told_once() {
        let bare = r#"{"data":{"id":"1","text":"a","lang":null,"created_at":"2026"}}"#;
        let without = "posts are delivered without author_id, conversation_id, lang, \
                       public_metrics, authors, though X was asked";
        assert_eq!(told(&[bare; 30], Expansions::All), [without]);
        assert_eq!(told(&[bare; 9], Expansions::All), Vec::<String>::new());
        let mut mixed = ["no JSON"; 30];
        mixed[9] = FULL;
        assert_eq!(told(&mixed, Expansions::All), Vec::<String>::new());
        assert_eq!(told(&["{}"; 30], Expansions::None).len(), 1);
        let alone = FULL.replace("includes", "other");
        let alone = [alone.as_str(); 10];
        assert_eq!(told(&alone, Expansions::None), Vec::<String>::new());
        assert!(told(&alone, Expansions::All)[0].contains("without authors,"));
    }
}
