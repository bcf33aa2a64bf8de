//! The settings file, read and written, and the one door through which files of settings, topics
//! and words are opened. It is found only where the user says so (`--config` or
//! `MOODWIRE_CONFIG`), so that a run does not depend on what lies about.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::arguments::command;
use super::error::Error;
use super::layer::Layer;

/// The most bytes of a settings file: far more than all settings with a comment on each.
const MOST: u64 = 4 << 20;

/// Opens a file that is read piece by piece.
///
/// # Errors
/// When it cannot be opened or is a folder.
pub fn open(path: &Path) -> io::Result<File> {
    let file = File::open(path)?;
    match file.metadata()?.is_dir() {
        true => Err(io::ErrorKind::IsADirectory.into()),
        false => Ok(file),
    }
}

/// Everything a file holds, `what` says of which kind, if that is at most so many bytes.
///
/// # Errors
/// When the file cannot be read or is larger.
pub fn whole(path: &Path, what: &'static str, most: u64) -> Result<Vec<u8>, Error> {
    let failed = |source| Error::Unreadable { what, path: path.to_owned(), source };
    let mut bytes = Vec::new();
    open(path).map_err(failed)?.take(most + 1).read_to_end(&mut bytes).map_err(failed)?;
    match bytes.len() as u64 > most {
        true => Err(Error::TooLarge { what, path: path.to_owned(), most }),
        false => Ok(bytes),
    }
}

/// As [`whole`], for a file of text.
///
/// # Errors
/// Like [`whole`], and when it is not written in UTF-8.
pub(super) fn text(path: &Path, what: &'static str, most: u64) -> Result<String, Error> {
    let wrong = |error| Error::Unreadable {
        what,
        path: path.to_owned(),
        source: io::Error::new(io::ErrorKind::InvalidData, error),
    };
    let mut text = String::from_utf8(whole(path, what, most)?).map_err(wrong)?;
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    Ok(text)
}

/// Reads a settings file.
///
/// # Errors
/// When the file cannot be read, or holds an unknown key or a value that does not fit.
pub fn read(path: &Path) -> Result<Layer, Error> {
    let layer = understood(path, &text(path, "settings file", MOST)?)?;
    Ok(Layer { file: Some(path.to_owned()), ..layer })
}

/// Reads the text of a settings file.
///
/// # Errors
/// When it holds an unknown key or a value that does not fit.
pub(crate) fn understood(path: &Path, text: &str) -> Result<Layer, Error> {
    toml::from_str(text).map_err(|error| explain(path, text, &error))
}

/// Names the line, and the key that was probably meant.
fn explain(path: &Path, text: &str, error: &toml::de::Error) -> Error {
    let span = error.span().unwrap_or_default();
    let line = 1 + text.bytes().take(span.start).filter(|byte| *byte == b'\n').count();
    let unknown = error.message().starts_with("unknown field");
    let key = text.get(span).unwrap_or_default();
    let (problem, hint) = if unknown {
        let meant = nearest(key).map(|name| format!("did you mean `{name}`?"));
        let list = || "`moodwire --print-config` prints all settings".to_owned();
        (format!("there is no setting `{key}`"), meant.unwrap_or_else(list))
    } else {
        let list = "`moodwire --print-config` prints all settings with their values";
        (error.message().trim().replace('\n', ", "), list.to_owned())
    };
    Error::File { path: path.to_owned(), line, problem, hint }
}

/// The setting whose name is most like this one, if any is.
fn nearest(key: &str) -> Option<String> {
    let likeness = |name: &String| strsim::jaro_winkler(key, name);
    let best = settings()
        .into_iter()
        .map(|setting| setting.name)
        .max_by(|a, b| likeness(a).total_cmp(&likeness(b)))?;
    (likeness(&best) > 0.75).then_some(best)
}

/// A setting as the help knows it.
struct Setting {
    name: String,
    heading: String,
    help: String,
}

/// All settings, in the order of the help.
fn settings() -> Vec<Setting> {
    let command = command();
    let Some(stream) = command.find_subcommand("stream") else { return Vec::new() };
    let mut settings = vec![Setting {
        name: "sources".to_owned(),
        heading: "Sources".to_owned(),
        help: "What to read when no SOURCE is given".to_owned(),
    }];
    for arg in stream.get_arguments() {
        if let (Some(heading), Some(name), Some(help)) =
            (arg.get_help_heading(), arg.get_long(), arg.get_help())
            && !matches!(name, "config" | "force" | "print-config")
        {
            settings.push(Setting {
                name: name.to_owned(),
                heading: heading.to_owned(),
                help: help.to_string(),
            });
        }
    }
    settings
}

/// What stands behind the `#` of a setting that is not given.
fn example(name: &str) -> &'static str {
    match name {
        "sources" => r#"["posts.jsonl", "more/*.jsonl.gz"]"#,
        "track" => r##"["rust", "machine learning", "#rustlang"]"##,
        "topics" => r#""topics.txt""#,
        "lang" => r#"["en", "de"]"#,
        "exclude" => r#"["reposts", "bots"]"#,
        "window" | "slide" => r#""1m""#,
        "lateness" | "provisional" => r#""10s""#,
        "empty" | "follow" | "live" | "archive" | "detect-lang" | "ascii" => "true",
        "remember" => "786432",
        "input" => r#""json""#,
        "text-column" => r#""text""#,
        "time-column" => r#""at""#,
        "author-column" => r#""user.screen_name""#,
        "id-column" => r#""id""#,
        "lang-column" => r#""lang""#,
        "time-format" => r#""%d/%m/%Y %H:%M""#,
        "assume-tz" => r#""Europe/Berlin""#,
        "encoding" => r#""latin1""#,
        "delimiter" => r#""semicolon""#,
        "no-header" => "false",
        "long" => "false",
        "max-line" => r#""1MiB""#,
        "speed" => r#""60x""#,
        "from" => r#""2026-03-12T09:30:00Z""#,
        "to" => r#""2026-03-13""#,
        "rejects" => r#""rejects.jsonl""#,
        "profile" => r#""vader""#,
        "lexicon" => r#"["finance", "my-words.tsv"]"#,
        "format" => r#""jsonl""#,
        "only" => r#""post,window,gap,summary""#,
        "output" => r#""mood.jsonl""#,
        "jetstream-urls" => r#"["wss://jetstream.example.org/subscribe"]"#,
        "jetstream-wire" => r#""v1""#,
        "hashtag" => r#"["rust", "golang"]"#,
        "local" => "false",
        "max-posts" => "100000",
        "max-duration" => r#""1h""#,
        "color" => r#""auto""#,
        "theme" => r#""any""#,
        "tz" => r#""local""#,
        "score-all" => "false",
        _ => "0",
    }
}

/// A settings file that says what this layer says, with a comment on every setting; what is not
/// set stands there as an example behind a `#`.
#[must_use]
pub fn print(layer: &Layer) -> String {
    let given = toml::Table::try_from(layer).unwrap_or_default();
    let mut text = String::from(
        "# Settings of moodwire, for `--config FILE` or MOODWIRE_CONFIG.\n\
         # Arguments and the environment (MOODWIRE_WINDOW and so on) win over this file.\n\
         # Paths are taken from the folder the program is started in.\n",
    );
    let mut heading = String::new();
    let is_table = |setting: &Setting| matches!(setting.name.as_str(), "topic" | "key");
    for setting in settings().into_iter().filter(|setting| !is_table(setting)) {
        if setting.heading != heading {
            heading = setting.heading;
            text += &format!("\n# -- {heading}\n");
        }
        text += &format!("\n# {}\n", setting.help);
        text += &match given.get(&setting.name) {
            Some(value) => format!("{} = {value}\n", setting.name),
            None => format!("# {} = {}\n", setting.name, example(&setting.name)),
        };
    }
    text += "\n# Topics of any query, each as `name = \"query\"`\n[topic]\n";
    match given.get("topic").and_then(toml::Value::as_table) {
        Some(topics) => text += &topics.to_string(),
        None => text += "# launch = \"rust (release OR launch) -is:retweet\"\n",
    }
    text +=
        "\n# Keys of the screen, each as `command = \"key\"`; `moodwire keys` lists them\n[key]\n";
    match given.get("key").and_then(toml::Value::as_table) {
        Some(keys) => text += &keys.to_string(),
        None => text += "# sort = \"o\"\n",
    }
    text
}
