//! Version 2 of the records that have changed since version 1, or are new since then. Shipped: never to be edited. A
//! change is a version of its own beside it. What has not changed is version 1 still, as a part of these too.

pub(crate) mod order;
pub(crate) mod promotion;

use bincode::{BorrowDecode, Encode};

use super::v1::{
    CartDiscount, CartStatus, CustomInputDefinition, CustomInputs, Expiry, Image, Members, Options,
    UnitPrice, Value,
};

/// The byte that stands before a record of this version.
pub(crate) const VERSION: u8 = 2;

/// A share of an amount, in ten thousand millionths of the whole.
pub(crate) type Rate = u64;

/// A cart with its lines.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) struct Cart<'a> {
    pub(crate) id: &'a str,
    pub(crate) customer: Option<&'a str>,
    pub(crate) status: CartStatus,
    pub(crate) name: &'a str,
    pub(crate) description: &'a str,
    pub(crate) attributes: Members<'a>,
    pub(crate) requested_currency: Option<&'a str>,
    pub(crate) priced_currency: Option<&'a str>,
    pub(crate) lines: Vec<Line<'a>>,
    pub(crate) discounts: Vec<CartDiscount<'a>>,
    pub(crate) codes: Vec<EnteredCode<'a>>,
    pub(crate) is_stock_deferred: bool,
    pub(crate) separates_locations: bool,
    pub(crate) preview_at_ms: Option<i64>,
    pub(crate) last_checkout: Option<LastCheckout<'a>>,
    pub(crate) line_sequence: u64,
    pub(crate) revision: u64,
    pub(crate) created_at_ms: i64,
    pub(crate) updated_at_ms: i64,
    pub(crate) expiry: Expiry,
}

/// A code that a shopper has entered.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) struct EnteredCode<'a> {
    pub(crate) code: &'a str,
    pub(crate) promotion: &'a str,
}

/// The last order that was made of a cart.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) struct LastCheckout<'a> {
    pub(crate) order: &'a str,
    pub(crate) revision: u64,
}

/// A line of a cart or of an order.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) struct Line<'a> {
    pub(crate) id: &'a str,
    pub(crate) sequence: u64,
    pub(crate) content: Content<'a>,
    pub(crate) quantity: u32,
    pub(crate) auto_added: Vec<AutoAdded<'a>>,
    pub(crate) unit_price: UnitPrice,
    pub(crate) list_price: UnitPrice,
    pub(crate) price_overridden: bool,
    pub(crate) tax_rate: Rate,
    pub(crate) taxes: Vec<Tax<'a>>,
    /// In a cart's record as in version 1. In an order's the value is always there.
    pub(crate) custom_inputs: Option<CustomInputs<'a>>,
    pub(crate) location: Option<&'a str>,
    pub(crate) options: Option<Options<'a>>,
    pub(crate) notes: Option<&'a str>,
    pub(crate) metadata: Option<Value<'a>>,
    pub(crate) added_at_ms: i64,
    pub(crate) updated_at_ms: i64,
}

/// What a line is.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) enum Content<'a> {
    Product { product: &'a str, variant: Option<&'a str>, bundle: Option<Vec<SelectedComponent<'a>>> },
    Custom { name: &'a str, sku: &'a str, description: &'a str },
}

/// What is selected of a component.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) struct SelectedComponent<'a> {
    pub(crate) key: &'a str,
    /// Products and the units of each.
    pub(crate) options: Vec<(&'a str, u32)>,
}

/// Units that a promotion has added.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) struct AutoAdded<'a> {
    pub(crate) promotion: &'a str,
    pub(crate) units: u32,
}

/// A tax on a line.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) struct Tax<'a> {
    pub(crate) id: &'a str,
    pub(crate) name: &'a str,
    pub(crate) jurisdiction: Option<&'a str>,
    pub(crate) code: Option<&'a str>,
    pub(crate) amount: TaxAmount,
}

/// How much a tax is.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) enum TaxAmount {
    Rate(Rate),
    Fixed { minor_units: i64 },
}

/// A product with its variants.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) struct Product<'a> {
    pub(crate) id: &'a str,
    pub(crate) sku: &'a str,
    pub(crate) slug: &'a str,
    pub(crate) name: &'a str,
    pub(crate) description: &'a str,
    pub(crate) image: Image<'a>,
    pub(crate) is_active: bool,
    pub(crate) category: &'a str,
    pub(crate) attributes: Members<'a>,
    pub(crate) meta: Vec<(&'a str, &'a str)>,
    pub(crate) created_at_ms: i64,
    pub(crate) prices: Vec<(&'a str, UnitPrice)>,
    pub(crate) tiers: Vec<PriceTier<'a>>,
    pub(crate) tax_rate: Rate,
    pub(crate) components: Vec<Component<'a>>,
    pub(crate) bundle_price: BundlePrice,
    pub(crate) stock: Stock,
    pub(crate) custom_inputs: Vec<CustomInputDefinition<'a>>,
    pub(crate) required_options: Vec<&'a str>,
    pub(crate) variants: Vec<Variant<'a>>,
}

/// What a unit costs where at least so many are bought.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) struct PriceTier<'a> {
    pub(crate) quantity_min: u32,
    pub(crate) prices: Vec<(&'a str, UnitPrice)>,
}

/// A part of a bundle.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) struct Component<'a> {
    pub(crate) key: &'a str,
    pub(crate) name: &'a str,
    pub(crate) options_min: Option<u32>,
    pub(crate) options_max: Option<u32>,
    pub(crate) sort_order: Option<i64>,
    pub(crate) options: Vec<ComponentOption<'a>>,
}

/// A product that can be selected for a component.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) struct ComponentOption<'a> {
    pub(crate) product: &'a str,
    pub(crate) quantity: u32,
    pub(crate) quantity_min: Option<u32>,
    pub(crate) quantity_max: Option<u32>,
    pub(crate) is_default: bool,
    pub(crate) sort_order: Option<i64>,
}

/// What a bundle costs.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) enum BundlePrice {
    Fixed,
    Cumulative,
}

/// What is in stock.
#[derive(Debug, Clone, Copy, Encode, BorrowDecode)]
pub(crate) struct Stock {
    pub(crate) tracked: bool,
    pub(crate) available: i64,
    pub(crate) allocated: i64,
    pub(crate) low_threshold: Option<i64>,
    pub(crate) backorder: bool,
}

/// A form of a product.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) struct Variant<'a> {
    pub(crate) id: &'a str,
    pub(crate) sku: &'a str,
    pub(crate) name: &'a str,
    pub(crate) prices: Vec<(&'a str, UnitPrice)>,
    pub(crate) stock: Option<Stock>,
}
