//! Keys, for people.

use std::fmt::Write as _;

use serde_json::Value as Json;

use crate::cli::carts::text::{Align, plain, table};

/// A list of keys.
pub(super) fn keys(keys: &[Json]) -> String {
    if keys.is_empty() {
        return "no keys\n".to_owned();
    }
    let heads = ["KEY", "BEGINS", "DIALECT", "KIND", "MAY", "STATUS", "MADE", "ENDS", "NAME"];
    let heads = heads.map(|head| (head, Align::Left));
    table(&heads, keys.iter().map(row).collect())
}

fn row(key: &Json) -> Vec<String> {
    let scopes: Vec<String> = key["scopes"].as_array().into_iter().flatten().map(plain).collect();
    let customer = key["customer"].as_str().map(|_| format!("be {}", plain(&key["customer"])));
    let may: Vec<String> = customer.into_iter().chain(scopes).collect();
    let status = match (key["status"].as_str(), key["is_demo"] == true) {
        (Some("in_force"), true) => "demo: known to everybody".to_owned(),
        (Some("in_force"), false) => "in force".to_owned(),
        _ => plain(&key["status"]),
    };
    vec![
        plain(&key["id"]),
        plain(&key["hint"]),
        plain(&key["dialect"]),
        plain(&key["kind"]),
        if may.is_empty() { "all".to_owned() } else { may.join(" ") },
        status,
        day(&key["created_at"], "by a seed"),
        day(&key["expires_at"], "never"),
        plain(&key["name"]),
    ]
}

/// The day of a time.
fn day(time: &Json, absent: &str) -> String {
    time.as_str().map_or(absent, |text| text.get(..10).unwrap_or(text)).to_owned()
}

/// A key that was made just now, with its secret.
pub(super) fn made(key: &Json) -> String {
    let (id, dialect, kind) = (plain(&key["id"]), plain(&key["dialect"]), plain(&key["kind"]));
    let ends = key["expires_at"].as_str().map_or_else(String::new, |at| format!(", until {at}"));
    let mut text = format!("made {id}: {dialect} {kind}{ends}\n");
    for (kind, secret) in key["secrets"].as_object().into_iter().flatten() {
        // Writing to a text does not fail.
        let _ = writeln!(text, "  {kind:<15} {}", plain(secret));
    }
    text.push_str("This is the only time that it is shown: nothing is kept of it but a digest.\n");
    text
}

/// What was revoked just now.
pub(super) fn revoked(ids: &[String]) -> String {
    match ids {
        [] => "there is nothing to revoke\n".to_owned(),
        ids => ids.iter().map(|id| format!("revoked {id}\n")).collect(),
    }
}
