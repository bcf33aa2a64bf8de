//! X, live, through every fault it is known for: what arrives, what is said, when it connects
//! again. The server stands on this machine; waits are shortened.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod mock;

use std::process::{Command, Stdio};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant, SystemTime};

use mock::x::{Act, KEY, Manners, Second, TOKEN, X, post, problem, too_many_connections};
use moodwire::{
    Flow, Intake, Load, Notice, Opened, Secret, Source, SourceSettings, Status, Stop, Topic,
    XAccess as Access, XSettings as Settings, decode, start_feed as start,
};

/// Everything that came.
#[derive(Default)]
struct Heard {
    loads: Mutex<Vec<Load>>,
    bell: Condvar,
}

impl Intake for Heard {
    fn put(&self, load: Load) -> Flow {
        self.loads.lock().unwrap().push(load);
        self.bell.notify_all();
        Flow::On
    }
}

/// Somebody who listens; ends with this value.
struct Ear {
    heard: Arc<Heard>,
    stop: Stop,
}

impl Drop for Ear {
    fn drop(&mut self) {
        self.stop.set();
    }
}

const MILLI: Duration = Duration::from_millis(1);

fn settings(server: &X) -> Settings {
    server.settings()
}

fn listen(x: Settings) -> Ear {
    let max_line = x.max_line;
    let settings = SourceSettings { x, max_line, ..SourceSettings::default() };
    let source = Source::parse("x", &settings).unwrap().remove(0);
    let (heard, stop) = (Arc::new(Heard::default()), Stop::new());
    let Opened::Live(feed, _) = source.open(&stop).unwrap() else { panic!("not live") };
    start("x", feed, heard.clone(), &stop).unwrap();
    Ear { heard, stop }
}

impl Ear {
    /// Waits until what came is as wanted.
    fn until(&self, what: &str, wanted: impl Fn(&[Load]) -> bool) {
        let end = Instant::now() + Duration::from_secs(60);
        let mut loads = self.heard.loads.lock().unwrap();
        while !wanted(&loads) {
            assert!(Instant::now() < end, "{what} did not come: {loads:#?}");
            loads = self.heard.bell.wait_timeout(loads, 100 * MILLI).unwrap().0;
        }
    }

    fn until_post(&self, id: &str) {
        self.until(id, |loads| ids(loads).iter().any(|found| found == id));
    }

    fn until_failed(&self) -> (String, String) {
        self.until("failure", |loads| failed(loads).is_some());
        failed(&self.loads()).unwrap()
    }

    fn loads(&self) -> Vec<Load> {
        self.heard.loads.lock().unwrap().clone()
    }

    fn posts(&self) -> Vec<String> {
        ids(&self.loads())
    }

    fn gaps(&self) -> Vec<String> {
        let reason = |load: &Load| match load {
            Load::Notice(Notice::Gap(gap), _) => Some(gap.reason.clone()),
            _ => None,
        };
        self.loads().iter().filter_map(reason).collect()
    }

    fn faults(&self) -> Vec<String> {
        let reason = |load: &Load| match load {
            Load::Notice(Notice::Fault(fault), _) => Some(fault.reason.clone()),
            _ => None,
        };
        self.loads().iter().filter_map(reason).collect()
    }

    fn statuses(&self) -> Vec<Status> {
        let status = |load: &Load| match load {
            Load::Notice(Notice::Status(status), _) => Some(status.clone()),
            _ => None,
        };
        self.loads().iter().filter_map(status).collect()
    }

    fn notes(&self) -> Vec<String> {
        let note = |status: Status| match status {
            Status::Note(text) => Some(text),
            _ => None,
        };
        self.statuses().into_iter().filter_map(note).collect()
    }

    /// The reasons of waits, with the advice.
    fn waits(&self) -> Vec<(String, Option<String>)> {
        let wait = |status: Status| match status {
            Status::Waiting { reason, advice, .. } => Some((reason, advice)),
            _ => None,
        };
        self.statuses().into_iter().filter_map(wait).collect()
    }
}

fn ids(loads: &[Load]) -> Vec<String> {
    let mut ids = Vec::new();
    for frame in loads.iter().flat_map(Load::frames) {
        decode(&frame, &mut |post| ids.extend(post.id.map(String::from)));
    }
    ids
}

fn failed(loads: &[Load]) -> Option<(String, String)> {
    loads.iter().find_map(|load| match load {
        Load::Notice(Notice::Status(Status::Failed { reason, advice }), _) => {
            Some((reason.clone(), advice.clone().unwrap_or_default()))
        }
        _ => None,
    })
}

/// One post, then silence.
fn then(id: u64) -> Vec<Act> {
    vec![Act::Send(post(id, "rust is here"))]
}

fn server(scripts: Vec<Vec<Act>>) -> X {
    X::start(Manners::default(), scripts)
}

/// The waits between connections.
fn spacing(server: &X) -> Vec<Duration> {
    server.connects().windows(2).map(|pair| pair[1] - pair[0]).collect()
}

#[test]
fn posts_come_whole_wherever_chunks_end() {
    let many: Vec<u8> = (100..200).flat_map(|id| post(id, "many in one chunk")).collect();
    let server = server(vec![vec![
        Act::Drip(post(1, "rust 🦀 é \u{2028} drips")),
        Act::Send(b"\r\n".to_vec()),
        Act::Send(many),
        Act::Send(b"\n\r\n".to_vec()),
        Act::Send([post(2, "one"), b"\r\n".to_vec(), post(3, "two")].concat()),
    ]]);
    let ear = listen(settings(&server));
    ear.until_post("3");
    let wanted: Vec<String> =
        std::iter::once(1).chain(100..200).chain([2, 3]).map(|id: u64| id.to_string()).collect();
    assert_eq!(ear.posts(), wanted);
    assert_eq!((ear.faults(), server.connects().len()), (vec![], 1));
}

#[test]
fn messages_of_every_kind_are_handed_over_and_none_ends_the_stream() {
    let lines = [
        r#"{"matching_rules":[{"id":1519772640537456640}],"data":{"text":"fields in any order","id":"11"}}"#,
        r#"{"data":{"id":"12","text":"partial"},"errors":[{"title":"Not Found Error","type":"https://api.twitter.com/2/problems/resource-not-found"}],"matching_rules":[{"id":"1"}]}"#,
        r#"{"data":{"id":"13","text":"cut","note_tweet":{"text":"long"},"referenced_posts":[{"type":"quoted","id":"9"}],"edit_history_post_ids":["13"]}}"#,
        r#"{"new_kind":{"of":"message"}}"#,
        r#"{"info":{"message":"a notice","sent":"2026-03-12T09:30:00Z"}}"#,
        r#"{"errors":[{"title":"something-else","detail":"that ends nothing"}]}"#,
        "no JSON at all",
        r#"{"data":{"id":"14","text":"and on"}}"#,
    ];
    let server = server(vec![vec![Act::Send((lines.join("\r\n") + "\r\n").into_bytes())]]);
    let ear = listen(settings(&server));
    ear.until_post("14");
    assert_eq!(ear.posts(), ["11", "12", "13", "14"]);
    let frames = ear.loads().iter().flat_map(Load::frames).count();
    assert_eq!((frames, server.connects().len()), (8, 1));
}

#[test]
fn a_clean_end_is_followed_by_a_connection_at_once_and_a_gap() {
    let server = server(vec![[then(1), vec![Act::End]].concat(), then(2)]);
    let ear = listen(settings(&server));
    ear.until_post("2");
    assert_eq!(ear.posts(), ["1", "2"]);
    assert_eq!(ear.gaps(), ["X ended the connection"]);
}

#[test]
fn a_connection_that_breaks_inside_a_line_costs_that_line_alone() {
    let half = post(2, "rust is cut 🦀")[..40].to_vec();
    let server = server(vec![vec![Act::Send(post(1, "a")), Act::Send(half), Act::Break], then(3)]);
    let ear = listen(settings(&server));
    ear.until_post("3");
    assert_eq!(ear.posts(), ["1", "3"]);
    assert_eq!(ear.faults(), ["line cut off by the end of the connection"]);
    assert_eq!(ear.gaps().len(), 1);
}

#[test]
fn a_connection_that_is_reset_is_made_again_and_is_a_gap() {
    let first = vec![Act::Send(post(1, "a")), Act::Wait, Act::Reset];
    let server = server(vec![first, then(2)]);
    let ear = listen(settings(&server));
    ear.until_post("1");
    server.go();
    ear.until_post("2");
    assert_eq!(ear.posts(), ["1", "2"]);
    assert_eq!(ear.gaps().len(), 1, "{:?}", ear.gaps());
    assert!(ear.gaps()[0].contains("lost the connection"), "{:?}", ear.gaps());
}

#[test]
fn two_that_end_each_other_come_back_ever_more_seldom() {
    let manners = Manners { second: Second::EndsTheFirst, ..Manners::default() };
    let server = X::start(manners, vec![then(1)]);
    let (one, other) = (listen(settings(&server)), listen(settings(&server)));
    one.until("four connections", |_| server.connects().len() >= 8);
    drop((one, other));
    // One of them has made four of these at least, and has waited 0, 10 and 20 ms between.
    let all = server.connects();
    assert!(all[7] - all[0] >= 30 * MILLI, "{:?}", spacing(&server));
}

#[test]
fn what_x_leaves_out_of_its_posts_is_told_once() {
    let bare = |id: u64| format!("{{\"data\":{{\"id\":\"{id}\",\"text\":\"a\"}}}}\r\n");
    let posts: String = (1..=30).map(bare).collect();
    let server = server(vec![vec![Act::Send(posts.into_bytes())]]);
    let ear = listen(settings(&server));
    ear.until_post("30");
    let without = |note: &String| note.starts_with("posts are delivered without author_id");
    assert_eq!(ear.notes().iter().filter(|note| without(note)).count(), 1, "{:?}", ear.notes());
}

#[test]
fn silence_is_a_stall_and_ends_in_a_new_connection() {
    let server = server(vec![then(1), then(2)]);
    let mut settings = settings(&server);
    settings.waits.silence = 300 * MILLI;
    let ear = listen(settings);
    ear.until_post("2");
    assert!(ear.statuses().iter().any(|status| matches!(status, Status::Stalled { .. })));
    assert_eq!(ear.gaps(), ["no sign of life from X"]);
    assert!(spacing(&server)[0] >= 300 * MILLI);
}

#[test]
fn heartbeats_alone_keep_a_quiet_stream_alive() {
    let server = server(vec![[vec![Act::Beat(50 * MILLI, 60)], then(1)].concat()]);
    let mut settings = settings(&server);
    settings.waits.silence = Duration::from_secs(2);
    let ear = listen(settings);
    ear.until_post("1");
    assert_eq!((server.connects().len(), ear.gaps()), (1, vec![]));
}

#[test]
fn an_announced_end_is_read_to_the_end_and_told() {
    let inner = r#""title":"operational-disconnect","disconnect_type":"UpstreamOperationalDisconnect","detail":"This stream has been disconnected upstream for operational reasons.","type":"https://api.x.com/2/problems/operational-disconnect""#;
    for line in [format!("{{\"errors\":[{{{inner}}}]}}\r\n"), format!("{{{inner}}}\r\n")] {
        let goodbye = Act::Send(line.into_bytes());
        let first = vec![Act::Send(post(1, "a")), goodbye, Act::Send(post(2, "b"))];
        // Once it closes, once it forgets to.
        for last in [vec![Act::End], vec![]] {
            let server = server(vec![[first.clone(), last].concat(), then(3)]);
            let ear = listen(settings(&server));
            ear.until_post("3");
            assert_eq!(ear.posts(), ["1", "2", "3"]);
            assert!(ear.gaps()[0].contains("for operational reasons"), "{:?}", ear.gaps());
        }
    }
}

#[test]
fn a_slow_reader_is_told_what_to_do() {
    let line = r#"{"errors":[{"title":"operational-disconnect","disconnect_type":"SlowReader","detail":"too slow"}]}"#;
    let server = server(vec![vec![Act::Send(format!("{line}\r\n").into()), Act::End], then(1)]);
    let ear = listen(settings(&server));
    ear.until_post("1");
    let (reason, advice) = ear.waits().remove(0);
    assert!(reason.contains("too slowly") && advice.unwrap().contains("track less"), "{reason}");
}

#[test]
fn waits_after_errors_of_the_server_double_and_are_never_shorter_than_documented() {
    let html = "<html><body>over capacity</body></html>";
    let refuse = |status| vec![Act::Refuse(status, vec![], html.to_owned())];
    let server = server(vec![refuse(503), refuse(500), refuse(502), refuse(504), then(1)]);
    let ear = listen(settings(&server));
    ear.until_post("1");
    let least = [40, 80, 160, 160].map(|millis| millis * MILLI);
    let spacing = spacing(&server);
    assert_eq!(spacing.len(), 4);
    assert!(spacing.iter().zip(least).all(|(wait, least)| *wait >= least), "{spacing:?}");
}

#[test]
fn waits_after_broken_connections_begin_at_nothing_and_grow() {
    let broken = vec![Act::Break];
    let server = server(vec![broken.clone(), broken.clone(), broken.clone(), broken, then(1)]);
    let ear = listen(settings(&server));
    ear.until_post("1");
    let least = [0, 10, 20, 30].map(|millis| millis * MILLI);
    let spacing = spacing(&server);
    assert!(spacing.iter().zip(least).all(|(wait, least)| *wait >= least), "{spacing:?}");
    assert_eq!(spacing.len(), 4);
}

#[test]
fn a_rate_limit_waits_for_the_reset_and_the_wait_asked_for() {
    let soon = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs() + 3;
    let by_time =
        vec![("x-rate-limit-reset", soon.to_string()), ("x-rate-limit-remaining", "0".to_owned())];
    let body = problem("", "Too Many Requests", 429, "Too Many Requests");
    let old = r#"{"errors":[{"code":88,"message":"Rate limit exceeded"}]}"#.to_owned();
    let server = server(vec![
        vec![Act::Refuse(429, by_time, body.clone())],
        vec![Act::Refuse(429, vec![("retry-after", "1".to_owned())], old)],
        vec![Act::Refuse(420, vec![], body)],
        then(1),
    ]);
    let ear = listen(settings(&server));
    ear.until_post("1");
    let spacing = spacing(&server);
    let least = [1000, 1000, 800].map(|millis| millis * MILLI);
    assert!(spacing.iter().zip(least).all(|(wait, least)| *wait >= least), "{spacing:?}");
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
    assert!(now >= soon, "it came before the reset");
    assert!(ear.waits()[0].0.contains("slow down"));
}

#[test]
fn another_connection_is_waited_for_and_told() {
    let full = || vec![Act::Refuse(429, vec![], too_many_connections())];
    let server = server(vec![full(), full(), full(), then(1)]);
    let ear = listen(settings(&server));
    ear.until_post("1");
    let least = [40, 200, 400].map(|millis| millis * MILLI);
    let spacing = spacing(&server);
    assert!(spacing.iter().zip(least).all(|(wait, least)| *wait >= least), "{spacing:?}");
    let (reason, advice) = ear.waits().remove(0);
    assert!(reason.starts_with("X counts another connection"), "{reason}");
    assert!(advice.unwrap().contains("another program"));
}

#[test]
fn refusals_only_the_user_can_cure_end_the_source_at_once_with_advice() {
    let capped = r#"{"account_id":1,"product_name":"standard","title":"UsageCapExceeded","period":"Monthly","scope":"Product","detail":"Usage cap exceeded: Monthly product cap","type":"https://api.twitter.com/2/problems/usage-capped"}"#;
    let enrolled = r#"{"client_id":"1","detail":"When authenticating requests","registration_url":"https://developer.x.com","title":"Client Forbidden","required_enrollment":"Appropriate Level of API Access","reason":"client-not-enrolled","type":"https://api.twitter.com/2/problems/client-forbidden"}"#;
    let fields = r#"{"errors":[{"parameters":{"tweet.fields":["x"]},"message":"The tweet.fields query parameter value [x] is not one of"}],"title":"Invalid Request","detail":"One or more parameters to your request was invalid.","type":"https://api.twitter.com/2/problems/invalid-request"}"#;
    let old = r#"{"errors":[{"message":"Invalid or expired token","code":89}]}"#;
    let credit = |name, title| problem(name, title, 402, "credits depleted");
    let user = problem("unsupported-authentication", "Unsupported Authentication", 403, "a detail");
    let rows: Vec<(u16, String, &str, &str)> = vec![
        (401, problem("", "Unauthorized", 401, "Unauthorized"), "token", "X_BEARER_TOKEN"),
        (401, old.to_owned(), "Invalid or expired token", "X_BEARER_TOKEN"),
        (402, credit("credits-depleted", "Payment Required"), "credit", "buy credit"),
        (402, credit("credits", "CreditsDepleted"), "credit", "buy credit"),
        (
            403,
            problem("", "Forbidden", 403, "Forbidden"),
            "does not allow",
            "access to the filtered stream",
        ),
        (403, enrolled.to_owned(), "does not let this app", "client-not-enrolled"),
        (403, user, "a user's", "app-only"),
        (403, "<html>use v2</html>".to_owned(), "does not allow", "developer console"),
        (400, fields.to_owned(), "One or more parameters", "newer moodwire"),
        (404, "<html>nothing</html>".to_owned(), "address", "X_API_URL"),
        (429, capped.to_owned(), "used up", "next period"),
    ];
    for (status, body, reason, advice) in rows {
        let server = server(vec![vec![Act::Refuse(status, vec![], body)], then(1)]);
        let ear = listen(settings(&server));
        let told = ear.until_failed();
        assert!(told.0.contains(reason), "{status}: {told:?}");
        assert!(told.1.contains(advice), "{status}: {told:?}");
        ear.until("end", |loads| loads.iter().any(|load| matches!(load, Load::End)));
        assert_eq!(server.connects().len(), 1, "{status}");
    }
}

#[test]
fn credit_that_ends_in_the_middle_of_the_stream_ends_the_source() {
    let line =
        r#"{"errors":[{"title":"CreditsDepleted","type":"https://api.x.com/2/problems/credits"}]}"#;
    let server = server(vec![
        vec![Act::Send(post(1, "a")), Act::Send(format!("{line}\r\n").into()), Act::End],
        then(2),
    ]);
    let ear = listen(settings(&server));
    assert!(ear.until_failed().0.contains("credit"));
    assert_eq!(server.connects().len(), 1);
    assert_eq!(ear.posts(), ["1"]);
}

#[test]
fn rules_that_are_gone_are_made_again() {
    let server = server(vec![vec![Act::Send(post(1, "a")), Act::Wait, Act::End], then(2)]);
    let ear = listen(settings(&server));
    ear.until_post("1");
    let before = server.rules();
    assert_eq!(before.len(), 1);
    server.forget_rules();
    server.go();
    ear.until_post("2");
    assert_eq!(server.rules(), before);
    assert!(spacing(&server)[1] >= 40 * MILLI, "after 409 as after any error of the server");
}

#[test]
fn trouble_with_the_rules_is_waited_out() {
    let mut manners = Manners::default();
    manners.first.push_back((503, "<html>".to_owned()));
    let server = X::start(manners, vec![then(1)]);
    let ear = listen(settings(&server));
    ear.until_post("1");
    assert!(ear.waits()[0].0.contains("503"), "{:?}", ear.waits());
}

#[test]
fn a_line_over_the_limit_is_counted_once_and_the_same_connection_goes_on() {
    let huge = [vec![b'x'; 300_000], b"\r\n".to_vec()].concat();
    let server =
        server(vec![vec![Act::Send(post(1, "a")), Act::Send(huge), Act::Send(post(2, "b"))]]);
    let mut settings = settings(&server);
    settings.max_line = 64 << 10;
    let ear = listen(settings);
    ear.until_post("2");
    assert_eq!(ear.faults(), ["line over 64 KiB"]);
    assert_eq!((ear.posts().len(), server.connects().len()), (2, 1));
}

#[test]
fn a_compressed_stream_is_refused_clearly() {
    let manners = Manners { gzip: true, ..Manners::default() };
    let server = X::start(manners, vec![then(1)]);
    let ear = listen(settings(&server));
    assert!(ear.until_failed().0.contains("compressed"));
}

#[test]
fn a_redirect_is_not_followed_and_carries_no_token() {
    let elsewhere = server(vec![then(1)]);
    let location = ("location", format!("{}/2/tweets/search/stream", elsewhere.url()));
    let server = server(vec![vec![Act::Refuse(307, vec![location], String::new())]]);
    let ear = listen(settings(&server));
    let (reason, advice) = ear.until_failed();
    assert!(reason.contains("not sent there") && advice.contains("X_API_URL"), "{reason}");
    assert_eq!(elsewhere.asked().len(), 0);
}

#[test]
fn stopping_closes_the_connection_so_that_the_next_start_is_not_refused() {
    let manners = Manners { second: Second::Refused, ..Manners::default() };
    let server = X::start(manners, vec![then(1)]);
    let ear = listen(settings(&server));
    ear.until_post("1");
    ear.stop.set();
    ear.until("end", |loads| loads.iter().any(|load| matches!(load, Load::End)));
    let end = Instant::now() + Duration::from_secs(20);
    while server.closed() == 0 {
        assert!(Instant::now() < end, "the connection stayed open");
        std::thread::yield_now();
    }
    let next = listen(settings(&server));
    next.until_post("1");
    assert_eq!((server.connects().len(), next.waits()), (2, vec![]));
}

#[test]
fn a_connection_that_lingers_is_waited_out() {
    let manners = Manners { second: Second::Refused, linger: 150 * MILLI, ..Manners::default() };
    let server = X::start(manners, vec![[then(1), vec![Act::Break]].concat(), then(2)]);
    let ear = listen(settings(&server));
    ear.until_post("2");
    assert_eq!(ear.posts(), ["1", "2"]);
    assert_eq!(ear.gaps().len(), 1, "one gap, however many attempts it took");
}

#[test]
fn a_token_is_asked_for_once_and_used_as_it_is() {
    let server = server(vec![[then(1), vec![Act::End]].concat(), then(2)]);
    let (key, secret) = (Secret::new(KEY.0), Secret::new(KEY.1));
    let access = Some(Access::Consumer { key, secret });
    let ear = listen(Settings { access, ..settings(&server) });
    ear.until_post("2");
    let tokens = server.asked().iter().filter(|asked| asked.path == "/oauth2/token").count();
    assert_eq!(tokens, 1);
}

#[test]
fn a_wrong_consumer_key_is_told() {
    let server = server(vec![then(1)]);
    let (key, secret) = (Secret::new("wrong"), Secret::new(KEY.1));
    let ear =
        listen(Settings { access: Some(Access::Consumer { key, secret }), ..settings(&server) });
    let (reason, advice) = ear.until_failed();
    assert!(reason.contains("consumer key") && advice.contains("X_CONSUMER_KEY"), "{reason}");
}

#[test]
fn nothing_secret_is_in_anything_that_is_said_or_kept() {
    let secret = "wrong-token-that-must-not-be-seen";
    let server = server(vec![then(1)]);
    let mut wrong = settings(&server);
    wrong.access = Some(Access::Bearer(Secret::new(secret)));
    assert!(!format!("{wrong:?}").contains(secret));
    let ear = listen(wrong);
    // This server sends the token back in its answer.
    let told = ear.until_failed();
    assert!(told.0.contains("***"), "{told:?}");
    assert!(!format!("{:?}", ear.loads()).contains(secret));
}

#[test]
fn every_request_names_the_program_and_declines_compression() {
    let server = server(vec![then(1)]);
    let ear = listen(settings(&server));
    ear.until_post("1");
    let asked = server.asked();
    assert!(asked.len() >= 4);
    for request in &asked {
        let header = |name: &str| {
            request.headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
        };
        assert!(header("user-agent").unwrap().starts_with("moodwire/"), "{request:?}");
        assert_eq!(header("accept-encoding"), Some("identity"), "{request:?}");
        assert!(!format!("{request:?}").contains(TOKEN), "{request:?}");
    }
    let stream = &asked.last().unwrap().path;
    for wanted in ["note_tweet", "referenced_tweets.id.author_id", "created_at", "lang", "username"]
    {
        assert!(stream.contains(wanted), "{stream}");
    }
}

#[test]
fn what_runs_where_and_what_it_costs_is_told_before_and_while_it_runs() {
    let server = server(vec![vec![
        Act::Send(post(1, "a")),
        Act::Pause(50 * MILLI),
        Act::Send(post(2, "b")),
    ]]);
    server.stands("dogs", None);
    let mut settings = settings(&server);
    settings.topics = vec![Topic::parse("r = rust -pie").unwrap()];
    settings.estimates = 10 * MILLI;
    let ear = listen(settings);
    ear.until("note", |loads| {
        loads
            .iter()
            .any(|load| matches!(load, Load::Notice(Notice::Status(Status::Note(note)), _) if note.contains("so far")))
    });
    let notes = ear.notes();
    for wanted in [
        "1 rule on X",
        "matched here: -pie",
        "rules of others deliver too: 1",
        "0.005 USD a post",
        "30.00 USD an hour",
    ] {
        assert!(notes[0].contains(wanted), "{}", notes[0]);
    }
    assert!(notes[1].contains("USD an hour"), "{}", notes[1]);
}

#[test]
fn a_run_counts_what_foreign_rules_brought_as_untracked_and_ends_when_the_credit_does() {
    let gone =
        vec![Act::Refuse(402, vec![], problem("credits", "CreditsDepleted", 402, "no credits"))];
    let first = vec![
        Act::Send(post(1, "rust is great")),
        Act::Send(post(2, "dogs are great")),
        Act::Send(post(1, "rust is great")),
        Act::Send(post(3, "I hate #rust")),
        Act::End,
    ];
    let server = server(vec![first, gone]);
    server.stands("dogs", None);
    let mut command = Command::new(env!("CARGO_BIN_EXE_moodwire"));
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("MOODWIRE_") {
            command.env_remove(name);
        }
    }
    command.args(["stream", "x", "--track", "rust"]).stdin(Stdio::null());
    let output =
        command.env("X_API_URL", server.url()).env("X_BEARER_TOKEN", TOKEN).output().unwrap();
    let out = String::from_utf8(output.stdout).unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(!out.contains(TOKEN) && !err.contains(TOKEN));
    let summary: serde_json::Value = serde_json::from_str(out.lines().last().unwrap()).unwrap();
    let count = |name: &str| summary[name].as_u64().unwrap();
    assert_eq!(
        [
            count("posts"),
            count("untracked"),
            count("duplicates"),
            count("counted"),
            count("dropped")
        ],
        [4, 1, 1, 2, 0],
        "{out}{err}"
    );
}
