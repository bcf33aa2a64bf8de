//! How people type: capitals, missing full stops, an afterthought, emoji, hashtags. What was said
//! stays said.

use super::acts::Mood;
use super::grammar::{Grammar, GrammarError, Rule};
use super::random::Random;

/// What a mood adds to a text.
#[derive(Debug)]
struct Colour {
    tail: Rule,
    emoji: Rule,
    tag: Rule,
}

/// The habits, ready for use.
#[derive(Debug)]
pub struct Voice {
    glad: Colour,
    cross: Colour,
    mixed: Colour,
    opener: Rule,
}

impl Voice {
    /// From the word files.
    ///
    /// # Errors
    /// When they lack the rules for it.
    pub fn new(grammar: &Grammar) -> Result<Self, GrammarError> {
        let colour = |name: &str| -> Result<Colour, GrammarError> {
            Ok(Colour {
                tail: grammar.rule(&format!("tail.{name}"))?,
                emoji: grammar.rule(&format!("emoji.{name}"))?,
                tag: grammar.rule(&format!("tag.{name}"))?,
            })
        };
        Ok(Self {
            glad: colour("glad")?,
            cross: colour("cross")?,
            mixed: colour("mixed")?,
            opener: grammar.rule("opener")?,
        })
    }

    /// Types an English text the way people do.
    pub fn type_english(
        &self,
        text: &mut String,
        mood: Mood,
        grammar: &Grammar,
        random: &mut Random,
    ) {
        if mood == Mood::Plain {
            return;
        }
        self.trail_off(text, mood, grammar, random);
        match random.below(100) {
            0..14 => lower(text),
            14..16 if matches!(mood, Mood::Glad | Mood::Cross) => *text = text.to_uppercase(),
            16..24 => {
                let mut opened = String::new();
                grammar.say(self.opener, random, &mut opened);
                lower_first(text);
                *text = opened + " " + text;
            }
            _ => {}
        }
        if random.percent(30) && text.ends_with('.') {
            text.pop();
        }
        self.decorate(text, mood, grammar, random);
    }

    /// Adds an afterthought to a short English text, now and then.
    pub fn trail_off(&self, text: &mut String, mood: Mood, grammar: &Grammar, random: &mut Random) {
        if let Some(colour) = self.colour(mood).filter(|_| text.len() < 110 && random.percent(45)) {
            text.push_str(if text.ends_with(char::is_alphanumeric) { ". " } else { " " });
            grammar.say(colour.tail, random, text);
        }
    }

    /// Adds emoji and hashtags, in any language.
    pub fn decorate(&self, text: &mut String, mood: Mood, grammar: &Grammar, random: &mut Random) {
        let Some(colour) = self.colour(mood) else { return };
        if random.percent(18) {
            text.push(' ');
            grammar.say(colour.emoji, random, text);
        }
        if random.percent(12) {
            text.push(' ');
            grammar.say(colour.tag, random, text);
        }
    }

    const fn colour(&self, mood: Mood) -> Option<&Colour> {
        match mood {
            Mood::Glad => Some(&self.glad),
            Mood::Cross => Some(&self.cross),
            Mood::Mixed => Some(&self.mixed),
            Mood::Quiet | Mood::Plain => None,
        }
    }
}

/// Small letters throughout, but not in links.
fn lower(text: &mut String) {
    if !text.contains("https://") {
        *text = text.to_lowercase();
    }
}

/// A small first letter, unless it begins a word that stays large: `I`, a name, a shout.
fn lower_first(text: &mut str) {
    let plain = text.split(' ').next().is_some_and(|word| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase)
            && word.len() > 1
            && letters.all(|c| !c.is_uppercase())
            && !["Velomoth", "Torqbee", "Glidewick", "Hufftrike", "Odalys", "Roses", "I'd"]
                .iter()
                .any(|name| word.starts_with(name))
    });
    if plain && text.is_char_boundary(1) {
        text[..1].make_ascii_lowercase();
    }
}
