//! What a client says of a cart besides its lines, when it makes or changes it.
//!
//! Source: elasticpath.md, 3.1 and 3.3. Reading: settings that would change how the cart behaves, and cannot be honoured,
//! are refused; at their defaults, which are what is in force, they are taken.

use serde_json::{Map, Value as Json};
use trolley_engine::domain::value::Value;

use super::custom_attributes;
use super::problem::{ErrorEntry, Meta};
use super::schema::{flag, invalid_type};

/// Where a cart's custom attributes stand among what callers attach to it.
pub(super) const CUSTOM_ATTRIBUTES: &str = "elastic_path.custom_attributes";
/// Where the identifier of its payment intent stands there.
pub(super) const PAYMENT_INTENT_ID: &str = "elastic_path.payment_intent_id";

/// Most characters of a name.
const NAME_CHARACTERS_MAX: usize = 255;

/// Groups of settings and, of each, the settings that can be given only as false.
///
/// Reading: 20 #26: the discount settings have two names.
const SETTINGS: [(&str, &[&str]); 3] = [
    ("discount_settings", DISCOUNT_SETTINGS),
    ("discounts_settings", DISCOUNT_SETTINGS),
    ("item_settings", &["separate_items_by_location"]),
];
const DISCOUNT_SETTINGS: &[&str] = &["custom_discounts_enabled", "use_rule_promotions"];

/// Members that cannot be given at all.
const NOT_TAKEN: [&str; 2] = ["contact", "snapshot_date"];

/// What is said of a cart.
#[derive(Debug)]
pub(super) struct CartFields {
    /// How many members there are, those included that change nothing.
    pub(super) count: usize,
    /// The name.
    pub(super) name: Option<String>,
    /// The description; may be empty.
    pub(super) description: Option<String>,
    /// Whether stock is looked at only when it is checked out.
    pub(super) is_stock_deferred: Option<bool>,
    /// What is to be attached to the cart, and, without a value, what is to be taken away.
    pub(super) attributes: Vec<(String, Option<Value>)>,
}

/// What is said of a cart. Members that are null are as if they were absent.
///
/// # Errors
///
/// The entry of the first that is not taken.
pub(super) fn read(data: &Map<String, Json>) -> Result<CartFields, ErrorEntry> {
    let given = |name: &str| data.get(name).filter(|value| !value.is_null());
    let name = given("name").map(name).transpose()?;
    let description = given("description").map(|value| string(value, "data.description")).transpose()?;
    let mut settings = 0;
    for (group, names) in SETTINGS {
        if let Some(value) = given(group) {
            check_settings(group, names, value)?;
            settings += 1;
        }
    }
    let inventory = given("inventory_settings");
    let is_stock_deferred = inventory.map(inventory_settings).transpose()?.flatten();
    if let Some(refused) = NOT_TAKEN.into_iter().find(|name| given(name).is_some()) {
        return Err(not_taken(refused));
    }
    let custom = given("custom_attributes").map(custom_attributes::decode).transpose()?;
    let intent = given("payment_intent_id").map(payment_intent).transpose()?;
    let attributes: Vec<_> = [(CUSTOM_ATTRIBUTES, custom), (PAYMENT_INTENT_ID, intent)]
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)))
        .collect();
    let others = [name.is_some(), description.is_some(), inventory.is_some()];
    let count = others.into_iter().filter(|is_given| *is_given).count() + settings + attributes.len();
    Ok(CartFields { count, name, description, is_stock_deferred, attributes })
}

fn string(value: &Json, source: &str) -> Result<String, ErrorEntry> {
    value.as_str().map(str::to_owned).ok_or_else(|| invalid_type(source, "string", value))
}

/// Source: 3.1, `name`, and 19. Reading: 20 #13: blanks within a name are taken, as the vendor's own clients send them; no
/// document has texts for names that are refused.
fn name(value: &Json) -> Result<String, ErrorEntry> {
    const SOURCE: &str = "data.name";
    let name = string(value, SOURCE)?;
    let refused =
        |title: &'static str, detail: String| Err(ErrorEntry::new(400, title).detail(detail).source(SOURCE));
    let characters = name.chars().count();
    if name.trim().is_empty() {
        return refused("required", "name must not be blank".to_owned());
    }
    if name.chars().any(char::is_control) {
        return refused("pattern", "name must not have control characters".to_owned());
    }
    if NAME_CHARACTERS_MAX < characters {
        let detail = format!("String length must be less than or equal to {NAME_CHARACTERS_MAX}");
        return refused("string_lte", detail).map_err(|entry| entry.meta(Meta::value(characters)));
    }
    Ok(name)
}

/// Source: 3.1, `payment_intent_id`: an empty one clears it.
fn payment_intent(value: &Json) -> Result<Option<Value>, ErrorEntry> {
    let id = string(value, "data.payment_intent_id")?;
    Ok((!id.is_empty()).then_some(Value::Text(id)))
}

/// Source: 3.1, `inventory_settings.defer_inventory_check`.
fn inventory_settings(value: &Json) -> Result<Option<bool>, ErrorEntry> {
    const SOURCE: &str = "data.inventory_settings";
    match value {
        Json::Object(settings) => flag(settings, SOURCE, "defer_inventory_check"),
        other => Err(invalid_type(SOURCE, "object", other)),
    }
}

/// Source: 3.1 and 19: of the two discount settings one can be true.
fn check_settings(group: &str, names: &[&str], value: &Json) -> Result<(), ErrorEntry> {
    let source = format!("data.{group}");
    let Json::Object(settings) = value else { return Err(invalid_type(&source, "object", value)) };
    let mut chosen = Vec::new();
    for name in names {
        match settings.get(*name) {
            None | Some(Json::Null | Json::Bool(false)) => {}
            Some(Json::Bool(true)) => chosen.push(*name),
            Some(other) => return Err(invalid_type(&format!("{source}.{name}"), "boolean", other)),
        }
    }
    match chosen.as_slice() {
        [] => Ok(()),
        [one] => Err(not_taken(&format!("{group}.{one}"))),
        [..] => Err(ErrorEntry::new(422, "Cannot use both discounts together")
            .detail("Only one discount setting can be set to true at a time.")),
    }
}

fn not_taken(member: &str) -> ErrorEntry {
    ErrorEntry::new(400, "Bad Request")
        .detail(format!("{member} cannot be set on this server"))
        .source(format!("data.{member}"))
}

#[cfg(test)]
mod tests;
