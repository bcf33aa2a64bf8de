//! Results as lines, in large pieces, to a file or a pipe: an outlet.
//!
//! How a line looks is its format's; the lines of posts were made by workers.

use std::io::Write;
use std::sync::Arc;
use std::time::Duration;

use super::target::Unfinished;
use super::{Line, Only};
use crate::frame::SourceId;
use crate::ledger::{Arrival, Event};
use crate::outlet::{About, Delivery, Error, Extent, Format, Full, Item, Outlet, Results, Wants};

/// What has gathered is written when it is so long, in bytes.
const PIECE: usize = 128 << 10;

/// What it is, in errors.
const NAME: &str = "the output";

/// Where lines go.
pub struct Lines {
    format: Arc<dyn Format>,
    writer: Box<dyn Write + Send>,
    only: Only,
    unfinished: Option<Unfinished>,
    /// The place of its format, and the names of the sources.
    about: About,
    out: Vec<u8>,
    is_flushed: bool,
}

impl Lines {
    /// Lines of these types, in this format, to whoever takes them in large pieces.
    #[must_use]
    pub fn new(format: Arc<dyn Format>, writer: Box<dyn Write + Send>, only: Only) -> Self {
        Self {
            format,
            writer,
            only,
            unfinished: None,
            about: About::default(),
            out: Vec::with_capacity(PIECE + PIECE / 4),
            is_flushed: true,
        }
    }

    /// Keeps the file that is written, once all is.
    #[must_use]
    pub fn keeping(mut self, unfinished: Option<Unfinished>) -> Self {
        self.unfinished = unfinished;
        self
    }

    fn results(&mut self, results: &Results, extent: Extent) -> Result<(), Error> {
        if extent == Extent::WithoutPosts {
            results.told().iter().for_each(|event| self.told(event));
            return self.flow();
        }
        let has_posts = self.only.has(Line::Post);
        for item in results.items() {
            match item {
                Item::Post { posts, index, arrival } if has_posts => {
                    let line = posts.lines.get(self.about.format).map(|lines| lines.get(index));
                    self.out.extend_from_slice(line.unwrap_or_default());
                    self.format.post_end(&mut self.out, arrival == Arrival::Late);
                }
                Item::Told(event) => self.told(event),
                Item::Post { .. } | Item::Change(_) => {}
            }
            self.flow()?;
        }
        Ok(())
    }

    fn told(&mut self, event: &Event) {
        let Self { format, out, only, .. } = self;
        match event {
            Event::Window(window) if only.has(Line::Window) => format.window(out, window),
            Event::Gap { source, gap } if only.has(Line::Gap) => {
                format.gap(out, name(&self.about, *source), gap);
            }
            Event::Summary(summary) if only.has(Line::Summary) => format.summary(out, summary),
            _ => {}
        }
    }

    fn flow(&mut self) -> Result<(), Error> {
        if self.out.len() < PIECE { Ok(()) } else { self.write() }
    }

    fn write(&mut self) -> Result<(), Error> {
        if !self.out.is_empty() {
            self.is_flushed = false;
            self.writer.write_all(&self.out).map_err(failed)?;
        }
        self.out.clear();
        Ok(())
    }
}

impl Outlet for Lines {
    fn name(&self) -> &'static str {
        NAME
    }

    fn wants(&self) -> Wants {
        Wants::RESULTS
    }

    fn full(&self) -> Full {
        Full::Hold
    }

    fn format(&self) -> Option<Arc<dyn Format>> {
        self.only.has(Line::Post).then(|| Arc::clone(&self.format))
    }

    fn begin(&mut self, about: &About) -> Result<(), Error> {
        self.about = about.clone();
        self.format.head(&mut self.out);
        Ok(())
    }

    fn take(&mut self, delivery: Delivery) -> Result<(), Error> {
        match delivery {
            Delivery::Results(results, extent) => self.results(&results, extent),
            // What was left out is told at the end of the run.
            _ => Ok(()),
        }
    }

    /// Writes everything, down to whoever reads.
    fn rest(&mut self) -> Result<Option<Duration>, Error> {
        self.write()?;
        if !self.is_flushed {
            self.writer.flush().map_err(failed)?;
            self.is_flushed = true;
        }
        Ok(None)
    }

    fn finish(&mut self) -> Result<(), Error> {
        self.rest()?;
        self.unfinished.take().map_or(Ok(()), |file| file.keep().map_err(failed))
    }
}

fn failed(cause: std::io::Error) -> Error {
    Error::of(NAME, cause)
}

fn name(about: &About, source: SourceId) -> &str {
    about.sources.get(usize::from(source.0)).map_or("", String::as_str)
}
