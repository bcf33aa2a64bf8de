//! Events as Bluesky's Jetstream writes them, in its three dialects.
//!
//! Offsets of facets count the bytes of the text. Reposts are records of their own there and no
//! posts; callers who want posts alone do not ask for them.

use super::json::Json;
use super::people::{Author, sortable};
use super::pieces::{Piece, pieces};
use super::post::{Moment, Post, Relation};

/// How Jetstream calls things.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Dialect {
    /// `kind`, `operation`.
    V1,
    /// Before October 2024: `type` for both, with shortened values.
    Old,
    /// The envelope of v2.
    V2,
}

/// What is no post, though it comes the same way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Other {
    /// A like of a post.
    Like,
    /// A repost of one.
    Repost,
    /// Somebody follows somebody.
    Follow,
    /// A post is taken back.
    Delete,
    /// Somebody has a new handle.
    Identity,
    /// An account was switched on.
    Account,
}

/// The record key: the time in microseconds and the serial number's low ten bits.
pub fn key(post: &Post) -> String {
    sortable(((post.at.0 as u64) << 10) | (post.serial & 0x3ff), 13)
}

fn address(post: &Post) -> String {
    format!("at://{}/app.bsky.feed.post/{}", post.author.did(), key(post))
}

/// An id of content: obviously no hash of anything.
fn cid(serial: u64) -> String {
    format!("bafyrei{:a>52}", sortable(serial, 8))
}

/// The creation of a post, as one line.
pub fn post_line(post: &Post, dialect: Dialect, json: &mut Json) {
    let commit = Commit { operation: "create", collection: "app.bsky.feed.post", key: key(post) };
    event(&post.author, post.at, post.serial, dialect, &commit, json, |json| {
        json.field("record");
        record(post, json);
    });
}

/// Something else that happened, as one line; it concerns `post`.
pub fn other_line(other: Other, post: &Post, dialect: Dialect, json: &mut Json) {
    let collection = match other {
        Other::Like => "app.bsky.feed.like",
        Other::Repost => "app.bsky.feed.repost",
        Other::Follow => "app.bsky.graph.follow",
        Other::Delete => "app.bsky.feed.post",
        Other::Identity => return notice_line("identity", post, dialect, json),
        Other::Account => return notice_line("account", post, dialect, json),
    };
    let operation = if other == Other::Delete { "delete" } else { "create" };
    let commit = Commit { operation, collection, key: key(post) };
    event(&post.author, post.at, post.serial, dialect, &commit, json, |json| {
        if other == Other::Delete {
            return;
        }
        json.field("record").object(|record| {
            record.field("$type").quoted(collection);
            record.field("createdAt").quoted(post.at);
            record.field("subject");
            if other == Other::Follow {
                record.quoted(post.author.did());
            } else {
                subject(post, record);
            }
        });
    });
}

struct Commit {
    operation: &'static str,
    collection: &'static str,
    key: String,
}

fn event(
    author: &Author,
    at: Moment,
    serial: u64,
    dialect: Dialect,
    commit: &Commit,
    json: &mut Json,
    body: impl FnOnce(&mut Json),
) {
    let fill = |json: &mut Json| {
        json.field("rev").quoted(&commit.key);
        if dialect == Dialect::Old {
            json.field("type").quoted(&commit.operation[..1]);
        } else {
            json.field("operation").quoted(commit.operation);
        }
        json.field("collection").quoted(commit.collection);
        json.field("rkey").quoted(&commit.key);
        body(json);
        if commit.operation != "delete" {
            json.field("cid").quoted(cid(serial));
        }
    };
    json.object(|line| match dialect {
        Dialect::V2 => {
            line.field("$type").quoted("message");
            line.field("payload").object(|payload| {
                payload.field("$type").quoted("network.bsky.jetstream.subscribeEvents#commit");
                payload.field("seq").raw(serial + 61_000);
                payload.field("did").quoted(author.did());
                payload.field("time").quoted(at);
                fill(payload);
            });
        }
        Dialect::V1 | Dialect::Old => {
            line.field("did").quoted(author.did());
            line.field("time_us").raw(at.0);
            let (name, word) =
                if dialect == Dialect::V1 { ("kind", "commit") } else { ("type", "com") };
            line.field(name).quoted(word);
            line.field("commit").object(fill);
        }
    });
    json.end_line("\n");
}

fn notice_line(kind: &str, post: &Post, dialect: Dialect, json: &mut Json) {
    let fill = |json: &mut Json| {
        json.field("did").quoted(post.author.did());
        json.field("seq").raw(post.serial + 30_000_000_000);
        json.field("time").quoted(post.at);
        if kind == "account" {
            json.field("active").raw(true);
        } else {
            json.field("handle").quoted(format_args!("{}.sky.example", post.author.handle));
        }
    };
    json.object(|line| match dialect {
        Dialect::V2 => {
            line.field("$type").quoted("message");
            line.field("payload").object(|payload| {
                payload
                    .field("$type")
                    .quoted(format_args!("network.bsky.jetstream.subscribeEvents#{kind}"));
                fill(payload);
            });
        }
        Dialect::V1 | Dialect::Old => {
            line.field("did").quoted(post.author.did());
            line.field("time_us").raw(post.at.0);
            let (name, word) =
                if dialect == Dialect::V1 { ("kind", kind) } else { ("type", &kind[..3]) };
            line.field(name).quoted(word);
            line.field(kind).object(fill);
        }
    });
    json.end_line("\n");
}

fn subject(post: &Post, json: &mut Json) {
    json.object(|subject| {
        subject.field("cid").quoted(cid(post.serial));
        subject.field("uri").quoted(address(post));
    });
}

fn record(post: &Post, json: &mut Json) {
    let (text, facets) = spell(&post.text);
    json.object(|record| {
        record.field("$type").quoted("app.bsky.feed.post");
        // What the client claims: a little early, and now and then years off.
        let claimed =
            if post.serial % 89 == 7 { Moment(1_000) } else { Moment(post.at.0 - 412_000) };
        record.field("createdAt").quoted(claimed);
        fill_embed(post, record);
        if !facets.is_empty() {
            record.field("facets").list(|list| facets.iter().for_each(|facet| facet.write(list)));
        }
        if !post.lang.is_empty() {
            record.field("langs").list(|langs| langs.quoted(post.lang));
        }
        if let Relation::Reply(other) = &post.relation {
            record.field("reply").object(|reply| {
                reply.field("parent");
                subject(other, reply);
                reply.field("root");
                subject(other, reply);
            });
        }
        record.field("text").text(&text);
    });
}

/// The quoted post, or now and then a picture; its words are not the post's words.
fn fill_embed(post: &Post, record: &mut Json) {
    if let Relation::Quote(other) = &post.relation {
        record.field("embed").object(|embed| {
            embed.field("$type").quoted("app.bsky.embed.record");
            embed.field("record");
            subject(other, embed);
        });
    } else if post.serial % 4 == 1 {
        record.field("embed").object(|embed| {
            embed.field("$type").quoted("app.bsky.embed.images");
            embed.field("images").list(|images| images.object(|one| picture(post.serial, one)));
        });
    }
}

fn picture(serial: u64, image: &mut Json) {
    image.field("alt").quoted("A bicycle leans on a wall and looks pleased with itself.");
    image.field("aspectRatio").object(|ratio| {
        ratio.field("height").raw(1_500);
        ratio.field("width").raw(2_000);
    });
    image.field("image").object(|blob| {
        blob.field("$type").quoted("blob");
        blob.field("ref").object(|link| link.field("$link").quoted(cid(serial)));
        blob.field("mimeType").quoted("image/jpeg");
        blob.field("size").raw(90_000 + serial % 900_000);
    });
}

/// A stretch of the text, in bytes, and what it is; the end is not included.
struct Facet<'a> {
    start: usize,
    end: usize,
    piece: Piece<'a>,
}

impl Facet<'_> {
    fn write(&self, json: &mut Json) {
        json.object(|facet| {
            facet.field("features").list(|features| {
                features.object(|feature| match self.piece {
                    Piece::Tag(tag) => {
                        feature.field("$type").quoted("app.bsky.richtext.facet#tag");
                        feature.field("tag").text(tag);
                    }
                    Piece::Mention(handle) => {
                        feature.field("$type").quoted("app.bsky.richtext.facet#mention");
                        let author = Author { handle: handle.to_owned(), ..Author::default() };
                        feature.field("did").quoted(author.did());
                    }
                    Piece::Link(text) | Piece::Text(text) => {
                        feature.field("$type").quoted("app.bsky.richtext.facet#link");
                        feature.field("uri").text(text);
                    }
                });
            });
            facet.field("index").object(|index| {
                index.field("byteEnd").raw(self.end);
                index.field("byteStart").raw(self.start);
            });
        });
    }
}

/// The text on the wire, where links are shortened, and its facets.
fn spell(plain: &str) -> (String, Vec<Facet<'_>>) {
    let (mut text, mut facets) = (String::with_capacity(plain.len()), Vec::new());
    for piece in pieces(plain) {
        let start = text.len();
        match piece {
            Piece::Text(part) => {
                text.push_str(part);
                continue;
            }
            Piece::Tag(tag) => text.extend(["#", tag]),
            Piece::Mention(handle) => text.extend(["@", handle, ".sky.example"]),
            Piece::Link(link) => {
                let bare = link.trim_start_matches("https://");
                text.extend(bare.chars().take(24));
                if bare.chars().count() > 24 {
                    text.push_str("...");
                }
            }
        }
        facets.push(Facet { start, end: text.len(), piece });
    }
    (text, facets)
}
