//! How the screen is shown.

use jiff::tz::TimeZone;

use crate::post::Timestamp;
use crate::tui::keys::Keys;
use crate::tui::palette::Colour;
use crate::tui::palette::Signs;
use crate::tui::palette::Theme;

/// Says in a few lines how a text came to its score.
pub type Explain = Box<dyn Fn(&str) -> Vec<String> + Send>;

/// How the screen is shown.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Whether colours are used.
    pub colour: Colour,
    /// Which colours.
    pub theme: Theme,
    /// Which signs are drawn.
    pub signs: Signs,
    /// Where the clocks of the display stand.
    pub tz: TimeZone,
    /// Which keys do what.
    pub keys: Keys,
    /// What a guide says in the last line, from which event time on.
    pub tour: Vec<(Timestamp, &'static str)>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            colour: Colour::default(),
            theme: Theme::default(),
            signs: Signs::default(),
            tz: TimeZone::UTC,
            keys: Keys::default(),
            tour: Vec::new(),
        }
    }
}
