//! Work on blocks by several threads, written in the order of the blocks.
//!
//! Blocks are dealt round like cards, and the answers are collected in the same round, so that
//! order needs no numbers. Every queue holds two blocks; whoever is ahead waits. Reading and
//! writing have threads of their own beside the workers, and what was read or written goes back
//! to be filled again.
//!
//! ```text
//!            ┌ worker 0:  block 0, block 2 ┐
//! reader ────┤                             ├──── writer: 0, 1, 2, 3
//!            └ worker 1:  block 1, block 3 ┘
//! ```

use std::io::{self, Read, Write};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread;

use super::answer::Answers;
use super::line_blocks::Blocks;
use crate::sentiment::Scratch;

type Block = io::Result<Vec<u8>>;

/// The end of a queue where blocks are put in, and where they come back empty.
struct Giver {
    full: SyncSender<Block>,
    empty: Receiver<Vec<u8>>,
}

/// The end of a queue where blocks are taken out, and go back.
struct Taker {
    full: Receiver<Block>,
    empty: Sender<Vec<u8>>,
}

/// A queue of two blocks.
fn queue() -> (Giver, Taker) {
    let ((full, filled), (emptied, empty)) = (sync_channel(2), channel());
    (Giver { full, empty }, Taker { full: filled, empty: emptied })
}

/// Answers every line of `input`, in order.
///
/// The threads are not waited for: when writing fails, the reader may hang in a pipe that has
/// nothing to say.
///
/// # Errors
/// When reading or writing fails; everything read before is answered.
pub fn answer<R: Read + Send + 'static>(
    answers: &Arc<Answers>,
    input: R,
    out: &mut impl Write,
    threads: usize,
) -> io::Result<()> {
    let (mut hands, mut done) = (Vec::new(), Vec::new());
    for _ in 0..threads.max(1) {
        let ((hand, blocks), (give, lines)) = (queue(), queue());
        let answers = Arc::clone(answers);
        thread::Builder::new().spawn(move || work(&answers, &blocks, &give))?;
        hands.push(hand);
        done.push(lines);
    }
    thread::Builder::new().spawn(move || deal(input, &hands))?;
    for worker in done.iter().cycle() {
        let Ok(lines) = worker.full.recv() else { break };
        let lines = lines?;
        out.write_all(&lines)?;
        out.flush()?;
        // A worker that has ended needs no room.
        let _ = worker.empty.send(lines);
    }
    Ok(())
}

fn deal(input: impl Read, hands: &[Giver]) {
    let mut blocks = Blocks::new(input);
    for hand in hands.iter().cycle() {
        let mut block = hand.empty.try_recv().unwrap_or_default();
        let dealt = match blocks.next(&mut block) {
            Ok(true) => hand.full.send(Ok(block)),
            Ok(false) => return,
            Err(error) => {
                // Nobody is left to tell when this fails too.
                let _ = hand.full.send(Err(error));
                return;
            }
        };
        if dealt.is_err() {
            return;
        }
    }
}

fn work(answers: &Answers, blocks: &Taker, give: &Giver) {
    let mut scratch = Scratch::default();
    for block in &blocks.full {
        let lines = block.map(|block| {
            let mut lines = give.empty.try_recv().unwrap_or_default();
            lines.clear();
            answers.block(&block, &mut scratch, &mut lines);
            // A reader that has ended needs no room.
            let _ = blocks.empty.send(block);
            lines
        });
        if give.full.send(lines).is_err() {
            return;
        }
    }
}
