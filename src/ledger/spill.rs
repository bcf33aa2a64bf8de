//! Panes that are put aside when memory has no more room for them, and brought back in the order of
//! time. It opens no file: where the bytes lie is the matter of a [`Spill`].
//!
//! Each time, all that is put aside is one run, ascending by start; a pane may have a part in
//! several runs. Bringing back takes the least of all heads, a merge of sorted runs:
//!
//! ```text
//! run 0   [00:00 [00:02 [00:05 ...          record   start:i64 length:u32 pane
//! run 1   [00:01 [00:02 [00:09 ...                   little-endian; the pane as in `window`
//! run 2   [00:00 ...
//! back     00:00 (runs 0 and 2), 00:01, 00:02 (runs 0 and 1), ...
//! ```

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use crate::window::codec::{Decoder, VERSION};
use crate::window::{Codec, Pane};

/// Bytes in front of a pane: its start and its length.
const HEAD: usize = 12;

/// Panes are handed over in pieces of about so many bytes.
const PIECE: usize = 256 << 10;

/// So many bytes are read at once from all runs together, if no pane is longer.
const READ_AHEAD: usize = 4 << 20;

/// Where panes lie for which there is no room in memory: bytes that are appended and read again.
/// All of it belongs to one ledger and its clones.
pub trait Spill: fmt::Debug + Send + Sync {
    /// Appends bytes and gives the place of the first.
    ///
    /// # Errors
    /// When they cannot be kept.
    fn append(&self, bytes: &[u8]) -> Result<u64, SpillFailed>;

    /// Reads bytes that were appended.
    ///
    /// # Errors
    /// When they cannot be read.
    fn read(&self, at: u64, into: &mut [u8]) -> Result<(), SpillFailed>;
}

/// Bytes could not be kept or not be read again; what is lost by it is counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SpillFailed;

/// The panes that are put aside.
#[derive(Clone, Debug, Default)]
pub(super) struct Spilled {
    store: Option<Arc<dyn Spill>>,
    /// Whether more can be put aside.
    is_open: bool,
    runs: Vec<Run>,
    /// The start of the next pane of every run that is not at its end, and the run.
    heads: BTreeSet<(i64, usize)>,
    /// What was put aside and not handed over.
    pending: Vec<u8>,
    /// Whether a run is being written.
    is_writing: bool,
    /// The start of the last pane of all.
    pub(super) last: Option<i64>,
    /// Bytes that were put aside in all.
    pub(super) bytes: u64,
    /// Parts of panes that could not be read back.
    pub(super) unread: u64,
}

/// Panes that were put aside together, ascending by start.
#[derive(Clone, Debug, Default)]
struct Run {
    /// The place of the next record, and the end of the last one.
    next: u64,
    end: u64,
    /// Records that are left.
    left: u64,
    /// Bytes that were read ahead, and the place of the first.
    buffer: Vec<u8>,
    buffered: u64,
}

impl Spilled {
    /// Lets panes be put aside from now on.
    pub(super) fn set_store(&mut self, store: Arc<dyn Spill>) {
        (self.store, self.is_open) = (Some(store), true);
    }

    /// Whether more can be put aside.
    pub(super) fn is_open(&self) -> bool {
        self.is_open
    }

    /// The start of the first pane.
    pub(super) fn first(&self) -> Option<i64> {
        self.heads.first().map(|(start, _)| *start)
    }

    /// Whether all has been brought back.
    pub(super) fn is_empty(&self) -> bool {
        self.heads.is_empty()
    }

    /// Puts a pane aside that starts behind those of the same run.
    ///
    /// # Errors
    /// With panes that have to stay in memory, when nothing more can be put aside.
    pub(super) fn put(&mut self, start: i64, pane: &Pane) -> Result<(), Vec<(i64, Pane)>> {
        let head = self.pending.len();
        self.pending.extend_from_slice(&start.to_le_bytes());
        self.pending.extend_from_slice(&[0; 4]);
        pane.write(&mut self.pending);
        let length = u32::try_from(self.pending.len() - head - HEAD).unwrap_or(u32::MAX);
        if let Some(place) = self.pending.get_mut(head + 8..head + HEAD) {
            place.copy_from_slice(&length.to_le_bytes());
        }
        if self.pending.len() < PIECE { Ok(()) } else { self.hand_over() }
    }

    /// Ends a run.
    ///
    /// # Errors
    /// Like [`Spilled::put`].
    pub(super) fn end_run(&mut self) -> Result<(), Vec<(i64, Pane)>> {
        let result = self.hand_over();
        self.is_writing = false;
        result
    }

    /// Writes what is pending.
    fn hand_over(&mut self) -> Result<(), Vec<(i64, Pane)>> {
        let pending = std::mem::take(&mut self.pending);
        let mut starts = records(&pending).map(|(start, _)| start);
        let Some(first) = starts.next() else { return Ok(()) };
        let (last, left) = starts.fold((first, 1), |(_, left), start| (start, left + 1));
        let length = pending.len() as u64;
        let Some(Ok(at)) = self.store.as_ref().map(|store| store.append(&pending)) else {
            self.is_open = false;
            return Err(unpacked(&pending));
        };
        self.bytes = self.bytes.saturating_add(length);
        self.last = self.last.max(Some(last));
        match self.runs.last_mut() {
            Some(run) if self.is_writing && run.end == at => {
                (run.end, run.left) = (at + length, run.left + left);
            }
            _ => {
                self.heads.insert((first, self.runs.len()));
                self.runs.push(Run { next: at, end: at + length, left, ..Run::default() });
            }
        }
        self.is_writing = true;
        self.pending = pending;
        self.pending.clear();
        Ok(())
    }

    /// Brings back the next pane, or a part of it, if it starts before a moment.
    pub(super) fn take_before(&mut self, moment: i64) -> Option<(i64, Pane)> {
        loop {
            let (start, number) = *self.heads.first().filter(|(start, _)| *start < moment)?;
            self.heads.pop_first();
            let ahead = READ_AHEAD / self.runs.len().max(1);
            let (Some(store), Some(run)) = (&self.store, self.runs.get_mut(number)) else {
                continue;
            };
            match run.take(&**store, ahead) {
                Ok((pane, next)) => {
                    self.heads.extend(next.map(|next| (next, number)));
                    return Some((start, pane));
                }
                Err(SpillFailed) => self.unread = self.unread.saturating_add(run.left),
            }
            *run = Run::default();
        }
    }

    /// The bytes of every run that is not at its end.
    ///
    /// # Errors
    /// When they cannot be read.
    pub(super) fn contents(&self) -> Result<Vec<Vec<u8>>, SpillFailed> {
        let numbers: BTreeSet<usize> = self.heads.iter().map(|(_, number)| *number).collect();
        let runs = numbers.iter().filter_map(|number| self.runs.get(*number));
        runs.map(|run| {
            let store = self.store.as_ref().ok_or(SpillFailed)?;
            let length = usize::try_from(run.end - run.next).map_err(|_| SpillFailed)?;
            let mut bytes = vec![0; length];
            store.read(run.next, &mut bytes).map(|()| bytes)
        })
        .collect()
    }

    /// Puts a run aside again that was one of [`Spilled::contents`].
    ///
    /// # Errors
    /// With its panes, when they cannot be put aside.
    pub(super) fn put_back(&mut self, run: Vec<u8>) -> Result<(), Vec<(i64, Pane)>> {
        let (bytes, last) = (self.bytes, self.last);
        self.pending = run;
        let result = self.end_run();
        (self.bytes, self.last) = (bytes, last);
        result
    }
}

impl Run {
    /// Takes the next pane; with it comes the start of the one behind it.
    fn take(
        &mut self,
        store: &dyn Spill,
        ahead: usize,
    ) -> Result<(Pane, Option<i64>), SpillFailed> {
        let (_, length) = self.head(store, ahead)?;
        let body = self.look(store, self.next + HEAD as u64, length, ahead)?;
        let pane = read_pane(body).ok_or(SpillFailed)?;
        self.next += (HEAD + length) as u64;
        self.left -= 1;
        if self.left == 0 {
            *self = Self::default();
            return Ok((pane, None));
        }
        let (start, _) = self.head(store, ahead)?;
        Ok((pane, Some(start)))
    }

    /// The start of the next pane, and its length in bytes.
    fn head(&mut self, store: &dyn Spill, ahead: usize) -> Result<(i64, usize), SpillFailed> {
        read_head(self.look(store, self.next, HEAD, ahead)?).ok_or(SpillFailed)
    }

    /// Some bytes, which are read ahead if they are not there yet.
    fn look(
        &mut self,
        store: &dyn Spill,
        at: u64,
        length: usize,
        ahead: usize,
    ) -> Result<&[u8], SpillFailed> {
        let end = self.buffered + self.buffer.len() as u64;
        if at < self.buffered || at + length as u64 > end {
            let left = usize::try_from(self.end.saturating_sub(at)).map_err(|_| SpillFailed)?;
            if left < length {
                return Err(SpillFailed);
            }
            self.buffer.clear();
            self.buffer.resize(length.max(ahead).min(left), 0);
            self.buffered = at;
            store.read(at, &mut self.buffer)?;
        }
        let from = usize::try_from(at - self.buffered).map_err(|_| SpillFailed)?;
        self.buffer.get(from..from + length).ok_or(SpillFailed)
    }
}

fn read_head(bytes: &[u8]) -> Option<(i64, usize)> {
    let (start, rest) = bytes.split_first_chunk()?;
    let length = u32::from_le_bytes(*rest.first_chunk()?);
    Some((i64::from_le_bytes(*start), usize::try_from(length).ok()?))
}

fn read_pane(body: &[u8]) -> Option<Pane> {
    Pane::read(&mut Decoder::inside(body, VERSION)).ok()
}

/// The records in some bytes: the start of each, and its pane as bytes.
fn records(mut bytes: &[u8]) -> impl Iterator<Item = (i64, &[u8])> {
    std::iter::from_fn(move || {
        let (start, length) = read_head(bytes)?;
        let body = bytes.get(HEAD..HEAD + length)?;
        bytes = bytes.get(HEAD + length..)?;
        Some((start, body))
    })
}

/// Whether bytes are whole records, ascending by start, and none starts where it may not.
pub(super) fn is_run(bytes: &[u8], may_start: impl Fn(i64) -> bool) -> bool {
    let length: usize = records(bytes).map(|(_, body)| HEAD + body.len()).sum();
    let starts = || records(bytes).map(|(start, _)| start);
    length == bytes.len()
        && starts().all(may_start)
        && starts().is_sorted_by(|one, next| one < next)
}

fn unpacked(bytes: &[u8]) -> Vec<(i64, Pane)> {
    records(bytes).filter_map(|(start, body)| Some((start, read_pane(body)?))).collect()
}
