//! What is asked of carts: commands about products that are known by their numbers.

use std::ops::Range;

use trolley_engine::domain::cart::{CartStatus, Expiry};
use trolley_engine::domain::command::merging::{MergeCarts, MergedMetadata, OnBoth, OnNoSource, SourceAfter};
use trolley_engine::domain::command::ordering::Checkout;
use trolley_engine::domain::command::{
    AddLine, AddLines, Checks, CreateCart, DeleteCart, LineRef, NewCart, OnAbsent, OnLastCart, OnPresent,
    ProductRef, RemoveLine, UpdateLine,
};
use trolley_engine::domain::id::{CartId, InvalidId, LineId, OrderId, ProductId, Sku};
use trolley_engine::{Command, Principal, Quantity, Submission, Timestamp};

use crate::Result;

/// When everything happens.
pub const NOW: Timestamp = Timestamp::from_millis(1_767_603_600_000);

/// These commands, by a server of the shop's.
#[must_use]
pub fn submission(commands: Vec<Command>) -> Submission {
    Submission::new(NOW, Principal::Server, commands)
}

/// The identifier of the product of this number.
///
/// # Errors
///
/// None that is not a bug.
pub fn product_id(number: usize) -> Result<ProductId, InvalidId> {
    ProductId::new(format!("9c0d7a52-0000-4000-8000-{number:012}"))
}

/// The stock keeping unit of the product of this number.
///
/// # Errors
///
/// None that is not a bug.
pub fn sku(number: usize) -> Result<Sku, InvalidId> {
    Sku::new(format!("SKU-{number:05}"))
}

/// The identifier of the line that has the product of this number.
///
/// # Errors
///
/// None that is not a bug.
pub fn line_id(number: usize) -> Result<LineId, InvalidId> {
    LineId::new(format!("2b1f4c9e-0000-4000-8000-{number:012}"))
}

/// A cart with one unit of each of these products. There must be none of its identifier.
///
/// # Errors
///
/// None that is not a bug.
pub fn create(cart: &CartId, products: Range<usize>) -> Result<Command, InvalidId> {
    Ok(Command::CreateCart(CreateCart {
        cart: cart.clone(),
        new: NewCart::new(Expiry::Never),
        on_present: OnPresent::Refuse,
        status: CartStatus::Active,
        discounts: vec![],
        created_at: None,
        lines: products.map(one_unit).collect::<Result<_, _>>()?,
    }))
}

/// One unit of a product into a cart that is there.
///
/// # Errors
///
/// None that is not a bug.
pub fn add(cart: &CartId, product: usize) -> Result<Command, InvalidId> {
    Ok(Command::AddLines(AddLines::new(cart.clone(), OnAbsent::Refuse, vec![one_unit(product)?])))
}

/// This quantity for the line of a product.
///
/// # Errors
///
/// None that is not a bug.
pub fn replace(cart: &CartId, product: usize, quantity: Quantity) -> Result<Command, InvalidId> {
    Ok(Command::UpdateLine(UpdateLine {
        quantity: Some(quantity),
        checks: Checks::ALL,
        ..UpdateLine::new(cart.clone(), LineRef::Id(line_id(product)?))
    }))
}

/// The line of a product out of a cart.
///
/// # Errors
///
/// None that is not a bug.
pub fn remove(cart: &CartId, product: usize) -> Result<Command, InvalidId> {
    Ok(Command::RemoveLine(RemoveLine { cart: cart.clone(), line: LineRef::Id(line_id(product)?) }))
}

/// A cart away, where it is there.
#[must_use]
pub fn delete(cart: &CartId) -> Command {
    Command::DeleteCart(DeleteCart { cart: cart.clone(), on_last: OnLastCart::Delete })
}

/// All lines of one cart into another, and the one away.
#[must_use]
pub fn merge(target: &CartId, source: &CartId) -> Command {
    Command::MergeCarts(MergeCarts {
        target: target.clone(),
        on_absent: OnAbsent::Refuse,
        source: source.clone(),
        on_no_source: OnNoSource::Refuse,
        on_both: OnBoth::Combine,
        source_after: SourceAfter::Delete,
        metadata: MergedMetadata::TAKEN,
    })
}

/// A new order of a cart, which stays.
///
/// # Errors
///
/// None that is not a bug.
pub fn checkout(cart: &CartId, order: u64) -> Result<Command, InvalidId> {
    let order = OrderId::new(format!("7a5e0c1d-0000-4000-8000-{order:012}"))?;
    Ok(Command::Checkout(Box::new(Checkout::new(cart.clone(), order))))
}

fn one_unit(product: usize) -> Result<AddLine, InvalidId> {
    let named = ProductRef::Id(product_id(product)?);
    Ok(AddLine { checks: Checks::ALL, ..AddLine::new(line_id(product)?, named, Quantity::ONE) })
}
