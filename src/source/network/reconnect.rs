//! The one loop that connects, waits and connects again.
//!
//! It asks each failure how to go on and knows no network. It ends when the end is wanted, when
//! nobody takes what comes, or when only the user can help.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::time::Duration;

use tokio::runtime::Builder;

use super::super::live::now;
use super::super::{Feed, Flow, Intake, Stop};
use super::{Backoff, Connection, Failure, Network, Recovery};
use crate::frame::Status;

/// Listens to a network for as long as the run goes on.
pub(super) struct Reconnect<N>(pub(super) N);

impl<N: Network> Feed for Reconnect<N> {
    fn run(&mut self, intake: &dyn Intake, stop: &Stop) {
        let mut line = Connection::new(intake, stop, self.0.patience());
        match Builder::new_current_thread().enable_all().build() {
            Ok(runtime) => {
                runtime.block_on(keep(&mut self.0, &mut line));
                // A name that is being looked up holds nobody up.
                runtime.shutdown_background();
            }
            Err(cause) => line.status(Status::Failed {
                reason: format!("the system gives no means to connect: {cause}"),
                advice: None,
            }),
        }
        line.hang_up();
    }
}

/// Connects again and again.
async fn keep(network: &mut impl Network, line: &mut Connection<'_>) {
    let mut backoff = Backoff::new(network.steps(), RandomState::new().build_hasher().finish());
    loop {
        line.status(Status::Connecting);
        let stopped = line.stopped();
        let goodbye = async {
            stopped.await;
            tokio::time::sleep(Connection::GOODBYE).await;
        };
        let failure = tokio::select! {
            failure = network.listen(line) => failure,
            () = goodbye => return,
        };
        if line.flow() == Flow::Stop {
            return;
        }
        backoff.lived(line.broken(&failure.reason));
        let Some(wait) = backoff.wait(failure.recovery) else {
            let Failure { reason, advice, .. } = failure;
            return line.status(Status::Failed { reason, advice });
        };
        line.status(waiting(failure, wait));
        let stopped = line.stopped();
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            () = stopped => return,
        }
    }
}

/// What is said of a wait.
fn waiting(failure: Failure, wait: Duration) -> Status {
    let Failure { recovery, reason, advice } = failure;
    if recovery == Recovery::Stalled {
        return Status::Stalled { reason };
    }
    let micros = i64::try_from(wait.as_micros()).unwrap_or(i64::MAX);
    Status::Waiting { until: now().plus(micros), reason, advice }
}
