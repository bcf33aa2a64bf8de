//! Threads, queues, merging by time, pacing and shutdown.
