//! A topic: a named query, as it is defined by one tracked item or by `name = query`.

use crate::topic::error::TopicError;
use crate::topic::error::shown;
use crate::topic::expr::Expr;
use crate::topic::operand::has_operators;
use crate::topic::operand::signed;
use crate::topic::query::Query;
use crate::topic::term::Kind;
use crate::topic::term::Term;

/// The place of a topic in the list of the run's topics, from 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, serde::Serialize)]
pub struct TopicId(pub u32);

/// A named query.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Topic {
    /// How it is called in the output and on the screen.
    pub name: String,
    /// What it asks of a post.
    pub query: Query,
}

/// The most characters of a name.
const LONGEST_NAME: usize = 100;

impl Topic {
    /// The topic of everything, named `everything`.
    #[must_use]
    pub fn everything() -> Self {
        Self { name: "everything".to_owned(), query: Query::everything() }
    }

    /// The topic of one tracked item: `#tag`, `@user` and `$cash` mean what they mean in a query;
    /// anything else is a word or, with blanks in it, a phrase. It is named as it is written.
    ///
    /// # Errors
    /// When nothing to look for is in it, it has operators of a query, or it is too long for a
    /// name.
    pub fn tracked(item: &str) -> Result<Self, TopicError> {
        let item = item.trim();
        let (kind, value) = match (signed(item), quoted_whole(item)) {
            (Some(signed), _) => signed,
            (None, Some(phrase)) => (Kind::Text, phrase.to_owned()),
            (None, None) if has_operators(item) => {
                return Err(TopicError::Operators { item: shown(item) });
            }
            (None, None) => (Kind::Text, item.to_owned()),
        };
        let term = Term::new(kind, &value);
        let term = term.ok_or_else(|| TopicError::Nothing { item: shown(item) })?;
        Ok(Self { name: checked_name(item)?, query: Query::of(Expr::Term(term)) })
    }

    /// Reads `name = query`; the name ends at the first `=`.
    ///
    /// # Errors
    /// When there is no `=`, the name is empty or too long, or the query cannot be read.
    pub fn parse(definition: &str) -> Result<Self, TopicError> {
        let Some((name, query)) = definition.split_once('=') else {
            return Err(TopicError::NoQuery { text: shown(definition) });
        };
        let name = checked_name(name)?;
        match Query::parse(query.trim()) {
            Ok(query) => Ok(Self { name, query }),
            Err(source) => Err(TopicError::Query { name, source }),
        }
    }
}

/// What stands in the quotes that an item as a whole stands in.
fn quoted_whole(item: &str) -> Option<&str> {
    let inner = item.strip_prefix(['"', '“', '”', '„'])?.strip_suffix(['"', '“', '”'])?;
    (!inner.contains(['"', '“', '”', '„', '\\'])).then_some(inner)
}

fn checked_name(name: &str) -> Result<String, TopicError> {
    let name = name.trim();
    let fits = !name.is_empty()
        && name.chars().nth(LONGEST_NAME).is_none()
        && !name.chars().any(char::is_control);
    if fits { Ok(name.to_owned()) } else { Err(TopicError::Name { name: shown(name) }) }
}
