//! Posts as X wrote them in API 1.1: a status with its user inside, in ASCII.
//!
//! Texts over 140 characters are cut and stand whole in `extended_tweet`, as the stream had them.

use super::json::Json;
use super::pieces::{Piece, pieces, push_html};
use super::post::{Post, Relation};
use super::x;

/// Characters of a text before it is cut.
const SHORT: usize = 140;

/// One status on one line.
pub fn status_line(post: &Post, json: &mut Json) {
    status(post, json);
    json.end_line("\n");
}

fn status(post: &Post, json: &mut Json) {
    let full = text_of(post);
    let cut = full.chars().count() > SHORT;
    let short: String =
        if cut { full.chars().take(SHORT - 1).chain(['…']).collect() } else { full.clone() };
    json.object(|status| {
        status.field("created_at").quoted(date(post));
        // The plain number is rounded, as readers without 64-bit integers left it in many files.
        status.field("id").raw((x::id(post) as f64) as i64);
        status.field("id_str").quoted(x::id(post));
        status.field("text").text(&short);
        status
            .field("source")
            .text("<a href=\"https://apps.example/lamp\" rel=\"nofollow\">Lamp for Phones</a>");
        status.field("truncated").raw(cut);
        fill_reply(post, status);
        status.field("user");
        user(post, status);
        status.field("geo").raw("null");
        status.field("is_quote_status").raw(matches!(post.relation, Relation::Quote(_)));
        match &post.relation {
            Relation::Repost(other) => {
                status.field("retweeted_status");
                self::status(other, status);
            }
            Relation::Quote(other) => {
                status.field("quoted_status_id_str").quoted(x::id(other));
                status.field("quoted_status");
                self::status(other, status);
            }
            _ => {}
        }
        if cut && !matches!(post.relation, Relation::Repost(_)) {
            status.field("extended_tweet").object(|extended| {
                extended.field("full_text").text(&full);
                entities(post, extended);
            });
        }
        entities(post, status);
        for count in ["quote_count", "reply_count", "retweet_count", "favorite_count"] {
            status.field(count).raw(post.serial % 5);
        }
        status.field("favorited").raw(false);
        status.field("retweeted").raw(false);
        status.field("filter_level").quoted("low");
        status.field("lang").quoted(if post.lang.is_empty() { "und" } else { post.lang });
        status.field("timestamp_ms").quoted(post.at.millis());
    });
}

/// `Thu May 14 09:00:00 +0000 2026`.
fn date(post: &Post) -> String {
    let at = jiff::Timestamp::from_millisecond(post.at.millis()).unwrap_or_default();
    at.strftime("%a %b %d %H:%M:%S +0000 %Y").to_string()
}

fn text_of(post: &Post) -> String {
    let mut out = String::new();
    if let Relation::Repost(other) = &post.relation {
        out = format!("RT @{}: ", other.author.handle);
    }
    for piece in pieces(&post.text) {
        match piece {
            Piece::Text(text) => push_html(&mut out, text),
            Piece::Tag(tag) => out.extend(["#", tag]),
            Piece::Mention(handle) => out.extend(["@", handle]),
            Piece::Link(_) => out.push_str(&format!("https://t.co/{:010}", post.serial)),
        }
    }
    out
}

fn fill_reply(post: &Post, status: &mut Json) {
    if let Relation::Reply(other) = &post.relation {
        status.field("in_reply_to_status_id_str").quoted(x::id(other));
        status.field("in_reply_to_user_id_str").quoted(other.author.x_id());
        status.field("in_reply_to_screen_name").quoted(&other.author.handle);
    } else {
        status.field("in_reply_to_status_id_str").raw("null");
        status.field("in_reply_to_user_id_str").raw("null");
        status.field("in_reply_to_screen_name").raw("null");
    }
}

fn user(post: &Post, json: &mut Json) {
    json.object(|user| {
        user.field("id").raw(post.author.x_id());
        user.field("id_str").quoted(post.author.x_id());
        user.field("name").text(&post.author.name);
        user.field("screen_name").quoted(&post.author.handle);
        user.field("location").raw("null");
        user.field("description").text(&post.author.about);
        user.field("protected").raw(false);
        user.field("verified").raw(false);
        user.field("followers_count").raw(post.author.followers());
        user.field("statuses_count").raw(post.author.followers() * 11);
        user.field("created_at").quoted("Fri Nov 01 14:13:01 +0000 2013");
        user.field("lang").raw("null");
    });
}

fn entities(post: &Post, json: &mut Json) {
    json.field("entities").object(|entities| {
        entities.field("hashtags").list(|list| {
            for piece in pieces(&post.text) {
                if let Piece::Tag(tag) = piece {
                    list.object(|entity| entity.field("text").text(tag));
                }
            }
        });
        entities.field("urls").list(|list| {
            for piece in pieces(&post.text) {
                let Piece::Link(link) = piece else { continue };
                list.object(|entity| {
                    entity.field("url").text(&format!("https://t.co/{:010}", post.serial));
                    entity.field("expanded_url").text(link);
                });
            }
        });
        entities.field("user_mentions").list(|list| {
            for piece in pieces(&post.text) {
                if let Piece::Mention(handle) = piece {
                    list.object(|entity| entity.field("screen_name").text(handle));
                }
            }
        });
        entities.field("symbols").list(|_| {});
    });
}
