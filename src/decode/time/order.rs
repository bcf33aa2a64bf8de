//! What dates such as `4/6/2026` say of the order of day and month.

use crate::frame::DateOrder;

/// What dates say of the order of day and month.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Evidence {
    /// None was of that kind.
    #[default]
    None,
    /// There were some, and each can be read either way.
    Either,
    /// The day stands first.
    DayFirst,
    /// The month stands first.
    MonthFirst,
    /// Both are there.
    Both,
}

impl Evidence {
    /// What two dates say together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::None, some) | (some, Self::None) => some,
            (Self::Either, some) | (some, Self::Either) => some,
            (one, other) if one == other => one,
            _ => Self::Both,
        }
    }

    /// The order, where the dates agree on one.
    #[must_use]
    pub fn order(self) -> DateOrder {
        match self {
            Self::DayFirst => DateOrder::DayFirst,
            Self::MonthFirst => DateOrder::MonthFirst,
            _ => DateOrder::Unknown,
        }
    }
}
