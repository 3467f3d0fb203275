//! A line of a cart or of an order as a part of its record.

use super::value::{from_v1, members_from_v1, members_to_v1, to_v1};
use super::{Invalid, is_amount, rate, rate_v2, rule, unit_price, unit_price_v1, v1, v2};
use crate::domain::bundle::{SelectedComponent, Selection};
use crate::domain::cart::{AutoAdded, Content, CustomInputs, CustomInputsBody, CustomItem, Line, Options};
use crate::domain::id::{LineId, ProductId, PromotionId, TaxId, VariantId};
use crate::domain::quantity::Quantity;
use crate::domain::tax::{TAXES_PER_LINE_MAX, Tax, TaxAmount};
use crate::domain::time::Timestamp;
use crate::domain::value::Fingerprint;

/// Where the custom inputs of a record's lines are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Inputs {
    /// Those that are [`is_beside`] stand beside the record.
    MaybeBeside,
    /// All are in it.
    Inline,
}

/// Whether these custom inputs stand beside the cart's record.
pub(crate) fn is_beside(inputs: &CustomInputs) -> bool {
    v1::INLINE_BYTES_MAX < inputs.bytes
}

pub(super) fn line_to_v2(line: &Line, inputs: Inputs) -> v2::Line<'_> {
    v2::Line {
        id: line.id.as_str(),
        sequence: line.sequence,
        content: content_to_v2(&line.content),
        quantity: line.quantity.units(),
        auto_added: line
            .auto_added
            .iter()
            .map(|added| v2::AutoAdded { promotion: added.promotion.as_str(), units: added.units })
            .collect(),
        unit_price: unit_price_v1(line.unit_price),
        list_price: unit_price_v1(line.list_price),
        price_overridden: line.price_overridden,
        tax_rate: rate_v2(line.tax_rate),
        taxes: line.taxes.iter().map(tax_to_v2).collect(),
        custom_inputs: line.custom_inputs.as_ref().map(|given| inputs_to_v1(given, inputs)),
        location: line.location.as_deref(),
        options: line.options.as_ref().map(|options| v1::Options {
            chosen: members_to_v1(&options.chosen),
            replaced: options.replaced,
        }),
        notes: line.notes.as_deref(),
        metadata: line.metadata.as_ref().map(to_v1),
        added_at_ms: line.added_at.as_millis(),
        updated_at_ms: line.updated_at.as_millis(),
    }
}

fn content_to_v2(content: &Content) -> v2::Content<'_> {
    match content {
        Content::Product { product, variant, bundle } => v2::Content::Product {
            product: product.as_str(),
            variant: variant.as_ref().map(VariantId::as_str),
            bundle: bundle.as_ref().map(selection_to_v2),
        },
        Content::Custom(CustomItem { name, sku, description }) => {
            v2::Content::Custom { name, sku, description }
        }
    }
}

fn selection_to_v2(selection: &Selection) -> Vec<v2::SelectedComponent<'_>> {
    selection.components().iter().map(component_to_v2).collect()
}

fn component_to_v2(component: &SelectedComponent) -> v2::SelectedComponent<'_> {
    let options = component.options.iter().map(|(product, units)| (product.as_str(), *units));
    v2::SelectedComponent { key: &component.key, options: options.collect() }
}

fn tax_to_v2(tax: &Tax) -> v2::Tax<'_> {
    v2::Tax {
        id: tax.id.as_str(),
        name: &tax.name,
        jurisdiction: tax.jurisdiction.as_deref(),
        code: tax.code.as_deref(),
        amount: match tax.amount {
            TaxAmount::Rate(rate) => v2::TaxAmount::Rate(rate_v2(rate)),
            TaxAmount::Fixed(minor_units) => v2::TaxAmount::Fixed { minor_units },
        },
    }
}

fn inputs_to_v1(given: &CustomInputs, inputs: Inputs) -> v1::CustomInputs<'_> {
    let is_left_out = inputs == Inputs::MaybeBeside && is_beside(given);
    let value = if is_left_out { None } else { given.value().map(to_v1) };
    v1::CustomInputs { fingerprint: given.fingerprint.0, bytes: given.bytes as u64, value }
}

pub(super) fn line_from_v2(line: v2::Line<'_>, inputs: Inputs) -> Result<Line, Invalid> {
    let quantity =
        Quantity::new(i64::from(line.quantity)).ok_or(Invalid::Rule("a quantity is 0 or too large"))?;
    Ok(Line {
        id: LineId::new(line.id)?,
        sequence: line.sequence,
        content: content_from_v2(line.content)?,
        quantity,
        auto_added: auto_added_from_v2(&line.auto_added, quantity)?,
        unit_price: unit_price(line.unit_price)?,
        list_price: unit_price(line.list_price)?,
        price_overridden: line.price_overridden,
        tax_rate: rate(line.tax_rate)?,
        taxes: taxes_from_v2(line.taxes)?,
        custom_inputs: line.custom_inputs.map(|given| inputs_from_v1(given, inputs)).transpose()?,
        location: line.location.map(str::to_owned),
        options: line.options.map(options_from_v1).transpose()?,
        notes: line.notes.map(str::to_owned),
        metadata: line.metadata.map(from_v1).transpose()?,
        added_at: Timestamp::from_millis(line.added_at_ms),
        updated_at: Timestamp::from_millis(line.updated_at_ms),
    })
}

fn content_from_v2(content: v2::Content<'_>) -> Result<Content, Invalid> {
    Ok(match content {
        v2::Content::Product { product, variant, bundle } => Content::Product {
            product: ProductId::new(product)?,
            variant: variant.map(VariantId::new).transpose()?,
            bundle: bundle.map(selection_from_v2).transpose()?,
        },
        v2::Content::Custom { name, sku, description } => Content::Custom(CustomItem {
            name: name.to_owned(),
            sku: sku.to_owned(),
            description: description.to_owned(),
        }),
    })
}

fn selection_from_v2(components: Vec<v2::SelectedComponent<'_>>) -> Result<Selection, Invalid> {
    let option = |(product, units): (&str, u32)| {
        rule(0 < units, "an option of a bundle has no units")?;
        Ok((ProductId::new(product)?, units))
    };
    let component = |component: v2::SelectedComponent<'_>| {
        let options = component.options.into_iter().map(option);
        let options = options.collect::<Result<Vec<(ProductId, u32)>, Invalid>>()?;
        Ok(SelectedComponent { key: component.key.to_owned(), options })
    };
    let components = components.into_iter().map(component);
    Ok(Selection::new(components.collect::<Result<Vec<SelectedComponent>, Invalid>>()?))
}

fn auto_added_from_v2(added: &[v2::AutoAdded<'_>], quantity: Quantity) -> Result<Vec<AutoAdded>, Invalid> {
    let units: u64 = added.iter().map(|added| u64::from(added.units)).sum();
    rule(units <= u64::from(quantity.units()), "promotions have added more units than a line has")?;
    rule(added.iter().all(|added| 0 < added.units), "a promotion has added no units")?;
    let is_twice = |(place, one): (usize, &v2::AutoAdded<'_>)| {
        added[..place].iter().any(|other| other.promotion == one.promotion)
    };
    rule(!added.iter().enumerate().any(is_twice), "a promotion has added units to a line twice")?;
    let added = added
        .iter()
        .map(|added| Ok(AutoAdded { promotion: PromotionId::new(added.promotion)?, units: added.units }));
    added.collect()
}

fn taxes_from_v2(taxes: Vec<v2::Tax<'_>>) -> Result<Vec<Tax>, Invalid> {
    rule(taxes.len() <= TAXES_PER_LINE_MAX, "a line has too many taxes")?;
    let tax = |tax: v2::Tax<'_>| {
        let amount = match tax.amount {
            v2::TaxAmount::Rate(share) => TaxAmount::Rate(rate(share)?),
            v2::TaxAmount::Fixed { minor_units } => {
                rule(is_amount(minor_units), "a tax is out of range")?;
                TaxAmount::Fixed(minor_units)
            }
        };
        Ok(Tax {
            id: TaxId::new(tax.id)?,
            name: tax.name.to_owned(),
            jurisdiction: tax.jurisdiction.map(str::to_owned),
            code: tax.code.map(str::to_owned),
            amount,
        })
    };
    taxes.into_iter().map(tax).collect()
}

fn inputs_from_v1(given: v1::CustomInputs<'_>, inputs: Inputs) -> Result<CustomInputs, Invalid> {
    let bytes = usize::try_from(given.bytes).map_err(|_| Invalid::Rule("custom inputs are too large"))?;
    let body = match given.value {
        Some(value) => CustomInputsBody::Loaded(from_v1(value)?),
        None => CustomInputsBody::Stored,
    };
    let given = CustomInputs { fingerprint: Fingerprint(given.fingerprint), bytes, body };
    let is_expected_beside = inputs == Inputs::MaybeBeside && is_beside(&given);
    let is_found_beside = given.body == CustomInputsBody::Stored;
    rule(is_expected_beside == is_found_beside, "custom inputs stand where ones of their size do not")?;
    Ok(given)
}

fn options_from_v1(options: v1::Options<'_>) -> Result<Options, Invalid> {
    Ok(Options { chosen: members_from_v1(options.chosen)?, replaced: options.replaced })
}
