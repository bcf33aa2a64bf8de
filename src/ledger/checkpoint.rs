//! A checkpoint: where all sources stand and what the ledger knows, at one moment between two
//! batches.
//!
//! It is made of what others hand over and decides nothing. Kept together with the results up to
//! that moment, in one transaction, it lets a run go on as if it had never been interrupted.

use crate::frame::Position;
use crate::topic::TopicKey;
use crate::window::codec::{Decoder, put_u64};
use crate::window::{Codec, CodecError};

/// Where a run stands.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Checkpoint {
    /// The topics, in the order of their ids.
    pub topics: Vec<TopicKey>,
    /// The sources, in the order of theirs.
    pub sources: Vec<SourcePosition>,
    /// What [`super::Ledger::save`] gave.
    pub ledger: Vec<u8>,
}

/// Where a source stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SourcePosition {
    /// Its name.
    pub name: String,
    /// The place behind all that the ledger has taken; `None` where it cannot be opened there.
    pub position: Option<Position>,
}

impl Codec for Checkpoint {
    const KIND: u8 = b'K';

    fn write(&self, out: &mut Vec<u8>) {
        put_u64(out, self.topics.len() as u64);
        self.topics.iter().for_each(|key| out.extend_from_slice(&key.0.to_le_bytes()));
        put_u64(out, self.sources.len() as u64);
        for SourcePosition { name, position } in &self.sources {
            put_text(out, name);
            // A position is never without any text.
            put_text(out, &position.as_ref().map(Position::to_string).unwrap_or_default());
        }
        put_u64(out, self.ledger.len() as u64);
        out.extend_from_slice(&self.ledger);
    }

    fn read(bytes: &mut Decoder<'_>) -> Result<Self, CodecError> {
        let topics = (0..bytes.count(16)?).map(|_| bytes.array().map(u128::from_le_bytes));
        let topics = topics.map(|key| key.map(TopicKey)).collect::<Result<_, _>>()?;
        let sources = (0..bytes.count(2)?).map(|_| read_source(bytes)).collect::<Result<_, _>>()?;
        let length = bytes.count(1)?;
        Ok(Self { topics, sources, ledger: bytes.bytes(length)?.to_vec() })
    }
}

fn put_text(out: &mut Vec<u8>, text: &str) {
    put_u64(out, text.len() as u64);
    out.extend_from_slice(text.as_bytes());
}

fn read_text<'b>(bytes: &mut Decoder<'b>) -> Result<&'b str, CodecError> {
    let length = bytes.count(1)?;
    std::str::from_utf8(bytes.bytes(length)?).map_err(|_| CodecError::Impossible("text"))
}

fn read_source(bytes: &mut Decoder<'_>) -> Result<SourcePosition, CodecError> {
    let name = read_text(bytes)?.to_owned();
    let position = match read_text(bytes)? {
        "" => None,
        text => Some(Position::parse(text).ok_or(CodecError::Impossible("position"))?),
    };
    Ok(SourcePosition { name, position })
}
