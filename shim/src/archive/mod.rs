//! Everything that a store keeps as JSON lines, and back. `README.md` describes the format.
//!
//! The engine's values and what is written are different structs, converted by hand. What is read is of the right form
//! here; whether it makes sense is the engine's to say.

mod spelling;
mod money;
mod store;
mod customer;
mod component;
mod product;
mod promotion;
mod line;
mod cart;
mod priced;
mod transaction;
mod order;
mod answer;
mod entry;
mod reading;
mod writing;

pub use reading::{ReadError, Reader};
pub use writing::{Extent, Writer};

use std::fmt;

/// The version of this form of writing. A higher one is refused.
pub const VERSION: u32 = 1;
/// Most bytes of a line: far above any cart's.
pub const LINE_BYTES_MAX: u64 = 1 << 30;

/// Why what is written cannot be a value of the engine's.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Invalid {
    place: String,
    problem: String,
}

impl Invalid {
    fn new(place: &str, problem: impl fmt::Display) -> Self {
        Self { place: place.to_owned(), problem: problem.to_string() }
    }

    /// The same, seen from further outside.
    fn within(mut self, outer: &str) -> Self {
        self.place = if self.place.is_empty() { outer.to_owned() } else { format!("{outer}.{}", self.place) };
        self
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.problem)
    }
}

/// Converts each of a list; what is wrong is named by its place.
fn each<Wire, T>(
    name: &str,
    wires: Vec<Wire>,
    convert: impl Fn(Wire) -> Result<T, Invalid>,
) -> Result<Vec<T>, Invalid> {
    let wires = wires.into_iter().enumerate();
    wires
        .map(|(place, wire)| convert(wire).map_err(|invalid| invalid.within(&format!("{name}[{place}]"))))
        .collect()
}

#[cfg(test)]
mod tests;
