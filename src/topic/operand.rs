//! Operands: what a single word of a query asks for.
//!
//! How operands are joined is not here (`parse`).

use crate::topic::condition::Condition;
use crate::topic::condition::Mark;
use crate::topic::condition::Thing;
use crate::topic::error::QueryError;
use crate::topic::expr::Expr;
use crate::topic::fold::Class;
use crate::topic::fold::class;
use crate::topic::fold::fold_into;
use crate::topic::term::Kind;
use crate::topic::term::Term;

const KNOWN: &str = "the operators are from: lang: url: is: has:, and #tag, @user, $cash";

/// A phrase in quotes.
pub(super) fn phrase(query: &str, at: usize, text: &str) -> Result<Expr<Term>, QueryError> {
    term(query, at, Kind::Text, text)
}

/// `name:"value"`.
pub(super) fn quoted(
    query: &str,
    at: usize,
    name: &str,
    value: &str,
) -> Result<Expr<Term>, QueryError> {
    operator(query, at, name, value).unwrap_or_else(|| {
        Err(QueryError::new(query, at, format!("there is no operator `{name}:`"), KNOWN))
    })
}

/// A word without quotes.
pub(super) fn word(query: &str, at: usize, word: &str) -> Result<Expr<Term>, QueryError> {
    if word == "*" {
        return Ok(Expr::Everything);
    }
    if let Some((kind, value)) = signed(word) {
        return term(query, at, kind, &value);
    }
    if word.len() > 1 && word.starts_with(['#', '@']) {
        return Err(QueryError::new(
            query,
            at,
            if word.starts_with('#') { "this is no hashtag" } else { "this is no user" },
            "take away the punctuation, or put it in quotes to look for it as it is",
        ));
    }
    if let Some((name, value)) = word.split_once(':') {
        if ["http", "https"].contains(&name.to_ascii_lowercase().as_str()) && value.len() > 2 {
            return term(query, at, Kind::Url, word);
        }
        if let Some(known) = operator(query, at, name, value) {
            return known;
        }
        let like_one = name.len() > 1 && name.bytes().all(|b| b.is_ascii_alphabetic() || b == b'_');
        if like_one && !value.is_empty() {
            let message = format!("there is no operator `{name}:`");
            let hint = format!("{KNOWN}; put it in quotes to look for it as it is");
            return Err(QueryError::new(query, at, message, hint));
        }
    }
    if let Some(comma) = loose_comma(word) {
        return Err(QueryError::new(
            query,
            at + comma,
            "a comma joins nothing",
            "write OR between alternatives, or put it in quotes to look for it",
        ));
    }
    if let Some(star) = word.find('*').filter(|_| word.chars().any(char::is_alphanumeric)) {
        let hint = "write out the words with OR between them, or put it in quotes";
        return Err(QueryError::new(query, at + star, "there are no wildcards", hint));
    }
    term(query, at, Kind::Text, word)
}

/// The first comma that is not inside a number.
fn loose_comma(word: &str) -> Option<usize> {
    let digit = |at: Option<usize>| {
        at.and_then(|at| word.as_bytes().get(at)).is_some_and(u8::is_ascii_digit)
    };
    memchr::memchr_iter(b',', word.as_bytes())
        .find(|at| !digit(at.checked_sub(1)) || !digit(Some(at + 1)))
}

/// What a word that begins with `#`, `@` or `$` asks for, as it is written behind that, if it is
/// of the right form.
pub(super) fn signed(word: &str) -> Option<(Kind, String)> {
    let mut folded = String::new();
    fold_into(&mut folded, word);
    let mut letters = folded.chars();
    let sign = letters.next()?;
    let value = letters.as_str();
    let first = value.chars().next()?;
    let fits = |also: &str| value.chars().all(|c| class(c) == Class::Word || also.contains(c));
    let kind = match sign {
        '#' if value.chars().all(|c| class(c) != Class::Other) => Kind::Tag,
        '@' if class(first) == Class::Word && fits(".-@") => Kind::Mention,
        '$' if first.is_alphabetic() && fits(".") => Kind::Cash,
        _ => return None,
    };
    let mut written = word.chars();
    let mut first = String::new();
    while first.is_empty() {
        fold_into(&mut first, written.next()?.encode_utf8(&mut [0; 4]));
    }
    Some((kind, written.as_str().to_owned()))
}

/// `None` where there is no such operator.
fn operator(
    query: &str,
    at: usize,
    name: &str,
    value: &str,
) -> Option<Result<Expr<Term>, QueryError>> {
    let condition = |read: Option<Condition>, known: &str| {
        let message = || format!("`{name}:` cannot be `{value}`");
        read.map(Expr::Condition).ok_or_else(|| QueryError::new(query, at, message(), known))
    };
    let lower = value.to_ascii_lowercase();
    Some(match name.to_ascii_lowercase().as_str() {
        "from" => term(query, at, Kind::From, value.strip_prefix('@').unwrap_or(value)),
        "url" => term(query, at, Kind::Url, value),
        "lang" => condition(language(&lower), "name a language by its code, as in lang:en"),
        "is" => condition(
            Mark::read(&lower).map(Condition::Is),
            "write is:repost, is:reply, is:quote or is:bot",
        ),
        "has" => condition(
            Thing::read(&lower).map(Condition::Has),
            "write has:links, has:hashtags or has:mentions",
        ),
        _ => return None,
    })
}

fn language(lower: &str) -> Option<Condition> {
    let tag = lower.replace('_', "-");
    let fits = |part: &str| {
        (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    (tag.len() > 1 && tag.split('-').all(fits)).then_some(Condition::Lang(tag))
}

fn term(query: &str, at: usize, kind: Kind, written: &str) -> Result<Expr<Term>, QueryError> {
    Term::new(kind, written).map(Expr::Term).ok_or_else(|| {
        QueryError::new(query, at, "there is nothing to look for", "put a word here")
    })
}
