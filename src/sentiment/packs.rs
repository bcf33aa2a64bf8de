//! The lexicons of particular fields that travel with the program.
//!
//! Where they come from and how they were made stands at the head of each, in `lexicons/`.

use super::lexicon::Lexicon;

/// The packs by their names.
pub const PACKS: [&str; 3] = ["finance", "software", "gaming"];

impl Lexicon {
    /// The pack of that name, one of `PACKS`.
    #[must_use]
    pub fn pack(name: &str) -> Option<Self> {
        let text = match name {
            "finance" => include_str!("../../lexicons/finance.tsv"),
            "software" => include_str!("../../lexicons/software.tsv"),
            "gaming" => include_str!("../../lexicons/gaming.tsv"),
            _ => return None,
        };
        Self::read(name, text.as_bytes()).ok()
    }
}
