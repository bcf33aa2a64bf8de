//! The first frames of a source, taken as a run would take them: what they are, and what of them
//! is not understood.
//!
//! Only what has an end is looked into: nothing is waited for and no pipe is emptied.

use std::collections::BTreeMap;

use crate::command::error::Error;
use crate::decode::{Decoder, Explained, Told, Verdict, keys};
use crate::frame::{Form, Frame, Load, Notice, Status};
use crate::pipeline::Stop;
use crate::post::{Post, Timestamp, Timing};
use crate::source::{Opened, Source};

/// So many bytes of frames of a source are looked at.
const MOST_BYTES: usize = 8 << 20;

/// So many frames of a source are looked at.
const MOST_FRAMES: u64 = 20_000;

/// Whether there is more than was looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
enum Extent {
    /// There is.
    #[default]
    Beginning,
    /// It was all.
    Whole,
}

/// What the first frames of a source are.
#[derive(Debug, Default)]
pub(super) struct Findings {
    extent: Extent,
    frames: u64,
    posts: u64,
    forms: BTreeMap<&'static str, u64>,
    networks: BTreeMap<String, u64>,
    notices: BTreeMap<&'static str, u64>,
    /// Where posts were found by the names of fields.
    explained: Option<Explained>,
    span: Option<(Timestamp, Timestamp)>,
    without_time: u64,
    unreadable_times: u64,
    unrecognized: u64,
    undecodable: u64,
    /// The first frame that was not understood, in words.
    example: Option<String>,
    /// Lines taken for texts that look like JSON.
    like_json: u64,
    /// Why the source gave up, and what to do about it.
    failed: Option<String>,
}

/// Looks at the first frames of a source; every post goes to `each` too. `None` where the source
/// has no end.
///
/// # Errors
/// When the source cannot be opened.
pub(super) fn look(
    source: &Source,
    decoder: &Decoder,
    each: &mut dyn FnMut(&Post<'_>),
) -> Result<Option<Findings>, Error> {
    if source.is_live() {
        return Ok(None);
    }
    let Opened::Finite(mut reader) = source.open(&Stop::new())? else { return Ok(None) };
    let mut findings = Findings::default();
    let mut bytes = 0;
    while bytes < MOST_BYTES && findings.frames < MOST_FRAMES {
        match reader.next() {
            Load::End => {
                findings.extent = Extent::Whole;
                break;
            }
            Load::Frames(block) => {
                bytes += block.bytes.len();
                block.frames().for_each(|frame| findings.frame(&frame, decoder, each));
            }
            Load::Notice(notice, _) => findings.notice(&notice),
        }
    }
    Ok(Some(findings))
}

impl Findings {
    fn frame(&mut self, frame: &Frame<'_>, decoder: &Decoder, each: &mut dyn FnMut(&Post<'_>)) {
        self.frames += 1;
        *self.forms.entry(frame.form.name()).or_default() += 1;
        let begins = frame.bytes.trim_ascii_start().first();
        self.like_json +=
            u64::from(frame.form == Form::Text && matches!(begins, Some(b'{' | b'[')));
        let before = self.posts;
        let verdict = decoder.decode(frame, &mut |told| {
            if let Told::Post(post) = told {
                self.post(&post);
                each(&post);
            }
        });
        if before == 0 && self.posts > 0 {
            self.explained = decoder.explain(frame);
        }
        match verdict {
            Verdict::Posts(_) => {}
            Verdict::NotPost(what) => *self.notices.entry(what.name()).or_default() += 1,
            Verdict::Unrecognized => {
                self.unrecognized += 1;
                let told = || format!("line {} holds {}", frame.line, keys(frame));
                self.example.get_or_insert_with(told);
            }
            Verdict::Undecodable(reason) => {
                self.undecodable += 1;
                self.example.get_or_insert_with(|| format!("line {}: {reason}", frame.line));
            }
        }
    }

    fn post(&mut self, post: &Post<'_>) {
        self.posts += 1;
        let network = post.network.name().unwrap_or("no network").to_owned();
        *self.networks.entry(network).or_default() += 1;
        match post.timing {
            Timing::Missing => self.without_time += 1,
            Timing::Unreadable => self.unreadable_times += 1,
            Timing::Told => {
                let (from, to) = self.span.unwrap_or((post.at, post.at));
                self.span = Some((from.min(post.at), to.max(post.at)));
            }
        }
    }

    fn notice(&mut self, notice: &Notice) {
        match notice {
            Notice::Fault(fault) => {
                self.frames += 1;
                self.undecodable += 1;
                let told = || format!("line {}: {}", fault.line, fault.reason);
                self.example.get_or_insert_with(told);
            }
            Notice::Status(Status::Failed { reason, advice }) => {
                let advice = advice.as_ref().map(|advice| format!("; {advice}"));
                self.failed = Some(format!("{reason}{}", advice.unwrap_or_default()));
            }
            _ => {}
        }
    }

    /// How many posts there were.
    pub(super) fn posts(&self) -> u64 {
        self.posts
    }

    /// What is found, a line each: what it is about, and what there is to say of it.
    pub(super) fn told(&self) -> Vec<(&'static str, String)> {
        let mut told = Vec::new();
        let extent = match self.extent {
            Extent::Whole => "all of it",
            Extent::Beginning => "its beginning",
        };
        told.push(("frames", format!("{}, {extent}; {}", self.frames, listed(&self.forms))));
        match &self.explained {
            Some(found) => told.push(("shape", explained(found))),
            None if self.posts > 0 => told.push(("network", listed(&self.networks))),
            None => {}
        }
        told.push(("posts", self.posts.to_string()));
        if let Some((from, to)) = self.span {
            told.push(("time", format!("{from} to {to}")));
        }
        if !self.notices.is_empty() {
            told.push(("notices", listed(&self.notices)));
        }
        told
    }

    /// What a user should know before a run.
    pub(super) fn doubts(&self) -> Vec<String> {
        let counts = [
            (self.unrecognized, "sound and unknown"),
            (self.undecodable, "broken"),
            (self.unreadable_times, "with a time that cannot be read (try --time-format)"),
        ];
        let told = counts.into_iter().filter(|(count, _)| *count > 0);
        let mut doubts: Vec<String> = told.map(|(count, what)| format!("{count} {what}")).collect();
        if let (Some(example), Some(last)) = (&self.example, doubts.last_mut()) {
            *last += &format!("; the first: {example}");
        }
        if self.without_time > 0 {
            let all = if self.without_time == self.posts { "all posts" } else { "some posts" };
            let advice = "try --time-column";
            doubts.push(format!("{} without a time ({all}; {advice})", self.without_time));
        }
        if self.frames == 0 {
            doubts.push("it holds nothing".to_owned());
        }
        doubts
    }

    /// Why a run on it would not end well, if it would not.
    pub(super) fn failure(&self) -> Option<String> {
        if let Some(reason) = &self.failed {
            return Some(reason.clone());
        }
        if self.like_json * 2 > self.frames {
            return Some("its lines were taken for texts and look like JSON".to_owned());
        }
        (self.posts == 0 && self.unrecognized + self.undecodable > 0)
            .then(|| format!("not one post in {} frames", self.frames))
    }
}

/// Names with their counts, the most frequent first; a count alone is left out.
fn listed<N: AsRef<str>>(counts: &BTreeMap<N, u64>) -> String {
    let mut counts: Vec<(&str, u64)> =
        counts.iter().map(|(name, count)| (name.as_ref(), *count)).collect();
    counts.sort_by(|(a, some), (b, others)| others.cmp(some).then(a.cmp(b)));
    match counts[..] {
        [(name, _)] => name.to_owned(),
        _ => counts.iter().map(|(name, n)| format!("{name} {n}")).collect::<Vec<_>>().join(", "),
    }
}

fn explained(found: &Explained) -> String {
    let fields = found.fields.iter().map(|(what, name)| format!("{what} from `{name}`"));
    [found.shape.clone()].into_iter().chain(fields).collect::<Vec<_>>().join(", ")
}
