//! What the words of the rules are and how they factor in, as far as the scoring itself must know.
//!
//! The figures are those of vaderSentiment 3.3.2. Nothing here applies a rule; the words are
//! listed in `lexicons/rules.rs`, from which the build script makes the table.

/// What a booster adds to the strength of a word that follows it.
pub const BOOST: f64 = 0.293;
/// What capitals add to the strength of a word, where not all words are in capitals.
pub const CAPITALS: f64 = 0.733;
/// What a negation multiplies a word with.
pub const NEGATION: f64 = -0.74;

/// Words the rules name.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Role {
    /// None of them.
    #[default]
    Plain,
    /// `at` (at least)
    At,
    /// `but`
    But,
    /// `doubt` (without doubt)
    Doubt,
    /// `kind` (kind of)
    Kind,
    /// `least`
    Least,
    /// `never`
    Never,
    /// `no`
    No,
    /// `nor`
    Nor,
    /// `of` (kind of)
    Of,
    /// `or`
    Or,
    /// `so` (never so)
    So,
    /// `this` (never this)
    This,
    /// `very` (very least)
    Very,
    /// `without`
    Without,
}

impl Role {
    /// Whether a word behind may feel otherwise for it alone. (What `at`, `very`, `doubt`, `nor`
    /// and `or` do, they do beside such a word.)
    #[must_use]
    pub fn acts(self) -> bool {
        matches!(self, Self::No | Self::Least | Self::So | Self::This)
    }
}

/// What a phrase does to the valence of a word in it or next to it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Effect {
    /// It takes the place of the valence.
    Set(f64),
    /// It is added to the valence.
    Add(f64),
}
