//! One server, listened to: from the first question to the end of the connection.
//!
//! Whatever comes is handed over at once. For each channel it keeps up to which post everything has
//! come. While posts that were missed are being looked for, what the streams bring does not count
//! for that, so that a connection that breaks meanwhile leaves no hole:
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
use tokio::time::{Instant, sleep};

use super::Settings;
use super::address::{Channel, Instance};
use super::connect::{Allowance, Client};
use super::cursor::Id;
use super::instance::{About, Access, about};
use super::poll::{self, Poll};
use super::stream::{self, Piece};
use super::timeline::{self, Found, Page, Reach, Status};
use crate::frame::Form;
use crate::post::Timestamp;
use crate::source::error::over;
use crate::source::live::now;
use crate::source::network::{BackoffPolicy, Connection, Failure, Fetched, Network, Recovery};

/// One server.
pub(super) struct Listener {
    instance: Instance,
    settings: Settings,
    tracks: Vec<Track>,
    about: Option<About>,
    /// When it was last asked for all that is new.
    looked: Timestamp,
    look: Poll,
}

/// A channel, and how far everything of it has come.
struct Track {
    channel: Channel,
    known: Option<Id>,
    ahead: Option<Id>,
    /// On the way back: when the latest post that was found was written.
    found: Option<Timestamp>,
}

/// Something that came.
enum News {
    Piece(usize, Piece),
    Found(Found),
}

impl Network for Listener {
    fn steps(&self) -> BackoffPolicy {
        self.settings.steps
    }

    fn patience(&self) -> Duration {
        self.settings.patience
    }

    async fn listen(&mut self, line: &mut Connection<'_>) -> Failure {
        let stopped = line.stopped();
        let failure = tokio::select! {
            biased;
            () = stopped => Failure::new(Recovery::Network, "the run ends"),
            over = self.session(line) => match over {
                Err(failure) => failure,
                Ok(never) => match never {},
            },
        };
        self.look.hand_over(line);
        failure
    }
}

impl Listener {
    pub(super) fn new(instance: Instance, settings: Settings) -> Self {
        let track = |channel| Track { channel, known: None, ahead: None, found: None };
        let tracks = settings.channels().into_iter().map(track).collect();
        Self { instance, settings, tracks, about: None, looked: now(), look: Poll::new() }
    }

    async fn session(&mut self, line: &mut Connection<'_>) -> Result<Infallible, Failure> {
        let client = Client::new(&self.instance, &self.settings)?;
        let about = match self.about.take() {
            Some(about) => about,
            None => about(&client, &self.instance, &self.settings).await?,
        };
        self.about = Some(about.clone());
        match client.token {
            Some(_) => self.hear(&client, &about, line).await,
            None => self.ask(&client, &about, line).await,
        }
    }

    /// Listens to the streams.
    async fn hear(
        &mut self,
        client: &Client,
        about: &About,
        line: &mut Connection<'_>,
    ) -> Result<Infallible, Failure> {
        line.note(&self.manner(client, about));
        // The streams say by themselves what is wrong with the server.
        self.begin(client).await.ok();
        let mut news: SelectAll<BoxStream<'static, News>> = SelectAll::new();
        for (at, track) in self.tracks.iter_mut().enumerate() {
            (track.ahead, track.found) = (None, None);
            let url = track.channel.stream(&about.streaming);
            news.push(stream::open(client, &url).map(move |piece| News::Piece(at, piece)).boxed());
        }
        let mut closed = self.tracks.len();
        while let Some(piece) = news.next().await {
            match piece {
                News::Piece(_, Piece::Over(failure)) => return Err(failure),
                News::Piece(_, Piece::Open) => {
                    closed = closed.saturating_sub(1);
                    if closed == 0 {
                        news.extend(self.go_on(client, line));
                    }
                }
                News::Piece(at, piece) => self.take(at, piece, line),
                News::Found(Found::Page(at, page)) => self.found(at, page, line),
                News::Found(Found::End(reach)) => self.caught_up(reach, line),
            }
        }
        Err(Failure::new(Recovery::Network, format!("{} ended the stream", client.host)))
    }

    /// All streams stand: looks for what was missed, if it is known since when.
    fn go_on(
        &mut self,
        client: &Client,
        line: &mut Connection<'_>,
    ) -> Option<BoxStream<'static, News>> {
        let known = |track: &Track| Some((track.channel.clone(), track.known.clone()?));
        let known: Option<Vec<_>> = self.tracks.iter().map(known).collect();
        let since = line.missed_since();
        let (Some(known), Some(since)) = (known, since) else {
            line.connected();
            return None;
        };
        line.recovering();
        line.connected();
        // The watermark has waited since the connection broke.
        let waited = now().as_micros().saturating_sub(since.as_micros());
        let waited = Duration::from_micros(u64::try_from(waited).unwrap_or(0));
        let patience = self.settings.patience.saturating_sub(waited);
        let missed = timeline::missed(client, &self.settings, known, patience);
        Some(missed.map(News::Found).boxed())
    }

    /// Takes a page of posts that were missed.
    fn found(&mut self, at: usize, page: Page, line: &mut Connection<'_>) {
        self.tracks[at].found = page.up_to.or(self.tracks[at].found);
        poll::hand_over(&self.take_page(at, page, line), line);
        // A channel of which nothing has been found may lack everything.
        if let Some(all) = self.tracks.iter().map(|track| track.found).min().flatten() {
            line.fetched(all);
        }
    }

    /// Takes a page of a channel; gives its posts.
    fn take_page(&mut self, at: usize, page: Page, line: &mut Connection<'_>) -> Vec<Status> {
        let track = &mut self.tracks[at];
        track.known = page.latest.max(track.known.take());
        for _ in 0..page.too_long {
            line.fault(&over("post", self.settings.max_event));
        }
        line.heard();
        page.posts
    }

    /// Finds out which post of each channel is the latest, where that is not known: from there on
    /// posts can be missed. Without an answer, what is missed cannot be fetched; that is all.
    async fn begin(&mut self, client: &Client) -> Result<(), Failure> {
        for track in &mut self.tracks {
            if track.known.is_none() {
                track.known = Some(timeline::latest(client, &track.channel).await?);
            }
        }
        Ok(())
    }

    /// Hands over what a stream brought.
    fn take(&mut self, at: usize, piece: Piece, line: &mut Connection<'_>) {
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
    fn caught_up(&mut self, reach: Reach, line: &mut Connection<'_>) {
        self.tracks.iter_mut().for_each(Track::join);
        line.recovered(match reach {
            Reach::Whole => Fetched::All,
            Reach::UpTo(moment) => Fetched::UpTo(moment),
        });
    }

    /// Asks for the newest posts again and again.
    async fn ask(
        &mut self,
        client: &Client,
        about: &About,
        line: &mut Connection<'_>,
    ) -> Result<Infallible, Failure> {
        if about.access == Access::Authenticated {
            let reason = format!("{} shows its timelines to its members alone", client.host);
            let advice =
                format!("put a token with the scope read:statuses into {}", client.variable);
            return Err(Failure::fatal(reason, advice));
        }
        line.note(&self.manner(client, about));
        self.begin(client).await?;
        if line.missed_since().is_some() {
            line.recovering();
        }
        let pause = self.pause();
        let mut at = self.look(client, line).await?;
        line.connected();
        line.recovered(Fetched::All);
        loop {
            // Until the next look has been answered, nothing is known of the time since this one.
            line.asked(at, pause + self.settings.patience);
            sleep(pause).await;
            at = self.look(client, line).await?;
        }
    }

    /// The time between two looks.
    fn pause(&self) -> Duration {
        self.settings.interval.saturating_mul(u32::try_from(self.tracks.len()).unwrap_or(u32::MAX))
    }

    /// Asks once for what is new in every channel; gives the moment up to which everything has
    /// come. Of a channel with too much of it, the rest is passed over, and is a gap.
    async fn look(
        &mut self,
        client: &Client,
        line: &mut Connection<'_>,
    ) -> Result<Instant, Failure> {
        let (began, wall) = (Instant::now(), now());
        for at in 0..self.tracks.len() {
            let mut up_to = self.looked;
            for turn in 1..=self.settings.pages {
                let known = self.tracks[at].known.clone().unwrap_or_else(Id::first);
                let page = timeline::after(client, &self.tracks[at].channel, &known).await?;
                let (is_over, is_last) = (page.is_over, page.allowance == Allowance::Scarce);
                let has_more = page.is_full && page.latest.as_ref().is_some_and(|id| *id > known);
                up_to = page.up_to.unwrap_or(up_to);
                let posts = self.take_page(at, page, line);
                self.look.keep(posts, line);
                if is_over || (has_more && (turn == self.settings.pages || is_last)) {
                    self.skip(at, up_to, client, line).await?;
                    break;
                }
                if !has_more {
                    break;
                }
            }
        }
        self.look.hand_over(line);
        self.looked = wall;
        Ok(began)
    }

    /// Goes on behind the latest post of a channel.
    async fn skip(
        &mut self,
        at: usize,
        up_to: Timestamp,
        client: &Client,
        line: &mut Connection<'_>,
    ) -> Result<(), Failure> {
        let track = &mut self.tracks[at];
        track.known = Some(timeline::latest(client, &track.channel).await?);
        let until = now();
        let reason = format!("{} has more posts than may be asked for", client.host);
        line.missed(up_to, until, &reason);
        line.note(&reason);
        Ok(())
    }

    /// What the user should know about how this server is listened to.
    fn manner(&self, client: &Client, about: &About) -> String {
        let mut text = match client.token {
            Some(_) => "languages, blocks and mutes of the token's owner apply".to_owned(),
            None => format!(
                "no token in {}: asked for new posts every {} s instead of streamed",
                client.variable,
                self.pause().as_secs_f64()
            ),
        };
        if about.access == Access::Disabled {
            // Writing into a String cannot fail.
            let _ = write!(text, "; {} has switched this timeline off", client.host);
        }
        text
    }
}

impl Track {
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
