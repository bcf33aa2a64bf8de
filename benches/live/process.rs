//! A child process, the memory it takes while it runs, and the lines it writes.

use std::fmt;
use std::fs;
use std::io::Read;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// Nothing that is measured here takes longer, unless it is broken.
const PATIENCE: Duration = Duration::from_secs(900);

/// A child that is measured.
pub struct Process {
    child: Child,
    stdin: Option<ChildStdin>,
    samples: Arc<Mutex<Vec<u64>>>,
    over: Arc<AtomicBool>,
}

/// What a process took over its life, in KiB.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    pub samples: Vec<u64>,
    pub peak: u64,
}

impl Process {
    /// This program once more, in another part.
    pub fn part(part: &str, rest: &[&str]) -> (Self, ChildStdout) {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.arg("--part").arg(part).args(rest);
        Self::start(command)
    }

    /// Starts a command whose standard output is read by the caller.
    pub fn start(mut command: Command) -> (Self, ChildStdout) {
        let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = piped.spawn().unwrap();
        let (stdin, stdout) = (child.stdin.take(), child.stdout.take().unwrap());
        let (samples, over) = (Arc::default(), Arc::new(AtomicBool::new(false)));
        let process = Self { child, stdin, samples: Arc::clone(&samples), over: Arc::clone(&over) };
        let id = process.child.id();
        thread::spawn(move || {
            let began = Instant::now();
            while !over.load(Ordering::Relaxed) {
                samples.lock().unwrap().extend(status(id, "VmRSS:"));
                if began.elapsed() > PATIENCE {
                    eprintln!("error: process {id} does not come to an end");
                    std::process::exit(1);
                }
                thread::sleep(Duration::from_millis(200));
            }
        });
        (process, stdout)
    }

    /// Tells the child that the end is wanted.
    pub fn tell_end(&mut self) {
        self.stdin = None;
    }

    /// What it took until now.
    pub fn memory(&self) -> Memory {
        let samples = self.samples.lock().unwrap().clone();
        let most = samples.iter().max().copied().unwrap_or(0);
        Memory { peak: status(self.child.id(), "VmHWM:").unwrap_or(most), samples }
    }

    /// Waits until it has ended well.
    pub fn wait(mut self) {
        let ended = self.child.wait().unwrap();
        self.over.store(true, Ordering::Relaxed);
        assert!(ended.success(), "the child ended with {ended}");
    }
}

/// A number of the system's words about a process, where it has such.
fn status(id: u32, name: &str) -> Option<u64> {
    let words = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = words.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}

impl fmt::Display for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(last) = self.samples.last() else {
            return write!(f, "memory: this system does not tell");
        };
        let mib = |kib: u64| kib as f64 / 1024.0;
        // Start-up is over after the first tenth.
        let settled = self.samples[self.samples.len() / 10];
        let mut sorted = self.samples.clone();
        sorted.sort_unstable();
        let median = sorted[sorted.len() / 2];
        write!(
            f,
            "memory (MiB): after a tenth of the time {:.1}, median {:.1}, last {:.1}, peak {:.1}",
            mib(settled),
            mib(median),
            mib(*last),
            mib(self.peak),
        )
    }
}

/// Reads until the end and gives each line, without its end.
pub fn each_line(mut from: impl Read, mut take: impl FnMut(&[u8], Instant)) {
    let mut buffer = vec![0; 1 << 20];
    let mut kept = 0;
    loop {
        let read = from.read(&mut buffer[kept..]).unwrap();
        let now = Instant::now();
        let filled = kept + read;
        let mut start = 0;
        while let Some(end) = memchr::memchr(b'\n', &buffer[start..filled]) {
            take(&buffer[start..start + end], now);
            start += end + 1;
        }
        buffer.copy_within(start..filled, 0);
        kept = filled - start;
        if read == 0 {
            return;
        }
        assert!(kept < buffer.len(), "a line without an end");
    }
}
