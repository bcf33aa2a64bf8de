//! An expression: what a query asks of a post, as a tree.
//!
//! It is neither read nor written here (`parse`, `query`).
//!
//! ```text
//! rust (lang:en OR #go) -is:repost      all ─┬─ rust
//!                                            ├─ any ── lang:en, #go
//!                                            └─ not ── is:repost
//! ```

use crate::post::Post;
use crate::topic::condition::Condition;
use crate::topic::near::Near;

/// What is asked of a post. `L` stands for what is looked for: a term, or its number in a set.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Expr<L> {
    Everything,
    Term(L),
    /// Terms that stand near each other.
    Near(Vec<L>, Near),
    Condition(Condition),
    Not(Box<Expr<L>>),
    All(Vec<Expr<L>>),
    Any(Vec<Expr<L>>),
}

impl<L> Expr<L> {
    /// Whether the post is asked for; `holds` says which of the terms stand in it.
    pub(super) fn matches(&self, post: &Post<'_>, holds: &impl Fn(&L) -> bool) -> bool {
        match self {
            Self::Everything => true,
            Self::Term(term) => holds(term),
            Self::Near(terms, near) => terms.iter().all(holds) && near.holds(post),
            Self::Condition(condition) => condition.holds(post),
            Self::Not(inner) => !inner.matches(post, holds),
            Self::All(parts) => parts.iter().all(|part| part.matches(post, holds)),
            Self::Any(parts) => parts.iter().any(|part| part.matches(post, holds)),
        }
    }

    /// The same tree with other leaves.
    pub(super) fn map<M>(&self, leaf: &mut impl FnMut(&L) -> M) -> Expr<M> {
        match self {
            Self::Everything => Expr::Everything,
            Self::Term(term) => Expr::Term(leaf(term)),
            Self::Near(terms, near) => Expr::Near(terms.iter().map(leaf).collect(), near.clone()),
            Self::Condition(condition) => Expr::Condition(condition.clone()),
            Self::Not(inner) => Expr::Not(Box::new(inner.map(leaf))),
            Self::All(parts) => Expr::All(parts.iter().map(|part| part.map(leaf)).collect()),
            Self::Any(parts) => Expr::Any(parts.iter().map(|part| part.map(leaf)).collect()),
        }
    }

    pub(super) fn not(self) -> Self {
        match self {
            Self::Not(inner) => *inner,
            other => Self::Not(Box::new(other)),
        }
    }

    /// All of the parts; groups of the same kind become one.
    pub(super) fn all(parts: Vec<Self>) -> Self {
        let flat = parts.into_iter().flat_map(|part| match part {
            Self::All(inner) => inner,
            other => vec![other],
        });
        Self::one_or(flat.collect(), Self::All)
    }

    /// Any of the parts; groups of the same kind become one.
    pub(super) fn any(parts: Vec<Self>) -> Self {
        let flat = parts.into_iter().flat_map(|part| match part {
            Self::Any(inner) => inner,
            other => vec![other],
        });
        Self::one_or(flat.collect(), Self::Any)
    }

    fn one_or(mut parts: Vec<Self>, many: fn(Vec<Self>) -> Self) -> Self {
        match parts.pop() {
            Some(only) if parts.is_empty() => only,
            Some(last) => {
                parts.push(last);
                many(parts)
            }
            None => many(parts),
        }
    }
}
