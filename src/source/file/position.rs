//! Positions in files whose frames are no lines: their frames are counted, and to go on, so many of
//! them are read and passed over.

use super::super::Reader;
use crate::frame::{Block, Identity, Load, Position};

/// Tells with every load how many frames are behind.
pub(super) struct Counted<R> {
    inner: R,
    file: Identity,
    frames: u64,
}

impl<R> Counted<R> {
    pub(super) fn new(inner: R, file: Identity) -> Self {
        Self { inner, file, frames: 0 }
    }
}

impl<R: Reader> Reader for Counted<R> {
    fn next(&mut self) -> Load {
        let load = self.inner.next();
        self.frames += load.count();
        let position = Some(Position::Frames { file: self.file, frames: self.frames });
        match load {
            Load::Frames(block) => Load::Frames(Block { position, ..block }),
            Load::Notice(notice, _) => Load::Notice(notice, position),
            Load::End => Load::End,
        }
    }
}

/// Passes over the first frames.
pub(super) struct Behind<R> {
    inner: R,
    frames: u64,
}

impl<R> Behind<R> {
    pub(super) fn new(inner: R, frames: u64) -> Self {
        Self { inner, frames }
    }
}

impl<R: Reader> Reader for Behind<R> {
    fn next(&mut self) -> Load {
        while self.frames > 0 {
            let load = self.inner.next();
            let count = load.count();
            match load {
                Load::End => return Load::End,
                Load::Frames(block) if count > self.frames => {
                    let behind = std::mem::take(&mut self.frames);
                    return block.behind(behind).into();
                }
                _ => self.frames -= count.min(self.frames),
            }
        }
        self.inner.next()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::{Fault, Form, Notice};

    struct Loads(Vec<Load>);

    impl Reader for Loads {
        fn next(&mut self) -> Load {
            if self.0.is_empty() { Load::End } else { self.0.remove(0) }
        }
    }

    fn told(reader: &mut dyn Reader) -> Vec<String> {
        let mut told = Vec::new();
        loop {
            match reader.next() {
                Load::End => return told,
                Load::Notice(..) => told.push("fault".to_owned()),
                load => told.extend(load.frames().map(|frame| {
                    format!("{} {}", frame.line, String::from_utf8_lossy(frame.bytes))
                })),
            }
        }
    }

    #[test]
    fn frames_and_faults_are_passed_over_one_by_one() {
        let file = Identity::of_head(b"a");
        let loads = || {
            let block = |text: &str, line| Block { line, ..Block::new(text.into(), Form::Row) };
            let fault = Notice::Fault(Fault { line: 4, reason: String::new() });
            let loads = vec![block("a\n\nb\n", 1).into(), fault.into(), block("c\nd", 5).into()];
            Counted::new(Loads(loads), file)
        };
        let whole = told(&mut loads());
        assert_eq!(whole, ["1 a", "3 b", "fault", "5 c", "6 d"]);
        for many in 0..7 {
            let rest = told(&mut Behind::new(loads(), many));
            let behind = usize::try_from(many).unwrap_or(0).min(whole.len());
            assert_eq!(rest, whole[behind..], "{many}");
        }
        let mut counted = loads();
        let behind = |load: Load| load.position().map(ToString::to_string);
        let text = |frames: u64| Some(Position::Frames { file, frames }.to_string());
        assert_eq!(behind(counted.next()), text(2));
        assert_eq!(behind(counted.next()), text(3));
        assert_eq!(behind(counted.next()), text(5));
        assert_eq!(behind(counted.next()), None);
    }
}
