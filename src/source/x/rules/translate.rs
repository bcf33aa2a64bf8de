//! Translates a query into the language of X's rules.
//!
//! The rule never asks for less than the query: whatever X cannot say, or matches otherwise than we
//! do, is left out here and stays with the topic, which asks every post in full anyway.
//!
//! ```text
//! rust -pie -is:repost is:bot   on X   (rust OR #rust) -is:retweet
//!                               here   -pie  is:bot
//! ```
//!
//! Words that must not stand in a post stay here, as X looks for them in quoted posts too.

use crate::topic::{Exclude, Filter, Mark, Query, Shape, Thing};

/// The languages X's rules know by the name that posts bear too ("lang:" in X's documentation).
const LANGUAGES: [&str; 62] = [
    "am", "ar", "bg", "bn", "bo", "bs", "ca", "ckb", "cs", "cy", "da", "de", "dv", "el", "en",
    "es", "et", "eu", "fa", "fi", "fr", "gu", "hi", "hr", "ht", "hu", "hy", "in", "is", "it", "iw",
    "ja", "ka", "km", "kn", "ko", "lo", "lt", "lv", "ml", "mr", "my", "ne", "nl", "no", "or", "pa",
    "pl", "ps", "pt", "ro", "ru", "sd", "si", "sk", "sl", "sr", "sv", "ta", "th", "tr", "uk",
];

/// A part of a rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Clause {
    Word(String, Stands),
    All(Vec<Self>),
    Any(Vec<Self>),
}

/// What X lets a word of a rule do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Stands {
    /// It may be the whole rule.
    Alone,
    /// Only beside one that may stand alone.
    Beside,
    /// Only to keep posts away.
    Against,
}

/// Whether a query is translated as it is, or its opposite.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    For,
    Against,
}

/// What became of a query.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Translated {
    /// `None` where X cannot be asked for it at all.
    pub(super) clause: Option<Clause>,
    /// The parts that stay here, in the language of queries.
    pub(super) here: Vec<String>,
}

/// Translates a topic's query.
pub(super) fn query(query: &Query) -> Translated {
    let mut here = Vec::new();
    let clause = translate(query, Side::For, &mut here).filter(Clause::stands_alone);
    here.sort();
    here.dedup();
    Translated { clause, here }
}

/// Translates what is asked of every post into the words that stand behind each rule.
pub(super) fn filter(filter: &Filter) -> (String, Vec<String>) {
    let (mut words, mut here) = (Vec::new(), Vec::new());
    let langs: Vec<_> = filter.langs.iter().map(|lang| language(lang, Side::For)).collect();
    if langs.iter().all(Option::is_some) {
        match langs.into_iter().flatten().collect::<Vec<_>>() {
            none if none.is_empty() => {}
            some => words.push(Clause::any(some)),
        }
    } else {
        here.extend(filter.langs.iter().map(|lang| format!("lang:{lang}")));
    }
    for kind in &filter.exclude {
        let kind = match kind {
            Exclude::Reposts => Mark::Repost,
            Exclude::Replies => Mark::Reply,
            Exclude::Quotes => Mark::Quote,
            Exclude::Bots => Mark::Bot,
        };
        match mark(kind, Side::Against) {
            Some(word) => words.push(word),
            None => here.push("-is:bot".to_owned()),
        }
    }
    let text = if words.is_empty() { String::new() } else { Clause::All(words).text() };
    (text, here)
}

impl Clause {
    fn any(mut parts: Vec<Self>) -> Self {
        if parts.len() == 1 { parts.remove(0) } else { Self::Any(parts) }
    }

    /// As it stands in a rule.
    pub(super) fn text(&self) -> String {
        let joined = |parts: &[Self], between: &str| {
            parts.iter().map(Self::inner).collect::<Vec<_>>().join(between)
        };
        match self {
            Self::Word(text, _) => text.clone(),
            Self::All(parts) => joined(parts, " "),
            Self::Any(parts) => parts.iter().map(Self::text).collect::<Vec<_>>().join(" OR "),
        }
    }

    /// As it stands beside others: alternatives in parentheses.
    fn inner(&self) -> String {
        match self {
            Self::Any(_) => format!("({})", self.text()),
            _ => self.text(),
        }
    }

    /// Whether X takes it as a rule of its own.
    fn stands_alone(&self) -> bool {
        match self {
            Self::Word(_, stands) => *stands == Stands::Alone,
            Self::All(parts) => parts.iter().any(Self::stands_alone),
            Self::Any(parts) => parts.iter().all(Self::stands_alone),
        }
    }

    /// Whether it asks for something, not only against.
    fn asks(&self) -> bool {
        match self {
            Self::Word(_, stands) => *stands != Stands::Against,
            Self::All(parts) => parts.iter().any(Self::asks),
            Self::Any(parts) => parts.iter().all(Self::asks),
        }
    }
}

fn translate(query: &Query, side: Side, here: &mut Vec<String>) -> Option<Clause> {
    match (query.shape(), side) {
        (Shape::Not(inner), Side::For) => translate(&inner, Side::Against, here),
        (Shape::Not(inner), Side::Against) => translate(&inner, Side::For, here),
        (Shape::Everything, Side::For) => None,
        (Shape::All(parts), Side::For) | (Shape::Any(parts), Side::Against) => {
            let translated: Vec<_> =
                parts.iter().filter_map(|part| translate(part, side, here)).collect();
            match translated.len() {
                0 => None,
                1 => translated.into_iter().next(),
                _ => Some(Clause::All(translated)),
            }
        }
        (Shape::Any(parts), Side::For) | (Shape::All(parts), Side::Against) => {
            let mut inner = Vec::new();
            let translated: Option<Vec<_>> = parts
                .iter()
                .map(|part| translate(part, side, &mut inner).filter(Clause::asks))
                .collect();
            match translated {
                Some(translated) => {
                    here.extend(inner);
                    Some(Clause::any(translated))
                }
                None => stays(query, side, here),
            }
        }
        (shape @ Shape::Near(_), Side::For) => {
            // X can ask for the words, not for how near they stand.
            stays(query, side, here);
            leaf(&shape, side)
        }
        (shape, side) => leaf(&shape, side).or_else(|| stays(query, side, here)),
    }
}

/// Notes that a part stays here.
fn stays(query: &Query, side: Side, here: &mut Vec<String>) -> Option<Clause> {
    let text = match (query.shape(), side) {
        (Shape::All(_) | Shape::Any(_), Side::For) => format!("({query})"),
        (Shape::All(_) | Shape::Any(_), Side::Against) => format!("-({query})"),
        (_, Side::For) => query.to_string(),
        (_, Side::Against) => format!("-{query}"),
    };
    here.push(text);
    None
}

fn leaf(shape: &Shape, side: Side) -> Option<Clause> {
    match shape {
        Shape::Lang(lang) => language(lang, side),
        Shape::Is(kind) => mark(*kind, side),
        Shape::Has(thing) => {
            let name = match thing {
                Thing::Links => "has:links",
                Thing::Hashtags => "has:hashtags",
                Thing::Mentions => "has:mentions",
                Thing::Cashtags => "has:cashtags",
                // Its media are at least ours, so that only what has none can be kept away.
                Thing::Media | Thing::Images | Thing::Videos if side == Side::For => "has:media",
                Thing::Media | Thing::Images | Thing::Videos => return None,
            };
            Some(word(name.to_owned(), Stands::Beside, side))
        }
        Shape::To(name) => {
            is_handle(name).then(|| word(format!("to:{}", lower(name)), Stands::Alone, side))
        }
        Shape::Conversation(id) => {
            let is_id = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
            is_id.then(|| word(format!("conversation_id:{id}"), Stands::Alone, side))
        }
        Shape::From(name) => {
            is_handle(name).then(|| word(format!("from:{}", lower(name)), Stands::Alone, side))
        }
        _ if side == Side::Against => None,
        Shape::Text(written) => text(written),
        Shape::Tag(tag) => is_tag(tag).then(|| alone(format!("#{}", lower(tag)))),
        Shape::Cash(name) => {
            is_cash(name).then(|| alone(format!("${}", name.to_ascii_uppercase())))
        }
        Shape::Mention(name) => is_handle(name).then(|| alone(format!("@{}", lower(name)))),
        Shape::Url(part) => quoted(part).map(|part| alone(format!("url:{part}"))),
        Shape::Near(words) => {
            let words: Option<Vec<_>> = words.iter().map(|word| text(word)).collect();
            words.map(Clause::All)
        }
        Shape::Everything | Shape::Not(_) | Shape::All(_) | Shape::Any(_) | Shape::Local => None,
    }
}

fn alone(text: String) -> Clause {
    Clause::Word(text, Stands::Alone)
}

fn word(text: String, stands: Stands, side: Side) -> Clause {
    match side {
        Side::For => Clause::Word(text, stands),
        Side::Against => Clause::Word(format!("-{text}"), Stands::Against),
    }
}

fn language(lang: &str, side: Side) -> Option<Clause> {
    let lang = lower(lang);
    LANGUAGES.contains(&lang.as_str()).then(|| word(format!("lang:{lang}"), Stands::Beside, side))
}

fn mark(mark: Mark, side: Side) -> Option<Clause> {
    let name = match mark {
        Mark::Repost => "is:retweet",
        Mark::Reply => "is:reply",
        Mark::Quote => "is:quote",
        // What is only advertised reaches us no way; the rule may say so.
        Mark::Nullcast if side == Side::Against => "is:nullcast",
        Mark::Bot | Mark::Verified | Mark::Nullcast => return None,
    };
    Some(word(name.to_owned(), Stands::Beside, side))
}

/// A word or phrase; one that can be a hashtag is also asked for as one, as X may count `#rust`
/// apart from `rust`.
fn text(written: &str) -> Option<Clause> {
    let joined: String = lower(written).split([' ', '-']).collect();
    let is_word = joined.chars().all(is_letter) && !written.contains([' ', '-']);
    let is_sign = ["or", "and", "not"].contains(&joined.as_str());
    let translated = if is_word && !is_sign { lower(written) } else { quoted(written)? };
    let plain = alone(translated);
    let tag = is_tag(&joined).then(|| alone(format!("#{joined}")));
    Some(Clause::any([Some(plain), tag].into_iter().flatten().collect()))
}

/// In quotes, without what cannot stand in them; `None` where nothing is left that X would find:
/// it looks for words and emoji, not for punctuation.
fn quoted(written: &str) -> Option<String> {
    let clean: String =
        lower(written).chars().map(|c| if "\"\\“”„".contains(c) { ' ' } else { c }).collect();
    let clean = clean.split_whitespace().collect::<Vec<_>>().join(" ");
    let finds = clean.chars().any(|c| is_letter(c) || !c.is_ascii());
    finds.then(|| format!("\"{clean}\""))
}

fn lower(text: &str) -> String {
    text.to_ascii_lowercase()
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn is_tag(tag: &str) -> bool {
    tag.chars().all(is_letter) && tag.chars().any(|c| !c.is_numeric())
}

/// X's handles have at most 15 letters, digits and `_`.
fn is_handle(name: &str) -> bool {
    (1..=15).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

/// One to six letters, and one or two behind a dot.
fn is_cash(name: &str) -> bool {
    let (symbol, class) = name.split_once('.').unwrap_or((name, "a"));
    let letters = |part: &str, most| {
        (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphabetic())
    };
    letters(symbol, 6) && letters(class, 2)
}
