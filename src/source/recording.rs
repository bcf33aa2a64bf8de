//! Recordings made by this program: one of the sources they hold, as it came.
//!
//! It knows the lines that stand between the frames and no frame; the other sources' frames are
//! passed over. Memory stays bounded whatever the lines say: a block is handed on when it is large,
//! a line over the limit is counted and passed over. A recording that breaks off in a gap gives one
//! that ends at its last moment.

use std::io::{self, BufRead, BufReader, Read};

use serde::Deserialize;

use super::bytes::Bytes;
use super::{Reader, over};
use crate::frame::{Fault, Form, Gap, Load};
use crate::post::Timestamp;

/// The longest line between frames, in bytes.
const LONGEST: usize = 64 << 10;

/// A block is handed on when it is so long, in bytes.
const BLOCK: usize = 64 << 10;

/// How every line between frames begins.
const START: &[u8] = b"{\"moodwire\":\"recording\",";

/// What stands between the frames.
#[derive(Deserialize)]
#[serde(tag = "moodwire", rename_all = "lowercase")]
enum Word {
    Recording {
        sources: Vec<String>,
    },
    Frames {
        source: usize,
        received: i64,
        form: String,
        lines: u64,
    },
    Idle {
        source: usize,
        quiet: i64,
    },
    Missing {
        source: usize,
        since: i64,
        #[serde(default)]
        patience: i64,
        reason: String,
    },
    Recovered {
        source: usize,
    },
    Gap {
        source: usize,
        start: i64,
        end: i64,
        reason: String,
    },
    Fault {
        source: usize,
        reason: String,
    },
    Dropped {
        source: usize,
        frames: u64,
    },
    /// Nothing follows here, but in another file.
    Continued,
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
        Ok(Word::Recording { sources }) => Ok(Some(sources)),
        _ => Ok(None),
    }
}

/// Reads one source of a recording.
pub(super) struct Recording {
    lines: Lines,
    source: usize,
    limit: usize,
    /// The frames that are being read.
    open: Option<Open>,
    /// Since when our source has been missing something, and why.
    missing: Option<(Timestamp, String)>,
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
    pub(super) fn new(bytes: Bytes, source: usize, limit: usize) -> Self {
        let last = Timestamp::MIN;
        let (missing, moments) = (None, Vec::new());
        Self { lines: Lines::new(bytes), source, limit, open: None, missing, moments, last }
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
            let Ok(word) = serde_json::from_slice(&text) else {
                return Ok(Some(self.broken(line)));
            };
            self.heed(&word);
            if let Some(load) = self.word(word, line) {
                return Ok(Some(load));
            }
        }
    }

    fn broken(&self, line: u64) -> Load {
        Load::Fault(Fault { line, reason: "no line of a recording".to_owned() })
    }

    /// The gap in which the recording ends, if it does.
    fn break_off(&mut self) -> Option<Load> {
        let (start, reason) = self.missing.take()?;
        let end = self.last;
        (end > start).then_some(Load::Gap(Gap { start, end, reason }))
    }

    /// Notes the moment that a line between frames speaks of, and what our source is missing.
    fn heed(&mut self, word: &Word) {
        let micros = Timestamp::from_micros;
        let moment = match word {
            Word::Recording { sources } => {
                self.moments = vec![Timestamp::MIN; sources.len()];
                return;
            }
            Word::Frames { source, received, .. } => {
                if let Some(moment) = self.moments.get_mut(*source) {
                    *moment = micros(*received);
                }
                micros(*received)
            }
            Word::Idle { source, quiet } => match self.moments.get(*source) {
                Some(moment) if *moment > Timestamp::MIN => moment.plus(*quiet),
                _ => return,
            },
            Word::Missing { since, .. } => micros(*since),
            Word::Gap { end, .. } => micros(*end),
            _ => Timestamp::MIN,
        };
        self.last = self.last.max(moment);
        match word {
            Word::Missing { source, since, reason, .. } if *source == self.source => {
                self.missing = Some((micros(*since), reason.clone()));
            }
            Word::Gap { source, end, .. } if *source == self.source => {
                self.missing.take_if(|(since, _)| *since < micros(*end));
            }
            Word::Recovered { source } if *source == self.source => self.missing = None,
            Word::Continued => self.missing = None,
            _ => {}
        }
    }

    /// Takes a line between frames; gives what it says of our source.
    fn word(&mut self, word: Word, line: u64) -> Option<Load> {
        let ours = self.source;
        match word {
            Word::Frames { source, received, form, lines } => {
                let form = match form.as_str() {
                    "events" => Form::Events,
                    "text" => Form::Text,
                    _ => Form::Json,
                };
                let received = Timestamp::from_micros(received);
                self.open = Some(Open { form, received, left: lines, is_ours: source == ours });
                None
            }
            Word::Idle { source, quiet } => (source == ours).then_some(Load::Idle { quiet }),
            Word::Missing { source, since, patience, reason } => (source == ours)
                .then(|| Load::Missing { since: Timestamp::from_micros(since), reason, patience }),
            Word::Recovered { source } => (source == ours).then_some(Load::Recovered),
            Word::Gap { source, start, end, reason } => (source == ours).then(|| {
                let (start, end) = (Timestamp::from_micros(start), Timestamp::from_micros(end));
                Load::Gap(Gap { start, end, reason })
            }),
            Word::Fault { source, reason } => {
                (source == ours).then_some(Load::Fault(Fault { line, reason }))
            }
            Word::Dropped { source, frames } => {
                (source == ours).then_some(Load::Dropped { frames })
            }
            Word::Recording { .. } | Word::Continued => None,
        }
    }

    /// Reads frames that were received together, or as many as make a block.
    fn frames(&mut self, mut open: Open) -> io::Result<Option<Load>> {
        let (first, mut block) = (self.lines.line, Vec::new());
        while open.left > 0 {
            let (line, before) = (self.lines.line, block.len());
            let taken = self.lines.next(&mut block, self.limit)?;
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
                    let fault = Fault { line, reason: over("line", self.limit) };
                    return Ok(Some(Load::Fault(fault)));
                }
            }
            if !open.is_ours {
                block.clear();
            }
            let is_whole = open.form != Form::Events || block.ends_with(b"\n\n");
            if block.len() >= BLOCK && (is_whole || block.len() >= self.limit) {
                self.open = Some(open);
                break;
            }
        }
        let Open { form, received, .. } = open;
        Ok((!block.is_empty()).then_some(Load::Frames { block, form, first, received }))
    }
}

impl Reader for Recording {
    fn next(&mut self) -> Load {
        match self.advance() {
            Ok(Some(load)) => load,
            Ok(None) => Load::End,
            Err(error) => {
                let line = self.lines.line;
                self.lines.bytes = BufReader::new(Box::new(io::empty()));
                self.open = None;
                Load::Fault(Fault { line, reason: error.to_string() })
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
    fn next(&mut self, out: &mut Vec<u8>, limit: usize) -> io::Result<Taken> {
        let most = limit as u64 + 1;
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
