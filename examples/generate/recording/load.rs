//! Recordings of any size, for measuring: written as they are made, in flat memory.
//!
//! There is no story in them; the same few options and the same seed give the same bytes.

use std::collections::VecDeque;
use std::io::Write;
use std::rc::Rc;

use super::bluesky::{self, Other};
use super::grammar::{Grammar, GrammarError, Rule};
use super::json::{Json, Spelling};
use super::mastodon;
use super::people::{Author, People};
use super::post::{Moment, Network, Post, Relation};
use super::random::Random;
use super::tape::Tally;
use super::x;

/// How many people there are.
const PEOPLE: u64 = 100_000;
/// How many posts back may be answered, passed on or repeated.
const MEMORY: usize = 256;
/// Bytes collected before they are written.
const BLOCK: usize = 1 << 18;

/// Why a load cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The word files lack a rule.
    #[error(transparent)]
    Grammar(#[from] GrammarError),
    /// The writer failed.
    #[error("cannot write the recording")]
    Write(#[from] std::io::Error),
}

/// The form of the recording.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub enum Form {
    /// X v2 stream lines.
    X,
    /// Mastodon statuses, one a line.
    Mastodon,
    /// Mastodon statuses as the body of an event stream.
    MastodonEvents,
    /// Bluesky Jetstream v1 lines.
    Bluesky,
    /// One text a line.
    Text,
    /// X, Mastodon and Bluesky lines in one file.
    Mixed,
}

/// Whether likes, deletions and their like come along, as they do on Bluesky.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Others {
    /// Eight to a post, as measured.
    Many,
    /// None.
    None,
}

/// What to make.
#[derive(Clone, Debug)]
pub struct Load {
    /// In which form.
    pub form: Form,
    /// How many posts, without the repeated ones.
    pub posts: u64,
    /// What everything follows from.
    pub seed: u64,
    /// The time of the first post.
    pub start: Moment,
    /// Microseconds over which the posts are spread.
    pub span: i64,
    /// Repeated posts, of a million.
    pub duplicates: u64,
    /// Broken lines, of a million posts.
    pub broken: u64,
    /// Likes and the like.
    pub others: Others,
}

impl Load {
    /// Writes the recording and says what is in it.
    ///
    /// # Errors
    /// When the word files lack a rule, or the writer fails.
    pub fn write(&self, grammar: &Grammar, out: &mut dyn Write) -> Result<Tally, LoadError> {
        let mut press = Press::new(self, grammar)?;
        for serial in 0..self.posts {
            press.post(serial);
            if press.json.out.len() >= BLOCK {
                out.write_all(&press.json.out)?;
                press.json.out.clear();
            }
        }
        out.write_all(&press.json.out)?;
        out.flush()?;
        Ok(press.tally)
    }
}

/// The rules a load speaks by.
struct Tongues {
    english: Rule,
    emoji: Rule,
    tag: Rule,
    abroad: [(&'static str, Rule); 3],
}

struct Press<'a> {
    load: &'a Load,
    grammar: &'a Grammar,
    people: People,
    tongues: Tongues,
    random: Random,
    json: Json,
    tally: Tally,
    recent: VecDeque<(Network, Rc<Post>)>,
}

impl<'a> Press<'a> {
    fn new(load: &'a Load, grammar: &'a Grammar) -> Result<Self, GrammarError> {
        let tongues = Tongues {
            english: grammar.rule("load")?,
            emoji: grammar.rule("load.emoji")?,
            tag: grammar.rule("load.tag")?,
            abroad: [
                ("de", grammar.rule("load.de")?),
                ("es", grammar.rule("load.es")?),
                ("ja", grammar.rule("load.ja")?),
            ],
        };
        Ok(Self {
            load,
            grammar,
            people: People::new(grammar)?,
            tongues,
            random: Random::new(load.seed),
            json: Json::new(Spelling::Utf8),
            tally: Tally::default(),
            recent: VecDeque::with_capacity(MEMORY),
        })
    }

    fn post(&mut self, serial: u64) {
        let network = match self.load.form {
            Form::X => Network::X,
            Form::Mastodon | Form::MastodonEvents => Network::Mastodon,
            Form::Bluesky | Form::Text => Network::Bluesky,
            Form::Mixed => [Network::X, Network::X, Network::Mastodon, Network::Bluesky]
                [self.random.below(4) as usize],
        };
        let post = Rc::new(self.invent(serial, network));
        self.write(network, &post);
        if self.random.chance(self.load.duplicates)
            && let Some((network, again)) = self.random.pick(self.recent.make_contiguous()).cloned()
        {
            self.write(network, &again);
            self.tally.duplicates += u64::from(self.load.form != Form::Text);
        }
        if self.random.chance(self.load.broken) {
            self.break_one(network, &post);
        }
        if network == Network::Bluesky
            && self.load.form != Form::Text
            && self.load.others == Others::Many
        {
            self.stir(&post);
        }
        if self.recent.len() == MEMORY {
            self.recent.pop_front();
        }
        self.recent.push_back((network, post));
    }

    /// The time goes on evenly and jitters by three seconds, within the span.
    fn invent(&mut self, serial: u64, network: Network) -> Post {
        let even = (i128::from(self.load.span) * i128::from(serial)
            / i128::from(self.load.posts.max(1))) as i64;
        let shaken = (even + self.random.around(3_000_000)).clamp(0, self.load.span.max(1) - 1);
        let reach = self.random.between(1, PEOPLE);
        let author = self.people.person(self.random.below(reach));
        let mut post =
            Post { at: Moment(self.load.start.0 + shaken), serial, author, ..Post::default() };
        let other = self
            .random
            .pick(self.recent.make_contiguous())
            .filter(|(on, _)| *on == network)
            .map(|(_, other)| Rc::clone(other));
        match (self.random.below(100), other) {
            (0..3, Some(other))
                if network != Network::Bluesky
                    && !matches!(other.relation, Relation::Repost(_)) =>
            {
                post.text.clone_from(&other.text);
                post.lang = other.lang;
                post.relation = Relation::Repost(other);
                return post;
            }
            (3..25, Some(other)) => post.relation = Relation::Reply(plain(&other)),
            (25..29, Some(other)) => post.relation = Relation::Quote(plain(&other)),
            _ => {}
        }
        self.speak(&mut post);
        post
    }

    fn speak(&mut self, post: &mut Post) {
        let (lang, rule) = match self.random.below(100) {
            ticket @ 0..12 => self.tongues.abroad[ticket as usize / 4],
            12..15 => ("", self.tongues.english),
            _ => ("en", self.tongues.english),
        };
        post.lang = lang;
        self.grammar.say(rule, &mut self.random, &mut post.text);
        for (rule, percent) in [(self.tongues.emoji, 22), (self.tongues.tag, 14)] {
            if self.random.percent(percent) {
                post.text.push(' ');
                self.grammar.say(rule, &mut self.random, &mut post.text);
            }
        }
    }

    fn write(&mut self, network: Network, post: &Post) {
        self.tally.frames += 1;
        self.tally.carrying += 1;
        self.tally.posts += 1;
        self.put(network, post);
    }

    fn put(&mut self, network: Network, post: &Post) {
        match (self.load.form, network) {
            (Form::Text, _) => {
                self.json.out.extend_from_slice(post.text.replace('\n', " ").as_bytes());
                self.json.end_line("\n");
            }
            (Form::MastodonEvents, _) => mastodon::event(post, "update", &mut self.json.out),
            (_, Network::X) => x::stream_line(post, &mut self.json),
            (_, Network::Mastodon) => mastodon::status_line(post, &mut self.json),
            (_, Network::Bluesky) => bluesky::post_line(post, bluesky::Dialect::V1, &mut self.json),
        }
    }

    /// The first half of a line, its end in the middle; of a text, a line that is no UTF-8.
    fn break_one(&mut self, network: Network, post: &Post) {
        let start = self.json.out.len();
        self.put(network, post);
        let whole = self.json.out.len();
        self.json.out.truncate(start + (whole - start) / 2);
        self.json.out.push(0xff);
        self.json.end_line(if self.load.form == Form::MastodonEvents { "\n\n" } else { "\n" });
        self.tally.frames += 1;
        self.tally.undecodable += 1;
    }

    fn stir(&mut self, post: &Post) {
        for _ in 0..self.random.below(17) {
            let other = match self.random.below(20) {
                0 => Other::Delete,
                1 => Other::Identity,
                2..5 => Other::Follow,
                5..7 => Other::Repost,
                _ => Other::Like,
            };
            bluesky::other_line(other, post, bluesky::Dialect::V1, &mut self.json);
            self.tally.frames += 1;
            self.tally.not_posts += 1;
        }
    }
}

/// A post without what it refers to itself, so that chains of answers are not kept for ever.
fn plain(post: &Rc<Post>) -> Rc<Post> {
    if matches!(post.relation, Relation::Alone) {
        return Rc::clone(post);
    }
    let author = Author::clone(&post.author);
    let text = post.text.clone();
    Rc::new(Post {
        at: post.at,
        serial: post.serial,
        author,
        lang: post.lang,
        text,
        relation: Relation::Alone,
    })
}
