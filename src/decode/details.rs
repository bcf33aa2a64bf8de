//! What some networks tell beside the text: media, how often a post was liked, whom it answers.

use crate::json::{Reader, Result, Value};
use crate::post::Details;

/// What is attached to a post.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Media {
    pub images: bool,
    pub videos: bool,
}

impl Media {
    /// From the word that X or Mastodon has for it.
    pub(super) fn named(word: &str) -> Self {
        Self {
            images: matches!(word, "photo" | "animated_gif" | "image" | "gifv"),
            videos: word == "video",
        }
    }

    /// Both together.
    pub(super) fn and(self, more: Self) -> Self {
        Self { images: self.images || more.images, videos: self.videos || more.videos }
    }

    /// Reads a list of objects with a `type`.
    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self> {
        let mut media = Self::default();
        reader.list(|reader| {
            let mut kind = None;
            reader.object(|reader, key| match key {
                b"type" => reader.fill(&mut kind),
                _ => Ok(()),
            })?;
            if let Some(kind) = kind.and_then(Value::text) {
                media = media.and(Self::named(&kind));
            }
            Ok(())
        })?;
        Ok(media)
    }

    /// Puts it among the details of a post.
    pub(super) fn put(self, details: &mut Details<'_>) {
        (details.images, details.videos) = (self.images, self.videos);
    }
}
