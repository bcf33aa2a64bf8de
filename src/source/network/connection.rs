//! Where a network puts what comes, and what it says of itself; it keeps the time of the gaps.
//!
//! It waits for nobody: what cannot be taken is dropped behind it, and counted there.

use std::time::Duration;

use tokio::time::Instant;

use super::super::live::now;
use super::super::{Flow, Intake, Stop};
use crate::frame::{Block, Fault, Form, Gap, Load, Missing, Notice, Status};
use crate::post::Timestamp;

/// So many gaps are told later at most; more are told at once.
const MOST_OWED: usize = 1 << 10;

/// The end of a source that its network holds.
pub struct Connection<'l> {
    intake: &'l dyn Intake,
    stop: Stop,
    /// See [`Missing`].
    patience: i64,
    /// The number of the next line, from 1.
    next: u64,
    flow: Flow,
    /// Since when the present connection stands.
    connected: Option<Instant>,
    /// The same moment by the clock on the wall.
    stood: Timestamp,
    /// When frames were handed over last.
    handed: Option<Instant>,
    /// The last sign of life; before the first, the moment listening was wanted.
    alive: Timestamp,
    /// The stretch that is being missed: its start and why.
    missing: Option<(Timestamp, String)>,
    going_back: GoingBack,
    /// Gaps to be told when it is known how much of what is being missed could be fetched.
    owed: Vec<Gap>,
}

/// How much of what was missed has been fetched.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fetched {
    /// Everything.
    All,
    /// Everything up to a moment, and nothing from there to the new connection.
    UpTo(Timestamp),
}

/// Whether posts of the past are being fetched.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum GoingBack {
    No,
    Yes,
}

impl<'l> Connection<'l> {
    /// For so long a network may say goodbye.
    pub const GOODBYE: Duration = Duration::from_millis(250);

    pub(super) fn new(intake: &'l dyn Intake, stop: &Stop, patience: Duration) -> Self {
        Self {
            patience: i64::try_from(patience.as_micros()).unwrap_or(i64::MAX),
            intake,
            stop: stop.clone(),
            next: 1,
            flow: Flow::On,
            connected: None,
            stood: now(),
            handed: None,
            alive: now(),
            missing: None,
            going_back: GoingBack::No,
            owed: Vec::new(),
        }
    }

    /// Hands over whole frames, each with its line end (or blank line, for events). Counts as
    /// heard.
    pub fn frames(&mut self, block: Vec<u8>, form: Form) -> Flow {
        self.alive = now();
        self.handed = Some(Instant::now());
        let block = Block { line: self.next, received: self.alive, ..Block::new(block, form) };
        self.next += block.lines();
        self.put(block)
    }

    /// Counts one frame that had to be passed over: too long, or broken. Counts as heard.
    pub fn fault(&mut self, reason: &str) -> Flow {
        self.alive = now();
        let line = self.next;
        self.next += 1;
        self.put(Notice::Fault(Fault { line, reason: reason.to_owned() }))
    }

    /// Notes a sign of life that is no frame.
    pub fn heard(&mut self) {
        self.alive = now();
    }

    /// Says that the connection stands and posts may come. What was missed until now is a gap,
    /// unless [`Connection::recovering`] was called.
    pub fn connected(&mut self) {
        self.connected = Some(Instant::now());
        self.alive = now();
        self.stood = self.alive;
        self.put(Notice::Status(Status::Live));
        if self.going_back == GoingBack::No {
            self.close_gap(None);
        }
    }

    /// Says that posts of the time since the last connection will be fetched; to be called before
    /// [`Connection::connected`], and ended by [`Connection::recovered`].
    pub fn recovering(&mut self) {
        self.going_back = GoingBack::Yes;
    }

    /// Says how much of what was missed has been fetched; the rest is a gap.
    pub fn recovered(&mut self, fetched: Fetched) {
        if self.going_back == GoingBack::Yes {
            self.close_gap(Some(fetched));
        }
    }

    /// While going back: everything before this moment has come. A time that a server dates
    /// outside of the stretch says nothing of it.
    pub fn fetched(&mut self, up_to: Timestamp) {
        if self.going_back == GoingBack::Yes
            && let Some((since, _)) = &mut self.missing
            && (*since..self.stood).contains(&up_to)
        {
            *since = up_to;
        }
    }

    /// Tells of a stretch that is missing though the connection stood; while going back, behind
    /// that.
    pub fn missed(&mut self, start: Timestamp, end: Timestamp, reason: &str) {
        if end <= start {
            return;
        }
        let gap = Gap { start, end, reason: reason.to_owned() };
        match self.missing {
            Some(_) if self.owed.len() < MOST_OWED => self.owed.push(gap),
            _ => {
                self.put(Notice::Gap(gap));
            }
        }
    }

    /// Says that everything up to a moment has come, and that nothing will be asked for before so
    /// long: until then event time stands at that moment, as posts of the time behind it are still
    /// to come.
    pub fn asked(&mut self, at: Instant, pause: Duration) {
        self.intake.hold(pause);
        let quiet = self.handed.map(|handed| at.saturating_duration_since(handed));
        if let Some(quiet) = quiet.filter(|quiet| !quiet.is_zero()) {
            self.put(Notice::Idle { quiet: i64::try_from(quiet.as_micros()).unwrap_or(i64::MAX) });
        }
    }

    /// Tells of posts that will not come again: those of the time between `last`, the latest post
    /// that came, and `next`, the first one after it. How far both lag behind the clock on the
    /// wall does not matter. What is still missing is what follows `next`.
    pub fn hole(&mut self, last: Timestamp, next: Timestamp) {
        let Some((since, reason)) = self.missing.as_mut().filter(|_| next > last) else { return };
        *since = next;
        let reason = reason.clone();
        // In this order the watermark goes on waiting.
        self.put_missing(next, reason.clone());
        self.put(Notice::Gap(Gap { start: last, end: next, reason }));
    }

    /// The start of the stretch that is being missed: the last sign of life of the connection
    /// before. `None` where nothing was missed.
    #[must_use]
    pub fn missed_since(&self) -> Option<Timestamp> {
        self.missing.as_ref().map(|(start, _)| *start)
    }

    /// Tells the user something worth knowing, in a sentence; the latest is shown.
    pub fn note(&mut self, text: &str) {
        self.put(Notice::Status(Status::Note(text.to_owned())));
    }

    /// Resolves when the run is to end. It borrows nothing, so it can stand beside a read.
    pub fn stopped(&self) -> impl Future<Output = ()> + Send + use<> {
        let stop = self.stop.clone();
        async move { stop.until_set().await }
    }

    /// Whether more is wanted.
    #[must_use]
    pub fn flow(&self) -> Flow {
        if self.stop.is_set() { Flow::Stop } else { self.flow }
    }

    pub(super) fn status(&mut self, status: Status) {
        self.put(Notice::Status(status));
    }

    /// A connection is over: from its last sign of life on, posts are missed. Gives how long it
    /// stood.
    pub(super) fn broken(&mut self, reason: &str) -> Duration {
        if self.missing.is_none() {
            let (since, reason) = (self.alive, reason.to_owned());
            self.missing = Some((since, reason.clone()));
            self.intake.hold(Duration::ZERO);
            self.put_missing(since, reason);
        }
        self.going_back = GoingBack::No;
        self.connected.take().map_or(Duration::ZERO, |since| since.elapsed())
    }

    /// Nothing more will be connected: what is being missed ends here, and where there was no
    /// connection at all, that is everything.
    pub(super) fn hang_up(&mut self) {
        if self.missing.is_none() && self.connected.is_none() {
            self.missing = Some((self.alive, "never connected".to_owned()));
        }
        self.close_gap(None);
    }

    /// Ends the stretch that was missed; of it, some may have been fetched.
    fn close_gap(&mut self, fetched: Option<Fetched>) {
        let was_going_back = std::mem::replace(&mut self.going_back, GoingBack::No);
        let Some((start, reason)) = self.missing.take() else { return };
        let (start, end) = match fetched {
            // What comes over the new connection is not missed.
            None if was_going_back == GoingBack::Yes && self.connected.is_some() => {
                (start, self.stood)
            }
            None => (start, now()),
            Some(Fetched::All) => (start, start),
            // A time that a server dates outside of the stretch says nothing of it.
            Some(Fetched::UpTo(moment)) if (start..self.stood).contains(&moment) => {
                (moment, self.stood)
            }
            Some(Fetched::UpTo(_)) => (start, self.stood),
        };
        self.put(match end > start {
            true => Notice::Gap(Gap { start, end, reason }),
            false => Notice::Recovered,
        });
        for gap in std::mem::take(&mut self.owed) {
            self.put(Notice::Gap(gap));
        }
    }

    fn put_missing(&mut self, since: Timestamp, reason: String) {
        self.put(Notice::Missing(Missing { since, reason, patience: self.patience }));
    }

    fn put(&mut self, load: impl Into<Load>) -> Flow {
        if self.intake.put(load.into()) == Flow::Stop {
            self.flow = Flow::Stop;
        }
        self.flow()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    /// What becomes of a connection.
    type Life = fn(&mut Connection<'_>);

    /// Notes what is said of gaps.
    #[derive(Default)]
    struct Ear(Mutex<Vec<String>>);

    impl Intake for Ear {
        fn put(&self, load: Load) -> Flow {
            let Load::Notice(notice, _) = load else { return Flow::On };
            let word = match notice {
                Notice::Missing(missing) => format!("missing: {}", missing.reason),
                Notice::Recovered => "recovered".to_owned(),
                Notice::Gap(gap) => format!("gap: {}", gap.reason),
                _ => return Flow::On,
            };
            self.0.lock().unwrap().push(word);
            Flow::On
        }
    }

    /// Notes gaps.
    #[derive(Default)]
    struct Gaps(Mutex<Vec<Gap>>);

    impl Intake for Gaps {
        fn put(&self, load: Load) -> Flow {
            if let Load::Notice(Notice::Gap(gap), _) = load {
                self.0.lock().unwrap().push(gap);
            }
            Flow::On
        }
    }

    /// What is said in the course of a life.
    fn said(life: Life) -> Vec<String> {
        let (ear, stop) = (Ear::default(), Stop::new());
        let mut line = Connection::new(&ear, &stop, Duration::ZERO);
        line.alive = line.alive.plus(-5_000_000);
        life(&mut line);
        line.hang_up();
        ear.0.into_inner().unwrap()
    }

    /// The connection is over; its last sign of life was a second ago.
    fn break_off(line: &mut Connection<'_>) {
        line.alive = line.alive.plus(-1_000_000);
        line.broken("reset");
    }

    #[test]
    fn what_is_missed_when_it_hangs_up_is_a_gap() {
        let lives: [(Life, &[&str]); 5] = [
            (|_| (), &["gap: never connected"]),
            (|line| line.connected(), &[]),
            (break_off, &["missing: reset", "gap: reset"]),
            (
                |line| {
                    line.connected();
                    break_off(line);
                    break_off(line);
                },
                &["missing: reset", "gap: reset"],
            ),
            (
                |line| {
                    line.connected();
                    break_off(line);
                    line.connected();
                },
                &["missing: reset", "gap: reset"],
            ),
        ];
        for (number, (life, wanted)) in lives.into_iter().enumerate() {
            assert_eq!(said(life), wanted, "life {number}");
        }
    }

    #[test]
    fn a_gap_on_the_way_back_is_what_has_not_come_before_the_new_connection() {
        let told = Gaps::default();
        let stop = Stop::new();
        let mut line = Connection::new(&told, &stop, Duration::from_secs(120));
        line.connected();
        break_off(&mut line);
        line.recovering();
        line.connected();
        let (since, stood) = (line.missed_since().unwrap(), line.stood);
        let half = since.plus((stood.as_micros() - since.as_micros()) / 2);
        line.fetched(half);
        // Times that cannot be.
        line.fetched(Timestamp::EPOCH);
        line.fetched(Timestamp::MAX);
        // Another stretch is told behind it.
        line.missed(half, stood, "too many");
        line.hang_up();
        let told = told.0.into_inner().unwrap();
        let spans: Vec<_> = told.iter().map(|gap| (gap.start, gap.end, &*gap.reason)).collect();
        assert_eq!(spans, [(half, stood, "reset"), (half, stood, "too many")]);
    }

    #[test]
    fn what_was_fetched_afterwards_is_no_gap() {
        let fetched = said(|line| {
            line.connected();
            break_off(line);
            line.recovering();
            line.connected();
            line.recovered(Fetched::All);
        });
        assert_eq!(fetched, ["missing: reset", "recovered"]);
    }
}
