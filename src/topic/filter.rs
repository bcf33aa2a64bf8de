//! Filters that apply to every topic: declared languages, and kinds of posts to leave out.

use crate::post::Post;
use crate::topic::condition::Mark;
use crate::topic::condition::covers;
use crate::topic::error::TopicError;
use crate::topic::error::shown;
use crate::topic::languages::code_of;

/// A kind of posts to leave out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Exclude {
    /// Posts that pass on another's.
    Reposts,
    /// Answers.
    Replies,
    /// Posts that quote another.
    Quotes,
    /// Posts of authors that say to be bots.
    Bots,
}

impl Exclude {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Reposts, Self::Replies, Self::Quotes, Self::Bots];

    /// The word it is chosen by.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Reposts => "reposts",
            Self::Replies => "replies",
            Self::Quotes => "quotes",
            Self::Bots => "bots",
        }
    }

    const fn mark(self) -> Mark {
        match self {
            Self::Reposts => Mark::Repost,
            Self::Replies => Mark::Reply,
            Self::Quotes => Mark::Quote,
            Self::Bots => Mark::Bot,
        }
    }
}

impl std::str::FromStr for Exclude {
    type Err = TopicError;

    /// Reads `reposts` (or `retweets`), `replies`, `quotes` or `bots`.
    fn from_str(word: &str) -> Result<Self, TopicError> {
        let lower = word.trim().to_ascii_lowercase();
        let lower = if lower == "retweets" { "reposts" } else { &lower };
        let known = Self::ALL.into_iter().find(|kind| kind.name() == lower);
        known.ok_or_else(|| TopicError::Exclude { name: shown(word) })
    }
}

/// Which posts are considered at all, whatever they speak of.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Filter {
    /// The languages let through (BCP 47); all where empty. `en` covers `en-US`; posts that
    /// declare no language pass only `und`.
    pub langs: Vec<String>,
    /// The kinds left out.
    pub exclude: Vec<Exclude>,
}

impl Filter {
    /// The code of a language that was asked for, as it is written.
    ///
    /// # Errors
    /// When it is the name of a language, where a code is meant.
    pub fn language(word: &str) -> Result<String, TopicError> {
        let lower = word.trim().to_lowercase();
        match code_of(&lower) {
            Some(code) if code != lower => Err(TopicError::Language { name: shown(word), code }),
            _ => Ok(word.trim().to_owned()),
        }
    }

    /// Whether the post is let through.
    #[must_use]
    pub fn passes(&self, post: &Post<'_>) -> bool {
        let lang = post.lang.as_deref();
        (self.langs.is_empty() || self.langs.iter().any(|wanted| covers(wanted, lang)))
            && !self.exclude.iter().any(|kind| kind.mark().holds(post))
    }
}
