//! What a shopper gives for a product's custom inputs, which may be large.

use crate::domain::value::{Fingerprint, Value};

/// What a shopper gave for a product's custom inputs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomInputs {
    /// The digest of the value.
    pub(crate) fingerprint: Fingerprint,
    /// About how many bytes the value takes.
    pub(crate) bytes: usize,
    /// The value, or that it was left where it is stored.
    pub(crate) body: CustomInputsBody,
}

impl CustomInputs {
    /// Takes the value as it is; none for null and for an empty map, which are the same as no custom inputs.
    #[must_use]
    pub fn new(value: Value) -> Option<Self> {
        if value == Value::Null || value == Value::Map(Vec::new()) {
            return None;
        }
        let (fingerprint, bytes) = (value.fingerprint(), value.bytes_estimated());
        Some(Self { fingerprint, bytes, body: CustomInputsBody::Loaded(value) })
    }

    /// About how many bytes the value takes, as [`CART_BYTES_MAX`](super::CART_BYTES_MAX) counts them.
    #[must_use]
    pub const fn bytes_estimated(&self) -> usize {
        self.bytes
    }

    /// The value; none where it was left where it is stored, as in the cart of a [`Receipt`](crate::Receipt). Every
    /// [`CartView`](crate::CartView) has it.
    #[must_use]
    pub fn value(&self) -> Option<&Value> {
        match &self.body {
            CustomInputsBody::Loaded(value) => Some(value),
            CustomInputsBody::Stored => None,
        }
    }
}

/// The value of custom inputs, or that it was left where it is stored: a large one is not read to change another line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum CustomInputsBody {
    /// The value.
    Loaded(Value),
    /// It is in the store, unchanged, beside the cart's record.
    Stored,
}
