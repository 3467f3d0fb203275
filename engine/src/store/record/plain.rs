//! Lines as nearly all are, read without the general decoder: units of a product, with none of what few lines have. The
//! bytes are the same, and whatever is not exactly so is left to that one, which says what is wrong with it. A cart
//! that is not at hand is read whole for each change, and this takes a third of what the general decoder does.

use crate::domain::cart::{Content, Line};
use crate::domain::id::{LineId, ProductId, VariantId};
use crate::domain::money::UnitPrice;
use crate::domain::quantity::Quantity;
use crate::domain::tax::Rate;
use crate::domain::time::Timestamp;
use crate::store::record::is_amount;

/// The number of the variant of [`v2::Content`](super::v2::Content) that is a product.
const PRODUCT: u8 = 0;

/// The line that these bytes begin with, and how many are left behind it; none where the general decoder is to read it.
pub(super) fn line(bytes: &[u8]) -> Option<(Line, usize)> {
    let mut parts = Parts(bytes);
    // In the order of the fields of `v2::Line`.
    let id = LineId::new(parts.text()?).ok()?;
    let sequence = parts.number()?;
    parts.is(PRODUCT)?;
    let product = ProductId::new(parts.text()?).ok()?;
    let variant = parts.text_or_none()?.map(VariantId::new).transpose().ok()?;
    let bundle = parts.none()?;
    let quantity = Quantity::new(i64::from(parts.small_number()?))?;
    let auto_added = parts.empty()?;
    let (unit_price, list_price) = (parts.price()?, parts.price()?);
    let price_overridden = parts.flag()?;
    let tax_rate = Rate::from_parts(parts.number()?)?;
    let taxes = parts.empty()?;
    let custom_inputs = parts.none()?;
    let location = parts.text_or_none()?.map(str::to_owned);
    let options = parts.none()?;
    let notes = parts.text_or_none()?.map(str::to_owned);
    let metadata = parts.none()?;
    let (added_at, updated_at) = (parts.moment()?, parts.moment()?);
    let content = Content::Product { product, variant, bundle };
    let line = Line {
        id,
        sequence,
        content,
        quantity,
        auto_added,
        unit_price,
        list_price,
        price_overridden,
        tax_rate,
        taxes,
        custom_inputs,
        location,
        options,
        notes,
        metadata,
        added_at,
        updated_at,
    };
    Some((line, parts.0.len()))
}

/// What is not read yet of bytes in the general decoder's format. Each part is none where it is not as is said.
struct Parts<'a>(&'a [u8]);

impl<'a> Parts<'a> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    fn bytes<const LENGTH: usize>(&mut self) -> Option<[u8; LENGTH]> {
        let (first, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*first)
    }

    /// This very byte.
    fn is(&mut self, expected: u8) -> Option<()> {
        (self.byte()? == expected).then_some(())
    }

    /// An option that is none.
    fn none<T>(&mut self) -> Option<Option<T>> {
        self.is(0).map(|()| None)
    }

    /// A list of nothing.
    fn empty<T>(&mut self) -> Option<Vec<T>> {
        self.is(0).map(|()| Vec::new())
    }

    fn flag(&mut self) -> Option<bool> {
        match self.byte()? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }

    /// A number of at most 32 bits.
    fn small_number(&mut self) -> Option<u32> {
        match self.byte()? {
            first @ ..=250 => Some(first.into()),
            251 => self.bytes().map(|bytes| u16::from_le_bytes(bytes).into()),
            252 => self.bytes().map(u32::from_le_bytes),
            _ => None,
        }
    }

    /// A number of at most 64 bits.
    fn number(&mut self) -> Option<u64> {
        match self.0.first()? {
            253 => {
                self.byte()?;
                self.bytes().map(u64::from_le_bytes)
            }
            _ => self.small_number().map(u64::from),
        }
    }

    /// A number that may be negative: the positive ones are the even ones.
    fn signed_number(&mut self) -> Option<i64> {
        let number = self.number()?;
        let half = (number >> 1).cast_signed();
        Some(if number & 1 == 0 { half } else { !half })
    }

    fn moment(&mut self) -> Option<Timestamp> {
        self.signed_number().map(Timestamp::from_millis)
    }

    fn price(&mut self) -> Option<UnitPrice> {
        let minor_units = self.signed_number().filter(|minor_units| is_amount(*minor_units))?;
        Some(UnitPrice { minor_units, includes_tax: self.flag()? })
    }

    fn text(&mut self) -> Option<&'a str> {
        let length = usize::try_from(self.number()?).ok()?;
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        str::from_utf8(text).ok()
    }

    fn text_or_none(&mut self) -> Option<Option<&'a str>> {
        if self.flag()? { self.text().map(Some) } else { Some(None) }
    }
}

#[cfg(test)]
mod tests;
