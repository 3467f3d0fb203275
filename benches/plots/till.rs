//! Tills that lose their power: this program in another process, which is ended while it adds, or after it has added.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use trolley_benches::Result;
use trolley_benches::commands::{add, submission};
use trolley_benches::fill::cart_id;
use trolley_engine::{Engine, Options, Profile};

/// The argument that makes this program a till; the file and what it does follow.
pub(crate) const TILL: &str = "--till";
/// How long it adds before it is ended, and how long it rests.
const AT_WORK: Duration = Duration::from_millis(500);
const AT_REST: Duration = Duration::from_millis(1_000);

/// What a till does when its power goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Activity {
    /// It adds, as fast as it can.
    Adding,
    /// It has added, and has had nothing to do for a second.
    Resting,
}

impl Activity {
    const fn name(self) -> &'static str {
        match self {
            Self::Adding => "adding",
            Self::Resting => "resting",
        }
    }
}

/// Lets a till work with this file, and ends it.
pub(crate) fn cut_off(file: &Path, activity: Activity) -> Result<()> {
    let mut till = Command::new(std::env::current_exe()?)
        .args([TILL.as_ref(), file.as_os_str(), activity.name().as_ref()])
        .stdout(Stdio::piped())
        .spawn()?;
    let mut said = String::new();
    if let Some(output) = till.stdout.take() {
        BufReader::new(output).read_line(&mut said)?;
    }
    till.kill()?;
    till.wait()?;
    if said.trim() == activity.name() { Ok(()) } else { Err("a till did not work".into()) }
}

/// Is a till, and says when it can be ended.
pub(crate) fn run(file: &Path, activity: &str) -> Result<()> {
    let engine = Engine::open(file, Options::new(Profile::Durable))?;
    let add_one = || -> Result<()> {
        // The first cart has the first product.
        engine.submit(submission(vec![add(&cart_id(0)?, 0)?]))?;
        Ok(())
    };
    add_one()?;
    if activity == Activity::Resting.name() {
        thread::sleep(AT_REST);
        say(activity)?;
        loop {
            thread::park();
        }
    }
    thread::scope(|scope| -> Result<()> {
        let adding = scope.spawn(|| -> Result<()> {
            loop {
                add_one()?;
            }
        });
        thread::sleep(AT_WORK);
        say(activity)?;
        adding.join().map_err(|_| "a till panicked")?
    })
}

fn say(activity: &str) -> Result<()> {
    let mut output = std::io::stdout();
    writeln!(output, "{activity}")?;
    output.flush()?;
    Ok(())
}
