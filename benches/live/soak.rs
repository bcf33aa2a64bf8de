//! An hour of event time with a fault every minute: every post is accounted for.

use std::thread;
use std::time::{Duration, Instant};

use crate::faults;
use crate::network::{Course, Haste, Network};
use crate::process::{Process, each_line};
use crate::truth::{Account, Heard};

/// Runs a course and prints the account.
pub fn run(course: Course) {
    let posts = course.posts();
    let words = match course.haste {
        Haste::Patient => "as fast as it is taken",
        Haste::Flood => "without a look at what comes out",
    };
    println!(
        "soak: {} min of event time at {} posts/s, {posts} posts, {words}",
        course.minutes, course.rate
    );
    let network = Network::start(course);
    let began = Instant::now();
    let (mut child, stdout) = Process::part("jetstream", &[&network.urls()]);
    let mut ids = Ids::new(posts);
    let mut heard = Heard::default();
    let mut memory = None;
    each_line(stdout, |line, _| {
        ids.take(line, &mut heard, |post| network.hear(post));
        if memory.is_none() && network.is_heard() {
            memory = Some(child.memory());
            // Soon it is sure that nothing of the past is missing.
            thread::sleep(Duration::from_secs(1));
            child.tell_end();
        }
    });
    let seconds = began.elapsed().as_secs_f64();
    child.wait();
    let truth = network.truth();
    let account = Account::new(posts, &truth, &heard);
    println!(
        "  {} connections, {} refused, {} kinds of faults, {seconds:.1} s ({:.0} posts/s)",
        truth.connections,
        truth.refusals,
        faults::ALL.len(),
        (truth.first + truth.again) as f64 / seconds,
    );
    println!(
        "  pongs {}, late {}; written {} once, {} again, {} late; cut off {}, never asked for {}, lost {}",
        truth.pongs,
        truth.late_pongs,
        truth.first,
        truth.again,
        truth.late,
        truth.cut_off,
        truth.unasked,
        truth.lost
    );
    print!("{account}");
    println!("  dropped {}; {}\n", heard.count("dropped"), memory.unwrap_or_default());
    assert_eq!(account.unexplained(), 0, "{truth:?} {heard:?}");
    assert!(course.haste == Haste::Flood || heard.count("dropped") == 0);
}

/// Which posts came out.
struct Ids {
    seen: Vec<bool>,
    late: Vec<String>,
}

impl Ids {
    fn new(posts: u64) -> Self {
        Self { seen: vec![false; usize::try_from(posts).unwrap()], late: Vec::new() }
    }

    fn take(&mut self, line: &[u8], heard: &mut Heard, tell: impl FnOnce(u64)) {
        if line.starts_with(br#"{"type":"post""#) {
            let id = id_of(line);
            heard.late += u64::from(line.ends_with(br#""late":true}"#));
            let is_new = match id.parse::<usize>() {
                Ok(place) => {
                    tell(place as u64);
                    !std::mem::replace(&mut self.seen[place], true)
                }
                Err(_) => {
                    let is_new = !self.late.iter().any(|late| late == id);
                    self.late.push(id.to_owned());
                    is_new
                }
            };
            heard.posts += u64::from(is_new);
            heard.repeated += u64::from(!is_new);
        } else if line.starts_with(br#"{"type":"gap""#) {
            heard.gaps += 1;
        } else if line.starts_with(br#"{"type":"summary""#) {
            heard.summary = serde_json::from_slice(line).unwrap();
        }
    }
}

/// The last part of the id of a post.
pub fn id_of(line: &[u8]) -> &str {
    let key = br#""id":""#;
    let start = memchr::memmem::find(line, key).unwrap() + key.len();
    let end = start + memchr::memchr(b'"', &line[start..]).unwrap();
    let id = std::str::from_utf8(&line[start..end]).unwrap();
    id.rsplit('/').next().unwrap()
}
