//! `trolley backup`: of a running server, or of a file that none has open.

use std::io;
use std::path::Path;
use std::thread;
use std::time::Duration;

use hyper::Method;
use indicatif::HumanBytes;
use serde_json::{Value as Json, json};
use trolley_engine::engine::backup::back_up_file;
use trolley_engine::env::{Clock as _, SystemClock};
use trolley_engine::{Backups, CopyError, StoreError};

use super::{DataError, contents, say};
use crate::backups::store_name;
use crate::cli::args::data::BackupArgs;
use crate::cli::args::place::Where;
use crate::cli::bar::Bar;
use crate::cli::carts::CartsError;
use crate::cli::client::{Client, ClientError, Question};
use crate::cli::serve::check_folder;
use crate::cli::{Failure, must_be_there};
use crate::dialects::admin::DEMO_KEY;

/// How often to ask how far a server has come.
const ASK_EVERY: Duration = Duration::from_millis(100);

/// Does what the arguments say.
pub(in crate::cli) fn run(args: &BackupArgs) -> Result<(), Failure> {
    match (&args.data, &args.to) {
        (Some(data), Some(to)) => of_file(data, to, args.json),
        (None, _) | (_, None) => of_server(args),
    }
}

fn of_file(data: &Path, to: &Path, is_json: bool) -> Result<(), Failure> {
    must_be_there(data)?;
    if to.as_os_str().to_string_lossy().ends_with(std::path::is_separator) && !to.is_dir() {
        return Err(DataError::FolderAbsent { path: to.to_owned() }.into());
    }
    check_folder(to)?;
    let mut bar = Bar::new();
    let mut tell = |progress| bar.show(progress);
    let made = if to.is_dir() {
        let backups = Backups::new(to, &store_name(Some(data)));
        backups.make_of_file(data, SystemClock.now(), &mut tell).map(|(backup, report)| (backup.path, report))
    } else {
        back_up_file(data, to, &mut tell).map(|report| (to.to_owned(), report))
    };
    drop(bar);
    let (path, report) = made.map_err(|error| match error {
        CopyError::Store(StoreError::InUse { path }) if path == data => DataError::FileInUse { path }.into(),
        error => Failure::from(error),
    })?;
    if is_json {
        let json = json!({ "file": path.to_string_lossy(), "bytes": report.bytes });
        return say_json(&json);
    }
    say(&format!("Backed up {} as {}: {}\n", data.display(), path.display(), contents(&report)))
}

fn of_server(args: &BackupArgs) -> Result<(), Failure> {
    let place = Where { url: args.url.clone(), key: args.key.clone(), data: None, json: args.json };
    let client = Client::named(&place, DEMO_KEY, "an administrator's key").map_err(failed)?;
    if args.list {
        let standing = ask(&client, Method::GET).map_err(failed)?;
        return if args.json { say_json(&standing) } else { say(&listed(&standing)) };
    }
    let made = make(&client)?;
    if args.json {
        return say_json(&made);
    }
    match &made["backup"] {
        Json::Null => say("Nothing has changed since the newest backup, so that no other was made\n"),
        backup => say(&format!("Backed up as {}\n", line(backup))),
    }
}

/// Has the server make one, and waits for it.
fn make(client: &Client) -> Result<Json, Failure> {
    let mut bar = Bar::new();
    loop {
        match ask(client, Method::POST) {
            Ok(made) if made["under_way"].is_null() => return Ok(made),
            Ok(_) => return finished(&wait(client, &mut bar).map_err(failed)?),
            // It may be of a moment before this one.
            Err(ClientError::Refused { code, .. }) if code == "backup_under_way" => {
                wait(client, &mut bar).map_err(failed)?;
            }
            Err(error) => return Err(failed(error)),
        }
    }
}

/// What came of the one that was under way, as the server would have said at once.
fn finished(standing: &Json) -> Result<Json, Failure> {
    match &standing["failure"]["reason"] {
        Json::String(reason) => {
            let message = format!("No backup was made: {reason}");
            Err(failed(ClientError::Refused { code: "backup_failed".to_owned(), message }))
        }
        _ => Ok(json!({ "backup": standing["backups"][0], "is_unchanged": false, "under_way": null })),
    }
}

fn failed(error: ClientError) -> Failure {
    CartsError::from(error).into()
}

/// How it stands with the backups when none is under way any more.
fn wait(client: &Client, bar: &mut Bar) -> Result<Json, ClientError> {
    loop {
        let standing = ask(client, Method::GET)?;
        let under_way = &standing["under_way"];
        if under_way.is_null() {
            return Ok(standing);
        }
        let phase = if under_way["phase"] == "copying" { "copying" } else { "checking" };
        let count = |name: &str| under_way[name].as_u64().unwrap_or_default();
        bar.show_phase(phase, count("done"), count("total"));
        thread::sleep(ASK_EVERY);
    }
}

fn ask(client: &Client, method: Method) -> Result<Json, ClientError> {
    let body = (method == Method::POST).then(|| json!({}));
    let answer = client.ask(&Question { method, path: "/backups".to_owned(), body })?;
    Ok(answer.unwrap_or_default())
}

fn listed(standing: &Json) -> String {
    let backups = standing["backups"].as_array().map(Vec::as_slice).unwrap_or_default();
    let mut text: String = backups.iter().map(|backup| format!("{}\n", line(backup))).collect();
    if backups.is_empty() {
        text.push_str("There are no backups yet\n");
    }
    if let Some(reason) = standing["failure"]["reason"].as_str() {
        let at = standing["failure"]["at"].as_str().unwrap_or_default();
        text.push_str(&format!("The last one failed at {at}: {reason}\n"));
    }
    text
}

fn line(backup: &Json) -> String {
    let text = |name: &str| backup[name].as_str().unwrap_or_default();
    let bytes = HumanBytes(backup["bytes"].as_u64().unwrap_or_default());
    format!("{}  {}  {bytes}", text("name"), text("made_at"))
}

fn say_json(json: &Json) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(json).map_err(io::Error::from)?;
    say(&format!("{text}\n"))
}
