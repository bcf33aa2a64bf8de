//! What a key can ask for. Nothing is done here.

/// A view: what the keys `1` to `6` open.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Tab {
    /// All topics, the timeline, the posts.
    #[default]
    Overview,
    /// The chosen topic: its timeline, its scores, what it is made of.
    Topic,
    /// The posts of what is chosen.
    Posts,
    /// What was kept as A beside what is chosen.
    Compare,
    /// The sources and every count.
    Health,
}

impl Tab {
    /// All of them, in the order of their digits.
    pub const ALL: [Self; 5] =
        [Self::Overview, Self::Topic, Self::Posts, Self::Compare, Self::Health];

    /// The key that opens it.
    #[must_use]
    pub const fn digit(self) -> char {
        match self {
            Self::Overview => '1',
            Self::Topic => '2',
            Self::Posts => '3',
            Self::Compare => '4',
            Self::Health => '6',
        }
    }

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Overview => "overview",
            Self::Topic => "topic",
            Self::Posts => "posts",
            Self::Compare => "compare",
            Self::Health => "health",
        }
    }
}

/// What the user wants.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Command {
    /// Close what is opened, else leave the program.
    Quit,
    /// Leave the program, as by a signal.
    Interrupt,
    /// Hand the terminal to the shell until it brings the program back.
    Suspend,
    /// Draw everything again.
    Redraw,
    /// Show or leave the help page.
    Help,
    /// Open a view.
    Show(Tab),
    /// Go to the line above.
    Up,
    /// Go to the line below.
    Down,
    /// Go ten lines up.
    PageUp,
    /// Go ten lines down.
    PageDown,
    /// Go to the first line.
    First,
    /// Go to the last line.
    Last,
    /// Choose the window before.
    Earlier,
    /// Choose the window behind; behind the newest is now again.
    Later,
    /// Go a screenful back in time.
    MuchEarlier,
    /// Go a screenful on in time.
    MuchLater,
    /// Choose the window of the mark before.
    MarkBefore,
    /// Choose the window of the mark behind.
    MarkBehind,
    /// Choose the oldest window.
    Oldest,
    /// Choose the latest window, which moves on.
    Now,
    /// Make the windows shorter.
    Nearer,
    /// Make the windows longer.
    Farther,
    /// Begin or end a stretch of several windows.
    Stretch,
    /// Choose the window of the chosen post.
    PostTime,
    /// Keep what is chosen, to set other things against it.
    Keep,
    /// Exchange what is kept and what is chosen.
    Swap,
    /// Give the keys to the next panel.
    NextPanel,
    /// Give the keys to the panel before.
    PreviousPanel,
    /// Open what is chosen.
    Open,
    /// Go one step out.
    Back,
    /// Go back to what was chosen before.
    Undo,
    /// Hold the replay or the picture, or let it go on.
    Hold,
    /// Let one window of a replay pass.
    Step,
    /// Let a replay run half as fast.
    Slower,
    /// Let a replay run twice as fast.
    Faster,
    /// Sort by the next order.
    Sort,
    /// Turn the order round.
    Turn,
    /// Type a filter.
    Filter,
    /// Type a command.
    Line,
    /// Copy the post, or the line of what is chosen.
    Copy,
    /// Copy the link of the post.
    CopyLink,
    /// Add a character to what is typed.
    Type(char),
    /// Change what is typed.
    Edit(Edit),
    /// Take the candidate, or the next.
    Complete,
    /// Take the candidate before.
    CompleteBack,
    /// Go to the line typed before.
    Older,
    /// Go to the line typed after.
    Newer,
    /// Do what is typed.
    Accept,
}

/// A change of a line that is typed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Edit {
    /// Take away the character before the cursor.
    Erase,
    /// Take away the character behind the cursor.
    Delete,
    /// Take away the word before the cursor.
    EraseWord,
    /// Take away all before the cursor.
    EraseToStart,
    /// Take away all behind the cursor.
    EraseToEnd,
    /// Move the cursor a character back.
    Left,
    /// Move the cursor a character on.
    Right,
    /// Move the cursor to the start.
    Start,
    /// Move the cursor to the end.
    End,
}
