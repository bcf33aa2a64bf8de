//! The lexer: cuts a query into its smallest parts.
//!
//! What the parts mean together is decided in `parse`, what a word means in `operand`. Signs of
//! other query languages that would silently look for something else are refused here.

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
    /// A `+` before or between words, which is read as a blank.
    Plus,
    /// `-` or `NOT`.
    Not,
    Phrase(String),
    /// `"words"~most`: with so many other words among them.
    Near {
        words: String,
        most: u16,
    },
    /// Anything else up to a blank, quote or parenthesis.
    Word(String),
    /// `name:"value"`.
    Quoted {
        name: String,
        value: String,
    },
}

/// The most other words that a phrase may let stand among its own.
const FARTHEST: u16 = 100;

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
            '+' if joins(query.get(at..).unwrap_or_default()) => TokenKind::Plus,
            _ if is_quote(c) || c == '‘' && single_end(query, at).is_some() => {
                let (phrase, end) = phrase(query, start)?;
                let (kind, end) = near(query, phrase, end)?;
                at = end;
                kind
            }
            _ => {
                refuse_foreign(query, start, c)?;
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

/// Whether a `+` that begins a word only joins it to others: `+1` is a word.
fn joins(behind: &str) -> bool {
    behind.chars().next().is_none_or(|c| {
        c.is_alphabetic() || c.is_whitespace() || is_quote(c) || matches!(c, '(' | '#' | '@' | '$')
    })
}

/// Signs that look like ours and are none.
fn refuse_foreign(query: &str, at: usize, c: char) -> Result<(), QueryError> {
    let (message, hint) = match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' => (
            "this dash negates nothing",
            "write a plain - right before what shall not be there, or put it in quotes",
        ),
        '«' | '»' | '‹' | '›' | '「' | '」' | '『' | '』' | '〝' | '〟' | '《' | '》' => {
            ("these quotes hold no phrase together", "write a phrase as \"two words\"")
        }
        '（' | '）' | '［' | '］' | '｛' | '｝' | '【' | '】' | '〔' | '〕' | '[' | '{'
            if !c.is_ascii() || begins_word(query, at) =>
        {
            ("these brackets group nothing", "write a group as (one OR other)")
        }
        '\'' if single_end(query, at + 1).is_some() => {
            ("single quotes hold no phrase together", "write a phrase as \"two words\"")
        }
        '!' if begins_word(query, at) => {
            ("this ! negates nothing", "write a - right before what shall not be there")
        }
        _ => return Ok(()),
    };
    Err(QueryError::new(query, at, message, hint))
}

/// Whether a letter or digit follows the sign of one byte at `at`.
fn begins_word(query: &str, at: usize) -> bool {
    query.get(at + 1..).and_then(|rest| rest.chars().next()).is_some_and(char::is_alphanumeric)
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '＂')
}

/// Where a single quote closes what one before `from` has opened: before a blank, a parenthesis,
/// a `~` or the end, so that it is no apostrophe.
fn single_end(query: &str, from: usize) -> Option<usize> {
    let rest = query.get(from..)?;
    rest.char_indices().skip(1).filter(|(_, c)| matches!(c, '\'' | '’' | '‘')).find_map(
        |(place, c)| {
            let behind = rest.get(place + c.len_utf8()..)?;
            let ends = |c: char| c.is_whitespace() || matches!(c, ')' | '~');
            behind.chars().next().is_none_or(ends).then_some(from + place)
        },
    )
}

fn word(query: &str, start: usize) -> Result<(TokenKind, usize), QueryError> {
    let rest = query.get(start..).unwrap_or_default();
    let mut previous = ' ';
    let length = rest.char_indices().find(|(place, c)| {
        let behind = rest.get(place + c.len_utf8()..).unwrap_or_default();
        let parts = *c == '+'
            && previous.is_alphabetic()
            && behind.starts_with(|c: char| c.is_alphabetic() || is_quote(c));
        previous = *c;
        parts || c.is_whitespace() || matches!(c, '(' | ')') || is_quote(*c)
    });
    let length = length.map_or(rest.len(), |(place, _)| place);
    let (word, behind) = rest.split_at_checked(length).unwrap_or((rest, ""));
    let kind = match (word, word.strip_suffix(':')) {
        ("OR", _) => TokenKind::Or,
        ("AND", _) => TokenKind::And,
        ("NOT", _) => TokenKind::Not,
        (_, Some(name)) if behind.starts_with(is_quote) => {
            let (value, end) = phrase(query, start + length)?;
            return Ok((TokenKind::Quoted { name: name.to_owned(), value }, end));
        }
        (_, Some(name)) if behind.starts_with('(') && !name.is_empty() => {
            return Err(QueryError::new(
                query,
                start,
                "an operator takes one value, not a group",
                format!("write ({name}:one OR {name}:other)"),
            ));
        }
        _ => TokenKind::Word(word.to_owned()),
    };
    Ok((kind, start + length))
}

/// The text between quotes, and the place behind it. `\"` and `\\` stand for themselves.
fn phrase(query: &str, start: usize) -> Result<(String, usize), QueryError> {
    let mut letters = query.get(start..).unwrap_or_default().char_indices();
    let opening = letters.next().map_or('"', |(_, c)| c);
    let single =
        if opening == '‘' { single_end(query, start + opening.len_utf8()) } else { None };
    let mut phrase = String::new();
    while let Some((place, c)) = letters.next() {
        let behind = start + place + c.len_utf8();
        match c {
            _ if opening == '‘' => {
                if single == Some(start + place) {
                    return Ok((phrase, behind));
                }
                phrase.push(c);
            }
            '\\' => phrase.extend(letters.next().map(|(_, c)| c)),
            '"' => return Ok((phrase, behind)),
            _ if opening != '"' && is_quote(c) => return Ok((phrase, behind)),
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

/// A phrase that ends at `end`, with the `~5` that may stand behind it.
fn near(query: &str, phrase: String, end: usize) -> Result<(TokenKind, usize), QueryError> {
    let Some(behind) = query.get(end..).and_then(|rest| rest.strip_prefix('~')) else {
        return Ok((TokenKind::Phrase(phrase), end));
    };
    let digits = behind.bytes().take_while(u8::is_ascii_digit).count();
    let most = behind.get(..digits).and_then(|digits| digits.parse().ok());
    match most.filter(|most| *most <= FARTHEST) {
        Some(0) => Ok((TokenKind::Phrase(phrase), end + 2)),
        Some(most) => Ok((TokenKind::Near { words: phrase, most }, end + 1 + digits)),
        None => Err(QueryError::new(
            query,
            end,
            "behind ~ stands how many other words may be among these, up to 100",
            "for example \"tram delay\"~5",
        )),
    }
}
