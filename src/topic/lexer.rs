//! Tokens: cuts a query into its smallest parts.
//!
//! What the parts mean together is decided in `parse`, what a word means in `operand`.

use crate::topic::error::QueryError;

/// The smallest part of a query, and where it begins, in bytes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Token {
    pub(super) at: usize,
    pub(super) kind: TokenKind,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum TokenKind {
    Open,
    Close,
    Or,
    And,
    /// `-` or `NOT`.
    Not,
    Phrase(String),
    /// Anything else up to a blank, quote or parenthesis.
    Word(String),
    /// `name:"value"`.
    Quoted {
        name: String,
        value: String,
    },
}

/// Cuts a query into tokens.
pub(super) fn tokens(query: &str) -> Result<Vec<Token>, QueryError> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(c) = query.get(at..).and_then(|rest| rest.chars().next()) {
        let start = at;
        at += c.len_utf8();
        let kind = match c {
            _ if c.is_whitespace() => continue,
            '(' => TokenKind::Open,
            ')' => TokenKind::Close,
            '-' => {
                negates(query, start)?;
                TokenKind::Not
            }
            _ if is_quote(c) => {
                let (phrase, end) = phrase(query, start)?;
                at = end;
                TokenKind::Phrase(phrase)
            }
            _ => {
                let (kind, end) = word(query, start)?;
                at = end;
                kind
            }
        };
        tokens.push(Token { at: start, kind });
    }
    Ok(tokens)
}

/// A `-` stands right before what it negates; with a blank behind it, it is only a dash.
fn negates(query: &str, at: usize) -> Result<(), QueryError> {
    let next = query.get(at + 1..).and_then(|rest| rest.chars().next());
    if next.is_some_and(|c| !c.is_whitespace() && c != ')') {
        return Ok(());
    }
    Err(QueryError::new(
        query,
        at,
        "there is nothing to negate",
        "put the - right before a word or group, or in quotes to look for it",
    ))
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„')
}

fn word(query: &str, start: usize) -> Result<(TokenKind, usize), QueryError> {
    let rest = query.get(start..).unwrap_or_default();
    let ends = |c: char| c.is_whitespace() || matches!(c, '(' | ')') || is_quote(c);
    let length = rest.find(ends).unwrap_or(rest.len());
    let (word, behind) = rest.split_at_checked(length).unwrap_or((rest, ""));
    let kind = match (word, word.strip_suffix(':')) {
        ("OR", _) => TokenKind::Or,
        ("AND", _) => TokenKind::And,
        ("NOT", _) => TokenKind::Not,
        (_, Some(name)) if behind.starts_with(is_quote) => {
            let (value, end) = phrase(query, start + length)?;
            return Ok((TokenKind::Quoted { name: name.to_owned(), value }, end));
        }
        _ => TokenKind::Word(word.to_owned()),
    };
    Ok((kind, start + length))
}

/// The text between quotes, and the place behind it. `\"` and `\\` stand for themselves.
fn phrase(query: &str, start: usize) -> Result<(String, usize), QueryError> {
    let mut letters = query.get(start..).unwrap_or_default().char_indices();
    let opening = letters.next().map_or('"', |(_, c)| c);
    let mut phrase = String::new();
    while let Some((place, c)) = letters.next() {
        match c {
            '\\' => phrase.extend(letters.next().map(|(_, c)| c)),
            '"' => return Ok((phrase, start + place + 1)),
            _ if opening != '"' && is_quote(c) => {
                return Ok((phrase, start + place + c.len_utf8()));
            }
            _ => phrase.push(c),
        }
    }
    Err(QueryError::new(
        query,
        start,
        "a closing quote is missing",
        "end the phrase with a quote, or write \\\" for a quote inside it",
    ))
}
