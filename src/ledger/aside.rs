//! When panes are put aside and brought back; how that is done is `spill`'s.
//!
//! All panes in memory are put aside together, but those at which provisional windows look: what is
//! read next may belong to any of them, and each time costs one run, however many panes it has. They
//! are brought back just before the window is made to which they belong.

use std::sync::Arc;

use super::{Ledger, Spill};

impl Ledger {
    /// Lets panes be put aside for which memory has no room. Without it the oldest are sealed early.
    pub fn spill_to(&mut self, store: Arc<dyn Spill>) {
        self.spilled.set_store(store);
    }

    /// The start of the last pane that is put aside.
    pub(super) fn last_aside(&self) -> Option<i64> {
        self.spilled.last.filter(|_| !self.spilled.is_empty())
    }

    /// Puts all panes aside but those that provisional windows need, and where that is not enough,
    /// those too.
    pub(super) fn put_aside(&mut self) {
        if !self.spilled.is_open() {
            return;
        }
        let recent = match (self.settings.provisional, self.clock.now()) {
            (Some(_), Some(now)) => self.panes.start_of(now) - self.settings.window,
            _ => i64::MAX,
        };
        self.put_aside_before(recent);
        if self.weight() > self.settings.budget {
            self.put_aside_before(i64::MAX);
        }
    }

    fn put_aside_before(&mut self, moment: i64) {
        while let Some(start) = self.panes.first().filter(|start| *start < moment) {
            let Some(pane) = self.panes.remove(start) else { break };
            self.past.keep(start, &pane);
            if let Err(panes) = self.spilled.put(start, &pane) {
                return self.keep_in_memory(panes);
            }
        }
        if let Err(panes) = self.spilled.end_run() {
            self.keep_in_memory(panes);
        }
    }

    /// Brings back all panes that start before a moment.
    pub(super) fn bring_back(&mut self, moment: i64) {
        while let Some((start, pane)) = self.spilled.take_before(moment) {
            self.keep_in_memory([(start, pane)]);
        }
    }

    pub(super) fn keep_in_memory(
        &mut self,
        panes: impl IntoIterator<Item = (i64, crate::window::Pane)>,
    ) {
        for (start, pane) in panes {
            self.past.take_out(start);
            self.panes.merge(start, pane);
        }
    }
}
