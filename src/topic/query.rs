//! A query: what a topic asks of a post, as a tree; and how it is written.
//!
//! How text becomes a tree is not here (`parse`), nor how many queries are asked at once (`set`).
//!
//! ```text
//! rust (lang:en OR #go) -is:repost      all ─┬─ rust
//!                                            ├─ any ── lang:en, #go
//!                                            └─ not ── is:repost
//! ```

use std::fmt;

use crate::post::Post;
use crate::topic::error::QueryError;
use crate::topic::expr::Expr;
use crate::topic::haystack::Haystack;
use crate::topic::haystack::Wanted;
use crate::topic::parse::parse;
use crate::topic::term::Kind;
use crate::topic::term::Term;

/// What a topic or a filter asks of a post.
///
/// Words, `"phrases"`, `"near each other"~5`, `OR`, `-` or `NOT`, parentheses, `#tag`, `@user`,
/// `$cash`, `from:`, `to:`, `lang:`, `url:`, `is:repost|reply|quote|bot|verified` (`is:retweet`
/// too), `has:links|hashtags|mentions|cashtags|media|images|videos`, `conversation_id:`,
/// `min_faves:`, `sample:` (a share in percent), and `*` for everything. A blank means both and
/// binds tighter than `OR`.
///
/// Matching ignores case but not accents, and takes whole words: `go` is neither in `google` nor
/// in `ago`. In scripts without blanks a word is found anywhere. Words are also found in the
/// parts of a hashtag: `rust` in `#RustLang`. Terms with punctuation are taken as they are: `c++`
/// is in `c++20`; but `c` is also in `c++`, as `apple` is in `apple's`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Query {
    pub(super) expr: Expr<Term>,
    notes: Notes,
}

/// What was understood otherwise than it is written; queries that ask the same are the same.
#[derive(Clone, Eq, Debug, Default)]
struct Notes(Vec<String>);

impl PartialEq for Notes {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Query {
    /// Reads a query.
    ///
    /// # Errors
    /// When it is empty, longer than 4,096 characters, nested deeper than 32 groups, or not in
    /// the language; the error knows the place.
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        let (expr, notes) = parse(text)?;
        Ok(Self { expr, notes: Notes(notes) })
    }

    /// The query of an expression.
    pub(super) fn of(expr: Expr<Term>) -> Self {
        Self { expr, notes: Notes::default() }
    }

    /// What was understood otherwise than readers of other query languages may think, a sentence
    /// each.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        &self.notes.0
    }

    /// The query that takes every post.
    #[must_use]
    pub fn everything() -> Self {
        Self::of(Expr::Everything)
    }

    /// Whether it asks for this post. For many queries on many posts see
    /// [`Topics`](crate::topic::Topics).
    #[must_use]
    pub fn matches(&self, post: &Post<'_>) -> bool {
        let mut wanted = Wanted::default();
        self.expr.map(&mut |term: &Term| wanted.add(term.kind));
        let mut haystack = Haystack::default();
        haystack.fill(post, wanted);
        self.expr.matches(post, &|term| haystack.holds(term))
    }
}

impl std::str::FromStr for Query {
    type Err = QueryError;

    fn from_str(text: &str) -> Result<Self, QueryError> {
        Self::parse(text)
    }
}

/// The query as it can be read again; in lower case, with no more parentheses than needed.
impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write(f, &self.expr, Inside::Nothing)
    }
}

/// What stands around a part of a query: it decides on parentheses.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Nothing,
    Any,
    All,
    Not,
}

fn write(f: &mut fmt::Formatter<'_>, expr: &Expr<Term>, inside: Inside) -> fmt::Result {
    match expr {
        Expr::Everything => f.write_str("*"),
        Expr::Term(term) => write_term(f, term),
        Expr::Near(terms, near) => {
            let words: Vec<_> = terms.iter().map(|term| quotable(term.literal())).collect();
            write!(f, "\"{}\"~{}", words.join(" "), near.most)
        }
        Expr::Condition(condition) => write!(f, "{condition}"),
        Expr::Not(inner) => {
            f.write_str("-")?;
            write(f, inner, Inside::Not)
        }
        Expr::All(parts) => write_parts(f, parts, " ", Inside::All, inside == Inside::Not),
        Expr::Any(parts) => {
            let grouped = matches!(inside, Inside::All | Inside::Not);
            write_parts(f, parts, " OR ", Inside::Any, grouped)
        }
    }
}

fn write_parts(
    f: &mut fmt::Formatter<'_>,
    parts: &[Expr<Term>],
    between: &str,
    inside: Inside,
    grouped: bool,
) -> fmt::Result {
    f.write_str(if grouped { "(" } else { "" })?;
    for (place, part) in parts.iter().enumerate() {
        f.write_str(if place > 0 { between } else { "" })?;
        write(f, part, inside)?;
    }
    f.write_str(if grouped { ")" } else { "" })
}

fn write_term(f: &mut fmt::Formatter<'_>, term: &Term) -> fmt::Result {
    let prefix = match term.kind {
        Kind::Text => "",
        Kind::Tag => "#",
        Kind::Cash => "$",
        Kind::Mention => "@",
        Kind::From => "from:",
        Kind::Url => "url:",
    };
    let bare = format!("{prefix}{}", term.literal());
    // Quotes are needed where it would be read as something else without them, and help where it
    // looks like an operator or a list; an apostrophe could open what another one closes.
    let doubtful = term.kind == Kind::Text
        && (term.literal().contains([':', ',']) || term.literal().starts_with('\''));
    match parse(&bare) {
        Ok((Expr::Term(read), _)) if read == *term && !doubtful => f.write_str(&bare),
        _ => write!(f, "{prefix}\"{}\"", quotable(term.literal())),
    }
}

/// As it stands between quotes.
fn quotable(literal: &str) -> String {
    literal.replace('\\', "\\\\").replace('"', "\\\"")
}
