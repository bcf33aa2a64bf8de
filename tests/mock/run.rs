//! A whole run against a server that stands in for a network: what is shown meanwhile, and what it
//! leaves behind.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use moodwire::{
    Filter, Jsonl, LedgerSettings, Lines, Model, Names, Only, Outcome, PipelineSettings, Plan,
    Screen, Snapshot, Source, SourceSettings, Stop, Tempo, Topic, Topics, run_plan,
};
use serde_json::Value;
use tokio::sync::watch;

/// Nothing takes longer than this, unless it is broken.
const PATIENCE: Duration = Duration::from_secs(60);

#[derive(Clone, Default)]
struct Paper(Arc<Mutex<Vec<u8>>>);

impl Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Paper {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

/// A run on one source; every post is tracked.
pub struct Run {
    stop: Stop,
    snapshots: watch::Receiver<Arc<Snapshot>>,
    paper: Paper,
    notices: Paper,
    thread: JoinHandle<Outcome>,
}

impl Run {
    pub fn on(source: &str, reading: &SourceSettings, limits: PipelineSettings) -> Self {
        let sources = Source::parse(source, reading).unwrap();
        let (stop, paper, notices) = (Stop::new(), Paper::default(), Paper::default());
        let (sender, snapshots) = watch::channel(Arc::new(Snapshot::default()));
        let topics = vec![Topic::parse("posts=*").unwrap()];
        let names = Names { topics: vec!["posts".to_owned()], sources: vec![source.to_owned()] };
        let plan = Plan {
            sources,
            topics: Topics::new(topics),
            filter: Filter::default(),
            model: Model::vader(),
            ledger: LedgerSettings::default(),
            settings: limits,
            outlets: vec![
                Box::new(Lines::new(
                    Arc::new(Jsonl::new(&names)),
                    Box::new(paper.clone()),
                    Only::ALL,
                )),
                Box::new(Screen::new(sender)),
            ],
            notices: Some(Box::new(notices.clone())),
            stop: stop.clone(),
            tempo: Tempo::default(),
        };
        let thread = thread::spawn(move || run_plan(plan).unwrap());
        Self { stop, snapshots, paper, notices, thread }
    }

    /// Waits until something is shown.
    pub fn until(&self, what: &str, shown: impl Fn(&Snapshot) -> bool) {
        let began = Instant::now();
        while !shown(&self.snapshots.borrow()) {
            let now = self.snapshots.borrow().clone();
            assert!(
                began.elapsed() < PATIENCE,
                "no {what}: {:?} {:?} {:?} {}",
                now.sources,
                now.counts,
                now.counts.gaps,
                self.notices.text()
            );
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Posts that were counted so far.
    pub fn counted(&self) -> u64 {
        self.snapshots.borrow().counts.counted
    }

    pub fn until_counted(&self, posts: u64) {
        self.until(&format!("{posts} posts"), |shown| shown.counts.counted >= posts);
    }

    /// Asks it to end.
    pub fn end(self) -> Ended {
        self.stop.set();
        self.outcome()
    }

    /// Waits until it has ended by itself.
    pub fn outcome(self) -> Ended {
        let outcome = self.thread.join().unwrap();
        let text = self.paper.text();
        let lines: Vec<Value> =
            text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        Ended { outcome, lines, notices: self.notices.text() }
    }
}

/// What a run left behind.
pub struct Ended {
    pub outcome: Outcome,
    pub lines: Vec<Value>,
    pub notices: String,
}

impl Ended {
    pub fn of(&self, kind: &str) -> Vec<&Value> {
        self.lines.iter().filter(|line| line["type"] == kind).collect()
    }

    /// The last parts of the posts' ids.
    pub fn posts(&self) -> Vec<String> {
        let key =
            |line: &&Value| line["id"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
        self.of("post").iter().map(key).collect()
    }

    pub fn summary(&self, count: &str) -> u64 {
        self.of("summary")[0][count].as_u64().unwrap()
    }
}
