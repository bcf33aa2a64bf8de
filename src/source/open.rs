//! Finds and opens sources by what was typed.
//!
//! How files are read is theirs, how networks are listened to is theirs.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use super::file::tcp::{self, Port};
use super::{BLOCK, Error, Full, Nature, Opened, Place, Settings, Source, Stop};
use super::{bluesky, file, mastodon, network, x};
use crate::frame::Position;

/// What cannot wait drops frames only if it could not hand any over for so long.
const PATIENCE: Duration = Duration::from_secs(1);

pub(super) fn parse(text: &str, settings: &Settings) -> Result<Vec<Source>, Error> {
    let source = |name: &str, place, nature| Source {
        name: name.to_owned(),
        place,
        nature,
        settings: settings.clone(),
        block: BLOCK,
        beside: 1,
    };
    if text == "-" {
        return Ok(vec![source(text, Place::Stdin, file::stdin_nature())]);
    }
    if text == "bluesky" {
        return Ok(vec![source(text, Place::Bluesky, Nature::Live)]);
    }
    if text == "x" {
        x::network(&settings.x, None)?;
        return Ok(vec![source(text, Place::X, Nature::Live)]);
    }
    if text.starts_with(mastodon::PREFIX) {
        let instance = mastodon::Instance::parse(text)?;
        return Ok(vec![source(text, Place::Mastodon(instance), Nature::Live)]);
    }
    if text.starts_with("tcp://") {
        tcp::address(text)?;
        return Ok(vec![source(text, Place::Port, Nature::Live)]);
    }
    let file = |path: PathBuf| -> Result<Source, Error> {
        let name = path.display().to_string();
        let nature = file::nature(&name, &path, settings.follow)?;
        Ok(source(&name, Place::File(path), nature))
    };
    let is_pattern = text.contains(['*', '?', '[']);
    if is_pattern && fs::metadata(text).is_err() {
        let mut sources = Vec::new();
        for path in matches(text)? {
            sources.extend(file::recorded(file(path)?)?);
        }
        Ok(sources)
    } else {
        file::recorded(file(PathBuf::from(text))?)
    }
}

/// The files a pattern names, sorted; folders are left out.
fn matches(pattern: &str) -> Result<Vec<PathBuf>, Error> {
    let none = || Error::NoMatch { pattern: pattern.to_owned() };
    let found = glob::glob(pattern).map_err(|_| none())?;
    let mut paths: Vec<PathBuf> = found.flatten().filter(|path| !path.is_dir()).collect();
    paths.sort();
    if paths.is_empty() { Err(none()) } else { Ok(paths) }
}

pub(super) fn open(source: &Source, at: Option<&Position>, stop: &Stop) -> Result<Opened, Error> {
    let at_most = Full::Drop { after: PATIENCE };
    match &source.place {
        Place::File(path) => file::open(source, Some(path), at, stop),
        Place::Stdin => file::open(source, None, at, stop),
        Place::Recording(path, number) => file::open_recorded(source, path, *number, at),
        Place::Memory(_) if at.is_some() => Err(source.cannot_go_on("it is no file")),
        Place::Memory(bytes) => file::memory(source, bytes.clone()),
        Place::Port if at.is_some() => {
            Err(source.cannot_go_on("what came through a port comes once"))
        }
        Place::Port => Ok(Opened::Live(Box::new(Port::open(source)?), at_most)),
        Place::Bluesky => {
            let network = bluesky::network(&source.settings.bluesky, at)?;
            Ok(Opened::Live(network::feed(network), at_most))
        }
        Place::X => {
            let network = x::network(&source.settings.x, at)?;
            Ok(Opened::Live(network::feed(network), at_most))
        }
        Place::Mastodon(instance) => {
            let network = mastodon::network(instance, &source.settings.mastodon, at)?;
            Ok(Opened::Live(network::feed(network), at_most))
        }
    }
}
