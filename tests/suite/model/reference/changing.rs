//! Changing lines and taking them out.

use trolley_engine::Quantity;
use trolley_engine::domain::command::changing::{ChangeLines, LineChange};
use trolley_engine::domain::command::entering::RemoveCode;
use trolley_engine::domain::command::{LineRef, RemoveLine, StockCheck, UpdateLine};

use super::super::story::CARTS;
use super::adding::check_stock;
use super::{Cart, Reference, TOTAL_MAX, What, Word, is_refused, number};

impl Reference {
    pub(super) fn update(&mut self, command: &UpdateLine) -> Word {
        let number = number(command.cart.as_str());
        let mut cart = self.live(number).ok_or("no cart")?.clone();
        give(&mut cart, &command.line, command.quantity, command.checks.stock)?;
        cart.check()?;
        self.put(number, cart);
        Ok("updated".to_owned())
    }

    pub(super) fn remove(&mut self, command: &RemoveLine) -> Word {
        let number = number(command.cart.as_str());
        let is_elsewhere = match &command.line {
            LineRef::Id(_) => (0..CARTS).any(|other| {
                other != number && self.live(other).is_some_and(|cart| cart.find(&command.line).is_some())
            }),
            LineRef::Sku(_) => false,
        };
        let missing = |word: &str| if is_elsewhere { "elsewhere".to_owned() } else { word.to_owned() };
        let mut cart = self.live(number).ok_or_else(|| missing("no cart"))?.clone();
        let removed = take_out(&mut cart, &command.line).map_err(|why| missing(&why))?;
        self.put(number, cart);
        Ok(format!("removed {removed}"))
    }

    pub(super) fn change(&mut self, command: &ChangeLines) -> Word {
        let number = number(command.cart.as_str());
        let mut cart = self.live(number).ok_or("no cart")?.clone();
        let mut refused = Vec::new();
        for (index, change) in command.changes.iter().enumerate() {
            let changed = match change {
                LineChange::Update { line, quantity, custom_inputs: _, location: _, checks } => {
                    give(&mut cart, line, *quantity, checks.stock)
                }
                LineChange::Remove { line } => take_out(&mut cart, line).map(drop),
            };
            refused.extend(changed.err().map(|why| format!("{index}:{why}")));
        }
        if is_refused(command.on_refusal, command.changes.len() - refused.len(), &refused) {
            return Err(refused.join(" "));
        }
        cart.check()?;
        self.put(number, cart);
        Ok(format!("changed{}", refused.iter().map(|why| format!(" {why}")).collect::<String>()))
    }

    pub(super) fn leave(&mut self, command: &RemoveCode) -> Word {
        let number = number(command.cart.as_str());
        let mut cart = self.live(number).ok_or("no cart")?.clone();
        let place = cart.codes.iter().position(|code| *code == command.code).ok_or("no code")?;
        cart.codes.remove(place);
        self.put(number, cart);
        Ok("left".to_owned())
    }
}

/// Gives a line this quantity.
fn give(
    cart: &mut Cart,
    line: &LineRef,
    quantity: Option<Quantity>,
    stock: StockCheck,
) -> Result<(), String> {
    let place = cart.find(line).ok_or("no line")?;
    let (before, price) = (cart.lines[place].units, cart.lines[place].price);
    let units = quantity.map_or(before, |quantity| i64::from(quantity.units()));
    match cart.lines[place].what {
        What::Good(good) if before < units => {
            check_stock(good, stock, cart.units_elsewhere(good, Some(place)), before, units, units)?;
        }
        What::Good(_) | What::Custom { .. } => {}
    }
    if TOTAL_MAX < cart.total_with(Some(place), price, units) {
        return Err("total".to_owned());
    }
    cart.lines[place].units = units;
    Ok(())
}

/// Takes out all lines that are meant, and says how many they were.
fn take_out(cart: &mut Cart, line: &LineRef) -> Result<usize, String> {
    let mut removed = 0;
    while let Some(place) = cart.find(line) {
        cart.lines.remove(place);
        removed += 1;
    }
    if removed == 0 { Err("no line".to_owned()) } else { Ok(removed) }
}
