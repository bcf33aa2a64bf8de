//! The order of day and month in the dates of a file, found from the file as a whole.
//!
//! Most files need no second look: their dates have one meaning, or the first block says it. Where
//! all dates of the first block can be read either way, the file is read on, a second time, up to
//! the first that cannot. What comes live is never waited for.
//!
//! ```text
//! 01/06/2026 … 12/06/2026   either      13/06/2026   the day stands first, in the whole file
//! ```

use std::collections::VecDeque;

use super::super::Reader;
use super::{Manner, reader};
use crate::decode::{Decoder, Evidence};
use crate::frame::{DateOrder, Load};

/// Frames without any such date before the search ends.
const ENOUGH: usize = 64;

/// A reader whose blocks say the order of day and month.
struct Dated {
    inner: Box<dyn Reader>,
    /// Loads that were read to find the order.
    held: VecDeque<Load>,
    order: DateOrder,
}

impl Reader for Dated {
    fn next(&mut self) -> Load {
        let mut load = self.held.pop_front().unwrap_or_else(|| self.inner.next());
        if let Load::Frames(block) = &mut load {
            block.dates = self.order;
        }
        load
    }
}

/// Finds the order of day and month in what a reader brings.
pub(super) fn dated(
    mut inner: Box<dyn Reader>,
    decoder: &Decoder,
    manner: &Manner,
) -> Box<dyn Reader> {
    let mut held = VecDeque::new();
    let first = loop {
        let load = inner.next();
        let is_first = matches!(load, Load::Frames(_) | Load::End);
        let said = said(decoder, &load);
        held.push_back(load);
        if is_first {
            break said;
        }
    };
    let order = match first {
        Evidence::Either => whole(decoder, manner).order(),
        first => first.order(),
    };
    Box::new(Dated { inner, held, order })
}

/// What the dates of a load say.
fn said(decoder: &Decoder, load: &Load) -> Evidence {
    let mut said = Evidence::None;
    for (number, frame) in load.frames().enumerate() {
        said = said.and(decoder.date_order(&frame));
        if said == Evidence::None && number >= ENOUGH {
            break;
        }
    }
    said
}

/// What the file says that can be opened anew, up to the first date with one meaning.
fn whole(decoder: &Decoder, manner: &Manner) -> Evidence {
    let again = manner.again.as_ref().and_then(|again| again().ok());
    let Some(Ok(mut again)) = again.map(|raw| reader(Box::new(raw), manner)) else {
        return Evidence::Either;
    };
    loop {
        let load = again.next();
        if load == Load::End {
            return Evidence::Either;
        }
        for frame in load.frames() {
            let said = decoder.date_order(&frame);
            if !matches!(said, Evidence::None | Evidence::Either) {
                return said;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use crate::frame::{DateOrder, Load};
    use crate::source::{Opened, Settings, Source, Stop};

    /// The order that each block of a file says.
    fn orders(name: &str, text: &str, block: usize) -> Vec<DateOrder> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::File::create(&path).unwrap().write_all(text.as_bytes()).unwrap();
        let sources = Source::parse(path.to_str().unwrap(), &Settings::default()).unwrap();
        let source = sources[0].clone().with_blocks_of(block);
        let Ok(Opened::Finite(mut reader)) = source.open(&Stop::new()) else { panic!("{name}") };
        let mut orders = Vec::new();
        loop {
            match reader.next() {
                Load::Frames(block) => orders.push(block.dates),
                Load::End => return orders,
                Load::Notice(..) => {}
            }
        }
    }

    #[test]
    fn the_first_date_with_one_meaning_decides_for_the_whole_file() {
        let either = |row: usize| format!("t,{}/6/2026 10:00\n", 1 + row % 12);
        let many: String = (0..4_000).map(either).collect();
        let rows = [
            ("none.csv", "text,date\nt,2026-06-01\n".to_owned(), DateOrder::Unknown),
            ("either.csv", format!("text,date\n{many}"), DateOrder::Unknown),
            ("day.csv", format!("text,date\n{many}t,13/6/2026 10:00\n"), DateOrder::DayFirst),
            ("month.csv", format!("text,date\n{many}t,6/13/2026 10:00\n"), DateOrder::MonthFirst),
            (
                "day.jsonl",
                "{\"text\":\"t\",\"date\":\"1/6/2026\"}\n{\"text\":\"t\",\"date\":\"31/6/2026\"}\n"
                    .replace("31/6", "30/6"),
                DateOrder::DayFirst,
            ),
        ];
        for (name, text, wanted) in rows {
            for block in [4 << 10, 256 << 10] {
                let orders = orders(name, &text, block);
                assert!(!orders.is_empty(), "{name}");
                assert!(orders.iter().all(|order| *order == wanted), "{name} {block}: {orders:?}");
            }
        }
    }
}
