//! Which gifts a command may bring into a cart, and how many new lines: never fewer than come of it, and none where the
//! cart cannot have what they are given for.

use std::ops::Deref;

use std::borrow::Cow;

use crate::domain::cart::{AutoAdded, Cart, Line};
use crate::domain::command::changing::{LineChange, UpdateCart};
use crate::domain::command::merging::{CopyFrom, CopyLines, MergeCarts, SourceAfter};
use crate::domain::command::ordering::{Checkout, ShippingChoice};
use crate::domain::command::{AddContent, AddLine, Command, LineRef, OnAbsent, OnRefusal, ProductRef};
use crate::domain::facts::{Facts, Found};
use crate::domain::id::{ProductId, PromotionId, VariantId};
use crate::domain::order::Order;
use crate::domain::promotion::{Offer, Promotion, Requirement, Reward};
use crate::domain::time::Timestamp;

/// Units of a product that the cart may have once a command is applied.
#[derive(Debug, Clone, Copy)]
struct Held<'a> {
    product: &'a ProductId,
    variant: Option<&'a VariantId>,
    /// Most units that a shopper may want then.
    units: u64,
    /// Whether a gift of the same is sure to go to this line, as long as the line stays.
    takes_gifts: bool,
    /// What promotions have added to it. Where there is nothing else, it may leave with them.
    added: &'a [AutoAdded],
}

/// A gift that may be put into a cart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Gift {
    /// What it is.
    pub(crate) found: Found,
    /// The promotions that may put it there.
    promotions: Vec<PromotionId>,
}

/// The gifts that promotions may put into the cart with this command, each once. Only the products that the command's
/// references lead to need be loaded.
pub(crate) fn possible(facts: &Facts, command: &Command) -> Vec<Gift> {
    if !facts.promotions.add_gifts() {
        return Vec::new();
    }
    let held = held(facts, command);
    let at = moment(facts, command);
    let mut possible: Vec<Gift> = Vec::new();
    for place in facts.promotions.automatic(held.iter().map(|held| held.product)) {
        let promotion = &facts.promotions.all()[place];
        let Some((requirements, gifts)) = added_gifts(facts, promotion, at) else { continue };
        let may_be_met = |(list, requirement): (usize, &Requirement)| {
            may_be_met(facts, (place, list), requirement.quantity, &held)
        };
        if !requirements.iter().enumerate().all(may_be_met) {
            continue;
        }
        for gift in gifts {
            match possible.iter_mut().find(|known| known.found == *gift) {
                Some(known) => known.promotions.push(promotion.id.clone()),
                None => {
                    possible.push(Gift { found: gift.clone(), promotions: vec![promotion.id.clone()] });
                }
            }
        }
    }
    possible
}

/// How many identifiers of lines the command may need that it does not name: for copies, for an order's lines, and for
/// these gifts, whose products are loaded.
pub(crate) fn new_line_count(facts: &Facts, command: &Command, gifts: &[Gift]) -> usize {
    let source = || present(facts, facts.source.as_deref()).map_or(0, |cart| cart.lines.len());
    let ordered = || facts.order.as_ref().map_or(0, |order| order.lines.len());
    let copies = match command {
        Command::CopyLines(CopyLines { from: CopyFrom::Cart(_), .. })
        | Command::MergeCarts(MergeCarts { source_after: SourceAfter::Keep, .. }) => source(),
        Command::CopyLines(CopyLines { from: CopyFrom::Order(_), .. }) => ordered(),
        Command::Checkout(checkout) => order_line_count(facts, checkout),
        _ => 0,
    };
    if gifts.is_empty() {
        return copies;
    }
    let held = held(facts, command);
    let gifts = gifts.iter().filter(|gift| needs_line(facts, gift, &held)).count();
    match command {
        // In the order as well.
        Command::Checkout(_) => copies + 2 * gifts,
        _ => copies + gifts,
    }
}

/// How many lines a new order of the cart has, what sending it costs included; none where the cart has its order already.
fn order_line_count(facts: &Facts, checkout: &Checkout) -> usize {
    let is_open = |cart: &&Cart| !is_answered(cart, facts.order.as_ref(), checkout);
    let cart = present(facts, facts.cart.as_deref()).filter(is_open);
    cart.map_or(0, |cart| cart.lines.len() + usize::from(checkout.delivery.shipping != ShippingChoice::None))
}

/// Whether this order, the last one that was made of the cart, is what the checkout asks for, with nothing left to be paid by
/// it.
pub(crate) fn is_answered(cart: &Cart, order: Option<&Order>, checkout: &Checkout) -> bool {
    let is_paid = checkout.payment.is_none() || order.is_some_and(|order| !order.transactions.is_empty());
    is_paid && has_order(cart, order)
}

/// Whether this order, the last one that was made of the cart, is the order of the cart as it is now.
pub(crate) fn has_order(cart: &Cart, order: Option<&Order>) -> bool {
    let last = cart.last_checkout.as_ref().filter(|last| last.revision == cart.revision);
    last.is_some_and(|last| order.is_some_and(|order| order.id == last.order && !order.is_cancelled))
}

/// Whether units of the gift may need a line of their own.
fn needs_line(facts: &Facts, gift: &Gift, held: &[Held<'_>]) -> bool {
    let Some(product) = facts.products.get(&gift.found.product) else { return false };
    let must_choose = product.variants.is_empty() == gift.found.variant.is_some();
    let stays = |held: &Held<'_>| {
        let by = |promotion: &PromotionId| held.added.iter().any(|added| added.promotion == *promotion);
        0 < held.units || gift.promotions.iter().all(by)
    };
    let is_there = held.iter().any(|held| {
        held.takes_gifts
            && *held.product == gift.found.product
            && held.variant == gift.found.variant.as_ref()
            && stays(held)
    });
    product.components.is_empty() && !must_choose && !is_there
}

/// The time as of which the cart is priced once the command is applied: of a preview its own, else that of the change.
fn moment(facts: &Facts, command: &Command) -> Timestamp {
    preview(facts, command).unwrap_or_else(|| time_of_change(facts, command))
}

/// The moment of which the cart is a preview once the command is applied, where it is one.
fn preview(facts: &Facts, command: &Command) -> Option<Timestamp> {
    match command {
        Command::CreateCart(command) => return command.new.preview_at,
        Command::UpdateCart(UpdateCart { preview_at: Some(at), .. }) => return Some(*at),
        Command::ResumeCart(_) => return facts.parked.as_ref().and_then(|parked| parked.cart.preview_at),
        _ => {}
    }
    match (own(facts, command), on_absent(facts, command).as_deref()) {
        (Some(cart), _) => cart.preview_at,
        (None, Some(OnAbsent::Create(new) | OnAbsent::CreateInstead { new, .. })) => new.preview_at,
        (None, Some(OnAbsent::Refuse) | None) => None,
    }
}

/// Now, but never before the last change of a cart that takes part in it.
fn time_of_change(facts: &Facts, command: &Command) -> Timestamp {
    let source = match command {
        Command::CreateCart(command) => return command.created_at.unwrap_or(facts.now),
        Command::MergeCarts(_) => source(facts, command),
        Command::ResumeCart(_) => facts.parked.as_ref().map(|parked| &parked.cart),
        _ => None,
    };
    let at = own(facts, command).map_or(facts.now, |cart| facts.now.not_before(cart.updated_at));
    source.map_or(at, |cart| at.max(cart.updated_at))
}

/// What a promotion in force at that moment requires and gives, where it puts its gifts into carts by itself.
fn added_gifts<'a>(
    facts: &'a Facts,
    promotion: &'a Promotion,
    at: Timestamp,
) -> Option<(&'a [Requirement], impl Iterator<Item = &'a Found>)> {
    let Reward::Gift { requirements, gifts, is_added: true } = &promotion.reward else { return None };
    let is_given = promotion.offer == Offer::Automatic && promotion.is_active(at);
    let gifts = gifts.iter().filter_map(|gift| facts.promotions.resolve(gift));
    is_given.then_some((requirements.as_slice(), gifts))
}

/// Whether the cart may have so many units of what stands in the list of targets.
fn may_be_met(facts: &Facts, list: (usize, usize), quantity: u32, held: &[Held<'_>]) -> bool {
    let counts = |held: &&Held<'_>| facts.promotions.is_listed(list, held.product, held.variant);
    let units: u64 = held.iter().filter(counts).map(|held| held.units).sum();
    u64::from(quantity) <= units
}

fn held<'a>(facts: &'a Facts, command: &'a Command) -> Vec<Held<'a>> {
    let own = own(facts, command).map_or(&[][..], |cart| cart.lines.as_slice());
    let mut held: Vec<Held<'a>> = own.iter().filter_map(|line| changed(facts, command, line)).collect();
    match command {
        Command::CreateCart(command) => held.extend(added(facts, &command.lines, true)),
        Command::AddLines(command) => {
            held.extend(added(facts, &command.lines, command.on_refusal != OnRefusal::KeepGood));
        }
        Command::MergeCarts(_) => {
            let source = source(facts, command).into_iter().flat_map(|cart| &cart.lines);
            // What promotions have added to it stays behind.
            let wanted = source.filter(|line| 0 < line.wanted_units());
            held.extend(wanted.filter_map(|line| Some(Held { added: &[], ..kept(line)? })));
        }
        Command::CopyLines(command) => {
            let source = present(facts, facts.source.as_deref()).into_iter().flat_map(|cart| &cart.lines);
            let source = source.map(Deref::deref);
            let ordered = facts.order.iter().flat_map(|order| &order.lines).map(|line| &line.line);
            // A copy has no units that promotions have added, and may be refused.
            let is_sure = command.on_refusal != OnRefusal::KeepGood;
            held.extend(source.chain(ordered).filter(|line| 0 < line.wanted_units()).filter_map(|line| {
                let held = kept(line)?;
                Some(Held { takes_gifts: held.takes_gifts && is_sure, added: &[], ..held })
            }));
        }
        Command::ResumeCart(_) => {
            let lines = facts.parked.iter().flat_map(|parked| &parked.cart.lines).map(Deref::deref);
            held.extend(lines.filter_map(kept));
        }
        Command::UpdateCart(_)
        | Command::DeleteCart(_)
        | Command::AbandonCart(_)
        | Command::PurgeCart(_)
        | Command::UpdateLine(_)
        | Command::RemoveLine(_)
        | Command::ChangeLines(_)
        | Command::ClearCart(_)
        | Command::EnterCode(_)
        | Command::RemoveCode(_)
        | Command::AddTaxes(_)
        | Command::UpdateTax(_)
        | Command::RemoveTax(_)
        | Command::ClearTaxes(_)
        | Command::Checkout(_)
        | Command::PayOrder(_)
        | Command::CaptureTransaction(_)
        | Command::RefundTransaction(_)
        | Command::UpdateOrder(_)
        | Command::ParkCart(_)
        | Command::DeleteParked(_)
        | Command::CreateKey(_)
        | Command::RevokeKey(_)
        | Command::Import(_) => {}
    }
    held
}

/// The command's cart, where no new one takes its place.
fn own<'a>(facts: &'a Facts, command: &Command) -> Option<&'a Cart> {
    present(facts, facts.cart.as_deref())
        .filter(|cart| !on_absent(facts, command).is_some_and(|on_absent| on_absent.takes_over(cart)))
}

/// The cart that is merged, where it is not as if it were not there.
fn source<'a>(facts: &'a Facts, command: &Command) -> Option<&'a Cart> {
    let passes_over = |cart: &Cart| match command {
        Command::MergeCarts(command) => command.on_no_source.passes_over(cart),
        _ => false,
    };
    present(facts, facts.source.as_deref()).filter(|cart| !passes_over(cart))
}

/// What the command does where its cart is not there, as far as it may bring gifts then.
fn on_absent<'a>(facts: &Facts, command: &'a Command) -> Option<Cow<'a, OnAbsent>> {
    match command {
        Command::UpdateCart(command) => Some(Cow::Borrowed(&command.on_absent)),
        Command::AddLines(command) => Some(Cow::Borrowed(&command.on_absent)),
        Command::MergeCarts(command) => Some(Cow::Borrowed(&command.on_absent)),
        Command::CopyLines(command) => Some(Cow::Borrowed(&command.on_absent)),
        Command::ResumeCart(command) => {
            let parked = facts.parked.as_ref()?;
            Some(Cow::Owned(command.on_absent(parked, facts.now)))
        }
        _ => None,
    }
}

fn present<'a>(facts: &Facts, cart: Option<&'a Cart>) -> Option<&'a Cart> {
    cart.filter(|cart| !cart.is_expired(facts.now))
}

/// What a line that stays as it is holds; none of a custom item.
fn kept(line: &Line) -> Option<Held<'_>> {
    Some(Held {
        product: line.product()?,
        variant: line.variant(),
        units: u64::from(line.wanted_units()),
        takes_gifts: line.is_plain(),
        added: &line.auto_added,
    })
}

/// What a line of the cart holds once the command is applied; none where it is taken out.
fn changed<'a>(facts: &Facts, command: &Command, line: &'a Line) -> Option<Held<'a>> {
    let mut held = kept(line)?;
    let mut update = |units: Option<u32>, is_key_kept: bool| {
        held.units = held.units.max(units.map_or(0, u64::from));
        held.takes_gifts &= is_key_kept;
    };
    match command {
        Command::RemoveLine(command) if is_named(facts, &command.line, line) => return None,
        Command::UpdateLine(command) if is_named(facts, &command.line, line) => {
            let is_key_kept = command.custom_inputs.is_none() && command.location.is_none();
            update(command.quantity.map(|quantity| quantity.units()), is_key_kept);
        }
        Command::ChangeLines(command) => {
            for change in &command.changes {
                match change {
                    LineChange::Remove { line: named } if is_named(facts, named, line) => return None,
                    LineChange::Update { line: named, quantity, custom_inputs, location, checks: _ }
                        if is_named(facts, named, line) =>
                    {
                        let is_key_kept = custom_inputs.is_none() && location.is_none();
                        update(quantity.map(|quantity| quantity.units()), is_key_kept);
                    }
                    LineChange::Remove { .. } | LineChange::Update { .. } => {}
                }
            }
        }
        _ => {}
    }
    Some(held)
}

fn is_named(facts: &Facts, named: &LineRef, line: &Line) -> bool {
    match named {
        LineRef::Id(id) => line.id == *id,
        LineRef::Sku(sku) => facts.find(&ProductRef::Sku(sku.clone())).is_some_and(|(product, variant)| {
            line.product() == Some(&product.id) && line.variant() == variant
        }),
    }
}

/// What lines that are added hold; where some of them may be refused, no gift is sure to go to them.
fn added<'a>(
    facts: &'a Facts,
    lines: &'a [AddLine],
    is_sure: bool,
) -> impl Iterator<Item = Held<'a>> + use<'a> {
    lines.iter().filter_map(move |line| {
        let AddContent::Product { product, variant, .. } = &line.content else { return None };
        let (product, found) = facts.find(product)?;
        let is_plain =
            product.components.is_empty() && line.custom_inputs.is_none() && line.location.is_none();
        Some(Held {
            product: &product.id,
            variant: variant.as_ref().or(found),
            units: u64::from(line.quantity.units()),
            takes_gifts: is_plain && is_sure,
            added: &[],
        })
    })
}
