//! The words of help and version that stand around the options. Those of single options stand
//! beside them, in the arguments.

use crate::sentiment::{PACKS, Profile};

/// What `--version` says.
#[must_use]
pub fn long_version() -> String {
    let profiles: Vec<_> = Profile::ALL.into_iter().skip(1).map(Profile::name).collect();
    format!(
        "{}\n\n\
         Profile: {} (the default), whose scores are those of VADER 3.3.2; also {}.\n\
         Lexicon: VADER lexicon by C.J. Hutto and Eric Gilbert, MIT licence, with the emoji\n\
         descriptions that belong to it.\n\
         Lexicons on demand (--lexicon): {}, written for moodwire.\n\
         moodwire itself: MIT licence.",
        env!("CARGO_PKG_VERSION"),
        Profile::default(),
        profiles.join(", "),
        PACKS.join(", "),
    )
}

/// The page of the program as a whole: examples before options.
pub const ROOT_HELP: &str = "\
{about-with-newline}
Try it:
  moodwire                                     the demo, a recording of a launch day
  moodwire watch posts.jsonl                   a screen on a recording of your own
  moodwire watch posts.jsonl --track rust,\"machine learning\"
  tail -f posts.jsonl | moodwire stream -      JSON lines from a pipe
  moodwire watch bluesky --track rust          Bluesky, live; no account is needed
  moodwire stream 'archive/*.gz' --format csv > mood.csv
  moodwire score \"I love this!\"                the score of a text

{usage-heading} {usage}

Commands:
{subcommands}

Options:
{options}{after-help}";

/// What stands at the end of that page.
pub const ROOT_END: &str = "\
`moodwire COMMAND --help` tells all about a command, `-h` tells it in short. Every option of
watch, stream and demo can also stand in a file (--config) and in the environment: --max-line
is MOODWIRE_MAX_LINE. Arguments win over the environment, and that over the file.";

/// What stands at the end of the pages of watch, stream and check.
pub const SOURCES: &str = "\
Sources:
  posts.jsonl         a file: posts of X, Mastodon, Bluesky or {\"text\": ...}, also mixed;
                      plain text, one post a line; .csv and .tsv; each also gzip or zstd
  'archive/*.gz'      all files of a pattern
  -                   standard input
  tcp://127.0.0.1:9000
                      listen there for one message a line
  bluesky             all new posts of Bluesky, live; no account is needed
  x                   posts of X that match the topics, live; X bills them, and wants a token:
                      see `moodwire rules --help`
  mastodon:HOST       new public posts of a Mastodon server, live, or those with --hashtag;
                      streamed with a token in MASTODON_TOKEN (with several servers
                      MASTODON_TOKEN_mastodon_social and so on; a variable that ends in
                      _FILE names a file with the token), asked for every 5 s without one

Examples:
  moodwire watch posts.jsonl --track rust,go --window 5m
  moodwire stream posts.jsonl --only window,summary
  moodwire stream posts.csv --text-column body --time-column date --format csv > mood.csv
  moodwire stream --topic 'launch=rust (release OR launch) -is:retweet' posts.jsonl";

/// What stands at the end of the page of rules.
pub const RULES: &str = "\
X asks who you are: X_BEARER_TOKEN (or X_CONSUMER_KEY and X_CONSUMER_SECRET) of an app with access
to the filtered stream; X_BEARER_TOKEN_FILE and so on name files instead. X_API_URL is another
address of X, X_PRICE the dollars of a post, X_EXPANSIONS=none leaves out billed authors.

Examples:
  moodwire rules plan --track rust,go --exclude reposts
  moodwire rules list";

/// What stands at the end of the page of record.
pub const RECORD: &str = "\
Examples:
  moodwire record bluesky -o bluesky.zst --max-duration 1h
  moodwire record bluesky -o day.zst --rotate-every 1h      day.zst, day.0001.zst, ...
  moodwire watch bluesky.zst --track rust";

/// What stands at the end of the page of score.
pub const SCORE: &str = "\
Examples:
  moodwire score \"I love this!\" \"Not good at all.\"
  moodwire score --file reviews.txt --echo
  moodwire score --explain \"The screen is NOT great, but I love the camera!\"
  moodwire score --compare vader,vader+ \"I don’t like it\"
  moodwire score < posts.jsonl > scores.jsonl";

/// What stands at the end of the page of eval.
pub const EVAL: &str = "\
Examples:
  moodwire eval tweets.jsonl
  moodwire eval posts.csv --text-column body --label-column mood
  moodwire eval ratings.tsv --no-header --text-column 3 --rating-column 2
  moodwire eval tweets.jsonl --profile vader,vader+,vader+:finance --thresholds tune";
