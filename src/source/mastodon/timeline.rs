//! Pages of a timeline, and the way forward through the pages that were missed.
//!
//! Pages are asked for from a known post on, oldest first, so that none is left out in between. A
//! server may put fewer posts on a page than were asked for: only an empty page is the end.
//!
//! ```text
//! known  |  page 1  |  page 2  |  ...  |  empty page: nothing is missing
//!        └ min_id    └ rel="prev" of page 1, or min_id again
//! ```

use std::collections::VecDeque;
use std::time::Duration;

use futures_util::stream::{self, BoxStream, StreamExt};
use reqwest::Url;
use serde_json::value::RawValue;
use tokio::time::{Instant, sleep};

use super::address::Channel;
use super::connect::{Allowance, Client, Document};
use super::cursor::Id;
use super::refusal::no_mastodon;
use super::settings::Settings;
use crate::post::Timestamp;
use crate::source::network::peek::peek;
use crate::source::network::{Backoff, Failure, Moment, Recovery};

/// The most posts a server puts on a page.
const PAGE: usize = 40;

/// A post of a page.
pub(super) struct Status {
    /// `None` where it has none that can be sent back.
    pub(super) id: Option<Id>,
    /// On one line, with its end.
    pub(super) json: Vec<u8>,
}

/// A page of posts.
pub(super) struct Page {
    /// When it was asked for.
    pub(super) asked: Moment,
    /// The posts, oldest first.
    pub(super) posts: Vec<Status>,
    /// Posts that were too long to be taken.
    pub(super) too_long: usize,
    /// The latest post.
    pub(super) latest: Option<Id>,
    /// When it was written.
    pub(super) up_to: Option<Timestamp>,
    /// Whether the page was too long to be taken; then there is nothing on it.
    pub(super) is_over: bool,
    /// Whether another page may be asked for.
    pub(super) allowance: Allowance,
    /// Where the server says the newer ones are.
    newer: Option<Url>,
}

impl Page {
    fn new(asked: Moment) -> Self {
        Self {
            asked,
            posts: Vec::new(),
            too_long: 0,
            latest: None,
            up_to: None,
            is_over: false,
            allowance: Allowance::Ample,
            newer: None,
        }
    }
}

/// Asks for the posts that follow a known one.
pub(super) async fn after(client: &Client, channel: &Channel, known: &Id) -> Result<Page, Failure> {
    let mut url = channel.timeline(&client.server.root, PAGE);
    url.query_pairs_mut().append_pair("min_id", known.as_str());
    page(client, channel, url).await
}

/// Asks which post is the latest; before the first, [`Id::first`].
pub(super) async fn latest(client: &Client, channel: &Channel) -> Result<Id, Failure> {
    let page = page(client, channel, channel.timeline(&client.server.root, 1)).await?;
    if page.is_over { Err(client.flooded()) } else { Ok(page.latest.unwrap_or_else(Id::first)) }
}

/// Asks for a page. A hashtag that nobody has used yet has none.
async fn page(client: &Client, channel: &Channel, url: Url) -> Result<Page, Failure> {
    let mut page = Page::new(Moment::now());
    let Some(mut answer) = client.document(url).await? else {
        return match channel.tag {
            Some(_) => Ok(page),
            None => Err(no_mastodon(&client.server)),
        };
    };
    let Some(body) = answer.body.take() else {
        (page.is_over, page.too_long) = (true, 1);
        return Ok(page);
    };
    let posts: Vec<&RawValue> = serde_json::from_slice(&body).map_err(|_| {
        let reason = format!("{} sends a page that cannot be understood", client.server.host);
        Failure::new(Recovery::Http, reason)
    })?;
    Document { newer: page.newer, allowance: page.allowance, .. } = answer;
    // The latest stands first.
    for post in posts.iter().rev().map(|post| post.get()) {
        let [id, at] = peek(post.as_bytes(), ["id", "created_at"]).unwrap_or_default();
        let id = id.and_then(|id| Id::new(&id));
        if id > page.latest {
            page.latest.clone_from(&id);
            page.up_to = at.and_then(|at| Timestamp::parse(&at));
        }
        if post.len() > client.max_line {
            page.too_long += 1;
            continue;
        }
        // In JSON a line end is a blank: inside of strings it is escaped.
        let is_end = |byte: u8| matches!(byte, b'\n' | b'\r');
        let plain = post.bytes().map(|byte| if is_end(byte) { b' ' } else { byte });
        page.posts.push(Status { id, json: plain.chain([b'\n']).collect() });
    }
    Ok(page)
}

/// What is found on the way forward.
pub(super) enum Found {
    /// A page of the channel in this place.
    Page(usize, Page),
    /// There is no more.
    End(Reach),
}

/// How much of what was missed has been found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Reach {
    /// Everything.
    Whole,
    /// Everything up to a moment; of what follows, not everything.
    UpTo(Timestamp),
}

impl Reach {
    /// What is reached where another channel is known up to a moment; before everything where
    /// that moment is not known.
    fn and(self, moment: Option<Timestamp>) -> Self {
        let moment = moment.unwrap_or(Timestamp::MIN);
        match self {
            Self::Whole => Self::UpTo(moment),
            Self::UpTo(earlier) => Self::UpTo(earlier.min(moment)),
        }
    }
}

/// Finds everything that follows the known posts of channels, as far as the server has it, within
/// the pages and the time allowed. Waits as the server asks.
pub(super) fn missed(
    client: &Client,
    settings: &Settings,
    known: Vec<(Channel, Id)>,
    patience: Duration,
) -> BoxStream<'static, Found> {
    let way = |(place, (channel, known))| Way {
        place,
        channel,
        known,
        up_to: None,
        newer: None,
        pages: 0,
    };
    let search = Search {
        client: client.clone(),
        ways: known.into_iter().enumerate().map(way).collect(),
        most: settings.pages,
        until: Instant::now() + patience,
        backoff: Backoff::new(settings.waits.backoff, fastrand::u64(..)),
        reach: Reach::Whole,
    };
    let pages = stream::unfold(Some(search), move |search| async move {
        let mut search = search?;
        match search.next().await {
            Some(found) => Some((found, Some(search))),
            None => Some((Found::End(search.reach), None)),
        }
    });
    pages.boxed()
}

/// One channel on its way forward.
struct Way {
    place: usize,
    channel: Channel,
    known: Id,
    /// When the last post that was found was written.
    up_to: Option<Timestamp>,
    newer: Option<Url>,
    pages: u32,
}

struct Search {
    client: Client,
    ways: VecDeque<Way>,
    most: u32,
    until: Instant,
    backoff: Backoff,
    reach: Reach,
}

impl Search {
    /// The next page; `None` where there is none, or no more may be asked for.
    async fn next(&mut self) -> Option<Found> {
        while let Some(way) = self.ways.front_mut() {
            let asked = match way.newer.take() {
                Some(url) => page(&self.client, &way.channel, url).await,
                None => after(&self.client, &way.channel, &way.known).await,
            };
            let page = match asked {
                Ok(page) => page,
                Err(failure) => {
                    self.bear(failure).await;
                    continue;
                }
            };
            way.pages += 1;
            way.newer.clone_from(&page.newer);
            way.up_to = page.up_to.or(way.up_to);
            let has_moved = page.latest.as_ref().is_some_and(|latest| *latest > way.known);
            way.known = page.latest.clone().unwrap_or_else(Id::first).max(way.known.clone());
            let place = way.place;
            let may_go_on = way.pages < self.most && page.allowance == Allowance::Ample;
            if !has_moved || !may_go_on {
                if page.is_over || has_moved {
                    self.reach = self.reach.and(way.up_to);
                }
                self.ways.pop_front();
            }
            return Some(Found::Page(place, page));
        }
        None
    }

    /// Waits after a failure, or gives up.
    async fn bear(&mut self, failure: Failure) {
        let wait = self.backoff.wait(failure.recovery);
        let wait = wait.filter(|wait| Instant::now() + *wait < self.until);
        match wait {
            Some(wait) => sleep(wait).await,
            None => {
                for way in self.ways.drain(..) {
                    self.reach = self.reach.and(way.up_to);
                }
            }
        }
    }
}
