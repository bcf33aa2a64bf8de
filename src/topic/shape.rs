//! The shape of a query: what it asks for, one layer at a time, so that it can be said again in
//! the language of a network.
//!
//! Nothing here knows any such language, and nothing is matched.

use crate::topic::condition::Condition;
use crate::topic::condition::Mark;
use crate::topic::condition::Thing;
use crate::topic::expr::Expr;
use crate::topic::query::Query;
use crate::topic::term::Kind;

/// The outermost layer of a query. Words stand as they were written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Shape {
    /// Every post.
    Everything,
    /// A word or phrase.
    Text(String),
    /// Words that stand near each other.
    Near(Vec<String>),
    /// A hashtag, without `#`.
    Tag(String),
    /// A cashtag, without `$`.
    Cash(String),
    /// A mention, without `@`.
    Mention(String),
    /// The author's handle.
    From(String),
    /// A part of a link.
    Url(String),
    /// A language, in lower case.
    Lang(String),
    /// What the post is.
    Is(Mark),
    /// What the post holds.
    Has(Thing),
    /// The handle of whom the post answers.
    To(String),
    /// The id of the conversation.
    Conversation(String),
    /// What networks cannot be asked, or mean otherwise.
    Local,
    /// What the post must not be.
    Not(Query),
    /// All of these.
    All(Vec<Query>),
    /// Any of these.
    Any(Vec<Query>),
}

impl Query {
    /// What it asks for.
    #[must_use]
    pub fn shape(&self) -> Shape {
        let query = |expr: &Expr<_>| Self::of(expr.clone());
        match &self.expr {
            Expr::Everything => Shape::Everything,
            Expr::Term(term) => {
                let written = term.written().to_owned();
                match term.kind {
                    Kind::Text => Shape::Text(written),
                    Kind::Tag => Shape::Tag(written),
                    Kind::Cash => Shape::Cash(written),
                    Kind::Mention => Shape::Mention(written),
                    Kind::From => Shape::From(written),
                    Kind::Url => Shape::Url(written),
                }
            }
            Expr::Near(terms, _) => {
                Shape::Near(terms.iter().map(|term| term.written().to_owned()).collect())
            }
            Expr::Condition(Condition::Lang(lang)) => Shape::Lang(lang.clone()),
            Expr::Condition(Condition::Is(mark)) => Shape::Is(*mark),
            Expr::Condition(Condition::Has(thing)) => Shape::Has(*thing),
            Expr::Condition(Condition::To(name)) => Shape::To(name.clone()),
            Expr::Condition(Condition::Conversation(id)) => Shape::Conversation(id.clone()),
            Expr::Condition(Condition::MinLikes(_) | Condition::Sample(_)) => Shape::Local,
            Expr::Not(inner) => Shape::Not(query(inner)),
            Expr::All(parts) => Shape::All(parts.iter().map(query).collect()),
            Expr::Any(parts) => Shape::Any(parts.iter().map(query).collect()),
        }
    }
}
