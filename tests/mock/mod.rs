//! Servers on this machine that stand in for networks. Each does what its script says, connection
//! by connection, and logs what it was asked, without tokens.

// Every test and example uses its own part of them.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub mod jetstream;
pub mod mastodon;
pub mod posts;
pub mod run;
pub mod x;
