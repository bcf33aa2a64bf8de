//! What goes wrong on a network, one fault for every minute of event time, in turn.
//!
//! The order matters in one place: a late post is only heard on a connection that has stood for
//! some minutes, so four faults that break nothing stand before it.

/// One way to go wrong.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    /// The connection is reset while posts are under way.
    Reset,
    /// A message over the limit, which can be skipped.
    Long,
    /// Kinds nobody knows, identities, accounts, edits, deletes.
    Unknown,
    /// Broken JSON and bytes that are no text.
    Broken,
    /// Everything of the last seconds once more.
    Repeat,
    /// Posts that are older than what is final.
    Late,
    /// A ping that wants its pong within five seconds, between posts.
    Ping,
    /// Close 1001, as before a restart.
    Close,
    /// Nothing comes any more, and the connection stands.
    Silence,
    /// The connection ends without a word.
    End,
    /// It ends, and both servers answer 503 for a while.
    Busy,
    /// It ends, and the next one begins a minute too early.
    Early,
    /// It ends, and the next one sends the first seconds in another order.
    Shuffled,
    /// A message so long that the connection has to be given up.
    Huge,
    /// It ends, and what follows it is gone for ever.
    Hole,
    /// It ends, and no server goes back: 400.
    Refused,
    /// It ends, and the next attempt is answered 429 with `Retry-After`.
    Limited,
}

/// The order in which they come.
pub const ALL: [Fault; 17] = [
    Fault::Reset,
    Fault::Long,
    Fault::Unknown,
    Fault::Broken,
    Fault::Repeat,
    Fault::Late,
    Fault::Ping,
    Fault::Close,
    Fault::Silence,
    Fault::End,
    Fault::Busy,
    Fault::Early,
    Fault::Shuffled,
    Fault::Huge,
    Fault::Hole,
    Fault::Refused,
    Fault::Limited,
];

/// The fault of a minute, from 1 on.
pub fn of_minute(minute: u64) -> Fault {
    let place = minute.saturating_sub(1) % ALL.len() as u64;
    ALL[usize::try_from(place).unwrap_or(0)]
}
