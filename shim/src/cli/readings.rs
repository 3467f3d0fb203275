//! `trolley config --readings`: what the documents leave open, what was chosen, and what can be set instead.

use std::fmt::Write as _;

use serde::Serialize;
use toml::{Table, Value};

use crate::config::Config;
use crate::config::nearest::nearest;
use crate::dialects::{DIALECTS, Dialect, Reading};

/// Most characters of a line, as far as the words let it.
const LINE_CHARACTERS_MAX: usize = 80;
/// What the lines below a setting begin with, the label's room included.
const INDENT: &str = "               ";
/// What a value is called that is not there.
const NONE: &str = "none";

/// No reading and no API is called so.
#[derive(Debug, thiserror::Error)]
#[error("no reading is called `{name}`: {}", .nearest.as_ref().map_or_else(all, |near| format!("did you mean `{near}`?")))]
pub(super) struct UnknownReading {
    name: String,
    nearest: Option<String>,
}

/// A reading of a dialect, and the value that is in force.
pub(super) struct InForce {
    dialect: &'static Dialect,
    reading: &'static Reading,
    value: Option<Value>,
}

/// The same for machines.
#[derive(Serialize)]
struct Row<'a> {
    setting: String,
    documents: &'a str,
    changes: &'a str,
    value: Option<&'a Value>,
    default: Option<Value>,
    alternatives: Vec<Option<Value>>,
    range: &'a str,
}

/// The readings of that name, `storekit` or `storekit.duplicate`; all of them where none is named.
pub(super) fn find(config: &Config, name: Option<&str>) -> Result<Vec<InForce>, UnknownReading> {
    let sections = Table::try_from(config).unwrap_or_default();
    let all =
        DIALECTS.iter().flat_map(|dialect| dialect.readings.iter().map(move |reading| (*dialect, reading)));
    let wanted: Vec<InForce> = all
        .filter(|(dialect, reading)| {
            name.is_none_or(|name| name == dialect.name || name == setting(dialect, reading))
        })
        .map(|(dialect, reading)| {
            let value = sections.get(dialect.name).and_then(|section| section.get(reading.name)).cloned();
            InForce { dialect, reading, value }
        })
        .collect();
    match name {
        Some(name) if wanted.is_empty() => Err(unknown(name)),
        Some(_) | None => Ok(wanted),
    }
}

/// Where to look when nothing is near.
fn all() -> String {
    "see trolley config --readings for all of them".to_owned()
}

fn unknown(name: &str) -> UnknownReading {
    let sections = DIALECTS.iter().map(|dialect| dialect.name.to_owned());
    let readings = DIALECTS
        .iter()
        .flat_map(|dialect| dialect.readings.iter().map(|reading| (setting(dialect, reading), reading.name)));
    let known: Vec<String> = sections.chain(readings.clone().map(|(setting, _)| setting)).collect();
    // Whoever leaves the API away means a reading all the same.
    let namesake = readings.clone().find(|(_, alone)| *alone == name).map(|(setting, _)| setting);
    let nearest = nearest(name, known.iter().map(String::as_str)).map(str::to_owned);
    UnknownReading { name: name.to_owned(), nearest: namesake.or(nearest) }
}

fn setting(dialect: &Dialect, reading: &Reading) -> String {
    format!("{}.{}", dialect.name, reading.name)
}

/// The readings for people: by API, in lines that a terminal has room for where the words are not longer.
pub(super) fn text(readings: &[InForce]) -> String {
    let mut text = String::new();
    let mut title = "";
    for InForce { dialect, reading, value } in readings {
        if title != dialect.title {
            title = dialect.title;
            // Writing to a text does not fail.
            let _ = writeln!(
                text,
                "{}{title}: section [{}]",
                if text.is_empty() { "" } else { "\n" },
                dialect.name
            );
        }
        let said = value.as_ref().map_or_else(|| NONE.to_owned(), ToString::to_string);
        let changed = if parsed(reading.default) == *value { "" } else { "    <- set, not the default" };
        let _ = writeln!(text, "\n  {} = {said}{changed}", reading.name);
        text.push_str(&labelled("changes", reading.changes));
        text.push_str(&labelled("values", &values(reading)));
        text.push_str(&labelled("documents", reading.documents));
    }
    text
}

/// The readings as a JSON array.
pub(super) fn json(readings: &[InForce]) -> Result<String, serde_json::Error> {
    let rows: Vec<Row<'_>> = readings
        .iter()
        .map(|InForce { dialect, reading, value }| Row {
            setting: setting(dialect, reading),
            documents: reading.documents,
            changes: reading.changes,
            value: value.as_ref(),
            default: parsed(reading.default),
            alternatives: reading.alternatives.iter().map(|value| parsed(value)).collect(),
            range: reading.range,
        })
        .collect();
    serde_json::to_string_pretty(&rows).map(|text| text + "\n")
}

/// A value that is written as TOML has it; none for an empty text.
fn parsed(value: &str) -> Option<Value> {
    let mut table: Table = toml::from_str(&format!("value = {value}")).ok()?;
    table.remove("value")
}

fn values(reading: &Reading) -> String {
    let default = if reading.default.is_empty() { NONE } else { reading.default };
    let alternatives = reading.alternatives.iter().map(|value| format!(", {value}"));
    let range = if reading.range.is_empty() { String::new() } else { format!("; {}", reading.range) };
    format!("{default} (default){}{range}", alternatives.collect::<String>())
}

/// A text behind its label, broken between words.
fn labelled(label: &str, text: &str) -> String {
    let mut lines = String::new();
    let mut line = format!("    {label:<width$}", width = INDENT.len() - 4);
    for word in text.split_whitespace() {
        if LINE_CHARACTERS_MAX < line.chars().count() + word.chars().count() && line.trim() != label {
            lines.push_str(line.trim_end());
            lines.push('\n');
            INDENT.clone_into(&mut line);
        }
        line.push_str(word);
        line.push(' ');
    }
    lines + line.trim_end() + "\n"
}

#[cfg(test)]
mod tests;
