//! What the terminal keeps when the screen is left: some ten lines on what ran and how it felt.
//!
//! No colour, no sign a plain terminal could not draw where plain signs are wanted.

use crate::post::Timestamp;
use crate::snapshot::Snapshot;
use crate::topic::TopicId;
use crate::tui::clock;
use crate::tui::palette::Signs;
use crate::tui::palette::sign;
use crate::tui::screen::Screen;
use crate::tui::text;
use crate::view::Subject;
use crate::view::bill;
use crate::view::failure;
use crate::view::label;
use crate::view::net;

/// Columns of a line, and topics that are told of.
const COLUMNS: usize = 78;
const TOPICS: usize = 5;

/// Marks that are told of.
const MARKS: usize = 4;

/// The lines; none where nothing came.
#[must_use]
pub fn lines(live: &Snapshot, screen: &Screen) -> Vec<String> {
    if live.counts.frames == 0 && live.failure.is_none() {
        return Vec::new();
    }
    let mut lines = vec![what_ran(live, screen)];
    lines.extend(topics(live));
    lines.extend(marks(live, screen));
    lines.push(counts(live));
    lines.extend(bill(live).map(|bill| format!("  {bill}")));
    lines.extend(failure(live));
    let plain = |line: String| match screen.signs() {
        Signs::Ascii => to_ascii(&line),
        _ => line,
    };
    lines.into_iter().map(|line| plain(text::fit_spaced(&line, COLUMNS))).collect()
}

fn what_ran(live: &Snapshot, screen: &Screen) -> String {
    let names: Vec<String> =
        live.sources.iter().take(3).map(|source| text::fit(&source.name, 30)).collect();
    let at = |moment: Timestamp| clock::moment(moment, screen.tz(), "%-d %b %Y %H:%M:%S");
    match live.now {
        Some(now) if live.panes() > 0 => {
            format!("moodwire {}  {} to {}", names.join(", "), at(live.series_start), at(now))
        }
        _ => format!("moodwire {}  no post", names.join(", ")),
    }
}

/// The topics with the most posts, since the start.
fn topics(live: &Snapshot) -> Vec<String> {
    let ids = (0..live.topics.len()).filter_map(|at| u32::try_from(at).ok()).map(TopicId);
    let mut topics: Vec<Subject> = ids.map(Subject::Topic).collect();
    topics.sort_by_key(|topic| std::cmp::Reverse(topic.series(live).total.posts));
    topics
        .iter()
        .take(TOPICS)
        .map(|topic| {
            let total = &topic.series(live).total;
            let mood = match net(total) {
                Some(net) => format!("{} {}", sign(label(net)), text::signed(net)),
                None => "–".to_owned(),
            };
            let name = text::pad(topic.name(live), 20);
            format!("  {name} {:>9} posts  {mood}", text::count(total.posts))
        })
        .collect()
}

/// The latest marks of what was chosen, as many as fit.
fn marks(live: &Snapshot, screen: &Screen) -> Option<String> {
    let marks = screen.marks(live);
    let told = marks.iter().map(|mark| {
        let at = clock::moment(mark.start, screen.tz(), "%H:%M");
        format!("{at} {}", mark.happening.words())
    });
    let mut told: Vec<String> = told.collect();
    let name = text::fit(screen.subject(live).name(live), 20);
    let room = COLUMNS.saturating_sub(text::width(&name) + 4);
    while told.len() > MARKS || text::width(&told.join(", ")) > room {
        told.remove(0);
    }
    (!told.is_empty()).then(|| format!("  {name}: {}", told.join(", ")))
}

fn counts(live: &Snapshot) -> String {
    let counts = &live.counts;
    let losses = [
        (counts.dropped, "dropped"),
        (counts.undecodable, "undecodable"),
        (counts.unrecognized, "unrecognized"),
        (counts.late, "late"),
        (counts.gaps, "gaps"),
        (live.losses.panes_lost, "panes lost"),
        (live.losses.panes_sealed_early, "panes sealed early"),
    ];
    let lost = losses.iter().filter(|(number, _)| *number > 0);
    let lost = lost.map(|(number, word)| format!(", {} {word}", text::count(*number)));
    format!(
        "  {} frames, {} posts counted{}",
        text::count(counts.frames),
        text::count(counts.counted),
        lost.collect::<String>()
    )
}

fn to_ascii(line: &str) -> String {
    let plain = |character: char| match character {
        '▲' => '^',
        '▼' => 'v',
        '•' => 'o',
        '−' | '–' => '-',
        '…' => '.',
        _ if character.is_ascii() => character,
        _ => '?',
    };
    line.chars().map(plain).collect()
}
