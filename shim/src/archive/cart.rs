//! Carts in an export, and what was set aside of them.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use trolley_engine::archive::{CartEntry, ParkedEntry};
use trolley_engine::domain::cart::{
    Cart, CartDiscount, CartStatus, Counted, EnteredCode, Expiry, LastCheckout, Line,
};
use trolley_engine::domain::id::{CartId, CustomerId, OrderId, ParkedId, PromotionId};
use trolley_engine::domain::money::Currency;
use trolley_engine::domain::parked::{Note, Parked};
use trolley_engine::domain::shared::Shared;

use super::line::LineWire;
use super::spelling::{Moment, Spelling};
use super::{Invalid, each};
use crate::json::{from_members, into_members};

/// A cart as it is stored.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CartEntryWire {
    key: u64,
    cart: CartWire,
}

impl From<CartEntry> for CartEntryWire {
    fn from(entry: CartEntry) -> Self {
        Self { key: entry.key, cart: entry.cart.into() }
    }
}

impl TryFrom<CartEntryWire> for CartEntry {
    type Error = Invalid;

    fn try_from(wire: CartEntryWire) -> Result<Self, Invalid> {
        let cart = Cart::try_from(wire.cart).map_err(|invalid| invalid.within("cart"))?;
        Ok(Self { key: wire.key, cart })
    }
}

/// What was set aside of a cart, as it is stored.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ParkedWire {
    sequence: u64,
    id: Spelling<ParkedId>,
    note: String,
    parked_at: Moment,
    cart: CartWire,
}

impl From<ParkedEntry> for ParkedWire {
    fn from(entry: ParkedEntry) -> Self {
        let Parked { id, note, parked_at, cart } = entry.parked;
        Self {
            sequence: entry.sequence,
            id: Spelling(id),
            note: note.as_str().to_owned(),
            parked_at: Moment(parked_at),
            cart: cart.into(),
        }
    }
}

impl TryFrom<ParkedWire> for ParkedEntry {
    type Error = Invalid;

    fn try_from(wire: ParkedWire) -> Result<Self, Invalid> {
        let parked = Parked {
            id: wire.id.0,
            note: Note::new(wire.note).ok_or_else(|| Invalid::new("note", "it is too long"))?,
            parked_at: wire.parked_at.0,
            cart: Cart::try_from(wire.cart).map_err(|invalid| invalid.within("cart"))?,
        };
        Ok(Self { sequence: wire.sequence, parked })
    }
}

/// A cart with its lines.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CartWire {
    id: Spelling<CartId>,
    customer: Option<Spelling<CustomerId>>,
    status: StatusWire,
    name: String,
    description: String,
    attributes: Map<String, Json>,
    requested_currency: Option<Spelling<Currency>>,
    priced_currency: Option<Spelling<Currency>>,
    lines: Vec<LineWire>,
    discounts: Vec<DiscountWire>,
    codes: Vec<CodeWire>,
    is_stock_deferred: bool,
    separates_locations: bool,
    preview_at: Option<Moment>,
    last_checkout: Option<LastCheckoutWire>,
    line_sequence: u64,
    revision: u64,
    created_at: Moment,
    updated_at: Moment,
    /// When it was made, in engine time.
    began_at: Moment,
    /// When it was last changed, in engine time.
    touched_at: Moment,
    expiry: ExpiryWire,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StatusWire {
    Active,
    Abandoned,
    Converted,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct DiscountWire {
    id: String,
    code: String,
    name: String,
    minor_units: i64,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CodeWire {
    code: String,
    promotion: Spelling<PromotionId>,
    entered_at: Option<Moment>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct LastCheckoutWire {
    order: Spelling<OrderId>,
    revision: u64,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum ExpiryWire {
    Never,
    AfterUpdateMs(i64),
    At(Moment),
}

impl From<Cart> for CartWire {
    fn from(cart: Cart) -> Self {
        Self {
            id: Spelling(cart.id),
            customer: cart.customer.map(Spelling),
            status: match cart.status {
                CartStatus::Active => StatusWire::Active,
                CartStatus::Abandoned => StatusWire::Abandoned,
                CartStatus::Converted => StatusWire::Converted,
            },
            name: cart.name,
            description: cart.description,
            attributes: from_members(&cart.attributes),
            requested_currency: cart.requested_currency.map(Spelling),
            priced_currency: cart.priced_currency.map(Spelling),
            lines: cart.lines.into_iter().map(|line| LineWire::from(line.into_inner())).collect(),
            discounts: cart.discounts.into_iter().map(DiscountWire::from).collect(),
            codes: cart.codes.into_iter().map(CodeWire::from).collect(),
            is_stock_deferred: cart.is_stock_deferred,
            separates_locations: cart.separates_locations,
            preview_at: cart.preview_at.map(Moment),
            last_checkout: cart.last_checkout.map(|LastCheckout { order, revision }| LastCheckoutWire {
                order: Spelling(order),
                revision,
            }),
            line_sequence: cart.line_sequence,
            revision: cart.revision,
            created_at: Moment(cart.created_at),
            updated_at: Moment(cart.updated_at),
            began_at: Moment(cart.counted.began_at),
            touched_at: Moment(cart.counted.touched_at),
            expiry: match cart.expiry {
                Expiry::Never => ExpiryWire::Never,
                Expiry::AfterUpdate { span_ms } => ExpiryWire::AfterUpdateMs(span_ms),
                Expiry::At(moment) => ExpiryWire::At(Moment(moment)),
            },
        }
    }
}

impl TryFrom<CartWire> for Cart {
    type Error = Invalid;

    fn try_from(wire: CartWire) -> Result<Self, Invalid> {
        Ok(Self {
            id: wire.id.0,
            customer: wire.customer.map(|customer| customer.0),
            status: match wire.status {
                StatusWire::Active => CartStatus::Active,
                StatusWire::Abandoned => CartStatus::Abandoned,
                StatusWire::Converted => CartStatus::Converted,
            },
            name: wire.name,
            description: wire.description,
            attributes: into_members(wire.attributes),
            requested_currency: wire.requested_currency.map(|currency| currency.0),
            priced_currency: wire.priced_currency.map(|currency| currency.0),
            lines: each("lines", wire.lines, |line| Line::try_from(line).map(Shared::from))?,
            discounts: wire.discounts.into_iter().map(CartDiscount::from).collect(),
            codes: wire.codes.into_iter().map(EnteredCode::from).collect(),
            is_stock_deferred: wire.is_stock_deferred,
            separates_locations: wire.separates_locations,
            preview_at: wire.preview_at.map(|at| at.0),
            last_checkout: wire
                .last_checkout
                .map(|LastCheckoutWire { order, revision }| LastCheckout { order: order.0, revision }),
            line_sequence: wire.line_sequence,
            revision: wire.revision,
            created_at: wire.created_at.0,
            updated_at: wire.updated_at.0,
            counted: Counted { began_at: wire.began_at.0, touched_at: wire.touched_at.0 },
            expiry: match wire.expiry {
                ExpiryWire::Never => Expiry::Never,
                ExpiryWire::AfterUpdateMs(span_ms) => Expiry::AfterUpdate { span_ms },
                ExpiryWire::At(moment) => Expiry::At(moment.0),
            },
        })
    }
}

impl From<CartDiscount> for DiscountWire {
    fn from(discount: CartDiscount) -> Self {
        let CartDiscount { id, code, name, minor_units } = discount;
        Self { id, code, name, minor_units }
    }
}

impl From<DiscountWire> for CartDiscount {
    fn from(wire: DiscountWire) -> Self {
        let DiscountWire { id, code, name, minor_units } = wire;
        Self { id, code, name, minor_units }
    }
}

impl From<EnteredCode> for CodeWire {
    fn from(entered: EnteredCode) -> Self {
        let EnteredCode { code, promotion, entered_at } = entered;
        Self { code, promotion: Spelling(promotion), entered_at: entered_at.map(Moment) }
    }
}

impl From<CodeWire> for EnteredCode {
    fn from(wire: CodeWire) -> Self {
        let CodeWire { code, promotion, entered_at } = wire;
        Self { code, promotion: promotion.0, entered_at: entered_at.map(|at| at.0) }
    }
}
