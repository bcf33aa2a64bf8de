//! The set of topics: finds all topics of a post at once.
//!
//! It answers the same as asking each topic's query alone, only faster: the terms of all queries
//! are found in one pass, and a query is evaluated only where a term stands that it cannot do
//! without. Queries without such a term (`lang:en`, `-is:repost`) are evaluated for every post.

use crate::post::Post;
use crate::topic::definition::Topic;
use crate::topic::definition::TopicId;
use crate::topic::expr::Expr;
use crate::topic::index;
use crate::topic::index::Index;
use crate::topic::term::Term;

use std::collections::HashMap;

/// A run's topics, ready to be found; read-only, so that any number of threads may share them.
#[derive(Clone, Debug)]
pub struct Topics {
    topics: Vec<Topic>,
    /// The topics' queries, their terms by number.
    queries: Vec<Expr<u32>>,
    index: Index,
    /// For each term the topics that must be evaluated where it stands.
    wakes: Vec<Vec<u32>>,
    /// The topics that must be evaluated for every post.
    awake: Vec<u32>,
}

/// Memory for finding topics, to be used again for the next post, also with other topics.
#[derive(Debug, Default)]
pub struct Scratch {
    terms: index::Scratch,
    notes: Notes,
}

/// What is known so far of the post that is looked at.
#[derive(Debug, Default)]
struct Notes {
    /// The number of the post, counted from 1; what bears another number is forgotten.
    turn: u64,
    stands: Vec<u64>,
    woken: Vec<u64>,
    candidates: Vec<u32>,
}

impl Notes {
    fn begin(&mut self, terms: usize, topics: usize) {
        self.turn += 1;
        self.candidates.clear();
        if self.stands.len() < terms {
            self.stands.resize(terms, 0);
        }
        if self.woken.len() < topics {
            self.woken.resize(topics, 0);
        }
    }

    fn wake(&mut self, topic: u32) {
        if let Some(woken) = self.woken.get_mut(topic as usize)
            && *woken != self.turn
        {
            *woken = self.turn;
            self.candidates.push(topic);
        }
    }
}

impl Topics {
    /// Prepares topics to be found; a topic's id is its place in the list.
    #[must_use]
    pub fn new(topics: Vec<Topic>) -> Self {
        let mut terms: Vec<Term> = Vec::new();
        let mut numbers: HashMap<Term, u32> = HashMap::new();
        let mut number = |term: &Term| {
            *numbers.entry(term.clone()).or_insert_with(|| {
                terms.push(term.clone());
                (terms.len() - 1) as u32
            })
        };
        let queries: Vec<Expr<u32>> =
            topics.iter().map(|topic| topic.query.expr.map(&mut number)).collect();
        let (mut wakes, mut awake) = (vec![Vec::new(); terms.len()], Vec::new());
        for (place, query) in (0..).zip(&queries) {
            match needed(query, &terms) {
                Some(any_of) => any_of.terms.iter().for_each(|t| wakes[*t as usize].push(place)),
                None => awake.push(place),
            }
        }
        Self { topics, queries, index: Index::new(&terms), wakes, awake }
    }

    /// All topics, in the order of their ids.
    #[must_use]
    pub fn all(&self) -> &[Topic] {
        &self.topics
    }

    /// The topic of that id.
    #[must_use]
    pub fn get(&self, id: TopicId) -> Option<&Topic> {
        self.topics.get(id.0 as usize)
    }

    /// Appends the topics the post speaks of, ascending, each once.
    pub fn find(&self, post: &Post<'_>, scratch: &mut Scratch, found: &mut Vec<TopicId>) {
        let Scratch { terms, notes } = scratch;
        notes.begin(self.wakes.len(), self.topics.len());
        if !self.wakes.is_empty() {
            self.index.each_hit(post, terms, |term| {
                if notes.stands[term as usize] != notes.turn {
                    notes.stands[term as usize] = notes.turn;
                    self.wakes[term as usize].iter().for_each(|topic| notes.wake(*topic));
                }
            });
        }
        for topic in &self.awake {
            notes.wake(*topic);
        }
        if notes.candidates.is_empty() {
            return;
        }
        notes.candidates.sort_unstable();
        let holds = |term: &u32| notes.stands[*term as usize] == notes.turn;
        found.extend(notes.candidates.iter().filter_map(|place| {
            self.queries[*place as usize].matches(post, &holds).then_some(TopicId(*place))
        }));
    }
}

/// Terms of which at least one stands in every post that a query asks for.
struct AnyOf {
    terms: Vec<u32>,
    /// How often they are likely to stand: short terms stand more often.
    cost: u64,
}

/// `None` where a query can be satisfied without any of its terms.
fn needed(query: &Expr<u32>, terms: &[Term]) -> Option<AnyOf> {
    match query {
        Expr::Term(term) => {
            let length = terms.get(*term as usize).map_or(1, |t| t.literal().len().clamp(1, 64));
            Some(AnyOf { terms: vec![*term], cost: 4_096 / (length * length) as u64 })
        }
        Expr::Near(parts, _) => {
            let one = |term: &u32| needed(&Expr::Term(*term), terms);
            parts.iter().filter_map(one).min_by_key(|any_of| any_of.cost)
        }
        Expr::All(parts) => {
            parts.iter().filter_map(|part| needed(part, terms)).min_by_key(|any_of| any_of.cost)
        }
        Expr::Any(parts) => {
            let mut all = AnyOf { terms: Vec::new(), cost: 0 };
            for part in parts {
                let any_of = needed(part, terms)?;
                all.terms.extend(any_of.terms);
                all.cost += any_of.cost;
            }
            all.terms.sort_unstable();
            all.terms.dedup();
            Some(all)
        }
        Expr::Everything | Expr::Condition(_) | Expr::Not(_) => None,
    }
}
