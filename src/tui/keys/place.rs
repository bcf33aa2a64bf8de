//! Where the keys go.

/// Where the keys go.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Place {
    /// The table of topics.
    Topics,
    /// The timeline.
    Timeline,
    /// The list of posts.
    Posts,
    /// The posts of what is compared.
    Compare,
    /// The page of the sources and counts.
    Health,
    /// An opened post.
    Post,
    /// The help page.
    Help,
    /// The line a filter is typed in.
    Filter,
    /// The line a command is typed in.
    Command,
}

impl Place {
    /// Whether letters are typed there.
    #[must_use]
    pub fn is_input(self) -> bool {
        matches!(self, Self::Filter | Self::Command)
    }
}
