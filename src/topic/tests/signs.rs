//! Hashtags, cashtags, mentions and links by the rules of X: the kinds of cases its own library is
//! tested with, in sentences of ours.

use std::borrow::Cow;

use super::{NO, YES, asks_for, check, says};
use crate::post::{Details, Post};
use crate::topic::Query;

#[test]
fn a_hashtag_begins_behind_what_is_no_letter() {
    check(&[
        ("#tram", "the #tram", YES),
        ("#tram", "(#tram)", YES),
        ("#tram", "’#tram’", YES),
        ("#tram", ":#tram", YES),
        ("#tram", "一。#tram", YES),
        ("#tram", "line#tram", NO),
        ("#tram", "9#tram", NO),
        ("#tram", "_#tram", NO),
        ("#tram", "駅#tram", NO),
        ("#tram", "역#tram", NO),
        ("#tram", "&#tram", NO),
        ("#tram", "✌#tram", YES),
        ("#tram", "👨\u{200d}👩\u{200d}👧#tram", YES),
        ("has:hashtags", "line#tram", NO),
        ("has:hashtags", "&#8217;", NO),
    ]);
}

#[test]
fn a_hashtag_ends_where_no_letter_goes_on() {
    check(&[
        ("#tram", "#tram: #bus", YES),
        ("#tram", "#tram!", YES),
        ("#tram", "#tram's", YES),
        ("#tram", "#tram#bus", NO),
        ("#bus", "#tram#bus", NO),
        ("#http", "#http://example.org", NO),
        ("#il·lusió", "#il·lusió", YES),
        ("#il", "#il·lusió", NO),
        ("#می‌خواهم", "#می\u{200c}خواهم", YES),
        ("#می", "#می\u{200c}خواهم", NO),
        ("#וכו׳", "#וכו׳", YES),
        ("#מ״כ", "#מ״כ", YES),
        ("#מ", "#מ״כ", NO),
        ("#ශ්\u{200d}රී", "#ශ්\u{200d}රී", YES),
        ("#各〃", "#各〃", YES),
        ("#महात्मा", "#महात्मा", YES),
        ("#महात्मा", "#महात्मा_१२३४", NO),
    ]);
}

#[test]
fn a_hashtag_has_a_letter() {
    for no_tag in ["#1", "#16", "#0", "#_", "#1_2", "#१२३४", "#〃", "#"] {
        assert!(!asks_for("has:hashtags", &says(no_tag)), "{no_tag}");
        assert!(
            no_tag == "#" || Query::parse(no_tag).unwrap_err().message() == "this is no hashtag"
        );
    }
    check(&[
        ("#1st", "#1st", YES),
        ("#۳۴۵هشتگ", "#۳۴۵هشتگ", YES),
        ("has:hashtags", "#𠀡", YES),
        ("has:hashtags", "#東京", YES),
        ("\"#1\"", "we are #1!", YES),
    ]);
}

#[test]
fn what_stands_in_a_link_is_no_sign() {
    for (query, text, expected) in [
        ("#history", "https://example.org/wiki/Trams_(city)#History now", NO),
        ("#history", "https://example.org/a#History now", NO),
        ("#history", "example.org/trams/#History now", NO),
        ("#history", "example.org/a #History now", YES),
        ("#history", "https://example.org/é#History now", NO),
        ("#history", "é https://example.org/a b #History", YES),
        ("#history", "see example.org. #History", YES),
        ("history", "https://example.org/a#History now", YES),
        ("@ann", "https://social.example.org/@ann", NO),
        ("@ann", "https://social.example.org/@ann by @ann", YES),
        ("$ab", "https://example.org/? $AB", YES),
        ("has:hashtags", "https://example.org/a#History", NO),
        ("has:hashtags", "https://example.org/a#History #b", YES),
        ("old", "https://example.org/#GoodOld", NO),
        ("old", "https://example.org/# #GoodOld", YES),
    ] {
        assert_eq!(asks_for(query, &says(text)), expected, "{query} on {text}");
        // The same where all is folded, as something is beyond ASCII.
        let wide = format!("{text} é");
        assert_eq!(asks_for(query, &says(&wide)), expected, "{query} on {wide}");
    }
}

#[test]
fn a_cashtag_is_whole_and_behind_a_blank() {
    check(&[
        ("$t", "$T.TO climbs", NO),
        ("$t.to", "$T.TO climbs", YES),
        ("$brk.b", "$BRK.B up", YES),
        ("$brk", "$BRK.B up", NO),
        ("$t", "sold $T.", YES),
        ("$t", "sold $T. Then", YES),
        ("$t", "sold $T_AB", NO),
        ("$t", "$T.TOM", YES),
        ("$t", "$T.TO.X", NO),
        ("$doge", "$DOGE.X up", NO),
        ("$ok", "$OK$NO", YES),
        ("$no", "$OK$NO", NO),
        ("$no", "text$NO", NO),
        ("$no", ".$NO", NO),
        ("$no", "$$NO", NO),
        ("$t", "\u{200f}$T", YES),
        ("$t", "$T株", NO),
        ("$t", "$T🚀", YES),
        ("$t", "$T1", NO),
        ("has:cashtags", "$T up", YES),
        ("has:cashtags", "$5 up", NO),
        ("has:cashtags", "a$T", NO),
        ("has:cashtags", "$TOOLONGNAME", NO),
        ("$bitcoin", "$bitcoin up", YES),
    ]);
}

#[test]
fn a_mention_begins_behind_few_signs_and_behind_rt() {
    check(&[
        ("@ann", "RT@ann: hi", YES),
        ("@ann", "rt:@ann hi", YES),
        ("@ann", "so RT @ann", YES),
        ("@ann", "art@ann", NO),
        ("@ann", ".@ann", YES),
        ("@ann", "の@annに", YES),
        ("@ann", "é@ann", YES),
        ("@ann", "f!@ann", NO),
        ("@ann", "f#@ann", NO),
        ("@ann", "f$@ann", NO),
        ("@ann", "f%@ann", NO),
        ("@ann", "f&@ann", NO),
        ("@ann", "f*@ann", NO),
        ("@ann", "f@@ann", NO),
        ("@ann", "_@ann", NO),
        ("@ann", "9@ann", NO),
        ("@ann", "@annì", NO),
        ("@http", "@http://example.org", NO),
        ("has:mentions", "f!@ann", NO),
        ("has:mentions", "RT@ann", YES),
        ("has:mentions", "ann@example.org", NO),
        ("has:mentions", "@", NO),
    ]);
}

#[test]
fn bare_domains_are_links() {
    for (text, expected) in [
        ("foo.com", YES),
        ("see foo.co.jp now", YES),
        ("it.so", YES),
        ("foo.jp", YES),
        ("MLB.tv", YES),
        ("ELPAÍS.com", YES),
        ("twitter.comこれ", YES),
        ("a-b.c.com/path", YES),
        ("t.co/abcde", YES),
        ("foo.com:8080", YES),
        ("foo.com.", YES),
        ("docs.rs/serde", YES),
        ("foo.baz", NO),
        ("foo.comm", NO),
        ("no-tld", NO),
        ("test.tar.bz2", NO),
        ("main.rs", NO),
        ("README.md", NO),
        ("node.js", NO),
        ("e.g. this", NO),
        ("3.14", NO),
        ("ann@foo.com", NO),
        ("ann.lee@foo.com", NO),
        ("$foo.com", NO),
        ("#foo.com", NO),
        ("late.It was", NO),
        ("a_b.com", NO),
        ("-foo-.com", NO),
        ("foo..com", NO),
        (".com", NO),
    ] {
        assert_eq!(asks_for("has:links", &says(text)), expected, "{text}");
    }
    check(&[
        ("url:example.org", "at example.org/a", YES),
        ("url:example.org", "at ann@example.org", NO),
        ("url:\"example.org/a\"", "at example.org/a.", YES),
        ("url:b", "at example.org/a b", NO),
    ]);
}

#[test]
fn operators_ask_what_the_network_tells() {
    let post = Post {
        id: Some("1".into()),
        details: Details {
            images: true,
            videos: false,
            verified: true,
            to: Some("Bob@social.example".into()),
            conversation: Some("77".into()),
            likes: Some(10),
        },
        ..says("hi")
    };
    for (query, expected) in [
        ("has:images", YES),
        ("has:media", YES),
        ("has:videos", NO),
        ("is:verified", YES),
        ("-is:nullcast", YES),
        ("is:nullcast", NO),
        ("to:bob", YES),
        ("to:@BOB", YES),
        ("to:bob@social.example", YES),
        ("to:bo", NO),
        ("conversation_id:77", YES),
        ("conversation_id:7", NO),
        ("min_faves:10", YES),
        ("min_faves:11", NO),
        ("sample:100", YES),
    ] {
        assert_eq!(asks_for(query, &post), expected, "{query}");
        let untold = asks_for(query, &says("hi"));
        assert_eq!(untold, matches!(query, "-is:nullcast" | "sample:100"), "{query}");
    }
    let with_video = Details { videos: true, ..Details::default() };
    assert!(asks_for(
        "has:media has:videos -has:images",
        &Post { details: with_video, ..says("") }
    ));
}

#[test]
fn a_sample_is_its_share_and_the_same_in_every_run() {
    let post = |number: u32| Post { id: Some(number.to_string().into()), ..says("hi") };
    let query: Query = "sample:10".parse().unwrap();
    let taken: Vec<u32> = (0..10_000).filter(|number| query.matches(&post(*number))).collect();
    assert!((900..1_100).contains(&taken.len()), "{}", taken.len());
    let more: Query = "sample:11".parse().unwrap();
    assert!(taken.iter().all(|number| more.matches(&post(*number))), "a larger share has them too");
    let by_text =
        |text: &'static str| query.matches(&Post { text: Cow::Borrowed(text), ..Post::default() });
    assert_eq!(by_text("a"), by_text("a"));
}
