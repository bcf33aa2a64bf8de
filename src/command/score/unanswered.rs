//! What was scored of a load, and what was not: lines without a text are named on standard error,
//! the first of them one by one.

use super::answer::{Answers, Unread};
use crate::command::aside;
use crate::command::error::Error;
use crate::frame::{Form, Load, Notice, Status};
use crate::pipeline::Failed;
use crate::sentiment::Scratch;

/// How many lines are named one by one.
const NAMED: u64 = 5;

/// What became of a load.
#[derive(Debug, Default)]
pub struct Answered {
    /// The answers.
    pub lines: Vec<u8>,
    /// The number of the first line, where the load has lines of text.
    pub first: Option<u64>,
    unread: Vec<Unread>,
    /// What the source had to pass over.
    passed_over: Option<(u64, String)>,
    failed: Option<Failed>,
}

impl Answered {
    /// Answers a load.
    pub fn to(load: &Load, answers: &Answers, scratch: &mut Scratch) -> Self {
        let mut done = Self::default();
        match load {
            Load::Frames(block) => {
                done.first = (block.form == Form::Text).then_some(block.line);
                done.unread = answers.block(block, scratch, &mut done.lines);
            }
            Load::Notice(Notice::Fault(fault), _) => {
                done.passed_over = Some((fault.line, fault.reason.clone()));
            }
            Load::Notice(Notice::Status(Status::Failed { reason, advice }), _) => {
                let source = "the input".to_owned();
                let (reason, advice) = (reason.clone(), advice.clone());
                done.failed = Some(Failed { source, reason, advice });
            }
            _ => {}
        }
        done
    }
}

/// What was not scored, of all loads.
#[derive(Debug, Default)]
pub struct Unanswered {
    /// Lines with a score.
    scored: u64,
    unread: u64,
    failed: Vec<Failed>,
}

impl Unanswered {
    /// Takes in what became of a load, and names what was not scored of it.
    pub fn take(&mut self, done: Answered) {
        let lines = done.lines.iter().filter(|byte| **byte == b'\n').count();
        self.scored += lines.saturating_sub(done.unread.len()) as u64;
        for Unread { line, why } in done.unread {
            self.name(line, why);
        }
        if let Some((line, reason)) = done.passed_over {
            self.name(line, &reason);
        }
        self.failed.extend(done.failed);
    }

    fn name(&mut self, line: u64, why: &str) {
        self.unread += 1;
        if self.unread <= NAMED {
            say(&format!("line {line} is not scored: {why}"));
        }
    }

    /// Says how many more there were.
    ///
    /// # Errors
    /// When the source gave something up, or nothing at all could be scored.
    pub fn end(self) -> Result<(), Error> {
        if self.unread > NAMED {
            say(&format!("{} more lines are not scored", self.unread - NAMED));
        }
        if !self.failed.is_empty() {
            return Err(Error::failed(self.failed));
        }
        if self.unread > 0 && self.scored == 0 {
            return Err(Error::Failed {
                reason: "no text was found in any line".to_owned(),
                advice: Some("moodwire check says what is seen in it".to_owned()),
            });
        }
        Ok(())
    }
}

fn say(words: &str) {
    aside::say(&format_args!("warning: {words}"));
}
