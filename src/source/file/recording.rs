//! Recordings made by this program: one of the sources they hold, as it came.
//!
//! It knows the lines that stand between the frames and no frame; the other sources' frames are
//! passed over. Memory stays bounded whatever the lines say: a block is handed on when it is large,
//! a line over the limit is counted and passed over. A recording that breaks off in a gap gives one
//! that ends at its last moment.

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, Read};

use serde::Deserialize;

use super::super::Reader;
use super::unpack::Bytes;
use super::{gave_up, over};
use crate::frame::{Block, Fault, Form, Gap, Identity, Load, Missing, Notice, Position};
use crate::post::Timestamp;

/// The longest line between frames, in bytes.
const LONGEST: usize = 64 << 10;

/// A block is handed on when it is so long, in bytes.
const BLOCK: usize = 64 << 10;

/// So many sources may a recording hold: each is read for itself, beside the others.
pub const MOST_SOURCES: usize = 256;

/// How the first line begins.
const START: &[u8] = b"{\"moodwire\":\"recording\",";

/// What stands between the frames, but for notices.
#[derive(Deserialize)]
#[serde(tag = "moodwire", rename_all = "lowercase")]
enum Mark {
    Recording {
        sources: Vec<String>,
    },
    Frames {
        source: usize,
        received: i64,
        form: String,
        lines: u64,
    },
    /// Nothing follows here, but in another file.
    Continued,
    /// A notice, perhaps.
    #[serde(other)]
    Other,
}

/// A notice and whose it is.
#[derive(Deserialize)]
struct Said {
    source: usize,
    #[serde(flatten)]
    notice: Notice,
}

/// The names of the sources that a recording holds; `None` where the bytes are no recording.
///
/// # Errors
/// When they cannot be read.
pub(super) fn sources(bytes: Bytes) -> io::Result<Option<Vec<String>>> {
    let mut lines = Lines::new(bytes);
    let mut line = Vec::new();
    let mut start = [0; START.len()];
    if lines.bytes.read_exact(&mut start).is_err() || start != START {
        return Ok(None);
    }
    line.extend_from_slice(&start);
    if lines.next(&mut line, LONGEST)? != Taken::Line {
        return Ok(None);
    }
    match serde_json::from_slice(&line) {
        Ok(Mark::Recording { sources }) => Ok(Some(sources)),
        _ => Ok(None),
    }
}

/// Reads one source of a recording.
pub(super) struct Recording {
    lines: Lines,
    source: usize,
    max_line: usize,
    /// What the positions speak of.
    file: Identity,
    /// What ends before this line was read in an earlier run.
    from: u64,
    /// What is said behind trouble.
    ready: VecDeque<Load>,
    /// The frames that are being read.
    open: Option<Open>,
    /// What our source is missing.
    missing: Option<Missing>,
    /// By source, when it brought something last.
    moments: Vec<Timestamp>,
    /// The latest moment that the lines speak of.
    last: Timestamp,
}

/// Frames that were received together.
#[derive(Clone, Copy)]
struct Open {
    form: Form,
    received: Timestamp,
    left: u64,
    is_ours: bool,
}

impl Recording {
    pub(super) fn new(bytes: Bytes, source: usize, max_line: usize, file: Identity) -> Self {
        Self {
            lines: Lines::new(bytes),
            source,
            max_line,
            file,
            from: 0,
            ready: VecDeque::new(),
            open: None,
            missing: None,
            moments: Vec::new(),
            last: Timestamp::MIN,
        }
    }

    /// The same, behind what was read before a line: it is read again, and passed over.
    pub(super) fn behind_line(self, line: u64) -> Self {
        Self { from: line, ..self }
    }

    /// Goes on to the next load; `None` at the end.
    fn advance(&mut self) -> io::Result<Option<Load>> {
        loop {
            if let Some(open) = self.open.take() {
                if let Some(load) = self.frames(open)? {
                    return Ok(Some(load));
                }
                continue;
            }
            let (line, mut text) = (self.lines.line, Vec::new());
            match self.lines.next(&mut text, LONGEST)? {
                Taken::End => return Ok(self.break_off()),
                Taken::Long => return Ok(Some(self.broken(line))),
                Taken::Line => {}
            }
            let load = match serde_json::from_slice(&text) {
                Ok(Mark::Other) => match serde_json::from_slice(&text) {
                    Ok(said) => self.heed(said, line),
                    Err(_) => Some(self.broken(line)),
                },
                Ok(mark) => {
                    self.pass(mark);
                    None
                }
                Err(_) => Some(self.broken(line)),
            };
            if load.is_some() {
                return Ok(load);
            }
        }
    }

    /// A load with the place behind it.
    fn placed(&self, load: Load) -> Load {
        let position = Some(Position::Line { file: self.file, line: self.lines.line });
        match load {
            Load::Frames(block) => Load::Frames(Block { position, ..block }),
            Load::Notice(notice, _) => Load::Notice(notice, position),
            Load::End => Load::End,
        }
    }

    fn broken(&self, line: u64) -> Load {
        Notice::Fault(Fault { line, reason: "no line of a recording".to_owned() }).into()
    }

    /// The gap in which the recording ends, if it does.
    fn break_off(&mut self) -> Option<Load> {
        let Missing { since: start, reason, .. } = self.missing.take()?;
        let end = self.last;
        // It stands behind all lines.
        self.lines.line += 1;
        (end > start).then(|| Notice::Gap(Gap { start, end, reason }).into())
    }

    /// Takes a line between frames that is no notice.
    fn pass(&mut self, mark: Mark) {
        match mark {
            Mark::Recording { sources } => self.moments = vec![Timestamp::MIN; sources.len()],
            Mark::Frames { source, received, form, lines } => {
                let received = Timestamp::from_micros(received);
                if let Some(moment) = self.moments.get_mut(source) {
                    *moment = received;
                }
                self.last = self.last.max(received);
                let form = Form::from_name(&form).unwrap_or(Form::Json);
                let is_ours = source == self.source;
                self.open = Some(Open { form, received, left: lines, is_ours });
            }
            Mark::Continued => self.missing = None,
            Mark::Other => {}
        }
    }

    /// Notes the moment that a notice speaks of, and what our source is missing; gives it if it is
    /// ours.
    fn heed(&mut self, said: Said, line: u64) -> Option<Load> {
        let Said { source, mut notice } = said;
        let moment = match &notice {
            Notice::Idle { quiet } => match self.moments.get(source) {
                Some(moment) if *moment > Timestamp::MIN => moment.plus(*quiet),
                _ => Timestamp::MIN,
            },
            Notice::Missing(missing) => missing.since,
            Notice::Gap(gap) => gap.end,
            _ => Timestamp::MIN,
        };
        self.last = self.last.max(moment);
        if source != self.source {
            return None;
        }
        match &mut notice {
            Notice::Missing(missing) => self.missing = Some(missing.clone()),
            Notice::Gap(gap) => {
                self.missing.take_if(|missing| gap.ends(missing.since));
            }
            Notice::Recovered => self.missing = None,
            Notice::Fault(fault) => fault.line = line,
            _ => {}
        }
        Some(notice.into())
    }

    /// Reads frames that were received together, or as many as make a block.
    fn frames(&mut self, mut open: Open) -> io::Result<Option<Load>> {
        let (first, mut block) = (self.lines.line, Vec::new());
        while open.left > 0 {
            let (line, before) = (self.lines.line, block.len());
            let taken = self.lines.next(&mut block, self.max_line)?;
            open.left -= 1;
            match taken {
                Taken::End => break,
                Taken::Line => block.push(b'\n'),
                Taken::Long => {
                    block.truncate(before);
                    self.open = Some(open);
                    if !open.is_ours {
                        return Ok(None);
                    }
                    let fault = Fault { line, reason: over("line", self.max_line) };
                    return Ok(Some(Notice::Fault(fault).into()));
                }
            }
            if !open.is_ours {
                block.clear();
            }
            let is_whole = open.form != Form::Events || block.ends_with(b"\n\n");
            if block.len() >= BLOCK && (is_whole || block.len() >= self.max_line) {
                self.open = Some(open);
                break;
            }
        }
        let Open { form, received, .. } = open;
        let is_empty = block.is_empty();
        let block = Block { line: first, received, ..Block::new(block, form) };
        Ok((!is_empty).then_some(block.into()))
    }
}

impl Reader for Recording {
    fn next(&mut self) -> Load {
        if let Some(load) = self.ready.pop_front() {
            return load;
        }
        loop {
            match self.advance() {
                Ok(Some(_)) if self.lines.line <= self.from => {}
                Ok(Some(load)) => return self.placed(load),
                Ok(None) => return Load::End,
                Err(error) => {
                    self.ready.extend(gave_up(self.lines.line, &error.to_string()));
                    self.lines.bytes = BufReader::new(Box::new(io::empty()));
                    (self.open, self.missing) = (None, None);
                    return self.ready.pop_front().unwrap_or(Load::End);
                }
            }
        }
    }
}

/// Lines of bounded length, counted.
struct Lines {
    bytes: BufReader<Bytes>,
    /// The number of the next line, from 1.
    line: u64,
}

/// What was read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Taken {
    /// A line, without its end.
    Line,
    /// A line over the limit, of which a part was taken.
    Long,
    /// Nothing: there is none any more.
    End,
}

impl Lines {
    fn new(bytes: Bytes) -> Self {
        Self { bytes: BufReader::with_capacity(BLOCK, bytes), line: 1 }
    }

    /// Appends the next line to `out`, of at most so many bytes.
    fn next(&mut self, out: &mut Vec<u8>, max_line: usize) -> io::Result<Taken> {
        let most = max_line as u64 + 1;
        let read = self.bytes.by_ref().take(most).read_until(b'\n', out)?;
        if read == 0 {
            return Ok(Taken::End);
        }
        self.line += 1;
        if out.last() == Some(&b'\n') {
            out.pop();
            return Ok(Taken::Line);
        }
        if read as u64 == most {
            self.bytes.skip_until(b'\n')?;
            return Ok(Taken::Long);
        }
        Ok(Taken::Line)
    }
}
