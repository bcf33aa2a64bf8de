//! What each source has brought, and whether that is less than a source should bring: not one post
//! of all its frames, or text that looks like JSON.
//!
//! Single frames that could not be read are counted, and no reason to complain.

use super::outcome::Failed;
use crate::mention::Counts;

/// Of texts more than this share, in percent, look like JSON where a source is complained of.
const MOSTLY: u64 = 50;

/// What a source has brought.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Account {
    posts: u64,
    unrecognized: u64,
    undecodable: u64,
    texts: Texts,
    /// What the first frame that was not recognized holds.
    example: Option<String>,
}

/// Lines that were read as texts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Texts {
    /// All of them.
    pub(super) all: u64,
    /// Of those, what looks like JSON.
    pub(super) json: u64,
}

impl Texts {
    /// Adds a line.
    pub(super) fn add(&mut self, line: &[u8]) {
        let line = line.trim_ascii();
        let is_json = matches!(
            (line.first(), line.last()),
            (Some(b'{'), Some(b'}')) | (Some(b'['), Some(b']'))
        );
        self.all += 1;
        self.json += u64::from(is_json && line.contains(&b'"'));
    }
}

impl Account {
    /// Adds what a load, or the part of it that was taken, has brought.
    pub(super) fn add(&mut self, counts: &Counts, texts: Texts, example: Option<String>) {
        self.posts = self.posts.saturating_add(counts.posts);
        self.unrecognized = self.unrecognized.saturating_add(counts.unrecognized);
        self.undecodable = self.undecodable.saturating_add(counts.undecodable);
        self.texts.all = self.texts.all.saturating_add(texts.all);
        self.texts.json = self.texts.json.saturating_add(texts.json);
        if self.example.is_none() {
            self.example = example;
        }
    }

    /// What there is to complain of, with what to do about it.
    pub(super) fn complaint(&self, source: &str) -> Option<Failed> {
        let failed = |reason: String, advice: &str| {
            let (source, advice) = (source.to_owned(), Some(advice.to_owned()));
            Some(Failed { source, reason, advice })
        };
        if self.texts.json * 100 > self.texts.all * MOSTLY {
            let Texts { all, json } = self.texts;
            let reason = format!("{json} of {all} lines were scored as texts but look like JSON");
            return failed(reason, "read it with --input json, and see `moodwire check FILE`");
        }
        if self.posts > 0 {
            return None;
        }
        match (self.unrecognized, self.undecodable) {
            (0, 0) => None,
            (0, undecodable) => failed(
                format!("not one post: {undecodable} frames could not be decoded"),
                "--rejects FILE keeps them with the reasons",
            ),
            (unrecognized, undecodable) => {
                let and = match undecodable {
                    0 => String::new(),
                    undecodable => format!(", {undecodable} could not be decoded"),
                };
                let holds =
                    self.example.as_deref().map(|keys| format!(" (the first holds {keys})"));
                let holds = holds.unwrap_or_default();
                failed(
                    format!("not one post: {unrecognized} frames were not recognized{holds}{and}"),
                    "name what holds the text with --text-column, as a column or a path \
                     (user.note); `moodwire check FILE` says what is seen",
                )
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn only_a_source_without_a_post_or_with_json_for_texts_is_complained_of() {
        let json = |all, json| Texts { all, json };
        let rows = [
            (0, 0, 0, json(0, 0), None),
            (1, 9, 9, json(0, 0), None),
            (0, 0, 3, json(0, 0), Some("not one post: 3 frames could not be decoded")),
            (
                0,
                2,
                0,
                json(0, 0),
                Some("not one post: 2 frames were not recognized (the first holds a, b)"),
            ),
            (4, 0, 0, json(4, 2), None),
            (4, 0, 0, json(4, 3), Some("3 of 4 lines were scored as texts but look like JSON")),
        ];
        for (posts, unrecognized, undecodable, texts, wanted) in rows {
            let mut account = Account::default();
            let counts = Counts { posts, unrecognized, undecodable, ..Counts::default() };
            account.add(&counts, texts, Some("a, b".to_owned()));
            let told = account.complaint("x").map(|failed| failed.reason);
            assert_eq!(told.as_deref(), wanted);
        }
    }

    #[test]
    fn lines_that_look_like_json_are_told_from_texts() {
        let rows = [
            ("{\"text\":\"a\"}", 1),
            (" [\"a\"] \r", 1),
            ("{}", 0),
            ("{smile}", 0),
            ("[sic] \"so\"", 0),
        ];
        for (line, json) in rows {
            let mut texts = Texts::default();
            texts.add(line.as_bytes());
            assert_eq!(texts.json, json, "{line}");
        }
    }
}
