//! What answers show of carts and of what is parked.

use serde::Serialize;
use trolley_engine::domain::cart::CartStatus;
use trolley_engine::{CartView, LineView, Listed, Page, ParkedView, Timestamp};

use crate::json::{Precision, rfc_3339};

/// A cart. Amounts are minor units of its currency.
#[derive(Debug, Serialize)]
pub(crate) struct CartBody<'a> {
    id: &'a str,
    customer: Option<&'a str>,
    name: &'a str,
    status: &'static str,
    /// None while it has no lines and nobody has asked for one.
    currency: Option<&'a str>,
    /// The quantities of all lines together.
    units: u64,
    lines: Vec<LineBody<'a>>,
    codes: Vec<&'a str>,
    #[serde(flatten)]
    totals: Totals,
    created_at: String,
    updated_at: String,
    /// Null where it never does.
    expires_at: Option<String>,
}

/// `subtotal` less `discount` and with `tax`, which is what prices do not have in them, is `total`.
#[derive(Debug, Serialize)]
struct Totals {
    subtotal: i64,
    discount: i64,
    tax: i64,
    total: i64,
}

#[derive(Debug, Serialize)]
struct LineBody<'a> {
    id: &'a str,
    sku: &'a str,
    name: String,
    quantity: u32,
    unit_price: i64,
    #[serde(flatten)]
    totals: Totals,
    notes: Option<&'a str>,
}

/// What is parked.
#[derive(Debug, Serialize)]
pub(crate) struct ParkedBody<'a> {
    id: &'a str,
    note: &'a str,
    parked_at: String,
    /// The cart as it was then, under the identifier that it has.
    cart: CartBody<'a>,
}

/// A part of the carts.
#[derive(Debug, Serialize)]
pub(crate) struct CartsBody<'a> {
    carts: Vec<CartBody<'a>>,
    #[serde(flatten)]
    part: Part,
}

/// A part of what is parked.
#[derive(Debug, Serialize)]
pub(crate) struct AllParkedBody<'a> {
    parked: Vec<ParkedBody<'a>>,
    #[serde(flatten)]
    part: Part,
}

/// Which part of a list an answer has, and how many entries there are in all.
#[derive(Debug, Serialize)]
struct Part {
    limit: usize,
    offset: usize,
    total: u64,
}

impl<'a> CartBody<'a> {
    /// The cart as it is.
    pub(crate) fn of(view: &'a CartView) -> Self {
        let CartView { cart, priced, .. } = view;
        let currency = cart.currency_lock().and(cart.priced_currency.as_ref());
        Self {
            id: cart.id.as_str(),
            customer: cart.customer.as_ref().map(|customer| customer.as_str()),
            name: &cart.name,
            status: status_name(cart.status),
            currency: currency.or(cart.requested_currency.as_ref()).map(|currency| currency.as_str()),
            units: cart.units(),
            lines: view.lines().map(line_body).collect(),
            codes: cart.codes.iter().map(|entered| entered.code.as_str()).collect(),
            totals: Totals {
                subtotal: priced.subtotal,
                discount: priced.discount_total,
                tax: priced.tax_total,
                total: priced.total,
            },
            created_at: time(cart.created_at),
            updated_at: time(cart.updated_at),
            expires_at: cart.expires_at().map(time),
        }
    }
}

impl<'a> ParkedBody<'a> {
    /// What is parked, as it is.
    pub(crate) fn of(parked: &'a ParkedView) -> Self {
        Self {
            id: parked.id.as_str(),
            note: parked.note.as_str(),
            parked_at: time(parked.parked_at),
            cart: CartBody::of(&parked.view),
        }
    }
}

impl<'a> CartsBody<'a> {
    /// This part of the carts.
    pub(crate) fn of(listed: &'a Listed<CartView>, page: Page) -> Self {
        Self { carts: listed.entries.iter().map(CartBody::of).collect(), part: Part::of(listed, page) }
    }
}

impl<'a> AllParkedBody<'a> {
    /// This part of what is parked.
    pub(crate) fn of(listed: &'a Listed<ParkedView>, page: Page) -> Self {
        Self { parked: listed.entries.iter().map(ParkedBody::of).collect(), part: Part::of(listed, page) }
    }
}

impl Part {
    const fn of<T>(listed: &Listed<T>, page: Page) -> Self {
        Self { limit: page.limit, offset: page.offset, total: listed.total }
    }
}

/// The name of a cart's status.
pub(super) const fn status_name(status: CartStatus) -> &'static str {
    match status {
        CartStatus::Active => "active",
        CartStatus::Abandoned => "abandoned",
        CartStatus::Converted => "converted",
    }
}

fn line_body(line: LineView<'_>) -> LineBody<'_> {
    let priced = line.priced;
    LineBody {
        id: line.line.id.as_str(),
        sku: line.sku(),
        name: line.name().into_owned(),
        quantity: line.line.quantity.units(),
        unit_price: line.line.unit_price.minor_units,
        totals: Totals {
            subtotal: priced.subtotal,
            discount: priced.discount_total,
            tax: priced.tax_total,
            total: priced.total,
        },
        notes: line.line.notes.as_deref(),
    }
}

/// A moment as all answers have it.
pub(crate) fn time(moment: Timestamp) -> String {
    rfc_3339(moment, Precision::Seconds)
}
