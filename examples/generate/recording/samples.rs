//! Small recordings of every wire form: some sixty posts of each, with the traps of that form.
//!
//! The traps are written by hand in `traps/*.txt`, one a line, and spread among the posts:
//!
//! ```text
//! post x 17000    {"data":…}      a post, by its identity (several: divided by ` + `)
//! none            {"delete":…}    no post
//! broken          {"data":        undecodable
//! blank                           no frame
//! ```

use std::rc::Rc;

use super::bluesky::{self, Dialect, Other};
use super::grammar::{Grammar, GrammarError};
use super::json::{Json, Spelling};
use super::mastodon;
use super::people::People;
use super::post::{Moment, Post, Relation};
use super::random::Random;
use super::tape::{Carried, Tape};
use super::{x, x_v1};

/// 2026-05-14T09:00:00Z.
pub const START: Moment = Moment(1_778_749_200_000_000);
/// 2024-09-21T01:00:00Z, when Jetstream still spoke its first dialect.
pub const OLD_START: Moment = Moment(1_726_880_400_000_000);
/// What is said, and in which language.
const SAID: [(&str, &str); 9] = [
    ("launch", "en"),
    ("ride", "en"),
    ("launch.de", "de"),
    ("rivals", ""),
    ("outage", "en"),
    ("launch.ja", "ja"),
    ("press.launch", "en"),
    ("outage.fr", "fr"),
    ("recovery", "en"),
];

/// So many posts, of all kinds in turn, twenty seconds apart.
///
/// # Errors
/// When the word files lack a rule.
pub fn posts(
    grammar: &Grammar,
    seed: u64,
    count: u64,
    start: Moment,
) -> Result<Vec<Post>, GrammarError> {
    let people = People::new(grammar)?;
    let mut random = Random::new(seed);
    let mut posts: Vec<Post> = Vec::new();
    for serial in 0..count {
        let (rule, lang) = SAID[(serial % 9) as usize];
        let at = Moment(start.0 + serial as i64 * 20_000_000 + random.below(9_000_000) as i64);
        let mut post =
            Post { at, serial, author: people.person(random.below(900)), lang, ..Post::default() };
        grammar.say(grammar.rule(rule)?, &mut random, &mut post.text);
        if let Some(other) = posts.iter().rev().find(|p| matches!(p.relation, Relation::Alone)) {
            relate(&mut post, other);
        }
        posts.push(post);
    }
    Ok(posts)
}

fn relate(post: &mut Post, other: &Post) {
    let other = Rc::new(other.clone());
    match post.serial % 7 {
        2 => {
            post.text = format!("@{} {}", other.author.handle, post.text);
            post.relation = Relation::Reply(other);
        }
        4 => {
            (post.text, post.lang) = (other.text.clone(), other.lang);
            post.relation = Relation::Repost(other);
        }
        6 => post.relation = Relation::Quote(other),
        _ => {}
    }
}

/// The lines of a form with its traps, and every twentieth line twice.
fn tape(lines: Vec<(Vec<u8>, Carried)>, traps: &str) -> Tape {
    let mut tape = Tape::default();
    let mut traps = traps.lines().filter(|line| !line.starts_with('#')).filter_map(trap);
    let mut place = 0;
    let mut push = |(bytes, carried): (Vec<u8>, Carried)| {
        place += 1;
        tape.push(Moment(place), bytes, carried);
    };
    for (number, line) in lines.into_iter().enumerate() {
        push(line.clone());
        if number % 20 == 10 {
            push(line);
        }
        if number % 2 == 1 {
            traps.next().into_iter().for_each(&mut push);
        }
    }
    traps.for_each(push);
    tape
}

/// A line of a file of traps.
fn trap(line: &str) -> Option<(Vec<u8>, Carried)> {
    let (kind, message) = line.split_once('\t')?;
    let carried = match kind.split_once(' ') {
        Some(("post", identities)) => {
            Carried::Posts(identities.split(" + ").map(str::to_owned).collect())
        }
        _ if kind == "none" => Carried::NotPost,
        _ if kind == "broken" => Carried::Undecodable,
        _ if kind == "blank" => Carried::Blank,
        _ => return None,
    };
    Some(([message.as_bytes(), b"\n"].concat(), carried))
}

fn lines(
    posts: &[Post],
    identity: fn(&Post) -> String,
    spelling: Spelling,
    write: impl Fn(&Post, &mut Json),
) -> Vec<(Vec<u8>, Carried)> {
    let line = |post: &Post| {
        let mut json = Json::new(spelling);
        write(post, &mut json);
        (json.out, Carried::Posts(vec![identity(post)]))
    };
    posts.iter().map(line).collect()
}

fn x_identity(post: &Post) -> String {
    format!("x {}", x::id(post))
}

fn bluesky_identity(post: &Post) -> String {
    format!("bluesky {} {}", post.author.did(), bluesky::key(post))
}

/// Lines of the X v2 stream.
pub fn x_stream(posts: &[Post]) -> Tape {
    tape(lines(posts, x_identity, Spelling::Utf8, x::stream_line), include_str!("../traps/x.txt"))
}

/// Search pages of X v2, one a line, newest first, in both key dialects; pages overlap by a post.
pub fn x_pages(posts: &[Post]) -> Tape {
    let mut tape = Tape::default();
    let newest: Vec<&Post> = posts.iter().rev().collect();
    for (number, start) in (0..newest.len()).step_by(9).enumerate() {
        let page = &newest[start..newest.len().min(start + 10)];
        let dialect = if number % 2 == 0 { x::Dialect::Tweet } else { x::Dialect::Post };
        let mut json = Json::new(Spelling::Utf8);
        x::page(page, dialect, &mut json);
        let identities = page.iter().map(|post| x_identity(post)).collect();
        tape.push(Moment(number as i64), json.out, Carried::Posts(identities));
    }
    for (bytes, carried) in include_str!("../traps/x-pages.txt").lines().filter_map(trap) {
        tape.push(Moment(1_000), bytes, carried);
    }
    tape
}

/// Statuses of X v1.1.
pub fn x_v1(posts: &[Post]) -> Tape {
    tape(
        lines(posts, x_identity, Spelling::Ascii, x_v1::status_line),
        include_str!("../traps/x-v1.txt"),
    )
}

/// Mastodon statuses, one a line.
pub fn mastodon(posts: &[Post]) -> Tape {
    let identity = |post: &Post| format!("mastodon {}", mastodon::address(post));
    tape(
        lines(posts, identity, Spelling::Utf8, mastodon::status_line),
        include_str!("../traps/mastodon.txt"),
    )
}

/// The body of a Mastodon event stream: comments, updates, edits, deletions, and what else comes.
pub fn mastodon_stream(posts: &[Post]) -> Tape {
    let mut tape = Tape::default();
    tape.push(Moment(0), b":)\n".to_vec(), Carried::Blank);
    for (place, post) in posts.iter().enumerate() {
        let at = Moment(place as i64 + 1);
        let mut block = |bytes: Vec<u8>, carried: Carried| tape.push(at, bytes, carried);
        let identity = format!("mastodon {}", mastodon::address(post));
        let event = |name: &str| {
            let mut out = Vec::new();
            mastodon::event(post, name, &mut out);
            out
        };
        block(event("update"), Carried::Posts(vec![identity.clone()]));
        match place % 13 {
            1 => block(b":thump\n\n".to_vec(), Carried::Blank),
            2 => block(b":thump\n".to_vec(), Carried::Blank),
            3 => block(event("status.update"), Carried::NotPost),
            4 => block(
                format!("event: delete\ndata: {}\n\n", mastodon::id(post)).into_bytes(),
                Carried::NotPost,
            ),
            5 => block(b"event: filters_changed\ndata: undefined\n\n".to_vec(), Carried::NotPost),
            6 => block(notification(post), Carried::NotPost),
            7 => block(b"event: moth.landed\ndata: {\"lamp\":true}\n\n".to_vec(), Carried::NotPost),
            8 => block(event("update"), Carried::Posts(vec![identity])),
            9 => block(
                b"event: update\ndata: {\"id\":\"1\",\"content\":\"<p>cut of\n\n".to_vec(),
                Carried::Undecodable,
            ),
            _ => {}
        }
    }
    tape
}

/// A notification, whose status was not published just now and is not counted.
fn notification(post: &Post) -> Vec<u8> {
    let mut json = Json::new(Spelling::Utf8);
    json.object(|body| {
        body.field("id").quoted(post.serial);
        body.field("type").quoted("mention");
        body.field("created_at").quoted(post.at);
        body.field("account");
        mastodon::account(&post.author, body);
        body.field("status");
        mastodon::status(post, body);
    });
    [b"event: notification\ndata: ".as_slice(), &json.out, b"\n\n"].concat()
}

/// Jetstream lines of a dialect, with what is no post between.
pub fn bluesky(posts: &[Post], dialect: Dialect) -> Tape {
    let own = posts
        .iter()
        .filter(|post| !matches!(post.relation, Relation::Repost(_)))
        .cloned()
        .collect::<Vec<_>>();
    let mut mixed = Vec::new();
    for line in lines(&own, bluesky_identity, Spelling::Utf8, |post, json| {
        bluesky::post_line(post, dialect, json)
    }) {
        mixed.push(line);
        let others = [
            Other::Like,
            Other::Repost,
            Other::Follow,
            Other::Like,
            Other::Delete,
            Other::Identity,
            Other::Account,
        ];
        let (place, other) = (mixed.len() / 2 % own.len(), others[mixed.len() / 2 % others.len()]);
        let mut json = Json::new(Spelling::Utf8);
        bluesky::other_line(other, &own[place], dialect, &mut json);
        mixed.push((json.out, Carried::NotPost));
    }
    let traps = match dialect {
        Dialect::V1 => include_str!("../traps/bluesky.txt"),
        Dialect::Old => include_str!("../traps/bluesky-2024.txt"),
        Dialect::V2 => include_str!("../traps/bluesky-v2.txt"),
    };
    tape(mixed, traps)
}
