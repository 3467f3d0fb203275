//! How values of the engine are spelled in an export: identifiers, currencies, rates and digests as texts, times as
//! RFC 3339.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value as Json;
use trolley_engine::Timestamp;
use trolley_engine::domain::id::{
    CartId, CustomerId, LineId, OrderId, OrderLineId, ParkedId, ProductId, PromotionId, ShippingMethodId,
    Sku, TaxId, TaxZoneId, TransactionId, VariantId,
};
use trolley_engine::domain::idempotency::{Fingerprint, IdempotencyKey};
use trolley_engine::domain::key::KeyDigest;
use trolley_engine::domain::money::Currency;
use trolley_engine::domain::tax::Rate;

use crate::json::{Precision, parse_rfc_3339, rfc_3339};

/// A value that an export spells as a text.
pub(super) trait Spelled: Sized {
    /// The text.
    fn spell(&self) -> String;
    /// The value that a text spells, or why it spells none.
    fn read(text: String) -> Result<Self, String>;
}

/// A value as the text that spells it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spelling<T>(pub(super) T);

impl<T: Spelled> Serialize for Spelling<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.spell())
    }
}

impl<'de, T: Spelled> Deserialize<'de> for Spelling<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read(String::deserialize(deserializer)?).map(Self).map_err(D::Error::custom)
    }
}

macro_rules! spelled_identifiers {
    ($($id:ident),+ $(,)?) => {$(
        impl Spelled for $id {
            fn spell(&self) -> String {
                self.as_str().to_owned()
            }

            fn read(text: String) -> Result<Self, String> {
                Self::new(text).map_err(|invalid| invalid.to_string())
            }
        }
    )+};
}

spelled_identifiers! {
    CartId, CustomerId, LineId, OrderId, OrderLineId, ParkedId, ProductId, PromotionId, ShippingMethodId, Sku, TaxId,
    TaxZoneId, TransactionId, VariantId,
}

macro_rules! spelled_digests {
    ($($digest:ident),+ $(,)?) => {$(
        impl Spelled for $digest {
            fn spell(&self) -> String {
                hex(&self.0)
            }

            fn read(text: String) -> Result<Self, String> {
                let bytes = from_hex(&text).and_then(|bytes| bytes.try_into().ok());
                bytes.map(Self).ok_or_else(|| "it is not 64 hexadecimal digits".to_owned())
            }
        }
    )+};
}

spelled_digests! { Fingerprint, IdempotencyKey, KeyDigest }

impl Spelled for Currency {
    fn spell(&self) -> String {
        self.to_string()
    }

    fn read(text: String) -> Result<Self, String> {
        Self::new(&text).ok_or_else(|| format!("`{text}` is not a currency: three capital letters"))
    }
}

impl Spelled for Rate {
    fn spell(&self) -> String {
        self.as_decimal().to_string()
    }

    fn read(text: String) -> Result<Self, String> {
        Self::parse(&text).ok_or_else(|| format!("`{text}` is not a rate from 0 to 100"))
    }
}

/// A moment: RFC 3339 with milliseconds, and the milliseconds since 1970 where the year has more than four digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moment(pub(super) Timestamp);

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = rfc_3339(self.0, Precision::Milliseconds);
        if parse_rfc_3339(&text) == Some(self.0) {
            serializer.serialize_str(&text)
        } else {
            serializer.serialize_i64(self.0.as_millis())
        }
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let moment = match Json::deserialize(deserializer)? {
            Json::String(text) => parse_rfc_3339(&text),
            Json::Number(millis) => millis.as_i64().map(Timestamp::from_millis),
            Json::Null | Json::Bool(_) | Json::Array(_) | Json::Object(_) => None,
        };
        moment.map(Self).ok_or_else(|| D::Error::custom("it is not a time as RFC 3339 writes it"))
    }
}

/// Bytes in hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.map(|digit| char::from(DIGITS[usize::from(digit)])).collect()
}

/// The bytes that hexadecimal digits stand for.
pub(super) fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> = text
        .chars()
        .map(|digit| digit.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
        .collect::<Option<_>>()?;
    let (pairs, rest) = digits.as_chunks::<2>();
    rest.is_empty().then(|| pairs.iter().map(|[high, low]| high << 4 | low).collect())
}
