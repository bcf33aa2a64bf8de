//! Servers on this machine that stand in for networks, to be watched by hand through their faults:
//!
//! ```text
//! cargo run --example mock_networks
//! JETSTREAM_URLS=ws://127.0.0.1:6008/subscribe,ws://127.0.0.1:6009/subscribe \
//!     cargo run -- watch bluesky --track rust --window 10s
//! MASTODON_TOKEN=mock cargo run -- watch mastodon:http://127.0.0.1:6010 --window 10s
//! X_API_URL=http://127.0.0.1:6011 X_BEARER_TOKEN=mock cargo run -- watch x --track rust --window 10s
//! ```
//!
//! It plays some minutes of posts with breaks, silences and refusals, again and again. X has a fault
//! once a minute, and the last of a quarter of an hour is that the credit is used up; its token may
//! be any.

#![allow(clippy::print_stdout)]

#[path = "../tests/mock/mod.rs"]
#[allow(missing_docs)]
mod mock;

use std::thread;
use std::time::Duration;

use mock::jetstream::{Act, Jetstream};
use mock::mastodon::{self, Answer, Mastodon};
use mock::x::{self, Manners, Second, X};

/// What the first server does, connection by connection.
fn troubled() -> Vec<Vec<Act>> {
    let some = |seconds| Act::Flow(40, Duration::from_secs(seconds));
    let faults = [
        vec![some(40), Act::Break],
        vec![some(30), Act::Close(1001, "server shutting down")],
        vec![Act::Refuse(503, None)],
        vec![Act::Refuse(503, None)],
        vec![some(20), Act::Part],
        vec![Act::Refuse(429, Some("20".to_owned()))],
        vec![some(30), Act::Send("{broken".to_owned()), some(10), Act::Break],
    ];
    faults.iter().cycle().take(700).cloned().collect()
}

/// What the second does: it gives out sooner.
fn hesitant() -> Vec<Vec<Act>> {
    let some = |seconds| Act::Flow(20, Duration::from_secs(seconds));
    let faults = [
        vec![Act::Refuse(503, None)],
        vec![some(15)],
        vec![Act::Refuse(400, None)],
        vec![some(25), Act::Ping(Duration::from_secs(5)), some(5), Act::Break],
    ];
    faults.iter().cycle().take(700).cloned().collect()
}

/// What a Mastodon server does.
fn federated() -> Vec<Vec<mastodon::Act>> {
    use mastodon::Act;
    let some = |posts: usize| {
        let one = [Act::Post("I love this!"), Act::Wait(Duration::from_millis(300))];
        let other = [Act::Post("Not good at all."), Act::Wait(Duration::from_millis(300))];
        one.into_iter().chain(other).cycle().take(2 * posts)
    };
    let then = |posts, last: Vec<Act>| some(posts).chain(last).collect::<Vec<_>>();
    let faults = [
        then(60, vec![Act::Missed(20), Act::Cut]),
        vec![Act::Answer(Answer::page(502))],
        then(40, vec![Act::Missed(400), Act::End]),
        vec![Act::Limited(Duration::from_secs(20))],
        then(30, vec![Act::Silence]),
        then(30, vec![Act::Send(b"event: update\ndata: {\"id\":\"1".to_vec()), Act::Silence]),
    ];
    faults.iter().cycle().take(700).cloned().collect()
}

/// What X does.
fn sold() -> Vec<Vec<x::Act>> {
    use x::Act;
    let minute = Duration::from_secs(60);
    let then = |last: Vec<Act>| [vec![Act::Flow(20, minute)], last].concat();
    let goodbye = r#"{"errors":[{"title":"operational-disconnect","disconnect_type":"UpstreamOperationalDisconnect","detail":"This stream has been disconnected upstream for operational reasons.","type":"https://api.x.com/2/problems/operational-disconnect"}]}"#;
    let refuse = |status, headers, body: &str| vec![Act::Refuse(status, headers, body.to_owned())];
    let slow = x::problem("", "Too Many Requests", 429, "Too Many Requests");
    let gone = x::problem("credits", "CreditsDepleted", 402, "no credits");
    let wait = vec![("retry-after", "70".to_owned())];
    let some = [
        then(vec![Act::End]),
        then(vec![Act::Reset]),
        then(vec![Act::Send(format!("{goodbye}\r\n").into_bytes()), Act::End]),
        refuse(503, vec![], "<html><body>over capacity</body></html>"),
        then(vec![Act::Send(b"{\"data\":{\"id\":\"1\",\"te".to_vec()), Act::Break]),
        then(vec![Act::Send(b"{\"data\":{\"id\":\"1\",\"te".to_vec())]),
        refuse(429, wait, &slow),
        then(vec![]),
        refuse(429, vec![], &x::too_many_connections()),
        then(vec![Act::Send(b"no JSON\r\n".to_vec()), Act::End]),
    ];
    let faults: Vec<_> = some.iter().cycle().take(18).cloned().collect();
    [faults, vec![refuse(402, vec![], &gone)]].concat()
}

fn main() {
    let first = Jetstream::start_at("127.0.0.1:6008", troubled());
    let second = Jetstream::start_at("127.0.0.1:6009", hesitant());
    let third = Mastodon::start_at("127.0.0.1:6010", "mock", federated());
    let manners = Manners {
        second: Second::Refused,
        linger: Duration::from_secs(3),
        any_token: true,
        ..Manners::default()
    };
    let fourth = X::start_at("127.0.0.1:6011", manners, sold());
    println!("Four servers with many faults. In another terminal:\n");
    println!("  export JETSTREAM_URLS={},{}", first.url(), second.url());
    println!("  moodwire watch bluesky --track rust --window 10s\n");
    println!("  MASTODON_TOKEN=mock moodwire watch {} --window 10s\n", third.source());
    println!("  export X_API_URL={} X_BEARER_TOKEN=mock", fourth.url());
    println!("  moodwire watch x --track rust --window 10s\n");
    loop {
        thread::sleep(Duration::from_secs(5));
        for server in [&first, &second] {
            let seen = server.seen();
            println!("{}: {} connections, {} posts", server.url(), seen.asked.len(), seen.flowed);
        }
        println!("{}: {} requests", third.url(), third.asked().len());
        println!("{}: {} requests, {} posts", fourth.url(), fourth.asked().len(), fourth.flowed());
    }
}
