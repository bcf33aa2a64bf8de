//! One invented sample, at least, of every shape that people have on disk.

use super::*;

/// `id at author network kind text` of each post of a frame; 1970 where no time is told.
fn told(bytes: &str) -> Vec<String> {
    let mut told = Vec::new();
    let verdict = decode(&Frame::new(bytes.as_bytes(), Form::Json), &mut |post| {
        let at = post.at.to_string();
        let network = post.network.name().unwrap_or("-").to_owned();
        told.push(format!(
            "{} {} {} {network} {} {}",
            post.id.as_deref().unwrap_or("-"),
            at.trim_end_matches(":00.000Z"),
            post.author.as_deref().unwrap_or("-"),
            post.marks.kind(),
            post.text.replace('\n', "|")
        ));
    });
    match verdict {
        Verdict::Posts(count) => assert_eq!(count as usize, told.len()),
        other => told.push(format!("{other:?}")),
    }
    told
}

#[track_caller]
fn check(rows: &[(&str, &str, &[&str])]) {
    for (name, json, wanted) in rows {
        assert_eq!(told(json), *wanted, "{name}");
    }
}

#[test]
fn shapes_of_x() {
    check(&[
        (
            "search of version 1.1",
            r#"{"statuses":[{"created_at":"Thu Mar 12 09:01:00 +0000 2026","id_str":"2032000000000000011","full_text":"I love tea &amp; rust","user":{"id_str":"7","screen_name":"kim"},"lang":"en"},{"created_at":"Thu Mar 12 09:02:00 +0000 2026","id_str":"2032000000000000012","text":"cut…","retweeted_status":{"full_text":"whole"},"user":{"screen_name":"lee"}}],"search_metadata":{"count":2}}"#,
            &[
                "2032000000000000011 2026-03-12T09:01 kim x post I love tea & rust",
                "2032000000000000012 2026-03-12T09:02 lee x repost whole",
            ],
        ),
        (
            "archive",
            r#"{"tweet":{"id_str":"2032000000000000021","created_at":"Thu Mar 12 09:00:00 +0000 2026","full_text":"RT @lee: a kettle","retweeted":false,"lang":"en","edit_info":{"initial":{"editTweetIds":["2032000000000000021"]}}}}"#,
            &["2032000000000000021 2026-03-12T09:00 - x repost RT @lee: a kettle"],
        ),
        (
            "archive, long post",
            r#"{"noteTweet":{"noteTweetId":"2032000000000000031","createdAt":"2026-03-12T09:00:00.000Z","core":{"text":"long &gt; short","urls":[]}}}"#,
            &["2032000000000000031 2026-03-12T09:00 - x post long > short"],
        ),
        (
            "archive, liked post",
            r#"{"like":{"tweetId":"2032000000000000032","fullText":"another's"}}"#,
            &["NotPost(Like)"],
        ),
        (
            "webhook",
            r#"{"for_user_id":"7","tweet_create_events":[{"created_at":"Thu Mar 12 09:01:00 +0000 2026","id_str":"2032000000000000041","text":"hi","user":{"screen_name":"kim"}}]}"#,
            &["2032000000000000041 2026-03-12T09:01 kim x post hi"],
        ),
        (
            "webhook, like",
            r#"{"for_user_id":"7","favorite_events":[{"id":"a","favorited_status":{"id_str":"1","text":"hi","user":{"screen_name":"kim"}}}]}"#,
            &["NotPost(Like)"],
        ),
        (
            "PowerTrack",
            r#"{"id":"tag:search.twitter.com,2005:2032000000000000051","objectType":"activity","verb":"share","actor":{"id":"id:twitter.com:7","preferredUsername":"kim"},"postedTime":"2026-03-12T09:01:00.000Z","body":"RT @lee: cut…","object":{"verb":"post","body":"all of it","actor":{"preferredUsername":"lee"}},"twitter_lang":"en"}"#,
            &["2032000000000000051 2026-03-12T09:01 kim x repost all of it"],
        ),
        (
            "PowerTrack, notice",
            r#"{"info":{"message":"Replay Request Completed"}}"#,
            &["NotPost(Notice)"],
        ),
        (
            "GraphQL of a browser",
            r#"{"data":{"search_by_raw_query":{"search_timeline":{"timeline":{"instructions":[{"type":"TimelineAddEntries","entries":[{"entryId":"tweet-1","content":{"itemContent":{"tweet_results":{"result":{"__typename":"TweetWithVisibilityResults","tweet":{"rest_id":"2032000000000000061","core":{"user_results":{"result":{"rest_id":"7","legacy":{"screen_name":"kim","description":"bio","created_at":"Mon Jan 01 00:00:00 +0000 2018"}}}},"legacy":{"created_at":"Thu Mar 12 09:01:00 +0000 2026","full_text":"RT @lee: cut…","lang":"en","retweeted_status_result":{"result":{"rest_id":"1","legacy":{"full_text":"whole"}}}}}}}}}},{"entryId":"cursor-bottom","content":{"value":"x"}}]}]}}}}}"#,
            &["2032000000000000061 2026-03-12T09:01 kim x repost whole"],
        ),
        (
            "Zeeschuimer",
            r#"{"nav_index":"1:0","item_id":"2032000000000000071","timestamp_collected":1773306000000,"source_platform":"twitter.com","data":{"__typename":"Tweet","rest_id":"2032000000000000071","core":{"user_results":{"result":{"rest_id":"7","core":{"screen_name":"kim"},"legacy":{}}}},"legacy":{"created_at":"Thu Mar 12 09:01:00 +0000 2026","full_text":"I love it","in_reply_to_status_id_str":"5"},"note_tweet":{"note_tweet_results":{"result":{"text":"I love it, all of it"}}}}}"#,
            &["2032000000000000071 2026-03-12T09:01 kim x reply I love it, all of it"],
        ),
        (
            "GraphQL, gone",
            r#"{"data":{"tweetResult":{"result":{"__typename":"TweetTombstone","tombstone":{"text":{"text":"This post is gone"}}}}}}"#,
            &["NotPost(Delete)"],
        ),
        (
            "snscrape, twscrape",
            r#"{"_type":"snscrape.modules.twitter.Tweet","url":"https://twitter.com/kim/status/2032000000000000081","date":"2026-03-12T09:01:00+00:00","rawContent":"RT @lee: cut…","id":2032000000000000081,"id_str":"2032000000000000081","user":{"username":"kim","id":7},"lang":"en","retweetedTweet":{"rawContent":"whole","date":"2026-03-11T09:01:00+00:00","id":1},"quotedTweet":null,"inReplyToTweetId":null}"#,
            &["2032000000000000081 2026-03-12T09:01 kim x repost whole"],
        ),
        (
            "snscrape, older",
            r#"{"_type":"snscrape.modules.twitter.Tweet","date":"2026-03-12T09:01:00+00:00","content":"tea &amp; rust","renderedContent":"tea & rust","id":2032000000000000091,"username":"kim","inReplyToTweetId":5}"#,
            &["2032000000000000091 2026-03-12T09:01 kim x reply tea & rust"],
        ),
        (
            "twint",
            r#"{"id":2032000000000000101,"conversation_id":"2032000000000000100","created_at":"2026-03-12 10:01:00 CET","date":"2026-03-12","time":"10:01:00","timezone":"+0100","user_id":7,"username":"kim","name":"Kim","tweet":"I love it","language":"en","retweet":false,"quote_url":"","link":"https://twitter.com/kim/status/1"}"#,
            &["2032000000000000101 2026-03-12T09:01 kim x reply I love it"],
        ),
        (
            "twint, zone of its own",
            r#"{"id":"2032000000000000102","conversation_id":"2032000000000000102","created_at":"2026-03-12 14:31:00 IST","date":"2026-03-12","time":"14:31:00","timezone":"+0530","username":"kim","tweet":"t","retweet":true}"#,
            &["2032000000000000102 2026-03-12T09:01 kim x repost t"],
        ),
        (
            "twitterapi.io",
            r#"{"tweets":[{"type":"tweet","id":"2032000000000000111","url":"https://x.com/kim/status/2032000000000000111","text":"I love it","createdAt":"Thu Mar 12 09:01:00 +0000 2026","lang":"en","author":{"type":"user","userName":"kim","id":"7"},"isReply":false,"quoted_tweet":null,"retweeted_tweet":null}],"has_next_page":true,"next_cursor":"x"}"#,
            &["2032000000000000111 2026-03-12T09:01 kim x post I love it"],
        ),
        (
            "Apify",
            r#"{"type":"tweet","id":"2032000000000000121","text":"cut…","fullText":"I love all of it","createdAt":"Thu Mar 12 09:01:00 +0000 2026","author":{"userName":"kim","id":"7"},"isRetweet":false,"isQuote":true,"isReply":false}"#,
            &["2032000000000000121 2026-03-12T09:01 kim x quote I love all of it"],
        ),
        (
            "exporter of the web",
            r#"{"id":"2032000000000000131","created_at":"2026-03-12 17:01:00 +08:00","full_text":"I love it","media":[],"screen_name":"kim","name":"Kim","user_id":"7","retweeted_status":null,"retweet_count":1}"#,
            &["2032000000000000131 2026-03-12T09:01 kim x post I love it"],
        ),
        (
            "bare answer of version 2",
            r#"{"data":[{"id":"2032000000000000141","text":"a &lt; b"}]}"#,
            &["2032000000000000141 2026-03-12T07:45:27.391Z - x post a < b"],
        ),
    ]);
}

#[test]
fn shapes_of_mastodon_and_its_kin() {
    let status = status("<p>I love it</p>", "");
    let rows: [(&str, String, &[&str]); 10] = [
        (
            "context",
            format!(r#"{{"ancestors":[{status}],"descendants":[]}}"#),
            &["7 2026-03-12T09:00:00.250Z ann@b.example mastodon post I love it"],
        ),
        (
            "search",
            format!(r#"{{"accounts":[{{"acct":"x","note":"bio"}}],"statuses":[{status}],"hashtags":[]}}"#),
            &["7 2026-03-12T09:00:00.250Z ann@b.example mastodon post I love it"],
        ),
        (
            "mastodon-archive",
            format!(r#"{{"account":{{"acct":"ann","note":"<p>bio</p>","created_at":"2020-01-01"}},"statuses":[{status}],"favourites":[]}}"#),
            &["7 2026-03-12T09:00:00.250Z ann@b.example mastodon post I love it"],
        ),
        (
            "Mastodon.py",
            r#"{"_mastopy_version":"2.0.0","_mastopy_type":"Status","_mastopy_data":{"id":7,"created_at":"2026-03-12 09:01:00+00:00","content":"<p>hi</p>","account":{"id":1,"acct":"ann","username":"ann"},"in_reply_to_id":""}}"#.into(),
            &["7 2026-03-12T09:01 ann mastodon post hi"],
        ),
        (
            "outbox",
            r#"{"type":"OrderedCollection","orderedItems":[{"type":"Create","actor":"https://plum.example/users/kim","object":{"id":"https://plum.example/users/kim/statuses/17","type":"Note","summary":"food","inReplyTo":null,"published":"2026-03-12T09:01:00Z","attributedTo":"https://plum.example/users/kim","content":"<p>I love it</p>","contentMap":{"en":"<p>I love it</p>"}}},{"type":"Announce","actor":"https://plum.example/users/kim","object":"https://other.example/1"}]}"#.into(),
            &["17 2026-03-12T09:01 kim@plum.example mastodon post food||I love it"],
        ),
        ("boost in an outbox", r#"{"type":"Announce","actor":"https://a.example/u","object":"https://b.example/1"}"#.into(), &["NotPost(Repost)"]),
        (
            "Pleroma",
            format!(r#"[{}]"#, status.replace("\"reblog\"", "\"pleroma\":{\"content\":{\"text/plain\":\"I love it\"}},\"reblog\"")),
            &["7 2026-03-12T09:00:00.250Z ann@b.example mastodon post I love it"],
        ),
        (
            "Misskey",
            r#"[{"id":"9abc","createdAt":"2026-03-12T09:01:00.000Z","userId":"u1","user":{"username":"kim","host":null},"text":"I love it","cw":null,"visibility":"public","renoteId":null,"replyId":null},{"id":"9abd","createdAt":"2026-03-12T09:02:00.000Z","userId":"u1","user":{"username":"kim"},"text":null,"visibility":"public","renoteId":"1","renote":{"text":"another's"}}]"#.into(),
            &[
                "9abc 2026-03-12T09:01 kim misskey post I love it",
                "9abd 2026-03-12T09:02 kim misskey repost another's",
            ],
        ),
        (
            "Gab",
            r#"{"id":17,"created_at":"2026-03-12T09:01:00+00:00","body":"I love it","user":{"id":7,"username":"kim"},"is_quote":false,"is_reply":true,"repost":false,"language":"en"}"#.into(),
            &["17 2026-03-12T09:01 kim gab reply I love it"],
        ),
        (
            "Truth Social",
            r#"{"id":"114","created_at":"2026-03-12T09:01:00.000Z","content":"<p>I love it</p>","account":{"id":"1","username":"kim","acct":"kim","verified":true},"url":"https://truth.example/@kim/114","in_reply_to_id":null,"quote_id":null}"#.into(),
            &["114 2026-03-12T09:01 kim mastodon post I love it"],
        ),
    ];
    for (name, json, wanted) in rows {
        assert_eq!(told(&json), wanted, "{name}");
    }
}

#[test]
fn shapes_of_bluesky() {
    let record = r#"{"$type":"app.bsky.feed.post","createdAt":"2026-03-12T09:01:00.000Z","langs":["en"],"text":"I love it"}"#;
    let uri = "at://did:plc:kim/app.bsky.feed.post/3mptbyqhi7s22";
    let view = format!(
        r#"{{"uri":"{uri}","cid":"b","author":{{"did":"did:plc:kim","handle":"kim.example"}},"record":{record},"indexedAt":"2026-03-12T09:01:01.000Z","likeCount":1}}"#
    );
    let wanted = "3mptbyqhi7s22 2026-03-12T09:01 did:plc:kim bluesky post I love it";
    let rows = [
        ("search", format!(r#"{{"posts":[{view}],"cursor":"25","hitsTotal":1}}"#), vec![wanted]),
        (
            "feed",
            format!(
                r#"{{"feed":[{{"post":{view},"reply":{{"root":{view}}}}},{{"post":{view},"reason":{{"$type":"app.bsky.feed.defs#reasonRepost","by":{{"did":"did:plc:lee"}},"indexedAt":"2026-03-12T10:00:00.000Z"}}}}]}}"#
            ),
            vec![wanted, "- 2026-03-12T10:00 did:plc:lee bluesky repost I love it"],
        ),
        (
            "thread",
            format!(
                r#"{{"thread":{{"$type":"app.bsky.feed.defs#threadViewPost","post":{view},"replies":[{{"$type":"app.bsky.feed.defs#threadViewPost","post":{view},"replies":[]}}]}}}}"#
            ),
            vec![wanted, wanted],
        ),
        ("post view", view.clone(), vec![wanted]),
        (
            "listRecords",
            format!(r#"{{"records":[{{"uri":"{uri}","cid":"b","value":{record}}}],"cursor":"3m"}}"#),
            vec![wanted],
        ),
        (
            "dump of the Python SDK",
            format!(
                r#"{{"uri":"{uri}","author":{{"did":"did:plc:kim","py_type":"app.bsky.actor.defs#profileViewBasic"}},"record":{{"py_type":"app.bsky.feed.post","created_at":"2026-03-12T09:01:00.000Z","text":"I love it","langs":["en"]}},"indexed_at":"2026-03-12T09:02:00.000Z"}}"#
            ),
            vec![wanted],
        ),
        (
            "firehose",
            format!(
                r#"{{"repo":"did:plc:kim","seq":1,"ops":[{{"action":"create","path":"app.bsky.feed.post/3mptbyqhi7s22","record":{record}}}]}}"#
            ),
            vec!["3mptbyqhi7s22 2026-03-12T09:01 - bluesky post I love it"],
        ),
        (
            "firehose, flat",
            format!(r#"{{"did":"did:plc:kim","path":"app.bsky.feed.post/3mptbyqhi7s22","record":{record}}}"#),
            vec![wanted],
        ),
        (
            "likes of listRecords",
            r#"{"records":[{"uri":"at://did:plc:kim/app.bsky.feed.like/3m","value":{"$type":"app.bsky.feed.like","createdAt":"2026-03-12T09:01:00Z"}}]}"#.to_owned(),
            vec!["NotPost(Like)"],
        ),
    ];
    for (name, json, wanted) in rows {
        assert_eq!(told(&json), wanted, "{name}");
    }
}

#[test]
fn shapes_of_other_networks() {
    check(&[
        (
            "Reddit, comments of Pushshift",
            r#"{"id":"k1","author":"kim","body":"I love &gt; it","created_utc":1773306060,"subreddit":"rust","parent_id":"t3_x","link_id":"t3_x"}"#,
            &["t1_k1 2026-03-12T09:01 kim reddit reply I love > it"],
        ),
        (
            "Reddit, submissions",
            r#"{"id":"s1","author":"[deleted]","title":"A kettle","selftext":"I love it","created_utc":"1773306060","subreddit":"rust","is_self":true}"#,
            &["t3_s1 2026-03-12T09:01 - reddit post A kettle||I love it"],
        ),
        (
            "Reddit, listing with answers",
            r#"{"kind":"Listing","data":{"after":null,"children":[{"kind":"t1","data":{"name":"t1_a","body":"one","created_utc":1773306060.0,"subreddit":"rust","author":"kim","replies":{"kind":"Listing","data":{"children":[{"kind":"t1","data":{"name":"t1_b","body":"two","created_utc":1773306120.0,"subreddit":"rust","author":"lee","replies":""}}]}}}}]}}"#,
            &[
                "t1_a 2026-03-12T09:01 kim reddit post one",
                "t1_b 2026-03-12T09:02 lee reddit post two",
            ],
        ),
        (
            "Reddit, removed",
            r#"{"id":"k2","author":"[deleted]","body":"[removed]","created_utc":1773306060,"subreddit":"rust"}"#,
            &["NotPost(Delete)"],
        ),
        (
            "StockTwits",
            r#"{"symbol":{"symbol":"TEA","title":"Tea"},"messages":[{"id":17,"body":"$TEA isn&#39;t bad","created_at":"2026-03-12T09:01:00Z","user":{"id":7,"username":"kim"},"symbols":[{"symbol":"TEA","title":"Tea"}]}]}"#,
            &["17 2026-03-12T09:01 kim stocktwits post $TEA isn't bad"],
        ),
        (
            "Telegram Desktop",
            r#"{"name":"Tea","type":"public_channel","id":5,"messages":[{"id":1,"type":"service","date":"2026-03-12T10:00:00","action":"pin_message"},{"id":2,"type":"message","date":"2026-03-12T10:01:00","date_unixtime":"1773306060","from":"Kim","from_id":"user7","text":["I love ",{"type":"bold","text":"it"},"!"],"forwarded_from":null}]}"#,
            &["2 2026-03-12T09:01 Kim telegram post I love it!"],
        ),
        (
            "YouTube comments",
            r#"{"kind":"youtube#commentThreadListResponse","items":[{"kind":"youtube#commentThread","id":"T","snippet":{"videoId":"v","topLevelComment":{"kind":"youtube#comment","id":"Tc","snippet":{"textDisplay":"I <b>love</b> it","textOriginal":"I love it","authorDisplayName":"@kim","authorChannelId":{"value":"UC7"},"publishedAt":"2026-03-12T09:01:00Z"}},"totalReplyCount":1},"replies":{"comments":[{"kind":"youtube#comment","id":"Tc.r","snippet":{"textDisplay":"me <br>too","parentId":"Tc","authorDisplayName":"@lee","publishedAt":"2026-03-12T09:02:00Z"}}]}}]}"#,
            &[
                "Tc 2026-03-12T09:01 kim youtube post I love it",
                "Tc.r 2026-03-12T09:02 lee youtube reply me |too",
            ],
        ),
        (
            "YouTube comments of a downloader",
            r#"{"comments":[{"id":"Ug1","text":"I love it","timestamp":1773306060,"author":"@kim","author_id":"UC7","parent":"root","like_count":1}]}"#,
            &["Ug1 2026-03-12T09:01 kim - reply I love it"],
        ),
        (
            "Hacker News",
            r#"{"by":"kim","id":17,"parent":16,"text":"I love it<p>Don&#x27;t you?","time":1773306060,"type":"comment"}"#,
            &["17 2026-03-12T09:01 kim hackernews reply I love it||Don't you?"],
        ),
        (
            "Hacker News, search",
            r#"{"hits":[{"created_at":"2026-03-12T09:01:00Z","created_at_i":1773306060,"author":"kim","comment_text":"I <i>love</i> it","title":null,"objectID":"17","parent_id":16},{"created_at_i":1773306120,"author":"lee","title":"A kettle","objectID":"18","story_text":null}],"nbHits":2}"#,
            &[
                "17 2026-03-12T09:01 kim hackernews reply I love it",
                "18 2026-03-12T09:02 lee hackernews post A kettle",
            ],
        ),
        (
            "Hacker News, gone",
            r#"{"deleted":true,"id":17,"parent":16,"time":1773306060,"type":"comment"}"#,
            &["NotPost(Delete)"],
        ),
        (
            "Threads",
            r#"{"data":[{"id":"18012345678901234","media_type":"TEXT_POST","permalink":"https://www.threads.net/@kim/post/C1","username":"kim","text":"I love it","timestamp":"2026-03-12T09:01:00+0000","shortcode":"C1","is_quote_post":true}],"paging":{"cursors":{}}}"#,
            &["18012345678901234 2026-03-12T09:01 kim threads quote I love it"],
        ),
        (
            "Threads of a browser",
            r#"{"source_platform":"threads.net","data":{"pk":"31","id":"31_7","user":{"username":"kim","pk":"7"},"caption":{"text":"I love it"},"taken_at":1773306060,"code":"C1","text_post_app_info":{"is_reply":false}}}"#,
            &["C1 2026-03-12T09:01 kim threads post I love it"],
        ),
        (
            "Instagram of a browser",
            r#"{"node":{"shortcode":"C2","taken_at_timestamp":1773306060,"owner":{"id":"7","username":"kim"},"edge_media_to_caption":{"edges":[{"node":{"text":"I love it"}}]}}}"#,
            &["C2 2026-03-12T09:01 kim instagram post I love it"],
        ),
        (
            "TikTok of a browser",
            r#"{"source_platform":"tiktok.com","data":{"id":"71","desc":"I love it","createTime":1773306060,"author":{"id":"7","uniqueId":"kim"},"textLanguage":"en"}}"#,
            &["71 2026-03-12T09:01 kim tiktok post I love it"],
        ),
        (
            "Facebook",
            r#"{"data":[{"id":"1_2","message":"I love it","created_time":"2026-03-12T09:01:00+0000","from":{"name":"Kim","id":"7"}}],"paging":{}}"#,
            &["1_2 2026-03-12T09:01 Kim - post I love it"],
        ),
        (
            "Slack",
            r#"[{"type":"message","user":"U7","text":"I love it","ts":"1773306060.000200"}]"#,
            &["- 2026-03-12T09:01:00.000200Z U7 - post I love it"],
        ),
        (
            "Discord",
            r#"{"guild":{"id":"1","name":"G"},"messages":[{"id":"17171717","type":"Default","timestamp":"2026-03-12T09:01:00+00:00","content":"I love it","author":{"id":"7","name":"kim"}}],"messageCount":1}"#,
            &["17171717 2026-03-12T09:01 kim - post I love it"],
        ),
        (
            "4CAT",
            r#"{"id":"17171717","thread_id":"17","timestamp":"2026-03-12 09:01:00","unix_timestamp":"1773306060","body":"I love it","author":"Kim","author_username":"kim","is_retweet":"no","is_reply":"yes"}"#,
            &["17171717 2026-03-12T09:01 kim - reply I love it"],
        ),
    ]);
}

#[test]
fn posts_are_found_in_whatever_is_around_them() {
    let post = r#"{"body":"I love it","date":"2026-03-12T09:01:00Z","user":"kim"}"#;
    let wanted = "- 2026-03-12T09:01 kim - post I love it";
    let rows = [
        format!(r#"{{"hits":{{"total":1,"hits":[{{"_index":"i","_source":{post}}}]}}}}"#),
        format!(r#"{{"pages":[{{"result":{{"anything":[{post}]}}}}]}}"#),
        format!(r#"{{"title":"My page","created":"2026-01-01","posts":[{post}]}}"#),
        format!(r#"{{"meta":{{"count":1}},"results":[{post}]}}"#),
        format!("[[{post}]]"),
        format!("[{post},{{\"unknown\":1}},7]"),
        format!(r#"{{"a":{{"b":{{"c":{{"d":[{{"post":{post}}}]}}}}}}}}"#),
    ];
    for json in rows {
        assert_eq!(told(&json), [wanted], "{json}");
    }
    let ids = format!(r#"{{"171717":{post},"171718":{post}}}"#);
    assert_eq!(
        told(&ids),
        [
            "171717 2026-03-12T09:01 kim - post I love it",
            "171718 2026-03-12T09:01 kim - post I love it",
        ]
    );
}

#[test]
fn tables_written_by_columns_are_read_by_rows() {
    let wanted =
        ["12345678 2026-03-12T09:01 kim - post one", "12345679 2026-03-12T09:02 lee - post two"];
    let rows = [
        r#"{"id":{"0":"12345678","1":"12345679"},"text":{"0":"one","1":"two"},"date":{"0":1773306060000,"1":1773306120000},"user":{"0":"kim","1":"lee"}}"#,
        r#"{"id":["12345678","12345679"],"text":["one","two"],"date":["2026-03-12 09:01","2026-03-12 09:02"],"user":["kim","lee"]}"#,
        r#"{"columns":["id","text","date","user"],"index":[0,1],"data":[["12345678","one",1773306060000,"kim"],["12345679","two",1773306120000,"lee"]]}"#,
        r#"{"schema":{"fields":[{"name":"index"}]},"data":[{"index":0,"id":"12345678","text":"one","date":1773306060,"user":"kim"},{"index":1,"id":"12345679","text":"two","date":1773306120,"user":"lee"}]}"#,
    ];
    for json in rows {
        assert_eq!(told(json), wanted, "{json}");
    }
}

#[test]
fn a_text_in_parts_is_one_text_where_it_is_no_column() {
    let parts = r#"{"id":"12345678","text":["I love ","it"],"date":"2026-03-12T09:01:00Z"}"#;
    assert_eq!(told(parts), ["12345678 2026-03-12T09:01 - - post I love it"]);
}

#[test]
fn what_is_not_known_is_unrecognized_and_its_names_are_told() {
    let rows = [
        (r#"{"hello":"world","n":1}"#, "hello, n"),
        (r#"{"user":{"description":"a bio","created_at":"2020-01-01"}}"#, "user"),
        (r#"[{"a\u0007b":1}]"#, "ab"),
        ("[1,2]", ""),
        (
            r#"{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1,"g":1,"h":1,"i":1,"j":1,"k":1,"l":1,"m":1}"#,
            "a, b, c, d, e, f, g, h, i, j, k, l, …",
        ),
    ];
    for (json, names) in rows {
        let frame = Frame::new(json.as_bytes(), Form::Json);
        assert_eq!(decode(&frame, &mut |_| {}), Verdict::Unrecognized, "{json}");
        assert_eq!(crate::decode::keys(&frame), names);
    }
    for refusal in [
        r#"{"message":"Rate limit exceeded","code":88}"#,
        r#"{"statusCode":404,"message":"Not Found","error":"x"}"#,
    ] {
        assert_eq!(told(refusal), ["NotPost(Error)"], "{refusal}");
    }
    let empty = r#"{"statuses":[],"search_metadata":{"count":0}}"#;
    assert_eq!(told(empty), ["NotPost(Empty)"]);
}

#[test]
fn members_that_a_user_names_are_taken_wherever_they_are() {
    let fields = crate::decode::Fields {
        text: Some("inner.words".into()),
        time: Some("inner.when".into()),
        author: Some("who.0.nick".into()),
        id: Some("Number".into()),
        lang: Some("tongue".into()),
    };
    let settings = crate::decode::Settings { fields, ..Default::default() };
    let decoder = crate::decode::Decoder::new(&settings).unwrap();
    let line = r#"{"list":[{"inner":{"words":"I love it","when":"2026-03-12 09:01"},"who":[{"nick":"kim"}],"number":"12345678","tongue":"German","text":"not this"}]}"#;
    let mut seen = Vec::new();
    let verdict = decoder.decode(&Frame::new(line.as_bytes(), Form::Json), &mut |told| {
        if let Told::Post(post) = told {
            seen.push(Seen::from(post));
        }
    });
    assert_eq!(verdict, Verdict::Posts(1));
    let post = &seen[0];
    assert_eq!(
        (&*post.text, &*post.at, &*post.author, &*post.id, &*post.lang),
        ("I love it", "2026-03-12T09:01:00.000Z", "kim", "12345678", "de")
    );
    let other = Frame::new(br#"{"text":"I love it"}"#, Form::Json);
    assert_eq!(decoder.decode(&other, &mut |_| {}), Verdict::Unrecognized);
    let gone = Frame::new(br#"{"delete":{"status":{"id":1}}}"#, Form::Json);
    assert_eq!(decoder.decode(&gone, &mut |_| {}), Verdict::NotPost(NotPost::Delete));
}

#[test]
fn how_posts_are_found_can_be_told() {
    let decoder = crate::decode::Decoder::default();
    let explain = |json: &str| decoder.explain(&Frame::new(json.as_bytes(), Form::Json));
    let found =
        explain(r#"{"Body":"t","pubDate":"2026-03-12","user":{"screen_name":"kim"},"lang":"en"}"#)
            .unwrap();
    assert_eq!(found.shape, "fields");
    let named: Vec<_> = found.fields.iter().map(|(what, name)| format!("{what}={name}")).collect();
    assert_eq!(named, ["text=Body", "time=pubDate", "author=user.screen_name", "lang=lang"]);
    assert_eq!(explain(r#"{"hello":1}"#), None);
}

#[test]
fn deep_and_wide_documents_take_no_longer_than_they_are_long() {
    let deep = format!("{}{}", r#"{"a":["#.repeat(60), "]}".repeat(60));
    let wide = format!("[{}]", vec![deep; 200].join(","));
    assert_eq!(told(&wide), ["NotPost(Empty)"]);
    let names: Vec<_> =
        (0..20_000).map(|n| format!(r#""te{}xt":{{"a":{{}}}}"#, "_".repeat(n % 50))).collect();
    assert_eq!(told(&format!("{{{}}}", names.join(","))), ["Unrecognized"]);
}
