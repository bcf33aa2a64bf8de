//! One connection of the network: posts in pieces, and the fault of the minute between them.

use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::{Bytes, Error, Message, WebSocket};

use crate::child::LONGEST;
use crate::faults::{Fault, of_minute};
use crate::jetstream::post;
use crate::network::{Asked, Begin, Shared};

/// Posts written between two looks at the world.
const PIECE: u64 = 500;

/// Messages of each kind that a fault sends beside posts.
const SOME: u64 = 60;

/// Speaks to one client.
pub struct Speaker<'s> {
    socket: WebSocket<TcpStream>,
    shared: &'s Shared,
}

/// Whether a connection goes on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Then {
    GoOn,
    Leave,
}

/// `Err` where the client has gone, or the run is over.
type Said = Result<(), ()>;

impl<'s> Speaker<'s> {
    pub fn new(socket: WebSocket<TcpStream>, shared: &'s Shared) -> Self {
        Self { socket, shared }
    }

    /// Sends posts from where it was asked to the end, unless something goes wrong.
    pub fn speak(mut self, asked: Asked) {
        let _gone = self.go(asked);
    }

    fn go(&mut self, asked: Asked) -> Said {
        let course = self.shared.course;
        let mut next = asked.start;
        if asked.shuffled {
            for _ in 0..5 {
                next = self.shuffled(next, course.rate, asked.wanted)?;
            }
        }
        while next < course.posts() {
            let minute = self.shared.lock().minute;
            let wrong = minute * 60 * course.rate;
            if next >= wrong && minute < course.minutes {
                self.shared.lock().minute += 1;
                if self.go_wrong(of_minute(minute), next)? == Then::Leave {
                    return Ok(());
                }
                continue;
            }
            let end = (next + PIECE).min(course.posts()).min(wrong.max(next + 1));
            self.posts(next..end, asked.wanted)?;
            next = end;
        }
        self.read_until_gone()
    }

    /// Writes posts, in order.
    fn posts(&mut self, range: std::ops::Range<u64>, wanted: u64) -> Said {
        if !self.shared.may_send(range.start) {
            return Err(());
        }
        let written = range.clone().try_for_each(|place| self.write(place));
        let flushed = self.flush();
        // Where the client has gone, its next cursor tells what of this it has read.
        let head = self.shared.lock().head;
        let (first, all) =
            (range.end - head.clamp(range.start, range.end), range.end - range.start);
        let unasked = wanted.clamp(range.start, range.end) - range.start;
        self.shared.sent(first, all - first, unasked, range.end);
        written.and(flushed)
    }

    /// Writes a second of posts in another order, the earliest first.
    fn shuffled(&mut self, start: u64, count: u64, wanted: u64) -> Result<u64, ()> {
        // Prime to every rate in use, so that every post comes once.
        const STEP: u64 = 7_919;
        if !self.shared.may_send(start) {
            return Err(());
        }
        for place in 0..count {
            self.write(start + place * STEP % count)?;
        }
        self.flush()?;
        let end = start + count;
        let first = end - self.shared.lock().head.clamp(start, end);
        let unasked = wanted.clamp(start, end) - start;
        self.shared.sent(first, count - first, unasked, end);
        Ok(end)
    }

    fn write(&mut self, place: u64) -> Said {
        const TEXTS: [&str; 3] = ["rust is great", "rust broke again, awful", "about rust"];
        let text = TEXTS[usize::try_from(place % 3).unwrap()];
        self.say(post(&place.to_string(), self.shared.time(place), text))
    }

    fn say(&mut self, text: String) -> Said {
        self.socket.write(Message::text(text)).map_err(|_| ())
    }

    fn flush(&mut self) -> Said {
        self.socket.flush().map_err(|_| ())
    }

    /// Does what goes wrong before the post `next`.
    fn go_wrong(&mut self, fault: Fault, next: u64) -> Result<Then, ()> {
        let rate = self.shared.course.rate;
        let at = self.shared.time(next.saturating_sub(1));
        let leave = |begin: Begin, refusals: &[(u16, Option<u32>)]| {
            let mut state = self.shared.lock();
            state.begin = begin;
            state.refusals.extend(refusals);
            Ok(Then::Leave)
        };
        match fault {
            Fault::Reset => self.reset(next),
            Fault::Long => self.long(at),
            Fault::Unknown => self.unknown(at),
            Fault::Broken => self.broken(),
            Fault::Repeat => self.posts(next - 2 * rate..next, 0).map(|()| Then::GoOn),
            Fault::Late => self.late(next),
            Fault::Ping => self.ping(),
            Fault::Close => self.close(),
            Fault::Silence => self.read_until_gone().map(|()| Then::Leave),
            Fault::End => Ok(Then::Leave),
            Fault::Busy => leave(Begin::AsAsked, &[(503, None); 4]),
            Fault::Early => leave(Begin::Earlier(60 * rate), &[]),
            Fault::Shuffled => {
                self.shared.lock().begin = Begin::Shuffled;
                self.close()
            }
            Fault::Huge => self.huge(at),
            Fault::Hole => leave(Begin::Behind(2 * rate), &[]),
            Fault::Refused => leave(Begin::AsAsked, &[(400, None)]),
            Fault::Limited => leave(Begin::AsAsked, &[(429, Some(1))]),
        }
    }

    /// A pong that nobody reads makes the system reset the connection when it is dropped.
    fn reset(&mut self, next: u64) -> Result<Then, ()> {
        self.socket.send(Message::Ping(Bytes::from_static(b"there?"))).map_err(|_| ())?;
        thread::sleep(Duration::from_millis(50));
        self.posts(next..next + self.shared.course.rate, 0)?;
        Ok(Then::Leave)
    }

    fn long(&mut self, at: i64) -> Result<Then, ()> {
        self.say(post("long", at, &"rust ".repeat(LONGEST / 4)))?;
        self.shared.lock().truth.undecodable += 1;
        Ok(Then::GoOn)
    }

    fn huge(&mut self, at: i64) -> Result<Then, ()> {
        self.say(post("huge", at, &"rust ".repeat(LONGEST * 2)))?;
        self.shared.lock().truth.undecodable += 1;
        // The client goes in the middle of it.
        let _gone = self.flush();
        self.read_until_gone().map(|()| Then::Leave)
    }

    fn unknown(&mut self, at: i64) -> Result<Then, ()> {
        for number in 0..SOME {
            let new = post(&format!("gone{number}"), at, "rust");
            self.say(new.replace(r#""create""#, r#""delete""#))?;
            self.say(new.replace(r#""create""#, r#""update""#))?;
            for kind in ["tomorrow", "identity", "account"] {
                self.say(format!(
                    r#"{{"did":"did:plc:mock","time_us":{at},"kind":"{kind}","{kind}":{{"seq":{number}}}}}"#
                ))?;
            }
        }
        let mut shared = self.shared.lock();
        shared.truth.not_posts += 3 * SOME;
        shared.truth.edits += SOME;
        shared.truth.unrecognized += SOME;
        drop(shared);
        Ok(Then::GoOn)
    }

    fn broken(&mut self) -> Result<Then, ()> {
        for _ in 0..SOME {
            self.say("{\"did\":\"did:plc:mock\",\"kind\":".to_owned())?;
            self.socket.write(Message::binary(vec![1, 2, 3])).map_err(|_| ())?;
        }
        self.shared.lock().truth.undecodable += 2 * SOME;
        Ok(Then::GoOn)
    }

    /// Posts of the minute before the last.
    fn late(&mut self, next: u64) -> Result<Then, ()> {
        let at = self.shared.time(next) - 100_000_000;
        for number in 0..SOME {
            let id = format!("late{}", next + number);
            self.say(post(&id, at + i64::try_from(number).unwrap(), "rust is late"))?;
        }
        self.shared.lock().truth.late += SOME;
        Ok(Then::GoOn)
    }

    fn ping(&mut self) -> Result<Then, ()> {
        let until = Instant::now() + Duration::from_secs(5);
        self.socket.send(Message::Ping(Bytes::from_static(b"now?"))).map_err(|_| ())?;
        let long = Duration::from_millis(50);
        self.socket.get_ref().set_read_timeout(Some(long)).map_err(|_| ())?;
        loop {
            match self.socket.read() {
                Ok(Message::Pong(_)) => break,
                Ok(_) => {}
                Err(Error::Io(_)) if Instant::now() < until => {}
                Err(_) => {
                    self.shared.lock().truth.late_pongs += 1;
                    return Ok(Then::Leave);
                }
            }
        }
        self.shared.lock().truth.pongs += 1;
        Ok(Then::GoOn)
    }

    fn close(&mut self) -> Result<Then, ()> {
        let frame = CloseFrame { code: 1001.into(), reason: "server shutting down".into() };
        self.socket.close(Some(frame)).map_err(|_| ())?;
        self.read_until_gone().map(|()| Then::Leave)
    }

    /// Says nothing more, and hears the client out.
    fn read_until_gone(&mut self) -> Said {
        let long = Duration::from_millis(50);
        self.socket.get_ref().set_read_timeout(Some(long)).map_err(|_| ())?;
        while !self.shared.is_over() {
            match self.socket.read() {
                Err(Error::Io(error)) if is_patient(&error) => {}
                Err(_) => return Ok(()),
                Ok(_) => {}
            }
        }
        Err(())
    }
}

fn is_patient(error: &std::io::Error) -> bool {
    matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut)
}
