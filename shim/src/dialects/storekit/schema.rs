//! The bodies that StoreKit takes, read as zod 3 reads them.

use serde_json::{Map, Value as Json};
use trolley_engine::Quantity;

use super::issue::Issue;
use super::readings::{QuantityRule, Readings, WholeNumbers};
use crate::exchange::RequestBody;
use crate::json::{self, InvalidJson};
use crate::quantity::{self, NotAQuantity};

/// The body of a POST.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct AddBody {
    /// The product. May be empty: the document has no rule for its form.
    pub(super) product_id: String,
    /// How many pieces.
    pub(super) quantity: Quantity,
}

/// Why the body of a POST is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct InvalidAddBody {
    /// Whether it is an object without a product.
    pub(super) product_missing: bool,
    /// What is wrong; at least one thing.
    pub(super) issues: Vec<Issue>,
}

/// Reads the body of a POST: `{productId: string, quantity: number, integer, at least 1}`. Other members are ignored.
///
/// Source: 000_c2a3ee2bbe47592c, Request Body.
/// Reading: C4 and C11. Quantity is a "number" in the table and a positive integer in the notes.
pub(super) fn read_add(body: &RequestBody, readings: &Readings) -> Result<AddBody, InvalidAddBody> {
    let object =
        read_object(body).map_err(|issue| InvalidAddBody { product_missing: false, issues: vec![issue] })?;
    let mut issues = Vec::new();
    let product_id = text(&object, "productId").map_err(|issue| issues.push(issue));
    let quantity = read_quantity(object.get("quantity"), readings).map_err(|found| issues.extend(found));
    match (product_id, quantity) {
        (Ok(product_id), Ok(quantity)) => Ok(AddBody { product_id, quantity }),
        _ => Err(InvalidAddBody { product_missing: !object.contains_key("productId"), issues }),
    }
}

/// Reads the body of a DELETE, `{cartId: string}`: the identifier of a line, despite its name.
///
/// Source: storekit.md, 3. DELETE /v1/cart.
pub(super) fn read_remove(body: &RequestBody) -> Result<String, Issue> {
    text(&read_object(body)?, "cartId")
}

/// Reading: what is not JSON by its content type counts as no body; what JSON cannot read has an issue of its own,
/// because every invalid request is 422.
pub(super) fn read_object(body: &RequestBody) -> Result<Map<String, Json>, Issue> {
    let bytes = match body {
        RequestBody::Absent | RequestBody::OtherType => return Err(Issue::of_type("object", None, None)),
        RequestBody::Present(bytes) => bytes,
    };
    match json::parse(bytes) {
        Ok(Json::Object(object)) => Ok(object),
        Ok(other) => Err(Issue::of_type("object", Some(&other), None)),
        Err(InvalidJson::Malformed(_)) => Err(Issue::custom("Malformed JSON")),
        Err(InvalidJson::TooDeep) => Err(Issue::custom("JSON is nested too deeply")),
        Err(InvalidJson::TooManyMembers) => Err(Issue::custom("JSON has too many members")),
    }
}

fn text(object: &Map<String, Json>, name: &'static str) -> Result<String, Issue> {
    match object.get(name) {
        Some(Json::String(text)) => Ok(text.clone()),
        other => Err(Issue::of_type("string", other, Some(name))),
    }
}

fn read_quantity(json: Option<&Json>, readings: &Readings) -> Result<Quantity, Vec<Issue>> {
    let Some(Json::Number(number)) = json else {
        return Err(vec![Issue::of_type("number", json, Some("quantity"))]);
    };
    let read = quantity::read(number);
    let is_spelled = match readings.whole_numbers {
        WholeNumbers::ByValue => true,
        WholeNumbers::Digits => number.as_str().bytes().all(|byte| byte.is_ascii_digit() || byte == b'-'),
    };
    let NotAQuantity { not_whole, too_small, not_positive, too_large } = match read {
        Ok(quantity) if is_spelled => return Ok(quantity),
        Ok(_) => NotAQuantity::default(),
        Err(fault) => fault,
    };
    let integer = (not_whole || !is_spelled, Issue::integer());
    let [first, second] = match readings.quantity_rule {
        QuantityRule::Min => [integer, (too_small, Issue::too_small())],
        QuantityRule::Positive => [integer, (not_positive, Issue::not_positive())],
        QuantityRule::MinFirst => [(too_small, Issue::too_small()), integer],
    };
    let issues = [first, second, (too_large, Issue::too_big())].into_iter();
    Err(issues.filter_map(|(applies, issue)| applies.then_some(issue)).collect())
}
