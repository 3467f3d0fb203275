//! What the store has at hand decoded, so that it is not decoded each time: products for everybody, and for the writer
//! the carts that it has changed last.
//!
//! Nothing is at hand that is not as it is stored. Where a transaction does not end as it should, all of it is let go.

mod cache;
pub(crate) mod products;

use std::cell::RefCell;
use std::collections::HashSet;
use std::sync::Arc;

use self::cache::{Cache, Weighed, with_room};
use self::products::Products;
use super::carts::StoredCart;
use super::record::written::Written;
use crate::domain::cart::Cart;
use crate::domain::catalog::Product;
use crate::domain::id::{CartId, ProductId};
use crate::env::engine_time::Reckoning;

/// About how many times the bytes of its record a decoded value takes.
const TIMES_RECORD: usize = 3;
/// About how many bytes a decoded value takes besides.
const BYTES_BESIDES: usize = 512;
/// The part of the store's cache that is had besides for carts at hand, and for products: an eighth each.
pub(super) const PART_OF_CACHE: usize = 8;

/// What the writer has at hand. Only one thread changes carts and products, and this is its.
#[derive(Debug)]
pub(crate) struct WriterHand {
    products: Arc<Products>,
    carts: RefCell<Carts>,
    catalog: RefCell<CatalogChange>,
}

/// Carts as they are stored, or as the transaction that is under way has written them.
#[derive(Debug)]
struct Carts {
    by_id: Cache<CartId, CartAtHand>,
    /// How engine time stood: what is at hand has its life on the clock as it went then.
    offset_ms: i64,
    /// The carts that the transaction under way has written; of those nothing else is known yet.
    written: Vec<CartId>,
    /// Whether a transaction is under way.
    is_under_way: bool,
}

/// A cart, and how it was written, where that is known.
#[derive(Debug)]
struct CartAtHand {
    stored: StoredCart,
    written: Option<Arc<Written>>,
}

/// Which products the transaction under way has changed.
#[derive(Debug, Default)]
struct CatalogChange {
    changed: HashSet<ProductId>,
    /// Whether it is not known which.
    is_all: bool,
}

impl CatalogChange {
    fn is_any(&self) -> bool {
        self.is_all || !self.changed.is_empty()
    }

    fn is_changed(&self, id: &ProductId) -> bool {
        self.is_all || self.changed.contains(id)
    }
}

impl WriterHand {
    /// Nothing at hand yet, but for products; beside a cache of the store of so many bytes.
    pub(crate) fn new(products: &Arc<Products>, cache_bytes: usize) -> Self {
        let carts = Carts {
            by_id: with_room(cache_bytes / PART_OF_CACHE),
            offset_ms: 0,
            written: Vec::new(),
            is_under_way: false,
        };
        let catalog = RefCell::new(CatalogChange::default());
        Self { products: Arc::clone(products), carts: RefCell::new(carts), catalog }
    }

    /// A transaction begins, in which engine time stands so. Where the one before has not ended, or the clock was set
    /// since, no cart is at hand any more.
    pub(crate) fn begin(&self, reckoning: Reckoning) {
        let mut carts = self.carts.borrow_mut();
        if carts.is_under_way || carts.offset_ms != reckoning.offset_ms() {
            carts.by_id.clear();
        }
        carts.written.clear();
        carts.offset_ms = reckoning.offset_ms();
        carts.is_under_way = true;
        *self.catalog.borrow_mut() = CatalogChange::default();
    }

    /// The transaction is about to be committed: from now on nobody knows which products are.
    pub(crate) fn commit(&self) {
        if self.catalog.borrow().is_any() {
            self.products.suspend();
        }
    }

    /// The transaction is committed.
    pub(crate) fn committed(&self) {
        let mut carts = self.carts.borrow_mut();
        carts.written.clear();
        carts.is_under_way = false;
        let catalog = self.catalog.take();
        if catalog.is_all {
            self.products.resume_without_any();
        } else if catalog.is_any() {
            self.products.resume_without(&catalog.changed);
        }
    }

    /// Nothing of the transaction is stored.
    pub(crate) fn aborted(&self) {
        let mut carts = self.carts.borrow_mut();
        for id in std::mem::take(&mut carts.written) {
            carts.by_id.remove(&id);
        }
        carts.is_under_way = false;
        self.catalog.take();
    }

    pub(super) fn product(&self, id: &ProductId) -> Option<Arc<Product>> {
        if self.catalog.borrow().is_changed(id) {
            return None;
        }
        self.products.find(self.products.edition()?, id)
    }

    pub(super) fn keep_product(&self, product: &Arc<Product>, record_bytes: usize) {
        // One that is not committed yet is nobody's business.
        if !self.catalog.borrow().is_changed(&product.id)
            && let Some(edition) = self.products.edition()
        {
            self.products.keep(edition, product, record_bytes);
        }
    }

    pub(super) fn change_product(&self, id: &ProductId) {
        self.catalog.borrow_mut().changed.insert(id.clone());
    }

    pub(super) fn change_all_products(&self) {
        self.catalog.borrow_mut().is_all = true;
    }

    pub(super) fn cart(&self, id: &CartId) -> Option<StoredCart> {
        self.carts.borrow().by_id.get(id).map(|at_hand| at_hand.value.stored.clone())
    }

    /// How this very cart was written, where that is known.
    pub(super) fn written(&self, cart: &Cart) -> Option<Arc<Written>> {
        let carts = self.carts.borrow();
        let at_hand = &carts.by_id.peek(&cart.id)?.value;
        if std::ptr::eq(&*at_hand.stored.cart, cart) { at_hand.written.clone() } else { None }
    }

    /// Has a cart at hand as it is stored, with how it was written where that is known.
    pub(super) fn keep_cart(&self, stored: StoredCart, written: Option<Arc<Written>>, record_bytes: usize) {
        let bytes = decoded_bytes(record_bytes) + written.as_ref().map_or(0, |_| record_bytes);
        let id = stored.cart.id.clone();
        self.carts.borrow_mut().by_id.insert(id, Weighed { value: CartAtHand { stored, written }, bytes });
    }

    /// The transaction has written the cart, or removed it: what was at hand of it is not any more.
    pub(super) fn drop_cart(&self, cart: &Cart) {
        let mut carts = self.carts.borrow_mut();
        carts.by_id.remove(&cart.id);
        carts.written.push(cart.id.clone());
    }
}

/// About how many bytes is taken by what a record of so many is decoded to.
const fn decoded_bytes(record_bytes: usize) -> usize {
    record_bytes.saturating_mul(TIMES_RECORD).saturating_add(BYTES_BESIDES)
}
