//! One layer of settings: what the arguments (with the environment behind them) say, or what the
//! file says. Nothing is checked here beyond the form of each value, and nothing has a default:
//! what is not said is `None`, and a layer laid over another hides what it says itself.

use std::path::PathBuf;

use clap::Args;
use clap::builder::BoolishValueParser;
use serde::{Deserialize, Serialize};

use super::charset::Charset;
use super::choice::{Delimiter, Input, JetstreamWire, Kind, Shape};
use super::looks::{Background, Color};
use super::table;
use super::value::{Length, Lines, Moment, Named, Profile, Size, Speed, Zone};

/// Everything that can be set for a run. The names of the fields are those of the options, of
/// the keys in the file and, in capitals behind `MOODWIRE_`, of the environment.
#[derive(Args, Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Layer {
    /// The file this layer was read from; no setting.
    #[arg(skip)]
    #[serde(skip)]
    pub file: Option<PathBuf>,

    /// What to read when no SOURCE is given
    #[arg(skip)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sources: Option<Vec<String>>,

    /// Make one topic of each item, with commas between
    ///
    /// Several words in one item are a phrase: --track 'rust,"machine learning"'. An item such as
    /// '#rust', '@rustlang' or '$TSLA' stands for the hashtag, the mention or the cashtag. The
    /// option can be repeated. Without any topic, one called `everything` takes all posts.
    #[arg(long, value_name = "ITEMS", env = "MOODWIRE_TRACK", help_heading = "Topics")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub track: Option<Vec<String>>,

    /// Make a topic of a query
    ///
    /// The query language is the one X's users know: words, "phrases", "near each other"~5, OR,
    /// -not, parentheses, #tag, @user, $cash, from:, to:, lang:, url:,
    /// is:retweet|reply|quote|verified, has:links|hashtags|mentions|cashtags|media|images|videos,
    /// conversation_id:, min_faves:, sample:. A blank means AND. The option can be repeated.
    #[arg(long, value_name = "NAME=QUERY", env = "MOODWIRE_TOPIC", help_heading = "Topics")]
    #[serde(skip_serializing_if = "Option::is_none", with = "table")]
    pub topic: Option<Vec<Named>>,

    /// Read topics from a file: `name = query` on each line, comments behind `# `
    #[arg(long, value_name = "FILE", env = "MOODWIRE_TOPICS", help_heading = "Topics")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topics: Option<PathBuf>,

    /// Take only posts declared to be in these languages: en,de
    ///
    /// `en` covers `en-US`. A post that declares no language is left out.
    #[arg(long, value_name = "CODES", env = "MOODWIRE_LANG", value_delimiter = ',')]
    #[arg(help_heading = "Topics")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<Vec<String>>,

    /// Leave out posts of these kinds
    #[arg(long, value_name = "KINDS", env = "MOODWIRE_EXCLUDE", value_delimiter = ',')]
    #[arg(help_heading = "Topics")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exclude: Option<Vec<Kind>>,

    /// Sum over windows of this length [default: 1m]
    #[arg(long, value_name = "LENGTH", env = "MOODWIRE_WINDOW", help_heading = "Windows")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub window: Option<Length>,

    /// Begin a window this often [default: the window's length]
    ///
    /// Shorter than the window, the windows overlap; the window must be a whole number of slides.
    #[arg(long, value_name = "LENGTH", env = "MOODWIRE_SLIDE", help_heading = "Windows")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slide: Option<Length>,

    /// Wait this long for posts that come out of order [default: 10s, Mastodon 1m]
    ///
    /// Later ones are counted as late and not added to their windows. A recording is complete
    /// only at its end, so nothing in it is late; with this option it behaves as live input.
    #[arg(long, value_name = "LENGTH", env = "MOODWIRE_LATENESS", help_heading = "Windows")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lateness: Option<Length>,

    /// Remember so many of the latest posts, to notice repetitions [default: 786432]
    #[arg(long, value_name = "POSTS", env = "MOODWIRE_REMEMBER", help_heading = "Windows")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remember: Option<usize>,

    /// Also write windows that are not final, this often in event time [without a value: 10s]
    #[arg(long, value_name = "INTERVAL", env = "MOODWIRE_PROVISIONAL")]
    #[arg(help_heading = "Windows", num_args = 0..=1, require_equals = true)]
    #[arg(default_missing_value = "10s")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provisional: Option<Length>,

    /// Also write windows without a post
    #[arg(long, value_name = "BOOL", env = "MOODWIRE_EMPTY", help_heading = "Windows")]
    #[arg(num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    #[arg(value_parser = BoolishValueParser::new(), hide_possible_values = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub empty: Option<bool>,

    /// What the input is, where it should not be found from its first bytes
    #[arg(long, value_name = "FORM", env = "MOODWIRE_INPUT", help_heading = "Reading")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input: Option<Input>,

    /// The encoding of files that are not UTF-8, such as latin1, where it is not found
    #[arg(long, value_name = "NAME", env = "MOODWIRE_ENCODING", help_heading = "Reading")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<Charset>,

    /// What stands between the cells of tables, where it is not found
    #[arg(long, value_name = "SIGN", env = "MOODWIRE_DELIMITER", help_heading = "Reading")]
    #[arg(allow_hyphen_values = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<Delimiter>,

    /// Tables begin with a record: their columns are called 1, 2, 3
    #[arg(long, value_name = "BOOL", env = "MOODWIRE_NO_HEADER", help_heading = "Reading")]
    #[arg(num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    #[arg(value_parser = BoolishValueParser::new(), hide_possible_values = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_header: Option<bool>,

    /// Take up to 2 GiB of memory for zstd files made with --long
    #[arg(long, value_name = "BOOL", env = "MOODWIRE_LONG", help_heading = "Reading")]
    #[arg(num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    #[arg(value_parser = BoolishValueParser::new(), hide_possible_values = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub long: Option<bool>,

    /// Keep reading files that grow, through their rotation, as tail -F does
    #[arg(long, value_name = "BOOL", env = "MOODWIRE_FOLLOW", help_heading = "Reading")]
    #[arg(num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    #[arg(value_parser = BoolishValueParser::new(), hide_possible_values = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub follow: Option<bool>,

    /// Take pipes as live: windows close as posts come
    ///
    /// By default a pipe is an archive, complete at its end, until posts come through it that were
    /// published after it was opened.
    #[arg(long, value_name = "BOOL", env = "MOODWIRE_LIVE", help_heading = "Reading")]
    #[arg(num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    #[arg(value_parser = BoolishValueParser::new(), hide_possible_values = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub live: Option<bool>,

    /// Take pipes, ports and files that grow as archives: every window is open until their end
    #[arg(long, value_name = "BOOL", env = "MOODWIRE_ARCHIVE", help_heading = "Reading")]
    #[arg(num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    #[arg(value_parser = BoolishValueParser::new(), hide_possible_values = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub archive: Option<bool>,

    /// The column or JSON member that holds the text, where it is not found: body, post.body
    #[arg(long, value_name = "NAME", env = "MOODWIRE_TEXT_COLUMN", help_heading = "Reading")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text_column: Option<String>,

    /// The column or JSON member that holds the time, where it is not found
    #[arg(long, value_name = "NAME", env = "MOODWIRE_TIME_COLUMN", help_heading = "Reading")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_column: Option<String>,

    /// The column or JSON member that holds the author, such as user.screen_name
    #[arg(long, value_name = "NAME", env = "MOODWIRE_AUTHOR_COLUMN", help_heading = "Reading")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author_column: Option<String>,

    /// The column or JSON member that holds the id of a post
    #[arg(long, value_name = "NAME", env = "MOODWIRE_ID_COLUMN", help_heading = "Reading")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_column: Option<String>,

    /// The column or JSON member that holds the language
    #[arg(long, value_name = "NAME", env = "MOODWIRE_LANG_COLUMN", help_heading = "Reading")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang_column: Option<String>,

    /// How times are written, where that has no one meaning, as for strftime: "%d/%m/%Y %H:%M"
    #[arg(long, value_name = "FORMAT", env = "MOODWIRE_TIME_FORMAT", help_heading = "Reading")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_format: Option<String>,

    /// The zone of times that name none: UTC, +02:00, Europe/Berlin [default: UTC]
    #[arg(long, value_name = "ZONE", env = "MOODWIRE_ASSUME_TZ", help_heading = "Reading")]
    #[arg(allow_hyphen_values = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assume_tz: Option<String>,

    /// Pass over and count lines longer than this [default: 1MiB]
    #[arg(long, value_name = "BYTES", env = "MOODWIRE_MAX_LINE", help_heading = "Reading")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_line: Option<Size>,

    /// Replay recordings at this pace: 1x, 60x, max
    ///
    /// By default `watch` replays at 60x and `stream` at max.
    #[arg(long, value_name = "SPEED", env = "MOODWIRE_SPEED", help_heading = "Reading")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speed: Option<Speed>,

    /// Leave out posts before this moment: 2026-03-12 or 2026-03-12T09:30 (UTC), or with an offset
    #[arg(long, value_name = "MOMENT", env = "MOODWIRE_FROM", help_heading = "Reading")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Moment>,

    /// Leave out posts at and after this moment
    #[arg(long, value_name = "MOMENT", env = "MOODWIRE_TO", help_heading = "Reading")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Moment>,

    /// Keep what could not be decoded in this file, with the reason and the place
    #[arg(long, value_name = "FILE", env = "MOODWIRE_REJECTS", help_heading = "Reading")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rejects: Option<PathBuf>,

    /// Add a lexicon: finance, software, gaming, or a file in VADER's form (word, tab, rating)
    ///
    /// Later entries win. The option can be repeated.
    #[arg(long, value_name = "LEXICON", env = "MOODWIRE_LEXICON", help_heading = "Sentiment")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lexicon: Option<Vec<PathBuf>>,

    /// Score with this profile: vader is the reference to the last digit, vader+ mends its known
    /// faults [default: vader]
    #[arg(long, value_name = "PROFILE", env = "MOODWIRE_PROFILE", help_heading = "Sentiment")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profile: Option<Profile>,

    /// Find out which language a text is in, and score only English ones
    ///
    /// Where the text tells its language surely, that counts, whatever its author declares; else
    /// the declaration counts. Without this option a post declared to be in another language than
    /// English is counted as `unscored`, and one that declares nothing is scored.
    #[arg(long, value_name = "BOOL", env = "MOODWIRE_DETECT_LANG", help_heading = "Sentiment")]
    #[arg(num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    #[arg(value_parser = BoolishValueParser::new(), hide_possible_values = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detect_lang: Option<bool>,

    /// Score all posts, whatever language they are in
    #[arg(long, value_name = "BOOL", env = "MOODWIRE_SCORE_ALL", help_heading = "Sentiment")]
    #[arg(num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    #[arg(value_parser = BoolishValueParser::new(), hide_possible_values = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score_all: Option<bool>,
    /// Listen to these Jetstream servers instead of those of Bluesky, with commas between
    ///
    /// Whole addresses, `/subscribe` included: wss://jetstream.example.org/subscribe. ws:// is for
    /// this machine alone. The first is used; when it fails, the next.
    #[arg(long, value_name = "URLS", env = "JETSTREAM_URLS", value_delimiter = ',')]
    #[arg(help_heading = "Networks")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub jetstream_urls: Option<Vec<String>>,

    /// The language of the Jetstream servers [default: v1]
    #[arg(long, value_name = "WIRE", env = "MOODWIRE_JETSTREAM_WIRE", help_heading = "Networks")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub jetstream_wire: Option<JetstreamWire>,

    /// Listen to this hashtag of the Mastodon servers instead of all public posts
    ///
    /// The option can be repeated.
    #[arg(long, value_name = "TAG", env = "MOODWIRE_HASHTAG", value_delimiter = ',')]
    #[arg(help_heading = "Networks")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hashtag: Option<Vec<String>>,

    /// Listen only to posts of the Mastodon servers' own users
    #[arg(long, value_name = "BOOL", env = "MOODWIRE_LOCAL", help_heading = "Networks")]
    #[arg(num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    #[arg(value_parser = BoolishValueParser::new(), hide_possible_values = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub local: Option<bool>,

    /// Stop after this many posts have come, as a network counts them
    #[arg(long, value_name = "N", env = "MOODWIRE_MAX_POSTS", help_heading = "Running")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_posts: Option<u64>,

    /// Stop after this long
    #[arg(long, value_name = "LENGTH", env = "MOODWIRE_MAX_DURATION", help_heading = "Running")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_duration: Option<Length>,

    /// Write JSON lines, or one table for a spreadsheet [default: jsonl]
    #[arg(long, value_name = "FORMAT", env = "MOODWIRE_FORMAT", help_heading = "Output")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<Shape>,

    /// Write only these types of lines: post,window,gap,summary
    ///
    /// A CSV table holds one type: window, the default there, or post.
    #[arg(long, value_name = "TYPES", env = "MOODWIRE_ONLY", help_heading = "Output")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub only: Option<Lines>,

    /// Write to this file instead of standard output
    #[arg(long, short, value_name = "FILE", env = "MOODWIRE_OUTPUT", help_heading = "Output")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output: Option<PathBuf>,

    /// Show times in this zone: local, UTC, Europe/Berlin, +02:00 [default: local]
    #[arg(long, value_name = "ZONE", env = "MOODWIRE_TZ", help_heading = "Output")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tz: Option<Zone>,

    /// Use colours on the screen; auto heeds NO_COLOR [default: auto]
    #[arg(long, value_name = "WHEN", env = "MOODWIRE_COLOR", help_heading = "Output")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub color: Option<Color>,

    /// Choose the colours of the screen [default: any]
    #[arg(long, value_name = "THEME", env = "MOODWIRE_THEME", help_heading = "Output")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub theme: Option<Background>,

    /// Draw the screen in ASCII alone, as on dumb terminals [default: as the terminal can]
    #[arg(long, value_name = "BOOL", env = "MOODWIRE_ASCII", help_heading = "Output")]
    #[arg(num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    #[arg(value_parser = BoolishValueParser::new(), hide_possible_values = true)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ascii: Option<bool>,

    /// Give a key of the screen to a command; `moodwire keys` lists both
    #[arg(long, value_name = "COMMAND=KEY", env = "MOODWIRE_KEY", help_heading = "Output")]
    #[serde(skip_serializing_if = "Option::is_none", with = "table")]
    pub key: Option<Vec<Named>>,

    /// Work on this many threads; 0 means one for each core [default: 0]
    #[arg(long, value_name = "N", env = "MOODWIRE_THREADS", help_heading = "Running")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub threads: Option<u16>,
}
