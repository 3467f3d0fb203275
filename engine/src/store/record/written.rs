//! The record of a cart with the places of its lines, of which the next one takes over what is the same: most changes are
//! of one line. Here alone stands in which order its fields are written and read.

use super::cart::{from_v4_with, open_body, seal, to_v4_of};
use super::line::{Inputs, line_from_v2, line_to_v2};
use super::{Invalid, plain, v2, v3, v4};
use crate::domain::cart::{Cart, LINES_MAX, Line};
use crate::domain::shared::Shared;
use crate::error::StoreError;
use crate::store::codec::{self, Parts};

const TABLE: &str = "carts";

/// The record of a cart as it was written.
#[derive(Debug)]
pub(crate) struct Written {
    /// All of it, sealed.
    pub(crate) bytes: Vec<u8>,
    ends: LineEnds,
}

/// Where the first line of a cart begins, and where each ends.
pub(super) type LineEnds = Vec<usize>;

impl Written {
    /// The cart in a record, as [`open`](super::cart::open) has it, and where it `is_wanted` how it was written; none where
    /// that was by an older version.
    pub(crate) fn open(
        key: &[u8],
        bytes: &[u8],
        is_wanted: bool,
    ) -> Result<(Cart, Option<Self>), StoreError> {
        let (version, body) = codec::unseal(TABLE, key, bytes)?;
        let (cart, ends) = open_body(version, body)?;
        // The version stands before the body.
        let in_record = |ends: LineEnds| ends.into_iter().map(|end| end + 1).collect();
        let ends = ends.filter(|_| is_wanted);
        Ok((cart, ends.map(|ends| Self { bytes: bytes.to_vec(), ends: in_record(ends) })))
    }

    /// The same record as [`seal`] makes. `before` is what a cart was written as.
    pub(crate) fn seal(
        key: &[u8],
        offset_ms: i64,
        cart: &Cart,
        before: Option<(&Cart, &Self)>,
    ) -> Result<Self, StoreError> {
        let v4::cart::Cart { cart: record, began_after_ms, touched_after_ms } =
            to_v4_of(cart, Vec::new(), offset_ms);
        let v3::cart::Cart { cart: record, entered_at_ms } = record;
        // The names of all its fields, in the order in which they are written.
        let v2::Cart {
            id,
            customer,
            status,
            name,
            description,
            attributes,
            requested_currency,
            priced_currency,
            lines: _,
            discounts,
            codes,
            is_stock_deferred,
            separates_locations,
            preview_at_ms,
            last_checkout,
            line_sequence,
            revision,
            created_at_ms,
            updated_at_ms,
            expiry,
        } = record;
        let length = before.map_or(0, |(_, written)| written.bytes.len());
        let mut bytes = codec::begin(v4::VERSION, length);
        let head = (id, customer, status, name, description, attributes, requested_currency, priced_currency);
        codec::append(TABLE, &mut bytes, &(head, cart.lines.len() as u64))?;
        let ends = append_lines(&mut bytes, &cart.lines, before)?;
        let middle = (discounts, codes, is_stock_deferred, separates_locations, preview_at_ms, last_checkout);
        let end = (line_sequence, revision, created_at_ms, updated_at_ms, expiry);
        codec::append(TABLE, &mut bytes, &(middle, end, entered_at_ms, (began_after_ms, touched_after_ms)))?;
        let written = Self { bytes: codec::reseal(key, bytes), ends };
        debug_assert_eq!(seal(key, offset_ms, cart)?, written.bytes);
        Ok(written)
    }

    /// The bytes of the line in this place.
    fn line(&self, place: usize) -> Option<&[u8]> {
        self.bytes.get(*self.ends.get(place)?..*self.ends.get(place + 1)?)
    }
}

/// The cart in a body, and where in the body its lines are. They are read one by one to know that.
pub(super) fn decode(body: &[u8]) -> Result<(Cart, LineEnds), StoreError> {
    let invalid = |invalid: Invalid| invalid.in_table(TABLE);
    let mut parts = Parts::of(TABLE, body);
    let (id, customer, status, name, description, attributes, requested_currency, priced_currency) =
        parts.next()?;
    let count: u64 = parts.next()?;
    let count = usize::try_from(count).ok().filter(|count| *count <= LINES_MAX);
    let reason = || "a cart has too many lines".to_owned();
    let count = count.ok_or_else(|| StoreError::Record { table: TABLE, reason: reason() })?;
    let (mut lines, mut ends) = (Vec::with_capacity(count), Vec::with_capacity(count + 1));
    ends.push(parts.place());
    for _ in 0..count {
        let line = match plain::line(parts.rest()) {
            Some((line, left)) => {
                debug_assert_eq!(general(parts.rest()).as_ref(), Some(&line));
                parts.leave(left);
                line
            }
            None => line_from_v2(parts.next()?, Inputs::MaybeBeside).map_err(invalid)?,
        };
        lines.push(Shared::from(line));
        ends.push(parts.place());
    }
    let (discounts, codes, is_stock_deferred, separates_locations, preview_at_ms, last_checkout) =
        parts.next()?;
    let (line_sequence, revision, created_at_ms, updated_at_ms, expiry) = parts.next()?;
    let (entered_at_ms, began_after_ms, touched_after_ms) = parts.next()?;
    parts.end()?;
    let cart = v2::Cart {
        id,
        customer,
        status,
        name,
        description,
        attributes,
        requested_currency,
        priced_currency,
        lines: Vec::new(),
        discounts,
        codes,
        is_stock_deferred,
        separates_locations,
        preview_at_ms,
        last_checkout,
        line_sequence,
        revision,
        created_at_ms,
        updated_at_ms,
        expiry,
    };
    let cart = v3::cart::Cart { cart, entered_at_ms };
    let cart = v4::cart::Cart { cart, began_after_ms, touched_after_ms };
    Ok((from_v4_with(cart, lines).map_err(invalid)?, ends))
}

/// The line that these bytes begin with, as the general decoder reads it.
fn general(bytes: &[u8]) -> Option<Line> {
    line_from_v2(Parts::of(TABLE, bytes).next().ok()?, Inputs::MaybeBeside).ok()
}

/// Appends the lines, those that are the same as before as they are there; where the first begins, and where each ends.
fn append_lines(
    bytes: &mut Vec<u8>,
    lines: &[Shared<Line>],
    before: Option<(&Cart, &Written)>,
) -> Result<LineEnds, StoreError> {
    let mut ends = Vec::with_capacity(lines.len() + 1);
    ends.push(bytes.len());
    let mut place = 0;
    for line in lines {
        let same = before.and_then(|(cart, written)| {
            // Both are in the order of their sequence.
            place += cart.lines.get(place..)?.partition_point(|old| old.sequence < line.sequence);
            cart.lines.get(place).filter(|old| *old == line).and_then(|_| written.line(place))
        });
        match same {
            Some(same) => bytes.extend_from_slice(same),
            None => codec::append(TABLE, bytes, &line_to_v2(line, Inputs::MaybeBeside))?,
        }
        ends.push(bytes.len());
    }
    Ok(ends)
}

#[cfg(test)]
mod tests;
