//! The one flag that ends a run early.
//!
//! It only says that the end is wanted; whoever reads, waits or paces looks at it and goes.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::Notify;

/// A cheap, cloneable flag: once set, it stays set.
#[derive(Clone, Debug, Default)]
pub struct Stop {
    shared: Arc<(Mutex<bool>, Condvar)>,
    /// Wakes those who wait without holding a thread.
    wake: Arc<Notify>,
}

impl Stop {
    /// A flag that is not set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks everything that holds a clone of this flag to end.
    pub fn set(&self) {
        let (flag, bell) = &*self.shared;
        *flag.lock().unwrap_or_else(PoisonError::into_inner) = true;
        bell.notify_all();
        self.wake.notify_waiters();
    }

    /// Resolves once the flag is set.
    pub async fn until_set(&self) {
        loop {
            let woken = self.wake.notified();
            if self.is_set() {
                return;
            }
            woken.await;
        }
    }

    /// Whether the end is wanted.
    #[must_use]
    pub fn is_set(&self) -> bool {
        *self.shared.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for so long, less if the flag is set meanwhile; says whether it is.
    #[must_use]
    pub fn wait(&self, long: Duration) -> bool {
        let (flag, bell) = &*self.shared;
        let until = Instant::now() + long;
        let mut set = flag.lock().unwrap_or_else(PoisonError::into_inner);
        while !*set {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            set = bell.wait_timeout(set, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        *set
    }
}
