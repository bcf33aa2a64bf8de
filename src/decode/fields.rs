//! Unknown objects and rows of tables, read by the names of their members, or by those a user
//! names.

use std::borrow::Cow;

use crate::json::{Node, Object};
use crate::language;
use crate::post::{Marks, Network, Post, Scope, Timestamp};

use super::draft::{Desk, Draft};
use super::roles::{Role, Roles};
use super::time::Moment;
use super::value;

/// Members or columns that a user names: a name, or a path such as `user.screen_name`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Fields {
    /// What a post says.
    pub text: Option<String>,
    /// When it was published.
    pub time: Option<String>,
    /// By whom.
    pub author: Option<String>,
    /// What makes it one and the same.
    pub id: Option<String>,
    /// In which language.
    pub lang: Option<String>,
}

impl Fields {
    /// Whether any is named.
    #[must_use]
    pub fn are_named(&self) -> bool {
        [&self.text, &self.time, &self.author, &self.id, &self.lang]
            .iter()
            .any(|name| name.is_some())
    }
}

/// The member that a user names: as it is written, else whatever its case.
pub(super) fn find<'n, 'a>(object: &'n Object<'a>, path: &str) -> Option<&'n Node<'a>> {
    object.find(path).or_else(|| {
        let same = |(name, _): &(&str, _)| name.trim().eq_ignore_ascii_case(path.trim());
        object.members().find(same).map(|(_, node)| node)
    })
}

/// The text by the usual names, the first that is not empty.
pub(super) fn text<'a>(roles: &Roles<'_, 'a>, role: Role) -> Option<Cow<'a, str>> {
    let mut texts = roles.all(role).filter_map(value::text);
    let first = texts.next()?;
    match first.trim().is_empty() {
        true => texts.find(|text| !text.trim().is_empty()).or(Some(first)),
        false => Some(first),
    }
}

/// A draft with this text; what the object does not say, the one around it may.
pub(super) fn draft<'a>(
    desk: &mut Desk<'_>,
    text: Cow<'a, str>,
    roles: &Roles<'_, 'a>,
    outer: Option<&Roles<'_, 'a>>,
) -> Draft<'a> {
    let both = || std::iter::once(roles).chain(outer);
    let mut marks = marks(roles);
    let is_cut = marks.repost || text.starts_with("RT @");
    let original = self::text(roles, Role::Original).filter(|text| is_cut && !text.is_empty());
    marks.repost |= original.is_some();
    let at = match moment(desk, roles) {
        Moment::Nothing => outer.map_or(Moment::Nothing, |outer| moment(desk, outer)),
        at => at,
    };
    let url = both().find_map(|roles| {
        roles.all(Role::Url).filter_map(value::given).find(|url| url.starts_with("http"))
    });
    let mut draft = Draft {
        at,
        author: both().find_map(|roles| roles.all(Role::Author).find_map(value::author)),
        author_id: both().find_map(|roles| roles.all(Role::AuthorId).find_map(value::given)),
        id: both().find_map(|roles| roles.all(Role::Id).find_map(value::id)),
        lang: both().find_map(|roles| roles.all(Role::Lang).find_map(lang)),
        network: network(roles, url.as_deref()),
        url,
        marks,
        ..Draft::new(original.unwrap_or(text))
    };
    of_bluesky(&mut draft);
    draft
}

/// What a user has named, as far as an object has it.
#[derive(Debug, Default)]
pub(super) struct Named {
    at: Option<Moment>,
    author: Option<Option<String>>,
    id: Option<Option<(String, Scope)>>,
    lang: Option<Option<String>>,
}

impl Named {
    pub(super) fn of(fields: &Fields, desk: &mut Desk<'_>, object: &Object<'_>) -> Self {
        if !fields.are_named() {
            return Self::default();
        }
        let node = |path: &String| find(object, path);
        let at = |path| node(path).map_or(Moment::Nothing, |node| desk.moment(node));
        Self {
            at: fields.time.as_ref().map(at),
            author: fields.author.as_ref().map(|path| Some(value::author(node(path)?)?.into())),
            id: fields.id.as_ref().map(|path| {
                let (id, scope) = value::id(node(path)?)?;
                Some((id.into_owned(), scope))
            }),
            lang: fields.lang.as_ref().map(|path| Some(lang(node(path)?)?.into_owned())),
        }
    }

    /// Puts it into a post.
    pub(super) fn put(self, post: &mut Post<'_>, received: Timestamp) {
        if let Some(at) = self.at {
            (post.at, post.timing) = at.or_receipt(received);
        }
        if let Some(author) = self.author {
            post.author = author.map(Cow::Owned);
            post.author_id = None;
        }
        if let Some(id) = self.id {
            let is_of_network = post.network != Network::Unknown;
            post.scope = match &id {
                Some((_, Scope::Network)) if !is_of_network => Scope::Source,
                Some((_, scope)) => *scope,
                None => Scope::Network,
            };
            (post.uri, post.version) = (None, None);
            post.id = id.map(|(id, _)| Cow::Owned(id));
        }
        if let Some(lang) = self.lang {
            post.lang = lang.map(Cow::Owned);
        }
    }
}

/// The moment by the usual names; a date and a time of day may stand apart.
pub(super) fn moment(desk: &mut Desk<'_>, roles: &Roles<'_, '_>) -> Moment {
    let whole = desk.first(roles.all(Role::Time));
    if let Moment::At(_) = whole {
        return whole;
    }
    let given = |role| roles.all(role).find_map(value::given);
    let apart = match (given(Role::Date), given(Role::Clock)) {
        (Some(date), Some(clock))
            if !date.contains(':') && clock.contains(':') && clock.len() <= 15 =>
        {
            let zone = given(Role::Zone).unwrap_or_default();
            desk.text(&format!("{date} {clock} {zone}"))
        }
        _ => desk.first(roles.all(Role::Date).chain(roles.all(Role::Clock))),
    };
    match (whole, apart) {
        (_, at @ Moment::At(_)) => at,
        (Moment::Nothing, apart) => apart,
        _ => whole,
    }
}

/// A language, or the first of a list.
fn lang<'a>(node: &Node<'a>) -> Option<Cow<'a, str>> {
    match node {
        Node::List(list) => list.iter().find_map(lang),
        _ => language::declared(value::given(node)?),
    }
}

fn marks(roles: &Roles<'_, '_>) -> Marks {
    let any = |role| roles.all(role).any(value::is_true);
    let kinds: Vec<_> = roles.all(Role::Kind).filter_map(value::given).collect();
    let is_called = |words: [&str; 3]| {
        kinds.iter().any(|kind| words.iter().any(|word| kind.eq_ignore_ascii_case(word)))
    };
    let repost = any(Role::Repost) || is_called(["retweet", "repost", "retweeted"]);
    Marks {
        repost,
        reply: any(Role::Reply) || is_called(["reply", "replied_to", "replied"]),
        quote: !repost && (any(Role::Quote) || is_called(["quote", "quoted", "quote_tweet"])),
        bot: false,
    }
}

/// The network by its name, by the words of its members, or by its addresses.
fn network<'a>(roles: &Roles<'_, 'a>, url: Option<&str>) -> Network<'a> {
    if let Some(name) = roles.all(Role::Network).find_map(value::given) {
        return match &*name.to_lowercase() {
            "x" | "twitter" | "twitter.com" | "x.com" => Network::X,
            "mastodon" => Network::Mastodon,
            "bluesky" | "bsky" | "bsky.app" => Network::Bluesky,
            _ => Network::Other(name),
        };
    }
    let host = url.and_then(|url| url.split('/').nth(2)).unwrap_or_default();
    let host = host.trim_start_matches("www.").trim_start_matches("mobile.");
    match host {
        _ if roles.is_of_x => Network::X,
        "x.com" | "twitter.com" => Network::X,
        "reddit.com" | "old.reddit.com" => Network::Other("reddit".into()),
        "youtube.com" => Network::Other("youtube".into()),
        "news.ycombinator.com" => Network::Other("hackernews".into()),
        "threads.net" | "threads.com" => Network::Other("threads".into()),
        "t.me" => Network::Other("telegram".into()),
        _ => Network::Unknown,
    }
}

/// The address of a record of Bluesky says whose it is.
fn of_bluesky(draft: &mut Draft<'_>) {
    let Some((id, scope)) = &mut draft.id else { return };
    let Some(did) = id.strip_prefix("at://").and_then(|path| path.split('/').next()) else {
        return;
    };
    if did.starts_with("did:") && id.contains(super::bluesky_record::POSTS) {
        draft.network = Network::Bluesky;
        draft.author = Some(Cow::Owned(did.to_owned()));
        draft.author_id = None;
        *scope = Scope::Network;
    }
}
