//! The one pool of workers, for whoever wants nothing but work on loads, its fruits in order.
//!
//! Nothing is merged, paced or counted here.

use std::thread;

use super::workers::{Ahead, Input, workers};
use crate::frame::Load;
use crate::pipeline::outcome::Error;
use crate::source::Source;

/// Works on the loads of a source on so many threads (0: one for each core), and hands over what
/// becomes of them in their order, until the source has ended or `take` says that it is enough.
///
/// Each thread makes itself a worker, which keeps what it uses again and again.
///
/// # Errors
/// When the source cannot be opened, the system gives no thread, or a worker breaks off; and what
/// `take` gives.
pub fn in_order<D, W, E>(
    source: Source,
    threads: usize,
    worker: impl Fn() -> W + Sync,
    mut take: impl FnMut(D) -> Result<(), E>,
) -> Result<(), E>
where
    D: Send + 'static,
    W: FnMut(Load) -> D,
    E: From<Error>,
{
    let threads = workers(threads);
    let mut input: Input<Option<D>> = Input::open(vec![source], threads, Ahead::Far)?;
    let worker = || {
        let mut work = worker();
        move |_: usize, load: Load| (load != Load::End).then(|| work(load))
    };
    let scheduler = std::sync::Arc::clone(&input.scheduler);
    thread::scope(|scope| {
        let _closing = input.start(scope, threads, &worker)?;
        loop {
            let seen = scheduler.arrivals();
            match scheduler.take(0) {
                Some(Some(done)) => take(done)?,
                Some(None) => return Ok(()),
                None if scheduler.is_broken() => return Err(Error::Worker.into()),
                None => scheduler.wait(seen, None),
            }
        }
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn what_becomes_of_loads_comes_in_their_order_on_any_number_of_threads() {
        let text: String = (0..5_000).map(|number| format!("{number}\n")).collect();
        for threads in [1, 2, 8] {
            let source = Source::memory("numbers", text.clone().into_bytes()).with_blocks_of(64);
            let mut all = String::new();
            let worker = || {
                |load: Load| -> String {
                    let text = |bytes| String::from_utf8_lossy(bytes).into_owned() + "\n";
                    load.frames().map(|frame| text(frame.bytes)).collect()
                }
            };
            let taken: Result<(), Error> = in_order(source, threads, worker, |part: String| {
                all += &part;
                Ok(())
            });
            taken.unwrap();
            assert!(all == text, "{threads} threads");
        }
    }

    #[test]
    fn it_ends_when_no_more_is_wanted_and_a_broken_worker_is_an_error() {
        let source = || Source::memory("text", b"a\nb\n".repeat(1_000)).with_blocks_of(8);
        let enough = |_: ()| Err(Error::TooMany(1));
        assert!(matches!(in_order(source(), 2, || |_| (), enough), Err(Error::TooMany(1))));
        let broken = || |load: Load| assert!(load.count() > 1_000, "a defect, for the test");
        let fine = |()| Ok(());
        assert!(matches!(in_order(source(), 2, broken, fine), Err(Error::Worker)));
    }
}
