//! What commands that set carts aside and take them up again look at.

use super::Loaded;
use crate::domain::command::keeping::{ParkCart, ResumeCart};
use crate::domain::id::ParkedId;
use crate::error::StoreError;
use crate::store::tables::Tables;
use crate::store::{carts, parked};

impl Loaded {
    /// The cart to park, with all that is in it.
    pub(super) fn park(&mut self, tables: &impl Tables, command: &ParkCart) -> Result<(), StoreError> {
        let Some(mut stored) = carts::find(tables, &command.cart)? else { return Ok(()) };
        carts::load_inputs(tables, &mut stored)?;
        parked::check_free(tables, &command.parked)?;
        self.facts.parked_count = parked::count(tables)?;
        self.cart_key = Some(stored.key);
        self.facts.cart = Some(stored.cart);
        Ok(())
    }

    /// What was set aside, the bundles in it, and the cart that takes it.
    pub(super) fn resume(&mut self, tables: &impl Tables, command: &ResumeCart) -> Result<(), StoreError> {
        let Some(parked) = parked::find(tables, &command.parked)? else { return Ok(()) };
        let now = self.facts.now;
        let on_absent = command.on_absent(&parked, now);
        self.cart(tables, command.target(&parked))?;
        // Whose it is that is there already was known when it was made.
        if self.facts.cart.as_ref().is_none_or(|cart| cart.is_expired(now) || on_absent.takes_over(cart)) {
            self.on_absent(tables, &on_absent)?;
        }
        let mut bundles = parked.cart.lines.iter().filter(|line| line.bundle().is_some());
        bundles.try_for_each(|line| self.line_products(tables, line))?;
        self.facts.parked = Some(parked);
        Ok(())
    }

    pub(super) fn parked(&mut self, tables: &impl Tables, id: &ParkedId) -> Result<(), StoreError> {
        self.facts.parked = parked::find(tables, id)?;
        Ok(())
    }
}
