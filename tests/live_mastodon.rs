//! Mastodon against a server that does everything Mastodon servers are known for.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod mock;

use std::ffi::OsString;
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use mock::mastodon::{self, Act, Answer, Mastodon, Token, tokens};
use mock::run::Run as Whole;
use moodwire::{
    BackoffPolicy, Company, Flow, Instance, Intake, Load, MastodonScope as Scope,
    MastodonSettings as Settings, Notice, Opened, PipelineSettings, Position, Source,
    SourceSettings, Status, Stop, Timestamp, Tokens, Waits, decode, now, start_feed,
};

/// Nothing takes longer than this, unless it is broken.
const PATIENCE: Duration = Duration::from_secs(30);

/// A token that must be seen nowhere.
const TOKEN: &str = "ZnJvbS1hLXRlc3Q";

fn settings() -> Settings {
    mastodon::settings(TOKEN)
}

/// The settings with other waits.
fn waiting(change: impl FnOnce(&mut Waits)) -> Settings {
    let mut settings = settings();
    change(&mut settings.waits);
    settings
}

fn asking() -> Settings {
    Settings { tokens: Tokens::default(), ..settings() }
}

/// Keeps what a source brings.
#[derive(Default)]
struct Kept {
    loads: Mutex<Vec<Load>>,
    bell: Condvar,
}

impl Intake for Kept {
    fn put(&self, load: Load) -> Flow {
        self.loads.lock().unwrap().push(load);
        self.bell.notify_all();
        Flow::On
    }
}

/// A source that is being listened to; it ends with the test.
struct Run {
    kept: Arc<Kept>,
    stop: Stop,
}

impl Drop for Run {
    fn drop(&mut self) {
        self.stop.set();
    }
}

impl Run {
    fn on(server: &Mastodon, mastodon: Settings) -> Self {
        let settings = SourceSettings { mastodon, ..SourceSettings::default() };
        let found = Source::parse(&server.source(), &settings).unwrap();
        let (kept, stop) = (Arc::new(Kept::default()), Stop::new());
        let intake: Arc<dyn Intake> = kept.clone();
        match found[0].open(&stop).unwrap() {
            Opened::Live(feed, _) => start_feed("mock", feed, intake, &stop).unwrap(),
            Opened::Finite(_) => panic!("a network is live"),
        }
        Self { kept, stop }
    }

    /// Waits until something holds of what came.
    fn until(&self, holds: impl Fn(&[Load]) -> bool) -> Vec<Load> {
        let (begun, mut loads) = (Instant::now(), self.kept.loads.lock().unwrap());
        while !holds(&loads) {
            assert!(begun.elapsed() < PATIENCE, "it never came to that: {loads:#?}");
            loads = self.kept.bell.wait_timeout(loads, Duration::from_millis(50)).unwrap().0;
        }
        loads.clone()
    }

    fn until_posts(&self, texts: &[&str]) -> Vec<Load> {
        self.until(|loads| distinct(loads).len() >= texts.len())
    }

    fn until_failed(&self) -> (String, String) {
        let failed = |load: &Load| match load {
            Load::Notice(Notice::Status(Status::Failed { reason, advice }), _) => {
                Some((reason.clone(), advice.clone().unwrap_or_default()))
            }
            _ => None,
        };
        let loads = self.until(|loads| loads.iter().any(|load| failed(load).is_some()));
        loads.iter().find_map(failed).unwrap()
    }
}

/// Identity and text of every post that came, in order, as often as it came.
fn posts(loads: &[Load]) -> Vec<(String, String)> {
    let mut posts = Vec::new();
    for frame in loads.iter().flat_map(Load::frames) {
        decode(&frame, &mut |post| {
            posts.push((post.uri.unwrap_or_default().into_owned(), post.text.trim().to_owned()));
        });
    }
    posts
}

/// When the posts that came were written, in order.
fn times(loads: &[Load]) -> Vec<Timestamp> {
    let mut times = Vec::new();
    for frame in loads.iter().flat_map(Load::frames) {
        decode(&frame, &mut |post| times.push(post.at));
    }
    times
}

/// The texts of the posts, each post once.
fn distinct(loads: &[Load]) -> Vec<String> {
    let mut seen = Vec::new();
    let is_new = |uri: &String, seen: &mut Vec<String>| {
        let is_new = !seen.contains(uri);
        seen.push(uri.clone());
        is_new
    };
    posts(loads)
        .into_iter()
        .filter(|(uri, _)| is_new(uri, &mut seen))
        .map(|(_, text)| text)
        .collect()
}

fn gaps(loads: &[Load]) -> usize {
    loads.iter().filter(|load| matches!(load, Load::Notice(Notice::Gap(_), _))).count()
}

fn live(loads: &[Load]) -> usize {
    loads
        .iter()
        .filter(|load| matches!(load, Load::Notice(Notice::Status(Status::Live), _)))
        .count()
}

fn reasons(loads: &[Load]) -> Vec<String> {
    let reason = |load: &Load| match load {
        Load::Notice(
            Notice::Status(Status::Waiting { reason, .. } | Status::Stalled { reason }),
            _,
        ) => Some(reason.clone()),
        _ => None,
    };
    loads.iter().filter_map(reason).collect()
}

fn notes(loads: &[Load]) -> Vec<String> {
    let note = |load: &Load| match load {
        Load::Notice(Notice::Status(Status::Note(text)), _) => Some(text.clone()),
        _ => None,
    };
    loads.iter().filter_map(note).collect()
}

#[test]
fn events_and_heartbeats_in_all_forms_are_taken() {
    let scene = vec![
        Act::Post("one"),
        Act::OldBeat,
        Act::OldBeat,
        Act::Beat,
        Act::Send(b"event: delete\ndata: 107214471804101576\n\n".to_vec()),
        Act::Send(b"event: filters_changed\ndata: undefined\n\n".to_vec()),
        Act::Send(b"event: something_new\ndata: {}\n\n".to_vec()),
        Act::Post("two"),
    ];
    let server = Mastodon::start(TOKEN, [scene]);
    let run = Run::on(&server, settings());
    let loads = run.until_posts(&["one", "two"]);
    assert_eq!(distinct(&loads), ["one", "two"]);
    assert_eq!(loads.iter().flat_map(Load::frames).count(), 5, "each event is a frame");
    assert_eq!((live(&loads), gaps(&loads)), (1, 0));
    let streams = server.asked_for("/api/v1/streaming");
    assert_eq!(streams.len(), 1);
    assert_eq!(streams[0].target, "/api/v1/streaming/public");
    assert_eq!(streams[0].token, Token::Right);
}

#[test]
fn heartbeats_alone_keep_a_stream_alive() {
    let server = Mastodon::start(TOKEN, [vec![Act::Post("one")]]);
    let run = Run::on(&server, waiting(|waits| waits.silence = Duration::from_millis(600)));
    run.until(|loads| live(loads) == 1);
    // Quiet for three times the silence that is allowed; the heartbeats come all the while.
    let is_quiet =
        |load: &Load| matches!(load, Load::Notice(Notice::Idle { quiet }, _) if *quiet > 1_800_000);
    let loads = run.until(|loads| loads.iter().any(is_quiet));
    assert_eq!(live(&loads), 1);
    assert!(reasons(&loads).is_empty(), "{:?}", reasons(&loads));
}

#[test]
fn revoked_token_ends_the_source_with_advice() {
    let server = Mastodon::start(TOKEN, [vec![Act::Post("one"), Act::Revoke]]);
    let run = Run::on(&server, settings());
    let (reason, advice) = run.until_failed();
    assert!(reason.ends_with("answers 401: Invalid access token"), "{reason}");
    assert!(advice.contains("MASTODON_TOKEN"), "{advice}");
    assert_eq!(server.asked_for("/api/v1/streaming").len(), 2, "it is not tried again");
}

#[test]
fn refusals_that_only_the_user_can_cure_are_not_repeated() {
    let rows = [
        (Answer::error(401, "Missing access token"), "Missing access token", "Preferences"),
        (Answer::error(401, "Error: Invalid access token"), ": Invalid access token", "revoked"),
        (
            Answer::error(401, "Access token does not have the required scopes"),
            "scopes",
            "read:statuses",
        ),
        (
            Answer::error(403, "This action is outside the authorized scopes"),
            "403",
            "read:statuses",
        ),
        (Answer::page(403), "answers 403", "MASTODON_TOKEN"),
        (Answer::error(400, "Missing tag name parameter"), "Missing tag", "--hashtag"),
        (
            Answer::redirect("https://social.example/api"),
            "social.example",
            "mastodon:social.example",
        ),
    ];
    for (answer, says, advises) in rows {
        let server = Mastodon::start(TOKEN, [vec![Act::Answer(answer.clone())]]);
        let run = Run::on(&server, settings());
        let (reason, advice) = run.until_failed();
        assert!(reason.contains(says), "{answer:?}: {reason}");
        assert!(advice.contains(advises), "{answer:?}: {advice}");
        assert_eq!(server.asked_for("/api/v1/streaming").len(), 1, "{answer:?}");
    }
}

#[test]
fn server_without_event_streams_is_asked_for_posts_with_the_token() {
    for answer in [Answer::page(404), Answer::error(404, "Not found"), Answer::page(405)] {
        let server = Mastodon::start(TOKEN, [vec![Act::Answer(answer.clone())]]);
        let run = Run::on(&server, settings());
        let loads = run.until(|loads| live(loads) == 1);
        let notes = notes(&loads);
        assert!(notes.iter().any(|note| note.contains("GoToSocial")), "{answer:?}: {notes:?}");
        server.publish(&["one", "two"]);
        let loads = run.until_posts(&["one", "two"]);
        assert_eq!((gaps(&loads), reasons(&loads).len()), (0, 0), "{answer:?}");
        let pages = server.asked_for("/api/v1/timelines");
        assert!(pages.iter().all(|asked| asked.token == Token::Right), "{answer:?}");
        assert_eq!(server.asked_for("/api/v1/streaming").len(), 1, "{answer:?}");
    }
}

#[test]
fn host_that_knows_nothing_of_mastodon_ends_the_source_with_advice() {
    for settings in [settings(), asking()] {
        let server = Mastodon::start(TOKEN, []);
        server.tell(Answer::page(404));
        let (reason, advice) = Run::on(&server, settings).until_failed();
        assert!(reason.contains("is no Mastodon server"), "{reason}");
        assert!(advice.contains("check the name of the host"), "{advice}");
    }
}

#[test]
fn pages_shorter_than_asked_are_gone_through_to_the_end() {
    let first = vec![Act::Post("one"), Act::Cut];
    for settings in [settings(), asking()] {
        let server = Mastodon::start(TOKEN, [first.clone(), away(50)]);
        server.shorten_pages(7);
        server.answer_pages([Answer::json(200, "[]")]);
        let run = Run::on(&server, settings);
        run.until(|loads| live(loads) >= 1);
        server.publish(&["more"; 30]);
        let loads = run.until(|loads| distinct(loads).len() == server.posts());
        assert_eq!(gaps(&loads), 0);
    }
}

#[test]
fn stream_that_brings_deletes_alone_is_told_of() {
    let deletes = b"event: delete\ndata: 107214471804101576\n\n".repeat(20);
    let server = Mastodon::start(TOKEN, [vec![Act::Send(deletes)]]);
    let run = Run::on(&server, settings());
    let says = |load: &Load| matches!(load, Load::Notice(Notice::Status(Status::Note(text)), _) if text.contains("of no post"));
    run.until(|loads| loads.iter().any(says));
}

#[test]
fn bytes_are_kept_as_they_were_sent() {
    let event = "event: update\ndata:  {\"id\" : \"7\"}\nx-new: 1\n\n";
    let crlf = "data: {}\r\nevent: status.update\r\n\r\n";
    let server = Mastodon::start(
        TOKEN,
        [vec![
            Act::Send(event.as_bytes().to_vec()),
            Act::Beat,
            Act::Send(crlf.as_bytes().to_vec()),
        ]],
    );
    let run = Run::on(&server, settings());
    let bytes = |loads: &[Load]| {
        let frames = loads.iter().filter_map(|load| match load {
            Load::Frames(block) => Some(block.bytes.clone()),
            _ => None,
        });
        String::from_utf8(frames.flatten().collect()).unwrap()
    };
    let all = format!("{event}{crlf}");
    let loads = run.until(|loads| bytes(loads).len() >= all.len());
    assert_eq!(bytes(&loads), all);
}

#[test]
fn answers_that_pass_are_waited_out() {
    let rows = [
        (Act::Answer(Answer::page(200)), "answers 200 with text/html"),
        (Act::Answer(Answer::json(200, "{}")), "answers 200 with application/json"),
        (Act::Answer(Answer::page(502)), "answers 502"),
        (Act::Answer(Answer::error(500, "An unexpected error occurred")), "An unexpected error"),
        (Act::Limited(Duration::from_millis(1)), "answers 429: Too many requests"),
    ];
    for (act, says) in rows {
        let server = Mastodon::start(TOKEN, [vec![act.clone()], vec![Act::Post("one")]]);
        let run = Run::on(&server, settings());
        let loads = run.until_posts(&["one"]);
        assert_eq!(reasons(&loads).len(), 1, "{act:?}");
        assert!(reasons(&loads)[0].contains(says), "{act:?}: {:?}", reasons(&loads));
    }
}

#[test]
fn posts_between_two_connections_are_fetched_and_leave_no_gap() {
    for end in [Act::End, Act::Cut] {
        let first = vec![
            Act::Post("one"),
            Act::Post("two"),
            Act::Missed(3),
            Act::Send(b"event: update\ndata: {\"id\":\"1150".to_vec()),
            end,
        ];
        let server = Mastodon::start(TOKEN, [first, vec![Act::Post("six")]]);
        let run = Run::on(&server, settings());
        let all = ["one", "two", "missed 0", "missed 1", "missed 2", "six"];
        let loads = run.until_posts(&all);
        let mut texts = distinct(&loads);
        texts.sort_by_key(|text| all.iter().position(|one| one == text));
        assert_eq!(texts, all);
        assert_eq!((gaps(&loads), reasons(&loads).len()), (0, 1));
        for asked in server.asked_for("/api/v1/timelines").iter().skip(1) {
            assert!(asked.target.contains("min_id="), "{}", asked.target);
        }
    }
}

#[test]
fn post_that_comes_by_page_and_stream_is_one_post() {
    let first = vec![Act::Post("one"), Act::Missed(1), Act::Cut];
    let server = Mastodon::start(TOKEN, [first, vec![Act::Repeat]]);
    let run = Run::on(&server, settings());
    let loads = run.until(|loads| posts(loads).len() == 3);
    assert_eq!(distinct(&loads), ["one", "missed 0"], "both have the same identity");
}

/// A server that is down while people post.
fn away(posts: usize) -> Vec<Act> {
    let moment = Act::Wait(Duration::from_millis(5));
    vec![moment, Act::Missed(posts), Act::Answer(Answer::page(502))]
}

#[test]
fn what_is_too_much_to_be_fetched_is_a_gap() {
    let server = Mastodon::start(TOKEN, [vec![Act::Post("one"), Act::Cut], away(250)]);
    let run = Run::on(&server, Settings { pages: 5, ..settings() });
    let loads = run.until(|loads| gaps(loads) == 1);
    assert_eq!(distinct(&loads).len(), 1 + 5 * 40);
    let gap = loads.iter().find_map(|load| match load {
        Load::Notice(Notice::Gap(gap), _) => Some(gap.clone()),
        _ => None,
    });
    let gap = gap.unwrap();
    assert!(gap.start < gap.end && gap.reason.contains("lost the connection"), "{gap:?}");
    let fetched = times(&loads);
    assert_eq!(gap.start, fetched[200], "what was fetched is no gap");
    assert!(gap.end >= fetched[200]);
}

#[test]
fn way_back_that_breaks_off_leaves_a_gap_from_the_last_fetched_post_on() {
    let server = Mastodon::start(TOKEN, [vec![Act::Post("one"), Act::Cut], away(60)]);
    // The first is for the latest post at the beginning, the second for the first page.
    server.fail_pages_from(3, Answer::error(403, "no more"));
    let run = Run::on(&server, settings());
    let loads = run.until(|loads| gaps(loads) == 1);
    let fetched = times(&loads);
    assert_eq!(fetched.len(), 1 + 40);
    let starts =
        |load: &Load| matches!(load, Load::Notice(Notice::Gap(gap), _) if gap.start == fetched[40]);
    assert!(loads.iter().any(starts), "{loads:#?}");
}

/// A post of a moment on an invented day, as the stream brings it.
fn dated(id: u64, moment: &str) -> Act {
    let json = mastodon::status(id, &format!("2026-03-12T{moment}Z"), "rust");
    Act::Send(format!("event: update\ndata: {json}\n\n").into_bytes())
}

#[test]
fn what_comes_while_posts_are_looked_for_is_told_at_once_and_nothing_is_late() {
    let first = vec![dated(1, "09:00:00.000"), Act::Wait(Duration::from_millis(100)), Act::Cut];
    let server = Mastodon::start(TOKEN, [first, vec![dated(9, "09:01:30.000")]]);
    let page = |posts: &[(u64, &str)]| {
        let json = |(id, moment): &(u64, &str)| {
            mastodon::status(*id, &format!("2026-03-12T{moment}Z"), "rust")
        };
        let all: Vec<String> = posts.iter().rev().map(json).collect();
        Answer::json(200, &format!("[{}]", all.join(",")))
    };
    // The pages come a second after the stream stands.
    server.answer_pages([
        page(&[]),
        Answer::limited(Duration::from_secs(1)),
        page(&[(2, "09:00:10.000"), (3, "09:00:50.000")]),
        page(&[(4, "09:00:55.000")]),
    ]);
    let mastodon = waiting(|waits| waits.patience = Duration::from_secs(120));
    let reading = SourceSettings { mastodon, ..SourceSettings::default() };
    let run = Whole::on(&server.source(), &reading, PipelineSettings::default());
    run.until("post of the stream", |shown| shown.counts.counted == 2);
    run.until_counted(5);
    let ended = run.end();
    assert_eq!(ended.posts(), ["1", "9", "2", "3", "4"]);
    assert_eq!((ended.summary("late"), ended.summary("gaps")), (0, 0));
    let windows: Vec<_> =
        ended.of("window").iter().map(|line| line["posts"].as_u64().unwrap()).collect();
    assert_eq!(windows, [4, 1], "a minute each");
}

#[test]
fn a_run_that_ends_on_the_way_back_misses_what_was_not_fetched_before_the_new_connection() {
    let first = vec![Act::Post("one"), Act::Missed(60), Act::Cut];
    let server = Mastodon::start(TOKEN, [first, vec![]]);
    // The first is for the latest post at the beginning, the second for the first page.
    server.fail_pages_from(3, Answer::limited(Duration::from_secs(15)));
    let run = Run::on(&server, settings());
    run.until(|loads| distinct(loads).len() == 41);
    run.until(|_| server.asked_for("/api/v1/timelines").len() == 3);
    let later = now();
    run.stop.set();
    let loads = run.until(|loads| gaps(loads) == 1);
    let gap = loads.iter().find_map(|load| match load {
        Load::Notice(Notice::Gap(gap), _) => Some(gap.clone()),
        _ => None,
    });
    let (gap, fetched) = (gap.unwrap(), times(&loads));
    // Posts that are older than the last word of the connection say nothing of the gap.
    assert!(gap.start >= fetched[40] && gap.end <= later, "{gap:?}, {later}");
}

#[test]
fn pages_are_asked_for_as_long_as_the_server_allows() {
    let first = vec![Act::Post("one"), Act::Cut];
    let server = Mastodon::start(TOKEN, [first.clone(), away(900), vec![Act::Post("last")]]);
    let run = Run::on(&server, settings());
    let loads = run.until(|loads| distinct(loads).len() == 902);
    assert_eq!(gaps(&loads), 0);
    drop(run);
    // Some of its requests are left to what is more urgent.
    let server = Mastodon::start(TOKEN, [first, away(900), vec![Act::Post("last")]]);
    server.allow(31);
    let run = Run::on(&server, settings());
    let loads = run.until(|loads| gaps(loads) == 1);
    let asked = server.asked_for("/api/v1/timelines").len();
    assert_eq!(asked, 12, "the one that says 19 is the last");
    let found = distinct(&loads).iter().filter(|text| text.starts_with("missed")).count();
    assert_eq!(found, 11 * 40);
}

#[test]
fn asking_that_falls_behind_leaves_a_gap_behind_the_last_page() {
    let server = Mastodon::start(TOKEN, []);
    let run = Run::on(&server, Settings { pages: 5, ..asking() });
    run.until(|loads| live(loads) == 1);
    server.publish(&vec!["many"; 260]);
    let loads = run.until(|loads| gaps(loads) == 1 && distinct(loads).len() == 200);
    let all = times(&loads);
    let gap = loads.iter().find_map(|load| match load {
        Load::Notice(Notice::Gap(gap), _) => Some(gap.clone()),
        _ => None,
    });
    let gap = gap.unwrap();
    assert_eq!((all.len(), gap.start), (200, all[199]));
    assert!(gap.reason.contains("more posts than may be asked for"), "{gap:?}");
    server.publish(&["one more"]);
    run.until(|loads| distinct(loads).iter().any(|text| text == "one more"));
}

#[test]
fn page_that_is_far_too_long_is_counted_once_and_left_behind() {
    let server = Mastodon::start(TOKEN, []);
    server.publish(&["before"]);
    // Eight times the longest post is the most; the first page is for the latest post.
    let flood =
        Answer::json(200, &format!("[{{\"id\":\"9\",\"text\":\"{}\"}}]", "a".repeat(50_000)));
    server.answer_pages([Answer::json(200, "[]"), flood]);
    let run = Run::on(&server, asking());
    run.until(|loads| live(loads) == 1);
    server.publish(&["after"]);
    let loads = run.until_posts(&["after"]);
    assert_eq!(distinct(&loads), ["after"]);
    assert_eq!(
        loads.iter().filter(|load| matches!(load, Load::Notice(Notice::Fault(_), _))).count(),
        1
    );
    assert_eq!((gaps(&loads), reasons(&loads).len()), (1, 0), "{loads:#?}");
}

#[test]
fn posts_of_several_hashtags_are_asked_for_together_and_told_in_their_order() {
    let server = Mastodon::start(TOKEN, []);
    let hashtags = vec!["a".to_owned(), "b".to_owned()];
    let status =
        |id: &u64| mastodon::status(*id, &format!("2026-03-12T09:30:0{id}.000Z"), &id.to_string());
    let page = |ids: &[u64]| {
        let all: Vec<String> = ids.iter().rev().map(status).collect();
        Answer::json(200, &format!("[{}]", all.join(",")))
    };
    // The latest of each at the beginning, then one look.
    server.answer_pages([page(&[]), page(&[]), page(&[2, 5]), page(&[]), page(&[1, 3, 4])]);
    let run = Run::on(&server, Settings { hashtags, ..asking() });
    let loads = run.until(|loads| posts(loads).len() == 5);
    assert_eq!(distinct(&loads), ["1", "2", "3", "4", "5"]);
}

#[test]
fn between_two_looks_event_time_stands() {
    let is_idle = |load: &Load| matches!(load, Load::Notice(Notice::Idle { .. }, _));
    let server = Mastodon::start(TOKEN, []);
    server.answer_pages([Answer::json(200, "[]")]);
    server.publish(&["one"]);
    let run = Run::on(&server, Settings { interval: PATIENCE, ..asking() });
    run.until_posts(&["one"]);
    // A stream that is silent for so long says so twice.
    std::thread::sleep(Duration::from_millis(1_200));
    assert!(!run.until(|_| true).iter().any(is_idle));
    // While looks find nothing, it moves on to each of them.
    let server = Mastodon::start(TOKEN, []);
    server.answer_pages([Answer::json(200, "[]")]);
    server.publish(&["one"]);
    let run = Run::on(&server, asking());
    run.until(|loads| loads.iter().any(is_idle));
}

#[test]
fn rate_limit_is_kept_to_the_moment_of_its_reset() {
    let long = Duration::from_millis(1500);
    let server = Mastodon::start(TOKEN, [vec![Act::Limited(long)], vec![Act::Post("one")]]);
    let run = Run::on(&server, settings());
    run.until_posts(&["one"]);
    let asked = server.asked_for("/api/v1/streaming");
    assert_eq!(asked.len(), 2);
    assert!(asked[1].at - asked[0].at >= long - Duration::from_millis(1));
}

#[test]
fn rate_limit_on_the_way_back_is_waited_out_too() {
    let (first, third) =
        (vec![Act::Post("one"), Act::Missed(2), Act::Cut], vec![Act::Post("four")]);
    let server = Mastodon::start(TOKEN, [first, third]);
    let long = Duration::from_secs(1);
    let reset = Instant::now() + long;
    server.answer_pages([Answer::json(200, "[]"), Answer::limited(long)]);
    let run = Run::on(&server, settings());
    let loads = run.until_posts(&["one", "missed 0", "missed 1", "four"]);
    assert_eq!(gaps(&loads), 0);
    let asked = server.asked_for("/api/v1/timelines/public?limit=40");
    assert!(asked.len() >= 2 && asked[1].at >= reset - Duration::from_millis(1), "{asked:?}");
}

#[test]
fn silent_stream_has_stalled_and_is_connected_anew() {
    let server =
        Mastodon::start(TOKEN, [vec![Act::Post("one"), Act::Silence], vec![Act::Post("two")]]);
    let run = Run::on(&server, waiting(|waits| waits.silence = Duration::from_millis(400)));
    let loads = run.until_posts(&["one", "two"]);
    let stalled = |load: &Load| matches!(load, Load::Notice(Notice::Status(Status::Stalled { reason }), _) if reason.contains("no sign of life"));
    assert!(loads.iter().any(stalled), "{:?}", reasons(&loads));
}

#[test]
fn event_over_the_limit_is_counted_and_the_stream_goes_on() {
    let long = format!(
        "event: update\ndata: {{\"id\":\"9\",\"content\":\"{}\"}}\n\n",
        "a".repeat(64 << 10)
    );
    let scene = vec![Act::Post("one"), Act::Send(long.into_bytes()), Act::Post("two")];
    let server = Mastodon::start(TOKEN, [scene]);
    let run = Run::on(&server, settings());
    let loads = run.until_posts(&["one", "two"]);
    let faults: Vec<_> = loads
        .iter()
        .filter_map(|load| match load {
            Load::Notice(Notice::Fault(fault), _) => Some(fault.reason.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(faults, ["event over 4 KiB"]);
    assert_eq!(server.asked_for("/api/v1/streaming").len(), 1);
}

#[test]
fn bytes_that_are_no_text_are_counted_and_left_behind() {
    let broken = Act::Send(b"event: update\ndata: \xff\xfe\n\n".to_vec());
    let server = Mastodon::start(TOKEN, [vec![Act::Post("one"), broken, Act::Post("two")]]);
    let run = Run::on(&server, settings());
    let loads = run.until_posts(&["one", "two"]);
    assert_eq!(
        loads.iter().filter(|load| matches!(load, Load::Notice(Notice::Fault(_), _))).count(),
        1
    );
}

#[test]
fn token_follows_no_redirect() {
    let other = Mastodon::start(TOKEN, []);
    for at in ["/api/v2/instance", "/api/v1/streaming/public"] {
        let to = format!("{}{at}", other.url());
        let server = Mastodon::start(TOKEN, [vec![Act::Answer(Answer::redirect(&to))]]);
        if at.contains("instance") {
            server.tell(Answer::redirect(&to));
        }
        Run::on(&server, settings()).until_failed();
    }
    assert!(other.asked().is_empty(), "{:?}", other.asked());
}

#[test]
fn streams_are_taken_from_the_host_that_the_server_names() {
    let (server, streaming) =
        (Mastodon::start(TOKEN, []), Mastodon::start(TOKEN, [vec![Act::Post("one")]]));
    let named = streaming.url().replace("http://", "ws://");
    server.tell(Answer::json(
        200,
        &format!("{{\"configuration\":{{\"urls\":{{\"streaming\":\"{named}\"}}}}}}"),
    ));
    let run = Run::on(&server, settings());
    run.until_posts(&["one"]);
    assert!(server.asked_for("/api/v1/streaming").is_empty());
    assert_eq!(streaming.asked_for("/api/v1/timelines").len(), 0, "pages are asked of the server");
}

#[test]
fn token_goes_to_no_streaming_host_that_nobody_vouches_for() {
    for named in ["wss://elsewhere.example", "ws://elsewhere.example", "nonsense"] {
        let server = Mastodon::start(TOKEN, [vec![Act::Post("one")]]);
        server.tell(Answer::json(
            200,
            &format!("{{\"configuration\":{{\"urls\":{{\"streaming\":\"{named}\"}}}}}}"),
        ));
        let run = Run::on(&server, settings());
        run.until_posts(&["one"]);
        assert_eq!(server.asked_for("/api/v1/streaming").len(), 1, "{named}");
    }
}

#[test]
fn every_hashtag_has_a_stream_of_its_own() {
    let server = Mastodon::start(TOKEN, [vec![Act::Post("one")], vec![Act::Post("two")]]);
    let hashtags = vec!["rust".to_owned(), "#smörgås".to_owned()];
    let run = Run::on(&server, Settings { hashtags, scope: Scope::Local, ..settings() });
    let loads = run.until(|loads| distinct(loads).len() == 2 && live(loads) == 1);
    assert_eq!(gaps(&loads), 0);
    let mut targets: Vec<_> =
        server.asked_for("/api/v1/streaming").into_iter().map(|asked| asked.target).collect();
    targets.sort();
    assert_eq!(
        targets,
        [
            "/api/v1/streaming/hashtag/local?tag=rust",
            "/api/v1/streaming/hashtag/local?tag=sm%C3%B6rg%C3%A5s",
        ]
    );
}

#[test]
fn without_a_token_the_timeline_is_asked_for_and_the_user_told() {
    let server = Mastodon::start(TOKEN, []);
    server.publish(&["from before"]);
    let run = Run::on(&server, asking());
    let loads = run.until(|loads| live(loads) == 1);
    assert!(notes(&loads)[0].contains("no token in MASTODON_TOKEN"), "{:?}", notes(&loads));
    server.publish(&["one", "two"]);
    run.until_posts(&["one", "two"]);
    server.answer_pages([Answer::page(503)]);
    run.until(|loads| reasons(loads).len() == 1);
    server.publish(&["three"]);
    let loads = run.until_posts(&["one", "two", "three"]);
    assert_eq!(distinct(&loads), ["one", "two", "three"]);
    assert_eq!(posts(&loads).len(), 3, "no post comes twice");
    assert_eq!(gaps(&loads), 0);
    assert!(server.asked().iter().all(|asked| asked.token == Token::None));
    assert!(server.asked_for("/api/v1/streaming").is_empty());
}

#[test]
fn unused_hashtag_is_asked_for_until_somebody_uses_it() {
    let server = Mastodon::start(TOKEN, []);
    let none = || Answer::error(404, "Record not found");
    server.answer_pages([none(), none(), none()]);
    let run = Run::on(&server, Settings { hashtags: vec!["new".to_owned()], ..asking() });
    run.until(|loads| live(loads) == 1);
    server.publish(&["#new"]);
    run.until_posts(&["#new"]);
    let first = &server.asked_for("/api/v1/timelines")[0].target;
    assert!(first.starts_with("/api/v1/timelines/tag/new?limit=1"), "{first}");
}

#[test]
fn server_that_shows_its_timelines_to_members_alone_asks_for_a_token() {
    let server = Mastodon::start(TOKEN, []);
    server.answer_pages([Answer::error(422, "This method requires an authenticated user")]);
    let (reason, advice) = Run::on(&server, asking()).until_failed();
    assert!(reason.contains("authenticated user"), "{reason}");
    assert!(advice.contains("MASTODON_TOKEN") && advice.contains("read:statuses"), "{advice}");

    let server = Mastodon::start(TOKEN, []);
    let access = r#"{"configuration":{"timelines_access":{"live_feeds":
        {"local":"authenticated","remote":"disabled"},"hashtag_feeds":{"local":"public"}}}}"#;
    server.tell(Answer::json(200, access));
    let (_, advice) = Run::on(&server, asking()).until_failed();
    assert!(advice.contains("MASTODON_TOKEN"), "{advice}");
    assert!(server.asked_for("/api/v1/timelines").is_empty());
}

#[test]
fn timeline_that_is_switched_off_ends_the_source_and_half_of_one_is_told_of() {
    let server = Mastodon::start(TOKEN, []);
    let access = r#"{"configuration":{"timelines_access":{"live_feeds":
        {"local":"disabled","remote":"disabled"}}}}"#;
    server.tell(Answer::json(200, access));
    let (reason, advice) = Run::on(&server, settings()).until_failed();
    assert!(reason.contains("switched this timeline off"), "{reason}");
    assert!(advice.contains("--hashtag"), "{advice}");

    let server = Mastodon::start(TOKEN, []);
    let access = access.replacen("disabled", "public", 1);
    server.tell(Answer::json(200, &access));
    let run = Run::on(&server, settings());
    let loads = run.until(|loads| live(loads) == 1);
    let told = notes(&loads);
    assert!(told[0].contains("does not show posts of other servers"), "{told:?}");
}

#[test]
fn failures_in_a_row_are_spaced_as_documented() {
    let steps = BackoffPolicy::MASTODON.divided_by(20);
    let down = || vec![Act::Answer(Answer::page(503))];
    let server = Mastodon::start(TOKEN, [down(), down(), down(), down(), vec![Act::Post("one")]]);
    let run = Run::on(&server, waiting(|waits| waits.backoff = steps));
    run.until_posts(&["one"]);
    let asked = server.asked_for("/api/v1/streaming");
    assert_eq!(asked.len(), 5);
    for (failures, pair) in (0..).zip(asked.windows(2)) {
        assert!(pair[1].at - pair[0].at >= steps.http.wait(failures), "after {failures} failures");
    }
}

#[test]
fn token_is_seen_nowhere() {
    let echo = Answer::error(403, &format!("{TOKEN} is bad\\u001b[2J"));
    let server =
        Mastodon::start(TOKEN, [vec![Act::Post("one"), Act::Cut], vec![Act::Answer(echo)]]);
    let settings = settings();
    assert!(!format!("{settings:?}").contains(TOKEN));
    let run = Run::on(&server, settings);
    let (reason, _) = run.until_failed();
    assert!(reason.ends_with("*** is bad[2J"), "{reason}");
    let loads = run.until(|_| true);
    assert!(!format!("{loads:?}").contains(TOKEN));
}

#[test]
fn end_that_is_wanted_comes_at_once() {
    let server = Mastodon::start(TOKEN, [vec![Act::Post("one"), Act::Silence]]);
    let run = Run::on(&server, settings());
    run.until_posts(&["one"]);
    run.stop.set();
    let loads = run.until(|loads| matches!(loads.last(), Some(Load::End)));
    assert!(reasons(&loads).is_empty(), "{:?}", reasons(&loads));
}

#[test]
fn server_is_tried_once_on_request() {
    let check = |server: &Mastodon, token: &str| {
        std::process::Command::new(env!("CARGO_BIN_EXE_moodwire"))
            .args(["check", &server.source(), "--connect"])
            .env("MASTODON_TOKEN", token)
            .output()
            .unwrap()
    };
    let server = Mastodon::start(TOKEN, []);
    let connected = check(&server, TOKEN);
    assert!(connected.status.success(), "{connected:?}");
    assert!(String::from_utf8_lossy(&connected.stdout).ends_with(": connected\n"), "{connected:?}");
    let refused = check(&server, "wrong");
    assert_eq!(refused.status.code(), Some(1), "{refused:?}");
    let words = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(words.contains("401") && words.contains("hint: "), "{words}");
    assert_eq!(server.asked_for("/api/v1/streaming").len(), 2);
}

#[test]
fn each_server_gets_its_own_token() {
    let social = Instance::parse("mastodon:mastodon.social").unwrap();
    let other = Instance::parse("mastodon:https://my-own.example:8443/").unwrap();
    let local = Instance::parse("mastodon:http://127.0.0.1:3000").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("token");
    std::fs::write(&file, "filed\n").unwrap();
    let file = file.to_str().unwrap();
    type Row<'a> = (&'a [(&'a str, &'a str)], &'a Instance, Company, Option<&'a str>);
    let rows: &[Row<'_>] = &[
        (&[("MASTODON_TOKEN", "a")], &social, Company::Alone, Some("a")),
        (&[("MASTODON_TOKEN", "a")], &social, Company::Several, None),
        (&[("MASTODON_TOKEN", "a")], &local, Company::Several, Some("a")),
        (&[("MASTODON_TOKEN", "  ")], &social, Company::Alone, None),
        (&[("MASTODON_TOKENS", "a")], &social, Company::Alone, None),
        (&[("MASTODON_TOKEN_mastodon_social", "b")], &social, Company::Several, Some("b")),
        (&[("MASTODON_TOKEN_MASTODON_SOCIAL", "b")], &social, Company::Several, Some("b")),
        (&[("MASTODON_TOKEN_MASTODON_SOCIAL", "b")], &other, Company::Alone, None),
        (&[("MASTODON_TOKEN_MY_OWN_EXAMPLE_8443", "c")], &other, Company::Several, Some("c")),
        (
            &[("MASTODON_TOKEN", "a"), ("MASTODON_TOKEN_mastodon_social", "b")],
            &social,
            Company::Alone,
            Some("b"),
        ),
        (&[("MASTODON_TOKEN_FILE", file)], &social, Company::Alone, Some("filed")),
        (
            &[("MASTODON_TOKEN_MASTODON_SOCIAL_FILE", file)],
            &social,
            Company::Several,
            Some("filed"),
        ),
        (
            &[("MASTODON_TOKEN_FILE", file), ("MASTODON_TOKEN", "a")],
            &social,
            Company::Alone,
            Some("a"),
        ),
    ];
    for (named, instance, company, token) in rows {
        let tokens = tokens(named);
        let got = tokens.of(instance, *company).map(|secret| secret.expose());
        assert_eq!(got, *token, "{named:?} for {}", instance.host());
    }
    let missing = [(OsString::from("MASTODON_TOKEN_FILE"), OsString::from("/no/such/file"))];
    assert!(Tokens::read(missing).is_err());
}

#[test]
fn servers_are_named_by_their_host_alone() {
    let rows = [
        ("mastodon:mastodon.social", Some("mastodon.social")),
        ("mastodon:https://mastodon.social/", Some("mastodon.social")),
        ("mastodon:http://127.0.0.1:3000", Some("127.0.0.1:3000")),
        ("mastodon:http://[::1]:3000", Some("[::1]:3000")),
        ("mastodon:http://localhost:3000", Some("localhost:3000")),
        ("mastodon:http://mastodon.social", None),
        ("mastodon:http://127.0.0.1.evil.example", None),
        ("mastodon:ftp://mastodon.social", None),
        ("mastodon:mastodon.social/@ada", None),
        ("mastodon:ada@mastodon.social", None),
        ("mastodon:mastodon.social?x", None),
        ("mastodon:", None),
    ];
    for (typed, host) in rows {
        let read = Instance::parse(typed).ok().map(|instance| instance.host());
        assert_eq!(read.as_deref(), host, "{typed}");
        let source = Source::parse(typed, &SourceSettings::default());
        assert_eq!(source.is_ok(), host.is_some(), "{typed}");
    }
}

#[test]
fn source_goes_on_where_it_stood() {
    for mastodon in [settings(), asking()] {
        let server = Mastodon::start(TOKEN, []);
        server.publish(&["one", "two", "three"]);
        let reading = SourceSettings { mastodon, ..SourceSettings::default() };
        let source = &Source::parse(&server.source(), &reading).unwrap()[0];
        let open =
            |position: &str| source.open_at(&Position::Id(position.to_owned()), &Stop::new());
        let (kept, stop) = (Arc::new(Kept::default()), Stop::new());
        let Opened::Live(feed, _) = open(".=115000000000000001").unwrap() else {
            panic!("a network is live")
        };
        start_feed("mock", feed, kept.clone(), &stop).unwrap();
        let run = Run { kept, stop };
        let loads = run.until_posts(&["two", "three"]);
        assert_eq!(distinct(&loads), ["two", "three"]);
        let last = loads.iter().filter_map(Load::position).next_back();
        assert_eq!(last, Some(&Position::Id(".=115000000000000003".to_owned())));
        assert!(open("rust=1").is_err_and(|error| error.to_string().contains("hashtags")));
    }
}
