//! How the screen looks and which keys it has, from what was typed and written.

use jiff::tz::TimeZone;

use super::error::Error;
use super::layer::Layer;
use super::looks::{Background, Color};
use super::value::Named;
use crate::tui::{Colour, Keys, Settings, Signs, Theme};

/// The settings of the screen, in a time zone.
///
/// # Errors
/// When a key cannot be given to a command.
pub(super) fn settings(layer: &Layer, tz: TimeZone) -> Result<Settings, Error> {
    Ok(Settings {
        colour: layer.color.map_or_else(Colour::default, |colour| match colour {
            Color::Auto => Colour::Auto,
            Color::Always => Colour::Always,
            Color::Never => Colour::Never,
        }),
        theme: layer.theme.map_or_else(Theme::default, |theme| match theme {
            Background::Any => Theme::Any,
            Background::Dark => Theme::Dark,
            Background::Light => Theme::Light,
            Background::Contrast => Theme::Contrast,
            Background::Safe => Theme::Safe,
            Background::Mono => Theme::Mono,
        }),
        signs: match layer.ascii {
            Some(true) => Signs::Ascii,
            Some(false) => Signs::Unicode,
            None => Signs::Auto,
        },
        keys: keys(layer.key.iter().flatten())?,
        tour: Vec::new(),
        tz,
    })
}

fn keys<'a>(wanted: impl Iterator<Item = &'a Named>) -> Result<Keys, Error> {
    Keys::remapped(wanted.map(|one| (one.name.as_str(), one.query.as_str()))).map_err(|error| {
        Error::Unfit {
            problem: error.to_string(),
            hint: "for example --key sort=o, or in a settings file [key] and sort = \"o\"",
        }
    })
}
