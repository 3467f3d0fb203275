//! What a client says of a cart besides its lines, when it makes or changes it.
//!
//! Source: elasticpath.md, 3.1 and 3.3. Reading: settings that would change how the cart behaves, and cannot be honoured,
//! are refused; at their defaults, which are what is in force, they are taken.

use serde_json::{Map, Value as Json};
use trolley_engine::Timestamp;
use trolley_engine::domain::command::changing::Bar;
use trolley_engine::domain::value::Value;

use super::owners::ACCOUNT_PREFIX;
use super::problem::{ErrorEntry, Meta};
use super::schema::{flag, invalid_type};
use super::{contact, custom_attributes};
use crate::json;

/// Where a cart's custom attributes stand among what callers attach to it.
pub(super) const CUSTOM_ATTRIBUTES: &str = "elastic_path.custom_attributes";
/// Where the identifier of its payment intent stands there.
pub(super) const PAYMENT_INTENT_ID: &str = "elastic_path.payment_intent_id";
/// Where the e-mail address of whom to ask about it stands there.
pub(super) const CONTACT_EMAIL: &str = "elastic_path.contact_email";

/// Most characters of a name.
const NAME_CHARACTERS_MAX: usize = 255;

/// Groups of settings and, of each, the settings that can be given only as false.
///
/// Reading: 20 #26: the discount settings have two names.
const SETTINGS: [(&str, &[&str]); 2] =
    [("discount_settings", DISCOUNT_SETTINGS), ("discounts_settings", DISCOUNT_SETTINGS)];
const DISCOUNT_SETTINGS: &[&str] = &["custom_discounts_enabled", "use_rule_promotions"];

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
    /// Whether its location makes a line one of its own.
    pub(super) separates_locations: Option<bool>,
    /// As of when it is priced, as a preview.
    pub(super) snapshot: Option<Snapshot>,
    /// What is to be attached to the cart, and, without a value, what is to be taken away.
    pub(super) attributes: Vec<(String, Option<Value>)>,
}

/// What is said of the date of a preview.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Snapshot {
    /// It is to be this one.
    At(Timestamp),
    /// There is to be none.
    None,
}

impl CartFields {
    /// Whether an e-mail address is to be attached.
    pub(super) fn has_contact(&self) -> bool {
        self.attributes.iter().any(|(name, value)| name == CONTACT_EMAIL && value.is_some())
    }

    /// What the cart may not have if this is to be said of it.
    ///
    /// Source: 3.1, `contact.email`, and 3.3.
    pub(super) fn barred_by(&self) -> Vec<Bar> {
        let owners = [Bar::Customer, Bar::Attribute { prefix: ACCOUNT_PREFIX.to_owned() }];
        let preview = (self.snapshot == Some(Snapshot::None)).then_some(Bar::Preview);
        owners.into_iter().filter(|_| self.has_contact()).chain(preview).collect()
    }
}

/// What is said of a cart. Members that are null are as if they were absent, but for the date of a preview.
///
/// # Errors
///
/// The entry of the first that is not taken.
pub(super) fn read(data: &Map<String, Json>, now: Timestamp) -> Result<CartFields, ErrorEntry> {
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
    let is_stock_deferred =
        inventory.map(|value| setting(value, "inventory_settings", "defer_inventory_check")).transpose()?;
    let item = given("item_settings");
    let separates_locations =
        item.map(|value| setting(value, "item_settings", "separate_items_by_location")).transpose()?;
    let snapshot = data.get("snapshot_date").map(|value| snapshot(value, now)).transpose()?;
    let contact = given("contact").map(contact_email).transpose()?;
    let custom = given("custom_attributes").map(custom_attributes::decode).transpose()?;
    let intent = given("payment_intent_id").map(payment_intent).transpose()?;
    let others =
        [name.is_some(), description.is_some(), inventory.is_some(), item.is_some(), snapshot.is_some()];
    let others = others.into_iter().chain([contact.is_some(), custom.is_some(), intent.is_some()]);
    let count = others.filter(|is_given| *is_given).count() + settings;
    let named =
        [(CUSTOM_ATTRIBUTES, custom), (PAYMENT_INTENT_ID, intent), (CONTACT_EMAIL, contact.flatten())];
    let attributes = named.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Ok(CartFields {
        count,
        name,
        description,
        is_stock_deferred: is_stock_deferred.flatten(),
        separates_locations: separates_locations.flatten(),
        snapshot,
        attributes: attributes.collect(),
    })
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

/// Source: 3.1, `inventory_settings.defer_inventory_check` and `item_settings.separate_items_by_location`.
fn setting(value: &Json, group: &str, name: &str) -> Result<Option<bool>, ErrorEntry> {
    let source = format!("data.{group}");
    match value {
        Json::Object(settings) => flag(settings, &source, name),
        other => Err(invalid_type(&source, "object", other)),
    }
}

/// Source: 3.1, `contact.email`. Reading: an empty one takes it away, as with the payment intent; an object without one says
/// nothing.
fn contact_email(value: &Json) -> Result<Option<Option<Value>>, ErrorEntry> {
    const SOURCE: &str = "data.contact";
    let Json::Object(sent) = value else { return Err(invalid_type(SOURCE, "object", value)) };
    match sent.get("email") {
        None | Some(Json::Null) => Ok(None),
        Some(Json::String(email)) if email.is_empty() => Ok(Some(None)),
        Some(_) => Ok(Some(Some(Value::Text(contact::email(sent, SOURCE)?)))),
    }
}

/// Source: 3.1, 3.3 and 19, `snapshot_date`: a date in the future. Reading: null and an empty one take it away from a cart
/// that has one, which is refused.
fn snapshot(value: &Json, now: Timestamp) -> Result<Snapshot, ErrorEntry> {
    const SOURCE: &str = "data.snapshot_date";
    let text = match value {
        Json::Null => return Ok(Snapshot::None),
        other => string(other, SOURCE)?,
    };
    if text.is_empty() {
        return Ok(Snapshot::None);
    }
    let Some(moment) = json::parse_rfc_3339(&text) else {
        let entry = ErrorEntry::new(400, "format").detail("Does not match format 'date-time'");
        return Err(entry.source(SOURCE));
    };
    if now < moment {
        return Ok(Snapshot::At(moment));
    }
    Err(ErrorEntry::new(400, "Invalid Snapshot Date")
        .detail(format!(
            "Snapshot date must be a date in the future. Targeted snapshot date [{text}] is in the past."
        ))
        .source(SOURCE))
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
