//! Conditions: what a query can ask of a post besides its words.
//!
//! They are asked of the post itself; nothing is searched ahead of time for them.

use std::fmt;

use crate::post::Post;
use crate::topic::fold::Class;
use crate::topic::fold::class;
use crate::topic::hashtag::hashtags_in;
use crate::topic::link::links_in;

/// What a post is or has.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Condition {
    /// A language tag in lower case; `und` for posts that declare none.
    Lang(String),
    Is(Mark),
    Has(Thing),
}

/// What a query can ask a post to be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mark {
    /// One that passes on another's.
    Repost,
    /// An answer.
    Reply,
    /// One that quotes another.
    Quote,
    /// One of an author that says to be a bot.
    Bot,
}

/// What a query can ask a post to hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Thing {
    /// Addresses.
    Links,
    /// Hashtags.
    Hashtags,
    /// Mentions of somebody.
    Mentions,
}

impl Mark {
    pub(super) fn read(word: &str) -> Option<Self> {
        match word {
            "repost" | "retweet" => Some(Self::Repost),
            "reply" => Some(Self::Reply),
            "quote" => Some(Self::Quote),
            "bot" => Some(Self::Bot),
            _ => None,
        }
    }

    pub(super) fn holds(self, post: &Post<'_>) -> bool {
        match self {
            Self::Repost => post.marks.repost,
            Self::Reply => post.marks.reply,
            Self::Quote => post.marks.quote,
            Self::Bot => post.marks.bot,
        }
    }
}

impl Thing {
    pub(super) fn read(word: &str) -> Option<Self> {
        match word {
            "links" => Some(Self::Links),
            "hashtags" => Some(Self::Hashtags),
            "mentions" => Some(Self::Mentions),
            _ => None,
        }
    }

    fn holds(self, post: &Post<'_>) -> bool {
        match self {
            Self::Links => !post.links.is_empty() || links_in(&post.text).next().is_some(),
            Self::Hashtags => !post.tags.is_empty() || hashtags_in(&post.text).next().is_some(),
            Self::Mentions => !post.mentions.is_empty() || shows_mention(&post.text),
        }
    }
}

fn shows_mention(text: &str) -> bool {
    let is_word = |c: Option<char>| c.is_some_and(|c| class(c) == Class::Word);
    memchr::memchr_iter(b'@', text.as_bytes()).any(|at| {
        let (before, after) = (text.get(..at), text.get(at + 1..));
        is_word(after.and_then(|a| a.chars().next()))
            && !is_word(before.and_then(|b| b.chars().next_back()))
    })
}

impl Condition {
    pub(super) fn holds(&self, post: &Post<'_>) -> bool {
        match self {
            Self::Lang(lang) => covers(lang, post.lang.as_deref()),
            Self::Is(mark) => mark.holds(post),
            Self::Has(thing) => thing.holds(post),
        }
    }
}

/// Whether a wanted language covers the declared one: `en` covers `en-US`, not the other way.
pub(super) fn covers(wanted: &str, declared: Option<&str>) -> bool {
    let Some(declared) = declared else { return wanted.eq_ignore_ascii_case("und") };
    let (Some(start), Some(rest)) = (declared.get(..wanted.len()), declared.get(wanted.len()..))
    else {
        return false;
    };
    let same = |(a, b): (u8, u8)| a.eq_ignore_ascii_case(&b) || (a == b'-' && b == b'_');
    wanted.bytes().zip(start.bytes()).all(same) && (rest.is_empty() || rest.starts_with(['-', '_']))
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lang(lang) => write!(f, "lang:{lang}"),
            Self::Is(Mark::Repost) => f.write_str("is:repost"),
            Self::Is(Mark::Reply) => f.write_str("is:reply"),
            Self::Is(Mark::Quote) => f.write_str("is:quote"),
            Self::Is(Mark::Bot) => f.write_str("is:bot"),
            Self::Has(Thing::Links) => f.write_str("has:links"),
            Self::Has(Thing::Hashtags) => f.write_str("has:hashtags"),
            Self::Has(Thing::Mentions) => f.write_str("has:mentions"),
        }
    }
}
