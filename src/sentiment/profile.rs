//! The ways to score a text: VADER as it is published, and VADER with its known faults mended.
//!
//! It names them and says which is which; what they do is spread over the steps of the scoring.

use std::fmt;
use std::str::FromStr;

/// A way to score.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
pub enum Profile {
    /// Exactly vaderSentiment 3.3.2.
    #[default]
    Vader,
    /// VADER's words and rules with its faults mended; its scores are its own.
    VaderPlus,
}

/// Asked for a profile there is not.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("there is no profile `{0}`; there are `vader` and `vader+`")]
pub struct UnknownProfile(
    /// The name asked for.
    pub String,
);

impl Profile {
    /// All of them, the default first.
    pub const ALL: [Self; 2] = [Self::Vader, Self::VaderPlus];

    /// The name users write.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Vader => "vader",
            Self::VaderPlus => "vader+",
        }
    }
}

impl fmt::Display for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Profile {
    type Err = UnknownProfile;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|profile| profile.name() == name);
        found.ok_or_else(|| UnknownProfile(name.to_owned()))
    }
}
