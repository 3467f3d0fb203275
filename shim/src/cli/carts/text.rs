//! Carts and what is parked, for people.

use std::fmt::Write as _;

use serde_json::Value as Json;
use trolley_engine::Timestamp;
use trolley_engine::domain::money::Currency;
use trolley_engine::env::{Clock as _, SystemClock};

use crate::amount::{Separators, fixed_point, standard_decimal_places};
use crate::dialects::till::PARKED_PREFIX;
use crate::json::parse_rfc_3339;

/// Characters of a note in a list.
const NOTE_CHARACTERS_MAX: usize = 32;
/// How long ago it was where it was less than a minute.
const NOW: &str = "just now";
/// Characters of an identifier of what is parked that tell it from others, behind what all begin with.
const SHORT_LEN: usize = 8;

/// Where a column's texts stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) enum Align {
    Left,
    Right,
}

/// A list of carts.
pub(super) fn carts(answer: &Json) -> String {
    let carts = list(answer, "carts");
    let row = |cart: &Json| {
        vec![
            plain(&cart["id"]),
            plain(&cart["status"]),
            cart["units"].to_string(),
            amount(cart, "total"),
            age(&cart["updated_at"]),
            plain(&cart["customer"]),
        ]
    };
    let heads = [
        ("CART", Align::Left),
        ("STATUS", Align::Left),
        ("UNITS", Align::Right),
        ("TOTAL", Align::Right),
        ("CHANGED", Align::Right),
        ("CUSTOMER", Align::Left),
    ];
    with_rest(answer, carts.len(), "no carts", table(&heads, carts.iter().map(row).collect()))
}

/// A list of what is parked.
pub(super) fn all_parked(answer: &Json) -> String {
    let parked = list(answer, "parked");
    let ids: Vec<&str> = parked.iter().filter_map(|one| one["id"].as_str()).collect();
    let row = |one: &Json| {
        vec![
            short(one["id"].as_str().unwrap_or_default(), &ids),
            age(&one["parked_at"]),
            one["cart"]["units"].to_string(),
            amount(&one["cart"], "total"),
            cut(&plain(&one["note"])),
            plain(&one["cart"]["id"]),
        ]
    };
    let heads = [
        ("PARKED", Align::Left),
        ("SINCE", Align::Right),
        ("UNITS", Align::Right),
        ("TOTAL", Align::Right),
        ("NOTE", Align::Left),
        ("CART", Align::Left),
    ];
    with_rest(answer, parked.len(), "nothing is parked", table(&heads, parked.iter().map(row).collect()))
}

/// A cart with its lines.
pub(super) fn cart(cart: &Json) -> String {
    let mut text = format!("cart {}, {}\n", plain(&cart["id"]), plain(&cart["status"]));
    facts(&mut text, cart);
    text.push_str(&lines(cart));
    text
}

/// What is parked, with its lines.
pub(super) fn parked(parked: &Json) -> String {
    let mut text = format!("parked {}\n", plain(&parked["id"]));
    fact(&mut text, "note", &plain(&parked["note"]));
    fact(&mut text, "since", &age(&parked["parked_at"]));
    fact(&mut text, "cart", &plain(&parked["cart"]["id"]));
    facts(&mut text, &parked["cart"]);
    text.push_str(&lines(&parked["cart"]));
    text
}

/// What was parked just now.
pub(super) fn parked_now(parked: &Json) -> String {
    let cart = &parked["cart"];
    let id = plain(&parked["id"]);
    format!("parked {} of {} as {id}\n  trolley carts resume {id}\n", contents(cart), plain(&cart["id"]))
}

/// What was taken up just now.
pub(super) fn resumed(id: &str, cart: &Json) -> String {
    format!("resumed {id}: {} in {}\n", contents(cart), plain(&cart["id"]))
}

/// What was deleted just now.
pub(super) fn deleted(what: &str, id: &str) -> String {
    format!("deleted the {what} {}\n", printable(id))
}

/// How much is in a cart: `3 units, 28.79 USD`.
fn contents(cart: &Json) -> String {
    let units = &cart["units"];
    let noun = if units.as_u64() == Some(1) { "unit" } else { "units" };
    format!("{units} {noun}, {}", amount(cart, "total"))
}

/// What there is to say of a cart besides its lines.
fn facts(text: &mut String, cart: &Json) {
    fact(text, "customer", &plain(&cart["customer"]));
    fact(text, "name", &plain(&cart["name"]));
    fact(text, "changed", &behind(&cart["updated_at"]));
    let codes: Vec<String> = list(cart, "codes").iter().map(plain).collect();
    fact(text, "codes", &codes.join(", "));
}

fn fact(text: &mut String, name: &str, value: &str) {
    if !value.is_empty() {
        // Writing to a text does not fail.
        let _ = writeln!(text, "  {name:<9} {value}");
    }
}

fn lines(cart: &Json) -> String {
    let lines = list(cart, "lines");
    if lines.is_empty() {
        return "  empty\n".to_owned();
    }
    let currency = cart["currency"].as_str();
    let money = |json: &Json| decimal(json.as_i64().unwrap_or_default(), currency);
    let row = |line: &Json| {
        let notes = plain(&line["notes"]);
        let name = plain(&line["name"]);
        let name = if notes.is_empty() { name } else { format!("{name} ({})", cut(&notes)) };
        vec![
            line["quantity"].to_string(),
            plain(&line["sku"]),
            name,
            money(&line["unit_price"]),
            money(&line["subtotal"]),
        ]
    };
    let mut rows: Vec<Vec<String>> = lines.iter().map(row).collect();
    let sum =
        |name: &str, value: String| vec![String::new(), String::new(), name.to_owned(), String::new(), value];
    let is_plain = cart["discount"].as_i64() == Some(0) && cart["tax"].as_i64() == Some(0);
    if !is_plain {
        rows.push(sum("subtotal", money(&cart["subtotal"])));
        rows.push(sum("discount", decimal(-cart["discount"].as_i64().unwrap_or_default(), currency)));
        rows.push(sum("tax", money(&cart["tax"])));
    }
    rows.push(sum(&format!("total {}", currency.unwrap_or_default()), money(&cart["total"])));
    let heads = [
        ("QTY", Align::Right),
        ("SKU", Align::Left),
        ("NAME", Align::Left),
        ("EACH", Align::Right),
        ("SUBTOTAL", Align::Right),
    ];
    table(&heads, rows)
}

/// Rows in columns as wide as need be; the last one as wide as it is.
pub(in crate::cli) fn table(heads: &[(&str, Align)], rows: Vec<Vec<String>>) -> String {
    let head = heads.iter().map(|(head, _)| (*head).to_owned()).collect();
    let rows: Vec<Vec<String>> = std::iter::once(head).chain(rows).collect();
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|text| text.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..heads.len()).map(width).collect();
    let mut text = String::new();
    for row in &rows {
        let mut line = String::new();
        for ((value, width), (_, align)) in row.iter().zip(&widths).zip(heads) {
            let gap = " ".repeat(width.saturating_sub(value.chars().count()));
            let (before, after) =
                if *align == Align::Right { (gap, String::new()) } else { (String::new(), gap) };
            line.push_str(&format!("  {before}{value}{after}"));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// A list with what is said where it is empty, or where there is more of it.
fn with_rest(answer: &Json, count: usize, empty: &str, table: String) -> String {
    let number = |name: &str| answer[name].as_u64().unwrap_or_default();
    let next = number("offset") + count as u64;
    match count {
        0 => format!("{empty}\n"),
        _ if next < number("total") && count as u64 == number("limit") => {
            format!("{table}  there are more: --offset {next}\n")
        }
        _ => table,
    }
}

fn list<'a>(json: &'a Json, name: &str) -> &'a [Json] {
    json[name].as_array().map(Vec::as_slice).unwrap_or_default()
}

/// The text, which somebody else may have written, without what would make a terminal do something; empty for null.
pub(in crate::cli) fn plain(json: &Json) -> String {
    printable(json.as_str().unwrap_or_default())
}

fn printable(text: &str) -> String {
    text.chars().map(|character| if character.is_control() { ' ' } else { character }).collect()
}

/// The beginning of a long text.
fn cut(text: &str) -> String {
    if text.chars().count() <= NOTE_CHARACTERS_MAX {
        return text.to_owned();
    }
    let start: String = text.chars().take(NOTE_CHARACTERS_MAX - 3).collect();
    format!("{}...", start.trim_end())
}

/// As much of an identifier as tells it from the others.
fn short(id: &str, all: &[&str]) -> String {
    let len = PARKED_PREFIX.len() + SHORT_LEN;
    match id.get(..len).filter(|_| id.starts_with(PARKED_PREFIX)) {
        Some(start) if all.iter().filter(|other| other.starts_with(start)).count() <= 1 => printable(start),
        Some(_) | None => printable(id),
    }
}

/// An amount of the cart with its currency; only a nought where it has none.
fn amount(cart: &Json, name: &str) -> String {
    let currency = cart["currency"].as_str();
    let text = decimal(cart[name].as_i64().unwrap_or_default(), currency);
    match currency {
        Some(currency) => format!("{text} {currency}"),
        None => text,
    }
}

fn decimal(minor_units: i64, currency: Option<&str>) -> String {
    let places = currency.and_then(Currency::new).map_or(0, standard_decimal_places);
    fixed_point(minor_units, places, Separators::PLAIN)
}

/// How long ago that was.
fn age(time: &Json) -> String {
    let moment = time.as_str().and_then(parse_rfc_3339);
    moment.map(|moment| ago(moment, SystemClock.now())).unwrap_or_default()
}

/// The same as a phrase.
fn behind(time: &Json) -> String {
    match age(time) {
        age if age.is_empty() || age == NOW => age,
        age => format!("{age} ago"),
    }
}

fn ago(moment: Timestamp, now: Timestamp) -> String {
    let minutes = now.as_millis().saturating_sub(moment.as_millis()) / 60_000;
    match minutes {
        ..1 => NOW.to_owned(),
        1..120 => format!("{minutes} min"),
        120..2_880 => format!("{} h", minutes / 60),
        _ => format!("{} days", minutes / 1_440),
    }
}

#[cfg(test)]
mod tests;
