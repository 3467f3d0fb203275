//! Making a cart, with its first lines where there are any.

use super::add_lines::add_all;
use super::draft::{Draft, check_customer};
use super::line::check_size;
use super::settle::finish;
use super::{Change, Outcome};
use crate::domain::access::may_reach;
use crate::domain::cart::Cart;
use crate::domain::command::{CreateCart, OnPresent};
use crate::domain::facts::Facts;
use crate::domain::money::AMOUNT_MINOR_UNITS_MAX;
use crate::domain::value::{Members, Value};
use crate::error::Error;

pub(super) fn apply(facts: &Facts, command: &CreateCart) -> Result<Change, Error> {
    check_customer(facts, Some(&command.new))?;
    let present = facts.cart.as_deref().filter(|cart| !cart.is_expired(facts.now));
    if !may_reach(&facts.principal, &command.cart, present) {
        return Err(Error::CartNotFound { cart: command.cart.clone() });
    }
    if let Some(cart) = present {
        return match command.on_present {
            OnPresent::KeepEqual if is_equal(cart, command) => {
                let draft = Draft::stored(facts, cart);
                Ok(draft.unchanged(Outcome::Kept))
            }
            OnPresent::KeepEqual | OnPresent::Refuse => Err(Error::CartExists { cart: command.cart.clone() }),
        };
    }
    let at = command.created_at.unwrap_or(facts.now);
    let mut draft = Draft::new(facts, &command.cart, &command.new, at);
    if let Some(currency) = command.new.currency
        && facts.settings.format(currency).is_none()
    {
        return Err(Error::CurrencyNotEnabled { currency });
    }
    let (_, refusals) = add_all(facts, &mut draft, None, &command.lines);
    if !refusals.is_empty() {
        return Err(Error::LinesRefused { refusals });
    }
    let taken_off: i128 = command.discounts.iter().map(|discount| i128::from(discount.minor_units)).sum();
    let is_negative = command.discounts.iter().any(|discount| discount.minor_units < 0);
    if is_negative || i128::from(AMOUNT_MINOR_UNITS_MAX) < taken_off {
        return Err(Error::PriceOutOfRange);
    }
    draft.cart.discounts.clone_from(&command.discounts);
    draft.cart.status = command.status;
    check_size(&draft)?;
    finish(facts, draft, Outcome::Created)
}

/// Whether the cart has what the command would have given it. In what order its attributes stand makes no difference.
fn is_equal(cart: &Cart, command: &CreateCart) -> bool {
    let fingerprint = |members: &Members| Value::Map(members.clone()).fingerprint();
    let new = &command.new;
    cart.status == command.status
        && cart.is_stock_deferred == new.is_stock_deferred
        && cart.separates_locations == new.separates_locations
        && cart.preview_at == new.preview_at
        && (&cart.customer, &cart.name, &cart.description, cart.requested_currency)
            == (&new.customer, &new.name, &new.description, new.currency)
        && fingerprint(&cart.attributes) == fingerprint(&new.attributes)
}
