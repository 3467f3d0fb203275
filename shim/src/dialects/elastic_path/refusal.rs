//! What Elastic Path answers to what the engine refuses.
//!
//! Source: elasticpath.md, 19. Titles and details that stand there are used as they stand; where there is none, the
//! pattern of their family is kept.

use std::borrow::Cow;

use trolley_engine::domain::cart::{CART_BYTES_MAX, LINES_MAX};
use trolley_engine::domain::command::ProductRef;
use trolley_engine::domain::command::changing::Bar;
use trolley_engine::domain::command::taxing::LineKind;
use trolley_engine::domain::id::{CartId, ProductId, Sku, VariantId};
use trolley_engine::domain::money::{AMOUNT_MINOR_UNITS_MAX, Currency};
use trolley_engine::domain::order::TRANSACTIONS_MAX;
use trolley_engine::domain::promotion::CODES_PER_CART_MAX;
use trolley_engine::domain::tax::TAXES_PER_LINE_MAX;
use trolley_engine::error::choice::{CustomInputProblem, SelectionProblem, Shortage};
use trolley_engine::{Error, Quantity};

use super::problem::{ErrorEntry, Meta};
use super::schema;
use super::selection::{self, invalid_selection};
use crate::dialects::Problem;
use crate::dialects::trouble::Trouble;

/// The entry of a refusal; the problem, where it is none of this dialect's own. `line` is the line that was asked for, as
/// it was sent.
pub(super) fn entry(error: &Error, line: Option<&str>) -> Result<ErrorEntry, Problem> {
    Ok(match error {
        Error::Overloaded => return Err(Problem::Overloaded),
        Error::KeyReused => return Err(Problem::IdempotencyKeyReused),
        Error::Stopped | Error::Recovering | Error::StorageFull | Error::Store(_) => {
            return Err(Trouble::of(error).map_or(Problem::Internal, Problem::Unavailable));
        }
        // No import is asked for here, nothing is parked, no way of shipping named, lines within lines are not refused, and new identifiers are random.
        Error::ImportInvalid(_)
        | Error::LinesRefused { .. }
        | Error::LineIdTaken { .. }
        | Error::ParkedNotFound { .. }
        | Error::KeyNotFound { .. }
        | Error::KeyExists
        | Error::ShippingNotOffered { .. }
        | Error::CartNotEmpty { .. }
        | Error::TooManyParked => return Err(Problem::Internal),
        // A cart of a customer who is not known is told from no other that may not be reached.
        Error::CustomerNotFound { .. } | Error::CartNotFound { .. } | Error::CartExpired { .. } => {
            not_found("Cart not found")
        }
        Error::CartExists { cart } => cart_exists(cart),
        Error::CartNotActive { .. } => unprocessable("Cart cannot be updated in its current state"),
        Error::CartBarred { bar, .. } => barred(bar),
        Error::LastCart { .. } => bad("Last cart", LAST_CART),
        Error::CartPreview { .. } => bad("Bad Request", CHECKOUT_OF_PREVIEW),
        Error::MergeIntoItself { .. } => bad("Bad Request", "A cart cannot be merged into itself"),
        Error::MergeCurrencyMismatch { target, origin } => merge_currency_mismatch(*target, *origin),
        Error::CodeNotFound { .. } | Error::CodeRefused { .. } => not_found(CODE_NOT_FOUND),
        Error::TooManyCodes => too_many_codes(),
        Error::CartEmpty { .. } => ErrorEntry::new(422, CODE_ON_EMPTY_CART).detail(CODE_ON_EMPTY_CART),
        Error::OrderNotFound { .. } => order_not_found(),
        Error::OrderState { .. } => unprocessable("Order cannot be updated in its current state"),
        Error::OrderPaid { .. } => unprocessable("Order is paid already"),
        Error::TransactionNotFound { .. } => not_found("Transaction not found"),
        Error::TransactionState { .. } => unprocessable(NOT_TO_REFUND),
        Error::PaymentOutOfRange { minor_units, minor_units_max } => {
            payment_out_of_range(*minor_units, *minor_units_max)
        }
        Error::TooManyTransactions => too_many_transactions(),
        Error::ProductNotFound { product } => product_not_found(named(product)),
        Error::VariantNotFound { variant, .. } => product_not_found(Meta::id(variant.as_str())),
        Error::VariantRequired { product, variants } => variant_required(product, variants),
        Error::PriceMissing { product, sku, currency } => price_missing(product, sku, *currency),
        Error::OptionRequired { name } => could_not_add(format!("The option {name} is required")),
        Error::OptionBarred { name } => could_not_add(format!("The option {name} may not be given")),
        Error::CustomInputInvalid { key, problem } => custom_input_invalid(key, problem),
        Error::SelectionInvalid { product, problem } => selection_invalid(product, problem),
        Error::DuplicateLine { line } => could_not_add(IN_CART_ALREADY).meta(Meta::id(line.as_str())),
        Error::InsufficientStock(shortage) => {
            let Shortage { product, variant, sku, name, available, requested: _ } = &**shortage;
            let id = variant.as_ref().map_or(product.as_str(), |variant| variant.as_str());
            insufficient_stock(name, Meta { available: Some(*available), ..identified(id, sku) })
        }
        Error::QuantityOutOfRange => schema::at_most("data.quantity", i64::from(Quantity::MAX.units())),
        Error::PriceOutOfRange => schema::at_most("data.price.amount", AMOUNT_MINOR_UNITS_MAX),
        Error::LineNotFound => line_not_found(line),
        Error::LineElsewhere { line: elsewhere } => line_not_found(Some(line.unwrap_or(elsewhere.as_str()))),
        Error::TaxNotFound { tax } => tax_not_found(tax.as_str()),
        Error::LineKindMismatch { line, expected } => kind_mismatch(*expected).meta(Meta::id(line.as_str())),
        Error::TooManyTaxes { line } => too_many_taxes().meta(Meta::id(line.as_str())),
        Error::CurrencyNotEnabled { .. } => bad("BadRequestError", CURRENCY_NOT_ENABLED),
        Error::TooManyLines => too_many_lines(),
        Error::TotalOutOfRange => total_out_of_range(),
        Error::CartTooLarge => cart_too_large(),
    })
}

const CODE_NOT_FOUND: &str = "No promotion could be found with the given code.";
const CODE_ON_EMPTY_CART: &str =
    "At least one product must be included in your cart to qualify for this offer";
const CHECKOUT_OF_PREVIEW: &str = "Checking out carts with snapshot dates not permitted";
const NOT_TO_REFUND: &str = "Transaction cannot be refunded in its current state";
const IN_CART_ALREADY: &str = "This product is in the cart already";
const CURRENCY_NOT_ENABLED: &str = "The selected currency is not enabled on this store";
const LAST_CART: &str =
    "This is the last cart associated with a customer and it cannot be deleted, try disassociating instead";
const TAX_NOT_ADDED: &str = "Tax item not added to cart item.";

fn bad(title: &'static str, detail: impl Into<Cow<'static, str>>) -> ErrorEntry {
    ErrorEntry::new(400, title).detail(detail)
}

fn not_found(detail: &'static str) -> ErrorEntry {
    ErrorEntry::new(404, "Not Found").detail(detail)
}

fn unprocessable(detail: &'static str) -> ErrorEntry {
    ErrorEntry::new(422, "Unprocessable Entity").detail(detail)
}

/// Reading: no document has texts for a second customer; titles that it leaves blank are the family's.
fn barred(bar: &Bar) -> ErrorEntry {
    match bar {
        Bar::Customer => contact_of_owned("customers"),
        Bar::Attribute { .. } => contact_of_owned("accounts"),
        Bar::OtherCustomer => bad("Bad Request", "A cart can be associated with at most one customer"),
        Bar::Preview => {
            bad("Bad Request", "Cannot remove snapshot dates from carts with existing snapshot dates.")
        }
    }
}

/// The entry of a cart that would have owners, of this kind, and a contact e-mail address.
///
/// Source: elasticpath.md, 19. Reading: the same whichever of the two is there already.
pub(super) fn contact_of_owned(owners: &str) -> ErrorEntry {
    ErrorEntry::new(400, format!("Cannot associate {owners} to carts with contact emails"))
        .detail(format!("Unable to associate {owners} to carts with contact emails attached."))
}

fn cart_exists(cart: &CartId) -> ErrorEntry {
    ErrorEntry::new(409, "Conflict").detail(format!("There is a cart {cart} already"))
}

fn merge_currency_mismatch(target: Currency, origin: Currency) -> ErrorEntry {
    let detail = format!("This cart uses {target}, cannot add items with currency {origin}");
    bad("Cart Currency Mismatch", detail)
}

/// Reading: no document bounds the codes of a cart; the title is the one of custom discounts.
fn too_many_codes() -> ErrorEntry {
    let detail = format!("A cart can contain a maximum of {CODES_PER_CART_MAX} promotion codes");
    ErrorEntry::new(422, "Limit Reached").detail(detail).meta(Meta::value(CODES_PER_CART_MAX + 1))
}

/// The entry of an order that is not there.
pub(super) fn order_not_found() -> ErrorEntry {
    not_found("Order not found")
}

/// Reading: elasticpath.md, 18.2: 422, and no document has a text for it.
fn payment_out_of_range(minor_units: i64, minor_units_max: i64) -> ErrorEntry {
    // What costs nothing is paid with nothing.
    let least = minor_units_max.min(1);
    ErrorEntry::new(422, "Unprocessable Entity")
        .detail(format!("The amount must be between {least} and {minor_units_max}"))
        .source("data.amount")
        .meta(Meta::value(minor_units))
}

fn too_many_transactions() -> ErrorEntry {
    let detail = format!("An order can contain a maximum of {TRANSACTIONS_MAX} transactions");
    ErrorEntry::new(422, "Limit Reached").detail(detail).meta(Meta::value(TRANSACTIONS_MAX + 1))
}

fn too_many_lines() -> ErrorEntry {
    let detail = format!("A cart can contain a maximum of {LINES_MAX} unique items");
    bad("Cart item limit reached", detail).meta(Meta::value(LINES_MAX + 1))
}

fn total_out_of_range() -> ErrorEntry {
    bad("number_lte", format!("The cart's total must be at most {AMOUNT_MINOR_UNITS_MAX}"))
}

fn cart_too_large() -> ErrorEntry {
    bad("Cart size limit reached", format!("A cart can contain at most {CART_BYTES_MAX} bytes of texts"))
}

fn named(product: &ProductRef) -> Meta {
    match product {
        ProductRef::Id(id) => Meta::id(id.as_str()),
        ProductRef::Sku(sku) => Meta::sku(sku.as_str()),
    }
}

/// The entry of a product that is not there, or not on sale.
pub(super) fn product_not_found(meta: Meta) -> ErrorEntry {
    ErrorEntry::new(404, "Product not found").detail("The requested product could not be found").meta(meta)
}

fn could_not_add(detail: impl Into<Cow<'static, str>>) -> ErrorEntry {
    bad("Could not add product", detail)
}

fn variant_required(product: &ProductId, variants: &[VariantId]) -> ErrorEntry {
    let ids = Some(variants.iter().map(ToString::to_string).collect());
    could_not_add("This product comes in variants, add one of them")
        .meta(Meta { ids, ..Meta::id(product.as_str()) })
}

fn price_missing(product: &ProductId, sku: &Sku, currency: Currency) -> ErrorEntry {
    could_not_add(format!("This product does not have a price for {currency}"))
        .meta(identified(product.as_str(), sku))
}

/// Reading: 20 #21: the error names the product.
fn insufficient_stock(name: &str, meta: Meta) -> ErrorEntry {
    bad("Insufficient stock", format!("There is not enough stock to add {name} to your cart")).meta(meta)
}

/// A product or a variant by both of its names.
fn identified(id: &str, sku: &Sku) -> Meta {
    Meta { id: Some(id.to_owned()), ..Meta::sku(sku.as_str()) }
}

/// The entry of a line that the cart does not have. A product's identifier in the place of a line's is a common mistake,
/// so it has what was sent.
pub(super) fn line_not_found(line: Option<&str>) -> ErrorEntry {
    not_found("The Item doesn't exist in the cart")
        .meta(Meta { id: line.map(str::to_owned), ..Meta::default() })
}

/// The same, of one of several lines to change.
pub(super) fn listed_line_not_found(line: &str) -> ErrorEntry {
    not_found("Item was not found in the cart").meta(Meta::id(line))
}

/// The entry of a tax that the line does not have.
///
/// Reading: no document has a text for it.
pub(super) fn tax_not_found(tax: &str) -> ErrorEntry {
    not_found("The tax item doesn't exist on the cart item").meta(Meta::id(tax))
}

fn kind_mismatch(expected: LineKind) -> ErrorEntry {
    let (expected, found) = match expected {
        LineKind::Product => ("cart_item", "custom_item"),
        LineKind::Custom => ("custom_item", "cart_item"),
    };
    let detail = format!("Mismatch between bulk tax item type({expected}) and cart item type({found}).");
    ErrorEntry::new(404, TAX_NOT_ADDED).detail(detail)
}

/// The entry of a line that would have too many taxes.
pub(super) fn too_many_taxes() -> ErrorEntry {
    let detail = format!("Cannot exceed tax item limit of ({TAXES_PER_LINE_MAX}) on cart item.");
    ErrorEntry::new(422, TAX_NOT_ADDED).detail(detail)
}

/// Reading: elasticpath.md, 10: no document has texts for it; the detail says what was expected.
fn selection_invalid(product: &ProductId, problem: &SelectionProblem) -> ErrorEntry {
    let meta = Meta::id(product.as_str());
    let of = |component: &str| Meta { component: Some(component.to_owned()), ..meta.clone() };
    let (detail, meta) = match problem {
        SelectionProblem::NoBundle => {
            ("This product has no components to select options of".to_owned(), meta)
        }
        SelectionProblem::UnknownComponent { component } => {
            (format!("This product has no component \"{component}\""), of(component))
        }
        SelectionProblem::UnknownOption { component, option } => {
            (format!("Component \"{component}\" has no option \"{option}\""), of(component))
        }
        SelectionProblem::OptionGone { component, option } => {
            (format!("Option \"{option}\" of component \"{component}\" is not available"), of(component))
        }
        SelectionProblem::OptionCount { component, options_min, options_max, selected } => {
            let required = required_options(*options_min, *options_max, *selected);
            (
                format!("Component \"{component}\" requires {required}, {selected} selected"),
                Meta {
                    min: Some(*options_min),
                    max: *options_max,
                    selected: u64::try_from(*selected).ok(),
                    ..of(component)
                },
            )
        }
        SelectionProblem::OptionQuantity { component, option, quantity_min, quantity_max, units } => {
            let required = between(*quantity_min, *quantity_max);
            (
                format!(
                    "Option \"{option}\" of component \"{component}\" requires a quantity of {required}, {units} selected"
                ),
                Meta {
                    min: Some(*quantity_min),
                    max: Some(*quantity_max),
                    selected: Some(u64::from(*units)),
                    ..of(component)
                },
            )
        }
    };
    invalid_selection(detail).source(selection::SOURCE).meta(meta)
}

/// What a component requires of which so many options are selected.
fn required_options(least: u32, most: Option<u32>, selected: usize) -> String {
    let options = |count: u32| if count == 1 { "option" } else { "options" };
    match most {
        Some(most) if least == most => format!("exactly {least} {}", options(least)),
        Some(most) if usize::try_from(most).is_ok_and(|most| most < selected) => {
            format!("at most {most} {}", options(most))
        }
        Some(_) | None => format!("at least {least} {}", options(least)),
    }
}

fn between(least: u32, most: u32) -> String {
    if least == most { least.to_string() } else { format!("{least} to {most}") }
}

/// Reading: elasticpath.md, 9: no document has a text for it.
fn custom_input_invalid(key: &str, problem: &CustomInputProblem) -> ErrorEntry {
    let source = format!("data.custom_inputs.{key}");
    match problem {
        CustomInputProblem::NotAMap => ErrorEntry::new(400, "invalid_type")
            .detail("Invalid type. Expected: object")
            .source("data.custom_inputs"),
        CustomInputProblem::Required => custom_input(source, format!("{key} is required")),
        CustomInputProblem::NotAText => custom_input(source, format!("{key} must be a string")),
        CustomInputProblem::TooLong { characters, characters_max } => {
            custom_input_too_long(source, *characters, *characters_max)
        }
    }
}

/// The entry of a custom input whose text is too long.
pub(super) fn custom_input_too_long(source: String, characters: usize, characters_max: u32) -> ErrorEntry {
    custom_input(source, format!("String length must be less than or equal to {characters_max}"))
        .meta(Meta::value(characters))
}

/// The entry of custom inputs that are not valid.
pub(super) fn custom_input(source: String, detail: String) -> ErrorEntry {
    ErrorEntry::new(400, "Invalid custom input").detail(detail).source(source)
}
