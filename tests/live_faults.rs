//! Every fault that networks are known for, in one table: what the network sent, what was received,
//! and what was lost. What is lost was never sent, and a gap says so.
//!
//! The table is shown by `cargo test --test live_faults -- --nocapture`. The truth is that of the
//! servers on this machine which stand in for the networks; waits are shortened.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod mock;

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use mock::jetstream::{self, Jetstream, now_us};
use mock::mastodon::{self, Answer, Mastodon};
use mock::run::{Ended, Run};
use mock::x::{self, Manners, Second, X};
use moodwire::{
    BackoffPolicy, BlueskySettings, MastodonSettings, PipelineSettings, Ramp, Secret,
    SourceSettings, Tokens, Waits, Wire, XAccess as Access, XSettings,
};

const MILLI: Duration = Duration::from_millis(1);

/// A token that must be seen nowhere.
const TOKEN: &str = "ZnJvbS1hLXRlc3Q";

/// Plays a row; gives how many posts there were, and what is left of the run.
type Play = dyn Fn(&Row) -> (u64, Ended) + Send + Sync;

/// One behaviour of a network, and what must become of it.
struct Row {
    network: &'static str,
    behaviour: &'static str,
    /// Posts that the network never delivered.
    missed: u64,
    /// `None` where it is chance what comes by page and by stream.
    duplicated: Option<u64>,
    undecodable: u64,
    gaps: usize,
    /// What the user is told, among other things.
    says: &'static str,
    end: End,
    play: Box<Play>,
}

/// How a run ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum End {
    /// When everything has come.
    Asked,
    /// By itself, as only the user can help.
    Failed,
}

impl Row {
    fn missed(self, posts: u64) -> Self {
        Self { missed: posts, ..self }
    }

    fn twice(self, posts: u64) -> Self {
        Self { duplicated: Some(posts), ..self }
    }

    fn broken(self, frames: u64) -> Self {
        Self { undecodable: frames, ..self }
    }

    fn gap(self) -> Self {
        Self { gaps: 1, ..self }
    }

    fn says(self, says: &'static str) -> Self {
        Self { says, ..self }
    }

    fn fails(self) -> Self {
        Self { end: End::Failed, gaps: 1, ..self }
    }

    /// Runs until all of the posts are there that the servers have; `None`: there will be more.
    fn run(
        &self,
        source: &str,
        reading: &SourceSettings,
        sent: impl Fn() -> Option<u64>,
    ) -> (u64, Ended) {
        let limits = PipelineSettings { threads: 1, ..PipelineSettings::default() };
        let run = Run::on(source, reading, limits);
        let ended = match self.end {
            End::Failed => run.outcome(),
            End::Asked => {
                run.until(self.behaviour, |shown| {
                    let counts = shown.counts;
                    Some(counts.counted + counts.late + self.missed) == sent()
                        && self.duplicated.is_none_or(|posts| counts.duplicates == posts)
                        && counts.undecodable == self.undecodable
                        && counts.gaps == self.gaps as u64
                });
                run.end()
            }
        };
        (sent().unwrap_or(0), ended)
    }

    /// Plays it and checks what came of it; gives the line of the table.
    fn line(&self) -> String {
        let (sent, ended) = (self.play)(self);
        let name = format!("{}: {}", self.network, self.behaviour);
        let (late, received) = (ended.summary("late"), ended.summary("counted"));
        let lost = sent - received - late;
        assert_eq!(lost, self.missed, "{name}: {}", ended.notices);
        assert_eq!(late, 0, "{name}");
        let duplicated = ended.summary("duplicates");
        assert!(self.duplicated.is_none_or(|posts| posts == duplicated), "{name}: {duplicated}");
        assert_eq!(ended.summary("undecodable"), self.undecodable, "{name}");
        assert_eq!(ended.summary("dropped"), 0, "{name}");
        assert_eq!(ended.of("gap").len(), self.gaps, "{name}: {}", ended.notices);
        assert!(lost == 0 || self.gaps > 0, "{name}: what is lost must be told");
        assert!(ended.notices.contains(self.says), "{name}: {}", ended.notices);
        let has_advice = ended.outcome.failed.iter().any(|failed| failed.advice.is_some());
        assert_eq!(has_advice, self.end == End::Failed, "{name}");
        let (network, behaviour, gaps) = (self.network, self.behaviour, self.gaps);
        let did = did(&ended, self.undecodable);
        format!(
            "{network} | {behaviour} | {did} | {sent} | {received} | {duplicated} | {lost} | {gaps}"
        )
    }
}

/// What was done, as the user was told it.
fn did(ended: &Ended, undecodable: u64) -> String {
    let mut deeds: Vec<String> = Vec::new();
    for notice in ended.notices.lines() {
        let notice = notice.split_once("waiting until ").map_or(notice, |(_, rest)| rest);
        let (_, said) = notice.split_once(": ").unwrap_or(("", notice));
        let deed = match said.split_once(": ") {
            Some(("note", _)) => continue,
            Some(("stalled", why)) => format!("left it, connected again ({why})"),
            Some(("failed", why)) => format!("ended with advice ({why})"),
            _ => format!("connected again ({said})"),
        };
        let deed = cut(&without_ports(&deed));
        if !deeds.contains(&deed) {
            deeds.push(deed);
        }
    }
    if undecodable > 0 {
        deeds.push(format!("passed over and counted {undecodable}"));
    }
    if deeds.is_empty() {
        deeds.push("read on".to_owned());
    }
    deeds.join("; ")
}

/// Ports differ from run to run.
fn without_ports(text: &str) -> String {
    let mut parts = text.split("127.0.0.1");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let port = part.strip_prefix(':').unwrap_or(part);
        let rest = port.trim_start_matches(|c: char| c.is_ascii_digit());
        // The colon of a sentence is followed by a blank.
        let rest = if rest.len() == port.len() { part } else { rest };
        plain = plain + "the server" + rest;
    }
    plain
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(90) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn row(
    network: &'static str,
    behaviour: &'static str,
    play: impl Fn(&Row) -> (u64, Ended) + Send + Sync + 'static,
) -> Row {
    let play = Box::new(play);
    let duplicated = (network != "Mastodon").then_some(0);
    let (missed, undecodable, gaps, says, end) = (0, 0, 0, "", End::Asked);
    Row { network, behaviour, missed, duplicated, undecodable, gaps, says, end, play }
}

fn len(posts: usize) -> u64 {
    posts as u64
}

// X

type Change = fn(XSettings) -> XSettings;

/// A row of X: how the server behaves, what it does, and how it is listened to.
fn on_x(
    behaviour: &'static str,
    manners: Manners,
    scripts: Vec<Vec<x::Act>>,
    change: Change,
) -> Row {
    row("X", behaviour, move |row| {
        let server = X::start(manners.clone(), scripts.clone());
        let x = change(server.settings());
        let reading = SourceSettings { max_line: x.max_line, x, ..SourceSettings::default() };
        let is_last = || server.opened() >= scripts.len() || row.end == End::Failed;
        row.run("x", &reading, || is_last().then(|| len(server.sent().len()) + row.missed))
    })
}

fn x(behaviour: &'static str, scripts: Vec<Vec<x::Act>>) -> Row {
    on_x(behaviour, Manners::default(), scripts, |settings| settings)
}

fn x_says(text: impl Into<Vec<u8>>) -> x::Act {
    x::Act::Send([text.into(), b"\r\n".to_vec()].concat())
}

fn x_posts(ids: impl IntoIterator<Item = u64>) -> x::Act {
    x::Act::Send(ids.into_iter().flat_map(|id| x::post(id, "rust 🦀 is here")).collect())
}

/// A connection that is refused, and one that is not.
fn x_refuses(behaviour: &'static str, status: u16, body: &str) -> Row {
    let refuse = x::Act::Refuse(status, vec![], body.to_owned());
    x(behaviour, vec![vec![refuse], vec![x_posts([1])]])
}

fn x_rows() -> Vec<Row> {
    use x::Act;
    let cut = x::post(2, "rust is cut 🦀");
    let inside = cut.iter().rposition(|byte| *byte == 0xf0).unwrap() + 2;
    let goodbye = r#""title":"operational-disconnect","disconnect_type":"UpstreamOperationalDisconnect","detail":"for operational reasons","type":"https://api.x.com/2/problems/operational-disconnect""#;
    let shapes = [
        r#"{"matching_rules":[{"id":1519772640537456640}],"data":{"text":"fields in any order","id":"11"}}"#,
        r#"{"data":{"id":"12","text":"partial"},"errors":[{"title":"Not Found Error","type":"https://api.twitter.com/2/problems/resource-not-found"}],"matching_rules":[{"id":"1"}]}"#,
        r#"{"data":{"id":"13","text":"cut","note_post":{"text":"long"},"referenced_posts":[{"type":"quoted","id":"9"}],"edit_history_post_ids":["13"]}}"#,
        r#"{"data":{"id":"14","text":"no tag","geo":{},"attachments":{},"format":"default"},"matching_rules":[{"id":"1"},{"id":"2","tag":""}]}"#,
        r#"{"data":{"id":"15","text":"RT @a: cut","author_id":"3","referenced_tweets":[{"type":"retweeted","id":"16"}]},"includes":{"tweets":[{"id":"15","text":"RT @a: cut"},{"id":"16","text":"whole"}],"users":[]}}"#,
    ];
    let soon = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs() + 2;
    let reset =
        vec![("x-rate-limit-reset", soon.to_string()), ("x-rate-limit-remaining", "0".to_owned())];
    let slow = x::problem("", "Too Many Requests", 429, "Too Many Requests");
    let capped = r#"{"title":"UsageCapExceeded","period":"Monthly","detail":"Usage cap exceeded: Monthly product cap","type":"https://api.twitter.com/2/problems/usage-capped"}"#;
    let rules = r#"{"title":"ConnectionException","connection_issue":"RuleConfigurationIssue","type":"https://api.twitter.com/2/problems/streaming-connection"}"#;
    let html = "<html><body>over capacity</body></html>";
    let again = |last: Act| vec![vec![x_posts([1]), last], vec![x_posts([3])]];
    let full = |settings: XSettings| settings;
    let patient = |mut settings: XSettings| {
        settings.waits.silence = 400 * MILLI;
        settings
    };
    vec![
        x("one byte in a chunk", vec![vec![Act::Drip(x::post(1, "rust 🦀 é drips"))]]),
        x("100 posts in one chunk", vec![vec![x_posts(1..=100)]]),
        x("posts of every shape, old keys and new", vec![vec![x_says(shapes.join("\r\n"))]]),
        x(
            "unknown message, broken line, notice of a delete",
            vec![vec![
                x_says(r#"{"new_kind":{"of":"message"}}"#),
                x_says("no JSON at all"),
                x_says(r#"{"delete":{"status":{"id_str":"1","user_id_str":"2"}}}"#),
                x_posts([1]),
            ]],
        )
        .broken(1),
        on_x(
            "heartbeats, and no post for long",
            Manners::default(),
            vec![vec![Act::Beat(50 * MILLI, 20), x_posts([1])]],
            patient,
        ),
        on_x(
            "silence on an open connection",
            Manners::default(),
            vec![vec![x_posts([1])], vec![x_posts([3])]],
            patient,
        )
        .missed(1)
        .gap()
        .says("stalled: no sign of life"),
        x("ends the stream in order", again(Act::End)).missed(1).gap(),
        x(
            "announces the end, then ends",
            vec![
                vec![x_posts([1]), x_says(format!("{{\"errors\":[{{{goodbye}}}]}}")), Act::End],
                vec![x_posts([3])],
            ],
        )
        .missed(1)
        .gap()
        .says("for operational reasons"),
        x(
            "announces the end bare, and forgets to end",
            vec![vec![x_posts([1]), x_says(format!("{{{goodbye}}}"))], vec![x_posts([3])]],
        )
        .missed(1)
        .gap()
        .says("for operational reasons"),
        x(
            "resets the connection in a line",
            vec![
                vec![
                    x_posts([1]),
                    Act::Pause(100 * MILLI),
                    Act::Send(cut[..40].to_vec()),
                    Act::Pause(100 * MILLI),
                    Act::Reset,
                ],
                vec![x_posts([3])],
            ],
        )
        .missed(1)
        .broken(1)
        .gap(),
        on_x(
            "falls silent in a line",
            Manners::default(),
            vec![
                vec![x_posts([1]), Act::Pause(50 * MILLI), Act::Send(cut[..40].to_vec())],
                vec![x_posts([3])],
            ],
            patient,
        )
        .missed(1)
        .broken(1)
        .gap()
        .says("stalled: no sign of life"),
        x(
            "breaks off inside a letter",
            vec![
                vec![x_posts([1]), Act::Send(cut[..inside].to_vec()), Act::Break],
                vec![x_posts([3])],
            ],
        )
        .missed(1)
        .broken(1)
        .gap(),
        x(
            "repeats posts after a new connection",
            vec![vec![x_posts([1, 2]), Act::End], vec![x_posts([1, 2, 3])]],
        )
        .twice(2)
        .gap(),
        on_x(
            "a line over the limit",
            Manners::default(),
            vec![vec![x_posts([1]), x_says(vec![b'x'; 200_000]), x_posts([2])]],
            |settings| XSettings { max_line: 64 << 10, ..settings },
        )
        .broken(1),
        on_x(
            "compresses though that was declined",
            Manners { gzip: true, ..Manners::default() },
            vec![vec![x_posts([])]],
            full,
        )
        .fails()
        .says("compressed"),
        x_refuses("503 with a web page", 503, html).gap().says("503"),
        x_refuses("500 without words", 500, "").gap().says("500"),
        x(
            "429, to be waited for until the reset",
            vec![vec![Act::Refuse(429, reset, slow.clone())], vec![x_posts([1])]],
        )
        .gap()
        .says("slow down"),
        x_refuses("420", 420, &slow).gap().says("slow down"),
        x_refuses("429 as another is connected", 429, &x::too_many_connections())
            .gap()
            .says("another connection"),
        on_x(
            "counts the last connection for a while",
            Manners { second: Second::Refused, linger: 150 * MILLI, ..Manners::default() },
            again(Act::Break),
            full,
        )
        .missed(1)
        .gap(),
        x_refuses("429 as the month is used up", 429, capped).fails().says("used up"),
        x_refuses("402", 402, &x::problem("credits", "CreditsDepleted", 402, "none left"))
            .fails()
            .says("credit"),
        x_refuses("403", 403, &x::problem("", "Forbidden", 403, "Forbidden")).fails(),
        x_refuses("400", 400, &x::problem("invalid-request", "Invalid Request", 400, "x")).fails(),
        x_refuses("404 with a web page", 404, "<html>nothing</html>").fails(),
        x_refuses("409, the rules are gone", 409, rules).gap().says("no rules"),
        on_x("401, a wrong token", Manners::default(), vec![vec![x_posts([1])]], |settings| {
            XSettings { access: Some(Access::Bearer(Secret::new("wrong"))), ..settings }
        })
        .fails()
        .says("***"),
        row("X", "sends elsewhere", |row| {
            let elsewhere = X::start(Manners::default(), vec![vec![x_posts([1])]]);
            let to = ("location", format!("{}/2/tweets/search/stream", elsewhere.url()));
            let refuse = x::Act::Refuse(307, vec![to], String::new());
            let server = X::start(Manners::default(), vec![vec![refuse]]);
            let reading = SourceSettings { x: server.settings(), ..SourceSettings::default() };
            let told = row.run("x", &reading, || None);
            assert_eq!(elsewhere.asked().len(), 0, "nothing is sent there");
            told
        })
        .fails()
        .says("not sent there"),
    ]
}

// Mastodon

/// A row of Mastodon: what the streams do, and what is put right before it begins.
fn on_mastodon(
    behaviour: &'static str,
    scenes: Vec<Vec<mastodon::Act>>,
    change: fn(&Mastodon, MastodonSettings) -> MastodonSettings,
) -> Row {
    row("Mastodon", behaviour, move |row| {
        let server = Mastodon::start(TOKEN, scenes.clone());
        let mastodon = change(&server, mastodon::settings(TOKEN));
        let reading = SourceSettings { mastodon, ..SourceSettings::default() };
        let all: usize = scenes.iter().flatten().map(mastodon::Act::posts).sum();
        let is_whole = || server.posts() == all && (row.gaps > 0 || server.is_settled());
        let is_last = || is_whole() || row.end == End::Failed;
        row.run(&server.source(), &reading, || is_last().then(|| len(server.posts())))
    })
}

fn toot(behaviour: &'static str, scenes: Vec<Vec<mastodon::Act>>) -> Row {
    on_mastodon(behaviour, scenes, |_, settings| settings)
}

/// Something else than a stream, then a stream.
fn toot_answers(behaviour: &'static str, answer: Answer) -> Row {
    use mastodon::Act;
    toot(behaviour, vec![vec![Act::Answer(answer)], vec![Act::Post("one")]])
}

const WITHOUT_TOKEN_LIMITED: &str = "asked without a token: 260 posts between two looks, but its \
                                     limit of requests leaves 5 pages of 40";

fn mastodon_rows() -> Vec<Row> {
    use mastodon::Act;
    let away =
        |posts| vec![Act::Wait(5 * MILLI), Act::Missed(posts), Act::Answer(Answer::page(502))];
    let long =
        format!("event: update\ndata: {{\"id\":\"9\",\"text\":\"{}\"}}\n\n", "a".repeat(9_000));
    let asking = |settings| MastodonSettings { tokens: Tokens::default(), ..settings };
    let after = |name: &str| {
        let mut answer = Answer::error(429, "Too many requests");
        answer.head += &format!("Retry-After: {name}\r\n");
        answer
    };
    vec![
        toot(
            "heartbeats in both forms, bare ids, `undefined`, unknown events",
            vec![vec![
                Act::Post("one"),
                Act::OldBeat,
                Act::OldBeat,
                Act::Beat,
                Act::Send(b"event: delete\ndata: 107214471804101576\n\n".to_vec()),
                Act::Send(b"event: filters_changed\ndata: undefined\n\n".to_vec()),
                Act::Send(b"event: something_new\ndata: {}\n\n".to_vec()),
                Act::Post("two"),
            ]],
        ),
        toot(
            "cuts the connection inside an event; 3 posts meanwhile",
            vec![
                vec![
                    Act::Post("one"),
                    Act::Missed(3),
                    Act::Send(b"event: update\ndata: {\"id\":\"11".to_vec()),
                    Act::Cut,
                ],
                vec![Act::Post("five")],
            ],
        ),
        toot(
            "ends the stream in order; 90 posts meanwhile",
            vec![vec![Act::Post("one"), Act::End], away(90), vec![Act::Post("last")]],
        ),
        toot(
            "a post comes by page and by stream",
            vec![vec![Act::Post("one"), Act::Missed(1), Act::Cut], vec![Act::Repeat]],
        )
        .twice(1),
        toot(
            "2,000 posts meanwhile",
            vec![vec![Act::Post("one"), Act::Cut], away(2_000), vec![Act::Post("last")]],
        ),
        on_mastodon(
            "250 posts meanwhile, but its limit of requests leaves 5 pages of 40",
            vec![vec![Act::Post("one"), Act::Cut], away(250), vec![Act::Post("last")]],
            |server, settings| {
                // One question comes before the pages, and 20 are kept back.
                server.allow(1 + 4 + 20);
                settings
            },
        )
        .missed(50)
        .gap(),
        on_mastodon(
            "silence on an open connection",
            vec![vec![Act::Post("one"), Act::Silence], vec![Act::Post("two")]],
            |_, mut settings| {
                settings.waits.silence = 400 * MILLI;
                settings
            },
        )
        .says("stalled: "),
        toot(
            "bytes that are no text",
            vec![vec![
                Act::Post("one"),
                Act::Send(b"event: update\ndata: \xff\n\n".to_vec()),
                Act::Post("two"),
            ]],
        )
        .broken(1),
        toot(
            "an event over the limit",
            vec![vec![Act::Post("one"), Act::Send(long.into_bytes()), Act::Post("two")]],
        )
        .broken(1),
        on_mastodon(
            "is down when the run begins",
            vec![vec![Act::Post("one")]],
            |server, mut settings| {
                server.be_down(200 * MILLI);
                settings.waits.start = MILLI;
                settings
            },
        )
        .gap()
        .says("503"),
        toot(
            "falls silent in an event while its pages are answered",
            vec![
                vec![
                    Act::Post("one"),
                    Act::Send(b"event: update\ndata: {\"id\":\"115".to_vec()),
                    Act::Missed(3),
                    Act::Silence,
                ],
                vec![Act::Post("five")],
            ],
        )
        .says("stalled: "),
        toot_answers("200 with a web page", Answer::page(200)).says("text/html"),
        toot_answers("500", Answer::error(500, "An unexpected error occurred")),
        toot_answers("502 with a web page", Answer::page(502)).says("502"),
        toot_answers("429 until a time in ISO form", Answer::limited(Duration::from_secs(1))),
        toot_answers("429 with Retry-After", after("1")),
        toot("ends the stream as the token is revoked", vec![vec![Act::Post("one"), Act::Revoke]])
            .fails()
            .says("Invalid access token"),
        toot_answers("401, no token", Answer::error(401, "Missing access token")).fails(),
        toot_answers("401, old words", Answer::error(401, "Error: Invalid access token")).fails(),
        toot_answers(
            "401, a scope is missing",
            Answer::error(401, "Access token does not have the required scopes"),
        )
        .fails(),
        toot_answers("sends elsewhere", Answer::redirect("https://social.example/api"))
            .fails()
            .says("social.example"),
        row("Mastodon", "asked without a token: 503, then more", move |row| {
            let server = Mastodon::start(TOKEN, []);
            server.publish(&["one"]);
            let none = Answer::json(200, "[]");
            server.answer_pages([none.clone(), none, Answer::page(503)]);
            let mastodon = asking(mastodon::settings(TOKEN));
            let reading = SourceSettings { mastodon, ..SourceSettings::default() };
            row.run(&server.source(), &reading, || Some(len(server.posts())))
        })
        .says("no token in MASTODON_TOKEN"),
        row("Mastodon", "asked without a token: 2,000 posts between two looks", move |row| {
            let server = Mastodon::start(TOKEN, []);
            let none = Answer::json(200, "[]");
            server.answer_pages([none.clone(), none]);
            server.publish(&vec!["many"; 2_000]);
            let mastodon = asking(mastodon::settings(TOKEN));
            let reading = SourceSettings { mastodon, ..SourceSettings::default() };
            row.run(&server.source(), &reading, || Some(len(server.posts())))
        }),
        row("Mastodon", WITHOUT_TOKEN_LIMITED, move |row| {
            let server = Mastodon::start(TOKEN, []);
            let none = Answer::json(200, "[]");
            server.answer_pages([none.clone(), none]);
            server.publish(&vec!["many"; 260]);
            // Two questions come before the pages, and 20 are kept back.
            server.allow(2 + 4 + 20);
            let mastodon = asking(mastodon::settings(TOKEN));
            let reading = SourceSettings { mastodon, ..SourceSettings::default() };
            row.run(&server.source(), &reading, || Some(len(server.posts())))
        })
        .missed(60)
        .gap()
        .says("more posts than may be asked for"),
    ]
}

// Bluesky

type Scripts = fn() -> Vec<Vec<Vec<jetstream::Act>>>;

/// A row of Bluesky: what each server does.
fn sky(behaviour: &'static str, scripts: Scripts) -> Row {
    sky_as(behaviour, Wire::V1, scripts)
}

fn sky_as(behaviour: &'static str, wire: Wire, scripts: Scripts) -> Row {
    row("Bluesky", behaviour, move |row| {
        let mut scripts = scripts();
        let connections = scripts.iter().map(Vec::len).sum::<usize>();
        if let (Wire::V1, Some(last)) = (wire, scripts.last_mut().and_then(|all| all.last_mut())) {
            // A post of the present shows that all of the past has come.
            last.push(jetstream::Act::Now("present"));
        }
        let servers: Vec<Jetstream> = scripts.into_iter().map(Jetstream::start).collect();
        let all: Vec<&Jetstream> = servers.iter().collect();
        let bluesky = BlueskySettings { wire, ..jetstream::settings(&all) };
        let reading = SourceSettings { bluesky, ..SourceSettings::default() };
        row.run("bluesky", &reading, || {
            let mut sent = servers[0].sent();
            servers.iter().skip(1).for_each(|server| sent.extend(server.sent()));
            let made: usize = servers.iter().map(|server| server.seen().asked.len()).sum();
            (made >= connections).then(|| len(sent.len()) + row.missed)
        })
    })
}

fn send(key: &str, at: i64) -> jetstream::Act {
    jetstream::Act::Send(jetstream::post(key, at, "rust is lovely"))
}

fn bluesky_rows() -> Vec<Row> {
    use jetstream::Act;
    vec![
        sky("accepts and stays silent", || vec![vec![vec![]], vec![vec![send("a", now_us())]]])
            .says("stalled: "),
        sky("goes silent after posts", || {
            let at = now_us();
            let second = vec![send("a", at), send("b", at + 1_000), send("c", now_us())];
            vec![vec![vec![send("a", at)]], vec![second]]
        })
        .twice(1)
        .says("stalled: "),
        sky("pauses in a replay", || {
            let at = now_us();
            let pause = Act::Pause(Duration::from_millis(400));
            let second = vec![send("a", at), pause, send("b", at + 1_000)];
            vec![vec![vec![send("a", at), Act::Break], second]]
        })
        .twice(1)
        .says("broke the connection"),
        sky("falls silent in a message", || {
            let at = now_us();
            let second = vec![send("a", at), send("b", at + 1_000)];
            vec![vec![vec![send("a", at), Act::Part], second]]
        })
        .twice(1)
        .says("stalled: "),
        sky("503 for days", || {
            let mut scripts = vec![vec![Act::Refuse(503, None)]; 6];
            scripts.push(vec![send("a", now_us())]);
            vec![scripts]
        })
        .says("503"),
        sky("429 with Retry-After", || {
            vec![vec![vec![Act::Refuse(429, Some("1".to_owned()))], vec![send("a", now_us())]]]
        })
        .says("429"),
        sky("breaks without a word", || {
            let at = now_us();
            let second = vec![send("b", at + 1), send("c", at + 2)];
            vec![vec![vec![send("a", at), send("b", at + 1), Act::Break], second]]
        })
        .twice(1)
        .says("broke the connection"),
        sky("closes with 1001", || {
            let at = now_us();
            let first = vec![send("a", at), Act::Close(1001, "server shutting down")];
            vec![vec![first, vec![send("a", at), send("b", at + 1)]]]
        })
        .twice(1)
        .says("1001 server shutting down"),
        sky("wants pongs in time between many posts", || {
            let some = |part: i64| (0..100).map(move |n| send(&format!("p{part}x{n}"), now_us()));
            let ping = || [Act::Ping(Duration::from_secs(5))];
            vec![vec![some(0).chain(ping()).chain(some(1)).chain(ping()).collect()]]
        }),
        sky("replays an hour at a cursor", || {
            let at = now_us();
            let hour = (2..3_600).map(|second| {
                Act::Send(
                    jetstream::post("old", at - second * 1_000_000 - 2_000_000, "old rust")
                        .replace("\"create\"", "\"replayed\""),
                )
            });
            let second = hour.chain([send("a", at), send("b", at + 1)]).collect();
            vec![vec![vec![send("a", at), Act::Break], second]]
        })
        .twice(1),
        sky("repeats and disorders posts on a change of servers", || {
            let at = now_us();
            let end = Act::Close(1001, "server shutting down");
            let first = vec![send("a", at), send("c", at + 2_000), send("b", at + 1_000), end];
            let second = vec![
                send("b", at + 1_000),
                send("a", at),
                send("d", at + 1_500),
                send("c", at + 2_000),
                send("e", at + 3_000),
            ];
            vec![vec![first], vec![second]]
        })
        .twice(3),
        sky("reaches back less far than asked", || {
            let at = now_us();
            let second = vec![send("x", at + 5_000_000), send("y", at + 5_000_001)];
            vec![vec![vec![send("a", at), Act::Break], second]]
        })
        .missed(1)
        .gap(),
        sky("refuses a cursor", || {
            let at = now_us();
            let last = vec![send("b", at + 1)];
            vec![vec![vec![send("a", at), Act::Break], vec![Act::Refuse(400, None)], last]]
        })
        .missed(1)
        .gap()
        .says("400"),
        sky("a message over the limit", || {
            let at = now_us();
            let long = jetstream::post("long", at, &"rust ".repeat(2_000));
            let long = Act::Send(long.replace("\"create\"", "\"something\""));
            vec![vec![vec![long, send("a", at + 1)]]]
        })
        .broken(1),
        sky("a message far over the limit, again and again", || {
            let at = now_us();
            let huge = jetstream::post("huge", at + 1, &"rust ".repeat(20_000));
            let huge = Act::Send(huge.replace("\"create\"", "\"something\""));
            let first = vec![send("a", at), huge];
            vec![vec![first.clone(), first, vec![send("b", at + 2)]]]
        })
        .twice(1)
        .broken(2)
        .missed(1)
        .gap()
        .says("far too long"),
        sky("unknown kinds, deletes, edits, bytes, broken JSON", || {
            let new = jetstream::post("a", now_us(), "rust");
            let unknown = r#"{"did":"did:plc:a","time_us":1,"kind":"tomorrow","tomorrow":{}}"#;
            vec![vec![vec![
                Act::Send(unknown.to_owned()),
                Act::Send(new.replace("\"create\"", "\"delete\"")),
                Act::Send(new.replace("\"create\"", "\"update\"")),
                Act::Send("{not json".to_owned()),
                Act::Bytes(vec![1, 2, 3]),
                Act::Send(new),
            ]]]
        })
        .broken(2),
        sky("a date a year ahead", || {
            let at = now_us();
            let ahead = send("future", at + 86_400_000_000 * 365);
            let second = vec![send("a", at), send("b", at + 1)];
            vec![vec![vec![send("a", at), ahead, Act::Break], second]]
        })
        .twice(1),
        sky_as("a v2 error frame, then the end", Wire::V2, || {
            let post = |key: &str, at: &str| Act::Send(jetstream::post_v2(key, at, "rust"));
            let error = r#"{"$type":"error","error":"ConsumerTooSlow","message":"x"}"#;
            let (one, two) = ("2026-07-04T14:38:08.000001Z", "2026-07-04T14:38:09.000001Z");
            let end = Act::Close(1008, "ConsumerTooSlow");
            let first = vec![post("a", one), Act::Send(error.to_owned()), end];
            vec![vec![first, vec![post("a", one), post("b", two)]]]
        })
        .twice(1)
        .says("ConsumerTooSlow"),
        sky("sends elsewhere", || {
            vec![vec![vec![Act::Refuse(301, None)], vec![send("a", now_us())]]]
        })
        .says("301"),
    ]
}

#[test]
fn what_is_lost_was_never_sent_and_a_gap_says_so() {
    let rows: Vec<Row> =
        x_rows().into_iter().chain(mastodon_rows()).chain(bluesky_rows()).collect();
    let (next, lines) = (AtomicUsize::new(0), Mutex::new(vec![String::new(); rows.len()]));
    thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| {
                while let Some((place, row)) = {
                    let place = next.fetch_add(1, Ordering::SeqCst);
                    rows.get(place).map(|row| (place, row))
                } {
                    let line = row.line();
                    lines.lock().unwrap()[place] = line;
                }
            });
        }
    });
    println!("network | behaviour | what moodwire did | sent | received | duplicated | lost | gap");
    lines.into_inner().unwrap().iter().for_each(|line| println!("{line}"));
}

/// Waits with this much between connections.
fn paced(waits: Waits, backoff: BackoffPolicy) -> Waits {
    Waits { backoff, start: Duration::from_secs(30), end: Duration::from_secs(30), ..waits }
}

/// Whether each wait between attempts is as long as it must be.
fn check_spacing(name: &str, spacing: &[Duration], least: &[Duration]) {
    assert_eq!(spacing.len(), least.len(), "{name}: {spacing:?}");
    let is_kept = spacing.iter().zip(least).all(|(wait, least)| wait >= least);
    assert!(is_kept, "{name}: {spacing:?} is shorter than {least:?}");
    println!("{name}: waited {spacing:.0?}, documented {least:?}");
}

#[test]
fn waits_are_never_shorter_than_documented_and_no_failure_is_looped_on() {
    let limit = Ramp::Double { first: 60 * MILLI, most: 900 * MILLI };
    let policy = BackoffPolicy { limit, ..BackoffPolicy::X.divided_by(100) };
    let waits = |ramp: Ramp| (0..5).map(move |failures| ramp.wait(failures)).collect::<Vec<_>>();
    let times = |all: Vec<Instant>| all.windows(2).map(|two| two[1] - two[0]).collect::<Vec<_>>();
    let refuse = |status| vec![x::Act::Refuse(status, vec![], "<html>".to_owned())];
    for (name, failure, ramp) in [
        ("X, broken connections", vec![x::Act::Break], policy.network),
        ("X, 503", refuse(503), policy.http),
        ("X, 429 without a time", refuse(429), limit),
    ] {
        let scripts = [vec![failure; 5], vec![vec![x_posts([1])]]].concat();
        let server = X::start(Manners::default(), scripts);
        let x = XSettings { waits: paced(Waits::X, policy), ..server.settings() };
        let reading = SourceSettings { x, ..SourceSettings::default() };
        let run = Run::on("x", &reading, PipelineSettings::default());
        run.until_counted(1);
        run.end();
        check_spacing(name, &times(server.connects()), &waits(ramp));
    }
    let policy = BackoffPolicy { limit, ..BackoffPolicy::MASTODON.divided_by(50) };
    let answer = |answer: Answer| vec![mastodon::Act::Answer(answer)];
    let mut asked = Answer::error(429, "Too many requests");
    asked.head += "Retry-After: 1\r\n";
    let second = vec![Duration::from_secs(1)];
    for (name, failure, least) in [
        ("Mastodon, broken connections", vec![mastodon::Act::Cut], waits(policy.network)),
        ("Mastodon, 503", answer(Answer::page(503)), waits(policy.http)),
        ("Mastodon, 429 without a time", answer(Answer::error(429, "x")), waits(limit)),
        ("Mastodon, 429 with Retry-After", answer(asked), second.clone()),
        (
            "Mastodon, 429 with a time in ISO form",
            vec![mastodon::Act::Limited(second[0])],
            // The time is written in whole microseconds, and of another clock.
            vec![second[0] - MILLI],
        ),
    ] {
        let scenes = [vec![failure; least.len()], vec![vec![mastodon::Act::Post("one")]]].concat();
        let server = Mastodon::start(TOKEN, scenes);
        let mastodon =
            MastodonSettings { waits: paced(Waits::MASTODON, policy), ..mastodon::settings(TOKEN) };
        let reading = SourceSettings { mastodon, ..SourceSettings::default() };
        let run = Run::on(&server.source(), &reading, PipelineSettings::default());
        run.until_counted(1);
        run.end();
        let streams = server.asked_for("/api/v1/streaming").iter().map(|asked| asked.at).collect();
        check_spacing(name, &times(streams), &least);
    }
    let policy = BackoffPolicy { limit, ..BackoffPolicy::JETSTREAM.divided_by(10) };
    let refuse = |status, wait| vec![jetstream::Act::Refuse(status, wait)];
    for (name, failure, least) in [
        ("Bluesky, broken connections", vec![jetstream::Act::Break], waits(policy.network)),
        ("Bluesky, 503", refuse(503, None), waits(policy.http)),
        ("Bluesky, 429 with Retry-After", refuse(429, Some("1".to_owned())), second.clone()),
    ] {
        let scripts = [vec![failure; least.len()], vec![vec![send("a", now_us())]]].concat();
        let server = Jetstream::start(scripts);
        let bluesky = BlueskySettings {
            waits: paced(Waits::JETSTREAM, policy),
            ..jetstream::settings(&[&server])
        };
        let reading = SourceSettings { bluesky, ..SourceSettings::default() };
        let run = Run::on("bluesky", &reading, PipelineSettings::default());
        run.until_counted(1);
        run.end();
        check_spacing(name, &server.spacing(), &least);
    }
}
