//! What the Elastic Path documents leave open or contradict themselves in, and what was chosen.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use trolley_engine::domain::cart::Expiry;
use trolley_engine::domain::command::StockCheck;

use super::address::DefaultAddress;

use crate::dialects::Reading;

/// Most days that a cart may be set to live.
pub const CART_EXPIRY_DAYS_MAX: u32 = 365;

/// The readings of the Elastic Path documents, for people.
pub(super) static READINGS: &[Reading] = &[
    Reading {
        name: "auth",
        documents: "elasticpath.md, 2: the hosted API keeps much from implicit tokens, which storefronts then fake",
        changes: "whom the endpoints answer: everybody (open), who has a token (token), or each token what its grant \
                  may do in the hosted API (strict)",
        default: "\"token\"",
        alternatives: &["\"open\"", "\"strict\""],
        range: "",
    },
    Reading {
        name: "customer_carts",
        documents: "elasticpath.md, 2 and 3.6: no document keeps a customer's cart from a token that knows its identifier",
        changes: "whether an implicit token reaches the carts and orders of customers by their identifiers, or with \
                  their customer's token alone",
        default: "\"by_id\"",
        alternatives: &["\"by_token\""],
        range: "",
    },
    Reading {
        name: "cart_expiry_days",
        documents: "004_dda9b2f8eeb71665, an example of 2018 with 12 days and later ones with 7; elasticpath.md, 20 #12",
        changes: "how many days a cart lives after its last change; 0 is for ever",
        default: "7",
        alternatives: &["0", "12"],
        range: "any number of days up to 365",
    },
    Reading {
        name: "stock_check",
        documents: "elasticpath.md, 20 #22: an overview checks each request alone, shoppers expect their cart to be",
        changes: "which quantity is held against the stock: what all lines of the cart would hold, or what the \
                  request asks for",
        default: "\"line\"",
        alternatives: &["\"request\""],
        range: "",
    },
    Reading {
        name: "custom_input_characters_max",
        documents: "004_dda9b2f8eeb71665, custom_inputs: 1 MB for all of them; elasticpath.md, 20 #4: 255 characters each",
        changes: "how many characters a text in custom inputs may have; 0 is as many as there is room for",
        default: "255",
        alternatives: &["0"],
        range: "any number of characters",
    },
    Reading {
        name: "add_all_or_nothing",
        documents: "elasticpath.md, 20 #5: true on three pages, false in the published interface description",
        changes: "whether nothing is added of a list of which something is refused, where the request does not say",
        default: "false",
        alternatives: &["true"],
        range: "",
    },
    Reading {
        name: "address_region_required",
        documents: "elasticpath.md, 20 #27: pages differ in which of county and region they require",
        changes: "whether an address must have a region or a county",
        default: "true",
        alternatives: &["false"],
        range: "",
    },
    Reading {
        name: "default_address",
        documents: "elasticpath.md, 18.1: a checkout without a billing address is refused",
        changes: "the address of checkouts that name none; without it they are refused",
        default: "",
        alternatives: &[
            "{ first_name = \"Till\", last_name = \"Seven\", line_1 = \"1 High St\", postcode = \"NE1\", \
                        country = \"GB\" }",
        ],
        range: "any address",
    },
];

/// The readings of the Elastic Path documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Readings {
    /// Whom the endpoints answer.
    ///
    /// Reading: elasticpath.md, 2. The hosted API is `strict`; shoppers' applications and samples need `token` alone.
    pub auth: Auth,
    /// How an implicit token reaches the carts and orders of customers; with [`Auth::Strict`] by their token alone.
    ///
    /// Reading: elasticpath.md, 2 and 3.6. No document keeps a cart from a token that knows its identifier, and most
    /// operations of the JavaScript clients cannot carry a customer's token. Customers' own carts (`user_...`), which the
    /// other dialects make and whose identifiers can be guessed, need it always.
    pub customer_carts: CustomerCarts,
    /// Days that a cart lives after its last change: 1 to [`CART_EXPIRY_DAYS_MAX`]; 0 is for ever.
    ///
    /// Reading: elasticpath.md, 20 #12. The example of 2018 prints 12 days, those of 2023 print 7, and so does the
    /// settings page.
    #[serde(deserialize_with = "cart_expiry_days")]
    pub cart_expiry_days: u32,
    /// Which quantity is held against the stock.
    ///
    /// Reading: elasticpath.md, 20 #22. The hosted API looks at each request alone and refuses at the checkout; here the
    /// shopper learns of it at the add.
    pub stock_check: Stock,
    /// Most characters that a text in custom inputs may have; 0 is as many as there is room for.
    ///
    /// Reading: elasticpath.md, 20 #4. The source document has only the limit of 1 MB for all of them; newer pages say 255.
    pub custom_input_characters_max: u32,
    /// Whether nothing is added of a list of which something is refused, where the request does not say.
    ///
    /// Reading: elasticpath.md, 20 #5. The pages of bulk adding, merging and reordering have `true`, the published
    /// interface description has `false`.
    pub add_all_or_nothing: bool,
    /// Whether an address must have a region or a county.
    ///
    /// Reading: elasticpath.md, 20 #27. Pages differ in which of the two they require, and real checkouts passed without
    /// either.
    pub address_region_required: bool,
    /// The address of checkouts that name none; without it they are refused.
    ///
    /// Reading: elasticpath.md, 18.1. The hosted API refuses them; a till has no shopper's address to send.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_address: Option<DefaultAddress>,
}

/// Whom the endpoints answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Auth {
    /// Everybody, with or without a token, as holder of client credentials. For mocks only.
    Open,
    /// Holders of a token that the token endpoint or a seed gave out.
    Token,
    /// The same, and what the hosted API keeps from implicit tokens is kept from them: taxes, reading orders without a
    /// customer token, and changing them otherwise than by paying. Cart identifiers that could
    /// be guessed, of less than 16 characters, are refused from them too.
    Strict,
}

/// How an implicit token reaches the carts and orders of customers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CustomerCarts {
    /// By their identifiers.
    ById,
    /// By their identifiers, with their customer's token.
    ByToken,
}

/// Which quantity is held against the stock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stock {
    /// What all lines of the cart would hold of the product.
    Line,
    /// What the one request asks for; of a list of products each alone.
    Request,
}

impl Readings {
    /// The documented defaults.
    #[must_use]
    pub const fn documented() -> Self {
        Self {
            auth: Auth::Token,
            customer_carts: CustomerCarts::ById,
            cart_expiry_days: 7,
            stock_check: Stock::Line,
            custom_input_characters_max: 255,
            add_all_or_nothing: false,
            address_region_required: true,
            default_address: None,
        }
    }

    /// How long a new cart lives.
    pub(super) fn expiry(&self) -> Expiry {
        Expiry::days_after_update(self.cart_expiry_days)
    }

    /// The check of the stock, in the engine's words.
    pub(super) const fn stock_check(&self) -> StockCheck {
        match self.stock_check {
            Stock::Line => StockCheck::Cart,
            Stock::Request => StockCheck::Request,
        }
    }
}

fn cart_expiry_days<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    let days = u32::deserialize(deserializer)?;
    if CART_EXPIRY_DAYS_MAX < days {
        return Err(D::Error::custom(format!("cart_expiry_days is at most {CART_EXPIRY_DAYS_MAX}")));
    }
    Ok(days)
}

#[cfg(test)]
mod tests;
