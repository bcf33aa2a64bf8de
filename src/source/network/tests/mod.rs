//! What a connection says of its gaps, whatever becomes of it.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::sync::Mutex;
use std::time::Duration;

use super::reconnect::Reconnect;
use super::{Connection, Failure, Fetched, Moment, Network, Waits};
use crate::frame::{Form, Gap, Load, Notice, Status};
use crate::post::Timestamp;
use crate::source::live::now;
use crate::source::{Feed, Flow, Intake, Stop};

/// What becomes of a connection.
type Life = fn(&mut Connection<'_>);

/// Keeps what is said.
#[derive(Default)]
struct Ear(Mutex<Vec<Notice>>);

impl Intake for Ear {
    fn put(&self, load: Load) -> Flow {
        if let Load::Notice(notice, _) = load {
            self.0.lock().unwrap().push(notice);
        }
        Flow::On
    }
}

impl Ear {
    fn gaps(self) -> Vec<Gap> {
        let gap = |notice| if let Notice::Gap(gap) = notice { Some(gap) } else { None };
        self.0.into_inner().unwrap().into_iter().filter_map(gap).collect()
    }

    /// What is said of gaps, in short.
    fn words(self) -> Vec<String> {
        let word = |notice| match notice {
            Notice::Missing(missing) => Some(format!("missing: {}", missing.reason)),
            Notice::Recovered => Some("recovered".to_owned()),
            Notice::Gap(gap) => Some(format!("gap: {}", gap.reason)),
            _ => None,
        };
        self.0.into_inner().unwrap().into_iter().filter_map(word).collect()
    }
}

fn waits() -> Waits {
    Waits { start: Duration::from_millis(1), end: Duration::from_millis(1), ..Waits::MASTODON }
}

/// A moment so many milliseconds ago.
fn ago(millis: u64) -> Moment {
    let now = Moment::now();
    let wall = now.wall.plus(-1_000 * i64::try_from(millis).unwrap());
    Moment { at: now.at.checked_sub(Duration::from_millis(millis)).unwrap(), wall }
}

/// What is said in the course of a life that began a while ago.
fn heard(life: Life) -> Ear {
    let ear = Ear::default();
    let mut connection = Connection::begun(&ear, &Stop::new(), waits(), 2, ago(5_000));
    life(&mut connection);
    drop(connection);
    ear
}

/// A connection stands since a while, and nothing came since.
fn stand(connection: &mut Connection<'_>) {
    connection.connected_at(ago(1_000));
}

#[test]
fn what_is_missed_when_it_hangs_up_is_a_gap() {
    let late = "missing: was not connected yet";
    let first = "gap: was not connected yet";
    let silent = "gap: nothing more was heard before the end";
    let lives: [(Life, &[&str]); 6] = [
        (|_| (), &["gap: never connected"]),
        (stand, &[late, first, silent]),
        (
            |connection| {
                connection.connected_at(Moment::now());
                connection.heard(0);
                connection.heard(1);
            },
            &[late, first],
        ),
        (
            |connection| {
                connection.broken("refused");
            },
            &["missing: refused", "gap: refused"],
        ),
        (
            |connection| {
                stand(connection);
                connection.broken("reset");
                connection.broken("refused");
            },
            &[late, first, "missing: reset", "gap: reset"],
        ),
        (
            |connection| {
                connection.broken("refused");
                connection.connected_at(Moment::now());
            },
            &["missing: refused", "gap: refused"],
        ),
    ];
    for (number, (life, wanted)) in lives.into_iter().enumerate() {
        assert_eq!(heard(life).words(), wanted, "life {number}");
    }
}

#[test]
fn a_gap_begins_at_the_last_proof_of_the_channel_that_proved_least() {
    let gaps = heard(|connection| {
        connection.connected_at(ago(4_000));
        connection.heard_up_to(0, ago(3_000));
        connection.heard_up_to(1, ago(2_000));
        // What else comes proves nothing.
        connection.frames(b"a\n".to_vec(), Form::Text);
        connection.fault("line cut off");
        connection.broken("stalled");
        connection.connected_at(ago(1_000));
    })
    .gaps();
    let lengths: Vec<i64> = gaps.iter().map(|gap| length(gap) / 100_000).collect();
    assert_eq!(lengths, [10, 20, 10], "at the start, the stall, at the end: {gaps:?}");
}

/// Microseconds.
fn length(gap: &Gap) -> i64 {
    gap.end.as_micros() - gap.start.as_micros()
}

#[test]
fn a_gap_on_the_way_back_is_what_has_not_come_before_the_new_connection() {
    let ear = Ear::default();
    let mut connection = Connection::begun(&ear, &Stop::new(), waits(), 1, ago(0));
    connection.connected_at(ago(3_000));
    connection.broken("reset");
    connection.recovering(Timestamp::MIN);
    connection.connected_at(Moment::now());
    let (since, stood) = (connection.missed_since().unwrap(), connection.stood());
    let half = since.plus((stood.as_micros() - since.as_micros()) / 2);
    connection.fetched(half);
    // Times that cannot be.
    connection.fetched(Timestamp::EPOCH);
    connection.fetched(Timestamp::MAX);
    // Another stretch is told behind it.
    connection.missed(half, stood, "too many");
    connection.heard(0);
    connection.hang_up();
    drop(connection);
    let gaps = ear.gaps();
    let spans: Vec<_> = gaps.iter().map(|gap| (gap.start, gap.end, &*gap.reason)).collect();
    assert_eq!(spans, [(half, stood, "reset"), (half, stood, "too many")]);
}

#[test]
fn what_cannot_be_asked_for_is_a_gap_and_what_was_fetched_is_none() {
    let rows: [(Life, &[i64]); 3] = [
        (|connection| connection.recovering(Timestamp::MIN), &[]),
        (|connection| connection.recovering(ago(2_000).wall), &[30]),
        (|connection| connection.recovering(now()), &[50]),
    ];
    for (recover, wanted) in rows {
        let ear = Ear::default();
        let mut connection = Connection::begun(&ear, &Stop::new(), waits(), 1, ago(5_000));
        connection.broken("refused");
        recover(&mut connection);
        connection.connected();
        connection.recovered(Fetched::All);
        connection.heard(0);
        drop(connection);
        let lengths: Vec<i64> = ear.gaps().iter().map(|gap| length(gap) / 100_000).collect();
        assert_eq!(lengths, wanted);
    }
}

/// A network that breaks off in the middle of a connection.
struct Broken;

impl Network for Broken {
    fn waits(&self) -> Waits {
        waits()
    }

    async fn listen(&mut self, connection: &mut Connection<'_>) -> Failure {
        stand(connection);
        panic!("this is the test's");
    }
}

#[test]
fn a_network_that_panics_has_failed_and_misses_everything_from_then_on() {
    let ear = Ear::default();
    Reconnect(Broken).run(&ear, &Stop::new());
    let notices = ear.0.lock().unwrap().clone();
    let is_failure = |notice: &Notice| matches!(notice, Notice::Status(Status::Failed { .. }));
    assert!(notices.iter().any(is_failure), "{notices:?}");
    let missing: Vec<String> = ear.words();
    assert!(missing[missing.len() - 2].starts_with("missing: this program"), "{missing:?}");
}
