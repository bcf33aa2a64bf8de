//! Pages of a timeline, and the way forward through the pages that were missed.
//!
//! Pages are asked for from a known post on, oldest first, so that none is left out in between:
//!
//! ```text
//! known  |  page 1  |  page 2  |  ...  |  empty page: nothing is missing
//!        └ min_id    └ rel="prev" of page 1, or min_id again
//! ```

use std::collections::VecDeque;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::time::Duration;

use futures_util::stream::{self, BoxStream, StreamExt};
use reqwest::Url;
use serde_json::value::RawValue;
use tokio::time::{Instant, sleep};

use super::Settings;
use super::address::Channel;
use super::connect::{Allowance, Client, Document};
use super::cursor::Id;
use crate::post::Timestamp;
use crate::source::network::{Backoff, Failure, Recovery};

/// The most posts a server puts on a page.
const PAGE: usize = 40;

/// A post of a page.
pub(super) struct Status {
    /// `None` where it has none that can be sent back.
    pub id: Option<Id>,
    /// On one line, with its end.
    pub json: Vec<u8>,
}

/// A page of posts.
#[derive(Default)]
pub(super) struct Page {
    /// The posts, oldest first.
    pub posts: Vec<Status>,
    /// Posts that were too long to be taken.
    pub too_long: usize,
    /// The latest post.
    pub latest: Option<Id>,
    /// When it was written.
    pub up_to: Option<Timestamp>,
    /// Whether there may be newer ones.
    pub is_full: bool,
    /// Whether the page was too long to be taken; then there is nothing on it.
    pub is_over: bool,
    /// Whether another page may be asked for.
    pub allowance: Allowance,
    /// Where the server says they are.
    newer: Option<Url>,
}

/// Asks for the posts that follow a known one.
pub(super) async fn after(client: &Client, channel: &Channel, known: &Id) -> Result<Page, Failure> {
    let mut url = channel.timeline(&client.root, PAGE);
    url.query_pairs_mut().append_pair("min_id", known.as_str());
    page(client, url).await
}

/// Asks which post is the latest; before the first, [`Id::first`].
pub(super) async fn latest(client: &Client, channel: &Channel) -> Result<Id, Failure> {
    let page = page(client, channel.timeline(&client.root, 1)).await?;
    if page.is_over { Err(client.flooded()) } else { Ok(page.latest.unwrap_or_else(Id::first)) }
}

/// Asks for a page. A hashtag that nobody has used yet has an empty one.
async fn page(client: &Client, url: Url) -> Result<Page, Failure> {
    let Some(mut answer) = client.document(url).await? else { return Ok(Page::default()) };
    let Some(body) = answer.body.take() else {
        return Ok(Page { is_over: true, too_long: 1, ..Page::default() });
    };
    let posts: Vec<&RawValue> = serde_json::from_slice(&body).map_err(|_| {
        let reason = format!("{} sends a page that cannot be understood", client.host);
        Failure::new(Recovery::Http, reason)
    })?;
    let is_full = posts.len() >= PAGE;
    let Document { newer, allowance, .. } = answer;
    let mut page = Page { newer, allowance, is_full, ..Page::default() };
    // The latest stands first.
    for post in posts.iter().rev().map(|post| post.get()) {
        let id = Id::of(post);
        if id > page.latest {
            page.latest.clone_from(&id);
            page.up_to = Id::time_of(post);
        }
        if post.len() > client.max_event {
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
    let search = Search {
        client: client.clone(),
        ways: known
            .into_iter()
            .enumerate()
            .map(|(at, (channel, id))| Way::new(at, channel, id))
            .collect(),
        most: settings.pages,
        until: Instant::now() + patience,
        backoff: Backoff::new(settings.steps, RandomState::new().build_hasher().finish()),
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

impl Way {
    fn new(place: usize, channel: Channel, known: Id) -> Self {
        Self { place, channel, known, up_to: None, newer: None, pages: 0 }
    }
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
                Some(url) => page(&self.client, url).await,
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
                if page.is_over || (has_moved && page.is_full) {
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
