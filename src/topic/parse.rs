//! Reads a query: words and groups into a tree, or an error that knows the place.
//!
//! ```text
//! any      all { OR all }
//! all      factor { [AND] factor }
//! factor   { - | NOT } ( word | "phrase" | operator:value | "(" any ")" )
//! ```

use crate::topic::error::QueryError;
use crate::topic::expr::Expr;
use crate::topic::lexer::Token;
use crate::topic::lexer::TokenKind;
use crate::topic::lexer::tokens;
use crate::topic::operand::phrase;
use crate::topic::operand::quoted;
use crate::topic::operand::word;
use crate::topic::term::Term;

/// The most characters of a query.
const LONGEST: usize = 4_096;
/// The most groups inside each other.
const DEEPEST: usize = 32;

/// Reads a query.
pub(super) fn parse(query: &str) -> Result<Expr<Term>, QueryError> {
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
    if tokens.is_empty() {
        return Err(reader.error(0, "it is empty", "name a word to look for, or * for everything"));
    }
    let expr = reader.any()?;
    match reader.peek() {
        None => Ok(expr),
        Some(token) => Err(reader.error(
            token.at,
            "a closing parenthesis has no opening one",
            "take it away, or put it in quotes to look for it",
        )),
    }
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
        takes
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
            TokenKind::Word(text) => word(self.query, token.at, text)?,
            TokenKind::Quoted { name, value } => quoted(self.query, token.at, name, value)?,
            TokenKind::Close | TokenKind::Or | TokenKind::And | TokenKind::Not => {
                return Err(self.missing());
            }
        };
        self.next += 1;
        Ok(expr)
    }

    fn group(&mut self, at: usize) -> Result<Expr<Term>, QueryError> {
        if self.open.len() == DEEPEST {
            return Err(self.error(at, "its groups are nested too deep", "use fewer parentheses"));
        }
        self.next += 1;
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
