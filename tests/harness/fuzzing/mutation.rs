//! Changes of a story that keep it one: chance alone seldom leaves JSON behind.

use serde_json::{Map, Value as Json};

use crate::chance::Chance;

const DIVIDE: &str = "###\n";
/// Values that are at an edge of something, as JSON.
const EDGES: [&str; 42] = [
    "null",
    "true",
    "false",
    "0",
    "-0",
    "1",
    "2",
    "-1",
    "99",
    "100",
    "101",
    "1.0",
    "1.5",
    "0.005",
    "1e0",
    "1e400",
    "-1e-400",
    "2147483647",
    "2147483648",
    "4294967296",
    "9007199254740991",
    "9007199254740992",
    "9223372036854775807",
    "9223372036854775808",
    "1000000000000000000000000000000",
    "\"\"",
    "\" \"",
    "\"0\"",
    "\"1\"",
    "\"1.50\"",
    "\"USD\"",
    "\"EUR\"",
    "\"JPY\"",
    "\"KWD\"",
    "\"user_182\"",
    "\"\\u0000\"",
    "\"\\ud83d\\ude00e\\u0301\\u202e\"",
    "\"2026-01-05T09:00:00Z\"",
    "[]",
    "{}",
    "[{}]",
    "[null]",
];

/// The story with one change, by this number; none where it is not one that can be changed so.
#[must_use]
pub fn mutate(data: &[u8], number: u64) -> Option<Vec<u8>> {
    let mut chance = Chance::new(number);
    let text = std::str::from_utf8(data).ok()?;
    let mut blocks: Vec<String> = text.split(DIVIDE).map(str::to_owned).collect();
    if blocks.len() < 2 {
        return None;
    }
    let place = 1 + below(&mut chance, blocks.len() - 1);
    match chance.below(16) {
        0 => {
            blocks.insert(place, blocks[place].clone());
        }
        1 => {
            blocks.remove(place);
        }
        2 => {
            let other = 1 + below(&mut chance, blocks.len() - 1);
            blocks.swap(place, other);
        }
        3..=5 => blocks[place] = with_other_word(&blocks[place], text, &mut chance)?,
        _ => blocks[place] = with_other_body(&blocks[place], &mut chance)?,
    }
    Some(blocks.join(DIVIDE).into_bytes())
}

fn below(chance: &mut Chance, bound: usize) -> usize {
    usize::try_from(chance.below(bound.max(1) as u64)).unwrap_or_default()
}

/// The words of a text: identifiers, names, numbers.
fn words(text: &str) -> Vec<(usize, &str)> {
    let is_part = |character: char| character.is_ascii_alphanumeric() || "_-.".contains(character);
    let mut words = Vec::new();
    for word in text.split(|character| !is_part(character)).filter(|word| 2 < word.len()) {
        words.push((word.as_ptr() as usize - text.as_ptr() as usize, word));
    }
    words
}

/// The request with one of its words replaced by another of the story's.
fn with_other_word(block: &str, story: &str, chance: &mut Chance) -> Option<String> {
    let (own, all) = (words(block), words(story));
    let (at, old) = *own.get(below(chance, own.len()))?;
    let (_, new) = all.get(below(chance, all.len()))?;
    Some([&block[..at], new, &block[at + old.len()..]].concat())
}

/// The request with another body.
fn with_other_body(block: &str, chance: &mut Chance) -> Option<String> {
    let (head, body) = block.split_once("\n\n")?;
    let mut json: Json = serde_json::from_str(body).ok()?;
    let len = count(&json);
    change(&mut json, &mut below(chance, len), chance);
    Some(format!("{head}\n\n{json}\n"))
}

/// How many values there are in a value, itself included.
fn count(json: &Json) -> usize {
    1 + match json {
        Json::Array(values) => values.iter().map(count).sum(),
        Json::Object(members) => members.values().map(count).sum(),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => 0,
    }
}

/// Changes the value at this place, counted from the outside in.
fn change(json: &mut Json, place: &mut usize, chance: &mut Chance) -> bool {
    if *place == 0 {
        change_here(json, chance);
        return true;
    }
    *place -= 1;
    match json {
        Json::Array(values) => values.iter_mut().any(|value| change(value, place, chance)),
        Json::Object(members) => members.values_mut().any(|value| change(value, place, chance)),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => false,
    }
}

fn change_here(json: &mut Json, chance: &mut Chance) {
    match (json, chance.below(4)) {
        (Json::Object(members), 0..=2) if !members.is_empty() => change_members(members, chance),
        (Json::Array(values), 0..=2) if !values.is_empty() => {
            let place = below(chance, values.len());
            match chance.below(3) {
                0 => drop(values.remove(place)),
                1 => values.insert(place, values[place].clone()),
                _ => values.insert(place, edge(chance)),
            }
        }
        (Json::String(text), 0) => *text = text.repeat(2 + below(chance, 200)),
        (json, _) => *json = edge(chance),
    }
}

fn change_members(members: &mut Map<String, Json>, chance: &mut Chance) {
    let names: Vec<String> = members.keys().cloned().collect();
    let name = &names[below(chance, names.len())];
    match chance.below(4) {
        0 => drop(members.shift_remove(name)),
        1 => drop(members.insert(name.clone(), edge(chance))),
        2 => {
            let other = members[&names[below(chance, names.len())]].clone();
            members.insert(name.clone(), other);
        }
        _ => {
            let value = members.shift_remove(name).unwrap_or_default();
            members.insert(names[below(chance, names.len())].to_uppercase(), value);
        }
    }
}

fn edge(chance: &mut Chance) -> Json {
    serde_json::from_str(EDGES[below(chance, EDGES.len())]).unwrap_or_default()
}
