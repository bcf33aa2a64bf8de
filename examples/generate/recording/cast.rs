//! The named ones of the story (firms, papers, bots) and what they say at a given time.
//!
//! They are as invented as everybody else; their numbers are below those of the people.

use super::people::Author;
use super::post::Network;

/// Lines of `time network who text`.
const SCRIPT: &str = include_str!("../words/script.txt");

/// One entry of the script.
#[derive(Debug)]
pub struct Cue {
    /// Seconds since midnight.
    pub second: i64,
    /// Where.
    pub network: Network,
    /// Who.
    pub author: Author,
    /// What.
    pub text: String,
}

/// The script, in the order of time; lines that are no cues are passed over.
pub fn script() -> Vec<Cue> {
    SCRIPT.lines().filter_map(cue).collect()
}

fn cue(line: &str) -> Option<Cue> {
    let mut parts = line.splitn(4, ' ');
    let (time, network, who, text) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let network = match network {
        "x" => Network::X,
        "mastodon" => Network::Mastodon,
        "bluesky" => Network::Bluesky,
        _ => return None,
    };
    Some(Cue {
        second: second(time)?,
        network,
        author: named(who)?,
        text: text.replace("\\n", "\n"),
    })
}

/// `07:45:10` as seconds since midnight.
fn second(time: &str) -> Option<i64> {
    time.split(':')
        .try_fold(0, |sum, part| part.parse::<i64>().ok().map(|number| sum * 60 + number))
}

/// Somebody of the cast by their short name.
pub fn named(short: &str) -> Option<Author> {
    let (number, handle, name, about) = match short {
        "velomoth" => (1, "velomoth", "Velomoth", "The bicycle that leaves the light on."),
        "odalys" => {
            (2, "odalys_quill", "Odalys Quill", "Builds bicycles in a shed. Founder, Velomoth.")
        }
        "torqbee" => (3, "torqbee", "Torqbee", "Strong like a bee."),
        "glidewick" => (4, "glidewick", "Glidewick & Daughters", "Bicycles since 1951."),
        "hufftrike" => (5, "hufftrike", "Hufftrike", "Three wheels. No hurry."),
        "gazette" => {
            (6, "pedalgazette", "The Pedal Gazette", "News on two wheels, sometimes three.")
        }
        "wire" => (7, "spokeswire", "Spokes Wire", "Short news, long rides."),
        "statusbot" => (8, "mothstatusbot", "Moth status", "I am a bot. Beep."),
        _ => return None,
    };
    let bot = short == "statusbot";
    Some(Author {
        number,
        handle: handle.to_owned(),
        name: name.to_owned(),
        about: about.to_owned(),
        bot,
    })
}

/// The spam bot of a number.
pub fn spammer(number: u64) -> Author {
    Author {
        number: 40 + number % 20,
        handle: format!("win_big_{}", 100 + number % 20),
        name: "WIN BIG 💸".to_owned(),
        about: "Ask me how!!!".to_owned(),
        bot: number.is_multiple_of(2),
    }
}
