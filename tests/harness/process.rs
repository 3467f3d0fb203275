//! The server as a process of its own, started as users start it.

use std::io::{self, BufRead as _, BufReader, Read};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Mutex, PoisonError};
use std::thread::{JoinHandle, spawn};
use std::time::Duration;

use tempfile::TempDir;

/// How long a process may take to say or end something before it counts as stuck.
const STUCK_AFTER: Duration = Duration::from_secs(60);
/// What the first line of the banner says before the address.
const LISTENING: &str = "trolley listening on http://";

/// Held while a process is being started.
static STARTING: Mutex<()> = Mutex::new(());

/// Starts a process.
///
/// # Errors
///
/// Where it cannot be started.
pub fn spawn_process(command: &mut Command) -> io::Result<Child> {
    let _starting = STARTING.lock().unwrap_or_else(PoisonError::into_inner);
    command.spawn()
}

/// Opens a file while no process is being started. One that is has all files of this one open for a moment, and so
/// keeps the locks of those that this one has just closed.
pub fn undisturbed<T>(open: impl FnOnce() -> T) -> T {
    let _starting = STARTING.lock().unwrap_or_else(PoisonError::into_inner);
    open()
}

/// What a process said and how it ended.
#[derive(Debug)]
pub struct Ended {
    /// How it ended.
    pub status: ExitStatus,
    /// What it wrote to standard output.
    pub stdout: String,
    /// What it wrote to standard error.
    pub stderr: String,
}

/// How to start a program: which, with what arguments and environment. Nothing of ours in the environment is passed on.
#[derive(Debug, Clone)]
pub struct Program {
    path: PathBuf,
    arguments: Vec<String>,
    environment: Vec<(String, String)>,
    files_max: Option<u32>,
}

impl Program {
    /// The program of this path, without arguments.
    #[must_use]
    pub fn new(path: &str) -> Self {
        Self { path: PathBuf::from(path), arguments: Vec::new(), environment: Vec::new(), files_max: None }
    }

    /// The same with these arguments more.
    #[must_use]
    pub fn args<'a>(mut self, arguments: impl IntoIterator<Item = &'a str>) -> Self {
        self.arguments.extend(arguments.into_iter().map(str::to_owned));
        self
    }

    /// The same with at most so many open files.
    #[must_use]
    pub fn files_max(self, files_max: u32) -> Self {
        Self { files_max: Some(files_max), ..self }
    }

    /// The same with this variable in its environment.
    #[must_use]
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Runs it to its end.
    ///
    /// # Panics
    ///
    /// Where it does not end.
    #[must_use]
    #[track_caller]
    pub fn run(&self) -> Ended {
        Running::start(self).wait(STUCK_AFTER).unwrap_or_else(|| panic!("{self:?} does not end"))
    }

    fn command(&self) -> Command {
        let mut command = match self.files_max {
            None => Command::new(&self.path),
            Some(files_max) => {
                // The shell sets the limit for itself, and becomes the program.
                let mut shell = Command::new("sh");
                shell.args(["-c", &format!("ulimit -n {files_max} && exec \"$0\" \"$@\"")]).arg(&self.path);
                shell
            }
        };
        command.args(&self.arguments);
        command
    }

    /// Starts it as a server.
    ///
    /// # Errors
    ///
    /// What it said, where it ended instead.
    pub fn serve(&self) -> Result<Server, Ended> {
        let mut running = Running::start(self);
        let first = running.next_line();
        let address = first.as_deref().and_then(|line| line.strip_prefix(LISTENING)?.trim().parse().ok());
        match (address, first) {
            (Some(address), _) => Ok(Server { address, running }),
            (None, first) => {
                running.seen.extend(first);
                Err(running.wait(STUCK_AFTER).unwrap_or_else(|| panic!("{self:?} gives no address")))
            }
        }
    }
}

/// A server that runs as a process of its own. It is killed when the value goes.
#[derive(Debug)]
pub struct Server {
    /// Where it listens.
    pub address: SocketAddr,
    running: Running,
}

impl Server {
    /// The next line of standard output that has this.
    ///
    /// # Panics
    ///
    /// Where none comes.
    #[must_use]
    #[track_caller]
    pub fn line_with(&mut self, part: &str) -> String {
        loop {
            let line = self.running.next_line();
            let line = line.unwrap_or_else(|| panic!("no line has {part:?}"));
            if line.contains(part) {
                return line;
            }
        }
    }

    /// The number of its process.
    ///
    /// # Panics
    ///
    /// Never: the process is there until the value goes.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.running.child.as_ref().map(Child::id).expect("the process is there until the value goes")
    }

    /// Kills it as the end of power does: it learns nothing of it.
    pub fn kill(mut self) {
        self.running.kill();
    }

    /// Asks it to stop, as a supervisor does.
    ///
    /// # Panics
    ///
    /// Where that cannot be asked.
    pub fn terminate(&self) {
        assert!(signal("TERM", self.id()).success());
    }

    /// Waits for its end; none where it takes longer. What was said before the address is left out of the output.
    #[must_use]
    pub fn wait(self, at_most: Duration) -> Option<Ended> {
        self.running.wait(at_most)
    }
}

/// A process with its output being read.
#[derive(Debug)]
struct Running {
    child: Option<Child>,
    lines: Receiver<String>,
    seen: Vec<String>,
    stdout: Option<JoinHandle<()>>,
    stderr: Option<JoinHandle<String>>,
    _folder: TempDir,
}

impl Running {
    fn start(program: &Program) -> Self {
        let folder = TempDir::new().expect("there is room for a folder");
        let mut command = program.command();
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("TROLLEY_")) {
            command.env_remove(name);
        }
        command
            .envs(program.environment.iter().map(|(name, value)| (name, value)))
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child =
            spawn_process(&mut command).unwrap_or_else(|error| panic!("{}: {error}", program.path.display()));
        let (send, lines) = channel();
        let stdout = child.stdout.take().expect("it is a pipe");
        let stdout = spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                if send.send(line).is_err() {
                    break;
                }
            }
        });
        let stderr = child.stderr.take().expect("it is a pipe");
        let stderr = spawn(move || read_whole(stderr));
        let (stdout, stderr) = (Some(stdout), Some(stderr));
        Self { child: Some(child), lines, seen: Vec::new(), stdout, stderr, _folder: folder }
    }

    /// The next line of standard output; none where that is closed.
    fn next_line(&mut self) -> Option<String> {
        self.lines.recv_timeout(STUCK_AFTER).ok()
    }

    fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            // It may have ended by itself, which is as good.
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    fn wait(mut self, at_most: Duration) -> Option<Ended> {
        let mut child = self.child.take()?;
        let id = child.id();
        let (send, ended) = channel();
        let waiting = spawn(move || send.send(child.wait()));
        let Ok(status) = ended.recv_timeout(at_most) else {
            signal("KILL", id);
            let _ = waiting.join();
            return None;
        };
        let status = status.expect("a child can be waited for");
        if let Some(stdout) = self.stdout.take() {
            stdout.join().expect("the reader does not panic");
        }
        self.seen.extend(self.lines.try_iter());
        let stderr = self.stderr.take().map(|stderr| stderr.join().expect("the reader does not panic"));
        Some(Ended { status, stdout: self.seen.join("\n"), stderr: stderr.unwrap_or_default() })
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Sends a signal to the process of this number.
fn signal(name: &str, id: u32) -> ExitStatus {
    // A shell has its own `kill`, which a small system may not have as a program.
    let mut shell = spawn_process(Command::new("sh").args(["-c", &format!("kill -{name} {id}")]));
    shell.as_mut().expect("there is a shell").wait().expect("a child can be waited for")
}

fn read_whole(mut stream: impl Read) -> String {
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}
