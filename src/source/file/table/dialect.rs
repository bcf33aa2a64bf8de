//! How a table is written: what stands between its cells, how they are quoted, and how many lines
//! come before its heading. Found from its first lines, where it is not given.

use super::record::{Quoting, Record, State};

/// What stands between cells.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Separator {
    /// `,`
    Comma,
    /// `;`
    Semicolon,
    /// A tab.
    Tab,
    /// `|`
    Pipe,
}

/// All of them, the likeliest first.
const SEPARATORS: [Separator; 4] =
    [Separator::Comma, Separator::Semicolon, Separator::Tab, Separator::Pipe];

/// Names that a column of texts has, by which the heading of a table is known that comes without
/// a name of its own.
const TEXT_NAMES: [&str; 16] = [
    "text",
    "body",
    "content",
    "message",
    "full_text",
    "rawcontent",
    "tweet",
    "caption",
    "comment",
    "title",
    "tweet_text",
    "post",
    "selftext",
    "description",
    "fulltext",
    "tweet_content",
];

/// So many lines of the sample are looked at.
const LINES: usize = 50;

/// How a table is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in super::super) struct Dialect {
    pub(super) separator: u8,
    pub(super) quoting: Quoting,
    /// So many lines come before the heading, or the first record.
    pub(super) preamble: usize,
}

impl Separator {
    fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
            Self::Pipe => b'|',
        }
    }
}

/// The separator of a line, if that is the heading of a table of posts: one of its names is that
/// of a column of texts. Or what a first line `sep=;` says.
pub(in super::super) fn heading_separator(line: &[u8]) -> Option<Separator> {
    if let Some(said) = said(line) {
        return Some(said);
    }
    let is_heading = |separator: &Separator| {
        let mut names = line.split(|byte| *byte == separator.byte());
        let is_one = |name: &[u8]| {
            let name = name.trim_ascii();
            let name =
                name.strip_prefix(b"\"").and_then(|name| name.strip_suffix(b"\"")).unwrap_or(name);
            TEXT_NAMES.iter().any(|text| name.eq_ignore_ascii_case(text.as_bytes()))
        };
        names.clone().count() > 1 && names.any(is_one)
    };
    SEPARATORS.into_iter().find(is_heading)
}

/// What a line says that spreadsheets put first: `sep=;`.
fn said(line: &[u8]) -> Option<Separator> {
    let line = line.trim_ascii_start();
    let (name, rest) = line.split_at_checked(4)?;
    let said = rest
        .first()
        .filter(|_| name.eq_ignore_ascii_case(b"sep=") && rest.trim_ascii_end().len() <= 1)?;
    SEPARATORS.into_iter().find(|separator| separator.byte() == *said)
}

impl Dialect {
    /// Finds it from the first lines of a table; of what is given nothing is doubted.
    pub(in super::super) fn find(
        sample: &[u8],
        given: Option<Separator>,
        likely: Option<Separator>,
        unquoted: bool,
    ) -> Self {
        let first = sample.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let announced = said(first);
        let skipped = usize::from(announced.is_some());
        let lines: Vec<&[u8]> = sample
            .split(|byte| *byte == b'\n')
            .skip(skipped)
            .take(LINES)
            .map(|line| line.strip_suffix(b"\r").unwrap_or(line))
            .collect();
        let quoting = if unquoted { Quoting::None } else { quoting(sample) };
        let known = given.or(announced);
        let order = known
            .map_or_else(|| likely.into_iter().chain(SEPARATORS).collect(), |known| vec![known]);
        let mut best = (0, order.first().copied().unwrap_or(Separator::Comma), 0);
        for separator in order {
            let (records, preamble) = regular(&lines, separator.byte(), quoting);
            if records > best.0 {
                best = (records, separator, preamble);
            }
        }
        let (_, separator, preamble) = best;
        Self { separator: separator.byte(), quoting, preamble: preamble + skipped }
    }
}

/// How quotes are written in quoted cells: twice, or behind a backslash.
fn quoting(sample: &[u8]) -> Quoting {
    let (mut twice, mut behind) = (0, 0);
    for at in memchr::memchr_iter(b'"', sample) {
        let before = at.checked_sub(1).map_or(b',', |at| sample[at]);
        let next = sample.get(at + 1).copied().unwrap_or(b'\n');
        let ends = matches!(next, b',' | b';' | b'\t' | b'|' | b'\r' | b'\n');
        if before == b'\\' && !ends {
            behind += 1;
        } else if next == b'"' && !matches!(before, b',' | b';' | b'\t' | b'|' | b'\n' | b'\\') {
            twice += 1;
        }
    }
    if behind > twice { Quoting::Backslash } else { Quoting::Twice }
}

/// The number of records that have as many cells as most have, if that is more than one; and the
/// number of lines before the first of them.
fn regular(lines: &[&[u8]], separator: u8, quoting: Quoting) -> (usize, usize) {
    let mut record = Record::default();
    // By record: its first line and its cells.
    let (mut records, mut first) = (Vec::new(), 0);
    for (number, line) in lines.iter().enumerate() {
        if record.is_empty() {
            first = number;
            if line.trim_ascii().is_empty() {
                continue;
            }
        }
        if record.feed(line, separator, quoting) == State::Whole {
            records.push((first, record.len()));
            record.clear();
        }
    }
    let count = |cells: usize| records.iter().filter(|(_, len)| *len == cells).count();
    let most = records.iter().map(|(_, cells)| *cells).max_by_key(|cells| (count(*cells), *cells));
    let Some(most) = most.filter(|most| *most > 1) else { return (0, 0) };
    let begins = records.iter().find(|(_, cells)| *cells == most).map_or(0, |(line, _)| *line);
    (count(most), begins)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dialect_is_found_from_the_first_lines() {
        use Quoting::{Backslash, Twice};
        let rows = [
            ("id,text\n1,a; b\n2,c\n", (b',', Twice, 0)),
            ("id;text\n1;\"a, b\"\n2;c, d, e\n", (b';', Twice, 0)),
            ("id\ttext\n1\ta, b\n", (b'\t', Twice, 0)),
            ("id|text\n1|a, b\n", (b'|', Twice, 0)),
            ("sep=;\nid;text\n1;a\n", (b';', Twice, 1)),
            ("Export of 2026-03-12\n\nid,text,at\n1,a,b\n2,c,d\n", (b',', Twice, 2)),
            ("text\none\ntwo, three\n", (b',', Twice, 0)),
            ("id,text\n1,\"say \\\"a\\\", b\"\n", (b',', Backslash, 0)),
            ("id,text\n1,\"say \"\"a\"\", b\"\n", (b',', Twice, 0)),
            ("", (b',', Twice, 0)),
        ];
        for (sample, (separator, quoting, preamble)) in rows {
            let found = Dialect::find(sample.as_bytes(), None, None, false);
            assert_eq!(found, Dialect { separator, quoting, preamble }, "{sample:?}");
        }
        let given = Dialect::find(b"a,b;c\n1,2;3\n", Some(Separator::Semicolon), None, true);
        assert_eq!((given.separator, given.quoting), (b';', Quoting::None));
    }
}
