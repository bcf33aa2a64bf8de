//! What could not be decoded, as lines that workers have made: an outlet.
//!
//! Whoever has closed it does not want to know any more, which stops nothing else.

use std::io::{ErrorKind, Write};

use super::target::Unfinished;
use crate::outlet::{Delivery, Error, Full, Outlet, Wants};

/// What it is, in errors.
const NAME: &str = "the rejects";

/// Where the lines of what could not be decoded go.
pub struct Rejects {
    /// `None` once nobody reads them any more.
    writer: Option<Box<dyn Write + Send>>,
    unfinished: Option<Unfinished>,
}

impl Rejects {
    /// Lines of what could not be decoded, to whoever takes them.
    #[must_use]
    pub fn new(writer: Box<dyn Write + Send>) -> Self {
        Self { writer: Some(writer), unfinished: None }
    }

    /// Keeps the file that is written, once all is.
    #[must_use]
    pub fn keeping(mut self, unfinished: Option<Unfinished>) -> Self {
        self.unfinished = unfinished;
        self
    }

    fn write(
        &mut self,
        write: impl FnOnce(&mut (dyn Write + Send)) -> std::io::Result<()>,
    ) -> Result<(), Error> {
        let Some(writer) = &mut self.writer else { return Ok(()) };
        match write(&mut **writer) {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => self.writer = None,
            written => written.map_err(|cause| Error::of(NAME, cause))?,
        }
        Ok(())
    }
}

impl Outlet for Rejects {
    fn name(&self) -> &'static str {
        NAME
    }

    fn wants(&self) -> Wants {
        Wants::REJECTS
    }

    fn full(&self) -> Full {
        Full::Hold
    }

    fn take(&mut self, delivery: Delivery) -> Result<(), Error> {
        match delivery {
            Delivery::Results(results, _) if !results.rejects.is_empty() => {
                self.write(|out| out.write_all(&results.rejects))
            }
            _ => Ok(()),
        }
    }

    fn finish(&mut self) -> Result<(), Error> {
        self.write(|out| out.flush())?;
        let keep = self.unfinished.take();
        keep.map_or(Ok(()), |file| file.keep().map_err(|cause| Error::of(NAME, cause)))
    }
}
