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
use crate::topic::hashtag::is_tag;
use crate::topic::languages::code_of;
use crate::topic::near::Near;
use crate::topic::term::Kind;
use crate::topic::term::Term;

const KNOWN: &str = "the operators are from: to: lang: url: is: has: conversation_id: min_faves: \
                     sample:, and #tag, @user, $cash";

/// A phrase in quotes.
pub(super) fn phrase(query: &str, at: usize, text: &str) -> Result<Expr<Term>, QueryError> {
    term(query, at, Kind::Text, text)
}

/// The words of a phrase, with so many others among them at most.
pub(super) fn near(
    query: &str,
    at: usize,
    words: &str,
    most: u16,
) -> Result<Expr<Term>, QueryError> {
    let mut terms: Vec<Term> = Vec::new();
    for term in words.split_whitespace().filter_map(|word| Term::new(Kind::Text, word)) {
        if !terms.contains(&term) {
            terms.push(term);
        }
    }
    match terms.as_slice() {
        [] => phrase(query, at, words),
        [only] => Ok(Expr::Term(only.clone())),
        _ => Ok(Expr::Near(terms.clone(), Near { terms, most })),
    }
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
    if let Some(sign) = word.chars().next().filter(|c| word.len() > 1 && "#＃@".contains(*c)) {
        return Err(QueryError::new(
            query,
            at,
            if sign == '@' { "this is no user" } else { "this is no hashtag" },
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
    refuse_signs(query, at, word)?;
    term(query, at, Kind::Text, word)
}

/// Refuses a word with a sign that means something in other query languages and would here be
/// looked for as it is.
fn refuse_signs(query: &str, at: usize, word: &str) -> Result<(), QueryError> {
    let wrong = |place: usize, message: &str, hint: &str| {
        Err(QueryError::new(query, at + place, message, hint))
    };
    if let Some(bar) = word.find('|') {
        return wrong(bar, "a | joins nothing", "write OR between alternatives");
    }
    if let Some(and) = word.find("&&").or_else(|| (word == "&").then_some(0)) {
        let hint = "a blank means both, as in: rust lang; put it in quotes to look for it";
        return wrong(and, "an & joins nothing", hint);
    }
    if is_distance(word) {
        return wrong(
            0,
            "there is no such operator",
            "write \"two words\"~5 for words near each other",
        );
    }
    if !word.chars().any(char::is_alphanumeric) {
        return Ok(());
    }
    if let Some(comma) = loose_comma(word) {
        return wrong(
            comma,
            "a comma joins nothing",
            "write OR between alternatives, or put it in quotes to look for it",
        );
    }
    let is_address = word.contains(['/', '=']);
    for (sign, message, hint) in [
        (
            '*',
            "there are no wildcards",
            "write out the words with OR between them, or put it in quotes",
        ),
        ('?', "there are no wildcards", "take the ? away, or put it in quotes to look for it"),
        ('^', "a ^ means nothing here", "take it away, or put it in quotes to look for it"),
        ('~', "a ~ stands only behind a phrase", "write \"two words\"~5, or put it in quotes"),
        (';', "a ; joins nothing", "write OR between alternatives, or put it in quotes"),
        ('，', "a comma joins nothing", "write OR between alternatives, or put it in quotes"),
        ('、', "a comma joins nothing", "write OR between alternatives, or put it in quotes"),
        ('；', "a ; joins nothing", "write OR between alternatives, or put it in quotes"),
        ('[', "these brackets group nothing", "write a group as (one OR other)"),
        (']', "these brackets group nothing", "write a group as (one OR other)"),
        ('{', "these brackets group nothing", "write a group as (one OR other)"),
        ('}', "these brackets group nothing", "write a group as (one OR other)"),
    ] {
        if let Some(place) = word.find(sign).filter(|_| sign == '*' || !is_address) {
            return wrong(place, message, hint);
        }
    }
    Ok(())
}

/// `NEAR/3` and its like.
fn is_distance(word: &str) -> bool {
    let (name, distance) = word.split_once(['/', '~']).unwrap_or_default();
    let upper = name.to_ascii_uppercase();
    ["NEAR", "ONEAR", "WITHIN", "ADJ", "AROUND", "PRE", "W", "N"].contains(&upper.as_str())
        && !distance.is_empty()
        && distance.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether an item of a list holds what only a query can mean.
pub(super) fn has_operators(item: &str) -> bool {
    let sign = |word: &str| {
        let mut letters = word.chars();
        let (first, second) = (letters.next(), letters.next());
        let negates = first.is_some_and(|c| "-–—−!+".contains(c))
            && second.is_some_and(|c| c.is_alphanumeric() || "\"“(#@$".contains(c));
        let joins = ["OR", "AND", "NOT", "&&"].contains(&word) || word.contains('|');
        let operator = word.split_once(':').is_some_and(|(name, value)| {
            let name = name.trim_start_matches(['(', '-']);
            !value.is_empty() && operator(word, 0, name, value).is_some()
        });
        let wildcard = word.ends_with('*') && word.len() > 1;
        let plus = word.split_once('+').is_some_and(|(one, other)| {
            one.ends_with(char::is_alphabetic) && other.starts_with(char::is_alphabetic)
        });
        negates || joins || operator || wildcard || plus || is_distance(word)
    };
    let quotes = item.chars().filter(|c| "\"“”„".contains(*c)).count();
    quotes > 1 || item.split_whitespace().any(sign)
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
        '#' if is_tag(value) => Kind::Tag,
        '@' if class(first) == Class::Word && fits(".-@") => Kind::Mention,
        '$' if is_cash(value) => Kind::Cash,
        _ => return None,
    };
    let mut written = word.chars();
    let mut first = String::new();
    while first.is_empty() {
        fold_into(&mut first, written.next()?.encode_utf8(&mut [0; 4]));
    }
    Some((kind, written.as_str().to_owned()))
}

/// Whether it can be the name of a cashtag: one to six letters, and one or two behind a dot.
fn is_cash(name: &str) -> bool {
    let (symbol, class) = name.split_once(['.', '_']).unwrap_or((name, "a"));
    let letters = |part: &str, most| {
        (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic())
    };
    letters(symbol, 6) && letters(class, 2)
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
        "lang" => condition(language(&lower), &languages(&lower)),
        "is" => condition(
            Mark::read(&lower).map(Condition::Is),
            "write is:repost, is:reply, is:quote, is:bot or is:verified",
        ),
        "has" => condition(
            Thing::read(&lower).map(Condition::Has),
            "write has: with links, hashtags, mentions, cashtags, media, images or videos",
        ),
        "to" => condition(handle(value), "name a user, as in to:bob"),
        "conversation_id" => condition(
            (!value.is_empty()).then(|| Condition::Conversation(value.to_owned())),
            "name the id of the post that began it",
        ),
        "min_faves" => condition(
            value.parse().ok().map(Condition::MinLikes),
            "name a number, as in min_faves:100",
        ),
        "sample" => condition(
            value.parse().ok().filter(|share| (1..=100).contains(share)).map(Condition::Sample),
            "name a share in percent, from 1 to 100, as in sample:10",
        ),
        _ => return None,
    })
}

fn handle(value: &str) -> Option<Condition> {
    let name = value.strip_prefix('@').unwrap_or(value);
    let mut folded = String::new();
    fold_into(&mut folded, name);
    (!folded.trim().is_empty()).then_some(Condition::To(folded))
}

/// What to write in the place of the name of a language.
fn languages(lower: &str) -> String {
    match code_of(lower) {
        Some(code) => format!("write lang:{code}"),
        None => "name a language by its code, as in lang:en".to_owned(),
    }
}

fn language(lower: &str) -> Option<Condition> {
    let tag = lower.replace('_', "-");
    let fits = |part: &str| {
        (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    let fits = tag.len() > 1 && code_of(&tag).is_none() && tag.split('-').all(fits);
    fits.then_some(Condition::Lang(tag))
}

fn term(query: &str, at: usize, kind: Kind, written: &str) -> Result<Expr<Term>, QueryError> {
    Term::new(kind, written).map(Expr::Term).ok_or_else(|| {
        QueryError::new(query, at, "there is nothing to look for", "put a word here")
    })
}
