//! Outlets of whole runs: a slow one loses nothing where sources can wait, and stops nobody where
//! they cannot.

use std::io::{self, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use super::{Paper, names, plan, recording, three};
use crate::ledger::{Completeness, Ledger};
use crate::outlet::{Checkpoint, Delivery, Error, Full, Outlet, Wants};
use crate::pipeline::{self, Outcome, Plan};
use crate::sink::{Jsonl, Lines, Only};
use crate::source::{Settings, Source};

/// A writer that needs a permit for everything it writes, until there are no more to come.
struct Slow(Paper, Receiver<()>);

impl Write for Slow {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let _ = self.1.recv();
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn lines(plan: &mut Plan, writer: impl Write + Send + 'static) {
    let format = Arc::new(Jsonl::new(&names(&plan.sources)));
    plan.outlets.push(Box::new(Lines::new(format, Box::new(writer), Only::ALL)));
}

/// Says how many posts and frames have come.
struct Counting(Wants, Sender<u64>);

impl Outlet for Counting {
    fn name(&self) -> &'static str {
        "the count"
    }

    fn wants(&self) -> Wants {
        self.0
    }

    fn full(&self) -> Full {
        Full::Hold
    }

    fn take(&mut self, delivery: Delivery) -> Result<(), Error> {
        let come = match delivery {
            Delivery::Load(_, load) => load.count(),
            Delivery::Results(results, _) => results.posts().0,
            _ => 0,
        };
        let _ = self.1.send(come);
        Ok(())
    }
}

#[test]
fn a_slow_outlet_holds_a_replay_back_and_loses_nothing() {
    let mut quick = plan(three(1_000));
    let wanted = Paper::default();
    lines(&mut quick, wanted.clone());
    pipeline::run(quick).unwrap();
    let (mut slow, paper, (permits, waits)) = (plan(three(1_000)), Paper::default(), channel());
    lines(&mut slow, Slow(paper.clone(), waits));
    let run = std::thread::spawn(move || pipeline::run(slow).unwrap());
    (0..3).for_each(|_| permits.send(()).unwrap_or_default());
    drop(permits);
    let outcome: Outcome = run.join().unwrap();
    assert_eq!(outcome.gave_up, []);
    assert!(paper.text() == wanted.text());
}

#[test]
fn loads_and_results_go_to_whoever_wants_them_and_lines_do_not_depend_on_it() {
    let mut alone = plan(three(1_000));
    let wanted = Paper::default();
    lines(&mut alone, wanted.clone());
    let counts = pipeline::run(alone).unwrap().counts;
    let (mut both, paper) = (plan(three(1_000)), Paper::default());
    let ((frames, all_frames), (posts, all_posts)) = (channel(), channel());
    both.outlets.push(Box::new(Counting(Wants::LOADS, frames)));
    lines(&mut both, paper.clone());
    both.outlets.push(Box::new(Counting(Wants::RESULTS, posts)));
    pipeline::run(both).unwrap();
    assert!(paper.text() == wanted.text());
    assert_eq!(all_frames.iter().sum::<u64>(), counts.frames);
    assert_eq!(all_posts.iter().sum::<u64>(), counts.counted + counts.late);
}

#[test]
fn where_nobody_wants_results_nothing_is_decoded_and_every_load_is_passed_on() {
    let (mut plan, (frames, come)) = (plan(three(1_000)), channel());
    plan.outlets.push(Box::new(Counting(Wants::LOADS, frames)));
    let outcome = pipeline::run(plan).unwrap();
    assert_eq!((outcome.counts.frames, outcome.counts.posts), (900, 0));
    assert_eq!(come.iter().sum::<u64>(), 900);
}

#[test]
fn live_an_outlet_that_stands_still_stops_no_other() {
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let name = format!("tcp://{address}");
    let mut plan = plan(Source::parse(&name, &Settings::default()).unwrap());
    let ((permits, waits), (frames, come)) = (channel(), channel());
    lines(&mut plan, Slow(Paper::default(), waits));
    plan.outlets.push(Box::new(Counting(Wants::LOADS, frames)));
    let stop = plan.stop.clone();
    let run = std::thread::spawn(move || pipeline::run(plan).unwrap());
    let mut client = loop {
        match TcpStream::connect(address) {
            Ok(client) => break client,
            Err(_) => std::thread::yield_now(),
        }
    };
    let sent = recording(300, 0);
    let all = sent.lines().filter(|line| !line.is_empty()).count() as u64;
    client.write_all(sent.as_bytes()).unwrap();
    let mut heard = 0;
    while heard < all {
        heard += come.recv().unwrap();
    }
    stop.set();
    drop(permits);
    let outcome = run.join().unwrap();
    assert_eq!((outcome.counts.frames, outcome.counts.dropped), (all, 0));
}

/// Keeps checkpoints with the results before them.
struct Durable(Sender<(u64, u64, Arc<Checkpoint>)>, u64);

impl Outlet for Durable {
    fn name(&self) -> &'static str {
        "the store"
    }

    fn wants(&self) -> Wants {
        Wants { state: true, ..Wants::RESULTS }
    }

    fn full(&self) -> Full {
        Full::Hold
    }

    fn take(&mut self, delivery: Delivery) -> Result<(), Error> {
        match delivery {
            Delivery::Results(results, _) => self.1 += results.posts().0,
            Delivery::Checkpoint(checkpoint) => {
                let _ = self.0.send((checkpoint.number, self.1, checkpoint));
            }
            _ => {}
        }
        Ok(())
    }
}

#[test]
fn checkpoints_come_between_batches_and_no_byte_depends_on_them() {
    let mut alone = plan(three(1_000));
    let wanted = Paper::default();
    lines(&mut alone, wanted.clone());
    pipeline::run(alone).unwrap();
    for many in [1, 3] {
        let mut wanted = wanted.text();
        if many == 1 {
            let (mut one, paper) = (plan(three(1_000)[..1].to_vec()), Paper::default());
            lines(&mut one, paper.clone());
            pipeline::run(one).unwrap();
            wanted = paper.text();
        }
        let (mut often, paper) = (plan(three(1_000)[..many].to_vec()), Paper::default());
        let (sender, kept) = channel();
        often.settings.checkpoint_every = Duration::ZERO;
        lines(&mut often, paper.clone());
        often.outlets.push(Box::new(Durable(sender, 0)));
        let (settings, topics) = (often.ledger.clone(), often.topics.all().len());
        pipeline::run(often).unwrap();
        assert!(paper.text() == wanted, "{many} sources");
        let kept: Vec<_> = kept.iter().collect();
        assert!(kept.len() > 2 && kept.is_sorted_by(|one, next| one.0 < next.0));
        for (_, posts, checkpoint) in kept {
            assert_eq!((checkpoint.state.sources.len(), checkpoint.taken.len()), (many, many));
            // The ledger has said of exactly those posts which came before.
            let ledger = Ledger::new(settings.clone(), topics, vec![Completeness::AtEnd; many]);
            let counts = ledger.restore(&checkpoint.state.ledger).unwrap().counts();
            assert_eq!(counts.counted + counts.late, posts, "{many} sources");
        }
    }
}
