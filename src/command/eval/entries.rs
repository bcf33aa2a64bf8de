//! Entries of a file: a text with what people said of it. Their labels are not judged here.
//!
//! A file is JSON lines if it begins with a brace, an array of objects if with a bracket; else a
//! table, with tabs where its name ends in
//! `.tsv` or its first line holds one, with commas otherwise. A tab parts columns wherever it
//! stands; in a table with commas quotes hold a column together.

use std::fmt;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use csv::ByteRecord;
use serde::de::{Deserializer, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::command::error::Error;
use crate::config::{self, Eval};

/// The longest line of JSON that is read, in bytes.
const LONGEST: u64 = 16 << 20;

/// A text with what people said of it.
#[derive(Clone, PartialEq, Debug)]
pub struct Entry {
    /// The text.
    pub text: String,
    /// A label, as it is written.
    pub label: Option<String>,
    /// A rating.
    pub rating: Option<f64>,
}

/// Where text, label and rating stand.
#[derive(Clone, Debug)]
pub struct Columns {
    text: String,
    label: String,
    rating: String,
    first: FirstLine,
}

/// What the first line of a table is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum FirstLine {
    Names,
    Entry,
}

impl Columns {
    /// Those that were asked for.
    pub fn of(arguments: &Eval) -> Self {
        Self {
            text: arguments.text_column.clone(),
            label: arguments.label_column.clone(),
            rating: arguments.rating_column.clone(),
            first: if arguments.no_header { FirstLine::Entry } else { FirstLine::Names },
        }
    }
}

/// Shows every entry of a file to `see`; `None` is one that cannot be read.
///
/// # Errors
/// When the file cannot be read, or a table lacks the columns.
pub fn read(
    path: &Path,
    columns: &Columns,
    see: &mut dyn FnMut(Option<Entry>),
) -> Result<(), Error> {
    let unreadable = |source| Error::Open { what: "read", path: path.to_owned(), source };
    let input: Box<dyn Read> = if path == Path::new("-") {
        Box::new(io::stdin())
    } else {
        Box::new(config::open(path).map_err(unreadable)?)
    };
    let mut input = BufReader::with_capacity(1 << 16, input);
    let begin = input.fill_buf().map_err(unreadable)?;
    let begin = begin.strip_prefix(b"\xef\xbb\xbf").unwrap_or(begin).trim_ascii_start();
    let line = begin.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let has_tabs = path.extension().is_some_and(|end| end == "tsv") || line.contains(&b'\t');
    match begin.first() {
        Some(b'{') => lines(input, columns, see).map_err(unreadable),
        Some(b'[') => array(input, columns, see).map_err(unreadable),
        _ if has_tabs => table(path, input, b'\t', columns, see),
        _ => table(path, input, b',', columns, see),
    }
}

fn lines(
    mut input: impl BufRead,
    columns: &Columns,
    see: &mut dyn FnMut(Option<Entry>),
) -> io::Result<()> {
    let mut line = Vec::new();
    while (&mut input).take(LONGEST).read_until(b'\n', &mut line)? > 0 {
        if line.len() as u64 == LONGEST && !line.ends_with(b"\n") {
            see(None);
            skip_line(&mut input)?;
            line.clear();
            continue;
        }
        let json = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line).trim_ascii();
        if !json.is_empty() {
            see(serde_json::from_slice(json).ok().and_then(|object| entry(&object, columns)));
        }
        line.clear();
    }
    Ok(())
}

/// Passes over the rest of a line.
fn skip_line(input: &mut impl BufRead) -> io::Result<()> {
    loop {
        let some = input.fill_buf()?;
        let end = memchr::memchr(b'\n', some);
        let length = end.map_or(some.len(), |end| end + 1);
        input.consume(length);
        if end.is_some() || length == 0 {
            return Ok(());
        }
    }
}

/// Shows the elements of an array, one after the other; what breaks it off is one that cannot be
/// read.
fn array(
    mut input: impl BufRead,
    columns: &Columns,
    see: &mut dyn FnMut(Option<Entry>),
) -> io::Result<()> {
    if input.fill_buf()?.starts_with(b"\xef\xbb\xbf") {
        input.consume(3);
    }
    let mut json = serde_json::Deserializer::from_reader(input);
    let read = json.deserialize_seq(Elements { columns, see }).and_then(|()| json.end());
    match read {
        Err(error) if error.is_io() => Err(error.into()),
        Err(_) => {
            see(None);
            Ok(())
        }
        Ok(()) => Ok(()),
    }
}

/// The elements of an array of objects.
struct Elements<'a> {
    columns: &'a Columns,
    see: &'a mut dyn FnMut(Option<Entry>),
}

impl<'de> Visitor<'de> for Elements<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        while let Some(element) = elements.next_element::<Value>()? {
            (self.see)(element.as_object().and_then(|object| entry(object, self.columns)));
        }
        Ok(())
    }
}

fn entry(object: &Map<String, Value>, columns: &Columns) -> Option<Entry> {
    let label = match object.get(&columns.label) {
        None | Some(Value::Null) => None,
        Some(Value::String(label)) => Some(label.clone()),
        Some(other) => Some(other.to_string()),
    };
    let rating = match object.get(&columns.rating) {
        Some(Value::String(text)) => text.trim().parse().ok(),
        Some(other) => other.as_f64(),
        None => None,
    };
    Some(Entry { text: object.get(&columns.text)?.as_str()?.to_owned(), label, rating })
}

fn table(
    path: &Path,
    input: impl Read,
    comma: u8,
    columns: &Columns,
    see: &mut dyn FnMut(Option<Entry>),
) -> Result<(), Error> {
    let mut rows = csv::ReaderBuilder::new()
        .delimiter(comma)
        .quoting(comma == b',')
        .flexible(true)
        .has_headers(columns.first == FirstLine::Names)
        .from_reader(input);
    let unreadable = |error: csv::Error| Error::Open {
        what: "read",
        path: path.to_owned(),
        source: io::Error::other(error),
    };
    let names = match columns.first {
        FirstLine::Names => rows.byte_headers().map_err(unreadable)?.clone(),
        FirstLine::Entry => ByteRecord::new(),
    };
    let (text, label, rating) = places(path, &names, columns)?;
    let mut row = ByteRecord::new();
    while rows.read_byte_record(&mut row).map_err(unreadable)? {
        let cell = |place: Option<usize>| {
            place.and_then(|at| row.get(at)).map(|cell| String::from_utf8_lossy(cell).into_owned())
        };
        see(cell(Some(text)).map(|text| Entry {
            text,
            label: cell(label),
            rating: cell(rating).and_then(|number| number.trim().parse().ok()),
        }));
    }
    Ok(())
}

/// The places of text, label and rating.
fn places(
    path: &Path,
    names: &ByteRecord,
    columns: &Columns,
) -> Result<(usize, Option<usize>, Option<usize>), Error> {
    let place = |name: &str| {
        let number = || name.parse::<usize>().ok()?.checked_sub(1);
        names.iter().position(|column| column == name.as_bytes()).or_else(number)
    };
    let lacking = |what: &str| Error::Usage {
        problem: match names.is_empty() {
            true => format!("`{}` has no names of columns, not even {what}", path.display()),
            false => format!(
                "`{}` has no column {what}; there are {}",
                path.display(),
                names
                    .iter()
                    .map(|name| format!("`{}`", String::from_utf8_lossy(name)))
                    .collect::<Vec<_>>()
                    .join(", ")
            ),
        },
        hint: "name columns with --text-column, --label-column and --rating-column, \
               or number them from 1",
    };
    let text = place(&columns.text).ok_or_else(|| lacking(&format!("`{}`", columns.text)))?;
    match (place(&columns.label), place(&columns.rating)) {
        (None, None) => Err(lacking(&format!("`{}` or `{}`", columns.label, columns.rating))),
        (label, rating) => Ok((text, label, rating)),
    }
}
