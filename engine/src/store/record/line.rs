//! A cart's line as a part of the cart's record.

use super::value::{from_v1, members_from_v1, members_to_v1, to_v1};
use super::{Invalid, unit_price, unit_price_v1, v1};
use crate::domain::cart::{Content, CustomInputs, CustomInputsBody, Line, Options};
use crate::domain::id::{LineId, ProductId, VariantId};
use crate::domain::quantity::Quantity;
use crate::domain::tax::Rate;
use crate::domain::time::Timestamp;
use crate::domain::value::Fingerprint;

/// Whether these custom inputs stand beside the cart's record.
pub(crate) fn is_beside(inputs: &CustomInputs) -> bool {
    v1::INLINE_BYTES_MAX < inputs.bytes
}

pub(super) fn line_to_v1(line: &Line) -> v1::Line<'_> {
    v1::Line {
        id: line.id.as_str(),
        sequence: line.sequence,
        product: line.product().map_or("", ProductId::as_str),
        variant: line.variant().map(VariantId::as_str),
        quantity: line.quantity.units(),
        unit_price: unit_price_v1(line.unit_price),
        list_price: unit_price_v1(line.list_price),
        price_overridden: line.price_overridden,
        custom_inputs: line.custom_inputs.as_ref().map(inputs_to_v1),
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

fn inputs_to_v1(inputs: &CustomInputs) -> v1::CustomInputs<'_> {
    let value = if is_beside(inputs) { None } else { inputs.value().map(to_v1) };
    v1::CustomInputs { fingerprint: inputs.fingerprint.0, bytes: inputs.bytes as u64, value }
}

pub(super) fn line_from_v1(line: v1::Line<'_>) -> Result<Line, Invalid> {
    let quantity =
        Quantity::new(i64::from(line.quantity)).ok_or(Invalid::Rule("a quantity is 0 or too large"))?;
    Ok(Line {
        id: LineId::new(line.id)?,
        sequence: line.sequence,
        content: Content::Product {
            product: ProductId::new(line.product)?,
            variant: line.variant.map(VariantId::new).transpose()?,
            bundle: None,
        },
        quantity,
        auto_added: Vec::new(),
        unit_price: unit_price(line.unit_price)?,
        list_price: unit_price(line.list_price)?,
        price_overridden: line.price_overridden,
        tax_rate: Rate::ZERO,
        taxes: Vec::new(),
        custom_inputs: line.custom_inputs.map(inputs_from_v1).transpose()?,
        location: line.location.map(str::to_owned),
        options: line.options.map(options_from_v1).transpose()?,
        notes: line.notes.map(str::to_owned),
        metadata: line.metadata.map(from_v1).transpose()?,
        added_at: Timestamp::from_millis(line.added_at_ms),
        updated_at: Timestamp::from_millis(line.updated_at_ms),
    })
}

fn inputs_from_v1(inputs: v1::CustomInputs<'_>) -> Result<CustomInputs, Invalid> {
    let bytes = usize::try_from(inputs.bytes).map_err(|_| Invalid::Rule("custom inputs are too large"))?;
    let body = match inputs.value {
        Some(value) => CustomInputsBody::Loaded(from_v1(value)?),
        None => CustomInputsBody::Stored,
    };
    let inputs = CustomInputs { fingerprint: Fingerprint(inputs.fingerprint), bytes, body };
    if is_beside(&inputs) == (inputs.body == CustomInputsBody::Stored) {
        Ok(inputs)
    } else {
        Err(Invalid::Rule("custom inputs stand where ones of their size do not"))
    }
}

fn options_from_v1(options: v1::Options<'_>) -> Result<Options, Invalid> {
    Ok(Options { chosen: members_from_v1(options.chosen)?, replaced: options.replaced })
}
