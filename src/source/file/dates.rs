//! Whether the day or the month comes first in the dates of a source: where its first frames leave
//! it open, all of them decide, before the first is handed on.
//!
//! It reads no date itself; the decoder says what each frame shows.

use super::super::Reader;
use crate::decode::{Decoder, Evidence};
use crate::frame::{Block, DateOrder, Load};

/// So many frames without a date of two meanings show that there is none.
const ENOUGH: usize = 50;

/// The order that the frames of a reader show.
pub(super) fn order(reader: &mut dyn Reader, decoder: &Decoder) -> DateOrder {
    let (mut seen, mut is_open) = (0, false);
    loop {
        let load = reader.next();
        if load == Load::End {
            return DateOrder::Unknown;
        }
        for frame in load.frames() {
            match decoder.date_order(&frame) {
                Evidence::DayFirst => return DateOrder::DayFirst,
                Evidence::MonthFirst => return DateOrder::MonthFirst,
                Evidence::Both => return DateOrder::Unknown,
                Evidence::Either => is_open = true,
                Evidence::None => {}
            }
            seen += 1;
            if !is_open && seen >= ENOUGH {
                return DateOrder::Unknown;
            }
        }
    }
}

/// Says with every block how its dates are written.
pub(super) struct Dated {
    inner: Box<dyn Reader>,
    dates: DateOrder,
}

impl Dated {
    pub(super) fn new(inner: Box<dyn Reader>, dates: DateOrder) -> Self {
        Self { inner, dates }
    }
}

impl Reader for Dated {
    fn next(&mut self) -> Load {
        match self.inner.next() {
            Load::Frames(block) => Block { dates: self.dates, ..block }.into(),
            load => load,
        }
    }
}
