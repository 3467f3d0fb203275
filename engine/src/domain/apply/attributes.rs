//! What callers attach to a cart, by name.

use crate::domain::value::{Members, Value};

/// Puts a value in the place of the member of this name, or behind all others; without a value, takes it away.
pub(super) fn put(attributes: &mut Members, name: &str, value: Option<&Value>) {
    let place = attributes.iter().position(|(present, _)| present == name);
    match (place, value) {
        (Some(place), Some(value)) => attributes[place].1.clone_from(value),
        (Some(place), None) => drop(attributes.remove(place)),
        (None, Some(value)) => attributes.push((name.to_owned(), value.clone())),
        (None, None) => {}
    }
}
