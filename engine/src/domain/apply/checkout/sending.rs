//! Where an order goes, what tax is on it there, and what sending it costs.

use crate::domain::apply::line::bare;
use crate::domain::cart::{Cart, Content, CustomItem};
use crate::domain::command::ordering::{Checkout, KeptContact, ShippingChoice};
use crate::domain::delivery::ShippingOffer;
use crate::domain::facts::Facts;
use crate::domain::id::{LineId, OrderLineId};
use crate::domain::money::{AMOUNT_MINOR_UNITS_MAX, Currency, UnitPrice};
use crate::domain::order::{Address, Contact, Order, OrderLine, OrderShipping};
use crate::domain::pricing::PricedLine;
use crate::domain::time::Timestamp;
use crate::domain::value::Value;
use crate::error::Error;

/// Who orders, and where bill and goods go, once all is looked up that the cart and the customer are known by.
#[derive(Debug, Clone)]
pub(super) struct Recipient {
    pub(super) contact: Contact,
    pub(super) billing_address: Address,
    pub(super) shipping_address: Address,
}

/// What the command says, and what it leaves open as the cart has it; then what is known of the customer.
pub(super) fn recipient(facts: &Facts, command: &Checkout, cart: &Cart) -> Recipient {
    let kept = command.delivery.kept;
    let read = |name: fn(&KeptContact) -> &'static str| {
        kept.and_then(|kept| Some(kept.form.read(attribute(cart, name(&kept))?))).unwrap_or_default()
    };
    let (kept_bill, kept_goods) = (read(|kept| kept.billing_address), read(|kept| kept.shipping_address));
    let billing = &command.billing_address;
    let mut contact = command.contact.clone();
    if let Some(Value::Text(email)) = kept.and_then(|kept| attribute(cart, kept.email))
        && contact.email.is_empty()
    {
        contact.email.clone_from(email);
    }
    if let Some(customer) = facts.customer.as_ref().filter(|_| !contact.is_of_account) {
        fill(&mut contact, &customer.name, &customer.email);
    }
    Recipient {
        contact,
        shipping_address: first_known([&command.shipping_address, &kept_goods, billing, &kept_bill]),
        billing_address: first_known([billing, &kept_bill]),
    }
}

fn attribute<'a>(cart: &'a Cart, name: &str) -> Option<&'a Value> {
    cart.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value)
}

/// The contact, with a name and an e-mail address as they were before where it has none; one of an account stays as it is.
pub(super) fn known_contact(mut contact: Contact, before: &Contact) -> Contact {
    if contact.is_of_account || before.is_of_account {
        return if contact.is_of_account { contact } else { before.clone() };
    }
    fill(&mut contact, &before.name, &before.email);
    contact
}

/// Puts the name and the e-mail address where the contact has none.
fn fill(contact: &mut Contact, name: &str, email: &str) {
    if contact.name.is_empty() {
        name.clone_into(&mut contact.name);
    }
    if contact.email.is_empty() {
        email.clone_into(&mut contact.email);
    }
}

/// The first address of which something is known.
pub(super) fn first_known<const COUNT: usize>(addresses: [&Address; COUNT]) -> Address {
    addresses.into_iter().find(|address| **address != Address::default()).cloned().unwrap_or_default()
}

/// The cart with the taxes of where it goes, where the command asks for them.
pub(super) fn taxed(facts: &Facts, command: &Checkout, cart: &Cart, to: &Address) -> Cart {
    let zone = facts.settings.delivery.zone(to).filter(|_| command.delivery.are_zone_taxes_put);
    zone.map_or_else(|| cart.clone(), |zone| zone.tax(cart))
}

/// The way of shipping that the command chooses for a cart of this subtotal; none where it has none.
///
/// # Errors
///
/// [`Error::ShippingNotOffered`] where the cart cannot have the one that is named.
pub(super) fn choose<'a>(
    facts: &'a Facts,
    command: &Checkout,
    to: &Address,
    currency: Currency,
    subtotal: i64,
) -> Result<Option<ShippingOffer<'a>>, Error> {
    let mut offers = facts.settings.delivery.offers(to, currency, subtotal).into_iter();
    match &command.delivery.shipping {
        ShippingChoice::None => Ok(None),
        ShippingChoice::Cheapest => Ok(offers.next()),
        ShippingChoice::Method(method) => match offers.find(|offer| offer.method.id == *method) {
            Some(offer) => Ok(Some(offer)),
            None => Err(Error::ShippingNotOffered { method: method.clone() }),
        },
    }
}

/// Puts what sending it costs into the order, as its last line: nothing is taken off it, and no tax is on it.
///
/// # Errors
///
/// [`Error::TotalOutOfRange`] where the order would cost too much.
pub(super) fn add_line(
    order: &mut Order,
    offer: ShippingOffer<'_>,
    id: &LineId,
    at: Timestamp,
) -> Result<(), Error> {
    let ShippingOffer { method, minor_units } = offer;
    // Neither is negative, and both are far from the largest number there is.
    if AMOUNT_MINOR_UNITS_MAX < order.priced.undiscounted_total.max(order.priced.total) + minor_units {
        return Err(Error::TotalOutOfRange);
    }
    order.shipping = Some(OrderShipping {
        place: order.lines.len(),
        method: method.id.clone(),
        name: method.name.clone(),
        estimated_days: method.estimated_days,
    });
    let custom = CustomItem {
        name: method.name.clone(),
        sku: method.id.as_str().to_owned(),
        description: String::new(),
    };
    let sequence = order.lines.last().map_or(0, |line| line.line.sequence) + 1;
    let price = UnitPrice { minor_units, includes_tax: false };
    order.lines.push(OrderLine {
        id: OrderLineId::from(id),
        sku: custom.sku.clone(),
        name: custom.name.clone(),
        line: bare(id.clone(), sequence, Content::Custom(custom), price, at),
        component_names: Vec::new(),
    });
    let priced = &mut order.priced;
    priced.lines.push(PricedLine {
        subtotal: minor_units,
        discount_total: 0,
        tax_total: 0,
        included_tax_total: 0,
        undiscounted_total: minor_units,
        total: minor_units,
        unit_total: minor_units,
    });
    priced.subtotal += minor_units;
    priced.undiscounted_total += minor_units;
    priced.total += minor_units;
    Ok(())
}
