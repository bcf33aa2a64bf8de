//! The state of a ledger as bytes, so that a run can go on from it: saved after any event and
//! restored, it gives the same events as one that was never interrupted.
//!
//! Parts of it write themselves; here stands their order. The bytes are written as everything else
//! that leaves the process (see [`crate::window::codec`]), and read with the same care.
//!
//! ```text
//! L version   window slide topics sources   clock gaps seen panes aside past
//!             sealed late given changed empty counts totals
//! ```

use std::collections::BTreeMap;

use super::closing::Given;
use super::number::{is_start, read_maybe_moment, read_moment, read_start, read_topic};
use super::spill::is_run;
use super::{Ledger, SpillFailed};
use crate::mention::Counts;
use crate::window::codec::{Decoder, VERSION, put_i64, put_maybe, put_u64};
use crate::window::{Codec, CodecError, Pane, Point};

/// What tells the state of a ledger from other bytes.
const KIND: u8 = b'L';

impl Ledger {
    /// Its whole state as bytes. They grow with what is open: panes, those that are put aside too,
    /// and the memory for duplicates, eight bytes a post.
    ///
    /// # Errors
    /// When panes that were put aside cannot be read.
    pub fn save(&self) -> Result<Vec<u8>, SpillFailed> {
        let mut out = vec![KIND, VERSION];
        for length in [self.settings.window, self.settings.slide] {
            put_i64(&mut out, length);
        }
        for number in [self.late.len(), self.told_live.len()] {
            put_u64(&mut out, number as u64);
        }
        out.extend(self.told_live.iter().map(|is_told| u8::from(*is_told)));
        self.clock.save(&mut out);
        self.gaps.save(&mut out);
        self.seen.save(&mut out);
        self.save_panes(&mut out)?;
        self.save_windows(&mut out);
        self.counts.all().iter().for_each(|count| put_u64(&mut out, *count));
        self.all.write(&mut out);
        let totals =
            self.totals.iter().enumerate().filter(|(_, total)| **total != Point::default());
        let totals: Vec<_> = totals.collect();
        put_u64(&mut out, totals.len() as u64);
        for (topic, total) in totals {
            put_u64(&mut out, topic as u64);
            total.write(&mut out);
        }
        Ok(out)
    }

    /// This ledger, which has taken nothing yet, with the state that another one saved which had
    /// the same topics and the same sources.
    ///
    /// # Errors
    /// When the bytes are no such state, or one of other windows, topics or sources.
    pub fn restore(mut self, bytes: &[u8]) -> Result<Self, CodecError> {
        let mut bytes = Decoder::begin(bytes, KIND)?;
        if (bytes.i64()?, bytes.i64()?) != (self.settings.window, self.settings.slide) {
            return Err(CodecError::Unlike("windows of another length"));
        }
        if bytes.u64()? != self.late.len() as u64 {
            return Err(CodecError::Unlike("another number of topics"));
        }
        if bytes.u64()? != self.told_live.len() as u64 {
            return Err(CodecError::Unlike("another number of sources"));
        }
        for is_told in &mut self.told_live {
            *is_told = bytes.byte()? == 1;
        }
        self.clock.restore(&mut bytes)?;
        self.gaps.restore(&mut bytes)?;
        self.seen.restore(&mut bytes)?;
        self.restore_panes(&mut bytes)?;
        self.restore_windows(&mut bytes)?;
        let mut counts = Counts::default();
        for count in counts.all_mut() {
            *count = bytes.u64()?;
        }
        self.counts = counts;
        self.all = Point::read(&mut bytes)?;
        for _ in 0..bytes.count(6)? {
            let topic = read_topic(&mut bytes)?;
            let total = Point::read(&mut bytes)?;
            if let Some(own) = self.totals.get_mut(topic.0 as usize) {
                *own = total;
            }
        }
        bytes.end()?;
        Ok(self)
    }

    fn save_panes(&self, out: &mut Vec<u8>) -> Result<(), SpillFailed> {
        put_u64(out, self.panes.len() as u64);
        for (start, pane) in self.panes.within(i64::MIN..i64::MAX) {
            put_i64(out, start);
            pane.write(out);
        }
        let runs = self.spilled.contents()?;
        put_u64(out, runs.len() as u64);
        for run in runs {
            put_u64(out, run.len() as u64);
            out.extend_from_slice(&run);
        }
        put_maybe(out, self.spilled.last);
        put_u64(out, self.spilled.bytes);
        put_u64(out, self.spilled.unread);
        self.past.save(out);
        Ok(())
    }

    fn restore_panes(&mut self, bytes: &mut Decoder<'_>) -> Result<(), CodecError> {
        for _ in 0..bytes.count(7)? {
            let start = read_start(bytes, self.settings.slide)?;
            let pane = Pane::read(bytes)?;
            if pane.all.posts == 0 {
                return Err(CodecError::Impossible("pane"));
            }
            self.panes.merge(start, pane);
        }
        for _ in 0..bytes.count(1)? {
            let length = bytes.count(1)?;
            let run = bytes.bytes(length)?.to_vec();
            if !is_run(&run, |start| is_start(start, self.settings.slide)) {
                return Err(CodecError::Impossible("run of panes"));
            }
            if let Err(panes) = self.spilled.put_back(run) {
                self.keep_in_memory(panes);
            }
        }
        self.spilled.last = read_maybe_moment(bytes)?;
        self.spilled.bytes = bytes.u64()?;
        self.spilled.unread = bytes.u64()?;
        self.past.restore(bytes)
    }

    fn save_windows(&self, out: &mut Vec<u8>) {
        put_i64(out, self.sealed);
        put_u64(out, self.sealed_early);
        let late: Vec<_> = self.late.iter().enumerate().filter(|(_, late)| **late > 0).collect();
        put_u64(out, late.len() as u64);
        for (topic, late) in late {
            put_u64(out, topic as u64);
            put_u64(out, *late);
        }
        put_u64(out, self.given.len() as u64);
        for ((end, topic), given) in &self.given {
            put_i64(out, *end);
            put_u64(out, topic.0.into());
            put_u64(out, given.times.into());
            put_u64(out, given.posts);
        }
        put_u64(out, self.changed.len() as u64);
        self.changed.iter().for_each(|start| put_i64(out, *start));
        put_maybe(out, self.empty_ends.map(i64::from));
    }

    fn restore_windows(&mut self, bytes: &mut Decoder<'_>) -> Result<(), CodecError> {
        self.sealed = read_start(bytes, self.settings.slide)?;
        self.sealed_early = bytes.u64()?;
        for _ in 0..bytes.count(2)? {
            let topic = read_topic(bytes)?;
            let late = bytes.u64()?;
            *self.late.get_mut(topic.0 as usize).ok_or(CodecError::Impossible("topic"))? = late;
        }
        self.given = BTreeMap::new();
        for _ in 0..bytes.count(4)? {
            let (end, topic) = (read_moment(bytes)?, read_topic(bytes)?);
            let times = bytes.u64()?.try_into().map_err(|_| CodecError::Impossible("revision"))?;
            self.given.insert((end, topic), Given { times, posts: bytes.u64()? });
        }
        self.changed =
            (0..bytes.count(1)?).map(|_| read_moment(bytes)).collect::<Result<_, _>>()?;
        let empty = bytes.maybe()?.map(u32::try_from).transpose();
        self.empty_ends = empty.map_err(|_| CodecError::Impossible("number of windows"))?;
        Ok(())
    }
}
