//! What adding and changing a line have in common: what is sold, what it costs, how much fits into a cart.

use std::sync::Arc;

use super::bundle::sum_of_parts;
use super::draft::Draft;
use crate::domain::bundle::{BundlePrice, Selection};
use crate::domain::cart::{CART_BYTES_MAX, Cart, Content, CustomInputs, Line};
use crate::domain::catalog::{Product, ProductStatus, Variant};
use crate::domain::command::checking::RequiredOptions;
use crate::domain::command::{Checks, LineRef, ProductRef};
use crate::domain::facts::Facts;
use crate::domain::id::{LineId, ProductId, VariantId};
use crate::domain::money::{AMOUNT_MINOR_UNITS_MAX, Currency, UnitPrice};
use crate::domain::quantity::Quantity;
use crate::domain::shared::Shared;
use crate::domain::tax::Rate;
use crate::domain::time::Timestamp;
use crate::domain::value::{Members, Value};
use crate::error::Error;
use crate::error::choice::CustomInputProblem;

/// What is sold: a product, as one of its variants where it has any, with what is selected where it is a bundle.
#[derive(Clone, Copy)]
pub(super) struct Sold<'a> {
    pub(super) product: &'a Product,
    pub(super) variant: Option<&'a Variant>,
    pub(super) bundle: Option<&'a Selection>,
}

impl<'a> Sold<'a> {
    /// What a stored line sells; none where the product or its variant is no longer there.
    pub(super) fn of_line(facts: &'a Facts, line: &'a Line) -> Option<Self> {
        let product = facts.products.get(line.product()?).map(Arc::as_ref)?;
        let variant = match line.variant() {
            Some(id) => Some(product.variant(id)?),
            None => None,
        };
        Some(Self { product, variant, bundle: line.bundle() })
    }

    /// What the line of this product and variant sells, named by the caller.
    pub(super) fn find(
        facts: &'a Facts,
        reference: &ProductRef,
        variant: Option<&VariantId>,
        on_sale: bool,
    ) -> Result<Self, Error> {
        let not_found = || Error::ProductNotFound { product: reference.clone() };
        let (product, found_variant) = facts.find(reference).ok_or_else(not_found)?;
        if on_sale && product.status != ProductStatus::Active {
            return Err(not_found());
        }
        match (variant, found_variant) {
            (Some(asked), Some(found)) if asked != found => {
                Err(Error::VariantNotFound { product: product.id.clone(), variant: asked.clone() })
            }
            (asked, found) => Self::of_product(product, asked.or(found)),
        }
    }

    /// What the line of another cart would sell, were it added today; nothing is selected yet.
    pub(super) fn of_copy(
        facts: &'a Facts,
        product: &ProductId,
        variant: Option<&VariantId>,
        on_sale: bool,
    ) -> Result<Self, Error> {
        let found = facts.products.get(product).map(Arc::as_ref);
        let found = found.filter(|product| !on_sale || product.status == ProductStatus::Active);
        let product =
            found.ok_or_else(|| Error::ProductNotFound { product: ProductRef::Id(product.clone()) })?;
        Self::of_product(product, variant)
    }

    /// What is sold of this product, in this variant; nothing is selected yet.
    fn of_product(product: &'a Product, variant: Option<&VariantId>) -> Result<Self, Error> {
        let variant = match (variant, product.variants.as_slice()) {
            (None, []) => None,
            (None, variants) => {
                return Err(Error::VariantRequired {
                    product: product.id.clone(),
                    variants: variants.iter().map(|variant| variant.id.clone()).collect(),
                });
            }
            (Some(id), _) => Some(product.variant(id).ok_or_else(|| Error::VariantNotFound {
                product: product.id.clone(),
                variant: id.clone(),
            })?),
        };
        Ok(Self { product, variant, bundle: None })
    }

    /// What one unit costs in the catalog where so many are bought. What is selected of a bundle costs what its parts
    /// do, where that is its price.
    pub(super) fn list_price(
        self,
        facts: &Facts,
        currency: Currency,
        quantity: Quantity,
    ) -> Result<UnitPrice, Error> {
        match (self.bundle, self.product.bundle_price) {
            (Some(selection), BundlePrice::Cumulative) => {
                sum_of_parts(facts, self.product, selection, currency)
            }
            (Some(_), BundlePrice::Fixed) | (None, _) => {
                let price = self.product.unit_price(self.variant, currency, quantity);
                price.ok_or_else(|| price_missing(self.product, self.variant, currency))
            }
        }
    }

    /// Refuses where the product has no price in the currency, in whatever quantity. What a bundle costs whose price is
    /// the sum of its parts is known only once something is selected.
    pub(super) fn check_priced(self, currency: Currency) -> Result<(), Error> {
        let is_cumulative =
            !self.product.components.is_empty() && self.product.bundle_price == BundlePrice::Cumulative;
        // The tier of the largest quantity falls back to all others.
        match self.product.unit_price(self.variant, currency, Quantity::MAX) {
            None if !is_cumulative => Err(price_missing(self.product, self.variant, currency)),
            None | Some(_) => Ok(()),
        }
    }

    /// Refuses where an option that the product requires is missing or blank, or the product may require none.
    pub(super) fn check_options(self, checks: Checks, options: &Members) -> Result<(), Error> {
        let mut required = self.product.required_options.iter();
        let is_given =
            |required: &String| options.iter().any(|(name, value)| name == required && !value.is_blank());
        let refusal = match checks.required_options {
            RequiredOptions::Skip => None,
            RequiredOptions::Check => {
                let missing = required.find(|required| !is_given(required));
                missing.map(|name| Error::OptionRequired { name: name.clone() })
            }
            RequiredOptions::Bar => required.next().map(|name| Error::OptionBarred { name: name.clone() }),
        };
        refusal.map_or(Ok(()), Err)
    }

    /// Refuses custom inputs that do not keep to the product's definitions. Inputs that are not defined are taken as
    /// they are.
    pub(super) fn check_custom_inputs(
        self,
        checks: Checks,
        inputs: Option<&CustomInputs>,
    ) -> Result<(), Error> {
        if !checks.custom_inputs {
            return Ok(());
        }
        let invalid = |key: &str, problem| Error::CustomInputInvalid { key: key.to_owned(), problem };
        let given = match inputs.and_then(CustomInputs::value) {
            None => &Members::new(),
            Some(Value::Map(members)) => members,
            Some(_) => return Err(invalid("", CustomInputProblem::NotAMap)),
        };
        for definition in &self.product.custom_inputs {
            let input = given.iter().find(|(key, _)| *key == definition.key || *key == definition.name);
            match input {
                None if definition.required => {
                    return Err(invalid(&definition.key, CustomInputProblem::Required));
                }
                None => {}
                Some((key, Value::Text(text))) => {
                    let characters = text.chars().count();
                    if let Some(characters_max) = definition.characters_max
                        && usize::try_from(characters_max).is_ok_and(|most| most < characters)
                    {
                        return Err(invalid(key, CustomInputProblem::TooLong { characters, characters_max }));
                    }
                }
                Some((key, _)) => return Err(invalid(key, CustomInputProblem::NotAText)),
            }
        }
        Ok(())
    }
}

/// The currency in which the next line is priced: the one that the cart's lines fix; else the one that was asked for
/// when the cart was made, else the caller's, else the store's own.
pub(super) fn pricing_currency(
    facts: &Facts,
    cart: &Cart,
    asked: Option<Currency>,
) -> Result<Currency, Error> {
    if let Some(locked) = cart.currency_lock() {
        return Ok(locked);
    }
    let currency = cart.requested_currency.or(asked).unwrap_or(facts.settings.default_currency);
    match facts.settings.format(currency) {
        Some(_) => Ok(currency),
        None => Err(Error::CurrencyNotEnabled { currency }),
    }
}

/// The lines of the cart that a reference means, by their places; all of them where it is by SKU. Custom items of that
/// SKU, or of none and with that identifier, are meant where no line is of a product of it.
pub(super) fn find_lines(facts: &Facts, cart: &Cart, reference: &LineRef) -> Vec<usize> {
    let places = |is_meant: &dyn Fn(&Line) -> bool| {
        let lines = cart.lines.iter().enumerate();
        lines.filter(|(_, line)| is_meant(line)).map(|(place, _)| place).collect::<Vec<_>>()
    };
    let sku = match reference {
        LineRef::Id(id) => return places(&|line| line.id == *id),
        LineRef::Sku(sku) => sku,
    };
    let found = facts.find(&ProductRef::Sku(sku.clone())).map_or_else(Vec::new, |(product, variant)| {
        places(&|line| line.product() == Some(&product.id) && line.variant() == variant)
    });
    if found.is_empty() {
        return places(&|line| match line.custom().map(|custom| custom.sku.as_str()) {
            None => false,
            Some("") => line.id.as_str() == sku.as_str(),
            Some(own) => own == sku.as_str(),
        });
    }
    found
}

/// The one line that a reference means: of several lines of one SKU the one that a plain add would raise, or else the
/// oldest.
pub(super) fn find_line(facts: &Facts, cart: &Cart, reference: &LineRef) -> Result<usize, Error> {
    let places = find_lines(facts, cart, reference);
    let plain = places.iter().find(|place| cart.is_plain(&cart.lines[**place]));
    plain.or(places.first()).copied().ok_or(Error::LineNotFound)
}

/// One unit at this price, with nothing else about it.
pub(super) const fn bare(
    id: LineId,
    sequence: u64,
    content: Content,
    list_price: UnitPrice,
    at: Timestamp,
) -> Line {
    Line {
        id,
        sequence,
        content,
        quantity: Quantity::ONE,
        auto_added: Vec::new(),
        unit_price: list_price,
        list_price,
        price_overridden: false,
        tax_rate: Rate::ZERO,
        taxes: Vec::new(),
        custom_inputs: None,
        location: None,
        options: None,
        notes: None,
        metadata: None,
        added_at: at,
        updated_at: at,
    }
}

/// Puts a new line of one unit at the end, with nothing about it, and says in which place it is.
pub(super) fn push_bare(draft: &mut Draft, id: LineId, content: Content, list_price: UnitPrice) -> usize {
    draft.cart.line_sequence += 1;
    let line = bare(id, draft.cart.line_sequence, content, list_price, draft.at);
    draft.cart.lines.push(line.into());
    draft.cart.lines.len() - 1
}

/// Gives the line so many units, those that promotions have added included: fewer take theirs away first.
pub(super) fn set_quantity(line: &mut Line, quantity: Quantity) {
    let wanted = line.wanted_units();
    line.quantity = quantity;
    let mut room = quantity.units().saturating_sub(wanted);
    for added in &mut line.auto_added {
        added.units = added.units.min(room);
        room -= added.units;
    }
    line.auto_added.retain(|added| 0 < added.units);
}

/// Gives the line the quantity that a shopper sets. More than it had are all wanted, whatever promotions have added: one
/// of the shopper's own units is as free as one that was added.
pub(super) fn want_quantity(line: &mut Line, quantity: Quantity) {
    if line.quantity < quantity {
        line.auto_added.clear();
    }
    set_quantity(line, quantity);
}

/// How many units decide what each of them costs, where the line is given a quantity by [`want_quantity`]: the shopper's
/// own where there are any. What promotions add costs nothing, and makes nothing cheaper.
pub(super) fn priced_units(line: &Line, quantity: Quantity) -> Quantity {
    if line.quantity < quantity {
        return quantity;
    }
    Quantity::new(i64::from(line.wanted_units())).map_or(quantity, |wanted| wanted.min(quantity))
}

/// The refusal where a product has no price in the currency.
pub(super) fn price_missing(product: &Product, variant: Option<&Variant>, currency: Currency) -> Error {
    Error::PriceMissing { product: product.id.clone(), sku: product.sku_of(variant).clone(), currency }
}

/// Refuses where the cart would cost too much with this line in the place of the one at `place`.
pub(super) fn check_total(
    cart: &Cart,
    place: Option<usize>,
    unit_price: UnitPrice,
    quantity: Quantity,
) -> Result<(), Error> {
    let subtotal =
        |price: UnitPrice, quantity: Quantity| i128::from(price.minor_units) * i128::from(quantity.units());
    let others = cart.lines.iter().enumerate().filter(|(index, _)| Some(*index) != place);
    let others: i128 = others.map(|(_, line)| subtotal(line.unit_price, line.quantity)).sum();
    if i128::from(AMOUNT_MINOR_UNITS_MAX) < others + subtotal(unit_price, quantity) {
        return Err(Error::TotalOutOfRange);
    }
    Ok(())
}

/// Refuses where the free-form values of the cart would take too many bytes.
pub(super) fn check_size(draft: &Draft) -> Result<(), Error> {
    let members =
        |members: &Members| members.iter().map(|(name, value)| name.len() + value.bytes_estimated()).sum();
    let line = |line: &Shared<Line>| {
        line.custom_inputs.as_ref().map_or(0, |inputs| inputs.bytes)
            + line.options.as_ref().map_or(0, |options| members(&options.chosen))
            + line.notes.as_ref().map_or(0, String::len)
            + line.metadata.as_ref().map_or(0, Value::bytes_estimated)
    };
    let bytes: usize = members(&draft.cart.attributes) + draft.cart.lines.iter().map(line).sum::<usize>();
    if CART_BYTES_MAX < bytes { Err(Error::CartTooLarge) } else { Ok(()) }
}
