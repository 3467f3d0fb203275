//! A cart and its lines.

mod counted;
mod custom_inputs;
pub mod line_key;

use std::ops::Deref;

pub use self::custom_inputs::CustomInputs;
pub(crate) use self::custom_inputs::CustomInputsBody;
use crate::domain::bundle::Selection;
use crate::domain::id::{CartId, CustomerId, LineId, OrderId, ProductId, PromotionId, VariantId};
use crate::domain::money::{Currency, UnitPrice};
use crate::domain::quantity::Quantity;
use crate::domain::shared::Shared;
use crate::domain::tax::{Rate, Tax};
use crate::domain::time::{Timestamp, days_ms};
use crate::domain::value::{Members, Value};

/// Most lines a cart may have, those that promotions have added included. Raising the quantity of a line is not a new line.
pub const LINES_MAX: usize = 100;
/// Most bytes that all free-form values of a cart may take together: 16 MiB.
pub const CART_BYTES_MAX: usize = 16 * 1024 * 1024;

/// A shopper's cart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cart {
    /// Its public identifier.
    pub id: CartId,
    /// The customer it belongs to; none for a guest's.
    pub customer: Option<CustomerId>,
    /// Whether it can be changed.
    pub status: CartStatus,
    /// A name for people; may be empty.
    pub name: String,
    /// A text for people; may be empty.
    pub description: String,
    /// What callers attach to the cart as a whole, by name, in order.
    pub attributes: Members,
    /// The currency that was asked for when the cart was made.
    pub requested_currency: Option<Currency>,
    /// The currency in which the cart was last priced; see [`Cart::currency_lock`].
    pub priced_currency: Option<Currency>,
    /// The lines, in the order in which they were first added. Those that a change leaves as they are it shares with the cart
    /// as it was before.
    pub lines: Vec<Shared<Line>>,
    /// Amounts taken off the whole cart, together at most
    /// [`AMOUNT_MINOR_UNITS_MAX`](crate::domain::money::AMOUNT_MINOR_UNITS_MAX).
    pub discounts: Vec<CartDiscount>,
    /// The codes that a shopper has entered, in order, each once; at most
    /// [`CODES_PER_CART_MAX`](crate::domain::promotion::CODES_PER_CART_MAX).
    pub codes: Vec<EnteredCode>,
    /// Whether stock is looked at only when the cart is checked out.
    pub is_stock_deferred: bool,
    /// Whether its location makes a line one of its own. Where it does not, the last one that was given is the line's.
    pub separates_locations: bool,
    /// The moment as of which it is priced, where it is a preview: its stock is not looked at, and it becomes no order.
    pub preview_at: Option<Timestamp>,
    /// The last order that was made of it.
    pub last_checkout: Option<LastCheckout>,
    /// Grows with each line that is added, and never falls.
    pub line_sequence: u64,
    /// How often the cart has been changed.
    pub revision: u64,
    /// When it was made, as it is shown.
    pub created_at: Timestamp,
    /// When it was last changed, as it is shown; never goes back.
    pub updated_at: Timestamp,
    /// The same two as its life is counted.
    pub counted: Counted,
    /// How long it lives.
    pub expiry: Expiry,
}

/// When a cart was made and last changed, as its life is counted: on the clock as it goes now, whatever it showed then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// When it was made.
    pub began_at: Timestamp,
    /// When it was last changed.
    pub touched_at: Timestamp,
}

impl Cart {
    /// The currency that the lines fix; none while there is no line.
    #[must_use]
    pub fn currency_lock(&self) -> Option<Currency> {
        if self.lines.is_empty() { None } else { self.priced_currency }
    }

    /// The moment as of which the cart is priced: now, where it is no preview.
    #[must_use]
    pub fn priced_at(&self, now: Timestamp) -> Timestamp {
        self.preview_at.unwrap_or(now)
    }

    /// When the cart ceases to exist; none where it never does.
    #[must_use]
    pub fn expires_at(&self) -> Option<Timestamp> {
        match self.expiry {
            Expiry::Never => None,
            Expiry::AfterUpdate { span_ms } => Some(self.counted.touched_at.saturating_add_millis(span_ms)),
            Expiry::At(moment) => Some(moment),
        }
    }

    /// Whether the cart has ceased to exist at this moment.
    #[must_use]
    pub fn is_expired(&self, now: Timestamp) -> bool {
        self.expires_at().is_some_and(|moment| moment <= now)
    }

    /// The sum of all lines' quantities.
    #[must_use]
    pub fn units(&self) -> u64 {
        self.lines.iter().map(|line| u64::from(line.quantity.units())).sum()
    }

    /// Whether nothing but its product and variant makes the line one of its own in this cart.
    #[must_use]
    pub const fn is_plain(&self, line: &Line) -> bool {
        line.is_plain() || (!self.separates_locations && line.is_plain_anywhere())
    }

    /// The line of this identifier.
    #[must_use]
    pub fn line(&self, id: &LineId) -> Option<&Line> {
        self.lines.iter().map(Deref::deref).find(|line: &&Line| line.id == *id)
    }
}

/// A code that a shopper has entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnteredCode {
    /// The code.
    pub code: String,
    /// The promotion it belonged to then.
    pub promotion: PromotionId,
    /// When it was entered; none where that was before it was stored.
    pub entered_at: Option<Timestamp>,
}

/// The last order that was made of a cart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastCheckout {
    /// The order.
    pub order: OrderId,
    /// The cart's revision once it was made: as long as it is this one, the order is the cart's.
    pub revision: u64,
}

/// Whether a cart can be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CartStatus {
    /// It can.
    Active,
    /// It was left alone for so long that it counts as given up; it cannot.
    Abandoned,
    /// An order was made of it; it cannot.
    Converted,
}

/// How long a cart lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expiry {
    /// For ever.
    Never,
    /// So long after its last change.
    AfterUpdate {
        /// Milliseconds, more than 0.
        span_ms: i64,
    },
    /// Until this moment.
    At(Timestamp),
}

impl Expiry {
    /// So many days after the last change; 0 for ever.
    #[must_use]
    pub const fn days_after_update(days: u32) -> Self {
        match days {
            0 => Self::Never,
            days => Self::AfterUpdate { span_ms: days_ms(days) },
        }
    }

    /// So many days after this moment; 0 for ever.
    #[must_use]
    pub const fn days_after(days: u32, moment: Timestamp) -> Self {
        match days {
            0 => Self::Never,
            days => Self::At(moment.saturating_add_millis(days_ms(days))),
        }
    }
}

/// A fixed amount off a whole cart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CartDiscount {
    /// Its identifier.
    pub id: String,
    /// The code by which a shopper knows it.
    pub code: String,
    /// Its name for shoppers.
    pub name: String,
    /// Minor units of the cart's currency to take off, 0 or more; never more is taken off than there is.
    pub minor_units: i64,
}

/// So many units of one thing in a cart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its identifier, in the form of whoever first added it; stays while the line lives.
    pub id: LineId,
    /// The place of its first addition among all of the cart; never used again.
    pub sequence: u64,
    /// What it is.
    pub content: Content,
    /// How many units, those that promotions have added included.
    pub quantity: Quantity,
    /// The units that promotions have added, together at most the quantity; each promotion once.
    pub auto_added: Vec<AutoAdded>,
    /// What one unit costs, as of the line's last change; the override where there is one.
    pub unit_price: UnitPrice,
    /// What one unit cost in the catalog as of the line's last change; of a custom item its own price.
    pub list_price: UnitPrice,
    /// Whether `unit_price` was set by a caller and is not the catalog's.
    pub price_overridden: bool,
    /// The catalog's tax on the product, as of the line's last change.
    pub tax_rate: Rate,
    /// The taxes that callers have put on the line; at most
    /// [`TAXES_PER_LINE_MAX`](crate::domain::tax::TAXES_PER_LINE_MAX).
    pub taxes: Vec<Tax>,
    /// What the shopper gave for the product's custom inputs. Part of the [`LineKey`](line_key::LineKey).
    pub custom_inputs: Option<CustomInputs>,
    /// Where the units are to come from. Part of the [`LineKey`](line_key::LineKey) where the cart separates locations.
    pub location: Option<String>,
    /// Options chosen for the line. Not part of the key.
    pub options: Option<Options>,
    /// A note on the line. Not part of the key.
    pub notes: Option<String>,
    /// What callers attach to the line. Not part of the key.
    pub metadata: Option<Value>,
    /// When the line was first added.
    pub added_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

impl Line {
    /// Whether nothing but its product and variant makes it a line of its own, in whatever cart.
    #[must_use]
    pub const fn is_plain(&self) -> bool {
        self.location.is_none() && self.is_plain_anywhere()
    }

    /// The same, were its location not looked at.
    const fn is_plain_anywhere(&self) -> bool {
        let is_plain = match &self.content {
            Content::Product { bundle, .. } => bundle.is_none(),
            Content::Custom(_) => false,
        };
        is_plain && self.custom_inputs.is_none()
    }

    /// The product; none of a custom item.
    #[must_use]
    pub const fn product(&self) -> Option<&ProductId> {
        match &self.content {
            Content::Product { product, .. } => Some(product),
            Content::Custom(_) => None,
        }
    }

    /// The variant, where the product has any.
    #[must_use]
    pub const fn variant(&self) -> Option<&VariantId> {
        match &self.content {
            Content::Product { variant, .. } => variant.as_ref(),
            Content::Custom(_) => None,
        }
    }

    /// What is selected, where it is a bundle.
    #[must_use]
    pub const fn bundle(&self) -> Option<&Selection> {
        match &self.content {
            Content::Product { bundle, .. } => bundle.as_ref(),
            Content::Custom(_) => None,
        }
    }

    /// The custom item, where it is one.
    #[must_use]
    pub const fn custom(&self) -> Option<&CustomItem> {
        match &self.content {
            Content::Product { .. } => None,
            Content::Custom(custom) => Some(custom),
        }
    }

    /// Units that promotions have added.
    #[must_use]
    pub fn auto_added_units(&self) -> u32 {
        self.auto_added.iter().map(|added| added.units).sum()
    }

    /// Units that a shopper wanted: all but those that promotions have added.
    #[must_use]
    pub fn wanted_units(&self) -> u32 {
        self.quantity.units().saturating_sub(self.auto_added_units())
    }
}

/// What a line is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// A product of the catalog.
    Product {
        /// The product.
        product: ProductId,
        /// The variant, where the product has any.
        variant: Option<VariantId>,
        /// What is selected, where the product is a bundle.
        bundle: Option<Selection>,
    },
    /// Something that is in no catalog.
    Custom(CustomItem),
}

/// Something that is in no catalog, and of which there is always enough: a fee, a wrapping, a way of shipping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomItem {
    /// Its name for shoppers.
    pub name: String,
    /// Its stock keeping unit; may be empty. One that is not makes a second add the same line.
    pub sku: String,
    /// A text for shoppers; may be empty.
    pub description: String,
}

/// Units of a line that a promotion has added. They cost nothing, and leave with what they were added for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AutoAdded {
    /// The promotion.
    pub promotion: PromotionId,
    /// How many units, at least 1.
    pub units: u32,
}

/// Options chosen for a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// What was chosen, by name, in order.
    pub chosen: Members,
    /// Whether an update put these in place of what the add had made of them.
    pub replaced: bool,
}
