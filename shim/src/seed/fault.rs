//! What is wrong in a seed, and where.

use std::fmt;

/// What is wrong in a seed, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The place, such as `products[3].prices.USD.amount`; empty for the seed as a whole.
    pub place: String,
    /// What is wrong there.
    pub problem: String,
}

impl Fault {
    pub(super) fn new(place: impl Into<String>, problem: impl fmt::Display) -> Self {
        Self { place: place.into(), problem: problem.to_string() }
    }

    /// The same, seen from further outside.
    #[must_use]
    pub(super) fn within(mut self, outer: &str) -> Self {
        self.place = match self.place.is_empty() {
            true => outer.to_owned(),
            false => format!("{outer}.{}", self.place),
        };
        self
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place.is_empty() {
            true => f.write_str(&self.problem),
            false => write!(f, "{}: {}", self.place, self.problem),
        }
    }
}

/// Converts each row; a fault is named by the row it is in.
pub(super) fn each<'a, Row: 'a, T>(
    name: &str,
    rows: impl IntoIterator<Item = &'a Row>,
    convert: impl Fn(&'a Row) -> Result<T, Fault>,
) -> Result<Vec<T>, Fault> {
    rows.into_iter()
        .enumerate()
        .map(|(index, row)| convert(row).map_err(|fault| fault.within(&format!("{name}[{index}]"))))
        .collect()
}

/// Converts a text, such as an identifier.
pub(super) fn text<T, E: fmt::Display>(
    place: &str,
    text: &str,
    convert: impl FnOnce(String) -> Result<T, E>,
) -> Result<T, Fault> {
    convert(text.to_owned()).map_err(|problem| Fault::new(place, problem))
}
