//! What is written: the bytes of every line, whatever strangers put into it.

use std::borrow::Cow;

use crate::ledger::{Losses, Summary};
use crate::mention::Counts;
use crate::post::{Marks, Network, Post, Timestamp};
use crate::sentiment::Score;
use crate::sink::{Csv, Format, Jsonl, Line, Names, Only, Table, clean, schema};
use crate::topic::TopicId;
use crate::window::{Coverage, Tally, Window};
use proptest::prelude::*;
use serde_json::Value;

fn names() -> Names {
    Names {
        topics: vec!["rust".to_owned(), "say \"hi\"".to_owned()],
        sources: vec!["posts.jsonl".to_owned()],
    }
}

fn post(text: &str) -> Post<'_> {
    Post {
        id: Some("17".into()),
        network: Network::X,
        at: Timestamp::from_millis(1_773_306_000_500),
        author: Some("ada".into()),
        lang: Some("en".into()),
        marks: Marks { repost: true, reply: true, ..Marks::default() },
        text: Cow::Borrowed(text),
        ..Post::default()
    }
}

const SCORE: Score = Score { neg: 0, neu: 323, pos: 677, compound: 6_369 };

fn window() -> Window {
    let mut tally = Tally::default();
    tally.add(Some(SCORE), Some(1));
    tally.add(Some(Score { neg: 1_000, neu: 0, pos: 0, compound: -10_000 }), Some(2));
    tally.add(None, None);
    Window {
        topic: TopicId(1),
        start: Timestamp::from_seconds(60),
        end: Timestamp::from_seconds(120),
        is_final: true,
        revision: 2,
        tally,
        tracked: 7,
        late: 4,
        coverage: Coverage::default(),
    }
}

const SUMMARY: Summary = Summary {
    counts: Counts {
        frames: 22,
        carrying: 4,
        not_posts: 3,
        deletes: 1,
        unrecognized: 12,
        undecodable: 2,
        dropped: 1,
        posts: 28,
        untracked: 5,
        duplicates: 6,
        edits: 2,
        late: 7,
        counted: 8,
        without_time: 13,
        unreadable_times: 14,
        ahead: 15,
        gaps: 9,
    },
    losses: Losses { identities: 16, sealed_early: 17, unread: 18, gaps: 19, spilled: 20 },
};

fn line(write: impl Fn(&mut Vec<u8>)) -> String {
    let mut out = Vec::new();
    write(&mut out);
    String::from_utf8(out).unwrap()
}

fn post_line(format: &dyn Format, post: &Post<'_>, score: Option<Score>) -> String {
    line(|out| {
        format.post(out, "posts.jsonl", post, &[TopicId(0), TopicId(1)], score);
        format.post_end(out, false);
    })
}

#[test]
fn a_post_is_one_line_of_json() {
    assert_eq!(
        post_line(&Jsonl::new(&names()), &post("I \"love\" it\n"), Some(SCORE)),
        concat!(
            r#"{"type":"post","schema":1,"id":"17","at":"2026-03-12T09:00:00.500Z","#,
            r#""source":"posts.jsonl","network":"x","author":"ada","lang":"en","#,
            r#""kind":"repost","url":"https://x.com/ada/status/17","text":"I \"love\" it\n","#,
            r#""topics":["rust","say \"hi\""],"score":{"neg":0.0000,"neu":0.3230,"#,
            r#""pos":0.6770,"compound":0.6369,"label":"positive"},"late":false}"#,
            "\n"
        )
    );
}

#[test]
fn what_is_not_known_of_a_post_is_null() {
    let bare = Post { text: "hm".into(), ..Post::default() };
    assert_eq!(
        line(|out| {
            let format = Jsonl::new(&names());
            format.post(out, "-", &bare, &[], None);
            format.post_end(out, true);
        }),
        concat!(
            r#"{"type":"post","schema":1,"id":null,"at":"1970-01-01T00:00:00.000Z","source":"-","#,
            r#""network":null,"author":null,"lang":null,"kind":"post","url":null,"text":"hm","#,
            r#""topics":[],"score":{"neg":null,"neu":null,"pos":null,"compound":null,"#,
            r#""label":null},"late":true}"#,
            "\n"
        )
    );
}

#[test]
fn a_window_is_one_line_of_json() {
    assert_eq!(
        line(|out| Jsonl::new(&names()).window(out, &window())),
        concat!(
            r#"{"type":"window","schema":1,"topic":"say \"hi\"","start":"1970-01-01T00:01:00.000Z","#,
            r#""end":"1970-01-01T00:02:00.000Z","final":true,"revision":2,"posts":3,"authors":2,"#,
            r#""positive":1,"neutral":0,"negative":1,"unscored":1,"mean":-0.1816,"std":0.8185,"#,
            r#""min":-1.0000,"max":0.6369,"net":0.0000,"share":0.4286,"late":4}"#,
            "\n"
        )
    );
}

#[test]
fn a_window_without_posts_has_null_for_what_is_not_defined() {
    let empty = Window { tally: Tally::default(), tracked: 0, ..window() };
    let written = line(|out| Jsonl::new(&names()).window(out, &empty));
    let read: Value = serde_json::from_str(&written).unwrap();
    for field in ["mean", "std", "min", "max", "net", "share"] {
        assert_eq!(read[field], Value::Null, "{field}");
    }
    assert_eq!(read["posts"], 0);
}

#[test]
fn a_window_that_was_not_wholly_heard_says_how_much_was() {
    let format = Jsonl::new(&names());
    let whole = line(|out| format.window(out, &window()));
    let third = Window { coverage: Coverage::new(80, 120), ..window() };
    let written = line(|out| format.window(out, &third));
    assert_eq!(written, whole.replace("\"late\":4}", "\"late\":4,\"coverage\":0.3333}"));
    let (schema, mut read) = (schema(), serde_json::from_str::<Value>(&written).unwrap());
    assert_eq!(check(&schema, &read, &schema), Ok(()));
    read["coverage"] = Value::Null;
    assert!(check(&schema, &read, &schema).is_err(), "it is a number or is not there");
}

#[test]
fn the_summary_holds_every_count_at_its_top_level() {
    assert_eq!(
        line(|out| Jsonl::new(&names()).summary(out, &SUMMARY)),
        concat!(
            r#"{"type":"summary","schema":1,"frames":22,"posts":28,"not_posts":3,"deletes":1,"#,
            r#""unrecognized":12,"undecodable":2,"dropped":1,"untracked":5,"duplicates":6,"#,
            r#""edits":2,"late":7,"counted":8,"gaps":9,"without_time":13,"unreadable_times":14,"#,
            r#""ahead":15,"identities_forgotten":16,"panes_sealed_early":17,"panes_lost":18,"#,
            r#""gaps_forgotten":19,"spilled_bytes":20}"#,
            "\n"
        )
    );
}

#[test]
fn characters_that_act_on_a_terminal_are_escaped() {
    let rows = [
        ("plain ü 漢 😀 é", "plain ü 漢 😀 é"),
        ("\"\\/", r#"\"\\/"#),
        ("\0\u{8}\t\n\u{b}\u{c}\r\u{1b}", r"\u0000\b\t\n\u000b\f\r\u001b"),
        ("\u{7f}\u{80}\u{9b}\u{9f}\u{a0}", "\\u007f\\u0080\\u009b\\u009f\u{a0}"),
        ("\u{61b}\u{61c}\u{61d}", "\u{61b}\\u061c\u{61d}"),
        ("\u{200d}\u{200e}\u{200f}\u{2010}", "\u{200d}\\u200e\\u200f\u{2010}"),
        ("\u{2027}\u{2028}\u{2029}\u{202a}", "\u{2027}\\u2028\\u2029\\u202a"),
        ("\u{202e}\u{202f}\u{2065}", "\\u202e\u{202f}\u{2065}"),
        ("\u{2066}\u{2069}\u{206a}", "\\u2066\\u2069\u{206a}"),
        ("\u{d8}\u{c2}\u{e2}", "\u{d8}\u{c2}\u{e2}"),
    ];
    for (text, wanted) in rows {
        let written = post_line(&Jsonl::new(&names()), &post(text), None);
        assert!(written.contains(&format!(r#""text":"{wanted}","#)), "{text:?}: {written}");
    }
}

#[test]
fn a_name_from_a_stranger_is_escaped_like_a_text() {
    let evil = "\u{1b}[2J\u{202e}\"";
    let post = Post {
        id: Some(evil.into()),
        author: Some(evil.into()),
        lang: Some(evil.into()),
        url: Some(evil.into()),
        network: Network::Other(evil.into()),
        text: evil.into(),
        ..Post::default()
    };
    let written = post_line(&Jsonl::new(&names()), &post, None);
    assert!(!written.contains(['\u{1b}', '\u{202e}']), "{written:?}");
    let read: Value = serde_json::from_str(&written).unwrap();
    for field in ["id", "author", "lang", "url", "network", "text"] {
        assert_eq!(read[field], evil, "{field}");
    }
}

proptest! {
    #[test]
    fn every_text_reads_back_as_it_was(text: String) {
        let written = post_line(&Jsonl::new(&names()), &post(&text), None);
        let read: Value = serde_json::from_str(&written).unwrap();
        prop_assert_eq!(read["text"].as_str(), Some(text.as_str()));
        prop_assert_eq!(written.matches('\n').count(), 1);
    }

    #[test]
    fn every_cell_reads_back_but_for_what_is_made_safe(text in "[ -~\u{a1}-\u{ff}\n\u{1f600}]*") {
        let written = post_line(&Csv::new(&names(), Table::Posts), &post(&text), None);
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(written.as_bytes());
        let row = reader.records().next().unwrap().unwrap();
        let risky = text.starts_with(['=', '+', '-', '@', '\n']);
        let wanted = if risky { format!("'{text}") } else { text };
        prop_assert_eq!(&row[8], wanted.as_str());
        prop_assert_eq!(row.len(), 16);
    }

    #[test]
    fn clean_text_has_no_character_that_acts(text: String) {
        let hidden = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        let cleaned = clean(&text);
        prop_assert!(!cleaned.chars().any(hidden));
        prop_assert_eq!(cleaned.chars().count(), text.chars().count());
    }
}

#[test]
fn a_table_of_posts_has_a_heading_and_a_row_for_each() {
    let format = Csv::new(&names(), Table::Posts);
    assert_eq!(
        line(|out| format.head(out)) + &post_line(&format, &post("so, \"good\""), Some(SCORE)),
        "id,at,source,network,author,lang,kind,url,text,topics,neg,neu,pos,compound,label,late\r\n\
         17,2026-03-12T09:00:00.500Z,posts.jsonl,x,ada,en,repost,https://x.com/ada/status/17,\
         \"so, \"\"good\"\"\",\"rust;say \"\"hi\"\"\",0.0000,0.3230,0.6770,0.6369,positive,false\r\n"
    );
}

#[test]
fn a_table_of_windows_has_no_other_rows() {
    let format = Csv::new(&names(), Table::Windows);
    let all = line(|out| {
        format.head(out);
        format.post(out, "-", &post("x"), &[], None);
        format.post_end(out, false);
        format.window(out, &window());
        format.summary(out, &SUMMARY);
    });
    assert_eq!(
        all,
        "topic,start,end,final,revision,posts,authors,positive,neutral,negative,unscored,\
         mean,std,min,max,net,share,late\r\n\
         \"say \"\"hi\"\"\",1970-01-01T00:01:00.000Z,1970-01-01T00:02:00.000Z,true,2,3,2,1,0,1,1,\
         -0.1816,0.8185,-1.0000,0.6369,0.0000,0.4286,4\r\n"
    );
}

#[test]
fn a_cell_is_no_formula_and_carries_no_control() {
    let rows = [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@a", "'@a"),
        ("\tx", "\"'\tx\""),
        ("a=b", "a=b"),
        ("a\r\nb", "\"a\nb\""),
        ("a\rb\u{1b}\u{202e}", "a\u{fffd}b\u{fffd}\u{fffd}"),
        ("", ""),
    ];
    for (text, wanted) in rows {
        let written = post_line(&Csv::new(&names(), Table::Posts), &post(text), None);
        assert!(written.contains(&format!("/17,{wanted},")), "{text:?}: {written:?}");
    }
}

/// Checks a value against the few words of JSON Schema that ours uses.
fn check(schema: &Value, value: &Value, root: &Value) -> Result<(), String> {
    for (word, rule) in schema.as_object().unwrap() {
        let fine = match word.as_str() {
            "$schema" | "$defs" | "title" | "description" => true,
            "format" => value.as_str().is_some_and(|text| Timestamp::parse(text).is_some()),
            "$ref" => {
                let name = rule.as_str().unwrap().strip_prefix("#/$defs/").unwrap();
                return check(&root["$defs"][name], value, root);
            }
            "oneOf" => {
                let fits = |one: &&Value| check(one, value, root).is_ok();
                rule.as_array().unwrap().iter().filter(fits).count() == 1
            }
            "const" => value == rule,
            "enum" => rule.as_array().unwrap().contains(value),
            "type" => match rule {
                Value::Array(types) => types.iter().any(|name| is(value, name)),
                name => is(value, name),
            },
            "minimum" => value.as_f64().is_none_or(|number| number >= rule.as_f64().unwrap()),
            "maximum" => value.as_f64().is_none_or(|number| number <= rule.as_f64().unwrap()),
            "minItems" => value.as_array().unwrap().len() as u64 >= rule.as_u64().unwrap(),
            "items" => value.as_array().unwrap().iter().all(|one| check(rule, one, root).is_ok()),
            "required" => rule
                .as_array()
                .unwrap()
                .iter()
                .all(|key| value.get(key.as_str().unwrap()).is_some()),
            "properties" => {
                let known = rule.as_object().unwrap();
                for (key, part) in value.as_object().unwrap() {
                    let Some(rule) = known.get(key) else {
                        return Err(format!("{key} is unknown"));
                    };
                    check(rule, part, root)?;
                }
                true
            }
            other => panic!("the test does not know `{other}`"),
        };
        if !fine {
            return Err(format!("{value} is not {word} {rule}"));
        }
    }
    Ok(())
}

fn is(value: &Value, kind: &Value) -> bool {
    match kind.as_str().unwrap() {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        "integer" => value.is_u64() || value.is_i64(),
        "number" => value.is_number(),
        other => panic!("the test does not know `{other}`"),
    }
}

#[test]
fn the_schema_covers_every_line_and_nothing_else() {
    let (schema, format) = (schema(), Jsonl::new(&names()));
    let empty = Window { tally: Tally::default(), tracked: 0, ..window() };
    let bare = Post { text: "".into(), ..Post::default() };
    let lines = [
        post_line(&format, &post("good"), Some(SCORE)),
        post_line(&format, &bare, None),
        line(|out| format.window(out, &window())),
        line(|out| format.window(out, &empty)),
        line(|out| format.summary(out, &SUMMARY)),
    ];
    for written in lines {
        let mut read: Value = serde_json::from_str(&written).unwrap();
        assert_eq!(check(&schema, &read, &schema), Ok(()), "{written}");
        let keys: Vec<_> = read.as_object().unwrap().keys().cloned().collect();
        assert_eq!(keys[..2], ["type", "schema"]);
        for key in keys {
            let taken = read.as_object_mut().unwrap().remove(&key).unwrap();
            assert!(check(&schema, &read, &schema).is_err(), "without {key}: {read}");
            read[&key] = taken;
        }
    }
}

#[test]
fn a_choice_of_lines_reads_and_prints() {
    let two: Only = "window, summary".parse().unwrap();
    assert_eq!(two, Only::just(Line::Summary).and(Line::Window));
    assert_eq!(two.to_string(), "window,summary");
    assert!(!two.has(Line::Post));
    assert_eq!(Only::default(), "post,window,gap,summary".parse().unwrap());
    for wrong in ["", "windows", "post,", "post;window"] {
        assert!(wrong.parse::<Only>().is_err(), "{wrong}");
    }
}
