//! What topics become on X: the text of rules, their packing, and how they are reconciled.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod mock;

use std::process::{Command, Stdio};

use mock::x::{Manners, TOKEN, X};
use moodwire::{
    Exclude, Filter, Query, RuleSplit as Split, Secret, Topic, XAccess as Access, XError as Error,
    XSettings as Settings, apply_rules, clear_rules, plan_rules,
};

fn topic(query: &str) -> Topic {
    Topic { name: query.to_owned(), query: Query::parse(query).unwrap() }
}

fn settings(queries: &[&str]) -> Settings {
    Settings { topics: queries.iter().map(|query| topic(query)).collect(), ..Settings::default() }
}

fn against(server: &X, queries: &[&str]) -> Settings {
    let access = Some(Access::Bearer(Secret::new(TOKEN)));
    Settings { base: server.url(), access, ..settings(queries) }
}

/// The texts of the rules, and what stays here.
fn split(settings: &Settings, length: usize) -> (Vec<String>, Vec<String>) {
    let split = Split::new(settings).unwrap();
    let rules = split.rules(length).unwrap();
    let here = split.here.iter().flat_map(|(_, parts)| parts.clone()).collect();
    (rules.into_iter().map(|rule| rule.value).collect(), here)
}

#[test]
fn each_query_is_said_as_x_says_it_and_the_rest_stays_here() {
    let rows: &[(&str, &str, &[&str])] = &[
        ("Rust", "#rust OR rust", &[]),
        ("straße", "#straße OR straße", &[]),
        ("\"machine learning\"", "\"machine learning\" OR #machinelearning", &[]),
        ("coca-cola", "\"coca-cola\" OR #cocacola", &[]),
        ("\"or\"", "\"or\" OR #or", &[]),
        ("c++", "\"c++\"", &[]),
        ("2026", "2026", &[]),
        ("🚀", "\"🚀\"", &[]),
        ("#RustLang", "#rustlang", &[]),
        ("#Straße", "#straße", &[]),
        ("＃Straße", "#straße", &[]),
        ("@RustLang", "@rustlang", &[]),
        ("$tsla", "$TSLA", &[]),
        ("from:@Nasa", "from:nasa", &[]),
        ("url:example.org/a", "url:\"example.org/a\"", &[]),
        ("#a #b", "#a #b", &[]),
        ("#a OR #b", "#a OR #b", &[]),
        ("#a (lang:en OR lang:de)", "#a (lang:en OR lang:de)", &[]),
        ("#a has:links -is:retweet", "#a has:links -is:retweet", &[]),
        ("#a -(is:reply OR is:quote)", "#a -is:reply -is:quote", &[]),
        ("#a -from:spammer", "#a -from:spammer", &[]),
        // Also found in quoted posts there, so the word would keep away too many.
        ("#a -pie", "#a", &["-pie"]),
        ("#a -(pie cake)", "#a", &["-(pie cake)"]),
        ("#a is:bot", "#a", &["is:bot"]),
        ("#a lang:tlh", "#a", &["lang:tlh"]),
        ("#a \":)\"", "#a", &["\":)\""]),
        ("#a (is:bot OR has:links)", "#a", &["(is:bot OR has:links)"]),
        ("#a (-is:reply OR has:links)", "#a", &["(-is:reply OR has:links)"]),
        ("#a from:somebody@example.org", "#a", &["from:somebody@example.org"]),
        ("(#a -pie) OR #b", "#a OR #b", &["-pie"]),
    ];
    for (query, said, here) in rows {
        let (rules, stays) = split(&settings(&[query]), 1024);
        assert_eq!(rules, [*said], "{query}");
        assert_eq!(stays, *here, "{query}");
    }
}

#[test]
fn what_holds_for_every_topic_stands_behind_every_rule() {
    let mut settings = settings(&["#a", "#b OR #c"]);
    settings.filter = Filter {
        langs: vec!["en".to_owned(), "de".to_owned()],
        exclude: vec![Exclude::Reposts, Exclude::Bots],
    };
    let (rules, here) = split(&settings, 1024);
    assert_eq!(rules, ["(#a OR #b OR #c) (lang:en OR lang:de) -is:retweet"]);
    assert_eq!(here, ["-is:bot"]);
    settings.filter.langs.push("tlh".to_owned());
    let (rules, here) = split(&settings, 1024);
    assert_eq!(rules, ["(#a OR #b OR #c) -is:retweet"]);
    assert_eq!(here, ["lang:en", "lang:de", "lang:tlh", "-is:bot"]);
}

#[test]
fn a_topic_without_a_word_has_no_rule_and_alone_it_is_an_error() {
    let both = Split::new(&settings(&["lang:en", "#a"])).unwrap();
    assert_eq!(both.silent, ["lang:en"]);
    for alone in ["*", "lang:en", "-#a", "has:links -is:reply", "#a OR lang:en", "\":)\""] {
        let error = Split::new(&settings(&[alone])).unwrap_err();
        assert!(matches!(error, Error::Unsayable { .. }), "{alone}");
        assert!(error.hint().unwrap().contains("--track"));
    }
}

#[test]
fn rules_are_packed_to_the_length_and_no_further() {
    let tags: Vec<String> = (0..200).map(|n| format!("#tag{n:03}é")).collect();
    let tags: Vec<&str> = tags.iter().map(String::as_str).collect();
    let mut wanted = settings(&tags);
    wanted.filter.exclude = vec![Exclude::Reposts];
    for length in [60, 512, 1024, 2048] {
        let (rules, _) = split(&wanted, length);
        let counts: Vec<_> = rules.iter().map(|rule| rule.chars().count()).collect();
        assert!(counts.iter().all(|count| *count <= length), "{length}: {counts:?}");
        // One more of twelve characters would not have fitted.
        let (_, full) = counts.split_last().unwrap();
        assert!(full.iter().all(|count| count + 12 > length), "{length}: {counts:?}");
        let all: usize = rules.iter().map(|rule| rule.matches('#').count()).sum();
        assert_eq!(all, 200);
        assert!(rules.iter().all(|rule| rule.ends_with(") -is:retweet")), "{rules:?}");
    }
}

#[test]
fn the_order_of_topics_and_their_case_change_nothing() {
    let (one, _) = split(&settings(&["#a", "go", "Rust"]), 1024);
    let (two, _) = split(&settings(&["rust", "#A", "#a", "GO"]), 1024);
    assert_eq!(one, two);
    let tags = |queries| Split::new(&settings(queries)).unwrap().rules(1024).unwrap();
    assert!(tags(&["go"])[0].tag.starts_with("moodwire:"));
    assert_eq!(tags(&["go"])[0].tag, tags(&["GO"])[0].tag);
    assert_ne!(tags(&["go"])[0].tag, tags(&["went"])[0].tag);
}

#[test]
fn a_long_group_is_divided_and_a_phrase_that_cannot_be_is_an_error() {
    let many: Vec<String> = (0..30).map(|n| format!("#tag{n:02}")).collect();
    let query = format!("({}) lang:en", many.join(" OR "));
    let (rules, _) = split(&settings(&[&query]), 100);
    assert!(rules.iter().all(|rule| rule.chars().count() <= 100), "{rules:?}");
    for tag in &many {
        assert_eq!(rules.iter().filter(|rule| rule.contains(tag.as_str())).count(), 1, "{tag}");
    }
    let alternatives = |rule: &String| rule.matches("lang:en").count() >= 1;
    assert!(rules.iter().all(alternatives), "{rules:?}");
    let phrase = format!("\"{}\"", "very long ".repeat(60));
    let error = Split::new(&settings(&[&phrase])).unwrap().rules(512).unwrap_err();
    assert!(matches!(error, Error::TooLong { limit: 512, .. }), "{error}");
}

#[test]
fn applying_twice_changes_nothing_the_second_time_and_others_rules_stay() {
    let server = X::start(Manners { page: 2, ..Manners::default() }, Vec::new());
    server.stands("cats has:images", Some("cats"));
    server.stands("dogs", None);
    server.stands("old thing", Some("moodwire:0123456789abcdef"));
    server.stands("#kept", Some("somebody's"));
    let wanted = against(&server, &["#a", "#b"]);
    let first = apply_rules(&wanted).unwrap();
    assert_eq!((first.change.add.len(), first.change.delete.len()), (1, 1));
    assert_eq!(first.change.others.len(), 3);
    let after = server.rules();
    let values: Vec<_> = after.iter().map(|(value, _)| value.as_str()).collect();
    assert_eq!(values, ["#a OR #b", "#kept", "cats has:images", "dogs"]);
    let posts = server.asked().iter().filter(|asked| asked.method == "POST").count();
    let second = apply_rules(&wanted).unwrap();
    assert_eq!((second.change.add.len(), second.change.delete.len()), (0, 0));
    assert_eq!(second.change.keep.len(), 1);
    assert_eq!(server.rules(), after);
    let again = server.asked().iter().filter(|asked| asked.method == "POST").count();
    assert_eq!(again, posts, "nothing to change, nothing sent");
}

#[test]
fn a_rule_that_stands_under_a_foreign_tag_serves() {
    let server = X::start(Manners::default(), Vec::new());
    server.stands("#a", Some("somebody's"));
    let plan = apply_rules(&against(&server, &["#a"])).unwrap();
    assert_eq!((plan.change.add.len(), plan.change.keep.len()), (0, 1));
    assert_eq!(server.rules(), [("#a".to_owned(), "somebody's".to_owned())]);
}

#[test]
fn new_rules_are_tried_dry_then_added_then_old_ones_deleted() {
    let server = X::start(Manners::default(), Vec::new());
    server.stands("old", Some("moodwire:0"));
    apply_rules(&against(&server, &["#a"])).unwrap();
    let deeds: Vec<String> = server
        .asked()
        .iter()
        .filter(|asked| asked.method == "POST")
        .map(|asked| {
            let deed = if asked.body.contains("delete") { "delete" } else { "add" };
            let dry = if asked.path.contains("dry_run=true") { " dry" } else { "" };
            format!("{deed}{dry}")
        })
        .collect();
    assert_eq!(deeds, ["add dry", "add", "delete"]);
}

#[test]
fn where_there_is_no_room_old_rules_go_first() {
    let server = X::start(Manners { cap: 1, ..Manners::default() }, Vec::new());
    server.stands("old", Some("moodwire:0"));
    apply_rules(&against(&server, &["#a"])).unwrap();
    let values: Vec<_> = server.rules().into_iter().map(|(value, _)| value).collect();
    assert_eq!(values, ["#a"]);
}

#[test]
fn planning_changes_nothing() {
    let server = X::start(Manners::default(), Vec::new());
    server.stands("old", Some("moodwire:0"));
    let before = server.rules();
    let plan = plan_rules(&against(&server, &["#a"])).unwrap();
    assert_eq!((plan.change.add.len(), plan.change.delete.len()), (1, 1));
    assert_eq!(server.rules(), before);
}

#[test]
fn a_rule_x_refuses_is_told_with_its_reason_and_nothing_is_deleted() {
    let server = X::start(Manners::default(), Vec::new());
    server.stands("old", Some("moodwire:0"));
    let before = server.rules();
    let error = apply_rules(&against(&server, &["\"the-forbidden-word\""])).unwrap_err();
    assert!(error.to_string().contains("non-negation term"), "{error}");
    assert!(error.to_string().contains("the-forbidden-word"), "{error}");
    assert_eq!(server.rules(), before);
}

#[test]
fn more_rules_than_the_account_allows_are_an_error_with_the_numbers() {
    for counts_as_numbers in [false, true] {
        let manners = Manners { cap: 2, counts_as_numbers, ..Manners::default() };
        let server = X::start(manners, Vec::new());
        server.stands("dogs", None);
        let long: Vec<String> = (0..100).map(|n| format!("#tag{n:03}")).collect();
        let long: Vec<&str> = long.iter().map(String::as_str).collect();
        let error = apply_rules(&against(&server, &long)).unwrap_err();
        let Error::TooMany { needed, free, .. } = &error else { panic!("{error}") };
        assert_eq!((*needed, *free), (3, 1), "rules of 512 characters, as small accounts have");
        assert!(error.to_string().contains("1 of 2 for this app"), "{error}");
        assert_eq!(server.rules().len(), 1);
    }
}

#[test]
fn the_length_follows_what_x_says() {
    let long: Vec<String> = (0..300).map(|n| format!("#tag{n:03}")).collect();
    let long: Vec<&str> = long.iter().map(String::as_str).collect();
    for (cap, length, most) in [(1_000, 0, 1024), (25_000, 2048, 2048), (1_000, 512, 512)] {
        let server = X::start(Manners { cap, length, ..Manners::default() }, Vec::new());
        apply_rules(&against(&server, &long)).unwrap();
        let longest = server.rules().iter().map(|(value, _)| value.len()).max().unwrap();
        assert!(longest <= most && longest + 11 > most, "{cap} {length}: {longest}");
    }
}

#[test]
fn clearing_deletes_ours_alone() {
    let server = X::start(Manners::default(), Vec::new());
    server.stands("dogs", None);
    server.stands("cats", Some("cats"));
    apply_rules(&against(&server, &["#a"])).unwrap();
    assert_eq!(clear_rules(&against(&server, &[])).unwrap().len(), 1);
    let values: Vec<_> = server.rules().into_iter().map(|(value, _)| value).collect();
    assert_eq!(values, ["cats", "dogs"]);
    assert_eq!(clear_rules(&against(&server, &[])).unwrap().len(), 0);
}

fn program(server: &X, words: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_moodwire"));
    command.args(words).stdin(Stdio::null());
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy().into_owned();
        if name.starts_with("MOODWIRE_") || name.starts_with("X_") {
            command.env_remove(name);
        }
    }
    command.env("X_API_URL", server.url()).env("X_BEARER_TOKEN", TOKEN);
    let output = command.output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn the_command_plans_applies_lists_and_clears() {
    let server = X::start(Manners::default(), Vec::new());
    server.stands("dogs", None);
    let topics = ["--topic", "fruit=#apple -pie", "--exclude", "reposts,bots"];
    let (code, out, err) = program(&server, &[&["rules", "plan"], &topics[..]].concat());
    assert_eq!((code, err.as_str()), (Some(0), ""));
    assert_eq!(
        out,
        "On X:\n  +  #apple -is:retweet\n\
         Matched here, as X cannot or does otherwise:\n  every topic: -is:bot\n  `fruit`: -pie\n\
         Rules of others, which deliver and cost too:\n     dogs\n\
         1 rule would be added, 0 deleted, 0 kept. X counts 1 of 1000 for this app, 1 of 3000 for \
         its project.\n"
    );
    assert_eq!(server.rules().len(), 1);
    let (code, ..) = program(&server, &[&["rules", "apply"], &topics[..]].concat());
    assert_eq!((code, server.rules().len()), (Some(0), 2));
    let (_, out, _) = program(&server, &["rules", "list"]);
    assert!(out.contains("ours") && out.contains("#apple -is:retweet  [moodwire:"), "{out}");
    assert!(out.contains("other") && out.contains("dogs"), "{out}");
    let (_, out, _) = program(&server, &["rules", "clear"]);
    assert_eq!(out, "-  #apple -is:retweet\n1 rule deleted; those of others stay.\n");
}

#[test]
fn the_command_says_which_variable_is_missing() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_moodwire"));
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("X_") {
            command.env_remove(name);
        }
    }
    let output = command.args(["rules", "list"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(err.contains("hint: set X_BEARER_TOKEN"), "{err}");
}

#[test]
fn x_that_cannot_be_asked_is_a_failure_with_a_hint_and_not_a_wrong_setting() {
    let html = "<html>over capacity</html>";
    type Row<'a> = (&'a str, Option<(u16, &'a str)>, &'a str);
    let rows: [Row<'_>; 3] = [
        ("nobody there", None, "check the network"),
        ("over capacity", Some((503, html)), "try again later"),
        ("no credit", Some((402, html)), "buy credit"),
    ];
    for (name, first, hint) in rows {
        let mut manners = Manners::default();
        manners.first.extend(first.map(|(status, body)| (status, body.to_owned())));
        let server = X::start(manners, Vec::new());
        let base = server.url();
        let kept = first.map(|_| server);
        let mut command = Command::new(env!("CARGO_BIN_EXE_moodwire"));
        command.args(["rules", "list"]).stdin(Stdio::null());
        command.env("X_API_URL", &base).env("X_BEARER_TOKEN", TOKEN);
        let output = command.output().unwrap();
        drop(kept);
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{name}: {err}");
        assert!(err.contains("error: ") && err.contains("hint: "), "{name}: {err}");
        assert!(err.contains(hint), "{name}: {err}");
    }
}

#[test]
fn x_is_tried_on_request_and_nothing_is_changed() {
    let server = X::start(Manners::default(), Vec::new());
    server.stands("old", Some("moodwire:0"));
    let before = server.rules();
    let (code, out, err) = program(&server, &["check", "x", "--connect", "--track", "#a"]);
    assert_eq!((code, err.as_str()), (Some(0), ""));
    let told = "x: answers; of its rules 1 would be added, 1 deleted, 0 kept\n";
    assert!(out.ends_with(told), "{out}");
    assert_eq!(server.rules(), before);
    assert!(server.connects().is_empty(), "the stream costs");
    let mut manners = Manners::default();
    manners.first.push_back((401, "{}".to_owned()));
    let server = X::start(manners, Vec::new());
    let (code, _, err) = program(&server, &["check", "x", "--connect", "--track", "#a"]);
    assert_eq!(code, Some(1), "{err}");
    assert!(err.contains("hint: set X_BEARER_TOKEN"), "{err}");
}

#[test]
fn the_environment_is_read_with_its_files() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("token");
    std::fs::write(&path, " from-a-file \n").unwrap();
    let path = path.to_str().unwrap();
    let read = |pairs: &[(&str, &str)]| {
        Settings::from_environment(&|name| {
            pairs.iter().find(|(n, _)| *n == name).map(|(_, value)| value.into())
        })
    };
    let bearer = |text| Some(Access::Bearer(Secret::new(text)));
    assert_eq!(read(&[]).unwrap().access, None);
    assert_eq!(read(&[("X_BEARER_TOKEN", "t")]).unwrap().access, bearer("t"));
    assert_eq!(read(&[("X_BEARER_TOKEN_FILE", path)]).unwrap().access, bearer("from-a-file"));
    let keys = read(&[("X_CONSUMER_KEY", "k"), ("X_CONSUMER_SECRET_FILE", path)]).unwrap();
    assert!(matches!(&keys.access, Some(Access::Consumer { secret, .. })
        if secret.expose() == "from-a-file"));
    assert!(!format!("{keys:?}").contains("from-a-file"));
    assert!(read(&[("X_CONSUMER_KEY", "k")]).unwrap_err().to_string().contains("SECRET"));
    let missing = read(&[("X_BEARER_TOKEN_FILE", "/no/such/file")]).unwrap_err();
    assert!(missing.to_string().contains("X_BEARER_TOKEN_FILE"), "{missing}");
    for wrong in ["http://api.x.com", "ftp://a", "nothing", "https://user:pass@a", "https://a/?b=c"]
    {
        assert!(read(&[("X_API_URL", wrong)]).is_err(), "{wrong}");
    }
    for right in
        ["https://api.twitter.com/", "http://127.0.0.1:1", "http://[::1]:1", "http://localhost"]
    {
        assert!(read(&[("X_API_URL", right)]).is_ok(), "{right}");
    }
    assert_eq!(read(&[("X_PRICE", "0.01")]).unwrap().price, 10_000);
    assert!(read(&[("X_PRICE", "-1")]).is_err());
    assert!(read(&[("X_EXPANSIONS", "some")]).is_err());
}
