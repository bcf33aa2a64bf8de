//! The one loop that connects, waits and connects again.
//!
//! It asks each failure how to go on and knows no network. It ends when the end is wanted, when
//! nobody takes what comes, or when only the user can help.

use std::panic::{AssertUnwindSafe, catch_unwind};

use tokio::runtime::Builder;

use super::super::live::now;
use super::super::{Feed, Flow, Intake, Stop};
use super::{Backoff, Connection, Failure, Moment, Network, Recovery};
use crate::frame::Status;

/// Listens to a network for as long as the run goes on.
pub(super) struct Reconnect<N>(pub(super) N);

impl<N: Network> Feed for Reconnect<N> {
    fn run(&mut self, intake: &dyn Intake, stop: &Stop) {
        let (waits, channels) = (self.0.waits(), self.0.channels());
        let mut connection = Connection::begun(intake, stop, waits, channels, Moment::now());
        connection.stands_at(self.0.position());
        let outcome = catch_unwind(AssertUnwindSafe(|| listen(&mut self.0, &mut connection)));
        if outcome.is_err() {
            let reason = "this program has broken off here; that is a mistake of its own";
            connection.broken(reason);
            connection.status(Status::Failed {
                reason: reason.to_owned(),
                advice: Some("report what stands above, and start it again".to_owned()),
            });
        }
        connection.hang_up();
    }

    fn tells_its_silence(&self) -> bool {
        true
    }
}

fn listen(network: &mut impl Network, connection: &mut Connection<'_>) {
    match Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => {
            runtime.block_on(keep(network, connection));
            // A name that is being looked up holds nobody up.
            runtime.shutdown_background();
        }
        Err(cause) => connection.status(Status::Failed {
            reason: format!("the system gives no means to connect: {cause}"),
            advice: None,
        }),
    }
}

/// Connects again and again.
async fn keep(network: &mut impl Network, connection: &mut Connection<'_>) {
    let mut backoff = Backoff::new(network.waits().backoff, fastrand::u64(..));
    loop {
        connection.status(Status::Connecting);
        let (stopped, watch) = (connection.stopped(), connection.watch());
        let goodbye = async {
            stopped.await;
            tokio::time::sleep(Connection::GOODBYE).await;
        };
        let failure = tokio::select! {
            failure = network.listen(connection) => failure,
            () = goodbye => return,
            never = watch => match never {},
        };
        if connection.flow() == Flow::Stop {
            return;
        }
        backoff.lived(connection.broken(&failure.reason));
        let Some(wait) = backoff.wait(failure.recovery) else {
            let Failure { reason, advice, .. } = failure;
            return connection.status(Status::Failed { reason, advice });
        };
        connection.status(waiting(failure, wait));
        let (stopped, watch) = (connection.stopped(), connection.watch());
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            () = stopped => return,
            never = watch => match never {},
        }
    }
}

/// What is said of a wait.
fn waiting(failure: Failure, wait: std::time::Duration) -> Status {
    let Failure { recovery, reason, advice } = failure;
    if recovery == Recovery::Stalled {
        return Status::Stalled { reason };
    }
    let micros = i64::try_from(wait.as_micros()).unwrap_or(i64::MAX);
    Status::Waiting { until: now().plus(micros), reason, advice }
}
