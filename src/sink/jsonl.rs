//! JSON lines: one object a line, `type` and `schema` first, every field always there, but for the
//! coverage of a window that was wholly listened to. It writes bytes directly; no value tree is
//! built.

use super::number::{decimal, integer, time};
use super::schema::SCHEMA;
use super::text::json_string;
use super::{Format, Names};
use crate::frame::Gap;
use crate::ledger::Summary;
use crate::post::{Post, Timestamp};
use crate::sentiment::Score;
use crate::topic::TopicId;
use crate::window::{Decimal, Window};

/// The format of `--format jsonl`.
#[derive(Clone, Debug)]
pub struct Jsonl {
    /// The topics' names as strings of JSON, by [`TopicId`].
    topics: Vec<Vec<u8>>,
}

impl Jsonl {
    /// A format that writes these names.
    #[must_use]
    pub fn new(names: &Names) -> Self {
        let quoted = |name: &String| {
            let mut out = Vec::new();
            json_string(&mut out, name);
            out
        };
        Self { topics: names.topics.iter().map(quoted).collect() }
    }

    fn topic(&self, id: TopicId) -> &[u8] {
        self.topics.get(id.0 as usize).map_or(b"null", Vec::as_slice)
    }
}

impl Format for Jsonl {
    fn head(&self, _out: &mut Vec<u8>) {}

    fn post(
        &self,
        out: &mut Vec<u8>,
        source: &str,
        post: &Post<'_>,
        topics: &[TopicId],
        score: Option<Score>,
    ) {
        begin(out, "post");
        text(out, "id", post.full_id().as_deref());
        moment(out, "at", post.at);
        text(out, "source", Some(source));
        text(out, "network", post.network.name());
        text(out, "author", post.author.as_deref());
        text(out, "lang", post.lang.as_deref());
        text(out, "kind", Some(post.marks.kind()));
        text(out, "url", post.address().as_deref());
        text(out, "text", Some(&post.text));
        key(out, "topics");
        let mut before = b'[';
        for topic in topics {
            out.push(before);
            out.extend_from_slice(self.topic(*topic));
            before = b',';
        }
        if topics.is_empty() {
            out.push(before);
        }
        out.extend_from_slice(b"],\"score\":{");
        score_fields(out, score);
        out.push(b'}');
    }

    fn post_end(&self, out: &mut Vec<u8>, late: bool) {
        out.extend_from_slice(if late { b",\"late\":true}\n" } else { b",\"late\":false}\n" });
    }

    fn window(&self, out: &mut Vec<u8>, window: &Window) {
        let tally = &window.tally;
        begin(out, "window");
        key(out, "topic");
        out.extend_from_slice(self.topic(window.topic));
        moment(out, "start", window.start);
        moment(out, "end", window.end);
        key(out, "final");
        out.extend_from_slice(if window.is_final { b"true" } else { b"false" });
        whole(out, "revision", window.revision.into());
        whole(out, "posts", tally.posts);
        whole(out, "authors", tally.authors());
        whole(out, "positive", tally.positive);
        whole(out, "neutral", tally.neutral);
        whole(out, "negative", tally.negative);
        whole(out, "unscored", tally.unscored());
        broken(out, "mean", tally.mean());
        broken(out, "std", tally.std());
        broken(out, "min", tally.min());
        broken(out, "max", tally.max());
        broken(out, "net", tally.net());
        broken(out, "share", window.share());
        whole(out, "late", window.late);
        if !window.coverage.is_whole() {
            broken(out, "coverage", Some(window.coverage.share()));
        }
        out.extend_from_slice(b"}\n");
    }

    fn gap(&self, out: &mut Vec<u8>, source: &str, gap: &Gap) {
        begin(out, "gap");
        text(out, "source", Some(source));
        moment(out, "start", gap.start);
        moment(out, "end", gap.end);
        text(out, "reason", Some(&gap.reason));
        out.extend_from_slice(b"}\n");
    }

    fn summary(&self, out: &mut Vec<u8>, summary: &Summary) {
        let Summary { counts, losses } = summary;
        begin(out, "summary");
        whole(out, "frames", counts.frames);
        whole(out, "posts", counts.posts);
        whole(out, "not_posts", counts.not_posts);
        whole(out, "deletes", counts.deletes);
        whole(out, "unrecognized", counts.unrecognized);
        whole(out, "undecodable", counts.undecodable);
        whole(out, "dropped", counts.dropped);
        whole(out, "untracked", counts.untracked);
        whole(out, "duplicates", counts.duplicates);
        whole(out, "edits", counts.edits);
        whole(out, "late", counts.late);
        whole(out, "counted", counts.counted);
        whole(out, "gaps", counts.gaps);
        whole(out, "without_time", counts.without_time);
        whole(out, "unreadable_times", counts.unreadable_times);
        whole(out, "ahead", counts.ahead);
        whole(out, "identities_forgotten", losses.identities);
        whole(out, "panes_sealed_early", losses.sealed_early);
        whole(out, "panes_lost", losses.unread);
        whole(out, "gaps_forgotten", losses.gaps);
        whole(out, "spilled_bytes", losses.spilled);
        out.extend_from_slice(b"}\n");
    }
}

/// Appends `"neg":…,"neu":…,"pos":…,"compound":…,"label":…`, all null where there is no score.
pub fn score_fields(out: &mut Vec<u8>, score: Option<Score>) {
    let Some(score) = score else {
        out.extend_from_slice(br#""neg":null,"neu":null,"pos":null,"compound":null,"label":null"#);
        return;
    };
    let mut line = *SCORED;
    fixed(&mut line, 6, score.neg * 10);
    fixed(&mut line, 19, score.neu * 10);
    fixed(&mut line, 32, score.pos * 10);
    // In front of the number stands room for its sign.
    line[50] = b'-';
    fixed(&mut line, 51, score.compound.unsigned_abs());
    let (front, number) = line.split_at(50);
    out.extend_from_slice(front);
    out.extend_from_slice(&number[usize::from(score.compound >= 0)..]);
    out.extend_from_slice(b",\"label\":\"");
    out.extend_from_slice(score.label().name().as_bytes());
    out.push(b'"');
}

/// The numbers of a score, to be filled in.
const SCORED: &[u8; 57] = br#""neg":0.0000,"neu":0.0000,"pos":0.0000,"compound":-0.0000"#;

/// Puts a number of ten-thousandths, not above 9.9999, where five digits and a point stand.
#[inline(always)]
fn fixed(line: &mut [u8; 57], place: usize, ten_thousandths: u16) {
    let (whole, upper, lower) =
        (ten_thousandths / 10_000, ten_thousandths / 100 % 100, ten_thousandths % 100);
    let pair = |number: u16| PAIRS[usize::from(number)];
    let ([a, b], [c, d]) = (pair(upper), pair(lower));
    if let Some(digits) = line.get_mut(place..place + 6) {
        digits.copy_from_slice(&[b'0' + (whole % 10) as u8, b'.', a, b, c, d]);
    }
}

/// The digits of the numbers below 100.
static PAIRS: [[u8; 2]; 100] = {
    let mut pairs = [[b'0'; 2]; 100];
    let mut number = 0;
    while number < pairs.len() {
        pairs[number] = [b'0' + (number / 10) as u8, b'0' + (number % 10) as u8];
        number += 1;
    }
    pairs
};

/// Begins a line; every further field brings its comma.
fn begin(out: &mut Vec<u8>, kind: &str) {
    out.extend_from_slice(b"{\"type\":\"");
    out.extend_from_slice(kind.as_bytes());
    out.push(b'"');
    whole(out, "schema", SCHEMA);
}

fn key(out: &mut Vec<u8>, name: &str) {
    out.extend_from_slice(b",\"");
    out.extend_from_slice(name.as_bytes());
    out.extend_from_slice(b"\":");
}

fn whole(out: &mut Vec<u8>, name: &str, value: u64) {
    key(out, name);
    integer(out, value);
}

fn broken(out: &mut Vec<u8>, name: &str, value: Option<Decimal>) {
    key(out, name);
    match value {
        Some(value) => decimal(out, value.ten_thousandths()),
        None => out.extend_from_slice(b"null"),
    }
}

fn moment(out: &mut Vec<u8>, name: &str, at: Timestamp) {
    key(out, name);
    out.push(b'"');
    time(out, at);
    out.push(b'"');
}

fn text(out: &mut Vec<u8>, name: &str, value: Option<&str>) {
    key(out, name);
    match value {
        Some(value) => json_string(out, value),
        None => out.extend_from_slice(b"null"),
    }
}
