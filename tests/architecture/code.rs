//! A source file as the laws see it: words, strings and signs, without comments and tests.
//!
//! It is no parser of Rust: paths and `use` trees are all that it understands.

use std::path::{Path, PathBuf};
use std::{fs, iter};

/// A piece of code.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Token {
    /// A name, a keyword or a number.
    Word(String),
    /// What stands in a string, as written.
    Text(String),
    /// Anything else but white space; `::` is one sign.
    Sign(&'static str),
}

/// A path that a file names, aliases of its `use` lines put in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Named {
    /// `std::fs::read` in pieces; a macro ends in `!`.
    pub path: Vec<String>,
    pub line: usize,
}

/// One leaf of a `use` tree.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Import {
    pub path: Vec<String>,
    /// What it is called here.
    pub alias: String,
    /// Whether others may take it from here: `pub`, of any reach.
    pub is_public: bool,
    pub line: usize,
}

/// A file of `src/`.
#[derive(Clone, Debug)]
pub struct File {
    /// Below `src/`, with `/`.
    pub path: String,
    pub text: String,
    pub tokens: Vec<(Token, usize)>,
    pub imports: Vec<Import>,
}

impl File {
    pub fn new(path: &str, text: &str) -> Self {
        let tokens = without_tests(tokens(text));
        let imports = imports(&tokens);
        Self { path: path.to_owned(), text: text.to_owned(), tokens, imports }
    }

    /// The first part of the path: the room.
    pub fn room(&self) -> &str {
        let first = self.path.split('/').next().unwrap();
        first.strip_suffix(".rs").unwrap_or(first)
    }

    /// Whether it holds tests alone.
    pub fn is_tests(&self) -> bool {
        self.path.split('/').any(|part| part == "tests" || part == "tests.rs")
    }

    /// Where it stands among the modules: `source/x/mod.rs` is `source`, `x`.
    pub fn module(&self) -> Vec<String> {
        let path = self.path.strip_suffix(".rs").unwrap();
        let path = path.strip_suffix("/mod").unwrap_or(path);
        path.split('/').map(str::to_owned).collect()
    }

    /// Lines that hold code, comment or nothing, its tests left out.
    pub fn length(&self) -> usize {
        self.text.lines().take_while(|line| !line.starts_with("#[cfg(test)]")).count()
    }

    /// Everything it names: imports and paths in code.
    pub fn named(&self) -> Vec<Named> {
        let mut all: Vec<Named> = self
            .imports
            .iter()
            .map(|import| Named { path: import.path.clone(), line: import.line })
            .collect();
        all.extend(self.paths());
        all.retain(|named| !named.path.is_empty());
        all
    }

    /// The paths in code, outside `use`.
    pub fn paths(&self) -> Vec<Named> {
        let mut all = Vec::new();
        let mut at = 0;
        while at < self.tokens.len() {
            if is_word(&self.tokens, at, "use") {
                while at < self.tokens.len() && self.tokens[at].0 != Token::Sign(";") {
                    at += 1;
                }
                continue;
            }
            let (path, next) = path_at(&self.tokens, at);
            if !path.is_empty() && !is_member(&self.tokens, at) {
                all.push(Named { path: self.resolved(path), line: self.tokens[at].1 });
            }
            at = next.max(at + 1);
        }
        all
    }

    /// A path with the alias at its head replaced by what it stands for.
    fn resolved(&self, path: Vec<String>) -> Vec<String> {
        match self.imports.iter().find(|import| import.alias == path[0]) {
            Some(import) => [&import.path[..], &path[1..]].concat(),
            None => path,
        }
    }
}

/// All files of this house.
pub fn house() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files: Vec<File> = below(&root)
        .iter()
        .map(|path| {
            let inside = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
            File::new(&inside, &fs::read_to_string(path).unwrap())
        })
        .collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = entries.flat_map(|path| match path.is_dir() {
        true => below(&path),
        false => vec![path],
    });
    files.filter(|path| path.extension().is_some_and(|ending| ending == "rs")).collect()
}

fn is_word(tokens: &[(Token, usize)], at: usize, word: &str) -> bool {
    matches!(tokens.get(at), Some((Token::Word(found), _)) if found == word)
}

fn is_sign(tokens: &[(Token, usize)], at: usize, sign: &str) -> bool {
    matches!(tokens.get(at), Some((Token::Sign(found), _)) if *found == sign)
}

/// Whether a field or method stands here: what follows a dot is no path of its own.
fn is_member(tokens: &[(Token, usize)], at: usize) -> bool {
    at > 0 && (is_sign(tokens, at - 1, ".") || is_word(tokens, at - 1, "fn"))
}

/// The path that begins here, and where it ends; none if no word stands here.
fn path_at(tokens: &[(Token, usize)], mut at: usize) -> (Vec<String>, usize) {
    let mut path = Vec::new();
    while let Some((Token::Word(word), _)) = tokens.get(at) {
        path.push(word.clone());
        at += 1;
        if !is_sign(tokens, at, "::") || !matches!(tokens.get(at + 1), Some((Token::Word(_), _))) {
            break;
        }
        at += 1;
    }
    if !path.is_empty() && is_sign(tokens, at, "!") && !is_sign(tokens, at + 1, "=") {
        path.last_mut().unwrap().push('!');
    }
    (path, at)
}

/// The leaves of all `use` trees.
fn imports(tokens: &[(Token, usize)]) -> Vec<Import> {
    let mut all = Vec::new();
    for at in (0..tokens.len()).filter(|at| is_word(tokens, *at, "use")) {
        // `pub use` and `pub(crate) use`; nothing else stands directly before the word.
        let is_public = at > 0 && (is_word(tokens, at - 1, "pub") || is_sign(tokens, at - 1, ")"));
        leaves(tokens, at + 1, &[], is_public, &mut all);
    }
    all
}

/// Reads one tree; gives where it ends.
fn leaves(
    tokens: &[(Token, usize)],
    mut at: usize,
    prefix: &[String],
    is_public: bool,
    all: &mut Vec<Import>,
) -> usize {
    let mut path = prefix.to_vec();
    let line = tokens.get(at).map_or(0, |token| token.1);
    loop {
        match tokens.get(at).map(|token| &token.0) {
            Some(Token::Word(word)) if word == "as" => {
                let Some((Token::Word(alias), _)) = tokens.get(at + 1) else { return at + 2 };
                all.push(Import { path, alias: alias.clone(), is_public, line });
                return at + 2;
            }
            Some(Token::Word(word)) => {
                // `self` in braces is what stands before them.
                if word != "self" || path.is_empty() {
                    path.push(word.clone());
                }
            }
            Some(Token::Sign("::")) => {}
            Some(Token::Sign("*")) => path.push("*".to_owned()),
            Some(Token::Sign("{")) => {
                at += 1;
                while at < tokens.len() && !is_sign(tokens, at, "}") {
                    at = leaves(tokens, at, &path, is_public, all);
                    at += usize::from(is_sign(tokens, at, ","));
                }
                return at + 1;
            }
            _ => {
                // A precise capture (`impl Trait + use<'a>`) is no tree.
                if let Some(alias) = path.last().cloned() {
                    all.push(Import { path, alias, is_public, line });
                }
                return at;
            }
        }
        at += 1;
    }
}

/// Leaves out every item under `#[cfg(test)]`.
fn without_tests(tokens: Vec<(Token, usize)>) -> Vec<(Token, usize)> {
    let mut kept = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let is_test = is_sign(&tokens, at, "#")
            && is_word(&tokens, at + 2, "cfg")
            && is_word(&tokens, at + 4, "test")
            && is_sign(&tokens, at + 5, ")");
        if is_test {
            at = item_end(&tokens, at + 7);
        } else {
            kept.push(tokens[at].clone());
            at += 1;
        }
    }
    kept
}

/// Behind the item that begins here: its `;`, or the brace that closes it.
fn item_end(tokens: &[(Token, usize)], mut at: usize) -> usize {
    let is_use = (at..at + 6).any(|near| is_word(tokens, near, "use"));
    let mut depth = 0;
    while let Some((token, _)) = tokens.get(at) {
        at += 1;
        match token {
            Token::Sign("{" | "(" | "[") => depth += 1,
            Token::Sign(")" | "]") => depth -= 1,
            Token::Sign("}") => {
                depth -= 1;
                if depth == 0 && !is_use {
                    return at;
                }
            }
            Token::Sign(";") if depth == 0 => return at,
            _ => {}
        }
    }
    at
}

/// The code in pieces, with the line of each, from 1.
pub fn tokens(text: &str) -> Vec<(Token, usize)> {
    let mut all = Vec::new();
    let mut rest = text;
    let mut line = 1;
    while let Some(first) = rest.chars().next() {
        let (token, length) = match first {
            _ if rest.starts_with("//") => (None, rest.find('\n').unwrap_or(rest.len())),
            _ if rest.starts_with("/*") => (None, comment(rest)),
            _ if string_start(rest).is_some() => string(rest),
            '\'' => (None, quoted(rest)),
            _ if first.is_alphanumeric() || first == '_' => word(rest),
            _ if first.is_whitespace() => (None, first.len_utf8()),
            _ if rest.starts_with("::") => (Some(Token::Sign("::")), 2),
            _ => (sign(first).map(Token::Sign), first.len_utf8()),
        };
        all.extend(token.map(|token| (token, line)));
        line += rest[..length].matches('\n').count();
        rest = &rest[length..];
    }
    all
}

fn sign(c: char) -> Option<&'static str> {
    let signs = ["{", "}", "(", ")", "[", "]", ";", ",", "#", "!", "=", ".", "*", "<", ">", "&"];
    signs.into_iter().find(|sign| sign.starts_with(c)).or(Some("?"))
}

fn word(rest: &str) -> (Option<Token>, usize) {
    let length = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
    (Some(Token::Word(rest[..length].to_owned())), length)
}

/// The length of a comment in `/* */`, others inside it included.
fn comment(rest: &str) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < rest.len() {
        let step = if rest[at..].starts_with("/*") {
            depth += 1;
            2
        } else if rest[at..].starts_with("*/") {
            depth -= 1;
            2
        } else {
            rest[at..].chars().next().map_or(1, char::len_utf8)
        };
        at += step;
        if depth == 0 {
            break;
        }
    }
    at
}

/// The letters and hashes before the quote of a string, if one begins here.
fn string_start(rest: &str) -> Option<(&str, usize)> {
    let letters = rest.find(|c| !matches!(c, 'b' | 'r' | 'c'))?;
    let hashes = rest[letters..].find(|c| c != '#')?;
    let known = ["", "b", "r", "c", "br", "cr"].contains(&&rest[..letters]);
    let is_raw = rest[..letters].contains('r');
    (known && (is_raw || hashes == 0) && rest[letters + hashes..].starts_with('"'))
        .then_some((&rest[..letters], hashes))
}

fn string(rest: &str) -> (Option<Token>, usize) {
    let (letters, hashes) = string_start(rest).unwrap();
    let begin = letters.len() + hashes + 1;
    let end = if letters.contains('r') {
        let close: String = iter::once('"').chain(iter::repeat_n('#', hashes)).collect();
        rest[begin..].find(&close).map_or(rest.len(), |at| begin + at)
    } else {
        let mut is_escaped = false;
        let close = rest[begin..].find(|c| {
            let is_close = c == '"' && !is_escaped;
            is_escaped = c == '\\' && !is_escaped;
            is_close
        });
        close.map_or(rest.len(), |at| begin + at)
    };
    let whole = (end + 1 + hashes).min(rest.len());
    (Some(Token::Text(rest[begin..end].to_owned())), whole)
}

/// The length of a character in quotes, or of the quote alone, where a lifetime begins.
fn quoted(rest: &str) -> usize {
    let mut chars = rest.char_indices().skip(1);
    match chars.next() {
        Some((_, '\\')) => {
            let from = chars.next().map_or(rest.len(), |(at, c)| at + c.len_utf8());
            rest[from..].find('\'').map_or(rest.len(), |at| from + at + 1)
        }
        Some((at, c)) if rest[at + c.len_utf8()..].starts_with('\'') => at + c.len_utf8() + 1,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str) -> Vec<String> {
        let file = File::new("post.rs", text);
        file.named().iter().map(|named| named.path.join("::")).collect()
    }

    #[test]
    fn paths_are_found_in_code_alone() {
        let text =
            "// std::a\n/* std::b /* std::c */ */ let x = std::d(\"std::e\", 'f', r#\"g\"h\"#);";
        assert_eq!(named(text), ["let", "x", "std::d"]);
        assert_eq!(named("fn f<'a>(x: &'a str) { x.open() }"), ["fn", "a", "x", "a", "str", "x"]);
    }

    #[test]
    fn use_trees_are_spread_and_put_into_paths() {
        let text = "use std::{fs::{self, File as F}, io};\nio::stdout(); F::open(); println!();";
        let wanted = ["std::fs", "std::fs::File", "std::io", "std::io::stdout"];
        assert_eq!(named(text)[..4], wanted);
        assert_eq!(named(text)[4..], ["std::fs::File::open", "println!"]);
    }

    #[test]
    fn tests_are_left_out() {
        let text = "a();\n#[cfg(test)]\nmod tests { fn t() { b(); } }\nc();\n#[cfg(test)]\nmod tests;\nd();";
        assert_eq!(named(text), ["a", "c", "d"]);
    }
}
