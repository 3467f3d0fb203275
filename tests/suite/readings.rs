//! What the documents leave open: that every setting of a dialect is listed for people as it is, and that every
//! position of it is shown by a fixture which any other position would break.

use trolley::config::Config;
use trolley::dialects::{DIALECTS, Dialect, Reading};
use trolley_harness::fixture::Fixture;

use crate::contract::{fixtures, play_fixture};

/// What is no setting and like none.
const NO_SETTING: &str = "0";
/// What is no value and like none.
const NO_VALUE: &str = "\"-\"";

fn readings() -> impl Iterator<Item = (&'static Dialect, &'static Reading)> {
    DIALECTS.iter().flat_map(|dialect| dialect.readings.iter().map(move |reading| (*dialect, reading)))
}

fn name(dialect: &Dialect, reading: &Reading) -> String {
    format!("{}.{}", dialect.name, reading.name)
}

/// The documented configuration with one setting at this value; an empty one leaves it as it is.
#[track_caller]
fn with(setting: &str, value: &str) -> Config {
    let text = if value.is_empty() { String::new() } else { format!("{setting} = {value}") };
    Config::from_toml(&text).unwrap_or_else(|error| panic!("{error}"))
}

/// What a refusal counts up, where it does.
fn counted_up(text: &str) -> Option<Vec<String>> {
    let error = Config::from_toml(text).err().unwrap_or_else(|| panic!("{text} is taken")).to_string();
    if error.starts_with("the section ") {
        return None;
    }
    let (_, listed) = error.split_once("none of ")?;
    Some(listed.split(", ").map(str::to_owned).collect())
}

#[test]
fn every_setting_of_a_dialect_has_one_row_and_every_row_a_setting() {
    for dialect in DIALECTS {
        let Some(mut members) = counted_up(&format!("{}.{NO_SETTING} = 1", dialect.name)) else {
            assert!(dialect.readings.is_empty(), "{} has no section", dialect.name);
            continue;
        };
        let mut rows: Vec<&str> = dialect.readings.iter().map(|reading| reading.name).collect();
        members.sort_unstable();
        rows.sort_unstable();
        assert_eq!(members, rows, "{}", dialect.name);
    }
}

#[test]
fn rows_say_what_the_configuration_does() {
    for (dialect, reading) in readings() {
        let setting = name(dialect, reading);
        assert_eq!(with(&setting, reading.default), Config::documented(), "{setting}");
        assert!(!reading.alternatives.is_empty(), "{setting} has nothing to choose");
        let mut seen = vec![Config::documented()];
        for alternative in reading.alternatives {
            let config = with(&setting, alternative);
            assert!(!seen.contains(&config), "{setting} = {alternative} is there twice");
            seen.push(config);
        }
        for text in [reading.documents, reading.changes] {
            assert!(!text.trim().is_empty() && !text.ends_with('.'), "{setting}: {text:?}");
        }
    }
}

#[test]
fn rows_of_choices_have_all_of_them() {
    for (dialect, reading) in readings().filter(|(_, reading)| reading.range.is_empty()) {
        let setting = name(dialect, reading);
        let mut known = counted_up(&format!("{setting} = {NO_VALUE}")).unwrap();
        let mut rows: Vec<&str> = positions(reading).map(|value| value.trim_matches('"')).collect();
        known.sort_unstable();
        rows.sort_unstable();
        assert_eq!(known, rows, "{setting}");
    }
}

#[test]
fn every_position_is_shown_by_a_fixture_that_another_would_break() {
    let fixtures = fixtures();
    let mut faults = Vec::new();
    for (dialect, reading) in readings() {
        for position in positions(reading) {
            faults.extend(unshown(&fixtures, dialect, reading, position));
        }
    }
    assert!(faults.is_empty(), "\n\n{}\n\nin {} cases", faults.join("\n"), faults.len());
}

/// The values that a reading lists, the default first.
fn positions(reading: &'static Reading) -> impl Iterator<Item = &'static str> {
    std::iter::once(reading.default).chain(reading.alternatives.iter().copied())
}

/// What keeps a position from being shown.
fn unshown(
    fixtures: &[Fixture],
    dialect: &Dialect,
    reading: &'static Reading,
    position: &str,
) -> Option<String> {
    let setting = name(dialect, reading);
    let is_default = position == reading.default;
    // Of a number or a text one other than the default is enough.
    let is_any = !reading.range.is_empty() && !is_default;
    let showing: Vec<&Fixture> = fixtures
        .iter()
        .filter(|fixture| ["one_cart", dialect.name].iter().any(|folder| fixture.path.starts_with(folder)))
        .filter(|fixture| match (said(fixture, &setting), is_any) {
            (Some(value), true) => with(&setting, value) != Config::documented(),
            (Some(value), false) => with(&setting, value) == with(&setting, position),
            (None, _) => is_default && names(fixture, reading),
        })
        .collect();
    if showing.is_empty() {
        return Some(format!(
            "{setting} = {position}: no fixture has it in its `# Config:`{}",
            or_named(is_default)
        ));
    }
    let others = positions(reading).filter(|other| *other != position);
    let others: Vec<&str> = others.filter(|other| !is_any || *other == reading.default).collect();
    let is_told = |other: &&str| showing.iter().any(|fixture| is_broken_by(fixture, &setting, other));
    let told = others.iter().filter(|other| is_told(other)).count();
    // Of several numbers one that is told from the default is enough.
    let is_shown = if reading.range.is_empty() { told == others.len() } else { 0 < told };
    (!is_shown).then(|| {
        let showing: Vec<String> = showing.iter().map(|fixture| fixture.path.display().to_string()).collect();
        format!("{setting} = {position}: {} would be the same with one of {others:?}", showing.join(", "))
    })
}

fn or_named(is_default: bool) -> &'static str {
    if is_default { ", nor `name = value` in its `# Reading:`" } else { "" }
}

/// The value that a fixture sets.
fn said<'a>(fixture: &'a Fixture, setting: &str) -> Option<&'a str> {
    fixture
        .config
        .iter()
        .find_map(|line| setting_of(line).filter(|(name, _)| *name == setting))
        .map(|(_, value)| value)
}

fn setting_of(line: &str) -> Option<(&str, &str)> {
    line.split_once('=').map(|(name, value)| (name.trim(), value.trim()))
}

/// Whether a fixture says that it shows the default: `duplicate = increment`.
fn names(fixture: &Fixture, reading: &Reading) -> bool {
    let value = if reading.default.is_empty() { "none" } else { reading.default.trim_matches('"') };
    let claim = format!("{} = {value}", reading.name);
    fixture.readings.iter().any(|text| {
        text.match_indices(&claim).any(|(at, _)| {
            let is_part = |character: char| character.is_alphanumeric() || character == '_';
            !text[..at].ends_with(is_part) && !text[at + claim.len()..].starts_with(is_part)
        })
    })
}

/// Whether something is answered otherwise where the setting has another value.
fn is_broken_by(fixture: &Fixture, setting: &str, value: &str) -> bool {
    let mut other = fixture.clone();
    other.config.retain(|line| setting_of(line).is_none_or(|(name, _)| name != setting));
    if !value.is_empty() {
        other.config.push(format!("{setting} = {value}"));
    }
    assert!(Config::from_toml(&other.config.join("\n")).is_ok(), "{:?}", other.config);
    !play_fixture(&other).is_empty()
}
