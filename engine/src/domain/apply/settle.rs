//! What every change of a cart ends with: gifts come and go, the cart must have a price, and the shopper is told.

use super::draft::Draft;
use super::line::{Sold, check_total, push_bare};
use super::stock::{Units, check_stock};
use super::{Change, Notices, Outcome, notices};
use crate::domain::cart::{AutoAdded, Cart, Content, LINES_MAX};
use crate::domain::command::StockCheck;
use crate::domain::facts::Facts;
use crate::domain::id::{LineId, PromotionId};
use crate::domain::money::UnitPrice;
use crate::domain::pricing::{DueGift, due_gifts, reach};
use crate::domain::promotion::Promotions;
use crate::domain::quantity::Quantity;
use crate::error::Error;

/// The change that a draft is, with the gifts that are due in it and those that are not due gone.
///
/// # Errors
///
/// [`Error::TotalOutOfRange`] where the cart would cost too much.
pub(super) fn finish(facts: &Facts, mut draft: Draft, outcome: Outcome) -> Result<Change, Error> {
    let gift_refusals = settle(facts, &mut draft);
    let messages = notices::messages(facts, &draft)?;
    Ok(Change { notices: Notices { messages, gift_refusals }, ..draft.changed(outcome) })
}

/// Takes away the gifts that are no longer due and puts those into the cart that are, and says why some could not be
/// put there. The shopper's own units of a gift count first.
pub(super) fn settle(facts: &Facts, draft: &mut Draft) -> Vec<Error> {
    let promotions = &facts.promotions;
    if draft.cart.lines.iter().all(|line| line.auto_added.is_empty()) && !promotions.add_gifts() {
        return Vec::new();
    }
    // A cart that has no price is refused later.
    let mut due = due_gifts(&draft.cart, promotions, draft.at).unwrap_or_default();
    due.retain(|due| due.is_added);
    let mut lacking = keep(promotions, draft, due);
    let added = (0..lacking.len()).map(|index| add(facts, draft, &mut lacking, index));
    added.filter_map(Result::err).collect()
}

/// Takes away what is not due of what promotions have added, and gives back what is lacking of what is due.
fn keep(promotions: &Promotions, draft: &mut Draft, mut due: Vec<DueGift>) -> Vec<DueGift> {
    let lines = &mut draft.cart.lines;
    let mut kept: Vec<Vec<AutoAdded>> = vec![Vec::new(); lines.len()];
    for index in 0..due.len() {
        let DueGift { promotion, gift, .. } = due[index].clone();
        let Some(found) = promotions.resolve(&gift) else { continue };
        for (line, kept) in lines.iter_mut().zip(&mut kept).filter(|(line, _)| reach::is_meant(found, line)) {
            let Some(at) = line.auto_added.iter().position(|added| added.promotion == promotion) else {
                continue;
            };
            let units = line.auto_added[at].units.min(affordable(&due[index], line.unit_price));
            line.auto_added[at].units -= units;
            spend(&mut due, index, line.unit_price, units);
            record(kept, &promotion, units);
        }
    }
    let (mut kept, at) = (kept.into_iter(), draft.at);
    lines.retain_mut(|line| {
        let surplus = line.auto_added_units();
        let kept = kept.next().unwrap_or_default();
        if line.auto_added != kept {
            line.auto_added = kept;
        }
        if surplus == 0 {
            return true;
        }
        line.updated_at = at;
        let left = Quantity::new(i64::from(line.quantity.units()) - i64::from(surplus));
        line.quantity = left.unwrap_or(line.quantity);
        left.is_some()
    });
    due.retain(|due| 0 < due.units);
    due
}

/// How many of the units that are due the promotion may still add at this price.
fn affordable(due: &DueGift, unit_price: UnitPrice) -> u32 {
    let most = due.minor_units_max.and_then(|most| most.checked_div(unit_price.minor_units));
    most.map_or(due.units, |most| u32::try_from(most).map_or(due.units, |most| most.min(due.units)))
}

/// Counts units of a gift as no longer due, and what they cost against what all gifts of the promotion may.
fn spend(due: &mut [DueGift], index: usize, unit_price: UnitPrice, units: u32) {
    due[index].units -= units;
    let promotion = due[index].promotion.clone();
    let minor_units = unit_price.minor_units.saturating_mul(i64::from(units));
    for due in due.iter_mut().filter(|due| due.promotion == promotion) {
        due.minor_units_max = due.minor_units_max.map(|most| most.saturating_sub(minor_units).max(0));
    }
}

/// Notes that the promotion has added so many units, in the order of the promotions' identifiers.
fn record(auto_added: &mut Vec<AutoAdded>, promotion: &PromotionId, units: u32) {
    match auto_added.binary_search_by(|added| added.promotion.cmp(promotion)) {
        Ok(place) => auto_added[place].units += units,
        Err(place) if 0 < units => {
            auto_added.insert(place, AutoAdded { promotion: promotion.clone(), units });
        }
        Err(_) => {}
    }
}

/// Puts into the cart what is lacking of a gift, or as much of it as there is.
///
/// # Errors
///
/// What stands against the rest: [`Error::PriceMissing`], [`Error::TooManyLines`], [`Error::InsufficientStock`],
/// [`Error::QuantityOutOfRange`] or [`Error::TotalOutOfRange`].
fn add(facts: &Facts, draft: &mut Draft, due: &mut [DueGift], index: usize) -> Result<(), Error> {
    let Some(spot) = find_spot(facts, &draft.cart, &due[index])? else { return Ok(()) };
    let before = spot.place.map_or(0, |place| draft.cart.lines[place].quantity.units());
    let units = affordable(&due[index], spot.unit_price);
    if units == 0 {
        return Ok(());
    }
    let refused = check_spot(facts, &draft.cart, &spot, before, units);
    let units = match &refused {
        Ok(()) => units,
        Err(Error::InsufficientStock(shortage)) => {
            let lacking = u32::try_from(shortage.requested - shortage.available).unwrap_or(units);
            units.saturating_sub(lacking)
        }
        Err(_) => 0,
    };
    let Some(added) = Quantity::new(i64::from(units)) else { return refused };
    let quantity = Quantity::new(i64::from(before)).map_or(Some(added), |before| before.checked_add(added));
    let quantity = quantity.ok_or(Error::QuantityOutOfRange)?;
    check_total(&draft.cart, spot.place, spot.unit_price, quantity)?;
    let promotion = due[index].promotion.clone();
    spend(due, index, spot.unit_price, units);
    put(facts, draft, &spot, quantity, AutoAdded { promotion, units });
    refused
}

/// Where units of a gift go.
struct Spot<'a> {
    sold: Sold<'a>,
    /// The line that has the gift already, with nothing else about it; none for a new one.
    place: Option<usize>,
    unit_price: UnitPrice,
}

/// Where units of the gift go; nowhere where it is not sold, or where something would have to be chosen of it.
fn find_spot<'a>(facts: &'a Facts, cart: &Cart, due: &DueGift) -> Result<Option<Spot<'a>>, Error> {
    let sold = facts
        .promotions
        .resolve(&due.gift)
        .and_then(|found| Sold::of_copy(facts, &found.product, found.variant.as_ref(), true).ok());
    let sold = sold.filter(|sold| sold.product.components.is_empty());
    let (Some(sold), Some(currency)) = (sold, cart.currency_lock()) else { return Ok(None) };
    let variant = sold.variant.map(|variant| &variant.id);
    let place = cart.lines.iter().position(|line| {
        cart.is_plain(line) && line.product() == Some(&sold.product.id) && line.variant() == variant
    });
    let unit_price = match place {
        Some(place) => cart.lines[place].unit_price,
        None => {
            let units = i64::from(due.units.min(Quantity::MAX.units()));
            sold.list_price(facts, currency, Quantity::new(units).unwrap_or(Quantity::ONE))?
        }
    };
    Ok(Some(Spot { sold, place, unit_price }))
}

/// Refuses where there is no room for a new line or not enough in stock.
fn check_spot(facts: &Facts, cart: &Cart, spot: &Spot<'_>, before: u32, units: u32) -> Result<(), Error> {
    if spot.place.is_none() && LINES_MAX <= cart.lines.len() {
        return Err(Error::TooManyLines);
    }
    let (before, asked) = (i64::from(before), i64::from(units));
    let units = Units { before, after: before + asked, asked };
    check_stock(facts, cart, spot.place, spot.sold, StockCheck::Cart, units)
}

/// Puts units that a promotion adds on the line, or on a new one at the end.
fn put(facts: &Facts, draft: &mut Draft, spot: &Spot<'_>, quantity: Quantity, added: AutoAdded) {
    let place = match spot.place {
        Some(place) => place,
        None => match facts.new_lines.iter().find(|id| draft.cart.line(id).is_none()) {
            Some(id) => push(draft, spot, id.clone()),
            None => {
                debug_assert!(false, "there is an identifier for each gift's line");
                return;
            }
        },
    };
    let line = &mut draft.cart.lines[place];
    line.quantity = quantity;
    line.updated_at = draft.at;
    record(&mut line.auto_added, &added.promotion, added.units);
}

fn push(draft: &mut Draft, spot: &Spot<'_>, id: LineId) -> usize {
    let product = spot.sold.product;
    let content = Content::Product {
        product: product.id.clone(),
        variant: spot.sold.variant.map(|variant| variant.id.clone()),
        bundle: None,
    };
    let place = push_bare(draft, id, content, spot.unit_price);
    draft.cart.lines[place].tax_rate = product.tax_rate;
    place
}
