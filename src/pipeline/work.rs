//! The work on one load: everything that concerns one post alone, purely, on any thread.
//!
//! Nothing here needs order, and nothing is shared but tables that are only read.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::decode::{Decoder, NotPost, Told, Verdict, keys};
use crate::frame::{Fault, Form, Frame, Load, Notice};
use crate::language::Scope;
use crate::mention::{Counts, Mention, Receipt, identity};
use crate::outlet::{self, Format, Lines, Posts, Shown};
use crate::post::{Post, Timestamp, Timing};
use crate::sentiment::{self, Model};
use crate::snapshot::FeedPost;
use crate::topic::{self, Filter, TopicId, Topics};

use super::account::Texts;
use super::identity::names;
use super::{LONGEST_SHOWN, reject};

/// What all workers read.
pub(super) struct Kit<'k> {
    pub(super) decoder: &'k Decoder,
    pub(super) topics: &'k Topics,
    pub(super) filter: &'k Filter,
    pub(super) model: &'k Model,
    /// Posts before and from here on are not asked for.
    pub(super) from: Option<Timestamp>,
    pub(super) to: Option<Timestamp>,
    /// Which posts are scored.
    pub(super) scored: Scope,
    /// They write the lines of posts.
    pub(super) formats: &'k [Arc<dyn Format>],
    /// The names of the sources.
    pub(super) names: &'k [String],
    /// By source, the first that is the same listener.
    pub(super) listeners: &'k [usize],
    /// By source, how far ahead of its receipt a post may be dated, in microseconds.
    pub(super) lateness: &'k [i64],
    pub(super) wanted: Wanted,
}

/// What is wanted of a load.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted {
    /// Mentions, and all that is made of posts; otherwise nothing is decoded.
    pub(super) results: bool,
    /// The load itself.
    pub(super) loads: bool,
    /// The number of posts, where nothing else is decoded.
    pub(super) count: bool,
    /// Posts for the screen.
    pub(super) feed: bool,
    /// Lines of what could not be decoded.
    pub(super) rejects: bool,
    /// Counts at each mention, for a replay that may stop in the middle of a load.
    pub(super) steps: bool,
}

/// What a worker uses again for every post.
#[derive(Default)]
pub(super) struct Hands {
    topics: topic::Scratch,
    sentiment: sentiment::Scratch,
}

/// What became of one load.
#[derive(Default)]
pub(super) struct Done {
    /// What the source says of itself; `None` where it brought frames, or what stands for some.
    pub(super) word: Option<Load>,
    /// The load itself, if it is wanted.
    pub(super) load: Option<Load>,
    /// The posts, and what was made of them.
    pub(super) posts: Arc<Posts>,
    /// Changes of earlier posts, in order, if posts are wanted for the screen.
    pub(super) changes: VecDeque<Change>,
    /// The counts just before each mention, if they are wanted.
    pub(super) steps: Vec<Counts>,
    /// The lines of what could not be decoded, and how much of them stands before each mention.
    pub(super) rejects: Vec<u8>,
    pub(super) reject_ends: Vec<usize>,
    /// So much of them was given out.
    rejects_given: usize,
    /// What went wrong with the source, if something did.
    pub(super) trouble: Option<String>,
    /// Lines that were read as texts.
    pub(super) texts: Texts,
    /// What the first frame holds that was not recognized.
    pub(super) example: Option<String>,
    /// The first post that is dated after its receipt by more than the lateness, in words.
    pub(super) ahead: Option<String>,
}

/// A change of an earlier post, and where it stands.
pub(super) struct Change {
    /// So many mentions of the load come before it.
    pub(super) place: usize,
    pub(super) change: outlet::Change,
}

/// What is being made of a load.
#[derive(Default)]
struct Draft {
    posts: Posts,
    done: Done,
}

/// Where a load comes from.
#[derive(Clone, Copy)]
struct Origin<'k> {
    /// The first source that is the same listener.
    listener: usize,
    /// The name of the source.
    name: &'k str,
    /// How far ahead of its receipt a post may be dated.
    lateness: i64,
}

impl Done {
    /// Nothing but what a source says of itself.
    pub(super) fn word(load: Load) -> Self {
        Self { word: Some(load), ..Self::default() }
    }

    /// Takes the lines of what could not be decoded before the mentions that end here.
    pub(super) fn rejects_before(&mut self, end: usize) -> &[u8] {
        let last = end.checked_sub(1).and_then(|last| self.reject_ends.get(last)).copied();
        let given = self.rejects_given;
        let until = last.unwrap_or(0).max(given);
        self.rejects_given = until;
        &self.rejects[given..until]
    }

    /// Takes the lines that are left behind the last mention.
    pub(super) fn rejects_behind(&mut self) -> Vec<u8> {
        let mut all = std::mem::take(&mut self.rejects);
        all.drain(..std::mem::take(&mut self.rejects_given));
        all
    }
}

impl Draft {
    fn change(&mut self, origin: Origin<'_>, post: &Post<'_>, now: Option<FeedPost>) {
        let place = self.posts.mentions.list.len();
        let names = names(origin.listener, origin.name, post);
        let change = outlet::Change { names, post: now };
        self.done.changes.push_back(Change { place, change });
    }

    fn counts(&mut self) -> &mut Counts {
        &mut self.posts.mentions.counts
    }
}

/// Decodes, matches and scores what a load of the source `lane` carries, as far as that is wanted.
pub(super) fn work(kit: &Kit<'_>, hands: &mut Hands, lane: usize, load: Load) -> Done {
    let mut draft = Draft::default();
    draft.posts.lines.resize_with(kit.formats.len(), Lines::default);
    match &load {
        Load::Frames(block) if kit.wanted.results => {
            let origin = origin(kit, lane);
            for frame in block.frames() {
                read(kit, hands, origin, &frame, &mut draft);
            }
        }
        Load::Frames(block) => {
            let counts = draft.counts();
            for frame in block.frames() {
                counts.frames += 1;
                if kit.wanted.count {
                    kit.decoder.decode(&frame, &mut |told| {
                        counts.posts += u64::from(matches!(told, Told::Post(_)));
                    });
                }
            }
        }
        Load::Notice(Notice::Fault(Fault { line, reason }), _) => {
            (draft.counts().frames, draft.counts().undecodable) = (1, 1);
            if kit.wanted.rejects {
                reject::write(&mut draft.done.rejects, origin(kit, lane).name, *line, reason, None);
            }
            draft.done.trouble = Some(reason.clone());
        }
        Load::Notice(Notice::Dropped { frames }, _) => {
            (draft.counts().frames, draft.counts().dropped) = (*frames, *frames);
            draft.done.trouble = Some("frames dropped: too many at once".to_owned());
        }
        _ => return Done::word(load),
    }
    let Draft { posts, mut done } = draft;
    done.posts = Arc::new(posts);
    done.load = kit.wanted.loads.then_some(load);
    done
}

fn origin<'k>(kit: &Kit<'k>, lane: usize) -> Origin<'k> {
    Origin {
        listener: kit.listeners.get(lane).copied().unwrap_or(lane),
        name: kit.names.get(lane).map_or("", String::as_str),
        lateness: kit.lateness.get(lane).copied().unwrap_or(i64::MAX),
    }
}

fn read(
    kit: &Kit<'_>,
    hands: &mut Hands,
    origin: Origin<'_>,
    frame: &Frame<'_>,
    draft: &mut Draft,
) {
    let verdict = kit.decoder.decode(frame, &mut |told| match told {
        Told::Post(post) => see(kit, hands, origin, frame, &post, draft),
        Told::Edit(post) => see_change(kit, hands, origin, &post, draft),
        Told::Delete(post) if kit.wanted.feed => draft.change(origin, &post, None),
        Told::Delete(_) => {}
    });
    if let Verdict::Undecodable(_) = verdict {
        let parts = frame.side_by_side();
        if !parts.is_empty() {
            return parts.iter().for_each(|part| read(kit, hands, origin, part, draft));
        }
    }
    if frame.form == Form::Text {
        draft.done.texts.add(frame.bytes);
    }
    let counts = draft.counts();
    counts.frames += 1;
    match verdict {
        Verdict::Posts(_) | Verdict::NotPost(NotPost::Edit) => counts.carrying += 1,
        Verdict::Unrecognized => {
            counts.unrecognized += 1;
            if draft.done.example.is_none() {
                draft.done.example = Some(keys(frame)).filter(|keys| !keys.is_empty());
            }
        }
        Verdict::NotPost(what) => {
            counts.not_posts += 1;
            counts.deletes += u64::from(what == NotPost::Delete);
        }
        Verdict::Undecodable(reason) => {
            counts.undecodable += 1;
            if kit.wanted.rejects {
                let (reason, out) = (reason.to_string(), &mut draft.done.rejects);
                reject::write(out, origin.name, frame.line, &reason, Some(frame.bytes));
            }
        }
    }
}

fn see(
    kit: &Kit<'_>,
    hands: &mut Hands,
    origin: Origin<'_>,
    frame: &Frame<'_>,
    post: &Post<'_>,
    draft: &mut Draft,
) {
    let before = kit.wanted.steps.then_some(draft.posts.mentions.counts);
    draft.posts.mentions.counts.posts += 1;
    let Some((reached, topics)) = find(kit, hands, origin, frame, post, draft) else {
        draft.posts.mentions.counts.untracked += 1;
        return;
    };
    let score = score(kit, hands, post);
    let Draft { posts: Posts { mentions, lines, feed }, done } = draft;
    let found = &mentions.topics[topics.start as usize..];
    for (format, lines) in kit.formats.iter().zip(lines) {
        lines.add(|out| format.post(out, origin.name, post, found, score));
    }
    if kit.wanted.feed {
        let names = names(origin.listener, origin.name, post);
        feed.push(Arc::new(Shown { names, post: shown(post, found, score) }));
    }
    if kit.wanted.rejects {
        done.reject_ends.push(done.rejects.len());
    }
    done.steps.extend(before);
    mentions.list.push(Mention {
        at: post.at,
        reached,
        timing: post.timing,
        post: identity::of_post(post, origin.name),
        version: identity::of_version(post),
        author: identity::of_author(post),
        score,
        topics,
    });
}

fn score(kit: &Kit<'_>, hands: &mut Hands, post: &Post<'_>) -> Option<sentiment::Score> {
    let is_scored = kit.scored.takes(post.lang.as_deref(), &post.text);
    is_scored.then(|| kit.model.score(&post.text, &mut hands.sentiment))
}

/// Counts a post that was changed, and shows how it is now, unless nobody asks for it any more.
fn see_change(
    kit: &Kit<'_>,
    hands: &mut Hands,
    origin: Origin<'_>,
    post: &Post<'_>,
    draft: &mut Draft,
) {
    let mut topics = Vec::new();
    if kit.filter.passes(post) {
        kit.topics.find(post, &mut hands.topics, &mut topics);
    }
    let counts = draft.counts();
    counts.posts += 1;
    match topics.is_empty() {
        true => counts.untracked += 1,
        false => counts.edits += 1,
    }
    if kit.wanted.feed {
        let now = (!topics.is_empty()).then(|| {
            let score = score(kit, hands, post);
            FeedPost { edited: true, ..shown(post, &topics, score) }
        });
        draft.change(origin, post, now);
    }
}

/// Notes how far a post moves event time, and names the first one that is ahead of its receipt.
/// Plain text has no other time than that of its receipt.
fn reach(origin: Origin<'_>, frame: &Frame<'_>, post: &Post<'_>, draft: &mut Draft) -> Timestamp {
    let at = (frame.received != Timestamp::EPOCH).then_some(frame.received);
    let receipt = Receipt { at, lateness: origin.lateness };
    let timing = if frame.form == Form::Text { Timing::Told } else { post.timing };
    let before = draft.posts.mentions.counts.ahead;
    let reached = draft.posts.mentions.reach(post.at, timing, receipt);
    if draft.posts.mentions.counts.ahead > before && draft.done.ahead.is_none() {
        let id = post.id.as_deref().unwrap_or("without an id");
        let (at, received) = (post.at, frame.received);
        draft.done.ahead = Some(format!(
            "post {id} is dated {at}, after its receipt at {received}: such posts are counted \
             where they say to belong, and move no clock"
        ));
    }
    reached
}

/// The topics of a post, behind those of the others, and the event time reached with it; `None`
/// where nobody asked for it.
fn find(
    kit: &Kit<'_>,
    hands: &mut Hands,
    origin: Origin<'_>,
    frame: &Frame<'_>,
    post: &Post<'_>,
    draft: &mut Draft,
) -> Option<(Timestamp, std::ops::Range<u32>)> {
    if kit.from.is_some_and(|from| post.at < from) || kit.to.is_some_and(|to| post.at >= to) {
        return None;
    }
    let reached = reach(origin, frame, post, draft);
    let mentions = &mut draft.posts.mentions;
    if !kit.filter.passes(post) {
        return None;
    }
    let start = mentions.topics.len();
    kit.topics.find(post, &mut hands.topics, &mut mentions.topics);
    let end = mentions.topics.len();
    let range = u32::try_from(start).ok()?..u32::try_from(end).ok()?;
    (end > start).then_some((reached, range))
}

fn shown(post: &Post<'_>, topics: &[TopicId], score: Option<sentiment::Score>) -> FeedPost {
    FeedPost {
        at: post.at,
        network: post.network.name().unwrap_or_default().to_owned(),
        author: post.author.as_deref().unwrap_or_default().to_owned(),
        lang: post.lang.as_deref().unwrap_or_default().to_owned(),
        marks: post.marks,
        text: post.text.chars().take(LONGEST_SHOWN).collect(),
        url: post.address().unwrap_or_default().into_owned(),
        topics: topics.to_vec(),
        score,
        late: false,
        edited: false,
        number: 0,
    }
}
