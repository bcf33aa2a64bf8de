//! What on a timeline is worth going to: peaks of posts, clear changes of mood, gaps.
//!
//! A mark states no number of its own that what is chosen could contradict, but how many times the
//! usual a peak is. Few are made: a change or a peak right behind another of its kind is the same.

use crate::post::Timestamp;
use crate::view::columns::Column;
use crate::view::shift::Shift;

/// Windows the usual number of posts is taken from, and how many of them there must be.
const USUAL: usize = 12;
const LEAST_USUAL: usize = 3;

/// A peak has at least so many posts, and so many times the usual.
const PEAK_POSTS: u64 = 5;
const PEAK_TIMES: f64 = 2.0;

/// A peak lies so many standard deviations above the usual, where counts spread more than by
/// chance by this share of their mean.
const PEAK_DEVIATIONS: f64 = 4.0;
const DISPERSION: f64 = 0.05;

/// Windows behind a mark in which another of its kind is the same event.
const SAME: usize = 3;

/// What happened.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Happening {
    /// Far more posts than usual, so many times.
    Peak(f64),
    /// The mood rose by more than noise.
    Rise,
    /// The mood fell by more than noise.
    Fall,
    /// A source was not listening.
    Gap,
}

/// Something that happened, in a window of a timeline.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Mark {
    /// The first moment of the window.
    pub start: Timestamp,
    /// What.
    pub happening: Happening,
}

impl Happening {
    /// As a sign.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Peak(_) => "*",
            Self::Rise => "↑",
            Self::Fall => "↓",
            Self::Gap => "░",
        }
    }

    /// In words.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Peak(times) => format!("{times:.1} times the usual posts"),
            Self::Rise => "mood rose".to_owned(),
            Self::Fall => "mood fell".to_owned(),
            Self::Gap => "not heard".to_owned(),
        }
    }
}

/// The marks of whole windows of `length` microseconds, in the order of time, of one window a
/// change of mood last. The last column is still open and has none.
#[must_use]
pub fn marks(columns: &[Column], length: i64) -> Vec<Mark> {
    let whole = columns.len().saturating_sub(1);
    let (mut marks, mut peak, mut shift) = (Vec::new(), None, None);
    let is_new = |last: Option<usize>, at: usize| last.is_none_or(|last| at - last >= SAME);
    for (at, column) in columns.iter().enumerate().take(whole) {
        let mut mark = |happening| marks.push(Mark { start: column.start, happening });
        if !column.coverage.is_whole() && (at == 0 || columns[at - 1].coverage.is_whole()) {
            mark(Happening::Gap);
        }
        if let Some(times) = peaked(columns, at) {
            if is_new(peak, at) {
                mark(Happening::Peak(times));
            }
            peak = Some(at);
        }
        if let Some(happening) = shifted(columns, at, length) {
            if is_new(shift, at) {
                mark(happening);
            }
            shift = Some(at);
        }
    }
    marks
}

fn shifted(columns: &[Column], at: usize, length: i64) -> Option<Happening> {
    let before = columns.get(at.checked_sub(1)?)?;
    match Shift::between(&before.sum, &columns.get(at)?.sum, length) {
        Shift::Risen(_) => Some(Happening::Rise),
        Shift::Fallen(_) => Some(Happening::Fall),
        Shift::Noise(_) | Shift::Unknown => None,
    }
}

/// How many times the usual a window has, if that is far more.
fn peaked(columns: &[Column], at: usize) -> Option<f64> {
    let before = columns.get(at.saturating_sub(USUAL)..at)?;
    if before.len() < LEAST_USUAL {
        return None;
    }
    let posts = columns.get(at)?.sum.posts;
    let sum: u64 = before.iter().map(|column| column.sum.posts).sum();
    let usual = (sum as f64 + 0.5) / before.len() as f64;
    let spread = usual + (DISPERSION + 1.0 / (sum as f64 + 0.5)) * usual * usual;
    let times = posts as f64 / usual;
    let is_far = (posts as f64 - usual) / spread.sqrt() > PEAK_DEVIATIONS;
    (posts >= PEAK_POSTS && times >= PEAK_TIMES && is_far).then_some(times)
}
