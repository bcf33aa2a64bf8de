//! How fast frames become posts, beside the limit: a JSON reader that finds the same fields and
//! does nothing else.
//!
//! The input is invented and always the same. Rates are frames a second.

#![allow(missing_docs, clippy::unwrap_used)]

use std::fmt::Write as _;
use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use moodwire::{Form, Frame, decode};
use sonic_rs::{PointerTree, pointer};

const FRAMES: usize = 1_000;

/// Numbers that are always the same (xorshift).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as usize
    }

    fn words(&mut self, count: usize) -> String {
        const WORDS: [&str; 16] = [
            "the", "launch", "was", "really", "great", "but", "battery", "dies", "so", "fast",
            "🚀", "love", "it", "café", "tonight", "&amp;",
        ];
        let words: Vec<&str> = (0..count).map(|_| WORDS[self.roll(WORDS.len())]).collect();
        words.join(" ")
    }
}

fn x_line(dice: &mut Dice) -> String {
    let id = 1_500_000_000_000_000_000 + dice.roll(1 << 50);
    let author = 1_000_000_000 + dice.roll(1 << 30);
    let count = 12 + dice.roll(20);
    let text = dice.words(count);
    let mut line = String::new();
    write!(
        line,
        r#"{{"data":{{"id":"{id}","edit_history_tweet_ids":["{id}"],"author_id":"{author}","conversation_id":"{id}","created_at":"2026-03-12T09:{:02}:{:02}.000Z","lang":"en","possibly_sensitive":false,"public_metrics":{{"retweet_count":{},"reply_count":1,"like_count":12,"quote_count":0,"bookmark_count":0,"impression_count":{}}},"entities":{{"urls":[{{"start":51,"end":74,"url":"https://t.co/AbCdEfGhIj","expanded_url":"https://example.com/articles/{id}","display_url":"example.com/articles/15…","status":200,"title":"An article about the launch","unwound_url":"https://example.com/articles/{id}"}}],"annotations":[{{"start":4,"end":9,"probability":0.8123,"type":"Product","normalized_text":"launch"}}]}},"text":"{text} https://t.co/AbCdEfGhIj"}},"includes":{{"users":[{{"id":"{author}","name":"Somebody","username":"somebody{author}","verified":false,"created_at":"2011-05-01T10:00:00.000Z","public_metrics":{{"followers_count":120,"following_count":80,"tweet_count":4000,"listed_count":2}}}}]}},"matching_rules":[{{"id":"1273026480692322304","tag":"launch"}}]}}"#,
        dice.roll(60),
        dice.roll(60),
        dice.roll(900),
        dice.roll(90_000),
    )
    .unwrap();
    line
}

fn bluesky_event(dice: &mut Dice, collection: &str, record: &str) -> String {
    format!(
        r#"{{"did":"did:plc:{:024x}","time_us":{},"kind":"commit","commit":{{"rev":"3mptbypoy522s","operation":"create","collection":"{collection}","rkey":"3mpt{:09}","record":{record},"cid":"bafyreiexampleexampleexampleexampleexampleexampleexampleexampl"}}}}"#,
        dice.roll(usize::MAX),
        1_783_175_888_094_841_u64 + dice.roll(1 << 30) as u64,
        dice.roll(1 << 29),
    )
}

fn bluesky_post(dice: &mut Dice) -> String {
    let count = 10 + dice.roll(30);
    let text = dice.words(count);
    let record = format!(
        r#"{{"$type":"app.bsky.feed.post","createdAt":"2026-07-04T14:38:08.420Z","langs":["en"],"reply":{{"parent":{{"cid":"bafyreiexampleexampleexampleexampleexampleexampleexampleexampl","uri":"at://did:plc:aaaaaaaaaaaaaaaaaaaaaaaa/app.bsky.feed.post/3vbrpvc3zb6dw"}},"root":{{"cid":"bafyreiexampleexampleexampleexampleexampleexampleexampleexampl","uri":"at://did:plc:aaaaaaaaaaaaaaaaaaaaaaaa/app.bsky.feed.post/3vbrpvc3zb6dw"}}}},"text":"{text}"}}"#
    );
    bluesky_event(dice, "app.bsky.feed.post", &record)
}

fn bluesky_like(dice: &mut Dice) -> String {
    let record = r#"{"$type":"app.bsky.feed.like","createdAt":"2026-07-04T14:38:08.420Z","subject":{"cid":"bafyreiexampleexampleexampleexampleexampleexampleexampleexampl","uri":"at://did:plc:aaaaaaaaaaaaaaaaaaaaaaaa/app.bsky.feed.post/3jewlcqxrkhmq"}}"#;
    bluesky_event(dice, "app.bsky.feed.like", record)
}

fn mastodon_status(dice: &mut Dice) -> String {
    let words = dice.words(25);
    format!(
        r##"{{"id":"{0}","created_at":"2026-03-12T09:00:00.000Z","in_reply_to_id":null,"sensitive":false,"spoiler_text":"","visibility":"public","language":"en","uri":"https://example.social/users/a/statuses/{0}","url":"https://example.social/@a/{0}","replies_count":0,"reblogs_count":0,"favourites_count":0,"edited_at":null,"content":"<p>{words} <a href=\"https://example.com/a\" rel=\"nofollow noopener\"><span class=\"invisible\">https://</span><span class=\"\">example.com/a</span></a> <a href=\"https://example.social/tags/launch\" class=\"mention hashtag\" rel=\"tag\">#<span>launch</span></a></p>","reblog":null,"account":{{"id":"1","username":"a","acct":"a@example.social","display_name":"A","locked":false,"bot":false,"created_at":"2022-11-06T00:00:00.000Z","note":"<p>hello</p>","url":"https://example.social/@a","avatar":"https://example.social/a.png","header":"https://example.social/h.png","followers_count":1,"following_count":2,"statuses_count":3,"emojis":[],"fields":[]}},"media_attachments":[],"mentions":[],"tags":[{{"name":"launch","url":"https://example.social/tags/launch"}}],"emojis":[],"card":null,"poll":null}}"##,
        115_000_000_000_000_000_u64 + dice.roll(1 << 40) as u64
    )
}

fn legacy_status(dice: &mut Dice) -> String {
    let words = dice.words(18);
    format!(
        r#"{{"created_at":"Wed Feb 10 17:26:34 +0000 2021","id":{0},"id_str":"{0}","text":"{words}","source":"<a href=\"https:\/\/example.com\" rel=\"nofollow\">Web<\/a>","truncated":false,"in_reply_to_status_id":null,"in_reply_to_status_id_str":null,"user":{{"id":12,"id_str":"12","name":"Somebody","screen_name":"somebody","location":"","url":null,"description":"words about oneself","protected":false,"verified":false,"followers_count":3,"friends_count":4,"statuses_count":5,"created_at":"Thu Oct 22 19:06:40 +0000 2009","profile_image_url_https":"https:\/\/example.com\/a.png"}},"geo":null,"coordinates":null,"place":null,"is_quote_status":false,"retweet_count":0,"favorite_count":0,"entities":{{"hashtags":[],"urls":[],"user_mentions":[],"symbols":[]}},"favorited":false,"retweeted":false,"filter_level":"low","lang":"en","timestamp_ms":"1612977994000"}}"#,
        1_359_000_000_000_000_000_u64 + dice.roll(1 << 40) as u64
    )
}

fn own_line(dice: &mut Dice) -> String {
    let words = dice.words(18);
    format!(
        r#"{{"id":"{}","at":"2026-03-12T09:00:00Z","author":"a","text":"{words}"}}"#,
        dice.roll(1 << 40)
    )
}

fn frames(make: impl Fn(&mut Dice) -> String) -> Vec<String> {
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    (0..FRAMES).map(|_| make(&mut dice)).collect()
}

fn decode_all(lines: &[String], form: Form) -> usize {
    let mut bytes = 0;
    for line in lines {
        let frame = Frame::new(line.as_bytes(), form);
        let verdict = decode(&frame, &mut |post| bytes += black_box(&post).text.len());
        black_box(verdict);
    }
    bytes
}

fn find_all(lines: &[String], fields: &PointerTree) -> usize {
    let find = |line: &String| {
        sonic_rs::get_many(line.as_bytes(), fields).map_or(0, |found| black_box(found).len())
    };
    lines.iter().map(find).sum()
}

fn x_fields() -> PointerTree {
    let mut fields = PointerTree::new();
    for path in [
        &pointer!["data", "id"][..],
        &pointer!["data", "author_id"],
        &pointer!["data", "created_at"],
        &pointer!["data", "lang"],
        &pointer!["data", "text"],
        &pointer!["data", "entities", "urls", 0, "expanded_url"],
        &pointer!["includes", "users", 0, "id"],
        &pointer!["includes", "users", 0, "username"],
    ] {
        fields.add_path(path);
    }
    fields
}

fn bluesky_fields() -> PointerTree {
    let mut fields = PointerTree::new();
    for path in [
        &pointer!["did"][..],
        &pointer!["time_us"],
        &pointer!["kind"],
        &pointer!["commit", "operation"],
        &pointer!["commit", "collection"],
        &pointer!["commit", "rkey"],
        &pointer!["commit", "record", "text"],
        &pointer!["commit", "record", "langs", 0],
    ] {
        fields.add_path(path);
    }
    fields
}

fn compare(
    c: &mut Criterion,
    name: &str,
    make: fn(&mut Dice) -> String,
    limit: Option<PointerTree>,
) {
    let lines = frames(make);
    let size = lines.iter().map(String::len).sum::<usize>() / FRAMES;
    let mut group = c.benchmark_group(format!("{name} ({size} bytes)"));
    group.throughput(Throughput::Elements(FRAMES as u64));
    group.bench_function("decode", |b| b.iter(|| decode_all(&lines, Form::Json)));
    if let Some(fields) = limit {
        group.bench_function("sonic-rs finds the fields", |b| b.iter(|| find_all(&lines, &fields)));
    }
    group.bench_function("serde_json skips it", |b| {
        b.iter(|| {
            for line in &lines {
                black_box(serde_json::from_str::<serde::de::IgnoredAny>(line)).unwrap();
            }
        });
    });
    group.finish();
}

fn rates(c: &mut Criterion) {
    compare(c, "x v2", x_line, Some(x_fields()));
    compare(c, "jetstream post", bluesky_post, Some(bluesky_fields()));
    compare(c, "jetstream like", bluesky_like, Some(bluesky_fields()));
    compare(c, "mastodon", mastodon_status, None);
    compare(c, "x v1.1", legacy_status, None);
    compare(c, "own line", own_line, None);
    let lines = frames(|dice| dice.words(18));
    let mut group = c.benchmark_group("plain text");
    group.throughput(Throughput::Elements(FRAMES as u64));
    group.bench_function("decode", |b| b.iter(|| decode_all(&lines, Form::Text)));
    group.finish();
}

criterion_group!(benches, rates);
criterion_main!(benches);
