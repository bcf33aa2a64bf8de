//! How far a channel has come: the id of a status on its server, and the position that a whole
//! source can be opened at again.
//!
//! An id is opaque: longer ones are later, equally long ones in the order of their letters. The time
//! a status was written tells nothing of that order.
//!
//! ```text
//! .=116201938475610293               the position of a server
//! rust=1162...&go=1162...            of two hashtags there
//! ```

use std::cmp::Ordering;
use std::time::Duration;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::address::Channel;
use crate::frame::Position;
use crate::post::Timestamp;
use crate::source::live::now;
use crate::source::network::Moment;
use crate::source::network::peek::peek;

/// An id may have so many bytes.
const LONGEST: usize = 64;

/// A day, in milliseconds.
const DAY: i64 = 86_400_000;

/// All public posts, as they are called in a position; no hashtag has a dot.
const PUBLIC: &str = ".";

/// The id of a status.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Id(String);

impl Id {
    /// Before every status.
    pub(super) fn first() -> Self {
        Self("0".to_owned())
    }

    /// The id that a server writes so, if it can be sent back.
    pub(super) fn new(text: &str) -> Option<Self> {
        let is_plain = |c: u8| c.is_ascii_alphanumeric() || c == b'-' || c == b'_';
        let is_sound = (1..=LONGEST).contains(&text.len()) && text.bytes().all(is_plain);
        is_sound.then(|| Self(text.to_owned()))
    }

    /// The id of a status, if it has one that can be sent back.
    pub(super) fn of(status: &str) -> Option<Self> {
        let [id] = peek(status.as_bytes(), ["id"])?;
        Self::new(&id?)
    }

    /// An id of a while before, where it holds a time as Mastodon's ids do (milliseconds since 1970
    /// and 16 bits more) and that time is of the last day: posts of other servers come late, under
    /// the time they were written. Otherwise the same id.
    pub(super) fn before(&self, rewind: Duration, now: Timestamp) -> Self {
        let read = self.0.parse::<u64>().ok();
        let written = read.map(|id| i64::try_from(id >> 16).unwrap_or(i64::MAX));
        let now = now.as_micros() / 1_000;
        let is_time = |millis: &i64| (now - DAY..=now + DAY).contains(millis);
        let rewind = i64::try_from(rewind.as_millis()).unwrap_or(i64::MAX);
        match written.filter(is_time).and_then(|millis| u64::try_from(millis - rewind).ok()) {
            Some(millis) => Self((millis << 16).to_string()),
            None => self.clone(),
        }
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl Ord for Id {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.len().cmp(&other.0.len()).then_with(|| self.0.cmp(&other.0))
    }
}

impl PartialOrd for Id {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A channel, and how far everything of it has come.
#[derive(Clone, Debug)]
pub(super) struct Track {
    pub(super) channel: Channel,
    /// The latest post up to which everything has come.
    pub(super) known: Option<Id>,
    /// From this moment on nothing was passed over that is not behind `known`.
    pub(super) since: Timestamp,
    /// While what was missed is being looked for: the latest post that the stream brought.
    pub(super) ahead: Option<Id>,
    /// On the way back: when the latest post that was found was written.
    pub(super) found: Option<Timestamp>,
    /// When the page was asked for behind which there is nothing more.
    pub(super) asked: Option<Moment>,
}

impl Track {
    /// Notes a post of the stream.
    pub(super) fn note(&mut self, id: Option<Id>) {
        self.ahead = id.max(self.ahead.take());
    }

    /// Nothing is missing below what is ahead; what was before the stream stood is not known.
    pub(super) fn join(&mut self, stood: Timestamp) {
        if self.known.is_none() && self.ahead.is_some() {
            self.since = stood;
        }
        self.known = self.ahead.take().max(self.known.take());
    }
}

/// The tracks of channels, as they stand at a position; `None` where it is none of them.
pub(super) fn tracks(channels: Vec<Channel>, at: Option<&Position>) -> Option<Vec<Track>> {
    let track = |channel, known| Track {
        channel,
        known,
        since: now(),
        ahead: None,
        found: None,
        asked: None,
    };
    let Some(at) = at else {
        return Some(channels.into_iter().map(|channel| track(channel, None)).collect());
    };
    let Position::Id(text) = at else { return None };
    let known = |channel: &Channel| {
        let parts = text.split('&').filter_map(|part| part.split_once('='));
        let mut named = parts.filter(|(name, _)| *name == name_of(channel));
        named.next().and_then(|(_, id)| Id::new(id))
    };
    // Everything since that position is asked for, whenever that was.
    let open = |channel: Channel| {
        let known = known(&channel)?;
        Some(Track { since: Timestamp::MIN, ..track(channel, Some(known)) })
    };
    channels.into_iter().map(open).collect()
}

/// The position of all tracks; `None` while one of them knows no post.
pub(super) fn position(tracks: &[Track]) -> Option<Position> {
    let part = |track: &Track| {
        let known = track.known.as_ref()?;
        Some(format!("{}={}", name_of(&track.channel), known.as_str()))
    };
    let parts: Option<Vec<String>> = tracks.iter().map(part).collect();
    Some(Position::Id(parts?.join("&")))
}

fn name_of(channel: &Channel) -> String {
    match &channel.tag {
        None => PUBLIC.to_owned(),
        Some(tag) => utf8_percent_encode(&tag.to_lowercase(), NON_ALPHANUMERIC).to_string(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn channels(tags: &[&str]) -> Vec<Channel> {
        match tags {
            [] => vec![Channel::all(None)],
            tags => tags.iter().map(|tag| Channel::all(Some((*tag).to_owned()))).collect(),
        }
    }

    #[test]
    fn a_server_goes_on_where_it_stood_and_refuses_the_position_of_another() {
        for tags in [&[][..], &["rust"], &["rust", "Größe", "a&b=c"]] {
            let mut open = tracks(channels(tags), None).unwrap();
            assert_eq!(position(&open), None, "no post is known");
            for (number, track) in open.iter_mut().enumerate() {
                track.note(Id::new(&format!("11620193847561029{number}")));
                track.join(Timestamp::EPOCH);
            }
            let stood = position(&open).unwrap();
            let again = tracks(channels(tags), Some(&stood)).unwrap();
            assert_eq!(position(&again), Some(stood.clone()), "{tags:?}");
            assert!(tracks(channels(&["other"]), Some(&stood)).is_none(), "{tags:?}");
        }
        assert!(tracks(channels(&[]), Some(&Position::Cursor(1))).is_none());
    }

    #[test]
    fn ids_that_hold_a_time_are_gone_back_from() {
        let now = Timestamp::from_micros(1_790_000_000_000_000);
        let at = |millis: u64, rest: u64| Id::new(&((millis << 16) + rest).to_string()).unwrap();
        let (minute, recent) = (Duration::from_secs(60), 1_789_999_990_000);
        assert_eq!(at(recent, 77).before(minute, now), at(recent - 60_000, 0));
        for same in [at(recent - 90_000_000, 77), Id::first(), Id::new("01HZ7B").unwrap()] {
            assert_eq!(same.before(minute, now), same);
        }
    }

    #[test]
    fn ids_are_ordered_by_length_first() {
        let id = |text: &str| Id::new(text).unwrap();
        assert!(id("9") < id("10") && id("10") < id("11") && Id::first() < id("1"));
        for text in ["", "a b", "1&2", &"1".repeat(LONGEST + 1)] {
            assert_eq!(Id::new(text), None, "{text}");
        }
    }
}
