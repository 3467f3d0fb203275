//! Adding units of one thing: to a line where there is one of the same key, else as a new line.

use super::bundle::select;
use super::draft::Draft;
use super::line::{
    Sold, check_total, priced_units, pricing_currency, push_bare, set_quantity, want_quantity,
};
use super::stock::{Units, check_stock};
use super::taxes::{check_taxes, replace_taxes};
use crate::domain::bundle::SelectedComponent;
use crate::domain::cart::line_key::{ContentKey, LineKey};
use crate::domain::cart::{Cart, Content, CustomItem, LINES_MAX, Line, Options};
use crate::domain::command::{AddContent, AddLine, OnDuplicate};
use crate::domain::facts::Facts;
use crate::domain::id::LineId;
use crate::domain::money::{AMOUNT_MINOR_UNITS_MAX, Currency, UnitPrice};
use crate::domain::quantity::Quantity;
use crate::domain::tax::Rate;
use crate::error::Error;

/// Adds one, and says to which line and whether that is new. What is refused leaves the draft as it was.
pub(super) fn add(
    facts: &Facts,
    draft: &mut Draft,
    asked: Option<Currency>,
    add: &AddLine,
) -> Result<(LineId, bool), Error> {
    match &add.content {
        AddContent::Product { product, variant, selection } => {
            let sold = Sold::find(facts, product, variant.as_ref(), add.checks.on_sale)?;
            add_product(facts, draft, asked, sold, selection.as_deref(), add)
        }
        AddContent::Custom { custom, unit_price } => {
            add_custom(facts, draft, asked, custom, *unit_price, add)
        }
    }
}

/// The same of a product that was found already; what `add` says of its content is not looked at.
pub(super) fn add_product(
    facts: &Facts,
    draft: &mut Draft,
    asked: Option<Currency>,
    sold: Sold<'_>,
    selected: Option<&[SelectedComponent]>,
    add: &AddLine,
) -> Result<(LineId, bool), Error> {
    let cart = &draft.cart;
    let currency = pricing_currency(facts, cart, asked)?;
    sold.check_priced(currency)?;
    sold.check_options(add.checks, add.options.as_ref().unwrap_or(&Vec::new()))?;
    sold.check_custom_inputs(add.checks, add.custom_inputs.as_ref())?;
    let selection = select(facts, sold.product, selected, add.checks)?;
    let sold = Sold { bundle: selection.as_ref(), ..sold };
    let content = Content::Product {
        product: sold.product.id.clone(),
        variant: sold.variant.map(|variant| variant.id.clone()),
        bundle: selection.clone(),
    };
    let Meeting { place, before, quantity, wanted } = meet(cart, &content, add)?;
    let list_price = sold.list_price(facts, currency, wanted)?;
    check_new(cart, place, add)?;
    let units = |quantity: Quantity| i64::from(quantity.units());
    // The shopper's own units take the place of those that promotions have added.
    let changed = Units { before, after: units(wanted), asked: units(add.quantity) };
    check_stock(facts, cart, place, sold, add.checks.stock, changed)?;
    let price = Price { currency, list_price, tax_rate: sold.product.tax_rate };
    put(draft, place, content, quantity, price, add)
}

/// Adds a custom item. Where the cart has a line of its stock keeping unit, that one's name, text and price stay.
fn add_custom(
    facts: &Facts,
    draft: &mut Draft,
    asked: Option<Currency>,
    custom: &CustomItem,
    unit_price: UnitPrice,
    add: &AddLine,
) -> Result<(LineId, bool), Error> {
    let cart = &draft.cart;
    let currency = pricing_currency(facts, cart, asked)?;
    if !(0..=AMOUNT_MINOR_UNITS_MAX).contains(&unit_price.minor_units) {
        return Err(Error::PriceOutOfRange);
    }
    let content = Content::Custom(custom.clone());
    let Meeting { place, quantity, .. } = meet(cart, &content, add)?;
    check_new(cart, place, add)?;
    let list_price = place.map_or(unit_price, |place| cart.lines[place].list_price);
    let price = Price { currency, list_price, tax_rate: Rate::ZERO };
    put(draft, place, content, quantity, price, add)
}

/// The line of the cart that units meet.
struct Meeting {
    /// Its place; none where they make a new line.
    place: Option<usize>,
    /// What it had.
    before: i64,
    /// What it is to have.
    quantity: Quantity,
    /// How many of these decide what each of them costs: the shopper's own where there are any.
    wanted: Quantity,
}

/// Finds the line that the units meet, and how many it is to have.
fn meet(cart: &Cart, content: &Content, add: &AddLine) -> Result<Meeting, Error> {
    let key = LineKey {
        content: ContentKey::of(content, &add.new_line),
        custom_inputs: add.custom_inputs.as_ref().map(|inputs| inputs.fingerprint),
        location: add.location.as_deref(),
    };
    let place = match key.content {
        // Nothing meets it, not even a line whose identifier it was to have.
        ContentKey::CustomAlone(_) => None,
        ContentKey::Product { .. } | ContentKey::CustomOfSku(_) => cart.place_of_key(key),
    };
    let present = place.map(|place| &cart.lines[place]);
    let (quantity, wanted) = match (present, add.on_duplicate) {
        (None, _) => (add.quantity, add.quantity),
        (Some(line), OnDuplicate::Refuse) => return Err(Error::DuplicateLine { line: line.id.clone() }),
        (Some(line), OnDuplicate::Replace) => (add.quantity, priced_units(line, add.quantity)),
        (Some(line), OnDuplicate::Increase) => {
            let quantity = line.quantity.checked_add(add.quantity).ok_or(Error::QuantityOutOfRange)?;
            let wanted = i64::from(line.wanted_units()) + i64::from(add.quantity.units());
            (quantity, Quantity::new(wanted).unwrap_or(quantity))
        }
    };
    let before = present.map_or(0, |line| i64::from(line.quantity.units()));
    Ok(Meeting { place, before, quantity, wanted })
}

/// Refuses a new line that the cart has no room for or whose identifier it has already, and too many taxes.
fn check_new(cart: &Cart, place: Option<usize>, add: &AddLine) -> Result<(), Error> {
    check_taxes(place.map_or(&add.new_line, |place| &cart.lines[place].id), add.taxes.as_deref())?;
    match place {
        Some(_) => Ok(()),
        None if cart.line(&add.new_line).is_some() => Err(Error::LineIdTaken { line: add.new_line.clone() }),
        None if has_room(cart) => Ok(()),
        None => Err(Error::TooManyLines),
    }
}

/// Whether a line fits into the cart. One that is nothing but a gift makes room: it is not the shopper's.
pub(super) fn has_room(cart: &Cart) -> bool {
    cart.lines.len() < LINES_MAX || cart.lines.iter().any(|line| line.wanted_units() == 0)
}

/// Makes room for a line: the last gift leaves a cart that is full.
pub(super) fn make_room(cart: &mut Cart) {
    if cart.lines.len() < LINES_MAX {
        return;
    }
    if let Some(gift) = cart.lines.iter().rposition(|line| line.wanted_units() == 0) {
        cart.lines.remove(gift);
    }
}

/// What a line costs in the catalog.
struct Price {
    currency: Currency,
    list_price: UnitPrice,
    tax_rate: Rate,
}

/// Gives the line at `place`, or a new one, so many units at this price, and what came with them.
fn put(
    draft: &mut Draft,
    place: Option<usize>,
    content: Content,
    quantity: Quantity,
    price: Price,
    add: &AddLine,
) -> Result<(LineId, bool), Error> {
    let Price { currency, list_price, tax_rate } = price;
    let present = place.map(|place| &*draft.cart.lines[place]);
    let (unit_price, price_overridden) = unit_price(list_price, present, add.price_override)?;
    check_total(&draft.cart, place, unit_price, quantity)?;

    draft.cart.priced_currency = Some(currency);
    let is_new = place.is_none();
    let place = place.unwrap_or_else(|| push(draft, content, list_price, add));
    let at = draft.at;
    let line = &mut *draft.cart.lines[place];
    match add.on_duplicate {
        OnDuplicate::Replace => want_quantity(line, quantity),
        OnDuplicate::Increase | OnDuplicate::Refuse => set_quantity(line, quantity),
    }
    (line.list_price, line.unit_price, line.price_overridden) = (list_price, unit_price, price_overridden);
    line.tax_rate = tax_rate;
    line.updated_at = at;
    annotate(line, add);
    let id = line.id.clone();
    if let Some(taxes) = &add.taxes {
        replace_taxes(&mut draft.cart, place, taxes);
    }
    Ok((id, is_new))
}

/// What one unit costs on the line: the price that the caller sets; else the one that a caller set before; else the
/// catalog's.
fn unit_price(list: UnitPrice, present: Option<&Line>, set: Option<i64>) -> Result<(UnitPrice, bool), Error> {
    match (set, present) {
        (Some(minor_units), _) if !(0..=AMOUNT_MINOR_UNITS_MAX).contains(&minor_units) => {
            Err(Error::PriceOutOfRange)
        }
        (Some(minor_units), _) => Ok((UnitPrice { minor_units, includes_tax: list.includes_tax }, true)),
        (None, Some(line)) if line.price_overridden => Ok((line.unit_price, true)),
        (None, _) => Ok((list, false)),
    }
}

/// Puts a new line at the end, and says in which place it is.
fn push(draft: &mut Draft, content: Content, list_price: UnitPrice, add: &AddLine) -> usize {
    make_room(&mut draft.cart);
    let place = push_bare(draft, add.new_line.clone(), content, list_price);
    draft.cart.lines[place].custom_inputs.clone_from(&add.custom_inputs);
    place
}

/// Puts what came with the units in place of what the line has of the kind.
fn annotate(line: &mut Line, add: &AddLine) {
    if let Some(location) = &add.location {
        line.location = Some(location.clone());
    }
    if let Some(chosen) = &add.options {
        line.options = Some(Options { chosen: chosen.clone(), replaced: false });
    }
    if let Some(notes) = &add.notes {
        line.notes = Some(notes.clone());
    }
    if let Some(metadata) = &add.metadata {
        line.metadata = Some(metadata.clone());
    }
}
