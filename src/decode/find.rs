//! Finds posts in whatever is around them: lists under any name, pages in pages, wrappers, ids as
//! names, columns.
//!
//! It goes through a document from its outside in. What is a post is not searched for more, but in
//! members that hold answers to it. Every object is looked at a few times, however deep it is.
//!
//! ```text
//! { "feed": [ { "post": { ● } }, … ], "cursor": … }      ● found in any of these ways, in order:
//!     named by the user · a known notice · a known dialect · a known shape · columns · names
//! ```

use std::borrow::Cow;

use crate::json::{Node, Object, Result};
use crate::post::{Post, Scope};

use super::draft::{Desk, Draft, complete, version};
use super::fields::{self, Fields, Named};
use super::message::{Decoded, Message, Sure};
use super::notices::notice;
use super::roles::{Role, Roles};
use super::shapes::SHAPES;
use super::verdict::{Emit, NotPost, Told, Verdict};
use super::{activity, bluesky_view, columns, value};

/// Members that hold answers to a post, or the posts of a page that has a title.
const ANSWERS: [&str; 10] = [
    "replies",
    "comments",
    "children",
    "descendants",
    "ancestors",
    "responses",
    "answers",
    "posts",
    "messages",
    "items",
];

/// Members that wrap a post.
const WRAPPERS: [&str; 10] = [
    "tweet",
    "post",
    "status",
    "_source",
    "node",
    "item",
    "data",
    "comment",
    "message",
    "attributes",
];

/// What was found how, to be told to a user.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Explained {
    /// The dialect or shape.
    pub shape: String,
    /// Of what was read by names: what it is, and the name or path.
    pub fields: Vec<(&'static str, String)>,
}

/// Where an object stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Around<'n> {
    /// It is the whole frame.
    Nothing,
    /// An element of a list.
    List,
    /// A member of that name.
    Member(&'n str),
}

/// Searches one frame.
pub(super) struct Finder<'f, 'e> {
    pub desk: Desk<'f>,
    pub fields: &'f Fields,
    pub emit: &'f mut Emit<'e>,
    posts: u32,
    notice: Option<NotPost>,
    has_empty_list: bool,
    explained: Option<Explained>,
}

impl<'f, 'e> Finder<'f, 'e> {
    pub(super) fn new(desk: Desk<'f>, fields: &'f Fields, emit: &'f mut Emit<'e>) -> Self {
        let (posts, notice, has_empty_list, explained) = (0, None, false, None);
        Self { desk, fields, emit, posts, notice, has_empty_list, explained }
    }

    /// How the first post was found.
    pub(super) fn explained(self) -> Option<Explained> {
        self.explained
    }

    /// What was found, where there was anything that is known.
    pub(super) fn verdict(&self) -> Option<Verdict> {
        match (self.posts, self.notice) {
            (1.., _) => Some(Verdict::Posts(self.posts)),
            (0, Some(what)) => Some(Verdict::NotPost(what)),
            (0, None) => self.has_empty_list.then_some(Verdict::NotPost(NotPost::Empty)),
        }
    }

    /// Searches a whole frame.
    ///
    /// # Errors
    ///
    /// When it has not been read to its end.
    pub(super) fn search(&mut self, node: &Node<'_>) -> Result<()> {
        self.node(node, Around::Nothing, None)
    }

    /// Reads a row of a table.
    pub(super) fn row(&mut self, object: &Object<'_>) {
        let roles = Roles::of(object);
        let shape = SHAPES.iter().find(|shape| shape.fits(object));
        let draft = match (self.named_text(object), shape) {
            (Some(text), _) => Some(fields::draft(&mut self.desk, text, &roles, None)),
            (None, _) if self.fields.text.is_some() => None,
            (None, Some(shape)) => {
                self.explain(shape.name, None);
                shape.draft(&mut self.desk, object)
            }
            (None, None) => {
                let text = fields::text(&roles, Role::Text);
                text.or_else(|| fields::text(&roles, Role::Title))
                    .map(|text| fields::draft(&mut self.desk, text, &roles, None))
            }
        };
        if let Some(draft) = draft {
            self.explain("columns", Some(&roles));
            self.hand(draft, object);
        }
    }

    fn node<'a>(
        &mut self,
        node: &Node<'a>,
        around: Around<'_>,
        outer: Option<&Roles<'_, 'a>>,
    ) -> Result<()> {
        match node {
            Node::Object(object) => self.object(object, around, outer),
            Node::List(list) => {
                self.has_empty_list |= list.is_empty();
                list.iter().try_for_each(|node| self.node(node, Around::List, None))
            }
            _ => Ok(()),
        }
    }

    fn object<'a>(
        &mut self,
        object: &Object<'a>,
        around: Around<'_>,
        outer: Option<&Roles<'_, 'a>>,
    ) -> Result<()> {
        let roles = Roles::of(object);
        if self.fields.text.is_some() {
            return match self.named_text(object) {
                Some(text) => {
                    let draft = fields::draft(&mut self.desk, text, &roles, outer);
                    self.explain("fields", Some(&roles));
                    self.hand(draft, object);
                    Ok(())
                }
                None => self.inside(object, &roles),
            };
        }
        if let Some(what) = notice(object) {
            self.notice = self.notice.or(Some(what));
            return Ok(());
        }
        if is_known(object) && self.known(object, &roles)? {
            return Ok(());
        }
        if self.shaped(object)? {
            return self.answers(object);
        }
        if let Some(rows) = columns::rows(object, &roles) {
            rows.iter().for_each(|row| self.row(row));
            return Ok(());
        }
        if self.by_names(object, around, &roles, outer) {
            return self.answers(object);
        }
        let before = self.posts;
        self.inside(object, &roles)?;
        if self.posts == before && !is_person(object) {
            self.by_title(object, &roles);
        }
        Ok(())
    }

    /// Searches the members.
    fn inside<'a>(&mut self, object: &Object<'a>, roles: &Roles<'_, 'a>) -> Result<()> {
        for (name, node) in object.members() {
            self.node(node, Around::Member(name), Some(roles))?;
        }
        Ok(())
    }

    /// Searches the members that hold answers.
    fn answers(&mut self, object: &Object<'_>) -> Result<()> {
        for name in ANSWERS {
            if let Some(node @ (Node::List(_) | Node::Object(_))) = object.get(name) {
                self.node(node, Around::Member(name), None)?;
            }
        }
        Ok(())
    }

    /// Reads an object as a known dialect has it; says whether it was a post.
    fn known<'a>(&mut self, object: &Object<'a>, roles: &Roles<'_, 'a>) -> Result<bool> {
        let Some(mut reader) = object.reader() else { return Ok(false) };
        let mut message = Message::default();
        message.read(&mut reader)?;
        let draft = fields::draft(&mut self.desk, Cow::Borrowed(""), roles, None);
        let other = draft.post(&self.desk, object);
        let mut named = Named::of(self.fields, &mut self.desk, object);
        let Self { desk, emit, explained, .. } = self;
        let decoded = message.decode(desk.received, Sure::Any, &mut |told| match told {
            Told::Post(mut post) => {
                complete(&mut post, &other);
                version(&mut post, object);
                std::mem::take(&mut named).put(&mut post, desk.received);
                explained.get_or_insert_with(|| Explained {
                    shape: post.network.name().unwrap_or_default().to_owned(),
                    fields: Vec::new(),
                });
                emit(Told::Post(post));
            }
            told => emit(told),
        })?;
        match decoded {
            Decoded::Known(Verdict::Posts(more)) => self.posts = self.posts.saturating_add(more),
            Decoded::Known(Verdict::NotPost(what)) => self.notice = self.notice.or(Some(what)),
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Reads an object of a known shape; says whether it was one.
    fn shaped(&mut self, object: &Object<'_>) -> Result<bool> {
        let post = match bluesky_view::post(&mut self.desk, object)? {
            Some(post) => Some(("Bluesky", post)),
            None => activity::post(&mut self.desk, object).map(|post| ("ActivityPub", post)),
        };
        if let Some((name, post)) = post {
            self.explain(name, None);
            self.deliver(post, object);
            return Ok(true);
        }
        let Some(shape) = SHAPES.iter().find(|shape| shape.fits(object)) else { return Ok(false) };
        let Some(draft) = shape.draft(&mut self.desk, object) else { return Ok(false) };
        self.explain(shape.name, None);
        self.hand(draft, object);
        Ok(true)
    }

    /// Reads an object by the names of its members; says whether it was a post.
    fn by_names<'a>(
        &mut self,
        object: &Object<'a>,
        around: Around<'_>,
        roles: &Roles<'_, 'a>,
        outer: Option<&Roles<'_, 'a>>,
    ) -> bool {
        let text = fields::text(roles, Role::Text);
        // A whole frame may be nothing but a text, and that a number.
        let number = || object.get("text").filter(|_| around == Around::Nothing)?.text();
        let Some(text) = text.or_else(number) else { return false };
        let tells = |roles: &Roles<'_, '_>| {
            roles.has(Role::Time) || roles.has(Role::Date) || roles.has(Role::Clock)
        };
        let has_more = tells(roles) || roles.has(Role::Author) || roles.has(Role::Id);
        let is_post = match around {
            Around::Nothing => true,
            Around::List => has_more,
            Around::Member(name) => {
                tells(roles)
                    || outer.is_some_and(tells)
                    || (has_more && is_id(name))
                    || (has_more && WRAPPERS.contains(&name))
            }
        };
        if !is_post {
            return false;
        }
        if !has_more && is_refusal(object) {
            self.notice = self.notice.or(Some(NotPost::Error));
            return false;
        }
        let outer = outer.filter(|_| matches!(around, Around::Member(_)));
        let mut draft = fields::draft(&mut self.desk, text, roles, outer);
        if let (None, Around::Member(name)) = (&draft.id, around)
            && is_id(name)
        {
            draft.id = Some((Cow::Owned(name.to_owned()), Scope::Network));
        }
        self.explain("fields", Some(roles));
        self.hand(draft, object);
        true
    }

    /// Reads an object whose only text is a title, if it tells when it was published.
    fn by_title<'a>(&mut self, object: &Object<'a>, roles: &Roles<'_, 'a>) {
        let Some(text) = fields::text(roles, Role::Title) else { return };
        let is_told = matches!(fields::moment(&mut self.desk, roles), super::time::Moment::At(_));
        if is_told {
            let draft = fields::draft(&mut self.desk, text, roles, None);
            self.explain("fields", Some(roles));
            self.hand(draft, object);
        }
    }

    /// The text that a user has named.
    fn named_text<'a>(&self, object: &Object<'a>) -> Option<Cow<'a, str>> {
        let node = fields::find(object, self.fields.text.as_deref()?)?;
        value::text(node).or_else(|| node.text())
    }

    fn hand<'a>(&mut self, draft: Draft<'a>, object: &Object<'a>) {
        let post = draft.post(&self.desk, object);
        self.deliver(post, object);
    }

    fn deliver(&mut self, mut post: Post<'_>, object: &Object<'_>) {
        Named::of(self.fields, &mut self.desk, object).put(&mut post, self.desk.received);
        self.posts = self.posts.saturating_add(1);
        (self.emit)(Told::Post(post));
    }

    /// Notes how the first post is found.
    fn explain(&mut self, shape: &str, roles: Option<&Roles<'_, '_>>) {
        if self.explained.is_some() {
            return;
        }
        let parts: [(&'static str, &[Role]); 5] = [
            ("text", &[Role::Text, Role::Title]),
            ("time", &[Role::Time, Role::Date, Role::Clock]),
            ("author", &[Role::Author, Role::AuthorId]),
            ("id", &[Role::Id]),
            ("lang", &[Role::Lang]),
        ];
        let named = |(what, any): (&'static str, &[Role])| {
            let roles = roles?;
            let node = any.iter().find_map(|role| roles.all(*role).next())?;
            Some((what, roles.name_of(node)?))
        };
        let fields = parts.into_iter().filter_map(named).collect();
        self.explained = Some(Explained { shape: shape.to_owned(), fields });
    }
}

/// Whether an object is the answer of a server that refuses: a message and a code.
fn is_refusal(object: &Object<'_>) -> bool {
    const CODES: [&str; 7] =
        ["code", "status", "statusCode", "status_code", "errorCode", "error_code", "error"];
    object.get("message").is_some() && CODES.iter().any(|code| object.get(code).is_some())
}

/// Whether an object is an account, which may have a date and a title too.
fn is_person(object: &Object<'_>) -> bool {
    const SIGNS: [&str; 6] =
        ["followers_count", "followersCount", "screen_name", "acct", "userName", "display_name"];
    SIGNS.iter().any(|sign| object.get(sign).is_some())
}

/// Whether a name is an id.
fn is_id(name: &str) -> bool {
    name.len() >= 5 && name.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether an object has what tells a known dialect, at whatever place it stands.
fn is_known(object: &Object<'_>) -> bool {
    let is_text = |name: &str| matches!(object.get(name), Some(Node::Text(_)));
    let has = |path: &str| object.find(path).is_some();
    let has_text = is_text("text") || is_text("full_text");
    let is_legacy = has_text && (has("user.screen_name") || has("user.id_str") || has("id_str"));
    let is_flattened = is_text("text")
        && (has("edit_history_tweet_ids")
            || has("author.username")
            || (has("author_id") && !is_text("author") && !has("user")));
    let is_status = is_text("content") && (has("account.acct") || has("account.username"));
    let is_page = has("data") && has("includes");
    let is_event = has("commit.collection") && has("did");
    is_legacy || is_flattened || is_status || is_page || is_event
}
