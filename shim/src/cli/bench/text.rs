//! What was measured, for people.

use std::fmt::Write as _;

use super::report::{Checked, Latency, LimitReport, Report};
use crate::amount::{Separators, fixed_point};

/// The share of a processor, in percent, from which measuring is what is measured.
const BUSY_PERCENT: u64 = 90;

/// The report as lines.
pub(super) fn of(report: &Report) -> String {
    let tally = &report.tally;
    let mut text = String::new();
    line(&mut text, "machine", &machine(report));
    line(&mut text, "server", &server(report));
    line(&mut text, "load", &load(report));
    let time = milli(tally.time.as_millis());
    let cut_short = if report.is_cut_short { ", cut short" } else { "" };
    line(
        &mut text,
        "requests",
        &format!("{} in {time} s{cut_short}: {} in a second", tally.answered(), tally.per_second()),
    );
    let Latency { p50, p90, p99, max } = Latency::of(tally);
    let [p50, p90, p99, max] = [p50, p90, p99, max].map(|micros| milli(micros.into()));
    line(&mut text, "latency", &format!("p50 {p50} ms, p90 {p90} ms, p99 {p99} ms, max {max} ms"));
    line(&mut text, "answers", &answers(report));
    let of_each = tally.bytes_read.checked_div(tally.answered()).unwrap_or_default();
    line(
        &mut text,
        "bytes",
        &format!("{} read, {of_each} an answer; {} sent", tally.bytes_read, tally.bytes_sent),
    );
    if let Some(checked) = &report.checked {
        line(&mut text, "checked", &units(checked));
    }
    if let Some(limit) = &report.limit {
        line(&mut text, "limit", &ratios(limit));
    }
    if let Some(percent) = report.own_share_percent {
        let busy =
            if BUSY_PERCENT <= percent { ": the server may be faster than it is measured" } else { "" };
        line(&mut text, "measuring", &format!("took {percent} % of one processor{busy}"));
    }
    text
}

fn line(text: &mut String, name: &str, said: &str) {
    // Writing to a text does not fail.
    let _ = writeln!(text, "{name:<10} {said}");
}

/// Thousandths as a number with three places.
fn milli(thousandths: u128) -> String {
    fixed_point(i64::try_from(thousandths).unwrap_or(i64::MAX), 3, Separators::PLAIN)
}

fn machine(report: &Report) -> String {
    let machine = &report.machine;
    let cores = machine.cores.map_or_else(|| "cores unknown".to_owned(), |cores| format!("{cores} cores"));
    let kernel = machine.kernel.as_deref().unwrap_or_default();
    let processor = machine.processor.as_deref().unwrap_or("processor unknown");
    format!("{cores}, {processor}, {} {kernel} {}", machine.system, machine.architecture)
}

fn server(report: &Report) -> String {
    let server = &report.server;
    let version = server.version.as_deref().unwrap_or("unknown");
    let kept = match server.profile.as_deref() {
        Some("durable") => "durable: each answered change is on disk, written in two phases",
        Some("fast") => "fast: each answered change is on disk, written in one phase",
        Some("memory") => "memory: nothing is kept",
        Some(other) => other,
        None => "unknown (name an administrator's key)",
    };
    format!("{}, version {version}, profile {kept}", server.url)
}

fn load(report: &Report) -> String {
    let load = &report.load;
    let clients = format!("{} clients, each waiting for its answer", load.clients);
    match (&load.api, load.carts, load.lines) {
        (Some(api), Some(carts), Some(lines)) => {
            format!("{} by {api}, {carts} carts of {lines} lines, {clients}", load.operation)
        }
        _ => format!("{}, {clients}", load.operation),
    }
}

fn answers(report: &Report) -> String {
    let tally = &report.tally;
    let statuses = tally.statuses.iter().map(|(status, count)| format!("{count} of status {status}"));
    let failures = tally.failures.iter().map(|(kind, count)| format!("{count} {kind}"));
    let all: Vec<String> = statuses.chain(failures).collect();
    let all = if all.is_empty() { "none".to_owned() } else { all.join(", ") };
    format!("{all}; {} errors", tally.errors())
}

fn units(checked: &Checked) -> String {
    let Checked { units_before, added, unknown, units_after, carts_left } = checked;
    let unknown = if *unknown == 0 { String::new() } else { format!(" and {unknown} of which nobody knows") };
    let right = if checked.is_right() { "every unit is there" } else { "THAT IS WRONG" };
    let left = match carts_left {
        0 => String::new(),
        left => format!("; {left} carts stay, for want of an operator's key"),
    };
    format!("{units_before} units and {added} added{unknown} are {units_after}: {right}{left}")
}

fn ratios(limit: &LimitReport) -> String {
    let ratios: Vec<String> = limit.ratios.iter().map(ToString::to_string).collect();
    format!(
        "hyper answering {} bytes and nothing else, in turns: {} in a second; the server has {} of that ({})",
        limit.body_bytes,
        limit.requests_per_second,
        limit.ratio,
        ratios.join(", ")
    )
}
