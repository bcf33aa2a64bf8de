//! One server, listened to: from the first question to the end of the connection.
//!
//! For each channel it keeps up to which post everything has come. While posts that were missed
//! are being looked for, what the streams bring stands apart, so that a connection that breaks
//! meanwhile leaves no hole:
//!
//! ```text
//! id     1 2 3 ✗ 4 5 6 7 8 9 ...
//! known      3 ───▶ pages        moves on page by page
//! ahead                8 9 ...   what the streams brought; joined when the pages are through
//! ```

use std::convert::Infallible;
use std::fmt::Write;
use std::time::Duration;

use eventsource_client::Event;
use futures_util::stream::{BoxStream, SelectAll, StreamExt};
use tokio::time::sleep;

use super::Settings;
use super::address::{Channel, Instance};
use super::door::Door;
use super::id::Id;
use super::instance::{About, Access, about};
use super::stream::{self, Piece};
use super::timeline::{self, Found, Page, Reach};
use crate::frame::Form;
use crate::source::error::over;
use crate::source::live::now;
use crate::source::network::{Failure, Line, Network, Recovery, Steps};

/// One server.
pub(super) struct Listener {
    instance: Instance,
    settings: Settings,
    tracks: Vec<Track>,
    about: Option<About>,
}

/// A channel, and how far everything of it has come.
struct Track {
    channel: Channel,
    known: Option<Id>,
    ahead: Option<Id>,
}

/// Something that came.
enum News {
    Piece(usize, Piece),
    Found(Found),
}

impl Network for Listener {
    fn steps(&self) -> Steps {
        self.settings.steps
    }

    fn patience(&self) -> Duration {
        self.settings.patience
    }

    async fn listen(&mut self, line: &mut Line<'_>) -> Failure {
        let stopped = line.stopped();
        tokio::select! {
            biased;
            () = stopped => Failure::new(Recovery::Network, "the run ends"),
            over = self.session(line) => match over {
                Err(failure) => failure,
                Ok(never) => match never {},
            },
        }
    }
}

impl Listener {
    pub(super) fn new(instance: Instance, settings: Settings) -> Self {
        let track = |channel| Track { channel, known: None, ahead: None };
        let tracks = settings.channels().into_iter().map(track).collect();
        Self { instance, settings, tracks, about: None }
    }

    async fn session(&mut self, line: &mut Line<'_>) -> Result<Infallible, Failure> {
        let door = Door::new(&self.instance, &self.settings)?;
        let about = match self.about.take() {
            Some(about) => about,
            None => about(&door, &self.instance, &self.settings).await?,
        };
        self.about = Some(about.clone());
        match door.token {
            Some(_) => self.hear(&door, &about, line).await,
            None => self.ask(&door, &about, line).await,
        }
    }

    /// Listens to the streams.
    async fn hear(
        &mut self,
        door: &Door,
        about: &About,
        line: &mut Line<'_>,
    ) -> Result<Infallible, Failure> {
        line.note(&self.manner(door, about));
        // The streams say by themselves what is wrong with the server.
        self.begin(door).await.ok();
        let mut news: SelectAll<BoxStream<'static, News>> = SelectAll::new();
        for (at, track) in self.tracks.iter_mut().enumerate() {
            track.ahead = None;
            let url = track.channel.stream(&about.streaming);
            news.push(stream::open(door, &url).map(move |piece| News::Piece(at, piece)).boxed());
        }
        let mut closed = self.tracks.len();
        while let Some(piece) = news.next().await {
            match piece {
                News::Piece(_, Piece::Over(failure)) => return Err(failure),
                News::Piece(_, Piece::Open) => {
                    closed = closed.saturating_sub(1);
                    if closed == 0 {
                        news.extend(self.go_on(door, line));
                    }
                }
                News::Piece(at, piece) => self.take(at, piece, line),
                News::Found(Found::Page(at, page)) => {
                    self.tracks[at].take_page(page, self.settings.max_event, line)
                }
                News::Found(Found::End(reach)) => self.caught_up(reach, line),
            }
        }
        Err(Failure::new(Recovery::Network, format!("{} ended the stream", door.host)))
    }

    /// All streams stand: looks for what was missed, if it is known since when.
    fn go_on(&self, door: &Door, line: &mut Line<'_>) -> Option<BoxStream<'static, News>> {
        let known = |track: &Track| Some((track.channel.clone(), track.known.clone()?));
        let known: Option<Vec<_>> = self.tracks.iter().map(known).collect();
        let known = known.filter(|_| line.missed_since().is_some());
        if known.is_some() {
            line.recovering();
        }
        line.connected();
        Some(timeline::missed(door, &self.settings, known?).map(News::Found).boxed())
    }

    /// Finds out which post of each channel is the latest, where that is not known: from there on
    /// posts can be missed. Without an answer, what is missed cannot be fetched; that is all.
    async fn begin(&mut self, door: &Door) -> Result<(), Failure> {
        for track in &mut self.tracks {
            if track.known.is_none() {
                track.known = Some(timeline::latest(door, &track.channel).await?);
            }
        }
        Ok(())
    }

    /// Hands over what a stream brought.
    fn take(&mut self, at: usize, piece: Piece, line: &mut Line<'_>) {
        let track = &mut self.tracks[at];
        match piece {
            Piece::Open | Piece::Over(_) => {}
            Piece::Heartbeat => line.heard(),
            Piece::TooLong => {
                line.fault(&over("event", self.settings.max_event));
            }
            Piece::NoText => {
                line.fault("event is not UTF-8");
            }
            Piece::Event(event) => {
                if event.event_type == "update" {
                    track.ahead = Id::of(&event.data).max(track.ahead.take());
                }
                if line.missed_since().is_none() {
                    track.join();
                }
                line.frames(block(&event), Form::Events);
            }
        }
    }

    /// What was missed has been looked for.
    fn caught_up(&mut self, reach: Reach, line: &mut Line<'_>) {
        self.tracks.iter_mut().for_each(Track::join);
        line.recovered(match reach {
            Reach::Whole => None,
            Reach::Part => Some(now()),
        });
    }

    /// Asks for the newest posts again and again.
    async fn ask(
        &mut self,
        door: &Door,
        about: &About,
        line: &mut Line<'_>,
    ) -> Result<Infallible, Failure> {
        if about.access == Access::Authenticated {
            let reason = format!("{} shows its timelines to its members alone", door.host);
            let advice = format!("put a token with the scope read:statuses into {}", door.variable);
            return Err(Failure::fatal(reason, advice));
        }
        line.note(&self.manner(door, about));
        self.begin(door).await?;
        if line.missed_since().is_some() {
            line.recovering();
        }
        let pause = self.pause();
        let mut reach = self.look(door, line).await?;
        line.connected();
        line.recovered(if reach == Reach::Whole { None } else { Some(now()) });
        loop {
            if reach == Reach::Part {
                line.note(&format!("{} has more posts than may be asked for", door.host));
            }
            sleep(pause).await;
            reach = self.look(door, line).await?;
        }
    }

    /// The time between two looks.
    fn pause(&self) -> Duration {
        self.settings.interval.saturating_mul(u32::try_from(self.tracks.len()).unwrap_or(u32::MAX))
    }

    /// Asks once for what is new in every channel. Of a channel with too much of it, the rest is
    /// passed over.
    async fn look(&mut self, door: &Door, line: &mut Line<'_>) -> Result<Reach, Failure> {
        let mut reach = Reach::Whole;
        for track in &mut self.tracks {
            for turn in 1..=self.settings.pages {
                let known = track.known.clone().unwrap_or_else(Id::first);
                let page = timeline::after(door, &track.channel, &known).await?;
                let is_full = page.is_full && page.latest.as_ref().is_some_and(|id| *id > known);
                track.take_page(page, self.settings.max_event, line);
                if !is_full {
                    break;
                }
                if turn == self.settings.pages {
                    track.known = Some(timeline::latest(door, &track.channel).await?);
                    reach = Reach::Part;
                }
            }
        }
        Ok(reach)
    }

    /// What the user should know about how this server is listened to.
    fn manner(&self, door: &Door, about: &About) -> String {
        let mut text = match door.token {
            Some(_) => "languages, blocks and mutes of the token's owner apply".to_owned(),
            None => format!(
                "no token in {}: asked for new posts every {} s instead of streamed",
                door.variable,
                self.pause().as_secs_f64()
            ),
        };
        if about.access == Access::Disabled {
            // Writing into a String cannot fail.
            let _ = write!(text, "; {} has switched this timeline off", door.host);
        }
        text
    }
}

impl Track {
    /// Hands over a page.
    fn take_page(&mut self, page: Page, longest: usize, line: &mut Line<'_>) {
        self.known = page.latest.max(self.known.take());
        for _ in 0..page.too_long {
            line.fault(&over("post", longest));
        }
        match page.block.is_empty() {
            true => line.heard(),
            false => {
                line.frames(page.block, Form::Json);
            }
        }
    }

    /// Nothing is missing below what is ahead.
    fn join(&mut self) {
        self.known = self.ahead.take().max(self.known.take());
    }
}

/// An event as it stood in the stream.
fn block(event: &Event) -> Vec<u8> {
    let mut block = format!("event: {}\n", event.event_type);
    for line in event.data.split('\n') {
        block.push_str("data: ");
        block.push_str(line);
        block.push('\n');
    }
    block.push('\n');
    block.into_bytes()
}
