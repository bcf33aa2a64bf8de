//! moodwire shows how the public feels about the things you track, live.
//!
//! A **source** brings bytes, they are **decoded** into a **post**; **topics** decide what it
//! speaks of, **sentiment** how it feels (that is a **mention**); **windows** add mentions up over
//! time; **sinks** and the **tui** show them.

pub mod command;
pub mod config;
pub mod decode;
pub mod frame;
pub mod ledger;
pub mod mention;
pub mod pipeline;
pub mod post;
pub mod sentiment;
pub mod sink;
pub mod snapshot;
pub mod source;
pub mod topic;
pub mod tui;
pub mod window;
