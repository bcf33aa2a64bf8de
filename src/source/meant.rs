//! What somebody may have meant who names as a source what is no file: a network in other words,
//! or the address of a page.

use super::mastodon::PREFIX;

/// Names under which people know the networks that can be listened to, and the sources they are.
const KNOWN: [(&str, &str); 8] = [
    ("bluesky", "bluesky"),
    ("bsky", "bluesky"),
    ("jetstream", "bluesky"),
    ("x", "x"),
    ("twitter", "x"),
    ("mastodon", "mastodon:HOST"),
    ("fediverse", "mastodon:HOST"),
    ("stdin", "-"),
];

/// How like a known name another must be to be taken for it, from 0 to 1.
const LIKE: f64 = 0.82;

/// The source that was probably meant.
pub(super) fn meant(name: &str) -> Option<String> {
    let lower = name.trim().to_lowercase();
    if let Some(host) = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://")) {
        return page(host.split(['/', '?', '#']).next().unwrap_or_default());
    }
    let word = lower.split([':', '@', '/']).next().unwrap_or_default();
    let likeness = |known: &str| match known.len() {
        // One letter is like any other.
        1 => f64::from(u8::from(known == word)),
        _ => strsim::jaro_winkler(known, word),
    };
    let (best, source) =
        KNOWN.into_iter().max_by(|(a, _), (b, _)| likeness(a).total_cmp(&likeness(b)))?;
    (likeness(best) >= LIKE).then(|| source.to_owned())
}

/// The network behind the address of a page.
fn page(host: &str) -> Option<String> {
    let host = host.strip_prefix("www.").unwrap_or(host);
    match host {
        "x.com" | "twitter.com" => Some("x".to_owned()),
        "bsky.app" | "bsky.social" => Some("bluesky".to_owned()),
        _ if host.contains("mastodon") || host.contains("mstdn") => Some(format!("{PREFIX}{host}")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_are_known_by_their_other_names_and_through_slips() {
        let rows = [
            ("bluesy", Some("bluesky")),
            ("Bluesky", Some("bluesky")),
            ("bsky", Some("bluesky")),
            ("blueksy", Some("bluesky")),
            ("twitter", Some("x")),
            ("X", Some("x")),
            ("mastodon", Some("mastodon:HOST")),
            ("mastadon:mastodon.social", Some("mastodon:HOST")),
            ("https://mastodon.social/@rust", Some("mastodon:mastodon.social")),
            ("https://www.x.com/rustlang", Some("x")),
            ("http://example.org/posts", None),
            ("reddit", None),
            ("posts.jsonl", None),
            ("y", None),
            ("", None),
        ];
        for (typed, wanted) in rows {
            assert_eq!(meant(typed).as_deref(), wanted, "{typed}");
        }
    }
}
