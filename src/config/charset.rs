//! The name of an encoding, as pages and programs write it.

use std::fmt;
use std::str::FromStr;

use encoding_rs::Encoding;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::value::Unfit;

/// An encoding of text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Charset(pub &'static Encoding);

impl FromStr for Charset {
    type Err = Unfit;

    fn from_str(text: &str) -> Result<Self, Unfit> {
        let known = Encoding::for_label(text.as_bytes());
        known.map(Self).ok_or_else(|| {
            Unfit::new(
                "an encoding is one such as utf-8, utf-16le, latin1, windows-1252, shift_jis",
            )
        })
    }
}

impl fmt::Display for Charset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.name().to_ascii_lowercase())
    }
}

impl Serialize for Charset {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'d> Deserialize<'d> for Charset {
    fn deserialize<D: Deserializer<'d>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}
