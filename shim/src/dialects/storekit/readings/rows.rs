//! The readings of the StoreKit documents, for people.

use crate::dialects::Reading;

/// A row for each member of [`Readings`](super::Readings), in its order.
pub(in crate::dialects::storekit) static READINGS: &[Reading] = &[
    Reading {
        name: "duplicate",
        documents: "C1: 000_c2a3ee2bbe47592c, 409 Conflict against Important Notes (\"incremented to\")",
        changes: "what a POST of a product does that is in the cart; and whose quantity stays where a merge meets it",
        default: r#""increment""#,
        alternatives: &[r#""set""#, r#""conflict""#],
        range: "",
    },
    Reading {
        name: "missing_product",
        documents: "C2: 000_c2a3ee2bbe47592c, 422 Unprocessable Entity against Error Handling",
        changes: "the status of a POST without a `productId`",
        default: "422",
        alternatives: &["404"],
        range: "",
    },
    Reading {
        name: "invalid_key",
        documents: "C3: 001_26dc9e328a4a0fd3, Invalid API Key (500) against Status Codes",
        changes: "the status of a request with a wrong key",
        default: "500",
        alternatives: &["401"],
        range: "",
    },
    Reading {
        name: "enforce_stock",
        documents: "C5: 001_26dc9e328a4a0fd3, Success Response (16 pieces of a product with stock 0)",
        changes: "whether a POST of more than there is in stock is refused with 409",
        default: "false",
        alternatives: &["true"],
        range: "",
    },
    Reading {
        name: "enforce_status",
        documents: "C5: 001_26dc9e328a4a0fd3, Product Object (`status`, of which no error speaks)",
        changes: "whether a POST of a product that is not `ACTIVE` is refused with 404",
        default: "false",
        alternatives: &["true"],
        range: "",
    },
    Reading {
        name: "cart_expiry_days",
        documents: "storekit.md, Common to all; the documents do not say how long a cart lives",
        changes: "after how many days without a change a cart is gone that was made here; 0 for never",
        default: "30",
        alternatives: &["0"],
        range: "any whole number of days up to 65535",
    },
];
