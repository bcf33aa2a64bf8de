//! Scores under each profile: the reference to the last digit, and what the others change.

mod plus;
mod profiles;
mod vader;
