//! What a user may say of posts that are read by the names of their members or columns.

use super::fields::Fields;
use super::time::{Dates, Zone};

/// Settings of this room.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Settings {
    /// The members or columns that hold what.
    pub fields: Fields,
    /// The format of times, as for `strftime`; what is written so is believed, whenever it is.
    pub time_format: Option<String>,
    /// The zone of times without one: `UTC`, `PST`, `+02:00`, `Europe/Berlin`; else UTC.
    pub assume_tz: Option<String>,
}

/// A setting that cannot be obeyed.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A zone of time that is not known.
    #[error("`{0}` is no time zone")]
    Zone(String),
    /// A format that says nothing of a date.
    #[error("`{0}` is no format of times")]
    Format(String),
}

impl Error {
    /// What helps.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Zone(_) => "write a zone such as `UTC`, `+02:00` or `Europe/Berlin`",
            Self::Format(_) => "write a format such as `%d/%m/%Y %H:%M` (see strftime)",
        }
    }
}

impl Settings {
    /// How dates are read.
    ///
    /// # Errors
    ///
    /// When a zone is not known, or a format cannot be one.
    pub(super) fn dates(&self) -> Result<Dates, Error> {
        let zone = self
            .assume_tz
            .as_deref()
            .map(|name| Zone::parse(name).ok_or_else(|| Error::Zone(name.to_owned())));
        if let Some(format) = &self.time_format
            && !Dates::is_format(format)
        {
            return Err(Error::Format(format.clone()));
        }
        Ok(Dates { format: self.time_format.clone(), zone: zone.transpose()?.unwrap_or_default() })
    }
}
