//! A bell: wakes whoever waits for a change of what a lock guards, and costs nothing while nobody
//! does.
//!
//! It knows nothing of what is guarded. A condition variable alone asks the system at every ring,
//! which is most of what handing a load over costs.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, MutexGuard, PoisonError};
use std::time::Duration;

/// Wakes those who wait under one lock.
#[derive(Debug, Default)]
pub(super) struct Bell {
    condvar: Condvar,
    /// Those who wait; it changes under the lock alone.
    waiting: AtomicUsize,
}

impl Bell {
    /// Waits for a ring, or without any reason.
    pub(super) fn wait<'g, T>(&self, guard: MutexGuard<'g, T>) -> MutexGuard<'g, T> {
        self.waiting.fetch_add(1, Ordering::Relaxed);
        let guard = self.condvar.wait(guard).unwrap_or_else(PoisonError::into_inner);
        self.waiting.fetch_sub(1, Ordering::Relaxed);
        guard
    }

    /// The same, but not longer than this.
    pub(super) fn wait_for<'g, T>(
        &self,
        guard: MutexGuard<'g, T>,
        long: Duration,
    ) -> MutexGuard<'g, T> {
        self.waiting.fetch_add(1, Ordering::Relaxed);
        let waited = self.condvar.wait_timeout(guard, long);
        let guard = waited.unwrap_or_else(PoisonError::into_inner).0;
        self.waiting.fetch_sub(1, Ordering::Relaxed);
        guard
    }

    /// Wakes one who waits. The caller holds the lock, or has held it since the change.
    pub(super) fn ring(&self) {
        if self.waiting.load(Ordering::Relaxed) > 0 {
            self.condvar.notify_one();
        }
    }

    /// Wakes all who wait. The caller holds the lock, or has held it since the change.
    pub(super) fn ring_all(&self) {
        if self.waiting.load(Ordering::Relaxed) > 0 {
            self.condvar.notify_all();
        }
    }
}
