//! Seeds → Sources, each read in a process that may die of it: a document that is nested without end, swells without
//! end or never comes to an end costs itself alone. `import` hands seeds over; `work` is what the other process runs.
//!
//! A request is a line of JSON and the bytes of the seed, an answer one line of JSON. A reader serves one seed after
//! the other, so that starting it costs next to nothing.
#![expect(clippy::disallowed_types, reason = "starts this very program once more")]

use crate::import::source::Source;
use crate::import::{self, Seed};
use crate::path::FilePath;
use serde::{Deserialize, Serialize};
use std::ffi::OsString;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::panic::{self, AssertUnwindSafe};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;

/// The hidden command that makes a process a reader.
pub(super) const COMMAND: &str = "read-seeds";

/// So much address space a reader may take, in bytes; most of it is never touched.
const MEMORY: u64 = 3 << 30;

/// Documents may be nested deeply before the stack is used up.
const STACK: usize = 256 << 20;

/// How seeds are read.
#[derive(Clone, Debug)]
pub(super) struct Readers {
    /// The program that reads, with its arguments; without one, seeds are read in this process.
    pub program: Option<Vec<OsString>>,
    /// A seed may take so long.
    pub time: Duration,
}

impl Default for Readers {
    fn default() -> Self {
        Self { program: None, time: Duration::from_secs(60) }
    }
}

/// One reader, which starts its process when it is first needed, and again after it died.
pub(super) struct Reader<'a> {
    readers: &'a Readers,
    process: Option<Process>,
}

struct Process {
    child: Child,
    requests: ChildStdin,
    /// Ends when the process does.
    answers: Receiver<String>,
}

#[derive(Serialize, Deserialize)]
struct Request {
    path: String,
    length: usize,
    force: bool,
}

impl Readers {
    pub fn reader(&self) -> Reader<'_> {
        Reader { readers: self, process: None }
    }
}

impl Reader<'_> {
    /// Reads a seed, or says why not.
    pub fn read(&mut self, seed: Seed<'_>, force: bool) -> Result<Source, String> {
        let Some(program) = &self.readers.program else { return read_here(seed, force) };
        if self.process.is_none() {
            self.process =
                Some(Process::start(program).map_err(|error| format!("no reader could be started: {error}"))?);
        }
        let process = self.process.as_mut().expect("it has just been started");
        match process.ask(seed, force, self.readers.time) {
            Ok(answer) => serde_json::from_str::<Result<Source, String>>(&answer)
                .unwrap_or_else(|error| Err(format!("the reader's answer cannot be understood: {error}"))),
            Err(reason) => {
                self.process = None;
                Err(reason)
            }
        }
    }
}

impl Process {
    fn start(program: &[OsString]) -> io::Result<Self> {
        let (name, arguments) = program.split_first().ok_or(io::ErrorKind::InvalidInput)?;
        let mut child = Command::new(name)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let requests = child.stdin.take().expect("it is piped");
        let mut output = BufReader::new(child.stdout.take().expect("it is piped"));
        let (sender, answers) = mpsc::channel();
        thread::spawn(move || {
            let mut line = String::new();
            while output.read_line(&mut line).is_ok_and(|length| length > 0) {
                if sender.send(std::mem::take(&mut line)).is_err() {
                    break;
                }
            }
        });
        Ok(Self { child, requests, answers })
    }

    fn ask(&mut self, seed: Seed<'_>, force: bool, time: Duration) -> Result<String, String> {
        let request = Request { path: seed.path.to_string(), length: seed.bytes.len(), force };
        let mut head = serde_json::to_string(&request).expect("texts and numbers are JSON");
        head.push('\n');
        let asked = self.requests.write_all(head.as_bytes()).and_then(|()| self.requests.write_all(seed.bytes));
        // A reader that could not be asked is dead or dying, and its answers end.
        let time = if asked.and_then(|()| self.requests.flush()).is_ok() { time } else { Duration::from_secs(1) };
        match self.answers.recv_timeout(time) {
            Ok(answer) => Ok(answer),
            Err(RecvTimeoutError::Timeout) => Err(format!("reading it took longer than {} seconds", time.as_secs())),
            Err(RecvTimeoutError::Disconnected) => Err(format!(
                "reading it took more than {} GiB of memory, or it is nested too deeply: the reader ended ({})",
                MEMORY >> 30,
                self.child.wait().map_or_else(|error| error.to_string(), |status| status.to_string())
            )),
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may be at work on something that never ends, and it holds nothing that could be lost.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What a reader's process does, from its beginning to its end.
pub(super) fn work() -> io::Result<()> {
    limit_memory();
    // A panic is an answer; it needs no words on standard error.
    panic::set_hook(Box::new(|_| {}));
    answer(io::stdin().lock(), io::stdout().lock())
}

/// Answers requests until there are no more.
fn answer(input: impl Read, mut output: impl Write) -> io::Result<()> {
    let mut input = BufReader::new(input);
    let mut line = String::new();
    while input.read_line(&mut line)? > 0 {
        let request: Request = serde_json::from_str(&line)?;
        line.clear();
        let mut bytes = vec![0; request.length];
        input.read_exact(&mut bytes)?;
        let path = FilePath::new(&request.path).map_err(|_| io::ErrorKind::InvalidInput)?;
        let read = read_here(Seed { path: &path, bytes: &bytes }, request.force);
        serde_json::to_writer(&mut output, &read)?;
        output.write_all(b"\n")?;
        output.flush()?;
    }
    Ok(())
}

/// Reads a seed in this process, on a stack that is long enough for most.
fn read_here(seed: Seed<'_>, force: bool) -> Result<Source, String> {
    thread::scope(|scope| {
        let reading = || panic::catch_unwind(AssertUnwindSafe(|| import::read(seed, force)));
        let thread = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, reading);
        let thread = thread.map_err(|error| format!("no thread could be started: {error}"))?;
        match thread.join() {
            Ok(Ok(read)) => read,
            Ok(Err(panic)) | Err(panic) => {
                let words = panic.downcast_ref::<String>().map(String::as_str);
                let words = words.or(panic.downcast_ref::<&str>().copied()).unwrap_or("no reason given");
                Err(format!("the reader gave up on it: {}", words.lines().next().unwrap_or_default()))
            }
        }
    })
}

/// From here on the process cannot grow without end. Where the system has no such limit, the time limit has to do.
fn limit_memory() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let limit = Rlimit { current: Some(MEMORY), maximum: Some(MEMORY) };
        let _ = setrlimit(Resource::As, limit);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "The ferry\n\nIt sank.\n";

    fn read(program: Option<&[&str]>, time: Duration) -> (Result<Source, String>, Result<Source, String>) {
        let program = program.map(|words| words.iter().map(OsString::from).collect());
        let readers = Readers { program, time };
        let path = FilePath::new("seeds/a.txt").unwrap();
        let seed = Seed { path: &path, bytes: TEXT.as_bytes() };
        let mut reader = readers.reader();
        (reader.read(seed, true), reader.read(seed, true))
    }

    #[test]
    fn a_seed_is_read_here_or_by_another_the_same() {
        let (here, again) = read(None, Duration::from_secs(60));
        assert_eq!(here, again);
        let request = Request { path: "seeds/a.txt".into(), length: TEXT.len(), force: true };
        let input = format!("{}\n{TEXT}", serde_json::to_string(&request).unwrap()).repeat(2);
        let mut output = Vec::new();
        answer(input.as_bytes(), &mut output).unwrap();
        let answers: Vec<Result<Source, String>> =
            str::from_utf8(&output).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(answers, [here, again]);
    }

    #[test]
    #[cfg(unix)]
    fn a_reader_that_dies_or_never_answers_costs_one_seed() {
        let (dead, again) = read(Some(&["/bin/sh", "-c", "read line; kill -SEGV $$"]), Duration::from_secs(60));
        assert!(dead.unwrap_err().contains("signal: 11"));
        assert!(again.unwrap_err().contains("the reader ended"));
        let (slow, _) = read(Some(&["/bin/sh", "-c", "exec sleep 20"]), Duration::from_millis(50));
        assert!(slow.unwrap_err().contains("took longer"));
        let (none, _) = read(Some(&["/nowhere/at/all"]), Duration::from_secs(1));
        assert!(none.unwrap_err().starts_with("no reader could be started"));
        let (babble, _) = read(Some(&["/bin/sh", "-c", "read line; echo well"]), Duration::from_secs(60));
        assert!(babble.unwrap_err().contains("cannot be understood"));
    }
}
