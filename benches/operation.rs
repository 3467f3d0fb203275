//! What is done to a cart of so many lines, again and again, and whether it was.

use std::cell::Cell;

use trolley_engine::domain::id::CartId;
use trolley_engine::{Command, Engine, Quantity, Receipt, Submission};

use crate::Result;
use crate::commands::{add, checkout, create, delete, merge, remove, replace, submission};
use crate::shop::{Offers, Shop, subtotal};

/// What is done to a cart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// A product that it does not have yet is added; it has so many lines afterwards.
    AddLine,
    /// One more unit of a product that it has.
    Increase,
    /// Another quantity for a line.
    Replace,
    /// A line is taken out; it had so many before.
    Remove,
    /// It is read, with its price and its products.
    Read,
    /// Half of the lines come from another cart; it has so many afterwards.
    Merge,
    /// An order is made of it.
    Checkout,
}

impl Operation {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::AddLine, Self::Increase, Self::Replace, Self::Remove, Self::Read, Self::Merge, Self::Checkout];

    /// Its name in what is measured of it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::AddLine => "add_line",
            Self::Increase => "increase",
            Self::Replace => "replace",
            Self::Remove => "remove",
            Self::Read => "read",
            Self::Merge => "merge",
            Self::Checkout => "checkout",
        }
    }
}

/// A cart with which one thing is done again and again.
#[derive(Debug)]
pub struct Repeated<'s> {
    shop: &'s Shop,
    operation: Operation,
    offers: Offers,
    lines: usize,
    cart: CartId,
    /// The other cart of a merge.
    source: CartId,
    /// How often it was laid out.
    turn: Cell<u32>,
}

/// One time of it: what is submitted, where it is no reading.
#[derive(Debug)]
pub struct Time {
    submission: Option<Submission>,
    turn: u32,
}

impl Time {
    /// What is submitted, which is for whoever does that another way than [`Repeated::run`] does; none of a reading.
    #[must_use]
    pub fn into_submission(self) -> Option<Submission> {
        self.submission
    }
}

impl<'s> Repeated<'s> {
    /// A new cart of so many lines in this shop, of this identifier.
    ///
    /// # Errors
    ///
    /// The engine's, where it refuses or fails.
    pub fn new(
        (shop, offers): (&'s Shop, Offers),
        operation: Operation,
        lines: usize,
        id: &str,
    ) -> Result<Self> {
        let cart = shop.cart(id, lines)?;
        let source = CartId::new(format!("{id}-source"))?;
        Ok(Self { shop, operation, offers, lines, cart, source, turn: Cell::new(0) })
    }

    /// Puts the cart as it is to be before, and makes what is to be submitted. Not to be measured.
    ///
    /// # Errors
    ///
    /// The engine's, where it refuses or fails.
    pub fn lay_out(&self) -> Result<Time> {
        let turn = self.turn.get() + 1;
        self.turn.set(turn);
        let (cart, source, last, half) = (&self.cart, &self.source, self.lines - 1, self.lines / 2);
        let command = match self.operation {
            Operation::AddLine => {
                self.shop.submit(vec![remove(cart, last)?])?;
                Some(add(cart, last)?)
            }
            Operation::Increase => Some(add(cart, 0)?),
            Operation::Replace => Some(replace(cart, 0, alternating(turn)?)?),
            Operation::Remove => {
                if 1 < turn {
                    self.shop.submit(vec![add(cart, last)?])?;
                }
                Some(remove(cart, last)?)
            }
            Operation::Read => None,
            Operation::Merge => {
                let (target, other) = (create(cart, 0..half)?, create(source, half..self.lines)?);
                self.shop.submit(vec![delete(cart), target, other])?;
                Some(merge(cart, source))
            }
            Operation::Checkout => {
                // Where nothing has changed, it would find the order that there is.
                self.shop.submit(vec![replace(cart, 0, alternating(turn)?)?])?;
                Some(checkout(cart, self.order(turn))?)
            }
        };
        Ok(Time { submission: command.map(|command: Command| submission(vec![command])), turn })
    }

    /// Does it, and looks whether it was done.
    ///
    /// # Errors
    ///
    /// The engine's, and where something else came of it.
    pub fn run(&self, engine: &Engine, time: Time) -> Result<()> {
        let Time { submission, turn } = time;
        match submission {
            Some(submission) => self.check(&engine.submit(submission)?, turn),
            None => self.look(),
        }
    }

    fn look(&self) -> Result<()> {
        let view = self.shop.read(&self.cart)?;
        let known = view.lines().filter(|line| line.product.is_some()).count();
        let costs_what_it_should = match self.offers {
            Offers::None => view.priced.total == subtotal(&view.cart),
            Offers::PromotionsAndTaxes => 0 < view.priced.discount_total && 0 < view.priced.tax_total,
        };
        ensure(known == self.lines && costs_what_it_should, || format!("{view:?}"))
    }

    fn check(&self, receipt: &Receipt, turn: u32) -> Result<()> {
        let cart = receipt.cart.as_ref().ok_or("there is no cart")?;
        let units = cart.lines.first().map_or(0, |line| line.quantity.units());
        let is_done = match self.operation {
            Operation::AddLine | Operation::Merge => cart.lines.len() == self.lines,
            Operation::Increase => cart.lines.len() == self.lines && units == turn + 1,
            Operation::Replace => units == alternating(turn)?.units(),
            Operation::Remove => cart.lines.len() == self.lines - 1,
            Operation::Checkout => {
                let order = receipt.order.as_ref().ok_or("there is no order")?;
                order.lines.len() == self.lines && order.id.as_str().ends_with(&self.order(turn).to_string())
            }
            Operation::Read => false,
        };
        ensure(is_done, || format!("{} of {} lines came to {cart:?}", self.operation.name(), self.lines))
    }

    /// A number that no other order of the shop has.
    fn order(&self, turn: u32) -> u64 {
        self.lines as u64 * 10_000_000_000 + u64::from(turn)
    }
}

/// Two or three units, in turn.
fn alternating(turn: u32) -> Result<Quantity> {
    Quantity::new(i64::from(2 + turn % 2)).ok_or_else(|| "no quantity".into())
}

fn ensure(holds: bool, otherwise: impl FnOnce() -> String) -> Result<()> {
    if holds { Ok(()) } else { Err(otherwise().into()) }
}
