//! What the topics of a run would find in the posts that were looked at: how many, which, and
//! what each excluded term took away.

use crate::command::columns::cut;
use crate::config::Settings;
use crate::post::Post;
use crate::topic::{Filter, Query, Scratch, Shape, Topic, TopicId, Topics};

use super::marks::marked;

/// So many topics are shown with examples.
const SHOWN: usize = 20;

/// So many posts of a topic are shown.
const EXAMPLES: usize = 5;

/// An example is kept up to so many characters.
const LONGEST: usize = 2_000;

/// Columns of an example.
const COLUMNS: usize = 100;

/// A topic without one of the terms that it excludes.
struct Relaxed {
    /// The topic's place in the list.
    topic: usize,
    /// The term, as it can be typed.
    term: String,
    /// Posts that it took away.
    taken: u64,
}

/// Counts the posts of topics.
pub(super) struct Matches<'s> {
    settings: &'s Settings,
    filter: &'s Filter,
    topics: Topics,
    relaxed_topics: Topics,
    relaxed: Vec<Relaxed>,
    posts: Vec<u64>,
    examples: Vec<Vec<String>>,
    /// All posts that were looked at, and those that no filter left out.
    seen: (u64, u64),
    scratch: Scratch,
    found: Vec<TopicId>,
    found_relaxed: Vec<TopicId>,
}

impl<'s> Matches<'s> {
    pub(super) fn new(settings: &'s Settings) -> Self {
        let topics = settings.topics.clone();
        let mut relaxed = Vec::new();
        let mut queries = Vec::new();
        for (place, topic) in topics.iter().enumerate() {
            for (term, query) in without_each(&topic.query) {
                relaxed.push(Relaxed { topic: place, term, taken: 0 });
                queries.push(Topic { name: topic.name.clone(), query });
            }
        }
        Self {
            settings,
            filter: &settings.filter,
            posts: vec![0; topics.len()],
            examples: vec![Vec::new(); topics.len().min(SHOWN)],
            topics: Topics::new(topics),
            relaxed_topics: Topics::new(queries),
            relaxed,
            seen: (0, 0),
            scratch: Scratch::default(),
            found: Vec::new(),
            found_relaxed: Vec::new(),
        }
    }

    /// Looks at a post.
    pub(super) fn post(&mut self, post: &Post<'_>) {
        self.seen.0 += 1;
        let is_before = self.settings.from.is_some_and(|from| post.at < from);
        let is_behind = self.settings.to.is_some_and(|to| post.at >= to);
        if is_before || is_behind || !self.filter.passes(post) {
            return;
        }
        self.seen.1 += 1;
        self.found.clear();
        self.topics.find(post, &mut self.scratch, &mut self.found);
        for TopicId(place) in &self.found {
            let place = *place as usize;
            self.posts[place] += 1;
            if let Some(examples) = self.examples.get_mut(place)
                && examples.len() < EXAMPLES
            {
                examples.push(post.text.chars().take(LONGEST).collect());
            }
        }
        self.found_relaxed.clear();
        self.relaxed_topics.find(post, &mut Scratch::default(), &mut self.found_relaxed);
        for TopicId(place) in &self.found_relaxed {
            let relaxed = &mut self.relaxed[*place as usize];
            let is_found = self.found.iter().any(|id| id.0 as usize == relaxed.topic);
            relaxed.taken += u64::from(!is_found);
        }
    }

    /// What was found, in lines.
    pub(super) fn told(&self) -> Vec<String> {
        let (seen, passed) = self.seen;
        let mut lines = vec![match seen == passed {
            true => format!("Topics in these {seen} posts:"),
            false => format!("Topics in these {seen} posts, {} of them filtered:", seen - passed),
        }];
        let width = |topic: &Topic| topic.name.chars().count().min(30);
        let all = self.topics.all();
        let width = all.iter().take(SHOWN).map(width).max().unwrap_or_default();
        for (place, topic) in all.iter().enumerate().take(SHOWN) {
            let posts = self.posts[place];
            lines.push(format!("  {:<width$}  {posts} posts", topic.name));
            for relaxed in self.relaxed.iter().filter(|relaxed| relaxed.topic == place) {
                lines.push(format!("    {} took away {}", relaxed.term, relaxed.taken));
            }
            let examples = self.examples[place].iter();
            lines.extend(
                examples.map(|text| format!("    {}", cut(&marked(&topic.query, text), COLUMNS))),
            );
        }
        if all.len() > SHOWN {
            lines.push(format!("  and {} more topics", all.len() - SHOWN));
        }
        lines
    }

    /// The names of topics that found nothing where there was something to find.
    pub(super) fn empty(&self) -> Vec<&str> {
        let all = self.topics.all().iter().zip(&self.posts);
        let none = all.filter(|(_, posts)| **posts == 0 && self.seen.1 > 0);
        none.map(|(topic, _)| topic.name.as_str()).collect()
    }
}

/// The terms that a query excludes, each with the query as it is without it.
fn without_each(query: &Query) -> Vec<(String, Query)> {
    match query.shape() {
        Shape::Any(parts) => parts.iter().flat_map(without_each).collect(),
        Shape::All(parts) => {
            let excluded = parts.iter().enumerate().filter(|(_, part)| is_not(part));
            let without = |(place, part): (usize, &Query)| {
                let others = parts.iter().enumerate().filter(|(other, _)| *other != place);
                let text: Vec<String> = others.map(|(_, part)| written(part)).collect();
                Some((part.to_string(), Query::parse(&text.join(" ")).ok()?))
            };
            excluded.filter_map(without).collect()
        }
        _ => Vec::new(),
    }
}

fn is_not(query: &Query) -> bool {
    matches!(query.shape(), Shape::Not(_))
}

/// A part of a query as it can stand beside others.
fn written(part: &Query) -> String {
    match part.shape() {
        Shape::Any(_) | Shape::All(_) => format!("({part})"),
        _ => part.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_excluded_term_is_left_out_in_turn() {
        let rows: [(&str, &[(&str, &str)]); 4] = [
            ("rust", &[]),
            ("rust -game", &[("-game", "rust")]),
            (
                "(rust OR go) -game -is:repost",
                &[("-game", "(rust or go) -is:repost"), ("-is:repost", "(rust or go) -game")],
            ),
            ("(a -b) OR (c -d)", &[("-b", "a"), ("-d", "c")]),
        ];
        for (query, wanted) in rows {
            let found = without_each(&Query::parse(query).unwrap());
            let found: Vec<(String, String)> =
                found.into_iter().map(|(term, query)| (term, query.to_string())).collect();
            let wanted: Vec<(String, String)> = wanted
                .iter()
                .map(|(term, query)| ((*term).to_owned(), Query::parse(query).unwrap().to_string()))
                .collect();
            assert_eq!(found, wanted, "{query}");
        }
    }
}
