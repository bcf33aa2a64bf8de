//! Posts as a Mastodon server writes them: a status with its content in HTML.
//!
//! One status a line, or the same in the blocks of an event stream. Boosts carry the original in
//! `reblog`, as home timelines have them.

use super::json::{Json, Spelling};
use super::people::Author;
use super::pieces::{Piece, pieces};
use super::post::{Post, Relation};
use super::random::Random;

/// One status on one line.
pub fn status_line(post: &Post, json: &mut Json) {
    status(post, json);
    json.end_line("\n");
}

/// One status as a block of an event stream.
pub fn event(post: &Post, name: &str, out: &mut Vec<u8>) {
    let mut json = Json::new(Spelling::Utf8);
    status(post, &mut json);
    out.extend_from_slice(format!("event: {name}\ndata: ").as_bytes());
    out.append(&mut json.out);
    out.extend_from_slice(b"\n\n");
}

/// The status id: the time, and the serial number in the low 16 bits.
pub const fn id(post: &Post) -> i64 {
    (post.at.millis() << 16) | (post.serial & 0xffff) as i64
}

/// Whether the reader's own server is also the author's; handles then stand without a host.
fn is_local(author: &Author) -> bool {
    author.host() == "pedalpond.example"
}

/// The `uri`, which is the same on every server.
pub fn address(post: &Post) -> String {
    format!("https://{}/users/{}/statuses/{}", post.author.host(), post.author.handle, id(post))
}

/// The status itself.
pub fn status(post: &Post, json: &mut Json) {
    json.object(|status| {
        status.field("id").quoted(id(post));
        status.field("created_at").quoted(post.at);
        fill_reply(post, status);
        status.field("sensitive").raw(false);
        status.field("spoiler_text").quoted("");
        status.field("visibility").quoted("public");
        fill_language(post.lang, status);
        status.field("uri").quoted(address(post));
        status.field("url").quoted(format_args!(
            "https://{}/@{}/{}",
            post.author.host(),
            post.author.handle,
            id(post)
        ));
        for count in ["replies_count", "reblogs_count", "favourites_count", "quotes_count"] {
            status.field(count).raw(0);
        }
        status.field("edited_at").raw("null");
        status.field("content");
        fill_content(post, status);
        status.field("reblog");
        match &post.relation {
            Relation::Repost(other) => self::status(other, status),
            _ => status.raw("null"),
        }
        fill_quote(post, status);
        status.field("account");
        account(&post.author, status);
        status.field("media_attachments").list(|_| {});
        fill_lists(post, status);
        status.field("emojis").list(|_| {});
        status.field("card").raw("null");
        status.field("poll").raw("null");
    });
}

fn fill_reply(post: &Post, status: &mut Json) {
    if let Relation::Reply(other) = &post.relation {
        status.field("in_reply_to_id").quoted(id(other));
        status.field("in_reply_to_account_id").quoted(other.author.mastodon_id());
    } else {
        status.field("in_reply_to_id").raw("null");
        status.field("in_reply_to_account_id").raw("null");
    }
}

fn fill_language(lang: &str, status: &mut Json) {
    if lang.is_empty() {
        status.field("language").raw("null");
    } else {
        status.field("language").quoted(lang);
    }
}

/// The quoted status; its text is not this post's text.
fn fill_quote(post: &Post, json: &mut Json) {
    if let Relation::Quote(other) = &post.relation {
        json.field("quote").object(|quote| {
            quote.field("state").quoted("accepted");
            quote.field("quoted_status");
            status(other, quote);
        });
    } else {
        json.field("quote").raw("null");
    }
}

fn fill_content(post: &Post, status: &mut Json) {
    if matches!(post.relation, Relation::Repost(_)) {
        status.text("");
    } else {
        status.text(&html(&post.text));
    }
}

fn fill_lists(post: &Post, status: &mut Json) {
    status.field("mentions").list(|list| {
        for piece in pieces(&post.text) {
            let Piece::Mention(handle) = piece else { continue };
            list.object(|mention| {
                mention.field("id").quoted(Random::new(handle.len() as u64).below(1_000_000));
                mention.field("username").quoted(handle);
                mention.field("url").quoted(format_args!("https://velo.example/@{handle}"));
                mention.field("acct").quoted(format_args!("{handle}@velo.example"));
            });
        }
    });
    status.field("tags").list(|list| {
        for piece in pieces(&post.text) {
            let Piece::Tag(tag) = piece else { continue };
            list.object(|entry| {
                entry.field("name").text(&tag.to_lowercase());
                entry
                    .field("url")
                    .text(&format!("https://pedalpond.example/tags/{}", tag.to_lowercase()));
            });
        }
    });
}

/// The account object.
pub fn account(author: &Author, json: &mut Json) {
    json.object(|account| {
        account.field("id").quoted(author.mastodon_id());
        account.field("username").quoted(&author.handle);
        if is_local(author) {
            account.field("acct").quoted(&author.handle);
        } else {
            account.field("acct").quoted(format_args!("{}@{}", author.handle, author.host()));
        }
        account.field("display_name").text(&author.name);
        account.field("locked").raw(false);
        account.field("bot").raw(author.bot);
        account.field("created_at").quoted("2023-04-01T00:00:00.000Z");
        account.field("note").text(&format!("<p>{}</p>", html_text(&author.about)));
        account.field("url").quoted(format_args!("https://{}/@{}", author.host(), author.handle));
        account.field("uri").quoted(format_args!(
            "https://{}/users/{}",
            author.host(),
            author.handle
        ));
        account.field("avatar").quoted("https://images.example/missing.png");
        account.field("header").quoted("https://images.example/missing.png");
        account.field("followers_count").raw(author.followers());
        account.field("following_count").raw(author.followers() % 611);
        account.field("statuses_count").raw(author.followers() * 11);
        account.field("emojis").list(|_| {});
        account.field("fields").list(|_| {});
    });
}

/// A text as HTML: paragraphs, breaks, and anchors for what can be clicked.
pub fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2 + 16);
    out.push_str("<p>");
    for piece in pieces(text) {
        match piece {
            Piece::Text(text) => {
                out.push_str(&html_text(text).replace("\n\n", "</p><p>").replace('\n', "<br />"));
            }
            Piece::Tag(tag) => {
                let folder = tag.to_lowercase();
                out.push_str(&format!(
                    "<a href=\"https://pedalpond.example/tags/{folder}\" class=\"mention hashtag\" rel=\"tag\">#<span>{tag}</span></a>"
                ));
            }
            Piece::Mention(handle) => out.push_str(&format!(
                "<span class=\"h-card\" translate=\"no\"><a href=\"https://velo.example/@{handle}\" class=\"u-url mention\">@<span>{handle}</span></a></span>"
            )),
            Piece::Link(link) => out.push_str(&anchor(link)),
        }
    }
    out + "</p>"
}

/// A link with its hidden parts: the scheme, and what does not fit into thirty characters.
fn anchor(link: &str) -> String {
    let bare = link.trim_start_matches("https://");
    let shown: String = bare.chars().take(30).collect();
    let hidden = &bare[shown.len()..];
    let class = if hidden.is_empty() { "" } else { "ellipsis" };
    format!(
        "<a href=\"{link}\" target=\"_blank\" rel=\"nofollow noopener\" translate=\"no\"><span class=\"invisible\">https://</span><span class=\"{class}\">{shown}</span><span class=\"invisible\">{hidden}</span></a>"
    )
}

fn html_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}
