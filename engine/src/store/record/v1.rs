//! Version 1 of all records. Shipped: never to be edited. A change is a version of its own beside it.
//!
//! Texts are borrowed: from the domain's values when writing, from the stored bytes when reading.

use bincode::{BorrowDecode, Encode};

/// The byte that stands before a record of this version.
pub(crate) const VERSION: u8 = 1;
/// Custom inputs of more bytes than this, by [`CustomInputs::bytes`], stand beside the cart's record.
pub(crate) const INLINE_BYTES_MAX: usize = 2048;

/// A free-form value.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) enum Value<'a> {
    Null,
    Bool(bool),
    Number(&'a str),
    Text(&'a str),
    List(Vec<Value<'a>>),
    Map(Members<'a>),
}

/// Named values in order.
pub(crate) type Members<'a> = Vec<(&'a str, Value<'a>)>;

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
    pub(crate) line_sequence: u64,
    pub(crate) revision: u64,
    pub(crate) created_at_ms: i64,
    pub(crate) updated_at_ms: i64,
    pub(crate) expiry: Expiry,
}

/// Whether a cart can be changed.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) enum CartStatus {
    Active,
    Abandoned,
    Converted,
}

/// How long a cart lives.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) enum Expiry {
    Never,
    AfterUpdate { span_ms: i64 },
    At { moment_ms: i64 },
}

/// An amount off a cart.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) struct CartDiscount<'a> {
    pub(crate) id: &'a str,
    pub(crate) code: &'a str,
    pub(crate) name: &'a str,
    pub(crate) minor_units: i64,
}

/// A line of a cart.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) struct Line<'a> {
    pub(crate) id: &'a str,
    pub(crate) sequence: u64,
    pub(crate) product: &'a str,
    pub(crate) variant: Option<&'a str>,
    pub(crate) quantity: u32,
    pub(crate) unit_price: UnitPrice,
    pub(crate) list_price: UnitPrice,
    pub(crate) price_overridden: bool,
    pub(crate) custom_inputs: Option<CustomInputs<'a>>,
    pub(crate) location: Option<&'a str>,
    pub(crate) options: Option<Options<'a>>,
    pub(crate) notes: Option<&'a str>,
    pub(crate) metadata: Option<Value<'a>>,
    pub(crate) added_at_ms: i64,
    pub(crate) updated_at_ms: i64,
}

/// What one unit costs.
#[derive(Debug, Clone, Copy, Encode, BorrowDecode)]
pub(crate) struct UnitPrice {
    pub(crate) minor_units: i64,
    pub(crate) includes_tax: bool,
}

/// The custom inputs of a line.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) struct CustomInputs<'a> {
    pub(crate) fingerprint: [u8; 32],
    pub(crate) bytes: u64,
    /// None where the value stands beside the record.
    pub(crate) value: Option<Value<'a>>,
}

/// The options of a line.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) struct Options<'a> {
    pub(crate) chosen: Members<'a>,
    pub(crate) replaced: bool,
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
    pub(crate) stock: Stock,
    pub(crate) custom_inputs: Vec<CustomInputDefinition<'a>>,
    pub(crate) required_options: Vec<&'a str>,
    pub(crate) variants: Vec<Variant<'a>>,
}

/// A picture.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) struct Image<'a> {
    pub(crate) href: &'a str,
    pub(crate) file_name: &'a str,
    pub(crate) mime_type: &'a str,
}

/// What is in stock.
#[derive(Debug, Clone, Copy, Encode, BorrowDecode)]
pub(crate) struct Stock {
    pub(crate) tracked: bool,
    pub(crate) available: i64,
    pub(crate) low_threshold: Option<i64>,
    pub(crate) backorder: bool,
}

/// A text that a shopper may give.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) struct CustomInputDefinition<'a> {
    pub(crate) key: &'a str,
    pub(crate) name: &'a str,
    pub(crate) required: bool,
    pub(crate) characters_max: Option<u32>,
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

/// A customer.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) struct Customer<'a> {
    pub(crate) id: &'a str,
    pub(crate) name: &'a str,
    pub(crate) email: &'a str,
}

/// A key, without its digest, which is what it stands under.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) struct Key<'a> {
    pub(crate) dialect: &'a str,
    pub(crate) kind: &'a str,
    pub(crate) scopes: Vec<&'a str>,
    pub(crate) customer: Option<&'a str>,
    pub(crate) hint: &'a str,
}

/// The store's settings.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) struct Settings<'a> {
    pub(crate) store_id: &'a str,
    pub(crate) catalog_id: &'a str,
    pub(crate) default_currency: &'a str,
    pub(crate) currencies: Vec<CurrencyFormat<'a>>,
}

/// How amounts of a currency are written.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) struct CurrencyFormat<'a> {
    pub(crate) currency: &'a str,
    pub(crate) format: &'a str,
    pub(crate) decimal_point: &'a str,
    pub(crate) thousand_separator: &'a str,
    pub(crate) decimal_places: u8,
}

/// Who made the store.
#[derive(Debug, Encode, BorrowDecode)]
pub(crate) struct Origin<'a> {
    /// The name and version of the program.
    pub(crate) created_by: &'a str,
    pub(crate) created_at_ms: i64,
}
