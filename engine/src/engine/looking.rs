//! Looking: what is committed at this moment, never waiting for the writer.

use std::sync::{Arc, PoisonError};

use redb::ReadableTableMetadata as _;

use super::keyed::Viewed;
use super::{Engine, Receipt, viewing};
use crate::domain::access::{Principal, may_reach, may_reach_order};
use crate::domain::cart::Cart;
use crate::domain::catalog::{Product, Settings};
use crate::domain::command::ProductRef;
use crate::domain::id::{CartId, CustomerId, OrderId};
use crate::domain::key::Keys;
use crate::domain::order::Order;
use crate::domain::promotion::Promotions;
use crate::domain::time::Timestamp;
use crate::env::Clock;
use crate::epochs::Epoch;
use crate::error::{Error, StoreError};
use crate::store::carts::StoredCart;
use crate::store::standing::Standing;
use crate::store::tables::Tables;
use crate::store::{carts, catalog, orders};
use crate::view::{CartView, Listed, Page};

impl Engine {
    /// The cart of this identifier as it is at this moment; none where there is none, or it has expired.
    ///
    /// # Errors
    ///
    /// [`Error::CartNotFound`] where the principal may not reach it, and [`Error::Store`].
    pub fn find_cart(
        &self,
        id: &CartId,
        principal: &Principal,
        now: Timestamp,
    ) -> Result<Option<CartView>, Error> {
        let tables = self.store.read()?;
        let now = tables.reckoning().present(now);
        let stored = carts::find(&tables, id)?.filter(|stored| !stored.cart.is_expired(now));
        self.view_stored(&tables, stored, (id, principal), now)
    }

    /// The same, one that has expired and is still stored included.
    ///
    /// # Errors
    ///
    /// [`Error::CartNotFound`] where the principal may not reach it, and [`Error::Store`].
    pub fn find_stored_cart(
        &self,
        id: &CartId,
        principal: &Principal,
        now: Timestamp,
    ) -> Result<Option<CartView>, Error> {
        let tables = self.store.read()?;
        let now = tables.reckoning().present(now);
        self.view_stored(&tables, carts::find(&tables, id)?, (id, principal), now)
    }

    /// The order of this identifier; none where there is none.
    ///
    /// # Errors
    ///
    /// [`Error::OrderNotFound`] where the principal may not reach it, and [`Error::Store`].
    pub fn find_order(&self, id: &OrderId, principal: &Principal) -> Result<Option<Order>, Error> {
        match orders::find(&self.store.read()?, id)? {
            Some(stored) if may_reach_order(principal, &stored.order) => Ok(Some(stored.order)),
            Some(_) => Err(Error::OrderNotFound { order: id.clone() }),
            None => Ok(None),
        }
    }

    /// Orders that the principal may reach, the newest first: of the shop's servers all, of a customer that customer's,
    /// of a guest none.
    ///
    /// # Errors
    ///
    /// [`Error::Store`].
    pub fn orders(&self, principal: &Principal, page: Page) -> Result<Listed<Order>, Error> {
        let customer = match principal {
            Principal::Server => None,
            Principal::Customer(customer) => Some(customer),
            Principal::Guest | Principal::Holder => return Ok(Listed { entries: Vec::new(), total: 0 }),
        };
        let (entries, total) = orders::newest(&self.store.read()?, customer, page.offset, page.limit)?;
        Ok(Listed { entries, total })
    }

    /// Carts. Of a customer those that belong to them, the last changed first; of the shop's servers all, the last made
    /// first, and of all of them `total` counts those too that have expired and are still stored; of a guest none.
    /// A server may ask for those of one customer. One that is damaged is left out, and the log is told.
    ///
    /// # Errors
    ///
    /// [`Error::Store`].
    pub fn carts(
        &self,
        principal: &Principal,
        customer: Option<&CustomerId>,
        now: Timestamp,
        page: Page,
    ) -> Result<Listed<CartView>, Error> {
        let tables = self.store.read()?;
        let now = tables.reckoning().present(now);
        let owner = match (principal, customer) {
            (Principal::Server, customer) => customer,
            (Principal::Customer(own), None) => Some(own),
            (Principal::Customer(own), Some(customer)) if own == customer => Some(own),
            (Principal::Customer(_) | Principal::Guest | Principal::Holder, _) => {
                return Ok(Listed { entries: Vec::new(), total: 0 });
            }
        };
        let (stored, total) = match owner {
            Some(owner) => {
                let owned = carts::of_customer(&tables, owner, now)?;
                let total = owned.len() as u64;
                (owned.into_iter().skip(page.offset).take(page.limit).collect::<Vec<StoredCart>>(), total)
            }
            None => {
                let newest = carts::newest(&tables, now)?.skip(page.offset).take(page.limit);
                let stored = newest.collect::<Result<Vec<StoredCart>, StoreError>>()?;
                (stored, tables.carts()?.len().map_err(StoreError::from)?)
            }
        };
        let mut entries = Vec::with_capacity(stored.len());
        for mut one in stored {
            let view = match carts::load_inputs(&tables, &mut one) {
                Ok(()) => self.view_of(&tables, one.cart, now),
                Err(fault) => Err(fault.into()),
            };
            entries.extend(viewing::left_out(view).transpose()?);
        }
        Ok(Listed { entries, total })
    }

    /// The product that the reference leads to, itself or by one of its variants.
    ///
    /// # Errors
    ///
    /// [`Error::Store`].
    pub fn find_product(&self, product: &ProductRef) -> Result<Option<Arc<Product>>, Error> {
        let tables = self.store.read()?;
        let Some(found) = catalog::resolve(&tables, product)? else { return Ok(None) };
        Ok(catalog::find_product(&tables, &found.product)?)
    }

    /// All promotions, with what their targets lead to.
    #[must_use]
    pub fn promotions(&self) -> Arc<Promotions> {
        self.standing().promotions
    }

    /// A receipt with its cart, as [`Engine::view`] has it, and what was set aside.
    ///
    /// # Errors
    ///
    /// As for [`Engine::view`].
    pub fn view_receipt(&self, receipt: Receipt, now: Timestamp) -> Result<Viewed, Error> {
        viewing::viewed(&self.store.read()?, &self.promotions(), receipt, now)
    }

    /// A cart of a [`Receipt`] with all that an answer is made of. Products and the customer are as they
    /// are now. Where the cart has large custom inputs and another change has taken them away meanwhile, it is the cart as
    /// it is now.
    ///
    /// # Errors
    ///
    /// [`Error::CartNotFound`] where such a cart is no longer there, and [`Error::Store`].
    pub fn view(&self, cart: Arc<Cart>, now: Timestamp) -> Result<CartView, Error> {
        viewing::view(&self.store.read()?, self.promotions(), cart, now)
    }

    /// What a look at this cart depends on; none while something of it is being changed. What is read after this has come
    /// is committed as long as this stays the same, and no change is missing of which anybody has been told.
    #[must_use]
    pub fn epoch(&self, cart: &CartId) -> Option<Epoch> {
        self.epochs.of(cart)
    }

    /// The clock by which this engine counts.
    #[must_use]
    pub fn clock(&self) -> Arc<dyn Clock> {
        self.store.clock()
    }

    /// A moment of the engine's clock in engine time, which goes on as time does whatever the clock is set to: what is to
    /// end some time after now ends so long after this, once this of the present is as late.
    #[must_use]
    pub fn counted(&self, at: Timestamp) -> Timestamp {
        let reckoning = self.store.reckon();
        reckoning.counted(reckoning.present(at))
    }

    /// The store's settings.
    #[must_use]
    pub fn settings(&self) -> Arc<Settings> {
        self.standing().settings
    }

    /// All keys by which callers prove themselves, those that are of no worth any more included.
    #[must_use]
    pub fn keys(&self) -> Arc<Keys> {
        self.standing().keys
    }

    /// How many carts are stored, expired ones included.
    ///
    /// # Errors
    ///
    /// [`Error::Store`].
    pub fn cart_count(&self) -> Result<u64, Error> {
        Ok(self.store.read()?.carts()?.len().map_err(StoreError::from)?)
    }

    /// How many products there are.
    ///
    /// # Errors
    ///
    /// [`Error::Store`].
    pub fn product_count(&self) -> Result<u64, Error> {
        Ok(self.store.read()?.products()?.len().map_err(StoreError::from)?)
    }

    pub(super) fn standing(&self) -> Standing {
        self.standing.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The cart where the principal may reach what has this identifier.
    fn view_stored(
        &self,
        tables: &impl Tables,
        stored: Option<StoredCart>,
        (id, principal): (&CartId, &Principal),
        now: Timestamp,
    ) -> Result<Option<CartView>, Error> {
        if !may_reach(principal, id, stored.as_ref().map(|stored| &*stored.cart)) {
            return Err(Error::CartNotFound { cart: id.clone() });
        }
        let Some(mut stored) = stored else { return Ok(None) };
        carts::load_inputs(tables, &mut stored)?;
        self.view_of(tables, stored.cart, now).map(Some)
    }

    pub(super) fn view_of(
        &self,
        tables: &impl Tables,
        cart: Arc<Cart>,
        now: Timestamp,
    ) -> Result<CartView, Error> {
        viewing::view_of(tables, self.promotions(), cart, now)
    }
}
