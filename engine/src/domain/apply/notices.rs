//! What the shopper is told of promotions: the difference between the cart before a change and after it.

use std::collections::BTreeMap;

use super::Message;
use super::draft::Draft;
use crate::domain::cart::{Cart, Line};
use crate::domain::facts::Facts;
use crate::domain::id::{LineId, PromotionId};
use crate::domain::pricing::{PricedCart, TotalOutOfRange, price};
use crate::domain::tax::Rate;
use crate::error::Error;

/// What is discounted otherwise in the draft than in the cart as it was.
///
/// # Errors
///
/// [`Error::TotalOutOfRange`] where the draft would cost too much.
pub(super) fn messages(facts: &Facts, draft: &Draft) -> Result<Vec<Message>, Error> {
    let is_taxed = |line: &Line| !line.taxes.is_empty() || line.tax_rate != Rate::ZERO;
    if !is_told(facts, draft) && !draft.cart.lines.iter().any(|line| is_taxed(line)) {
        // What lines cost without taxes was looked at line by line.
        return Ok(Vec::new());
    }
    let after = price(&draft.cart, &facts.promotions, draft.at);
    let after = after.map_err(|TotalOutOfRange| Error::TotalOutOfRange)?;
    Ok(messages_of(facts, draft, &after))
}

/// The same, where it is known already what the draft costs. What was declined before and is still declined is not told
/// again.
pub(super) fn messages_of(facts: &Facts, draft: &Draft, after: &PricedCart) -> Vec<Message> {
    if !is_told(facts, draft) {
        return Vec::new();
    }
    let before = before(facts, draft);
    let priced = before.and_then(|cart| price(cart, &facts.promotions, cart.updated_at).ok());
    let nothing = PricedCart::nothing(None);
    let before = before.zip(priced.as_ref()).unwrap_or((&draft.cart, &nothing));
    differences(before, (&draft.cart, after))
}

/// Whether there can be anything to tell.
fn is_told(facts: &Facts, draft: &Draft) -> bool {
    !facts.promotions.is_empty()
        || before(facts, draft).is_some_and(has_promotions)
        || has_promotions(&draft.cart)
}

/// The cart as it was; none where it is new.
fn before<'a>(facts: &'a Facts, draft: &Draft) -> Option<&'a Cart> {
    facts.cart.as_deref().filter(|_| draft.is_stored)
}

fn has_promotions(cart: &Cart) -> bool {
    !cart.codes.is_empty() || cart.lines.iter().any(|line| !line.auto_added.is_empty())
}

/// The messages: of lines in the order of the cart, then of promotions on the whole cart, then of those declined.
fn differences(before: (&Cart, &PricedCart), after: (&Cart, &PricedCart)) -> Vec<Message> {
    let mut messages = Vec::new();
    let (off_before, off_after) = (off_units(before), off_units(after));
    for line in &after.0.lines {
        let (id, line) = (&line.id, line.id.clone());
        match (off_before.get(id), off_after.get(id)) {
            (None, Some(_)) => messages.push(Message::DiscountAdded { line }),
            (Some(was), Some(is)) if was != is => messages.push(Message::DiscountChanged { line }),
            (Some(_), None) => messages.push(Message::DiscountRemoved { line }),
            (Some(_), Some(_)) | (None, None) => {}
        }
    }
    let (was_off, is_off) = (off_cart(before.1), off_cart(after.1));
    let added = is_off.iter().filter(|promotion| !was_off.contains(promotion));
    messages.extend(added.map(|promotion| Message::PromotionAdded { promotion: (*promotion).clone() }));
    let removed = was_off.iter().filter(|promotion| !is_off.contains(promotion));
    messages.extend(removed.map(|promotion| Message::PromotionRemoved { promotion: (*promotion).clone() }));
    let declined = after.1.declined.iter().filter(|declined| !before.1.declined.contains(declined));
    messages.extend(declined.cloned().map(Message::Declined));
    messages
}

/// What promotions take off units, by line.
fn off_units<'a>((cart, priced): (&'a Cart, &PricedCart)) -> BTreeMap<&'a LineId, i64> {
    let mut off = BTreeMap::new();
    for (place, minor_units) in
        priced.applied.iter().filter(|applied| !applied.is_of_cart).flat_map(|applied| &applied.shares)
    {
        *off.entry(&cart.lines[*place].id).or_default() += minor_units;
    }
    off
}

/// The promotions that are taken off the whole cart.
fn off_cart(priced: &PricedCart) -> Vec<&PromotionId> {
    priced
        .applied
        .iter()
        .filter(|applied| applied.is_of_cart)
        .filter_map(|one| one.promotion.as_ref())
        .collect()
}
