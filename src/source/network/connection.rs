//! Where a network puts what comes, and what it says of itself; it keeps the time of the gaps.
//!
//! A gap begins at the last moment up to which everything is known to have come, and ends where the
//! network proves that it has caught up with the present; whatever else is heard proves nothing. So
//! a network says itself what it takes for a proof ([`Connection::heard`]), and a silence is told
//! only up to the last one:
//!
//! ```text
//! frames     x x x         x x ✗                 x x
//! heartbeat          ♥         ┆    (half open)
//! silence told     ──▶         ┆
//! gap                          ├─────────────────┤
//! ```
//!
//! It waits for nobody: what cannot be taken is dropped behind it, and counted there.

use std::time::Duration;

use super::super::live::now;
use super::super::{Flow, Intake, Stop};
use super::Waits;
use super::pause::{Silent, awake};
use super::proof::{Moment, Proofs};
use crate::frame::{Block, Fault, Form, Gap, Load, Missing, Notice, Position, Status};
use crate::post::Timestamp;

/// So many gaps are told later at most; more are told at once.
const MOST_OWED: usize = 1 << 10;

/// The end of a source that its network holds.
pub struct Connection<'c> {
    intake: &'c dyn Intake,
    stop: Stop,
    waits: Waits,
    proofs: Proofs,
    /// The number of the next line, from 1.
    next: u64,
    flow: Flow,
    /// Where the network stands, if it can be opened there again.
    position: Option<Position>,
    /// When listening was wanted.
    begun: Moment,
    /// Since when the present connection stands.
    connected: Option<Moment>,
    /// When the last connection came to stand.
    stood: Option<Timestamp>,
    /// The stretch that is being missed.
    missing: Option<Missing>,
    going_back: GoingBack,
    /// Gaps to be told when it is known how much of what is being missed could be fetched.
    owed: Vec<Gap>,
    life: Life,
}

/// How much has been fetched of what was missed: all, or what there was up to a moment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fetched {
    All,
    UpTo(Timestamp),
}

/// Whether posts of the past are being fetched.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum GoingBack {
    No,
    Yes,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Life {
    Open,
    HungUp,
}

impl<'c> Connection<'c> {
    /// For so long a network may say goodbye.
    pub const GOODBYE: Duration = Duration::from_millis(250);

    /// A connection that is wanted since a moment.
    pub(super) fn begun(
        intake: &'c dyn Intake,
        stop: &Stop,
        waits: Waits,
        channels: usize,
        begun: Moment,
    ) -> Self {
        Self {
            intake,
            stop: stop.clone(),
            waits,
            proofs: Proofs::new(channels, begun),
            next: 1,
            flow: Flow::On,
            position: None,
            begun,
            connected: None,
            stood: None,
            missing: None,
            going_back: GoingBack::No,
            owed: Vec::new(),
            life: Life::Open,
        }
    }

    /// Hands over whole frames, each with its line end (or blank line, for events). That proves
    /// nothing yet: see [`Connection::heard`].
    pub fn frames(&mut self, bytes: Vec<u8>, form: Form) -> Flow {
        self.proofs.note_frames();
        let mut block = Block::new(bytes, form);
        (block.line, block.received) = (self.next, now());
        block.position.clone_from(&self.position);
        self.next += block.lines();
        self.put(Load::Frames(block))
    }

    /// Counts one frame that had to be passed over: too long, cut off, or broken.
    pub fn fault(&mut self, reason: &str) -> Flow {
        let line = self.next;
        self.next += 1;
        self.notice(Notice::Fault(Fault { line, reason: reason.to_owned() }))
    }

    /// Notes that everything of a channel has come up to now: something whole was read that the
    /// server sends in order. Right behind a pause of this process that proves nothing.
    pub fn heard(&mut self, channel: usize) {
        self.proofs.note(channel);
        let silence = self.proofs.ripe_silence();
        self.tell_silence(silence);
    }

    /// Notes that everything of a channel has come up to a moment.
    pub(in crate::source) fn heard_up_to(&mut self, channel: usize, moment: Moment) {
        self.proofs.note_up_to(channel, moment);
    }

    /// The last moment up to which everything of a channel has come.
    pub(in crate::source) fn heard_of(&self, channel: usize) -> Timestamp {
        self.proofs.last_of(channel).wall
    }

    /// Notes where the network stands: what is handed over from now on is behind that.
    pub fn stands_at(&mut self, position: Option<Position>) {
        self.position = position;
    }

    /// Waits for what comes next.
    pub async fn next<T>(&mut self, next: impl Future<Output = T>) -> T {
        let mut next = std::pin::pin!(next);
        loop {
            let waited = self.wait(Duration::MAX, next.as_mut()).await;
            if let Ok(next) = waited {
                return next;
            }
        }
    }

    /// Waits for what comes next, no longer than `limit`; meanwhile it tells the silence.
    ///
    /// # Errors
    /// When nothing came, though this process was awake.
    pub(in crate::source) async fn wait<T>(
        &mut self,
        limit: Duration,
        next: impl Future<Output = T>,
    ) -> Result<T, Silent> {
        awake(limit, next, || {
            let silence = self.proofs.ripe_silence();
            self.tell_silence(silence);
        })
        .await
    }

    /// Says that there was nothing up to now, as far as every channel has proved it: the network
    /// has asked, and nothing is on its way.
    pub(in crate::source) fn silent(&mut self) {
        let silence = self.proofs.silence_now();
        self.tell_silence(silence);
    }

    fn tell_silence(&mut self, silence: Option<Duration>) {
        if let Some(silence) =
            silence.filter(|_| self.connected.is_some() && self.missing.is_none())
        {
            let quiet = i64::try_from(silence.as_micros()).unwrap_or(i64::MAX);
            self.notice(Notice::Idle { quiet });
        }
    }

    /// Says that the connection stands. What was missed until now is a gap, unless
    /// [`Connection::recovering`] was called.
    pub fn connected(&mut self) {
        self.connected_at(Moment::now());
    }

    /// The same, where everything comes that was sent since a moment.
    pub(in crate::source) fn connected_at(&mut self, moment: Moment) {
        self.note_slow_start();
        (self.connected, self.stood) = (Some(moment), Some(moment.wall));
        self.proofs.begin(moment);
        self.notice(Notice::Status(Status::Live));
        if self.going_back == GoingBack::No {
            self.close_gap(None);
        }
    }

    /// Says that posts of the time since a moment will be fetched; to be called before
    /// [`Connection::connected`], and ended by [`Connection::recovered`]. What was missed before
    /// that moment is a gap.
    pub fn recovering(&mut self, since: Timestamp) {
        self.note_slow_start();
        self.going_back = GoingBack::Yes;
        let start = i64::try_from(self.waits.start.as_micros()).unwrap_or(i64::MAX);
        let missed = self.missing.as_ref().map(|missing| missing.since);
        if let Some(missed) = missed.filter(|missed| missed.plus(start) < since) {
            self.hole(missed, since);
        }
    }

    /// Says how much of what was missed has been fetched; the rest is a gap.
    pub fn recovered(&mut self, fetched: Fetched) {
        if self.going_back == GoingBack::Yes {
            self.close_gap(Some(fetched));
        }
    }

    /// While going back: everything before this moment has come, if it is one of that stretch.
    pub fn fetched(&mut self, up_to: Timestamp) {
        let stood = self.stood();
        if self.going_back == GoingBack::Yes
            && let Some(missing) = &mut self.missing
            && (missing.since..stood).contains(&up_to)
        {
            missing.since = up_to;
        }
    }

    /// Tells of a stretch that is missing though the connection stood, behind one that is told.
    pub fn missed(&mut self, start: Timestamp, end: Timestamp, reason: &str) {
        if end <= start {
            return;
        }
        let gap = Gap { start, end, reason: reason.to_owned() };
        match self.missing {
            Some(_) if self.owed.len() < MOST_OWED => self.owed.push(gap),
            _ => {
                self.notice(Notice::Gap(gap));
            }
        }
    }

    /// Tells of posts that will not come again: those between `last`, the latest that came, and
    /// `next`, the first after it. What is still missing is what follows `next`.
    pub fn hole(&mut self, last: Timestamp, next: Timestamp) {
        let Some(missing) = self.missing.as_mut().filter(|_| next > last) else {
            return self.missed(last, next, "the network does not reach back so far");
        };
        missing.since = next;
        let (missing, reason) = (missing.clone(), missing.reason.clone());
        // In this order the watermark goes on waiting.
        self.notice(Notice::Missing(missing));
        self.notice(Notice::Gap(Gap { start: last, end: next, reason }));
    }

    /// The start of the stretch that is being missed. `None` where nothing was missed.
    #[must_use]
    pub fn missed_since(&self) -> Option<Timestamp> {
        match &self.missing {
            Some(missing) => Some(missing.since),
            None => self.is_slow_to_start().then_some(self.begun.wall),
        }
    }

    /// When the last connection came to stand; before the first, now.
    pub(in crate::source) fn stood(&self) -> Timestamp {
        self.stood.unwrap_or_else(now)
    }

    /// Tells the user something worth knowing, in a sentence; the latest is shown.
    pub fn note(&mut self, text: &str) {
        self.notice(Notice::Status(Status::Note(text.to_owned())));
    }

    /// Resolves when the run is to end; it borrows nothing.
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
        self.notice(Notice::Status(status));
    }

    /// Looks at the clock again and again, so that a pause of this process is noticed.
    pub(super) fn watch(&self) -> impl Future<Output = std::convert::Infallible> + use<> {
        let pauses = self.proofs.pauses().clone();
        async move { pauses.watch().await }
    }

    /// A connection is over: from the last moment on up to which all channels are known to have
    /// brought everything, posts are missed. Gives how long it stood.
    pub(super) fn broken(&mut self, reason: &str) -> Duration {
        self.miss(self.proofs.last().wall, reason);
        self.going_back = GoingBack::No;
        self.connected.take().map_or(Duration::ZERO, |since| since.at.elapsed())
    }

    /// Nothing more will be connected: what is being missed ends here, and so does what nobody
    /// knows to have been heard.
    pub(super) fn hang_up(&mut self) {
        if std::mem::replace(&mut self.life, Life::HungUp) == Life::HungUp {
            return;
        }
        let last = self.proofs.last();
        let reason = match self.stood {
            None => "never connected",
            Some(_) => "nothing more was heard before the end",
        };
        let is_long = last.at.elapsed() > self.waits.end;
        if self.missing.is_none() && (self.stood.is_none() || is_long) {
            let (since, reason) = (last.wall, reason.to_owned());
            self.missing = Some(Missing { since, patience: 0, reason });
            self.going_back = GoingBack::No;
        }
        self.close_gap(None);
    }

    /// Notes that a stretch is being missed, if none is.
    fn miss(&mut self, since: Timestamp, reason: &str) {
        if self.missing.is_some() {
            return;
        }
        let patience = i64::try_from(self.waits.patience.as_micros()).unwrap_or(i64::MAX);
        let missing = Missing { since, patience, reason: reason.to_owned() };
        self.missing = Some(missing.clone());
        self.notice(Notice::Missing(missing));
    }

    /// Whether no connection has stood, and that is worth telling.
    fn is_slow_to_start(&self) -> bool {
        self.stood.is_none() && self.begun.at.elapsed() > self.waits.start
    }

    /// What came before a first connection that took long is missed.
    fn note_slow_start(&mut self) {
        if self.is_slow_to_start() {
            self.miss(self.begun.wall, "was not connected yet");
        }
    }

    /// Ends the stretch that was missed; of it, some may have been fetched.
    fn close_gap(&mut self, fetched: Option<Fetched>) {
        let was_going_back = std::mem::replace(&mut self.going_back, GoingBack::No);
        let Some(Missing { since: start, reason, .. }) = self.missing.take() else { return };
        let stood = self.stood();
        let (start, end) = match fetched {
            None if was_going_back == GoingBack::Yes && self.connected.is_some() => {
                // What comes over the new connection is not missed, as far as it proved to live.
                let is_alive = self.proofs.last().at.elapsed() <= self.waits.end;
                (start, if is_alive { stood } else { now() })
            }
            None if self.life == Life::Open => (start, stood),
            None => (start, now()),
            Some(Fetched::All) => (start, start),
            Some(Fetched::UpTo(moment)) if (start..stood).contains(&moment) => (moment, stood),
            Some(Fetched::UpTo(_)) => (start, stood),
        };
        self.notice(match end > start {
            true => Notice::Gap(Gap { start, end, reason }),
            false => Notice::Recovered,
        });
        for gap in std::mem::take(&mut self.owed) {
            self.notice(Notice::Gap(gap));
        }
    }

    fn notice(&mut self, notice: Notice) -> Flow {
        self.put(Load::Notice(notice, self.position.clone()))
    }

    fn put(&mut self, load: Load) -> Flow {
        if self.intake.put(load) == Flow::Stop {
            self.flow = Flow::Stop;
        }
        self.flow()
    }
}

/// A thread that breaks off leaves its gap.
impl Drop for Connection<'_> {
    fn drop(&mut self) {
        self.hang_up();
    }
}
