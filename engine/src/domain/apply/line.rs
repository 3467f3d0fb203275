//! What adding and changing a line have in common: what it costs, what is in stock, how much fits into a cart.

use std::sync::Arc;

use super::Draft;
use crate::domain::cart::{CART_BYTES_MAX, Cart, CustomInputs, Line};
use crate::domain::catalog::{Product, ProductStatus, Variant};
use crate::domain::command::{Checks, LineRef, ProductRef, StockCheck};
use crate::domain::facts::Facts;
use crate::domain::id::VariantId;
use crate::domain::money::{AMOUNT_MINOR_UNITS_MAX, Currency, UnitPrice};
use crate::domain::quantity::Quantity;
use crate::domain::value::{Members, Value};
use crate::error::{CustomInputProblem, Error};

/// What is sold: a product, as one of its variants where it has any.
#[derive(Clone, Copy)]
pub(super) struct Sold<'a> {
    pub(super) product: &'a Product,
    pub(super) variant: Option<&'a Variant>,
}

impl<'a> Sold<'a> {
    /// What a stored line sells; none where the product or its variant is no longer there.
    pub(super) fn of_line(facts: &'a Facts, line: &Line) -> Option<Self> {
        let product = facts.products.get(line.product()?).map(Arc::as_ref)?;
        match line.variant() {
            Some(id) => product.variant(id).map(|variant| Self { product, variant: Some(variant) }),
            None => Some(Self { product, variant: None }),
        }
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
        let Some(id) = variant.or(found_variant) else {
            return match product.variants.as_slice() {
                [] => Ok(Self { product, variant: None }),
                variants => Err(Error::VariantRequired {
                    product: product.id.clone(),
                    variants: variants.iter().map(|variant| variant.id.clone()).collect(),
                }),
            };
        };
        let chosen = product.variant(id);
        if chosen.is_none() || found_variant.is_some_and(|found| found != id) {
            return Err(Error::VariantNotFound { product: product.id.clone(), variant: id.clone() });
        }
        Ok(Self { product, variant: chosen })
    }

    /// What one unit costs in the catalog.
    pub(super) fn list_price(self, currency: Currency, quantity: Quantity) -> Result<UnitPrice, Error> {
        self.product.unit_price(self.variant, currency, quantity).ok_or_else(|| Error::PriceMissing {
            product: self.product.id.clone(),
            sku: self.product.sku_of(self.variant).clone(),
            currency,
        })
    }

    /// Whether a line draws on the same stock: all variants without one of their own draw on the product's.
    fn shares_stock_with(self, line: &Line) -> bool {
        let own = |variant: Option<&'a Variant>| variant.filter(|variant| variant.stock.is_some());
        let theirs = line.variant().and_then(|id| self.product.variant(id));
        line.product() == Some(&self.product.id)
            && own(theirs).map(|variant| &variant.id) == own(self.variant).map(|variant| &variant.id)
    }

    /// Refuses where more would be sold than there is. `without` are the units that the cart's other lines take of
    /// the same stock, `before` and `after` those of the line.
    pub(super) fn check_stock(
        self,
        check: StockCheck,
        without: i64,
        before: i64,
        after: i64,
        asked: i64,
    ) -> Result<(), Error> {
        let requested = match check {
            StockCheck::Skip => return Ok(()),
            StockCheck::Cart if after <= before => return Ok(()),
            StockCheck::Cart => without + after,
            StockCheck::Request => asked,
        };
        let stock = self.product.stock_of(self.variant);
        if stock.allows(requested) {
            return Ok(());
        }
        Err(Error::InsufficientStock {
            product: self.product.id.clone(),
            variant: self.variant.map(|variant| variant.id.clone()),
            sku: self.product.sku_of(self.variant).clone(),
            name: self.product.name.clone(),
            requested,
            available: stock.available,
        })
    }

    /// Refuses where an option that the product requires is missing or blank.
    pub(super) fn check_options(self, checks: Checks, options: &Members) -> Result<(), Error> {
        if !checks.required_options {
            return Ok(());
        }
        let is_given =
            |required: &String| options.iter().any(|(name, value)| name == required && !value.is_blank());
        match self.product.required_options.iter().find(|required| !is_given(required)) {
            Some(missing) => Err(Error::OptionRequired { name: missing.clone() }),
            None => Ok(()),
        }
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

/// The lines of the cart that a reference means, by their places; all of them where it is by SKU.
pub(super) fn find_lines(facts: &Facts, cart: &Cart, reference: &LineRef) -> Vec<usize> {
    let found = match reference {
        LineRef::Id(_) => None,
        LineRef::Sku(sku) => facts.find(&ProductRef::Sku(sku.clone())),
    };
    let is_meant = |line: &Line| match reference {
        LineRef::Id(id) => line.id == *id,
        LineRef::Sku(_) => found.is_some_and(|(product, variant)| {
            line.product() == Some(&product.id) && line.variant() == variant
        }),
    };
    cart.lines.iter().enumerate().filter(|(_, line)| is_meant(line)).map(|(place, _)| place).collect()
}

/// Units that the cart's lines take of the same stock, but for the one at `place`.
pub(super) fn units_elsewhere(cart: &Cart, sold: Sold<'_>, place: Option<usize>) -> i64 {
    let others = cart.lines.iter().enumerate();
    let others = others.filter(|(index, line)| Some(*index) != place && sold.shares_stock_with(line));
    others.map(|(_, line)| i64::from(line.quantity.units())).sum()
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
    let line = |line: &Line| {
        line.custom_inputs.as_ref().map_or(0, |inputs| inputs.bytes)
            + line.options.as_ref().map_or(0, |options| members(&options.chosen))
            + line.notes.as_ref().map_or(0, String::len)
            + line.metadata.as_ref().map_or(0, Value::bytes_estimated)
    };
    let bytes: usize = members(&draft.cart.attributes) + draft.cart.lines.iter().map(line).sum::<usize>();
    if CART_BYTES_MAX < bytes { Err(Error::CartTooLarge) } else { Ok(()) }
}
