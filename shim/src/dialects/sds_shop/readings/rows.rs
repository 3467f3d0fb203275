//! The readings of the SDS shop document, for people.

use crate::dialects::Reading;

/// A row for each member of [`Readings`](super::Readings), in its order.
pub(in crate::dialects::sds_shop) static READINGS: &[Reading] = &[
    Reading {
        name: "unknown_guest",
        documents: "1: 003_2ee86b980955149b, 1. Cart content (asked with one id, answered with another)",
        changes: "whether a well-formed `X-Cart-ID` of which there is no cart is kept or replaced",
        default: r#""adopt""#,
        alternatives: &[r#""replace""#],
        range: "",
    },
    Reading {
        name: "repeat_add",
        documents: "4: 003_2ee86b980955149b, 2. Add item (no second POST is printed)",
        changes: "whether the quantity of a POST is added to that of the SKU's line or takes its place",
        default: r#""accumulate""#,
        alternatives: &[r#""replace""#],
        range: "",
    },
    Reading {
        name: "bad_token",
        documents: "5: 003_2ee86b980955149b, Overview (the token is optional; nothing of a wrong one)",
        changes: "whether a request with a wrong bearer token is refused with 401 or is a guest's",
        default: r#""reject""#,
        alternatives: &[r#""guest""#],
        range: "",
    },
    Reading {
        name: "merge_on_login",
        documents: "6: 003_2ee86b980955149b, Overview (no sentence says how a guest's goods reach the user)",
        changes: "whether the first request with a token and an `X-Cart-ID` moves the guest's lines to the user's cart",
        default: r#""off""#,
        alternatives: &[r#""on""#],
        range: "",
    },
    Reading {
        name: "thousands_separator",
        documents: "7: 003_2ee86b980955149b, `formatted_total` (no printed amount reaches a thousand)",
        changes: "what stands between groups of three digits in `formatted_total`",
        default: r#""none""#,
        alternatives: &[r#""comma""#],
        range: "",
    },
    Reading {
        name: "cart_expiry_days",
        documents: "sds.md, Which cart; the document does not say how long a cart lives",
        changes: "after how many days without a change a cart is gone that was made here; 0 for never",
        default: "30",
        alternatives: &["0"],
        range: "any whole number of days up to 65535",
    },
];
