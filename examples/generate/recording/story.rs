//! The bundled recording: the launch day of an invented bicycle, told by invented people on three
//! networks.
//!
//! What happens when is in `acts`; here it is spread over people, languages and networks, with the
//! flaws that real streams have: duplicates, late arrivals, likes, deletions, broken lines.

use std::rc::Rc;

use super::acts::{ACTS, Act, Mood};
use super::bluesky::{self, Other};
use super::cast;
use super::grammar::{Grammar, GrammarError};
use super::json::{Json, Spelling};
use super::mastodon;
use super::people::{Author, People};
use super::post::{Moment, Network, Post, Relation};
use super::random::Random;
use super::tape::{Carried, Tape};
use super::voice::Voice;
use super::x;

/// 2026-05-14T00:00:00Z, a Thursday.
const DAY: Moment = Moment(1_778_716_800_000_000);
/// How many people take part.
const PEOPLE: u64 = 2_600;
/// How many posts back people answer, quote and pass on.
const MEMORY: usize = 48;

/// The whole day, before it is put in the order of arrival.
///
/// # Errors
/// When the word files lack a rule of the story.
pub fn tell(grammar: &Grammar) -> Result<Tape, GrammarError> {
    let mut teller = Teller::new(grammar)?;
    let mut cues = cast::script().into_iter().peekable();
    for act in &ACTS {
        for minute in act.start..act.end {
            for at in teller.moments(act, minute) {
                while let Some(cue) = cues.next_if(|cue| DAY.plus_seconds(cue.second) <= at) {
                    teller.announce(cue);
                }
                teller.post(act, at)?;
            }
            teller.interrupt(minute);
        }
    }
    cues.for_each(|cue| teller.announce(cue));
    Ok(teller.tape)
}

/// What the teller must remember.
struct Teller<'a> {
    grammar: &'a Grammar,
    people: People,
    voice: Voice,
    random: Random,
    serial: u64,
    tape: Tape,
    recent: Vec<(Network, Rc<Post>)>,
}

impl<'a> Teller<'a> {
    fn new(grammar: &'a Grammar) -> Result<Self, GrammarError> {
        Ok(Self {
            grammar,
            people: People::new(grammar)?,
            voice: Voice::new(grammar)?,
            random: Random::new(0x6d6f_7468),
            serial: 0,
            tape: Tape::default(),
            recent: Vec::new(),
        })
    }

    /// When posts are published in a minute of an act, in order.
    fn moments(&mut self, act: &Act, minute: i64) -> Vec<Moment> {
        let (from, to) = (act.pace.0 as i64, act.pace.1 as i64);
        let pace = from + (to - from) * (minute - act.start) / (act.end - act.start);
        let count = (pace + self.random.around(pace as u64 / 5)).max(1);
        let second = |random: &mut Random| {
            Moment(DAY.0 + minute * 60_000_000 + random.below(60_000_000) as i64)
        };
        let mut moments: Vec<_> = (0..count).map(|_| second(&mut self.random)).collect();
        moments.sort_unstable();
        moments
    }

    /// One post of an act, by somebody.
    fn post(&mut self, act: &Act, at: Moment) -> Result<(), GrammarError> {
        let network = match self.random.below(100) {
            0..48 => Network::X,
            48..72 => Network::Mastodon,
            _ => Network::Bluesky,
        };
        let reach = self.random.between(1, PEOPLE);
        let author = self.people.person(self.random.below(reach));
        let lang = language(&author);
        let other = self.recent_on(network);
        let mut post = Post { at, lang, author, ..Post::default() };
        match (self.random.below(100), other) {
            (0..7, Some(other)) => self.pass_on(&mut post, other),
            (7..24, Some(other)) => self.answer(&mut post, act, network, other)?,
            (24..28, Some(other)) => {
                self.speak(&mut post, act)?;
                post.relation = Relation::Quote(other);
            }
            _ => self.speak(&mut post, act)?,
        }
        self.publish(network, post);
        Ok(())
    }

    /// A recent post of a network that is not itself passed on.
    fn recent_on(&mut self, network: Network) -> Option<Rc<Post>> {
        let fits = |(on, post): &&(Network, Rc<Post>)| {
            *on == network && !matches!(post.relation, Relation::Repost(_))
        };
        let posts: Vec<_> = self.recent.iter().filter(fits).map(|(_, post)| post).collect();
        self.random.pick(&posts).map(|post| Rc::clone(post))
    }

    fn pass_on(&mut self, post: &mut Post, other: Rc<Post>) {
        post.text.clone_from(&other.text);
        post.lang = other.lang;
        post.relation = Relation::Repost(other);
    }

    fn answer(
        &mut self,
        post: &mut Post,
        act: &Act,
        network: Network,
        other: Rc<Post>,
    ) -> Result<(), GrammarError> {
        if network != Network::Bluesky {
            let to_the_firm = self.random.percent(45);
            let handle = if to_the_firm { "velomoth" } else { other.author.handle.as_str() };
            post.text = format!("@{handle} ");
        }
        let mut text = String::new();
        if post.lang == "en" {
            self.grammar.say(self.grammar.rule(act.reply.0)?, &mut self.random, &mut text);
            self.voice.trail_off(&mut text, act.reply.1, self.grammar, &mut self.random);
            self.voice.decorate(&mut text, act.reply.1, self.grammar, &mut self.random);
        } else {
            self.say_abroad(act, post.lang, &mut text)?;
        }
        post.text.push_str(&text);
        post.relation = Relation::Reply(other);
        Ok(())
    }

    /// Says something of the act in the author's language; news and spam have authors of their own.
    fn speak(&mut self, post: &mut Post, act: &Act) -> Result<(), GrammarError> {
        if post.lang != "en" {
            let mut text = String::new();
            self.say_abroad(act, post.lang, &mut text)?;
            post.text = text;
            return Ok(());
        }
        let total = act.sayings.iter().map(|saying| saying.1).sum();
        let mut ticket = self.random.below(total);
        for (rule, weight, mood) in act.sayings {
            if ticket < *weight {
                self.grammar.say(self.grammar.rule(rule)?, &mut self.random, &mut post.text);
                self.voice.type_english(&mut post.text, *mood, self.grammar, &mut self.random);
                self.credit(post, rule);
                break;
            }
            ticket -= weight;
        }
        if self.random.percent(5) {
            post.lang = "";
        }
        Ok(())
    }

    fn credit(&mut self, post: &mut Post, rule: &str) {
        if *rule == *"spam" {
            post.author = cast::spammer(self.random.draw());
        } else if rule.starts_with("press.") {
            let paper = if post.text.contains("pedalgazette") { "gazette" } else { "wire" };
            post.author = cast::named(paper).unwrap_or_default();
        }
    }

    fn say_abroad(&mut self, act: &Act, lang: &str, text: &mut String) -> Result<(), GrammarError> {
        let (tongue, mood) =
            if self.random.percent(10) { ("chatter", Mood::Quiet) } else { act.tongue };
        let rule = self.grammar.rule(&format!("{tongue}.{lang}"))?;
        self.grammar.say(rule, &mut self.random, text);
        let outcry = match mood {
            Mood::Glad => Some("glad"),
            Mood::Cross => Some("cross"),
            Mood::Mixed | Mood::Quiet => Some("mixed"),
            Mood::Plain => None,
        };
        if let Some(outcry) = outcry.filter(|_| self.random.percent(65)) {
            text.push_str(if lang == "ja" || text.ends_with(' ') { "" } else { " " });
            self.grammar.say(
                self.grammar.rule(&format!("{outcry}.{lang}"))?,
                &mut self.random,
                text,
            );
        }
        self.voice.decorate(text, mood, self.grammar, &mut self.random);
        Ok(())
    }

    fn announce(&mut self, cue: cast::Cue) {
        let at = DAY.plus_seconds(cue.second);
        self.publish(
            cue.network,
            Post { at, author: cue.author, lang: "en", text: cue.text, ..Post::default() },
        );
    }

    /// Puts a post on the tape, and with it what clings to it: repeats, likes, broken copies.
    fn publish(&mut self, network: Network, mut post: Post) {
        post.text.truncate(post.text.trim_end().len());
        post.serial = self.serial;
        self.serial += 1;
        if network == Network::Bluesky && matches!(post.relation, Relation::Repost(_)) {
            return self.notice(Other::Repost, &post);
        }
        let (bytes, carried) = written(network, &post);
        let arrives = Moment(post.at.0 + self.delay());
        if self.random.chance(12_000) {
            let again = arrives.plus_seconds(self.random.between(1, 90) as i64);
            self.tape.push(again, bytes.clone(), carried.clone());
        }
        if self.random.chance(1_600) {
            let half = [&bytes[..bytes.len() * 2 / 3], b"\n"].concat();
            self.tape.push(
                arrives,
                String::from_utf8_lossy(&half).into_owned().into_bytes(),
                Carried::Undecodable,
            );
        }
        self.tape.push(arrives, bytes, carried);
        if network == Network::Bluesky {
            self.stir(&post);
        }
        self.recent.push((network, Rc::new(post)));
        if self.recent.len() > MEMORY {
            self.recent.remove(0);
        }
    }

    /// Microseconds from publishing to arrival: mostly a second, sometimes many, rarely minutes.
    fn delay(&mut self) -> i64 {
        let millis = match self.random.below(1_000) {
            0..6 => self.random.between(120_000, 420_000),
            6..40 => self.random.between(4_000, 30_000),
            _ => self.random.between(150, 2_200),
        };
        millis as i64 * 1_000
    }

    /// Likes and the like that come with a post on Bluesky.
    fn stir(&mut self, post: &Post) {
        for _ in 0..self.random.below(3) {
            let other = match self.random.below(40) {
                0 => Other::Delete,
                1 => Other::Identity,
                2 => Other::Account,
                3..6 => Other::Follow,
                6..9 => Other::Repost,
                _ => Other::Like,
            };
            self.notice(other, post);
        }
    }

    fn notice(&mut self, other: Other, about: &Post) {
        let at = Moment(about.at.0 + self.random.between(500_000, 40_000_000) as i64);
        let serial = self.serial;
        self.serial += 1;
        let author = self.people.person(self.random.below(PEOPLE));
        let author = if other == Other::Delete { about.author.clone() } else { author };
        let mut json = Json::new(Spelling::Utf8);
        bluesky::other_line(
            other,
            &Post { at, serial, author, ..Post::default() },
            bluesky::Dialect::V1,
            &mut json,
        );
        self.tape.push(at, json.out, Carried::NotPost);
    }

    /// What is no post at all, at certain minutes of the day.
    fn interrupt(&mut self, minute: i64) {
        let at = DAY.plus_seconds(minute * 60 + 37);
        match minute {
            614 | 668 => self.tape.push(at, DISCONNECT.as_bytes().to_vec(), Carried::NotPost),
            655 => self.tape.push(at, BAD_GATEWAY.to_vec(), Carried::Undecodable),
            671 => self.tape.push(at, NOT_UTF8.to_vec(), Carried::Undecodable),
            _ if minute % 9 == 0 => self.tape.push(at, b"\r\n".to_vec(), Carried::Blank),
            _ => {}
        }
    }
}

const DISCONNECT: &str = "{\"errors\":[{\"title\":\"operational-disconnect\",\"disconnect_type\":\"UpstreamOperationalDisconnect\",\"detail\":\"Gone to look for a lamp.\",\"type\":\"https://api.x.com/2/problems/operational-disconnect\"}]}\r\n";
const BAD_GATEWAY: &[u8] =
    b"<html><head><title>502 Bad Gateway</title></head><body>moth in the relay</body></html>\n";
const NOT_UTF8: &[u8] = b"{\"id\":\"1\",\"text\":\"caf\xe9 \xff\xfe velomoth\"}\n";

/// A post as its network has it.
fn written(network: Network, post: &Post) -> (Vec<u8>, Carried) {
    let mut json = Json::new(Spelling::Utf8);
    let identity = match network {
        Network::X => {
            x::stream_line(post, &mut json);
            format!("x {}", x::id(post))
        }
        Network::Mastodon => {
            mastodon::status_line(post, &mut json);
            format!("mastodon {}", mastodon::address(post))
        }
        Network::Bluesky => {
            bluesky::post_line(post, bluesky::Dialect::V1, &mut json);
            format!("bluesky {} {}", post.author.did(), bluesky::key(post))
        }
    };
    (json.out, Carried::Posts(vec![identity]))
}

/// The language somebody writes in.
fn language(author: &Author) -> &'static str {
    match author.number * 37 % 100 {
        0..8 => "de",
        8..15 => "es",
        15..20 => "ja",
        20..24 => "fr",
        24..27 => "pt",
        _ => "en",
    }
}
