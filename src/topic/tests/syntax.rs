//! Queries as people write them who come from other query languages: understood, with a note, or
//! refused, with a hint.

use super::{NO, YES, check, query};
use crate::topic::{Filter, Query, read_topics};

#[test]
fn curly_quotes_are_quotes() {
    check(&[
        ("‘rust is’", "rust is fine", YES),
        ("‘rust is’", "is rust fine", NO),
        ("‘don’t go’", "don't go", YES),
        ("-‘rust is’", "rust is fine", NO),
        ("(‘rust is’)", "rust is fine", YES),
        ("“rust is”", "rust is fine", YES),
        ("‟rust is”", "rust is fine", YES),
        ("＂rust is＂", "rust is fine", YES),
        ("don’t", "I don't", YES),
        ("‘rust is’~1", "is it rust", YES),
    ]);
}

#[test]
fn blanks_in_other_clothes_are_noted() {
    for (text, canonical, notes) in [
        ("rust AND go", "rust go", 1),
        ("rust+golang", "rust golang", 1),
        ("rust + golang", "rust golang", 1),
        ("+rust +golang", "rust golang", 1),
        ("+\"rust lang\"+go", "\"rust lang\" go", 1),
        ("(+rust) -go", "rust -go", 1),
        ("rust OR +go", "rust OR go", 1),
        ("+a AND b", "a b", 2),
        ("c++", "c++", 0),
        ("c++20 OR c++", "c++20 OR c++", 0),
        ("google+", "google+", 0),
        ("+1", "+1", 0),
        ("rust or golang", "rust or golang", 1),
        ("rust and golang", "rust and golang", 1),
        ("rust Not golang", "rust not golang", 1),
        ("or rust", "or rust", 0),
        ("rust go", "rust go", 0),
        ("\"trick or treat\"", "\"trick or treat\"", 0),
        ("rust -is:nullcast", "rust -is:nullcast", 1),
    ] {
        let read = query(text);
        assert_eq!(read.to_string().replace('"', ""), canonical.replace('"', ""), "{text}");
        assert_eq!(read.notes().len(), notes, "{text}: {:?}", read.notes());
    }
    assert_eq!(query("a AND b").notes(), ["AND is read as a blank: both must be there"]);
}

#[test]
fn words_stand_near_each_other_in_any_order() {
    check(&[
        ("\"tram delay\"~5", "the tram delay again", YES),
        ("\"tram delay\"~2", "the delay of the tram", YES),
        ("\"tram delay\"~1", "the delay of the tram", NO),
        ("\"tram delay\"~1", "tram tram x y delay x tram", YES),
        ("\"tram delay\"~3", "trams delay", NO),
        ("\"tram delay\"~3", "tram", NO),
        ("\"a b c\"~1", "c x a b", YES),
        ("\"a b c\"~1", "c x a y b", NO),
        ("\"a b c\"~2", "c x a y b", YES),
        ("\"tram delay\"~0", "tram delay", YES),
        ("\"tram delay\"~0", "delay tram", NO),
        ("\"tram tram\"~3", "a tram", YES),
        ("\"tram delay\"~5", "#TramDelay", YES),
        ("\"TRAM délai\"~2", "un délai, le Tram", YES),
        ("\"東京 駅\"~2", "駅は東京", YES),
        ("\"東京 駅\"~1", "駅から来た東京", NO),
        ("\"love rust\"~9", "love #RustLang", NO),
        ("-\"tram delay\"~5", "tram delay", NO),
        ("x OR \"tram delay\"~5", "delay tram", YES),
    ]);
    assert_eq!(query("\"Tram  Delay\"~5 x").to_string(), "\"tram delay\"~5 x");
    let far = format!("tram {} delay", "x ".repeat(101));
    check(&[("\"tram delay\"~100", &far, NO)]);
    check(&[("\"tram delay\"~100", &far.replacen("x ", "", 1), YES)]);
}

#[test]
fn foreign_signs_are_refused_where_they_stand() {
    for (text, message, position) in [
        ("rust|golang", "a | joins nothing", 4),
        ("rust || golang", "a | joins nothing", 5),
        ("rust && golang", "an & joins nothing", 5),
        ("rust&&golang", "an & joins nothing", 4),
        ("rust & golang", "an & joins nothing", 5),
        ("rust ~golang", "a ~ stands only behind a phrase", 5),
        ("rust~2", "a ~ stands only behind a phrase", 4),
        ("rust NEAR/3 golang", "there is no such operator", 5),
        ("rust near/10 golang", "there is no such operator", 5),
        ("rust ADJ/2 golang", "there is no such operator", 5),
        ("'rust is'", "single quotes hold no phrase together", 0),
        ("'rust'", "single quotes hold no phrase together", 0),
        ("«rust is»", "these quotes hold no phrase together", 0),
        ("「猫」", "these quotes hold no phrase together", 0),
        ("（猫 OR 犬）", "these brackets group nothing", 0),
        ("【猫】", "these brackets group nothing", 0),
        ("[rust OR go]", "these brackets group nothing", 0),
        ("go {rust}", "these brackets group nothing", 3),
        ("–is:retweet rust", "this dash negates nothing", 0),
        ("rust −python", "this dash negates nothing", 5),
        ("rust — python", "this dash negates nothing", 5),
        ("rust －python", "this dash negates nothing", 5),
        ("rust !python", "this ! negates nothing", 5),
        ("^rust", "a ^ means nothing here", 0),
        ("rust^2", "a ^ means nothing here", 4),
        ("rust?", "there are no wildcards", 4),
        ("r?st", "there are no wildcards", 1),
        ("rust; golang", "a ; joins nothing", 4),
        ("猫、犬", "a comma joins nothing", 1),
        ("猫，犬", "a comma joins nothing", 1),
        ("from:(a OR b)", "an operator takes one value, not a group", 0),
        ("\"a b\"~", "behind ~ stands how many other words may be among these, up to 100", 5),
        ("\"a b\"~101", "behind ~ stands how many other words may be among these, up to 100", 5),
        (
            "\"a b\"~99999999",
            "behind ~ stands how many other words may be among these, up to 100",
            5,
        ),
        ("lang:english", "`lang:` cannot be `english`", 0),
        ("has:geo", "`has:` cannot be `geo`", 0),
        ("min_faves:many", "`min_faves:` cannot be `many`", 0),
        ("min_faves:-1", "`min_faves:` cannot be `-1`", 0),
        ("sample:0", "`sample:` cannot be `0`", 0),
        ("sample:101", "`sample:` cannot be `101`", 0),
        ("to:", "`to:` cannot be ``", 0),
        ("conversation_id:", "`conversation_id:` cannot be ``", 0),
    ] {
        let error = Query::parse(text).expect_err(text);
        assert_eq!((error.message(), error.position()), (message, position), "{text}");
        assert!(!error.hint().is_empty(), "{text}");
    }
}

#[test]
fn signs_that_are_part_of_a_word_stay() {
    check(&[
        ("at&t", "AT&T", YES),
        ("yahoo!", "Yahoo!", YES),
        ("10%", "up 10%", YES),
        ("\"rust?\"", "rust? yes", YES),
        ("\"a|b\"", "a|b", YES),
        ("'tis", "’tis", YES),
        ("rock'n'roll", "rock'n'roll", YES),
        ("https://example.org/a?b=c", "at https://example.org/a?b=c", YES),
        ("example.org/a?b=c", "at example.org/a?b=c", YES),
        ("^_^", "so ^_^", YES),
    ]);
}

#[test]
fn the_name_of_a_language_is_refused_with_its_code() {
    for (name, code) in [
        ("english", "en"),
        ("English", "en"),
        ("eng", "en"),
        ("español", "es"),
        ("deutsch", "de"),
        ("jp", "ja"),
        ("cn", "zh"),
        ("portuguese", "pt"),
        ("dansk", "da"),
        ("ukrainian", "uk"),
        ("unknown", "und"),
    ] {
        let error = Query::parse(&format!("lang:{name}")).expect_err(name);
        assert_eq!(error.hint(), format!("write lang:{code}"), "{name}");
    }
    for code in ["en", "en-US", "de", "ckb", "und", "no", "in", "iw", "zh-CN", "es", "por-BR"] {
        if code != "por-BR" {
            assert!(Query::parse(&format!("lang:{code}")).is_ok(), "{code}");
        }
    }
    assert!(Query::parse("lang:klingonese").unwrap_err().hint().contains("lang:en"));
}

#[test]
fn languages_that_are_let_through_go_by_their_codes() {
    let error = Filter::language("English").unwrap_err();
    assert_eq!(error.to_string(), "cannot take the language `English`: its code is `en`");
    assert!(error.hint().contains("--lang en"));
    for code in ["en", "en-US", "und", "pt_BR", "ckb"] {
        assert_eq!(Filter::language(code), Ok(code.to_owned()));
    }
}

#[test]
fn a_line_that_begins_with_a_tag_is_a_topic() {
    let topics = read_topics("# tags\n#rust = #rust\n#tram = #tram OR tram\n#\n").unwrap();
    let names: Vec<_> = topics.iter().map(|topic| topic.name.as_str()).collect();
    assert_eq!(names, ["#rust", "#tram"]);
    assert!(read_topics("#no definition").is_err());
}
