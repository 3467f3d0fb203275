//! JSON without the white space between its tokens, and nothing else changed.

/// Takes out the white space between the tokens of a JSON text; spellings, order and repeated members stay.
///
/// None where the text is not JSON.
#[must_use]
pub fn compact(text: &str) -> Option<String> {
    serde_json::from_str::<serde_json::Value>(text).ok()?;
    let mut compacted = String::with_capacity(text.len());
    let mut in_string = false;
    let mut escaped = false;
    for character in text.chars() {
        let between = !in_string && matches!(character, ' ' | '\t' | '\r' | '\n');
        if !between {
            compacted.push(character);
        }
        if character == '"' && !escaped {
            in_string = !in_string;
        }
        escaped = in_string && character == '\\' && !escaped;
    }
    Some(compacted)
}

#[cfg(test)]
mod tests;
