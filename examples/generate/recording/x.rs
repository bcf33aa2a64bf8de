//! Posts as X writes them in the stream of API v2: one object a line, ended by CRLF.
//!
//! Offsets of entities count the characters of the text as it stands on the wire, where `&`, `<`
//! and `>` are HTML and links are cut to `https://t.co/…`. Traps that the real stream has are
//! spread by serial number: rule ids that are JSON numbers, rules without a tag.

use super::json::Json;
use super::people::Author;
use super::pieces::{Piece, pieces, push_html};
use super::post::{Post, Relation};
use super::random::Random;

/// Characters of a text before the rest moves to `note_tweet`.
const SHORT: usize = 280;
/// Characters of a repost's own text, which is cut.
const REPOST: usize = 140;
/// The zero of the time inside an id, in milliseconds since 1970.
const EPOCH: i64 = 1_288_834_974_657;

/// How X calls things: the words of its first years, or those of August 2026.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Dialect {
    /// `referenced_tweets`, `includes.tweets`, `retweeted`.
    Tweet,
    /// `referenced_posts`, `includes.posts`, `reposted`.
    Post,
}

/// The id of a post: its time, and its serial number in the low 22 bits.
pub const fn id(post: &Post) -> i64 {
    ((post.at.millis() - EPOCH) << 22) | (post.serial & 0x3f_ffff) as i64
}

/// One line of the stream, with its author, what it refers to, and the rules it matched.
pub fn stream_line(post: &Post, json: &mut Json) {
    json.object(|line| {
        line.field("data");
        tweet(post, Dialect::Tweet, line);
        line.field("includes").object(|includes| fill_includes(&[post], Dialect::Tweet, includes));
        line.field("matching_rules").list(|rules| rules.object(|rule| matching_rule(post, rule)));
    });
    json.end_line("\r\n");
}

/// One search page: posts, everything they refer to, and how to go on.
pub fn page(posts: &[&Post], dialect: Dialect, json: &mut Json) {
    json.object(|page| {
        page.field("data").list(|data| posts.iter().for_each(|post| tweet(post, dialect, data)));
        page.field("includes").object(|includes| fill_includes(posts, dialect, includes));
        page.field("meta").object(|meta| {
            if let (Some(newest), Some(oldest)) = (posts.first(), posts.last()) {
                meta.field("newest_id").quoted(id(newest));
                meta.field("oldest_id").quoted(id(oldest));
            }
            meta.field("result_count").raw(posts.len());
        });
    });
    json.end_line("\n");
}

/// The authors, then the posts referred to. A repost stands there itself too, before the original:
/// whoever takes the first one takes the cut text.
fn fill_includes(posts: &[&Post], dialect: Dialect, includes: &mut Json) {
    let mut known = Vec::new();
    includes.field("users").list(|users| {
        for author in posts.iter().flat_map(|p| [Some(&p.author), p.other().map(|o| &o.author)]) {
            let Some(author) = author.filter(|author| !known.contains(&author.number)) else {
                continue;
            };
            known.push(author.number);
            user(author, users);
        }
    });
    if posts.iter().any(|post| post.other().is_some()) {
        includes.field(if dialect == Dialect::Tweet { "tweets" } else { "posts" });
        includes.list(|list| {
            for post in posts.iter().filter(|post| post.other().is_some()) {
                if matches!(post.relation, Relation::Repost(_)) {
                    tweet(post, dialect, list);
                }
                post.other().into_iter().for_each(|other| tweet(other, dialect, list));
            }
        });
    }
}

fn matching_rule(post: &Post, rule: &mut Json) {
    const RULE: u64 = 1_790_000_000_000_000_123;
    if post.serial % 7 == 3 {
        rule.field("id").raw(RULE);
    } else {
        rule.field("id").quoted(RULE);
    }
    if post.serial % 11 != 5 {
        rule.field("tag").text("bikes");
    }
}

/// The post itself.
pub fn tweet(post: &Post, dialect: Dialect, json: &mut Json) {
    let old = dialect == Dialect::Tweet;
    let full = spell(post);
    let (short, entities) = if post_is_long(post) {
        cut(&full.text, SHORT, &full.marks)
    } else {
        (full.text.clone(), full.marks.clone())
    };
    json.object(|data| {
        data.field("author_id").quoted(post.author.x_id());
        data.field("conversation_id").quoted(id(post.other().unwrap_or(post)));
        data.field("created_at").quoted(post.at);
        data.field(if old { "edit_history_tweet_ids" } else { "edit_history_post_ids" });
        data.list(|ids| ids.quoted(id(post)));
        fill_entities(&entities, data);
        data.field("id").quoted(id(post));
        if let Relation::Reply(other) = &post.relation {
            data.field("in_reply_to_user_id").quoted(other.author.x_id());
        }
        data.field("lang").quoted(if post.lang.is_empty() { "und" } else { post.lang });
        if post_is_long(post) {
            data.field(if old { "note_tweet" } else { "note_post" }).object(|note| {
                fill_entities(&full.marks, note);
                note.field("text").text(&full.text);
            });
        }
        data.field("possibly_sensitive").raw(false);
        data.field("public_metrics").object(|metrics| fill_metrics(post, old, metrics));
        if let Some((kind, other)) = reference(post, old) {
            data.field(if old { "referenced_tweets" } else { "referenced_posts" }).list(|list| {
                list.object(|one| {
                    one.field("type").quoted(kind);
                    one.field("id").quoted(id(other));
                });
            });
        }
        data.field("reply_settings").quoted("everyone");
        data.field("text").text(&short);
    });
}

fn post_is_long(post: &Post) -> bool {
    !matches!(post.relation, Relation::Repost(_)) && post.text.chars().count() > SHORT
}

fn reference(post: &Post, old: bool) -> Option<(&'static str, &Post)> {
    match &post.relation {
        Relation::Alone => None,
        Relation::Reply(other) => Some(("replied_to", other)),
        Relation::Quote(other) => Some(("quoted", other)),
        Relation::Repost(other) => Some((if old { "retweeted" } else { "reposted" }, other)),
    }
}

fn fill_metrics(post: &Post, old: bool, metrics: &mut Json) {
    let likes = Random::new(post.serial).below(40);
    metrics.field(if old { "retweet_count" } else { "repost_count" }).raw(likes / 7);
    metrics.field("reply_count").raw(likes / 5);
    metrics.field("like_count").raw(likes);
    metrics.field("quote_count").raw(likes / 13);
    metrics.field("bookmark_count").raw(likes / 17);
    metrics.field("impression_count").raw(likes * 37 + 5);
}

/// The user object that stands in `includes.users`.
pub fn user(author: &Author, json: &mut Json) {
    let followers = author.followers();
    json.object(|user| {
        user.field("created_at").quoted(format_args!(
            "20{}-0{}-17T08:00:00.000Z",
            12 + author.number % 12,
            1 + author.number % 9
        ));
        user.field("description").text(&author.about);
        user.field("id").quoted(author.x_id());
        user.field("name").text(&author.name);
        user.field("profile_image_url")
            .quoted(format_args!("https://images.example/{}/normal.jpg", author.handle));
        user.field("protected").raw(false);
        user.field("public_metrics").object(|metrics| {
            metrics.field("followers_count").raw(followers);
            metrics.field("following_count").raw(followers % 611);
            metrics.field("tweet_count").raw(followers * 11);
            metrics.field("listed_count").raw(followers % 13);
        });
        user.field("url").quoted("");
        user.field("username").quoted(&author.handle);
        user.field("verified").raw(author.number.is_multiple_of(9));
    });
}

/// What a hashtag, mention or link is in a text on the wire.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Sign {
    Tag(String),
    Mention(String),
    Link { short: String, full: String },
}

/// Where it stands, in characters; the end is not included.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Mark {
    start: usize,
    end: usize,
    sign: Sign,
}

/// A text as it stands on the wire.
#[derive(Debug)]
struct Spelled {
    text: String,
    marks: Vec<Mark>,
}

/// The text of a post as X has it; of a repost the cut one.
fn spell(post: &Post) -> Spelled {
    if let Relation::Repost(other) = &post.relation {
        let full =
            spell_text(&format!("RT @{}: {}", other.author.handle, other.text), other.serial);
        let (text, marks) = cut(&full.text, REPOST, &full.marks);
        return Spelled { text, marks };
    }
    spell_text(&post.text, post.serial)
}

fn spell_text(plain: &str, serial: u64) -> Spelled {
    let mut spelled = Spelled { text: String::with_capacity(plain.len() + 32), marks: Vec::new() };
    let mut start = 0;
    for piece in pieces(plain) {
        let before = spelled.text.len();
        let sign = match piece {
            Piece::Text(text) => {
                push_html(&mut spelled.text, text);
                None
            }
            Piece::Tag(tag) => {
                spelled.text.push('#');
                spelled.text.push_str(tag);
                Some(Sign::Tag(tag.to_owned()))
            }
            Piece::Mention(handle) => {
                spelled.text.push('@');
                spelled.text.push_str(handle);
                Some(Sign::Mention(handle.to_owned()))
            }
            Piece::Link(link) => {
                let short = format!("https://t.co/{:010}", serial % 10_000_000_000);
                spelled.text.push_str(&short);
                Some(Sign::Link { short, full: link.to_owned() })
            }
        };
        let end = start + spelled.text[before..].chars().count();
        spelled.marks.extend(sign.map(|sign| Mark { start, end, sign }));
        start = end;
    }
    spelled
}

/// The first characters of a text, the last of them `…`, and the marks that are still whole.
fn cut(text: &str, length: usize, marks: &[Mark]) -> (String, Vec<Mark>) {
    if text.chars().count() <= length {
        return (text.to_owned(), marks.to_vec());
    }
    let short = text.chars().take(length - 1).chain(['…']).collect();
    (short, marks.iter().filter(|mark| mark.end < length).cloned().collect())
}

fn fill_entities(marks: &[Mark], json: &mut Json) {
    if marks.is_empty() {
        return;
    }
    json.field("entities").object(|entities| {
        fill_kind(
            "hashtags",
            marks.iter().filter(|mark| matches!(mark.sign, Sign::Tag(_))),
            entities,
        );
        fill_kind(
            "mentions",
            marks.iter().filter(|mark| matches!(mark.sign, Sign::Mention(_))),
            entities,
        );
        fill_kind(
            "urls",
            marks.iter().filter(|mark| matches!(mark.sign, Sign::Link { .. })),
            entities,
        );
    });
}

fn fill_kind<'a>(name: &str, marks: impl Iterator<Item = &'a Mark>, json: &mut Json) {
    let mut marks = marks.peekable();
    if marks.peek().is_none() {
        return;
    }
    json.field(name)
        .list(|list| marks.for_each(|mark| list.object(|entity| fill_mark(mark, entity))));
}

fn fill_mark(mark: &Mark, entity: &mut Json) {
    entity.field("start").raw(mark.start);
    entity.field("end").raw(mark.end);
    match &mark.sign {
        Sign::Tag(tag) => entity.field("tag").text(tag),
        Sign::Mention(handle) => entity.field("username").quoted(handle),
        Sign::Link { short, full } => {
            entity.field("url").quoted(short);
            entity.field("expanded_url").text(full);
            entity.field("display_url").text(full.trim_start_matches("https://"));
            entity.field("status").raw(200);
            entity.field("title").text("Wheels and weather");
            entity.field("unwound_url").text(full);
        }
    }
}
