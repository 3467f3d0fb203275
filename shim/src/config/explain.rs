//! What is wrong with a configuration, for people: which setting, where it was said, and what was probably meant.

use std::collections::BTreeSet;
use std::fmt;
use std::path::PathBuf;

use figment::Figment;
use figment::error::Kind;
use figment::value::Value;

use super::Config;
use super::load::{ENV_PREFIX, SECTIONS};
use super::nearest::nearest;
use crate::dialects::DIALECTS;

/// A setting that is not known, or a value that a setting cannot have. Shown as one sentence.
#[derive(Debug)]
pub struct Invalid {
    error: figment::Error,
    /// What was said, where it is a text, a number, or yes or no.
    value: Option<String>,
}

impl Invalid {
    /// Of an error in what this says.
    pub(super) fn new(error: figment::Error, said: &Figment) -> Self {
        let value = said.find_value(&error.path.join(".")).ok();
        Self { value: value.as_ref().and_then(text), error }
    }

    /// Whether the environment said it.
    fn is_variable(&self) -> bool {
        let metadata = self.error.metadata.as_ref();
        metadata.is_some_and(|metadata| metadata.source.is_none() && metadata.name.contains(ENV_PREFIX))
    }

    /// Who said it, in brackets behind a blank; empty where that is not known.
    fn place(&self) -> String {
        match self.error.metadata.as_ref().map(|metadata| (&metadata.source, &metadata.name)) {
            Some((Some(source), _)) => format!(" (in {source})"),
            Some((None, _)) if self.is_variable() => {
                format!(" (in the environment, {ENV_PREFIX}{})", variable(&self.error.path.join(".")))
            }
            Some((None, name)) => format!(" (in the {name})"),
            None => String::new(),
        }
    }

    /// What may have been meant by a name that is none of these, or what there is.
    fn meant(&self, name: &str, known: &[&str]) -> String {
        let said = self.shown(&self.error.path.join("."));
        let namesakes = settings().filter(|setting| setting.rsplit('.').next() == Some(name));
        let mut meant: Vec<String> = namesakes.map(|setting| self.shown(&setting)).collect();
        if meant.is_empty() && self.is_variable() {
            let variables: Vec<String> = settings().map(|setting| self.shown(&setting)).collect();
            meant.extend(nearest(&said, variables.iter().map(String::as_str)).map(str::to_owned));
        } else if meant.is_empty() {
            meant.extend(nearest(name, known.iter().copied()).map(str::to_owned));
        }
        match meant.as_slice() {
            [] => format!("it is none of {}", known.join(", ")),
            meant => {
                let prefix = if self.is_variable() { ENV_PREFIX } else { "" };
                format!("did you mean `{prefix}{}`?", meant.join(&format!("` or `{prefix}")))
            }
        }
    }

    /// A setting as it is said in that place; of a variable what comes behind the prefix.
    fn shown(&self, setting: &str) -> String {
        if self.is_variable() { variable(setting) } else { setting.to_owned() }
    }

    /// What is wrong with a value whose alternatives cannot be counted, or with the form of it all.
    fn fault(&self) -> String {
        let (Kind::InvalidType(_, expected) | Kind::InvalidValue(_, expected)) = &self.error.kind else {
            return undrawn(&self.error.kind.to_string());
        };
        match (&self.value, wanted(expected)) {
            (Some(value), wanted) => format!("`{value}` is not {wanted}"),
            (None, wanted) => format!("it is not {wanted}"),
        }
    }

    /// The value that was said and those that could have been, where they can be counted.
    fn values(&self) -> Option<(&str, Vec<String>)> {
        let owned = |values: &[&str]| values.iter().copied().map(str::to_owned).collect();
        match (&self.error.kind, &self.value) {
            (Kind::UnknownVariant(value, known), _) => Some((value, owned(known))),
            (Kind::InvalidType(_, expected), Some(value)) if expected.contains("bool") => {
                Some((value, owned(&["true", "false"])))
            }
            (_, Some(value)) => Some((value, positions(&self.error.path)?)),
            (_, None) => None,
        }
    }
}

impl std::error::Error for Invalid {}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.error.path.as_slice();
        match path {
            [] => write!(f, "the configuration{}", self.place())?,
            [section] => write!(f, "the section `{section}`{}", self.place())?,
            path => write!(f, "the setting `{}`{}", path.join("."), self.place())?,
        }
        match &self.error.kind {
            Kind::UnknownField(name, known) => {
                return write!(f, " is not known: {}", self.meant(name, known));
            }
            _ => write!(f, " is not valid: ")?,
        }
        let Some((value, known)) = self.values() else { return f.write_str(&self.fault()) };
        write!(f, "`{value}` is none of {}", known.join(", "))?;
        match nearest(value, known.iter().map(String::as_str)) {
            Some(near) => write!(f, ": did you mean `{near}`?"),
            None => Ok(()),
        }
    }
}

/// Every setting, with its section: `storekit.duplicate`.
fn settings() -> impl Iterator<Item = String> {
    let mut documented = Config::documented();
    documented.server.data = Some(PathBuf::new());
    let sections = Value::serialize(documented).ok().and_then(Value::into_dict).unwrap_or_default();
    let set = sections.into_iter().flat_map(|(section, members)| {
        let names = members.into_dict().unwrap_or_default().into_keys();
        names.map(move |name| format!("{section}.{name}"))
    });
    // What is absent where nothing is said has no member above.
    let readings = DIALECTS.iter().flat_map(|dialect| {
        dialect.readings.iter().map(|reading| format!("{}.{}", dialect.name, reading.name))
    });
    set.chain(readings).collect::<BTreeSet<_>>().into_iter()
}

/// The values of a setting of a dialect, where they can be counted.
fn positions(path: &[String]) -> Option<Vec<String>> {
    let [section, name] = path else { return None };
    let dialect = DIALECTS.iter().find(|dialect| dialect.name == section)?;
    let reading = dialect.readings.iter().find(|reading| reading.name == name)?;
    let values = std::iter::once(&reading.default).chain(reading.alternatives);
    reading.range.is_empty().then(|| values.map(|value| value.trim_matches('"').to_owned()).collect())
}

/// What is expected, in words that do not come from Rust.
fn wanted(expected: &str) -> String {
    let most: u128 = match expected {
        "u8" => u8::MAX.into(),
        "u16" => u16::MAX.into(),
        "u32" => u32::MAX.into(),
        "u64" | "usize" => u64::MAX.into(),
        "a sequence" => return "a list".to_owned(),
        "a string" => return "a text".to_owned(),
        "path string" => return "the path of a file".to_owned(),
        other if other.starts_with("struct ") => return "a section of settings".to_owned(),
        other => return other.to_owned(),
    };
    format!("a whole number from 0 to {most}")
}

/// A fault of TOML without the picture of its place, in one line.
fn undrawn(text: &str) -> String {
    let is_drawn =
        |line: &str| line.trim_start_matches(|c: char| c == ' ' || c.is_ascii_digit()).starts_with('|');
    let lines: Vec<&str> = text.lines().filter(|line| !is_drawn(line)).map(str::trim).collect();
    lines.join(", ")
}

/// A value as it can be said in one word.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(_, text) => Some(text.clone()),
        Value::Bool(_, value) => Some(value.to_string()),
        Value::Num(..) => value.to_i128().map(|number| number.to_string()),
        Value::Char(_, value) => Some(value.to_string()),
        Value::Empty(..) | Value::Dict(..) | Value::Array(..) => None,
    }
}

/// The variable that means this setting, without the prefix.
fn variable(setting: &str) -> String {
    let server = format!("{}.", SECTIONS[0]);
    setting.strip_prefix(&server).unwrap_or(setting).replace('.', "_").to_ascii_uppercase()
}
