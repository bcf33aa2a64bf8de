//! From a frame written on a socket to its line read from standard output: how long.
//!
//! Both moments are taken by this process. Beside it stand the same through a process that only
//! copies, which is what the machine itself needs just then, and the sender's own pauses.

use std::fmt;
use std::io::{ErrorKind, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{ChildStdout, Command};
use std::thread;
use std::time::{Duration, Instant};

use crate::jetstream::{now_us, post};
use crate::process::{Process, each_line};

/// The sender rests so long between two looks at what is due.
const REST: Duration = Duration::from_micros(100);

/// Times of many, in nanoseconds.
struct Times(Vec<u64>);

/// When each post was written, and how long the sender did not look.
struct Sent {
    at: Vec<Instant>,
    pauses: Times,
}

/// Measures at a rate, in posts a second, for so many seconds.
pub fn run(rate: u64, seconds: u64) {
    let posts = rate * seconds;
    println!("latency: {rate} posts/s over loopback for {seconds} s, frame written to line read");
    let address = free_address();
    let (copying, stdout) = Process::part("copy", &[&address]);
    measure("only copied", rate, posts, &address, stdout, br#""rkey":""#);
    copying.wait();
    let address = free_address();
    let mut command = Command::new(env!("CARGO_BIN_EXE_moodwire"));
    command.args(["stream", &format!("tcp://{address}"), "--track", "rust"]);
    command.args(["--only", "post,summary", "--max-posts", &posts.to_string()]);
    command.args(["--max-duration", &format!("{}s", seconds + 60)]);
    let (moodwire, stdout) = Process::start(command);
    let summary = measure("moodwire", rate, posts, &address, stdout, b"app.bsky.feed.post/");
    moodwire.wait();
    let summary: serde_json::Value = serde_json::from_str(&summary).unwrap();
    println!("  frames {}, dropped {}\n", summary["frames"], summary["dropped"]);
    assert_eq!(summary["dropped"], 0);
    assert_eq!(summary["frames"], posts);
}

/// An address of this machine that nobody listens at just now.
fn free_address() -> String {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string()
}

/// Sends posts, reads the lines and prints how long they took. `key` stands before the number of
/// a post in its line. Gives the last line.
fn measure(
    who: &str,
    rate: u64,
    posts: u64,
    address: &str,
    stdout: ChildStdout,
    key: &[u8],
) -> String {
    let client = connected(address);
    let sender = thread::spawn(move || send(client, rate, posts));
    let mut read: Vec<Option<Instant>> = vec![None; usize::try_from(posts).unwrap()];
    let mut last = Vec::new();
    each_line(stdout, |line, at| match number(line, key) {
        Some(post) => assert_eq!(read[post].replace(at), None, "post {post} came twice"),
        None => last = line.to_vec(),
    });
    let sent = sender.join().unwrap();
    let both = sent.at.iter().zip(&read);
    let took = both.map(|(sent, read)| (read.expect("a line for each post") - *sent).as_nanos());
    println!("  {who:<12} {}", Times(took.map(|took| u64::try_from(took).unwrap()).collect()));
    println!("  {:<12} {}", "  pauses", sent.pauses);
    String::from_utf8(last).unwrap()
}

/// Connects as soon as somebody listens.
fn connected(address: &str) -> TcpStream {
    loop {
        match TcpStream::connect(address) {
            Ok(client) => {
                client.set_nodelay(true).unwrap();
                return client;
            }
            Err(error) if error.kind() == ErrorKind::ConnectionRefused => {
                thread::sleep(Duration::from_millis(5));
            }
            Err(error) => panic!("cannot connect: {error}"),
        }
    }
}

/// Writes what is due, again and again.
fn send(mut client: TcpStream, rate: u64, posts: u64) -> Sent {
    let began = Instant::now();
    let mut looked = began;
    let mut sent = Sent { at: Vec::new(), pauses: Times(Vec::new()) };
    let mut piece = Vec::new();
    while (sent.at.len() as u64) < posts {
        let due = u64::try_from(began.elapsed().as_nanos()).unwrap() * rate / 1_000_000_000;
        piece.clear();
        let first = sent.at.len() as u64;
        for number in first..due.min(posts) {
            let text = post(&number.to_string(), now_us(), "rust is fast, I think");
            writeln!(piece, "{text}").unwrap();
        }
        let now = Instant::now();
        sent.pauses.0.push(u64::try_from((now - looked).as_nanos()).unwrap());
        looked = now;
        sent.at.extend((first..due.min(posts)).map(|_| now));
        client.write_all(&piece).unwrap();
        thread::sleep(REST);
    }
    sent
}

/// The number of the post that a line tells of.
fn number(line: &[u8], key: &[u8]) -> Option<usize> {
    let start = memchr::memmem::find(line, key)? + key.len();
    let digits = line[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    std::str::from_utf8(&line[start..start + digits]).ok()?.parse().ok()
}

impl fmt::Display for Times {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let at = |share: f64| {
            let place = (sorted.len() as f64 * share).ceil() as usize;
            sorted[place.clamp(1, sorted.len()) - 1] as f64 / 1e6
        };
        write!(
            f,
            "p50 {:7.3} ms   p99 {:7.3} ms   p99.9 {:7.3} ms   maximum {:7.3} ms",
            at(0.5),
            at(0.99),
            at(0.999),
            at(1.0)
        )
    }
}
