//! Conditions: what a query can ask of a post besides its words.
//!
//! They are asked of the post itself; nothing is searched ahead of time for them.

use std::fmt;

use crate::language;
use crate::post::Post;
use crate::topic::fold::Class;
use crate::topic::fold::class;
use crate::topic::fold::fold_into;
use crate::topic::hashtag::hashtags_in;
use crate::topic::link::links_in;
use crate::topic::term::begins_cash;
use crate::topic::term::begins_mention;

use xxhash_rust::xxh3::xxh3_64;

/// What a post is or has.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Condition {
    /// A language tag in lower case; `und` for posts that declare none.
    Lang(String),
    Is(Mark),
    Has(Thing),
    /// The folded handle of whom the post answers.
    To(String),
    /// The id of the conversation.
    Conversation(String),
    /// At least so many likes.
    MinLikes(u64),
    /// A share of all posts, in percent, by their ids.
    Sample(u64),
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
    /// One of a verified author.
    Verified,
    /// One that is only shown as an advertisement: no network sends such.
    Nullcast,
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
    /// Cashtags.
    Cashtags,
    /// Images or videos.
    Media,
    /// Images.
    Images,
    /// Videos.
    Videos,
}

impl Mark {
    pub(super) fn read(word: &str) -> Option<Self> {
        match word {
            "repost" | "retweet" => Some(Self::Repost),
            "reply" => Some(Self::Reply),
            "quote" => Some(Self::Quote),
            "bot" => Some(Self::Bot),
            "verified" => Some(Self::Verified),
            "nullcast" => Some(Self::Nullcast),
            _ => None,
        }
    }

    pub(super) fn holds(self, post: &Post<'_>) -> bool {
        match self {
            Self::Repost => post.marks.repost,
            Self::Reply => post.marks.reply,
            Self::Quote => post.marks.quote,
            Self::Bot => post.marks.bot,
            Self::Verified => post.details.verified,
            Self::Nullcast => false,
        }
    }
}

impl Thing {
    pub(super) fn read(word: &str) -> Option<Self> {
        match word {
            "links" => Some(Self::Links),
            "hashtags" => Some(Self::Hashtags),
            "mentions" => Some(Self::Mentions),
            "cashtags" => Some(Self::Cashtags),
            "media" => Some(Self::Media),
            "images" => Some(Self::Images),
            "videos" | "video_link" => Some(Self::Videos),
            _ => None,
        }
    }

    fn holds(self, post: &Post<'_>) -> bool {
        match self {
            Self::Links => !post.links.is_empty() || links_in(&post.text).next().is_some(),
            Self::Hashtags => !post.tags.is_empty() || hashtags_in(&post.text).next().is_some(),
            Self::Mentions => !post.mentions.is_empty() || shows_mention(&post.text),
            Self::Cashtags => shows_cashtag(&post.text),
            Self::Media => post.details.images || post.details.videos,
            Self::Images => post.details.images,
            Self::Videos => post.details.videos,
        }
    }
}

fn shows_mention(text: &str) -> bool {
    memchr::memchr_iter(b'@', text.as_bytes()).any(|at| {
        let (before, after) = (text.get(..at).unwrap_or(""), text.get(at + 1..).unwrap_or(""));
        let length = after.find(|c| class(c) != Class::Word).unwrap_or(after.len());
        let follows = after.get(length..).unwrap_or("");
        length > 0 && begins_mention(before) && !follows.starts_with("://")
    })
}

fn shows_cashtag(text: &str) -> bool {
    memchr::memchr_iter(b'$', text.as_bytes()).any(|at| {
        let (before, after) = (text.get(..at).unwrap_or(""), text.get(at + 1..).unwrap_or(""));
        let letters = after.bytes().take_while(u8::is_ascii_alphabetic).count();
        let next = after.get(letters..).and_then(|rest| rest.chars().next());
        (1..=6).contains(&letters)
            && begins_cash(before.chars().next_back())
            && next.is_none_or(|c| c == '_' || class(c) == Class::Other)
    })
}

impl Condition {
    pub(super) fn holds(&self, post: &Post<'_>) -> bool {
        match self {
            Self::Lang(lang) => covers(lang, post.lang.as_deref()),
            Self::Is(mark) => mark.holds(post),
            Self::Has(thing) => thing.holds(post),
            Self::To(name) => post.details.to.as_deref().is_some_and(|to| is_handle(to, name)),
            Self::Conversation(id) => post.details.conversation.as_deref() == Some(id),
            Self::MinLikes(least) => post.details.likes.is_some_and(|likes| likes >= *least),
            Self::Sample(share) => {
                let name = post.id.as_deref().unwrap_or(&post.text);
                xxh3_64(name.as_bytes()) % 100 < *share
            }
        }
    }
}

/// Whether a handle is the wanted one, which is folded, with or without the name of its server.
fn is_handle(handle: &str, wanted: &str) -> bool {
    let mut folded = String::new();
    fold_into(&mut folded, handle.strip_prefix('@').unwrap_or(handle));
    folded.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with('@'))
}

/// Whether a wanted language covers the declared one: `en` covers `en-US`, not the other way.
pub(super) fn covers(wanted: &str, declared: Option<&str>) -> bool {
    let Some(declared) = declared else { return wanted.eq_ignore_ascii_case("und") };
    let begins = |declared: &str| {
        let (start, rest) = declared.split_at_checked(wanted.len())?;
        let same = |(a, b): (u8, u8)| a.eq_ignore_ascii_case(&b) || (a == b'-' && b == b'_');
        let is_start = wanted.bytes().zip(start.bytes()).all(same);
        Some(is_start && (rest.is_empty() || rest.starts_with(['-', '_'])))
    };
    // X writes old codes: `in` for Indonesian, `iw` for Hebrew.
    begins(declared) == Some(true)
        || (!wanted.contains(['-', '_']) && language::same(wanted, declared))
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lang(lang) => write!(f, "lang:{lang}"),
            Self::Is(Mark::Repost) => f.write_str("is:repost"),
            Self::Is(Mark::Reply) => f.write_str("is:reply"),
            Self::Is(Mark::Quote) => f.write_str("is:quote"),
            Self::Is(Mark::Bot) => f.write_str("is:bot"),
            Self::Is(Mark::Verified) => f.write_str("is:verified"),
            Self::Is(Mark::Nullcast) => f.write_str("is:nullcast"),
            Self::Has(Thing::Links) => f.write_str("has:links"),
            Self::Has(Thing::Hashtags) => f.write_str("has:hashtags"),
            Self::Has(Thing::Mentions) => f.write_str("has:mentions"),
            Self::Has(Thing::Cashtags) => f.write_str("has:cashtags"),
            Self::Has(Thing::Media) => f.write_str("has:media"),
            Self::Has(Thing::Images) => f.write_str("has:images"),
            Self::Has(Thing::Videos) => f.write_str("has:videos"),
            Self::To(name) => {
                write!(f, "to:\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))
            }
            Self::Conversation(id) => {
                write!(f, "conversation_id:\"{}\"", id.replace('\\', "\\\\").replace('"', "\\\""))
            }
            Self::MinLikes(least) => write!(f, "min_faves:{least}"),
            Self::Sample(share) => write!(f, "sample:{share}"),
        }
    }
}
