//! How sources are read, and posts found in frames and dated, as a layer says.

use super::error::Error;
use super::layer::Layer;
use crate::decode;
use crate::decode::{Decoder, Fields};
use crate::pipeline::Assume;

/// The columns that are named, and what decodes by them.
///
/// # Errors
/// When a zone of time is not known, or a format of times is none.
pub(super) fn decoding(layer: &Layer) -> Result<(Fields, Decoder), Error> {
    let fields = Fields {
        text: layer.text_column.clone(),
        time: layer.time_column.clone(),
        author: layer.author_column.clone(),
        id: layer.id_column.clone(),
        lang: layer.lang_column.clone(),
    };
    let decoder = Decoder::new(&decode::Settings {
        fields: fields.clone(),
        time_format: layer.time_format.clone(),
        assume_tz: layer.assume_tz.clone(),
    });
    let unfit =
        |error: decode::Error| Error::Unfit { hint: error.hint(), problem: error.to_string() };
    Ok((fields, decoder.map_err(unfit)?))
}

/// What is taken of pipes.
///
/// # Errors
/// When both are asked for.
pub(super) fn assume(layer: &Layer) -> Result<Assume, Error> {
    match (layer.live.unwrap_or(false), layer.archive.unwrap_or(false)) {
        (true, true) => Err(Error::Unfit {
            problem: "--live and --archive contradict one another".to_owned(),
            hint: "take one of them, or none: then what a pipe brings shows what it is",
        }),
        (true, false) => Ok(Assume::Live),
        (false, true) => Ok(Assume::Archive),
        (false, false) => Ok(Assume::Nothing),
    }
}
