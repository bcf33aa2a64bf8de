//! CSV for spreadsheets (RFC 4180): a heading, then one table, of windows or of posts. A table
//! has no place for a summary; the counts stand in the JSON lines.
//!
//! A cell of text from a stranger that a spreadsheet would run as a formula gets an apostrophe
//! in front; what is unknown is an empty cell.

use super::number::{decimal, integer, time};
use super::text::{cell, foreign_cell};
use super::{Format, Line, Names};
use crate::frame::Gap;
use crate::ledger::Summary;
use crate::post::Post;
use crate::sentiment::Score;
use crate::topic::TopicId;
use crate::window::{Decimal, Window};

const POSTS: &str = "id,at,source,network,author,lang,kind,url,text,topics,\
                     neg,neu,pos,compound,label,late\r\n";
const WINDOWS: &str = "topic,start,end,final,revision,posts,authors,positive,neutral,negative,\
                       unscored,mean,std,min,max,net,share,late\r\n";

/// Which table is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Table {
    /// One row a post.
    Posts,
    /// One row a window.
    Windows,
}

impl Table {
    /// The type of line its rows are.
    #[must_use]
    pub const fn line(self) -> Line {
        match self {
            Self::Posts => Line::Post,
            Self::Windows => Line::Window,
        }
    }
}

/// The format of `--format csv`.
#[derive(Clone, Debug)]
pub struct Csv {
    topics: Vec<String>,
    table: Table,
}

impl Csv {
    /// A format that writes one table with these names.
    #[must_use]
    pub fn new(names: &Names, table: Table) -> Self {
        Self { topics: names.topics.clone(), table }
    }

    fn topic(&self, id: TopicId) -> &str {
        self.topics.get(id.0 as usize).map_or("", String::as_str)
    }
}

impl Format for Csv {
    fn head(&self, out: &mut Vec<u8>) {
        let heading = match self.table {
            Table::Posts => POSTS,
            Table::Windows => WINDOWS,
        };
        out.extend_from_slice(heading.as_bytes());
    }

    fn post(
        &self,
        out: &mut Vec<u8>,
        source: &str,
        post: &Post<'_>,
        topics: &[TopicId],
        score: Option<Score>,
    ) {
        if self.table != Table::Posts {
            return;
        }
        foreign(out, post.full_id().as_deref());
        time(out, post.at);
        out.push(b',');
        cell(out, source);
        out.push(b',');
        foreign(out, post.network.name());
        foreign(out, post.author.as_deref());
        foreign(out, post.lang.as_deref());
        foreign(out, Some(post.marks.kind()));
        foreign(out, post.address().as_deref());
        foreign(out, Some(&post.text));
        let names: Vec<_> = topics.iter().map(|topic| self.topic(*topic)).collect();
        cell(out, &names.join(";"));
        out.push(b',');
        let parts = score.map(|score| [score.neg, score.neu, score.pos]);
        for part in 0..3 {
            fraction(out, parts.map(|parts| i64::from(parts[part]) * 10));
        }
        fraction(out, score.map(|score| score.compound.into()));
        foreign(out, score.map(|score| score.label().name()));
    }

    fn post_end(&self, out: &mut Vec<u8>, late: bool) {
        if self.table == Table::Posts {
            out.extend_from_slice(if late { b"true\r\n" } else { b"false\r\n" });
        }
    }

    fn window(&self, out: &mut Vec<u8>, window: &Window) {
        if self.table != Table::Windows {
            return;
        }
        let tally = &window.tally;
        cell(out, self.topic(window.topic));
        out.push(b',');
        time(out, window.start);
        out.push(b',');
        time(out, window.end);
        out.extend_from_slice(if window.is_final { b",true," } else { b",false," });
        let sizes = [tally.posts, tally.authors(), tally.positive, tally.neutral, tally.negative];
        for size in [window.revision.into()].into_iter().chain(sizes).chain([tally.unscored()]) {
            integer(out, size);
            out.push(b',');
        }
        let share = window.share();
        for part in [tally.mean(), tally.std(), tally.min(), tally.max(), tally.net(), share] {
            fraction(out, part.map(Decimal::ten_thousandths));
        }
        integer(out, window.late);
        out.extend_from_slice(b"\r\n");
    }

    fn gap(&self, _out: &mut Vec<u8>, _source: &str, _gap: &Gap) {}

    fn summary(&self, _out: &mut Vec<u8>, _summary: &Summary) {}
}

fn foreign(out: &mut Vec<u8>, text: Option<&str>) {
    foreign_cell(out, text.unwrap_or_default());
    out.push(b',');
}

fn fraction(out: &mut Vec<u8>, ten_thousandths: Option<i64>) {
    if let Some(value) = ten_thousandths {
        decimal(out, value);
    }
    out.push(b',');
}
