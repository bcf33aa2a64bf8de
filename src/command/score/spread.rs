//! Work on blocks by several threads, written in the order of the blocks.
//!
//! Blocks are dealt round like cards, and the answers are collected in the same round, so that
//! order needs no numbers. Every queue holds two blocks; whoever is ahead waits.
//!
//! ```text
//!            ┌ worker 0:  block 0, block 2 ┐
//! reader ────┤                             ├──── writer: 0, 1, 2, 3
//!            └ worker 1:  block 1, block 3 ┘
//! ```

use std::io::{self, Read, Write};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use super::answer::Answers;
use super::blocks::Blocks;
use crate::sentiment::Scratch;

type Block = io::Result<Vec<u8>>;

/// Answers every line of `input`, in order.
///
/// # Errors
/// When reading or writing fails; everything read before is answered.
pub fn answer<R: Read + Send + 'static>(
    answers: &Arc<Answers>,
    input: R,
    out: &mut impl Write,
    threads: usize,
) -> io::Result<()> {
    if threads <= 1 { alone(answers, input, out) } else { together(answers, input, out, threads) }
}

fn alone(answers: &Answers, input: impl Read, out: &mut impl Write) -> io::Result<()> {
    let mut blocks = Blocks::new(input);
    let (mut block, mut lines) = (Vec::new(), Vec::new());
    let mut scratch = Scratch::default();
    while blocks.next(&mut block)? {
        lines.clear();
        answers.block(&block, &mut scratch, &mut lines);
        out.write_all(&lines)?;
        out.flush()?;
    }
    Ok(())
}

/// The threads are not waited for: when writing fails, the reader may hang in a pipe that has
/// nothing to say.
fn together<R: Read + Send + 'static>(
    answers: &Arc<Answers>,
    input: R,
    out: &mut impl Write,
    threads: usize,
) -> io::Result<()> {
    let (mut hands, mut done) = (Vec::new(), Vec::new());
    for _ in 0..threads {
        let (hand, blocks) = sync_channel(2);
        let (give, lines) = sync_channel(2);
        let answers = Arc::clone(answers);
        thread::Builder::new().spawn(move || work(&answers, &blocks, &give))?;
        hands.push(hand);
        done.push(lines);
    }
    thread::Builder::new().spawn(move || deal(input, &hands))?;
    for lines in done.iter().cycle() {
        let Ok(lines) = lines.recv() else { break };
        out.write_all(&lines?)?;
        out.flush()?;
    }
    Ok(())
}

fn deal(input: impl Read, hands: &[SyncSender<Block>]) {
    let mut blocks = Blocks::new(input);
    for hand in hands.iter().cycle() {
        let mut block = Vec::new();
        let dealt = match blocks.next(&mut block) {
            Ok(true) => hand.send(Ok(block)),
            Ok(false) => return,
            Err(error) => {
                // Nobody is left to tell when this fails too.
                let _ = hand.send(Err(error));
                return;
            }
        };
        if dealt.is_err() {
            return;
        }
    }
}

fn work(answers: &Answers, blocks: &Receiver<Block>, give: &SyncSender<Block>) {
    let mut scratch = Scratch::default();
    for block in blocks {
        let lines = block.map(|block| {
            let mut lines = Vec::with_capacity(block.len());
            answers.block(&block, &mut scratch, &mut lines);
            lines
        });
        if give.send(lines).is_err() {
            return;
        }
    }
}
