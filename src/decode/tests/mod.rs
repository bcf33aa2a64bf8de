//! Frames of every dialect, and every trap that is known of them, each with what it must become.

use crate::decode::{NotPost, Reason, Told, Verdict, decode, decode_all};
use crate::frame::{Form, Frame};
use crate::post::{Post, Timestamp, Timing};
use proptest::prelude::*;

mod rows;
mod shapes;
mod times;

/// The receive time of every frame here.
const RECEIVED: &str = "2026-08-01T03:04:05.000Z";

/// The parts of a post, made owned.
#[derive(Clone, PartialEq, Debug)]
struct Seen {
    id: String,
    uri: String,
    network: String,
    at: String,
    author: String,
    lang: String,
    kind: &'static str,
    bot: bool,
    address: String,
    text: String,
    links: Vec<String>,
    tags: Vec<String>,
    mentions: Vec<String>,
}

impl From<Post<'_>> for Seen {
    fn from(post: Post<'_>) -> Self {
        let owned =
            |list: &[std::borrow::Cow<'_, str>]| list.iter().map(|s| s.to_string()).collect();
        Self {
            id: post.full_id().unwrap_or_default().into_owned(),
            uri: post.uri.clone().unwrap_or_default().into_owned(),
            network: post.network.name().unwrap_or_default().to_owned(),
            at: post.at.to_string(),
            author: post.author.clone().unwrap_or_default().into_owned(),
            lang: post.lang.clone().unwrap_or_default().into_owned(),
            kind: post.marks.kind(),
            bot: post.marks.bot,
            address: post.address().unwrap_or_default().into_owned(),
            text: post.text.clone().into_owned(),
            links: owned(&post.links),
            tags: owned(&post.tags),
            mentions: owned(&post.mentions),
        }
    }
}

fn read(form: Form, bytes: &[u8]) -> (Verdict, Vec<Seen>) {
    let received = Timestamp::parse(RECEIVED).unwrap();
    let mut posts = Vec::new();
    let frame = Frame { received, ..Frame::new(bytes, form) };
    let verdict = decode(&frame, &mut |post| posts.push(post.into()));
    match verdict {
        Verdict::Posts(count) => assert_eq!(count as usize, posts.len()),
        _ => assert!(posts.is_empty(), "{verdict:?} with posts"),
    }
    (verdict, posts)
}

fn json(line: &str) -> (Verdict, Vec<Seen>) {
    read(Form::Json, line.as_bytes())
}

fn post(line: &str) -> Seen {
    let (verdict, posts) = json(line);
    assert_eq!(verdict, Verdict::Posts(1), "{line}");
    posts.into_iter().next().unwrap()
}

/// What a line is that is no post; `None` where that is not known.
fn not_post(line: &str) -> Option<NotPost> {
    match json(line).0 {
        Verdict::NotPost(what) => Some(what),
        Verdict::Unrecognized => None,
        other => panic!("{other:?}: {line}"),
    }
}

fn undecodable(line: &[u8]) -> Reason {
    match read(Form::Json, line).0 {
        Verdict::Undecodable(why) => why,
        other => panic!("{other:?}: {}", String::from_utf8_lossy(line)),
    }
}

// ---- X, version 2

const X_LINE: &str = r#"{"data":{"id":"1234567890","text":"Tom &amp; Jerry &amp;lt;3 https://t.co/a","author_id":"98","created_at":"2024-01-15T10:35:00.000Z","lang":"en","entities":{"urls":[{"url":"https://t.co/a","expanded_url":"https://example.com/cats"}]},"edit_history_tweet_ids":["1234567890"]},"includes":{"users":[{"id":"97","username":"other"},{"id":"98","username":"catperson"}]},"matching_rules":[{"id":1273026480692322304,"tag":""}]}"#;

#[test]
fn a_stream_line_of_x_is_read_whole() {
    let seen = post(X_LINE);
    assert_eq!(
        seen,
        Seen {
            id: "1234567890".into(),
            uri: String::new(),
            network: "x".into(),
            at: "2024-01-15T10:35:00.000Z".into(),
            author: "catperson".into(),
            lang: "en".into(),
            kind: "post",
            bot: false,
            address: "https://x.com/catperson/status/1234567890".into(),
            text: "Tom & Jerry &lt;3 https://t.co/a".into(),
            links: vec!["https://example.com/cats".into()],
            tags: vec![],
            mentions: vec![],
        }
    );
}

#[test]
fn a_repost_on_x_has_the_whole_text_of_the_original_in_both_dialects_of_the_keys() {
    let rows = [
        ("referenced_tweets", "retweeted", "tweets", "note_tweet"),
        ("referenced_posts", "reposted", "posts", "note_post"),
    ];
    for (references, kind, includes, note) in rows {
        // The delivered post itself stands first in the includes.
        let line = format!(
            r#"{{"includes":{{"{includes}":[{{"id":"2","text":"RT @a: cut…"}},{{"id":"1","text":"the whole, cut…","lang":"de","entities":{{"urls":[{{"expanded_url":"https://example.com/short"}}]}},"{note}":{{"text":"the whole &gt; all of it","entities":{{"urls":[{{"expanded_url":"https://example.com/long"}}]}}}}}}],"users":[{{"id":"5","username":"bob"}}]}},"data":{{"id":"2","author_id":"5","text":"RT @a: cut…","{references}":[{{"type":"{kind}","id":"1"}}]}}}}"#
        );
        let seen = post(&line);
        assert_eq!(seen.text, "the whole > all of it");
        assert_eq!(seen.links, ["https://example.com/long"]);
        assert_eq!((seen.kind, &*seen.author, &*seen.lang), ("repost", "bob", "de"));
    }
}

#[test]
fn the_cut_text_of_a_repost_stands_where_the_original_is_missing() {
    let seen = post(
        r#"{"data":{"id":"2","text":"RT @a: cut…","referenced_tweets":[{"type":"retweeted","id":"1"}]},"includes":{"tweets":[{"id":"2","text":"RT @a: cut…"}]},"errors":[{"title":"Not Found Error"}]}"#,
    );
    assert_eq!((&*seen.text, seen.kind), ("RT @a: cut…", "repost"));
}

#[test]
fn fields_of_a_post_on_x() {
    // In `data`, with "id":"1" and "text":"t" before it; then what it must lead to.
    type Pick = fn(Seen) -> String;
    let rows: [(&str, Pick, &str); 20] = [
        (r#""note_tweet":{"text":"long"}"#, |s| s.text, "long"),
        (r#""note_tweet":{}"#, |s| s.text, "t"),
        (r#""text":"late \ud83e\udd80\n\u00e9""#, |s| s.text, "late 🦀\né"),
        (r#""text":"half \ud83e pair""#, |s| s.text, "half \u{fffd} pair"),
        (r#""text":"half \ud83e\u0041""#, |s| s.text, "half \u{fffd}A"),
        (r#""text":"&lt;b&gt; &#39;x&#x27; &unknown; &""#, |s| s.text, "<b> 'x' &unknown; &"),
        (r#""text":"""#, |s| s.text, ""),
        (r#""text":17"#, |s| s.text, "17"),
        (r#""te\u0078t":"escaped key""#, |s| s.text, "escaped key"),
        (r#""id":1347346061833419240"#, |s| s.id, "1347346061833419240"),
        (r#""lang":"qme""#, |s| s.lang, ""),
        (r#""lang":"und""#, |s| s.lang, ""),
        (r#""lang":null"#, |s| s.lang, ""),
        (r#""lang":"pt""#, |s| s.lang, "pt"),
        (r#""author_id":"44""#, |s| s.author, "44"),
        (r#""created_at":1700000017,"geo":{}"#, |s| s.at, "2023-11-14T22:13:37.000Z"),
        (r#""created_at":17,"attachments":{}"#, |s| s.at, RECEIVED),
        (r#""created_at":"2024-01-15T10:35:00Z""#, |s| s.at, "2024-01-15T10:35:00.000Z"),
        (
            r#""referenced_tweets":[{"type":"replied_to","id":"9"},{"type":"quoted","id":"8"}]"#,
            |s| s.kind.into(),
            "reply",
        ),
        (
            r#""referenced_tweets":[{"type":"quoted","id":"8"},{"type":"new","id":"7"},5]"#,
            |s| s.kind.into(),
            "quote",
        ),
    ];
    for (fields, pick, want) in rows {
        let line = format!(r#"{{"data":{{"id":"1","text":"t",{fields}}}}}"#);
        assert_eq!(pick(post(&line)), want, "{fields}");
    }
}

#[test]
fn the_time_of_a_post_on_x_without_one_is_in_its_id_or_else_when_it_came() {
    let rows = [
        ("1212092628029698048", "2019-12-31T19:26:16.771Z"),
        ("29700859247", RECEIVED),
        ("20", RECEIVED),
        ("99999999999999999999999", RECEIVED),
        ("abc", RECEIVED),
    ];
    for (id, at) in rows {
        assert_eq!(post(&format!(r#"{{"data":{{"id":"{id}","text":"t"}}}}"#)).at, at, "{id}");
    }
}

#[test]
fn a_page_gives_each_of_its_posts_with_its_own_author() {
    let (verdict, posts) = json(
        r#"{"data":[{"id":"1","text":"a","author_id":"8"},{"id":"2"},{"id":"3","text":"c","author_id":"7"},null],"includes":{"users":[{"id":"8","username":"eight"},{"id":"7","username":"seven"}]},"meta":{"result_count":3},"errors":[{"title":"x"}]}"#,
    );
    assert_eq!(verdict, Verdict::Posts(2));
    let authors: Vec<_> = posts.iter().map(|p| (&*p.text, &*p.author)).collect();
    assert_eq!(authors, [("a", "eight"), ("c", "seven")]);
}

#[test]
fn flattened_posts_of_x_carry_their_original_inside() {
    let line = r#"{"id":"2","text":"RT @a: cut…","author_id":"5","author":{"id":"5","username":"bob"},"referenced_tweets":[{"type":"retweeted","id":"1","text":"all of it","author":{"username":"ann"}}],"__twarc":{"url":"u"}}"#;
    let seen = post(line);
    assert_eq!((&*seen.text, &*seen.author, seen.kind), ("all of it", "bob", "repost"));
    assert_eq!(seen.network, "x");
    let (verdict, posts) = json(&format!("[{line},{X_LINE},{{\"errors\":[{{}}]}},7,[{line}]]"));
    assert_eq!(verdict, Verdict::Posts(3));
    assert_eq!(posts[1].author, "catperson");
}

// ---- X, version 1.1

const LEGACY: &str = r#"{"created_at":"Wed Feb 10 17:26:34 +0000 2021","id":1359555555555555300,"id_str":"1359555555555555329","text":"cut…","truncated":true,"user":{"id_str":"12","screen_name":"ann","name":"Ann"},"lang":"en","entities":{"urls":[]}}"#;

/// The status above with further fields.
fn legacy(fields: &str) -> String {
    format!("{},{fields}}}", LEGACY.strip_suffix('}').unwrap())
}

#[test]
fn old_statuses_of_x_are_read_in_full() {
    type Pick = fn(Seen) -> String;
    let rows: [(&str, Pick, &str); 16] = [
        (r#""x":0"#, |s| s.text, "cut…"),
        (r#""x":0"#, |s| s.id, "1359555555555555329"),
        (r#""x":0"#, |s| s.author, "ann"),
        (r#""x":0"#, |s| s.at, "2021-02-10T17:26:34.000Z"),
        (r#""full_text":"full""#, |s| s.text, "full"),
        (
            r#""full_text":"full","extended_tweet":{"full_text":"longest","entities":{"urls":[{"expanded_url":"https:\/\/example.com\/e"}]}}"#,
            |s| s.text + &s.links[0],
            "longesthttps://example.com/e",
        ),
        (
            r#""retweeted_status":{"text":"orig…","extended_tweet":{"full_text":"original &amp; whole"}}"#,
            |s| s.text,
            "original & whole",
        ),
        (r#""retweeted_status":{"text":"orig"}"#, |s| s.kind.into(), "repost"),
        (
            r#""retweeted_status":{"text":"orig"},"is_quote_status":true"#,
            |s| s.kind.into(),
            "repost",
        ),
        (
            r#""is_quote_status":true,"quoted_status":{"text":"another's"}"#,
            |s| s.text + s.kind,
            "cut…quote",
        ),
        (r#""is_quote_status":false"#, |s| s.kind.into(), "post"),
        (r#""in_reply_to_status_id":55"#, |s| s.kind.into(), "reply"),
        (
            r#""in_reply_to_status_id":null,"in_reply_to_screen_name":"bob""#,
            |s| s.kind.into(),
            "post",
        ),
        (r#""created_at":"Wed, 10 Feb 2021 17:26:34 +0100""#, |s| s.at, "2021-02-10T16:26:34.000Z"),
        (
            r#""created_at":null,"timestamp_ms":"1612977994123""#,
            |s| s.at,
            "2021-02-10T17:26:34.123Z",
        ),
        (
            r#""created_at":"no date","id_str":"1212092628029698048""#,
            |s| s.at,
            "2019-12-31T19:26:16.771Z",
        ),
    ];
    for (fields, pick, want) in rows {
        assert_eq!(pick(post(&legacy(fields))), want, "{fields}");
    }
    let oldest = r#"{"created_at":"Tue Mar 21 20:50:14 +0000 2006","id":20,"text":"hello","user":{"id":12,"screen_name":"a"}}"#;
    let seen = post(oldest);
    assert_eq!((&*seen.id, &*seen.at, &*seen.network), ("20", "2006-03-21T20:50:14.000Z", "x"));
}

// ---- Mastodon

/// A status with this content and further fields.
fn status(content: &str, fields: &str) -> String {
    let content = serde_json::to_string(content).unwrap();
    format!(
        r#"{{"id":"7","created_at":"2026-03-12T09:00:00.250Z","uri":"https://a.example/u/7","url":"https://a.example/@ann/7","language":"en","spoiler_text":"","content":{content},"account":{{"acct":"ann@b.example","username":"ann","bot":true}},"reblog":null{fields}}}"#
    )
}

#[test]
fn html_becomes_text() {
    let rows = [
        ("", "", ""),
        ("plain", "plain", ""),
        ("<p>a</p><p>b<br>c<br /><br/>d</p>", "a\n\nb\nc\n\nd", ""),
        (
            "<p>I&#39;m &quot;ok&quot; &lt;3 a&nbsp;b &amp;amp;</p>",
            "I'm \"ok\" <3 a\u{a0}b &amp;",
            "",
        ),
        (
            r#"<p>see <a href="https://e.com/x?a=1&amp;b=2" rel="nofollow"><span class="invisible">https://</span><span class="ellipsis">e.com/x</span><span class="invisible">?a=1</span></a></p>"#,
            "see",
            "https://e.com/x?a=1&b=2",
        ),
        (
            r#"<span class="h-card"><a href="https://b.example/@bob" class="u-url mention">@<span>bob</span></a></span> hi <a href="https://a.example/tags/Rust" class="mention hashtag" rel="tag">#<span>Rust</span></a>"#,
            "@bob hi #Rust",
            "",
        ),
        (r#"<a href="https://m.example/tags/x" rel="tag">#x</a>"#, "#x", ""),
        (r#"<p class="quote-inline">RE: <a href="https://q.example">q</a></p><p>so</p>"#, "so", ""),
        ("<ul><li>one</li><li>two</li></ul>end", "- one\n- two\n\nend", ""),
        ("a<Script>bad()</sCRIPT>b<!-- c -->d", "abd", ""),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2", ""),
        ("<a href='https://e.com' title='>'>x</a>y<b", "y", "https://e.com"),
        ("<p>open <a href=https://e.com>link</p><p>next</p>", "open \n\nnext", "https://e.com"),
    ];
    for (content, text, link) in rows {
        let seen = post(&status(content, ""));
        assert_eq!(seen.text, text, "{content}");
        assert_eq!(seen.links.concat(), link, "{content}");
    }
}

#[test]
fn fields_of_a_status() {
    let seen = post(&status("hi", ""));
    assert_eq!(
        (&*seen.id, &*seen.uri, &*seen.author, &*seen.at, &*seen.lang, seen.bot),
        ("7", "https://a.example/u/7", "ann@b.example", "2026-03-12T09:00:00.250Z", "en", true)
    );
    assert_eq!((&*seen.network, &*seen.address), ("mastodon", "https://a.example/@ann/7"));
    assert_eq!(post(&status("hi", r#","spoiler_text":"food""#)).text, "food\n\nhi");
    assert_eq!(post(&status("", r#","spoiler_text":"food""#)).text, "food");
    assert_eq!(post(&status("hi", r#","in_reply_to_id":"6""#)).kind, "reply");
    assert_eq!(post(&status("hi", r#","quote":{"state":"accepted"}"#)).kind, "quote");
    assert_eq!(
        post(&status("hi", r#","language":null,"edited_at":"2026-03-12T10:00:00Z""#)).lang,
        ""
    );
}

#[test]
fn tags_and_mentions_which_the_text_shows_are_not_said_twice() {
    let fields = r#","tags":[{"name":"rust"},{"name":"hidden"},{"name":"RUSTY"}],"mentions":[{"acct":"bob@c.example","username":"bob"},{"acct":"cat","username":"cat"}]"#;
    let seen = post(&status("@bob, @Cat. #Rust #rusty #", fields));
    assert_eq!(seen.tags, ["hidden"]);
    assert_eq!(seen.mentions, ["bob@c.example"]);
}

#[test]
fn a_boost_carries_the_original_under_the_name_of_who_boosts() {
    let original = status("<p>the original</p>", "").replace("ann", "bob");
    let seen = post(&status("cut", &format!(r#","language":null,"reblog":{original}"#)));
    assert_eq!(
        (&*seen.text, &*seen.author, seen.kind),
        ("the original", "ann@b.example", "repost")
    );
    assert_eq!((&*seen.id, &*seen.lang), ("7", "en"));
}

#[test]
fn only_an_update_of_an_event_stream_is_a_post() {
    let update = status("hi", "");
    let rows = [
        (format!("event: update\ndata: {update}"), Verdict::Posts(1)),
        (format!(":thump\nevent:update\r\ndata:{update}"), Verdict::Posts(1)),
        (format!("data: {X_LINE}"), Verdict::Posts(1)),
        (X_LINE.to_owned(), Verdict::Posts(1)),
        ("event: update\ndata: {\"text\":\ndata: \"two lines\"}".to_owned(), Verdict::Posts(1)),
        (format!("event: status.update\ndata: {update}"), Verdict::NotPost(NotPost::Edit)),
        ("event: delete\ndata: 107214471804101576".into(), Verdict::NotPost(NotPost::Delete)),
        ("event: filters_changed\ndata: undefined".into(), Verdict::NotPost(NotPost::Personal)),
        (
            format!("event: conversation\ndata: {{\"last_status\":{update}}}"),
            Verdict::NotPost(NotPost::Personal),
        ),
        (
            format!("event: notification\ndata: {{\"status\":{update}}}"),
            Verdict::NotPost(NotPost::Personal),
        ),
        ("event: announcement\ndata: {}".into(), Verdict::NotPost(NotPost::Notice)),
        (":thump\n:)".into(), Verdict::NotPost(NotPost::Heartbeat)),
        ("<html>\n<body>502".into(), Verdict::Unrecognized),
        ("event: update\ndata: {\"id\":".into(), Verdict::Undecodable(Reason::NotJson(6))),
    ];
    for (block, want) in rows {
        assert_eq!(read(Form::Events, block.as_bytes()).0, want, "{block}");
    }
}

#[test]
fn a_socket_message_holds_its_status_in_a_string() {
    let payload = serde_json::to_string(&status("in a string", "")).unwrap();
    let seen = post(&format!(r#"{{"stream":["public"],"event":"update","payload":{payload}}}"#));
    assert_eq!(seen.text, "in a string");
    let rows = [
        (
            r#"{"stream":["public"],"event":"delete","payload":"106692867363994015"}"#,
            Some(NotPost::Delete),
        ),
        (r#"{"event":"status.update","payload":"{}"}"#, Some(NotPost::Edit)),
        (r#"{"event":"filters_changed"}"#, Some(NotPost::Personal)),
        (r#"{"event":"update","payload":"{\"event\":\"update\",\"payload\":\"{}\"}"}"#, None),
    ];
    for (line, want) in rows {
        assert_eq!(not_post(line), want, "{line}");
    }
    let broken = undecodable(br#"{"event":"update","payload":"{broken"}"#);
    assert!(matches!(broken, Reason::NotJson(_)));
}

// ---- Bluesky

/// An event of the first dialect around a record.
fn event(operation: &str, collection: &str, record: &str) -> String {
    format!(
        r#"{{"did":"did:plc:abc","time_us":1783175888094841,"kind":"commit","commit":{{"rev":"r","operation":"{operation}","collection":"{collection}","rkey":"3mptbyqhi7s2f","record":{record},"cid":"c"}}}}"#
    )
}

const RECORD: &str = r#"{"$type":"app.bsky.feed.post","createdAt":"1999-01-01T00:00:00Z","langs":["en-US","en"],"text":"rust 2.0 when 🦀"}"#;

#[test]
fn the_creation_of_a_post_on_bluesky_is_a_post_in_all_three_dialects() {
    let first = event("create", "app.bsky.feed.post", RECORD);
    let before = first
        .replace(r#""kind":"commit""#, r#""type":"com""#)
        .replace(r#""operation":"create""#, r#""type":"c""#);
    let newest = format!(
        r#"{{"$type":"message","payload":{{"$type":"network.bsky.jetstream.subscribeEvents#commit","seq":4,"cid":"c","collection":"app.bsky.feed.post","did":"did:plc:abc","operation":"create","record":{RECORD},"rkey":"3mptbyqhi7s2f","time":"2026-07-04T14:38:08.094841Z"}}}}"#
    );
    for line in [first, before, newest] {
        let seen = post(&line);
        assert_eq!(seen.at, "2026-07-04T14:38:08.094841Z", "{line}");
        assert_eq!(seen.id, "at://did:plc:abc/app.bsky.feed.post/3mptbyqhi7s2f");
        assert_eq!(
            (&*seen.author, &*seen.lang, &*seen.network),
            ("did:plc:abc", "en-US", "bluesky")
        );
        assert_eq!(seen.text, "rust 2.0 when 🦀");
        assert_eq!(seen.address, "https://bsky.app/profile/did:plc:abc/post/3mptbyqhi7s2f");
    }
}

#[test]
fn everything_else_on_bluesky_is_no_post() {
    let posts = "app.bsky.feed.post";
    let rows = [
        (event("create", "app.bsky.feed.like", "{}"), Some(NotPost::Like)),
        (event("create", "app.bsky.feed.repost", "{}"), Some(NotPost::Repost)),
        (
            event("create", "app.bsky.graph.follow", r#"{"text":"not of a post"}"#),
            Some(NotPost::Record),
        ),
        (event("delete", "app.bsky.feed.like", "null"), Some(NotPost::Record)),
        (event("update", posts, RECORD), Some(NotPost::Edit)),
        (event("delete", posts, "null"), Some(NotPost::Delete)),
        (event("create", posts, "{}"), None),
        (event("undo", posts, RECORD), None),
        (
            r#"{"did":"d","time_us":1,"kind":"identity","identity":{}}"#.into(),
            Some(NotPost::Account),
        ),
        (r#"{"did":"d","time_us":1,"type":"acc","account":{}}"#.into(), Some(NotPost::Account)),
        (r#"{"did":"d","time_us":1,"kind":"new"}"#.into(), None),
        (
            r#"{"$type":"error","error":"ConsumerTooSlow","message":"m"}"#.into(),
            Some(NotPost::Error),
        ),
        (
            r#"{"$type":"message","payload":{"$type":"x#info","name":"OutdatedCursor"}}"#.into(),
            Some(NotPost::Notice),
        ),
    ];
    for (line, want) in rows {
        assert_eq!(not_post(&line), want, "{line}");
    }
}

/// What a frame tells of earlier posts, in short.
fn changes(form: Form, text: &str) -> Vec<String> {
    let frame = Frame::new(text.as_bytes(), form);
    let mut seen = Vec::new();
    let verdict = decode_all(&frame, &mut |told| {
        let (word, post) = match told {
            Told::Post(post) => ("new", post),
            Told::Edit(post) => ("edit", post),
            Told::Delete(post) => ("delete", post),
        };
        let Seen { network, id, uri, text, .. } = post.into();
        seen.push(format!("{word} {network} {id} {uri} {text}").trim_end().to_owned());
    });
    assert!(matches!(verdict, Verdict::NotPost(NotPost::Edit | NotPost::Delete)), "{verdict:?}");
    seen
}

#[test]
fn edits_and_deletes_name_the_post_they_concern() {
    let (posts, record) =
        ("app.bsky.feed.post", "at://did:plc:abc/app.bsky.feed.post/3mptbyqhi7s2f");
    let update = status("now", "");
    let in_socket = serde_json::to_string(&update).unwrap();
    let rows = [
        (
            Form::Json,
            event("update", posts, RECORD),
            format!("edit bluesky {record}  rust 2.0 when 🦀"),
        ),
        (Form::Json, event("update", posts, "{}"), String::new()),
        (Form::Json, event("delete", posts, "null"), format!("delete bluesky {record}")),
        (
            Form::Events,
            format!("event: status.update\ndata: {update}"),
            "edit mastodon 7 https://a.example/u/7 now".into(),
        ),
        (
            Form::Json,
            format!(r#"{{"event":"status.update","payload":{in_socket}}}"#),
            "edit mastodon 7 https://a.example/u/7 now".into(),
        ),
        (Form::Events, format!("event: status.update\ndata: {X_LINE}"), String::new()),
        (Form::Events, "event: status.update\ndata: {broken".into(), String::new()),
        (Form::Events, "event: delete\ndata: 107214".into(), "delete mastodon 107214".into()),
        (Form::Json, r#"{"event":"delete","payload":"107"}"#.into(), "delete mastodon 107".into()),
        (Form::Json, r#"{"delete":{"status":{"id":5,"id_str":"6"}}}"#.into(), "delete x 6".into()),
        (Form::Json, r#"{"delete":{"status":{"id":5}}}"#.into(), "delete x 5".into()),
        (Form::Json, r#"{"delete":{"status":[]}}"#.into(), String::new()),
        (Form::Json, r#"{"delete":true}"#.into(), String::new()),
    ];
    for (form, text, wanted) in rows {
        assert_eq!(changes(form, &text).join("; "), wanted, "{text}");
    }
}

#[test]
fn facets_and_embeds_add_what_the_text_of_a_record_does_not_show() {
    let record = r##"{"facets":[
        {"index":{"byteStart":0,"byteEnd":5},"features":[{"$type":"x#tag","tag":"rust"}]},
        {"index":{"byteStart":6,"byteEnd":10},"features":[{"$type":"x#mention","did":"did:plc:bob"}]},
        {"index":{"byteStart":11,"byteEnd":21},"features":[{"$type":"x#link","uri":"https://e.com/whole"}]},
        {"index":{"byteStart":900,"byteEnd":-1},"features":[{"$type":"x#tag","tag":"wild"}]},
        {"index":{"byteStart":22,"byteEnd":35},"features":[{"$type":"x#link","uri":"https://a.com"}]}],
        "tags":["hidden"],"embed":{"$type":"app.bsky.embed.external","external":{"uri":"https://e.com/card"}},
        "langs":["und"],"reply":{"parent":{}},"text":"#rust @bob e.com/w... https://a.com"}"##;
    let seen = post(&event("create", "app.bsky.feed.post", record));
    assert_eq!(seen.tags, ["hidden", "wild"]);
    assert_eq!(seen.mentions, ["did:plc:bob"]);
    assert_eq!(seen.links, ["https://e.com/whole", "https://e.com/card"]);
    assert_eq!((seen.kind, &*seen.lang), ("reply", ""));
    let rows = [
        (r#"{"record":{"uri":"at://d/app.bsky.feed.post/1"}}"#, "quote"),
        (r#"{"record":{"record":{"uri":"at://d/app.bsky.feed.post/1"}},"media":{}}"#, "quote"),
        (r#"{"record":{"uri":"at://d/app.bsky.graph.list/1"}}"#, "post"),
        ("null", "post"),
        (r#"["odd"]"#, "post"),
    ];
    for (embed, kind) in rows {
        let record = format!(r#"{{"text":"","embed":{embed},"facets":null,"langs":"en"}}"#);
        let seen = post(&event("create", "app.bsky.feed.post", &record));
        assert_eq!((seen.kind, &*seen.text), (kind, ""), "{embed}");
    }
}

#[test]
fn a_post_of_bluesky_without_a_sound_time_has_it_in_its_key() {
    let line = event("create", "app.bsky.feed.post", RECORD);
    let line = line.replace(r#""time_us":1783175888094841"#, r#""time_us":"soon""#);
    assert_eq!(post(&line).at, "2026-07-04T14:38:08.419Z");
    assert_eq!(post(&line.replace("3mptbyqhi7s2f", "self")).at, RECEIVED);
}

// ---- our own lines

#[test]
fn our_own_lines_are_read_with_whatever_they_carry() {
    let seen = post(
        r#"{"type":"post","v":1,"id":"5","at":"2026-03-12T09:00:00.5+01:00","source":"f","network":"forum","author":"@ann","lang":"en","kind":"reply","url":"https://f.example/5","text":"a &amp; b","topics":["t"],"score":{"neg":0},"late":false}"#,
    );
    assert_eq!(
        (&*seen.id, &*seen.at, &*seen.network, &*seen.author, seen.kind),
        ("5", "2026-03-12T08:00:00.500Z", "forum", "ann", "reply")
    );
    assert_eq!((&*seen.text, &*seen.address), ("a &amp; b", "https://f.example/5"));
    let seen = post(r#"{"text":"alone"}"#);
    assert_eq!((&*seen.text, &*seen.network, &*seen.at), ("alone", "", RECEIVED));
    for network in ["x", "mastodon", "bluesky"] {
        let line = format!(r#"{{"text":"t","id":"1","author":"a","network":"{network}"}}"#);
        assert_eq!(post(&line).network, network);
    }
}

#[test]
fn the_time_of_our_own_lines_is_read_leniently() {
    let rows = [
        (r#""2026-03-12T09:00:00Z""#, "2026-03-12T09:00:00.000Z"),
        (r#""2026-03-12 09:00:00""#, "2026-03-12T09:00:00.000Z"),
        (r#""2026-03-12T09:00""#, "2026-03-12T09:00:00.000Z"),
        (r#""2026-03-12""#, "2026-03-12T00:00:00.000Z"),
        (r#""2026-03-12T09:00:00-0230""#, "2026-03-12T11:30:00.000Z"),
        (r#""2024-02-29T23:59:60.123456789Z""#, "2024-02-29T23:59:59.123456Z"),
        (r#""1990-01-01T00:00:00Z""#, "1990-01-01T00:00:00.000Z"),
        (r#""1989-12-31T23:59:59Z""#, RECEIVED),
        (r#""0001-01-01T00:00:00Z""#, RECEIVED),
        (r#""2100-01-01T00:00:00Z""#, RECEIVED),
        (r#""2026-08-02T03:04:05.000Z""#, "2026-08-02T03:04:05.000Z"),
        (r#""2026-08-02T03:04:05.001Z""#, RECEIVED),
        ("1773306000", "2026-03-12T09:00:00.000Z"),
        ("1773306000.25", "2026-03-12T09:00:00.250Z"),
        ("1773306000250", "2026-03-12T09:00:00.250Z"),
        ("1773306000250001", "2026-03-12T09:00:00.250001Z"),
        (r#""1773306000""#, "2026-03-12T09:00:00.000Z"),
        ("-1", RECEIVED),
        (r#""Thu Mar 12 09:00:00 +0000 2026""#, "2026-03-12T09:00:00.000Z"),
        (r#""2023-02-29T00:00:00Z""#, RECEIVED),
        (r#""2026-13-01T00:00:00Z""#, RECEIVED),
        (r#""2026-03-12T24:00:00Z""#, RECEIVED),
        (r#""2026-03-12T09:00:00Zebra""#, RECEIVED),
        (r#""soon""#, RECEIVED),
        ("true", RECEIVED),
        ("{}", RECEIVED),
        ("null", RECEIVED),
    ];
    for (at, want) in rows {
        assert_eq!(post(&format!(r#"{{"at":{at},"text":"t"}}"#)).at, want, "{at}");
    }
}

#[test]
fn a_line_of_plain_text_is_its_own_text() {
    let (verdict, posts) = read(Form::Text, b"[not] {json} &amp;");
    assert_eq!(verdict, Verdict::Posts(1));
    assert_eq!((&*posts[0].text, &*posts[0].at), ("[not] {json} &amp;", RECEIVED));
    assert_eq!(read(Form::Text, b"a\xff").0, Verdict::Undecodable(Reason::InvalidUtf8(1)));
}

// ---- no posts, and nothing that can be read

#[test]
fn what_is_sound_but_no_post_is_called_by_its_name() {
    let rows = [
        (r#"{"errors":[{"title":"operational-disconnect"}]}"#, Some(NotPost::Error)),
        (
            r#"{"title":"ConnectionException","detail":"d","type":"https://x/y"}"#,
            Some(NotPost::Error),
        ),
        (r#"{"meta":{"result_count":0}}"#, Some(NotPost::Empty)),
        (r#"{"data":[],"meta":{}}"#, Some(NotPost::Empty)),
        (r#"{"data":{"id":"1","username":"a"}}"#, None),
        (r#"{"data":{"id":"1","text":null}}"#, None),
        (r#"{"data":[{"id":"1","value":"cat"}],"meta":{}}"#, None),
        (r#"{"delete":{"status":{"id":1}}}"#, Some(NotPost::Delete)),
        (r#"{"limit":{"track":5}}"#, Some(NotPost::Notice)),
        (r#"{"disconnect":{"code":4}}"#, Some(NotPost::Notice)),
        (r#"{"type":"window","topic":"rust"}"#, Some(NotPost::Own)),
        (r#"{"type":"summary","posts":3}"#, Some(NotPost::Own)),
        (r#"{"type":"gap"}"#, Some(NotPost::Own)),
        ("{}", None),
        ("[]", Some(NotPost::Empty)),
        ("[1,2]", None),
        ("42", None),
        ("\"text\"", None),
        ("", Some(NotPost::Heartbeat)),
    ];
    for (line, want) in rows {
        assert_eq!(not_post(line), want, "{line}");
    }
    let names: std::collections::HashSet<_> = NotPost::ALL.iter().map(|what| what.name()).collect();
    assert_eq!(names.len(), NotPost::ALL.len());
}

#[test]
fn what_is_not_json_to_its_last_byte_is_undecodable_and_hands_out_nothing() {
    let rows: [(&[u8], usize); 28] = [
        (b"hello", 0),
        (b"{\"text\":\"a\"", 11),
        (b"{\"text\":\"a\"}}", 12),
        (b"{\"text\":\"a\"} x", 13),
        (b"{\"text\":\"a\",}", 12),
        (b"{\"text\":\"a\" \"b\":1}", 12),
        (b"{text:1}", 1),
        (b"{\"a\" 1}", 5),
        (b"{\"a\":01}", 6),
        (b"{\"a\":1.}", 7),
        (b"{\"a\":1e}", 7),
        (b"{\"a\":-}", 6),
        (b"{\"a\":+1}", 5),
        (b"{\"a\":NaN}", 5),
        (b"{\"a\":nul}", 5),
        (b"{\"a\":tru", 5),
        (b"{\"text\":\"a\tb\"}", 10),
        (b"{\"text\":\"a\\x\"}", 11),
        (b"{\"text\":\"\\u12g4\"}", 13),
        (b"{\"text\":\"a", 10),
        (b"{\"a\":[1,2,}", 10),
        (b"{\"a\":[1 2]}", 8),
        (b"[{\"text\":\"a\"},{\"text\":]", 22),
        (b"{\"a\":[{\"b\":1]}", 12),
        (b"{\"a\":{\"b\":01,\"c\":2}}", 11),
        (b"{\"a\":[12,00]}", 10),
        (b"{\"a\":{\"b\":1\"c\":2}}", 11),
        (b"{\"a\":{\"b\":{},}}", 13),
    ];
    for (line, at) in rows {
        assert_eq!(undecodable(line), Reason::NotJson(at), "{}", String::from_utf8_lossy(line));
    }
    assert_eq!(undecodable(b"{\"text\":\"a\xff\"}"), Reason::InvalidUtf8(10));
    assert_eq!(Reason::NotJson(3).to_string(), "not JSON at byte 3");
}

#[test]
fn a_mark_of_byte_order_and_white_space_do_no_harm() {
    assert_eq!(post("\u{feff} { \"text\" :\t\"a\" , \"x\" : [ 1 , { } , [ ] ] } ").text, "a");
}

#[test]
fn nesting_is_read_to_its_limit_and_refused_beyond() {
    let nested = |open: &str, close: &str, depth: usize| {
        format!(r#"{{"text":"a","x":{}1{}}}"#, open.repeat(depth), close.repeat(depth))
    };
    assert_eq!(post(&nested("[", "]", 127)).text, "a");
    assert_eq!(post(&nested("{\"a\":", "}", 127)).text, "a");
    assert_eq!(post(&nested("[[{\"a\":", "}]]", 42)).text, "a");
    assert_eq!(undecodable(nested("[[{\"a\":", "}]]", 43).as_bytes()), Reason::TooDeep);
    for depth in [128, 1_000, 300_000] {
        assert_eq!(undecodable(nested("[", "]", depth).as_bytes()), Reason::TooDeep);
        assert_eq!(undecodable(nested("{\"a\":", "}", depth).as_bytes()), Reason::TooDeep);
        assert_eq!(undecodable("[".repeat(depth + 1).as_bytes()), Reason::TooDeep);
        assert_eq!(undecodable("{\"data\":".repeat(depth + 1).as_bytes()), Reason::TooDeep);
    }
}

#[test]
fn a_string_of_any_length_is_read_from_any_place() {
    for place in 0..70 {
        for length in (0..140).chain([4_000, 5_000]) {
            let (before, text) = ("b".repeat(place), "é".repeat(length / 2));
            let line = format!(r#"{{"x":"{before}","text":"{text}","id":17,"author":"a\nn"}}"#);
            let seen = post(&line);
            assert_eq!((&*seen.text, &*seen.id, &*seen.author), (&*text, "17", "a\nn"));
            let open = format!(r#"{{"x":"{before}","text":"{text}"#);
            assert_eq!(undecodable(open.as_bytes()), Reason::NotJson(open.len()));
        }
    }
}

#[test]
fn numbers_of_any_length_are_checked_to_their_end() {
    for length in 1..40 {
        let digits = "7".repeat(length);
        assert_eq!(post(&format!(r#"{{"text":"t","id":{digits}}}"#)).id, digits);
        for (number, at) in [("", 0), ("x", 0), ("-", 1), (".", 1), ("e", 1), ("e+", 2)] {
            let line = format!(r#"{{"text":"t","x":{{"y":{digits}{number}}}}}"#);
            let at = line.len() - 2 - number.len() + at;
            match number {
                "" => assert_eq!(post(&line).text, "t"),
                "-" => assert_eq!(undecodable(line.as_bytes()), Reason::NotJson(at - 1)),
                _ => assert_eq!(undecodable(line.as_bytes()), Reason::NotJson(at)),
            }
        }
    }
}

#[test]
fn of_a_member_that_is_said_twice_the_later_one_counts() {
    type Pick = fn(Seen) -> String;
    let rows: [(String, Pick, &str); 7] = [
        (legacy(r#""user":{"screen_name":"bob"}"#), |s| s.author, "bob"),
        (legacy(r#""user":null"#), |s| s.author, ""),
        (
            legacy(r#""extended_tweet":{"full_text":"long"},"extended_tweet":{}"#),
            |s| s.text,
            "cut…",
        ),
        (
            legacy(r#""retweeted_status":{"text":"o"},"retweeted_status":null"#),
            |s| s.kind.into(),
            "post",
        ),
        (status("hi", r#","account":{"acct":"bob"}"#), |s| s.author, "bob"),
        (status("hi", r#","reblog":{"content":"o"},"reblog":null"#), |s| s.text + s.kind, "hipost"),
        (status("hi", r#","tags":[{"name":"t"}],"tags":[]"#), |s| s.tags.concat(), ""),
    ];
    for (line, pick, want) in rows {
        assert_eq!(pick(post(&line)), want, "{line}");
    }
}

#[test]
fn one_long_original_is_not_repeated_without_end() {
    let original = "long ".repeat(40_000);
    let repost = r#"{"id":"2","text":"RT","referenced_tweets":[{"type":"retweeted","id":"1"}]}"#;
    let page = format!(
        r#"{{"data":[{}],"includes":{{"tweets":[{{"id":"1","text":"{original}"}}]}}}}"#,
        [repost; 1_000].join(",")
    );
    let received = Timestamp::EPOCH;
    let frame = Frame { received, ..Frame::new(page.as_bytes(), Form::Json) };
    let (mut whole, mut cut) = (0, 0);
    let verdict = decode(&frame, &mut |post| if post.text == "RT" { cut += 1 } else { whole += 1 });
    assert_eq!(verdict, Verdict::Posts(1_000));
    assert_eq!((whole, cut), (83, 917));
}

#[test]
fn lists_of_a_post_are_bounded() {
    let tags = [r#"{"name":"same"}"#; 10].join(",");
    let many: Vec<_> = (0..1_000).map(|n| format!(r#"{{"name":"t{n}"}}"#)).collect();
    assert_eq!(post(&status("hi", &format!(r#","tags":[{tags}]"#))).tags, ["same"]);
    assert_eq!(post(&status("hi", &format!(r#","tags":[{}]"#, many.join(",")))).tags.len(), 64);
}

// ---- anything at all

/// Sound frames to be spoilt.
fn sound() -> Vec<String> {
    vec![
        X_LINE.to_owned(),
        legacy(r#""retweeted_status":{"text":"o"}"#),
        status(r#"<p>a <a href="https://e.com">x</a>&amp;</p>"#, r#","tags":[{"name":"t"}]"#),
        event("create", "app.bsky.feed.post", RECORD),
        r#"{"at":1.5,"text":"\ud83e\udd80","id":7}"#.to_owned(),
        format!("event: update\ndata: {}", status("hi", "")),
    ]
}

fn forms() -> impl Strategy<Value = Form> {
    prop_oneof![Just(Form::Json), Just(Form::Events), Just(Form::Text)]
}

proptest! {
    #[test]
    fn any_bytes_are_answered(bytes in prop::collection::vec(any::<u8>(), 0..300), form in forms()) {
        read(form, &bytes);
    }

    #[test]
    fn any_text_of_json_signs_is_judged_as_a_full_parser_judges_it(text in r#"[\[\]{}:, "a1.e+\-0tnul\\]{0,24}"#) {
        let (verdict, _) = json(&text);
        let sound = serde_json::from_str::<serde::de::IgnoredAny>(&text).is_ok();
        let blank = text.trim().is_empty();
        prop_assert_eq!(!matches!(verdict, Verdict::Undecodable(_)), sound || blank, "{}", text);
    }

    #[test]
    fn spoilt_frames_are_judged_as_a_full_parser_judges_them(
        which in 0..6_usize,
        at in any::<prop::sample::Index>(),
        byte in prop_oneof![any::<u8>(), prop::sample::select(&b"\"\\{}[],:0u"[..])],
        end in any::<prop::sample::Index>(),
    ) {
        let mut bytes = sound()[which].clone().into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let cut = &bytes[..end.index(bytes.len())];
        for bytes in [&bytes[..], cut] {
            let (verdict, _) = read(Form::Json, bytes);
            read(Form::Events, bytes);
            // Asked only for its grammar: half a surrogate pair or a vast number is sound.
            let sound = std::str::from_utf8(bytes).is_ok()
                && serde_json::from_slice::<serde::de::IgnoredAny>(bytes).is_ok();
            let blank = bytes.trim_ascii().is_empty();
            prop_assert_eq!(!matches!(verdict, Verdict::Undecodable(_)), sound || blank);
        }
    }

    #[test]
    fn blanks_between_the_signs_change_nothing(
        which in 0..5_usize,
        blanks in prop::collection::vec("[ \t\r\n]{0,3}", 1..20),
    ) {
        let line = sound()[which].clone();
        let (mut wide, mut blanks) = (String::new(), blanks.iter().cycle());
        let (mut inside, mut escaped) = (false, false);
        for sign in line.chars() {
            let structural = !inside && "{}[]:,".contains(sign);
            if structural {
                wide.push_str(blanks.next().unwrap());
            }
            wide.push(sign);
            if structural {
                wide.push_str(blanks.next().unwrap());
            }
            inside ^= sign == '"' && !escaped;
            escaped = sign == '\\' && !escaped;
        }
        prop_assert_eq!(json(&wide), json(&line));
    }

    #[test]
    fn any_string_comes_through_its_escapes(text in any::<String>()) {
        let line = format!(r#"{{"text":{}}}"#, serde_json::to_string(&text).unwrap());
        prop_assert_eq!(post(&line).text, text);
    }

    #[test]
    fn any_html_is_read(html in r#"[<>/a-p &;"'=!\-#39]{0,60}"#) {
        post(&status(&html, ""));
    }

    #[test]
    fn any_moment_that_a_post_can_have_is_read_back(micros in 631_152_000_000_000_i64..4_102_444_800_000_000) {
        let at = Timestamp::from_micros(micros);
        let line = format!(r#"{{"at":"{at}","text":""}}"#);
        let mut seen = None;
        decode(&Frame::new(line.as_bytes(), Form::Json), &mut |post| seen = Some((post.at, post.timing)));
        prop_assert_eq!(seen, Some((at, Timing::Told)));
    }

    #[test]
    fn any_other_moment_is_not_believed(micros in prop_oneof![
        -62_135_596_800_000_000_i64..0,
        1_i64..631_152_000_000_000,
        4_102_444_800_000_000_i64..253_402_128_000_000_000,
    ]) {
        let line = format!(r#"{{"at":"{}","text":""}}"#, Timestamp::from_micros(micros));
        let mut seen = None;
        decode(&Frame::new(line.as_bytes(), Form::Json), &mut |post| seen = Some((post.at, post.timing)));
        prop_assert_eq!(seen, Some((Timestamp::EPOCH, Timing::Unreadable)));
    }
}

#[test]
fn details_beside_the_text_are_told() {
    let details = |line: &str| {
        let mut seen = String::new();
        decode(&Frame::new(line.as_bytes(), Form::Json), &mut |post| {
            let of = &post.details;
            seen = format!(
                "{} {} {} {:?} {:?} {:?}",
                u8::from(of.images),
                u8::from(of.videos),
                u8::from(of.verified),
                of.to.as_deref().unwrap_or_default(),
                of.conversation.as_deref().unwrap_or_default(),
                of.likes
            );
        });
        seen
    };
    let x = r#"{"data":{"id":"2","text":"t","author_id":"7","conversation_id":"1","in_reply_to_user_id":"8","public_metrics":{"retweet_count":3,"like_count":12},"attachments":{"media_keys":["a","b"]}},"includes":{"users":[{"id":"7","username":"kim","verified":true},{"id":"8","username":"lee"}],"media":[{"media_key":"a","type":"photo"},{"media_key":"c","type":"video"}]}}"#;
    assert_eq!(details(x), r#"1 0 1 "lee" "1" Some(12)"#);
    let flat = r#"{"id":"2","text":"t","author":{"username":"kim"},"attachments":{"media":[{"type":"video"}]}}"#;
    assert_eq!(details(flat), r#"0 1 0 "" "" None"#);
    let old = legacy(
        r#""in_reply_to_screen_name":"lee","favorite_count":4,"extended_entities":{"media":[{"type":"animated_gif"}]},"user":{"screen_name":"kim","verified":true}"#,
    );
    assert_eq!(details(&old), r#"1 0 1 "lee" "" Some(4)"#);
    let toot = status(
        "hi",
        r#","in_reply_to_account_id":"9","mentions":[{"id":"9","acct":"lee@c.example"}],"favourites_count":5,"media_attachments":[{"type":"gifv"},{"type":"video"}]"#,
    );
    assert_eq!(details(&toot), r#"1 1 0 "lee@c.example" "" Some(5)"#);
    for (embed, wanted) in [
        (r#"{"$type":"app.bsky.embed.images","images":[{"alt":""}]}"#, "1 0"),
        (r#"{"$type":"app.bsky.embed.video","video":{}}"#, "0 1"),
        (r#"{"record":{"uri":"at://d/app.bsky.feed.post/1"},"media":{"images":[]}}"#, "1 0"),
        (r#"{"external":{"uri":"https://e.com"}}"#, "0 0"),
    ] {
        let record = format!(r#"{{"text":"t","embed":{embed}}}"#);
        let seen = details(&event("create", "app.bsky.feed.post", &record));
        assert!(seen.starts_with(wanted), "{embed}: {seen}");
    }
}
