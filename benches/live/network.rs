//! Two Jetstream servers with a past: whoever asks for a cursor gets what was since then, as fast
//! as it is taken. Every minute of event time something goes wrong.
//!
//! It plays no script: what a connection gets depends on what it asks for. From the cursor of the
//! next connection it learns how far the one before was read, so that it knows exactly what was
//! lost on the way.
//!
//! ```text
//! posts   0 1 2 ... | fault | ...                       ... head | never sent yet
//!                     read up to here ^ ^ cut off by a break
//!         cursor ^ sent again ........│
//! ```

use std::collections::VecDeque;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;
use std::time::Duration;

use tokio_tungstenite::tungstenite::handshake::server::{ErrorResponse, Request, Response};
use tokio_tungstenite::tungstenite::http::Response as Answer;
use tokio_tungstenite::tungstenite::{WebSocket, accept_hdr};

use crate::jetstream::now_us;
use crate::speaker::Speaker;
use crate::truth::Truth;

/// So far the client goes back before the last message it knows, in microseconds.
pub const REWIND: i64 = 3_000_000;

/// So many posts may be under way to standard output, where nothing is to be dropped.
const UNDER_WAY: u64 = 8_000;

/// How a run goes.
#[derive(Clone, Copy, Debug)]
pub struct Course {
    /// Posts a second of event time.
    pub rate: u64,
    /// Minutes of event time.
    pub minutes: u64,
    pub haste: Haste,
}

/// Whether the sender looks at what comes out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Haste {
    /// It is never far ahead of it.
    Patient,
    /// It does not, so that something may have to be dropped.
    Flood,
}

impl Course {
    /// All posts but the late ones.
    pub fn posts(&self) -> u64 {
        self.rate * 60 * self.minutes
    }
}

/// Where the next connection begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Begin {
    /// Where it wants to.
    AsAsked,
    /// So many posts earlier.
    Earlier(u64),
    /// Where it wants to, with the first posts in another order.
    Shuffled,
    /// So many posts behind what was read.
    Behind(u64),
}

/// What changes from connection to connection.
pub struct State {
    /// Posts before this were sent.
    pub head: u64,
    /// Posts before this were read, or will be found out not to have been.
    read: u64,
    pub begin: Begin,
    /// What the next connections are answered instead: status and wait in seconds.
    pub refusals: VecDeque<(u16, Option<u32>)>,
    /// The minute that goes wrong next.
    pub minute: u64,
    pub truth: Truth,
}

/// What both servers share.
pub struct Shared {
    pub course: Course,
    /// The time of the first post, in microseconds since 1970.
    pub base: i64,
    state: Mutex<State>,
    /// Posts before this came out.
    heard: AtomicU64,
    over: AtomicBool,
}

/// Where a connection begins, and what it asked for.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    pub start: u64,
    /// Posts before this were not asked for.
    pub wanted: u64,
    pub shuffled: bool,
}

/// Two servers; they end with this value.
pub struct Network {
    shared: Arc<Shared>,
    addresses: Vec<SocketAddr>,
}

impl Network {
    pub fn start(course: Course) -> Self {
        let state = State {
            head: 0,
            read: 0,
            begin: Begin::AsAsked,
            refusals: VecDeque::new(),
            minute: 1,
            truth: Truth::default(),
        };
        let base = now_us() - 7_200_000_000;
        let shared = Arc::new(Shared {
            course,
            base: base - base.rem_euclid(60_000_000),
            state: Mutex::new(state),
            heard: AtomicU64::new(0),
            over: AtomicBool::new(false),
        });
        let addresses = (0..2).map(|_| listen(&shared)).collect();
        Self { shared, addresses }
    }

    /// The addresses of the subscriptions, with a comma between.
    pub fn urls(&self) -> String {
        let url = |address: &SocketAddr| format!("ws://{address}/subscribe");
        self.addresses.iter().map(url).collect::<Vec<_>>().join(",")
    }

    /// Notes that a post came out.
    pub fn hear(&self, post: u64) {
        self.shared.heard.fetch_max(post + 1, Ordering::Relaxed);
    }

    /// Whether the last post came out.
    pub fn is_heard(&self) -> bool {
        self.shared.heard.load(Ordering::Relaxed) >= self.shared.course.posts()
    }

    pub fn truth(&self) -> Truth {
        self.shared.lock().truth
    }
}

impl Drop for Network {
    fn drop(&mut self) {
        self.shared.over.store(true, Ordering::Relaxed);
        for address in &self.addresses {
            // Wakes the one who accepts.
            drop(TcpStream::connect(address));
        }
    }
}

fn listen(shared: &Arc<Shared>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let shared = Arc::clone(shared);
    thread::spawn(move || {
        for stream in listener.incoming() {
            if shared.is_over() {
                return;
            }
            let shared = Arc::clone(&shared);
            thread::spawn(move || serve(stream.unwrap(), &shared));
        }
    });
    address
}

fn serve(stream: TcpStream, shared: &Shared) {
    if let Some((socket, asked)) = welcome(stream, shared) {
        Speaker::new(socket, shared).speak(asked);
    }
}

/// Answers the request for a connection; `None` where it is refused.
#[allow(clippy::result_large_err)]
fn welcome(stream: TcpStream, shared: &Shared) -> Option<(WebSocket<TcpStream>, Asked)> {
    let mut asked = None;
    let answer = |request: &Request, response: Response| -> Result<Response, ErrorResponse> {
        let cursor = parameter(request.uri().query(), "cursor");
        let mut state = shared.lock();
        if let Some(cursor) = cursor {
            shared.learn(&mut state, cursor);
        }
        if let Some((status, wait)) = state.refusals.pop_front() {
            state.truth.refusals += 1;
            let mut refusal = Answer::builder().status(status);
            if let Some(wait) = wait {
                refusal = refusal.header("retry-after", wait);
            }
            return Err(refusal.body(Some("not now".to_owned())).unwrap());
        }
        state.truth.connections += 1;
        asked = Some(shared.begin(&mut state, cursor));
        Ok(response)
    };
    let socket = accept_hdr(stream, answer).ok()?;
    asked.map(|asked| (socket, asked))
}

fn parameter(query: Option<&str>, name: &str) -> Option<i64> {
    let pairs = query?.split('&').filter_map(|pair| pair.split_once('='));
    pairs.filter(|(key, _)| *key == name).find_map(|(_, value)| value.parse().ok())
}

impl Shared {
    pub fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    pub fn is_over(&self) -> bool {
        self.over.load(Ordering::Relaxed)
    }

    /// The time of a post, in microseconds since 1970.
    pub fn time(&self, post: u64) -> i64 {
        let rate = i64::try_from(self.course.rate).unwrap();
        self.base + i64::try_from(post).unwrap() * 1_000_000 / rate
    }

    /// The first post at a time or after it.
    fn post_at(&self, time: i64) -> u64 {
        let rate = i64::try_from(self.course.rate).unwrap();
        let since = (time - self.base).max(0) * rate;
        u64::try_from((since + 999_999) / 1_000_000).unwrap()
    }

    /// Learns from a cursor how far was read, and counts what was cut off.
    fn learn(&self, state: &mut State, cursor: i64) {
        let read = self.post_at(cursor + REWIND) + 1;
        state.truth.cut_off += state.read.saturating_sub(read);
        state.read = read;
    }

    /// Where a connection begins.
    fn begin(&self, state: &mut State, cursor: Option<i64>) -> Asked {
        let begin = std::mem::replace(&mut state.begin, Begin::AsAsked);
        let wanted = match cursor {
            Some(cursor) => self.post_at(cursor),
            None if state.head == 0 => 0,
            None => {
                // The present, and meanwhile a second has gone.
                state.head + self.course.rate
            }
        };
        let start = match begin {
            Begin::AsAsked | Begin::Shuffled => wanted,
            Begin::Earlier(posts) => wanted.saturating_sub(posts),
            Begin::Behind(posts) => state.read + posts,
        };
        if start > state.read {
            state.truth.lost += start - state.read;
            state.truth.stretches += 1;
        }
        Asked { start, wanted, shuffled: begin == Begin::Shuffled }
    }

    /// Notes what was written, all before `end`: so many posts for the first time and once more, of
    /// both so many that nobody asked for.
    pub fn sent(&self, first: u64, again: u64, unasked: u64, end: u64) {
        let mut state = self.lock();
        state.truth.first += first;
        state.truth.again += again;
        state.truth.unasked += unasked;
        state.head = state.head.max(end);
        state.read = state.read.max(end);
    }

    /// Waits until a post may be sent; says whether the run goes on.
    pub fn may_send(&self, post: u64) -> bool {
        while self.course.haste == Haste::Patient
            && post > self.heard.load(Ordering::Relaxed) + UNDER_WAY
        {
            if self.is_over() {
                return false;
            }
            thread::sleep(Duration::from_millis(1));
        }
        !self.is_over()
    }
}
