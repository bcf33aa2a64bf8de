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
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::stream::{BoxStream, SelectAll, StreamExt};
use tokio::time::sleep;

use super::address::Instance;
use super::connect::{Allowance, Client};
use super::cursor::{self, Id, Track};
use super::instance::{About, about};
use super::manner::{Manner, check, only_deletes, told};
use super::poll::{self, Round};
use super::server::Server;
use super::settings::Settings;
use super::stream::{self, Event, Piece};
use super::timeline::{self, Found, Page, Reach, Status};
use crate::frame::{Form, Position};
use crate::post::Timestamp;
use crate::source::Flow;
use crate::source::live::now;
use crate::source::network::{
    Connection, Failure, Fetched, Matter, Moment, Network, Recovery, Waits,
};
use crate::source::over::over;

/// So many bytes of events are handed over together at most.
const BLOCK: usize = 64 << 10;

/// So many deletes without one post are worth a word.
const DELETES: u32 = 20;

/// One server.
pub(super) struct Listener {
    instance: Instance,
    settings: Settings,
    tracks: Vec<Track>,
    about: Option<About>,
    manner: Manner,
    /// Events that wait to be handed over.
    block: Vec<u8>,
    round: Round,
    /// Deletes that came before the first post.
    deletes: u32,
}

enum News {
    Piece(usize, Piece),
    Found(Found),
}

impl Network for Listener {
    fn waits(&self) -> Waits {
        self.settings.waits
    }

    fn channels(&self) -> usize {
        self.tracks.len()
    }

    fn position(&self) -> Option<Position> {
        cursor::position(&self.tracks)
    }

    async fn listen(&mut self, connection: &mut Connection<'_>) -> Failure {
        let stopped = connection.stopped();
        let failure = tokio::select! {
            // What has come by now is still taken.
            biased;
            over = self.session(connection) => match over {
                Err(failure) => failure,
                Ok(never) => match never {},
            },
            () = stopped => Failure::stopped(),
        };
        self.hand_over(connection);
        self.round.hand_over(connection);
        failure
    }
}

impl Listener {
    pub(super) fn new(instance: Instance, settings: Settings, tracks: Vec<Track>) -> Self {
        let (manner, block, round) = (Manner::Stream, Vec::new(), Round::new());
        Self { instance, settings, tracks, about: None, manner, block, round, deletes: 0 }
    }

    async fn session(&mut self, connection: &mut Connection<'_>) -> Result<Infallible, Failure> {
        let server = Server::new(&self.instance, &self.settings)?;
        let client = Client::new(server, &self.settings)?;
        let about = match self.about.take() {
            Some(about) => about,
            None => about(&client, &self.instance, &self.settings).await?,
        };
        self.about = Some(about.clone());
        check(&client.server, &about)?;
        if client.server.token.is_none() || self.manner == Manner::Poll {
            return self.poll(&client, &about, connection).await;
        }
        match self.stream(&client, &about, connection).await? {
            Ended::NoStream => {
                self.manner = Manner::Poll;
                self.poll(&client, &about, connection).await
            }
        }
    }

    /// Listens to the streams.
    async fn stream(
        &mut self,
        client: &Client,
        about: &About,
        connection: &mut Connection<'_>,
    ) -> Result<Ended, Failure> {
        connection.note(&told(&client.server, about, self.manner, self.every()));
        self.begin(client).await.ok();
        let mut news: SelectAll<BoxStream<'static, News>> = SelectAll::new();
        for (at, track) in self.tracks.iter_mut().enumerate() {
            (track.ahead, track.found) = (None, None);
            let url = track.channel.stream(&about.streaming);
            news.push(stream::open(client, &url).map(move |piece| News::Piece(at, piece)).boxed());
        }
        let mut closed = self.tracks.len();
        while let Some(first) = connection.next(news.next()).await {
            // What has come is taken together, without waiting for more.
            let mut next = Some(first);
            while let Some(piece) = next.take() {
                match piece {
                    News::Piece(_, Piece::Over(refusal)) => {
                        return match refusal.matter {
                            Matter::NoStream if closed > 0 => Ok(Ended::NoStream),
                            _ => Err(refusal.failure),
                        };
                    }
                    News::Piece(_, Piece::Open) => {
                        closed = closed.saturating_sub(1);
                        if closed == 0 {
                            news.extend(self.go_on(client, connection));
                        }
                    }
                    News::Piece(at, piece) => self.take(at, piece, connection),
                    News::Found(Found::Page(at, page)) => self.found(at, page, connection),
                    News::Found(Found::End(reach)) => self.caught_up(reach, connection),
                }
                if self.block.len() >= BLOCK && self.hand_over(connection) == Flow::Stop {
                    return Err(Failure::stopped());
                }
                next = news.next().now_or_never().flatten();
            }
            self.hand_over(connection);
        }
        let reason = format!("{} ended the stream", client.server.host);
        Err(Failure::new(Recovery::Network, reason))
    }

    /// All streams stand: looks for what was missed, if it is known since when.
    fn go_on(
        &mut self,
        client: &Client,
        connection: &mut Connection<'_>,
    ) -> Option<BoxStream<'static, News>> {
        let (rewind, moment) = (self.settings.rewind, now());
        let known = |track: &Track| {
            let known = track.known.as_ref()?;
            Some((track.channel.clone(), known.before(rewind, moment)))
        };
        let known: Option<Vec<_>> = self.tracks.iter().map(known).collect();
        // Opened at a position, it asks for what is behind that.
        let is_resumed = self.complete_since() == Timestamp::MIN;
        let since = connection.missed_since().or(is_resumed.then_some(moment));
        let (Some(known), Some(since)) = (known, since) else {
            connection.connected();
            return None;
        };
        connection.recovering(self.complete_since());
        connection.connected();
        // The watermark has waited since the connection broke.
        let waited = now().as_micros().saturating_sub(since.as_micros());
        let waited = Duration::from_micros(u64::try_from(waited).unwrap_or(0));
        let patience = self.settings.waits.patience.saturating_sub(waited);
        let missed = timeline::missed(client, &self.settings, known, patience);
        Some(missed.map(News::Found).boxed())
    }

    /// From this moment on, what is asked for leaves nothing out.
    fn complete_since(&self) -> Timestamp {
        self.tracks.iter().map(|track| track.since).max().unwrap_or(Timestamp::MIN)
    }

    /// Takes a page of posts that were missed.
    fn found(&mut self, at: usize, page: Page, connection: &mut Connection<'_>) {
        let asked = page.asked;
        self.tracks[at].found = page.up_to.or(self.tracks[at].found);
        poll::hand_over(&self.take_page(at, page, connection), connection);
        self.tracks[at].asked = Some(asked);
        // A channel of which nothing has been found may lack everything.
        if let Some(all) = self.tracks.iter().map(|track| track.found).min().flatten() {
            connection.fetched(all);
        }
    }

    /// Takes a page of a channel; gives its posts.
    fn take_page(&mut self, at: usize, page: Page, connection: &mut Connection<'_>) -> Vec<Status> {
        let track = &mut self.tracks[at];
        track.known = page.latest.max(track.known.take());
        for _ in 0..page.too_long {
            connection.fault(&over("post", self.settings.max_line));
        }
        connection.stands_at(self.position());
        page.posts
    }

    /// Finds out which post of each channel is the latest, where that is not known: from there on
    /// posts can be missed. Without an answer, what is missed cannot be fetched; what is wrong with
    /// the server its streams say by themselves.
    async fn begin(&mut self, client: &Client) -> Result<(), Failure> {
        for track in &mut self.tracks {
            if track.known.is_none() {
                let asked = now();
                track.known = Some(timeline::latest(client, &track.channel).await?);
                track.since = asked;
            }
        }
        Ok(())
    }

    /// Takes what a stream brought.
    fn take(&mut self, at: usize, piece: Piece, connection: &mut Connection<'_>) {
        match piece {
            Piece::Open | Piece::Over(_) => {}
            Piece::Heartbeat => connection.heard(at),
            Piece::TooLong => self.pass_over(&over("event", self.settings.max_line), connection),
            Piece::NoText => self.pass_over("event is not UTF-8", connection),
            Piece::Event(event) => {
                connection.heard(at);
                self.note(at, &event, connection);
                self.block.extend_from_slice(&event.sent);
            }
        }
    }

    /// Notes how far a channel has come by an event.
    fn note(&mut self, at: usize, event: &Event, connection: &mut Connection<'_>) {
        match event.name.as_str() {
            "update" => {
                self.deletes = u32::MAX;
                self.tracks[at].note(Id::of(&event.data));
            }
            "delete" if self.deletes < DELETES => {
                self.deletes += 1;
                if self.deletes == DELETES {
                    connection.note(&only_deletes(&self.instance));
                }
            }
            _ => {}
        }
        if connection.missed_since().is_none() {
            self.tracks[at].join(connection.stood());
        }
    }

    fn pass_over(&mut self, reason: &str, connection: &mut Connection<'_>) {
        self.hand_over(connection);
        connection.fault(reason);
    }

    fn hand_over(&mut self, connection: &mut Connection<'_>) -> Flow {
        connection.stands_at(self.position());
        match self.block.is_empty() {
            true => connection.flow(),
            false => connection.frames(std::mem::take(&mut self.block), Form::Events),
        }
    }

    /// What was missed has been looked for.
    fn caught_up(&mut self, reach: Reach, connection: &mut Connection<'_>) {
        self.hand_over(connection);
        for (at, track) in self.tracks.iter_mut().enumerate() {
            track.join(connection.stood());
            if let (Reach::Whole, Some(asked)) = (reach, track.asked.take()) {
                connection.heard_up_to(at, asked);
            }
        }
        connection.recovered(match reach {
            Reach::Whole => Fetched::All,
            Reach::UpTo(moment) => Fetched::UpTo(moment),
        });
    }

    /// Asks for the newest posts again and again.
    async fn poll(
        &mut self,
        client: &Client,
        about: &About,
        connection: &mut Connection<'_>,
    ) -> Result<Infallible, Failure> {
        connection.note(&told(&client.server, about, self.manner, self.every()));
        self.begin(client).await?;
        if connection.missed_since().is_some() {
            connection.recovering(self.complete_since());
        }
        let began = Moment::now();
        let mut requests = self.round(client, connection).await?;
        connection.connected_at(began);
        connection.recovered(Fetched::All);
        loop {
            connection.next(sleep(self.pause(requests))).await;
            requests = self.round(client, connection).await?;
        }
    }

    /// The time between two rounds that find nothing.
    fn every(&self) -> Duration {
        self.pause(u32::try_from(self.tracks.len()).unwrap_or(u32::MAX))
    }

    /// The time between two rounds: so that there are not more requests than servers allow, where
    /// each channel has something new.
    fn pause(&self, requests: u32) -> Duration {
        let most = u32::try_from(2 * self.tracks.len()).unwrap_or(u32::MAX);
        self.settings.interval.saturating_mul(requests.clamp(1, most))
    }

    /// Asks once for what is new in every channel, until there is nothing more; gives the number of
    /// requests. Of a channel with too much of it, the rest is passed over, and is a gap.
    async fn round(
        &mut self,
        client: &Client,
        connection: &mut Connection<'_>,
    ) -> Result<u32, Failure> {
        let mut requests = 0;
        for at in 0..self.tracks.len() {
            let mut up_to = None;
            for turn in 1..=self.settings.pages {
                let known = self.tracks[at].known.clone().unwrap_or_else(Id::first);
                let page = timeline::after(client, &self.tracks[at].channel, &known).await?;
                requests += 1;
                let (asked, is_over) = (page.asked, page.is_over);
                let is_last = turn == self.settings.pages || page.allowance == Allowance::Scarce;
                let has_more = page.latest.as_ref().is_some_and(|id| *id > known);
                up_to = page.up_to.or(up_to);
                let posts = self.take_page(at, page, connection);
                self.round.keep(posts, connection);
                if is_over || (has_more && is_last) {
                    self.skip(at, up_to, client, connection).await?;
                    break;
                }
                if !has_more {
                    self.tracks[at].asked = Some(asked);
                    break;
                }
            }
        }
        self.round.hand_over(connection);
        for (at, track) in self.tracks.iter_mut().enumerate() {
            if let Some(asked) = track.asked.take() {
                connection.heard_up_to(at, asked);
            }
        }
        connection.silent();
        Ok(requests)
    }

    /// Goes on behind the latest post of a channel.
    async fn skip(
        &mut self,
        at: usize,
        up_to: Option<Timestamp>,
        client: &Client,
        connection: &mut Connection<'_>,
    ) -> Result<(), Failure> {
        let asked = Moment::now();
        let track = &mut self.tracks[at];
        track.known = Some(timeline::latest(client, &track.channel).await?);
        track.asked = Some(asked);
        let reason = format!("{} has more posts than may be asked for", client.server.host);
        let start = up_to.unwrap_or_else(|| connection.heard_of(at));
        connection.missed(start, asked.wall, &reason);
        connection.note(&reason);
        Ok(())
    }
}

/// How the streams ended, where that is not a failure.
enum Ended {
    /// The server has none.
    NoStream,
}
