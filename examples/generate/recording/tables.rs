//! Samples without a network: a table and plain text.
//!
//! ```text
//! time,text,user,likes
//! 2026-05-14T09:00:00.000Z,"a comma, a ""quote"", a
//! line break",sleepy_otter,12
//! ```

use super::post::Post;
use super::tape::{Carried, Tape};

/// Cells that spreadsheets would take for something else.
const TRAPS: [&str; 5] = [
    "=1+1 is not a formula, it is my weekend",
    "+1 for the owl bell",
    "-5 degrees and still riding",
    "a comma, a \"quote\" and a\nline break walk into a bar",
    "café ☕ naïve 日本語 🦋",
];

/// A table with a heading.
pub fn csv(posts: &[Post]) -> Tape {
    let mut tape = Tape::default();
    tape.push(Default::default(), b"time,text,user,likes\r\n".to_vec(), Carried::Blank);
    for (place, post) in posts.iter().enumerate() {
        let text = if place % 6 == 2 { TRAPS[place / 6 % TRAPS.len()] } else { post.text.as_str() };
        let line = format!(
            "{},{},{},{}\r\n",
            post.at,
            cell(text),
            cell(&post.author.handle),
            post.serial * 7 % 31
        );
        tape.push(post.at, line.into_bytes(), Carried::Posts(vec![String::new()]));
    }
    tape
}

fn cell(text: &str) -> String {
    if text.contains([',', '"', '\n']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

/// One text a line, with blank lines between some, and one line that is no UTF-8.
pub fn plain(posts: &[Post]) -> Tape {
    let mut tape = Tape::default();
    let carried = || Carried::Posts(vec![String::new()]);
    for (place, post) in posts.iter().enumerate() {
        let line = post.text.replace('\n', " ") + "\n";
        tape.push(post.at, line.into_bytes(), carried());
        match place {
            4 | 5 | 11 => tape.push(post.at, b"\n".to_vec(), Carried::Blank),
            7 => tape.push(
                post.at,
                b"{\"this looks like\": \"JSON, but it is what somebody wrote\"}\n".to_vec(),
                carried(),
            ),
            8 => tape.push(post.at, b"[sighs in brackets]\r\n".to_vec(), carried()),
            9 => tape.push(post.at, b"   \t \n".to_vec(), Carried::Blank),
            13 => tape.push(
                post.at,
                b"this caf\xe9 lost its accent on the way\n".to_vec(),
                Carried::Undecodable,
            ),
            17 => tape.push(
                post.at,
                b"a\x07bell, an \x1b[31mescape\x1b[0m, and a \xe2\x80\xaeturned word\n".to_vec(),
                carried(),
            ),
            _ => {}
        }
    }
    tape
}
