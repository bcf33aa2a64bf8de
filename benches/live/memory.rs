//! A day of one-minute panes for many topics, one in ten of them with posts, kept for a screen:
//! how much memory.

use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use crate::process::{Process, each_line};

/// The topics, and the minutes of event time.
#[derive(Clone, Copy, Debug)]
pub struct Day {
    pub topics: u64,
    pub minutes: u64,
    /// Posts of each pane that has some, each by another author.
    pub posts: u64,
}

/// Runs a day and prints the memory that the process took.
pub fn run(day: Day) {
    let Day { topics, minutes, posts } = day;
    println!(
        "memory: {topics} topics, {minutes} panes of a minute, one in ten with {posts} posts, kept \
         for a screen"
    );
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let (mut child, stdout) =
        Process::part("screen", &[&format!("tcp://{address}"), &topics.to_string()]);
    let sender = thread::spawn(move || send(&address, day));
    let (mut windows, mut summary) = (0_u64, serde_json::Value::Null);
    let expected = panes(day).count() as u64;
    let mut memory = None;
    each_line(stdout, |line, _| {
        if line.starts_with(br#"{"type":"summary""#) {
            summary = serde_json::from_slice(line).unwrap();
            return;
        }
        windows += 1;
        // The last minute is open until the end.
        if memory.is_none() && windows >= expected - topics / 10 {
            thread::sleep(Duration::from_millis(500));
            memory = Some(child.memory());
            child.tell_end();
        }
    });
    child.wait();
    let sent = sender.join().unwrap();
    println!("  {windows} windows of {sent} posts; {}\n", memory.unwrap_or_default());
    assert_eq!(summary["counted"], sent);
    assert_eq!(windows, expected);
}

/// The panes with posts, by minute and topic: in every minute another tenth of the topics.
fn panes(day: Day) -> impl Iterator<Item = (u64, u64)> {
    (0..day.minutes).flat_map(move |minute| {
        (0..day.topics).filter(move |topic| (topic + minute) % 10 == 0).map(move |t| (minute, t))
    })
}

/// Sends a day of posts as fast as it goes; gives their number.
fn send(address: &str, day: Day) -> u64 {
    const START: u64 = 1_773_306_000_000;
    let began = Instant::now();
    let client = loop {
        match TcpStream::connect(address) {
            Ok(client) => break client,
            Err(_) if began.elapsed() < Duration::from_secs(30) => {
                thread::sleep(Duration::from_millis(5));
            }
            Err(error) => panic!("cannot connect: {error}"),
        }
    };
    let mut out = std::io::BufWriter::new(client);
    let mut sent = 0;
    for (minute, topic) in panes(day) {
        for post in 0..day.posts {
            let at = START + minute * 60_000 + post * 50_000 / day.posts.max(1);
            writeln!(
                out,
                r#"{{"id":"{sent}","at":{at},"author":"a{}","text":"topic{topic} is great"}}"#,
                sent % 50_000
            )
            .unwrap();
            sent += 1;
        }
    }
    out.flush().unwrap();
    sent
}
