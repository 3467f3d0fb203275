//! Checking out: an order of what the cart has, at what the cart costs.

mod sending;

use std::ops::Deref;

use self::sending::Recipient;
use super::codes::is_used_up;
use super::draft::{Draft, draft};
use super::line::Sold;
use super::settle::settle;
use super::{Change, Notices, OrderWrite, Outcome, allocation, notices, orders};
use crate::domain::access::{may_reach, owner};
use crate::domain::bundle::{Component, Selection};
use crate::domain::cart::{Cart, CartStatus, LastCheckout, Line};
use crate::domain::catalog::Product;
use crate::domain::command::OnAbsent;
use crate::domain::command::ordering::{CartAfterCheckout, Checkout, ORDER_NUMBER_DIGITS_MIN};
use crate::domain::facts::Facts;
use crate::domain::gifts::{has_order, is_answered};
use crate::domain::id::{CustomerId, LineId, OrderLineId};
use crate::domain::order::{Order, OrderLine};
use crate::domain::pricing::{PricedCart, price};
use crate::domain::shared::Shared;
use crate::error::Error;
use crate::error::choice::CodeProblem;

pub(super) fn apply(facts: &Facts, command: &Checkout) -> Result<Change, Error> {
    if let Some(customer) = &command.customer
        && !facts.customer_known
    {
        return Err(Error::CustomerNotFound { customer: customer.clone() });
    }
    if let Some((cart, order)) = checked_out_already(facts, command) {
        return Ok(again(facts, command, cart, order));
    }
    let mut draft = draft(facts, &command.cart, &OnAbsent::Refuse)?;
    if draft.cart.preview_at.is_some() {
        return Err(Error::CartPreview { cart: command.cart.clone() });
    }
    drop_ended_codes(facts, command, &mut draft);
    if draft.cart.lines.is_empty() {
        return Err(Error::CartEmpty { cart: command.cart.clone() });
    }
    let gift_refusals = settle(facts, &mut draft);
    // A gift without a price is left away, as it is at every other change; one that is out of stock is promised.
    let is_stock = |error: &Error| matches!(error.reason(), Error::InsufficientStock(_));
    if let Some(missing) = gift_refusals.iter().find(|error| is_stock(error)) {
        return Err(missing.clone());
    }
    if draft.cart.lines.is_empty() {
        return Err(Error::CartEmpty { cart: command.cart.clone() });
    }
    let recipient = sending::recipient(facts, command, &draft.cart);
    let taxed = sending::taxed(facts, command, &draft.cart, &recipient.shipping_address);
    let priced =
        price(&taxed, &facts.promotions, draft.at).map_err(|_out_of_range| Error::TotalOutOfRange)?;
    if command.is_stock_checked {
        allocation::check(facts, draft.cart.lines.iter().map(Deref::deref))?;
    }
    let messages = notices::messages_of(facts, &draft, &priced);
    let used_codes = used_codes(&draft.cart, &priced);
    let order = order(facts, command, &draft, Ordered { lines: &taxed.lines, priced, recipient })?;
    let is_same = |unpaid: &&Order| unpaid.priced == order.priced && unpaid.shipping == order.shipping;
    let (mut order, order_write) = match unpaid(facts).filter(is_same) {
        Some(unpaid) => (in_place_of(facts, command, unpaid, order), OrderWrite::Update),
        None => (order, OrderWrite::Create),
    };
    let is_new = order_write == OrderWrite::Create;
    if is_new && command.payment.is_some() {
        check_uses(facts, &used_codes)?;
    }
    let products = match &command.payment {
        Some(payment) => {
            let payment = payment.of(&order.id);
            orders::take_payment(facts, &mut order, &payment, draft.at)?
        }
        None => Vec::new(),
    };
    assert_eq!(order.priced.total, order.priced.lines.iter().map(|line| line.total).sum::<i64>());
    has_become(&mut draft.cart, &order, command.cart_after);
    Ok(Change {
        order: Some(order),
        order_write,
        products,
        used_codes: if is_new { used_codes } else { Vec::new() },
        notices: Notices { messages, gift_refusals },
        ..draft.changed(Outcome::CheckedOut { is_new })
    })
}

/// The cart and the order that was made of it, where nothing in the cart has changed since, the order was not given up, and
/// the command has nothing to pay. Of a cart that was converted by it too: whoever did not get the answer asks again.
fn checked_out_already<'a>(facts: &'a Facts, command: &Checkout) -> Option<(&'a Cart, &'a Order)> {
    let cart = facts.cart.as_deref().filter(|cart| !cart.is_expired(facts.now))?;
    let order = facts.order.as_ref().filter(|order| is_answered(cart, Some(order), command))?;
    may_reach(&facts.principal, &command.cart, Some(cart)).then_some((cart, order))
}

/// The same order, to whom and where the command says as long as nothing was paid for it.
fn again(facts: &Facts, command: &Checkout, cart: &Cart, order: &Order) -> Change {
    let mut changed = order.clone();
    if order.transactions.is_empty() {
        let recipient = sending::recipient(facts, command, cart);
        changed.contact = recipient.contact;
        let counted = order.number.as_ref().filter(|_| command.number_prefix.is_some());
        changed.number = number(command, counted, facts.own_number);
        changed.external_reference.clone_from(&command.external_reference);
        changed.billing_address = recipient.billing_address;
        changed.shipping_address = recipient.shipping_address;
        changed.attributes.clone_from(&command.attributes);
    }
    let order_write = if changed == *order {
        OrderWrite::Nothing
    } else {
        changed.revision += 1;
        changed.updated_at = facts.now.not_before(order.updated_at);
        OrderWrite::Update
    };
    let mut draft = Draft::stored(facts, cart);
    let outcome = Outcome::CheckedOut { is_new: false };
    let change = match (command.cart_after, cart.status) {
        (CartAfterCheckout::Convert, CartStatus::Active) => {
            has_become(&mut draft.cart, order, command.cart_after);
            draft.changed(outcome)
        }
        (CartAfterCheckout::Convert, CartStatus::Abandoned | CartStatus::Converted)
        | (CartAfterCheckout::Keep, _) => draft.unchanged(outcome),
    };
    Change { order: Some(changed), order_write, ..change }
}

/// Notes with the cart, which is about to be changed, that this is its order.
fn has_become(cart: &mut Cart, order: &Order, after: CartAfterCheckout) {
    cart.last_checkout = Some(LastCheckout { order: order.id.clone(), revision: cart.revision + 1 });
    match after {
        CartAfterCheckout::Keep => {}
        CartAfterCheckout::Convert => cart.status = CartStatus::Converted,
    }
}

/// The order of the cart as it is now, where nobody has paid for it.
fn unpaid(facts: &Facts) -> Option<&Order> {
    let (cart, order) = facts.cart.as_deref().zip(facts.order.as_ref())?;
    (has_order(cart, Some(order)) && order.transactions.is_empty()).then_some(order)
}

/// Takes out codes whose promotion is gone or has run out, and, where nothing is paid yet, those that are used up.
fn drop_ended_codes(facts: &Facts, command: &Checkout, draft: &mut Draft) {
    let (at, is_kept) = (draft.at, command.payment.is_some());
    draft.cart.codes.retain(|entered| {
        facts
            .promotions
            .find_code(&entered.code)
            .is_some_and(|(promotion, code)| promotion.is_active(at) && (is_kept || !is_used_up(facts, code)))
    });
}

/// Refuses codes that are used up. Whoever pays has seen what they take off, and pays no more than that without being told.
fn check_uses(facts: &Facts, codes: &[String]) -> Result<(), Error> {
    let mut found = codes.iter().filter_map(|code| facts.promotions.find_code(code));
    match found.find(|(_, code)| is_used_up(facts, code)) {
        Some((_, code)) => Err(Error::CodeRefused { code: code.code.clone(), problem: CodeProblem::UsedUp }),
        None => Ok(()),
    }
}

/// The cart's codes that take something off.
fn used_codes(cart: &Cart, priced: &PricedCart) -> Vec<String> {
    let takes_off =
        |code: &str| priced.applied.iter().any(|applied| applied.promotion.is_some() && applied.code == code);
    let codes = cart.codes.iter().map(|entered| &entered.code);
    codes.filter(|code| takes_off(code)).cloned().collect()
}

/// What is ordered and by whom.
struct Ordered<'a> {
    /// The cart's lines with the taxes that they are ordered with.
    lines: &'a [Shared<Line>],
    priced: PricedCart,
    recipient: Recipient,
}

fn order(facts: &Facts, command: &Checkout, draft: &Draft, ordered: Ordered<'_>) -> Result<Order, Error> {
    let cart = &draft.cart;
    let Ordered { lines, priced, recipient } = ordered;
    // Gifts that have just come have some of the new identifiers.
    let mut ids = facts.new_lines.iter().filter(|id| cart.line(id).is_none());
    let with_ids = lines.iter().zip(ids.by_ref());
    let order_lines: Vec<OrderLine> = with_ids.map(|(line, id)| order_line(facts, line, id)).collect();
    assert_eq!(order_lines.len(), lines.len());
    assert_eq!(order_lines.len(), priced.lines.len());
    let currency = priced.currency.unwrap_or(facts.settings.default_currency);
    let offer = sending::choose(facts, command, &recipient.shipping_address, currency, priced.subtotal)?;
    let mut order = Order {
        id: command.new_order.clone(),
        cart: cart.id.clone(),
        // Whoever alone reaches the cart alone reaches the order.
        customer: owner(&cart.id, Some(cart)).and_then(|owner| CustomerId::new(owner).ok()),
        contact: recipient.contact,
        number: number(command, None, facts.order_number),
        external_reference: command.external_reference.clone(),
        billing_address: recipient.billing_address,
        shipping_address: recipient.shipping_address,
        attributes: command.attributes.clone(),
        currency,
        lines: order_lines,
        priced,
        is_cancelled: false,
        is_fulfilled: false,
        shipping: None,
        transactions: Vec::new(),
        allocations: Vec::new(),
        revision: 0,
        created_at: draft.at,
        updated_at: draft.at,
    };
    // There is an identifier for it besides those of the cart's lines.
    if let (Some(offer), Some(id)) = (offer, ids.next()) {
        sending::add_line(&mut order, offer, id, draft.at)?;
    }
    Ok(order)
}

/// The number for people: the one that is given, else the one that the order has, else where one is asked for one that counts.
fn number(command: &Checkout, present: Option<&String>, count: u64) -> Option<String> {
    let counted = |prefix: &String| format!("{prefix}{count:0digits$}", digits = ORDER_NUMBER_DIGITS_MIN);
    let said = command.number.as_ref().or(present).cloned();
    said.or_else(|| command.number_prefix.as_ref().map(counted))
}

/// The new order in the place of the unpaid one, which is the same but for who gets it and for what taxes are called there.
/// What the command does not say is as it was.
fn in_place_of(facts: &Facts, command: &Checkout, unpaid: &Order, new: Order) -> Order {
    let mut lines = unpaid.lines.clone();
    for (line, new) in lines.iter_mut().zip(new.lines) {
        line.line.taxes = new.line.taxes;
    }
    Order {
        id: unpaid.id.clone(),
        contact: sending::known_contact(new.contact, &unpaid.contact),
        number: number(command, unpaid.number.as_ref(), facts.own_number),
        external_reference: new.external_reference.or_else(|| unpaid.external_reference.clone()),
        billing_address: sending::first_known([&new.billing_address, &unpaid.billing_address]),
        shipping_address: sending::first_known([&new.shipping_address, &unpaid.shipping_address]),
        attributes: if new.attributes.is_empty() { unpaid.attributes.clone() } else { new.attributes },
        lines,
        revision: unpaid.revision + 1,
        created_at: unpaid.created_at,
        updated_at: new.updated_at.max(unpaid.updated_at),
        ..new
    }
}

/// The line with what it is called in the catalog; a product that is no longer there has no name.
fn order_line(facts: &Facts, line: &Line, id: &LineId) -> OrderLine {
    let sold = Sold::of_line(facts, line);
    let (sku, name) = match (line.custom(), sold) {
        (Some(custom), _) => (custom.sku.clone(), custom.name.clone()),
        (None, Some(Sold { product, variant, .. })) => {
            (product.sku_of(variant).to_string(), product.name_of(variant).into_owned())
        }
        (None, None) => (String::new(), String::new()),
    };
    let component_names = sold.map_or_else(Vec::new, |sold| component_names(sold.product, line));
    OrderLine { id: OrderLineId::from(id), line: line.clone(), sku, name, component_names }
}

/// What the components of a bundle are called of which the line has something.
fn component_names(product: &Product, line: &Line) -> Vec<(String, String)> {
    let selected = line.bundle().map_or(&[][..], Selection::components);
    let is_selected = |component: &&Component| selected.iter().any(|one| one.key == component.key);
    let components = product.components.iter().filter(is_selected);
    components.map(|component| (component.key.clone(), component.name.clone())).collect()
}
