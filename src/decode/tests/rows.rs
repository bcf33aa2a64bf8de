//! Rows of tables: the columns of many exporters, and what they write where there is nothing.

use super::*;
use crate::frame::DateOrder;
use crate::post::Scope;

fn row(cells: &[(&str, &str)]) -> (Verdict, Vec<(Seen, Scope)>) {
    let members: Vec<_> = cells
        .iter()
        .map(|(name, cell)| {
            format!(
                "{}:{}",
                serde_json::to_string(name).unwrap(),
                serde_json::to_string(cell).unwrap()
            )
        })
        .collect();
    let line = format!("{{{}}}", members.join(","));
    let mut posts = Vec::new();
    let frame = Frame::new(line.as_bytes(), Form::Row);
    let verdict = decode(&frame, &mut |post| {
        let scope = post.scope;
        posts.push((post.into(), scope));
    });
    (verdict, posts)
}

fn one(cells: &[(&str, &str)]) -> (Seen, Scope) {
    let (verdict, mut posts) = row(cells);
    assert_eq!(verdict, Verdict::Posts(1), "{cells:?}");
    posts.remove(0)
}

#[test]
fn the_columns_of_exporters_are_known() {
    type Cells<'c> = &'c [(&'c str, &'c str)];
    // Columns; then author, kind, network, text.
    let rows: [(&str, Cells<'_>, [&str; 4]); 10] = [
        (
            "twarc-csv, few columns",
            &[
                ("id", "2032000000000000001"),
                ("conversation_id", "2032000000000000001"),
                ("created_at", "2026-03-12T09:01:00.000Z"),
                ("author_id", "7"),
                ("text", "t"),
                ("author.username", "kim"),
            ],
            ["kim", "post", "x", "t"],
        ),
        (
            "twarc-csv",
            &[
                ("id", "2032000000000000001"),
                ("referenced_tweets.retweeted.id", "5"),
                ("author_id", "7"),
                ("author.username", "kim"),
                ("text", "t &amp; u"),
                ("created_at", "2026-03-12T09:01:00.000Z"),
                ("public_metrics.retweet_count", "1"),
            ],
            ["kim", "repost", "x", "t & u"],
        ),
        (
            "rtweet",
            &[
                ("user_id", "x7"),
                ("status_id", "x2032000000000000001"),
                ("created_at", "2026-03-12 09:01:00"),
                ("screen_name", "kim"),
                ("text", "RT @lee: cut…"),
                ("is_retweet", "TRUE"),
                ("is_quote", "FALSE"),
                ("retweet_text", "whole"),
                ("name", "Kim"),
            ],
            ["kim", "repost", "x", "whole"],
        ),
        (
            "minet",
            &[
                ("id", "2032000000000000001"),
                ("timestamp_utc", "1773306060"),
                ("local_time", "2026-03-12T10:01:00"),
                ("user_screen_name", "kim"),
                ("user_name", "Kim K"),
                ("text", "t"),
                ("to_tweetid", "9"),
                ("retweeted_id", ""),
                ("retweet_count", "0"),
            ],
            ["kim", "reply", "x", "t"],
        ),
        (
            "DMI-TCAT",
            &[
                ("id", "2032000000000000001"),
                ("time", "1773306060"),
                ("created_at", "2026-03-12 09:01:00"),
                ("from_user_name", "kim"),
                ("text", "t"),
                ("from_user_realname", "Kim"),
                ("from_user_lang", "de"),
                ("lang", "en"),
                ("in_reply_to_status_id", ""),
            ],
            ["kim", "post", "x", "t"],
        ),
        (
            "twint",
            &[
                ("id", "2032000000000000001"),
                ("conversation_id", "2032000000000000001"),
                ("created_at", "2026-03-12 09:01:00 UTC"),
                ("date", "2026-03-12"),
                ("time", "09:01:00"),
                ("username", "kim"),
                ("tweet", "t"),
                ("language", "en"),
                ("retweet", "False"),
            ],
            ["kim", "post", "x", "t"],
        ),
        (
            "Hydrator",
            &[
                ("created_at", "Thu Mar 12 09:01:00 +0000 2026"),
                ("id", "2032000000000000001"),
                ("in_reply_to_status_id", "9"),
                ("retweet_id", ""),
                ("text", "t"),
                ("user_created_at", "Mon Jan 01 00:00:00 +0000 2018"),
                ("user_screen_name", "kim"),
                ("user_name", "Kim"),
            ],
            ["kim", "reply", "x", "t"],
        ),
        (
            "4CAT",
            &[
                ("id", "2032000000000000001"),
                ("thread_id", "9"),
                ("timestamp", "2026-03-12 09:01:00"),
                ("unix_timestamp", "1773306060"),
                ("link", "https://x.com/kim/status/1"),
                ("body", "t"),
                ("author", "kim"),
                ("is_retweet", "yes"),
                ("retweeted_user", "lee"),
            ],
            ["kim", "repost", "", "t"],
        ),
        (
            "snscrape through pandas",
            &[
                ("url", "https://twitter.com/kim/status/1"),
                ("date", "2026-03-12 09:01:00+00:00"),
                ("rawContent", "t"),
                ("id", "2032000000000000001"),
                ("user", "{'_type': 'User', 'username': 'kim', 'id': 7}"),
            ],
            ["kim", "post", "x", "t"],
        ),
        (
            "Sentiment140",
            &[
                ("target", "0"),
                ("id", "1467000001"),
                ("date", "Thu Mar 12 02:01:00 PDT 2026"),
                ("flag", "NO_QUERY"),
                ("user", "kim"),
                ("text", "t"),
            ],
            ["kim", "post", "", "t"],
        ),
    ];
    for (name, cells, [author, kind, network, text]) in rows {
        let (seen, _) = one(cells);
        assert_eq!(
            (&*seen.author, seen.kind, &*seen.network, &*seen.text, &*seen.at),
            (author, kind, network, text, "2026-03-12T09:01:00.000Z"),
            "{name}"
        );
    }
}

#[test]
fn an_id_is_one_only_where_it_looks_like_one() {
    let rows = [
        ("2032000000000000001", "2032000000000000001", Scope::Source),
        ("2.03E+18", "2.03E+18", Scope::Text),
        ("2032000000000000000", "2032000000000000000", Scope::Text),
        ("17.0", "17", Scope::Source),
        ("NA", "", Scope::Network),
        ("nan", "", Scope::Network),
        ("None", "", Scope::Network),
        ("null", "", Scope::Network),
        ("", "", Scope::Network),
    ];
    for (id, wanted, scope) in rows {
        let (seen, found) = one(&[("id", id), ("text", "t"), ("at", "2026-03-12 09:01:00")]);
        assert_eq!((&*seen.id, found), (wanted, scope), "{id}");
    }
    // Known to be of X, a whole id is one wherever it is seen; the number of a row is none.
    let x = |id| one(&[("id", id), ("tweet_text", "t"), ("retweet_count", "1")]).1;
    assert_eq!(x("2032000000000000001"), Scope::Network);
    assert_eq!(x("17"), Scope::Source);
}

#[test]
fn languages_and_authors_that_are_none_are_none() {
    for nothing in ["NA", "nan", "None", "null", "-", ""] {
        let (seen, _) = one(&[("text", "t"), ("lang", nothing), ("author", nothing)]);
        assert_eq!((&*seen.lang, &*seen.author), ("", ""), "{nothing}");
    }
    let (seen, _) = one(&[("text", "t"), ("Language", "English"), ("Author", " @kim ")]);
    assert_eq!((&*seen.lang, &*seen.author), ("en", "kim"));
}

#[test]
fn a_cell_tells_the_same_as_json() {
    let json = post(
        r#"{"data":{"id":"2032000000000000001","text":"I &lt;3 tea &amp; rust\n\nLove it","author_id":"7"}}"#,
    );
    let (cell, _) = one(&[("text", "I &lt;3 tea &amp; rust\\n\\nLove it")]);
    assert_eq!(cell.text, json.text);
    let (html, _) = one(&[("content", "<p>I love<br>it</p>"), ("id", "1")]);
    assert_eq!(html.text, "I love\nit");
}

#[test]
fn a_date_and_a_time_of_day_may_stand_apart() {
    let (seen, _) = one(&[("text", "t"), ("Date", "2026-03-12"), ("Time", "09:01:00")]);
    assert_eq!(seen.at, "2026-03-12T09:01:00.000Z");
    let (seen, _) =
        one(&[("text", "t"), ("date", "2026-03-12"), ("time", "10:01"), ("timezone", "+01:00")]);
    assert_eq!(seen.at, "2026-03-12T09:01:00.000Z");
}

#[test]
fn whether_a_time_is_told_is_told() {
    let timing = |at: &str, order| {
        let line = format!(r#"{{"text":"t","when":"{at}"}}"#);
        let frame = Frame { dates: order, ..Frame::new(line.as_bytes(), Form::Row) };
        let mut timing = None;
        decode(&frame, &mut |post| timing = Some((post.timing, post.at.to_string())));
        timing.unwrap()
    };
    let none = "1970-01-01T00:00:00.000Z".to_owned();
    assert_eq!(timing("NaT", DateOrder::Unknown), (Timing::Missing, none.clone()));
    assert_eq!(timing("soon", DateOrder::Unknown), (Timing::Unreadable, none.clone()));
    assert_eq!(timing("4/6/2026", DateOrder::Unknown), (Timing::Unreadable, none));
    assert_eq!(
        timing("4/6/2026", DateOrder::DayFirst),
        (Timing::Told, "2026-06-04T00:00:00.000Z".to_owned())
    );
    let evidence = |at: &str| {
        let line = format!(r#"{{"text":"t","when":"{at}"}}"#);
        crate::decode::Decoder::default().date_order(&Frame::new(line.as_bytes(), Form::Row))
    };
    assert_eq!(evidence("13/6/2026"), crate::decode::Evidence::DayFirst);
    assert_eq!(evidence("4/6/2026"), crate::decode::Evidence::Either);
    assert_eq!(evidence("2026-04-06"), crate::decode::Evidence::None);
}

#[test]
fn edits_of_x_name_their_first_version() {
    let line = r#"{"data":{"id":"2032000000000000002","text":"t","author_id":"7","edit_history_tweet_ids":["2032000000000000001","2032000000000000002"]}}"#;
    let versions = |line: &str| {
        let mut seen = None;
        decode(&Frame::new(line.as_bytes(), Form::Json), &mut |post| {
            seen = Some((post.uri.map(String::from), post.version.map(String::from)));
        });
        seen.unwrap()
    };
    let wanted = (Some("2032000000000000001".to_owned()), Some("2032000000000000002".to_owned()));
    assert_eq!(versions(line), wanted);
    let first = line
        .replace(r#"["2032000000000000001","2032000000000000002"]"#, r#"["2032000000000000002"]"#);
    assert_eq!(versions(&first), (None, None));
    let archive = r#"{"tweet":{"id_str":"2032000000000000002","full_text":"t","edit_info":{"edit":{"editControlInitial":{"editTweetIds":["2032000000000000001","2032000000000000002"]}}}}}"#;
    assert_eq!(versions(archive), wanted);
    let edited = status("hi", r#","edited_at":"2026-03-12T10:00:00Z""#);
    assert_eq!(versions(&edited).1.as_deref(), Some("2026-03-12T10:00:00Z"));
}

#[test]
fn authors_are_known_by_what_is_theirs_everywhere() {
    let id = |line: &str| {
        let mut seen = None;
        decode(&Frame::new(line.as_bytes(), Form::Json), &mut |post| {
            seen = post.author_id.map(String::from);
        });
        seen
    };
    assert_eq!(id(X_LINE).as_deref(), Some("98"));
    assert_eq!(id(LEGACY).as_deref(), Some("12"));
    let local = |host: &str, account: &str| {
        format!(
            r#"{{"id":"1","uri":"https://{host}/users/kim/1","content":"t","account":{{"acct":"kim"{account}}}}}"#
        )
    };
    let url = r#","url":"https://a.example/@kim""#;
    assert_eq!(id(&local("a.example", url)).as_deref(), Some("https://a.example/@kim"));
    assert_eq!(id(&local("a.example", "")).as_deref(), Some("https://a.example/@kim"));
    assert_eq!(id(&local("b.example", "")).as_deref(), Some("https://b.example/@kim"));
    let remote = r#"{"id":"1","uri":"https://b.example/1","content":"t","account":{"acct":"kim@a.example"}}"#;
    assert_eq!(id(remote).as_deref(), Some("https://a.example/@kim"));
}
