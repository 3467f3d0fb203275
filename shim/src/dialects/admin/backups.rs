//! `POST /_trolley/backups` makes one now; `GET /_trolley/backups` lists them. Where they are is the configuration's matter:
//! no request names a file.

use hyper::StatusCode;
use serde::Serialize;
use trolley_engine::{Backup, Error, Phase, Progress};

use super::super::till::body::Members;
use super::super::till::problem::Refusal;
use super::super::till::wire::time;
use super::access::admin;
use crate::backups::{BackupError, Failure, Made, Standing};
use crate::dialects::Problem;
use crate::exchange::backups::{BackupCall, BackupReply};
use crate::exchange::{Call, Context, Plan, Reply, Request, Response};

/// A backup.
#[derive(Serialize)]
struct BackupBody {
    number: u64,
    name: String,
    made_at: String,
    bytes: u64,
}

/// How far one has come that is being made.
#[derive(Serialize)]
struct ProgressBody {
    phase: &'static str,
    done: u64,
    total: u64,
}

#[derive(Serialize)]
struct FailureBody {
    at: String,
    reason: &'static str,
}

/// What came of a wish for a backup: one of the three is there.
#[derive(Serialize)]
struct MadeBody {
    backup: Option<BackupBody>,
    is_unchanged: bool,
    under_way: Option<ProgressBody>,
}

#[derive(Serialize)]
struct StandingBody {
    backups: Vec<BackupBody>,
    under_way: Option<ProgressBody>,
    failure: Option<FailureBody>,
}

/// Source: ours. 201 with the new backup; 200 where nothing has changed since the newest; 202 where it takes long and
/// goes on, see [`list`].
pub(super) fn make(request: &Request, context: &Context) -> Result<Plan, Response> {
    admin(request, context).map_err(|refusal| refusal.respond())?;
    // Nobody is to believe that a place could be named here.
    Members::of(request).and_then(Members::end).map_err(|refusal| refusal.respond())?;
    Ok(plan(BackupCall::Make))
}

/// Source: ours. The newest first, how far one has come that is being made, and what failed last, where no backup was made
/// since.
pub(super) fn list(request: &Request, context: &Context) -> Result<Plan, Response> {
    admin(request, context).map_err(|refusal| refusal.respond())?;
    Ok(plan(BackupCall::List))
}

fn plan(call: BackupCall) -> Plan {
    Plan { call: Call::Backups(call), encode: Box::new(|_, result| encode(result)) }
}

fn encode(result: Result<Reply, Error>) -> Response {
    match result {
        Ok(Reply::Backups(Ok(BackupReply::Made(made)))) => made_response(made),
        Ok(Reply::Backups(Ok(BackupReply::Standing(standing)))) => {
            Response::json(StatusCode::OK, &StandingBody::of(standing))
        }
        Ok(Reply::Backups(Err(error))) => refusal(&error).respond(),
        Ok(_) => Refusal::of_problem(&Problem::Internal).respond(),
        Err(error) => Refusal::of_error(&error).respond(),
    }
}

fn made_response(made: Made) -> Response {
    let body = |backup, is_unchanged, under_way| MadeBody { backup, is_unchanged, under_way };
    match made {
        Made::New(backup) => {
            Response::json(StatusCode::CREATED, &body(Some(BackupBody::of(backup)), false, None))
        }
        Made::Unchanged => Response::json(StatusCode::OK, &body(None, true, None)),
        Made::UnderWay(progress) => {
            Response::json(StatusCode::ACCEPTED, &body(None, false, Some(ProgressBody::of(progress))))
        }
    }
}

fn refusal(error: &BackupError) -> Refusal {
    match error {
        BackupError::NotConfigured => Refusal::conflict(
            "backups_not_configured",
            "This server has no folder for backups: start it with --backups FOLDER",
        ),
        BackupError::UnderWay => {
            let message = "A backup is being made, and another waits for its turn";
            Refusal::conflict("backup_under_way", message)
        }
        BackupError::Failed(_) | BackupError::Folder(_) => Refusal::backup_failed(error.reason()),
    }
}

impl BackupBody {
    fn of(backup: Backup) -> Self {
        let name = backup.path.file_name().map(|name| name.to_string_lossy().into_owned());
        Self {
            number: backup.number,
            name: name.unwrap_or_default(),
            made_at: written_out(&backup.made_at),
            bytes: backup.bytes,
        }
    }
}

impl ProgressBody {
    fn of(progress: Progress) -> Self {
        let phase = match progress.phase {
            Phase::Copying => "copying",
            Phase::Checking => "checking",
        };
        Self { phase, done: progress.done, total: progress.total }
    }
}

impl StandingBody {
    fn of(standing: Standing) -> Self {
        let failure = |Failure { at, reason }| FailureBody { at: time(at), reason };
        Self {
            backups: standing.backups.into_iter().map(BackupBody::of).collect(),
            under_way: standing.under_way.map(ProgressBody::of),
            failure: standing.failure.map(failure),
        }
    }
}

/// `20261122T114720Z` as `2026-11-22T11:47:20Z`; another text as it is.
pub(crate) fn written_out(compact: &str) -> String {
    let part = |from: usize, to: usize| compact.get(from..to);
    let parts = (part(0, 4), part(4, 6), part(6, 8), part(9, 11), part(11, 13), part(13, 15));
    match parts {
        (Some(year), Some(month), Some(day), Some(hour), Some(minute), Some(second)) => {
            format!("{year}-{month}-{day}T{hour}:{minute}:{second}Z")
        }
        _ => compact.to_owned(),
    }
}
