//! What a room may not name, and what every file has.

use crate::code::{File, Token};

/// Lines of code a file may have, its unit tests left out.
const LONGEST: usize = 400;

/// Rooms that compute and nothing else.
const PURE: [&str; 13] = [
    "post",
    "json",
    "language",
    "sentiment",
    "evaluation",
    "frame",
    "topic",
    "mention",
    "decode",
    "window",
    "ledger",
    "snapshot",
    "view",
];

/// Something that only some rooms may do, told by the paths that do it.
struct Law {
    /// What is done.
    deed: &'static str,
    /// Paths, or heads of paths, that do it.
    by: &'static [&'static str],
    /// Rooms, or single files, that may.
    allowed: &'static [&'static str],
}

const LAWS: [Law; 8] = [
    Law {
        deed: "opens files for reading",
        by: &[
            "std::fs::File::open",
            "std::fs::read",
            "std::fs::read_to_string",
            "std::fs::read_dir",
            "tokio::fs",
            "glob",
        ],
        allowed: &["source", "config/file.rs"],
    },
    Law {
        deed: "opens connections",
        by: &[
            "std::net::TcpStream",
            "std::net::TcpListener",
            "std::net::UdpSocket",
            "tokio::net",
            "reqwest",
            "tokio_tungstenite",
            "eventsource_client",
        ],
        allowed: &["source"],
    },
    Law {
        deed: "writes files",
        by: &[
            "std::fs::File::create",
            "std::fs::File::create_new",
            "std::fs::OpenOptions",
            "std::fs::write",
            "std::fs::rename",
            "std::fs::remove_file",
            "std::fs::create_dir",
            "std::fs::set_permissions",
        ],
        allowed: &["sink", "pipeline"],
    },
    Law {
        deed: "speaks on standard error",
        by: &["std::io::stderr", "eprintln!", "eprint!", "dbg!"],
        allowed: &["main", "command/aside.rs"],
    },
    Law {
        deed: "exits",
        by: &["std::process::exit", "std::process::abort", "std::process::ExitCode"],
        // Who asks twice to end, by a signal, does not wait.
        allowed: &["main", "command/interrupt.rs"],
    },
    Law {
        deed: "prints past the pipeline",
        by: &["std::io::stdout", "println!", "print!"],
        allowed: &["command", "tui"],
    },
    Law { deed: "knows colours", by: &["ratatui", "crossterm"], allowed: &["tui"] },
    Law {
        deed: "reads the environment",
        by: &["std::env"],
        allowed: &["config", "command", "tui", "main"],
    },
];

/// What a room that only computes may not name.
const IMPURE: [&str; 20] = [
    "std::fs",
    "std::net",
    "std::env",
    "std::thread",
    "std::process",
    "std::io::stdin",
    "std::io::stdout",
    "std::io::stderr",
    "std::time::Instant",
    "std::time::SystemTime",
    "jiff::Timestamp::now",
    "jiff::Zoned::now",
    "tokio",
    "reqwest",
    "fastrand::Rng::new",
    "panic!",
    "todo!",
    "unimplemented!",
    "unreachable!",
    "dbg!",
];

/// Whether a path is one of these, or lies below one.
fn is_one_of(path: &str, heads: &[&str]) -> bool {
    heads.iter().any(|head| {
        path.strip_prefix(head).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
    })
}

/// Every place that does what its room may not do.
pub fn broken(files: &[File]) -> Vec<String> {
    let code = files.iter().filter(|file| !file.is_tests());
    code.flat_map(|file| {
        let named: Vec<(String, usize)> =
            file.named().iter().map(|named| (named.path.join("::"), named.line)).collect();
        [by_law(file, &named), by_purity(file, &named), by_escapes(file)].concat()
    })
    .collect()
}

fn by_law(file: &File, named: &[(String, usize)]) -> Vec<String> {
    let is_allowed =
        |law: &Law| law.allowed.iter().any(|may| [file.room(), &file.path].contains(may));
    let breaches = LAWS.iter().filter(|law| !is_allowed(law)).flat_map(|law| {
        let wrong = named.iter().filter(|(path, _)| is_one_of(path, law.by));
        wrong.map(|(path, line)| format!("{}:{line}: {} with `{path}`", file.path, law.deed))
    });
    breaches.collect()
}

fn by_purity(file: &File, named: &[(String, usize)]) -> Vec<String> {
    if !PURE.contains(&file.room()) {
        return Vec::new();
    }
    let wrong = named.iter().filter(|(path, _)| is_one_of(path, &IMPURE));
    wrong
        .map(|(path, line)| format!("{}:{line}: is no pure room with `{path}`", file.path))
        .collect()
}

/// Sequences that a terminal obeys, in a string.
fn by_escapes(file: &File) -> Vec<String> {
    if file.room() == "tui" || file.path == "command/progress.rs" {
        return Vec::new();
    }
    let is_escape = |text: &str| text.contains("\\x1b[") || text.contains("\\u{1b}[");
    let wrong = file.tokens.iter().filter(|(token, _)| match token {
        Token::Text(text) => is_escape(text),
        _ => false,
    });
    wrong.map(|(_, line)| format!("{}:{line}: talks to the terminal", file.path)).collect()
}

/// Files that do not say at their head what they are for.
pub fn without_a_head(files: &[File]) -> Vec<String> {
    let wrong = files.iter().filter(|file| !file.text.starts_with("//! "));
    wrong.map(|file| format!("{}: has no `//!` at its head", file.path)).collect()
}

/// Files that a reader cannot take in.
pub fn too_long(files: &[File]) -> Vec<String> {
    let code = files.iter().filter(|file| !file.is_tests() && file.length() > LONGEST);
    code.map(|file| format!("{}: has {} lines", file.path, file.length())).collect()
}

/// Where the map in the documentation of the crate differs from the order of the rooms.
pub fn map_differs(lib: &str, order: &[&str]) -> Vec<String> {
    let map = lib.split("# Map").nth(1).unwrap_or_default().split("```").nth(1).unwrap_or_default();
    let heads = map.lines().skip(1).filter_map(|line| line.strip_prefix("//! "));
    let drawn: Vec<&str> =
        heads.filter_map(|line| line.split(' ').next()).filter(|word| !word.is_empty()).collect();
    match drawn == order {
        true => Vec::new(),
        false => vec![format!("the map draws {drawn:?}, the order is {order:?}")],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn breaches(path: &str, text: &str) -> Vec<String> {
        broken(&[File::new(path, text)])
    }

    /// One breach of each law, in each way it is told by, and the same where it is allowed.
    #[test]
    fn every_law_bites_where_it_holds_and_nowhere_else() {
        for law in &LAWS {
            for by in law.by {
                let text = format!("fn f() {{ {by}() }}");
                let said = breaches("label/a.rs", &text);
                assert!(said.iter().any(|said| said.contains(law.deed)), "{by}: {said:?}");
                for may in law.allowed {
                    let path =
                        if may.contains('/') { (*may).to_owned() } else { format!("{may}/a.rs") };
                    let said = breaches(&path, &text);
                    assert!(!said.iter().any(|said| said.contains(law.deed)), "{by}: {said:?}");
                }
            }
        }
    }

    #[test]
    fn a_pure_room_computes_and_nothing_else() {
        for room in PURE {
            for by in IMPURE {
                let said = breaches(&format!("{room}/a.rs"), &format!("fn f() {{ {by}() }}"));
                assert!(said.iter().any(|said| said.contains("no pure room")), "{room}: {by}");
            }
            assert!(breaches(&format!("{room}/a.rs"), "fn f() { std::mem::take(x) }").is_empty());
        }
    }

    #[test]
    fn laws_see_through_imports_and_not_into_comments_strings_and_tests() {
        let rows = [
            ("use std::fs;\nfn f() { fs::read(x) }", 1),
            ("use std::fs::File as F;\nfn f() { F::open(x) }", 1),
            ("use std::{fs::{read_to_string}, io};", 1),
            ("// std::fs::read(x)\nconst A: &str = \"std::fs::read\";", 0),
            ("#[cfg(test)]\nmod tests { fn f() { std::fs::read(x) } }", 0),
            ("fn f(file: &File) { file.read(x) }", 0),
        ];
        for (text, wanted) in rows {
            assert_eq!(breaches("label/a.rs", text).len(), wanted, "{text}");
        }
    }

    #[test]
    fn escapes_of_terminals_are_found() {
        assert_eq!(breaches("sink/a.rs", r#"const RED: &str = "\x1b[31m";"#).len(), 1);
        assert!(breaches("tui/a.rs", r#"const RED: &str = "\x1b[31m";"#).is_empty());
    }

    #[test]
    fn heads_lengths_and_the_map_are_looked_at() {
        assert_eq!(without_a_head(&[File::new("a.rs", "/// no\n")]).len(), 1);
        assert!(without_a_head(&[File::new("a.rs", "//! yes\n")]).is_empty());
        assert_eq!(too_long(&[File::new("a.rs", &"\n".repeat(LONGEST + 1))]).len(), 1);
        assert!(too_long(&[File::new("a.rs", &"\n".repeat(LONGEST))]).is_empty());
        let lib = "//! # Map\n//! ```text\n//! post   a\n//!        b\n//! ledger c\n//! ```\n";
        assert!(map_differs(lib, &["post", "ledger"]).is_empty());
        assert_eq!(map_differs(lib, &["ledger", "post"]).len(), 1);
    }
}
