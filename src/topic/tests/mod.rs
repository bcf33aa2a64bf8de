//! Which posts a topic finds, what a wrong query is told, and that many topics find the same
//! together as each alone.

use std::borrow::Cow;

use crate::post::Marks;
use crate::post::Post;
use crate::topic::Exclude;
use crate::topic::Filter;
use crate::topic::Query;
use crate::topic::Scratch;
use crate::topic::Topic;
use crate::topic::TopicError;
use crate::topic::TopicId;
use crate::topic::Topics;
use crate::topic::check_names;
use crate::topic::read_topics;
use proptest::prelude::*;

fn says(text: &str) -> Post<'_> {
    Post { text: Cow::Borrowed(text), ..Post::default() }
}

fn query(text: &str) -> Query {
    Query::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn set(queries: &[&str]) -> Topics {
    let topic = |q: &&str| Topic { name: (*q).to_owned(), query: query(q) };
    Topics::new(queries.iter().map(topic).collect())
}

fn find(topics: &Topics, post: &Post<'_>) -> Vec<u32> {
    let mut found = Vec::new();
    topics.find(post, &mut Scratch::default(), &mut found);
    found.into_iter().map(|TopicId(id)| id).collect()
}

/// Asks the query alone and as a set of one, which must agree.
fn asks_for(text: &str, post: &Post<'_>) -> bool {
    let alone = query(text).matches(post);
    assert_eq!(alone, find(&set(&[text]), post) == [0], "alone and in a set: {text} on {post:?}");
    alone
}

mod scripts;
mod signs;
mod syntax;

fn check(rows: &[(&str, &str, bool)]) {
    for (query, text, expected) in rows {
        assert_eq!(asks_for(query, &says(text)), *expected, "{query} on {text}");
    }
}

const YES: bool = true;
const NO: bool = false;

#[test]
fn words_are_whole_words_in_any_case() {
    check(&[
        ("go", "Go is fun", YES),
        ("go", "let's GO!", YES),
        ("go", "(go)", YES),
        ("go", "google", NO),
        ("go", "ago", NO),
        ("go", "go_fast", NO),
        ("go", "go2", NO),
        ("rust", "rusty", NO),
        ("rust", "Rust's rules", YES),
        ("rust", "rust’s rules", YES),
        ("rust", "no crust here but rust", YES),
        ("apple", "apples", NO),
        ("rust", "Rust™ and rust®", YES),
        ("x", "", NO),
        ("rust", "trust rust", YES),
        ("abcdefgh", "ABCDEFGH", YES),
        ("abcdefghijklmnopq", "is abcdefghijklmnopq it", YES),
        ("abcdefghijklmnopq", "is abcdefghijklmnopr it", NO),
        ("abcdefgh", "ABCDEFGHI", NO),
        ("abcdefghi", "abcdefgh", NO),
        ("abcdefghi", "is Abcdefghi", YES),
        ("a_b", "so A_B", YES),
        ("a_b", "so a\u{7f}b", NO),
        ("3d", "a 3D print", YES),
        ("42", "route 42.", YES),
        ("42", "1421", NO),
    ]);
}

#[test]
fn borders_hold_wherever_a_word_falls_in_a_long_text() {
    let long = "a".repeat(150);
    for before in 0..200 {
        let filler: String = ".".repeat(before);
        assert!(asks_for(&long, &says(&format!("{filler}東{long}"))), "{before}");
        for (text, expected) in [
            (format!("{filler}rust{filler}"), YES),
            (format!("{filler}crust{filler}"), NO),
            (format!("{filler}rust"), YES),
            (format!("{filler}rusté{filler}"), NO),
            (format!("é{filler} rust é"), YES),
        ] {
            assert_eq!(asks_for("rust", &says(&text)), expected, "{text}");
        }
    }
}

#[test]
fn letters_beyond_ascii_fold_and_accents_count() {
    check(&[
        ("größe", "GRÖSSE", YES),
        ("strasse", "die Straße", YES),
        ("STRAẞE", "die strasse", YES),
        ("café", "CAFÉ!", YES),
        ("café", "cafe\u{301}", YES),
        ("cafe", "café", NO),
        ("cafe", "cafe\u{301}", NO),
        ("москва", "Это МОСКВА.", YES),
        ("кот", "скотч", NO),
        ("οδός", "ΟΔΌΣ", YES),
        ("istanbul", "İSTANBUL", YES),
        ("rust", "ｒｕｓｔ", YES),
        ("rust", "𝐑𝐮𝐬𝐭 is here", YES),
        ("ガム", "ｶﾞﾑ", YES),
        ("한글", "\u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af}", YES),
        ("हिन्दी", "यह हिन्दी है", YES),
        ("हिन्द", "यह हिन्दी है", NO),
        ("کتاب", "کتاب‌ها", YES),
        ("مرحبا", "مرحبا بكم", YES),
        ("naïve", "so na\u{ad}ïve", YES),
    ]);
}

#[test]
fn scripts_without_blanks_are_searched_inside() {
    check(&[
        ("東京", "今日は東京へ行く", YES),
        ("京都", "東京都", YES),
        ("東京", "東の京", NO),
        ("技術", "AI技術", YES),
        ("ai", "最新AI技術", YES),
        ("กรุงเทพ", "ไปกรุงเทพกัน", YES),
        ("ラスト", "ラストを学ぶ", YES),
        ("삼성", "삼성전자가", YES),
        ("이유", "아이유", NO),
        ("東京 タワー", "タワーは東京", YES),
        ("\"東京 タワー\"", "東京 タワー", YES),
        ("\"東京 タワー\"", "東京タワー", NO),
        ("\"哈哈 x\"", "哈哈哈 x", YES),
    ]);
}

#[test]
fn phrases_bridge_blanks_and_hyphens_but_not_borders() {
    check(&[
        ("\"machine learning\"", "Machine  Learning!", YES),
        ("\"machine learning\"", "machine\n\tlearning", YES),
        ("\"machine learning\"", "machine\u{a0}learning", YES),
        ("\"machine learning\"", "machine-learning", YES),
        ("\"machine learning\"", "machine, learning", NO),
        ("\"machine learning\"", "machinelearning", NO),
        ("\"machine learning\"", "machine learnings", NO),
        ("\"machine learning\"", "learning machine", NO),
        ("\"state of the art\"", "a state-of-the art", YES),
        ("\"to be\"", "to to be", YES),
        ("“to be”", "to be", YES),
        ("\"say \\\"hi\\\"\"", "they say \"hi\" now", YES),
        ("\"a   b\"", "a b", YES),
        ("coca-cola", "Coca-Cola", YES),
        ("coca-cola", "coca cola", NO),
        ("coca-cola", "coca\u{2011}cola", YES),
    ]);
}

#[test]
fn words_with_punctuation_are_taken_as_they_are() {
    check(&[
        ("c++", "I like C++.", YES),
        ("c++", "c++20 is out", YES),
        ("c++", "c+", NO),
        ("c++", "c++x", NO),
        ("c#", "C# and F#", YES),
        ("c#", "vitaminc#", NO),
        ("node.js", "Node.js!", YES),
        ("node.js", "node js", NO),
        ("at&t", "AT&T down", YES),
        ("at&t", "that&t", NO),
        ("don't", "I don’t know", YES),
        ("don’t", "I don't know", YES),
        (".net", "the .NET way", YES),
        (".net", "example.net", NO),
        (".net", "internet", NO),
        ("\":)\"", "nice:)", YES),
        ("\":)\"", "nice", NO),
        ("1,000", "at 1,000 euro", YES),
        ("10:30", "at 10:30", YES),
        ("$5", "only $5!", YES),
        ("$5", "only $50", NO),
    ]);
}

#[test]
fn emoji_are_found_anywhere_but_not_inside_others() {
    check(&[
        ("🚀", "to the moon🚀🚀", YES),
        ("🚀", "to the moon", NO),
        ("❤️", "I ❤ it", YES),
        ("❤", "I ❤️ it", YES),
        ("👍", "👍🏽", YES),
        ("👩", "👩\u{200d}💻", NO),
        ("👩‍💻", "👩‍💻", YES),
        ("🇬🇧", "🇺🇸🇬🇧", YES),
        ("🇸🇬", "🇺🇸🇬🇧", NO),
        ("rust 🚀", "🚀rust", YES),
        ("\"rust 🚀\"", "rust 🚀", YES),
    ]);
}

#[test]
fn words_are_found_in_hashtags() {
    check(&[
        ("rust", "#rust", YES),
        ("rust", "#Rust!", YES),
        ("rust", "#RustLang", YES),
        ("rust", "#rust_lang", YES),
        ("rust", "#LoveRust2026", YES),
        ("rust", "#rustlang", NO),
        ("rust", "#Trust", NO),
        ("rust", "#RustyNail", NO),
        ("\"machine learning\"", "#MachineLearning", YES),
        ("iphone", "#iPhone15Pro", YES),
        ("iphone15", "#iPhone15Pro", YES),
        ("\"iphone 15 pro\"", "#iPhone15Pro", YES),
        ("covid", "#covid19", YES),
        ("web3", "#Web3Gaming", YES),
        ("usa", "#USAToday", YES),
        ("größe", "#DieGröße", YES),
        ("rust", "RustLang", NO),
        ("rust", "a#RustLang", NO),
        ("\"love rust\"", "love #RustLang", NO),
    ]);
}

#[test]
fn signs_ask_for_the_whole_tag_user_or_ticker() {
    check(&[
        ("#rust", "about #Rust.", YES),
        ("#rust", "about rust", NO),
        ("#rust", "#RustLang", NO),
        ("#rust", "#rust_lang", NO),
        ("#rust", "a#rust", NO),
        ("#rust", "#rust-lang", YES),
        ("#東京", "#東京", YES),
        ("#東京", "#東京タワー", NO),
        ("#rust", "#rust東京", NO),
        ("@bob", "hi @Bob!", YES),
        ("@bob", "hi bob", NO),
        ("@bob", "@bobby", NO),
        ("@bob", "ann@bob", NO),
        ("@bob", "see @bob.", YES),
        ("@bob", "@bob.bsky.social", NO),
        ("@bob.bsky.social", "@bob.bsky.social hi", YES),
        ("@bob", "@bob@example.org", YES),
        ("$tsla", "buy $TSLA now", YES),
        ("$tsla", "buy tsla", NO),
        ("$tsla", "$TSLAX", NO),
        ("$tsla", "$$tsla", NO),
        ("$brk.b", "$BRK.B up", YES),
    ]);
}

#[test]
fn what_the_text_does_not_show_is_found_too() {
    let post = Post {
        text: "see https://example.org/Rust_News?q=1 and www.a.net".into(),
        author: Some("Ann@social.example".into()),
        lang: Some("en-US".into()),
        links: vec!["https://github.com/rust-lang/rust".into()],
        tags: vec!["OpenSource".into()],
        mentions: vec!["bob@social.example".into()],
        ..Post::default()
    };
    for (query, expected) in [
        ("#opensource", YES),
        ("\"open source\"", YES),
        ("@bob", YES),
        ("@bob@social.example", YES),
        ("@social.example", NO),
        ("social.example", NO),
        ("from:ann", YES),
        ("from:@ANN", YES),
        ("from:ann@social.example", YES),
        ("from:an", NO),
        ("from:social.example", NO),
        ("url:github.com", YES),
        ("url:\"github.com/rust-lang\"", YES),
        ("url:github", YES),
        ("url:hub.com", NO),
        ("url:example.org", YES),
        ("url:a.net", YES),
        ("https://github.com/rust-lang/rust", YES),
        ("github", NO),
        ("url:see", NO),
        ("has:links has:hashtags has:mentions", YES),
        ("lang:en", YES),
        ("lang:EN_us", YES),
        ("lang:en-GB", NO),
        ("lang:de", NO),
        ("lang:e1", NO),
        ("lang:und", NO),
    ] {
        assert_eq!(asks_for(query, &post), expected, "{query}");
    }
}

#[test]
fn conditions_look_at_the_post_itself() {
    check(&[
        ("has:links", "at http://a.example", YES),
        ("has:links", "見てhttps://a.example", YES),
        ("has:links", "at example.org", YES),
        ("has:links", "at node.js", NO),
        ("has:hashtags", "a #tag", YES),
        ("has:hashtags", "a # tag", NO),
        ("has:mentions", "by @ann", YES),
        ("has:mentions", "ann@example.org", NO),
        ("lang:und", "no language", YES),
        ("lang:en", "no language", NO),
    ]);
    let marks = Marks { repost: true, bot: true, ..Marks::default() };
    let post = Post { marks, ..says("rust") };
    for (query, expected) in [
        ("is:retweet", YES),
        ("is:repost", YES),
        ("is:bot", YES),
        ("is:reply", NO),
        ("-is:quote", YES),
        ("rust -is:retweet", NO),
    ] {
        assert_eq!(asks_for(query, &post), expected, "{query}");
    }
}

#[test]
fn blank_binds_tighter_than_or_and_minus_takes_groups() {
    check(&[
        ("a b", "b a", YES),
        ("a b", "a", NO),
        ("a AND b", "b a", YES),
        ("a or b", "a b", NO),
        ("a OR b c", "a", YES),
        ("a OR b c", "b", NO),
        ("(a OR b) c", "a", NO),
        ("(a OR b) c", "b c", YES),
        ("a -b", "a", YES),
        ("a -b", "a b", NO),
        ("a NOT b", "a b", NO),
        ("a -(b OR c)", "a c", NO),
        ("a -(b c)", "a c", YES),
        ("-a", "b", YES),
        ("-(-a)", "a", YES),
        ("--a", "a", YES),
        ("-a OR b", "", YES),
        ("*", "", YES),
        ("-*", "a", NO),
        ("* -a", "b", YES),
    ]);
}

#[test]
fn queries_are_written_as_short_as_they_can_be_read() {
    for (written, canonical) in [
        ("Rust", "rust"),
        ("( (rust) )", "rust"),
        ("a AND (b AND c)", "a b c"),
        ("a OR (b c)", "a OR b c"),
        ("(a OR b) NOT (c OR d)", "(a OR b) -(c OR d)"),
        ("-(a b)", "-(a b)"),
        ("“To  be” c++", "\"to be\" c++"),
        ("\"#1\" \"-x\" \"a:b\"", "\"#1\" \"-x\" \"a:b\""),
        ("#Rust @Bob $TSLA from:@Ann lang:EN", "#rust @bob $tsla from:ann lang:en"),
        ("is:retweet has:links url:\"a b\"", "is:repost has:links url:\"a b\""),
        ("*", "*"),
    ] {
        assert_eq!(query(written).to_string(), canonical);
    }
}

#[test]
fn a_wrong_query_is_shown_with_the_place() {
    for (text, message, position) in [
        ("", "it is empty", 0),
        ("  ", "it is empty", 0),
        ("rust (lang OR", "a closing parenthesis is missing", 5),
        ("a (b", "a closing parenthesis is missing", 2),
        ("a (b OR (c)", "a closing parenthesis is missing", 2),
        ("a)", "a closing parenthesis has no opening one", 1),
        (")", "a closing parenthesis has no opening one", 0),
        ("a ()", "this group is empty", 2),
        ("\"rust", "a closing quote is missing", 0),
        ("é \"rust", "a closing quote is missing", 2),
        ("a OR", "nothing follows this OR", 2),
        ("a OR OR b", "nothing follows this OR", 2),
        ("(a OR) b", "nothing follows this OR", 3),
        ("OR a", "nothing stands before this OR", 0),
        ("a AND", "nothing follows this AND", 2),
        ("AND a", "nothing stands before this AND", 0),
        ("a -", "there is nothing to negate", 2),
        ("a - b", "there is nothing to negate", 2),
        ("a NOT", "there is nothing to negate", 2),
        ("via:bob", "there is no operator `via:`", 0),
        ("a place:\"x y\"", "there is no operator `place:`", 2),
        ("is:nice", "`is:` cannot be `nice`", 0),
        ("has:", "`has:` cannot be ``", 0),
        ("lang:e", "`lang:` cannot be `e`", 0),
        ("from:", "there is nothing to look for", 0),
        ("\"\"", "there is nothing to look for", 0),
        ("#a-b", "this is no hashtag", 0),
        ("@!", "this is no user", 0),
        ("rust, go", "a comma joins nothing", 4),
        ("rust*", "there are no wildcards", 4),
    ] {
        let error = Query::parse(text).expect_err(text);
        assert_eq!((error.message(), error.position()), (message, position), "{text}");
        assert!(!error.hint().is_empty(), "{text}");
    }
}

#[test]
fn the_mark_stands_under_the_place() {
    let picture = |text: &str| Query::parse(text).expect_err(text).to_string();
    assert_eq!(
        picture("rust (lang OR"),
        "cannot read query: a closing parenthesis is missing\n  rust (lang OR\n       ^"
    );
    assert_eq!(
        picture("東京 (a"),
        "cannot read query: a closing parenthesis is missing\n  東京 (a\n       ^"
    );
    assert_eq!(picture(""), "cannot read query: it is empty\n  \n  ^");
    assert_eq!(
        picture("\x1b2J\u{202e} )"),
        "cannot read query: a closing parenthesis has no opening one\n   2J  )\n       ^"
    );
    let long = format!("{} ) {}", "word ".repeat(50), "word ".repeat(50));
    let lines: Vec<String> = picture(&long).lines().map(str::to_owned).collect();
    assert!(lines[1].chars().count() < 90, "{lines:?}");
    assert_eq!(lines[1].chars().nth(lines[2].chars().count() - 1), Some(')'));
}

#[test]
fn hostile_queries_are_refused_or_read_but_never_fatal() {
    assert_eq!(
        Query::parse(&"(".repeat(4_000)).unwrap_err().message(),
        "its groups are nested too deep"
    );
    assert_eq!(
        Query::parse(&"-(".repeat(2_000)).unwrap_err().message(),
        "its groups are nested too deep"
    );
    assert_eq!(
        Query::parse(&"a".repeat(4_097)).unwrap_err().message(),
        "it is longer than 4096 characters"
    );
    assert_eq!(query(&format!("{}a", "-".repeat(4_000))).to_string(), "a");
    assert_eq!(query(&format!("{}a{}", "(".repeat(32), ")".repeat(32))).to_string(), "a");
}

#[test]
fn hostile_texts_are_read_to_the_end() {
    let queries = ["rust", "\"a b\"", "🇺🇸", "哈哈", "has:links", "url:x", "#tag", "\":)\"", "@a"];
    let topics = set(&queries);
    for piece in [
        "a", "😀", "🇺🇸", "哈", "#", "#A_1b", "http://", "www.", "@", "a ", "e\u{301}", "\u{301}",
        "\0", "ß",
    ] {
        let text = piece.repeat(1_000_000 / piece.len());
        find(&topics, &says(&text));
        let last = format!("{text} rust");
        assert!(find(&topics, &says(&last)).contains(&0), "{piece}");
    }
}

#[test]
fn tracked_items_are_words_phrases_or_signs() {
    for (item, text, expected) in [
        ("machine learning", "Machine Learning", YES),
        ("machine learning", "learning machine", NO),
        ("#rust", "#rust", YES),
        ("#rust", "rust", NO),
        ("@bob", "@bob", YES),
        ("$tsla", "$TSLA", YES),
        ("a or b", "a or b", YES),
        ("a or b", "a", NO),
        ("c++", "c++", YES),
        ("5\" screen", "a 5\" screen", YES),
        ("\"machine learning\"", "Machine Learning", YES),
        ("“machine learning”", "Machine Learning", YES),
        ("Trams (city)", "see Trams (city)", YES),
        ("#1", "we are #1", YES),
        ("#1", "we are #12", NO),
        ("8:15", "the 8:15 tram", YES),
        ("who?", "who?", YES),
    ] {
        let topic = Topic::tracked(item).unwrap();
        assert_eq!(topic.name, item);
        assert_eq!(topic.query.matches(&says(text)), expected, "{item} on {text}");
        assert_eq!(query(&topic.query.to_string()), topic.query, "{item}");
    }
    for item in [
        "a OR b",
        "a AND b",
        "a NOT b",
        "a -b",
        "-x",
        "(a OR b)",
        "\"a\" lang:en",
        "lang:en",
        "from:bob",
        "(from:bob)",
        "-is:repost",
        "a|b",
        "a || b",
        "a && b",
        "a+b",
        "+a",
        "\"a\" \"b\"",
        "a*",
        "a −b",
        "a NEAR/3 b",
        "\"a b\"~5",
    ] {
        let error = Topic::tracked(item).unwrap_err();
        assert!(matches!(error, TopicError::Operators { .. }), "{item}: {error}");
        assert!(error.hint().contains("--topic"), "{item}");
    }
    for item in ["", "  ", "\u{7}", "\u{200f}"] {
        assert!(matches!(Topic::tracked(item), Err(TopicError::Nothing { .. })), "{item:?}");
    }
    assert!(matches!(Topic::tracked(&"a".repeat(101)), Err(TopicError::Name { .. })));
}

#[test]
fn a_list_of_topics_has_a_definition_a_line() {
    let list = "\u{feff}# languages\n##\n#\theading\n## part\n\nRust = rust OR #rustlang\r\n go lang=go lang:en\n";
    let topics = read_topics(list).unwrap();
    let read: Vec<_> = topics.iter().map(|t| (t.name.as_str(), t.query.to_string())).collect();
    assert_eq!(read, [("Rust", "rust OR #rustlang".into()), ("go lang", "go lang:en".into())]);
    for (list, line, cause) in [
        ("\n rust", 2, "cannot read topic `rust`: there is no `=` between its name and its query"),
        ("a = b\na = c", 2, "cannot use two topics named `a`"),
        ("# x\n= b", 2, "cannot name a topic ``"),
        ("a = (b", 1, "cannot read topic `a`"),
    ] {
        let error = read_topics(list).unwrap_err();
        assert_eq!(error.to_string(), format!("cannot read topics, line {line}"));
        let source = std::error::Error::source(&error).unwrap();
        assert_eq!(source.to_string(), cause);
        assert!(!error.hint().is_empty());
    }
}

#[test]
fn two_topics_of_one_name_are_refused() {
    let topics = [Topic::everything(), Topic::tracked("rust").unwrap()];
    assert_eq!(check_names(&topics), Ok(()));
    let twice = [Topic::tracked("rust").unwrap(), Topic::tracked("rust").unwrap()];
    assert_eq!(check_names(&twice), Err(TopicError::Twice { name: "rust".into() }));
}

#[test]
fn all_topics_of_a_post_are_found_ascending_and_once() {
    let topics = set(&["zebra", "*", "rust OR #rust", "-go", "rust lang", "rust -lang", "東京"]);
    let mut scratch = Scratch::default();
    let mut found = vec![TopicId(9)];
    topics.find(&says("rust #rust rust 東京"), &mut scratch, &mut found);
    assert_eq!(found, [9, 1, 2, 3, 5, 6].map(TopicId));
    found.clear();
    topics.find(&says("go zebra"), &mut scratch, &mut found);
    assert_eq!(found, [0, 1].map(TopicId));
    assert_eq!(topics.get(TopicId(0)).map(|t| t.name.as_str()), Some("zebra"));
    assert_eq!(topics.all().len(), 7);
    assert!(find(&Topics::new(Vec::new()), &says("rust")).is_empty());
    assert_eq!(find(&Topics::new(vec![Topic::everything()]), &says("")), [0]);
}

#[test]
fn scratch_of_one_set_serves_another() {
    let (small, large) = (set(&["a"]), set(&["b", "c", "a", "d"]));
    let mut scratch = Scratch::default();
    for _ in 0..3 {
        for (topics, expected) in [(&small, vec![TopicId(0)]), (&large, vec![TopicId(2)])] {
            let mut found = Vec::new();
            topics.find(&says("a"), &mut scratch, &mut found);
            assert_eq!(found, expected);
        }
    }
}

#[test]
fn filters_let_declared_languages_through_and_leave_kinds_out() {
    let post = |lang: Option<&'static str>, marks| Post {
        lang: lang.map(Cow::Borrowed),
        marks,
        ..says("")
    };
    let none = Marks::default();
    let repost = Marks { repost: true, reply: true, ..none };
    let bot = Marks { bot: true, quote: true, ..none };
    let rows: [(&[&str], &str, Post<'_>, bool); 12] = [
        (&[], "", post(None, none), YES),
        (&["en"], "", post(Some("en-US"), none), YES),
        (&["en"], "", post(Some("EN"), none), YES),
        (&["en"], "", post(Some("eng"), none), NO),
        (&["en"], "", post(None, none), NO),
        (&["de", "en"], "", post(Some("en"), none), YES),
        (&["und"], "", post(None, none), YES),
        (&[], "reposts", post(None, repost), NO),
        (&[], "Replies", post(None, repost), NO),
        (&[], "quotes", post(None, repost), YES),
        (&[], "retweets", post(None, bot), YES),
        (&["en"], "bots", post(Some("en"), bot), NO),
    ];
    for (langs, exclude, post, expected) in rows {
        let exclude = exclude.parse::<Exclude>().into_iter().collect();
        let filter = Filter { langs: langs.iter().map(|l| (*l).to_owned()).collect(), exclude };
        assert_eq!(filter.passes(&post), expected, "{filter:?} on {post:?}");
    }
    let error = "ads".parse::<Exclude>().unwrap_err();
    assert_eq!(error.to_string(), "cannot exclude `ads`: there is no such kind of posts");
    assert_eq!(error.hint(), "the kinds are reposts, replies, quotes and bots");
}

/// Small pieces of which queries and texts are made, so that they meet often.
const PIECES: [&str; 26] = [
    "a", "b", "ab", "B", "c++", "a-b", "é", "ß", "東", "東京", "가", "나", "🚀", "🇺🇸", "a1", "A1b",
    ".a", "don’t", "'", "e\u{301}", "ＡＢ", "_", "\u{200d}", "ก", "x.y", "99",
];

fn operand() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(PIECES.to_vec());
    let words = prop::collection::vec(piece, 1..4);
    (words, 0..9u8).prop_map(|(words, form)| match form {
        0..3 => words.concat(),
        3..5 => format!("\"{}\"", words.join(" ")),
        5 => format!("#{}", words[0]),
        6 => format!("@{}", words[0]),
        7 => format!("url:\"{}\"", words[0]),
        _ => format!("from:\"{}\"", words[0]),
    })
}

fn queries() -> impl Strategy<Value = Query> {
    let rest = ["$b", "lang:en", "is:reply", "has:links", "has:hashtags", "*"];
    let leaf = prop_oneof![6 => operand(), 1 => prop::sample::select(rest.to_vec()).prop_map(str::to_owned)];
    let tree = leaf.prop_recursive(4, 16, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(|parts| parts.join(" ")),
            prop::collection::vec(inner.clone(), 2..4)
                .prop_map(|p| format!("({})", p.join(" OR "))),
            inner.prop_map(|part| format!("-({part})")),
        ]
    });
    tree.prop_filter_map("not a query", |text| Query::parse(&text).ok())
}

fn posts() -> impl Strategy<Value = Post<'static>> {
    let signs =
        ["", " ", " ", "  ", "\n", "-", "#", " #", " @", " $", ".", "@", " http://", " www.", "/"];
    let part = (prop::sample::select(signs.to_vec()), prop::sample::select(PIECES.to_vec()));
    let text = |most| {
        prop::collection::vec(part.clone(), 0..most)
            .prop_map(|parts| parts.into_iter().map(|(s, p)| format!("{s}{p}")).collect::<String>())
    };
    let hidden =
        prop::collection::vec(prop::sample::select(PIECES.to_vec()).prop_map(Cow::Borrowed), 0..2);
    (text(30), text(2), hidden, any::<bool>(), any::<bool>()).prop_map(
        |(text, author, hidden, reply, english)| Post {
            text: text.into(),
            author: (!author.is_empty()).then(|| author.into()),
            lang: english.then_some("en".into()),
            marks: Marks { reply, ..Marks::default() },
            links: hidden.clone(),
            tags: hidden.clone(),
            mentions: hidden,
            ..Post::default()
        },
    )
}

/// Words of ASCII, shorter and longer than what is compared at once.
const PLAIN: [&str; 14] = [
    "a",
    "Go",
    "_x",
    "x_1",
    "c++",
    "don't",
    "Rust",
    "RUST",
    "abcdefg",
    "abcdefgh",
    "Abcdefghi",
    "abcdefghijklmnop",
    "ABCDEFGHIJKLMNOPQ",
    "node.js",
];

fn plain_item() -> impl Strategy<Value = String> {
    let word = || prop::sample::select(PLAIN.to_vec());
    (word(), word(), 0..5u8).prop_map(|(one, other, form)| match form {
        0 if one.chars().all(|c| c.is_ascii_alphanumeric()) => format!("#{one}"),
        1 => format!("{one} {other}"),
        _ => one.to_owned(),
    })
}

/// From nothing to several blocks of what is cut at once.
fn plain_text() -> impl Strategy<Value = String> {
    let signs =
        ["", " ", " ", " ", "  ", "-", "#", " #", ".", "$", "\n", "\0", "....................."];
    let part = (prop::sample::select(signs.to_vec()), prop::sample::select(PLAIN.to_vec()));
    prop::collection::vec(part, 0..40)
        .prop_map(|parts| parts.into_iter().map(|(s, p)| format!("{s}{p}")).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn together_they_find_what_each_finds_alone(
        queries in prop::collection::vec(queries(), 1..12),
        posts in prop::collection::vec(posts(), 1..6),
    ) {
        let topic = |(n, query): (usize, &Query)| Topic { name: n.to_string(), query: query.clone() };
        let topics = Topics::new(queries.iter().enumerate().map(topic).collect());
        let mut scratch = Scratch::default();
        for post in &posts {
            let mut found = Vec::new();
            topics.find(post, &mut scratch, &mut found);
            let alone: Vec<_> = (0..).zip(&queries).filter(|(_, q)| q.matches(post)).map(|(n, _)| TopicId(n)).collect();
            prop_assert_eq!(found, alone, "{:?} on {:?}", queries.iter().map(ToString::to_string).collect::<Vec<_>>(), post);
        }
    }

    #[test]
    fn words_are_found_alike_in_plain_text_and_in_any_other(
        items in prop::collection::vec(plain_item(), 1..12),
        text in plain_text(),
        beyond in prop::sample::select(vec!["é", "🚀", "東", "#OneTwo", "’", "\u{301}"]),
    ) {
        let topic = |item: &String| Topic::tracked(item).unwrap();
        let topics = Topics::new(items.iter().map(topic).collect());
        for text in [text.clone(), format!("{text} {beyond}"), format!("{beyond} {text}")] {
            let post = says(&text);
            let alone: Vec<u32> = (0..).zip(topics.all()).filter(|(_, t)| t.query.matches(&post)).map(|(n, _)| n).collect();
            prop_assert_eq!(find(&topics, &post), alone, "{:?} in {:?}", items, text);
        }
    }

    #[test]
    fn a_query_written_and_read_again_is_the_same(query in queries()) {
        prop_assert_eq!(Query::parse(&query.to_string()).unwrap(), query);
    }

    #[test]
    fn any_tracked_item_can_be_written_as_a_query(item in "\\PC{1,12}") {
        if let Ok(topic) = Topic::tracked(&item) {
            prop_assert_eq!(Query::parse(&topic.query.to_string()).unwrap(), topic.query);
        }
    }

    #[test]
    fn no_text_upsets_the_reader_of_queries(text in any::<String>(), place in 0..9usize) {
        let signs = ["(", ")", "\"", "-", " OR ", "from:", "“", "\\", "#"];
        for text in [text.clone(), format!("{text}{}{text}", signs[place])] {
            match Query::parse(&text) {
                Ok(query) => prop_assert_eq!(Query::parse(&query.to_string()).unwrap(), query),
                Err(error) => prop_assert!(error.position() <= text.chars().count() && error.to_string().lines().count() <= 3),
            }
        }
    }

    #[test]
    fn no_post_upsets_the_topics(text in any::<String>(), hidden in any::<String>()) {
        let topics = set(&["a", "\"a b\"", "東", "#a", "@a", "$a", "from:a", "url:a", "has:links", "-has:mentions", "🚀"]);
        let hidden: Vec<Cow<'_, str>> = vec![hidden.into()];
        let post = Post { author: hidden.first().cloned(), links: hidden.clone(), tags: hidden.clone(), mentions: hidden, ..says(&text) };
        let alone: Vec<u32> = (0..).zip(topics.all()).filter(|(_, t)| t.query.matches(&post)).map(|(n, _)| n).collect();
        prop_assert_eq!(find(&topics, &post), alone);
    }
}
