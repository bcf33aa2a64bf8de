//! What a network knows of its own run, and what a summary must say if nothing went astray.
//!
//! It counts and compares; it sends nothing.

use std::fmt;

use serde_json::Value;

/// What the network knows, in messages.
#[derive(Clone, Copy, Debug, Default)]
pub struct Truth {
    /// Posts written for the first time.
    pub first: u64,
    /// Posts written once more.
    pub again: u64,
    /// Posts written too late for their window.
    pub late: u64,
    /// Messages that are no posts.
    pub not_posts: u64,
    /// Messages of a kind that nobody knows.
    pub unrecognized: u64,
    /// Further versions of posts.
    pub edits: u64,
    /// Messages that nobody can read.
    pub undecodable: u64,
    /// Posts written on a connection that broke before they were read; the next cursor says so.
    pub cut_off: u64,
    /// Posts from before the cursor that was asked for, which nobody asked for.
    pub unasked: u64,
    /// Posts that the network never sent to anybody.
    pub lost: u64,
    /// Stretches of lost posts.
    pub stretches: u64,
    pub connections: u64,
    pub refusals: u64,
    pub pongs: u64,
    pub late_pongs: u64,
}

/// What was read on standard output.
#[derive(Clone, Debug, Default)]
pub struct Heard {
    /// Different posts, late ones too.
    pub posts: u64,
    /// Lines of posts whose id had come before.
    pub repeated: u64,
    /// Lines that say a post is late.
    pub late: u64,
    /// Lines of gaps.
    pub gaps: u64,
    pub summary: Value,
}

impl Heard {
    /// A number of the summary.
    pub fn count(&self, name: &str) -> u64 {
        self.summary[name].as_u64().unwrap_or(u64::MAX)
    }
}

/// One line of the account: what must be, and what is.
struct Row {
    what: &'static str,
    network: u64,
    moodwire: u64,
}

/// Both sides, line by line.
pub struct Account {
    rows: Vec<Row>,
}

impl Account {
    /// Compares a network that offered so many different posts (late ones not among them) with
    /// what came out.
    pub fn new(offered: u64, truth: &Truth, heard: &Heard) -> Self {
        let dropped = heard.count("dropped");
        let arrived = truth.first + truth.again + truth.late - truth.cut_off - truth.unasked;
        let different = offered - truth.lost + truth.late;
        let row = |what, network, moodwire| Row { what, network, moodwire };
        let mut rows = vec![
            row(
                "messages read = frames",
                arrived + truth.edits + truth.not_posts + truth.unrecognized + truth.undecodable,
                heard.count("frames"),
            ),
            row("posts that match no topic", 0, heard.count("untracked")),
            row("stretches lost = gaps", truth.stretches, heard.count("gaps")),
            row("gaps in the summary = lines", heard.count("gaps"), heard.gaps),
            row("lines of posts seen before", 0, heard.repeated),
        ];
        // Of what is dropped unread nobody knows what it was.
        if dropped == 0 {
            rows.extend([
                row("messages that are no posts", truth.not_posts, heard.count("not_posts")),
                row("messages nobody knows", truth.unrecognized, heard.count("unrecognized")),
                row("messages nobody can read", truth.undecodable, heard.count("undecodable")),
                row("posts read", arrived + truth.edits, heard.count("posts")),
                row("further versions of posts", truth.edits, heard.count("edits")),
                row("different posts = lines", different, heard.posts),
                row("posts that came again", arrived - different, heard.count("duplicates")),
                row("posts too late", truth.late, heard.count("late")),
                row("posts in time", different - truth.late, heard.count("counted")),
                row("late posts in lines", truth.late, heard.late),
            ]);
        } else {
            let of = |names: &[&str]| names.iter().map(|name| heard.count(name)).sum();
            let named = of(&["counted", "late", "duplicates", "edits"]);
            let decoded: u64 = of(&["posts", "not_posts", "unrecognized", "undecodable"]);
            rows.extend([
                row("frames = decoded, dropped", heard.count("frames"), decoded + dropped),
                row("posts = counted, late, duplicates, edits", heard.count("posts"), named),
                row("lines = counted, late", heard.count("counted") + heard.count("late"), {
                    heard.posts
                }),
                row("different posts missing, beyond dropped", 0, {
                    different.saturating_sub(heard.posts).saturating_sub(dropped)
                }),
            ]);
        }
        Self { rows }
    }

    /// How much nobody can explain, of all lines together.
    pub fn unexplained(&self) -> u64 {
        self.rows.iter().map(|row| row.network.abs_diff(row.moodwire)).sum()
    }
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "  {:<40}{:>12}{:>12}{:>13}", "", "network", "moodwire", "unexplained")?;
        for Row { what, network, moodwire } in &self.rows {
            let odd = network.abs_diff(*moodwire);
            writeln!(f, "  {what:<40}{network:>12}{moodwire:>12}{odd:>13}")?;
        }
        Ok(())
    }
}
