//! Where a network puts what comes, and what it says of itself; it keeps the time of the gaps.
//!
//! It waits for nobody: what cannot be taken is dropped behind it, and counted there.

use std::time::Duration;

use tokio::time::Instant;

use super::super::live::now;
use super::super::{Flow, Outlet, Stop};
use crate::frame::{Fault, Form, Gap, Load, Status};
use crate::post::Timestamp;

/// The end of a source that its network holds.
pub struct Line<'l> {
    outlet: &'l dyn Outlet,
    stop: Stop,
    /// The number of the next line, from 1.
    next: u64,
    flow: Flow,
    /// Since when the present connection stands.
    connected: Option<Instant>,
    /// The last sign of life; before the first, the moment listening was wanted.
    alive: Timestamp,
    /// The stretch that is being missed: its start and why.
    missing: Option<(Timestamp, String)>,
    going_back: GoingBack,
}

/// Whether posts of the past are being fetched.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum GoingBack {
    No,
    Yes,
}

impl<'l> Line<'l> {
    /// For so long a network may say goodbye.
    pub const GOODBYE: Duration = Duration::from_millis(250);

    pub(super) fn new(outlet: &'l dyn Outlet, stop: &Stop) -> Self {
        Self {
            outlet,
            stop: stop.clone(),
            next: 1,
            flow: Flow::On,
            connected: None,
            alive: now(),
            missing: None,
            going_back: GoingBack::No,
        }
    }

    /// Hands over whole frames, each with its line end (or blank line, for events). Counts as
    /// heard.
    pub fn frames(&mut self, block: Vec<u8>, form: Form) -> Flow {
        self.alive = now();
        let first = self.next;
        let ends = memchr::memchr_iter(b'\n', &block).count();
        let unended = usize::from(!block.is_empty() && !block.ends_with(b"\n"));
        self.next += (ends + unended) as u64;
        self.put(Load::Frames { block, form, first, received: self.alive })
    }

    /// Counts one frame that had to be passed over: too long, or broken. Counts as heard.
    pub fn fault(&mut self, reason: &str) -> Flow {
        self.alive = now();
        let line = self.next;
        self.next += 1;
        self.put(Load::Fault(Fault { line, reason: reason.to_owned() }))
    }

    /// Notes a sign of life that is no frame.
    pub fn heard(&mut self) {
        self.alive = now();
    }

    /// Says that the connection stands and posts may come. What was missed until now is a gap,
    /// unless [`Line::recovering`] was called.
    pub fn connected(&mut self) {
        self.connected = Some(Instant::now());
        self.alive = now();
        self.put(Load::Status(Status::Live));
        if self.going_back == GoingBack::No {
            self.close_gap(None);
        }
    }

    /// Says that posts of the time since the last connection will be fetched; to be called before
    /// [`Line::connected`], and ended by [`Line::recovered`].
    pub fn recovering(&mut self) {
        self.going_back = GoingBack::Yes;
    }

    /// Says that everything from `back_to` on has been fetched; `None`: everything that was
    /// missed. What was missed before is a gap.
    pub fn recovered(&mut self, back_to: Option<Timestamp>) {
        if self.going_back == GoingBack::Yes {
            self.close_gap(Some(back_to));
        }
    }

    /// Tells of posts that will not come again: those of the time between `last`, the latest post
    /// that came, and `next`, the first one after it. How far both lag behind the clock on the
    /// wall does not matter. What is still missing is what follows `next`.
    pub fn hole(&mut self, last: Timestamp, next: Timestamp) {
        let Some((since, reason)) = self.missing.as_mut().filter(|_| next > last) else { return };
        *since = next;
        let reason = reason.clone();
        self.put(Load::Gap(Gap { start: last, end: next, reason }));
    }

    /// The start of the stretch that is being missed: the last sign of life of the connection
    /// before. `None` where nothing was missed.
    #[must_use]
    pub fn missed_since(&self) -> Option<Timestamp> {
        self.missing.as_ref().map(|(start, _)| *start)
    }

    /// Tells the user something worth knowing, in a sentence; the latest is shown.
    pub fn note(&mut self, text: &str) {
        self.put(Load::Status(Status::Note(text.to_owned())));
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
        self.put(Load::Status(status));
    }

    /// A connection is over: from its last sign of life on, posts are missed. Gives how long it
    /// stood.
    pub(super) fn broken(&mut self, reason: &str, patience: Duration) -> Duration {
        if self.missing.is_none() {
            self.missing = Some((self.alive, reason.to_owned()));
            self.outlet.hold(patience);
        }
        self.going_back = GoingBack::No;
        self.connected.take().map_or(Duration::ZERO, |since| since.elapsed())
    }

    /// Nothing more will be connected: what is being missed ends here.
    pub(super) fn hang_up(&mut self) {
        self.close_gap(None);
    }

    /// Ends the stretch that was missed; of it, some may have been fetched.
    fn close_gap(&mut self, fetched: Option<Option<Timestamp>>) {
        self.going_back = GoingBack::No;
        let Some((start, reason)) = self.missing.take() else { return };
        self.outlet.hold(Duration::ZERO);
        let end = match fetched {
            None => now(),
            Some(None) => return,
            Some(Some(back_to)) => back_to,
        };
        if end > start {
            self.put(Load::Gap(Gap { start, end, reason }));
        }
    }

    fn put(&mut self, load: Load) -> Flow {
        if self.outlet.put(load) == Flow::Stop {
            self.flow = Flow::Stop;
        }
        self.flow()
    }
}
