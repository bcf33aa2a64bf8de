//! How posts are found in frames and dated, as a layer says.

use super::error::Error;
use super::layer::Layer;
use crate::decode;
use crate::decode::{Decoder, Fields};

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
