//! What the StoreKit documents leave open or contradict themselves in, and what was chosen.

pub(super) mod rows;

use serde::{Deserialize, Serialize};
use trolley_engine::domain::cart::Expiry;
use trolley_engine::domain::command::checking::RequiredOptions;
use trolley_engine::domain::command::merging::OnBoth;
use trolley_engine::domain::command::{Checks, OnDuplicate, StockCheck};

/// The readings of the StoreKit documents.
///
/// Of the points that the reference numbers C1 to C11 one has no setting: C10 lists pages of the wishlist and of orders
/// that contradict themselves, and touches nothing of the cart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Readings {
    /// What a POST of a product that is in the cart does. Default `increment`.
    ///
    /// Reading: C1. One note says that the quantity is incremented "to" what is sent, the list of errors has a 409.
    pub duplicate: Duplicate,
    /// The status of a POST without a product. Default 422.
    ///
    /// Reading: C2. The 422 example is this very case, the list of errors says 404.
    pub missing_product: MissingProduct,
    /// The status of a wrong key. Default 500.
    ///
    /// Reading: C3. A 500 is printed under that heading, the table of codes says 401.
    pub invalid_key: InvalidKey,
    /// How a whole number may be written as a quantity. Default `by_value`.
    ///
    /// Reading: C4. The tables say "number", the notes "positive integer"; JavaScript does not tell `2.0` from `2`.
    pub whole_numbers: WholeNumbers,
    /// Whether more than there is in stock is refused with 409. Default no.
    ///
    /// Reading: C5. The printed cart holds 16 pieces of a product with stock 0.
    pub enforce_stock: bool,
    /// Whether a product that is not `ACTIVE` is as if it did not exist. Default no.
    ///
    /// Reading: C5. No document says that the status matters.
    pub enforce_status: bool,
    /// How a guest's session is named. Default `cookie_and_token`.
    ///
    /// Reading: C6. The documents know session cookies alone; later pages of the vendor add a header.
    pub sessions: Sessions,
    /// What browsers are told that ask beforehand for a page of another origin. Default `answered`.
    ///
    /// Reading: C7. The printed jQuery samples run in such pages, and the documents say nothing of it.
    pub preflights: Preflights,
    /// What unit a price is in. Default `major_units`.
    ///
    /// Reading: C8. A price is a plain number, and the printed one is whole.
    pub price: Price,
    /// The form of errors. Default `as_printed`.
    ///
    /// Reading: C9. Some have `error`, most `success` and `message`, and several printed samples read but one of them.
    pub errors: Errors,
    /// The rule behind a quantity. Default `min`.
    ///
    /// Reading: C11. "Positive integer" and "minimum: 1" stand beside each other, and no issue is printed of a quantity.
    pub quantity_rule: QuantityRule,
    /// After how many days without a change a cart is gone that was made here; 0 for never. Default 30.
    ///
    /// Reading: the documents do not say how long a cart lives, nor how long a session does.
    pub cart_expiry_days: u16,
}

/// What a POST of a product that is in the cart does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Duplicate {
    /// The quantity is added to the line's.
    Increment,
    /// The quantity takes the place of the line's.
    Set,
    /// It is refused with 409.
    Conflict,
}

/// The status of a POST without a product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub enum MissingProduct {
    /// 422, with the issue.
    Unprocessable,
    /// 404, as for an unknown product.
    NotFound,
}

/// How a whole number may be written as a quantity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WholeNumbers {
    /// As JSON likes: `2`, `2.0` and `2e0` are 2.
    ByValue,
    /// In digits alone: of `2.0` and `2e0` the issue is that they are floats.
    Digits,
}

/// How a guest's session is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sessions {
    /// By the header `x-guest-token`, or else the cookie.
    CookieAndToken,
    /// By the cookie alone: the header is neither read nor sent.
    Cookie,
}

/// What browsers are told that ask beforehand for a page of another origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Preflights {
    /// That the page may go on, and may read the answer.
    Answered,
    /// Nothing: `OPTIONS` is a method like any other that there is not, and no page is named in any answer.
    Refused,
}

/// What unit a price is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Price {
    /// The currency's own, in the shortest form: `12.5`.
    MajorUnits,
    /// The smallest there is: `1250`.
    MinorUnits,
}

/// The form of errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Errors {
    /// `error` of some, `success` and `message` of others.
    AsPrinted,
    /// The members of both forms of all.
    BothForms,
}

/// The rule behind a quantity, in the words of zod.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuantityRule {
    /// `int().min(1)`.
    Min,
    /// `int().positive()`.
    Positive,
    /// `min(1).int()`.
    MinFirst,
}

/// The status of a wrong key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub enum InvalidKey {
    /// 500.
    ServerError,
    /// 401.
    Unauthorized,
}

impl Readings {
    /// The documented defaults.
    #[must_use]
    pub const fn documented() -> Self {
        Self {
            duplicate: Duplicate::Increment,
            missing_product: MissingProduct::Unprocessable,
            invalid_key: InvalidKey::ServerError,
            whole_numbers: WholeNumbers::ByValue,
            enforce_stock: false,
            enforce_status: false,
            sessions: Sessions::CookieAndToken,
            preflights: Preflights::Answered,
            price: Price::MajorUnits,
            errors: Errors::AsPrinted,
            quantity_rule: QuantityRule::Min,
            cart_expiry_days: 30,
        }
    }

    /// What the engine does where the cart has the line.
    pub(super) fn on_duplicate(&self) -> OnDuplicate {
        match self.duplicate {
            Duplicate::Increment => OnDuplicate::Increase,
            Duplicate::Set => OnDuplicate::Replace,
            Duplicate::Conflict => OnDuplicate::Refuse,
        }
    }

    /// What becomes of a line that both carts of a merge have.
    ///
    /// Source: storekit.md, 4, Rules.
    pub(super) fn on_both(&self) -> OnBoth {
        match self.duplicate {
            Duplicate::Increment => OnBoth::Combine,
            Duplicate::Set => OnBoth::KeepSource,
            Duplicate::Conflict => OnBoth::KeepTarget,
        }
    }

    /// What the engine checks of the product.
    pub(super) fn checks(&self) -> Checks {
        Checks {
            stock: if self.enforce_stock { StockCheck::Cart } else { StockCheck::Skip },
            on_sale: self.enforce_status,
            required_options: RequiredOptions::Skip,
            custom_inputs: false,
        }
    }

    /// How long a cart lives that is made here.
    pub(super) fn expiry(&self) -> Expiry {
        Expiry::days_after_update(self.cart_expiry_days.into())
    }
}

impl TryFrom<u16> for MissingProduct {
    type Error = &'static str;

    fn try_from(status: u16) -> Result<Self, Self::Error> {
        match status {
            422 => Ok(Self::Unprocessable),
            404 => Ok(Self::NotFound),
            _ => Err("it is 422 or 404"),
        }
    }
}

impl From<MissingProduct> for u16 {
    fn from(reading: MissingProduct) -> Self {
        match reading {
            MissingProduct::Unprocessable => 422,
            MissingProduct::NotFound => 404,
        }
    }
}

impl TryFrom<u16> for InvalidKey {
    type Error = &'static str;

    fn try_from(status: u16) -> Result<Self, Self::Error> {
        match status {
            500 => Ok(Self::ServerError),
            401 => Ok(Self::Unauthorized),
            _ => Err("it is 500 or 401"),
        }
    }
}

impl From<InvalidKey> for u16 {
    fn from(reading: InvalidKey) -> Self {
        match reading {
            InvalidKey::ServerError => 500,
            InvalidKey::Unauthorized => 401,
        }
    }
}
