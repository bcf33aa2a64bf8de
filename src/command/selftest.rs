//! `moodwire selftest`: the proof that travels with the program. What is compared is `sentiment`'s
//! to know.

use super::error::Error;
use super::{Exit, page};
use crate::sentiment;
use crate::sink::clean;

/// Compares all scores and says how many differ.
///
/// # Errors
/// When standard output cannot be written.
pub fn run() -> Result<Exit, Error> {
    let test = sentiment::selftest();
    let mut said = format!(
        "{} texts checked, {} differ in any of the four numbers\nreference: {}\n",
        test.checked, test.differing, test.reference
    );
    if let Some(first) = &test.first {
        said += &format!("the first that differs: {}\n", clean(first));
    }
    page::print(said.as_bytes())?;
    Ok(if test.differing == 0 && test.checked > 0 { Exit::Done } else { Exit::Failed })
}
