//! What a rule looks at: all of it, loaded beforehand, the time included.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::domain::access::Principal;
use crate::domain::cart::Cart;
use crate::domain::catalog::{Customer, Product, Settings};
use crate::domain::command::ProductRef;
use crate::domain::id::{CartId, LineId, ProductId, VariantId};
use crate::domain::key::Key;
use crate::domain::order::Order;
use crate::domain::parked::Parked;
use crate::domain::promotion::Promotions;
use crate::domain::time::Timestamp;

/// Everything that [`apply`](crate::domain::apply::apply) looks at besides the command.
#[derive(Debug, Clone)]
pub struct Facts {
    /// When the command was given.
    pub now: Timestamp,
    /// How many milliseconds more the clock shows now than when the moments in the command were made: something other than 0
    /// only where it was set between.
    pub clock_moved_ms: i64,
    /// On whose behalf.
    pub principal: Principal,
    /// The store's settings.
    pub settings: Arc<Settings>,
    /// The cart that the command names, as stored; expired ones too. Of one to check out or to park its custom inputs are all loaded.
    pub cart: Option<Arc<Cart>>,
    /// The cart that has the identifier of an [`OnAbsent::CreateInstead`](crate::domain::command::OnAbsent::CreateInstead) already, as stored; an expired one too.
    pub instead: Option<Arc<Cart>>,
    /// The cart that is merged or copied, as stored; expired ones too. Its custom inputs are all loaded.
    pub source: Option<Arc<Cart>>,
    /// Whether the customer whom the command names is known, or no customers are.
    pub customer_known: bool,
    /// Whether the cart to delete belongs to a customer who has no other.
    pub is_last_of_customer: bool,
    /// The customer who orders what is checked out, else the one to whom that cart belongs; where it is a known one.
    pub customer: Option<Customer>,
    /// What each reference of the command leads to; a reference that leads nowhere is not in it.
    pub references: Vec<(ProductRef, Found)>,
    /// The promotions.
    pub promotions: Arc<Promotions>,
    /// How many orders have used each code that the command enters, or that the cart to copy or to check out has; none
    /// where it is not in here.
    pub code_uses: HashMap<String, u64>,
    /// The order that the command names, or that was the last one made of the cart to check out, as stored.
    pub order: Option<Order>,
    /// What was set aside under the identifier that the command names, as stored.
    pub parked: Option<Parked>,
    /// The key that the command makes or revokes, as stored.
    pub key: Option<Key>,
    /// How many carts are parked, where the command parks one.
    pub parked_count: u64,
    /// A number that no order has or had, where one may be made: they count up.
    pub order_number: u64,
    /// The one of these that `order` has, whether or not it is called by it; 0 where there is none.
    pub own_number: u64,
    /// Identifiers for lines that the command does not name: of copies, of gifts, and of an order's lines. As many as there
    /// can be need of, none twice, and none of a line of the cart.
    pub new_lines: Vec<LineId>,
    /// The products that the command's references lead to, those of the lines that it changes, those that the bundles
    /// among them are made of, and the gifts that could become due. Of a checkout, a payment and an update of an order, all
    /// that is ordered, with what is selected of bundles.
    pub products: BTreeMap<ProductId, Arc<Product>>,
    /// The cart that has the line which a removal names by its identifier, where it is not the command's own.
    pub line_elsewhere: Option<CartId>,
}

/// What a reference leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The product.
    pub product: ProductId,
    /// The variant, where the reference names one.
    pub variant: Option<VariantId>,
}

impl Facts {
    /// What the reference leads to.
    #[must_use]
    pub fn find(&self, reference: &ProductRef) -> Option<(&Arc<Product>, Option<&VariantId>)> {
        let (_, found) = self.references.iter().find(|(one, _)| one == reference)?;
        Some((self.products.get(&found.product)?, found.variant.as_ref()))
    }
}
