//! What the StateSet documents leave open or contradict themselves in, and what was chosen.

use serde::{Deserialize, Serialize};

use crate::dialects::Reading;

/// The readings of the StateSet documents, for people.
pub(super) static READINGS: &[Reading] = &[
    Reading {
        name: "abandoned_after_minutes",
        documents: "stateset.md, 3.7: the list shows abandoned carts, and no document says when a cart becomes one",
        changes: "after how many minutes without a change a cart with items is shown as abandoned; 0 is never",
        default: "1440",
        alternatives: &["0", "30"],
        range: "any number of minutes up to 4294967295",
    },
    Reading {
        name: "cart_expiry_days",
        documents: "stateset.md, 2: expires_at is 30 days after the creation",
        changes: "how many days a cart lives for which nobody says otherwise; 0 is for ever",
        default: "30",
        alternatives: &["0"],
        range: "any number of days",
    },
    Reading {
        name: "low_stock_warning",
        documents: "stateset.md, 2, Messages: no document prints such a message",
        changes: "whether an answer to an add warns of touched lines whose stock is low",
        default: "false",
        alternatives: &["true"],
        range: "",
    },
    Reading {
        name: "rate_limit_per_minute",
        documents: "stateset.md, 1.8: the published plans let 100, 1,000 and 5,000 requests a minute through",
        changes: "how many requests a minute are let through for each key, and whether headers tell of it; 0 is any number",
        default: "0",
        alternatives: &["2", "100"],
        range: "any number up to 4294967295",
    },
    Reading {
        name: "repeat_errors",
        documents: "stateset.md, 1.9: the published Python client reads errors from the top level of the body",
        changes: "whether an error's type, code and message stand beside the error too",
        default: "false",
        alternatives: &["true"],
        range: "",
    },
    Reading {
        name: "unknown_keys",
        documents: "stateset.md, 1.3: an unknown key is 401; a mock may let anybody in",
        changes: "whether a caller whose key is not known is refused, or has every scope",
        default: "\"refuse\"",
        alternatives: &["\"accept\""],
        range: "",
    },
    Reading {
        name: "cart_delete",
        documents: "stateset.md, 3.11: no document has a DELETE of a cart; the open-source server sets `abandoned`",
        changes: "what a DELETE of a cart does: it is given up, or deleted for good",
        default: "\"abandon\"",
        alternatives: &["\"delete\""],
        range: "",
    },
    Reading {
        name: "default_shipping",
        documents: "stateset.md, 3.3 and 3.10: no page says how a cart comes by its selected_shipping_method",
        changes: "which shipping method a cart has that is asked for with shipping, or checked out, without one",
        default: "\"cheapest\"",
        alternatives: &["\"none\""],
        range: "",
    },
    Reading {
        name: "kept_source",
        documents: "stateset.md, 3.9, delete_source_cart",
        changes: "what a merge leaves in a source cart that it does not delete",
        default: "\"unchanged\"",
        alternatives: &["\"emptied\""],
        range: "",
    },
];

/// The readings of the StateSet documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Readings {
    /// Minutes after which a cart with items that nobody changes is shown as `abandoned`; 0 is never.
    ///
    /// Source: stateset.md, 3.7: the documents do not say when a cart is abandoned. Reading: a day after its last change.
    /// A shopper who comes back goes on with it, and it is `active` again.
    pub abandoned_after_minutes: u32,
    /// What a `DELETE` of a cart does.
    ///
    /// Source: stateset.md, 3.11: the open-source server sets `abandoned` and answers the cart. Reading: so; or the cart
    /// is deleted for good, and the answer is 204 without a body.
    pub cart_delete: CartDelete,
    /// Days that a cart lives for which nobody says otherwise; 0 is for ever.
    ///
    /// Source: stateset.md, 2, `expires_at`. Reading: 30.
    pub cart_expiry_days: u32,
    /// Which way of shipping is taken where nobody names one.
    ///
    /// Source: stateset.md, 3.3, whose example has a `selected_shipping_method` and an amount for it, and 3.10. Reading: the
    /// cheapest that goes where the cart goes; so a checkout costs what asking with shipping and tax has said.
    pub default_shipping: DefaultShipping,
    /// What becomes of a merge's source that is not deleted.
    ///
    /// Source: stateset.md, 3.9, `delete_source_cart`. Reading: it stays as it is, as the name of the field says; the goods
    /// are in both carts then.
    pub kept_source: KeptSource,
    /// Whether an answer to an add warns of touched lines whose stock is low, beside the printed message.
    ///
    /// Source: stateset.md, 2, Messages. Reading: it does not; no document prints such a message.
    pub low_stock_warning: bool,
    /// Requests that a key may send in a minute; 0 is any number.
    ///
    /// Source: stateset.md, 1.8: the published plans have 100, 1,000 and 5,000 a minute. Reading: any number, and no header
    /// says anything of it.
    pub rate_limit_per_minute: u32,
    /// Whether an error's `type`, `code` and `message` stand beside `error` too, where one published client reads
    /// them.
    ///
    /// Source: stateset.md, 1.9, last paragraph. Reading: they do not, as in the published envelope.
    pub repeat_errors: bool,
    /// What becomes of a caller whose key is not known.
    ///
    /// Source: stateset.md, 1.3. Reading: refused.
    pub unknown_keys: UnknownKeys,
}

/// What a `DELETE` of a cart does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CartDelete {
    /// The cart is `abandoned` from then on, and can be read.
    Abandon,
    /// The cart is not there any more.
    Delete,
}

/// What becomes of a caller whose key is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnknownKeys {
    /// 401.
    Refuse,
    /// Every scope is granted, whatever the key: for development alone.
    Accept,
}

/// Which way of shipping is taken where nobody names one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DefaultShipping {
    /// The cheapest that goes there.
    Cheapest,
    /// None: sending costs nothing.
    None,
}

/// What becomes of a merge's source that is not deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeptSource {
    /// It has its lines still.
    Unchanged,
    /// Its lines and codes have moved.
    Emptied,
}

impl Readings {
    /// How long a cart must be left alone to count as abandoned, in milliseconds; none where it never does.
    pub(super) fn abandoned_after_ms(&self) -> Option<i64> {
        let minutes = i64::from(self.abandoned_after_minutes);
        (0 < minutes).then_some(minutes * 60_000)
    }

    /// The documented defaults.
    #[must_use]
    pub const fn documented() -> Self {
        Self {
            abandoned_after_minutes: 24 * 60,
            cart_delete: CartDelete::Abandon,
            cart_expiry_days: 30,
            default_shipping: DefaultShipping::Cheapest,
            kept_source: KeptSource::Unchanged,
            low_stock_warning: false,
            rate_limit_per_minute: 0,
            repeat_errors: false,
            unknown_keys: UnknownKeys::Refuse,
        }
    }
}
