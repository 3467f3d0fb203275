//! `trolley check`.

use std::fmt::Write as _;
use std::io;

use serde_json::{Map, Value as Json, json};
use trolley_engine::engine::check::{CheckReport, check_file};

use super::{DataError, contents, say};
use crate::cli::Failure;
use crate::cli::args::data::CheckArgs;
use crate::cli::bar::Bar;

/// Does what the arguments say.
pub(in crate::cli) fn run(args: &CheckArgs) -> Result<(), Failure> {
    let path = &args.data;
    if !path.exists() {
        return Err(DataError::NothingToCheck { path: path.clone() }.into());
    }
    let mut bar = Bar::new();
    let report = check_file(path, &mut |progress| bar.show(progress)).map_err(DataError::Unseen)?;
    drop(bar);
    let name = path.display().to_string();
    if args.json {
        let json = serde_json::to_string_pretty(&as_json(&name, &report)).map_err(io::Error::from)?;
        say(&format!("{json}\n"))?;
    } else {
        say(&as_text(&name, &report))?;
    }
    if report.is_sound() { Ok(()) } else { Err(DataError::Faulty { path: path.clone() }.into()) }
}

fn as_text(name: &str, report: &CheckReport) -> String {
    if report.is_sound() {
        return format!("{name} is sound: {}, format {}\n", contents(report), report.format);
    }
    let mut text = String::new();
    for fault in &report.faults {
        // Writing to a text does not fail.
        let _ = writeln!(text, "{fault}");
    }
    let more = match report.faults_unnamed {
        0 => String::new(),
        count => format!(", {count} of them not named"),
    };
    let count = report.fault_count();
    let faults = if count == 1 { "fault" } else { "faults" };
    let _ = writeln!(text, "{name} has {count} {faults}{more}");
    text
}

fn as_json(name: &str, report: &CheckReport) -> Json {
    let rows: Map<String, Json> =
        report.rows.iter().map(|(table, rows)| ((*table).to_owned(), json!(rows))).collect();
    let faults = report.faults.iter();
    let faults: Vec<Json> =
        faults.map(|fault| json!({ "table": fault.table, "key": fault.key, "what": fault.what })).collect();
    json!({
        "file": name,
        "is_sound": report.is_sound(),
        "format": report.format,
        "bytes": report.bytes,
        "digest": report.digest.map(|digest| digest.to_string()),
        "rows": rows,
        "faults": faults,
        "faults_unnamed": report.faults_unnamed,
    })
}
