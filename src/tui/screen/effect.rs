//! What a command asks for beyond the screen, and what is said of it in the last line.

/// What a command asks for beyond the screen.
#[derive(Clone, PartialEq, Debug)]
pub enum Effect {
    /// Leave the screen.
    Leave(Exit),
    /// Hand the terminal to the shell until it brings the program back.
    Suspend,
    /// Draw every cell again.
    Redraw,
    /// Send a text to the clipboard of the terminal.
    Copy(String),
    /// Send what the line of what is chosen says to the clipboard.
    CopyChosen,
    /// Change the pace of the replay.
    Pace(PaceChange),
}

/// A change of the pace of a replay.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum PaceChange {
    /// It waits.
    Hold,
    /// It goes on.
    GoOn,
    /// So many microseconds of event time pass while it waits.
    Pass(i64),
    /// It runs so many times as fast as it began.
    Speed(f64),
}

/// How the screen is left.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Exit {
    /// By its user.
    Quit,
    /// By Ctrl-C or by a signal.
    Interrupted,
}

/// What is said in the last line until the next key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Message {
    /// Something was done.
    Done(String),
    /// Something cannot be done.
    Wrong(String),
}
