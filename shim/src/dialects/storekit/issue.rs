//! What is wrong with a body, in the form in which zod 3 says it. Members differ in order between kinds, as zod's do.

use serde::Serialize;
use serde_json::Value as Json;
use trolley_engine::Quantity;

/// One thing that is wrong with a body.
///
/// Source: 000_c2a3ee2bbe47592c, 422 Unprocessable Entity; zod 3.25.76 for the kinds that are not printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub(super) enum Issue {
    /// A value is of another type, or is not there.
    Type {
        code: &'static str,
        expected: &'static str,
        received: &'static str,
        path: Vec<&'static str>,
        message: String,
    },
    /// A number is not whole.
    Integer {
        code: &'static str,
        expected: &'static str,
        received: &'static str,
        message: &'static str,
        path: Vec<&'static str>,
    },
    /// A number is too small.
    TooSmall {
        code: &'static str,
        minimum: u32,
        r#type: &'static str,
        inclusive: bool,
        exact: bool,
        message: String,
        path: Vec<&'static str>,
    },
    /// A number is too large.
    ///
    /// Reading: the documents have no maximum; the form is what zod would say if the schema had one.
    TooBig {
        code: &'static str,
        maximum: u32,
        r#type: &'static str,
        inclusive: bool,
        exact: bool,
        message: String,
        path: Vec<&'static str>,
    },
    /// Something that zod has no kind for.
    Custom { code: &'static str, message: &'static str, path: Vec<&'static str> },
}

impl Issue {
    /// A value, none where there is none, is not of the expected type.
    pub(super) fn of_type(
        expected: &'static str,
        received: Option<&Json>,
        path: Option<&'static str>,
    ) -> Self {
        let received = received.map_or("undefined", type_name);
        let message = match received {
            "undefined" => "Required".to_owned(),
            received => format!("Expected {expected}, received {received}"),
        };
        Self::Type { code: "invalid_type", expected, received, path: path.into_iter().collect(), message }
    }

    /// The quantity is not whole.
    pub(super) fn integer() -> Self {
        Self::Integer {
            code: "invalid_type",
            expected: "integer",
            received: "float",
            message: "Expected integer, received float",
            path: vec!["quantity"],
        }
    }

    /// The quantity is less than 1.
    pub(super) fn too_small() -> Self {
        let minimum = Quantity::ONE.units();
        Self::small(minimum, true, format!("Number must be greater than or equal to {minimum}"))
    }

    /// The quantity is 0 or less, where the rule is that it is positive.
    pub(super) fn not_positive() -> Self {
        Self::small(0, false, "Number must be greater than 0".to_owned())
    }

    fn small(minimum: u32, inclusive: bool, message: String) -> Self {
        Self::TooSmall {
            code: "too_small",
            minimum,
            r#type: "number",
            inclusive,
            exact: false,
            message,
            path: vec!["quantity"],
        }
    }

    /// The quantity, by itself or with what the line has, is more than a line can have.
    pub(super) fn too_big() -> Self {
        let maximum = Quantity::MAX.units();
        Self::TooBig {
            code: "too_big",
            maximum,
            r#type: "number",
            inclusive: true,
            exact: false,
            message: format!("Number must be less than or equal to {maximum}"),
            path: vec!["quantity"],
        }
    }

    /// Something about the whole body.
    pub(super) fn custom(message: &'static str) -> Self {
        Self::Custom { code: "custom", message, path: Vec::new() }
    }

    /// Something about the quantity.
    pub(super) fn custom_quantity(message: &'static str) -> Self {
        Self::Custom { code: "custom", message, path: vec!["quantity"] }
    }
}

/// What zod calls the type of a value.
fn type_name(json: &Json) -> &'static str {
    match json {
        Json::Null => "null",
        Json::Bool(_) => "boolean",
        Json::Number(_) => "number",
        Json::String(_) => "string",
        Json::Array(_) => "array",
        Json::Object(_) => "object",
    }
}
