//! Searching: all carts are looked at, a few at a time.

use std::sync::Arc;

use super::{Engine, viewing};
use crate::domain::access::Principal;
use crate::domain::cart::Cart;
use crate::domain::pricing::price;
use crate::domain::promotion::Promotions;
use crate::domain::search::{Search, SortKey, Tally};
use crate::domain::time::Timestamp;
use crate::error::Error;
use crate::store::carts::{self, StoredCart};
use crate::view::{CartView, Page};

/// Carts that are looked at between two looks at the store: as long as one lasts, nothing in the file is freed.
const CHUNK_LEN: usize = 128;

/// A part of the carts that a search means, and what all of them come to.
#[derive(Debug, Clone)]
pub struct Searched {
    /// The carts of the page, as far as there are so many.
    pub entries: Vec<CartView>,
    /// What all come to that are meant.
    pub tally: Tally,
}

impl Engine {
    /// The carts that the search means, those included that have expired and are still stored. The shop's servers may
    /// search; to anybody else there is none.
    ///
    /// One that is damaged, or whose total is out of range, is left out, and the log is told.
    ///
    /// All carts are looked at, or all of the customer's: this takes its time, which grows with them. A cart that is
    /// changed meanwhile may be counted as it was or as it is.
    ///
    /// # Errors
    ///
    /// [`Error::Store`].
    pub fn search(
        &self,
        principal: &Principal,
        search: &Search,
        now: Timestamp,
        page: Page,
    ) -> Result<Searched, Error> {
        let now = self.store.reckon().present(now);
        let mut found =
            Found { search, now, promotions: &self.promotions(), keys: Vec::new(), tally: Tally::default() };
        match principal {
            Principal::Server => self.look_at_all(&mut found)?,
            Principal::Customer(_) | Principal::Guest | Principal::Holder => {}
        }
        let Found { mut keys, tally, .. } = found;
        keys.sort_unstable_by(|one, other| one.compare(*other, search.direction));
        let keys = keys.into_iter().skip(page.offset).take(page.limit);
        let mut entries = Vec::with_capacity(page.limit.min(CHUNK_LEN));
        for key in keys.map(SortKey::stored_under) {
            let tables = self.store.read()?;
            // One that is no longer there has gone since it was counted.
            let Some(cart) = carts::find_by_key(&tables, key)? else { continue };
            let mut stored = StoredCart { key, cart: Arc::new(cart) };
            let view = match carts::load_inputs(&tables, &mut stored) {
                Ok(()) => self.view_of(&tables, stored.cart, now),
                Err(fault) => Err(fault.into()),
            };
            entries.extend(viewing::left_out(view).transpose()?);
        }
        Ok(Searched { entries, tally })
    }

    fn look_at_all(&self, found: &mut Found<'_>) -> Result<(), Error> {
        // Those that are made from now on are not looked at, or else there might be no end.
        let Some(last) = carts::last_key(&self.store.read()?)? else { return Ok(()) };
        let mut next = 0;
        while next <= last {
            let keys = next..=last;
            let chunk = match &found.search.customer {
                Some(customer) => carts::chunk_of_customer(&self.store.read()?, customer, keys, CHUNK_LEN)?,
                None => carts::chunk(&self.store.read()?, keys, CHUNK_LEN)?,
            };
            let Some(end) = chunk.last else { break };
            next = end.saturating_add(1);
            for StoredCart { key, cart } in &chunk.carts {
                viewing::left_out(found.look_at(*key, cart)).transpose()?;
            }
        }
        Ok(())
    }
}

/// What has been found so far.
struct Found<'a> {
    search: &'a Search,
    now: Timestamp,
    promotions: &'a Promotions,
    keys: Vec<SortKey>,
    tally: Tally,
}

impl Found<'_> {
    fn look_at(&mut self, key: u64, cart: &Cart) -> Result<(), Error> {
        let Some(stage) = self.search.stage_of(cart, self.now) else { return Ok(()) };
        let priced = price(cart, self.promotions, self.now).map_err(|_| Error::TotalOutOfRange)?;
        if self.search.total_min.is_none_or(|least| least <= priced.total) {
            self.tally.count(self.search, cart, stage, priced.total);
            self.keys.push(self.search.sort_key(key, cart, stage, priced.total));
        }
        Ok(())
    }
}
