//! What the members of an unknown object, or the columns of a table, are by their names.
//!
//! Names are compared in small letters without signs, so that `createdAt`, `created_at` and
//! `Created At` are one; members of the object that is an author are named together with it. Where
//! several members have one role, the name that stands first here goes first.
//!
//! ```text
//! {"id":7,"user":{"screen_name":"kim"},"rawContent":"Hi"}    id · userscreenname · rawcontent
//! ```

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::json::{Node, Object};

/// What a member is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Role {
    /// What the post says.
    Text,
    /// What it says, if nothing else does: many things that are no posts have a title.
    Title,
    /// The text of the post that it passes on.
    Original,
    Time,
    /// A date or a time of day, which may need each other.
    Date,
    Clock,
    Zone,
    Author,
    AuthorId,
    Id,
    Lang,
    Url,
    Network,
    /// What it is in relation to others, where the member is given and not false.
    Repost,
    Reply,
    Quote,
    /// The same as a word.
    Kind,
}

/// The names of each role, in the order in which they are asked.
const NAMES: [(Role, &str); 17] = [
    (
        Role::Text,
        "fulltext rawcontent text body content message tweet caption captiontext comment \
         commentbody commenttext textoriginal textdisplay selftext rawtext contents contenttext \
         reviewtext review msg plaintext bodytext messagetext tweetcontent postcontent sentence",
    ),
    (Role::Title, "title headline subject post status"),
    (
        Role::Original,
        "retweettext retweetfulltext retweetedtext retweetedstatusfulltext retweetedstatustext \
         retweetedstatusextendedtweetfulltext retweetedtweetrawcontent retweetedtweettext \
         retweetedtweetfulltext reblogcontent",
    ),
    (
        Role::Time,
        "at createdat createdutc createdatutc timestamputc timestampms dateunixtime unixtimestamp \
         unixtime timestamp datetime datetimeutc dateutc utctime published publishedat \
         publisheddate publishdate publishtime datepublished pubdate posted postedat posteddate \
         postedtime dateposted created createdtime createddate createdtimestamp creationdate \
         creationtime creationtimestamp datecreated takenat takenattimestamp createtime timeparsed \
         createdati tweetedat sentat senttime submittedat eventtime commentedat localtime epoch ts \
         when indexedat timeus",
    ),
    (Role::Date, "date day"),
    (Role::Clock, "time hour"),
    (Role::Zone, "timezone tz utcoffset"),
    (
        Role::Author,
        "authorusername authorscreenname authorhandle authoruniqueid authoracct userscreenname \
         userusername useruniqueid userhandle useracct fromusername fromuserscreenname accountacct \
         accountusername owneruniqueid ownerusername actorpreferredusername actorhandle screenname \
         username userlogin handle acct preferredusername authorname authornickname \
         authordisplayname author user account accountname by from fromname fromuser sender \
         sendername senderusername postedby creator creatorusername creatorname channel channelname \
         pagename nickname",
    ),
    (
        Role::AuthorId,
        "accounturl accounturi authorid authoridstr useridstr userid userrestid fromuserid fromid \
         accountid authorchannelid authorfullname authordid actorid ownerid senderid",
    ),
    (
        Role::Id,
        "idstr tweetidstr tweetid statusid statusidstr messageid commentid postid noteid id restid \
         objectid itemid guid uri",
    ),
    (
        Role::Lang,
        "lang language langs languages langcode languagecode tweetlang twitterlang langid \
         inlanguage languageguess",
    ),
    (Role::Url, "url link permalink permalinkurl tweeturl posturl statusurl canonicalurl"),
    (Role::Network, "network platform sourceplatform socialnetwork"),
    (
        Role::Repost,
        "isretweet isrepost isreblog isreshare retweet retweetid retweetedid retweetstatusid \
         retweetedstatusid retweetedstatusidstr retweetedtweetid retweetedtweet retweetedstatus \
         retweeteduser retweeteduserid retweetedusername retweetedscreenname reblog reblogofid \
         referencedtweetsretweetedid referencedtweetsrepostedid forwardedfrom fwdfrom repost",
    ),
    (
        Role::Reply,
        "isreply inreplytostatusid inreplytostatusidstr inreplytotweetid inreplytotweetidstr \
         inreplytoid inreplyto replytostatusid replytoid replytotweetid replytomessageid replyid \
         replyto replieduser referencedtweetsrepliedtoid totweetid parentid parent",
    ),
    (
        Role::Quote,
        "isquote isquotestatus isquotetweet isquotepost quotedstatusid quotedstatusidstr quotedid \
         quotedtweetid quotedtweet quotedstatus quoteduser quoteid quoteurl quotedurl quoteofid \
         referencedtweetsquotedid quote",
    ),
    (Role::Kind, "tweettype posttype type kind"),
];

/// Words that may stand before a name and say nothing more.
const PREFIXES: [&str; 8] =
    ["tweet", "post", "status", "comment", "message", "data", "legacy", "source"];

/// Members that are the author, if they are objects.
const PEOPLE: [&str; 9] =
    ["user", "author", "account", "owner", "from", "sender", "creator", "actor", "profile"];

/// The role of a name, and its place among the names of that role.
type Names = HashMap<&'static str, (Role, u16)>;

static ROLES: LazyLock<Names> = LazyLock::new(|| {
    let ranked = |(role, names): (Role, &'static str)| {
        names.split_ascii_whitespace().zip(0..).map(move |(name, rank)| (name, (role, rank)))
    };
    NAMES.into_iter().flat_map(ranked).collect()
});

/// A name behind a prefix goes behind all others.
const BEHIND: u16 = 1_000;

/// The role of a name without signs.
fn role(name: &str) -> Option<(Role, u16)> {
    if let Some(found) = ROLES.get(name) {
        return Some(*found);
    }
    let rest = PREFIXES.iter().find_map(|prefix| name.strip_prefix(prefix))?;
    ROLES.get(rest).map(|(role, rank)| (*role, rank + BEHIND))
}

/// Appends a name in small letters without signs.
fn simplify(name: &str, out: &mut String) {
    out.extend(name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase));
}

/// The longest name that can have a role, in bytes.
const LONGEST: usize = 64;

/// So many members with a role are looked at.
const MOST: usize = 256;

/// A member that has a role.
#[derive(Clone, Copy, Debug)]
struct Member<'n, 'a> {
    role: Role,
    rank: u16,
    name: &'n str,
    /// Where it is in an object that is a person.
    inner: &'n str,
    node: &'n Node<'a>,
}

/// The members of an object by what they are.
#[derive(Clone, Debug, Default)]
pub(super) struct Roles<'n, 'a> {
    /// By role and rank.
    members: Vec<Member<'n, 'a>>,
    /// Whether a name speaks of tweets, or the names are those of X's interface.
    pub is_of_x: bool,
}

impl<'n, 'a> Roles<'n, 'a> {
    pub(super) fn of(object: &'n Object<'a>) -> Self {
        let mut roles = Self::default();
        let mut simple = String::with_capacity(LONGEST);
        let is_there = |name| object.get(name).is_some();
        roles.is_of_x = is_there("conversation_id") && is_there("author_id");
        for (name, node) in object.members() {
            if name.len() > LONGEST || roles.members.len() >= MOST {
                continue;
            }
            simple.clear();
            simplify(name, &mut simple);
            roles.is_of_x |= simple.contains("tweet") && simple.len() > "tweet".len();
            match node {
                Node::Object(person) if PEOPLE.contains(&&*simple) => {
                    roles.add_person(&mut simple, name, person);
                }
                _ if PEOPLE.contains(&&*simple) => {
                    roles.members.retain(|member| member.name != name);
                    roles.add(&simple, name, "", node);
                }
                _ => roles.add(&simple, name, "", node),
            }
        }
        roles.members.sort_by_key(|member| member.rank);
        roles
    }

    fn add_person(&mut self, simple: &mut String, name: &'n str, person: &'n Object<'a>) {
        let length = simple.len();
        self.members.retain(|member| member.name != name);
        for (inner, node) in person.members() {
            if inner.len() <= LONGEST && !matches!(node, Node::Null | Node::Object(_)) {
                simple.truncate(length);
                simplify(inner, simple);
                self.add(simple, name, inner, node);
            }
        }
    }

    fn add(&mut self, simple: &str, name: &'n str, inner: &'n str, node: &'n Node<'a>) {
        let Some((role, rank)) = role(simple) else { return };
        // Of a member that is said twice the later one counts.
        self.members.retain(|member| member.name != name || member.inner != inner);
        if !matches!(node, Node::Null) {
            self.members.push(Member { role, rank, name, inner, node });
        }
    }

    /// The values of a role, the best name first.
    pub(super) fn all(&self, role: Role) -> impl Iterator<Item = &'n Node<'a>> {
        self.members.iter().filter(move |member| member.role == role).map(|member| member.node)
    }

    /// The name of the member that has this value, as a path.
    pub(super) fn name_of(&self, node: &Node<'a>) -> Option<String> {
        let member = self.members.iter().find(|member| std::ptr::eq(member.node, node))?;
        Some(match member.inner {
            "" => member.name.to_owned(),
            inner => format!("{}.{inner}", member.name),
        })
    }

    /// Whether there is a member of this role.
    pub(super) fn has(&self, role: Role) -> bool {
        self.all(role).next().is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_simple_and_stands_once() {
        let mut seen = std::collections::HashSet::new();
        for name in NAMES.iter().flat_map(|(_, names)| names.split_ascii_whitespace()) {
            let mut simple = String::new();
            simplify(name, &mut simple);
            assert_eq!(simple, name);
            assert!(seen.insert(name), "{name}");
        }
    }
}
