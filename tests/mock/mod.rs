//! Servers on this machine that stand in for networks. Each does what its script says, connection
//! by connection, and logs what it was asked, without tokens.

#[allow(clippy::unwrap_used)]
pub mod jetstream;
pub mod mastodon;
pub mod x;
