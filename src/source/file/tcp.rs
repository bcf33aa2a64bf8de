//! A port on this machine: everyone who connects sends frames, one a line.
//!
//! Clients come and go, several at once too; a line is never mixed between them. The framing is
//! found for each client by itself, and lines are counted from the start of its connection.
//! Nothing is ever sent back.

use std::io::{self, ErrorKind, Read};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};
use tokio::time::sleep;

use super::super::live::stamped;
use super::super::{Error, Feed, Flow, Intake, Reader, Source, Stop};
use super::open;
use crate::frame::{Load, Notice, Status};

/// How long to wait where the system could not let a client in.
const PAUSE: Duration = Duration::from_millis(20);

/// How many clients are served at once; further ones are turned away.
const MOST_CLIENTS: usize = 256;

/// Reads the address behind `tcp://`: a loopback address and a port.
///
/// # Errors
/// When it is no such address.
pub(in super::super) fn address(name: &str) -> Result<SocketAddr, Error> {
    let wrong = |reason: &str| Error::Listen { name: name.to_owned(), reason: reason.to_owned() };
    let typed = name.strip_prefix("tcp://").unwrap_or(name);
    let typed = typed.strip_suffix('/').unwrap_or(typed).replace("localhost:", "127.0.0.1:");
    let address: SocketAddr =
        typed.parse().map_err(|_| wrong("it is not written as an address and a port"))?;
    if address.ip().is_loopback() {
        Ok(address)
    } else {
        Err(wrong("only programs on this machine may send, so it must be 127.0.0.1 or [::1]"))
    }
}

/// A port that is listened at.
pub(in super::super) struct Port {
    /// Waits for clients and for the end at once.
    runtime: Runtime,
    listener: TcpListener,
    source: Source,
}

impl Port {
    /// Starts to listen.
    ///
    /// # Errors
    /// When the port is taken or not allowed.
    pub(in super::super) fn open(source: &Source) -> Result<Self, Error> {
        let name = &source.name;
        let address = address(name)?;
        let bound = Builder::new_current_thread().enable_all().build().and_then(|runtime| {
            let listener = runtime.block_on(TcpListener::bind(address))?;
            Ok((runtime, listener))
        });
        let (runtime, listener) = bound
            .map_err(|cause| Error::Listen { name: name.to_owned(), reason: cause.to_string() })?;
        Ok(Self { runtime, listener, source: source.clone() })
    }

    /// The next client, as soon as it is there; `None` once the end is wanted.
    async fn client(&self, stop: &Stop) -> Option<TcpStream> {
        loop {
            let accepted = tokio::select! {
                accepted = self.listener.accept() => accepted,
                () = stop.until_set() => return None,
            };
            match accepted.and_then(|(client, _)| client.into_std()) {
                Ok(client) => return Some(client),
                // The one who was there has gone, or the system has no room.
                Err(_) => sleep(PAUSE).await,
            }
        }
    }

    fn serve(&self, client: TcpStream, intake: &dyn Intake, stop: &Stop) -> io::Result<()> {
        client.set_nonblocking(false)?;
        client.set_read_timeout(Some(Duration::from_millis(200)))?;
        let patient = Patient { client, stop: stop.clone() };
        let mut lines = open::client(&self.source, Box::new(patient));
        loop {
            match lines.next() {
                Load::End => return Ok(()),
                // A client that fails is no source that does.
                Load::Notice(Notice::Status(_), _) => {}
                load => {
                    if intake.put(stamped(load)) == Flow::Stop {
                        return Ok(());
                    }
                }
            }
        }
    }
}

impl Feed for Port {
    fn run(&mut self, intake: &dyn Intake, stop: &Stop) {
        let clients = AtomicUsize::new(0);
        let (port, count) = (&*self, &clients);
        thread::scope(|scope| {
            while let Some(client) = port.runtime.block_on(port.client(stop)) {
                if count.fetch_add(1, Ordering::Relaxed) >= MOST_CLIENTS {
                    count.fetch_sub(1, Ordering::Relaxed);
                    let note = format!("turned a client away: {MOST_CLIENTS} are there already");
                    intake.put(Notice::Status(Status::Note(note)).into());
                    continue;
                }
                let serve = move || {
                    // A client that fails is one that has gone.
                    let _gone = port.serve(client, intake, stop);
                    count.fetch_sub(1, Ordering::Relaxed);
                };
                if thread::Builder::new().spawn_scoped(scope, serve).is_err() {
                    count.fetch_sub(1, Ordering::Relaxed);
                }
            }
        });
    }
}

/// Reads from a client for as long as it stays, unless the run ends.
struct Patient {
    client: TcpStream,
    stop: Stop,
}

impl Read for Patient {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.client.read(buffer) {
                Err(error)
                    if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) =>
                {
                    if self.stop.is_set() {
                        return Ok(0);
                    }
                }
                // A client that goes without a word has sent what it has sent.
                Err(error) if error.kind() == ErrorKind::ConnectionReset => return Ok(0),
                read => return read,
            }
        }
    }
}
