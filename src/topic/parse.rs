//! Reads a query: words and groups into a tree, or an error that knows the place.
//!
//! ```text
//! any      all { OR all }
//! all      factor { [AND] factor }
//! factor   { - | NOT } ( word | "phrase" | "phrase"~5 | operator:value | "(" any ")" )
//! ```
//!
//! What is understood otherwise than it looks is noted: `AND` and `+` are blanks, and `or` in small
//! letters is a word.

use crate::topic::error::QueryError;
use crate::topic::expr::Expr;
use crate::topic::lexer::Token;
use crate::topic::lexer::TokenKind;
use crate::topic::lexer::tokens;
use crate::topic::operand::near;
use crate::topic::operand::phrase;
use crate::topic::operand::quoted;
use crate::topic::operand::word;
use crate::topic::term::Term;

/// The most characters of a query.
const LONGEST: usize = 4_096;
/// The most groups inside each other.
const DEEPEST: usize = 32;

/// Reads a query, and notes what is understood otherwise than it looks.
pub(super) fn parse(query: &str) -> Result<(Expr<Term>, Vec<String>), QueryError> {
    if let Some((at, _)) = query.char_indices().nth(LONGEST) {
        return Err(QueryError::new(
            query,
            at,
            format!("it is longer than {LONGEST} characters"),
            "make several topics of it",
        ));
    }
    let tokens = tokens(query)?;
    let mut reader = Reader { query, tokens: &tokens, next: 0, open: Vec::new() };
    reader.skip_plus();
    if reader.peek().is_none() {
        return Err(reader.error(0, "it is empty", "name a word to look for, or * for everything"));
    }
    let expr = reader.any()?;
    match reader.peek() {
        None => Ok((expr, notes(&tokens))),
        Some(token) => Err(reader.error(
            token.at,
            "a closing parenthesis has no opening one",
            "take it away, or put it in quotes to look for it",
        )),
    }
}

/// What readers of other query languages may take otherwise, a sentence each.
fn notes(tokens: &[Token]) -> Vec<String> {
    let has = |kind: &TokenKind| tokens.iter().any(|token| token.kind == *kind);
    let mut notes = Vec::new();
    if has(&TokenKind::And) {
        notes.push("AND is read as a blank: both must be there".to_owned());
    }
    if has(&TokenKind::Plus) {
        notes.push("+ is read as a blank: both must be there".to_owned());
    }
    let inner = tokens.get(1..tokens.len().saturating_sub(1)).unwrap_or_default();
    for (small, sign, means) in [
        ("or", "OR", "alternatives"),
        ("and", "a blank", "what must all be there"),
        ("not", "-", "what must not be there"),
    ] {
        let is_it = |token: &Token| matches!(&token.kind, TokenKind::Word(word) if word.eq_ignore_ascii_case(small));
        if inner.iter().any(is_it) {
            notes.push(format!("`{small}` is looked for as a word; write {sign} for {means}"));
        }
    }
    let is_promoted = |token: &Token| matches!(&token.kind, TokenKind::Word(word) if word.eq_ignore_ascii_case("is:nullcast"));
    if tokens.iter().any(is_promoted) {
        notes.push("is:nullcast holds for no post, as networks send none that is".to_owned());
    }
    notes
}

struct Reader<'q> {
    query: &'q str,
    tokens: &'q [Token],
    next: usize,
    /// The places of the groups that are open.
    open: Vec<usize>,
}

impl<'q> Reader<'q> {
    fn error(&self, at: usize, message: &str, hint: &str) -> QueryError {
        QueryError::new(self.query, at, message, hint)
    }

    fn peek(&self) -> Option<&'q Token> {
        self.tokens.get(self.next)
    }

    /// Takes the next token if it is of that kind.
    fn takes(&mut self, kind: &TokenKind) -> bool {
        let takes = self.peek().is_some_and(|token| token.kind == *kind);
        self.next += usize::from(takes);
        if takes {
            self.skip_plus();
        }
        takes
    }

    /// Goes on to what is no `+`.
    fn skip_plus(&mut self) {
        while self.peek().is_some_and(|token| token.kind == TokenKind::Plus) {
            self.next += 1;
        }
    }

    fn any(&mut self) -> Result<Expr<Term>, QueryError> {
        let mut parts = vec![self.all()?];
        while self.takes(&TokenKind::Or) {
            parts.push(self.all()?);
        }
        Ok(Expr::any(parts))
    }

    fn all(&mut self) -> Result<Expr<Term>, QueryError> {
        let mut parts = vec![self.factor()?];
        loop {
            let joined = self.takes(&TokenKind::And);
            match self.peek().map(|token| &token.kind) {
                None | Some(TokenKind::Or | TokenKind::Close) if !joined => break,
                _ => parts.push(self.factor()?),
            }
        }
        Ok(Expr::all(parts))
    }

    fn factor(&mut self) -> Result<Expr<Term>, QueryError> {
        let mut negated = false;
        while self.takes(&TokenKind::Not) {
            negated = !negated;
        }
        let expr = self.primary()?;
        Ok(if negated { expr.not() } else { expr })
    }

    fn primary(&mut self) -> Result<Expr<Term>, QueryError> {
        let Some(token) = self.peek() else { return Err(self.missing()) };
        let expr = match &token.kind {
            TokenKind::Open => return self.group(token.at),
            TokenKind::Phrase(text) => phrase(self.query, token.at, text)?,
            TokenKind::Near { words, most } => near(self.query, token.at, words, *most)?,
            TokenKind::Word(text) => word(self.query, token.at, text)?,
            TokenKind::Quoted { name, value } => quoted(self.query, token.at, name, value)?,
            TokenKind::Close
            | TokenKind::Or
            | TokenKind::And
            | TokenKind::Plus
            | TokenKind::Not => return Err(self.missing()),
        };
        self.next += 1;
        self.skip_plus();
        Ok(expr)
    }

    fn group(&mut self, at: usize) -> Result<Expr<Term>, QueryError> {
        if self.open.len() == DEEPEST {
            return Err(self.error(at, "its groups are nested too deep", "use fewer parentheses"));
        }
        self.next += 1;
        self.skip_plus();
        self.open.push(at);
        let expr = self.any()?;
        if !self.takes(&TokenKind::Close) {
            return Err(self.unclosed());
        }
        self.open.pop();
        Ok(expr)
    }

    fn unclosed(&self) -> QueryError {
        let at = self.open.last().copied().unwrap_or_default();
        self.error(
            at,
            "a closing parenthesis is missing",
            "close the group with ), or put a parenthesis to look for in quotes",
        )
    }

    /// Something to look for should stand here and does not.
    fn missing(&self) -> QueryError {
        let here = self.peek();
        if here.is_none() && !self.open.is_empty() {
            return self.unclosed();
        }
        let before = self.next.checked_sub(1).and_then(|place| self.tokens.get(place));
        let quoted = "put it in quotes to look for the word itself";
        match (
            before.map(|token| (token.at, &token.kind)),
            here.map(|token| (token.at, &token.kind)),
        ) {
            (Some((at, TokenKind::Or)), _) => self.error(at, "nothing follows this OR", quoted),
            (Some((at, TokenKind::And)), _) => self.error(at, "nothing follows this AND", quoted),
            (Some((at, TokenKind::Not)), _) => {
                self.error(at, "there is nothing to negate", "name what shall not be there")
            }
            (_, Some((at, TokenKind::Or))) => {
                self.error(at, "nothing stands before this OR", quoted)
            }
            (_, Some((at, TokenKind::And))) => {
                self.error(at, "nothing stands before this AND", quoted)
            }
            (Some((at, TokenKind::Open)), Some(_)) => {
                self.error(at, "this group is empty", "put something to look for into it")
            }
            (_, Some((at, _))) => self.error(
                at,
                "a closing parenthesis has no opening one",
                "take it away, or put it in quotes to look for it",
            ),
            (_, None) => {
                self.error(self.query.len(), "it ends too early", "name a word to look for")
            }
        }
    }
}
